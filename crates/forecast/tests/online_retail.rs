//! Forecasts of a real wholesaler's purchases at every month's cut.
#![allow(clippy::print_stderr, reason = "a test that could not run says so, and shows its table")]

use forecast::{CutReport, Model, Season, Settings, Unit};
use std::collections::HashMap;

const FILE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/online-retail/online_retail_2009_2010.csv.gz");

/// Days from 1970-01-01 of a date (proleptic Gregorian).
fn day(y: i32, m: i32, d: i32) -> i32 {
    let (y, m) = if m <= 2 { (y - 1, m + 9) } else { (y, m - 3) };
    365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d - 1 - 719_468
}

/// Sorted distinct purchase days per customer; cancellations and rows without a customer left out.
fn purchase_days() -> Option<Vec<Vec<i32>>> {
    let Ok(file) = std::fs::File::open(FILE) else {
        eprintln!("not run: {FILE} is absent");
        return None;
    };
    let mut customers: HashMap<String, Vec<i32>> = HashMap::new();
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
    for row in reader.byte_records() {
        let row = row.expect("a readable row");
        let text = |i: usize| String::from_utf8_lossy(&row[i]).into_owned();
        let (invoice, date, customer) = (text(0), text(4), text(6));
        if invoice.starts_with('C') || customer.is_empty() {
            continue;
        }
        let number = |range: std::ops::Range<usize>| date[range].parse::<i32>().expect("a date");
        customers.entry(customer).or_default().push(day(number(0..4), number(5..7), number(8..10)));
    }
    let mut customers: Vec<Vec<i32>> = customers.into_values().collect();
    for days in &mut customers {
        days.sort_unstable();
        days.dedup();
    }
    customers.sort_unstable();
    Some(customers)
}

fn check(report: &CutReport) {
    assert!(report.converged, "{report:?}");
    for number in [report.expected, report.actual, report.ratio, report.adjusted_ratio, report.auc] {
        assert!(number.is_some_and(|n| n.is_finite() && n > 0.0), "{report:?}");
    }
    assert_eq!(report.season, Season::NotLearnableUnderTwoYears);
}

fn show(name: &str, reports: &[CutReport]) {
    eprintln!("{name}");
    eprintln!("cut    customers expected  actual  ratio  adjusted  newest  adjusted    auc   lift");
    for r in reports {
        let [expected, actual, ratio, adjusted, newest, newest_adjusted, auc, lift] = [
            r.expected,
            r.actual,
            r.ratio,
            r.adjusted_ratio,
            r.newest_ratio,
            r.newest_adjusted_ratio,
            r.auc,
            r.top_decile_lift,
        ]
        .map(|number| number.unwrap_or(f64::NAN));
        eprintln!(
            "{:6} {:9} {expected:8.0} {actual:7.0} {ratio:6.2} {adjusted:9.2} {newest:7.2} \
             {newest_adjusted:9.2} {auc:6.3} {lift:6.2}",
            r.cut, r.customers
        );
    }
}

/// The root mean square of the logarithms of the ratios.
fn miss(ratios: impl Iterator<Item = Option<f64>>) -> f64 {
    let squares: Vec<f64> = ratios.flatten().map(|ratio| ratio.ln().powi(2)).collect();
    (squares.iter().sum::<f64>() / squares.len() as f64).sqrt()
}

#[test]
fn every_months_cut() {
    let Some(customers) = purchase_days() else { return };
    let slices: Vec<&[i32]> = customers.iter().map(Vec::as_slice).collect();
    let last_day = day(2010, 12, 9);
    assert_eq!((customers.len(), customers.iter().flatten().max()), (4314, Some(&last_day)));
    for (model, horizon_days) in
        [(Model::MbgNbd, 30), (Model::MbgNbd, 90), (Model::BgNbd, 30), (Model::ParetoNbd, 30)]
    {
        let settings = Settings { model, unit: Unit::Day, horizon_days, last_day };
        let cuts: Vec<i32> =
            (1..=11).map(|m| day(2010, m, 1) - 1).filter(|cut| cut + horizon_days <= last_day).collect();
        let reports = forecast::backtest(&slices, &cuts, &settings);
        show(&format!("{}, {horizon_days} days", model.name()), &reports);
        reports.iter().for_each(check);
        // From the third cut on there is a past to learn the newest cohort from.
        let newest = miss(reports[2..].iter().map(|r| r.newest_ratio));
        let adjusted = miss(reports[2..].iter().map(|r| r.newest_adjusted_ratio));
        let (all, all_adjusted) =
            (miss(reports.iter().map(|r| r.ratio)), miss(reports.iter().map(|r| r.adjusted_ratio)));
        eprintln!("miss: newest {newest:.3} adjusted {adjusted:.3}, all {all:.3} adjusted {all_adjusted:.3}");
        assert!(adjusted < newest, "the correction mends the newest cohort: {newest} {adjusted}");
        assert!(all_adjusted < all + 0.01, "and does not spoil the whole: {all} {all_adjusted}");
    }
}

#[test]
fn windows_of_six_months() {
    let Some(customers) = purchase_days() else { return };
    let last_day = day(2010, 12, 9);
    for month in 5..=11 {
        let (from, cut) = (day(2010, month - 5, 1), day(2010, month + 1, 1) - 1);
        // A shop that began six months before the cut: earlier purchases are unknown.
        let begun: Vec<&[i32]> =
            customers.iter().map(|days| &days[days.partition_point(|day| *day < from)..]).collect();
        for model in [Model::BgNbd, Model::MbgNbd, Model::ParetoNbd, Model::MbgCnbdK] {
            let window = forecast::window(
                &begun,
                cut,
                &Settings { model, unit: Unit::Day, horizon_days: 30, last_day },
            );
            let window = window.expect("six months are enough");
            let expected: f64 = window.people.iter().map(|person| person.expected).sum();
            assert!(expected.is_finite() && expected > 0.0, "{:?} {expected}", window.fitted);
        }
    }
}
