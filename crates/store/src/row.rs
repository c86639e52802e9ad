//! Rows on their way to the database, packed: the values of a purchase take some twelve bytes
//! instead of three hundred, so that large batches fit into memory.
//!
//! Only values that are there take room, and a statement binds only those; the rest of its parameters stay
//! null.

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
        let position = self.bytes.len() as u64;
        put_number(&mut self.bytes, line);
        let mut row = RowWriter { bytes: &mut self.bytes, used: Columns::default() };
        fill(&mut row);
        let used = row.used;
        self.bytes.push(END);
        (position, used)
    }

    /// The line on which the row at `position` stands.
    pub(crate) fn line(&self, position: u64) -> u64 {
        take_number(&mut &self.bytes[position as usize..])
    }

    /// Looks at the rows at `positions` all together: they lie anywhere, each misses the processor's cache,
    /// and independent misses overlap, which those of one row after another do not.
    pub(crate) fn touch(&self, positions: impl Iterator<Item = u64>) {
        let sum = positions.fold(0_u8, |sum, position| sum ^ self.bytes[position as usize]);
        std::hint::black_box(sum);
    }

    /// Bytes that the rows take.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Forgets all rows and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// The values of the row at `position`, each with its parameter.
    pub(crate) fn values(&self, position: u64) -> Values<'_> {
        let mut rest = &self.bytes[position as usize..];
        take_number(&mut rest);
        Values { rest }
    }

    /// Binds the values of the row at `position`, each to the parameter that `places` gives it, shifted by
    /// `shift`.
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
        let tag = self.rest[0];
        if tag == END {
            return None;
        }
        self.rest = &self.rest[1..];
        let value = match tag & 3 {
            INTEGER => {
                let folded = take_number(&mut self.rest);
                Value::Integer((folded >> 1) as i64 ^ -((folded & 1) as i64))
            }
            REAL => {
                let (eight, after) = self.rest.split_at(8);
                self.rest = after;
                Value::Real(f64::from_le_bytes(eight.try_into().expect("split at eight")))
            }
            _ => {
                let length = take_number(&mut self.rest) as usize;
                let (text, after) = self.rest.split_at(length);
                self.rest = after;
                Value::Text(std::str::from_utf8(text).expect("only strings are packed as text"))
            }
        };
        let place = tag >> 2;
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
    fn tag(&mut self, place: u8, kind: u8) {
        self.used.insert(place);
        self.bytes.push(place << 2 | kind);
    }

    /// A whole number for parameter `place`.
    #[inline]
    pub(crate) fn integer(&mut self, place: u8, value: i64) {
        self.tag(place, INTEGER);
        // Folded, so that small numbers of either sign are short.
        put_number(self.bytes, ((value << 1) ^ (value >> 63)) as u64);
    }

    /// A floating-point number for parameter `place`.
    #[inline]
    pub(crate) fn real(&mut self, place: u8, value: f64) {
        self.tag(place, REAL);
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A text for parameter `place`.
    #[inline]
    pub(crate) fn text(&mut self, place: u8, value: &str) {
        self.tag(place, TEXT);
        put_number(self.bytes, value.len() as u64);
        self.bytes.extend_from_slice(value.as_bytes());
    }
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
#[inline]
fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[inline]
fn take_number(bytes: &mut &[u8]) -> u64 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = bytes[0];
        *bytes = &bytes[1..];
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return number;
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_out_as_they_went_in() {
        let numbers = [0, 1, -1, 63, 64, -65, 1_700_000_000_000_000, i64::MAX, i64::MIN];
        let mut rows = Rows::default();
        rows.add(7, |row| row.text(1, "the row before"));
        let (position, used) = rows.add(u64::MAX, |row| {
            for (place, number) in (1..).zip(numbers) {
                row.integer(place, number);
            }
            row.real(17, -0.1);
            row.text(18, "søap");
        });
        assert_eq!(rows.line(position), u64::MAX);
        let mut expected: Vec<(u8, Value<'_>)> =
            (1..).zip(numbers.map(Value::Integer)).take(numbers.len()).collect();
        expected.extend([(17, Value::Real(-0.1)), (18, Value::Text("søap"))]);
        assert_eq!(rows.values(position).collect::<Vec<_>>(), expected);
        assert!(used.contains(18) && used.contains(9) && !used.contains(10));
    }
}
