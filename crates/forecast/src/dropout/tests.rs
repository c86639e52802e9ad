use super::*;
use crate::Observation;

const CDNOW: DropOut = DropOut { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426, k: 1, at_start: false };
const MBG: DropOut = DropOut { at_start: true, ..CDNOW };
const REGULAR: DropOut = DropOut { r: 1.0, alpha: 10.0, a: 0.5, b: 5.0, k: 1, at_start: true };

fn seen(frequency: u32, recency: f64, age: f64) -> Observation {
    let log_gaps =
        if frequency > 0 { f64::from(frequency) * (recency / f64::from(frequency)).ln() } else { 0.0 };
    Observation { frequency, recency, age, log_gaps }
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

#[test]
fn p_alive_vectors() {
    near(CDNOW.p_alive(&seen(2, 30.43, 38.86)), 0.72658, 1e-5);
    near(CDNOW.p_alive(&seen(4, 20.0, 39.0)), 0.37303, 1e-5);
    near(MBG.p_alive(&seen(4, 20.0, 39.0)), 0.41336, 1e-5);
    near(MBG.p_alive(&seen(0, 0.0, 39.0)), 0.63707, 1e-5);
    near(CDNOW.p_alive(&seen(20, 20.0, 39.0)), 0.000235, 1e-6);
    near(CDNOW.p_alive(&seen(0, 0.0, 39.0)), 1.0, 0.0);
    for (k, expected) in [(1, 0.76995), (2, 0.75678), (3, 0.73360)] {
        near(DropOut { k, ..REGULAR }.p_alive(&seen(4, 40.0, 60.0)), expected, 1e-5);
    }
}

#[test]
fn published_stability_values() {
    let model = DropOut { r: 0.25, alpha: 4.0, a: 0.8, b: 2.5, k: 1, at_start: false };
    near(model.log_likelihood(&seen(0, 0.0, 40.0)), -0.599_473_82, 1e-8);
    near(model.log_likelihood(&seen(200, 38.0, 40.0)), 100.7957, 1e-4);
}

#[test]
fn nothing_is_ever_not_a_number() {
    for k in [1, 2, 12] {
        for (x, recency, age) in [
            (0, 0.0, 0.0),
            (0, 0.0, 1e6),
            (200, 38.0, 40.0),
            (5000, 1e5, 1e5),
            (1, 1e-9, 1e7),
            (300, 1.0, 1e6),
        ] {
            for (r, alpha) in [(0.01, 1e-3), (1.0, 10.0), (500.0, 1e5)] {
                let model = DropOut { r, alpha, a: 0.02, b: 300.0, k, at_start: true };
                let o = seen(x, recency, age);
                assert!(model.log_likelihood(&o).is_finite(), "{model:?} {o:?}");
                assert!((0.0..=1.0).contains(&model.p_alive(&o)), "{model:?} {o:?}");
                for horizon in [0.0, 1.0, 365.0, 1e5] {
                    let expected = model.expected_if_alive(&o, horizon);
                    assert!(expected.is_finite() && expected >= 0.0, "{model:?} {o:?} {horizon}: {expected}");
                }
            }
        }
    }
}

#[test]
fn total_is_the_sum_of_customers_and_its_slopes_are_right() {
    let people: Vec<Observation> = (0..60)
        .map(|i| {
            let x = i % 7;
            seen(x, if x > 0 { f64::from(i % 5 + 1) * 2.5 } else { 0.0 }, 12.5 + f64::from(i % 3) * 7.0)
        })
        .collect();
    let sample = Observations::collapse(&people).expect("possible histories");
    for (k, at_start) in [(1, false), (1, true), (2, true), (5, true)] {
        let at = |p: [f64; 4]| DropOut { r: p[0], alpha: p[1], a: p[2], b: p[3], k, at_start };
        let p = [0.7, 6.0, 0.9, 2.1];
        let mut slopes = [0.0; 4];
        let total = at(p).total(&sample, &mut slopes);
        let sum: f64 = people.iter().map(|o| at(p).log_likelihood(o)).sum();
        near(total, sum, 1e-9 * sum.abs());
        for i in 0..4 {
            let h = 1e-6 * p[i];
            let (mut up, mut down) = (p, p);
            up[i] += h;
            down[i] -= h;
            let mut unused = [0.0; 4];
            let slope =
                (at(up).total(&sample, &mut unused) - at(down).total(&sample, &mut unused)) / (2.0 * h);
            near(slopes[i], slope, 1e-5 * (1.0 + slope.abs()));
        }
    }
}

#[test]
fn the_series_meets_the_published_closed_form() {
    // BG/NBD E[X(t)] from the start by Gauss' 2F1 (Fader, Hardie & Lee 2005, eq. 9), summed directly.
    let model = CDNOW;
    for t in [1.0_f64, 10.0, 39.0] {
        let z = t / (model.alpha + t);
        let (mut term, mut hypergeometric) = (1.0, 1.0);
        for i in 0..20_000 {
            let i = f64::from(i);
            term *= (model.r + i) * (model.b + i) / ((model.a + model.b - 1.0 + i) * (i + 1.0)) * z;
            hypergeometric += term;
        }
        let closed = (model.a + model.b - 1.0) / (model.a - 1.0)
            * (1.0 - (model.alpha / (model.alpha + t)).powf(model.r) * hypergeometric);
        near(model.expected_if_alive(&seen(0, 0.0, 0.0), t), closed, 1e-10);
    }
}

#[test]
fn without_drop_out_expectations_are_those_of_a_renewal() {
    // b far above a: nobody leaves, and k events make a purchase.
    for k in [1, 2, 4] {
        let model = DropOut { r: 3.0, alpha: 20.0, a: 1e-9, b: 1e3, k, at_start: true };
        let (short, long) = (model.expected_if_alive(&seen(0, 0.0, 0.0), 50.0), 3.0 / 20.0 * 50.0);
        if k == 1 {
            near(short, long, 1e-9);
        }
        // Over a long time, events / k less the wasted part of the last: about (k-1)/(2k).
        let far = model.expected_if_alive(&seen(0, 0.0, 0.0), 5_000.0);
        let k = f64::from(k);
        near(far, 3.0 / 20.0 * 5_000.0 / k - (k - 1.0) / (2.0 * k), 0.05);
    }
}

#[test]
fn a_series_begun_in_the_middle_agrees_with_one_from_the_start() {
    // Shape 240: the first chance is far below 1e-300 for the long horizon, and above for the short one.
    let model = DropOut { r: 40.0, alpha: 10.0, a: 1e-9, b: 1e3, k: 1, at_start: true };
    let o = seen(200, 38.0, 40.0);
    for horizon in [10.0, 40.0, 4_000.0] {
        near(model.expected_if_alive(&o, horizon) / (240.0 / 50.0 * horizon), 1.0, 1e-6);
    }
}
