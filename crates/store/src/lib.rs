//! The book on disk: schema, named queries, one writer that commits in batches, and streaming readers.
//!
//! No rule of judgement lives here. Records go in through an [`Importer`], in batches of which each is
//! durable as a whole or absent; [`History`](book::History) comes out, one customer at a time or all of them
//! in one ordered pass. All SQL is in `sql/` and `schema/`, written for two engines and run on SQLite.

mod account;
mod act;
mod agenda_day;
mod amendment;
mod apart;
mod batch;
mod cache;
mod change;
mod check;
mod column;
mod detail;
mod dump;
mod error;
mod find;
mod id;
mod import;
mod import_run;
mod insert;
mod merge;
mod narrow;
mod note;
mod open;
mod override_;
mod party;
mod party_change;
mod profile;
mod ranges;
mod read;
mod reads;
mod record;
mod row;
mod schema;
mod session;
mod settings;
mod sql;
mod stage;
mod suggestion;
mod summary;
#[cfg(test)]
mod tests;
mod tx;
mod undo;
mod view;
mod walk;
mod whole;
mod write;

pub use crate::open::{Book, ReaderOptions};
pub use account::{Account, NewAccount};
pub use act::{Act, ActFilter, NewAct};
pub use agenda_day::{AgendaDay, SuggestionOutcome};
pub use apart::Apart;
pub use batch::{Batch, Tx};
pub use cache::{Judged, JudgedRow};
pub use change::{NewFact, OWN_SOURCE};
pub use check::Finding;
pub use error::{Problem, StoreError};
pub use find::OpenedFact;
pub use id::{AccountId, ActId, ImportId, OverrideId, ViewId};
pub use import::{Conflict, Importer, Outcome};
pub use import_run::{ImportCounts, ImportRun, ImportState, NewImport};
pub use merge::Merge;
pub use note::NoteOpening;
pub use override_::{NewOverride, Override};
pub use read::{CustomerRange, CustomerTest, OneState, Selection};
pub use session::{Session, SignInLink};
pub use settings::Settings;
pub use suggestion::{Arm, SuggestionRow};
pub use summary::{Pass, SummaryRow};
pub use undo::UndoneImport;
pub use view::SavedView;
