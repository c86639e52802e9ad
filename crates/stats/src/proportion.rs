//! Shares: intervals, tests against chance, and how good the evidence is, in words.

use crate::beta::beta_cdf;

/// Wilson's interval of a share: `k` successes in `n` trials, `z` standard deviations (1.2816 for 80 %).
/// Without trials, everything: (0, 1).
pub fn wilson(k: f64, n: f64, z: f64) -> (f64, f64) {
    if n <= 0.0 {
        return (0.0, 1.0);
    }
    let p = k / n;
    let size = 1.0 + z * z / n;
    let middle = (p + z * z / (2.0 * n)) / size;
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).max(0.0).sqrt() / size;
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// P(X >= k) for X ~ Binomial(n, p): the chance to see that many by luck alone.
pub fn binomial_tail(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if k > n {
        return 0.0;
    }
    beta_cdf(p, k as f64, (n - k + 1) as f64)
}

/// How good the evidence for a share is, from the width of its 80 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Wider than one half: nothing can be said.
    None,
    /// From .3 to .5.
    Thin,
    /// From .15 to .3.
    Fair,
    /// Narrower than .15.
    Good,
}

impl Grade {
    /// The grade of the interval from `low` to `high`; one that is not a number has no evidence.
    pub fn of(low: f64, high: f64) -> Grade {
        let width = high - low;
        match width {
            w if w < 0.15 => Grade::Good,
            w if w < 0.3 => Grade::Fair,
            w if w <= 0.5 => Grade::Thin,
            _ => Grade::None,
        }
    }

    /// The word shown to people: none, thin, fair or good.
    pub fn word(self) -> &'static str {
        match self {
            Grade::None => "none",
            Grade::Thin => "thin",
            Grade::Fair => "fair",
            Grade::Good => "good",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wilson_against_the_textbook() {
        // Wilson 95 % for 10 of 20: .2993 to .7007; for 0 of 10: 0 to .2775.
        let (low, high) = wilson(10.0, 20.0, 1.959_964);
        assert!((low - 0.2993).abs() < 1e-4 && (high - 0.7007).abs() < 1e-4, "{low} {high}");
        let (low, high) = wilson(0.0, 10.0, 1.959_964);
        assert!(low.abs() < 1e-12 && (high - 0.2775).abs() < 1e-4, "{low} {high}");
        assert_eq!(wilson(0.0, 0.0, 1.2816), (0.0, 1.0));
    }

    #[test]
    fn binomial_tails_by_hand() {
        assert!((binomial_tail(8, 8, 0.5) - 1.0 / 256.0).abs() < 1e-15);
        assert!((binomial_tail(7, 8, 0.5) - 9.0 / 256.0).abs() < 1e-15);
        assert_eq!(binomial_tail(0, 5, 0.1), 1.0);
        assert_eq!(binomial_tail(6, 5, 0.9), 0.0);
        assert_eq!(binomial_tail(1, 5, 0.0), 0.0);
    }

    #[test]
    fn grades_in_words() {
        for (width, word) in [(0.6, "none"), (0.5, "thin"), (0.3, "thin"), (0.29, "fair"), (0.14, "good")] {
            assert_eq!(Grade::of(0.0, width).word(), word);
        }
        assert_eq!(Grade::of(0.0, f64::NAN), Grade::None);
    }

    proptest! {
        #[test]
        fn wilson_holds_the_share(n in 1..1000_u32, part in 0.0..1.0_f64, z in 0.5..3.0_f64) {
            let k = (f64::from(n) * part).floor();
            let (low, high) = wilson(k, f64::from(n), z);
            let p = k / f64::from(n);
            prop_assert!(0.0 <= low && low <= p + 1e-12 && p <= high + 1e-12 && high <= 1.0);
        }
    }
}
