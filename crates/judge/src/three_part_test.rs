//! J5: know each other, share something in common, communicate (E2; C86).

use crate::{Context, Judgement, relationship_kind::KindVerdict, rhythm::RhythmVerdict};
use book::History;

use crate::TestOutcome;

/// The three answers, and how many passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreePartVerdict {
    /// Both sides know each other.
    pub know: TestOutcome,
    /// Something in common besides the business.
    pub share: TestOutcome,
    /// Both spoke, and lately enough.
    pub communicate: TestOutcome,
}

impl ThreePartVerdict {
    /// Parts passed, 0 to 3.
    pub fn passed(&self) -> u32 {
        [self.know, self.share, self.communicate].iter().filter(|part| **part == TestOutcome::Pass).count()
            as u32
    }
}

/// Stub.
pub fn assess(
    history: &History,
    context: &Context,
    kind: &KindVerdict,
    contact_rhythm: Option<&RhythmVerdict>,
) -> ThreePartVerdict {
    let _ = (history, context, kind, contact_rhythm);
    todo!("assess")
}

/// Stub.
pub fn judgements(verdict: &ThreePartVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
