//! The main job on real records: a wholesaler's invoices, a city's guests, a bank's calls, CDNOW.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

mod common;

use common::{Desk, real};
use serde_json::Value;

fn text(path: &std::path::Path) -> String {
    path.display().to_string()
}

#[test]
fn a_wholesaler_gets_a_day_worth_having() {
    let Some(file) = real("online-retail/online_retail_2009_2010.csv.gz") else { return };
    let desk = Desk::new();
    // Rejects are written beside the file: read a copy.
    std::fs::copy(&file, desk.path("invoices.csv.gz")).unwrap();
    let summary = desk.run(&["import", "invoices.csv.gz", "--json"]).code(0).json();
    assert_eq!(summary["rows"], 525_461);
    assert_eq!(summary["customers_new"], 4_383);
    assert_eq!(summary["rejected"], 0);
    let day = desk.run(&["agenda", "--as-of", "2010-12-01", "--json"]).code(0).json();
    let entries = day["entries"].as_array().unwrap();
    assert!((6..=16).contains(&entries.len()), "{} entries", entries.len());
    let minutes: u64 = entries.iter().map(|entry| entry["minutes"].as_u64().unwrap()).sum();
    assert!(minutes <= 120);
    let acts: std::collections::BTreeSet<&str> = entries.iter().map(|e| e["act"].as_str().unwrap()).collect();
    assert!(acts.len() >= 3, "a day of one kind of act: {acts:?}");
    for entry in entries {
        assert!(!entry["facts"].as_array().unwrap().is_empty(), "{entry}");
        assert!(entry["sentence"].as_str().unwrap().len() > 40, "{entry}");
    }
    let page = desk.run(&["agenda", "--as-of", "2010-12-01"]).code(0).out;
    assert!(page.contains("orders only"), "what cannot be judged is said: {page}");
    let kinds =
        desk.run(&["judge", "--as-of", "2010-12-01", "--kind", "relationship_kind", "--json"]).lines();
    assert!(
        kinds.iter().all(|line| line["outcome"] == "not_assessed"),
        "invoices say nothing of relationships"
    );
}

#[test]
fn a_wholesalers_forecast_is_finite_at_every_months_cut() {
    let Some(file) = real("online-retail/online_retail_2009_2010.csv.gz") else { return };
    let desk = Desk::new();
    std::fs::copy(&file, desk.path("invoices.csv.gz")).unwrap();
    desk.run(&["import", "invoices.csv.gz"]).code(0);
    let day = ["--as-of", "2010-12-31"];
    let report =
        desk.run(&[&["backtest", "forecast", "--horizon", "30", "--json"], &day[..]].concat()).code(0).json();
    let cuts = report.as_array().unwrap();
    assert_eq!(cuts.len(), 11);
    for cut in cuts {
        assert_eq!(cut["converged"], true, "{cut}");
        for number in ["expected", "actual", "ratio", "adjusted_ratio", "auc", "top_decile_lift"] {
            assert!(cut[number].as_f64().is_some_and(f64::is_finite), "{number}: {cut}");
        }
        assert_eq!(cut["season"], "not_learnable_under_two_years");
    }
}

fn continuity(name: &str) -> Option<Value> {
    let file = real(name)?;
    let desk = Desk::new();
    desk.run(&["import", &text(&file), "--format", "interactions", "--json"]).code(0);
    Some(desk.run(&["backtest", "continuity", "--json"]).code(0).json())
}

#[test]
fn guests_with_a_usual_host_meet_that_host_again() {
    let Some(report) = continuity("guest-stays/interactions.csv.gz") else { return };
    assert!(report["judged_met_again"].as_f64().unwrap() >= 0.68, "{report}");
    assert!(report["others_met_again"].as_f64().unwrap() <= 0.33, "{report}");
}

#[test]
fn a_call_centre_has_no_usual_person() {
    let Some(report) = continuity("bank-calls/interactions.csv.gz") else { return };
    let judged = report["judged"].as_f64().unwrap() / report["customers"].as_f64().unwrap();
    assert!(judged <= 0.02, "{report}");
}

#[test]
fn a_host_gets_a_day_worth_having() {
    let Some(file) = real("guest-stays/interactions.csv.gz") else { return };
    let desk = Desk::new();
    desk.run(&["import", &text(&file)]).code(0);
    let day =
        desk.run(&["agenda", "--as-of", "2025-10-05", "--provider", "host-004", "--json"]).code(0).json();
    let entries = day["entries"].as_array().unwrap();
    assert!((3..=14).contains(&entries.len()), "{day}");
    assert!(entries.iter().all(|entry| entry["provider"] == "host-004"));
}

#[test]
fn cdnow_is_forecast_as_published() {
    let Some(file) = real("cdnow/CDNOW_sample.txt") else { return };
    let desk = Desk::new();
    let common = ["--json", "--customer", "2", "--date", "3", "--amount", "5", "--unit", "week"];
    let cut = ["--calibrate-to", "1997-09-30", "--horizon", "273", "--out", "people.csv"];
    let published =
        [("bg-nbd", -9582.4292, 1653.4), ("mbg-nbd", -9582.1327, 1576.7), ("pareto-nbd", -9594.9762, 1665.5)];
    for (model, log_likelihood, expected) in published {
        let file = text(&file);
        let arguments = [&["forecast", &file, "--model", model][..], &common, &cut].concat();
        let report = desk.run(&arguments).code(0).json();
        assert_eq!(report["customers"], 2_357);
        assert_eq!(report["holdout"]["actual"], 1_882);
        assert!((report["log_likelihood"].as_f64().unwrap() - log_likelihood).abs() < 1e-2, "{report}");
        assert!((report["holdout"]["expected"].as_f64().unwrap() - expected).abs() < 0.5, "{report}");
        assert_eq!(desk.read("people.csv").lines().count(), 2_358);
    }
}
