//! The Beta distribution: what is believed about a share after some chances.

use crate::special::ln_beta;
use std::sync::atomic::{AtomicU64, Ordering};

/// Reciprocals 1/k: a division costs ten times a multiplication, and the sum below is called for every
/// customer several times.
const RECIPROCALS: [f64; EXACT_CHANCES + 1] = {
    let mut table = [0.0; EXACT_CHANCES + 1];
    let mut k = 1;
    while k <= EXACT_CHANCES {
        table[k] = 1.0 / k as f64;
        k += 1;
    }
    table
};

/// Up to this many chances a whole-number Beta is summed as a binomial instead of a continued fraction.
const EXACT_CHANCES: usize = 256;

/// The regularized incomplete beta function I(x;a,b), the chance that a Beta(a,b) share is at most `x`.
///
/// `a`, `b` > 0 (else NaN); `x` outside [0,1] counts as the nearer end. Accurate to about 1e-13, and to the
/// same relative error in the lower tail. About 30 ns for small whole numbers, 300 ns otherwise.
/// Source: judgements.md, statistical kit; continued fraction of DLMF 8.17.22, modified Lentz.
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if !(a > 0.0 && b > 0.0) || x.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if is_whole(a, b)
        && let Some(exact) = whole_cdf(x, a as usize, b as usize)
    {
        return exact;
    }
    by_fraction(x, a, b, ln_beta(a, b))
}

/// I(x;a,b) for 0 < x < 1 when ln B(a,b) is known already, as it is during a search for a quantile.
fn by_fraction(x: f64, a: f64, b: f64, log_beta: f64) -> f64 {
    let front = (a * x.ln() + b * (-x).ln_1p() - log_beta).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        (front * continued_fraction(x, a, b) / a).min(1.0)
    } else {
        (1.0 - front * continued_fraction(1.0 - x, b, a) / b).max(0.0)
    }
}

/// Whether [`whole_cdf`] may be tried.
fn is_whole(a: f64, b: f64) -> bool {
    a + b <= EXACT_CHANCES as f64 && a.fract() == 0.0 && b.fract() == 0.0
}

/// I(x;a,b) for whole a, b as a binomial sum; `None` where the first term would underflow.
fn whole_cdf(x: f64, a: usize, b: usize) -> Option<f64> {
    let complement = x > a as f64 / (a + b) as f64;
    let (x, terms) = if complement { (1.0 - x, a) } else { (x, b) };
    let n = a + b - 1;
    let mut term = x.powi(n as i32);
    if term < 1e-280 {
        return None;
    }
    let odds = (1.0 - x) / x;
    let mut sum = term;
    for (step, reciprocal) in RECIPROCALS.iter().enumerate().take(terms).skip(1) {
        term *= (n + 1 - step) as f64 * reciprocal * odds;
        sum += term;
    }
    Some(if complement { (1.0 - sum).max(0.0) } else { sum.min(1.0) })
}

/// The continued fraction of the incomplete beta function, without its front factor.
fn continued_fraction(x: f64, a: f64, b: f64) -> f64 {
    // Convergence takes about the square root of the larger parameter; the cap is far beyond that.
    const ROUNDS: usize = 20_000;
    let away_from_zero = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut numerator = 1.0;
    let mut denominator = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = denominator;
    for round in 1..ROUNDS {
        let m = round as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        denominator = 1.0 / away_from_zero(1.0 + even * denominator);
        numerator = away_from_zero(1.0 + even / numerator);
        value *= denominator * numerator;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        denominator = 1.0 / away_from_zero(1.0 + odd * denominator);
        numerator = away_from_zero(1.0 + odd / numerator);
        let change = denominator * numerator;
        value *= change;
        if (change - 1.0).abs() < 1e-14 {
            break;
        }
    }
    value
}

/// Whole parameters up to this are looked up once computed.
const TABLE_SIDE: usize = 128;

/// One end of the intervals already computed, as bits; zero, which no quantile is, while nobody has asked.
type Ends = [AtomicU64; TABLE_SIDE * TABLE_SIDE];

/// Both ends. Whoever computes them first, they are the same numbers: no order between threads is needed.
static INTERVALS: [Ends; 2] = [const { [const { AtomicU64::new(0) }; TABLE_SIDE * TABLE_SIDE] }; 2];

/// The share below which a Beta(a,b) lies with chance `p`: the inverse of [`beta_cdf`].
///
/// `p` outside [0,1] counts as the nearer end. A close start (Abramowitz & Stegun 26.5.22) and Halley steps
/// kept inside a shrinking bracket, so that it always ends; two or three evaluations are usual.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if !(a > 0.0 && b > 0.0) || p.is_nan() {
        return f64::NAN;
    }
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    let (log_beta, whole) = (ln_beta(a, b), is_whole(a, b));
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = quantile_start(p, a, b).clamp(1e-12, 1.0 - 1e-12);
    for _ in 0..200 {
        let reached = if whole { beta_cdf(x, a, b) } else { by_fraction(x, a, b, log_beta) };
        let miss = reached - p;
        if miss > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - log_beta).exp();
        let newton = miss / density;
        let bend = newton * ((a - 1.0) / x - (b - 1.0) / (1.0 - x));
        let next = x - newton / (1.0 - 0.5 * bend.min(1.0));
        if (next - x).abs() <= 1e-9 * x {
            return next; // the steps converge cubically: the next one would be below rounding
        }
        x = if next > low && next < high { next } else { 0.5 * (low + high) };
        if high - low <= 1e-16 {
            break;
        }
    }
    x
}

fn quantile_start(p: f64, a: f64, b: f64) -> f64 {
    if a < 1.0 || b < 1.0 {
        let low = (a * (a / (a + b)).ln()).exp() / a;
        let high = (b * (b / (a + b)).ln()).exp() / b;
        let sum = low + high;
        return if p < low / sum {
            (a * sum * p).powf(1.0 / a)
        } else {
            1.0 - (b * sum * (1.0 - p)).powf(1.0 / b)
        };
    }
    let tail = if p < 0.5 { p } else { 1.0 - p };
    let t = (-2.0 * tail.ln()).sqrt();
    let normal = t - (2.30753 + t * 0.27061) / (1.0 + t * (0.99229 + t * 0.04481));
    let y = if p < 0.5 { normal } else { -normal };
    let lambda = (y * y - 3.0) / 6.0;
    let (u, v) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
    let h = 2.0 / (u + v);
    let w = y * (h + lambda).sqrt() / h - (v - u) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h));
    a / (a + b * (2.0 * w).exp())
}

/// What is believed about a share: Beta(a,b), as if `a` successes and `b` failures had been seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beta {
    /// Weight of successes, > 0.
    pub a: f64,
    /// Weight of failures, > 0.
    pub b: f64,
}

impl Beta {
    /// The flat prior Beta(1,1): nothing is known.
    pub const FLAT: Beta = Beta { a: 1.0, b: 1.0 };

    /// Beta(a,b). A weight that is not above zero is a mistake of the caller; it becomes 1e-6.
    pub fn new(a: f64, b: f64) -> Beta {
        debug_assert!(a > 0.0 && b > 0.0, "the weights of a Beta are above zero: {a}, {b}");
        Beta { a: if a > 0.0 { a } else { 1e-6 }, b: if b > 0.0 { b } else { 1e-6 } }
    }

    /// The posterior after `successes` in `trials` (0 <= successes <= trials) with the flat prior.
    pub fn posterior(successes: f64, trials: f64) -> Beta {
        Beta::FLAT.with(successes, trials)
    }

    /// The posterior after `successes` in `trials` with `self` as the prior.
    pub fn with(self, successes: f64, trials: f64) -> Beta {
        debug_assert!(successes >= 0.0 && trials >= successes, "{successes} of {trials}");
        Beta { a: self.a + successes.max(0.0), b: self.b + (trials - successes).max(0.0) }
    }

    /// The expected share.
    pub fn mean(&self) -> f64 {
        self.a / (self.a + self.b)
    }

    /// The share below which the truth lies with chance `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        beta_quantile(p, self.a, self.b)
    }

    /// The 80 % interval: 10 % and 90 % quantiles (decisions here are cheap and reversible).
    pub fn interval80(&self) -> (f64, f64) {
        let Some(place) = self.place_in_table() else {
            return (self.quantile(0.1), self.quantile(0.9));
        };
        let end = |ends: &Ends, p: f64| {
            let known = ends[place].load(Ordering::Relaxed);
            if known != 0 {
                return f64::from_bits(known);
            }
            let quantile = self.quantile(p);
            ends[place].store(quantile.to_bits(), Ordering::Relaxed);
            quantile
        };
        (end(&INTERVALS[0], 0.1), end(&INTERVALS[1], 0.9))
    }

    /// Where the interval of small whole parameters is kept: most posteriors are such.
    fn place_in_table(&self) -> Option<usize> {
        let small = |value: f64| value >= 1.0 && value <= TABLE_SIDE as f64 && value.fract() == 0.0;
        (small(self.a) && small(self.b)).then(|| (self.a as usize - 1) * TABLE_SIDE + self.b as usize - 1)
    }

    /// P(share > c), with full relative accuracy when it is tiny.
    pub fn above(&self, c: f64) -> f64 {
        beta_cdf(1.0 - c, self.b, self.a)
    }
}

#[cfg(test)]
mod tests;
