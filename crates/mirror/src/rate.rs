//! A share with its interval: the number most findings are made of.

use serde::Serialize;
use stats::Beta;

/// So many of so many chances, and what is believed about the share behind them (flat prior, 80 %).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rate {
    /// How often it happened.
    pub seen: u64,
    /// How often it could have.
    pub chances: u64,
    /// Posterior mean, 0 to 1.
    pub mean: f64,
    /// Low end of the 80 % interval.
    pub low: f64,
    /// High end.
    pub high: f64,
}

impl Rate {
    /// The rate of `seen` in `chances`; what exceeds the chances is cut to them.
    pub fn of(seen: u64, chances: u64) -> Rate {
        Rate::with(Beta::FLAT, seen, chances)
    }

    /// The rate under a prior of one's own.
    pub fn with(prior: Beta, seen: u64, chances: u64) -> Rate {
        let seen = seen.min(chances);
        let belief = prior.with(seen as f64, chances as f64);
        let (low, high) = belief.interval80();
        Rate { seen, chances, mean: belief.mean(), low, high }
    }

    /// P(share > bar) under the flat prior.
    pub fn above(&self, bar: f64) -> f64 {
        self.belief().above(bar)
    }

    /// The flat prior after what was seen.
    pub fn belief(&self) -> Beta {
        Beta::posterior(self.seen as f64, self.chances as f64)
    }

    /// Mean, low and high.
    pub fn estimate(&self) -> (f64, f64, f64) {
        (self.mean, self.low, self.high)
    }

    /// `likely 83-93 %`.
    pub fn likely(&self) -> String {
        format!("likely {}", judge::words::percent_between(self.low, self.high))
    }
}

/// Yes and no among records that say either; the others are unknown, not no. Sums, so that parts merge in
/// any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Said {
    /// Records that say yes.
    pub yes: u64,
    /// Records that say yes or no.
    pub known: u64,
}

impl Said {
    /// Adds one record.
    pub fn add(&mut self, answer: Option<bool>) {
        self.yes += u64::from(answer == Some(true));
        self.known += u64::from(answer.is_some());
    }

    /// Adds the sums of another part.
    pub fn merge(&mut self, other: Said) {
        self.yes += other.yes;
        self.known += other.known;
    }

    /// Whether at least `share` of the known say yes; `None` when none is known.
    pub fn is(self, share: f64) -> Option<bool> {
        (self.known > 0).then_some(self.yes as f64 >= share * self.known as f64)
    }

    /// `count` records that all say the same.
    pub fn all(answer: bool, count: u64) -> Said {
        Said { yes: if answer { count } else { 0 }, known: count }
    }
}

/// `1 order`, `1,200 orders`.
pub(crate) fn count(number: u64, noun: &str) -> String {
    judge::words::count(u32::try_from(number).unwrap_or(u32::MAX), noun)
}

/// `nobody`, `1 person`, `1,200 people`.
pub(crate) fn people(number: u64) -> String {
    match number {
        0 => "nobody".into(),
        1 => "1 person".into(),
        _ => format!("{} people", book::money::thousands(number)),
    }
}

/// `8.4 h`, `10 h`: hours with one decimal where it says something.
pub(crate) fn hours(hours: f64) -> String {
    let tenths = (hours * 10.0).round() / 10.0;
    format!("{tenths} h")
}
