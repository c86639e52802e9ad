//! From purchase days to what a model needs.

use crate::Observation;
use serde::{Deserialize, Serialize};

/// The unit in which a model counts time. Parameters depend on it; forecasts hardly do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Civil days.
    Day,
    /// Seven days; a fraction of a week stays a fraction.
    Week,
}

impl Unit {
    /// Days in one unit.
    pub fn days(self) -> f64 {
        match self {
            Unit::Day => 1.0,
            Unit::Week => 7.0,
        }
    }
}

/// The observation of one customer at the end of `calibration_end` (a civil day number, that day included).
///
/// `purchase_days` are sorted and distinct; days after the end are not seen. `None` when the first purchase
/// comes after the end. `log_gaps` costs a logarithm per purchase; [`Observation::of_totals`] leaves it out.
pub fn summarise(purchase_days: &[i32], calibration_end: i32, unit: Unit) -> Option<Observation> {
    let seen = &purchase_days[..purchase_days.partition_point(|day| *day <= calibration_end)];
    let (first, last) = (*seen.first()?, *seen.last()?);
    let mut observation = Observation::of_totals(first, last, seen.len() as u32, calibration_end, unit);
    observation.log_gaps =
        seen.windows(2).map(|pair| (f64::from(pair[1] - pair[0]) / unit.days()).ln()).sum();
    Some(observation)
}

/// The mean spend of the repeat purchases up to `calibration_end`: `spend[i]` is what was spent on
/// `purchase_days[i]`, in any one unit of money. The first purchase is left out, as Gamma-Gamma expects.
/// `None` without a repeat purchase, or when the repeats add up to nothing or less.
pub fn mean_repeat_spend(purchase_days: &[i32], spend: &[f64], calibration_end: i32) -> Option<f64> {
    let seen = purchase_days.partition_point(|day| *day <= calibration_end).min(spend.len());
    if seen < 2 {
        return None;
    }
    let mean = spend[1..seen].iter().sum::<f64>() / (seen - 1) as f64;
    (mean > 0.0 && mean.is_finite()).then_some(mean)
}

impl Observation {
    /// The observation of a customer known by totals only: the first and last purchase day, the number of
    /// distinct purchase days (>= 1) and the last day seen. `log_gaps` stays 0, so this serves every model
    /// but MBG/CNBD-k.
    pub fn of_totals(
        first: i32,
        last: i32,
        purchase_days: u32,
        calibration_end: i32,
        unit: Unit,
    ) -> Observation {
        debug_assert!(first <= last && last <= calibration_end, "{first} {last} {calibration_end}");
        let time = |day: i32| (i64::from(day) - i64::from(first)) as f64 / unit.days();
        Observation {
            frequency: purchase_days.saturating_sub(1),
            recency: time(last),
            age: time(calibration_end),
            log_gaps: 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_an_observation() {
        let days = [100, 107, 121, 140];
        let found = summarise(&days, 128, Unit::Week).expect("a purchase before the end");
        assert_eq!((found.frequency, found.recency, found.age), (2, 3.0, 4.0));
        assert!((found.log_gaps - 2_f64.ln()).abs() < 1e-12);
        let days_unit = summarise(&days, 140, Unit::Day).expect("a purchase before the end");
        assert_eq!((days_unit.frequency, days_unit.recency, days_unit.age), (3, 40.0, 40.0));
        assert_eq!(summarise(&days, 99, Unit::Day), None);
        let one = summarise(&days, 100, Unit::Day).expect("the day itself counts");
        assert_eq!((one.frequency, one.recency, one.age), (0, 0.0, 0.0));
    }

    #[test]
    fn repeat_spend_leaves_out_the_first() {
        let days = [100, 107, 121, 140];
        assert_eq!(mean_repeat_spend(&days, &[99.0, 10.0, 20.0, 70.0], 128), Some(15.0));
        assert_eq!(mean_repeat_spend(&days, &[99.0, 10.0, 20.0, 70.0], 100), None);
        assert_eq!(mean_repeat_spend(&days, &[99.0, -10.0, 5.0, 70.0], 128), None);
    }
}
