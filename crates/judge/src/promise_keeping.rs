//! J8: promises kept on time, in both directions.

use crate::{Context, Judgement};
use book::History;

use book::{Day, FactId};

/// A promise that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenPromise {
    /// The promise.
    pub promise: FactId,
    /// Index into `History::promises`.
    pub place: usize,
    /// When it is due, when a date was named.
    pub due_day: Option<Day>,
}

/// One direction's record.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Kept {
    /// Kept on time.
    pub kept: u32,
    /// Late, broken, or open past due.
    pub failed: u32,
    /// Renegotiated once, or withdrawn: shown, not counted.
    pub set_aside: u32,
    /// Open and not yet due.
    pub open: u32,
    /// Median days late of the late ones.
    pub median_days_late: Option<f64>,
    /// Posterior mean and 80 % interval, when three or more are settled.
    pub rate: Option<(f64, f64, f64)>,
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PromiseVerdict {
    /// Ours to the customer.
    pub ours: Kept,
    /// The customer's to us.
    pub theirs: Kept,
    /// Our open promises, soonest due first.
    pub open_ours: Vec<OpenPromise>,
}

/// Stub: to be written.
pub fn assess(history: &History, context: &Context) -> PromiseVerdict {
    let _ = (history, context);
    todo!("assess")
}

/// Stub: to be written.
pub fn judgements(verdict: &PromiseVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
