//! Times one person's judgements, verdicts and words, for customers of several sizes with facts of all kinds.
//!
//! ```text
//! cargo run --release -p judge --example one_person
//! ```
//! With a number only customers of so many contacts, with `say` everything that was said as well.
//! Prints microseconds for the verdicts and for everything in words, the median of many rounds, and a sum of
//! all that was said, so that a change meant only to be faster can be seen to change no word.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a stopwatch that reports")]

use book::*;
use judge::{Assessment, Context, Judgement, Parameters, PopulationBuilder, assess, judgements};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Instant;

const AS_OF: Day = Day(20_514);

/// A small generator of numbers that look random (Steele & Vigna's SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) % end
    }

    fn maybe(&mut self) -> Option<bool> {
        [None, Some(true), Some(false), Some(true)][self.below(4) as usize]
    }

    fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }

    /// A fact of a random moment of three years, mostly with one provider of four.
    fn fact<D>(&mut self, detail: D) -> Fact<D> {
        let at = Timestamp(
            i64::from(AS_OF.0 + 1) * time::DAY_MICROS - 1 - self.below(1_000 * 86_400) as i64 * 1_000_000,
        );
        let provider = self.one_of(&[None, Some(1), Some(1), Some(1), Some(2), Some(3), Some(4)]);
        Fact {
            id: FactId(self.below(1 << 60)),
            source: SourceId(1),
            external_id: Some(Text::from(format!("record-{}", self.below(1 << 20)))),
            at,
            day: Calendar::utc().day(at),
            provider: provider.map(ProviderId),
            detail,
        }
    }

    fn later(&mut self) -> Option<Timestamp> {
        (self.below(3) > 0)
            .then(|| Timestamp((i64::from(AS_OF.0) - 300 + self.below(400) as i64) * time::DAY_MICROS))
    }
}

fn customer(id: u32, contacts: u64, purchases: u64, numbers: &mut Numbers) -> History {
    let mut history = History::new(Customer {
        name: Some(Text::from(format!("Person {id}"))),
        assigned_to: numbers.one_of(&[None, None, Some(ProviderId(2))]),
        ..Customer::new(CustomerId(id), "bench", &id.to_string())
    });
    let n = numbers;
    const PURPOSES: [&str; 8] =
        ["check-in", "order", "next date", "event", "plan", "question", "personal", "advice"];
    for _ in 0..contacts {
        let detail = Interaction {
            initiated_by: n.one_of(&[None, Some(Initiator::Us), Some(Initiator::Customer)]),
            two_way: n.maybe(),
            channel: Some("phone".into()),
            minutes: Some(4.0),
            purpose: Some(n.one_of(&PURPOSES).into()),
            solved: n.maybe(),
            history_seen: n.maybe(),
            handed_off: n.maybe(),
            asked_question: n.maybe(),
        };
        history.interactions.push(n.fact(detail));
    }
    for _ in 0..purchases {
        let product = n.one_of(&["tea", "coffee", "honey", "bread"]).into();
        let detail = Purchase { amount_minor: 900, product: Some(product), ..Purchase::default() };
        history.purchases.push(n.fact(detail));
        let purchase = history.purchases.last().map(|sale| sale.id);
        let delivery = Delivery {
            purchase,
            got_it: n.maybe(),
            easy: n.maybe(),
            pleasant: n.maybe(),
            ..Delivery::default()
        };
        history.deliveries.push(n.fact(delivery));
    }
    add_words(&mut history, contacts.div_ceil(10), n);
    add_known(&mut history, contacts.div_ceil(8), n);
    history.sort();
    history
}

fn add_words(history: &mut History, count: u64, n: &mut Numbers) {
    for _ in 0..count {
        let voice = Voice {
            kind: Some(n.one_of(VoiceKind::ALL)),
            severity: n.one_of(&[None, Some(1), Some(2)]),
            resolved_at: n.later(),
            satisfied: n.maybe(),
            ..Voice::default()
        };
        history.voice.push(n.fact(voice));
        let promise = Promise {
            what: Text::from(format!("call back {}", n.below(5))),
            by: Some(n.one_of(Promisor::ALL)),
            due_at: n.later(),
            outcome: Some(n.one_of(PromiseOutcome::ALL)),
            closed_at: n.later(),
            depends_on: None,
        };
        history.promises.push(n.fact(promise));
        let touch = Touch {
            tactic: "newsletter".into(),
            claims_relationship: n.maybe(),
            answered_at: n.later(),
            ..Touch::default()
        };
        history.touches.push(n.fact(touch));
    }
}

fn add_known(history: &mut History, count: u64, n: &mut Numbers) {
    const KINDS: [&str; 8] =
        ["preference", "family", "order", "common_ground", "next_booking", "asks_for", "pause", "leaving"];
    for _ in 0..count {
        let knowledge = Knowledge {
            kind: n.one_of(&KINDS).into(),
            text: "said so".into(),
            origin: n.one_of(&[None, Some(Origin::Stated), Some(Origin::Observed), Some(Origin::Inferred)]),
            expires_at: n.later(),
        };
        history.knowledge.push(n.fact(knowledge));
        let known = n.below(history.knowledge.len() as u64) as usize;
        let contact = n.below(history.interactions.len().max(1) as u64) as usize;
        let adaptation = Adaptation {
            knowledge: history.knowledge.get(known).map(|fact| fact.id),
            interaction: history.interactions.get(contact).map(|fact| fact.id),
        };
        history.adaptations.push(n.fact(adaptation));
    }
    for _ in 0..n.below(3) {
        let wish = match n.below(3) {
            0 => Wish { cadence_days: Some(30), ..Wish::default() },
            1 => Wish { named_provider: Some("p1".into()), ..Wish::default() },
            _ => Wish { style: Some(n.one_of(Style::ALL)), ..Wish::default() },
        };
        history.wishes.push(n.fact(wish));
    }
    for _ in 0..n.below(3) {
        let benefit =
            Benefit { level: Some(n.one_of(BondLevel::ALL)), what: "link".into(), ..Default::default() };
        history.benefits.push(n.fact(benefit));
    }
}

fn directory() -> Directory {
    let provider = |id: u32| Provider {
        id: ProviderId(id),
        external_id: Text::from(format!("p{id}")),
        source: "bench".into(),
        name: Some(Text::from(format!("Provider {id}"))),
        email: None,
        started_on: None,
        minutes_per_week: None,
        skills: None,
        languages: None,
        team: None,
    };
    Directory { providers: (1..=200).map(provider).collect() }
}

/// Adds everything that was said about a person to the sum, and shows it when asked to (any argument).
fn note(said: &mut DefaultHasher, assessment: &Assessment, judged: &[Judgement]) {
    let all = format!("{assessment:#?} {judged:#?}");
    if std::env::args().nth(1).as_deref() == Some("say") {
        println!("{all}");
    }
    all.hash(said);
}

fn main() {
    let (parameters, directory, calendar) = (Parameters::default(), directory(), Calendar::utc());
    let currency = Currency::NONE;
    let mut numbers = Numbers(7);
    let mut builder = PopulationBuilder::new(AS_OF, &calendar, currency);
    let crowd: Vec<History> =
        (0..600).map(|id| customer(id, u64::from(id % 40), u64::from(id % 13), &mut numbers)).collect();
    crowd.iter().for_each(|history| builder.add(history));
    let mut population = builder.finish(&parameters);
    population.provider_contact_days = (1..=200).map(|id| (ProviderId(id), 3_000)).collect();
    let context = Context {
        as_of_day: AS_OF,
        as_of: Timestamp(i64::from(AS_OF.0 + 1) * time::DAY_MICROS - 1),
        calendar: &calendar,
        parameters: &parameters,
        population: &population,
        directory: &directory,
        currency,
    };
    let only: Option<u64> = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let mut said = DefaultHasher::new();
    for (contacts, purchases, rounds) in
        [(0, 10, 2_000), (5, 3, 2_000), (20, 10, 2_000), (100, 40, 400), (500, 0, 200), (500, 100, 200)]
    {
        if only.is_some_and(|only| only != contacts) {
            continue;
        }
        let people: Vec<History> =
            (0..20).map(|id| customer(id, contacts, purchases, &mut numbers)).collect();
        let (mut verdicts, mut words) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            let person = &people[round % people.len()];
            let started = Instant::now();
            let assessment = std::hint::black_box(assess(person, &context));
            verdicts.push(started.elapsed().as_secs_f64() * 1e6);
            let judged = std::hint::black_box(judgements(person, &context, &assessment));
            words.push(started.elapsed().as_secs_f64() * 1e6);
            if round < people.len() {
                note(&mut said, &assessment, &judged);
            }
        }
        let median = |times: &mut Vec<f64>| {
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        };
        println!(
            "{contacts:4} contacts, {purchases:3} purchases: verdicts {:7.1} us, with words {:7.1} us",
            median(&mut verdicts),
            median(&mut words)
        );
    }
    for history in crowd.iter().filter(|_| only.is_none()) {
        let assessment = assess(history, &context);
        let judged = judgements(history, &context, &assessment);
        note(&mut said, &assessment, &judged);
    }
    println!("all that was said: {:016x}", said.finish());
}
