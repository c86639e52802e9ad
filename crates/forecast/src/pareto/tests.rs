use super::*;

const CDNOW: Pareto = Pareto { r: 0.5533, alpha: 10.5776, s: 0.6062, beta: 11.6679 };

fn seen(frequency: u32, recency: f64, age: f64) -> Observation {
    Observation { frequency, recency, age, log_gaps: 0.0 }
}

/// The integral over the moment of drop-out by brute force (midpoints).
fn brute(model: &Pareto, x: f64, recency: f64, age: f64) -> f64 {
    let steps = 400_000;
    let width = (age - recency) / f64::from(steps);
    (0..steps)
        .map(|i| {
            let y = recency + (f64::from(i) + 0.5) * width;
            model.s * (model.alpha + y).powf(-model.r - x) * (model.beta + y).powf(-model.s - 1.0) * width
        })
        .sum()
}

#[test]
fn the_integral_meets_brute_force() {
    for (alpha, beta) in [(10.6, 11.7), (0.5, 80.0), (80.0, 0.5)] {
        for (x, recency, age) in [(0, 0.0, 38.86), (2, 30.43, 38.86), (9, 4.0, 500.0), (40, 36.0, 38.86)] {
            let model = Pareto { alpha, beta, ..CDNOW };
            let found = model.gone(f64::from(x), recency, age).log_integral;
            let expected = brute(&model, f64::from(x), recency, age).ln();
            assert!((found - expected).abs() < 1e-6, "{model:?} {x} {recency} {age}: {found} {expected}");
        }
    }
}

#[test]
fn published_customer() {
    let o = seen(2, 30.43, 38.86);
    assert!((CDNOW.p_alive(&o) - 0.8691).abs() < 1e-4, "{}", CDNOW.p_alive(&o));
    let expected = CDNOW.p_alive(&o) * CDNOW.expected_if_alive(2, 38.86, 39.0);
    assert!((expected - 1.4551).abs() < 1e-3, "{expected}");
}

#[test]
fn slopes_are_right() {
    let people: Vec<Observation> = (0..60)
        .map(|i| {
            let x = i % 7;
            seen(x, if x > 0 { f64::from(i % 5 + 1) * 2.5 } else { 0.0 }, 12.5 + f64::from(i % 3) * 7.0)
        })
        .collect();
    let sample = Observations::collapse(&people).expect("possible histories");
    let at = |p: [f64; 4]| Pareto { r: p[0], alpha: p[1], s: p[2], beta: p[3] };
    for p in [[0.7, 6.0, 0.9, 2.1], [0.5, 2.0, 1.6, 40.0]] {
        let mut slopes = [0.0; 4];
        let total = at(p).total(&sample, &mut slopes);
        let sum: f64 = people.iter().map(|o| at(p).log_likelihood(o)).sum();
        assert!((total - sum).abs() < 1e-9 * sum.abs(), "{total} {sum}");
        for i in 0..4 {
            let h = 1e-6 * p[i];
            let (mut up, mut down) = (p, p);
            up[i] += h;
            down[i] -= h;
            let mut unused = [0.0; 4];
            let slope =
                (at(up).total(&sample, &mut unused) - at(down).total(&sample, &mut unused)) / (2.0 * h);
            assert!((slopes[i] - slope).abs() < 1e-5 * (1.0 + slope.abs()), "{i}: {} {slope}", slopes[i]);
        }
    }
}

#[test]
fn nothing_is_ever_not_a_number() {
    for (x, recency, age) in
        [(0, 0.0, 0.0), (0, 0.0, 1e6), (200, 38.0, 40.0), (5000, 1e5, 1e5), (1, 1e-9, 1e7), (300, 1.0, 1e6)]
    {
        for (alpha, beta) in [(1e-3, 1e3), (1e3, 1e-3), (10.0, 10.0), (1e5, 1e-4)] {
            for (r, s) in [(0.01, 0.01), (1.0, 1.0), (200.0, 50.0)] {
                let (model, o) = (Pareto { r, alpha, s, beta }, seen(x, recency, age));
                assert!(model.log_likelihood(&o).is_finite(), "{model:?} {o:?}");
                assert!((0.0..=1.0).contains(&model.p_alive(&o)), "{model:?} {o:?}");
                assert!(model.expected_if_alive(x, age, 39.0).is_finite(), "{model:?} {o:?}");
            }
        }
    }
}
