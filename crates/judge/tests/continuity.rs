//! Continuity against real records (evidence 1.5): guests who meet their host again, and callers who do not
//! meet their agent again.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

use book::*;
use judge::backtest::{ContinuityBacktest, ContinuityReport};
use judge::{Context, Parameters, Population};
use std::collections::BTreeMap;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");

/// Reads a folder's `interactions.csv.gz`; `None`, said aloud, when it is absent.
fn histories(folder: &str) -> Option<Vec<History>> {
    let path = format!("{DATA}/{folder}/interactions.csv.gz");
    let Ok(file) = std::fs::File::open(&path) else {
        eprintln!("not run: {path} is absent");
        return None;
    };
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
    let headers = reader.headers().unwrap().clone();
    let place = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (id, at, customer, provider) = (place("id"), place("at"), place("customer"), place("provider"));
    let two_way = place("two_way");
    let mut providers: BTreeMap<String, u32> = BTreeMap::new();
    let mut customers: BTreeMap<String, History> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let day = Day::from_date(row[at][..10].parse().unwrap());
        let next = providers.len() as u32 + 1;
        let served_by = ProviderId(*providers.entry(row[provider].to_owned()).or_insert(next));
        let history = customers.entry(row[customer].to_owned()).or_insert_with(|| stranger(&row[customer]));
        history.interactions.push(Fact {
            id: FactId::of(folder, FactKind::Interaction, &row[id]),
            source: SourceId(1),
            external_id: Some(row[id].into()),
            at: Timestamp(i64::from(day.0) * time::DAY_MICROS),
            day,
            provider: Some(served_by),
            detail: Interaction { two_way: Some(&row[two_way] == "true"), ..Interaction::default() },
        });
    }
    let mut histories: Vec<History> = customers.into_values().collect();
    histories.iter_mut().for_each(History::sort);
    Some(histories)
}

fn stranger(external_id: &str) -> History {
    History::new(Customer::new(CustomerId(1), "test", external_id))
}

fn backtest(histories: &[History]) -> ContinuityReport {
    let (parameters, population, calendar) = (Parameters::default(), Population::default(), Calendar::utc());
    let context = Context {
        as_of_day: Day(0),
        as_of: Timestamp(0),
        calendar: &calendar,
        parameters: &parameters,
        population: &population,
        directory: &Directory::default(),
        currency: Currency::NONE,
    };
    let mut backtest = ContinuityBacktest::default();
    histories.iter().for_each(|history| backtest.learn(history));
    histories.iter().for_each(|history| backtest.add(history, &context));
    backtest.finish()
}

#[test]
fn guests_meet_their_host_again() {
    let Some(histories) = histories("guest-stays") else { return };
    let report = backtest(&histories);
    println!("guest-stays: {} guests, {report:?}", histories.len());
    assert_eq!(histories.len(), 23_153);
    assert!(report.judged >= 50, "{report:?}");
    assert!(report.judged_met_again.unwrap() >= 0.68, "{report:?}");
    assert!(report.others_met_again.unwrap() <= 0.33, "{report:?}");
    assert!(report.auc.unwrap() > 0.6, "{report:?}");
}

#[test]
fn callers_have_no_agent_of_their_own() {
    let Some(histories) = histories("bank-calls") else { return };
    let report = backtest(&histories);
    println!("bank-calls: {} callers, {report:?}", histories.len());
    assert_eq!(histories.len(), 3_780);
    assert!(report.judged as f64 <= 0.02 * report.customers as f64, "{report:?}");
    assert!(report.judged as f64 <= 0.01 * histories.len() as f64, "{report:?}");
}
