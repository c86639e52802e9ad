//! Rows that could not be read, kept beside the file so that they can be mended and read again.

use crate::rows::{Rows, Step};
use crate::{IntakeError, Reject};
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Ending of a file of rejects.
pub const REJECTS_ENDING: &str = ".rejects.csv";
/// Its header.
pub const REJECTS_HEADER: &str = "line,field,found,expected,row";

/// Writes `FILE.rejects.csv`: `line,field,found,expected` and the raw row.
///
/// The rows go to `FILE.rejects.csv.part`, which takes the final name when [`RejectWriter::finish`] says that
/// the file was read to its end. A run that is killed therefore leaves the rejects of the last whole run in
/// place, and its own half beside them; reading the file again from its start writes all of them anew. When
/// nothing is rejected no file is left, not even an old one.
#[derive(Debug)]
pub struct RejectWriter {
    path: PathBuf,
    part: PathBuf,
    header: Vec<u8>,
    file: Option<BufWriter<File>>,
    count: u64,
}

impl RejectWriter {
    /// A writer for the rejects of `file`; `header` is its raw header line, repeated as the first row so that
    /// the rejects can be read on their own. Nothing is created before the first reject.
    pub fn beside(file: &Path, header: &[u8]) -> RejectWriter {
        let with_ending = |ending: &str| {
            let mut name = file.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        RejectWriter {
            path: with_ending(REJECTS_ENDING),
            part: with_ending(".rejects.csv.part"),
            header: header.to_vec(),
            file: None,
            count: 0,
        }
    }

    /// Where the rejects will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Rejects written so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Adds one reject.
    ///
    /// # Errors
    /// [`IntakeError::Rejects`].
    pub fn write(&mut self, reject: &Reject) -> Result<(), IntakeError> {
        self.add(reject).map_err(|error| IntakeError::Rejects { path: self.part.clone(), error })
    }

    fn add(&mut self, reject: &Reject) -> std::io::Result<()> {
        let is_new = self.file.is_none();
        if is_new {
            self.file = Some(BufWriter::new(File::create(&self.part)?));
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        if is_new {
            writeln!(file, "{REJECTS_HEADER}")?;
            if !self.header.is_empty() {
                write!(file, "1,header,,,")?;
                write_quoted(file, &self.header)?;
                writeln!(file)?;
            }
        }
        write!(file, "{},", reject.line)?;
        for cell in [&reject.field, &reject.found, &reject.expected] {
            write_quoted(file, cell.as_bytes())?;
            file.write_all(b",")?;
        }
        write_quoted(file, &reject.row)?;
        file.write_all(b"\n")?;
        self.count += 1;
        Ok(())
    }

    /// The file was read to its end: the rejects take their name, or an old file of rejects goes when there
    /// are none. Gives the path when there are some.
    ///
    /// # Errors
    /// [`IntakeError::Rejects`].
    pub fn finish(mut self) -> Result<Option<PathBuf>, IntakeError> {
        let path = self.path.clone();
        self.close().map_err(|error| IntakeError::Rejects { path, error })
    }

    fn close(&mut self) -> std::io::Result<Option<PathBuf>> {
        let Some(file) = self.file.take() else {
            for old in [&self.path, &self.part] {
                match std::fs::remove_file(old) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
            return Ok(None);
        };
        let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        std::fs::rename(&self.part, &self.path)?;
        Ok(Some(self.path.clone()))
    }
}

/// A cell in quotes, whatever bytes it has.
fn write_quoted(file: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    file.write_all(b"\"")?;
    for (place, part) in bytes.split(|b| *b == b'"').enumerate() {
        if place > 0 {
            file.write_all(b"\"\"")?;
        }
        file.write_all(part)?;
    }
    file.write_all(b"\"")
}

/// The last column of a file of rejects, as a file of its own: mended rows are read like any others. Their
/// lines are counted anew.
pub struct MendedRows<R> {
    rows: Rows<R>,
    line: Vec<u8>,
    given: usize,
    has_header: bool,
}

impl<R: Read> MendedRows<R> {
    /// The rows in a stream that begins with [`REJECTS_HEADER`].
    pub fn new(rejects: R) -> MendedRows<R> {
        MendedRows { rows: Rows::new(rejects, b','), line: Vec::new(), given: 0, has_header: true }
    }
}

impl<R: Read> Read for MendedRows<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.line.len() {
            let step = self.rows.advance()?;
            self.line.clear();
            self.given = 0;
            match step {
                Step::End => return Ok(0),
                Step::Row if std::mem::take(&mut self.has_header) => continue,
                Step::Row if self.rows.len() == 5 => self.line.extend_from_slice(self.rows.cell(4)),
                // What was mended wrongly is shown again, as a reject of its own.
                Step::Row | Step::Fault(_) => self.line.extend_from_slice(self.rows.raw()),
            }
            self.line.push(b'\n');
        }
        let count = buffer.len().min(self.line.len() - self.given);
        buffer[..count].copy_from_slice(&self.line[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}
