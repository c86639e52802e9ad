//! J1: what kind of relationship a customer has with each provider and with the organization.

use crate::{Context, Judgement};
use book::History;

use crate::TestOutcome;
use book::{Day, ProviderId};

/// The four kinds (Gutek & Welsh 2000; C12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationshipKind {
    /// Anyone could serve, anyone could buy.
    Encounter,
    /// The firm knows enough to adapt; the person is interchangeable.
    EnhancedEncounter,
    /// Treated as a relationship without being one.
    PseudoRelationship,
    /// Same person, mutual knowledge, adaptation, a future both expect.
    Relationship,
}

impl RelationshipKind {
    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            RelationshipKind::Encounter => "encounter",
            RelationshipKind::EnhancedEncounter => "enhanced_encounter",
            RelationshipKind::PseudoRelationship => "pseudo_relationship",
            RelationshipKind::Relationship => "relationship",
        }
    }
}

/// Whether the customer returns to one person, to the firm only, or to neither (Gutek 1999).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StructuralMode {
    /// One provider takes most contacts, beyond chance.
    RegularProvider,
    /// The firm, whoever serves.
    RegularFirmOnly,
    /// Too few contacts to speak of a habit.
    Neither,
}

/// Why a pair cannot be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Undecided {
    /// Fewer contacts, or a shorter span, than anything above an encounter needs.
    TooEarly,
    /// The business has one provider: continuity tells nothing (evidence 1.7).
    OneProvider,
    /// No contact is recorded at all; invoices alone cannot say.
    NoContacts,
}

/// The verdict about one customer and one provider.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairVerdict {
    /// The provider.
    pub provider: ProviderId,
    /// Contact days with this provider (n_p) and in all (N), within the window.
    pub contact_days: (u32, u32),
    /// First and last of them with this provider.
    pub first_day: Day,
    /// Last contact day with this provider.
    pub last_day: Day,
    /// P(share > bar), continuity's posterior.
    pub continuity_probability: f64,
    /// Mean share and its 80 % interval.
    pub share: (f64, f64, f64),
    /// P(at least this many by chance), from the provider's share of all contacts.
    pub chance_p: f64,
    /// T1 continuity.
    pub continuity: TestOutcome,
    /// T2 mutual knowledge: our side, their side.
    pub knowledge: (TestOutcome, TestOutcome),
    /// T3 adaptation.
    pub adaptation: TestOutcome,
    /// Adaptations and contacts they are counted from.
    pub adapted: (u32, u32),
    /// T4 future: the customer's signal, ours.
    pub future: (TestOutcome, TestOutcome),
    /// T5 trust: theirs in us, ours in them.
    pub trust: (TestOutcome, TestOutcome),
    /// Claims of a relationship made in the last 12 months.
    pub claims: u32,
    /// The kind, or why it cannot be said.
    pub kind: Result<RelationshipKind, Undecided>,
}

/// The verdict about one customer and the organization, with all pairs.
#[derive(Debug, Clone, PartialEq)]
pub struct KindVerdict {
    /// One per provider who served the customer within the window, most contact days first.
    pub pairs: Vec<PairVerdict>,
    /// The kind with the organization, or why it cannot be said.
    pub organization: Result<RelationshipKind, Undecided>,
    /// Contact days within the window.
    pub contact_days: u32,
    /// Habit.
    pub structural_mode: StructuralMode,
    /// The provider of the habit, when there is one beyond chance.
    pub usual_provider: Option<ProviderId>,
    /// Share index UPC and continuity index COC (Bice & Boxerman 1977), when two or more contacts.
    pub continuity_indexes: Option<(f64, f64)>,
    /// Informed rate: P(> bar), and (informed, chances).
    pub informed: (f64, u32, u32),
    /// Empowered rate: P(> bar), and (solved without hand-off, chances).
    pub empowered: (f64, u32, u32),
}

/// Stub.
pub fn assess(history: &History, context: &Context) -> KindVerdict {
    let _ = (history, context);
    todo!("assess")
}

/// Stub.
pub fn judgements(verdict: &KindVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
