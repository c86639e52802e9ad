//! The published numbers on the CDNOW 1/10 sample (evidence, section 2).

#![allow(clippy::print_stderr, reason = "a test that could not run says so")]

use forecast::{Fitted, GammaGamma, Model, Observation, Observations, Parameters, Spend, Unit};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/cdnow/CDNOW_sample.txt");

/// Days from 1970-01-01 of a proleptic Gregorian date written as one number.
fn day(date: i32) -> i32 {
    let (y, m, d) = (date / 10_000, date / 100 % 100, date % 100);
    let (y, m) = if m <= 2 { (y - 1, m + 9) } else { (y, m - 3) };
    365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d - 1 - 719_468
}

struct Buyer {
    days: Vec<i32>,
    spend: Vec<f64>,
}

/// One buyer per customer, in order of their number; spends of one day added up. `None` without the file.
fn buyers() -> Option<Vec<Buyer>> {
    let Ok(text) = std::fs::read_to_string(FILE) else {
        eprintln!("not run: {FILE} is absent");
        return None;
    };
    let mut buyers: Vec<(u32, Buyer)> = Vec::new();
    for line in text.lines() {
        let mut words = line.split_whitespace().skip(1);
        let mut next = || words.next().expect("five columns");
        let customer: u32 = next().parse().expect("a number");
        let date = day(next().parse().expect("a date"));
        let spend: f64 = words.nth(1).expect("five columns").parse().expect("an amount");
        if buyers.last().is_none_or(|(last, _)| *last != customer) {
            buyers.push((customer, Buyer { days: Vec::new(), spend: Vec::new() }));
        }
        let buyer = &mut buyers.last_mut().expect("just pushed").1;
        if buyer.days.last() == Some(&date) {
            *buyer.spend.last_mut().expect("as many as days") += spend;
        } else {
            buyer.days.push(date);
            buyer.spend.push(spend);
        }
    }
    Some(buyers.into_iter().map(|(_, buyer)| buyer).collect())
}

struct Sample {
    buyers: Vec<Buyer>,
    observed: Vec<Observation>,
    end: i32,
}

fn sample() -> Option<Sample> {
    let (buyers, end) = (buyers()?, day(19_970_930));
    let observed = buyers
        .iter()
        .map(|buyer| forecast::summarise(&buyer.days, end, Unit::Week).expect("all began by March 1997"))
        .collect();
    Some(Sample { buyers, observed, end })
}

impl Sample {
    fn fit(&self, model: Model) -> Fitted {
        forecast::fit(model, &Observations::collapse(&self.observed).expect("possible")).expect("CDNOW fits")
    }

    fn expected(&self, fitted: &Fitted) -> f64 {
        self.observed.iter().map(|o| fitted.expected_purchases(o, 39.0)).sum()
    }
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

fn check(fitted: &Fitted, parameters: [f64; 4], log_likelihood: f64) {
    for ((name, found), expected) in fitted.parameters.named().into_iter().zip(parameters) {
        assert!((found - expected).abs() < 1e-2, "{name}: found {found}, expected {expected}");
    }
    near(fitted.log_likelihood, log_likelihood, 1e-2);
    assert_eq!(fitted.customers, 2357);
}

const KNOWN: Observation = Observation { frequency: 2, recency: 30.43, age: 38.86, log_gaps: 0.0 };

#[test]
fn the_hold_out_is_the_published_one() {
    let Some(sample) = sample() else { return };
    let actual: usize = sample
        .buyers
        .iter()
        .map(|b| b.days.iter().filter(|d| **d > sample.end && **d <= sample.end + 273).count())
        .sum();
    assert_eq!((sample.buyers.len(), actual), (2357, 1882));
}

#[test]
fn bg_nbd() {
    let Some(sample) = sample() else { return };
    let fitted = sample.fit(Model::BgNbd);
    check(&fitted, [0.2426, 4.4135, 0.7929, 2.4258], -9582.4256);
    near(fitted.expected_purchases(&KNOWN, 39.0), 1.2259, 1e-3);
    near(fitted.p_alive(&KNOWN), 0.7266, 1e-3);
    near(sample.expected(&fitted), 1653.4, 1.0);
    let mean_alive = sample.observed.iter().map(|o| fitted.p_alive(o)).sum::<f64>() / 2357.0;
    near(mean_alive, 0.8134, 1e-3);
}

#[test]
fn mbg_nbd() {
    let Some(sample) = sample() else { return };
    let fitted = sample.fit(Model::MbgNbd);
    check(&fitted, [0.5248, 6.1830, 0.8914, 1.6140], -9582.1327);
    near(sample.expected(&fitted), 1576.7, 1.0);
    let mean_alive = sample.observed.iter().map(|o| fitted.p_alive(o)).sum::<f64>() / 2357.0;
    near(mean_alive, 0.4487, 1e-3);
}

#[test]
fn pareto_nbd() {
    let Some(sample) = sample() else { return };
    let fitted = sample.fit(Model::ParetoNbd);
    check(&fitted, [0.5533, 10.5776, 0.6062, 11.6679], -9594.9739);
    near(fitted.expected_purchases(&KNOWN, 39.0), 1.4551, 1e-3);
    near(fitted.p_alive(&KNOWN), 0.8691, 1e-3);
    near(sample.expected(&fitted), 1665.5, 1.0);
    let published = [0.05078, 0.09916, 0.14543, 0.18980, 0.23247, 0.27361, 0.31335, 0.35181, 0.38909];
    // The published row belongs to parameters rounded to r = .55: the closed form at the published parameters
    // themselves gives .05101 for t = 1 and .39136 for t = 9.
    for (t, expected) in (1..).zip(published) {
        near(fitted.expected_from_start(f64::from(t)), expected, 2.5e-3);
    }
    let exact = Fitted {
        parameters: Parameters::Pareto { r: 0.5533, alpha: 10.5776, s: 0.6062, beta: 11.6679 },
        ..fitted
    };
    near(exact.expected_from_start(1.0), 0.05101, 1e-5);
    near(exact.expected_from_start(9.0), 0.39136, 1e-4);
}

#[test]
fn gamma_gamma() {
    let Some(sample) = sample() else { return };
    let means: Vec<(u32, Option<f64>)> = sample
        .buyers
        .iter()
        .zip(&sample.observed)
        .map(|(b, o)| (o.frequency, forecast::mean_repeat_spend(&b.days, &b.spend, sample.end)))
        .collect();
    let spends: Vec<Spend> = means
        .iter()
        .filter_map(|(frequency, mean)| Some(Spend { frequency: *frequency, mean: (*mean)? }))
        .collect();
    assert_eq!(spends.len(), 946);
    let fitted = GammaGamma::fit(&spends).expect("CDNOW fits");
    near(fitted.p, 6.2488, 1e-2);
    near(fitted.q, 3.7446, 1e-2);
    near(fitted.v, 15.4477, 1e-2);
    near(fitted.log_likelihood, -4055.9232, 1e-2);
    near(fitted.population_mean(), 35.17, 1e-2);
    let published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17];
    for ((frequency, mean), expected) in means.into_iter().zip(published) {
        let frequency = if mean.is_some() { frequency } else { 0 };
        near(fitted.expected_spend(frequency, mean.unwrap_or(0.0)), expected, 1e-2);
    }
}

/// Why people are ranked by expected purchases: BG/NBD's P(alive) is worse than a coin (evidence 1.1).
#[test]
fn expected_purchases_rank_and_p_alive_does_not() {
    let Some(sample) = sample() else { return };
    let fitted = sample.fit(Model::BgNbd);
    let later = sample.end + 1..=sample.end + 273;
    let bought: Vec<bool> =
        sample.buyers.iter().map(|b| b.days.iter().any(|day| later.contains(day))).collect();
    let auc = |score: &dyn Fn(&Observation) -> f64| {
        let scored: Vec<(f64, bool)> =
            sample.observed.iter().zip(&bought).map(|(o, bought)| (score(o), *bought)).collect();
        stats::auc(&scored).expect("some bought and some did not")
    };
    near(auc(&|o| fitted.p_alive(o)), 0.32, 1e-2);
    // .7725 on this sample; the .76 on record does not say on which part of the cohort.
    near(auc(&|o| fitted.expected_purchases(o, 39.0)), 0.76, 2e-2);
}
