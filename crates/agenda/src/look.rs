//! One customer as the reasons look at them: the facts, the verdicts, the bounds, and what is at stake.

use crate::{Act, Basis, Bounds, Candidate, Channel};
use book::{Day, History};
use judge::{Assessment, Context};

/// Days of the year that is looked back for what is at stake.
const YEAR_DAYS: i32 = 365;

pub(crate) struct Look<'a> {
    pub history: &'a History,
    pub context: &'a Context<'a>,
    pub assessment: &'a Assessment,
    pub bounds: Bounds,
    /// Sales of the last 12 months, in minor units.
    pub year_minor: i64,
    /// Days with a sale in the last 12 months.
    pub year_sale_days: u32,
}

impl<'a> Look<'a> {
    pub fn new(history: &'a History, context: &'a Context<'a>, assessment: &'a Assessment) -> Look<'a> {
        let since = context.as_of_day.plus(-YEAR_DAYS);
        let (mut year_minor, mut year_sale_days, mut last) = (0_i64, 0, None);
        for sale in history.sales().rev().take_while(|sale| sale.day > since) {
            year_minor = year_minor.saturating_add(sale.detail.amount_minor);
            year_sale_days += u32::from(last != Some(sale.day));
            last = Some(sale.day);
        }
        let bounds = Bounds::of(history, context, assessment);
        Look { history, context, assessment, bounds, year_minor, year_sale_days }
    }

    pub fn today(&self) -> Day {
        self.context.as_of_day
    }

    /// Days from `day` until today.
    pub fn age(&self, day: Day) -> i32 {
        self.today().days_since(day)
    }

    /// What a quarter with this customer is worth: a quarter of the year's sales; where amounts are unknown,
    /// the days of contact.
    pub fn worth(&self) -> f64 {
        if self.year_minor > 0 {
            return self.year_minor as f64 / 4.0;
        }
        f64::from(self.year_sale_days.max(self.assessment.kind.contact_days)) / 4.0
    }

    /// The plain mean of the customer's own last gaps between sales or contacts, in days; what is said aloud.
    /// The judged rhythm leans on everybody's gaps, which is wise for chances and wrong for "every week".
    pub fn own_gap_days(&self, basis: Basis) -> Option<f64> {
        const GAPS: usize = 12;
        let days = self.days(basis);
        let recent = &days[days.len().saturating_sub(GAPS + 1)..];
        let (first, last) = (recent.first()?, recent.last()?);
        (recent.len() > 1).then(|| f64::from(last.days_since(*first)) / (recent.len() - 1) as f64)
    }

    /// The distinct days of sales (`Basis::PurchaseRhythm`) or of contacts, in order.
    pub fn days(&self, basis: Basis) -> Vec<Day> {
        let mut days: Vec<Day> = if basis == Basis::PurchaseRhythm {
            self.history.sales().map(|sale| sale.day).collect()
        } else {
            judge::contacts::contact_days(self.history).iter().map(|contact| contact.day).collect()
        };
        days.dedup();
        days
    }

    /// Mean amount of a day with a sale in the last 12 months, in minor units.
    pub fn usual_sale_minor(&self) -> f64 {
        self.year_minor as f64 / f64::from(self.year_sale_days.max(1))
    }

    /// Goods that came back and were more than a trifle: a tenth of a usual order or more.
    pub fn is_considerable(&self, amount_minor: i64) -> bool {
        amount_minor as f64 >= self.usual_sale_minor() / 10.0
    }

    /// Whether a first day is so close to the book's own that it may only be where the records begin.
    pub fn may_be_older(&self, first_day: Day) -> bool {
        const CENSORED_DAYS: i32 = 60;
        self.context.population.first_day.is_some_and(|book| first_day.days_since(book) <= CENSORED_DAYS)
    }

    /// A candidate of the responsible provider, with minutes still to be set.
    pub fn candidate(&self, act: Act, rank: f64, basis: Basis) -> Candidate {
        Candidate {
            customer: self.history.customer.id,
            provider: self.assessment.responsible,
            act,
            rank,
            minutes: 0,
            must: act.is_duty(),
            basis,
        }
    }

    /// Minutes for an act: the customer's own usual minutes where conversations at a distance have them, in
    /// steps of five (a visit of two hours says nothing about a call); else 15 to call and 10 to write.
    /// `asked` other than none stands.
    pub fn minutes(&self, act: Act, asked: u32) -> u32 {
        if asked > 0 || act == Act::LeaveAlone {
            return asked;
        }
        let mut own: Vec<f64> = self
            .history
            .interactions
            .iter()
            .rev()
            .filter(|spoken| !matches!(spoken.detail.channel.as_deref(), Some("in_person" | "visit")))
            .filter_map(|spoken| spoken.detail.minutes.filter(|minutes| *minutes >= 1.0))
            .take(9)
            .collect();
        if !own.is_empty() {
            own.sort_unstable_by(f64::total_cmp);
            let usual = own[own.len() / 2].clamp(5.0, 45.0);
            return (usual / 5.0).ceil() as u32 * 5;
        }
        match (act, self.bounds.channel(self.history, self.context)) {
            (Act::JustBecause, _) => 5,
            (Act::ResolveIssue, _) | (_, Some(Channel::Call)) => 15,
            _ => 10,
        }
    }
}
