//! Customers' ids: each becomes a 64-bit key that *is* the id when it is short or a plain number.
//!
//! The top byte says which: 1 to 7, so many bytes stand in the key itself; [`NUMBER`], a decimal number
//! without leading zeros; [`LONG`], the bytes are kept elsewhere. Two different ids never share a key of
//! the first two kinds, so most files never compare or store a text at all.

/// Top byte of the key of a decimal number of 8 to 16 digits.
const NUMBER: u64 = 0x80 << 56;
/// Top byte of the key of an id that is kept elsewhere.
const LONG: u64 = 0xFF << 56;
const KIND: u64 = 0xFF << 56;

/// A customer's id as 64 bits; never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(pub u64);

impl Key {
    /// The key of an id that fits in 64 bits, `None` for a longer one (or an empty one).
    #[inline]
    pub fn of(id: &[u8]) -> Option<Key> {
        match id.len() {
            0 => None,
            1..=7 => Some(Key(short(id) | (id.len() as u64) << 56)),
            8..=16 => number(id).map(|number| Key(number | NUMBER)),
            _ => None,
        }
    }

    /// The key of the bytes numbered `place` wherever long ids are kept.
    pub fn long(place: u64) -> Key {
        debug_assert!(place & KIND == 0);
        Key(place | LONG)
    }

    /// The hash by which a long id is looked up; never the same as a key that holds its id.
    pub fn tag_of_long(id: &[u8]) -> u64 {
        xxhash_rust::xxh3::xxh3_64(id) >> 8 | LONG
    }

    /// Where the bytes of a long id are kept; `None` when the key itself holds the id.
    #[inline]
    pub fn place(self) -> Option<u64> {
        (self.0 & KIND == LONG).then_some(self.0 & !KIND)
    }

    /// Appends the id that the key itself holds.
    fn write_to(self, text: &mut Vec<u8>) {
        let value = self.0 & !KIND;
        if self.0 & KIND == NUMBER {
            text.extend_from_slice(value.to_string().as_bytes());
        } else {
            text.extend_from_slice(&value.to_le_bytes()[..((self.0 >> 56) as usize).min(7)]);
        }
    }
}

/// The 1 to 7 bytes of an id, the first lowest. Overlapping pieces agree, so no loop is needed.
#[inline]
fn short(id: &[u8]) -> u64 {
    let at = |place: usize| u64::from(id[place]) << (8 * place);
    match (id.first_chunk::<4>(), id.last_chunk::<4>()) {
        (Some(head), Some(tail)) => {
            let tail_bits = u64::from(u32::from_le_bytes(*tail)) << (8 * (id.len() - 4));
            u64::from(u32::from_le_bytes(*head)) | tail_bits
        }
        _ => at(0) | at(id.len() / 2) | at(id.len() - 1),
    }
}

#[inline]
fn number(id: &[u8]) -> Option<u64> {
    let digits = id[0] != b'0' && id.iter().all(u8::is_ascii_digit);
    digits.then(|| id.iter().fold(0, |value, b| value * 10 + u64::from(b - b'0')))
}

/// Ids one after another in one run of bytes.
#[derive(Debug, Default)]
pub struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Texts {
    /// Appends an id and says its place.
    pub fn push(&mut self, id: &[u8]) -> u64 {
        self.bytes.extend_from_slice(id);
        self.ends.push(self.bytes.len());
        self.ends.len() as u64 - 1
    }

    /// The id at a place that [`Texts::push`] gave.
    pub fn get(&self, place: u64) -> &[u8] {
        let place = place as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.bytes[start..self.ends[place]]
    }

    /// Forgets every id but keeps the room.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }
}

/// The ids of all customers, by their number in order of first appearance.
#[derive(Debug, Default)]
pub struct Ids {
    pub(crate) keys: Vec<u64>,
    pub(crate) texts: Texts,
}

impl Ids {
    /// Writes the id of a customer into `text`, replacing what was there. `customer` must be below the
    /// number of customers.
    pub fn write(&self, customer: usize, text: &mut Vec<u8>) {
        text.clear();
        let key = Key(self.keys[customer]);
        match key.place() {
            Some(place) => text.extend_from_slice(self.texts.get(place)),
            None => key.write_to(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_gives_its_id_back() {
        for id in [
            "1",
            "ab",
            "abc",
            "0001",
            "54321",
            "654321",
            "7654321",
            "12345678",
            "9999999999999999",
            "a\0",
            "\0",
            "Ünï",
        ] {
            let key = Key::of(id.as_bytes()).unwrap();
            let mut text = Vec::new();
            key.write_to(&mut text);
            assert_eq!(text, id.as_bytes());
            assert_eq!(key.place(), None);
        }
        for id in ["", "01234567", "abcdefgh", "12345678901234567", "1234567\0"] {
            assert_eq!(Key::of(id.as_bytes()), None, "{id}");
        }
    }
}
