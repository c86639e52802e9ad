//! The content hash of a fact: equal for rows that say the same thing, however they were written.
//!
//! An absent field leaves no trace, so that a column added later never changes the hash of an old row.

use crate::{Currency, Day, FactId, Text, Timestamp};
use xxhash_rust::xxh3::Xxh3;

/// Collects the fields of one fact into a hash.
#[derive(Default)]
pub struct ContentHasher(Xxh3);

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
        self.0.digest() >> 1
    }
}

/// A value that can be part of a content hash.
pub trait Content {
    /// False when there is nothing to hash.
    fn is_present(&self) -> bool {
        true
    }
    /// Adds the value's canonical bytes.
    fn add_to(&self, hasher: &mut Xxh3);
}

impl<T: Content> Content for Option<T> {
    fn is_present(&self) -> bool {
        self.is_some()
    }
    fn add_to(&self, hasher: &mut Xxh3) {
        if let Some(value) = self {
            value.add_to(hasher);
        }
    }
}

macro_rules! content_of_number {
    ($($kind:ty),*) => {$(
        impl Content for $kind {
            fn add_to(&self, hasher: &mut Xxh3) {
                hasher.update(&self.to_le_bytes());
            }
        }
    )*};
}
content_of_number!(u8, u32, i64, u64);

impl Content for f64 {
    fn add_to(&self, hasher: &mut Xxh3) {
        hasher.update(&self.to_bits().to_le_bytes());
    }
}
impl Content for bool {
    fn add_to(&self, hasher: &mut Xxh3) {
        hasher.update(&[u8::from(*self)]);
    }
}
impl Content for str {
    fn is_present(&self) -> bool {
        !self.is_empty()
    }
    fn add_to(&self, hasher: &mut Xxh3) {
        hasher.update(self.as_bytes());
    }
}
impl Content for Text {
    fn is_present(&self) -> bool {
        !self.is_empty()
    }
    fn add_to(&self, hasher: &mut Xxh3) {
        hasher.update(self.as_bytes());
    }
}
impl Content for Timestamp {
    fn add_to(&self, hasher: &mut Xxh3) {
        self.0.add_to(hasher);
    }
}
impl Content for Day {
    fn add_to(&self, hasher: &mut Xxh3) {
        hasher.update(&self.0.to_le_bytes());
    }
}
impl Content for FactId {
    fn add_to(&self, hasher: &mut Xxh3) {
        self.0.add_to(hasher);
    }
}
impl Content for Currency {
    fn add_to(&self, hasher: &mut Xxh3) {
        hasher.update(self.code().as_bytes());
    }
}
