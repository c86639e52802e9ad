//! The one door: a file in, batches of records out.

use crate::cdnow::Cdnow;
use crate::cells::{Layout, Row, Tools};
use crate::error::{CellFault, shown};
use crate::format::{self, Format};
use crate::header::{first_line, header, plain_layout, unknown_format};
use crate::mapping::{Skips, is_secret};
use crate::occurrences::Occurrences;
use crate::retail::Retail;
use crate::rows::{RowFault, Rows, Step};
use crate::times::DateFormat;
use crate::{IntakeError, Mapping, Reject, Source, understand};
use book::{Calendar, Currency, FactId, Record, Text};
use std::collections::BTreeMap;
use std::path::Path;

/// A batch never holds more text than this, however many rows were asked for.
const BATCH_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Records that a batch makes room for beforehand; more only when they come.
const RESERVED_RECORDS_MAX: usize = 8192;
/// Bytes of an overlong row that its reject keeps.
const LONG_ROW_KEPT_BYTES: usize = 64 * 1024;

/// How to read.
#[derive(Debug, Clone)]
pub struct Options {
    /// Name of the source, part of every id; by default `records`, the format's name, or the mapping's own.
    pub source: Option<Text>,
    /// The format, when it is not to be told from the header.
    pub format: Option<Format>,
    /// The mapping, for columns of other names.
    pub mapping: Option<Mapping>,
    /// The book's calendar, for times without offset.
    pub calendar: Calendar,
    /// The book's currency, for amounts without one.
    pub currency: Currency,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            source: None,
            format: None,
            mapping: None,
            calendar: Calendar::utc(),
            currency: Currency::NONE,
        }
    }
}

/// What some rows came to.
///
/// Over a whole file `rows == rows_in_records + rejects + skipped`: a row is never lost. Formats of one row
/// per record say so of every batch; `online-retail` gives its records with the last batches.
#[derive(Debug, Default)]
pub struct Batch {
    /// The records, in file order.
    pub records: Vec<Record>,
    /// Rows that went into `records`; more than those where several rows are one record.
    pub rows_in_records: u64,
    /// Rows that could not be understood.
    pub rejects: Vec<Reject>,
    /// Rows left out on purpose, by reason.
    pub skipped: BTreeMap<Text, u64>,
    /// Data rows read in this batch, the header not counted.
    pub rows: u64,
    /// Bytes of the file read since its start, compressed if it is.
    pub bytes_read: u64,
    /// True for the last batch of the file.
    pub is_last: bool,
}

impl Batch {
    /// Counts rows that are left out on purpose.
    pub fn skip(&mut self, reason: &str, rows: u64) {
        *self.skipped.entry(Text::from(reason)).or_default() += rows;
    }

    /// Rows left out on purpose, whatever the reason.
    pub fn skipped_rows(&self) -> u64 {
        self.skipped.values().sum()
    }
}

/// A file being read.
#[derive(Debug)]
pub struct Reader {
    rows: Rows<Source>,
    format: Format,
    source: Text,
    header: Vec<u8>,
    shape: Shape,
    unknown_columns: Vec<Text>,
    dropped_columns: Vec<Text>,
    is_ended: bool,
    /// Where and why reading stopped, after which it does not go on.
    stopped: Option<(u64, std::io::Error)>,
}

/// What is needed for one format.
#[derive(Debug)]
enum Shape {
    Columns(Box<Columns>),
    Retail(Box<Retail>),
    Cdnow(Box<Cdnow>),
}

/// Reads rows of one record each, plain or mapped.
#[derive(Debug)]
struct Columns {
    layout: Layout,
    tools: Tools,
    skips: Skips,
    occurrences: Occurrences,
    /// Contents of this batch's records, while they wait for their ids.
    contents: Vec<u64>,
}

impl Reader {
    /// Opens a file and tells its format.
    ///
    /// # Errors
    /// What [`Source::open`] gives; [`IntakeError::Header`] and [`IntakeError::Mapping`] when the header does
    /// not fit.
    pub fn open(path: &Path, options: &Options) -> Result<Reader, IntakeError> {
        Reader::new(Source::open(path)?, options)
    }

    /// Reads an opened source.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn new(source: Source, options: &Options) -> Result<Reader, IntakeError> {
        let path = source.path().to_owned();
        let mut rows = Rows::new(source, b',');
        let ahead = rows.ahead().map_err(|error| read_error(&path, 1, error))?;
        let first_line = first_line(ahead).to_vec();
        if is_cdnow(&first_line, options) {
            return Ok(Reader::cdnow(rows, &first_line, options));
        }
        let delimiter = options.mapping.as_ref().and_then(Mapping::delimiter);
        rows.set_delimiter(delimiter.unwrap_or_else(|| format::delimiter(&first_line)));
        let header = header(&mut rows, &path)?;
        let raw_header = rows.raw().to_vec();
        let format = match (&options.mapping, options.format) {
            (Some(_), _) => Format::Mapped,
            (None, Some(format)) => format,
            (None, None) => format::detect(&path, &header)
                .map_err(|not_known| unknown_format(&path, &header, &not_known))?,
        };
        let mut reader = Reader {
            rows,
            format,
            source: source_name(format, options),
            header: raw_header,
            shape: Shape::Cdnow(Box::default()),
            unknown_columns: Vec::new(),
            dropped_columns: Vec::new(),
            is_ended: false,
            stopped: None,
        };
        reader.shape = reader.shape_of(&path, &header, options)?;
        Ok(reader)
    }

    fn cdnow(mut rows: Rows<Source>, first_line: &[u8], options: &Options) -> Reader {
        let source = source_name(Format::Cdnow, options);
        // White space is between these cells, so the row is taken whole and cut later.
        rows.set_delimiter(0x1f);
        let header = if Cdnow::is_header(first_line) { first_line.to_vec() } else { Vec::new() };
        Reader {
            rows,
            format: Format::Cdnow,
            shape: Shape::Cdnow(Box::new(Cdnow::new(&options.calendar, source.clone(), !header.is_empty()))),
            source,
            header,
            unknown_columns: Vec::new(),
            dropped_columns: Vec::new(),
            is_ended: false,
            stopped: None,
        }
    }

    fn shape_of(&mut self, path: &Path, header: &[Text], options: &Options) -> Result<Shape, IntakeError> {
        let (layout, tools, skips) = match (self.format, &options.mapping) {
            (Format::Mapped, Some(mapping)) => {
                let (layout, skips) = mapping.layout(header)?;
                let tools = mapping.tools(&options.calendar, options.currency, self.source.clone());
                (layout, tools, skips)
            }
            (Format::OnlineRetail, _) => {
                let retail = Retail::new(path, header, &options.calendar, self.source.clone())?;
                return Ok(Shape::Retail(Box::new(retail)));
            }
            (Format::Plain(kind), _) => {
                let layout = plain_layout(path, kind, header)?;
                let source = self.source.clone();
                let tools = Tools::new(&options.calendar, DateFormat::Iso, source, options.currency);
                (layout, tools, Skips::default())
            }
            (Format::Cdnow | Format::Mapped, _) => {
                let names: Vec<&str> = header.iter().map(Text::as_str).collect();
                return Err(IntakeError::Header {
                    path: path.to_owned(),
                    line: 1,
                    found: names.join(", "),
                    expected: format!("the columns of {}", self.format.word()),
                    way_out:
                        "Leave --format out to have it told from the header, or give a mapping (--map FILE)"
                            .into(),
                });
            }
        };
        self.unknown_columns = layout.extras.iter().map(|(_, name)| name.clone()).collect();
        self.dropped_columns = header.iter().filter(|name| is_secret(name)).cloned().collect();
        Ok(Shape::Columns(Box::new(Columns {
            layout,
            tools,
            skips,
            occurrences: Occurrences::default(),
            contents: Vec::new(),
        })))
    }

    /// The format that is read.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The source's name, part of every id.
    pub fn source_name(&self) -> &Text {
        &self.source
    }

    /// The raw header line, for [`crate::RejectWriter::beside`]; empty when the file has none.
    pub fn header(&self) -> &[u8] {
        &self.header
    }

    /// Columns that no field takes, kept as extras.
    pub fn unknown_columns(&self) -> &[Text] {
        &self.unknown_columns
    }

    /// Columns that are never kept: passwords, tokens, numbers of cards.
    pub fn dropped_columns(&self) -> &[Text] {
        &self.dropped_columns
    }

    /// Size of the file, for progress against [`Batch::bytes_read`].
    pub fn bytes_total(&self) -> u64 {
        self.rows.input().bytes_total()
    }

    /// The header of a file and up to `rows_max` of its first rows, for [`crate::draft_mapping`].
    ///
    /// # Errors
    /// What opening gives, and a header that is none.
    pub fn sample(source: Source, rows_max: usize) -> Result<(Vec<Text>, Vec<Vec<String>>), IntakeError> {
        let path = source.path().to_owned();
        let mut rows = Rows::new(source, b',');
        let ahead = rows.ahead().map_err(|error| read_error(&path, 1, error))?;
        let delimiter = format::delimiter(first_line(ahead));
        rows.set_delimiter(delimiter);
        let header = header(&mut rows, &path)?;
        let mut sample = Vec::new();
        while sample.len() < rows_max {
            match rows.advance().map_err(|error| read_error(&path, rows.next_line(), error))? {
                Step::End => break,
                Step::Fault(_) => {}
                Step::Row => {
                    let cells =
                        (0..rows.len()).map(|place| String::from_utf8_lossy(rows.cell(place)).into_owned());
                    sample.push(cells.collect());
                }
            }
        }
        Ok((header, sample))
    }

    /// Reads the next rows, at most `rows_max` and at most 32 MiB of text. After the batch with
    /// [`Batch::is_last`] only empty ones follow.
    ///
    /// # Errors
    /// [`IntakeError::Read`], once all rows before the damage were given; they stay good.
    pub fn next_batch(&mut self, rows_max: usize) -> Result<Batch, IntakeError> {
        if let Some((line, error)) = &self.stopped {
            // The decompressor could take its own failure for the end when asked again.
            let again = std::io::Error::new(error.kind(), error.to_string());
            return Err(read_error(self.rows.input().path(), *line, again));
        }
        let mut batch = Batch::default();
        if !self.is_ended {
            batch.records.reserve(rows_max.min(RESERVED_RECORDS_MAX));
        }
        let bytes_before = self.rows.bytes();
        let rows_max = rows_max.max(1) as u64;
        while !self.is_ended && batch.rows < rows_max && self.rows.bytes() - bytes_before < BATCH_BYTES_MAX {
            match self.rows.advance() {
                Err(error) => {
                    self.stopped = Some((self.rows.next_line(), error));
                    break;
                }
                Ok(Step::End) => self.is_ended = true,
                Ok(Step::Row) => self.shape.row(&self.rows, &mut batch),
                Ok(Step::Fault(fault)) => {
                    batch.rows += 1;
                    self.shape.fault(&self.rows);
                    batch.rejects.push(row_reject(&self.rows, fault));
                }
            }
        }
        batch.is_last = self.is_ended;
        if self.is_ended
            && let Shape::Retail(retail) = &mut self.shape
        {
            batch.is_last = retail.drain(self.rows.input(), rows_max, &mut batch)?;
        }
        batch.bytes_read = self.rows.input().bytes_read();
        if let Shape::Columns(columns) = &mut self.shape {
            columns.give_ids(&mut batch.records);
            columns.occurrences.make_room(batch.bytes_read, self.rows.input().bytes_total());
        }
        Ok(batch)
    }
}

impl Shape {
    fn row(&mut self, rows: &Rows<Source>, batch: &mut Batch) {
        match self {
            Shape::Columns(columns) => {
                batch.rows += 1;
                columns.row(rows, batch);
            }
            Shape::Retail(retail) => {
                batch.rows += 1;
                retail.row(rows, batch);
            }
            Shape::Cdnow(cdnow) => cdnow.row(rows, batch),
        }
    }

    fn fault(&mut self, rows: &Rows<Source>) {
        if let Shape::Retail(retail) = self {
            retail.broken_row(rows);
        }
    }
}

impl Columns {
    /// Gives ids to the records of a batch that have none of their source: to all of them or to none, since
    /// a file has a column of ids or has not.
    fn give_ids(&mut self, records: &mut [Record]) {
        let Some(kind) = self.layout.kind.fact_kind() else { return };
        if self.contents.is_empty() {
            return;
        }
        debug_assert_eq!(self.contents.len(), records.len(), "a record without id for each content");
        let occurrences = self.occurrences.number(&self.contents);
        for ((record, content), occurrence) in
            records.iter_mut().zip(self.contents.drain(..)).zip(occurrences)
        {
            record.id = FactId::of_content(&self.tools.source, kind, content, occurrence);
        }
    }

    fn row(&mut self, rows: &Rows<Source>, batch: &mut Batch) {
        if rows.len() != self.layout.header.len() {
            return uneven_row(rows, self.layout.header.len(), batch);
        }
        if let Some(reason) = self.skips.reason(|column| rows.cell(column)) {
            return batch.skip(reason, 1);
        }
        let mut row = Row { rows, layout: &self.layout, tools: &mut self.tools };
        batch.records.push(understand::blank());
        let Some(record) = batch.records.last_mut() else { return };
        match understand::fill(&mut row, record) {
            Ok(()) => {
                if record.external_id.is_none() && self.layout.kind.fact_kind().is_some() {
                    self.contents.push(record.content_hash());
                }
                batch.rows_in_records += 1;
            }
            Err(fault) => {
                batch.records.pop();
                if is_blank(rows) {
                    batch.skip("empty row", 1);
                } else {
                    batch.rejects.push(cell_reject(rows, *fault));
                }
            }
        }
    }
}

/// A row with more or fewer cells than the header.
pub(crate) fn uneven_row(rows: &Rows<Source>, expected: usize, batch: &mut Batch) {
    if is_blank(rows) {
        return batch.skip("empty row", 1);
    }
    let found = format!("{} cells", rows.len());
    let expected = format!("{expected} cells, as in the header");
    let row = rows.raw().to_vec();
    batch.rejects.push(Reject { line: rows.line(), field: "row".into(), found, expected, row });
}

/// True when no cell says anything.
fn is_blank(rows: &Rows<Source>) -> bool {
    (0..rows.len()).all(|place| rows.cell(place).trim_ascii().is_empty())
}

/// The reject of a row one of whose cells cannot be understood.
pub(crate) fn cell_reject(rows: &Rows<Source>, fault: CellFault) -> Reject {
    Reject {
        line: rows.line(),
        field: fault.field.into_owned(),
        found: shown(&fault.found),
        expected: fault.expected.into_owned(),
        row: rows.raw().to_vec(),
    }
}

fn row_reject(rows: &Rows<Source>, fault: RowFault) -> Reject {
    let raw = rows.raw();
    let kept = if fault == RowFault::RowTooLong { raw.len().min(LONG_ROW_KEPT_BYTES) } else { raw.len() };
    Reject {
        line: rows.line(),
        field: "row".into(),
        found: shown(raw),
        expected: fault.expected().into(),
        row: raw[..kept].to_vec(),
    }
}

/// Reading stopped on the way.
pub(crate) fn read_error(path: &Path, line: u64, error: std::io::Error) -> IntakeError {
    IntakeError::Read { path: path.to_owned(), line, error }
}

fn is_cdnow(first_line: &[u8], options: &Options) -> bool {
    match (&options.mapping, options.format) {
        (Some(_), _) => false,
        (None, Some(format)) => format == Format::Cdnow,
        (None, None) => Cdnow::is_header(first_line) || Cdnow::is_row(first_line),
    }
}

fn source_name(format: Format, options: &Options) -> Text {
    match (&options.source, &options.mapping) {
        (Some(source), _) => source.clone(),
        (None, Some(mapping)) => Text::from(mapping.source()),
        (None, None) => Text::from(format.default_source()),
    }
}
