//! What a purchase is worth: the Gamma-Gamma model (Fader & Hardie 2013).

use crate::FitError;
use crate::fit::{MIN_REPEATERS, Posterior, Weighed};
use serde::{Deserialize, Serialize};
use stats::{digamma, ln_gamma};

/// A search on everything starts from one on about this many customers.
const SAMPLE: usize = 15_000;

/// One customer's spend: repeat purchases (>= 1) and their mean amount, in any one unit of money.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spend {
    /// Repeat purchases.
    pub frequency: u32,
    /// Mean amount of a repeat purchase, above zero.
    pub mean: f64,
}

/// A fitted Gamma-Gamma model. `v` is in the unit of money of the spends.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GammaGamma {
    /// Shape of one customer's amounts.
    pub p: f64,
    /// Shape of the spread between customers, above 1.
    pub q: f64,
    /// Scale of the spread between customers.
    pub v: f64,
    /// The log-likelihood of all customers, without the weak prior.
    pub log_likelihood: f64,
    /// Whether the search settled.
    pub converged: bool,
    /// Customers it was fitted on.
    pub customers: u64,
}

/// Spends in the shape the likelihood reads.
struct Spends {
    /// Frequency and sum spent, per customer.
    rows: Vec<(f64, f64)>,
    /// (frequency, customers), ascending.
    by_frequency: Vec<(f64, f64)>,
    /// Sums of ln(mean) and of frequency times ln(frequency times mean).
    log_means: f64,
    log_totals: f64,
}

impl Weighed for Spends {
    fn customers(&self) -> f64 {
        self.rows.len() as f64
    }
}

impl Spends {
    fn of(spends: impl Iterator<Item = Spend>) -> Spends {
        let mut rows = Vec::with_capacity(spends.size_hint().0);
        let mut counts: Vec<f64> = Vec::new();
        let mut rare: Vec<f64> = Vec::new();
        let (mut log_means, mut log_totals) = (0.0, 0.0);
        for spend in spends {
            let (x, index) = (f64::from(spend.frequency), spend.frequency as usize);
            if index < 4_096 {
                counts.resize(counts.len().max(index + 1), 0.0);
                counts[index] += 1.0;
            } else {
                rare.push(x);
            }
            rows.push((x, x * spend.mean));
            let log_mean = spend.mean.ln();
            log_means += log_mean;
            log_totals += x * log_mean;
        }
        let mut by_frequency: Vec<(f64, f64)> =
            counts.iter().enumerate().filter(|(_, n)| **n > 0.0).map(|(x, n)| (x as f64, *n)).collect();
        by_frequency.extend(rare.into_iter().map(|x| (x, 1.0)));
        log_totals += by_frequency.iter().map(|(x, n)| n * x * x.ln()).sum::<f64>();
        Spends { rows, by_frequency, log_means, log_totals }
    }

    /// The log-likelihood of everybody; fills the slopes in p, q, v.
    fn total(&self, [p, q, v]: [f64; 3], slopes: &mut [f64; 3]) -> f64 {
        let n = self.customers();
        let mut value = n * (q * v.ln() - ln_gamma(q)) + p * self.log_totals - self.log_means;
        *slopes = [self.log_totals, n * (v.ln() - digamma(q)), n * q / v];
        for (x, n) in &self.by_frequency {
            let (own, both) = (p * x, p * x + q);
            value += n * (ln_gamma(both) - ln_gamma(own));
            slopes[0] += n * x * (digamma(both) - digamma(own));
            slopes[1] += n * digamma(both);
        }
        let (mut logs, mut logs_by_x, mut inverses, mut inverses_by_x) = (0.0, 0.0, 0.0, 0.0);
        for (x, total) in &self.rows {
            let (log, inverse) = ((v + total).ln(), 1.0 / (v + total));
            logs += log;
            logs_by_x += x * log;
            inverses += inverse;
            inverses_by_x += x * inverse;
        }
        slopes[0] -= logs_by_x;
        slopes[1] -= logs;
        slopes[2] -= p * inverses_by_x + q * inverses;
        value - p * logs_by_x - q * logs
    }
}

impl GammaGamma {
    /// Fits the model to the customers with a repeat purchase.
    ///
    /// # Errors
    /// [`FitError`]: too few customers, an amount that is not above zero, amounts without any spread, or a
    /// spread so wide (q <= 1) that a population mean does not exist.
    pub fn fit(spends: &[Spend]) -> Result<GammaGamma, FitError> {
        let usable = |s: &Spend| s.frequency > 0 && s.mean > 0.0 && s.mean.is_finite();
        if let Some(index) = spends.iter().position(|spend| !usable(spend)) {
            let Spend { frequency, mean } = spends[index];
            return Err(FitError::BadSpend { index, frequency, mean });
        }
        let customers = spends.len() as u64;
        if customers < MIN_REPEATERS {
            return Err(FitError::TooFew {
                customers,
                repeaters: customers,
                need_customers: MIN_REPEATERS,
                need_repeaters: MIN_REPEATERS,
            });
        }
        let all = Spends::of(spends.iter().copied());
        let sample = (spends.len() > 2 * SAMPLE)
            .then(|| Spends::of(spends.iter().copied().step_by(spends.len() / SAMPLE)));
        let mean = spends.iter().map(|spend| spend.mean).sum::<f64>() / spends.len() as f64;
        let centre = [4.0, 3.0, 0.5 * mean];
        let posterior = Posterior { centre, customers: all.customers() };
        for start in [[1.0, 1.0, 1.0], [0.3, 0.5, 1.0], [3.0, 2.0, 2.0]] {
            let start = std::array::from_fn(|i| start[i] * centre[i]);
            let found =
                posterior.search(&start, sample.as_ref().unwrap_or(&all), &all, |p, spends, slopes| {
                    spends.total(*p, slopes)
                });
            let ([p, q, v], settled) = found;
            for (i, (parameter, value)) in [("p", p), ("q", q), ("v", v)].into_iter().enumerate() {
                if posterior.at_edge(i, value) {
                    return Err(FitError::Degenerate { model: "Gamma-Gamma", parameter, value });
                }
            }
            if !settled {
                continue;
            }
            if q <= 1.0 {
                return Err(FitError::NoPopulationMean { q });
            }
            let log_likelihood = all.total([p, q, v], &mut [0.0; 3]);
            return Ok(GammaGamma { p, q, v, log_likelihood, converged: true, customers });
        }
        Err(FitError::NotConverged { model: "Gamma-Gamma" })
    }

    /// The mean amount of a purchase over the whole population.
    pub fn population_mean(&self) -> f64 {
        self.p * self.v / (self.q - 1.0)
    }

    /// The expected amount of a customer's purchases, given the mean of their repeats: between that mean and
    /// the population's. Without a repeat purchase it is the population's.
    pub fn expected_spend(&self, frequency: u32, mean: f64) -> f64 {
        if frequency == 0 {
            return self.population_mean();
        }
        let x = f64::from(frequency);
        self.p * (self.v + x * mean) / (self.p * x + self.q - 1.0)
    }
}

#[cfg(test)]
mod tests;
