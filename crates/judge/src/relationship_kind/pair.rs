//! The five tests of one customer and one provider.

use super::{
    PairVerdict, RelationshipKind, Undecided,
    served::{Served, ServedBy},
};
use crate::signals::{self, Moment, Whom};
use crate::{Context, Parameters, TestOutcome};
use book::{History, ProviderId};
use stats::Beta;

/// Mean and 80 % interval of the share behind `some` of `all`, with the flat prior.
pub(crate) fn share(some: u32, all: u32) -> (f64, f64, f64) {
    let belief = Beta::posterior(f64::from(some), f64::from(all));
    let (low, high) = belief.interval80();
    (belief.mean(), low, high)
}

/// Pass at the parameters' upper probability, fail at the lower, else unknown.
pub(crate) fn decided(probability: f64, parameters: &Parameters) -> TestOutcome {
    if probability >= parameters.pass_probability {
        TestOutcome::Pass
    } else if probability <= parameters.fail_probability {
        TestOutcome::Fail
    } else {
        TestOutcome::Unknown
    }
}

/// T3: enough contacts, and for a pass two adaptations at least, since with none the prior alone is at .80.
pub(crate) fn adaptation(
    adapted: u32,
    contacts: u32,
    recorded: bool,
    parameters: &Parameters,
) -> TestOutcome {
    if contacts < parameters.contacts_min || !recorded {
        return TestOutcome::Unknown;
    }
    let belief = Beta::posterior(f64::from(adapted), f64::from(contacts));
    match decided(belief.above(parameters.adaptation_bar), parameters) {
        TestOutcome::Pass if adapted < 2 => TestOutcome::Unknown,
        outcome => outcome,
    }
}

/// Whether anybody could have recorded an adaptation: the book keeps such records, or this customer's own
/// history does, or we claim a relationship, which is ours to show.
pub(crate) fn is_adaptation_recorded(history: &History, context: &Context, claims: u32) -> bool {
    let population = context.population;
    population.adaptations + population.knowledge > 0
        || !history.adaptations.is_empty()
        || !history.knowledge.is_empty()
        || claims >= 2
}

/// What the tests of one pair are made from.
pub(crate) struct PairInputs<'a> {
    pub history: &'a History,
    pub context: &'a Context<'a>,
    pub moment: Moment<'a>,
    pub served: &'a Served,
    /// The provider whom the customer asked for.
    pub named: Option<ProviderId>,
    /// The provider whom facts without a provider are about.
    pub closest: Option<ProviderId>,
}

/// T1: P(share > bar), then, only where it could pass, the test against chance.
fn continuity(inputs: &PairInputs, by: &ServedBy) -> (f64, f64, TestOutcome) {
    let (parameters, served) = (inputs.context.parameters, inputs.served);
    let belief = Beta::posterior(f64::from(by.days), f64::from(served.named_days));
    let probability = belief.above(parameters.continuity_bar);
    if served.named_days < parameters.contacts_min || served.is_one_provider(inputs.context) {
        return (probability, 1.0, TestOutcome::Unknown);
    }
    let outcome = decided(probability, parameters);
    if outcome != TestOutcome::Pass || served.named_days < parameters.chance_contacts_min {
        let outcome = if outcome == TestOutcome::Fail { outcome } else { TestOutcome::Unknown };
        return (probability, 1.0, outcome);
    }
    let share = served.share_elsewhere(by, inputs.context);
    let chance = stats::binomial_tail(u64::from(by.days), u64::from(served.named_days), share);
    let beats = chance < parameters.chance_level;
    (probability, chance, if beats { TestOutcome::Pass } else { TestOutcome::Unknown })
}

/// All tests of one pair, and the kind that follows.
pub(crate) fn assess(inputs: &PairInputs, by: &ServedBy) -> PairVerdict {
    let PairInputs { history, context, moment, served, named, closest } = inputs;
    let parameters = context.parameters;
    let window_days = parameters.window_days;
    let whom = Whom::Provider { id: by.provider, closest: *closest == Some(by.provider) };
    let (continuity_probability, chance_p, continuity) = continuity(inputs, by);
    let claims = signals::claims(history, moment, whom);
    let adapted = signals::adapted_contacts(history, moment, window_days, whom).min(by.contacts);
    let recorded = is_adaptation_recorded(history, context, claims);
    let mut pair = PairVerdict {
        provider: by.provider,
        contact_days: (by.days, served.named_days),
        first_day: by.first_day,
        last_day: by.last_day,
        continuity_probability,
        share: share(by.days, served.named_days),
        chance_p,
        continuity,
        knowledge: (
            signals::we_know_them(history, moment, window_days, whom),
            signals::they_know_us(history, moment, window_days, (whom, *named)),
        ),
        adaptation: adaptation(adapted, by.contacts, recorded, parameters),
        adapted: (adapted, by.contacts),
        future: signals::future(history, moment, (whom, *named)),
        trust: signals::trust(history, moment, window_days, whom),
        claims,
        closest: *closest == Some(by.provider),
        kind: Err(Undecided::TooEarly),
    };
    pair.kind = kind(&pair, served, context);
    pair
}

/// The precedence of J1: relationship, pretended relationship, encounter; before them what cannot be said.
fn kind(pair: &PairVerdict, served: &Served, context: &Context) -> Result<RelationshipKind, Undecided> {
    let fails = |outcome: TestOutcome| outcome == TestOutcome::Fail;
    if pair.claims >= 2
        && fails(pair.adaptation)
        && (fails(pair.continuity) || fails(pair.knows_each_other()))
    {
        return Ok(RelationshipKind::PseudoRelationship);
    }
    if served.is_one_provider(context) {
        return Err(Undecided::OneProvider);
    }
    let parameters = context.parameters;
    if served.named_days < parameters.contacts_min || served.span_days() < parameters.contact_span_days_min {
        return Err(Undecided::TooEarly);
    }
    let passed = pair.needed().iter().all(|(_, outcome)| *outcome == TestOutcome::Pass);
    let trusted = !fails(pair.trust.0) && !fails(pair.trust.1);
    Ok(if passed && trusted { RelationshipKind::Relationship } else { RelationshipKind::Encounter })
}
