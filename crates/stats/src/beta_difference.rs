//! The difference of two shares.

use crate::beta::Beta;

/// Slices of equal chance into which the second share is cut.
const SLICES: usize = 400;

/// The value below which X1 - X2 lies with chance `p`, for independent shares X1 ~ `first`, X2 ~ `second`;
/// in [-1,1], about three digits. `None` for a chance outside (0,1).
///
/// P(X1 - X2 <= d) is the mean of the first's distribution function at x2 + d, taken over slices of X2 of
/// equal chance; the quantile by bisection. About a millisecond: for tables, not for every customer.
pub fn beta_difference_quantile(first: &Beta, second: &Beta, p: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let slices: Vec<f64> =
        (0..SLICES).map(|slice| second.quantile((slice as f64 + 0.5) / SLICES as f64)).collect();
    let reached = |d: f64| {
        slices.iter().map(|x2| crate::beta_cdf(x2 + d, first.a, first.b)).sum::<f64>() / SLICES as f64
    };
    let (mut low, mut high) = (-1.0, 1.0);
    while high - low > 1e-6 {
        let middle = 0.5 * (low + high);
        if reached(middle) < p { low = middle } else { high = middle }
    }
    Some(0.5 * (low + high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flat_shares_make_a_triangle() {
        // X1 - X2 of two uniform shares: P(<= d) = (1 + d)^2 / 2 below zero.
        for (p, expected) in [(0.02, 0.2_f64 - 1.0), (0.5, 0.0), (0.98, 0.8)] {
            let found = beta_difference_quantile(&Beta::FLAT, &Beta::FLAT, p).unwrap();
            assert!((found - expected).abs() < 1e-3, "{p}: {found}");
        }
        assert_eq!(beta_difference_quantile(&Beta::FLAT, &Beta::FLAT, 1.0), None);
    }

    #[test]
    fn many_trials_are_nearly_normal() {
        let (first, second) = (Beta::posterior(300.0, 1000.0), Beta::posterior(250.0, 1000.0));
        let spread = (0.3_f64 * 0.7 / 1002.0 + 0.25 * 0.75 / 1002.0).sqrt();
        let middle = first.mean() - second.mean();
        for (p, z) in [(0.1, -1.2816), (0.9, 1.2816)] {
            let found = beta_difference_quantile(&first, &second, p).unwrap();
            assert!((found - middle - z * spread).abs() < 2e-4, "{p}: {found}");
        }
    }
}
