//! Forecasts for many customers: what depends only on (frequency, age) is worked out once.

use crate::dropout::DropOut;
use crate::dropout::expect::Ladder;
use crate::fit::MAX_K;
use crate::fitted::Formulas;
use crate::{Fitted, Observation};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// How future purchases are discounted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Discounting {
    /// Number of periods (say, 12 months).
    pub periods: u32,
    /// Length of a period in the unit of the observations (say, 30.4375 days).
    pub period_length: f64,
    /// Discount per period (say, .01 a month). Purchases count as made at the end of their period.
    pub rate: f64,
}

/// What is expected of one customer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The chance that the customer is still there, in [0,1].
    pub p_alive: f64,
    /// Expected purchases within the horizon.
    pub expected_purchases: f64,
    /// Expected purchases within the discounted periods, each counted at its present value. Times the
    /// expected spend of a purchase this is the customer lifetime value (before costs).
    pub discounted_purchases: f64,
}

/// Forecasts by one fitted model for one horizon.
///
/// Given that a customer is there, everything depends on frequency and age alone; a million customers share
/// some ten thousand pairs, so only P(alive) is worked out per person.
pub struct Forecaster {
    formulas: Formulas,
    horizon: f64,
    discounting: Discounting,
    /// (frequency, age) to the place of its first phase in `values`.
    known: FxHashMap<(u32, u64), u32>,
    /// (expected, discounted) if alive, k phases after each other.
    values: Vec<(f64, f64)>,
    /// (frequency, phase) to what its series have in common.
    ladders: FxHashMap<(u32, u32), Ladder>,
}

impl Forecaster {
    /// A forecaster for purchases within `horizon` (unit of the observations), and their discounted value.
    pub fn new(fitted: &Fitted, horizon: f64, discounting: Discounting) -> Forecaster {
        Forecaster {
            formulas: fitted.formulas(),
            horizon,
            discounting,
            known: FxHashMap::default(),
            values: Vec::new(),
            ladders: FxHashMap::default(),
        }
    }

    /// The forecast for one customer.
    pub fn forecast(&mut self, observation: &Observation) -> Forecast {
        let key = (observation.frequency, observation.age.to_bits());
        let at = match self.known.get(&key) {
            Some(at) => *at as usize,
            None => self.learn(key, observation),
        };
        let (p_alive, (expected, discounted)) = match &self.formulas {
            Formulas::DropOut(model) if model.k > 1 => {
                let phases = &self.values[at..at + model.k as usize];
                (model.p_alive(observation), over_phases(model, observation, phases))
            }
            Formulas::DropOut(model) => (model.p_alive(observation), self.values[at]),
            Formulas::Pareto(model) => (model.p_alive(observation), self.values[at]),
        };
        Forecast {
            p_alive,
            expected_purchases: p_alive * expected,
            discounted_purchases: p_alive * discounted,
        }
    }

    /// Works out and keeps what everybody of this frequency and age shares.
    fn learn(&mut self, key: (u32, u64), o: &Observation) -> usize {
        let at = self.values.len();
        let (horizon, discounting) = (self.horizon, self.discounting);
        match &self.formulas {
            Formulas::DropOut(model) => {
                for phase in 0..model.k {
                    let new = || Ladder::new(model, o.frequency, phase);
                    let ladder = self.ladders.entry((o.frequency, phase)).or_insert_with(new);
                    let expected = ladder.expected(o.age, horizon);
                    let discounted = discounting.present(|time| ladder.expected(o.age, time));
                    self.values.push((expected, discounted));
                }
            }
            Formulas::Pareto(model) => {
                let within = |time: f64| model.expected_if_alive(o.frequency, o.age, time);
                self.values.push((within(horizon), discounting.present(within)));
            }
        }
        self.known.insert(key, at as u32);
        at
    }
}

fn over_phases(model: &DropOut, o: &Observation, values: &[(f64, f64)]) -> (f64, f64) {
    let mut chances = [0.0; MAX_K as usize];
    model.phases(o, &mut chances[..values.len()]);
    let weighed = chances.iter().zip(values);
    weighed.fold((0.0, 0.0), |sum, (chance, (expected, discounted))| {
        (sum.0 + chance * expected, sum.1 + chance * discounted)
    })
}

impl Discounting {
    /// No periods: for forecasts whose present value nobody asks for.
    pub const NONE: Discounting = Discounting { periods: 0, period_length: 1.0, rate: 0.0 };

    /// The present value of one unit per purchase, where `expected(t)` purchases come within time t.
    fn present(&self, mut expected: impl FnMut(f64) -> f64) -> f64 {
        let (mut before, mut sum, mut worth) = (0.0, 0.0, 1.0);
        for period in 1..=self.periods {
            let by_then = expected(f64::from(period) * self.period_length);
            worth /= 1.0 + self.rate;
            sum += (by_then - before) * worth;
            before = by_then;
        }
        sum
    }
}
