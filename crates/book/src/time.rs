//! Time: UTC microseconds for instants, day numbers for civil days in the book's time zone.

use jiff::{civil, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An instant, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

/// The months in English, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A civil day, as days since 1970-01-01 (which is 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

/// Microseconds in a day without a clock change.
pub const DAY_MICROS: i64 = 86_400_000_000;

impl Day {
    /// The day of a civil date.
    pub fn from_date(date: civil::Date) -> Day {
        let epoch = civil::date(1970, 1, 1);
        let span = date
            .since((jiff::Unit::Day, epoch))
            .expect("any two civil dates differ by a whole number of days");
        Day(span.get_days())
    }

    /// The civil date of this day, clamped to the years 1 to 9999.
    pub fn date(self) -> civil::Date {
        civil::date(1970, 1, 1)
            .checked_add(jiff::Span::new().days(self.0.clamp(-719_162, 2_932_896)))
            .expect("clamped to the years that civil dates can hold")
    }

    /// Reads `2026-11-22`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Day> {
        text.parse().ok().map(Day::from_date)
    }

    /// Days from `earlier` to `self`; negative when `earlier` is later.
    pub fn days_since(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }

    /// This day plus `days`.
    pub fn plus(self, days: i32) -> Day {
        Day(self.0 + days)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}

/// The book's time zone, turning instants into civil days and back.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    is_utc: bool,
}

impl Calendar {
    /// A calendar that counts days in UTC.
    pub fn utc() -> Calendar {
        Calendar { zone: TimeZone::UTC, is_utc: true }
    }

    /// The calendar of an IANA time zone, such as `Europe/London`.
    ///
    /// # Errors
    /// When the name is not in the time zone database that comes with the program.
    pub fn named(name: &str) -> Result<Calendar, jiff::Error> {
        let is_utc = matches!(name, "UTC" | "Etc/UTC");
        let zone = if is_utc { TimeZone::UTC } else { TimeZone::get(name)? };
        Ok(Calendar { zone, is_utc })
    }

    /// The zone's IANA name.
    pub fn name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// The civil day on which an instant falls.
    pub fn day(&self, at: Timestamp) -> Day {
        if self.is_utc {
            return Day(i32::try_from(at.0.div_euclid(DAY_MICROS)).unwrap_or(i32::MAX));
        }
        let instant = instant(at);
        let local_micros = at.0 + i64::from(self.zone.to_offset(instant).seconds()) * 1_000_000;
        Day(i32::try_from(local_micros.div_euclid(DAY_MICROS)).unwrap_or(i32::MAX))
    }

    /// The first instant of a civil day.
    pub fn start_of(&self, day: Day) -> Timestamp {
        if self.is_utc {
            return Timestamp(i64::from(day.0) * DAY_MICROS);
        }
        self.at_civil(day.date().at(0, 0, 0, 0))
    }

    /// The instant of a local date and time; in a gap or fold of the clock, the one jiff calls compatible.
    pub fn at_civil(&self, local: civil::DateTime) -> Timestamp {
        let zoned = self.zone.to_ambiguous_timestamp(local).compatible();
        Timestamp(zoned.map_or(i64::MAX, |instant| instant.as_microsecond()))
    }

    /// The local date and time of an instant.
    pub fn civil(&self, at: Timestamp) -> civil::DateTime {
        self.zone.to_datetime(instant(at))
    }
}

fn instant(at: Timestamp) -> jiff::Timestamp {
    let (low, high) = (jiff::Timestamp::MIN.as_microsecond(), jiff::Timestamp::MAX.as_microsecond());
    jiff::Timestamp::from_microsecond(at.0.clamp(low, high)).expect("clamped to what an instant can hold")
}

/// Years that a record may carry; anything outside is a slip of the keyboard, and a named reject.
pub const YEAR_RANGE: std::ops::RangeInclusive<i16> = 1900..=2199;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_same_there_and_back() {
        for day in [-25_567, -1, 0, 1, 14_579, 20_779] {
            assert_eq!(Day::from_date(Day(day).date()), Day(day));
        }
        assert_eq!(Day::from_date(civil::date(2010, 12, 1)), Day(14_944));
    }

    #[test]
    fn the_day_is_the_local_one() {
        let calendar = Calendar::named("America/New_York").unwrap();
        let late = calendar.at_civil(civil::date(2010, 3, 14).at(23, 30, 0, 0));
        assert_eq!(calendar.day(late).to_string(), "2010-03-14");
        assert_eq!(Calendar::utc().day(late).to_string(), "2010-03-15");
        assert_eq!(calendar.day(calendar.start_of(Day(14_944))), Day(14_944));
    }
}
