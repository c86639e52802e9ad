//! All verdicts about one customer, and all judgements in words.

use crate::{
    Context, Judgement, alive, candor, decline, follow_up, foundation, initiative, link_strength, load,
    promise_keeping, relationship_kind, rhythm, three_part_test, velocity,
};
use book::{History, ProviderId};

/// Every typed verdict about one customer. `None` means nothing to judge from.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// J1.
    pub kind: relationship_kind::KindVerdict,
    /// J2, one per provider of `kind.pairs` (at most the first three).
    pub triangles: Vec<link_strength::OpcVerdict>,
    /// J4.
    pub foundation: foundation::FoundationVerdict,
    /// J5.
    pub three_part: three_part_test::ThreePartVerdict,
    /// J6a on contacts.
    pub contact_rhythm: Option<rhythm::RhythmVerdict>,
    /// J6a on purchases.
    pub purchase_rhythm: Option<rhythm::RhythmVerdict>,
    /// J6b.
    pub alive: Option<alive::AliveVerdict>,
    /// J6c.
    pub initiative: Option<initiative::InitiativeVerdict>,
    /// J6d.
    pub candor: candor::CandorVerdict,
    /// J6e.
    pub load: load::LoadVerdict,
    /// J6f.
    pub velocity: Option<velocity::VelocityVerdict>,
    /// J6.
    pub decline: decline::DeclineVerdict,
    /// J8.
    pub promises: promise_keeping::PromiseVerdict,
    /// J16.
    pub follow_up: follow_up::FollowUpVerdict,
    /// The provider who should act: assigned, else usual, else the last who served; `None`: the owner.
    pub responsible: Option<ProviderId>,
}

/// Judges one customer, without words. `history` must be cut to `context.as_of`.
pub fn assess(history: &History, context: &Context) -> Assessment {
    let _ = (history, context);
    todo!("each module's assess")
}

/// Puts an assessment into words: one [`Judgement`] per verdict, in the order of `JudgementKind`.
pub fn judgements(history: &History, context: &Context, assessment: &Assessment) -> Vec<Judgement> {
    let _ = (history, context, assessment);
    todo!("each module's judgements")
}
