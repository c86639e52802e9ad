//! The published figures of the CDNOW sample (2,357 customers, weeks, calibration to 1997-09-30), from the
//! file to the report.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, also in its helpers"
)]

use forecast::{Model, Parameters, Unit};
use rfm::{Report, Request};
use std::path::Path;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/cdnow/CDNOW_sample.txt");

fn request(model: Model) -> Option<Request> {
    if !Path::new(SAMPLE).exists() {
        eprintln!("not run: {SAMPLE} is absent");
        return None;
    }
    Some(Request {
        file: SAMPLE.into(),
        customer: "2".into(),
        date: "3".into(),
        amount: Some("5".into()),
        model,
        unit: Unit::Week,
        calibrate_to: Some(book::Day::from_date("1997-09-30".parse().unwrap())),
        horizon_days: None,
        out: None,
    })
}

#[track_caller]
fn near(found: f64, published: f64, tolerance: f64) {
    assert!((found - published).abs() <= tolerance, "found {found}, published {published}");
}

fn check(report: &Report, parameters: [f64; 4], log_likelihood: f64, expected: f64) {
    let found = match report.parameters {
        Parameters::DropOut { r, alpha, a, b } => [r, alpha, a, b],
        Parameters::Pareto { r, alpha, s, beta } => [r, alpha, s, beta],
    };
    found.iter().zip(parameters).for_each(|(found, published)| near(*found, published, 1e-2));
    near(report.log_likelihood, log_likelihood, 1e-2);
    assert!(report.converged);
    assert_eq!((report.customers, report.repeat_customers, report.rows), (2_357, 946, 6_919));
    let holdout = report.holdout.unwrap();
    assert_eq!(holdout.periods, 39.0);
    assert_eq!(holdout.actual, 1_882);
    near(holdout.expected, expected, 0.5);
    assert!(holdout.correlation.unwrap() > 0.6 && holdout.mae < 1.0, "{holdout:?}");
}

#[test]
fn bg_nbd_and_gamma_gamma() {
    let Some(request) = request(Model::BgNbd) else { return };
    let report = rfm::run(&request, &mut |_| {}).unwrap();
    check(&report, [0.2426, 4.4135, 0.7929, 2.4258], -9582.4256, 1_653.4);
    let spend = report.gamma_gamma.unwrap();
    near(spend.p, 6.2488, 1e-2);
    near(spend.q, 3.7446, 1e-2);
    near(spend.v, 15.4477, 2e-2);
    near(spend.log_likelihood, -4055.9232, 1e-2);
    near(spend.population_mean, 35.17, 1e-2);
    assert_eq!(spend.customers, 946);
}

#[test]
fn mbg_nbd() {
    let Some(request) = request(Model::MbgNbd) else { return };
    let report = rfm::run(&request, &mut |_| {}).unwrap();
    check(&report, [0.5248, 6.1830, 0.8914, 1.6140], -9582.1327, 1_576.7);
}

#[test]
fn pareto_nbd() {
    let Some(request) = request(Model::ParetoNbd) else { return };
    let report = rfm::run(&request, &mut |_| {}).unwrap();
    check(&report, [0.5533, 10.5776, 0.6062, 11.6679], -9594.9739, 1_665.5);
}

#[test]
fn mbg_cnbd_k_is_at_least_as_likely_as_its_special_case() {
    let Some(request) = request(Model::MbgCnbdK) else { return };
    let report = rfm::run(&request, &mut |_| {}).unwrap();
    assert!(report.log_likelihood >= -9582.1327 - 1e-2 && report.model_k >= 1, "{report:?}");
}

#[test]
fn everybody_is_written_in_order_of_appearance() {
    let Some(mut request) = request(Model::BgNbd) else { return };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("customers.csv");
    request.out = Some(out.clone());
    let report = rfm::run(&request, &mut |_| {}).unwrap();
    let text = std::fs::read_to_string(out).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(
        text.lines().next(),
        Some("customer,frequency,recency,age,p_alive,expected_purchases,expected_spend,clv")
    );
    assert_eq!(rows.len(), 2_358);
    assert_eq!(rows[1][..4], ["0001", "2", "30.4286", "38.8571"]);
    let number = |row: usize, column: usize| rows[row][column].parse::<f64>().unwrap();
    near(number(1, 4), 0.7266, 1e-3);
    near(number(1, 5), 1.2259, 1e-3);
    let spends = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17];
    spends.iter().enumerate().for_each(|(place, published)| near(number(place + 1, 6), *published, 1e-2));
    let expected: f64 = (1..rows.len()).map(|row| number(row, 5)).sum();
    near(expected, report.expected_purchases, 1e-2);
    let clv: f64 = (1..rows.len()).map(|row| number(row, 7)).sum();
    near(clv, report.clv.unwrap(), 1.0);
}
