//! Student's t, for intervals of means and slopes from few points.

/// The number of standard errors on either side that holds the truth with chance `level` (0.90 for 90 %),
/// with `freedom` > 0 degrees of freedom. NaN for what is neither. By the incomplete beta function (A&S
/// 26.7.1).
pub fn student_t(level: f64, freedom: f64) -> f64 {
    if !(level > 0.0 && level < 1.0 && freedom > 0.0) {
        return f64::NAN;
    }
    // 1 - level is the chance of a Beta(freedom/2, 1/2) below freedom / (freedom + t^2).
    let share = crate::beta_quantile(1.0 - level, 0.5 * freedom, 0.5);
    (freedom * (1.0 - share) / share).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn textbook_values() {
        for (level, freedom, t) in
            [(0.90, 6.0, 1.9432), (0.95, 1.0, 12.7062), (0.80, 5.0, 1.4759), (0.95, 1e6, 1.95997)]
        {
            assert!(
                (student_t(level, freedom) - t).abs() < 1e-4,
                "{level} {freedom} {}",
                student_t(level, freedom)
            );
        }
        assert!(student_t(0.9, 0.0).is_nan() && student_t(1.0, 3.0).is_nan());
    }
}
