//! The whole way: a file read, a model fitted, every customer forecast.

use crate::error::RfmError;
use crate::layout::Wanted;
use crate::output::{Line, Output};
use crate::parse::AMOUNT_SCALE;
use crate::read::{Reading, read};
use crate::report::{
    Comparison, DISCOUNT_PER_MONTH, GammaGammaReport, HORIZON_DAYS_DEFAULT, HORIZON_DAYS_MAX, Report, Request,
};
use crate::summary::{Summary, Window};
use crate::table::Totals;
use crate::{Progress, Stage};
use book::Day;
use forecast::{
    Discounting, Fitted, Forecaster, GammaGamma, Model, Observation, Observations, Spend, Unit, fit,
};

/// Days of a mean month of the Gregorian calendar.
const MONTH_DAYS: f64 = 30.436_875;

/// Customers between two reports of progress.
const CUSTOMERS_PER_REPORT: usize = 1 << 16;

/// Reads a file, fits a model and forecasts every customer; writes them where the request says.
///
/// # Errors
/// [`RfmError`] with what is wrong and the way out. A file is written whole or not at all.
pub fn run(request: &Request, progress: &mut dyn FnMut(Progress)) -> Result<Report, RfmError> {
    if let Some(found) = request.horizon_days.filter(|days| !(1..=HORIZON_DAYS_MAX).contains(days)) {
        return Err(RfmError::Horizon { found });
    }
    let wanted = Wanted {
        customer: request.customer.clone(),
        date: request.date.clone(),
        amount: request.amount.clone(),
    };
    let reading = read(&request.file, &wanted, window(request), progress)?;
    let span = Span::of(request, &reading)?;
    progress(Progress { stage: Stage::Fitting, done: 0, total: 0 });
    let observations = observations(&reading.summary, &span);
    let failed = |source| RfmError::Fit { path: request.file.clone(), source };
    let collapsed = Observations::collapse(&observations).map_err(failed)?;
    let fitted = fit(request.model, &collapsed).map_err(failed)?;
    let mut report = report(request, &reading, &span, &fitted, collapsed.repeaters());
    drop(collapsed);
    let gamma_gamma = spend_model(request, &reading.summary, &mut report);
    let people = People { summary: &reading.summary, observations: &observations, span, gamma_gamma };
    people.forecast(request, &fitted, &mut report, progress)?;
    Ok(report)
}

fn window(request: &Request) -> Window {
    let until =
        request.calibrate_to.zip(request.horizon_days).map(|(day, horizon)| day.0 + horizon.cast_signed());
    Window {
        calibrate_to: request.calibrate_to.map(|day| day.0),
        until,
        log_gaps: request.model == Model::MbgCnbdK,
    }
}

/// The days of one forecast.
#[derive(Debug, Clone, Copy)]
struct Span {
    unit: Unit,
    first: Day,
    /// Last day of calibration.
    end: Day,
    horizon_days: u32,
}

impl Span {
    fn of(request: &Request, reading: &Reading) -> Result<Span, RfmError> {
        let summary = &reading.summary;
        let Some(first) = summary.customers.iter().map(|totals| totals.first).min() else {
            return Err(no_purchases(request, reading));
        };
        let newest = Day(summary.newest);
        let (end, horizon_days) = match request.calibrate_to {
            None => (newest, request.horizon_days.unwrap_or(HORIZON_DAYS_DEFAULT)),
            Some(end) => {
                let held_out = u32::try_from(newest.days_since(end)).ok().filter(|days| *days > 0);
                let Some(held_out_days) = held_out else {
                    let (calibrate_to, newest) = (end.to_string(), newest.to_string());
                    return Err(RfmError::NothingHeldOut { calibrate_to, newest });
                };
                // Rows beyond the horizon show that all of it was observed, even if nobody bought at its end.
                let whole = request.horizon_days.filter(|_| summary.after_window > 0);
                (end, whole.unwrap_or(held_out_days))
            }
        };
        Ok(Span { unit: request.unit, first: Day(first), end, horizon_days })
    }

    fn horizon(&self) -> f64 {
        f64::from(self.horizon_days) / self.unit.days()
    }

    /// Spend is discounted month by month, in months of equal length that fill the horizon.
    fn discounting(&self) -> Discounting {
        let horizon_days = f64::from(self.horizon_days);
        let periods = (horizon_days / MONTH_DAYS).round().max(1.0);
        let period_days = horizon_days / periods;
        Discounting {
            periods: periods as u32,
            period_length: period_days / self.unit.days(),
            rate: (1.0 + DISCOUNT_PER_MONTH).powf(period_days / MONTH_DAYS) - 1.0,
        }
    }
}

fn no_purchases(request: &Request, reading: &Reading) -> RfmError {
    let account = &reading.account;
    RfmError::NoPurchases {
        path: request.file.clone(),
        when: request.calibrate_to.map_or("at all".to_owned(), |day| format!("up to {day}")),
        rows: account.rows,
        without_customer: account.without_customer,
        not_purchases: account.not_purchases,
        rejected: account.rejected_rows(),
    }
}

fn observations(summary: &Summary, span: &Span) -> Vec<Observation> {
    let log_unit = span.unit.days().ln();
    let observation = |totals: &Totals| {
        let mut found = Observation::of_totals(totals.first, totals.last, totals.days, span.end.0, span.unit);
        if let Some(log_gaps) = summary.log_gaps.get(totals.customer as usize) {
            found.log_gaps = log_gaps - f64::from(found.frequency) * log_unit;
        }
        found
    };
    summary.customers.iter().map(observation).collect()
}

/// Mean spend of the purchase days after the first, in the money of the file; 0 without one.
fn mean_spend(totals: &Totals) -> f64 {
    let repeats = totals.days.saturating_sub(1).max(1);
    totals.later_spend as f64 / AMOUNT_SCALE as f64 / f64::from(repeats)
}

/// Fits the spend model where there are amounts; a note says why not where it cannot be.
fn spend_model(request: &Request, summary: &Summary, report: &mut Report) -> Option<GammaGamma> {
    request.amount.as_ref()?;
    // A mean of nothing has no place in the model; who only ever got things free is left out of its fit.
    let repeaters = summary.customers.iter().filter(|totals| totals.days > 1 && totals.later_spend > 0);
    let spends: Vec<Spend> =
        repeaters.map(|totals| Spend { frequency: totals.days - 1, mean: mean_spend(totals) }).collect();
    match GammaGamma::fit(&spends) {
        Ok(model) => {
            let GammaGamma { p, q, v, log_likelihood, converged, customers } = model;
            let population_mean = model.population_mean();
            report.gamma_gamma =
                Some(GammaGammaReport { p, q, v, log_likelihood, converged, customers, population_mean });
            Some(model)
        }
        Err(error) => {
            report.notes.push(format!("No spend is forecast: {error}"));
            None
        }
    }
}

fn report(request: &Request, reading: &Reading, span: &Span, fitted: &Fitted, repeaters: u64) -> Report {
    let (summary, account) = (&reading.summary, &reading.account);
    let mut report = Report {
        model: fitted.model,
        model_k: fitted.k,
        unit: span.unit,
        customers: fitted.customers,
        repeat_customers: repeaters,
        parameters: fitted.parameters,
        log_likelihood: fitted.log_likelihood,
        converged: fitted.converged,
        gamma_gamma: None,
        holdout: None,
        first_day: span.first.to_string(),
        calibrated_to: span.end.to_string(),
        horizon_days: span.horizon_days,
        expected_purchases: 0.0,
        clv: None,
        rows: account.rows,
        rows_without_customer: account.without_customer,
        rows_not_purchases: account.not_purchases,
        rows_after_holdout: summary.after_window,
        rows_rejected: account.rejected_rows(),
        rejects: account.reasons.clone(),
        notes: Vec::new(),
    };
    report.notes = notes(request, span);
    report
}

fn notes(request: &Request, span: &Span) -> Vec<String> {
    let mut notes = Vec::new();
    if request.model == Model::BgNbd {
        notes.push(
            "P(alive) of BG/NBD is 1 for everybody who bought once and says nothing about them; rank by \
             expected_purchases or clv, or take P(alive) from mbg_nbd or pareto_nbd."
                .to_owned(),
        );
    }
    let history_days = span.end.days_since(span.first) + 1;
    if history_days < 730 {
        notes.push(format!(
            "The file covers {history_days} days before the forecast: less than two years show no season, \
             and after a peak such as Christmas these models expect too much."
        ));
    }
    if let Some(asked) = request.horizon_days.filter(|asked| *asked > span.horizon_days) {
        let covered = span.horizon_days;
        notes.push(format!("Of the {asked} days asked for, {covered} are in the file and were compared."));
    }
    notes
}

/// Everybody, ready to be forecast.
struct People<'a> {
    summary: &'a Summary,
    observations: &'a [Observation],
    span: Span,
    gamma_gamma: Option<GammaGamma>,
}

impl People<'_> {
    /// Forecasts everybody, writes them, and adds up what the report says of all.
    fn forecast(
        &self,
        request: &Request,
        fitted: &Fitted,
        report: &mut Report,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), RfmError> {
        let failed = |path: &std::path::Path, source| RfmError::Write { path: path.to_owned(), source };
        let Some(path) = &request.out else {
            return self
                .each(fitted, report, progress, &mut |_| Ok(()))
                .map_err(|error| failed(&request.file, error));
        };
        let mut output = Output::create(path).map_err(|error| failed(path, error))?;
        let written = self.each(fitted, report, progress, &mut |line| output.write(line));
        let written = match written {
            Ok(()) => output.finish(),
            Err(error) => {
                output.abandon();
                Err(error)
            }
        };
        written.map_err(|error| failed(path, error))
    }

    fn each(
        &self,
        fitted: &Fitted,
        report: &mut Report,
        progress: &mut dyn FnMut(Progress),
        write: &mut dyn FnMut(&Line<'_>) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        let (span, total) = (self.span, self.observations.len());
        let mut forecaster = Forecaster::new(fitted, span.horizon(), span.discounting());
        let time_places = if span.unit == Unit::Day { 0 } else { 4 };
        let (mut id, mut comparison, mut value) = (Vec::new(), Comparison::default(), 0.0);
        for (number, (totals, observation)) in
            self.summary.customers.iter().zip(self.observations).enumerate()
        {
            if number % CUSTOMERS_PER_REPORT == 0 {
                progress(Progress { stage: Stage::Forecasting, done: number as u64, total: total as u64 });
            }
            let forecast = forecaster.forecast(observation);
            let customer = totals.customer as usize;
            let later = self.summary.later.get(customer).map_or(0, |later| later.days);
            comparison.add(forecast.expected_purchases, later);
            let spend_and_clv = self.gamma_gamma.map(|model| {
                let spend = model.expected_spend(observation.frequency, mean_spend(totals));
                (spend, spend * forecast.discounted_purchases)
            });
            value += spend_and_clv.map_or(0.0, |(_, clv)| clv);
            self.summary.ids.write(customer, &mut id);
            let Observation { frequency, recency, age, .. } = *observation;
            let (p_alive, expected_purchases) = (forecast.p_alive, forecast.expected_purchases);
            let customer = &id;
            write(&Line {
                customer,
                frequency,
                recency,
                age,
                time_places,
                p_alive,
                expected_purchases,
                spend_and_clv,
            })?;
        }
        let holdout = comparison.holdout(span.horizon());
        report.expected_purchases = holdout.expected;
        report.clv = self.gamma_gamma.map(|_| value);
        report.holdout = (!self.summary.later.is_empty()).then_some(holdout);
        Ok(())
    }
}
