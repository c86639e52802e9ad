//! Straight lines by least squares: one group of points, or many groups with one slope in common.

use crate::student::student_t_quantile;

/// A slope with what its interval needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// Change of y per unit of x.
    pub slope: f64,
    /// Its standard error, zero or more.
    pub standard_error: f64,
    /// Degrees of freedom of that error, >= 1.
    pub freedom: f64,
    /// Groups it rests on.
    pub groups: usize,
    /// Points it rests on.
    pub points: usize,
}

impl Slope {
    /// The interval that holds the slope with chance `level` (such as .90), by Student's t.
    pub fn interval(&self, level: f64) -> (f64, f64) {
        let t = student_t_quantile(0.5 + level / 2.0, self.freedom).unwrap_or(f64::INFINITY);
        // A line through all points has no error, however wide t is.
        let half = if self.standard_error == 0.0 { 0.0 } else { t * self.standard_error };
        (self.slope - half, self.slope + half)
    }
}

/// The sums of one group around its own means.
struct Within {
    xx: f64,
    xy: f64,
    means: (f64, f64),
}

fn within(group: &[(f64, f64)]) -> Within {
    let n = group.len() as f64;
    let means =
        (group.iter().map(|(x, _)| x).sum::<f64>() / n, group.iter().map(|(_, y)| y).sum::<f64>() / n);
    let (mut xx, mut xy) = (0.0, 0.0);
    for (x, y) in group {
        xx += (x - means.0).powi(2);
        xy += (x - means.0) * (y - means.1);
    }
    Within { xx, xy, means }
}

/// The least-squares line through one group of (x, y), with its classic standard error (n - 2 degrees of
/// freedom); `None` of fewer than three points, of NaN, or when all x are the same. Source: J10.
pub fn line(points: &[(f64, f64)]) -> Option<Slope> {
    if points.len() < 3 {
        return None;
    }
    let Within { xx, xy, means } = within(points);
    let slope = xy / xx;
    if xx <= 0.0 || !slope.is_finite() {
        return None;
    }
    let freedom = points.len() as f64 - 2.0;
    let missed: f64 = points.iter().map(|(x, y)| (y - means.1 - slope * (x - means.0)).powi(2)).sum();
    Some(Slope {
        slope,
        standard_error: (missed / freedom / xx).sqrt(),
        freedom,
        groups: 1,
        points: points.len(),
    })
}

/// The one slope of many groups, each around its own mean (fixed effects), with a standard error clustered by
/// group: the root of sum over groups of (sum x e)^2, over sum xx, times G / (G - 1) under the root, and
/// G - 1 degrees of freedom (Liang & Zeger 1986; small-sample factor as usual). Groups whose x are all the
/// same say nothing and are left out. `None` of fewer than two groups, or of NaN. Source: J10, groups.
pub fn slope_within<'g>(groups: impl IntoIterator<Item = &'g [(f64, f64)]>) -> Option<Slope> {
    let known: Vec<(&[(f64, f64)], Within)> = groups
        .into_iter()
        .map(|group| (group, within(group)))
        .filter(|(group, sums)| group.len() >= 2 && sums.xx > 0.0)
        .collect();
    let (xx, xy) = known.iter().fold((0.0, 0.0), |(xx, xy), (_, sums)| (xx + sums.xx, xy + sums.xy));
    let slope = xy / xx;
    if known.len() < 2 || !slope.is_finite() {
        return None;
    }
    let scores = known.iter().map(|(_, sums)| (sums.xy - slope * sums.xx).powi(2)).sum::<f64>();
    let groups = known.len() as f64;
    let variance = scores * groups / (groups - 1.0) / (xx * xx);
    Some(Slope {
        slope,
        standard_error: variance.sqrt(),
        freedom: groups - 1.0,
        groups: known.len(),
        points: known.iter().map(|(group, _)| group.len()).sum(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learning(minutes: &[f64]) -> Vec<(f64, f64)> {
        minutes.iter().enumerate().map(|(i, m)| ((i as f64 + 1.0).ln(), m.ln())).collect()
    }

    #[test]
    fn one_tie_of_eight_visits() {
        let faster = line(&learning(&[40.0, 32.0, 30.0, 26.0, 25.0, 24.0, 23.0, 22.0])).unwrap();
        let (low, high) = faster.interval(0.90);
        assert!((faster.slope + 0.2845).abs() < 1e-4, "{faster:?}");
        assert!((low + 0.305).abs() < 1e-3 && (high + 0.264).abs() < 1e-3, "{low} {high}");
        assert_eq!(line(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]), None);
    }

    #[test]
    fn the_pooled_slope_by_hand() {
        // Group one: x -1, 0, 1 and y 1, 0, -1 (slope -1). Group two: x -1, 1 and y 0, 1 (slope .5).
        let one = [(0.0, 11.0), (1.0, 10.0), (2.0, 9.0)];
        let two = [(0.0, 0.0), (2.0, 1.0)];
        let pooled = slope_within([&one[..], &two[..]]).unwrap();
        // xx 2 + 2, xy -2 + 1: slope -.25. Scores -2 + .5 and 1 + .5: 2.25 each; times 2 / 1, over 16.
        assert!((pooled.slope + 0.25).abs() < 1e-12);
        assert!((pooled.standard_error - (4.5_f64 * 2.0 / 16.0).sqrt()).abs() < 1e-12, "{pooled:?}");
        assert_eq!((pooled.groups, pooled.points, pooled.freedom), (2, 5, 1.0));
    }

    #[test]
    fn groups_that_agree_have_no_error_and_levels_do_not_matter() {
        let visits = learning(&[40.0, 32.0, 30.0, 26.0, 25.0, 24.0, 23.0, 22.0]);
        let higher: Vec<(f64, f64)> = visits.iter().map(|(x, y)| (*x, y + 2.0)).collect();
        let pooled = slope_within([&visits[..], &higher[..], &[(1.0, 5.0)]]).unwrap();
        assert!((pooled.slope + 0.2845).abs() < 1e-4 && pooled.standard_error < 1e-9, "{pooled:?}");
        assert_eq!(pooled.groups, 2);
        assert_eq!(slope_within([&visits[..]]), None);
    }
}
