//! The content hash of a fact: equal for rows that say the same thing, however they were written.
//!
//! An absent field leaves no trace, so that a column added later never changes the hash of an old row.

use crate::{Currency, Day, FactId, Text, Timestamp};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Bytes that are hashed in one go while they are few.
const SHORT_BYTES: usize = 192;

/// XXH3 over bytes that come in pieces. Most facts say little, and setting up a streaming hash for each of
/// ten million rows costs more than hashing them, so short contents are gathered first; the hash is the same.
pub struct Hash63 {
    short: [u8; SHORT_BYTES],
    length: usize,
    long: Option<Box<Xxh3>>,
}

impl Default for Hash63 {
    fn default() -> Hash63 {
        Hash63 { short: [0; SHORT_BYTES], length: 0, long: None }
    }
}

impl Hash63 {
    /// Adds bytes.
    #[inline]
    pub fn update(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        if end <= SHORT_BYTES && self.long.is_none() {
            self.short[self.length..end].copy_from_slice(bytes);
            self.length = end;
        } else {
            self.update_long(bytes);
        }
    }

    #[cold]
    fn update_long(&mut self, bytes: &[u8]) {
        let gathered = &self.short[..self.length];
        let long = self.long.get_or_insert_with(|| {
            let mut long = Box::new(Xxh3::new());
            long.update(gathered);
            long
        });
        long.update(bytes);
    }

    /// The hash, without its lowest bit so that it fits a positive signed number.
    pub fn finish(&self) -> u64 {
        let hash = match &self.long {
            Some(long) => long.digest(),
            None => xxh3_64(&self.short[..self.length]),
        };
        hash >> 1
    }
}

/// Collects the fields of one fact into a hash.
#[derive(Default)]
pub struct ContentHasher(Hash63);

impl ContentHasher {
    /// Adds a named field, unless it is absent.
    pub fn field<T: Content + ?Sized>(&mut self, name: &str, value: &T) {
        if value.is_present() {
            self.0.update(name.as_bytes());
            self.0.update(&[0]);
            value.add_to(&mut self.0);
            self.0.update(&[0xff]);
        }
    }

    /// The hash of all fields added so far.
    pub fn finish(&self) -> u64 {
        self.0.finish()
    }
}

/// A value that can be part of a content hash.
pub trait Content {
    /// False when there is nothing to hash.
    fn is_present(&self) -> bool {
        true
    }
    /// Adds the value's canonical bytes.
    fn add_to(&self, hasher: &mut Hash63);
}

impl<T: Content> Content for Option<T> {
    fn is_present(&self) -> bool {
        self.is_some()
    }
    fn add_to(&self, hasher: &mut Hash63) {
        if let Some(value) = self {
            value.add_to(hasher);
        }
    }
}

macro_rules! content_of_number {
    ($($kind:ty),*) => {$(
        impl Content for $kind {
            fn add_to(&self, hasher: &mut Hash63) {
                hasher.update(&self.to_le_bytes());
            }
        }
    )*};
}
content_of_number!(u8, u32, i64, u64);

impl Content for f64 {
    fn add_to(&self, hasher: &mut Hash63) {
        hasher.update(&self.to_bits().to_le_bytes());
    }
}
impl Content for bool {
    fn add_to(&self, hasher: &mut Hash63) {
        hasher.update(&[u8::from(*self)]);
    }
}
impl Content for str {
    fn is_present(&self) -> bool {
        !self.is_empty()
    }
    fn add_to(&self, hasher: &mut Hash63) {
        hasher.update(self.as_bytes());
    }
}
impl Content for Text {
    fn is_present(&self) -> bool {
        !self.is_empty()
    }
    fn add_to(&self, hasher: &mut Hash63) {
        hasher.update(self.as_bytes());
    }
}
impl Content for Timestamp {
    fn add_to(&self, hasher: &mut Hash63) {
        self.0.add_to(hasher);
    }
}
impl Content for Day {
    fn add_to(&self, hasher: &mut Hash63) {
        hasher.update(&self.0.to_le_bytes());
    }
}
impl Content for FactId {
    fn add_to(&self, hasher: &mut Hash63) {
        self.0.add_to(hasher);
    }
}
impl Content for Currency {
    fn add_to(&self, hasher: &mut Hash63) {
        hasher.update(self.code().as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_contents_hash_as_one_stream() {
        for length in [0, 1, 16, 100, 191, 192, 193, 240, 241, 1000] {
            let bytes: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
            for piece in [1, 7, 100, 500] {
                let mut hash = Hash63::default();
                bytes.chunks(piece).for_each(|piece| hash.update(piece));
                assert_eq!(hash.finish(), xxh3_64(&bytes) >> 1, "{length} bytes by {piece}");
            }
        }
    }
}
