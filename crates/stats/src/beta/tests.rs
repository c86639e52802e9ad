use super::*;
use proptest::prelude::*;

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

/// (successes, trials, bar, P(share > bar)): J1, J4, J9 of judgements.md.
const ABOVE: [(f64, f64, f64, f64); 19] = [
    (7.0, 8.0, 0.5, 0.9805),
    (3.0, 8.0, 0.2, 0.9144),
    (2.0, 9.0, 0.5, 0.0547),
    (0.0, 9.0, 0.2, 0.1074),
    (6.0, 9.0, 0.5, 0.8281),
    (2.0, 2.0, 0.5, 0.875),
    (2.0, 2.0, 0.7, 0.657),
    (3.0, 3.0, 0.7, 0.760),
    (4.0, 4.0, 0.7, 0.832),
    (5.0, 6.0, 0.7, 0.671),
    (6.0, 6.0, 0.7, 0.918),
    (12.0, 13.0, 0.7, 0.953),
    (6.0, 400.0, 0.1, 5e-12),
    (9.0, 40.0, 0.05, 0.99997),
    (0.0, 0.0, 0.2, 0.8),
    (1.0, 1.0, 0.5, 0.75),
    (3.0, 4.0, 0.5, 0.8125),
    (0.0, 1.0, 0.5, 0.25),
    (2.0, 4.0, 0.5, 0.5),
];

#[test]
fn chances_above_a_bar_of_the_judgements() {
    for (successes, trials, bar, expected) in ABOVE {
        near(Beta::posterior(successes, trials).above(bar), expected, 1e-3 * expected.max(0.1));
    }
    let tiny = Beta::posterior(6.0, 400.0).above(0.1);
    assert!((4e-12..6e-12).contains(&tiny), "{tiny}");
}

#[test]
fn means_and_intervals_of_the_judgements() {
    // Beta(a,b), mean, 80 % interval: J1 Ana, J2 handover, J9 mail and calls, J16, J18.
    for (a, b, mean, low, high) in [
        (8.0, 2.0, 0.80, 0.632, 0.939),
        (3.0, 9.0, 0.25, 0.105, 0.415),
        (7.0, 395.0, 0.0174, 0.0097, 0.0261),
        (27.0, 15.0, 0.643, 0.547, 0.736),
        (8.0, 6.0, 0.571, 0.402, 0.736),
        (22.0, 10.0, 0.6875, 0.581, 0.789),
    ] {
        let belief = Beta::new(a, b);
        near(belief.mean(), mean, 1e-3);
        near(belief.interval80().0, low, 1e-3);
        near(belief.interval80().1, high, 1e-3);
    }
    // J8 with prior Beta(8,2).
    let prior = Beta::new(8.0, 2.0);
    near(prior.with(4.0, 4.0).mean(), 0.857, 1e-3);
    near(prior.with(4.0, 4.0).quantile(0.1), 0.732, 1e-3);
    near(prior.with(45.0, 50.0).mean(), 0.883, 1e-3);
    near(prior.with(45.0, 50.0).quantile(0.1), 0.828, 1e-3);
}

#[test]
fn closed_forms() {
    for x in [0.001, 0.2, 0.5, 0.77, 0.999] {
        near(beta_cdf(x, 1.0, 1.0), x, 1e-14);
        near(beta_cdf(x, 3.5, 1.0), x.powf(3.5), 1e-13);
        near(beta_cdf(x, 1.0, 3.5), 1.0 - (1.0 - x).powf(3.5), 1e-13);
        near(beta_cdf(x, 0.5, 0.5), 2.0 / std::f64::consts::PI * x.sqrt().asin(), 1e-13);
    }
    // Tiny x: the binomial sum underflows and must step aside.
    near(beta_cdf(1e-9, 1.0, 60.0) / 60e-9, 1.0, 1e-6);
    near(beta_cdf(1e-9, 30.0, 30.0), 0.0, 1e-200);
    // Large and balanced: half lies below the middle; normal far limits.
    near(beta_cdf(0.5, 1e6, 1e6), 0.5, 1e-8);
    near(beta_cdf(0.49, 1e6, 1e6), 0.0, 1e-12);
}

#[test]
fn the_whole_number_sum_and_the_continued_fraction_agree() {
    for a in 1..30_u32 {
        for b in 1..30_u32 {
            for x in [0.03, 0.31, 0.5, 0.64, 0.97] {
                let (a, b) = (f64::from(a), f64::from(b));
                let nudged = beta_cdf(x, a + 1e-13, b);
                near(beta_cdf(x, a, b), nudged, 1e-11);
            }
        }
    }
}

#[test]
fn ends_and_nonsense() {
    assert_eq!(beta_cdf(-1.0, 2.0, 3.0), 0.0);
    assert_eq!(beta_cdf(2.0, 2.0, 3.0), 1.0);
    assert!(beta_cdf(0.5, 0.0, 3.0).is_nan());
    assert_eq!(beta_quantile(0.0, 2.0, 3.0), 0.0);
    assert_eq!(beta_quantile(1.0, 2.0, 3.0), 1.0);
}

proptest! {
    #[test]
    fn cdf_is_monotone_and_mirrored(
        a in 0.05..500.0_f64, b in 0.05..500.0_f64, x in 0.0..1.0_f64, y in 0.0..1.0_f64
    ) {
        let (low, high) = (x.min(y), x.max(y));
        prop_assert!(beta_cdf(low, a, b) <= beta_cdf(high, a, b) + 1e-13);
        prop_assert!((beta_cdf(x, a, b) + beta_cdf(1.0 - x, b, a) - 1.0).abs() < 1e-11);
    }

    #[test]
    fn quantile_inverts_cdf(a in 0.4..3000.0_f64, b in 0.4..3000.0_f64, p in 0.001..0.999_f64) {
        prop_assert!((beta_cdf(beta_quantile(p, a, b), a, b) - p).abs() < 1e-9);
    }

    #[test]
    fn quantile_inverts_cdf_of_whole_numbers(a in 1..40_u32, b in 1..40_u32, p in 0.0001..0.9999_f64) {
        let (a, b) = (f64::from(a), f64::from(b));
        prop_assert!((beta_cdf(beta_quantile(p, a, b), a, b) - p).abs() < 1e-10);
    }

    #[test]
    fn interval_contains_median(successes in 0.0..200.0_f64, failures in 0.0..200.0_f64) {
        let belief = Beta::posterior(successes, successes + failures);
        let (low, high) = belief.interval80();
        let median = belief.quantile(0.5);
        prop_assert!(0.0 <= low && low < median && median < high && high <= 1.0);
    }

    #[test]
    fn one_more_success_never_lowers_belief(s in 0..50_u32, n in 0..50_u32, bar in 0.01..0.99_f64) {
        let (s, n) = (f64::from(s.min(n)), f64::from(n));
        let (more, fewer) = (Beta::posterior(s + 1.0, n + 1.0), Beta::posterior(s, n));
        prop_assert!(more.above(bar) >= fewer.above(bar) - 1e-12);
    }
}
