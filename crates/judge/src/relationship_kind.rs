//! J1: what kind of relationship a customer has with each provider and with the organization.
//!
//! Five tests of a pair: T1 continuity (Beta posterior of the share, **and** more than chance by the
//! provider's share of everybody else's contact days, evidence 1.5), T2 mutual knowledge, T3 adaptation, T4 a
//! future both expect, T5 trust (which may fail it, and need not be known). The records behind T2 to T5 are
//! listed in [`crate::signals`]. Contacts are counted once per provider and day ([`crate::contacts`]); shares
//! are taken of those whose provider is known. With one provider continuity is not decidable (evidence 1.7).
//!
//! An encounter is no failure. Where no test failed and an unknown one could make it more, the judgement is
//! `undetermined` with the value `encounter` as a lower bound; the typed verdict says `Encounter`.

use crate::contacts::{self, ContactDay};
use crate::signals::{self, Moment, Rate, Whom};
use crate::{Context, Judgement, TestOutcome};
use book::{Day, History, ProviderId};
use served::Served;

mod named_tests;
mod needs;
mod of_organization;
pub(crate) mod pair;
mod sentences;

pub(crate) use sentences::called;
pub(crate) mod served;

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
    /// Claims of a relationship made in this provider's name in the last 12 months.
    pub claims: u32,
    /// Whether facts that name no provider count for this one.
    pub closest: bool,
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
    /// Organization-level adaptation: contacts with any adaptation, and contacts.
    pub adapted: (u32, u32),
    /// Organization-level adaptation as a test: one adaptation is enough to pass.
    pub adaptation: TestOutcome,
    /// Claims of a relationship made in nobody's name in the last 12 months.
    pub claims: u32,
    /// The provider whom the customer asked for by name, if any.
    pub named_provider: Option<ProviderId>,
}

/// The tests a relationship needs, with the side that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    /// T1.
    Continuity,
    /// T2, our side.
    WeKnowThem,
    /// T2, their side.
    TheyKnowUs,
    /// T3.
    Adaptation,
    /// T4, their side.
    TheirFuture,
    /// T4, our side.
    OurFuture,
}

impl PairVerdict {
    /// T1 to T4 by side: a relationship needs all of them passed.
    pub fn needed(&self) -> [(Need, TestOutcome); 6] {
        [
            (Need::Continuity, self.continuity),
            (Need::WeKnowThem, self.knowledge.0),
            (Need::TheyKnowUs, self.knowledge.1),
            (Need::Adaptation, self.adaptation),
            (Need::TheirFuture, self.future.0),
            (Need::OurFuture, self.future.1),
        ]
    }

    /// T2 as a whole.
    pub fn knows_each_other(&self) -> TestOutcome {
        both(self.knowledge)
    }

    /// Whether an unknown test alone keeps this encounter from being a relationship.
    pub fn is_open(&self) -> bool {
        let trusted = self.trust.0 != TestOutcome::Fail && self.trust.1 != TestOutcome::Fail;
        self.kind == Ok(RelationshipKind::Encounter)
            && trusted
            && self.needed().iter().all(|(_, outcome)| *outcome != TestOutcome::Fail)
    }

    pub(crate) fn whom(&self) -> Whom {
        Whom::Provider { id: self.provider, closest: self.closest }
    }
}

impl KindVerdict {
    /// Whether an unknown test alone keeps this encounter from being an enhanced one.
    pub fn is_open(&self, context: &Context) -> bool {
        let tests =
            [rate_outcome(self.informed, context), rate_outcome(self.empowered, context), self.adaptation];
        self.organization == Ok(RelationshipKind::Encounter) && !tests.contains(&TestOutcome::Fail)
    }
}

/// Both sides passed; or one failed; or nobody knows.
pub(crate) fn both(sides: (TestOutcome, TestOutcome)) -> TestOutcome {
    match sides {
        (TestOutcome::Pass, TestOutcome::Pass) => TestOutcome::Pass,
        (TestOutcome::Fail, _) | (_, TestOutcome::Fail) => TestOutcome::Fail,
        _ => TestOutcome::Unknown,
    }
}

/// The outcome of an informed or empowered rate.
pub(crate) fn rate_outcome((probability, _, chances): (f64, u32, u32), context: &Context) -> TestOutcome {
    if chances == 0 { TestOutcome::Unknown } else { pair::decided(probability, context.parameters) }
}

/// Judges what kind of relationship there is with each provider of the last 24 months and with the
/// organization. `history` must be cut to `context.as_of`.
pub fn assess(history: &History, context: &Context) -> KindVerdict {
    assess_on(&contacts::contact_days(history), history, context)
}

/// [`assess`] with the contact days at hand.
pub(crate) fn assess_on(days: &[ContactDay], history: &History, context: &Context) -> KindVerdict {
    let moment = Moment::now(context);
    let window_days = context.parameters.window_days;
    let served = Served::of_days(days, history, context);
    let mut verdict = without_contacts(context);
    if served.days == 0 {
        return verdict;
    }
    verdict.named_provider = signals::named_provider(history, &moment, window_days, context.directory);
    verdict.pairs = assess_pairs(history, context, &served, verdict.named_provider);
    verdict.contact_days = served.days;
    verdict.continuity_indexes = served.indexes();
    verdict.usual_provider =
        verdict.pairs.iter().find(|pair| pair.continuity == TestOutcome::Pass).map(|pair| pair.provider);
    verdict.structural_mode = if verdict.usual_provider.is_some() {
        StructuralMode::RegularProvider
    } else if served.days >= context.parameters.contacts_min {
        StructuralMode::RegularFirmOnly
    } else {
        StructuralMode::Neither
    };
    verdict.informed = probability(signals::informed(history, &moment, window_days), context);
    verdict.empowered = probability(signals::empowered(history, &moment, window_days), context);
    verdict.claims = signals::claims(history, &moment, Whom::Organization);
    let adapted = signals::adapted_contacts(history, &moment, window_days, Whom::Organization);
    verdict.adapted = (adapted.min(served.contacts), served.contacts);
    let recorded = pair::is_adaptation_recorded(history, context, verdict.claims);
    verdict.adaptation = match (adapted, recorded) {
        (1.., _) => TestOutcome::Pass,
        (0, true) => TestOutcome::Fail,
        (0, false) => TestOutcome::Unknown,
    };
    verdict.organization = organization(history, context, &verdict, &served);
    verdict
}

fn assess_pairs(
    history: &History,
    context: &Context,
    served: &Served,
    named: Option<ProviderId>,
) -> Vec<PairVerdict> {
    let most = || served.by.first().map(|by| by.provider);
    let inputs = pair::PairInputs {
        history,
        context,
        moment: Moment::now(context),
        served,
        named,
        closest: closest(history, named, most),
    };
    served.by.iter().map(|by| pair::assess(&inputs, by)).collect()
}

/// The provider whom facts without a provider are about: asked for, else assigned, else who served most.
pub(crate) fn closest(
    history: &History,
    named: Option<ProviderId>,
    most: impl FnOnce() -> Option<ProviderId>,
) -> Option<ProviderId> {
    named.or(history.customer.assigned_to).or_else(most)
}

fn probability(rate: Rate, context: &Context) -> (f64, u32, u32) {
    let belief = stats::Beta::posterior(f64::from(rate.successes), f64::from(rate.chances));
    (belief.above(context.parameters.informed_bar), rate.successes, rate.chances)
}

fn without_contacts(context: &Context) -> KindVerdict {
    KindVerdict {
        pairs: Vec::new(),
        organization: Err(Undecided::NoContacts),
        contact_days: 0,
        structural_mode: StructuralMode::Neither,
        usual_provider: None,
        continuity_indexes: None,
        informed: probability(Rate::default(), context),
        empowered: probability(Rate::default(), context),
        adapted: (0, 0),
        adaptation: TestOutcome::Unknown,
        claims: 0,
        named_provider: None,
    }
}

/// The precedence with the organization: pretended relationship, enhanced encounter, encounter.
fn organization(
    history: &History,
    context: &Context,
    verdict: &KindVerdict,
    served: &Served,
) -> Result<RelationshipKind, Undecided> {
    let parameters = context.parameters;
    if verdict.claims >= 2 && is_pretended(history, context, verdict) {
        return Ok(RelationshipKind::PseudoRelationship);
    }
    if served.days < parameters.contacts_min || served.span_days() < parameters.contact_span_days_min {
        return Err(Undecided::TooEarly);
    }
    let passed = [
        rate_outcome(verdict.informed, context),
        rate_outcome(verdict.empowered, context),
        verdict.adaptation,
    ];
    Ok(if passed == [TestOutcome::Pass; 3] {
        RelationshipKind::EnhancedEncounter
    } else {
        RelationshipKind::Encounter
    })
}

/// Whether the organization claims what it does not do: its adaptation fails the test of T3, and no person is
/// regular or the two hardly know each other.
fn is_pretended(history: &History, context: &Context, verdict: &KindVerdict) -> bool {
    let (adapted, contacts) = verdict.adapted;
    let adaptation = pair::adaptation(adapted, contacts, true, context.parameters);
    let nobody_regular = verdict.pairs.first().is_some_and(|pair| pair.continuity == TestOutcome::Fail);
    let moment = Moment::now(context);
    let window_days = context.parameters.window_days;
    let unknown_to_us =
        || signals::we_know_them(history, &moment, window_days, Whom::Organization) == TestOutcome::Fail;
    adaptation == TestOutcome::Fail && (nobody_regular || unknown_to_us())
}

/// Puts the verdict into words: the organization first, then each provider.
pub fn judgements(verdict: &KindVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    let served = Served::of(history, context);
    let mut all = vec![of_organization::organization(verdict, &served, history, context)];
    all.extend(verdict.pairs.iter().map(|pair| sentences::pair(pair, (verdict, &served), history, context)));
    all
}

#[cfg(test)]
mod tests;
