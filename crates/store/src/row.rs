//! Rows on their way to the database, packed: a batch of a million purchases takes some 60 MB instead of 270.
//!
//! Only values that are there take room, and a statement binds only those; the rest of its parameters stay null.

use crate::error::Problem;
use crate::narrow::{Columns, Places};
use rusqlite::Statement;

const INTEGER: u8 = 1;
const REAL: u8 = 2;
const TEXT: u8 = 3;
const END: u8 = 0;

/// Packed rows, each found again by where it begins.
#[derive(Default)]
pub(crate) struct Rows {
    bytes: Vec<u8>,
}

impl Rows {
    /// Packs a row that stands on `line` of its file: its position, and which columns it fills.
    pub(crate) fn add(&mut self, line: u64, fill: impl FnOnce(&mut RowWriter<'_>)) -> (u64, Columns) {
        self.bytes.extend_from_slice(&line.to_le_bytes());
        let position = self.bytes.len() as u64;
        let mut row = RowWriter { bytes: &mut self.bytes, used: Columns::default() };
        fill(&mut row);
        let used = row.used;
        self.bytes.extend_from_slice(&[END, END]);
        (position, used)
    }

    /// The line on which the row at `position` stands.
    pub(crate) fn line(&self, position: u64) -> u64 {
        let position = position as usize;
        let eight = self.bytes[position - 8..position].try_into().expect("a row is preceded by its line");
        u64::from_le_bytes(eight)
    }

    /// Forgets all rows and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// The values of the row at `position`, each with its parameter.
    pub(crate) fn values(&self, position: u64) -> Values<'_> {
        Values { rest: &self.bytes[position as usize..] }
    }

    /// Binds the values of the row at `position`, each to the parameter that `places` gives it, shifted by `shift`.
    #[inline]
    pub(crate) fn bind(
        &self,
        position: u64,
        statement: &mut Statement<'_>,
        places: &Places,
        shift: usize,
    ) -> Result<(), Problem> {
        for (column, value) in self.values(position) {
            let place = places.parameter(column) + shift;
            match value {
                Value::Integer(number) => statement.raw_bind_parameter(place, number)?,
                Value::Real(number) => statement.raw_bind_parameter(place, number)?,
                Value::Text(text) => statement.raw_bind_parameter(place, text)?,
            }
        }
        Ok(())
    }
}

/// A packed value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value<'r> {
    Integer(i64),
    Real(f64),
    Text(&'r str),
}

/// Unpacks the values of one row.
pub(crate) struct Values<'r> {
    rest: &'r [u8],
}

impl<'r> Iterator for Values<'r> {
    type Item = (u8, Value<'r>);

    #[inline]
    fn next(&mut self) -> Option<(u8, Value<'r>)> {
        let (place, kind) = (self.rest[0], self.rest[1]);
        if place == END {
            return None;
        }
        let (eight, after) = self.rest[2..].split_at(8);
        let eight: [u8; 8] = eight.try_into().expect("split at eight");
        self.rest = after;
        let value = match kind {
            INTEGER => Value::Integer(i64::from_le_bytes(eight)),
            REAL => Value::Real(f64::from_le_bytes(eight)),
            _ => {
                let (text, after) = after.split_at(u64::from_le_bytes(eight) as usize);
                self.rest = after;
                Value::Text(std::str::from_utf8(text).expect("only strings are packed as text"))
            }
        };
        Some((place, value))
    }
}

/// Packs the values of one row.
pub(crate) struct RowWriter<'r> {
    bytes: &'r mut Vec<u8>,
    used: Columns,
}

impl RowWriter<'_> {
    #[inline]
    fn value(&mut self, place: u8, kind: u8, eight: [u8; 8]) {
        self.used.insert(place);
        let mut packed = [0; 10];
        packed[0] = place;
        packed[1] = kind;
        packed[2..].copy_from_slice(&eight);
        self.bytes.extend_from_slice(&packed);
    }

    /// A whole number for parameter `place`.
    #[inline]
    pub(crate) fn integer(&mut self, place: u8, value: i64) {
        self.value(place, INTEGER, value.to_le_bytes());
    }

    /// A floating-point number for parameter `place`.
    #[inline]
    pub(crate) fn real(&mut self, place: u8, value: f64) {
        self.value(place, REAL, value.to_le_bytes());
    }

    /// A text for parameter `place`.
    #[inline]
    pub(crate) fn text(&mut self, place: u8, value: &str) {
        self.value(place, TEXT, (value.len() as u64).to_le_bytes());
        self.bytes.extend_from_slice(value.as_bytes());
    }
}
