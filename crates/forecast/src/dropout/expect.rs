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
const MAX_TERMS: usize = 200_000;
/// Events after which a series is not followed: beyond, expectations are only a lower bound.
const MAX_FIRST: f64 = 1e6;

/// What does not depend on time in the series of one frequency and phase: kept, it leaves two multiplications
/// per term.
#[derive(Debug, Clone)]
pub(crate) struct Ladder {
    shape: f64,
    model: DropOut,
    /// By number i of events to come: (shape+i)/(i+1), and the expected purchases in i events.
    steps: Vec<(f64, f64)>,
    /// Where the next step begins: purchases gained, weight of the next, chances survived, events until it.
    gained: f64,
    survival: f64,
    stay: f64,
    until_next: u32,
}

impl Ladder {
    /// The series of customers with `x` repeats who are `phase` events (< k) past their last purchase.
    pub(crate) fn new(model: &DropOut, x: u32, phase: u32) -> Ladder {
        Ladder {
            shape: model.shape(x) + f64::from(phase),
            model: *model,
            steps: Vec::new(),
            gained: 0.0,
            survival: 1.0,
            stay: model.b + model.survived(x),
            until_next: model.k - phase,
        }
    }

    fn extend(&mut self, to: usize) {
        while self.steps.len() < to {
            let i = self.steps.len() as f64;
            self.steps.push(((self.shape + i) / (i + 1.0), self.gained));
            self.until_next -= 1;
            if self.until_next == 0 {
                self.until_next = self.model.k;
                self.gained += self.survival;
                self.survival *= self.stay / (self.model.a + self.stay);
                self.stay += 1.0;
            }
        }
    }

    /// E[purchases within `horizon`] at `age`.
    pub(crate) fn expected(&mut self, age: f64, horizon: f64) -> f64 {
        let ratio = horizon / (self.model.alpha + age);
        if ratio.is_nan() || ratio <= 0.0 {
            return 0.0;
        }
        let z = ratio / (1.0 + ratio);
        let mean = self.shape * ratio;
        // Far below the mean every chance is zero to rounding: begin where the numbers begin.
        let first = (mean - 12.0 * (mean * (1.0 + ratio)).sqrt()).max(0.0).floor().min(MAX_FIRST) as usize;
        let mut chance = self.log_chance(first, z, ratio).exp();
        let (mut sum, mut mass) = (0.0, 0.0);
        let mut from = first;
        // The terms may be cut once they fall: beyond the mean, and never before.
        let mut to = (mean.min(MAX_FIRST) as usize + 8).max(first + 8);
        while from < first + MAX_TERMS {
            self.extend(to);
            for (step, gained) in &self.steps[from..to] {
                sum += chance * gained;
                mass += chance;
                chance *= z * step;
            }
            let (step, gained) = self.steps[to - 1];
            let falls = z * step;
            if falls < 1.0 && chance * (gained + 1.0) < 1e-14 * (1.0 - falls) * sum {
                return sum;
            }
            from = to;
            to += 8 + (to - first) / 8;
        }
        sum + (1.0 - mass).max(0.0) * self.gained
    }

    /// ln of the chance of `i` events.
    fn log_chance(&self, i: usize, z: f64, ratio: f64) -> f64 {
        let none = -self.shape * ratio.ln_1p();
        if i == 0 {
            return none;
        }
        let i = i as f64;
        none + i * z.ln() + ln_gamma(self.shape + i) - ln_gamma(self.shape) - ln_gamma(i + 1.0)
    }
}

impl DropOut {
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
            .map(|(chance, phase)| chance * Ladder::new(self, o.frequency, phase).expected(o.age, horizon))
            .sum()
    }
}
