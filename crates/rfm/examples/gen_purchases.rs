//! A simulated log of purchases for measuring speed: the same seed gives the same file, byte for byte.
//!
//! `gen_purchases OUT [CUSTOMERS] [SEED]` writes a CSV in time order with the columns customer_id,
//! ordered_at,
//! amount, provider_id; a million customers leave about ten million rows.
//!
//! Everybody first buys on a day of the first 546 of 730, then at a rate drawn from Gamma(.6), and may stop
//! after
//! each purchase with a chance drawn from Beta(.7, 3.2) (the BG/NBD story); what they spend is
//! Gamma-Gamma(6.25,
//! 3.74, 15.44); one of 200 providers serves them most of the time. Nothing in it is anybody's record.

use std::fs::File;
use std::io::{BufWriter, Write};

const DAY_SECONDS: f64 = 86_400.0;
const DAYS: f64 = 730.0;
const FIRST_DAYS: f64 = 546.0;
const PROVIDERS: u64 = 200;
/// Scale of the daily purchase rate: what makes ten purchases a customer.
const RATE_SCALE: f64 = 0.145_231;

struct Purchase {
    second: u32,
    customer: u32,
    cents: u32,
    provider: u32,
}

/// Numbers by splitmix64 (Steele, Lea & Flood 2014).
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// In (0, 1).
    fn uniform(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Gamma with scale 1 (Marsaglia & Tsang 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.uniform().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        x / (x + y)
    }
}

fn live(customer: u32, random: &mut Random, purchases: &mut Vec<Purchase>) {
    let mut time = random.uniform() * FIRST_DAYS;
    let rate = (random.gamma(0.60) * RATE_SCALE).max(1e-12);
    let stop = random.beta(0.70, 3.2);
    let spend_rate = random.gamma(3.74) / 15.44;
    let constancy = random.beta(2.0, 1.0);
    let usual = random.bits() % PROVIDERS;
    while time < DAYS {
        let cents = (random.gamma(6.25) / spend_rate * 100.0).round().clamp(1.0, 1e9) as u32;
        let stays = random.uniform() < constancy;
        let provider = if stays { usual } else { random.bits() % PROVIDERS } as u32 + 1;
        purchases.push(Purchase { second: (time * DAY_SECONDS) as u32, customer, cents, provider });
        if random.uniform() < stop {
            return;
        }
        time += random.exponential() / rate;
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let out = arguments.first().ok_or("expected: gen_purchases OUT [CUSTOMERS] [SEED]")?;
    let customers: u32 = arguments.get(1).map_or(Ok(1_000_000), |text| text.parse())?;
    let seed: u64 = arguments.get(2).map_or(Ok(20_260_101), |text| text.parse())?;
    let mut random = Random(seed);
    let mut purchases = Vec::with_capacity(customers as usize * 11);
    for customer in 1..=customers {
        live(customer, &mut random, &mut purchases);
    }
    purchases.sort_unstable_by_key(|purchase| (purchase.second, purchase.customer, purchase.cents));
    let mut file = BufWriter::with_capacity(1 << 20, File::create(out)?);
    writeln!(file, "customer_id,ordered_at,amount,provider_id")?;
    let start = book::Day::from_date("2024-01-01".parse()?);
    let (mut today, mut date) = (u32::MAX, String::new());
    for Purchase { second, customer, cents, provider } in &purchases {
        let (day, clock) = (second / 86_400, second % 86_400);
        if day != today {
            (today, date) = (day, start.plus(day.cast_signed()).to_string());
        }
        let (hour, minute, second) = (clock / 3_600, clock / 60 % 60, clock % 60);
        let (whole, part) = (cents / 100, cents % 100);
        writeln!(file, "{customer},{date} {hour:02}:{minute:02}:{second:02},{whole}.{part:02},{provider}")?;
    }
    file.flush()?;
    Ok(())
}
