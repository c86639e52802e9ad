//! The book on disk: schema, named queries, one writer that commits in batches, and streaming readers.
//!
//! No rule of judgement lives here. Records go in through an [`Importer`], in batches of which each is
//! durable as a whole or absent; [`History`](book::History) comes out, one customer at a time or all of them
//! in one ordered pass. All SQL is in `sql/` and `schema/`, written for two engines and run on SQLite.

mod cache;
mod check;
mod column;
mod detail;
mod dump;
mod error;
mod find;
mod import;
mod insert;
mod narrow;
mod open;
mod party;
mod profile;
mod read;
mod record;
mod row;
mod schema;
mod settings;
mod sql;
mod stage;
mod suggestion;
#[cfg(test)]
mod tests;
mod walk;
mod write;

pub use crate::open::Book;
pub use cache::{Judged, JudgedRow};
pub use check::Finding;
pub use error::{Problem, StoreError};
pub use find::OpenedFact;
pub use import::{Conflict, Importer, Outcome};
pub use read::CustomerRange;
pub use settings::Settings;
pub use suggestion::{Arm, SuggestionRow};
