//! Opening and creating books.

use crate::error::{At, Problem, StoreError};
use crate::settings::{self, Settings};
use crate::sql::{prepare_all, statement};
use crate::{party, schema};
use book::{Calendar, Currency, Directory, SourceId, Text};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another process that is writing, before saying so.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Memory for pages while writing, in KiB. Batches walk each tree in order, so a larger cache gains nothing.
const WRITER_CACHE_KIB: i64 = 64 * 1024;

/// Pages in the write-ahead log after which it is copied into the book: a gigabyte, so that pages which
/// several batches of an import touch are copied once. The end of an import copies whatever is left.
const CHECKPOINT_PAGES: i64 = 131_072;

/// How much of the file readers map into memory, in bytes: all of it, for any book seen so far.
const READER_MAP_BYTES: i64 = 64 << 30;

/// Bytes a page of a new book (docs/storage.md).
const PAGE_BYTES: i64 = 8192;

/// A book on disk, through one connection. A book opened for writing may be read at the same time through any
/// number of read-only ones.
#[derive(Debug)]
pub struct Book {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) settings: Settings,
    pub(crate) calendar: Calendar,
    read_only: bool,
}

impl Book {
    /// Opens an existing book for reading and writing, bringing an older layout up to date.
    ///
    /// # Errors
    /// [`Problem::Missing`], so that a mistyped path does not begin a new book; [`Problem::NotABook`],
    /// [`Problem::Newer`], [`Problem::Locked`], [`Problem::CannotOpen`].
    pub fn open(path: impl AsRef<Path>) -> Result<Book, StoreError> {
        let path = path.as_ref();
        if !path.is_file() {
            return Err(Problem::Missing).at(path);
        }
        open(path, None).at(path)
    }

    /// Opens an existing book, or begins a new one with `settings`; an existing one keeps its own.
    ///
    /// # Errors
    /// As [`Book::open`]; [`Problem::Setting`] when the time zone does not exist.
    pub fn open_or_create(path: impl AsRef<Path>, settings: &Settings) -> Result<Book, StoreError> {
        let path = path.as_ref();
        settings.calendar().at(path)?;
        open(path, Some(settings)).at(path)
    }

    /// Begins a new book.
    ///
    /// # Errors
    /// [`Problem::Exists`] when there is a file already; otherwise as [`Book::open_or_create`].
    pub fn create(path: impl AsRef<Path>, settings: &Settings) -> Result<Book, StoreError> {
        let path = path.as_ref();
        if path.exists() {
            return Err(Problem::Exists).at(path);
        }
        Book::open_or_create(path, settings)
    }

    /// Opens an existing book for reading only. What it reads is one state of the book for each call.
    ///
    /// # Errors
    /// As [`Book::open`], and [`Problem::Older`] when the layout must first be brought up to date.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Book, StoreError> {
        let path = path.as_ref();
        if !path.is_file() {
            return Err(Problem::Missing).at(path);
        }
        open_reader(path).at(path)
    }

    /// Another connection to the same book, for reading only.
    ///
    /// # Errors
    /// As [`Book::open_read_only`].
    pub fn reader(&self) -> Result<Book, StoreError> {
        open_reader(&self.path).at(&self.path)
    }

    /// Where the book is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the book says about itself.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The calendar of the book's time zone.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Currency of amounts that name none.
    pub fn currency(&self) -> Currency {
        self.settings.currency
    }

    /// Changes currency, time zone, name or the simulated flag; the seed stays what it was at creation.
    ///
    /// # Errors
    /// [`Problem::Setting`] when the time zone does not exist, and what the database reports.
    pub fn change_settings(&mut self, wanted: &Settings) -> Result<(), StoreError> {
        let wanted = Settings { seed: self.settings.seed, ..wanted.clone() };
        let path = self.path.clone();
        let calendar = wanted.calendar().at(&path)?;
        let change = |connection: &mut Connection| -> Result<(), Problem> {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            settings::write(&transaction, &wanted)?;
            // Days are counted anew when the time zone changes, so nothing derived may survive.
            let version = settings::facts_version(&transaction)?;
            settings::set_facts_version(&transaction, version + 1)?;
            Ok(transaction.commit()?)
        };
        change(&mut self.connection).at(&path)?;
        (self.settings, self.calendar) = (wanted, calendar);
        Ok(())
    }

    /// The counter that every change of facts, parties or settings raises; caches are good for one value of
    /// it.
    ///
    /// # Errors
    /// What the database reports.
    pub fn facts_version(&self) -> Result<u64, StoreError> {
        settings::facts_version(&self.connection).at(&self.path)
    }

    /// Number of customers, also those of whom only the id is known.
    ///
    /// # Errors
    /// What the database reports.
    pub fn customer_count(&self) -> Result<u64, StoreError> {
        let count = || -> Result<i64, Problem> {
            Ok(statement(&self.connection, "count_customers")?.query_row([], |row| row.get(0))?)
        };
        Ok(count().at(&self.path)?.unsigned_abs())
    }

    /// All providers.
    ///
    /// # Errors
    /// What the database reports.
    pub fn directory(&self) -> Result<Directory, StoreError> {
        party::directory(&self.connection).at(&self.path)
    }

    /// Every source that ever brought a record, in order of number.
    ///
    /// # Errors
    /// What the database reports.
    pub fn sources(&self) -> Result<Vec<(SourceId, Text)>, StoreError> {
        party::sources(&self.connection).at(&self.path)
    }

    /// True when opened by [`Book::open_read_only`] or [`Book::reader`].
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }
}

fn open(path: &Path, create: Option<&Settings>) -> Result<Book, Problem> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, create.is_some());
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    let found = schema::version(&connection)?;
    schema::refuse_newer(found, schema::MIGRATIONS)?;
    if found == 0 && create.is_none() {
        return Err(Problem::NotABook);
    }
    connection.pragma_update(None, "page_size", PAGE_BYTES)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update_and_check(None, "wal_autocheckpoint", CHECKPOINT_PAGES, |_| Ok(()))?;
    schema::migrate(&mut connection, path, schema::MIGRATIONS)?;
    if let Some(settings) = create {
        // Not `found == 0`: whoever created the layout may have been killed before writing the settings.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if !statement(&transaction, "settings")?.exists([])? {
            settings::write(&transaction, settings)?;
            settings::set_facts_version(&transaction, 0)?;
        }
        transaction.commit()?;
    }
    finish(connection, path, false)
}

fn open_reader(path: &Path) -> Result<Book, Problem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    let found = schema::version(&connection)?;
    schema::refuse_newer(found, schema::MIGRATIONS)?;
    let known = schema::MIGRATIONS.len() as i64;
    if found < known {
        return Err(if found == 0 { Problem::NotABook } else { Problem::Older { found, known } });
    }
    connection.pragma_update_and_check(None, "mmap_size", READER_MAP_BYTES, |_| Ok(()))?;
    finish(connection, path, true)
}

fn finish(connection: Connection, path: &Path, read_only: bool) -> Result<Book, Problem> {
    prepare_all(&connection)?;
    let settings = settings::read(&connection)?;
    let calendar = settings.calendar()?;
    Ok(Book { connection, path: path.to_path_buf(), settings, calendar, read_only })
}
