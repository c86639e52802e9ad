//! Which customers a population is learnt from.
//!
//! Usual gaps, priors and the purchase model are figures about people in general. Two hundred thousand people
//! tell them as well as a million do: a share learnt from so many is within 0.15 percentage points of the
//! whole book's four times in five. So a larger book is learnt from a sample, and a pass reads it little more
//! than once.
//!
//! A customer is in it by a hash of the source and the id there: whatever the order of import, however the
//! book numbers people, the same ones are. As a book grows some leave the sample and none is exchanged.

use book::content::Hash63;
use book::{Customer, FactKind};
use serde::{Deserialize, Serialize};

/// Customers a population is learnt from, about; a book with no more of them is learnt from whole.
pub const SAMPLE_CUSTOMERS: u64 = 200_000;

/// Facts of a kind that a sample must hold to speak for the book.
pub(super) const FACTS_ENOUGH: u64 = 1_000;

/// Hashes are below this.
const HASHES: u64 = 1 << 63;

/// A part of the customers, chosen by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Those with a hash below this.
    hashes_below: u64,
}

impl Default for Sample {
    fn default() -> Sample {
        Sample::EVERYBODY
    }
}

impl Sample {
    /// Every customer.
    pub const EVERYBODY: Sample = Sample { hashes_below: HASHES };

    /// The sample for a book of so many customers: everybody up to [`SAMPLE_CUSTOMERS`], else about as many.
    pub fn of(customers: u64) -> Sample {
        Sample::of_about(SAMPLE_CUSTOMERS, customers)
    }

    /// About `wanted` of so many customers; everybody when there are no more.
    pub fn of_about(wanted: u64, customers: u64) -> Sample {
        if customers <= wanted {
            return Sample::EVERYBODY;
        }
        let below = u128::from(HASHES) * u128::from(wanted) / u128::from(customers);
        Sample { hashes_below: u64::try_from(below).unwrap_or(HASHES) }
    }

    /// Whether it leaves nobody out.
    pub fn is_everybody(&self) -> bool {
        *self == Sample::EVERYBODY
    }

    /// The share of all customers that are in it, above 0 and up to 1.
    pub fn share(&self) -> f64 {
        self.hashes_below.max(1) as f64 / HASHES as f64
    }

    /// Whether the customer whom `source` calls `external_id` is in it.
    pub fn holds_id(&self, source: &str, external_id: &str) -> bool {
        if self.is_everybody() {
            return true;
        }
        let mut hasher = Hash63::default();
        hasher.update(source.as_bytes());
        hasher.update(b"\0sample\0");
        hasher.update(external_id.as_bytes());
        hasher.finish() < self.hashes_below
    }

    /// Whether a customer is in it.
    pub fn holds(&self, customer: &Customer) -> bool {
        self.holds_id(&customer.source, &customer.external_id)
    }

    /// How many there are in the whole book when the sample holds so many.
    pub(super) fn in_all(&self, sampled: u64) -> u64 {
        if self.is_everybody() { sampled } else { (sampled as f64 / self.share()).round() as u64 }
    }
}

/// What was seen of something that a judgement asks of the whole book, and where it is written down.
pub(super) struct Seen {
    pub count: u64,
    /// Kind of fact and name of its field; any of them.
    pub fields: &'static [(FactKind, &'static str)],
}

impl Seen {
    /// Whether the sample speaks for the book: it holds plenty of it, or the book has none at all.
    pub fn is_enough(&self, is_recorded: &impl Fn(FactKind, &str) -> bool) -> bool {
        self.count >= FACTS_ENOUGH || !self.fields.iter().any(|(kind, field)| is_recorded(*kind, field))
    }
}
