//! From bytes to purchases: whole rows of a chunk, by the fast path where no quote stands in it.

use crate::batch::{Account, Batch, Blame, Reject, shortened};
use crate::layout::{Delimiter, Layout};
use crate::parse::{AMOUNT_EXPECTED, DAY_EXPECTED, DayReader, amount};
use crate::split::{self, RecordEnd, Span};

/// A row longer than this is not one: the file is no table, or a quote was never closed.
pub const ROW_BYTES_MAX: usize = 1 << 20;

/// Reads rows in the layout of one file.
#[derive(Debug)]
pub struct RowReader {
    layout: Layout,
    days: DayReader,
    /// Line on which the next row begins.
    line: u64,
    /// Within a row longer than [`ROW_BYTES_MAX`], whose rest is passed over.
    overlong: bool,
    marks: Vec<u32>,
    spans: Vec<Span>,
    scratch: Vec<u8>,
    /// What has been read so far.
    pub account: Account,
}

impl RowReader {
    /// A reader that stands at the first row of data.
    pub fn new(layout: Layout) -> RowReader {
        let line = layout.body_line;
        RowReader {
            layout,
            days: DayReader::default(),
            line,
            overlong: false,
            marks: Vec::new(),
            spans: Vec::new(),
            scratch: Vec::new(),
            account: Account::default(),
        }
    }

    /// The layout it reads in.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Reads the whole rows at the beginning of `bytes` into `batch` and says how many bytes they take; the
    /// rest must come again at the beginning of the next call. At the end of the file the last row needs its
    /// newline, and every row is whole.
    pub fn read(&mut self, bytes: &[u8], is_end: bool, batch: &mut Batch) -> usize {
        let start = if self.overlong { self.pass_over(bytes, 0) } else { 0 };
        if self.overlong {
            return bytes.len();
        }
        let rows = &bytes[start..];
        let consumed = match self.layout.delimiter {
            Delimiter::Whitespace => self.read_lines(rows, batch),
            Delimiter::Byte(delimiter) if memchr::memchr(b'"', rows).is_none() => {
                self.read_unquoted(rows, delimiter, batch)
            }
            Delimiter::Byte(delimiter) => self.read_quoted(rows, delimiter, is_end, batch),
        };
        if rows.len() - consumed <= ROW_BYTES_MAX {
            return start + consumed;
        }
        self.account.rows += 1;
        let expected =
            "a row of at most 1 MiB; is this a table with one row a line, and is every quote closed?";
        self.reject(Blame::Row, None, &rows[consumed..consumed + 256], expected);
        self.overlong = true;
        start + consumed + self.pass_over(rows, consumed)
    }

    /// Goes to the line after `from`, or stays overlong when the bytes end before it.
    fn pass_over(&mut self, bytes: &[u8], from: usize) -> usize {
        match memchr::memchr(b'\n', &bytes[from..]) {
            None => bytes.len() - from,
            Some(length) => {
                self.overlong = false;
                self.line += 1;
                length + 1
            }
        }
    }

    fn read_unquoted(&mut self, bytes: &[u8], delimiter: u8, batch: &mut Batch) -> usize {
        let end = memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1);
        let rows = &bytes[..end];
        let mut marks = std::mem::take(&mut self.marks);
        split::marks(rows, delimiter, &mut marks);
        let last_wanted = self.layout.last_wanted();
        let (customer, date, amount) = (self.layout.customer, self.layout.date, self.layout.amount);
        let (mut row_start, mut first) = (0, 0);
        while first < marks.len() {
            let mut last = first;
            while rows[marks[last] as usize] != b'\n' {
                last += 1;
            }
            if last - first >= last_wanted {
                let cell = |column: usize| {
                    let from = if column == 0 { row_start } else { marks[first + column - 1] as usize + 1 };
                    &rows[from..marks[first + column] as usize]
                };
                self.take(cell(customer), cell(date), amount.map(cell), batch);
            } else {
                self.ragged(&rows[row_start..marks[last] as usize], last - first + 1);
            }
            self.line += 1;
            row_start = marks[last] as usize + 1;
            first = last + 1;
        }
        self.marks = marks;
        end
    }

    fn read_lines(&mut self, bytes: &[u8], batch: &mut Batch) -> usize {
        let mut spans = std::mem::take(&mut self.spans);
        let mut start = 0;
        while let Some(length) = memchr::memchr(b'\n', &bytes[start..]) {
            split::by_whitespace(&bytes[start..start + length], start, &mut spans);
            self.take_spans(bytes, (start, start + length), &spans, batch);
            self.line += 1;
            start += length + 1;
        }
        self.spans = spans;
        start
    }

    fn read_quoted(&mut self, bytes: &[u8], delimiter: u8, is_end: bool, batch: &mut Batch) -> usize {
        let mut spans = std::mem::take(&mut self.spans);
        let mut start = 0;
        while start < bytes.len() {
            match split::quoted_record(bytes, start, delimiter, &mut spans) {
                RecordEnd::At(end) => {
                    self.take_spans(bytes, (start, end), &spans, batch);
                    self.line += memchr::memchr_iter(b'\n', &bytes[start..=end]).count() as u64;
                    start = end + 1;
                }
                RecordEnd::Open { quoted: true } if is_end => {
                    // Only this line is lost: what follows may well be rows.
                    self.account.rows += 1;
                    self.reject(
                        Blame::Row,
                        None,
                        &bytes[start..],
                        "a quote that is closed before the file ends",
                    );
                    let length =
                        memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len() - start, |at| at + 1);
                    self.line += 1;
                    start += length;
                }
                RecordEnd::Open { .. } => break,
            }
        }
        self.spans = spans;
        start
    }

    fn take_spans(&mut self, bytes: &[u8], row: Span, spans: &[Span], batch: &mut Batch) {
        if spans.len() <= self.layout.last_wanted() {
            self.ragged(&bytes[row.0..row.1], spans.len());
            return;
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        let mut cell = |column: usize| {
            let from = scratch.len();
            split::unquote(&bytes[spans[column].0..spans[column].1], &mut scratch);
            (from, scratch.len())
        };
        let (customer, date) = (cell(self.layout.customer), cell(self.layout.date));
        let amount = self.layout.amount.map(cell);
        let text = |(from, to): Span| &scratch[from..to];
        self.take(text(customer), text(date), amount.map(text), batch);
        self.scratch = scratch;
    }

    /// One row with all its wanted cells.
    #[inline]
    fn take(&mut self, customer: &[u8], date: &[u8], amount_cell: Option<&[u8]>, batch: &mut Batch) {
        self.account.rows += 1;
        let id = trimmed(customer);
        if id.is_empty() {
            self.account.without_customer += 1;
            return;
        }
        let date = trimmed(date);
        let Some(day) = self.days.read(date) else {
            self.reject(Blame::Date, Some(self.layout.date), date, DAY_EXPECTED);
            return;
        };
        let mut units = 0;
        if let Some(cell) = amount_cell.map(trimmed) {
            let Some(read) = amount(cell) else {
                self.reject(Blame::Amount, self.layout.amount, cell, AMOUNT_EXPECTED);
                return;
            };
            // Nothing paid is still a purchase: the published CDNOW figures count such orders.
            if read < 0 {
                self.account.not_purchases += 1;
                return;
            }
            units = read;
        }
        batch.push(id, day.0, units);
    }

    #[cold]
    fn ragged(&mut self, row: &[u8], fields: usize) {
        if row.trim_ascii().is_empty() {
            return;
        }
        self.account.rows += 1;
        let found = format!("{fields} fields: {}", shortened(row));
        self.reject(
            Blame::Row,
            Some(self.layout.last_wanted()),
            found.as_bytes(),
            "a row that reaches this column",
        );
    }

    #[cold]
    fn reject(&mut self, blame: Blame, column: Option<usize>, found: &[u8], expected: &'static str) {
        let (names, line) = (&self.layout.names, self.line);
        self.account.reject(blame, || Reject {
            line,
            field: column.map_or("(the whole row)".to_owned(), |column| names[column].clone()),
            found: shortened(found),
            expected,
        });
    }
}

/// Without the spaces, tabs and carriage return around it.
#[inline]
fn trimmed(cell: &[u8]) -> &[u8] {
    match cell {
        [first, .., last] if *first > b' ' && *last > b' ' => cell,
        [only] if *only > b' ' => cell,
        _ => cell.trim_ascii(),
    }
}

#[cfg(test)]
mod tests;
