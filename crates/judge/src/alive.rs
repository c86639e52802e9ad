//! J6b: still buying, and how much to expect, from the population's purchase model (MBG/NBD by default).
//!
//! P(alive) is shown and never ranked by: as a predictor it is worse than a coin for one-time buyers under
//! BG/NBD, where the expected number of purchases does well (evidence 1.1).

use crate::population::{BUYERS_MIN, PurchaseModel, REPEAT_BUYERS_MIN, WEEK_DAYS, spent_after_first};
use crate::{Context, Judgement};
use book::{Day, History};
use forecast::{Observation, Parameters};

mod sentences;

/// The verdict. Rank by `expected_purchases`, never by `p_alive` (evidence 1.1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AliveVerdict {
    /// Repeat purchase days.
    pub frequency: u32,
    /// First and last day of a sale.
    pub days: (Day, Day),
    /// Chance that the customer still buys, 0 to 1.
    pub p_alive: f64,
    /// Whether the model can tell who has left at all; if not, `p_alive` is not to be shown.
    pub tells: bool,
    /// Purchases expected within the horizon.
    pub expected_purchases: f64,
    /// Spend expected within the horizon, minor units of the book's currency.
    pub expected_spend_minor: Option<f64>,
}

impl AliveVerdict {
    /// The snake_case word: two chances in three either way are likely or unlikely.
    pub fn word(&self) -> &'static str {
        match self.p_alive {
            p if p >= 2.0 / 3.0 => "alive_likely",
            p if p <= 1.0 / 3.0 => "alive_unlikely",
            _ => "alive_unsure",
        }
    }
}

/// Asks the population's purchase model. `None` without a sale or without a model.
pub fn assess(history: &History, context: &Context) -> Option<AliveVerdict> {
    let model = context.population.purchase_model.as_ref()?;
    let (observation, days) = observation(history, context)?;
    let horizon_weeks = f64::from(context.parameters.horizon_days) / WEEK_DAYS;
    let p_alive = model.fitted.p_alive(&observation);
    let expected_purchases = p_alive * model.fitted.expected_if_alive(&observation, horizon_weeks);
    let worth = model.spend.as_ref().map(|spend| {
        let spent = spent_after_first(history.sales(), context.currency);
        let mean_minor = spent.map_or(0.0, |minor| minor as f64 / f64::from(observation.frequency.max(1)));
        // Whoever paid in another currency, or nothing, is taken for a newcomer: the population's mean.
        spend.expected_spend(if spent.is_some() { observation.frequency } else { 0 }, mean_minor)
    });
    Some(AliveVerdict {
        frequency: observation.frequency,
        days,
        p_alive,
        tells: tells_who_left(model),
        expected_purchases,
        expected_spend_minor: worth.map(|minor| minor * expected_purchases),
    })
}

/// Whether P(alive) says anything: under a model in which hardly anybody ever leaves (fewer than one in two
/// hundred after a purchase) it is near 1 for everyone, which is a fact about too short records and not about
/// people (evidence 1.2: a degenerate answer is reported, never returned as a number).
fn tells_who_left(model: &PurchaseModel) -> bool {
    const LEAVING_MIN: f64 = 0.005;
    match model.fitted.parameters {
        Parameters::DropOut { a, b, .. } => a / (a + b) >= LEAVING_MIN,
        Parameters::Pareto { .. } => true,
    }
}

/// What the model needs to know, in weeks, and the first and last day of a sale.
fn observation(history: &History, context: &Context) -> Option<(Observation, (Day, Day))> {
    let mut days = history.sales().map(|sale| sale.day);
    let first_day = days.next()?;
    let (mut last_day, mut frequency) = (first_day, 0);
    for day in days {
        frequency += u32::from(day > last_day);
        last_day = day;
    }
    let weeks = |day: Day| f64::from(day.days_since(first_day)) / WEEK_DAYS;
    let observation =
        Observation { frequency, recency: weeks(last_day), age: weeks(context.as_of_day), log_gaps: 0.0 };
    Some((observation, (first_day, last_day)))
}

/// Buyers and repeat buyers still missing before a model can be fitted.
fn missing_buyers(context: &Context) -> (u64, u64) {
    let buyers = context.population.buyers;
    (BUYERS_MIN.saturating_sub(buyers.all), REPEAT_BUYERS_MIN.saturating_sub(buyers.repeat))
}

/// Puts both figures into words: still buying, and purchases to expect.
pub fn judgements(verdict: Option<&AliveVerdict>, history: &History, context: &Context) -> Vec<Judgement> {
    sentences::judgements(verdict, history, context)
}

#[cfg(test)]
mod tests;
