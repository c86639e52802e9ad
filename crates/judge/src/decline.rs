//! J6: how many signs of decline there are. The signs stand by themselves; there is no score.

use crate::{
    Context, Judgement, candor::CandorVerdict, initiative::InitiativeVerdict, load::LoadVerdict,
    rhythm::RhythmVerdict, velocity::VelocityVerdict,
};
use book::History;

/// The level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decline {
    /// No sign.
    None,
    /// One sign.
    Watch,
    /// Two or three signs.
    Declining,
    /// Four or more, or gone quiet with a heavy load.
    Serious,
}

/// The signs, each by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeclineVerdict {
    /// Contacts overdue or gone quiet.
    pub contact_rhythm: bool,
    /// Purchases overdue or gone quiet.
    pub purchase_rhythm: bool,
    /// Initiative fading.
    pub initiative: bool,
    /// Candour silence.
    pub candor: bool,
    /// Accumulating load.
    pub load: bool,
    /// Falling link strength.
    pub velocity: bool,
    /// Anything could be judged at all.
    pub judged: bool,
    /// The level.
    pub level: Decline,
}

/// Stub: to be written.
pub fn assess(
    contact_rhythm: Option<&RhythmVerdict>,
    purchase_rhythm: Option<&RhythmVerdict>,
    initiative: Option<&InitiativeVerdict>,
    candor: &CandorVerdict,
    load: &LoadVerdict,
    velocity: Option<&VelocityVerdict>,
) -> DeclineVerdict {
    let _ = (contact_rhythm, purchase_rhythm, initiative, candor, load, velocity);
    todo!("assess")
}

/// Stub: to be written.
pub fn judgements(verdict: &DeclineVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
