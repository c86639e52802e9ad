//! Trends in few points, robust to a wild one.

/// The Theil-Sen slope: the median slope over all pairs of points (x, y) with different x; `None` without
/// such a pair. Cost grows with the square of the number of points. Source: J6f, J10.
pub fn theil_sen(points: &[(f64, f64)]) -> Option<f64> {
    let mut slopes = Vec::with_capacity(points.len() * points.len().saturating_sub(1) / 2);
    for (i, (x1, y1)) in points.iter().enumerate() {
        for (x2, y2) in &points[i + 1..] {
            let slope = (y2 - y1) / (x2 - x1);
            if slope.is_finite() {
                slopes.push(slope);
            }
        }
    }
    crate::median(&mut slopes)
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
    fn no_pair_no_slope() {
        assert_eq!(theil_sen(&[]), None);
        assert_eq!(theil_sen(&[(1.0, 2.0)]), None);
        assert_eq!(theil_sen(&[(1.0, 2.0), (1.0, 3.0)]), None);
        assert_eq!(kendall_s(&[]), 0);
    }
}
