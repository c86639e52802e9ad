//! J17: do we give more than we ask, and may we ask them to buy just now ("relationship before marketing")?
//!
//! Gives and asks are counted among the last ten acts of ours ([`crate::outbound`]); more asks than gives is
//! a warning. Asking somebody to buy is out of place while an issue has been open for more than two days, a
//! promise is past due or was broken within thirty days and nobody apologized, or the last delivery was not
//! verified (J4: the customer said it was what they wanted, and it did not come back). The agenda offers
//! nothing then.

use crate::outbound::{APOLOGIES, Turn, is_about, is_ours, newest_first};
use crate::signals::one_of;
use crate::{Context, Judgement, promise_keeping};
use book::{Day, Fact, History, Promise, PromiseOutcome, Voice, VoiceKind};

mod sentences;

/// Why it is no time to ask them to buy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NoSale {
    /// Day of the oldest issue that has been open for more than two days.
    pub open_issue: Option<Day>,
    /// Day on which a promise of ours was broken or fell past due, the latest.
    pub broken_promise: Option<Day>,
    /// Day of the last delivery or sale, when nobody knows that it was right.
    pub unverified: Option<Day>,
}

impl NoSale {
    /// Whether nothing speaks against it.
    pub fn may_ask(&self) -> bool {
        *self == NoSale::default()
    }
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GiveAskVerdict {
    /// Acts of ours that were looked at: the last ten.
    pub acts: u32,
    /// Of these, gave.
    pub gives: u32,
    /// Of these, asked.
    pub asks: u32,
    /// What speaks against asking them to buy.
    pub no_sale: NoSale,
}

impl GiveAskVerdict {
    /// The snake_case word; `None` while too few gave or asked.
    pub fn word(&self) -> Option<&'static str> {
        let enough = self.gives + self.asks >= KNOWN_MIN;
        enough.then_some(if self.asks > self.gives { "asks_more" } else { "balanced" })
    }
}

/// Acts that gave or asked, below which nothing is said of a balance.
const KNOWN_MIN: u32 = 3;

/// Counts gives and asks, and looks for what speaks against an offer.
pub fn assess(history: &History, context: &Context) -> GiveAskVerdict {
    let mut verdict = GiveAskVerdict { no_sale: no_sale(history, context), ..GiveAskVerdict::default() };
    for act in newest_first(history).take(context.parameters.give_ask_acts as usize) {
        verdict.acts += 1;
        verdict.gives += u32::from(act.turn() == Turn::Give);
        verdict.asks += u32::from(act.turn() == Turn::Ask);
    }
    verdict
}

/// What speaks against asking this customer to buy.
pub fn no_sale(history: &History, context: &Context) -> NoSale {
    NoSale {
        open_issue: old_issue(history, context).map(|issue| issue.day),
        broken_promise: broken(history, context).map(|(_, day)| day).max(),
        unverified: unverified(history),
    }
}

/// The oldest complaint or concern that has been open for more than two days.
fn old_issue<'h>(history: &'h History, context: &Context) -> Option<&'h Fact<Voice>> {
    history.voice.iter().find(|voice| {
        matches!(voice.detail.kind, Some(VoiceKind::Complaint | VoiceKind::Concern))
            && voice.detail.resolved_at.is_none()
            && context.days_ago(voice.day) > context.parameters.sales_issue_days
    })
}

/// Promises of ours past due, and those broken within thirty days for which nobody apologized, with the day.
fn broken<'h>(history: &'h History, context: &Context) -> impl Iterator<Item = (&'h Fact<Promise>, Day)> {
    let context = *context;
    let ours = history.promises.iter().filter(|promise| promise_keeping::is_ours(&promise.detail));
    ours.filter_map(move |promise| {
        let detail = &promise.detail;
        if promise_keeping::is_open(detail) {
            let due = context.day_of(detail.due_at?);
            return (due < context.as_of_day).then_some((promise, due));
        }
        let day = context.day_of(detail.closed_at.or(detail.due_at).unwrap_or(promise.at));
        let is_fresh = context.days_ago(day) <= context.parameters.sales_promise_days;
        let is_broken = detail.outcome == Some(PromiseOutcome::Broken);
        (is_broken && is_fresh && !apologized(history, day)).then_some((promise, day))
    })
}

/// Whether we said sorry on that day or later.
fn apologized(history: &History, day: Day) -> bool {
    let spoke = |talk: &Fact<book::Interaction>| is_ours(talk) && is_about(&talk.detail, APOLOGIES);
    history.interactions.iter().rev().take_while(|talk| talk.day >= day).any(spoke)
        || history
            .touches
            .iter()
            .rev()
            .take_while(|touch| touch.day >= day)
            .any(|touch| one_of(&touch.detail.tactic, APOLOGIES))
}

/// The day of the last delivery or sale, unless the last delivery is known to be right and no sale came after
/// it. Who never bought has nothing to be verified.
fn unverified(history: &History) -> Option<Day> {
    let sold = history.sales().next_back().map(|sale| sale.day);
    let Some(last) = history.deliveries.last() else { return sold };
    let detail = &last.detail;
    let is_right =
        detail.got_it == Some(true) && detail.returned != Some(true) && detail.defect != Some(true);
    let is_last = sold.is_none_or(|sold| last.day >= sold);
    (!(is_right && is_last)).then_some(sold.map_or(last.day, |sold| sold.max(last.day)))
}

/// Puts the balance, and what speaks against an offer, into words.
pub fn judgements(verdict: &GiveAskVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    vec![sentences::judgement(verdict, history, context)]
}

#[cfg(test)]
mod tests;
