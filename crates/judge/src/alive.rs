//! J6b: still buying, and how much to expect, from the population's purchase model (MBG/NBD by default).

use crate::{Context, Judgement};
use book::History;

/// The verdict. Rank by `expected_purchases`, never by `p_alive` (evidence 1.1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AliveVerdict {
    /// Repeat purchase days.
    pub frequency: u32,
    /// Chance that the customer still buys, 0 to 1.
    pub p_alive: f64,
    /// Purchases expected within the horizon.
    pub expected_purchases: f64,
    /// Spend expected within the horizon, minor units of the book's currency.
    pub expected_spend_minor: Option<f64>,
}

/// Stub: to be written.
pub fn assess(history: &History, context: &Context) -> Option<AliveVerdict> {
    let _ = (history, context);
    todo!("assess")
}

/// Stub: to be written.
pub fn judgements(verdict: Option<&AliveVerdict>, history: &History, context: &Context) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
