//! The one shape of every judgement.

use book::{FactRef, Text};
use serde::Serialize;

/// Whether a judgement could be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing to judge from.
    NotAssessed,
    /// Too early to say; the sentence says how much is needed.
    NotEnoughEvidence,
    /// The evidence points both ways, or an unknown decides it.
    Undetermined,
    /// A value was found.
    Assessed,
}

/// The judgements, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JudgementKind {
    /// J1: relationship, pseudo_relationship, enhanced_encounter, encounter.
    RelationshipKind,
    /// J2: the organization-provider-customer triangle, such as `tight_tight_loose`.
    OpcConfiguration,
    /// J3: the style they want: strictly_business, collaborative, fan.
    WantedStyle,
    /// J3: whether they wish to feel connected: wished, not_wished.
    WishToConnect,
    /// J4: foundation gate: met, not_met, unverified.
    FoundationGate,
    /// J4: working rung: foundation, strictly_business, collaborator, fan.
    Rung,
    /// J5: the three-part test: real_relationship, partly, none.
    ThreePartTest,
    /// J6a on contacts: on_rhythm, quiet, overdue, gone_quiet.
    ContactRhythm,
    /// J6a on purchases.
    PurchaseRhythm,
    /// J6b: chance that the customer is still buying.
    Alive,
    /// J6b: purchases expected in the next 90 days.
    ExpectedPurchases,
    /// J6c: the customer begins fewer of the contacts: fading, steady.
    Initiative,
    /// J6d: candour silence: not_contacted, asked_no_answer, asked_said_fine, voiced.
    CandorSilence,
    /// J6e: unresolved load: heavy, light, none.
    AccumulatingLoad,
    /// J6f: link strength over quarters: falling, steady, rising.
    Velocity,
    /// J6: none, watch, declining, serious.
    Decline,
    /// J8: promises kept on time, ours to the customer.
    PromisesKept,
    /// J8: promises kept on time, the customer's to us.
    PromisesKeptByCustomer,
    /// J10: more_efficient, less_efficient, no_clear_change.
    Efficiency,
    /// J11: the deepest kind of benefit in use: structural, social, financial, none.
    BenefitLevel,
    /// J16: follow-ups done of those due.
    FollowUpCoverage,
    /// J17: how much we send them: wait, above_cap, within_cap.
    ContactLoad,
    /// J17: whether we give more than we ask: balanced, asks_more.
    GiveAsk,
    /// J19: what is done for them: basic, reactive, accountable, proactive, partnership.
    ServiceLevel,
}

impl JudgementKind {
    /// Every kind, in order.
    pub const ALL: [JudgementKind; 24] = [
        JudgementKind::RelationshipKind,
        JudgementKind::OpcConfiguration,
        JudgementKind::WantedStyle,
        JudgementKind::WishToConnect,
        JudgementKind::FoundationGate,
        JudgementKind::Rung,
        JudgementKind::ThreePartTest,
        JudgementKind::ContactRhythm,
        JudgementKind::PurchaseRhythm,
        JudgementKind::Alive,
        JudgementKind::ExpectedPurchases,
        JudgementKind::Initiative,
        JudgementKind::CandorSilence,
        JudgementKind::AccumulatingLoad,
        JudgementKind::Velocity,
        JudgementKind::Decline,
        JudgementKind::PromisesKept,
        JudgementKind::PromisesKeptByCustomer,
        JudgementKind::Efficiency,
        JudgementKind::BenefitLevel,
        JudgementKind::FollowUpCoverage,
        JudgementKind::ContactLoad,
        JudgementKind::GiveAsk,
        JudgementKind::ServiceLevel,
    ];

    /// The snake_case word used in JSON, on the command line and in tables.
    pub fn word(self) -> &'static str {
        match self {
            JudgementKind::RelationshipKind => "relationship_kind",
            JudgementKind::OpcConfiguration => "opc_configuration",
            JudgementKind::WantedStyle => "wanted_style",
            JudgementKind::WishToConnect => "wish_to_connect",
            JudgementKind::FoundationGate => "foundation_gate",
            JudgementKind::Rung => "rung",
            JudgementKind::ThreePartTest => "three_part_test",
            JudgementKind::ContactRhythm => "contact_rhythm",
            JudgementKind::PurchaseRhythm => "purchase_rhythm",
            JudgementKind::Alive => "alive",
            JudgementKind::ExpectedPurchases => "expected_purchases",
            JudgementKind::Initiative => "initiative",
            JudgementKind::CandorSilence => "candor_silence",
            JudgementKind::AccumulatingLoad => "accumulating_load",
            JudgementKind::Velocity => "velocity",
            JudgementKind::Decline => "decline",
            JudgementKind::PromisesKept => "promises_kept",
            JudgementKind::PromisesKeptByCustomer => "promises_kept_by_customer",
            JudgementKind::Efficiency => "efficiency",
            JudgementKind::BenefitLevel => "benefit_level",
            JudgementKind::FollowUpCoverage => "follow_up_coverage",
            JudgementKind::ContactLoad => "contact_load",
            JudgementKind::GiveAsk => "give_ask",
            JudgementKind::ServiceLevel => "service_level",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<JudgementKind> {
        JudgementKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The answer of one named test inside a judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TestOutcome {
    /// Passed.
    Pass,
    /// Failed.
    Fail,
    /// Nobody knows.
    Unknown,
}

/// One named test: panels show these side by side, never a sum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedTest {
    /// Snake_case name.
    pub name: &'static str,
    /// Its answer.
    pub outcome: TestOutcome,
    /// One plain sentence.
    pub sentence: String,
}

/// One judgement about one customer (and, where it is about a pair, one provider).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// The source's id of the customer.
    pub customer: Text,
    /// The source's id of the provider, for judgements about a pair.
    pub provider: Option<Text>,
    /// Which judgement.
    pub judgement: JudgementKind,
    /// The day it holds for, as an ISO date in the book's time zone.
    pub as_of: String,
    /// Version of the rules and parameters.
    pub rule_version: &'static str,
    /// Whether it could be made.
    pub outcome: Outcome,
    /// Snake_case value of the vocabulary; `None` unless assessed (or a lower bound the sentence explains).
    pub value: Option<&'static str>,
    /// Point estimate behind it, when it has one.
    pub estimate: Option<f64>,
    /// Low end of the 80 % interval.
    pub low: Option<f64>,
    /// High end of the 80 % interval.
    pub high: Option<f64>,
    /// Number of facts it rests on.
    pub evidence_count: u32,
    /// ISO day of the newest of them.
    pub last_evidence_at: Option<String>,
    /// Every fact used, printed as `kind/source id`.
    #[serde(serialize_with = "as_strings")]
    pub facts: Vec<FactRef>,
    /// One plain sentence.
    pub sentence: String,
    /// The nearest fact that would change it.
    pub would_change: String,
    /// How it could be wrong here.
    pub caveat: Option<String>,
    /// The named tests inside it; empty where it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<NamedTest>,
}

fn as_strings<S: serde::Serializer>(facts: &[FactRef], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(facts.iter().map(ToString::to_string))
}
