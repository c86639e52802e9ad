//! J6e: what is unresolved, and for how long ("bad things accumulate", C122).

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
