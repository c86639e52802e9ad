//! The search for a minimum of a smooth function of a few parameters (BFGS with a backtracking line search).
//!
//! The functions here have two to four parameters, so the whole inverse curvature is kept; it can be handed
//! from a search on a sample to the search on everything, which then needs a handful of evaluations.

/// Where a search ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimum {
    /// The best point found.
    pub point: Vec<f64>,
    /// The value there.
    pub value: f64,
    /// True when the slope, or the expected gain, fell below the tolerance; false when the rounds ran out.
    pub converged: bool,
    /// Evaluations of the function.
    pub evaluations: usize,
    /// The learnt inverse curvature, row by row, to start a similar search with.
    pub curvature: Vec<f64>,
}

/// How to search.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Stop when half the squared Newton decrement (the gain still expected) is below this.
    pub gain_tolerance: f64,
    /// Give up after this many rounds.
    pub rounds: usize,
    /// The longest step in any one parameter.
    pub step_limit: f64,
    /// Inverse curvature to start with; the identity when `None` or of the wrong size.
    pub curvature: Option<Vec<f64>>,
}

impl Default for Search {
    fn default() -> Search {
        Search { gain_tolerance: 1e-12, rounds: 300, step_limit: 2.0, curvature: None }
    }
}

/// Minimises `function` from `start`. `function` fills the gradient and returns the value; a value that is
/// not finite marks forbidden ground, and the search steps back from it. The start must be allowed ground.
pub fn minimise(
    mut function: impl FnMut(&[f64], &mut [f64]) -> f64,
    start: &[f64],
    search: &Search,
) -> Minimum {
    let n = start.len();
    let mut here = start.to_vec();
    let mut slope = vec![0.0; n];
    let mut value = function(&here, &mut slope);
    let mut evaluations = 1;
    let mut inverse = match &search.curvature {
        Some(known) if known.len() == n * n => known.clone(),
        _ => identity(n),
    };
    let mut fresh = search.curvature.is_none();
    let mut converged = false;
    for _ in 0..search.rounds {
        if !value.is_finite() || slope.iter().any(|s| !s.is_finite()) {
            break;
        }
        let mut direction = times(&inverse, &slope);
        let mut gain = dot(&direction, &slope);
        if gain < 0.0 {
            // Lost its curvature: start again downhill.
            inverse = identity(n);
            fresh = true;
            direction = slope.clone();
            gain = dot(&slope, &slope);
        }
        // While the curvature is unknown the gain is only the squared slope, and must be smaller still.
        if 0.5 * gain <= search.gain_tolerance * if fresh { 1e-3 } else { 1.0 } {
            converged = true;
            break;
        }
        let longest = direction.iter().fold(0.0_f64, |m, d| m.max(d.abs()));
        let first = if longest > search.step_limit { search.step_limit / longest } else { 1.0 };
        let Some(step) = walk(&mut function, &here, value, &direction, gain, first, &mut evaluations) else {
            if fresh {
                // No step downhill helps, however short: this is the bottom up to rounding.
                converged = gain <= 1e-6 * (1.0 + value.abs());
                break;
            }
            inverse = identity(n);
            fresh = true;
            continue;
        };
        fresh = !learn(&mut inverse, &here, &slope, &step, fresh) && fresh;
        (here, slope, value) = (step.point, step.slope, step.value);
    }
    Minimum { point: here, value, converged, evaluations, curvature: inverse }
}

struct Step {
    point: Vec<f64>,
    slope: Vec<f64>,
    value: f64,
}

/// Steps back from the full step until the value falls enough (Armijo), by a parabola through what is known.
fn walk(
    function: &mut impl FnMut(&[f64], &mut [f64]) -> f64,
    here: &[f64],
    value: f64,
    direction: &[f64],
    gain: f64,
    first: f64,
    evaluations: &mut usize,
) -> Option<Step> {
    let mut length = first;
    let mut slope = vec![0.0; here.len()];
    for _ in 0..60 {
        let point: Vec<f64> = here.iter().zip(direction).map(|(h, d)| h - length * d).collect();
        let reached = function(&point, &mut slope);
        *evaluations += 1;
        let sound = reached.is_finite() && slope.iter().all(|s| s.is_finite());
        if sound && reached <= value - 1e-4 * length * gain {
            return Some(Step { point, slope, value: reached });
        }
        let parabola = gain * length * length / (2.0 * (reached - value + gain * length));
        length = if sound { parabola.clamp(0.1 * length, 0.5 * length) } else { 0.25 * length };
    }
    None
}

/// The BFGS update; true when the step taught anything (positive curvature along it).
fn learn(inverse: &mut [f64], here: &[f64], slope: &[f64], step: &Step, fresh: bool) -> bool {
    let n = here.len();
    let moved: Vec<f64> = step.point.iter().zip(here).map(|(a, b)| a - b).collect();
    let bent: Vec<f64> = step.slope.iter().zip(slope).map(|(a, b)| a - b).collect();
    let along = dot(&moved, &bent);
    if along <= 1e-12 * dot(&moved, &moved).sqrt() * dot(&bent, &bent).sqrt() {
        return false;
    }
    if fresh {
        // Scale the identity to the curvature just seen before adding to it.
        let scale = along / dot(&bent, &bent);
        inverse.iter_mut().for_each(|entry| *entry *= scale);
    }
    let turned = times(inverse, &bent);
    let factor = (1.0 + dot(&bent, &turned) / along) / along;
    for i in 0..n {
        for j in 0..n {
            inverse[i * n + j] +=
                factor * moved[i] * moved[j] - (moved[i] * turned[j] + turned[i] * moved[j]) / along;
        }
    }
    true
}

fn identity(n: usize) -> Vec<f64> {
    (0..n * n).map(|k| f64::from(u8::from(k % (n + 1) == 0))).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn times(matrix: &[f64], vector: &[f64]) -> Vec<f64> {
    matrix.chunks_exact(vector.len()).map(|row| dot(row, vector)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rosenbrock(p: &[f64], slope: &mut [f64]) -> f64 {
        let (x, y) = (p[0], p[1]);
        slope[0] = -2.0 * (1.0 - x) - 400.0 * x * (y - x * x);
        slope[1] = 200.0 * (y - x * x);
        (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2)
    }

    #[test]
    fn the_banana_valley() {
        let found = minimise(rosenbrock, &[-1.2, 1.0], &Search::default());
        assert!(found.converged, "{found:?}");
        assert!((found.point[0] - 1.0).abs() < 1e-5 && (found.point[1] - 1.0).abs() < 1e-5, "{found:?}");
    }

    #[test]
    fn forbidden_ground_is_stepped_back_from() {
        let barrier = |p: &[f64], slope: &mut [f64]| {
            if p[0] <= 0.0 {
                return f64::INFINITY;
            }
            slope[0] = 1.0 - 0.01 / p[0];
            p[0] - 0.01 * p[0].ln()
        };
        let found = minimise(barrier, &[3.0], &Search::default());
        assert!(found.converged && (found.point[0] - 0.01).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn nonsense_does_not_converge() {
        let nan = |_: &[f64], slope: &mut [f64]| {
            slope[0] = f64::NAN;
            f64::NAN
        };
        assert!(!minimise(nan, &[0.0], &Search::default()).converged);
        let endless = |p: &[f64], slope: &mut [f64]| {
            slope[0] = -1.0;
            -p[0]
        };
        assert!(!minimise(endless, &[0.0], &Search::default()).converged);
    }

    #[test]
    fn known_curvature_saves_evaluations() {
        let cold = minimise(rosenbrock, &[0.9, 0.8], &Search::default());
        let warm = Search { curvature: Some(cold.curvature.clone()), ..Search::default() };
        let again = minimise(rosenbrock, &[1.001, 1.002], &warm);
        assert!(again.converged && again.evaluations < cold.evaluations / 2, "{again:?} {cold:?}");
    }
}
