//! J6e: what is unresolved, and for how long ("bad things accumulate", C122).

use crate::{Context, Judgement};
use book::History;

use book::Day;

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoadVerdict {
    /// Sum of severity x (1 + age / 30 days).
    pub load: f64,
    /// Open issues.
    pub open_issues: u32,
    /// Broken or overdue promises of ours that were not made good.
    pub broken_promises: u32,
    /// Oldest of them.
    pub oldest_day: Option<Day>,
    /// A sign of decline.
    pub sign: bool,
}

/// Stub: to be written.
pub fn assess(history: &History, context: &Context) -> LoadVerdict {
    let _ = (history, context);
    todo!("assess")
}

/// Stub: to be written.
pub fn judgements(verdict: &LoadVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
