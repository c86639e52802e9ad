//! Reading times: ISO 8601 by hand (ten million rows), anything else by pattern.

use book::time::{DAY_MICROS, YEAR_RANGE};
use book::{Calendar, Day, Timestamp};
use jiff::civil;
use jiff::fmt::strtime::{self, BrokenDownTime};
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;

const SECOND_MICROS: i64 = 1_000_000;

/// How times are written in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DateFormat {
    /// ISO 8601: `2024-01-31`, `2024-01-31 14:05`, `2024-01-31T14:05:09.5+01:00`.
    #[default]
    Iso,
    /// Seconds since 1970, UTC.
    EpochSeconds,
    /// Milliseconds since 1970, UTC.
    EpochMillis,
    /// A pattern of strftime, such as `%d/%m/%Y %H:%M`.
    Pattern(String),
}

impl DateFormat {
    /// Reads `iso`, `epoch_seconds`, `epoch_millis` or a pattern with at least day, month and year.
    pub fn parse(text: &str) -> Option<DateFormat> {
        match text {
            "iso" => Some(DateFormat::Iso),
            "epoch_seconds" => Some(DateFormat::EpochSeconds),
            "epoch_millis" => Some(DateFormat::EpochMillis),
            pattern if is_pattern(pattern) => Some(DateFormat::Pattern(pattern.to_owned())),
            _ => None,
        }
    }

    /// What a time must look like, for messages.
    pub fn expected(&self) -> String {
        match self {
            DateFormat::Iso => {
                "a time such as 2024-01-31, 2024-01-31 14:05 or 2024-01-31T14:05:09Z, years 1900 to 2199"
                    .into()
            }
            DateFormat::EpochSeconds => "seconds since 1970, years 1900 to 2199".into(),
            DateFormat::EpochMillis => "milliseconds since 1970, years 1900 to 2199".into(),
            DateFormat::Pattern(pattern) => format!("a time like {pattern}, years 1900 to 2199"),
        }
    }
}

/// True when a date written by the pattern is read back as itself: day, month and year are there.
fn is_pattern(pattern: &str) -> bool {
    let date = civil::date(2003, 2, 1);
    let Ok(zoned) = date.at(4, 5, 6, 0).to_zoned(TimeZone::UTC) else { return false };
    let written = strtime::format(pattern, &zoned);
    let read = written.and_then(|text| BrokenDownTime::parse(pattern, &text)).and_then(|read| read.to_date());
    read.is_ok_and(|read| read == date)
}

/// A civil date and time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    /// Day since 1970.
    day: i32,
    /// Microseconds since its midnight.
    micros: i64,
    /// Offset from UTC in seconds, when written.
    offset_seconds: Option<i32>,
}

/// Turns written times into instants, in one time zone.
#[derive(Debug, Clone)]
pub struct Times {
    calendar: Calendar,
    is_utc: bool,
    format: DateFormat,
    /// First instant of days already met; `None` for days on which the clock changes.
    starts: FxHashMap<i32, Option<i64>>,
    /// The day met last: rows of a day tend to come together.
    last: (i32, Option<i64>),
}

impl Times {
    /// Times written in `format`, local ones in the zone of `calendar`.
    pub fn new(calendar: Calendar, format: DateFormat) -> Times {
        let is_utc = matches!(calendar.name(), "UTC" | "Etc/UTC");
        Times { calendar, is_utc, format, starts: FxHashMap::default(), last: (i32::MIN, None) }
    }

    /// How times are written.
    pub fn format(&self) -> &DateFormat {
        &self.format
    }

    /// The instant that is written; `None` when it cannot be read or lies outside the years of a record.
    pub fn instant(&mut self, text: &[u8]) -> Option<Timestamp> {
        let written = match &self.format {
            DateFormat::Iso => iso(text)?,
            DateFormat::EpochSeconds => return epoch(text, SECOND_MICROS),
            DateFormat::EpochMillis => return epoch(text, 1_000),
            DateFormat::Pattern(pattern) => by_pattern(pattern, text)?,
        };
        if let Some(offset_seconds) = written.offset_seconds {
            let local_micros = i64::from(written.day) * DAY_MICROS + written.micros;
            return Some(Timestamp(local_micros - i64::from(offset_seconds) * SECOND_MICROS));
        }
        Some(self.local(written.day, written.micros))
    }

    /// The civil day that is written, or on which the written instant falls.
    pub fn day(&mut self, text: &[u8]) -> Option<Day> {
        match &self.format {
            DateFormat::Iso if text.len() == 10 => Some(Day(iso(text)?.day)),
            _ => self.instant(text).map(|at| self.calendar.day(at)),
        }
    }

    /// The instant of a local time.
    fn local(&mut self, day: i32, micros: i64) -> Timestamp {
        if self.is_utc {
            return Timestamp(i64::from(day) * DAY_MICROS + micros);
        }
        if self.last.0 != day {
            let calendar = &self.calendar;
            let start = *self.starts.entry(day).or_insert_with(|| even_start(calendar, Day(day)));
            self.last = (day, start);
        }
        match self.last.1 {
            Some(start) => Timestamp(start + micros),
            None => {
                let midnight = Day(day).date().at(0, 0, 0, 0);
                let local = midnight.saturating_add(jiff::Span::new().microseconds(micros));
                self.calendar.at_civil(local)
            }
        }
    }
}

/// The first instant of a day on which the clock does not change.
fn even_start(calendar: &Calendar, day: Day) -> Option<i64> {
    let (start, next) = (calendar.start_of(day).0, calendar.start_of(day.plus(1)).0);
    // A zone that skips midnight itself starts its day late, at a civil time other than 00:00.
    let starts_at_midnight = calendar.civil(Timestamp(start)).time() == civil::Time::midnight();
    (next - start == DAY_MICROS && starts_at_midnight).then_some(start)
}

fn epoch(text: &[u8], unit_micros: i64) -> Option<Timestamp> {
    let number: i64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    let at = number.checked_mul(unit_micros)?;
    let (low, high) =
        (days_from_civil(*YEAR_RANGE.start(), 1, 1), days_from_civil(*YEAR_RANGE.end(), 12, 31));
    let day = at.div_euclid(DAY_MICROS);
    (i64::from(low)..=i64::from(high)).contains(&day).then_some(Timestamp(at))
}

fn by_pattern(pattern: &str, text: &[u8]) -> Option<Written> {
    let read = BrokenDownTime::parse(pattern, text).ok()?;
    let date = read.to_date().ok()?;
    if !YEAR_RANGE.contains(&date.year()) {
        return None;
    }
    let time = if read.hour().is_some() { read.to_time().ok()? } else { civil::Time::midnight() };
    let micros = (i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second()))
        * SECOND_MICROS
        + i64::from(time.subsec_nanosecond()) / 1000;
    Some(Written {
        day: days_from_civil(date.year(), date.month() as u8, date.day() as u8),
        micros,
        offset_seconds: read.offset().map(|offset| offset.seconds()),
    })
}

/// Reads `YYYY-MM-DD[(T| )HH:MM[:SS[.fraction]][ ][Z|±HH[:]MM|±HH]]`.
fn iso(text: &[u8]) -> Option<Written> {
    let (date, rest) = text.split_at_checked(10)?;
    if date[4] != b'-' || date[7] != b'-' {
        return None;
    }
    let year = i16::try_from(two(&date[0..2])? * 100 + two(&date[2..4])?).ok()?;
    let (month, day) = (two(&date[5..7])? as u8, two(&date[8..10])? as u8);
    if !YEAR_RANGE.contains(&year)
        || !(1..=12).contains(&month)
        || day < 1
        || day > days_in_month(year, month)
    {
        return None;
    }
    let day = days_from_civil(year, month, day);
    let [b'T' | b't' | b' ', time @ ..] = rest else {
        return rest.is_empty().then_some(Written { day, micros: 0, offset_seconds: None });
    };
    let (micros, rest) = iso_time(time)?;
    Some(Written { day, micros, offset_seconds: iso_offset(rest)? })
}

/// Reads `HH:MM[:SS[.fraction]]`; gives microseconds and what follows.
fn iso_time(text: &[u8]) -> Option<(i64, &[u8])> {
    if text.len() < 5 || text[2] != b':' {
        return None;
    }
    let (hours, minutes) = (two(&text[0..2])?, two(&text[3..5])?);
    let mut rest = &text[5..];
    let mut seconds = 0;
    let mut fraction_micros = 0_i64;
    if let [b':', tens, ones, after @ ..] = rest {
        seconds = two(&[*tens, *ones])?;
        rest = after;
        if let [b'.' | b',', after @ ..] = rest {
            let digits = after.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits == 0 || digits > 9 {
                return None;
            }
            let micros = after[..digits].iter().chain(b"000000").take(6);
            fraction_micros = micros.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
            rest = &after[digits..];
        }
    }
    // A leap second counts as the second before it, as everywhere in the book.
    if hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let whole_seconds = hours * 3600 + minutes * 60 + seconds.min(59);
    Some((i64::from(whole_seconds) * SECOND_MICROS + fraction_micros, rest))
}

/// Reads `Z`, `+01:00`, `-0500`, `+01` (after at most one space), or nothing.
fn iso_offset(text: &[u8]) -> Option<Option<i32>> {
    let text = text.strip_prefix(b" ").unwrap_or(text);
    let (sign, hours, minutes) = match text {
        [] => return Some(None),
        [b'Z' | b'z'] | b"UTC" | b"GMT" => return Some(Some(0)),
        [sign @ (b'+' | b'-'), h1, h2] => (sign, two(&[*h1, *h2])?, 0),
        [sign @ (b'+' | b'-'), h1, h2, m1, m2] | [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            (sign, two(&[*h1, *h2])?, two(&[*m1, *m2])?)
        }
        _ => return None,
    };
    if hours > 18 || minutes > 59 {
        return None;
    }
    let seconds = (hours * 3600 + minutes * 60) as i32;
    Some(Some(if *sign == b'-' { -seconds } else { seconds }))
}

/// Two digits.
fn two(digits: &[u8]) -> Option<u32> {
    let (tens, ones) = (digits[0].wrapping_sub(b'0'), digits[1].wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then_some(u32::from(tens) * 10 + u32::from(ones))
}

fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar; years count from March so that the
/// leap day comes last (the well-known algorithm of Hinnant, "chrono-compatible low-level date algorithms").
fn days_from_civil(year: i16, month: u8, day: u8) -> i32 {
    let year = i32::from(year) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i32::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i32::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}
