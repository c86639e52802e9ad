//! What is asked for and what comes back.

use crate::batch::Reject;
use book::Day;
use forecast::{Model, Parameters, Unit};
use serde::Serialize;
use std::path::PathBuf;

/// Days that a forecast looks ahead when neither a horizon nor a hold-out period says otherwise.
pub const HORIZON_DAYS_DEFAULT: u32 = 365;

/// The furthest a forecast looks ahead: a century.
pub const HORIZON_DAYS_MAX: u32 = 36_525;

/// Discount of a month on future spend, as in the lifetimes package: about 12.7 % a year.
pub const DISCOUNT_PER_MONTH: f64 = 0.01;

/// One forecast of one file.
#[derive(Debug, Clone)]
pub struct Request {
    /// The purchases: delimited text with or without a header; `.gz` and `.zst` are read as they are.
    pub file: PathBuf,
    /// Column of the customer's id: its name, in any case, or its number from 1.
    pub customer: String,
    /// Column of the purchase's date.
    pub date: String,
    /// Column of the amount; without it no spend is forecast and every row is a purchase.
    pub amount: Option<String>,
    /// The model to fit.
    pub model: Model,
    /// The unit in which the model counts time. Purchases are counted by distinct *days* in both; a week is
    /// seven days, so recency and age in weeks have fractions (the published CDNOW figures are made so).
    pub unit: Unit,
    /// Last day of calibration, inclusive; what comes later is held out and compared with the forecast.
    pub calibrate_to: Option<Day>,
    /// Days to look ahead, 1 to [`HORIZON_DAYS_MAX`]. `None`: to the newest purchase when calibrating, else
    /// [`HORIZON_DAYS_DEFAULT`].
    pub horizon_days: Option<u32>,
    /// Where the customers are written, as CSV; an existing file is replaced.
    pub out: Option<PathBuf>,
}

/// The fitted model and what it was fitted on.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The model.
    pub model: Model,
    /// Regularity of MBG/CNBD-k, 1 for the other models.
    pub model_k: u32,
    /// The unit of time of the parameters.
    pub unit: Unit,
    /// Customers with a purchase within the calibration period.
    pub customers: u64,
    /// Of them, those with a repeat purchase.
    pub repeat_customers: u64,
    /// The parameters by their published names.
    pub parameters: Parameters,
    /// The log-likelihood of all customers.
    pub log_likelihood: f64,
    /// Whether the search settled.
    pub converged: bool,
    /// The spend model; `None` without an amount column, or when it cannot be fitted (see the notes).
    pub gamma_gamma: Option<GammaGammaReport>,
    /// Forecast against what happened; `None` without a calibration date.
    pub holdout: Option<Holdout>,
    /// First purchase day of all.
    pub first_day: String,
    /// Last day of calibration: where the forecast begins.
    pub calibrated_to: String,
    /// Days looked ahead.
    pub horizon_days: u32,
    /// Purchases expected within the horizon, of all customers together.
    pub expected_purchases: f64,
    /// Discounted spend expected within the horizon, of all customers together.
    pub clv: Option<f64>,
    /// Rows below the header.
    pub rows: u64,
    /// Rows without a customer, left out.
    pub rows_without_customer: u64,
    /// Rows with an amount below zero (returns, corrections), left out. Nothing paid is a purchase.
    pub rows_not_purchases: u64,
    /// Rows after the hold-out period, left out.
    pub rows_after_holdout: u64,
    /// Rows that could not be read, left out.
    pub rows_rejected: u64,
    /// The first reasons for rejecting a row.
    pub rejects: Vec<Reject>,
    /// What a reader of these numbers should know.
    pub notes: Vec<String>,
}

/// The Gamma-Gamma model of spend a purchase day, in the money of the file.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct GammaGammaReport {
    /// Shape of one customer's amounts.
    pub p: f64,
    /// Shape of the spread between customers.
    pub q: f64,
    /// Scale of the spread between customers.
    pub v: f64,
    /// The log-likelihood of all customers.
    pub log_likelihood: f64,
    /// Whether the search settled.
    pub converged: bool,
    /// Customers it was fitted on.
    pub customers: u64,
    /// Mean spend of a purchase day over the whole population.
    pub population_mean: f64,
}

/// The forecast against the purchases that were held out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Holdout {
    /// Length of the hold-out period in units of time.
    pub periods: f64,
    /// Purchases expected in it, of all customers together.
    pub expected: f64,
    /// Purchase days that came.
    pub actual: u64,
    /// Pearson correlation of expected and actual over customers; `None` when either does not vary.
    pub correlation: Option<f64>,
    /// Mean absolute error a customer, in purchases.
    pub mae: f64,
}

/// Sums up pairs of (expected, actual).
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    n: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
    off: f64,
}

impl Comparison {
    pub(crate) fn add(&mut self, expected: f64, actual: u32) {
        let (x, y) = (expected, f64::from(actual));
        self.n += 1.0;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.yy += y * y;
        self.xy += x * y;
        self.off += (x - y).abs();
    }

    pub(crate) fn holdout(&self, periods: f64) -> Holdout {
        let spread = |square: f64, sum: f64| square - sum * sum / self.n;
        let (of_x, of_y) = (spread(self.xx, self.x), spread(self.yy, self.y));
        let together = self.xy - self.x * self.y / self.n;
        let correlation = (of_x > 0.0 && of_y > 0.0).then(|| together / (of_x * of_y).sqrt());
        Holdout { periods, expected: self.x, actual: self.y as u64, correlation, mae: self.off / self.n }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_is_the_textbook_one() {
        let mut comparison = Comparison::default();
        [(1.0, 2), (2.0, 2), (4.0, 5)].into_iter().for_each(|(x, y)| comparison.add(x, y));
        let found = comparison.holdout(3.0);
        assert_eq!((found.expected, found.actual), (7.0, 9));
        assert!((found.correlation.unwrap() - 0.944_911_182_523_068).abs() < 1e-12);
        assert!((found.mae - 2.0 / 3.0).abs() < 1e-12);
        let mut flat = Comparison::default();
        [(1.0, 2), (1.0, 3)].into_iter().for_each(|(x, y)| flat.add(x, y));
        assert_eq!(flat.holdout(1.0).correlation, None);
    }
}
