//! Invoice lines of "Online Retail II" (Chen 2019): the lines of an invoice become one purchase.
//!
//! What the data taught (525,461 lines of 2009-12 to 2010-12): the lines of 655 invoices do not stand
//! together and 41 invoices carry two minutes, so invoices are gathered over the whole file and dated by
//! their earliest line; no invoice names two customers. 107,927 lines name no customer at all. Prices have up
//! to three decimals, so amounts are summed in thousandths and rounded once. Postage, carriage, discounts and
//! manual lines are money of their invoice but never its leading product. Invoices made of nothing but
//! bookkeeping adjustments, tests and bank charges are nobody's purchase.

use crate::error::{CellFault, CellResult};
use crate::format::RETAIL_COLUMNS;
use crate::reader::{Batch, cell_reject, uneven_row};
use crate::rows::{Rows, Step};
use crate::times::{DateFormat, Times};
use crate::{IntakeError, Reject, Source};
use book::record::{Body, CustomerProfile, Record};
use book::{Calendar, Currency, FactId, FactKind, Money, Purchase, Text, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;

/// Lines that are bookkeeping, not trade.
const BOOKKEEPING_CODES: [&str; 7] =
    ["ADJUST", "ADJUST2", "TEST001", "TEST002", "BANK CHARGES", "AMAZONFEE", "B"];
/// Lines that are money of an invoice but no goods.
const SERVICE_CODES: [&str; 8] = ["POST", "DOT", "C2", "C3", "D", "M", "m", "S"];
/// Most pieces and highest price that a line can have and still be meant.
const LINE_PIECES_MAX: i64 = 10_000_000;
const PRICE_MILLI_MAX: i64 = 1_000_000_000_000;

/// Places of the eight columns, in the order of [`RETAIL_COLUMNS`].
#[derive(Debug)]
struct Places([usize; 8]);

/// One line, understood.
struct Line<'a> {
    invoice: &'a str,
    code: &'a str,
    description: &'a str,
    pieces: i64,
    at: Timestamp,
    price_milli: i64,
    customer: &'a str,
    country: &'a str,
}

/// One invoice, gathered from its lines.
#[derive(Debug)]
struct Invoice {
    number: Text,
    line: u64,
    lines: u64,
    at: Timestamp,
    customer: Text,
    country: Text,
    total_milli: i64,
    goods_pieces: i64,
    has_goods: bool,
    is_trade: bool,
    leading: Text,
    /// Goods before services, then by amount.
    leading_rank: (bool, i64),
    /// First line that cannot be read; then no line of the invoice is.
    broken_line: Option<u64>,
}

/// Gathers the invoices of one file.
#[derive(Debug)]
pub struct Retail {
    places: Places,
    columns: usize,
    times: Times,
    source: Text,
    pounds: Currency,
    invoices: Vec<Invoice>,
    by_number: FxHashMap<Text, usize>,
    /// Lines that were rejected for themselves.
    broken_lines: FxHashSet<u64>,
    drain: Drain,
}

/// How far giving the records has come.
#[derive(Debug, Default)]
struct Drain {
    invoices: usize,
    /// Customers of records already given.
    given: FxHashSet<Text>,
    /// Customers of invoices that are left out, with a line of theirs.
    merely_named: Vec<(Text, u64)>,
    /// A second reading of the file, for the lines of broken invoices.
    again: Option<Box<Rows<Source>>>,
}

impl Retail {
    /// A gatherer for a file with this header.
    ///
    /// # Errors
    /// [`IntakeError::Header`] when a column is missing.
    pub fn new(
        path: &Path,
        header: &[Text],
        calendar: &Calendar,
        source: Text,
    ) -> Result<Retail, IntakeError> {
        let mut places = [0; 8];
        for (place, name) in places.iter_mut().zip(RETAIL_COLUMNS) {
            let found = header.iter().position(|column| column == name);
            *place = found.ok_or_else(|| IntakeError::Header {
                path: path.to_owned(),
                line: 1,
                found: header.join(", "),
                expected: format!("the columns of online-retail; {name:?} is missing"),
                way_out: "Leave --format out, or give a mapping (--map FILE)".into(),
            })?;
        }
        Ok(Retail {
            places: Places(places),
            columns: header.len(),
            times: Times::new(calendar.clone(), DateFormat::Iso),
            source,
            pounds: Currency::parse("GBP").expect("three letters are a currency"),
            invoices: Vec::new(),
            by_number: FxHashMap::default(),
            broken_lines: FxHashSet::default(),
            drain: Drain::default(),
        })
    }

    /// Takes one line.
    pub fn row(&mut self, rows: &Rows<Source>, batch: &mut Batch) {
        if rows.len() != self.columns {
            let rejects_before = batch.rejects.len();
            uneven_row(rows, self.columns, batch);
            if batch.rejects.len() > rejects_before {
                self.break_invoice(rows.cell(self.places.0[0]), rows.line());
            }
            return;
        }
        if let Some(reason) = self.skip_reason(rows) {
            return batch.skip(reason, 1);
        }
        match self.line(rows) {
            Ok(line) => match self.gather(&line, rows.line()) {
                Ok(()) => {}
                Err(fault) => self.reject(rows, *fault, batch),
            },
            Err(fault) => self.reject(rows, *fault, batch),
        }
    }

    /// Takes note of bytes that are no row: their invoice, when it can be seen, is broken.
    pub fn broken_row(&mut self, rows: &Rows<Source>) {
        let raw = rows.raw();
        let first = &raw[..memchr::memchr3(b',', b';', b'\t', raw).unwrap_or(0)];
        let first = if self.places.0[0] == 0 { first } else { b"" };
        let line = rows.line();
        self.break_invoice(first, line);
    }

    fn reject(&mut self, rows: &Rows<Source>, fault: CellFault, batch: &mut Batch) {
        self.break_invoice(rows.cell(self.places.0[0]), rows.line());
        batch.rejects.push(cell_reject(rows, fault));
    }

    /// One line of this invoice cannot be read, so its amount would be wrong: the whole invoice waits until
    /// the line is mended.
    fn break_invoice(&mut self, number: &[u8], line: u64) {
        self.broken_lines.insert(line);
        let number = number.trim_ascii();
        let Ok(number) = std::str::from_utf8(number) else { return };
        if number.is_empty() || number.len() > 64 {
            return;
        }
        let place = self.place(number, line);
        self.invoices[place].broken_line.get_or_insert(line);
    }

    /// Why a line is nobody's purchase.
    fn skip_reason(&self, rows: &Rows<Source>) -> Option<&'static str> {
        let cell = |column: usize| rows.cell(self.places.0[column]).trim_ascii();
        if cell(0).starts_with(b"A") {
            return Some("adjustment of accounts");
        }
        // Sales over the counter and write-offs of stock: normal, and nobody's.
        cell(6).is_empty().then_some("no customer")
    }

    fn line<'a>(&mut self, rows: &'a Rows<Source>) -> CellResult<Line<'a>> {
        let cell = |column: usize| rows.cell(self.places.0[column]).trim_ascii();
        let text = |column: usize, expected: &'static str, bytes_max: usize| {
            let bytes = cell(column);
            match std::str::from_utf8(bytes) {
                Ok(text) if text.len() <= bytes_max && !text.contains('\0') => Ok(text),
                _ => fault(column, bytes, expected),
            }
        };
        let invoice = text(0, "an invoice number of at most 64 bytes", 64)?;
        if invoice.is_empty() {
            return fault(0, b"", "an invoice number");
        }
        let code = text(1, "a stock code of at most 64 bytes", 64)?;
        let description = text(2, "UTF-8 text", usize::MAX)?;
        let customer = text(6, "a customer of at most 64 bytes", 64)?;
        let country = text(7, "a country of at most 64 bytes", 64)?;
        let pieces = std::str::from_utf8(cell(3)).ok().and_then(|text| text.parse::<i64>().ok());
        let Some(pieces) = pieces.filter(|pieces| pieces.abs() <= LINE_PIECES_MAX) else {
            return fault(3, cell(3), "a whole number of pieces, at most 10000000");
        };
        let price_milli = Money::parse_scaled(cell(5), 3).ok();
        let Some(price_milli) = price_milli.filter(|price| price.abs() <= PRICE_MILLI_MAX) else {
            return fault(5, cell(5), "a price such as 12.50, at most 1000000000");
        };
        let Some(at) = self.times.instant(cell(4)) else {
            return fault(4, cell(4), "a time such as 2009-12-01 07:45:00, years 1900 to 2199");
        };
        // Spreadsheets that once had numbers with gaps in this column write 13085 as 13085.0.
        let customer = customer.strip_suffix(".0").unwrap_or(customer);
        Ok(Line { invoice, code, description, pieces, at, price_milli, customer, country })
    }

    fn gather(&mut self, line: &Line<'_>, number: u64) -> CellResult<()> {
        let place = self.place(line.invoice, number);
        let amount_milli = line.pieces * line.price_milli;
        let total_milli = self.invoices[place].total_milli.checked_add(amount_milli);
        let Some(total_milli) = total_milli else {
            return fault(5, line.invoice.as_bytes(), "an invoice whose total is an amount of money");
        };
        let invoice = &mut self.invoices[place];
        if invoice.lines == 0 {
            (invoice.customer, invoice.country) = (Text::from(line.customer), Text::from(line.country));
            (invoice.line, invoice.at) = (number, line.at);
        } else if invoice.customer != line.customer {
            return fault(6, line.customer.as_bytes(), "the customer of the invoice's other lines");
        }
        let is_goods = !SERVICE_CODES.contains(&line.code) && !BOOKKEEPING_CODES.contains(&line.code);
        invoice.lines += 1;
        invoice.total_milli = total_milli;
        invoice.at = invoice.at.min(line.at);
        invoice.is_trade |= !BOOKKEEPING_CODES.contains(&line.code);
        invoice.has_goods |= is_goods;
        invoice.goods_pieces += if is_goods { line.pieces } else { 0 };
        let rank = (is_goods, amount_milli.abs());
        if invoice.lines == 1 || rank > invoice.leading_rank {
            invoice.leading_rank = rank;
            let name = if line.description.is_empty() { line.code } else { line.description };
            invoice.leading = Text::from(name);
        }
        Ok(())
    }

    /// The place of an invoice, new or known.
    fn place(&mut self, number: &str, line: u64) -> usize {
        if let Some(place) = self.by_number.get(number) {
            return *place;
        }
        let place = self.invoices.len();
        self.by_number.insert(Text::from(number), place);
        self.invoices.push(Invoice {
            number: Text::from(number),
            line,
            lines: 0,
            at: Timestamp(0),
            customer: Text::default(),
            country: Text::default(),
            total_milli: 0,
            goods_pieces: 0,
            has_goods: false,
            is_trade: false,
            leading: Text::default(),
            leading_rank: (false, 0),
            broken_line: None,
        });
        place
    }

    /// Gives what was gathered, about `wanted` records or rejects at a time; true when there is no more.
    ///
    /// # Errors
    /// What opening and reading the file a second time gives, when invoices are broken.
    pub fn drain(&mut self, source: &Source, wanted: u64, batch: &mut Batch) -> Result<bool, IntakeError> {
        let wanted = wanted.max(1) as usize;
        while self.drain.invoices < self.invoices.len() && batch.records.len() < wanted {
            self.give_invoice(self.drain.invoices, batch);
            self.drain.invoices += 1;
        }
        if self.drain.invoices < self.invoices.len() {
            return Ok(false);
        }
        // Whoever appears only on invoices that are left out is a customer all the same.
        for (customer, line) in std::mem::take(&mut self.drain.merely_named) {
            if self.drain.given.insert(customer.clone()) {
                batch.records.push(mere_customer(&customer, line));
            }
        }
        self.give_broken_lines(source, wanted, batch)
    }

    fn give_invoice(&mut self, place: usize, batch: &mut Batch) {
        let invoice = &self.invoices[place];
        if invoice.broken_line.is_some() || invoice.lines == 0 {
            return;
        }
        let is_cancellation = invoice.number.starts_with('C');
        let reason = if !invoice.is_trade {
            Some("adjustment, test or bank charge")
        } else if invoice.total_milli == 0 {
            Some("invoice without an amount")
        } else if is_cancellation && invoice.total_milli > 0 {
            Some("cancellation that gives nothing back")
        } else {
            None
        };
        if let Some(reason) = reason {
            self.drain.merely_named.push((invoice.customer.clone(), invoice.line));
            return batch.skip(reason, invoice.lines);
        }
        let record = self.purchase(invoice, is_cancellation || invoice.total_milli < 0);
        batch.rows_in_records += invoice.lines;
        self.drain.given.insert(record.customer.clone());
        batch.records.push(record);
    }

    fn purchase(&self, invoice: &Invoice, is_return: bool) -> Record {
        let detail = Purchase {
            amount_minor: (invoice.total_milli.abs() + 5) / 10,
            currency: Some(self.pounds),
            product: Some(invoice.leading.clone()).filter(|name| !name.is_empty()),
            quantity: invoice.has_goods.then_some(invoice.goods_pieces.unsigned_abs() as f64),
            returned: is_return.then_some(true),
            ..Purchase::default()
        };
        let country = crate::cells::json_string(&invoice.country);
        let extras = format!("{{\"country\":{country},\"lines\":{}}}", invoice.lines);
        Record {
            line: invoice.line,
            id: FactId::of(&self.source, FactKind::Purchase, &invoice.number),
            external_id: Some(invoice.number.clone()),
            at: invoice.at,
            customer: invoice.customer.clone(),
            provider: None,
            body: Body::Purchase(detail),
            extras: Some(extras.into_boxed_str()),
        }
    }

    /// Reads the file once more for the good lines of broken invoices: they go to the rejects with the bad
    /// one, so that the invoice can be mended and read as a whole.
    fn give_broken_lines(
        &mut self,
        source: &Source,
        wanted: usize,
        batch: &mut Batch,
    ) -> Result<bool, IntakeError> {
        if self.invoices.iter().all(|invoice| invoice.broken_line.is_none() || invoice.lines == 0) {
            return Ok(true);
        }
        let mut again = match self.drain.again.take() {
            Some(again) => again,
            None => second_reading(source)?,
        };
        let mut is_ended = false;
        while !is_ended && batch.rejects.len() < wanted {
            let path = source.path();
            let step = again.advance().map_err(|error| IntakeError::Read {
                path: path.to_owned(),
                line: again.line(),
                error,
            })?;
            match step {
                Step::End => is_ended = true,
                Step::Row => batch.rejects.extend(self.broken_mate(&again)),
                Step::Fault(_) => {}
            }
        }
        self.drain.again = Some(again);
        Ok(is_ended)
    }

    /// The reject of a good line of a broken invoice.
    fn broken_mate(&self, rows: &Rows<Source>) -> Option<Reject> {
        if rows.len() != self.columns || self.broken_lines.contains(&rows.line()) {
            return None;
        }
        if self.skip_reason(rows).is_some() {
            return None;
        }
        let number = std::str::from_utf8(rows.cell(self.places.0[0]).trim_ascii()).ok()?;
        let invoice = &self.invoices[*self.by_number.get(number)?];
        let line = invoice.broken_line?;
        Some(Reject {
            line: rows.line(),
            field: RETAIL_COLUMNS[0].into(),
            found: number.to_owned(),
            expected: format!(
                "an invoice all of whose lines can be read; mend line {line} and import them together"
            ),
            row: rows.raw().to_vec(),
        })
    }
}

/// The file from its first data row.
fn second_reading(source: &Source) -> Result<Box<Rows<Source>>, IntakeError> {
    let path = source.path().to_owned();
    let read_error = |error| IntakeError::Read { path: path.clone(), line: 1, error };
    let mut rows = Rows::new(source.again()?, b',');
    let ahead = rows.ahead().map_err(read_error)?;
    let line = ahead.trim_ascii_start().split(|b| *b == b'\n').next().unwrap_or_default();
    let delimiter = crate::format::delimiter(line);
    rows.set_delimiter(delimiter);
    rows.advance().map_err(read_error)?;
    Ok(Box::new(rows))
}

/// A record that says only that there is such a customer.
fn mere_customer(customer: &Text, line: u64) -> Record {
    Record {
        line,
        id: FactId(0),
        external_id: None,
        at: Timestamp(0),
        customer: customer.clone(),
        provider: None,
        body: Body::Customer(CustomerProfile::default()),
        extras: None,
    }
}

fn fault<T>(column: usize, found: &[u8], expected: &'static str) -> CellResult<T> {
    let field = RETAIL_COLUMNS[column].into();
    Err(Box::new(CellFault { field, found: found.to_vec(), expected: expected.into() }))
}
