//! J4: the product-satisfaction foundation as a gate, and the rung above it (C162).

use crate::{Context, Judgement};
use book::History;

use book::Day;

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

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FoundationVerdict {
    /// The gate.
    pub gate: FoundationGate,
    /// Verified successes among verified deliveries, within the window.
    pub verified: (u32, u32),
    /// Deliveries or, where none are recorded, sales, within the window: what could have been checked.
    pub deliveries: u32,
    /// Goods that came back within the window.
    pub returns: u32,
    /// P(rate >= bar).
    pub probability: f64,
    /// Day of the oldest complaint that is still open.
    pub open_complaint_since: Option<Day>,
    /// Day of the latest delivery or sale nobody has asked about.
    pub last_unverified_day: Option<Day>,
    /// Observed rung from acts of the last 12 months; `None` when nothing shows one.
    pub observed_rung: Option<Rung>,
    /// Wanted rung, from what was stated.
    pub wanted_rung: Option<Rung>,
    /// Working rung.
    pub working_rung: Rung,
}

/// Stub: to be written.
pub fn assess(history: &History, context: &Context) -> FoundationVerdict {
    let _ = (history, context);
    todo!("assess")
}

/// Stub: to be written.
pub fn judgements(verdict: &FoundationVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
