//! Mappings: a TOML file that says which column of a foreign file is which field of a kind of record.

use crate::IntakeError;
use crate::cells::{Layout, Slot, Tools};
use crate::kinds::RecordKind;
use crate::times::DateFormat;
use book::{Calendar, Currency, Text};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A mapping, read and checked. The commented draft of [`crate::draft_mapping`] documents every key.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    path: PathBuf,
    written: Written,
    format: DateFormat,
}

/// The file as written.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    source: SourceTable,
    columns: BTreeMap<String, Columns>,
    #[serde(default)]
    constants: BTreeMap<String, String>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    rows: RowsTable,
    #[serde(default)]
    extras: ExtrasTable,
}

/// Where a field is: in one column, or in several that are read as one text.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
enum Columns {
    One(String),
    Several(Vec<String>),
}

impl Columns {
    fn names(&self) -> &[String] {
        match self {
            Columns::One(name) => std::slice::from_ref(name),
            Columns::Several(names) => names,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceTable {
    name: String,
    kind: RecordKind,
    date_format: Option<String>,
    delimiter: Option<String>,
    #[serde(default)]
    decimal_comma: bool,
    #[serde(default)]
    minor_units: bool,
    currency: Option<String>,
    timezone: Option<String>,
    #[serde(default)]
    strip_apostrophe: bool,
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowsTable {
    #[serde(default)]
    skip_when_empty: Vec<String>,
    #[serde(default)]
    skip_when: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtrasTable {
    #[serde(default)]
    drop: Vec<String>,
}

/// Rows that a mapping leaves out, and why.
#[derive(Debug, Clone, Default)]
pub struct Skips {
    rules: Vec<SkipRule>,
}

#[derive(Debug, Clone)]
struct SkipRule {
    column: usize,
    /// Values that make the row be skipped; an empty list means an empty cell.
    values: Vec<Vec<u8>>,
    reason: Text,
}

impl Skips {
    /// Why this row is left out, if it is.
    pub fn reason<'a>(&self, cell: impl Fn(usize) -> &'a [u8]) -> Option<&Text> {
        self.rules
            .iter()
            .find(|rule| {
                let value = cell(rule.column).trim_ascii();
                if rule.values.is_empty() { value.is_empty() } else { rule.values.iter().any(|v| v == value) }
            })
            .map(|rule| &rule.reason)
    }
}

impl Mapping {
    /// Reads a mapping from a file.
    ///
    /// # Errors
    /// [`IntakeError::Open`] and [`IntakeError::Mapping`].
    pub fn open(path: &Path) -> Result<Mapping, IntakeError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| IntakeError::Open { path: path.to_owned(), error })?;
        Mapping::parse(path, &text)
    }

    /// Reads a mapping from text; `path` is named in messages.
    ///
    /// # Errors
    /// [`IntakeError::Mapping`] for what is no TOML, an unknown key, field, currency, zone or date format.
    pub fn parse(path: &Path, text: &str) -> Result<Mapping, IntakeError> {
        let fail = |problem: String| IntakeError::Mapping { path: path.to_owned(), problem };
        let written: Written = toml::from_str(text).map_err(|error| fail(error.to_string()))?;
        let format = match &written.source.date_format {
            None => DateFormat::Iso,
            Some(format) => DateFormat::parse(format).ok_or_else(|| {
                fail(format!(
                    "date_format = {format:?} is none; expected iso, epoch_seconds, epoch_millis, or a \
                     pattern with day, month and year such as %d/%m/%Y %H:%M"
                ))
            })?,
        };
        let mapping = Mapping { path: path.to_owned(), written, format };
        mapping.check().map_err(fail)?;
        Ok(mapping)
    }

    /// The source's name, part of every id.
    pub fn source(&self) -> &str {
        &self.written.source.name
    }

    /// The kind of its rows.
    pub fn kind(&self) -> RecordKind {
        self.written.source.kind
    }

    /// The delimiter, when the mapping names one.
    pub fn delimiter(&self) -> Option<u8> {
        match self.written.source.delimiter.as_deref() {
            Some("tab" | "\t") => Some(b'\t'),
            Some(text) => text.bytes().next(),
            None => None,
        }
    }

    /// What is wrong with what is written, in words.
    fn check(&self) -> Result<(), String> {
        let Written { source, columns, constants, values, .. } = &self.written;
        if source.name.trim().is_empty() {
            return Err("[source] name is empty; expected a short name such as \"shop\"".into());
        }
        if !matches!(source.delimiter.as_deref(), None | Some("," | ";" | "\t" | "tab" | "|")) {
            return Err("delimiter: expected \",\", \";\", \"|\" or \"tab\"".into());
        }
        let fields: Vec<&str> = source.kind.columns().iter().map(|column| column.name).collect();
        for field in columns.keys().chain(constants.keys()).chain(values.keys()) {
            if !fields.contains(&field.as_str()) {
                let word = source.kind.word();
                return Err(format!(
                    "{field:?} is no field of {word}; expected one of {}",
                    fields.join(", ")
                ));
            }
        }
        if let Some(field) = columns.keys().find(|field| constants.contains_key(*field)) {
            return Err(format!("{field:?} is both a column and a constant; expected one of them"));
        }
        for column in source.kind.columns().iter().filter(|column| column.is_required) {
            let is_given = columns.contains_key(column.name) || constants.contains_key(column.name);
            // People without an id of their own go by their address, number or name.
            let has_other_name = source.kind == RecordKind::Customers
                && ["email", "phone", "name"].iter().any(|name| columns.contains_key(*name));
            if !is_given && column.name != "id" && !has_other_name {
                return Err(format!(
                    "no column for {:?} ({}); expected [columns] {} = \"name of the column\"",
                    column.name, column.what, column.name
                ));
            }
        }
        let several = columns.iter().find(|(field, columns)| columns.names().len() != 1 && *field != "name");
        if let Some((field, _)) = several {
            return Err(format!(
                "{field:?} takes one column; only \"name\" may be put together from several"
            ));
        }
        if columns.get("name").is_some_and(|columns| columns.names().is_empty()) {
            return Err("\"name\" lists no column; expected at least one".into());
        }
        if constants.contains_key("id") {
            return Err("id cannot be a constant: every row would be the same fact. Leave it out".into());
        }
        if let Some(code) = &source.currency
            && Currency::parse(code).is_none()
        {
            return Err(format!("currency = {code:?}; expected three letters such as EUR"));
        }
        if let Some(zone) = &source.timezone
            && Calendar::named(zone).is_err()
        {
            return Err(format!("timezone = {zone:?}; expected an IANA time zone such as Europe/Berlin"));
        }
        Ok(())
    }

    /// How its values are written; `calendar` and `currency` are the book's, where the mapping names none.
    pub fn tools(&self, calendar: &Calendar, currency: Currency, source: Text) -> Tools {
        let written = &self.written.source;
        let own_zone = written.timezone.as_deref().and_then(|zone| Calendar::named(zone).ok());
        let calendar = own_zone.as_ref().unwrap_or(calendar);
        let mut tools = Tools::new(calendar, self.format.clone(), source, currency);
        tools.decimal_comma = written.decimal_comma;
        tools.minor_units = written.minor_units;
        tools.strip_apostrophe = written.strip_apostrophe;
        tools.loose_amounts = true;
        tools
    }

    /// Which of the file's columns is which field, and which rows are left out.
    ///
    /// # Errors
    /// [`IntakeError::Mapping`] naming the column that the file does not have.
    pub fn layout(&self, header: &[Text]) -> Result<(Layout, Skips), IntakeError> {
        let kind = self.written.source.kind;
        let place = |name: &String| self.column(header, name);
        let mut slots = vec![Slot::Absent; kind.columns().len()];
        let mut is_used = vec![false; header.len()];
        for (field, column) in kind.columns().iter().enumerate() {
            if let Some(columns) = self.written.columns.get(column.name) {
                let found = columns.names().iter().map(place).collect::<Result<Vec<usize>, _>>()?;
                found.iter().for_each(|place| is_used[*place] = true);
                slots[field] = match found.as_slice() {
                    [one] => self.column_slot(column.name, *one),
                    _ => Slot::Joined(found),
                };
            } else if let Some(value) = self.written.constants.get(column.name) {
                slots[field] = Slot::Constant(value.clone().into_bytes());
            } else if column.name == "currency"
                && let Some(code) = &self.written.source.currency
            {
                slots[field] = Slot::Constant(code.clone().into_bytes());
            }
        }
        for name in &self.written.extras.drop {
            is_used[place(name)?] = true;
        }
        let extras = (0..header.len()).filter(|column| !is_used[*column] && !is_secret(&header[*column]));
        let mut extras: Vec<(usize, Text)> = extras.map(|column| (column, header[column].clone())).collect();
        extras.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
        let layout = Layout { kind, slots, extras, header: header.to_vec() };
        Ok((layout, self.skips(header)?))
    }

    fn column_slot(&self, field: &str, column: usize) -> Slot {
        let table = self.written.values.get(field);
        if table.is_none() && !self.written.source.strip_apostrophe {
            return Slot::Column(column);
        }
        let bytes = |text: &String| text.clone().into_bytes();
        let words: FxHashMap<_, _> =
            table.into_iter().flatten().map(|(from, to)| (bytes(from), bytes(to))).collect();
        Slot::Worded(column, words)
    }

    fn skips(&self, header: &[Text]) -> Result<Skips, IntakeError> {
        let mut rules = Vec::new();
        for name in &self.written.rows.skip_when_empty {
            let reason = Text::from(format!("{name} is empty"));
            rules.push(SkipRule { column: self.column(header, name)?, values: Vec::new(), reason });
        }
        for (name, values) in &self.written.rows.skip_when {
            for value in values {
                let reason = Text::from(format!("{name} is {value}"));
                let values = vec![value.clone().into_bytes()];
                rules.push(SkipRule { column: self.column(header, name)?, values, reason });
            }
        }
        Ok(Skips { rules })
    }

    fn column(&self, header: &[Text], name: &str) -> Result<usize, IntakeError> {
        let mut places = header.iter().enumerate().filter(|(_, found)| found.as_str() == name.trim());
        let problem: Cow<'static, str> = match (places.next(), places.next()) {
            (Some((place, _)), None) => return Ok(place),
            (Some(_), Some(_)) => {
                format!("the file has two columns {name:?}; rename one of them in the file").into()
            }
            (None, _) => {
                let names: Vec<&str> = header.iter().map(Text::as_str).collect();
                format!("the file has no column {name:?}; it has {}", names.join(", ")).into()
            }
        };
        Err(IntakeError::Mapping { path: self.path.clone(), problem: problem.into_owned() })
    }
}

/// Columns that no book should keep, whoever exported them: passwords, tokens, numbers of cards.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    let parts = [
        "password",
        "passwd",
        "rp_token",
        "secret",
        "card number",
        "card last",
        "default card",
        "cvc",
        "cvv",
    ];
    parts.iter().any(|part| name.contains(part))
}
