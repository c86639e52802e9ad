//! All verdicts about one customer, and all judgements in words.

use crate::{
    Context, Judgement, JudgementKind, alive, benefit_level, candor, contact_load, contacts, decline,
    efficiency, follow_up, foundation, give_ask, initiative, link_strength, load, promise_keeping,
    relationship_kind, rhythm, service_level, three_part_test, velocity, wanted_style, wish_to_connect,
};
use book::{History, ProviderId};
use contacts::ContactDay;

/// Every typed verdict about one customer. `None` means nothing to judge from.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// J1.
    pub kind: relationship_kind::KindVerdict,
    /// J2, one per provider of `kind.pairs` (at most the first three).
    pub triangles: Vec<link_strength::OpcVerdict>,
    /// J3.
    pub wanted_style: wanted_style::StyleVerdict,
    /// J3: the wish to feel connected.
    pub wish_to_connect: wish_to_connect::ConnectVerdict,
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
    /// J10, one per tie with enough settled requests; usually empty.
    pub efficiency: Vec<efficiency::EfficiencyVerdict>,
    /// J11.
    pub benefit_level: benefit_level::BenefitVerdict,
    /// J16.
    pub follow_up: follow_up::FollowUpVerdict,
    /// J17: how much we send them.
    pub contact_load: contact_load::ContactLoadVerdict,
    /// J17: whether we give more than we ask.
    pub give_ask: give_ask::GiveAskVerdict,
    /// J19.
    pub service_level: service_level::ServiceLevelVerdict,
    /// The provider who should act: assigned, else asked for by name, else usual beyond chance, else the last
    /// who served; `None`: the owner.
    pub responsible: Option<ProviderId>,
}

/// Judges one customer, without words. `history` must be cut to `context.as_of`.
pub fn assess(history: &History, context: &Context) -> Assessment {
    let days = &contacts::contact_days(history);
    let contact_rhythm = rhythm::contacts(history, context);
    let purchase_rhythm = rhythm::purchases(history, context);
    let kind = relationship_kind::assess_on(days, history, context);
    let triangles = link_strength::assess_on(days, history, context, &kind);
    let three_part = three_part_test::assess_on(days, history, context, (&kind, contact_rhythm.as_ref()));
    let initiative = initiative::assess(history, context);
    let candor = candor::assess(history, context);
    let load = load::assess(history, context);
    let wanted_style = wanted_style::assess(history, context);
    let velocity = kind.pairs.first().and_then(|pair| {
        let link = link_strength::PastLink::new(days, history, context, pair.provider);
        let mid_at = |day| link.at(day).map(|link| f64::midpoint(link.low, link.high));
        velocity::assess(history, context, mid_at)
    });
    let decline = decline::assess(
        contact_rhythm.as_ref(),
        purchase_rhythm.as_ref(),
        initiative.as_ref(),
        &candor,
        &load,
        velocity.as_ref(),
    );
    let follow_up = follow_up::assess_on(days, history, context);
    let responsible = responsible(history, days, &kind);
    let shown = (&wanted_style, &follow_up);
    Assessment {
        service_level: service_level::assess(history, context, shown, responsible),
        responsible,
        kind,
        triangles,
        foundation: foundation::assess_on(history, context, &wanted_style),
        benefit_level: benefit_level::assess_on(history, context, &wanted_style),
        contact_load: contact_load::assess(history, context),
        give_ask: give_ask::assess(history, context),
        wanted_style,
        wish_to_connect: wish_to_connect::assess(history, context),
        three_part,
        contact_rhythm,
        purchase_rhythm,
        alive: alive::assess(history, context),
        initiative,
        candor,
        load,
        velocity,
        decline,
        promises: promise_keeping::assess(history, context),
        efficiency: efficiency::assess(history, context),
        follow_up,
    }
}

/// Assigned, else asked for by name, else usual beyond chance, else the last who served.
fn responsible(
    history: &History,
    days: &[ContactDay],
    kind: &relationship_kind::KindVerdict,
) -> Option<ProviderId> {
    let last_served = || days.iter().rev().find_map(|contact| contact.provider);
    history.customer.assigned_to.or(kind.named_provider).or(kind.usual_provider).or_else(last_served)
}

/// Puts an assessment into words: one [`Judgement`] per verdict (and per pair, for J1, J2 and J10), in the
/// order of [`JudgementKind`].
pub fn judgements(history: &History, context: &Context, assessment: &Assessment) -> Vec<Judgement> {
    let mut all = relationship_kind::judgements(&assessment.kind, history, context);
    all.extend(link_strength::judgements(&assessment.triangles, history, context));
    all.extend(wanted_style::judgements(&assessment.wanted_style, history, context));
    all.extend(wish_to_connect::judgements(&assessment.wish_to_connect, history, context));
    all.extend(foundation::judgements(&assessment.foundation, history, context));
    all.extend(three_part_test::judgements(&assessment.three_part, history, context));
    for (kind, verdict) in [
        (JudgementKind::ContactRhythm, &assessment.contact_rhythm),
        (JudgementKind::PurchaseRhythm, &assessment.purchase_rhythm),
    ] {
        all.extend(rhythm::judgements(kind, verdict.as_ref(), history, context));
    }
    all.extend(alive::judgements(assessment.alive.as_ref(), history, context));
    all.extend(initiative::judgements(assessment.initiative.as_ref(), history, context));
    all.extend(candor::judgements(&assessment.candor, history, context));
    all.extend(load::judgements(&assessment.load, history, context));
    all.extend(velocity::judgements(assessment.velocity.as_ref(), history, context));
    all.extend(decline::judgements(&assessment.decline, history, context));
    all.extend(promise_keeping::judgements(&assessment.promises, history, context));
    all.extend(efficiency::judgements(&assessment.efficiency, history, context));
    let promises = &assessment.promises;
    all.extend(benefit_level::judgements(&assessment.benefit_level, history, context, promises));
    all.extend(follow_up::judgements(&assessment.follow_up, history, context));
    let kept = (promises, &assessment.load);
    all.extend(contact_load::judgements(&assessment.contact_load, history, context, kept));
    all.extend(give_ask::judgements(&assessment.give_ask, history, context));
    all.extend(service_level::judgements(&assessment.service_level, history, context));
    all
}
