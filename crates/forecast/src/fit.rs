//! Fitting: maximum likelihood on bounded log-parameters with a weak prior, so that a fit never runs away.

use crate::dropout::DropOut;
use crate::pareto::Pareto;
use crate::{FitError, Fitted, Model, Observations, Parameters};
use stats::{Search, minimise};

/// A fit needs this many customers (J6b).
pub const MIN_CUSTOMERS: u64 = 100;
/// A fit needs this many customers with a repeat purchase (J6b).
pub const MIN_REPEATERS: u64 = 50;
/// The most regular buying that is tried.
pub(crate) const MAX_K: u32 = 12;

/// The prior on a log-parameter is flat this far around its centre (a factor of 20 either way), so that
/// ordinary fits are plain maximum likelihood and meet published numbers ...
const PRIOR_FLAT: f64 = 3.0;
/// ... and falls like a normal beyond, which ends every ridge that rises for ever.
const PRIOR_DEVIATION: f64 = 2.0;
/// Log-parameters stay this close to the centre of the prior: a factor of three million.
const BOUND: f64 = 15.0;
/// A search on everything starts from one on about this many distinct histories.
const SAMPLE: usize = 15_000;

/// Fits a model.
///
/// For MBG/CNBD-k the regularity k with the highest log-likelihood of 1..=12 is taken; the climb stops after
/// three values of k in a row that are worse than the best.
///
/// # Errors
/// [`FitError`] with the reason and the way out: too few customers, parameters at their bounds, or a search
/// that did not settle. What is returned is finite.
pub fn fit(model: Model, observations: &Observations) -> Result<Fitted, FitError> {
    let (customers, repeaters) = (observations.customers(), observations.repeaters());
    if customers < MIN_CUSTOMERS || repeaters < MIN_REPEATERS {
        let (need_customers, need_repeaters) = (MIN_CUSTOMERS, MIN_REPEATERS);
        return Err(FitError::TooFew { customers, repeaters, need_customers, need_repeaters });
    }
    let sample = (observations.distinct() > 2 * SAMPLE)
        .then(|| observations.thinned(observations.distinct() / SAMPLE));
    let mut best = fit_k(model, 1, observations, sample.as_ref());
    if model != Model::MbgCnbdK {
        return best;
    }
    let mut worse = 0;
    for k in 2..=MAX_K {
        let candidate = fit_k(model, k, observations, sample.as_ref());
        let better = match (&candidate, &best) {
            (Ok(candidate), Ok(best)) => candidate.log_likelihood > best.log_likelihood,
            (Ok(_), Err(_)) => true,
            (Err(_), _) => false,
        };
        if better {
            best = candidate;
            worse = 0;
        } else {
            worse += 1;
        }
        if worse == 3 {
            break;
        }
    }
    best
}

/// The log-likelihood of `sample` under `model`, with slopes in the four parameters.
fn likelihood(model: Model, k: u32, p: &[f64; 4], sample: &Observations, slopes: &mut [f64; 4]) -> f64 {
    let [r, alpha, third, fourth] = *p;
    match model {
        Model::ParetoNbd => Pareto { r, alpha, s: third, beta: fourth }.total(sample, slopes),
        _ => {
            let at_start = model != Model::BgNbd;
            DropOut { r, alpha, a: third, b: fourth, k, at_start }.total(sample, slopes)
        }
    }
}

fn fit_k(
    model: Model,
    k: u32,
    all: &Observations,
    sample: Option<&Observations>,
) -> Result<Fitted, FitError> {
    let time_per_purchase = all.time_observed().max(1e-9) / all.repeats();
    let names =
        if model == Model::ParetoNbd { ["r", "alpha", "s", "beta"] } else { ["r", "alpha", "a", "b"] };
    let mean_age = all.time_observed().max(1e-9) / all.customers;
    let centre = match model {
        Model::ParetoNbd => [1.0, time_per_purchase, 1.0, mean_age],
        _ => [1.0, f64::from(k) * time_per_purchase, 1.0, 2.0],
    };
    let posterior = Posterior { centre, customers: all.customers };
    for start in [[0.5, 0.7, 0.7, 1.0], [1.0, 1.0, 1.0, 1.0], [0.2, 0.3, 2.0, 4.0]] {
        let start: [f64; 4] = std::array::from_fn(|i| start[i] * centre[i]);
        let found = posterior.search(&start, sample.unwrap_or(all), all, |p, observations, slopes| {
            likelihood(model, k, p, observations, slopes)
        });
        let (p, settled) = found;
        if let Some(i) = (0..4).find(|i| posterior.at_edge(*i, p[*i])) {
            return Err(FitError::Degenerate { model: model.name(), parameter: names[i], value: p[i] });
        }
        if !settled {
            continue;
        }
        let log_likelihood = likelihood(model, k, &p, all, &mut [0.0; 4]);
        let [r, alpha, third, fourth] = p;
        let parameters = match model {
            Model::ParetoNbd => Parameters::Pareto { r, alpha, s: third, beta: fourth },
            _ => Parameters::DropOut { r, alpha, a: third, b: fourth },
        };
        let fitted =
            Fitted { model, parameters, k, log_likelihood, converged: true, customers: all.customers() };
        if log_likelihood.is_finite() && fitted.expected_from_start(mean_age).is_finite() {
            return Ok(fitted);
        }
    }
    Err(FitError::NotConverged { model: model.name() })
}

/// A likelihood with its prior, as a function of log-parameters, per customer and to be minimised.
pub(crate) struct Posterior<const N: usize> {
    /// The centre of the prior (parameters, not logarithms).
    pub centre: [f64; N],
    /// Customers in all: what the prior is weighed against, also when searching on a sample.
    pub customers: f64,
}

/// Records that know how many customers they hold.
pub(crate) trait Weighed {
    fn customers(&self) -> f64;
}

impl Weighed for Observations {
    fn customers(&self) -> f64 {
        self.customers
    }
}

impl<const N: usize> Posterior<N> {
    /// The parameters with the highest posterior, and whether the search settled there. The search on
    /// `sample` comes first; its result and curvature start the one on `all`.
    pub(crate) fn search<S: Weighed>(
        &self,
        start: &[f64; N],
        sample: &S,
        all: &S,
        likelihood: impl Fn(&[f64; N], &S, &mut [f64; N]) -> f64,
    ) -> ([f64; N], bool) {
        let start = start.map(f64::ln);
        let coarse = Search { gain_tolerance: 1e-9, ..Search::default() };
        let is_sample = !std::ptr::eq(sample, all);
        let first = if is_sample { coarse } else { FINE };
        let rough = minimise(|p, s| self.objective(p, s, sample, &likelihood), &start, &first);
        let found = if is_sample {
            let search = Search { curvature: Some(rough.curvature), ..FINE };
            minimise(|p, s| self.objective(p, s, all, &likelihood), &rough.point, &search)
        } else {
            rough
        };
        let point = std::array::from_fn(|i| found.point[i].exp());
        (point, found.converged)
    }

    fn objective<S: Weighed>(
        &self,
        point: &[f64],
        slope: &mut [f64],
        records: &S,
        likelihood: &impl Fn(&[f64; N], &S, &mut [f64; N]) -> f64,
    ) -> f64 {
        let offset: [f64; N] = std::array::from_fn(|i| point[i] - self.centre[i].ln());
        if offset.iter().any(|o| o.is_nan() || o.abs() > BOUND) {
            return f64::INFINITY;
        }
        let p: [f64; N] = std::array::from_fn(|i| point[i].exp());
        let mut slopes = [0.0; N];
        let weight = records.customers();
        let mut value = -likelihood(&p, records, &mut slopes) / weight;
        for i in 0..N {
            let beyond = offset[i] - offset[i].clamp(-PRIOR_FLAT, PRIOR_FLAT);
            let pull = beyond / (PRIOR_DEVIATION * PRIOR_DEVIATION * self.customers);
            value += 0.5 * pull * beyond;
            slope[i] = pull - slopes[i] * p[i] / weight;
        }
        value
    }

    /// Whether a parameter ended (nearly) at its bound.
    pub(crate) fn at_edge(&self, i: usize, value: f64) -> bool {
        (value / self.centre[i]).ln().abs() > BOUND - 0.5
    }
}

/// Settle where less than 1e-11 of log-likelihood per customer is left to gain.
const FINE: Search = Search { gain_tolerance: 1e-11, rounds: 300, step_limit: 2.0, curvature: None };

#[cfg(test)]
mod tests;
