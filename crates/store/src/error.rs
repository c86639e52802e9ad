//! What can go wrong with a book on disk, each with the way out.

use book::{Change, CustomerId, FactKind, FactRef, Text};
use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// A problem with one book: which file, what is wrong, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct StoreError {
    /// The book.
    pub path: PathBuf,
    /// What is wrong.
    #[source]
    pub problem: Problem,
}

/// What is wrong with a book. Each sentence ends with the way out.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// There is no such file.
    #[error("there is no book here; name one with --book, or import records to begin one")]
    Missing,
    /// `create` was asked to write over a file.
    #[error("there is already a file here; a new book needs a path of its own")]
    Exists,
    /// The file is something else.
    #[error("this file is not a book of this program; name the right file with --book")]
    NotABook,
    /// Written by a later version of the program.
    #[error(
        "this book has layout {found}, and this program knows layouts up to {known}; \
         use the newer program that wrote it"
    )]
    Newer {
        /// Layout of the file.
        found: i64,
        /// Latest layout this program knows.
        known: i64,
    },
    /// A read-only opening met an older layout, or none.
    #[error("this book has layout {found} and must first be brought to {known}; open it once for writing")]
    Older {
        /// Layout of the file.
        found: i64,
        /// Layout this program needs.
        known: i64,
    },
    /// Another process is writing.
    #[error("another program is writing to this book; wait until it is done, then try again")]
    Locked,
    /// Another process wrote between two batches of an import.
    #[error(
        "another program changed this book in the meantime; nothing of this batch was written, \
         run the same command again"
    )]
    ChangedMeanwhile,
    /// No room on the disk.
    #[error("the disk is full; free some space and run the same command again, nothing is half-written")]
    DiskFull,
    /// The file or its folder may not be written.
    #[error("this book may not be written; allow writing to the file and its folder, or copy it elsewhere")]
    ReadOnly,
    /// The file cannot be opened or created.
    #[error("this file cannot be opened; the folder must exist and allow reading and writing")]
    CannotOpen,
    /// The database's own structure is broken.
    #[error("this book is damaged ({detail}); run `check`, then restore the last copy")]
    Damaged {
        /// What was found where.
        detail: String,
    },
    /// A setting is missing or cannot be understood.
    #[error("setting {name} is {found:?}, expected {expected}; set it again or restore the last copy")]
    Setting {
        /// Name of the setting.
        name: &'static str,
        /// What the book says.
        found: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A fact that belongs to nobody.
    #[error("line {line}: this record names no customer; a fact needs the customer it is about")]
    NoCustomer {
        /// Line of the record.
        line: u64,
    },
    /// A fact id of 64 bits.
    #[error(
        "line {line}: the fact id {found:#x} is above 63 bits; make ids with FactId::of or FactId::of_content"
    )]
    IdTooLarge {
        /// Line of the record.
        line: u64,
        /// The id.
        found: u64,
    },
    /// The importer met an error before; its maps no longer tell what is in the book.
    #[error("an earlier batch of this import failed; start the import again")]
    Poisoned,
    /// Nothing has this number.
    #[error("there is no {what} number {id} in this book; it may have been removed, look again")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its number.
        id: u64,
    },
    /// A name or address that somebody else has.
    #[error("there is already {what} {name:?}; choose another one")]
    Taken {
        /// What it is.
        what: &'static str,
        /// The name.
        name: Text,
    },
    /// A fact that is there and says something else.
    #[error("there is already a {fact} that says something else; give the new one an id of its own")]
    FactExists {
        /// The fact.
        fact: FactRef,
    },
    /// A time outside of what a record may carry.
    #[error("the year {year} is outside 1900 to 2199; correct the date")]
    NoSuchYear {
        /// The year.
        year: i16,
    },
    /// A party's profile where a fact belongs.
    #[error("a profile is no fact; use set_profile or set_provider")]
    NotAFact,
    /// A change that no fact of this kind can have.
    #[error("a {} cannot be amended so; amend a fact of the kind that the change is about", kind.word())]
    WrongKind {
        /// Kind of the fact.
        kind: FactKind,
        /// The change.
        change: Change,
    },
    /// Only what was recorded here can be taken out again.
    #[error("this fact came from {origin}; retract it with an amendment instead of removing it")]
    NotOurs {
        /// Name of its source.
        origin: Text,
    },
    /// A provider named by an id that nobody has.
    #[error("no provider has the id {name:?}; add the provider first")]
    NoProvider {
        /// The id.
        name: Text,
    },
    /// A merge that is there already, or would go round in a circle.
    #[error(
        "customer {} is already one with another, or {} is already part of it; unmerge first",
        gone.0, into.0
    )]
    AlreadyMerged {
        /// Who was to go.
        gone: CustomerId,
        /// Into whom.
        into: CustomerId,
    },
    /// Something hangs on what was to be removed.
    #[error("this cannot be taken back, because more was built on it: {}; undo that first", what.join("; "))]
    BuiltUpon {
        /// What hangs on it, in words, at most twenty of them.
        what: Vec<String>,
    },
    /// An import that was undone before.
    #[error("this import was undone before; there is nothing left to undo")]
    AlreadyUndone,
    /// An error ended the whole transaction.
    #[error("an earlier step ended this batch; nothing of it was written, do it again")]
    BatchLost,
    /// Anything else the database reports.
    #[error("the database refused: {0}; run `check`, and report this if it is clean")]
    Database(#[source] rusqlite::Error),
    /// The operating system refused something around the database.
    #[error("{doing}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Problem {
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Problem::Locked,
            Some(ErrorCode::DiskFull) => Problem::DiskFull,
            Some(ErrorCode::ReadOnly) => Problem::ReadOnly,
            Some(ErrorCode::NotADatabase) => Problem::NotABook,
            Some(ErrorCode::CannotOpen) => Problem::CannotOpen,
            Some(ErrorCode::DatabaseCorrupt) => Problem::Damaged { detail },
            _ => Problem::Database(error),
        }
    }
}

/// Adds the path at the border of the crate.
pub(crate) trait At<T> {
    /// Says which book the problem is about.
    fn at(self, path: &Path) -> Result<T, StoreError>;
}

impl<T, E: Into<Problem>> At<T> for Result<T, E> {
    fn at(self, path: &Path) -> Result<T, StoreError> {
        self.map_err(|problem| StoreError { path: path.to_path_buf(), problem: problem.into() })
    }
}
