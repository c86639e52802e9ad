//! `backtest`: our own judgements against what happened.

use crate::cli::{Backtest, exit};
use crate::desk::Desk;
use crate::output::{Output, print_json};
use anyhow::{Context as _, bail};
use book::{Day, History, money::thousands};
use forecast::{CutReport, Model, Season, Settings, Unit, backtest};
use judge::backtest::{ContinuityBacktest, ContinuityReport};
use office::end_of;
use serde::Serialize;

/// Runs a back-test over the book.
///
/// # Errors
/// When the book cannot be read, or has too little history to test anything.
pub fn run(mut desk: Desk, options: &Backtest) -> anyhow::Result<u8> {
    match options {
        Backtest::Continuity => continuity(&mut desk)?,
        Backtest::Forecast { cuts, horizon } => forecast(&desk, cuts, *horizon)?,
    }
    Ok(exit::DONE)
}

/// Judges from all but each customer's last contact: does the usual person serve again?
fn continuity(desk: &mut Desk) -> anyhow::Result<()> {
    let scene = desk.scene()?;
    let context = scene.context();
    let mut test = ContinuityBacktest::default();
    each_history(desk, |history| test.learn(history))?;
    each_history(desk, |history| test.add(history, &context))?;
    let report = test.finish();
    if desk.json { print_json(&report) } else { print_continuity(desk, &report) }
}

fn each_history(desk: &Desk, mut step: impl FnMut(&History)) -> anyhow::Result<()> {
    let as_of = end_of(desk.as_of_day, desk.book.calendar());
    desk.book.histories(0..=u32::MAX, |history| {
        history.truncate_to(as_of);
        step(history);
    })?;
    Ok(())
}

fn print_continuity(desk: &Desk, report: &ContinuityReport) -> anyhow::Result<()> {
    let mut out = desk.output();
    let share = |share: Option<f64>| {
        share.map_or("nobody to say it of".into(), |share| format!("{:.1} %", share * 100.0))
    };
    out.paragraph(
        0,
        "Judged from all but each customer's last contact, was the last one with the person they had met \
        most?",
    );
    let rows = [
        ["customers with enough contacts".to_owned(), thousands(report.customers)],
        ["judged to have a usual person".to_owned(), thousands(report.judged)],
        ["  of them met that person again".to_owned(), share(report.judged_met_again)],
        ["  of the others met theirs again".to_owned(), share(report.others_met_again)],
        ["ranking (AUC; 0.5 is a coin)".to_owned(), report.auc.map_or("-".into(), |auc| format!("{auc:.3}"))],
    ];
    out.table(2, &rows.map(|row| row.to_vec()), &[1]);
    Ok(out.print()?)
}

/// One past forecast, under the first day it had not seen.
#[derive(Serialize)]
struct Line {
    cut: String,
    #[serde(flatten)]
    report: serde_json::Map<String, serde_json::Value>,
}

fn forecast(desk: &Desk, cuts: &[Day], horizon: u32) -> anyhow::Result<()> {
    let horizon_days = i32::try_from(horizon).ok().filter(|days| *days >= 1);
    let horizon_days =
        horizon_days.with_context(|| format!("--horizon {horizon}: expected at least 1 day"))?;
    let mut customers: Vec<Vec<i32>> = Vec::new();
    each_history(desk, |history| {
        let mut days: Vec<i32> = history.sales().map(|sale| sale.day.0).collect();
        days.dedup();
        if !days.is_empty() {
            customers.push(days);
        }
    })?;
    let first_day = customers.iter().filter_map(|days| days.first()).min().copied();
    let last_day = customers.iter().filter_map(|days| days.last()).max().copied();
    let (Some(first_day), Some(last_day)) = (first_day, last_day) else {
        bail!("this book holds no purchases up to {}; there is nothing to forecast", desk.as_of_day);
    };
    let cuts = if cuts.is_empty() {
        month_starts(Day(first_day), Day(last_day - horizon_days + 1))
    } else {
        cuts.to_vec()
    };
    if cuts.is_empty() {
        bail!(
            "the purchases span {} to {}: no month has {horizon} days after it. Use a shorter --horizon",
            Day(first_day),
            Day(last_day)
        );
    }
    // A cut is the first day that the forecast has not seen.
    let known: Vec<i32> = cuts.iter().map(|cut| cut.0 - 1).collect();
    let settings = Settings { model: Model::MbgNbd, unit: Unit::Day, horizon_days, last_day };
    let days: Vec<&[i32]> = customers.iter().map(Vec::as_slice).collect();
    let reports = backtest(&days, &known, &settings);
    if desk.json {
        print_json(&lines(&cuts, &reports)?)
    } else {
        print_forecast(desk, &cuts, &reports, horizon)
    }
}

/// The first of every month after the first, up to `last`.
fn month_starts(first: Day, last: Day) -> Vec<Day> {
    (first.0 + 1..=last.0).map(Day).filter(|day| day.date().day() == 1).collect()
}

fn lines(cuts: &[Day], reports: &[CutReport]) -> anyhow::Result<Vec<Line>> {
    let line = |(cut, report): (&Day, &CutReport)| -> anyhow::Result<Line> {
        let serde_json::Value::Object(mut report) = serde_json::to_value(report)? else {
            bail!("a report is an object");
        };
        report.remove("cut");
        Ok(Line { cut: cut.to_string(), report })
    };
    cuts.iter().zip(reports).map(line).collect()
}

fn print_forecast(desk: &Desk, cuts: &[Day], reports: &[CutReport], horizon: u32) -> anyhow::Result<()> {
    let mut out = desk.output();
    out.line(&format!("Purchases forecast for the {horizon} days from each cut, against what came:"));
    let head = [
        "cut",
        "customers",
        "expected",
        "actual",
        "ratio",
        "adjusted",
        "newest",
        "AUC",
        "top tenth",
        "settled",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let number =
        |value: Option<f64>, places: usize| value.map_or("-".to_owned(), |value| format!("{value:.places$}"));
    for (cut, report) in cuts.iter().zip(reports) {
        rows.push(vec![
            cut.to_string(),
            thousands(report.customers),
            number(report.expected, 0),
            number(report.actual, 0),
            number(report.ratio, 2),
            number(report.adjusted_ratio, 2),
            number(report.newest_ratio, 2),
            number(report.auc, 3),
            number(report.top_decile_lift, 1),
            if report.converged { "yes".into() } else { "no".to_owned() },
        ]);
    }
    out.table(2, &rows, &[1, 2, 3, 4, 5, 6, 7, 8]);
    notes(&mut out, cuts, reports);
    Ok(out.print()?)
}

fn notes(out: &mut Output, cuts: &[Day], reports: &[CutReport]) {
    out.line("");
    out.paragraph(
        0,
        "Ratio is expected over actual: 1 is right. Adjusted: after the correction for cohorts learnt before \
        the cut. Newest: the newest customers alone.",
    );
    if reports.iter().any(|report| report.season == Season::NotLearnableUnderTwoYears) {
        out.paragraph(
            0,
            "Under two years of records before a cut a season cannot be learnt, so a peak is not foreseen.",
        );
    }
    for (cut, report) in cuts.iter().zip(reports) {
        if let Some(reason) = &report.reason {
            out.hanging(0, "! ", &format!("{cut}: {reason}"));
        }
    }
}
