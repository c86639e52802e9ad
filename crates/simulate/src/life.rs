//! One life after another: arrival, visits at the customer's own rhythm, and some day the last one.

use crate::{
    Company, Segment,
    cast::{Cast, NEWCOMER},
    desk::{Desk, instant},
    outreach::Leave,
    person::{Person, Script, role_of},
    random::Random,
    scenario::Scenario,
    trace::Trace,
    truth::{self, Truth},
};
use book::{Body, Day, FactId, PartyKind, Record, Referral, Text, Timestamp, record::CustomerProfile};
use jiff::civil::Weekday;

/// Something learnt in this life.
pub(crate) struct Known {
    pub kind: &'static str,
    /// Notes of one matter exclude each other.
    pub matter: &'static str,
    /// The record, where somebody wrote it down.
    pub record: Option<FactId>,
    /// Of no use after this day.
    pub expires: Option<Day>,
}

impl Known {
    /// True when a visit can be shaped by it: a plan when its day is near, a preference always, a cello
    /// never.
    pub(crate) fn is_of_use(&self, day: Day) -> bool {
        match self.expires {
            Some(due) => (0..=30).contains(&due.days_since(day)),
            None => matches!(self.kind, "preference" | "care" | "expectation" | "work"),
        }
    }
}

/// One customer's life while it is lived.
pub(crate) struct Life<'a> {
    pub scenario: &'a Scenario,
    pub cast: &'a Cast,
    pub person: &'a Person,
    pub desk: &'a mut Desk,
    pub random: Random,
    pub trace: Trace,
    pub visits: Vec<Moment>,
    pub known: Vec<Known>,
    /// Places of the sayings and promises already used, so that nobody repeats a sentence.
    pub said: Vec<usize>,
    pub vowed: Vec<usize>,
    /// A complaint that nobody has put right.
    pub is_wronged: bool,
    /// What this customer allows.
    pub leave: Leave,
}

/// A contact going on: when, with whom, and its record where somebody logged it.
#[derive(Clone, Copy)]
pub(crate) struct Moment {
    pub day: Day,
    pub minute: i32,
    pub provider: usize,
    pub logged: Option<FactId>,
}

impl Moment {
    /// Some minutes into the contact.
    pub(crate) fn at(&self, minutes_in: i32) -> Timestamp {
        instant(self.day, self.minute + minutes_in)
    }
}

impl<'a> Life<'a> {
    fn new(scenario: &'a Scenario, cast: &'a Cast, person: &'a Person, desk: &'a mut Desk) -> Life<'a> {
        let number = person.id.trim_start_matches("c-").parse().unwrap_or(0_u64);
        Life {
            scenario,
            cast,
            person,
            desk,
            random: Random::new(scenario.seed, (1 << 32) + number),
            trace: Trace::default(),
            visits: Vec::new(),
            known: Vec::new(),
            said: Vec::new(),
            vowed: Vec::new(),
            is_wronged: false,
            leave: Leave::default(),
        }
    }

    /// Lives it through.
    fn live(mut self) -> Trace {
        let end = self.scenario.end_day;
        let mut clock = f64::from(self.person.first_day.0) + 0.5;
        loop {
            let planned = open_day(self.person.segment, Day(clock as i32));
            // Two visits never fall on one day: the later one moves on.
            let day = match self.trace.visits.last() {
                Some(last) if planned <= *last => open_day_from(self.person.segment, last.plus(1)),
                // The first day may be the first of the scenario, before which there is none.
                None => open_day_from(self.person.segment, self.person.first_day),
                _ => planned,
            };
            if day > end {
                break;
            }
            let provider = self.who_serves(day);
            self.visit(day, provider);
            if self.random.chance(self.leaving_chance(day)) {
                self.trace.has_left = true;
                break;
            }
            clock += self.random.erlang(self.person.traits.shape, self.person.traits.gap_days);
        }
        self.reach_out();
        self.trace.contacts.sort_unstable();
        self.trace
    }

    fn leaving_chance(&self, day: Day) -> f64 {
        let wronged = if self.is_wronged { 4.0 } else { 1.0 };
        let faded = if self.has_faded(day) { 2.0 } else { 1.0 };
        (self.person.traits.leaving * wronged * faded).min(0.7)
    }

    /// True once the customer has stopped beginning things.
    pub(crate) fn has_faded(&self, day: Day) -> bool {
        self.person.traits.fades_from.is_some_and(|from| day >= from)
    }

    fn who_serves(&mut self, day: Day) -> usize {
        let person = self.person;
        let usual = match person.is_handed_over && day >= self.cast.handover_day {
            true => NEWCOMER,
            false => person.usual,
        };
        if self.random.chance(person.traits.continuity) {
            return usual;
        }
        let role = role_of(person.segment);
        let weights: Vec<f64> = self
            .cast
            .providers
            .iter()
            .map(|other| if other.role == role && other.started_on <= day { other.weight } else { 0.0 })
            .collect();
        self.random.weighted(&weights)
    }

    /// Writes a fact down about this customer.
    pub(crate) fn put(&mut self, at: Timestamp, provider: Option<usize>, body: Body) -> Option<FactId> {
        let provider = provider.map(|place| &self.cast.providers[place].id);
        self.desk.put(at, &self.person.id, provider, body)
    }

    /// An answer that is sometimes not filled in.
    pub(crate) fn answer<T>(&mut self, value: T) -> Option<T> {
        let is_missing = self.random.chance(self.scenario.noise.answers_missing);
        (!is_missing).then_some(value)
    }
}

/// Salon and shop are closed on Sunday and Monday, the wholesale arm at weekends, all of them on holidays.
pub(crate) fn is_open(segment: Segment, day: Day) -> bool {
    let date = day.date();
    let is_holiday = matches!((date.month(), date.day()), (12, 25 | 26) | (1, 1));
    let closed = match segment {
        Segment::Trade => [Weekday::Saturday, Weekday::Sunday],
        Segment::Salon | Segment::Shop => [Weekday::Sunday, Weekday::Monday],
    };
    !is_holiday && !closed.contains(&date.weekday())
}

/// The nearest open day: back from the first closed day, on from the second, so that gaps keep their mean.
fn open_day(segment: Segment, day: Day) -> Day {
    [0, -1, 1, 2, 3]
        .map(|shift| day.plus(shift))
        .into_iter()
        .find(|near| is_open(segment, *near))
        .unwrap_or(day)
}

/// The first open day from a day on.
pub(crate) fn open_day_from(segment: Segment, day: Day) -> Day {
    (0..7).map(|ahead| day.plus(ahead)).find(|near| is_open(segment, *near)).unwrap_or(day)
}

/// Lives every life and closes the books.
pub(crate) fn simulate(scenario: &Scenario) -> Company {
    let cast = Cast::of(scenario);
    let mut desk = Desk::new(scenario.end_day);
    let people: Vec<Person> = (1..=scenario.customers)
        .map(|number| {
            Person::draw(number, scenario, &cast, &mut Random::new(scenario.seed, u64::from(number)))
        })
        .collect();
    let traces: Vec<Trace> =
        people.iter().map(|person| Life::new(scenario, &cast, person, &mut desk).live()).collect();
    refer(scenario, &people, &traces, &mut desk);
    let truth = Truth {
        scenario: *scenario,
        start_day: scenario.start_day(),
        end_day: scenario.end_day,
        customers: people
            .iter()
            .zip(&traces)
            .map(|(person, trace)| truth::of_customer(person, trace, &cast, scenario.end_day))
            .collect(),
        providers: truth::of_providers(&cast, scenario),
    };
    let mut records: Vec<Record> = cast.records().collect();
    records.extend(people.iter().zip(2..).map(|(person, line)| profile(person, &cast, line, scenario)));
    records.extend(desk.close());
    Company { records, truth }
}

fn profile(person: &Person, cast: &Cast, line: u64, scenario: &Scenario) -> Record {
    let mut random = Random::new(scenario.seed, (2 << 32) + line);
    let is_firm = person.segment == Segment::Trade;
    let address: String = person
        .name
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '.' })
        .collect();
    let number = line - 1;
    let is_assigned = is_firm || matches!(person.traits.script, Script::Close) && random.chance(0.3);
    let profile = CustomerProfile {
        kind: Some(if is_firm { PartyKind::Organization } else { PartyKind::Person }),
        name: Some(person.name.clone()),
        email: random.chance(0.8).then(|| {
            format!("{}.{number}@example.com", address.replace("..", ".").replace("..", ".")).into()
        }),
        phone: random.chance(0.85).then(|| {
            let area = 200 + random.whole(1, 99);
            format!("+1 {area} 555 01{:02}", random.whole(0, 99)).into()
        }),
        since: person.since,
        assigned_to: is_assigned.then(|| cast.providers[person.usual].id.clone()),
        language: random.chance(0.1).then(|| Text::from(*random.pick(&["es", "fr", "pt", "ar"]))),
        timezone: None,
    };
    Record {
        line,
        id: FactId(0),
        external_id: None,
        at: Timestamp(0),
        customer: person.id.clone(),
        provider: None,
        body: Body::Customer(profile),
        extras: None,
    }
}

/// Some newcomers were sent by a customer of the same kind who was about at the time.
fn refer(scenario: &Scenario, people: &[Person], traces: &[Trace], desk: &mut Desk) {
    let mut random = Random::new(scenario.seed, 3 << 32);
    for (newcomer, trace) in people.iter().zip(traces) {
        let Some(first) = trace.visits.first().copied() else { continue };
        if first.days_since(scenario.start_day()) < 100 || !random.chance(0.28) {
            continue;
        }
        // Forty people drawn at random are enough to find one who speaks of us.
        let friend = (0..40).map(|_| random.place(people.len())).find(|place| {
            let (friend, visits) = (&people[*place], &traces[*place].visits);
            friend.segment == newcomer.segment
                && friend.id != newcomer.id
                && matches!(friend.traits.script, Script::Close | Script::Near | Script::House)
                && friend.traits.delivered_right > 0.8
                && visits.iter().filter(|day| **day < first).count() >= 2
                && visits.iter().any(|day| *day < first && *day > first.plus(-120))
        });
        let rewarded = random.chance(0.25);
        let minute = random.whole(540, 1_020);
        if let Some(place) = friend {
            let body = Referral { to_customer: newcomer.id.clone(), rewarded: Some(rewarded) };
            desk.put(instant(first, minute), &people[place].id, None, Body::Referral(body));
        }
    }
}
