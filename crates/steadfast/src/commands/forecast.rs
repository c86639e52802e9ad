//! `forecast`: one CSV in, a fitted model out; needs no book.

use crate::cli::{Cli, ForecastOptions, exit};
use crate::output::{Output, print_json};
use crate::progress::Progress;
use anyhow::bail;
use book::money::thousands;
use forecast::{Model, Unit};
use rfm::{Report, Request, Stage};

/// Unreadable rows that are shown one by one.
const REJECTS_SHOWN: usize = 5;

/// Fits, forecasts and reports.
///
/// # Errors
/// When the file cannot be read, a column is not there, or no model can be fitted.
pub fn run(cli: &Cli, options: &ForecastOptions) -> anyhow::Result<u8> {
    let request = Request {
        file: options.file.clone(),
        customer: options.customer.clone(),
        date: options.date.clone(),
        amount: options.amount.clone(),
        model: model(&options.model)?,
        unit: unit(&options.unit)?,
        calibrate_to: options.calibrate_to,
        horizon_days: options.horizon,
        out: options.out.clone(),
    };
    let mut stage = None;
    let mut bar: Option<Progress> = None;
    let report = rfm::run(&request, &mut |now| {
        if stage != Some(now.stage) {
            stage = Some(now.stage);
            let what = match now.stage {
                Stage::Reading => "reading",
                Stage::Fitting => "fitting",
                Stage::Forecasting => "forecasting",
            };
            bar = Some(Progress::begin(cli.progress, what, now.total, now.stage == Stage::Reading));
        }
        if let Some(bar) = &bar {
            bar.set(now.done);
        }
    })?;
    drop(bar);
    if cli.json {
        print_json(&report)?;
    } else {
        print(&report, options)?;
    }
    Ok(exit::DONE)
}

fn model(word: &str) -> anyhow::Result<Model> {
    Ok(match word.replace('_', "-").as_str() {
        "bg-nbd" => Model::BgNbd,
        "mbg-nbd" => Model::MbgNbd,
        "pareto-nbd" => Model::ParetoNbd,
        "mbg-cnbd-k" => Model::MbgCnbdK,
        _ => bail!("--model {word}: expected bg-nbd, mbg-nbd, pareto-nbd or mbg-cnbd-k"),
    })
}

fn unit(word: &str) -> anyhow::Result<Unit> {
    Ok(match word {
        "day" => Unit::Day,
        "week" => Unit::Week,
        _ => bail!("--unit {word}: expected day or week"),
    })
}

fn print(report: &Report, options: &ForecastOptions) -> anyhow::Result<()> {
    let mut out = Output::new();
    out.line(&format!(
        "{} rows, {} customers, {} of them bought on more than one day.",
        thousands(report.rows),
        thousands(report.customers),
        thousands(report.repeat_customers)
    ));
    let settled = if report.converged { "settled" } else { "did not settle" };
    out.line(&format!("Log-likelihood {:.4}; the search {settled}.", report.log_likelihood));
    out.line(&format!("Parameters: {}", serde_json::to_string(&report.parameters)?));
    out.paragraph(
        0,
        &format!(
            "Expected in the {} days after {}: {:.0} purchases of all customers together.",
            report.horizon_days, report.calibrated_to, report.expected_purchases
        ),
    );
    if let Some(spend) = &report.gamma_gamma {
        out.line(&format!(
            "Spend of a purchase day: {:.2} on average over all customers.",
            spend.population_mean
        ));
    }
    if let Some(holdout) = &report.holdout {
        out.paragraph(
            0,
            &format!(
                "Held out: {:.1} purchases expected, {} came; mean absolute error {:.3} a customer.",
                holdout.expected,
                thousands(holdout.actual),
                holdout.mae
            ),
        );
    }
    for note in &report.notes {
        out.hanging(0, "- ", note);
    }
    if report.rows_without_customer > 0 {
        let rows = thousands(report.rows_without_customer);
        out.hanging(0, "- ", &format!("{rows} rows name no customer and were left out."));
    }
    if report.rows_rejected > 0 {
        let rows = thousands(report.rows_rejected);
        out.hanging(0, "! ", &format!("{rows} rows could not be read and were left out; the first:"));
        for reject in report.rejects.iter().take(REJECTS_SHOWN) {
            out.hanging(
                4,
                "",
                &format!(
                    "line {}, {}: found {:?}, expected {}",
                    reject.line, reject.field, reject.found, reject.expected
                ),
            );
        }
    }
    match &options.out {
        Some(path) => out.line(&format!("Everybody's forecast is in {}.", path.display())),
        None => out.line("One line per customer: --out FILE."),
    }
    Ok(out.print()?)
}
