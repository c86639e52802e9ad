//! The only room that may read the clock: everything below takes the day as an argument.

use book::{Calendar, Day, Timestamp};

/// The time now.
#[allow(clippy::disallowed_methods, reason = "this is the one place where the time comes from")]
pub fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_microsecond())
}

/// Today in the book's time zone.
pub fn today(calendar: &Calendar) -> Day {
    calendar.day(now())
}

/// Measures how long something takes, for reports only.
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Stopwatch {
        Stopwatch(std::time::Instant::now())
    }

    /// Seconds since the start, to the millisecond.
    pub fn seconds(&self) -> f64 {
        (self.0.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
    }
}
