//! A prior learnt from the groups themselves.

use crate::beta::Beta;

/// The prior of a share that differs between groups, by Kleinman's moments (judgements.md, statistical kit).
///
/// `groups` holds (successes, trials) of each group; groups without trials are ignored. `None` with fewer
/// than five groups or fewer than fifty trials: then the flat prior is the honest one. The prior weighs
/// between 2 and 200 trials (g clamped to [1/201, 1/3]).
pub fn empirical_bayes(groups: &[(f64, f64)]) -> Option<Beta> {
    let counted = groups.iter().filter(|(_, trials)| *trials > 0.0);
    let (mut m, mut successes, mut trials, mut squares) = (0.0, 0.0, 0.0, 0.0);
    for (s, n) in counted.clone() {
        m += 1.0;
        successes += s;
        trials += n;
        squares += n * n;
    }
    if m < 5.0 || trials < 50.0 {
        return None;
    }
    let p = successes / trials;
    let spread: f64 = counted.map(|(s, n)| n * (s / n - p).powi(2)).sum();
    let noise = p * (1.0 - p);
    let room = noise * (trials - squares / trials - (m - 1.0));
    let excess = spread - noise * (m - 1.0);
    let g = if room > 0.0 { excess / room } else { 0.0 };
    let g = g.clamp(1.0 / 201.0, 1.0 / 3.0);
    // All or none succeeded: keep both weights above zero.
    let p = if noise > 0.0 { p } else { (successes + 0.5) / (trials + 1.0) };
    let weight = 1.0 / g - 1.0;
    Some(Beta::new(p * weight, (1.0 - p) * weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROVIDERS: [(f64, f64); 5] = [(45.0, 50.0), (4.0, 4.0), (16.0, 20.0), (9.0, 15.0), (28.0, 30.0)];

    #[test]
    fn published_vector() {
        let prior = empirical_bayes(&PROVIDERS).expect("five groups, 119 trials");
        assert!((prior.a - 8.439).abs() < 1e-3 && (prior.b - 1.407).abs() < 1e-3, "{prior:?}");
        assert!((prior.mean() - 0.8571).abs() < 1e-4);
        let means = [0.8929, 0.8984, 0.8189, 0.7019, 0.9145];
        let lows = [0.8398, 0.7900, 0.7255, 0.5820, 0.8553];
        for ((s, n), (mean, low)) in PROVIDERS.into_iter().zip(means.into_iter().zip(lows)) {
            let belief = prior.with(s, n);
            assert!((belief.mean() - mean).abs() < 1e-4, "{s}/{n}: {}", belief.mean());
            assert!((belief.quantile(0.1) - low).abs() < 1e-4, "{s}/{n}: {}", belief.quantile(0.1));
        }
    }

    #[test]
    fn too_little_says_so() {
        assert_eq!(empirical_bayes(&PROVIDERS[..4]), None);
        assert_eq!(empirical_bayes(&[(1.0, 2.0); 20]), None);
        assert_eq!(empirical_bayes(&[(0.0, 0.0); 100]), None);
    }

    #[test]
    fn all_or_none_stays_a_distribution() {
        let all = empirical_bayes(&[(20.0, 20.0); 6]).expect("120 trials");
        assert!(all.b > 0.0 && all.mean() > 0.99);
        let none = empirical_bayes(&[(0.0, 20.0); 6]).expect("120 trials");
        assert!(none.a > 0.0 && none.mean() < 0.01);
    }
}
