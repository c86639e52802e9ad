//! What past forecasts teach about the next one: how each cohort did against the model, and the season.
//!
//! The models assume that nobody's buying changes but by drop-out, so after a peak they expect too much, most
//! of those who came with it (evidence 1.3). A correction is learnt only from forecasts that could have been
//! checked before the cut, and shrunk towards none. The choices below are argued in docs/forecasting.md.

use crate::backtest::{CohortCount, Settings, window};
use serde::{Deserialize, Serialize};

/// Customers by time since their first purchase, seen from the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cohort {
    /// First purchase at most 60 days ago.
    Newest,
    /// From 61 to 180 days ago.
    Middle,
    /// Longer ago.
    Old,
}

impl Cohort {
    /// All cohorts, the newest first.
    pub const ALL: [Cohort; 3] = [Cohort::Newest, Cohort::Middle, Cohort::Old];

    /// The cohort of a customer whose first purchase was `age_days` before the cut.
    pub fn of(age_days: i32) -> Cohort {
        match age_days {
            ..=60 => Cohort::Newest,
            61..=180 => Cohort::Middle,
            _ => Cohort::Old,
        }
    }
}

/// Whether a season could be learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Season {
    /// Fewer than two years of records: a peak and a trend cannot be told apart.
    NotLearnableUnderTwoYears,
    /// From the same weeks of earlier years.
    Learnt,
}

/// Factors on expected purchases, 1 where nothing was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// By cohort, in the order of [`Cohort::ALL`]; the season's factor is in them.
    pub factors: [f64; 3],
    /// The season's factor alone.
    pub season_factor: f64,
    /// Whether the season could be learnt.
    pub season: Season,
}

/// Standard deviation of a lasting difference (of logarithms) between a cohort and everybody.
const COHORT_DEVIATION: f64 = 0.3;
/// Standard deviation of a cohort's own luck in one window, beyond that of counting.
const COHORT_LUCK: f64 = 0.2;
/// Standard deviation of the seasons (of logarithms) between model and purchases.
const SEASON_DEVIATION: f64 = 0.3;
/// Standard deviation of what one year shows and the next does not.
const SEASON_LUCK: f64 = 0.3;
/// A year, so that the same weeks are compared; the day of the week may differ.
const YEAR_DAYS: i32 = 364;

impl Correction {
    /// No correction.
    pub const NONE: Correction =
        Correction { factors: [1.0; 3], season_factor: 1.0, season: Season::NotLearnableUnderTwoYears };

    /// The factor on the expected purchases of a customer of this cohort.
    pub fn factor(&self, cohort: Cohort) -> f64 {
        self.factors[cohort as usize]
    }

    /// Learns from the records up to and including day `cut`, as a back-test inside them.
    ///
    /// Cohorts: the forecast one horizon before the cut, each cohort against everybody. Everybody's level is
    /// not carried over, since one window cannot tell a trend from a season. Season: the same weeks of all
    /// earlier years that had a year of records before them, when there are any.
    pub fn learn(customers: &[&[i32]], cut: i32, settings: &Settings) -> Correction {
        let known: Vec<&[i32]> =
            customers.iter().map(|days| &days[..days.partition_point(|day| *day <= cut)]).collect();
        let mut correction = Correction::NONE;
        let Some(first) = known.iter().filter_map(|days| days.first()).min().copied() else {
            return correction;
        };
        if let Ok(past) = window(&known, cut.saturating_sub(settings.horizon_days), settings) {
            correction.factors = cohort_factors(&past.by_cohort());
        }
        if let Some(factor) = season_factor(&known, first, cut, settings) {
            correction.season = Season::Learnt;
            correction.season_factor = factor;
            correction.factors = correction.factors.map(|cohort| cohort * factor);
        }
        correction
    }
}

/// How much of a difference is believed, whose lasting part has deviation `lasting`, seen `windows` times
/// with deviation `luck` each, on `purchases` in all.
fn belief(lasting: f64, luck: f64, windows: f64, purchases: f64) -> f64 {
    let lasting = lasting * lasting;
    lasting / (lasting + luck * luck / windows + 1.0 / (purchases + 1.0))
}

fn log_ratio(actual: f64, expected: f64) -> f64 {
    ((actual + 1.0) / (expected + 1.0)).ln()
}

fn cohort_factors(counts: &[CohortCount; 3]) -> [f64; 3] {
    let (expected, actual) =
        counts.iter().fold((0.0, 0.0), |sum, count| (sum.0 + count.expected, sum.1 + count.actual));
    let level = log_ratio(actual, expected);
    counts.map(|count| {
        let own = log_ratio(count.actual, count.expected) - level;
        (own * belief(COHORT_DEVIATION, COHORT_LUCK, 1.0, count.actual)).exp()
    })
}

fn season_factor(known: &[&[i32]], first: i32, cut: i32, settings: &Settings) -> Option<f64> {
    let (mut years, mut sum, mut purchases) = (0.0, 0.0, 0.0);
    let mut earlier = cut.saturating_sub(YEAR_DAYS);
    while earlier.saturating_sub(first) >= YEAR_DAYS {
        // A horizon longer than a year would look past the cut.
        if settings.horizon_days <= YEAR_DAYS
            && let Ok(past) = window(known, earlier, settings)
        {
            let counts = past.by_cohort();
            let actual: f64 = counts.iter().map(|count| count.actual).sum();
            years += 1.0;
            purchases += actual;
            sum += log_ratio(actual, counts.iter().map(|count| count.expected).sum());
        }
        earlier = earlier.saturating_sub(YEAR_DAYS);
    }
    (years > 0.0).then(|| (sum / years * belief(SEASON_DEVIATION, SEASON_LUCK, years, purchases)).exp())
}
