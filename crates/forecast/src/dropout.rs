//! The models in which a customer may drop out right after a purchase: BG/NBD, MBG/NBD and MBG/CNBD-k.
//!
//! One set of formulas serves all three (judgements J6b, checked there by simulation): `k` is the regularity
//! (a purchase at every k-th event of a Poisson process), and `at_start` says whether the first purchase
//! already carries the chance to drop out (MBG) or not (BG).

pub(crate) mod expect;

use crate::Observation;
use crate::sample::{Group, Observations};
use stats::{digamma, ln_gamma};

/// A model with drop-out at purchases, all parameters above zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct DropOut {
    /// Shape of the purchase rate's spread; of its events, k per purchase.
    pub r: f64,
    /// Its scale, in units of time.
    pub alpha: f64,
    /// First weight of the drop-out chance.
    pub a: f64,
    /// Second weight of the drop-out chance.
    pub b: f64,
    /// Regularity, 1 to 12.
    pub k: u32,
    /// Whether one can drop out at the first purchase.
    pub at_start: bool,
}

/// What the silence since the last purchase says: see [`DropOut::silence`].
pub(crate) struct Silence {
    /// ln(S1 + S2).
    log_sum: f64,
    /// S1 / (S1 + S2), the chance to have dropped out.
    pub gone: f64,
    /// S2 and its sums weighted by slope in n and by phase.
    phases: f64,
    by_shape: f64,
    by_phase: f64,
}

impl DropOut {
    /// n = r + k x, the shape of the rate after x repeat purchases.
    pub(crate) fn shape(&self, x: u32) -> f64 {
        self.r + f64::from(self.k) * f64::from(x)
    }

    /// Survived chances to drop out after x repeat purchases.
    pub(crate) fn survived(&self, x: u32) -> f64 {
        f64::from(x) + f64::from(u8::from(self.at_start))
    }

    /// The denominator of a/(b+x-1+d); `None` when nothing could have ended it yet (BG with x = 0).
    fn exit_weight(&self, x: u32) -> Option<f64> {
        (self.at_start || x > 0).then(|| self.b + self.survived(x) - 1.0)
    }

    /// S1 (dropped out at the last purchase) against S2 (still there, silent by chance), for a customer with
    /// `log_ratio` = ln((alpha+T)/(alpha+t_x)) and `share` = (T-t_x)/(alpha+T).
    fn silence(&self, x: u32, log_ratio: f64, share: f64) -> Silence {
        let n = self.shape(x);
        let (mut term, mut phases, mut by_shape, mut by_phase, mut slope) = (1.0, 1.0, 0.0, 0.0, 0.0);
        for j in 1..self.k {
            let j = f64::from(j);
            term *= (n + j - 1.0) / j * share;
            slope += 1.0 / (n + j - 1.0);
            phases += term;
            by_shape += term * slope;
            by_phase += term * j;
        }
        let log_phases = if self.k == 1 { 0.0 } else { phases.ln() };
        let Some(weight) = self.exit_weight(x) else {
            return Silence { log_sum: log_phases, gone: 0.0, phases, by_shape, by_phase };
        };
        // ln S1 can be in the hundreds: compare logarithms, never the sums themselves.
        let lead = (self.a / weight).ln() + n * log_ratio - log_phases;
        let small = (-lead.abs()).exp();
        let gone = if lead >= 0.0 { 1.0 } else { small } / (1.0 + small);
        let log_sum = log_phases + lead.max(0.0) + small.ln_1p();
        Silence { log_sum, gone, phases, by_shape, by_phase }
    }

    fn silence_of(&self, o: &Observation) -> Silence {
        let open = o.age - o.recency;
        let log_ratio = (open / (self.alpha + o.recency)).ln_1p();
        self.silence(o.frequency, log_ratio, open / (self.alpha + o.age))
    }

    /// P(alive): the chance that the customer has not dropped out.
    pub(crate) fn p_alive(&self, o: &Observation) -> f64 {
        if self.k > 1 {
            return 1.0 - self.silence_of(o).gone;
        }
        // The same with one logarithm less, for it is asked of every customer; infinite odds give 0.
        let log_ratio = ((o.age - o.recency) / (self.alpha + o.recency)).ln_1p();
        let odds = |weight: f64| self.a / weight * (self.shape(o.frequency) * log_ratio).exp();
        self.exit_weight(o.frequency).map_or(1.0, |weight| 1.0 / (1.0 + odds(weight)))
    }

    /// ln(k-1)!, the constant per purchase that makes values for different k comparable.
    fn log_factorial(&self) -> f64 {
        ln_gamma(f64::from(self.k))
    }

    /// The log-likelihood of one customer.
    pub(crate) fn log_likelihood(&self, o: &Observation) -> f64 {
        let (x, n) = (f64::from(o.frequency), self.shape(o.frequency));
        self.of_frequency(o.frequency).0 - x * self.log_factorial() - n * (self.alpha + o.age).ln()
            + f64::from(self.k - 1) * o.log_gaps
            + self.r * self.alpha.ln()
            + self.silence_of(o).log_sum
    }

    /// The part that depends on the frequency alone, and its slopes in r, a and b.
    fn of_frequency(&self, x: u32) -> (f64, f64, f64, f64) {
        let (n, c) = (self.shape(x), self.survived(x));
        let (sum, stay) = (self.a + self.b, self.b + c);
        let value = ln_gamma(n) - ln_gamma(self.r) + ln_gamma(stay) - ln_gamma(self.b) + ln_gamma(sum)
            - ln_gamma(sum + c);
        let by_r = digamma(n) - digamma(self.r);
        let by_a = digamma(sum) - digamma(sum + c);
        let by_b = digamma(stay) - digamma(self.b) + by_a;
        (value, by_r, by_a, by_b)
    }

    /// The log-likelihood of everybody; fills the slopes in r, alpha, a, b.
    pub(crate) fn total(&self, sample: &Observations, slopes: &mut [f64; 4]) -> f64 {
        let k = f64::from(self.k);
        let (repeats, customers) = (sample.repeats(), sample.customers);
        let mut value = (k - 1.0) * sample.log_gaps - repeats * self.log_factorial()
            + customers * self.r * self.alpha.ln();
        *slopes = [customers * self.alpha.ln(), customers * self.r / self.alpha, 0.0, 0.0];
        for (x, n) in &sample.by_frequency {
            let (part, by_r, by_a, by_b) = self.of_frequency(*x);
            value += n * part;
            slopes[0] += n * by_r;
            slopes[2] += n * by_a;
            slopes[3] += n * by_b;
        }
        let logs: Vec<f64> = sample.times.iter().map(|time| (self.alpha + time).ln()).collect();
        let inverses: Vec<f64> = sample.times.iter().map(|time| 1.0 / (self.alpha + time)).collect();
        for (index, (n, repeats)) in sample.by_age.iter().enumerate() {
            let events = n * self.r + k * repeats;
            value -= events * logs[index];
            slopes[0] -= n * logs[index];
            slopes[1] -= events * inverses[index];
        }
        for group in &sample.groups {
            value += self.group_silence(sample, group, &logs, &inverses, slopes);
        }
        value
    }

    /// The sum of ln(S1+S2) over one group, adding to the slopes.
    fn group_silence(
        &self,
        sample: &Observations,
        group: &Group,
        logs: &[f64],
        inverses: &[f64],
        slopes: &mut [f64; 4],
    ) -> f64 {
        let x = group.frequency;
        let Some(weight) = self.exit_weight(x).or((self.k > 1).then_some(f64::INFINITY)) else {
            return 0.0;
        };
        let rows = group.start as usize..group.end as usize;
        let (log_age, inverse_age) = (logs[group.age as usize], inverses[group.age as usize]);
        let age = sample.times[group.age as usize];
        // Sums over the rows: of the chance to be gone, of it times two ratios, and of the phase slopes.
        let (mut value, mut gone, mut by_log, mut by_inverse) = (0.0, 0.0, 0.0, 0.0);
        let (mut by_shape, mut by_phase) = (0.0, 0.0);
        for (recency, n) in sample.recency[rows.clone()].iter().zip(&sample.weight[rows]) {
            let recency = *recency as usize;
            let log_ratio = log_age - logs[recency];
            let silence = self.silence(x, log_ratio, (age - sample.times[recency]) * inverse_age);
            value += n * silence.log_sum;
            gone += n * silence.gone;
            by_log += n * silence.gone * log_ratio;
            by_inverse += n * silence.gone * (inverse_age - inverses[recency]);
            if self.k > 1 {
                let there = n * (1.0 - silence.gone) / silence.phases;
                by_shape += there * silence.by_shape;
                by_phase += there * silence.by_phase;
            }
        }
        slopes[0] += by_log + by_shape;
        slopes[1] += self.shape(x) * by_inverse - by_phase * inverse_age;
        slopes[2] += gone / self.a;
        slopes[3] -= gone / weight;
        value
    }
}

#[cfg(test)]
mod tests;
