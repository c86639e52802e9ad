//! Times the judging of many customers of a shop known from invoices alone, without reading a book.
//!
//! ```text
//! cargo run --release -p judge --example judging_pass -- 1000000
//! ```
//! Prints microseconds per customer for collecting the population, for fitting its purchase model, for every
//! verdict, and (of the first thousand) for the words. One thread; the machine's other work adds to it.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a stopwatch that reports")]

use book::*;
use judge::{Context, Parameters, PopulationBuilder, assess, judgements};
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
}

fn history(id: u32, numbers: &mut Numbers) -> History {
    let mut history = History::new(Customer::new(CustomerId(id), "bench", &id.to_string()));
    let mean_gap_days = 10 + numbers.below(60);
    let (leaves_in_hundred, usual_minor) = (numbers.below(15), 500 + 100 * numbers.below(80));
    let mut day = AS_OF.0 - 730 + numbers.below(700) as i32;
    for place in 0..99 {
        if day > AS_OF.0 {
            break;
        }
        history.purchases.push(Fact {
            id: FactId(u64::from(id) * 100 + place),
            source: SourceId(1),
            external_id: None,
            at: Timestamp(i64::from(day) * time::DAY_MICROS),
            day: Day(day),
            provider: None,
            detail: Purchase {
                amount_minor: (usual_minor / 2 + numbers.below(usual_minor)) as i64,
                ..Purchase::default()
            },
        });
        if numbers.below(100) < leaves_in_hundred {
            break;
        }
        day += 1 + numbers.below(2 * mean_gap_days) as i32;
    }
    history
}

fn main() {
    let customers: u32 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let (parameters, directory, calendar) = (Parameters::default(), Directory::default(), Calendar::utc());
    let currency = Currency::NONE;
    let mut numbers = Numbers(1);
    let mut builder = PopulationBuilder::new(AS_OF, &calendar, currency);
    let histories: Vec<History> = (0..customers.min(100_000)).map(|id| history(id, &mut numbers)).collect();
    let rounds = (customers as usize).div_ceil(histories.len());
    let per_customer = |started: Instant, count: usize| started.elapsed().as_secs_f64() * 1e6 / count as f64;

    let started = Instant::now();
    (0..rounds).for_each(|_| histories.iter().for_each(|history| builder.add(history)));
    println!("population  {:.3} us each", per_customer(started, rounds * histories.len()));
    let started = Instant::now();
    let population = builder.finish(&parameters);
    println!("finish      {:.3} s in all", started.elapsed().as_secs_f64());
    println!("            {:?}", population.purchase_model);

    let context = Context {
        as_of_day: AS_OF,
        as_of: Timestamp(i64::from(AS_OF.0 + 1) * time::DAY_MICROS - 1),
        calendar: &calendar,
        parameters: &parameters,
        population: &population,
        directory: &directory,
        currency,
    };
    let started = Instant::now();
    let purchases: usize = histories.iter().map(|history| history.purchases.len()).sum();
    println!("            {:.1} purchases each", purchases as f64 / histories.len() as f64);
    let signs = histories.iter().filter(|history| assess(history, &context).decline.purchase_rhythm).count();
    println!("assess      {:.3} us each ({signs} off rhythm)", per_customer(started, histories.len()));
    for (name, part) in parts() {
        let started = Instant::now();
        histories.iter().for_each(|history| part(history, &context));
        println!("  {name:<10}{:.3} us each", per_customer(started, histories.len()));
    }
    let started = Instant::now();
    let words: usize = histories
        .iter()
        .take(1_000)
        .map(|history| judgements(history, &context, &assess(history, &context)).len())
        .sum();
    println!(
        "words       {:.3} us each ({words} judgements)",
        per_customer(started, histories.len().min(1_000))
    );
}

type Part = fn(&History, &Context);

/// The verdicts one by one.
fn parts() -> [(&'static str, Part); 13] {
    use judge::*;
    fn done<T>(verdict: T) {
        std::hint::black_box(verdict);
    }
    [
        ("kind", |history, context| done(relationship_kind::assess(history, context))),
        ("rhythm", |history, context| done(rhythm::purchases(history, context))),
        ("alive", |history, context| done(alive::assess(history, context))),
        ("candor", |history, context| done(candor::assess(history, context))),
        ("load", |history, context| done(load::assess(history, context))),
        ("foundation", |history, context| done(foundation::assess(history, context))),
        ("promises", |history, context| done(promise_keeping::assess(history, context))),
        ("follow_up", |history, context| done(follow_up::assess(history, context))),
        ("style", |history, context| done(wanted_style::assess(history, context))),
        ("efficiency", |history, context| done(efficiency::assess(history, context))),
        ("benefits", |history, context| done(benefit_level::assess(history, context))),
        ("sent", |history, context| done(contact_load::assess(history, context))),
        ("give_ask", |history, context| done(give_ask::assess(history, context))),
    ]
}
