//! The cells of one row, by field of its kind: each accessor says what it reads and what it expects.

use crate::error::{CellFault, CellResult};
use crate::kinds::{Place, RecordKind};
use crate::rows::Rows;
use crate::times::{DateFormat, Times};
use book::{Calendar, Currency, Day, Money, Text, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// Longest id or short word in bytes; longer ones are no ids but an accident.
const ID_BYTES_MAX: usize = 512;
/// Largest number of any count or duration.
const NUMBER_MAX: f64 = 1e9;
/// Largest amount in minor units: a million million dollars.
const AMOUNT_MINOR_MAX: i64 = 100_000_000_000_000;

/// Where the value of a field comes from.
#[derive(Debug, Clone, Default)]
pub enum Slot {
    /// Nowhere.
    #[default]
    Absent,
    /// A column of the file.
    Column(usize),
    /// The same for every row.
    Constant(Vec<u8>),
    /// A column of the file whose words are translated, or whose cells begin with a spreadsheet's apostrophe.
    Worded(usize, FxHashMap<Vec<u8>, Vec<u8>>),
    /// Several columns, read as one text with spaces between: first and last name. Texts only.
    Joined(Vec<usize>),
}

/// Which field comes from where.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The kind of the rows.
    pub kind: RecordKind,
    /// One slot for each column of the kind.
    pub slots: Vec<Slot>,
    /// Columns kept as extras: place in the file and name, in order of name.
    pub extras: Vec<(usize, Text)>,
    /// The names in the header.
    pub header: Vec<Text>,
}

/// How values are written.
#[derive(Debug)]
pub struct Tools {
    /// Reads times.
    pub times: Times,
    /// Name of the source, part of every id.
    pub source: Text,
    /// The book's currency, for amounts without one.
    pub currency: Currency,
    /// Places of the minor unit of `currency`.
    places: u32,
    /// Mapped files only: comma before the decimals, points, spaces or apostrophes between thousands.
    pub decimal_comma: bool,
    /// Mapped files only: signs of money and separators of thousands are seen through.
    pub loose_amounts: bool,
    /// Mapped files only: amounts are already in minor units.
    pub minor_units: bool,
    /// Mapped files only: spreadsheets write `'123` to keep a number a text.
    pub strip_apostrophe: bool,
    /// Time zones known to be right.
    zones: FxHashSet<Text>,
}

impl Tools {
    /// The strict tools of plain records.
    pub fn new(calendar: &Calendar, format: DateFormat, source: Text, currency: Currency) -> Tools {
        Tools {
            times: Times::new(calendar.clone(), format),
            source,
            currency,
            places: currency.exponent(),
            decimal_comma: false,
            loose_amounts: false,
            minor_units: false,
            strip_apostrophe: false,
            zones: FxHashSet::default(),
        }
    }

    /// Decimal places of a currency, or of the book's.
    fn places_of(&self, currency: Option<Currency>) -> u32 {
        match currency {
            Some(currency) if currency != self.currency => currency.exponent(),
            _ => self.places,
        }
    }
}

/// One row, seen through a layout.
pub struct Row<'a, R> {
    /// The cells.
    pub rows: &'a Rows<R>,
    /// Which cell is which field.
    pub layout: &'a Layout,
    /// How values are written.
    pub tools: &'a mut Tools,
}

impl<'a, R: std::io::Read> Row<'a, R> {
    /// The bytes of a field, without white space around them; empty when unknown.
    #[inline]
    pub fn bytes(&self, place: impl Place) -> &'a [u8] {
        match &self.layout.slots[place.place()] {
            Slot::Absent => b"",
            Slot::Column(column) => self.rows.cell(*column).trim_ascii(),
            Slot::Constant(value) => value,
            Slot::Worded(column, words) => {
                let value = self.rows.cell(*column).trim_ascii();
                let value = value.strip_prefix(b"'").filter(|_| self.tools.strip_apostrophe).unwrap_or(value);
                words.get(value).map_or(value, Vec::as_slice)
            }
            Slot::Joined(columns) => {
                columns.first().map_or(b"", |column| self.rows.cell(*column).trim_ascii())
            }
        }
    }

    /// A fault of this field.
    pub fn fault<T>(&self, place: impl Place, expected: impl Into<Cow<'static, str>>) -> CellResult<T> {
        let found = match &self.layout.slots[place.place()] {
            Slot::Column(column) | Slot::Worded(column, _) => self.rows.cell(*column).to_vec(),
            _ => self.bytes(place).to_vec(),
        };
        let field = match &self.layout.slots[place.place()] {
            Slot::Column(column) | Slot::Worded(column, _) => {
                Cow::Owned(self.layout.header[*column].to_string())
            }
            Slot::Joined(columns) => {
                let names: Vec<&str> =
                    columns.iter().map(|column| self.layout.header[*column].as_str()).collect();
                Cow::Owned(names.join(" "))
            }
            _ => Cow::Borrowed(self.layout.kind.columns()[place.place()].name),
        };
        Err(Box::new(CellFault { field, found, expected: expected.into() }))
    }

    /// Text of any length that a cell can have.
    pub fn text(&self, place: impl Place) -> CellResult<Option<Text>> {
        let Slot::Joined(columns) = &self.layout.slots[place.place()] else {
            return self.text_of(place, self.bytes(place));
        };
        let filled = columns.iter().map(|column| self.rows.cell(*column).trim_ascii());
        let parts: Vec<&[u8]> = filled.filter(|part| !part.is_empty()).collect();
        self.text_of(place, &parts.join(&b' '))
    }

    /// The text of a field whose bytes are known.
    fn text_of(&self, place: impl Place, bytes: &[u8]) -> CellResult<Option<Text>> {
        if bytes.is_empty() {
            return Ok(None);
        }
        match std::str::from_utf8(bytes) {
            Ok(_) if memchr::memchr(0, bytes).is_some() => self.fault(place, "text without NUL bytes"),
            Ok(text) => Ok(Some(Text::from(text))),
            Err(_) => self.fault(place, "UTF-8 text"),
        }
    }

    /// Text that must be there.
    pub fn required_text(&self, place: impl Place) -> CellResult<Text> {
        match self.text(place)? {
            Some(text) => Ok(text),
            None => self.missing(place),
        }
    }

    /// An id or short word: at most 512 bytes.
    pub fn id(&self, place: impl Place) -> CellResult<Option<Text>> {
        let bytes = self.bytes(place);
        if bytes.len() > ID_BYTES_MAX {
            return self.fault(place, "at most 512 bytes");
        }
        self.text_of(place, bytes)
    }

    /// An id that must be there.
    pub fn required_id(&self, place: impl Place) -> CellResult<Text> {
        match self.id(place)? {
            Some(text) => Ok(text),
            None => self.missing(place),
        }
    }

    /// The fault of a field that must be filled and is not.
    pub fn missing<T>(&self, place: impl Place) -> CellResult<T> {
        self.fault(place, format!("{}; it must not be empty", self.layout.kind.columns()[place.place()].what))
    }

    /// An instant.
    pub fn instant(&mut self, place: impl Place) -> CellResult<Option<Timestamp>> {
        let bytes = self.bytes(place);
        if bytes.is_empty() {
            return Ok(None);
        }
        match self.tools.times.instant(bytes) {
            Some(at) => Ok(Some(at)),
            None => self.fault(place, self.tools.times.format().expected()),
        }
    }

    /// An instant that must be there.
    pub fn required_instant(&mut self, place: impl Place) -> CellResult<Timestamp> {
        match self.instant(place)? {
            Some(at) => Ok(at),
            None => self.missing(place),
        }
    }

    /// A civil day.
    pub fn day(&mut self, place: impl Place) -> CellResult<Option<Day>> {
        let bytes = self.bytes(place);
        if bytes.is_empty() {
            return Ok(None);
        }
        match self.tools.times.day(bytes) {
            Some(day) => Ok(Some(day)),
            None => self.fault(place, self.tools.times.format().expected()),
        }
    }

    /// `true` or `false`.
    pub fn flag(&self, place: impl Place) -> CellResult<Option<bool>> {
        match self.bytes(place) {
            b"" => Ok(None),
            b"true" => Ok(Some(true)),
            b"false" => Ok(Some(false)),
            _ => self.fault(place, "true or false"),
        }
    }

    /// A word of a closed list.
    pub fn word<T>(&self, place: impl Place, parse: impl Fn(&str) -> Option<T>) -> CellResult<Option<T>> {
        let bytes = self.bytes(place);
        if bytes.is_empty() {
            return Ok(None);
        }
        match std::str::from_utf8(bytes).ok().and_then(parse) {
            Some(word) => Ok(Some(word)),
            None => self.fault(place, self.layout.kind.columns()[place.place()].what),
        }
    }

    /// A word of a closed list that must be there.
    pub fn required_word<T>(&self, place: impl Place, parse: impl Fn(&str) -> Option<T>) -> CellResult<T> {
        match self.word(place, parse)? {
            Some(word) => Ok(word),
            None => self.missing(place),
        }
    }

    /// A decimal number, at most a thousand million either way.
    pub fn number(&self, place: impl Place) -> CellResult<Option<f64>> {
        let bytes = self.bytes(place);
        if bytes.is_empty() {
            return Ok(None);
        }
        let plain = self.plain_decimal(bytes);
        let is_decimal = Money::parse_scaled(&plain, 0).is_ok();
        let number = std::str::from_utf8(&plain).ok().and_then(|text| text.parse::<f64>().ok());
        match number {
            Some(number) if is_decimal && number.abs() <= NUMBER_MAX => Ok(Some(number)),
            _ => self.fault(place, "a decimal number with a point, at most 1000000000"),
        }
    }

    /// A decimal number of zero or more.
    pub fn count(&self, place: impl Place) -> CellResult<Option<f64>> {
        match self.number(place)? {
            Some(number) if number < 0.0 => self.fault(place, "a number of zero or more"),
            number => Ok(number),
        }
    }

    /// A currency code.
    pub fn currency(&self, place: impl Place) -> CellResult<Option<Currency>> {
        self.word(place, Currency::parse)
    }

    /// An amount of money in minor units of `currency` (of the book's when `None`), of either sign.
    pub fn amount(&self, place: impl Place, currency: Option<Currency>) -> CellResult<Option<i64>> {
        let bytes = self.bytes(place);
        if bytes.is_empty() {
            return Ok(None);
        }
        let places = if self.tools.minor_units { 0 } else { self.tools.places_of(currency) };
        match Money::parse_scaled(&self.plain_decimal(bytes), places) {
            Ok(minor) if minor.abs() <= AMOUNT_MINOR_MAX => Ok(Some(minor)),
            Ok(_) | Err(book::money::AmountError::TooLarge) => {
                self.fault(place, "an amount of at most 1000000000000")
            }
            Err(book::money::AmountError::NotDecimal) if self.tools.decimal_comma => {
                self.fault(place, "an amount such as 1.234,50")
            }
            Err(book::money::AmountError::NotDecimal) => self.fault(place, "an amount such as 1234.50"),
        }
    }

    /// An amount of zero or more.
    pub fn cost(&self, place: impl Place, currency: Option<Currency>) -> CellResult<Option<i64>> {
        match self.amount(place, currency)? {
            Some(minor) if minor < 0 => self.fault(place, "an amount of zero or more"),
            amount => Ok(amount),
        }
    }

    /// An IANA time zone.
    pub fn timezone(&mut self, place: impl Place) -> CellResult<Option<Text>> {
        let Some(name) = self.id(place)? else { return Ok(None) };
        if !self.tools.zones.contains(&name) {
            if Calendar::named(&name).is_err() {
                return self.fault(place, "an IANA time zone such as Europe/London");
            }
            self.tools.zones.insert(name.clone());
        }
        Ok(Some(name))
    }

    /// A decimal as plain records write it.
    fn plain_decimal<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        if !self.tools.loose_amounts {
            return Cow::Borrowed(bytes);
        }
        loose_decimal(bytes, self.tools.decimal_comma)
    }

    /// The columns that no field takes, as one JSON object, in order of name.
    pub fn extras(&self) -> CellResult<Option<Box<str>>> {
        let mut json = String::new();
        for (column, name) in &self.layout.extras {
            let bytes = self.rows.cell(*column).trim_ascii();
            if bytes.is_empty() {
                continue;
            }
            let Ok(value) = std::str::from_utf8(bytes) else {
                let field = Cow::Owned(name.to_string());
                return Err(Box::new(CellFault {
                    field,
                    found: bytes.to_vec(),
                    expected: "UTF-8 text".into(),
                }));
            };
            json.push(if json.is_empty() { '{' } else { ',' });
            json.push_str(&json_string(name));
            json.push(':');
            json.push_str(&json_string(value));
        }
        if json.is_empty() {
            return Ok(None);
        }
        json.push('}');
        Ok(Some(json.into_boxed_str()))
    }
}

/// A text as JSON.
pub fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Sees through signs of money around a number and separators between its thousands: `£1,234.50`,
/// `1.234,50 €`, `1 234,50`, `1'234.50`, `(12.00)` for minus. What remains strange stays
/// strange, and is refused later.
pub fn loose_decimal(bytes: &[u8], decimal_comma: bool) -> Cow<'_, [u8]> {
    if !decimal_comma && bytes.iter().all(|b| b.is_ascii_digit() || *b == b'.') {
        return Cow::Borrowed(bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return Cow::Borrowed(bytes) };
    let (point, thousands) = if decimal_comma { (',', '.') } else { ('.', ',') };
    let is_money_sign =
        |c: char| c.is_ascii_uppercase() || matches!(c, '£' | '$' | '€' | '¥') || c.is_whitespace();
    let (text, in_brackets) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let (text, minus) = match text.trim_matches(is_money_sign).strip_prefix(['-', '−']) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let text = text.trim_matches(is_money_sign);
    let (whole, fraction) = text.split_once(point).map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split([thousands, ' ', '\u{a0}', '\u{202f}', '\'', '’']);
    let first = groups.next().unwrap_or_default();
    let mut plain = String::from(if in_brackets || minus { "-" } else { "" });
    plain.push_str(first);
    for group in groups {
        // Thousands come in threes; anything else is a slip, or the other way of writing decimals.
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return Cow::Borrowed(bytes);
        }
        plain.push_str(group);
    }
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(fraction);
    } else if text.is_empty() {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(plain.into_bytes())
}
