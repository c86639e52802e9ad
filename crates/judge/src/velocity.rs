//! J6f: does the link between provider and customer weaken from quarter to quarter?

use crate::{Context, Judgement};
use book::{Day, History};

/// The verdict over quarters with any contact before them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VelocityVerdict {
    /// Quarters judged (four or more).
    pub quarters: u32,
    /// Theil-Sen slope of link strength per quarter.
    pub slope: f64,
    /// Kendall's S.
    pub kendall_s: i64,
    /// A sign of decline.
    pub sign: bool,
}

/// Stub: to be written. `strength_at` gives the middle of the provider-customer link's bounds as of the end of
/// a day (`None`: no contact within the window before it); called once per quarter.
pub fn assess(
    history: &History,
    context: &Context,
    strength_at: impl Fn(Day) -> Option<f64>,
) -> Option<VelocityVerdict> {
    let _ = (history, context, strength_at(context.as_of_day));
    todo!("assess")
}

/// Stub: to be written.
pub fn judgements(verdict: Option<&VelocityVerdict>, history: &History, context: &Context) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
