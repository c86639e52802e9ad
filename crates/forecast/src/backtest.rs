//! Past forecasts against what happened, made only from what was known at the time.

use crate::{
    Cohort, Correction, FitError, Fitted, Forecaster, Model, Observation, Observations, Season, Unit,
};
use serde::{Deserialize, Serialize};

/// How to forecast in a back-test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The model to fit at each cut.
    pub model: Model,
    /// Its unit of time.
    pub unit: Unit,
    /// Days forecast after each cut, at least 1.
    pub horizon_days: i32,
    /// The last day the records cover; a horizon that ends later cannot be checked.
    pub last_day: i32,
}

/// One customer in a [`Window`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Person {
    /// Purchases the model expected, before any correction.
    pub expected: f64,
    /// Purchases made (distinct days).
    pub actual: u32,
    /// By the age of the customer at the cut.
    pub cohort: Cohort,
}

/// A forecast made with what was known at the end of day `cut`, and what came of it.
#[derive(Debug, Clone)]
pub struct Window {
    /// The fit.
    pub fitted: Fitted,
    /// Every customer who had bought by the cut.
    pub people: Vec<Person>,
}

/// The purchases of one cohort in a window.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct CohortCount {
    /// Customers of the cohort at the cut.
    pub customers: u64,
    /// Purchases expected by the model.
    pub expected: f64,
    /// Purchases made.
    pub actual: f64,
}

/// How one past forecast did. Numbers are absent (`null`) where there is nothing to say; `reason` says why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CutReport {
    /// The last day known to the forecast (civil day number).
    pub cut: i32,
    /// Customers who had bought by then.
    pub customers: u64,
    /// Purchases expected within the horizon by the model alone.
    pub expected: Option<f64>,
    /// Purchases made.
    pub actual: Option<f64>,
    /// Expected over actual; 1 is right.
    pub ratio: Option<f64>,
    /// Purchases expected after the [`Correction`] for cohorts and season.
    pub adjusted_expected: Option<f64>,
    /// Adjusted over actual.
    pub adjusted_ratio: Option<f64>,
    /// Expected over actual of the newest cohort.
    pub newest_ratio: Option<f64>,
    /// Adjusted over actual of the newest cohort.
    pub newest_adjusted_ratio: Option<f64>,
    /// The chance that a random buyer was expected to buy more than a random non-buyer.
    pub auc: Option<f64>,
    /// Purchases per head among the tenth with the highest expectation, over those of everybody.
    pub top_decile_lift: Option<f64>,
    /// Whether the model fitted.
    pub converged: bool,
    /// Whether the season could be learnt.
    pub season: Season,
    /// Why numbers are absent, or to be taken with care.
    pub reason: Option<String>,
}

/// Forecasts from the end of day `cut`. `customers` are each customer's sorted distinct purchase days; days
/// after the cut are used for nothing but counting what came.
///
/// # Errors
/// The [`FitError`] of the fit at the cut.
pub fn window(customers: &[&[i32]], cut: i32, settings: &Settings) -> Result<Window, FitError> {
    let end = cut.saturating_add(settings.horizon_days);
    let (mut observed, mut later) = (Vec::new(), Vec::new());
    for days in customers {
        let Some(observation) = observe(days, cut, settings) else { continue };
        let by = |day: i32| days.partition_point(|purchase| *purchase <= day);
        observed.push(observation);
        later.push(((by(end) - by(cut)) as u32, Cohort::of(cut - days[0])));
    }
    let fitted = crate::fit(settings.model, &Observations::collapse(&observed)?)?;
    let horizon = f64::from(settings.horizon_days) / settings.unit.days();
    let mut forecaster = Forecaster::new(&fitted, horizon, crate::Discounting::NONE);
    let people = observed
        .iter()
        .zip(later)
        .map(|(o, (actual, cohort))| Person {
            expected: forecaster.forecast(o).expected_purchases,
            actual,
            cohort,
        })
        .collect();
    Ok(Window { fitted, people })
}

/// Only MBG/CNBD-k reads the gaps, and a logarithm per purchase is most of the work of summarising.
fn observe(days: &[i32], cut: i32, settings: &Settings) -> Option<Observation> {
    if settings.model == Model::MbgCnbdK {
        return crate::summarise(days, cut, settings.unit);
    }
    let seen = &days[..days.partition_point(|day| *day <= cut)];
    Some(Observation::of_totals(*seen.first()?, *seen.last()?, seen.len() as u32, cut, settings.unit))
}

impl Window {
    /// The counts of each cohort, in the order of [`Cohort::ALL`].
    pub fn by_cohort(&self) -> [CohortCount; 3] {
        let mut counts = [CohortCount::default(); 3];
        for person in &self.people {
            let count = &mut counts[person.cohort as usize];
            count.customers += 1;
            count.expected += person.expected;
            count.actual += f64::from(person.actual);
        }
        counts
    }

    /// How well `score` ranked the people: the AUC for buying at all, and the lift of the top tenth.
    fn ranking(&self, score: impl Fn(&Person) -> f64) -> (Option<f64>, Option<f64>) {
        let mut scored: Vec<(f64, u32)> = self.people.iter().map(|p| (score(p), p.actual)).collect();
        let bought: Vec<(f64, bool)> = scored.iter().map(|(s, actual)| (*s, *actual > 0)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let sum = |part: &[(f64, u32)]| part.iter().map(|(_, actual)| f64::from(*actual)).sum::<f64>();
        let (tenth, all) = (scored.len() / 10, sum(&scored));
        let lift = (tenth > 0 && all > 0.0)
            .then(|| sum(&scored[..tenth]) / tenth as f64 / (all / scored.len() as f64));
        (stats::auc(&bought), lift)
    }
}

/// Forecasts at each cut with what was known then, against what happened. `customers` are each customer's
/// sorted distinct purchase days. A cut that cannot be forecast or checked keeps its line, with the reason.
pub fn backtest(customers: &[&[i32]], cuts: &[i32], settings: &Settings) -> Vec<CutReport> {
    cuts.iter().map(|cut| report(customers, *cut, settings)).collect()
}

/// The line of a cut of which nothing is known yet.
fn blank(cut: i32, customers: usize) -> CutReport {
    CutReport {
        cut,
        customers: customers as u64,
        expected: None,
        actual: None,
        ratio: None,
        adjusted_expected: None,
        adjusted_ratio: None,
        newest_ratio: None,
        newest_adjusted_ratio: None,
        auc: None,
        top_decile_lift: None,
        converged: false,
        season: Season::NotLearnableUnderTwoYears,
        reason: None,
    }
}

fn report(customers: &[&[i32]], cut: i32, settings: &Settings) -> CutReport {
    let firsts = customers.iter().filter_map(|days| days.first().copied()).filter(|first| *first <= cut);
    let mut report = blank(cut, firsts.clone().count());
    let window = match window(customers, cut, settings) {
        Ok(window) => window,
        Err(error) => {
            report.reason = Some(error.to_string());
            return report;
        }
    };
    let correction = Correction::learn(customers, cut, settings);
    let counts = window.by_cohort();
    let expected: f64 = counts.iter().map(|count| count.expected).sum();
    let adjusted: f64 =
        counts.iter().zip(correction.factors).map(|(count, factor)| count.expected * factor).sum();
    report.converged = window.fitted.converged;
    report.season = correction.season;
    report.expected = Some(expected);
    report.adjusted_expected = Some(adjusted);
    let covered = settings.last_day.saturating_sub(cut);
    if covered < settings.horizon_days {
        report.reason = Some(format!(
            "the records end {covered} days after the cut, before the {} days of the forecast: nothing to \
             compare with; take an earlier cut or a shorter horizon",
            settings.horizon_days
        ));
        return report;
    }
    let history = cut.saturating_sub(firsts.min().unwrap_or(cut));
    report.reason = (history < GUESS_DAYS).then(|| {
        format!(
            "the records begin only {history} days before the cut: few people have had time to come back, \
             so this forecast is little more than a guess"
        )
    });
    let actual: f64 = counts.iter().map(|count| count.actual).sum();
    let over = |expected: f64, actual: f64| (actual > 0.0).then(|| expected / actual);
    report.actual = Some(actual);
    report.ratio = over(expected, actual);
    report.adjusted_ratio = over(adjusted, actual);
    let newest = counts[Cohort::Newest as usize];
    let factor = correction.factor(Cohort::Newest);
    report.newest_ratio = over(newest.expected, newest.actual);
    report.newest_adjusted_ratio = over(newest.expected * factor, newest.actual);
    (report.auc, report.top_decile_lift) =
        window.ranking(|person| person.expected * correction.factor(person.cohort));
    report
}

/// With fewer days of records before the cut a forecast says that it is a guess: of a wholesaler's year, the
/// cut after one month expected half of what came, the cut after two months 99 %.
const GUESS_DAYS: i32 = 60;

#[cfg(test)]
mod tests;
