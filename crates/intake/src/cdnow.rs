//! The CDNOW purchases of Fader and Hardie (2001): white space between customer, yyyymmdd, units and dollars;
//! the 1/10 sample has a second, running number after the customer. With or without a header line; no ids.

use crate::Source;
use crate::error::{CellFault, CellResult};
use crate::occurrences::Occurrences;
use crate::reader::{Batch, cell_reject};
use crate::rows::Rows;
use crate::times::{DateFormat, Times};
use book::record::{Body, Record};
use book::{Calendar, Currency, FactId, FactKind, Money, Purchase, Text};

/// Reads the rows of one file.
#[derive(Debug)]
pub struct Cdnow {
    times: Times,
    source: Text,
    dollars: Currency,
    occurrences: Occurrences,
    has_header: bool,
}

impl Default for Cdnow {
    fn default() -> Cdnow {
        Cdnow::new(&Calendar::utc(), Text::const_new("cdnow"), false)
    }
}

impl Cdnow {
    /// A reader of local days; the header, if there is one, is the first row.
    pub fn new(calendar: &Calendar, source: Text, has_header: bool) -> Cdnow {
        let times = Times::new(calendar.clone(), DateFormat::Iso);
        let dollars = Currency::parse("USD").expect("three letters are a currency");
        Cdnow { times, source, dollars, occurrences: Occurrences::default(), has_header }
    }

    /// True for the header that the master file is distributed with.
    pub fn is_header(line: &[u8]) -> bool {
        let names: Vec<&[u8]> = cells(line).collect();
        matches!(names.len(), 4 | 5)
            && names[0].starts_with(b"customer_id")
            && names.contains(&b"date".as_slice())
    }

    /// True for a first line that can be nothing else.
    pub fn is_row(line: &[u8]) -> bool {
        let cells: Vec<&[u8]> = cells(line).collect();
        let is_number = |cell: &[u8]| cell.iter().all(u8::is_ascii_digit);
        match cells.as_slice() {
            [customer, date, units, dollars] | [customer, _, date, units, dollars] => {
                is_number(customer)
                    && is_number(date)
                    && date.len() == 8
                    && is_number(units)
                    && dollars.contains(&b'.')
                    && Money::parse_scaled(dollars, 2).is_ok()
            }
            _ => false,
        }
    }

    /// Reads one row into the batch.
    pub fn row(&mut self, rows: &Rows<Source>, batch: &mut Batch) {
        let raw = rows.raw();
        if std::mem::take(&mut self.has_header) {
            return;
        }
        if raw.trim_ascii().is_empty() {
            return;
        }
        batch.rows += 1;
        match self.record(rows.line(), raw) {
            Ok(record) => {
                batch.rows_in_records += 1;
                batch.records.push(record);
            }
            Err(fault) => batch.rejects.push(cell_reject(rows, *fault)),
        }
    }

    fn record(&mut self, line: u64, raw: &[u8]) -> CellResult<Record> {
        let mut found = [b"".as_slice(); 5];
        let mut count = 0;
        for cell in cells(raw) {
            if count < 5 {
                found[count] = cell;
            }
            count += 1;
        }
        let [customer, date, units, dollars] = match (count, found) {
            (4, [customer, date, units, dollars, _]) => [customer, date, units, dollars],
            (5, [customer, _, date, units, dollars]) => [customer, date, units, dollars],
            _ => return fault("row", raw, "customer, yyyymmdd, units and dollars, white space between"),
        };
        let Ok(customer) = std::str::from_utf8(customer) else {
            return fault("customer", customer, "UTF-8 text");
        };
        if customer.len() > 64 || customer.contains('\0') {
            return fault("customer", customer.as_bytes(), "an id of at most 64 bytes");
        }
        let Some(at) = dashed(date).and_then(|date| self.times.instant(&date)) else {
            return fault("date", date, "a day such as 19970131, years 1900 to 2199");
        };
        let Some(units) = std::str::from_utf8(units).ok().and_then(|units| units.parse::<u32>().ok()) else {
            return fault("units", units, "a whole number of zero or more");
        };
        let amount_minor = match Money::parse_minor(dollars, self.dollars) {
            Ok(minor) if (0..=100_000_000_000_000).contains(&minor) => minor,
            _ => return fault("dollars", dollars, "an amount such as 12.50, zero or more"),
        };
        let purchase = Purchase {
            amount_minor,
            currency: Some(self.dollars),
            quantity: Some(f64::from(units)),
            ..Purchase::default()
        };
        let mut record = Record {
            line,
            id: FactId(0),
            external_id: None,
            at,
            customer: Text::from(customer),
            provider: None,
            body: Body::Purchase(purchase),
            extras: None,
        };
        let content = record.content_hash();
        let occurrence = self.occurrences.number(&[content])[0];
        record.id = FactId::of_content(&self.source, FactKind::Purchase, content, occurrence);
        Ok(record)
    }
}

fn cells(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(u8::is_ascii_whitespace).filter(|cell| !cell.is_empty())
}

/// `19970131` as `1997-01-31`.
fn dashed(date: &[u8]) -> Option<[u8; 10]> {
    let [y1, y2, y3, y4, m1, m2, d1, d2] = *date else { return None };
    Some([y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2])
}

fn fault<T>(field: &'static str, found: &[u8], expected: &'static str) -> CellResult<T> {
    Err(Box::new(CellFault { field: field.into(), found: found.to_vec(), expected: expected.into() }))
}
