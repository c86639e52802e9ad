//! Rhythms of contact: how long a silence is too long, and how regular people are.

/// The chance of not one event in `exposures`, when the rate per exposure is Gamma(alpha, beta):
/// (beta/(beta+n))^alpha. Source: J6d.
pub fn gamma_poisson_zero(alpha: f64, beta: f64, exposures: f64) -> f64 {
    if exposures <= 0.0 {
        return 1.0;
    }
    (-alpha * (exposures / beta).ln_1p()).exp()
}

/// The chance that a gap with mean `mean_days` and Erlang regularity `k` (>= 1; 0 counts as 1) is longer than
/// `open_days`. Source: J6a. A mean of zero or less leaves nothing to wait for: 0.
pub fn erlang_survival(open_days: f64, mean_days: f64, k: u32) -> f64 {
    if open_days <= 0.0 {
        return 1.0;
    }
    if mean_days <= 0.0 {
        return 0.0;
    }
    let k = k.max(1);
    let z = f64::from(k) * open_days / mean_days;
    let (mut term, mut sum) = (1.0, 1.0);
    for j in 1..k {
        term *= z / f64::from(j);
        sum += term;
    }
    ((-z).exp() * sum).clamp(0.0, 1.0)
}

/// The regularity k of a population by Wheat and Morrison (1990): with M = g1/(g1+g2) from each customer's
/// last two gaps, k = (1 - 4 Var M) / (8 Var M), rounded and clamped to 1..6.
///
/// The variance is taken about one half, the mean M has when neither gap tends to be the longer. Pairs that
/// sum to zero are ignored; `None` with fewer than 30 customers left. Source: J6a.
pub fn regularity(gap_pairs: &[(f64, f64)]) -> Option<u32> {
    let (mut customers, mut squares) = (0.0, 0.0);
    for (g1, g2) in gap_pairs {
        let total = g1 + g2;
        if total > 0.0 && *g1 >= 0.0 && *g2 >= 0.0 {
            customers += 1.0;
            squares += (g1 / total - 0.5).powi(2);
        }
    }
    if customers < 30.0 {
        return None;
    }
    let variance: f64 = squares / customers;
    let k = if variance > 0.0 { (1.0 - 4.0 * variance) / (8.0 * variance) } else { 6.0 };
    Some(k.round().clamp(1.0, 6.0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_zero_chances() {
        assert!((gamma_poisson_zero(2.0, 20.0, 18.0) - 0.27701).abs() < 1e-5);
        assert!((gamma_poisson_zero(2.0, 20.0, 40.0) - 0.11111).abs() < 1e-5);
        assert_eq!(gamma_poisson_zero(2.0, 20.0, 0.0), 1.0);
    }

    #[test]
    fn published_survivals() {
        let mean = 36.438_566_958_870_35;
        for (open, expected) in [(60.0, 0.1594), (70.0, 0.1039), (90.0, 0.0425), (120.0, 0.0105)] {
            let found = erlang_survival(open, mean, 2);
            assert!((found - expected).abs() < 1e-4, "{open}: {found}");
        }
        assert_eq!(erlang_survival(0.0, mean, 2), 1.0);
        assert_eq!(erlang_survival(5.0, 0.0, 2), 0.0);
    }

    #[test]
    fn regularity_of_known_beta_shapes() {
        // M of an Erlang-k process is Beta(k,k) with variance 1/(4(2k+1)): two-point samples of that spread.
        for k in 1..=6_u32 {
            let spread = (1.0 / (4.0 * (2.0 * f64::from(k) + 1.0))).sqrt();
            let pairs: Vec<_> = (0..40)
                .map(|i| if i % 2 == 0 { (0.5 + spread, 0.5 - spread) } else { (0.5 - spread, 0.5 + spread) })
                .collect();
            assert_eq!(regularity(&pairs), Some(k));
        }
        assert_eq!(regularity(&[(1.0, 1.0); 29]), None);
        assert_eq!(regularity(&[(0.0, 0.0); 100]), None);
        assert_eq!(regularity(&[(7.0, 7.0); 30]), Some(6));
        assert_eq!(regularity(&[(7.0, 0.0); 30]), Some(1));
    }

    proptest! {
        #[test]
        fn survival_falls(t in 0.0..500.0_f64, more in 0.0..500.0_f64, m in 0.1..400.0_f64, k in 1..7_u32) {
            let (near, far) = (erlang_survival(t, m, k), erlang_survival(t + more, m, k));
            prop_assert!((0.0..=1.0).contains(&far) && far <= near + 1e-12);
        }
    }
}
