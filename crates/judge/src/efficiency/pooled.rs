//! J10 for a group of ties: one slope for all, each tie against its own mean.

use super::Change;
use crate::Parameters;

/// The slope of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// Ties that counted.
    pub ties: u32,
    /// Their settled requests.
    pub contacts: u32,
    /// Change of the logarithm of time per unit of ln(contact number).
    pub slope: f64,
    /// Its standard error, clustered by tie.
    pub standard_error: f64,
    /// The 90 % interval, by Student's t with one degree of freedom less than ties.
    pub interval90: (f64, f64),
    /// The 80 % interval, for showing.
    pub interval80: (f64, f64),
    /// Clear when the 90 % interval leaves zero out.
    pub change: Change,
}

/// Least squares within ties (each tie's points, as [`super::points`] gives them, less the tie's means), with
/// a standard error clustered by tie: contacts of one tie are no independent witnesses. Ties of fewer than
/// four points do not count, and `None` stands for fewer than ten that do (parameters), or points without
/// spread.
pub fn pooled<T: AsRef<[(f64, f64)]>>(
    ties: impl IntoIterator<Item = T>,
    parameters: &Parameters,
) -> Option<Pooled> {
    let enough = |tie: &T| tie.as_ref().len() >= parameters.efficiency_group_contacts_min as usize;
    let ties: Vec<Vec<(f64, f64)>> =
        ties.into_iter().filter(enough).map(|tie| from_means(tie.as_ref())).collect();
    if ties.len() < parameters.efficiency_group_ties_min as usize {
        return None;
    }
    let (mut xx, mut xy) = (0.0, 0.0);
    for (x, y) in ties.iter().flatten() {
        xx += x * x;
        xy += x * y;
    }
    let slope = xy / xx;
    if !slope.is_finite() {
        return None;
    }
    let of_tie = |tie: &Vec<(f64, f64)>| tie.iter().map(|(x, y)| x * (y - slope * x)).sum::<f64>().powi(2);
    let count = ties.len() as f64;
    let standard_error = (count / (count - 1.0) * ties.iter().map(of_tie).sum::<f64>()).sqrt() / xx;
    let interval = |level: f64| {
        let reach = stats::student_t(level, count - 1.0) * standard_error;
        (slope - reach, slope + reach)
    };
    let interval90 = interval(0.90);
    let change = match interval90 {
        (_, high) if high < 0.0 => Change::MoreEfficient,
        (low, _) if low > 0.0 => Change::LessEfficient,
        _ => Change::NoClearChange,
    };
    Some(Pooled {
        ties: ties.len() as u32,
        contacts: ties.iter().map(Vec::len).sum::<usize>() as u32,
        slope,
        standard_error,
        interval90,
        interval80: interval(0.80),
        change,
    })
}

fn from_means(tie: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let n = tie.len() as f64;
    let (sum_x, sum_y) = tie.iter().fold((0.0, 0.0), |(xs, ys), (x, y)| (xs + x, ys + y));
    tie.iter().map(|(x, y)| (x - sum_x / n, y - sum_y / n)).collect()
}
