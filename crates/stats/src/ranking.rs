//! Order statistics: the middle value, and how well a score ranks.

/// The area under the curve: the chance that a random `true` has a higher score than a random `false`, ties
/// counting one half. `None` when one side is empty or a score is not a number.
pub fn auc(scored: &[(f64, bool)]) -> Option<f64> {
    if scored.iter().any(|(score, _)| score.is_nan()) {
        return None;
    }
    let mut sorted = scored.to_vec();
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut hits, mut misses, mut wins) = (0.0, 0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        let hit = tied.iter().filter(|(_, happened)| *happened).count() as f64;
        let miss = tied.len() as f64 - hit;
        wins += hit * (misses + 0.5 * miss);
        hits += hit;
        misses += miss;
    }
    if hits == 0.0 || misses == 0.0 {
        return None;
    }
    Some(wins / (hits * misses))
}

/// The median (the mean of the two middle values of an even number); `None` of nothing or of NaN.
/// Reorders `values`; linear time.
pub fn median(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() || values.iter().any(|value| value.is_nan()) {
        return None;
    }
    let middle = values.len() / 2;
    let even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let upper = *upper;
    if even {
        let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        return Some(0.5 * (lower + upper));
    }
    Some(upper)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_areas() {
        assert_eq!(auc(&[(0.1, false), (0.9, true)]), Some(1.0));
        assert_eq!(auc(&[(0.9, false), (0.1, true)]), Some(0.0));
        assert_eq!(auc(&[(0.5, false), (0.5, true)]), Some(0.5));
        assert_eq!(
            auc(&[(0.1, false), (0.4, true), (0.35, false), (0.8, true), (0.2, true)]),
            Some(5.0 / 6.0)
        );
        assert_eq!(auc(&[(0.5, true)]), None);
        assert_eq!(auc(&[(f64::NAN, true), (0.0, false)]), None);
    }

    #[test]
    fn medians() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [1.0, f64::NAN]), None);
    }

    proptest! {
        #[test]
        fn median_is_the_sorted_middle(mut values in prop::collection::vec(-1e6..1e6_f64, 1..60)) {
            let found = median(&mut values).expect("not empty");
            values.sort_unstable_by(f64::total_cmp);
            let n = values.len();
            prop_assert_eq!(found, 0.5 * (values[(n - 1) / 2] + values[n / 2]));
        }

        #[test]
        fn auc_counts_pairs(scored in prop::collection::vec((0..9_u8, any::<bool>()), 2..40)) {
            let scored: Vec<(f64, bool)> = scored.into_iter().map(|(s, t)| (f64::from(s), t)).collect();
            let (mut wins, mut pairs) = (0.0, 0.0);
            for (high, _) in scored.iter().filter(|s| s.1) {
                for (low, _) in scored.iter().filter(|s| !s.1) {
                    pairs += 1.0;
                    wins += f64::from(u8::from(high > low)) + 0.5 * f64::from(u8::from(high == low));
                }
            }
            let found = auc(&scored);
            if pairs == 0.0 {
                prop_assert_eq!(found, None);
            } else {
                prop_assert!((found.expect("both sides") - wins / pairs).abs() < 1e-12);
            }
        }
    }
}
