//! Times fit and forecasts for a million synthetic customers, day by day and week by week:
//! `cargo run --release -p forecast --example million [customers]`.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a measuring program, not a library")]

use forecast::{Discounting, Forecaster, GammaGamma, Model, Observation, Observations, Spend, Unit};

/// A small deterministic generator (splitmix64).
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64 + 1e-17
    }

    fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }
}

/// First and last purchase day, purchase days, and the mean spend of one customer over 730 days.
fn customer(random: &mut Random) -> (i32, i32, u32, f64) {
    let first = random.uniform() * 546.0;
    let rate = random.exponential() * 0.06;
    let drop_out = 0.2 * random.uniform();
    let (mut time, mut last, mut days) = (first, first as i32, 1);
    while random.uniform() >= drop_out {
        time += random.exponential() / rate;
        if time >= 730.0 {
            break;
        }
        if time as i32 > last {
            last = time as i32;
            days += 1;
        }
    }
    let level = random.exponential() + random.exponential() + random.exponential() + 0.2;
    (first as i32, last, days, (4000.0 / level * (0.5 + random.uniform())).round() / 100.0)
}

/// CPU seconds of this thread so far (Linux); wall clocks lie on a busy machine.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|nanos| nanos.parse::<f64>().ok()).map_or(f64::NAN, |n| n * 1e-9)
}

fn lap(what: &str, since: &mut f64) {
    let now = cpu();
    println!("  {what:34} {:7.3} CPU s", now - *since);
    *since = now;
}

fn run(unit: Unit, customers: &[(i32, i32, u32, f64)], model: Model) {
    println!("{unit:?}, {}", model.name());
    let mut clock = cpu();
    let all = clock;
    let observed: Vec<Observation> =
        customers.iter().map(|c| Observation::of_totals(c.0, c.1, c.2, 730, unit)).collect();
    lap("observations", &mut clock);
    let sample = Observations::collapse(&observed).expect("possible histories");
    lap(&format!("collapse to {} distinct", sample.distinct()), &mut clock);
    let fitted = forecast::fit(model, &sample).expect("ordinary records");
    lap("fit", &mut clock);
    println!("    {:?} {}", fitted.parameters, fitted.log_likelihood);
    let spends: Vec<Spend> =
        customers.iter().filter(|c| c.2 > 1).map(|c| Spend { frequency: c.2 - 1, mean: c.3 }).collect();
    let spend = GammaGamma::fit(&spends).expect("ordinary amounts");
    lap("Gamma-Gamma", &mut clock);
    println!("    p {} q {} v {}", spend.p, spend.q, spend.v);
    let month = 30.4375 / unit.days();
    let discounting = Discounting { periods: 12, period_length: month, rate: 0.01 };
    let mut forecaster = Forecaster::new(&fitted, 180.0 / unit.days(), discounting);
    let (mut purchases, mut value) = (0.0, 0.0);
    for (o, c) in observed.iter().zip(customers) {
        let forecast = forecaster.forecast(o);
        purchases += forecast.expected_purchases;
        value += forecast.discounted_purchases * spend.expected_spend(o.frequency, c.3);
    }
    lap("forecasts and lifetime values", &mut clock);
    println!("    expected {purchases:.0}, value {value:.0}; in all {:.3} CPU s", cpu() - all);
}

fn main() {
    let count = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let mut random = Random(20_261_122);
    let customers: Vec<_> = (0..count).map(|_| customer(&mut random)).collect();
    for unit in [Unit::Week, Unit::Day] {
        for model in [Model::BgNbd, Model::MbgNbd] {
            run(unit, &customers, model);
        }
    }
}
