//! Trends in few points, robust to a wild one.

/// The Theil-Sen slope: the median slope over all pairs of points (x, y) with different x; `None` without
/// such a pair. Cost grows with the square of the number of points. Source: J6f, J10.
pub fn theil_sen(points: &[(f64, f64)]) -> Option<f64> {
    crate::median(&mut slopes(points))
}

/// The slopes over all pairs of points with different x.
fn slopes(points: &[(f64, f64)]) -> Vec<f64> {
    let mut slopes = Vec::with_capacity(points.len() * points.len().saturating_sub(1) / 2);
    for (i, (x1, y1)) in points.iter().enumerate() {
        for (x2, y2) in &points[i + 1..] {
            let slope = (y2 - y1) / (x2 - x1);
            if slope.is_finite() {
                slopes.push(slope);
            }
        }
    }
    slopes
}

/// Kendall's S: pairs that rise together less pairs that do not; ties count nothing. Source: J6f, J10.
pub fn kendall_s(points: &[(f64, f64)]) -> i64 {
    let mut s = 0;
    for (i, (x1, y1)) in points.iter().enumerate() {
        for (x2, y2) in &points[i + 1..] {
            let agreement = (x2 - x1) * (y2 - y1);
            s += i64::from(agreement > 0.0) - i64::from(agreement < 0.0);
        }
    }
    s
}

/// Up to this many points the distribution of Kendall's S is counted out.
const EXACT_POINTS: usize = 30;

/// The chance of a Kendall's S at least as far from zero by luck alone (two-sided), for `points` points
/// without ties: counted out up to thirty, by the normal approximation beyond. With ties the truth is
/// smaller. Source: Kendall 1938; J10.
pub fn kendall_p(points: usize, s: i64) -> f64 {
    let pairs = points * points.saturating_sub(1) / 2;
    let s = s.unsigned_abs() as usize;
    if s == 0 || pairs == 0 {
        return 1.0;
    }
    if s > pairs {
        return 0.0;
    }
    if points > EXACT_POINTS {
        let n = points as f64;
        let deviation = (n * (n - 1.0) * (2.0 * n + 5.0) / 18.0).sqrt();
        return (2.0 * normal_tail((s as f64 - 1.0) / deviation)).min(1.0);
    }
    // Chances of each number of inversions in a random order of the points.
    let mut chances = vec![1.0];
    for n in 2..=points {
        let mut next = vec![0.0; n * (n - 1) / 2 + 1];
        for (inversions, chance) in chances.iter().enumerate() {
            for more in 0..n {
                next[inversions + more] += chance / n as f64;
            }
        }
        chances = next;
    }
    (2.0 * chances[..=(pairs - s) / 2].iter().sum::<f64>()).min(1.0)
}

/// P(Z > z) for a standard normal Z.
fn normal_tail(z: f64) -> f64 {
    0.5 * statrs::function::erf::erfc(z / std::f64::consts::SQRT_2)
}

/// The interval of the Theil-Sen slope, `z` standard deviations wide (1.2816 for 80 %): the slopes whose
/// ranks Kendall's S could have reached by luck, rounded outward. `None` without a slope. Source: Sen 1968.
pub fn theil_sen_interval(points: &[(f64, f64)], z: f64) -> Option<(f64, f64)> {
    let mut slopes = slopes(points);
    slopes.sort_unstable_by(f64::total_cmp);
    let (first, last) = (0.0, slopes.len().checked_sub(1)? as f64);
    let n = points.len() as f64;
    let reach = z * (n * (n - 1.0) * (2.0 * n + 5.0) / 18.0).sqrt();
    let all = slopes.len() as f64;
    let low = ((all - reach) / 2.0 - 1.0).floor().clamp(first, last);
    let high = ((all + reach) / 2.0).ceil().clamp(first, last);
    Some((slopes[low as usize], slopes[high as usize]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learning(minutes: &[f64]) -> Vec<(f64, f64)> {
        minutes.iter().enumerate().map(|(i, m)| ((i as f64 + 1.0).ln(), m.ln())).collect()
    }

    #[test]
    fn velocity_vector() {
        let strength = [(0.0, 0.78), (1.0, 0.74), (2.0, 0.66), (3.0, 0.61)];
        let slope = theil_sen(&strength).expect("four quarters");
        assert!((slope + 0.0583).abs() < 1e-4, "{slope}");
        assert_eq!(kendall_s(&strength), -6);
    }

    #[test]
    fn efficiency_vectors() {
        let faster = learning(&[40.0, 32.0, 30.0, 26.0, 25.0, 24.0, 23.0, 22.0]);
        let b = theil_sen(&faster).expect("eight visits");
        assert!((b + 0.2802).abs() < 1e-4 && (2_f64.powf(b) - 0.823).abs() < 1e-3, "{b}");
        assert_eq!(kendall_s(&faster), -28);
        let slower = learning(&[10.0, 11.0, 12.0, 12.0, 13.0, 13.0, 14.0, 15.0]);
        let b = theil_sen(&slower).expect("eight visits");
        assert!((b - 0.1874).abs() < 1e-4 && (2_f64.powf(b) - 1.139).abs() < 1e-3, "{b}");
    }

    #[test]
    fn kendall_against_the_tables() {
        // Two-sided: n = 4, S = 6 is one order of 24 at each end; n = 8, S = 16 is 1230 of 40320 at each end.
        for (points, s, p) in
            [(4, 6, 0.0833), (8, 16, 0.0610), (8, -16, 0.0610), (8, 14, 0.1087), (10, 45, 5.5e-7)]
        {
            assert!((kendall_p(points, s) - p).abs() < 5e-5, "{points} {s} {}", kendall_p(points, s));
        }
        assert_eq!((kendall_p(8, 0), kendall_p(0, 0), kendall_p(4, 8)), (1.0, 1.0, 0.0));
        // Where the exact count ends the approximation begins.
        let (exact, approximate) = (kendall_p(30, 101), kendall_p(31, 107));
        assert!((exact - approximate).abs() < 3e-3, "{exact} {approximate}");
    }

    #[test]
    fn the_interval_of_a_slope_holds_it_and_narrows() {
        let faster = learning(&[40.0, 32.0, 30.0, 26.0, 25.0, 24.0, 23.0, 22.0]);
        let slope = theil_sen(&faster).unwrap();
        let (low, high) = theil_sen_interval(&faster, 1.2816).unwrap();
        let (lower, higher) = theil_sen_interval(&faster, 2.5758).unwrap();
        assert!(lower <= low && low < slope && slope < high && high <= higher && higher < 0.0);
        let ruled: Vec<(f64, f64)> = (0..20).map(|x| (f64::from(x), 2.0 * f64::from(x))).collect();
        assert_eq!(theil_sen_interval(&ruled, 1.2816), Some((2.0, 2.0)));
        assert_eq!(theil_sen_interval(&[(1.0, 2.0)], 1.0), None);
    }

    #[test]
    fn no_pair_no_slope() {
        assert_eq!(theil_sen(&[]), None);
        assert_eq!(theil_sen(&[(1.0, 2.0)]), None);
        assert_eq!(theil_sen(&[(1.0, 2.0), (1.0, 3.0)]), None);
        assert_eq!(kendall_s(&[]), 0);
    }
}
