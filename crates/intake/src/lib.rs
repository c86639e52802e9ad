//! Readers of foreign records: a file in, [`book::Record`]s out, a bounded batch at a time.
//!
//! Read the rooms in this order:
//! * [`source`] opens a file (plain, `.gz`, `.zst`) and sees to its encoding;
//! * [`rows`] cuts the bytes into rows and cells, within limits that no file can break;
//! * [`format`](mod@format) tells from the header which records these are;
//! * [`kinds`] lists the columns of every kind of plain record; [`understand`] turns their cells into facts;
//! * [`mapping`] does the same for columns of any other name, and [`draft`] writes a first mapping;
//! * [`retail`] and [`cdnow`] read two published shapes; [`reader`] is the one door to all of them;
//! * [`rejects`] keeps what could not be read; [`plan`] decides in which order files are read.
//!
//! No clock and no database: whoever calls decides what becomes of the records.
//! Every data row ends as exactly one of: part of a record, a [`Reject`], or a counted skip.

pub mod cdnow;
pub mod cells;
pub mod draft;
pub mod error;
pub mod format;
mod header;
pub mod kinds;
pub mod mapping;
mod occurrences;
pub mod plan;
pub mod reader;
pub mod rejects;
pub mod retail;
pub mod rows;
pub mod source;
pub mod times;
pub mod understand;

pub use draft::{Guessed, draft_mapping, guess_columns};
pub use error::{IntakeError, Reject};
pub use format::Format;
pub use kinds::RecordKind;
pub use mapping::Mapping;
pub use plan::{Plan, PlannedFile, plan};
pub use reader::{Batch, Options, Reader};
pub use rejects::RejectWriter;
pub use source::Source;
