//! A simulated company whose truth is known.
//!
//! [`Company::simulate`] turns a seeded [`Scenario`] into records exactly as a business would have kept them
//! (late, incomplete, with some contacts never logged) and, beside them, the [`Truth`] that produced them:
//! who really has a relationship with whom, at what rhythm, who has gone, how well each provider keeps
//! promises. The demo shows it; [`score`] measures judgements against it.
//!
//! **Invariants.** Pure: the seed and the days are arguments, no clock, no file is read. The same scenario
//! gives the same records, byte for byte: each customer's life has a random stream of its own, so that a
//! change to one customer cannot move another. Everybody and everything here is invented: e-mail addresses
//! are at `example.com` (RFC 2606), telephone numbers in the 555-01xx range kept for fiction.

mod cast;
mod csv_files;
mod desk;
mod gains;
mod life;
mod outreach;
mod person;
mod promises;
mod random;
mod scenario;
pub mod score;
mod trace;
mod truth;
mod visit;
mod words;

pub use csv_files::{FILE_NAMES, WriteError, write_csv};
pub use random::Random;
pub use scenario::{Noise, Scenario};
pub use truth::{CustomerTruth, Kind, PairTruth, ProviderTruth, RhythmLabel, Segment, Truth};

use book::Record;

/// Name of the source under which the records are known in a book.
pub const SOURCE: &str = "simulated";

/// Every amount of money is in this currency (ISO 4217).
pub const CURRENCY: &str = "USD";

/// Name of the simulated business.
pub const COMPANY_NAME: &str = "Larkspur & Daughters";

/// What it makes and sells, in one line for the head of a report.
pub const COMPANY_LINE: &str =
    "a hair salon with a shop and a wholesale arm; every name and record is invented";

/// A simulated company: what it wrote down, and what was really so.
#[derive(Debug, Clone, PartialEq)]
pub struct Company {
    /// Every record, providers and customers first, then kind by kind in order of time: the order in which
    /// the files of [`write_csv`] would be read. `line` is the line in the kind's own file.
    pub records: Vec<Record>,
    /// What was really so.
    pub truth: Truth,
}

impl Company {
    /// Lives through the whole scenario. About a second for 5,000 customers over three years.
    pub fn simulate(scenario: &Scenario) -> Company {
        life::simulate(scenario)
    }

    /// Writes the records as the plain CSV files that [`FILE_NAMES`] lists into `folder`, which must exist.
    ///
    /// # Errors
    /// [`WriteError`] naming the file that could not be written.
    pub fn write_csv(&self, folder: &std::path::Path) -> Result<(), WriteError> {
        write_csv(&self.records, folder)
    }
}
