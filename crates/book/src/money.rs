//! Money: whole minor units (cents, pence) with an ISO 4217 code. Never floating point.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An ISO 4217 currency code. `XXX` (ISO's "no currency") stands for a book that has not been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Codes whose minor unit is not a hundredth (ISO 4217, exponent column).
const EXPONENTS: &[(&str, u32)] = &[
    ("BIF", 0),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("ISK", 0),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("PYG", 0),
    ("RWF", 0),
    ("UGX", 0),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
    ("BHD", 3),
    ("IQD", 3),
    ("JOD", 3),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("TND", 3),
];

/// Signs that readers know; every other currency is written with its code.
const SIGNS: &[(&str, &str)] = &[("EUR", "€"), ("GBP", "£"), ("JPY", "¥"), ("USD", "$")];

impl Currency {
    /// No currency was named.
    pub const NONE: Currency = Currency(*b"XXX");

    /// The currency of a three-letter code, in any case.
    pub fn parse(code: &str) -> Option<Currency> {
        let bytes: [u8; 3] = code.trim().as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphabetic).then(|| Currency(bytes.map(|b| b.to_ascii_uppercase())))
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII letters are stored")
    }

    /// Decimal places of the minor unit: 2 for most, 0 for yen, 3 for dinars.
    pub fn exponent(&self) -> u32 {
        EXPONENTS.iter().find(|(code, _)| *code == self.code()).map_or(2, |(_, exponent)| *exponent)
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Currency::parse(&code).ok_or_else(|| serde::de::Error::custom("a currency is three letters"))
    }
}

/// Why a decimal text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not digits with at most one point.
    #[error("not a decimal number with a point")]
    NotDecimal,
    /// More than 15 digits before the point.
    #[error("too large to be an amount of money")]
    TooLarge,
}

/// An amount in minor units of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Whole minor units; negative for money given back.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// Parses a decimal such as `-12.50` into minor units; digits beyond the minor unit are rounded half away
    /// from zero.
    ///
    /// # Errors
    /// [`AmountError`] when the text is no decimal number or has more than 15 digits before the point.
    pub fn parse_minor(text: &[u8], currency: Currency) -> Result<i64, AmountError> {
        Money::parse_scaled(text, currency.exponent())
    }

    /// Parses a decimal such as `-12.50` into whole units of `10^-places` (0 to 3 places), rounding half away
    /// from zero. For readers of many rows, who know the places of their currency beforehand.
    ///
    /// # Errors
    /// [`AmountError`] when the text is no decimal number or has more than 15 digits before the point.
    pub fn parse_scaled(text: &[u8], places: u32) -> Result<i64, AmountError> {
        let text = text.trim_ascii();
        let (negative, digits) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        let point = digits.iter().position(|b| *b == b'.').unwrap_or(digits.len());
        let (whole, fraction) = (&digits[..point], digits.get(point + 1..).unwrap_or(&[]));
        let only_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        if whole.len() + fraction.len() == 0 || !only_digits(whole) || !only_digits(fraction) {
            return Err(AmountError::NotDecimal);
        }
        let whole = &whole[whole.iter().position(|b| *b != b'0').unwrap_or(whole.len())..];
        if whole.len() > 15 {
            return Err(AmountError::TooLarge);
        }
        let places = places.min(3) as usize;
        let mut minor = whole.iter().fold(0_i64, |sum, b| sum * 10 + i64::from(b - b'0'));
        for place in 0..places {
            minor = minor * 10 + fraction.get(place).map_or(0, |b| i64::from(b - b'0'));
        }
        minor += i64::from(fraction.get(places).is_some_and(|b| *b >= b'5'));
        Ok(if negative { -minor } else { minor })
    }
}

impl fmt::Display for Money {
    /// `£1,234.50`, `1,234.50 SEK`, or `1,234.50` when no currency is known. Never without its minor digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exponent = self.currency.exponent();
        let scale = 10_u64.pow(exponent);
        let (whole, part) = (self.minor.unsigned_abs() / scale, self.minor.unsigned_abs() % scale);
        let sign = SIGNS.iter().find(|(code, _)| *code == self.currency.code()).map_or("", |(_, sign)| sign);
        let minus = if self.minor < 0 { "-" } else { "" };
        write!(f, "{minus}{sign}{}", thousands(whole))?;
        if exponent > 0 {
            write!(f, ".{part:0width$}", width = exponent as usize)?;
        }
        if sign.is_empty() && self.currency != Currency::NONE {
            write!(f, " {}", self.currency.code())?;
        }
        Ok(())
    }
}

/// A whole number with commas between thousands.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_to_the_minor_unit() {
        let gbp = Currency::parse("gbp").unwrap();
        let read = |text: &str| Money::parse_minor(text.as_bytes(), gbp);
        assert_eq!(read("12.5"), Ok(1250));
        assert_eq!(read("-0.005"), Ok(-1));
        assert_eq!(read("000012"), Ok(1200));
        assert_eq!(read(".99"), Ok(99));
        for bad in ["", ".", "-", "1,5", "1e3", "NaN", "1.2.3", "£3"] {
            assert_eq!(read(bad), Err(AmountError::NotDecimal), "{bad}");
        }
        assert_eq!(read("12345678901234567"), Err(AmountError::TooLarge));
        assert_eq!(Money::parse_minor(b"150", Currency::parse("JPY").unwrap()), Ok(150));
    }

    #[test]
    fn amounts_are_written_with_their_currency() {
        let show = |minor, code: &str| Money { minor, currency: Currency::parse(code).unwrap() }.to_string();
        assert_eq!(show(123_450, "GBP"), "£1,234.50");
        assert_eq!(show(-5, "SEK"), "-0.05 SEK");
        assert_eq!(show(1_500, "JPY"), "¥1,500");
        assert_eq!(show(1_500, "XXX"), "15.00");
    }
}
