//! Opening and creating books.

use crate::error::{At, Problem, StoreError};
use crate::settings::{self, Settings};
use crate::sql::{prepare_all, statement};
use crate::{merge, party, schema};
use book::{Calendar, Currency, SourceId, Text};
use rusqlite::config::DbConfig;
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

/// Memory for pages while serving, in KiB.
const SERVING_CACHE_KIB: i64 = 8 * 1024;

/// Pages in the write-ahead log after which it is copied into the book while serving: 16 MB, so that neither
/// readers nor the next start have much of it to go through.
const SERVING_LOG_PAGES: i64 = 2048;

/// How much memory a reader may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReaderOptions {
    /// Bytes of the file mapped into memory. What is mapped counts as the program's own once it was read,
    /// although the system may take it back.
    pub map_bytes: i64,
    /// Memory for pages in KiB; SQLite's own choice (2 MB) when `None`.
    pub cache_kib: Option<u32>,
    /// Statements kept prepared; every one of them, prepared at opening, when `None`.
    pub statements: Option<usize>,
}

impl ReaderOptions {
    /// For passes over everything: the whole file mapped, every statement prepared.
    pub const LARGE: ReaderOptions =
        ReaderOptions { map_bytes: READER_MAP_BYTES, cache_kib: None, statements: None };
    /// For one of many readers: nothing mapped, 2 MB of pages, 64 statements prepared as they are needed.
    pub const SMALL: ReaderOptions =
        ReaderOptions { map_bytes: 0, cache_kib: Some(2048), statements: Some(64) };
}

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
        open_reader(path, &ReaderOptions::LARGE).at(path)
    }

    /// Opens an existing book for reading only, with as much memory as `options` allow.
    ///
    /// # Errors
    /// As [`Book::open_read_only`].
    pub fn open_reader(path: impl AsRef<Path>, options: &ReaderOptions) -> Result<Book, StoreError> {
        let path = path.as_ref();
        if !path.is_file() {
            return Err(Problem::Missing).at(path);
        }
        open_reader(path, options).at(path)
    }

    /// Opens an existing book for reading only, in little memory: for one of many readers of a program that
    /// runs for long ([`ReaderOptions::SMALL`]).
    ///
    /// # Errors
    /// As [`Book::open_read_only`].
    pub fn open_reader_small(path: impl AsRef<Path>) -> Result<Book, StoreError> {
        Book::open_reader(path, &ReaderOptions::SMALL)
    }

    /// Opens an existing book for a program that runs for long and writes little at a time: a small cache,
    /// and a write-ahead log that is copied into the book every 16 MB instead of every gigabyte. Otherwise as
    /// [`Book::open`].
    ///
    /// # Errors
    /// As [`Book::open`].
    pub fn open_to_serve(path: impl AsRef<Path>) -> Result<Book, StoreError> {
        let path = path.as_ref();
        let book = Book::open(path)?;
        let tune = || -> Result<(), Problem> {
            let connection = &book.connection;
            connection.pragma_update(None, "cache_size", -SERVING_CACHE_KIB)?;
            connection.pragma_update_and_check(None, "wal_autocheckpoint", SERVING_LOG_PAGES, |_| Ok(()))?;
            let limit = SERVING_LOG_PAGES * PAGE_BYTES;
            Ok(connection.pragma_update_and_check(None, "journal_size_limit", limit, |_| Ok(()))?)
        };
        tune().at(path)?;
        Ok(book)
    }

    /// Reads settings again that another connection may have changed; true when they did. Facts need no such
    /// thing: every reading sees what was committed before it began.
    ///
    /// # Errors
    /// What the database reports.
    pub fn refresh(&mut self) -> Result<bool, StoreError> {
        let now = settings::read(&self.connection).at(&self.path)?;
        if now == self.settings {
            return Ok(false);
        }
        (self.calendar, self.settings) = (now.calendar().at(&self.path)?, now);
        Ok(true)
    }

    /// Another connection to the same book, for reading only.
    ///
    /// # Errors
    /// As [`Book::open_read_only`].
    pub fn reader(&self) -> Result<Book, StoreError> {
        open_reader(&self.path, &ReaderOptions::LARGE).at(&self.path)
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

    /// Number of customers, also those of whom only the id is known, without those merged into others.
    ///
    /// # Errors
    /// What the database reports.
    pub fn customer_count(&self) -> Result<u64, StoreError> {
        let count = || -> Result<i64, Problem> {
            Ok(statement(&self.connection, "count_customers")?.query_row([], |row| row.get(0))?)
        };
        let merged = merge::count(&self.connection).at(&self.path)?;
        Ok(count().at(&self.path)?.unsigned_abs().saturating_sub(merged))
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
    configure(&connection)?;
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

/// What every connection needs. Without a promise of stable plans SQLite plans a statement anew whenever its
/// values change, as the plan might profit; ours profits from none, and a page asks twenty.
fn configure(connection: &Connection) -> Result<(), Problem> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn open_reader(path: &Path, options: &ReaderOptions) -> Result<Book, Problem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    configure(&connection)?;
    let found = schema::version(&connection)?;
    schema::refuse_newer(found, schema::MIGRATIONS)?;
    let known = schema::MIGRATIONS.len() as i64;
    if found < known {
        return Err(if found == 0 { Problem::NotABook } else { Problem::Older { found, known } });
    }
    connection.pragma_update_and_check(None, "mmap_size", options.map_bytes, |_| Ok(()))?;
    if let Some(kib) = options.cache_kib {
        connection.pragma_update(None, "cache_size", -i64::from(kib))?;
    }
    if let Some(statements) = options.statements {
        connection.set_prepared_statement_cache_capacity(statements);
        let settings = settings::read(&connection)?;
        let calendar = settings.calendar()?;
        return Ok(Book { connection, path: path.to_path_buf(), settings, calendar, read_only: true });
    }
    finish(connection, path, true)
}

fn finish(connection: Connection, path: &Path, read_only: bool) -> Result<Book, Problem> {
    prepare_all(&connection)?;
    let settings = settings::read(&connection)?;
    let calendar = settings.calendar()?;
    Ok(Book { connection, path: path.to_path_buf(), settings, calendar, read_only })
}
