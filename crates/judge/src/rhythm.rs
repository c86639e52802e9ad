//! J6a: is the customer off their own rhythm? Contacts and purchases each by themselves.

use crate::{Context, Judgement, JudgementKind};
use book::History;

use book::Day;

/// The labels, from the survival of the open gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rhythm {
    /// A gap like others.
    OnRhythm,
    /// A little quiet.
    Quiet,
    /// Overdue.
    Overdue,
    /// Gone quiet.
    GoneQuiet,
}

/// The verdict on one rhythm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RhythmVerdict {
    /// Gaps known (distinct days minus one).
    pub gaps: u32,
    /// The usual gap in days (m-hat).
    pub usual_days: f64,
    /// Agreed cadence in days, when the customer stated one.
    pub agreed_days: Option<u32>,
    /// Erlang shape: 1 irregular, higher more regular.
    pub shape: u32,
    /// Last day.
    pub last_day: Day,
    /// Days since, pauses left out.
    pub open_days: i32,
    /// Chance of a gap at least this long, 0 to 1.
    pub survival: f64,
    /// The label; `None` with fewer than two gaps and no agreed cadence (too early to say).
    pub label: Option<Rhythm>,
    /// A season's explanation: the customer was as quiet at this time last year.
    pub seasonal: bool,
}

/// Stub: to be written. J6a on contacts (`contacts::contact_days`).
pub fn contacts(history: &History, context: &Context) -> Option<RhythmVerdict> {
    let _ = (history, context);
    todo!("contacts")
}

/// Stub: to be written. J6a on purchases (distinct days of `History::sales`).
pub fn purchases(history: &History, context: &Context) -> Option<RhythmVerdict> {
    let _ = (history, context);
    todo!("purchases")
}

/// Stub: to be written. `kind` is `ContactRhythm` or `PurchaseRhythm`.
pub fn judgements(
    kind: JudgementKind,
    verdict: Option<&RhythmVerdict>,
    history: &History,
    context: &Context,
) -> Vec<Judgement> {
    let _ = (kind, verdict, history, context);
    todo!("judgements")
}
