//! The indicators of each link, from the records.

use super::{Indicator, handover};
use crate::relationship_kind::{KindVerdict, PairVerdict};
use crate::signals::{self, Moment, YEAR_DAYS, one_of};
use crate::{Context, TestOutcome, contacts::ContactDay};
use book::{Benefit, BondLevel, Fact, History, Origin, ProviderId};

/// Kinds of knowledge that say the customer prefers the organization to any one person in it.
pub const PREFERS_ORGANIZATION: &[&str] = &["prefers_organization", "prefers_brand"];

/// Days after which a benefits log without a structural tie says that there is none.
const BENEFITS_LOG_DAYS: i32 = 183;

/// A known value without an interval.
fn exactly(value: f64) -> Option<(f64, f64)> {
    Some((value, value))
}

/// Passed 1, failed 0, unknown unknown.
fn test(outcome: TestOutcome) -> Option<(f64, f64)> {
    match outcome {
        TestOutcome::Pass => exactly(1.0),
        TestOutcome::Fail => exactly(0.0),
        TestOutcome::Unknown => None,
    }
}

/// P-C. `continuity` is the interval of the share; the tests are T2, T4 and T5 as a whole.
pub(super) fn provider_customer(
    (days, history): (&[ContactDay], &History),
    (moment, context): (&Moment, &Context),
    provider: ProviderId,
    (continuity, [knowledge, future, trust]): (Option<(f64, f64)>, [TestOutcome; 3]),
) -> [Indicator; 5] {
    [
        Indicator::new("continuity", 0.25, continuity),
        Indicator::new("cadence_kept", 0.20, cadence_kept((days, history), (moment, context), provider)),
        Indicator::new("mutual_knowledge", 0.20, test(knowledge)),
        Indicator::new("future", 0.15, test(future)),
        Indicator::new("trust", 0.20, test(trust)),
    ]
}

/// Contacts with the provider against those a wished cadence asks for, over the days since the wish (12
/// months at most). Unknown without a wish, or before the first contact was due.
fn cadence_kept(
    (days, history): (&[ContactDay], &History),
    (moment, context): (&Moment, &Context),
    provider: ProviderId,
) -> Option<(f64, f64)> {
    let wish = history.wishes.iter().rev().find(|wish| {
        let own = matches!(wish.detail.origin, None | Some(Origin::Stated | Origin::Observed));
        own && wish.detail.cadence_days.is_some() && moment.within(wish.day, context.parameters.window_days)
    })?;
    let cadence_days = wish.detail.cadence_days.filter(|days| *days > 0)?;
    let span_days = moment.day.days_since(wish.day).min(YEAR_DAYS);
    if span_days < i32::try_from(cadence_days).unwrap_or(i32::MAX) {
        return None;
    }
    let kept = days.iter().filter(|contact| {
        contact.provider == Some(provider) && contact.day > wish.day && moment.within(contact.day, span_days)
    });
    let wanted = f64::from(span_days) / f64::from(cadence_days);
    exactly((kept.count() as f64 / wanted).min(1.0))
}

/// O-P: only the tenure shows in records about customers.
pub(super) fn organization_provider(pair: &PairVerdict, context: &Context) -> [Indicator; 5] {
    let started = context.directory.provider(pair.provider).and_then(|provider| provider.started_on);
    let served_a_year = context.days_ago(pair.first_day) >= YEAR_DAYS;
    let tenure = match started {
        Some(day) => exactly(f64::from(u8::from(context.days_ago(day) >= YEAR_DAYS))),
        None => served_a_year.then_some((1.0, 1.0)),
    };
    [
        Indicator::new("tenure", 0.15, tenure),
        Indicator::new("organization_check_ins", 0.25, None),
        Indicator::new("promises_to_provider", 0.25, None),
        Indicator::new("provider_issues_answered", 0.20, None),
        Indicator::new("income_share", 0.15, None),
    ]
}

/// O-C.
pub(super) fn organization_customer(
    history: &History,
    context: &Context,
    pair: &PairVerdict,
    kind: &KindVerdict,
) -> [Indicator; 5] {
    let moment = Moment::now(context);
    let (with, named) = pair.contact_days;
    // Contacts that name nobody may have been with anybody: between none and all of them beyond the provider.
    let all = f64::from(kind.contact_days.max(1));
    let beyond = (f64::from(named - with) / all, f64::from(kind.contact_days - with) / all);
    let stayed = context.population.handovers.filter(|(_, changed)| *changed > 0).map(|(stayed, changed)| {
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let (_, low, high) = handover(count(stayed), count(changed));
        (low, high)
    });
    [
        Indicator::new("contacts_beyond_provider", 0.25, Some(beyond)),
        Indicator::new("stayed_after_handover", 0.20, stayed),
        Indicator::new("organization_facts_used", 0.20, facts_used(history, &moment, context, pair.provider)),
        Indicator::new("structural_tie", 0.20, structural_tie(history, &moment)),
        Indicator::new("prefers_organization", 0.15, prefers_organization(history, &moment, context)),
    ]
}

/// Live facts that the organization holds (nobody's, or another provider's), and the share of them that an
/// adaptation used. Unknown while it holds none.
fn facts_used(
    history: &History,
    moment: &Moment,
    context: &Context,
    provider: ProviderId,
) -> Option<(f64, f64)> {
    let window_days = context.parameters.window_days;
    let (mut held, mut used) = (0_u32, 0_u32);
    for fact in history.knowledge.iter().filter(|fact| signals::is_live(fact, moment, window_days)) {
        if fact.provider == Some(provider) {
            continue;
        }
        held += 1;
        used += u32::from(history.adaptations.iter().any(|adaptation| {
            adaptation.detail.knowledge == Some(fact.id) && moment.within(adaptation.day, window_days)
        }));
    }
    (held > 0).then(|| f64::from(used) / f64::from(held)).and_then(exactly)
}

fn structural_tie(history: &History, moment: &Moment) -> Option<(f64, f64)> {
    let given = || history.benefits.iter().filter(|benefit| benefit.day <= moment.day);
    let used = |benefit: &Fact<Benefit>| {
        benefit.detail.level == Some(BondLevel::Structural)
            && benefit.detail.used_at.is_some_and(|at| moment.is_within(at, YEAR_DAYS))
    };
    if given().any(used) {
        return exactly(1.0);
    }
    let logged_long =
        given().next().is_some_and(|first| moment.day.days_since(first.day) >= BENEFITS_LOG_DAYS);
    let idle = given().any(|benefit| benefit.detail.level == Some(BondLevel::Structural));
    (logged_long || idle).then_some((0.0, 0.0))
}

fn prefers_organization(history: &History, moment: &Moment, context: &Context) -> Option<(f64, f64)> {
    let stated = history.knowledge.iter().any(|fact| {
        fact.detail.origin == Some(Origin::Stated)
            && one_of(&fact.detail.kind, PREFERS_ORGANIZATION)
            && signals::is_live(fact, moment, context.parameters.window_days)
    });
    stated.then_some((1.0, 1.0))
}
