//! A small pool of read-only connections. A read takes microseconds, so it runs where it is asked for.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use store::{Book, StoreError};

/// Connections that are not in use.
#[derive(Debug)]
pub struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Book>>,
    /// Raised when connections must be opened anew.
    round: AtomicU64,
}

/// A connection on loan; it goes back when dropped.
pub struct Reader<'a> {
    readers: &'a Readers,
    book: Option<Book>,
    round: u64,
}

impl Readers {
    /// A pool over the book at `path`.
    pub fn new(path: &Path) -> Readers {
        Readers { path: path.to_path_buf(), idle: Mutex::new(Vec::new()), round: AtomicU64::new(0) }
    }

    /// Lends a connection, opening one when all are out.
    ///
    /// # Errors
    /// When the book cannot be opened.
    pub fn lend(&self) -> Result<Reader<'_>, StoreError> {
        let round = self.round.load(Ordering::Acquire);
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let book = match idle {
            Some(book) => book,
            None => Book::open_reader_small(&self.path)?,
        };
        Ok(Reader { readers: self, book: Some(book), round })
    }

    /// Closes what is idle, and what is out when it comes back: after a change of settings that every
    /// connection remembers.
    pub fn forget(&self) {
        self.round.fetch_add(1, Ordering::AcqRel);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Deref for Reader<'_> {
    type Target = Book;

    fn deref(&self) -> &Book {
        self.book.as_ref().expect("only drop takes the book out")
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let is_of_now = self.round == self.readers.round.load(Ordering::Acquire);
        if let Some(book) = self.book.take().filter(|_| is_of_now) {
            self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(book);
        }
    }
}
