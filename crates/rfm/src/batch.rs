//! What passes from reading to summing: purchases in file order, and an account of the rows that are none.

use crate::ids::{Key, Texts};
use serde::Serialize;

/// One purchase, 24 bytes.
#[derive(Debug, Clone, Copy)]
pub struct Purchase {
    /// The customer; a long id's place is in the batch's texts.
    pub key: Key,
    /// In units of 1/[`crate::parse::AMOUNT_SCALE`]; 0 without an amount column.
    pub amount: i64,
    /// Civil day, days since 1970-01-01.
    pub day: i32,
}

/// Purchases of one stretch of the file, in its order.
#[derive(Debug, Default)]
pub struct Batch {
    /// The purchases.
    pub purchases: Vec<Purchase>,
    /// Ids that do not fit in a key.
    pub texts: Texts,
    /// Their tags, by place.
    tags: Vec<u64>,
}

impl Batch {
    /// Appends a purchase; `id` is not empty.
    #[inline]
    pub fn push(&mut self, id: &[u8], day: i32, amount: i64) {
        let key = Key::of(id).unwrap_or_else(|| {
            self.tags.push(Key::tag_of_long(id));
            Key::long(self.texts.push(id))
        });
        self.purchases.push(Purchase { key, amount, day });
    }

    /// What a customer is looked up by: the key itself, or for a long id a hash.
    #[inline]
    pub fn tag(&self, key: Key) -> u64 {
        key.place().map_or(key.0, |place| self.tags[place as usize])
    }

    /// Forgets the purchases but keeps the room.
    pub fn clear(&mut self) {
        self.purchases.clear();
        self.texts.clear();
        self.tags.clear();
    }
}

/// Why one row could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// Line in the file on which the row begins, from 1.
    pub line: u64,
    /// The column's name, or its number when there is no header.
    pub field: String,
    /// What stands there, shortened.
    pub found: String,
    /// What should stand there.
    pub expected: &'static str,
}

/// How many reasons are kept; the others are only counted.
pub const REASONS_MAX: usize = 20;

/// The columns a reject may be blamed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The date column.
    Date,
    /// The amount column.
    Amount,
    /// The row as a whole: too few fields, too long, a quote never closed.
    Row,
}

/// An account of every row read.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// Rows below the header, empty lines not counted.
    pub rows: u64,
    /// Rows without a customer; left out.
    pub without_customer: u64,
    /// Rows with an amount below zero (returns, corrections); not purchases, left out.
    pub not_purchases: u64,
    /// Rows that could not be read, by [`Blame`].
    pub rejected: [u64; 3],
    /// The first [`REASONS_MAX`] reasons.
    pub reasons: Vec<Reject>,
}

impl Account {
    /// Rows that could not be read, whatever the reason.
    pub fn rejected_rows(&self) -> u64 {
        self.rejected.iter().sum()
    }

    /// Counts a row that could not be read.
    pub fn reject(&mut self, blame: Blame, reason: impl FnOnce() -> Reject) {
        self.rejected[blame as usize] += 1;
        if self.reasons.len() < REASONS_MAX {
            self.reasons.push(reason());
        }
    }
}

/// At most 60 characters of what was found, for a message; control characters, which a terminal would obey,
/// are
/// replaced.
pub fn shortened(found: &[u8]) -> String {
    let head = String::from_utf8_lossy(&found[..found.len().min(240)]).into_owned();
    let mut text: String =
        head.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if head.chars().count() > 60 || found.len() > 240 {
        text.push('…');
    }
    text
}
