//! Opening a file: compression by its first bytes, encoding by its byte order mark, progress by bytes read.

use crate::IntakeError;
use crate::rejects::{MendedRows, REJECTS_HEADER};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const UTF8_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// Where the bytes come from; kept so that a file can be read a second time.
#[derive(Debug, Clone)]
enum Origin {
    File,
    Memory(Arc<[u8]>),
}

/// An opened file of records: a stream of bytes without compression and without byte order mark.
pub struct Source {
    path: PathBuf,
    origin: Origin,
    stream: Box<dyn Read + Send>,
    bytes_read: Arc<AtomicU64>,
    bytes_total: u64,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Source {
    /// Opens a file, seeing through gzip (one member or many) and zstd by their first bytes. A file of
    /// rejects gives its last column: the rows as they were, or as they were mended, under their own header.
    ///
    /// # Errors
    /// [`IntakeError::Open`], [`IntakeError::Read`] for a damaged archive, and [`IntakeError::Encoding`] for
    /// UTF-16 text and for spreadsheets and other archives.
    pub fn open(path: &Path) -> Result<Source, IntakeError> {
        let open_error = |error| IntakeError::Open { path: path.to_owned(), error };
        let file = File::open(path).map_err(open_error)?;
        let metadata = file.metadata().map_err(open_error)?;
        if metadata.is_dir() {
            return Err(open_error(std::io::Error::other("it is a folder, not a file")));
        }
        Source::with(path, Origin::File, Box::new(file), metadata.len())
    }

    /// The same for bytes in memory; `name` stands in for the path in messages and for format hints.
    ///
    /// # Errors
    /// As [`Source::open`].
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Source, IntakeError> {
        let shared: Arc<[u8]> = bytes.into();
        let total = shared.len() as u64;
        let stream = Box::new(Cursor::new(Arc::clone(&shared)));
        Source::with(Path::new(name), Origin::Memory(shared), stream, total)
    }

    /// Opens the same file again, from its start.
    ///
    /// # Errors
    /// As [`Source::open`].
    pub fn again(&self) -> Result<Source, IntakeError> {
        match &self.origin {
            Origin::File => Source::open(&self.path),
            Origin::Memory(bytes) => {
                let stream = Box::new(Cursor::new(Arc::clone(bytes)));
                Source::with(&self.path, self.origin.clone(), stream, bytes.len() as u64)
            }
        }
    }

    fn with(
        path: &Path,
        origin: Origin,
        raw: Box<dyn Read + Send>,
        bytes_total: u64,
    ) -> Result<Source, IntakeError> {
        let bytes_read = Arc::new(AtomicU64::new(0));
        let read_error = |error| IntakeError::Read { path: path.to_owned(), line: 1, error };
        let mut counted = Counted { inner: raw, count: Arc::clone(&bytes_read) };
        let head = peek(&mut counted, 4).map_err(read_error)?;
        let raw = BufReader::with_capacity(128 * 1024, Cursor::new(head.clone()).chain(counted));
        let mut text: Box<dyn Read + Send> = if head.starts_with(GZIP_MAGIC) {
            Box::new(MultiGzDecoder::new(raw))
        } else if head.starts_with(ZSTD_MAGIC) {
            Box::new(zstd::stream::read::Decoder::with_buffer(raw).map_err(read_error)?)
        } else {
            Box::new(raw)
        };
        let head = peek(&mut text, REJECTS_HEADER.len()).map_err(read_error)?;
        if let Some(found) = not_text(&head[..head.len().min(4)]) {
            return Err(IntakeError::Encoding { path: path.to_owned(), found: found.to_owned() });
        }
        let is_rejects = head == REJECTS_HEADER.as_bytes();
        let head = head.strip_prefix(UTF8_MARK).map(<[u8]>::to_vec).unwrap_or(head);
        let text = Cursor::new(head).chain(text);
        let stream: Box<dyn Read + Send> =
            if is_rejects { Box::new(MendedRows::new(text)) } else { Box::new(text) };
        Ok(Source { path: path.to_owned(), origin, stream, bytes_read, bytes_total })
    }

    /// The path, as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Size of the file in bytes, compressed if it is.
    pub fn bytes_total(&self) -> u64 {
        self.bytes_total
    }

    /// Bytes of the file read so far, compressed if it is: for progress, against [`Source::bytes_total`].
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.stream.read(buffer)
    }
}

/// What the first bytes say a file is, when it is certainly not UTF-8 text.
fn not_text(head: &[u8]) -> Option<&'static str> {
    match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("the text is UTF-16"),
        [0, 0, 0xfe, 0xff] => Some("the text is UTF-32"),
        [0, byte, 0, _] | [byte, 0, _, 0] if *byte != 0 => Some("the text looks like UTF-16"),
        [b'P', b'K', 3, 4] => Some("the file is a ZIP archive or a spreadsheet (.xlsx, .ods)"),
        [0xd0, 0xcf, 0x11, 0xe0] => Some("the file is an old spreadsheet (.xls)"),
        [b'%', b'P', b'D', b'F'] => Some("the file is a PDF"),
        _ => None,
    }
}

/// Reads `wanted` bytes, or as many as there are.
fn peek(stream: &mut impl Read, wanted: usize) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(wanted);
    stream.by_ref().take(wanted as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Counts what passes through.
struct Counted {
    inner: Box<dyn Read + Send>,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let bytes = self.inner.read(buffer)?;
        self.count.fetch_add(bytes as u64, Ordering::Relaxed);
        Ok(bytes)
    }
}
