//! What a full pass keeps of each customer: one row of values, for lists and filters.

use book::History;
use judge::decline::DeclineVerdict;
use judge::foundation::FoundationGate;
use judge::load::LoadVerdict;
use judge::relationship_kind::{KindVerdict, RelationshipKind};
use judge::three_part_test::ThreePartVerdict;
use judge::velocity::VelocityVerdict;
use judge::{Assessment, Context, JudgementKind};
use store::JudgedRow;

/// The row of one customer. A value is the one that the judgement of the same name carries in words.
pub fn row(history: &History, assessment: &Assessment, context: &Context) -> JudgedRow {
    let foundation = &assessment.foundation;
    let has_gate = foundation.deliveries > 0 || foundation.verified.1 > 0;
    let nothing_seen = foundation.observed_rung.is_none() && foundation.wanted_rung.is_none();
    let has_rung = !(nothing_seen && foundation.gate == FoundationGate::Unverified);
    let decline = assessment.decline.judged.then_some(assessment.decline);
    JudgedRow {
        customer: history.customer.id.0,
        provider: assessment.responsible,
        relationship_kind: deepest_kind(&assessment.kind, context),
        opc_configuration: assessment.triangles.first().map(judge::link_strength::OpcVerdict::word),
        foundation_gate: has_gate.then(|| foundation.gate.word()),
        rung: has_rung.then(|| foundation.working_rung.word()),
        three_part_test: three_part(&assessment.three_part),
        contact_rhythm: assessment.contact_rhythm.and_then(|verdict| verdict.label).map(|label| label.word()),
        purchase_rhythm: assessment
            .purchase_rhythm
            .and_then(|verdict| verdict.label)
            .map(|label| label.word()),
        initiative: assessment.initiative.map(|verdict| if verdict.sign { "fading" } else { "steady" }),
        candor_silence: assessment.candor.recorded.then(|| assessment.candor.silence.word()),
        accumulating_load: load(&assessment.load, history),
        velocity: assessment.velocity.as_ref().map(velocity),
        decline: decline.map(|verdict| verdict.level.word()),
        signs: decline.map(|verdict| count_signs(&verdict)),
        p_alive: assessment.alive.map(|verdict| verdict.p_alive),
        expected_purchases: assessment.alive.map(|verdict| verdict.expected_purchases),
        promises_kept: assessment.promises.ours.rate.map(|(mean, _, _)| mean),
        promises_kept_by_customer: assessment.promises.theirs.rate.map(|(mean, _, _)| mean),
        follow_up_coverage: None,
    }
}

/// The deepest kind with anybody: a relationship with one person, else the kind with the organization, unless
/// something unknown could still deepen that.
fn deepest_kind(kind: &KindVerdict, context: &Context) -> Option<&'static str> {
    let with_a_person = kind.pairs.iter().any(|pair| pair.kind == Ok(RelationshipKind::Relationship));
    let relationship = with_a_person.then_some(RelationshipKind::Relationship);
    relationship.or(kind.organization.ok().filter(|_| !kind.is_open(context))).map(RelationshipKind::word)
}

fn three_part(verdict: &ThreePartVerdict) -> Option<&'static str> {
    match (verdict.passed(), verdict.unknown()) {
        (0, 0) => Some("none"),
        (0, _) => None,
        (3, _) => Some("real_relationship"),
        _ => Some("partly"),
    }
}

/// Where neither a word nor a promise is recorded, nothing unresolved can be seen.
fn load(verdict: &LoadVerdict, history: &History) -> Option<&'static str> {
    match (verdict.oldest_day, verdict.sign) {
        (None, _) if history.voice.is_empty() && history.promises.is_empty() => None,
        (None, _) => Some("none"),
        (Some(_), true) => Some("heavy"),
        (Some(_), false) => Some("light"),
    }
}

fn velocity(verdict: &VelocityVerdict) -> &'static str {
    let rising = verdict.slope > 0.03 && verdict.kendall_s > 0;
    match (verdict.sign, rising) {
        (true, _) => "falling",
        (_, true) => "rising",
        _ => "steady",
    }
}

fn count_signs(verdict: &DeclineVerdict) -> i64 {
    let signs = [
        verdict.contact_rhythm,
        verdict.purchase_rhythm,
        verdict.initiative,
        verdict.candor,
        verdict.load,
        verdict.velocity,
    ];
    signs.into_iter().map(i64::from).sum()
}

/// How many words a row has.
pub const VALUES: usize = 12;

/// The words of a row, each under its judgement.
pub fn values(row: &JudgedRow) -> [(JudgementKind, Option<&'static str>); VALUES] {
    [
        (JudgementKind::RelationshipKind, row.relationship_kind),
        (JudgementKind::OpcConfiguration, row.opc_configuration),
        (JudgementKind::FoundationGate, row.foundation_gate),
        (JudgementKind::Rung, row.rung),
        (JudgementKind::ThreePartTest, row.three_part_test),
        (JudgementKind::ContactRhythm, row.contact_rhythm),
        (JudgementKind::PurchaseRhythm, row.purchase_rhythm),
        (JudgementKind::Initiative, row.initiative),
        (JudgementKind::CandorSilence, row.candor_silence),
        (JudgementKind::AccumulatingLoad, row.accumulating_load),
        (JudgementKind::Velocity, row.velocity),
        (JudgementKind::Decline, row.decline),
    ]
}
