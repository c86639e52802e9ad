//! A file of any size into its summary, a chunk at a time.

use crate::batch::{Account, Batch, Blame};
use crate::error::{FirstReject, RfmError};
use crate::layout::{Layout, Wanted};
use crate::rows::RowReader;
use crate::source::Source;
use crate::summary::{AnyOrder, InOrder, OutOfOrder, Summary, Summing, Window};
use crate::{Progress, Stage};
use std::path::Path;

/// Bytes read at once: large enough that a system call costs nothing, small enough that the chunk, its marks
/// and its purchases stay in a core's own cache between the steps that touch them.
const CHUNK_BYTES: usize = 256 << 10;

/// A file's summary and the account of its rows.
#[derive(Debug)]
pub struct Reading {
    /// The summary.
    pub summary: Summary,
    /// The account of the rows.
    pub account: Account,
    /// How the file is laid out.
    pub layout: Layout,
}

/// Reads a whole file; a second time, with more memory, when its rows are not in time order.
///
/// # Errors
/// [`RfmError`] when the file cannot be read, a column is missing, or most rows are bad.
pub fn read(
    path: &Path,
    wanted: &Wanted,
    window: Window,
    progress: &mut dyn FnMut(Progress),
) -> Result<Reading, RfmError> {
    let reading = match pass(path, wanted, Box::new(InOrder::new(window)), progress)? {
        Some(reading) => reading,
        None => pass(path, wanted, Box::new(AnyOrder::new(window)), progress)?
            .expect("summing in any order never asks for another way"),
    };
    most_rows_are_good(path, &reading)?;
    Ok(reading)
}

/// One pass over the file; `None` when it must be summed in another way.
fn pass(
    path: &Path,
    wanted: &Wanted,
    mut summing: Box<dyn Summing>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Option<Reading>, RfmError> {
    let mut source = Source::open(path)?;
    let mut chunks = Chunks::default();
    let mut batch = Batch::default();
    let mut reader = None;
    while chunks.refill(&mut source).map_err(|source| RfmError::Read { path: path.to_owned(), source })? {
        let reader = match &mut reader {
            Some(reader) => reader,
            none => {
                let layout = Layout::detect(path, chunks.bytes(), wanted)?;
                chunks.consume(layout.body_offset);
                none.insert(RowReader::new(layout))
            }
        };
        loop {
            batch.clear();
            let consumed = reader.read(chunks.bytes(), chunks.is_end, &mut batch);
            chunks.consume(consumed);
            if let Err(OutOfOrder) = summing.add(&batch) {
                return Ok(None);
            }
            if consumed == 0 || chunks.bytes().is_empty() {
                break;
            }
        }
        progress(Progress { stage: Stage::Reading, done: source.position(), total: source.total_bytes });
    }
    let Some(reader) = reader else { return Err(RfmError::Empty { path: path.to_owned() }) };
    let layout = reader.layout().clone();
    Ok(Some(Reading { summary: summing.finish(), account: reader.account, layout }))
}

/// The bytes between what has been read from the file and what has been made into rows.
#[derive(Default)]
struct Chunks {
    room: Vec<u8>,
    start: usize,
    end: usize,
    is_end: bool,
}

impl Chunks {
    /// Reads a further chunk behind what is left; false when the file is at its end. The last row gets the
    /// newline that it may lack.
    fn refill(&mut self, source: &mut Source) -> std::io::Result<bool> {
        if self.is_end {
            return Ok(false);
        }
        self.room.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        let wanted = self.end + CHUNK_BYTES;
        if self.room.len() <= wanted {
            self.room.resize(wanted + 1, 0);
        }
        let count = source.fill(&mut self.room[self.end..wanted])?;
        self.end += count;
        self.is_end = count < CHUNK_BYTES;
        if self.is_end && self.end > 0 && self.room[self.end - 1] != b'\n' {
            self.room[self.end] = b'\n';
            self.end += 1;
        }
        Ok(self.end > 0)
    }

    fn bytes(&self) -> &[u8] {
        &self.room[self.start..self.end]
    }

    fn consume(&mut self, count: usize) {
        self.start += count;
    }
}

/// Refuses a file most of whose rows are bad: the wrong column was named, or it is no such table.
fn most_rows_are_good(path: &Path, reading: &Reading) -> Result<(), RfmError> {
    let (account, layout) = (&reading.account, &reading.layout);
    let rejected = account.rejected_rows();
    if rejected * 2 <= account.rows {
        return Ok(());
    }
    let name = |column: usize| layout.names[column].as_str();
    let [dates, amounts, rows] = account.rejected;
    let worst = dates.max(amounts).max(rows);
    let likely = if worst == dates {
        format!("the column `{}` given by --date seems not to hold dates", name(layout.date))
    } else if worst == amounts {
        let column = layout.amount.map_or("", name);
        format!("the column `{column}` given by --amount seems not to hold decimal numbers with a point")
    } else {
        "rows are shorter than the first line, so it may not be a table with one purchase a line".to_owned()
    };
    Err(RfmError::MostRowsBad {
        path: path.to_owned(),
        rejected,
        rows: account.rows,
        likely,
        columns: layout.names.join(", "),
        first: FirstReject(
            account.reasons.iter().find(|reason| blamed(reason, worst, account)).cloned().map(Box::new),
        ),
    })
}

fn blamed(reason: &crate::batch::Reject, worst: u64, account: &Account) -> bool {
    let expected = match account.rejected.iter().position(|count| *count == worst) {
        Some(at) if at == Blame::Date as usize => crate::parse::DAY_EXPECTED,
        Some(at) if at == Blame::Amount as usize => crate::parse::AMOUNT_EXPECTED,
        _ => return true,
    };
    reason.expected == expected
}
