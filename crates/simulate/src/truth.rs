//! The truth behind the records: what a perfect judge would find.

use crate::{cast::Cast, person::Person, scenario::Scenario, trace::Trace};
use book::{Day, Style, Text};
use serde::{Deserialize, Serialize};

/// What a customer comes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// A person who has hair done.
    Salon,
    /// A person who buys in the shop.
    Shop,
    /// A firm that buys wholesale.
    Trade,
}

/// The true kind (J1), from the process that generated the contacts and not from what was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Same person, mutual knowledge, adaptation, a future both expect.
    Relationship,
    /// Spoken of as a relationship without being one.
    PseudoRelationship,
    /// Whoever serves is informed, may decide, and adapts.
    EnhancedEncounter,
    /// None of these.
    Encounter,
}

impl Kind {
    /// Every kind, in order of precedence.
    pub const ALL: [Kind; 4] =
        [Kind::Relationship, Kind::PseudoRelationship, Kind::EnhancedEncounter, Kind::Encounter];

    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Relationship => "relationship",
            Kind::PseudoRelationship => "pseudo_relationship",
            Kind::EnhancedEncounter => "enhanced_encounter",
            Kind::Encounter => "encounter",
        }
    }
}

/// The true rhythm (J6a): chance of a gap as long as the open one, with the true mean gap and regularity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of J6a: at least .25, .10, .02, and less")]
pub enum RhythmLabel {
    OnRhythm,
    Quiet,
    Overdue,
    GoneQuiet,
}

impl RhythmLabel {
    /// Every label, from the liveliest on.
    pub const ALL: [RhythmLabel; 4] =
        [RhythmLabel::OnRhythm, RhythmLabel::Quiet, RhythmLabel::Overdue, RhythmLabel::GoneQuiet];

    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            RhythmLabel::OnRhythm => "on_rhythm",
            RhythmLabel::Quiet => "quiet",
            RhythmLabel::Overdue => "overdue",
            RhythmLabel::GoneQuiet => "gone_quiet",
        }
    }

    fn of(survival: f64) -> RhythmLabel {
        match survival {
            s if s >= 0.25 => RhythmLabel::OnRhythm,
            s if s >= 0.10 => RhythmLabel::Quiet,
            s if s >= 0.02 => RhythmLabel::Overdue,
            _ => RhythmLabel::GoneQuiet,
        }
    }
}

/// One customer and one provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairTruth {
    /// The provider's id.
    pub provider: Text,
    /// The true kind.
    pub kind: Kind,
    /// True two-way contacts in the last 24 months, logged or not.
    pub contacts: u32,
}

/// What is really so about one customer at the end day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomerTruth {
    /// The customer's id.
    pub customer: Text,
    /// The name, for reading.
    pub name: Text,
    /// What the customer comes for.
    pub segment: Segment,
    /// True kind with the organization; `None` without a contact in the last 24 months.
    pub kind_with_organization: Option<Kind>,
    /// True kind with every provider met in the last 24 months, most contacts first.
    pub pairs: Vec<PairTruth>,
    /// The style this customer wants.
    pub style: Style,
    /// Mean days between visits, of the process that makes them.
    pub gap_days: f64,
    /// Regularity of that process (Erlang shape; 1 is random).
    pub regularity: u32,
    /// True two-way contacts over the whole time, logged or not.
    pub contacts: u32,
    /// First contact.
    pub first_contact: Day,
    /// Last contact.
    pub last_contact: Day,
    /// True rhythm at the end day.
    pub contact_rhythm: RhythmLabel,
    /// False when the customer has decided not to come back.
    pub is_alive: bool,
    /// The last visit of a customer who has left.
    pub left_after: Option<Day>,
    /// Chance that a delivery is what was wanted.
    pub delivery_success_rate: f64,
    /// That chance is at least 0.7 (J4).
    pub is_foundation_met: bool,
    /// Begins fewer of the contacts than before, since a day within the customer's time.
    pub fades_in_initiative: bool,
    /// Never says how it goes, whatever happens.
    pub stays_silent: bool,
}

impl CustomerTruth {
    /// The provider met most often in the last 24 months.
    pub fn usual_provider(&self) -> Option<&PairTruth> {
        self.pairs.first()
    }
}

/// What is really so about one provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProviderTruth {
    /// The provider's id.
    pub provider: Text,
    /// Chance that a promise is kept on time (renegotiated and withdrawn ones left out).
    pub promises_kept_rate: f64,
    /// Share of contacts that were logged, on average.
    pub logging_rate: f64,
}

/// The truth of a whole company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// The scenario it follows from.
    pub scenario: Scenario,
    /// First simulated day.
    pub start_day: Day,
    /// Last simulated day: everything is as of its end.
    pub end_day: Day,
    /// Every customer, in order of id.
    pub customers: Vec<CustomerTruth>,
    /// Every provider.
    pub providers: Vec<ProviderTruth>,
}

/// Bars of J1 and J4 that the true rates are held against.
const CONTINUITY_BAR: f64 = 0.5;
const ADAPTATION_BAR: f64 = 0.2;
const INFORMED_BAR: f64 = 0.5;
const GATE_BAR: f64 = 0.7;
const WINDOW_DAYS: i32 = 730;

/// Draws the conclusions from what really happened.
pub(crate) fn of_customer(person: &Person, trace: &Trace, cast: &Cast, end: Day) -> CustomerTruth {
    let first = trace.contacts.iter().map(|(day, _)| *day).min().unwrap_or(person.first_day);
    let last = trace.contacts.iter().map(|(day, _)| *day).max().unwrap_or(first);
    let mut met: Vec<(u32, usize)> = (0..cast.providers.len())
        .map(|place| (trace.contacts_since(end.plus(-WINDOW_DAYS), place).1, place))
        .filter(|(contacts, _)| *contacts > 0)
        .collect();
    met.sort_by_key(|(contacts, place)| (std::cmp::Reverse(*contacts), *place));
    let pair = |(contacts, place): (u32, usize)| PairTruth {
        provider: cast.providers[place].id.clone(),
        kind: kind_with_provider(person, trace, place, end),
        contacts,
    };
    let traits = &person.traits;
    let last_visit = trace.visits.last().copied().unwrap_or(last);
    let open_days = f64::from(end.days_since(last_visit));
    CustomerTruth {
        customer: person.id.clone(),
        name: person.name.clone(),
        segment: person.segment,
        kind_with_organization: kind_with_organization(person, trace, end),
        pairs: met.into_iter().map(pair).collect(),
        style: traits.style,
        gap_days: traits.gap_days,
        regularity: traits.shape,
        contacts: trace.contacts.len() as u32,
        first_contact: first,
        last_contact: last,
        contact_rhythm: RhythmLabel::of(stats::erlang_survival(open_days, traits.gap_days, traits.shape)),
        is_alive: !trace.has_left,
        left_after: trace.has_left.then_some(last_visit),
        delivery_success_rate: traits.delivered_right,
        is_foundation_met: traits.delivered_right >= GATE_BAR,
        fades_in_initiative: traits.fades_from.is_some_and(|from| from < last_visit),
        stays_silent: traits.stays_silent,
    }
}

/// J1 for a pair, with true rates in place of their estimates.
fn kind_with_provider(person: &Person, trace: &Trace, place: usize, end: Day) -> Kind {
    let window = end.plus(-WINDOW_DAYS);
    let (all, with) = trace.contacts_since(window, place);
    let is_usual = f64::from(with) > CONTINUITY_BAR * f64::from(all);
    let is_established = with >= 3 && trace.span_days_since(window) >= 60;
    // A relationship whose future is over (nobody met within a year) is one no more.
    let is_current = trace.contacts.iter().any(|(day, by)| *by == place && *day > end.plus(-365));
    let expects = person.traits.customer_expects && person.traits.provider_expects && is_current;
    let adapted = trace.adapted.iter().filter(|(day, by)| *by == place && *day >= window).count();
    let adapts = person.traits.adaptation > ADAPTATION_BAR && adapted >= 2;
    if is_usual && is_established && expects && adapts && is_mutually_known(person, trace, place, end) {
        Kind::Relationship
    } else {
        Kind::Encounter
    }
}

fn is_mutually_known(person: &Person, trace: &Trace, place: usize, end: Day) -> bool {
    // Whoever still meets does not forget: what was learnt early counts, unlike a note in the files.
    let is_current = trace.contacts.iter().any(|(day, by)| *by == place && *day > end.plus(-WINDOW_DAYS));
    let known = trace.learnt.iter().filter(|(_, _, by)| *by == place && is_current);
    let first = known.clone().next().map(|(kind, ..)| *kind);
    let has_two_kinds = known.clone().any(|(kind, ..)| Some(*kind) != first);
    known.count() >= 3 && has_two_kinds && person.traits.asks_by_name
}

/// J1 for the organization, with true rates in place of their estimates.
fn kind_with_organization(person: &Person, trace: &Trace, end: Day) -> Option<Kind> {
    let window = end.plus(-WINDOW_DAYS);
    let contacts = trace.contacts.iter().filter(|(day, _)| *day >= window).count();
    if contacts == 0 {
        return None;
    }
    let traits = &person.traits;
    let claims = trace.claims.iter().filter(|day| **day > end.plus(-365)).count();
    let is_early = contacts < 3 || trace.span_days_since(window) < 60;
    let adapts = traits.adaptation > ADAPTATION_BAR;
    let is_continuous =
        traits.continuity > CONTINUITY_BAR && is_mutually_known(person, trace, person.usual, end);
    let adapted = trace.adapted.iter().any(|(day, _)| *day >= window);
    Some(if is_early {
        Kind::Encounter
    } else if claims >= 2 && !adapts && !is_continuous {
        Kind::PseudoRelationship
    } else if traits.informed > INFORMED_BAR && traits.empowered > INFORMED_BAR && adapted {
        Kind::EnhancedEncounter
    } else {
        Kind::Encounter
    })
}

/// The truth about the providers.
pub(crate) fn of_providers(cast: &Cast, scenario: &Scenario) -> Vec<ProviderTruth> {
    let truth = |provider: &crate::cast::Provider| ProviderTruth {
        provider: provider.id.clone(),
        promises_kept_rate: provider.promises_kept,
        logging_rate: 1.0 - (scenario.noise.contacts_unlogged * provider.untidiness).min(1.0),
    };
    cast.providers.iter().map(truth).collect()
}
