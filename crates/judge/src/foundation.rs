//! J4: the product-satisfaction foundation as a gate, and the rung above it (C162).
//!
//! A delivery is *checked* when the customer answered "did you get what was wanted?"; where no delivery is
//! recorded, sales are the deliveries nobody checked. Goods that came back, defects and complaints that are
//! open, or were put right without contenting the customer, are failures whoever asked.
//!
//! **Amendment to J4**, from rule 3.0.3 (successes out of *chances*): failures show by themselves, successes
//! only when somebody asks. Counting every failure against the few checked successes would shut the gate on
//! anyone who once sent something back and was once asked. So what came back counts in full against `Met`,
//! while `NotMet` needs either the answers alone to say so, or the most favourable reading of everything: all
//! that did not fail was right. While nobody asked, "3 of 40 orders came back" is `Unverified`, and says so.

use crate::wanted_style::{self, StyleVerdict};
use crate::{Context, Judgement};
use book::{Day, Delivery, History, Voice, VoiceKind};
use stats::Beta;

pub(crate) mod rungs;
mod sentences;

/// The gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoundationGate {
    /// Checked deliveries are right often enough.
    Met,
    /// They are not, or a complaint has been open too long.
    NotMet,
    /// Nobody has checked enough of them.
    Unverified,
}

impl FoundationGate {
    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            FoundationGate::Met => "met",
            FoundationGate::NotMet => "not_met",
            FoundationGate::Unverified => "unverified",
        }
    }
}

/// The rungs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// Basic satisfaction first.
    Foundation,
    /// Buy and fly.
    StrictlyBusiness,
    /// Suggests, tests, plans with us.
    Collaborator,
    /// Asks what is next, brings others.
    Fan,
}

impl Rung {
    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            Rung::Foundation => "foundation",
            Rung::StrictlyBusiness => "strictly_business",
            Rung::Collaborator => "collaborator",
            Rung::Fan => "fan",
        }
    }
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FoundationVerdict {
    /// The gate.
    pub gate: FoundationGate,
    /// Verified successes among verified deliveries, within the window.
    pub verified: (u32, u32),
    /// Deliveries about which the customer was asked and answered.
    pub asked: u32,
    /// Deliveries or, where none are recorded, sales, within the window: what could have been checked.
    pub deliveries: u32,
    /// Days on which goods came back within the window.
    pub returns: u32,
    /// P(rate >= bar): from what was verified or, where nobody asked, if all that did not fail was right.
    pub probability: f64,
    /// Day of the oldest complaint that is still open.
    pub open_complaint_since: Option<Day>,
    /// A complaint of severity 3 is open or was not put right: it shuts the gate by itself.
    pub grave: bool,
    /// Day of the latest delivery or sale nobody has asked about.
    pub last_unverified_day: Option<Day>,
    /// Observed rung from acts of the last 12 months; `None` when nothing shows one.
    pub observed_rung: Option<Rung>,
    /// Wanted rung, from J3: what was stated, else what they do; `None` while nobody knows.
    pub wanted_rung: Option<Rung>,
    /// The wanted rung is their own word, not read from what they do.
    pub wanted_is_stated: bool,
    /// Working rung.
    pub working_rung: Rung,
}

/// What is counted within the window.
#[derive(Default)]
struct Count {
    deliveries: u32,
    asked: u32,
    right: u32,
    /// Failures among the asked.
    wrong: u32,
    /// Failures that showed without asking: returns, defects, complaints.
    seen: u32,
    returns: u32,
    last_unverified_day: Option<Day>,
    open_complaint_since: Option<Day>,
    grave: bool,
}

/// Judges the foundation and the rung.
pub fn assess(history: &History, context: &Context) -> FoundationVerdict {
    assess_on(history, context, &wanted_style::assess(history, context))
}

/// [`assess`] with the wanted style at hand.
pub(crate) fn assess_on(history: &History, context: &Context, style: &StyleVerdict) -> FoundationVerdict {
    let from_day = context.as_of_day.plus(-context.parameters.window_days);
    let mut count = Count::default();
    if history.deliveries.is_empty() {
        count.add_sales(history, from_day);
    } else {
        count.add_deliveries(history, from_day);
    }
    count.add_complaints(history, from_day);
    let (gate, probability) = count.gate(context);
    let observed_rung = rungs::observed(history, context);
    let wanted_rung = rungs::wanted(style.style);
    FoundationVerdict {
        gate,
        verified: (count.right, count.right + count.wrong + count.seen),
        asked: count.asked,
        deliveries: count.deliveries,
        returns: count.returns,
        probability,
        open_complaint_since: count.open_complaint_since,
        grave: count.grave,
        last_unverified_day: count.last_unverified_day,
        observed_rung,
        wanted_rung,
        wanted_is_stated: style.stated.is_some(),
        working_rung: rungs::working(gate, observed_rung, wanted_rung),
    }
}

impl Count {
    fn add_sales(&mut self, history: &History, from_day: Day) {
        let mut last_return_day = None; // several credit notes of one day are one return
        for purchase in history.purchases.iter().filter(|purchase| purchase.day > from_day) {
            if purchase.detail.returned == Some(true) {
                self.returns += u32::from(last_return_day != Some(purchase.day));
                last_return_day = Some(purchase.day);
            } else {
                self.deliveries += 1;
                self.last_unverified_day = Some(purchase.day);
            }
        }
        // One order may come back in parts; there cannot be more wrong orders than orders.
        self.seen += self.returns.min(self.deliveries);
    }

    fn add_deliveries(&mut self, history: &History, from_day: Day) {
        for delivery in history.deliveries.iter().filter(|delivery| delivery.day > from_day) {
            self.deliveries += 1;
            let detail = &delivery.detail;
            self.returns += u32::from(detail.returned == Some(true));
            match (was_wrong(detail), detail.got_it) {
                (true, Some(_)) => self.wrong += 1,
                (true, None) => self.seen += 1,
                (false, Some(_)) => self.right += 1,
                (false, None) => self.last_unverified_day = Some(delivery.day),
            }
            self.asked += u32::from(detail.got_it.is_some());
        }
        let came_back = |day: Day| {
            history.deliveries.iter().any(|delivery| {
                was_wrong(&delivery.detail) && (0..=30).contains(&day.days_since(delivery.day))
            })
        };
        // A return booked as a purchase of its own is the same failure as a delivery marked as returned.
        for purchase in history.purchases.iter().filter(|purchase| purchase.day > from_day) {
            if purchase.detail.returned == Some(true) {
                self.returns += 1;
                if !came_back(purchase.day) && self.seen + self.wrong < self.deliveries {
                    self.seen += 1;
                }
            }
        }
    }

    fn add_complaints(&mut self, history: &History, from_day: Day) {
        for voice in history.voice.iter().filter(|voice| voice.day > from_day && was_let_down(&voice.detail))
        {
            if voice.detail.resolved_at.is_none() {
                self.open_complaint_since = self.open_complaint_since.or(Some(voice.day));
            }
            self.grave |= voice.detail.severity >= Some(3);
            let after_failure = history.deliveries.iter().any(|delivery| {
                was_wrong(&delivery.detail) && (0..=30).contains(&voice.day.days_since(delivery.day))
            });
            // A complaint about a delivery that already counts as wrong is the same failure told twice.
            self.seen += u32::from(!after_failure);
        }
    }

    /// The gate, and P(rate >= bar).
    fn gate(&self, context: &Context) -> (FoundationGate, f64) {
        let parameters = context.parameters;
        let verified = self.right + self.wrong + self.seen;
        let failed = self.wrong + self.seen;
        let chances = self.deliveries.max(verified);
        let bar = parameters.gate_bar;
        let at_best = if failed == 0 { 1.0 } else { at_least(chances - failed, chances, bar) };
        let probability = match (self.asked, failed) {
            (0, 0) => at_least(0, 0, bar),
            (0, _) => at_best,
            _ => at_least(self.right, verified, bar),
        };
        let answers_fail = self.asked > 0
            && at_least(self.right, self.right + self.wrong, bar) <= parameters.fail_probability;
        let open_too_long = self
            .open_complaint_since
            .is_some_and(|day| context.days_ago(day) > parameters.gate_complaint_days);
        let fails = answers_fail || at_best <= parameters.fail_probability;
        let passes = self.asked > 0
            && verified >= parameters.gate_deliveries_min
            && probability >= parameters.pass_probability
            && self.open_complaint_since.is_none();
        let gate = if self.grave || open_too_long || fails {
            FoundationGate::NotMet
        } else if passes {
            FoundationGate::Met
        } else {
            FoundationGate::Unverified
        };
        (gate, probability)
    }
}

/// P(rate >= bar) after `right` of `verified`, with the flat prior.
fn at_least(right: u32, verified: u32, bar: f64) -> f64 {
    if verified == 0 {
        return 1.0 - bar; // the flat prior alone, without the incomplete beta function
    }
    Beta::posterior(f64::from(right), f64::from(verified)).above(bar)
}

/// A failure whoever asked: it came back, was defective, or was not what was wanted.
fn was_wrong(delivery: &Delivery) -> bool {
    delivery.returned == Some(true) || delivery.defect == Some(true) || delivery.got_it == Some(false)
}

/// A complaint that is open, or was put right without contenting the customer.
fn was_let_down(voice: &Voice) -> bool {
    voice.kind == Some(VoiceKind::Complaint)
        && (voice.resolved_at.is_none() || voice.satisfied == Some(false))
}

/// Puts the gate and the rung into words.
pub fn judgements(verdict: &FoundationVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    vec![sentences::gate(verdict, history, context), sentences::rung(verdict, history, context)]
}

#[cfg(test)]
mod tests;
