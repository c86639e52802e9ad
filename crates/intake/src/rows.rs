//! Cutting bytes into rows and cells (RFC 4180), within limits that no file can break.
//!
//! Why not a ready-made CSV reader: a quote that is never closed must cost one row, not the rest of the file;
//! a row that cannot be read must be kept as it stood; and the row that is read ten million times must cost
//! one pass over its bytes and no allocation. Quoting follows RFC 4180, with one lenience that shops need:
//! a quote inside an unquoted cell is an ordinary character (`5" nails`).

use memchr::{memchr, memchr_iter, memchr3_iter};
use std::io::Read;

/// Longest cell in bytes; a longer one is a named reject.
pub const CELL_BYTES_MAX: usize = 64 * 1024;
/// Longest row in bytes; a longer one is a named reject.
pub const ROW_BYTES_MAX: usize = 1024 * 1024;
/// Most cells a row may have; more is a named reject.
pub const ROW_CELLS_MAX: usize = 4096;
/// Bytes asked of the file at a time.
const CHUNK_BYTES: usize = 256 * 1024;

/// Where a cell lies: in the row itself, or in the scratch buffer when doubled quotes had to be undone.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
    in_scratch: bool,
}

/// Why the bytes at some place are not a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// A quote was opened and not closed before the limit, the end of the file, or a place of no sense.
    QuoteNotClosed,
    /// Text follows a closing quote.
    TextAfterQuote,
    /// A cell is longer than [`CELL_BYTES_MAX`].
    CellTooLong,
    /// The row is longer than [`ROW_BYTES_MAX`].
    RowTooLong,
    /// The row has more than [`ROW_CELLS_MAX`] cells.
    TooManyCells,
}

impl RowFault {
    /// What should have stood there.
    pub fn expected(self) -> &'static str {
        match self {
            RowFault::QuoteNotClosed => {
                "a closing quote for the quote that opens on this line, within 64 KiB \
                 (inside quotes, write \" as \"\")"
            }
            RowFault::TextAfterQuote => {
                "a delimiter or line end after a closing quote (inside quotes, write \" as \"\")"
            }
            RowFault::CellTooLong => "at most 64 KiB in a cell",
            RowFault::RowTooLong => "at most 1 MiB in a row",
            RowFault::TooManyCells => "at most 4096 cells in a row",
        }
    }
}

/// What [`Rows::advance`] came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A row; its cells can be asked for.
    Row,
    /// Something that is no row; its bytes can be asked for.
    Fault(RowFault),
    /// The end of the file.
    End,
}

/// How much of the buffer one step takes.
struct Taken {
    /// Bytes, line end included.
    bytes: usize,
    /// Line ends among them.
    lines: u64,
    /// Line ends before the offending place, for the line a fault is reported on.
    fault_lines: u64,
    fault: Option<RowFault>,
}

/// A stream cut into rows.
pub struct Rows<R> {
    input: R,
    delimiter: u8,
    buffer: Vec<u8>,
    /// Unread part of the buffer.
    start: usize,
    end: usize,
    is_ended: bool,
    /// Line on which `start` lies.
    next_line: u64,
    /// The row last stepped over.
    row_start: usize,
    row_end: usize,
    line: u64,
    spans: Vec<Span>,
    scratch: Vec<u8>,
    /// Bytes stepped over so far.
    bytes: u64,
}

impl<R> std::fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("line", &self.next_line).finish_non_exhaustive()
    }
}

impl<R: Read> Rows<R> {
    /// Rows of `input`, with cells between `delimiter`s.
    pub fn new(input: R, delimiter: u8) -> Rows<R> {
        Rows {
            input,
            delimiter,
            buffer: vec![0; CHUNK_BYTES],
            start: 0,
            end: 0,
            is_ended: false,
            next_line: 1,
            row_start: 0,
            row_end: 0,
            line: 1,
            spans: Vec::new(),
            scratch: Vec::new(),
            bytes: 0,
        }
    }

    /// Changes the delimiter for the rows to come.
    pub fn set_delimiter(&mut self, delimiter: u8) {
        self.delimiter = delimiter;
    }

    /// The stream itself.
    pub fn input(&self) -> &R {
        &self.input
    }

    /// Line on which the row starts, from 1; for a fault, the line it is about.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Line of what comes next.
    pub fn next_line(&self) -> u64 {
        self.next_line
    }

    /// Bytes of text stepped over so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Number of cells of the row.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// True when the row has no cell at all.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A cell of the row; empty beyond its end.
    pub fn cell(&self, place: usize) -> &[u8] {
        match self.spans.get(place) {
            Some(span) if span.in_scratch => &self.scratch[span.start as usize..span.end as usize],
            Some(span) => {
                &self.buffer[self.row_start + span.start as usize..self.row_start + span.end as usize]
            }
            None => b"",
        }
    }

    /// The bytes of the row (or of the fault), without line end.
    pub fn raw(&self) -> &[u8] {
        &self.buffer[self.row_start..self.row_end]
    }

    /// The first bytes still unread, at most one chunk: for telling formats and delimiters apart.
    ///
    /// # Errors
    /// What the stream says.
    pub fn ahead(&mut self) -> std::io::Result<&[u8]> {
        while !self.is_ended && self.end - self.start < CHUNK_BYTES / 4 {
            self.fill()?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    /// Steps to the next row, past empty lines.
    ///
    /// # Errors
    /// What the stream says.
    pub fn advance(&mut self) -> std::io::Result<Step> {
        loop {
            if let Some(taken) = self.scan() {
                if let Some(step) = self.take(&taken) {
                    return Ok(step);
                }
            } else if self.end - self.start > ROW_BYTES_MAX {
                return self.skip_long_row();
            } else if self.is_ended {
                return Ok(Step::End);
            } else {
                self.fill()?;
            }
        }
    }

    /// Notes what was taken; `None` for an empty line.
    fn take(&mut self, taken: &Taken) -> Option<Step> {
        let whole = &self.buffer[self.start..self.start + taken.bytes];
        self.line = self.next_line + taken.fault_lines;
        self.next_line += taken.lines;
        self.row_start = self.start;
        self.row_end = self.start + without_line_end(whole).len();
        self.start += taken.bytes;
        self.bytes += taken.bytes as u64;
        match taken.fault {
            Some(fault) => Some(Step::Fault(fault)),
            None if self.row_start == self.row_end => None,
            None => Some(Step::Row),
        }
    }

    /// One row at the front of the buffer, if it is there whole.
    fn scan(&mut self) -> Option<Taken> {
        let text = &self.buffer[self.start..self.end];
        self.spans.clear();
        let mut cell_start = 0;
        // One pass for the common row: delimiters, the line end, and any quote that opens a cell.
        for place in memchr3_iter(self.delimiter, b'\n', b'"', text) {
            match text[place] {
                b'"' if place == cell_start => return self.scan_quoted(),
                b'"' => {}
                b'\n' => {
                    let cell_end = place - usize::from(place > cell_start && text[place - 1] == b'\r');
                    push_span(&mut self.spans, cell_start, cell_end);
                    return Some(finish(&self.spans, place + 1, 1));
                }
                _ => {
                    push_span(&mut self.spans, cell_start, place);
                    cell_start = place + 1;
                }
            }
        }
        if !self.is_ended || text.is_empty() || text.len() > ROW_BYTES_MAX {
            return None;
        }
        push_span(&mut self.spans, cell_start, without_line_end(text).len().max(cell_start));
        Some(finish(&self.spans, text.len(), 0))
    }

    /// The same for a row with quoted cells.
    fn scan_quoted(&mut self) -> Option<Taken> {
        let text = &self.buffer[self.start..self.end];
        self.spans.clear();
        self.scratch.clear();
        let mut place = 0;
        loop {
            let cell_end = if text.get(place) == Some(&b'"') {
                match quoted_cell(text, place, self.is_ended)? {
                    Quoted::Closed { end, has_doubled } => {
                        push_quoted(
                            &mut self.spans,
                            &mut self.scratch,
                            text,
                            (place + 1, end - 1),
                            has_doubled,
                        );
                        end
                    }
                    Quoted::Fault(fault) => return Some(fault_at(text, place, fault)),
                }
            } else {
                let rest = &text[place..];
                let found = memchr::memchr2(self.delimiter, b'\n', rest);
                let end = match found {
                    Some(length) => place + length,
                    None if self.is_ended => text.len(),
                    None => return None,
                };
                let is_line_end = text.get(end) == Some(&b'\n') || end == text.len();
                let has_return = is_line_end && end > place && text[end - 1] == b'\r';
                push_span(&mut self.spans, place, end - usize::from(has_return));
                end
            };
            match &text[cell_end..] {
                [b, ..] if *b == self.delimiter => place = cell_end + 1,
                [b'\n', ..] => return Some(finish_quoted(&self.spans, &text[..cell_end + 1])),
                [b'\r', b'\n', ..] => return Some(finish_quoted(&self.spans, &text[..cell_end + 2])),
                [] | [b'\r'] if self.is_ended => return Some(finish_quoted(&self.spans, text)),
                [] | [b'\r'] => return None,
                _ => return Some(after_quote(text, place, cell_end)),
            }
        }
    }

    /// Gives up on a row longer than is read, keeping its beginning, and goes on after its line.
    fn skip_long_row(&mut self) -> std::io::Result<Step> {
        let head = &self.buffer[self.start..self.start + CELL_BYTES_MAX];
        let kept = head[..memchr(b'\n', head).unwrap_or(head.len())].to_vec();
        self.line = self.next_line;
        self.spans.clear();
        loop {
            let text = &self.buffer[self.start..self.end];
            if let Some(place) = memchr(b'\n', text) {
                self.bytes += place as u64 + 1;
                self.start += place + 1;
                self.next_line += 1;
                break;
            }
            self.bytes += text.len() as u64;
            self.start = self.end;
            if self.is_ended {
                break;
            }
            self.fill()?;
        }
        // The kept beginning goes before the unread part, so that `raw` finds it.
        let unread = self.buffer[self.start..self.end].to_vec();
        self.buffer[..kept.len()].copy_from_slice(&kept);
        self.buffer.truncate(kept.len());
        self.buffer.extend_from_slice(&unread);
        (self.row_start, self.row_end) = (0, kept.len());
        (self.start, self.end) = (kept.len(), self.buffer.len());
        Ok(Step::Fault(RowFault::RowTooLong))
    }

    /// Moves the unread part to the front and reads one more chunk behind it.
    fn fill(&mut self) -> std::io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        (self.row_start, self.row_end) = (0, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < self.end + CHUNK_BYTES {
            self.buffer.resize(self.end + CHUNK_BYTES, 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.is_ended = true,
                Ok(bytes) => self.end += bytes,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}

/// How a quoted cell ends.
enum Quoted {
    /// `end` is the place behind the closing quote.
    Closed {
        end: usize,
        has_doubled: bool,
    },
    Fault(RowFault),
}

/// The quoted cell whose opening quote is at `open`; `None` when more bytes are needed to tell.
fn quoted_cell(text: &[u8], open: usize, is_ended: bool) -> Option<Quoted> {
    let mut place = open + 1;
    let mut has_doubled = false;
    loop {
        let Some(length) = memchr(b'"', &text[place..]) else {
            let is_too_long = text.len() - open > CELL_BYTES_MAX;
            return (is_too_long || is_ended).then_some(Quoted::Fault(RowFault::QuoteNotClosed));
        };
        let quote = place + length;
        if quote - open > CELL_BYTES_MAX {
            return Some(Quoted::Fault(RowFault::QuoteNotClosed));
        }
        match text.get(quote + 1) {
            Some(b'"') => {
                has_doubled = true;
                place = quote + 2;
            }
            None if !is_ended => return None,
            _ => return Some(Quoted::Closed { end: quote + 1, has_doubled }),
        }
    }
}

/// A fault about the cell that starts at `cell`: takes the text up to the end of that cell's line, so that
/// the lines after it are read as rows of their own.
fn fault_at(text: &[u8], cell: usize, fault: RowFault) -> Taken {
    let bytes = memchr(b'\n', &text[cell..]).map_or(text.len(), |length| cell + length + 1);
    let fault_lines = newlines(&text[..cell]);
    Taken { bytes, lines: newlines(&text[..bytes]), fault_lines, fault: Some(fault) }
}

/// Text follows a closing quote. Where the cell runs over lines, its opening quote was most likely never
/// closed and this quote opens another cell, so only the line of the opening quote is given up.
fn after_quote(text: &[u8], cell: usize, cell_end: usize) -> Taken {
    let runs_over_lines = memchr(b'\n', &text[cell..cell_end]).is_some();
    let fault = if runs_over_lines { RowFault::QuoteNotClosed } else { RowFault::TextAfterQuote };
    fault_at(text, cell, fault)
}

fn push_span(spans: &mut Vec<Span>, start: usize, end: usize) {
    spans.push(Span { start: start as u32, end: end as u32, in_scratch: false });
}

fn push_quoted(
    spans: &mut Vec<Span>,
    scratch: &mut Vec<u8>,
    text: &[u8],
    (start, end): (usize, usize),
    has_doubled: bool,
) {
    if !has_doubled {
        return push_span(spans, start, end);
    }
    let from = scratch.len();
    let mut last_was_quote = false;
    for byte in &text[start..end] {
        last_was_quote = *byte == b'"' && !last_was_quote;
        if !last_was_quote {
            scratch.push(*byte);
        }
    }
    spans.push(Span { start: from as u32, end: scratch.len() as u32, in_scratch: true });
}

/// The row is there whole; what remains are the limits.
fn finish(spans: &[Span], bytes: usize, lines: u64) -> Taken {
    let fault = if bytes > ROW_BYTES_MAX {
        Some(RowFault::RowTooLong)
    } else if bytes > CELL_BYTES_MAX
        && spans.iter().any(|span| (span.end - span.start) as usize > CELL_BYTES_MAX)
    {
        Some(RowFault::CellTooLong)
    } else if spans.len() > ROW_CELLS_MAX {
        Some(RowFault::TooManyCells)
    } else {
        None
    };
    Taken { bytes, lines, fault_lines: 0, fault }
}

/// The same for a row that may run over lines.
fn finish_quoted(spans: &[Span], text: &[u8]) -> Taken {
    finish(spans, text.len(), newlines(text))
}

fn newlines(text: &[u8]) -> u64 {
    memchr_iter(b'\n', text).count() as u64
}

fn without_line_end(text: &[u8]) -> &[u8] {
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    text.strip_suffix(b"\r").unwrap_or(text)
}
