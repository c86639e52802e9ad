//! Times one customer's judgement: `cargo run --release -p judge --example speed`.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]

use book::*;
use judge::{Context, Parameters, Population};
use std::hint::black_box;
use std::time::Instant;

fn time<T>(what: &str, rounds: u32, mut call: impl FnMut() -> T) {
    let start = Instant::now();
    for _ in 0..rounds {
        black_box(call());
    }
    let micros = start.elapsed().as_secs_f64() * 1e6 / f64::from(rounds);
    println!("{what:58} {micros:9.2} us");
}

fn customer() -> Customer {
    Customer::new(CustomerId(1), "speed", "c-1")
}

fn fact<D: fact::Detail>(number: i32, day: i32, provider: Option<u32>, detail: D) -> Fact<D> {
    let external_id = number.to_string();
    Fact {
        id: FactId::of("speed", D::KIND, &external_id),
        source: SourceId(1),
        external_id: Some(external_id.into()),
        at: Timestamp(i64::from(day) * time::DAY_MICROS),
        day: Day(day),
        provider: provider.map(ProviderId),
        detail,
    }
}

/// A customer with `purchases` purchases and `contacts` contacts over two years, served by four in turn.
fn history(purchases: i32, contacts: i32, named: bool) -> History {
    let mut history = History::new(customer());
    let day = |place: i32, of: i32| 20_000 - 700 + 700 * place / of.max(1);
    let by = |place: i32| Some(1 + (place % 4) as u32);
    for place in 0..purchases {
        let detail = Purchase { amount_minor: 1000, ..Purchase::default() };
        let provider = if named { by(place / 2) } else { None };
        history.purchases.push(fact(place, day(place, purchases), provider, detail));
    }
    for place in 0..contacts {
        let detail = Interaction { two_way: Some(true), history_seen: Some(true), ..Interaction::default() };
        history.interactions.push(fact(place, day(place, contacts), by(place / 3), detail));
    }
    history.sort();
    history
}

fn main() {
    let (parameters, calendar, directory) = (Parameters::default(), Calendar::utc(), Directory::default());
    let population = Population {
        provider_contact_days: (1..=20).map(|id| (ProviderId(id), 1000)).collect(),
        contact_days: 20_000,
        contact_gap_days: Some(60.0),
        purchase_gap_days: Some(60.0),
        ..Population::default()
    };
    let context = Context {
        as_of_day: Day(20_000),
        as_of: Timestamp(i64::from(20_001) * time::DAY_MICROS - 1),
        calendar: &calendar,
        parameters: &parameters,
        population: &population,
        directory: &directory,
        currency: Currency::NONE,
    };
    let cases = [
        ("10 purchases, nobody named", history(10, 0, false)),
        ("10 purchases, named providers", history(10, 0, true)),
        ("10 purchases, 10 contacts", history(10, 10, true)),
        ("500 contacts", history(0, 500, false)),
    ];
    for (what, history) in &cases {
        time(&format!("{what}: J1"), 20_000, || judge::relationship_kind::assess(history, &context));
        let kind = judge::relationship_kind::assess(history, &context);
        time(&format!("{what}: J2"), 20_000, || judge::link_strength::assess(history, &context, &kind));
        time(&format!("{what}: J5"), 20_000, || {
            judge::three_part_test::assess(history, &context, &kind, None)
        });
        time(&format!("{what}: assess, all judgements"), 5_000, || judge::assess(history, &context));
        let assessment = judge::assess(history, &context);
        time(&format!("{what}: J1 in words"), 200, || {
            judge::relationship_kind::judgements(&kind, history, &context)
        });
        time(&format!("{what}: J2 in words"), 200, || {
            judge::link_strength::judgements(&assessment.triangles, history, &context)
        });
        time(&format!("{what}: in words"), 200, || judge::judgements(history, &context, &assessment));
    }
}
