//! The two cells that cost time: a day and an amount, read from bytes without allocating.

use book::{Day, time::YEAR_RANGE};

/// Units of one currency unit in which amounts are kept here: ten-thousandths, because no currency of
/// ISO 4217 has more than four decimals and this command is not told the currency.
pub const AMOUNT_SCALE: i64 = 10_000;

/// Digits before the point that an amount may have: a single purchase above a trillion is a slip of the
/// keyboard, and below it ten thousand of the largest purchases still add up without overflow.
const WHOLE_DIGITS_MAX: usize = 12;

/// What a date cell should look like, for error messages.
pub const DAY_EXPECTED: &str =
    "a date such as 2024-05-31, 20240531 or 2024-05-31T12:30:00, years 1900 to 2199";

/// What an amount cell should look like, for error messages.
pub const AMOUNT_EXPECTED: &str = "a decimal number with a point, such as 12.50, below a trillion";

/// Reads days, remembering the last one: a log in time order repeats the same ten characters for
/// thousands of rows.
#[derive(Debug)]
pub struct DayReader {
    text: [u8; 10],
    day: i32,
}

impl Default for DayReader {
    fn default() -> DayReader {
        DayReader { text: *b"1970-01-01", day: 0 }
    }
}

impl DayReader {
    /// The civil day written in `cell`: `yyyy-mm-dd`, `yyyy/mm/dd` or `yyyymmdd`, the first two optionally
    /// followed by `T` or a space, a time and an offset. The day is the one that is *written*; an offset
    /// is checked but not applied, because the shop's own day is what a purchase day means.
    /// `None` when it is no such date, or its year is outside [`YEAR_RANGE`].
    #[inline]
    pub fn read(&mut self, cell: &[u8]) -> Option<Day> {
        let Some((text, rest)) = cell.split_first_chunk::<10>() else {
            return compact_day(cell);
        };
        if !rest.is_empty() && !is_time(rest) {
            return None;
        }
        if *text != self.text {
            self.day = dashed_day(text)?.0;
            self.text = *text;
        }
        Some(Day(self.day))
    }
}

fn dashed_day(text: &[u8; 10]) -> Option<Day> {
    let separator = text[4];
    if !matches!(separator, b'-' | b'/') || text[7] != separator {
        return None;
    }
    civil_day(number(&text[..4])?, number(&text[5..7])?, number(&text[8..])?)
}

fn compact_day(text: &[u8]) -> Option<Day> {
    if text.len() != 8 {
        return None;
    }
    civil_day(number(&text[..4])?, number(&text[4..6])?, number(&text[6..])?)
}

fn number(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i32::from(b - b'0')))
}

/// Day number of a civil date in the proleptic Gregorian calendar, counting from a March-based year so
/// that the leap day comes last (after Hinnant, "chrono-compatible low-level date algorithms").
fn civil_day(year: i32, month: i32, day: i32) -> Option<Day> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    let years = i32::from(*YEAR_RANGE.start())..=i32::from(*YEAR_RANGE.end());
    if !(1..=length).contains(&day) || !years.contains(&year) {
        return None;
    }
    let march_year = year - i32::from(month <= 2);
    let (era, year_of_era) = (march_year.div_euclid(400), march_year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(Day(era * 146_097 + day_of_era - 719_468))
}

/// Whether `text` is `T` or a space, then `hh:mm`, optionally `:ss`, a fraction and an offset.
#[inline]
fn is_time(text: &[u8]) -> bool {
    let Some(([mark, h1, h2, colon, m1, m2], rest)) = text.split_first_chunk::<6>() else { return false };
    let hour_and_minute = matches!(mark, b' ' | b'T' | b't')
        && *colon == b':'
        && two_digits_below(*h1, *h2, 24)
        && two_digits_below(*m1, *m2, 60);
    if !hour_and_minute {
        return false;
    }
    match rest {
        [] => true,
        [b':', s1, s2, rest @ ..] => {
            // 60 is a leap second, which some systems do write.
            two_digits_below(*s1, *s2, 61) && (rest.is_empty() || is_fraction_and_offset(rest))
        }
        rest => is_offset(rest),
    }
}

#[inline]
fn two_digits_below(tens: u8, ones: u8, bound: u8) -> bool {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    tens < 10 && ones < 10 && tens * 10 + ones < bound
}

fn is_fraction_and_offset(text: &[u8]) -> bool {
    let [b'.' | b',', rest @ ..] = text else { return is_offset(text) };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    digits > 0 && (rest.len() == digits || is_offset(&rest[digits..]))
}

fn is_offset(text: &[u8]) -> bool {
    match text.trim_ascii_start() {
        b"Z" | b"z" | b"UTC" | b"GMT" => true,
        [b'+' | b'-', h1, h2, rest @ ..] if two_digits_below(*h1, *h2, 24) => match rest {
            [] => true,
            [b':', m1, m2] | [m1, m2] => two_digits_below(*m1, *m2, 60),
            _ => false,
        },
        _ => false,
    }
}

/// The amount written in `cell`, in units of 1/[`AMOUNT_SCALE`]; further decimals are rounded half away
/// from zero. `None` when it is no decimal number, or too large to be one purchase.
#[inline]
pub fn amount(cell: &[u8]) -> Option<i64> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let mut units = 0_i64;
    let mut places = 0;
    while let Some(b) = digits.get(places).filter(|b| b.is_ascii_digit()) {
        // Leading zeros may be many; the bound below is on the value.
        units = units * 10 + i64::from(b - b'0');
        if units >= 10_i64.pow(WHOLE_DIGITS_MAX as u32) {
            return None;
        }
        places += 1;
    }
    let fraction = match digits.get(places..) {
        Some([]) if places > 0 => &[],
        Some([b'.', rest @ ..]) if places + rest.len() > 0 => rest,
        _ => return None,
    };
    units *= AMOUNT_SCALE;
    let mut scale = AMOUNT_SCALE / 10;
    for (place, b) in fraction.iter().enumerate() {
        if !b.is_ascii_digit() {
            return None;
        }
        units += i64::from(b - b'0') * scale;
        units += i64::from(place == 4 && *b >= b'5');
        scale /= 10;
    }
    Some(if negative { -units } else { units })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<String> {
        DayReader::default().read(text.as_bytes()).map(|day| day.to_string())
    }

    #[test]
    fn days_are_read_in_every_accepted_form() {
        for text in [
            "2024-02-29",
            "20240229",
            "2024/02/29",
            "2024-02-29 23:59:60",
            "2024-02-29T00:00",
            "2024-02-29T12:30:00.123456Z",
            "2024-02-29 12:30:00+02:00",
            "2024-02-29 12:30:00 UTC",
            "2024-02-29T12:30-0530",
        ] {
            assert_eq!(day(text).as_deref(), Some("2024-02-29"), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-01-00",
            "1899-12-31",
            "2200-01-01",
            "31/12/2024",
            "2024-1-1",
            "2024-01-01x",
            "2024-01-01 25:00",
            "2024-01-01 10:61:00",
            "2024-01-01T",
            "2024-01/01",
            "2024010",
            "202401011",
            "2024-01-01 10:00:00+9",
            "2024-01-01 10:00:00.",
            "20a40101",
            "\0\0\0\0\0\0\0\0\0\0",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn day_numbers_agree_with_the_domain() {
        let mut reader = DayReader::default();
        for number in (-25_567..84_000).step_by(13) {
            let day = Day(number);
            assert_eq!(reader.read(day.to_string().as_bytes()), Some(day));
        }
    }

    #[test]
    fn amounts_are_read_to_the_ten_thousandth() {
        let read = |text: &str| amount(text.as_bytes());
        assert_eq!(read("24.50"), Some(245_000));
        assert_eq!(read("-3"), Some(-30_000));
        assert_eq!(read("+.00005"), Some(1));
        assert_eq!(read("7."), Some(70_000));
        assert_eq!(read("0.00004999"), Some(0));
        assert_eq!(read("00000000000000000000012.5"), Some(125_000));
        assert_eq!(read("999999999999.9999"), Some(9_999_999_999_999_999));
        for bad in ["", ".", "-", "1,5", "1e3", "NaN", "1.2.3", "£3", "1000000000000", "1.5x", " 1"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
