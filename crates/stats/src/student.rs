//! Quantiles of the normal and of Student's t distribution, for means of few values.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// The value below which a standard normal deviate lies with chance `p`; infinite at 0 and 1, NaN outside.
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    Normal::standard().inverse_cdf(p)
}

/// The value below which Student's t with `freedom` (> 0) degrees of freedom lies with chance `p` in (0,1);
/// `None` for anything else. Source: J15 B, J10.
pub fn student_t_quantile(p: f64, freedom: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let t = StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(p);
    t.is_finite().then_some(t)
}

/// The mean of `values` and the interval that holds it with chance `level` (such as .90), by Student's t;
/// `None` of fewer than two values, of NaN, or for a level outside (0,1).
pub fn mean_interval(values: &[f64], level: f64) -> Option<(f64, f64, f64)> {
    let n = values.len() as f64;
    if values.len() < 2 || values.iter().any(|value| value.is_nan()) {
        return None;
    }
    let t = student_t_quantile(0.5 + level / 2.0, n - 1.0)?;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let half = t * (variance / n).sqrt();
    Some((mean, mean - half, mean + half))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_the_tables() {
        for (p, freedom, expected) in [(0.95, 5.0, 2.015), (0.975, 1.0, 12.706), (0.9, 30.0, 1.3104)] {
            let t = student_t_quantile(p, freedom).unwrap();
            assert!((t - expected).abs() < 1e-3, "{p} {freedom}: {t}");
        }
        assert!((normal_quantile(0.9) - 1.281_551_566).abs() < 1e-7);
        assert_eq!(student_t_quantile(1.0, 5.0), None);
        assert_eq!(student_t_quantile(0.5, 0.0), None);
        assert!(normal_quantile(1.5).is_nan());
    }

    #[test]
    fn closeness_of_six_pairs() {
        let (mean, low, high) = mean_interval(&[1.0, 2.0, 0.0, 0.0, 1.0, 2.0], 0.90).unwrap();
        assert!((mean - 1.0).abs() < 1e-12 && (low - 0.264).abs() < 1e-3 && (high - 1.736).abs() < 1e-3);
        assert_eq!(mean_interval(&[1.0], 0.9), None);
    }
}
