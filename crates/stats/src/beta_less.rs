//! Comparing two shares.

use crate::beta::{Beta, beta_cdf};
use crate::special::ln_beta;

/// The exact sum has one term per unit of its whole-number parameter; beyond, integrate.
const EXACT_TERMS: f64 = 2_000.0;

/// P(X1 < X2) for independent shares X1 ~ `first`, X2 ~ `second`.
///
/// Exact (a finite sum) when any of the four parameters is a whole number up to 2,000, which after counting
/// is the rule; otherwise a double-exponential integral good to about 1e-7.
/// Source: J6c.
pub fn beta_less(first: &Beta, second: &Beta) -> f64 {
    let (f, s) = (first, second);
    // Mirrors: swap the two (chance to complement), or replace both shares by their complements.
    let sum = exact(f.a, f.b, s.a, s.b)
        .or_else(|| exact(s.b, s.a, f.b, f.a))
        .or_else(|| exact(s.a, s.b, f.a, f.b).map(|p| 1.0 - p))
        .or_else(|| exact(f.b, f.a, s.b, s.a).map(|p| 1.0 - p));
    sum.unwrap_or_else(|| integral(first, second)).clamp(0.0, 1.0)
}

/// sum_{i<a2} B(a1+i,b1+b2) / ((b2+i) B(1+i,b2) B(a1,b1)), each term from the one before.
fn exact(a1: f64, b1: f64, a2: f64, b2: f64) -> Option<f64> {
    if a2.fract() != 0.0 || a2 > EXACT_TERMS {
        return None;
    }
    let mut term = (ln_beta(a1, b1 + b2) - ln_beta(a1, b1)).exp();
    if term < 1e-280 {
        return None;
    }
    let mut sum = term;
    for i in 0..(a2 as usize - 1) {
        let i = i as f64;
        term *= (a1 + i) / (a1 + i + b1 + b2) * (b2 + i) / (1.0 + i);
        sum += term;
    }
    Some(sum)
}

/// The integral of density2 * cdf1 over thirty standard deviations around mean2 (tanh-sinh rule, which
/// forgives a density that is infinite at an end).
fn integral(first: &Beta, second: &Beta) -> f64 {
    let (a, b) = (second.a, second.b);
    let mean = second.mean();
    let deviation = (mean * (1.0 - mean) / (a + b + 1.0)).sqrt();
    let low = (mean - 30.0 * deviation).max(0.0);
    let high = (mean + 30.0 * deviation).min(1.0);
    let (log_beta, width) = (ln_beta(a, b), high - low);
    let step = 1.0 / 64.0;
    let (mut sum, mut mass) = (0.0, 0.0);
    for k in -288..=288 {
        let t = f64::from(k) * step;
        let reach = std::f64::consts::FRAC_PI_2 * t.sinh();
        // Distances from both ends, each exact where it is tiny.
        let from_low = 1.0 / (1.0 + (-2.0 * reach).exp());
        let from_high = 1.0 / (1.0 + (2.0 * reach).exp());
        let weight = std::f64::consts::PI * t.cosh() * from_low * from_high * width * step;
        let x = low + width * from_low;
        let rest = if high >= 1.0 { width * from_high } else { 1.0 - x };
        let density = ((a - 1.0) * x.ln() + (b - 1.0) * rest.ln() - log_beta).exp();
        if weight > 0.0 && density.is_finite() {
            mass += weight * density;
            // From whichever end is near, since the distance to it is exact.
            let below = if rest < 0.5 {
                1.0 - beta_cdf(rest, first.b, first.a)
            } else {
                beta_cdf(x, first.a, first.b)
            };
            sum += weight * density * below;
        }
    }
    if mass > 0.0 { sum / mass } else { f64::from(u8::from(first.mean() < mean)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_vector() {
        let found = beta_less(&Beta::new(2.0, 8.0), &Beta::new(7.0, 5.0));
        assert!((found - 0.97511).abs() < 1e-5, "{found}");
        let fading = beta_less(&Beta::posterior(1.0, 8.0), &Beta::posterior(6.0, 10.0));
        assert!((fading - 0.9751).abs() < 1e-4, "{fading}");
    }

    #[test]
    fn equals_are_even() {
        for (a, b) in [(3.0, 4.0), (2.5, 0.7), (0.3, 0.3), (5_000.5, 9_000.5)] {
            let found = beta_less(&Beta::new(a, b), &Beta::new(a, b));
            assert!((found - 0.5).abs() < 1e-7, "{a} {b}: {found}");
        }
    }

    #[test]
    fn closed_form_of_powers() {
        // With b = 1 the shares are powers of uniforms: P(X1<X2) = a2/(a1+a2).
        let found = beta_less(&Beta::new(2.3, 1.0), &Beta::new(0.9, 1.0));
        assert!((found - 0.9 / 3.2).abs() < 1e-10, "{found}");
    }

    fn weight() -> std::ops::Range<f64> {
        0.4..60.0
    }

    proptest! {
        #[test]
        fn sum_and_integral_agree(a1 in weight(), b1 in weight(), a2 in 1..60_u32, b2 in weight()) {
            let (first, second) = (Beta::new(a1, b1), Beta::new(f64::from(a2), b2));
            prop_assert!((beta_less(&first, &second) - integral(&first, &second)).abs() < 1e-7);
        }

        #[test]
        fn one_way_or_the_other(a1 in weight(), b1 in weight(), a2 in weight(), b2 in weight()) {
            let (first, second) = (Beta::new(a1, b1), Beta::new(a2, b2));
            prop_assert!((beta_less(&first, &second) + beta_less(&second, &first) - 1.0).abs() < 1e-7);
        }
    }
}
