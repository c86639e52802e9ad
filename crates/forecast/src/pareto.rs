//! Pareto/NBD (Schmittlein, Morrison & Colombo 1987): a customer may drop out at any moment.
//!
//! The published likelihood needs differences of hypergeometric functions that cancel badly. Here the same
//! quantity is one integral over the unknown moment of drop-out, of a smooth positive function:
//! the integral from t_x to T of s (alpha+y)^-(r+x) (beta+y)^-(s+1) dy. Let c be the smaller of alpha and
//! beta, C the larger, e the exponent that goes with C, and m = r+x+s. With w = ((c+t_x)/(c+y))^m it becomes
//! (c+t_x)^-m s/m times the integral of ((c+y)/(C+y))^e dw, a bounded, smooth and rising function, which
//! Gauss-Legendre panels give to full accuracy for any x and T.

use crate::Observation;
use crate::sample::Observations;
use stats::{digamma, ln_gamma};

/// The parameters, all above zero; alpha and beta in units of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pareto {
    pub r: f64,
    pub alpha: f64,
    pub s: f64,
    pub beta: f64,
}

/// Half of the 16-point Gauss-Legendre rule on [-1,1]: (node, weight).
const RULE: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_74),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_8, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_89),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_096),
];

/// Panels are at most this long in ln w.
const PANEL: f64 = 2.0;

/// The substitution for one customer.
struct Course {
    /// m = r + x + s.
    m: f64,
    /// By how much the larger of alpha and beta exceeds the smaller.
    far_less_near: f64,
    /// The exponent that goes with the larger.
    exponent: f64,
    /// ln(c + t_x).
    log_start: f64,
    /// ln of the power at t_x: weights are kept relative to it, since it can be far below one.
    reference: f64,
}

/// What is known of the moment of drop-out, if there was one before T.
struct Gone {
    /// ln of the integral.
    log_integral: f64,
    /// Expectations under the integrand: ln(alpha+y), 1/(alpha+y), ln(beta+y), 1/(beta+y).
    means: [f64; 4],
}

impl Course {
    /// Adds the panel of ln w from -`from` to -`to`: the integral, then its four weighted sums.
    fn panel(&self, from: f64, to: f64, sums: &mut [f64; 5]) {
        // w relative to the panel's first, so that a distant panel does not underflow before it is weighed.
        let width = -(from - to).exp_m1();
        for (node, weight) in RULE {
            for node in [node, -node] {
                let log_w = (-width * 0.5 * (1.0 + node)).ln_1p() - from;
                let log_near = self.log_start - log_w / self.m;
                let near = log_near.exp();
                let far = near + self.far_less_near;
                let log_far = far.ln();
                let height = (self.exponent * (log_near - log_far) - self.reference - from).exp();
                let part = 0.5 * weight * width * height;
                sums[0] += part;
                sums[1] += part * log_near;
                sums[2] += part / near;
                sums[3] += part * log_far;
                sums[4] += part / far;
            }
        }
    }
}

impl Pareto {
    fn gone(&self, x: f64, recency: f64, age: f64) -> Gone {
        let m = self.r + x + self.s;
        let swapped = self.beta < self.alpha;
        let (near, far, exponent) =
            if swapped { (self.beta, self.alpha, self.r + x) } else { (self.alpha, self.beta, self.s + 1.0) };
        let log_start = (near + recency).ln();
        let reference = exponent * (log_start - (far + recency).ln());
        let course = Course { m, far_less_near: far - near, exponent, log_start, reference };
        let span = m * ((age - recency) / (near + recency)).ln_1p();
        // The power rises at most to this (relative) height, at the far end.
        let rise = exponent * ((near + age) / (far + age)).ln() - reference;
        let length = PANEL * (m / exponent).min(1.0);
        let mut sums = [0.0; 5];
        let mut from = 0.0;
        while from < span {
            let to = (from + length).min(span);
            course.panel(from, to, &mut sums);
            from = to;
            if rise - from < sums[0].ln() - 40.0 {
                break;
            }
        }
        let log_integral = self.s.ln() - m.ln() - m * log_start + reference + sums[0].ln();
        let [of_near, inverse_near, of_far, inverse_far] =
            [sums[1], sums[2], sums[3], sums[4]].map(|sum| sum / sums[0]);
        let means = if swapped {
            [of_far, inverse_far, of_near, inverse_near]
        } else {
            [of_near, inverse_near, of_far, inverse_far]
        };
        Gone { log_integral, means }
    }

    /// ln of the silent-but-there term, (alpha+T)^-(r+x) (beta+T)^-s.
    fn log_there(&self, x: f64, age: f64) -> f64 {
        -(self.r + x) * (self.alpha + age).ln() - self.s * (self.beta + age).ln()
    }

    /// ln(there + gone) and the chance to be gone, with the means of [`Gone`].
    fn silence(&self, x: f64, recency: f64, age: f64) -> (f64, f64, [f64; 4]) {
        let log_there = self.log_there(x, age);
        if age <= recency {
            return (log_there, 0.0, [0.0; 4]);
        }
        let gone = self.gone(x, recency, age);
        let lead = gone.log_integral - log_there;
        let small = (-lead.abs()).exp();
        let chance = if lead >= 0.0 { 1.0 } else { small } / (1.0 + small);
        (log_there + lead.max(0.0) + small.ln_1p(), chance, gone.means)
    }

    pub(crate) fn p_alive(&self, o: &Observation) -> f64 {
        1.0 - self.silence(f64::from(o.frequency), o.recency, o.age).1
    }

    pub(crate) fn log_likelihood(&self, o: &Observation) -> f64 {
        let x = f64::from(o.frequency);
        ln_gamma(self.r + x) - ln_gamma(self.r)
            + self.r * self.alpha.ln()
            + self.s * self.beta.ln()
            + self.silence(x, o.recency, o.age).0
    }

    /// The log-likelihood of everybody; fills the slopes in r, alpha, s, beta.
    pub(crate) fn total(&self, sample: &Observations, slopes: &mut [f64; 4]) -> f64 {
        let n = sample.customers;
        let mut value = n * (self.r * self.alpha.ln() + self.s * self.beta.ln());
        *slopes = [n * self.alpha.ln(), n * self.r / self.alpha, n * self.beta.ln(), n * self.s / self.beta];
        let (log_r, slope_r) = (ln_gamma(self.r), digamma(self.r));
        for (x, n) in &sample.by_frequency {
            let shape = self.r + f64::from(*x);
            value += n * (ln_gamma(shape) - log_r);
            slopes[0] += n * (digamma(shape) - slope_r);
        }
        for group in &sample.groups {
            let x = f64::from(group.frequency);
            let age = sample.times[group.age as usize];
            let there = [
                -(self.alpha + age).ln(),
                -(self.r + x) / (self.alpha + age),
                -(self.beta + age).ln(),
                -self.s / (self.beta + age),
            ];
            for row in group.start as usize..group.end as usize {
                let weight = sample.weight[row];
                let (log_sum, gone, means) = self.silence(x, sample.times[sample.recency[row] as usize], age);
                value += weight * log_sum;
                let when_gone = [
                    -means[0],
                    -(self.r + x) * means[1],
                    1.0 / self.s - means[2],
                    -(self.s + 1.0) * means[3],
                ];
                for i in 0..4 {
                    slopes[i] += weight * ((1.0 - gone) * there[i] + gone * when_gone[i]);
                }
            }
        }
        value
    }

    /// E[purchases within `horizon`] of a customer who is still there after x repeats at `age`.
    pub(crate) fn expected_if_alive(&self, x: u32, age: f64, horizon: f64) -> f64 {
        let rate = (self.r + f64::from(x)) / (self.alpha + age);
        // (1 - ((beta+T)/(beta+T+t))^(s-1)) / (s-1), which is a logarithm at s = 1.
        let log_ratio = (horizon / (self.beta + age)).ln_1p();
        let power = (self.s - 1.0) * log_ratio;
        let time = if power.abs() < 1e-12 { log_ratio } else { -(-power).exp_m1() / (self.s - 1.0) };
        rate * (self.beta + age) * time
    }
}

#[cfg(test)]
mod tests;
