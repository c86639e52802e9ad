//! How far two orders agree.

/// The rank of each value, 1 for the smallest; equal values share the average of their ranks. `None` when a
/// value is not a number.
pub fn average_ranks(values: &[f64]) -> Option<Vec<f64>> {
    if values.iter().any(|value| value.is_nan()) {
        return None;
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for tied in order.chunk_by(|a, b| values[*a] == values[*b]) {
        // Ranks before+1 to before+n have this mean.
        let rank = before as f64 + (tied.len() as f64 + 1.0) / 2.0;
        for place in tied {
            ranks[*place] = rank;
        }
        before += tied.len();
    }
    Some(ranks)
}

/// Spearman's rank correlation of pairs (x, y), in [-1,1], with average ranks for ties; `None` of fewer than
/// two pairs, of NaN, or when one side is all the same. Source: J15.
pub fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    let ranks = |side: fn(&(f64, f64)) -> f64| average_ranks(&pairs.iter().map(side).collect::<Vec<f64>>());
    let (x, y) = (ranks(|pair| pair.0)?, ranks(|pair| pair.1)?);
    let middle = (pairs.len() as f64 + 1.0) / 2.0;
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(&y) {
        let (x, y) = (x - middle, y - middle);
        xy += x * y;
        xx += x * x;
        yy += y * y;
    }
    (xx > 0.0 && yy > 0.0).then(|| (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0))
}

/// An interval for Spearman's `rho` of `n` pairs, `z` standard deviations each way, by Fisher's transform
/// with the variance 1.06 / (n - 3) (Fieller, Hartley & Pearson 1957); everything below four pairs. Perfect
/// agreement of few pairs is no certainty: the transform is taken half a step (one swap of neighbors) short
/// of it.
pub fn spearman_interval(rho: f64, n: usize, z: f64) -> (f64, f64) {
    if n < 4 {
        return (-1.0, 1.0);
    }
    let half = z * (1.06 / (n as f64 - 3.0)).sqrt();
    let pairs = n as f64;
    let short = 1.0 - 6.0 / (pairs * (pairs * pairs - 1.0));
    let middle = rho.clamp(-short, short).atanh();
    let (low, high) = ((middle - half).tanh(), (middle + half).tanh());
    (low.min(rho), high.max(rho))
}

/// Kendall's tau-b of pairs (x, y), in [-1,1]: [`crate::kendall_s`] corrected for ties; `None` as for
/// [`spearman`]. Source: J15.
pub fn kendall_tau_b(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.iter().any(|(x, y)| x.is_nan() || y.is_nan()) {
        return None;
    }
    let (mut differ_x, mut differ_y) = (0.0, 0.0);
    for (place, (x1, y1)) in pairs.iter().enumerate() {
        for (x2, y2) in &pairs[place + 1..] {
            differ_x += f64::from(u8::from(x1 != x2));
            differ_y += f64::from(u8::from(y1 != y2));
        }
    }
    let (x, y): (f64, f64) = (differ_x, differ_y);
    (x > 0.0 && y > 0.0).then(|| crate::kendall_s(pairs) as f64 / (x * y).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Twelve reasons: customers % and businesses % (sources.md 2.10).
    const REASONS: [(f64, f64); 12] = [
        (61.0, 60.0),
        (55.0, 60.0),
        (53.0, 67.0),
        (53.0, 71.0),
        (52.0, 68.0),
        (51.0, 73.0),
        (49.0, 69.0),
        (37.0, 63.0),
        (34.0, 61.0),
        (33.0, 64.0),
        (30.0, 63.0),
        (22.0, 61.0),
    ];

    #[test]
    fn twelve_reasons() {
        assert!((spearman(&REASONS).unwrap() - 0.00704).abs() < 1e-5);
        assert!((kendall_tau_b(&REASONS).unwrap() - 0.06251).abs() < 1e-5);
    }

    #[test]
    fn ranks_share_ties() {
        assert_eq!(average_ranks(&[30.0, 10.0, 30.0, 20.0]), Some(vec![3.5, 1.0, 3.5, 2.0]));
        assert_eq!(average_ranks(&[1.0, f64::NAN]), None);
        assert_eq!(spearman(&[(1.0, 2.0), (2.0, 2.0)]), None);
        assert_eq!(kendall_tau_b(&[]), None);
    }

    #[test]
    fn the_interval_of_an_order_is_wide_when_it_is_short() {
        let (low, high) = spearman_interval(0.0, 12, 1.2816);
        assert!((high - 0.4140).abs() < 1e-3 && (low + high).abs() < 1e-12, "{low} {high}");
        assert_eq!(spearman_interval(0.9, 3, 1.2816), (-1.0, 1.0));
        let (low, high) = spearman_interval(1.0, 5, 1.2816);
        assert!(low > 0.3 && low < 0.95 && high == 1.0, "{low}");
    }

    proptest! {
        #[test]
        fn only_the_order_counts(pairs in prop::collection::vec((-5..5_i8, -5..5_i8), 2..20)) {
            let pairs: Vec<(f64, f64)> = pairs.into_iter().map(|(x, y)| (x.into(), y.into())).collect();
            let bent: Vec<(f64, f64)> = pairs.iter().map(|(x, y)| (x.exp(), y.powi(3))).collect();
            prop_assert_eq!(spearman(&pairs), spearman(&bent));
            prop_assert_eq!(kendall_tau_b(&pairs), kendall_tau_b(&bent));
            let turned: Vec<(f64, f64)> = pairs.iter().map(|(x, y)| (*x, -y)).collect();
            if let (Some(rho), Some(against)) = (spearman(&pairs), spearman(&turned)) {
                prop_assert!((rho + against).abs() < 1e-12 && rho.abs() <= 1.0);
            }
        }
    }
}
