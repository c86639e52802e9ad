//! J6c: does the customer begin fewer of the contacts?

use crate::{Context, Judgement};
use book::History;

/// The verdict: (begun by the customer, contacts) among the last eight and before them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InitiativeVerdict {
    /// Among the last eight.
    pub recent: (u32, u32),
    /// Among the earlier ones.
    pub earlier: (u32, u32),
    /// P(recent rate < earlier rate).
    pub probability: f64,
    /// A sign of decline.
    pub sign: bool,
}

/// Stub: to be written.
pub fn assess(history: &History, context: &Context) -> Option<InitiativeVerdict> {
    let _ = (history, context);
    todo!("assess")
}

/// Stub: to be written.
pub fn judgements(
    verdict: Option<&InitiativeVerdict>,
    history: &History,
    context: &Context,
) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
