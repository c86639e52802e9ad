//! J16: which follow-ups are due, and how many were done (C46 to C49, C110).

use crate::{Context, Judgement};
use book::History;

use book::{Day, FactId, ProviderId};

/// Why a follow-up is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FollowUpReason {
    /// A complaint was put right: ask a bit after the crisis.
    IssueClosed,
    /// First purchase or contact: day 2, 10 or 30.
    NewCustomer,
    /// First use of a product.
    NewProduct,
    /// A new person serves the customer.
    ProviderChange,
    /// A sale.
    Sale,
}

/// One follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp {
    /// Why.
    pub reason: FollowUpReason,
    /// The fact it follows.
    pub after: FactId,
    /// Day of that fact.
    pub after_day: Day,
    /// When it is due.
    pub due_day: Day,
    /// Last day on which it still counts.
    pub last_day: Day,
    /// The provider concerned, when known.
    pub provider: Option<ProviderId>,
    /// The contact in which it was done.
    pub done_by: Option<FactId>,
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FollowUpVerdict {
    /// Due and still in time today, not done, soonest first.
    pub pending: Vec<FollowUp>,
    /// Done among those whose time is over, within 12 months.
    pub done: (u32, u32),
    /// Contacts are recorded in this book at all; without them nobody can know whether it was done.
    pub recorded: bool,
}

/// Stub: to be written.
pub fn assess(history: &History, context: &Context) -> FollowUpVerdict {
    let _ = (history, context);
    todo!("assess")
}

/// Stub: to be written.
pub fn judgements(verdict: &FollowUpVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
