//! The customers as CSV.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Bytes gathered before they are written.
const BUFFER_BYTES: usize = 256 << 10;

/// Header of the file.
const HEADER: &[u8] = b"customer,frequency,recency,age,p_alive,expected_purchases,expected_spend,clv\n";

/// Decimals of chances and expected purchases.
const RATE_PLACES: u32 = 6;
/// Decimals of money.
const MONEY_PLACES: u32 = 4;

/// One line of the file.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The customer's id.
    pub customer: &'a [u8],
    /// Repeat purchase days.
    pub frequency: u32,
    /// First to last purchase, in units of time.
    pub recency: f64,
    /// First purchase to the end of calibration, in units of time.
    pub age: f64,
    /// Decimals of recency and age: 0 for days, 4 for weeks.
    pub time_places: u32,
    /// Chance of being still there.
    pub p_alive: f64,
    /// Purchases within the horizon.
    pub expected_purchases: f64,
    /// Spend of a purchase day, and discounted spend within the horizon; empty when unknown.
    pub spend_and_clv: Option<(f64, f64)>,
}

/// A file being written beside its final place; it takes that place only when whole.
#[derive(Debug)]
pub struct Output {
    file: File,
    buffer: Vec<u8>,
    partial: PathBuf,
    path: PathBuf,
}

impl Output {
    /// Begins a file.
    ///
    /// # Errors
    /// The system's.
    pub fn create(path: &Path) -> std::io::Result<Output> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".partial");
        let partial = path.with_file_name(name);
        let file = File::create(&partial)?;
        let mut buffer = Vec::with_capacity(BUFFER_BYTES + 4_096);
        buffer.extend_from_slice(HEADER);
        Ok(Output { file, buffer, partial, path: path.to_owned() })
    }

    /// Appends a customer.
    ///
    /// # Errors
    /// The system's.
    pub fn write(&mut self, line: &Line<'_>) -> std::io::Result<()> {
        let text = &mut self.buffer;
        write_text(text, line.customer);
        let comma = |text: &mut Vec<u8>| text.push(b',');
        comma(text);
        write_fixed(text, f64::from(line.frequency), 0);
        for (value, places) in [
            (line.recency, line.time_places),
            (line.age, line.time_places),
            (line.p_alive, RATE_PLACES),
            (line.expected_purchases, RATE_PLACES),
        ] {
            comma(text);
            write_fixed(text, value, places);
        }
        match line.spend_and_clv {
            None => text.extend_from_slice(b",,"),
            Some((spend, clv)) => {
                comma(text);
                write_fixed(text, spend, MONEY_PLACES);
                comma(text);
                write_fixed(text, clv, MONEY_PLACES);
            }
        }
        text.push(b'\n');
        if text.len() >= BUFFER_BYTES {
            self.file.write_all(text)?;
            text.clear();
        }
        Ok(())
    }

    /// Writes the rest and puts the file in its place.
    ///
    /// # Errors
    /// The system's.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.file.write_all(&self.buffer)?;
        std::fs::rename(&self.partial, &self.path)
    }

    /// Removes what was written, after an error.
    pub fn abandon(self) {
        // The error that led here is the one worth telling.
        let _ = std::fs::remove_file(&self.partial);
    }
}

/// A field as RFC 4180 wants it: quoted only where needed.
fn write_text(text: &mut Vec<u8>, field: &[u8]) {
    let special = |b: &u8| matches!(b, b',' | b'"' | b'\n' | b'\r') || *b == b' ';
    if !field.iter().any(special) {
        text.extend_from_slice(field);
        return;
    }
    text.push(b'"');
    for b in field {
        if *b == b'"' {
            text.push(b'"');
        }
        text.push(*b);
    }
    text.push(b'"');
}

/// A number of at least 0 with a fixed number of decimals, several times faster than the general formatter.
/// Nothing is written for what is no number or too large to be exact.
fn write_fixed(text: &mut Vec<u8>, value: f64, places: u32) {
    let scaled = (value * 10_f64.powi(places.cast_signed())).round();
    if !(0.0..9e15).contains(&scaled) {
        return;
    }
    let mut digits = [b'0'; 24];
    let mut rest = scaled as u64;
    let mut at = digits.len();
    let mut place = 0;
    while rest > 0 || place <= places {
        if place == places && places > 0 {
            at -= 1;
            digits[at] = b'.';
        }
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        place += 1;
    }
    text.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(value: f64, places: u32) -> String {
        let mut text = Vec::new();
        write_fixed(&mut text, value, places);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn numbers_are_those_of_the_general_formatter() {
        for value in [0.0, 0.1, 0.999_999_9, 1.0, 7.25, 1_234.567_89, 98_765_432.1] {
            for places in [0, 4, 6] {
                // The general formatter rounds halves to even; none of these is a half.
                assert_eq!(fixed(value, places), format!("{value:.*}", places as usize));
            }
        }
        assert_eq!((fixed(f64::NAN, 2), fixed(-1.0, 2), fixed(1e300, 2)), Default::default());
    }

    #[test]
    fn a_file_takes_its_place_only_when_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("customers.csv");
        let line = Line {
            customer: b"Doe, \"Ann\"",
            frequency: 2,
            recency: 30.428_571,
            age: 38.857_142,
            time_places: 4,
            p_alive: 0.5,
            expected_purchases: 1.25,
            spend_and_clv: None,
        };
        let mut output = Output::create(&path).unwrap();
        output.write(&line).unwrap();
        assert!(!path.exists());
        output.finish().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "\"Doe, \"\"Ann\"\"\",2,30.4286,38.8571,0.500000,1.250000,,");
        Output::create(&path).unwrap().abandon();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
