//! Times the calls that run for every customer: `cargo run --release -p stats --example kit_speed`.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::hint::black_box;
use std::time::Instant;

fn time(what: &str, mut call: impl FnMut(u32) -> f64) {
    let rounds = 1_000_000;
    let start = Instant::now();
    let mut sum = 0.0;
    for i in 0..rounds {
        sum += black_box(call(black_box(i)));
    }
    let nanos = start.elapsed().as_nanos() as f64 / f64::from(rounds);
    println!("{what:40} {nanos:8.1} ns (sum {sum:.3})");
}

fn main() {
    let whole = |i: u32| (f64::from(1 + i % 9), f64::from(1 + i % 7));
    let real = |i: u32| (f64::from(i % 9) + 8.439, f64::from(i % 7) + 1.407);
    time("above, whole parameters", |i| stats::Beta::new(whole(i).0, whole(i).1).above(0.5));
    time("above, real parameters", |i| stats::Beta::new(real(i).0, real(i).1).above(0.5));
    time("interval80, whole parameters", |i| stats::Beta::new(whole(i).0, whole(i).1).interval80().0);
    time("interval80, real parameters", |i| stats::Beta::new(real(i).0, real(i).1).interval80().0);
    time("erlang_survival", |i| stats::erlang_survival(f64::from(i % 90), 36.4, 2));
    time("ln_gamma", |i| stats::ln_gamma(f64::from(i % 90) + 0.3));
}
