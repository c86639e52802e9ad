//! How many purchases are to come, as a series of positive terms.
//!
//! Given that the customer is there, the events still to come within t are negative binomial with shape n and
//! odds z = t/(alpha+T+t), and the chance to survive m-1 further purchases is B(a,b'+m-1)/B(a,b'). Summing
//! P(at least m purchases) times that chance gives the published expressions in 2F1 (Fader, Hardie & Lee 2005
//! eq. 10; Batislam et al. 2007) for k = 1, extends to k > 1, and cannot cancel.

use super::DropOut;
use crate::Observation;
use stats::ln_gamma;

/// Terms after which a series is cut: only an absurd horizon needs as many.
const MAX_TERMS: u32 = 200_000;

impl DropOut {
    /// E[purchases within `horizon`] of a customer who is still there, `phase` events (< k) past the last
    /// purchase.
    pub(crate) fn expected_in_phase(&self, x: u32, age: f64, horizon: f64, phase: u32) -> f64 {
        let shape = self.shape(x) + f64::from(phase);
        let stay = self.b + self.survived(x);
        let ratio = horizon / (self.alpha + age);
        if ratio.is_nan() || ratio <= 0.0 {
            return 0.0;
        }
        let z = ratio / (1.0 + ratio);
        let mean = shape * ratio;
        // Far below the mean every chance is zero to rounding: begin where the numbers begin.
        let first = (mean - 12.0 * (mean * (1.0 + ratio)).sqrt()).max(0.0).floor().min(1e9) as u32;
        let head = f64::from(first);
        let log_chance = ln_gamma(shape + head) - ln_gamma(shape) - ln_gamma(head + 1.0)
            + if first > 0 { head * z.ln() } else { 0.0 }
            - shape * ratio.ln_1p();
        let mut chance = log_chance.exp();
        // `gained`: expected purchases given the events so far; `survival`: the weight of the next purchase.
        let (mut gained, mut survival, mut purchases) = (0.0, 1.0, 0.0);
        let mut add_purchase = |gained: &mut f64| {
            *gained += survival;
            survival *= (stay + purchases) / (self.a + stay + purchases);
            purchases += 1.0;
        };
        for _ in 0..(first + phase) / self.k {
            add_purchase(&mut gained);
        }
        let mut until_next = self.k - (first + phase) % self.k;
        let (mut sum, mut mass) = (0.0, 0.0);
        for i in first..first.saturating_add(MAX_TERMS) {
            sum += chance * gained;
            mass += chance;
            let i = f64::from(i);
            let step = z * (shape + i) / (i + 1.0);
            if i > mean && step < 1.0 && chance * step * (gained + 1.0) < 1e-14 * (1.0 - step) * sum {
                return sum;
            }
            chance *= step;
            until_next -= 1;
            if until_next == 0 {
                until_next = self.k;
                add_purchase(&mut gained);
            }
        }
        sum + (1.0 - mass).max(0.0) * gained
    }

    /// The chances of each phase 0..k, given that the customer is there, written into `chances`.
    pub(crate) fn phases(&self, o: &Observation, chances: &mut [f64]) {
        let share = (o.age - o.recency) / (self.alpha + o.age);
        let n = self.shape(o.frequency);
        let (mut term, mut sum) = (1.0, 0.0);
        for (j, chance) in chances.iter_mut().enumerate() {
            if j > 0 {
                let j = j as f64;
                term *= (n + j - 1.0) / j * share;
            }
            *chance = term;
            sum += term;
        }
        chances.iter_mut().for_each(|chance| *chance /= sum);
    }

    /// E[purchases within `horizon`] of a customer who is still there.
    pub(crate) fn expected_if_alive(&self, o: &Observation, horizon: f64) -> f64 {
        let mut chances = [0.0; crate::fit::MAX_K as usize];
        let chances = &mut chances[..self.k as usize];
        self.phases(o, chances);
        chances
            .iter()
            .zip(0..)
            .map(|(chance, phase)| chance * self.expected_in_phase(o.frequency, o.age, horizon, phase))
            .sum()
    }
}
