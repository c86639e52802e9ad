//! A look at a file that was sent: what it is, its columns, and ten rows as they would come in. Nothing is
//! written.

use super::columns::{Choice, Columns, KINDS, fields_of};
use super::same::{Contacts, Known};
use super::upload::Upload;
use crate::error::{OfficeError, OfficeResult};
use crate::state::Office;
use book::{Body, Record, Text};
use guard::Manage;
use intake::{Format, IntakeError, Options, Reader, Source};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use store::Book;

/// Rows that are understood for a look.
const ROWS_SHOWN: usize = 10;
/// Rows read for guessing.
const ROWS_SAMPLED: usize = 50;
/// Values of a column that are shown.
const VALUES_SHOWN: usize = 3;
/// Letters of a value that are shown.
const LETTERS_SHOWN: usize = 40;

/// What a file would come to.
#[derive(Debug)]
pub struct Look {
    /// The file.
    pub upload: Upload,
    /// What it was recognized as; `None` when its columns are chosen by hand.
    pub recognized: Option<&'static str>,
    /// Name of the source.
    pub source: String,
    /// The choice of columns, when it is not recognized.
    pub mapping: Option<MappingShown>,
    /// The first rows, as they would come in.
    pub rows: Vec<Understood>,
    /// Why it cannot be brought in as it stands.
    pub problem: Option<String>,
    /// Columns that are kept beside the records and used for nothing.
    pub kept: Vec<String>,
    /// Columns that are never kept: passwords, numbers of cards.
    pub never_kept: Vec<String>,
    /// True when people are matched by address and number.
    pub is_matched: bool,
}

/// The columns of a file and what was chosen for each.
#[derive(Debug)]
pub struct MappingShown {
    /// The kind of records in a word.
    pub kind: &'static str,
    /// Every kind: word and what people call it.
    pub kinds: Vec<(&'static str, &'static str)>,
    /// Every field of the kind: value and label.
    pub fields: Vec<(&'static str, String)>,
    /// The file's columns.
    pub columns: Vec<ColumnShown>,
    /// How times are written; empty where the kind has none.
    pub date_format: String,
    /// Ways of writing times, each with an example.
    pub date_formats: Vec<(&'static str, String)>,
    /// True for `1.234,50`.
    pub decimal_comma: bool,
    /// True when the kind has amounts.
    pub has_amounts: bool,
}

/// One column.
#[derive(Debug)]
pub struct ColumnShown {
    /// Its name in the header.
    pub name: String,
    /// Some of its values.
    pub samples: Vec<String>,
    /// The field chosen for it.
    pub field: String,
}

/// One row as it would come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// Its line in the file.
    pub line: u64,
    /// Whom it is about.
    pub who: String,
    /// When it happened, if it is something that happened.
    pub when: Option<String>,
    /// What it says.
    pub what: String,
    /// `already in the book`, `same e-mail address as line 4`.
    pub note: Option<String>,
    /// True when it could not be read and would be left out.
    pub is_rejected: bool,
}

/// How a file is read.
pub(super) struct Way {
    pub upload: Upload,
    pub path: PathBuf,
    pub options: Options,
    /// For lists of people without ids: the column of companies, where there is one.
    pub contacts: Option<Option<Text>>,
    header: Vec<Text>,
    sample: Vec<Vec<String>>,
    /// The columns, when they were chosen by hand, and what is wrong with the choice.
    columns: Option<(Columns, Option<OfficeError>)>,
    format: Option<Format>,
}

/// An error about a file by the name its owner knows.
pub(super) fn in_words(error: &IntakeError, path: &Path, name: &str) -> String {
    error.to_string().replace(&path.display().to_string(), name)
}

impl Way {
    fn of(office: &Office, token: &str, choice: &Choice) -> OfficeResult<Way> {
        let (upload, path) = office.found_upload(token)?;
        let name = upload.file_name.clone();
        let unreadable = |error: IntakeError| OfficeError::field("file", in_words(&error, &path, &name));
        let sampled = Source::open(&path).and_then(|source| Reader::sample(source, ROWS_SAMPLED));
        let plain = Options { source: source_of(choice), ..options_of(&*office.read()?) };
        let is_cdnow = || Reader::open(&path, &plain).is_ok_and(|reader| reader.format() == Format::Cdnow);
        let (header, sample) = match sampled {
            Ok(sampled) => sampled,
            // One published format has no header at all.
            Err(_) if is_cdnow() => (Vec::new(), Vec::new()),
            Err(error) => return Err(unreadable(error)),
        };
        let format = match intake::format::detect(Path::new(&name), &header) {
            _ if is_cdnow() => Some(Format::Cdnow),
            found => found.ok(),
        };
        let mut way =
            Way { options: plain, contacts: None, header, sample, columns: None, format, upload, path };
        if way.format.is_none() || choice.by_hand {
            way.map(choice);
        } else {
            way.options.format = way.format.filter(|format| *format != Format::Cdnow);
        }
        Ok(way)
    }

    fn map(&mut self, choice: &Choice) {
        let columns = Columns::of(choice, &self.upload.file_name, &self.header, &self.sample);
        self.format = None;
        self.options.source = Some(columns.source.as_str().into());
        self.contacts = columns.is_contacts().then(|| columns.company(&self.header));
        let problem = match columns.mapping(&self.header) {
            Ok(mapping) => {
                self.options.mapping = Some(mapping);
                None
            }
            Err(error) => Some(error),
        };
        self.columns = Some((columns, problem));
    }

    /// What is in the file, for people.
    pub(super) fn words(&self) -> &'static str {
        match (&self.columns, self.format) {
            (Some((columns, _)), _) => format_words(Format::Plain(columns.kind)),
            (None, Some(format)) => format_words(format),
            (None, None) => "Records",
        }
    }

    /// Opens the file as it was chosen to be read.
    pub(super) fn open(&self) -> OfficeResult<Reader> {
        Reader::open(&self.path, &self.options)
            .map_err(|error| OfficeError::field("file", in_words(&error, &self.path, &self.upload.file_name)))
    }

    fn shown(&self) -> Option<MappingShown> {
        let (columns, _) = self.columns.as_ref()?;
        let column = |(place, name): (usize, &Text)| ColumnShown {
            name: name.to_string(),
            samples: samples(&self.sample, place),
            field: columns.fields.get(place).cloned().unwrap_or_default(),
        };
        let has = |names: &[&str]| columns.kind.columns().iter().any(|column| names.contains(&column.name));
        let has_times = columns.kind.columns().iter().any(|column| {
            matches!(column.name, "at" | "since" | "started_on") || column.name.ends_with("_at")
        });
        let mut date_formats: Vec<(&'static str, String)> =
            intake::draft::DATE_FORMATS.iter().map(|format| (*format, date_example(format))).collect();
        date_formats.dedup();
        Some(MappingShown {
            kind: columns.kind.word(),
            kinds: KINDS.iter().map(|(kind, label)| (kind.word(), *label)).collect(),
            fields: fields_of(columns.kind),
            columns: self.header.iter().enumerate().map(column).collect(),
            date_format: if has_times { columns.date_format.clone() } else { String::new() },
            date_formats,
            decimal_comma: columns.decimal_comma,
            has_amounts: has(&["amount", "cost", "discount"]),
        })
    }
}

/// The last day of 2026 at half past six, as a format writes it.
fn date_example(format: &str) -> String {
    match format {
        "iso" => "2026-12-31 18:30".to_owned(),
        "epoch_seconds" => "1798741800 (seconds)".to_owned(),
        "epoch_millis" => "1798741800000 (milliseconds)".to_owned(),
        pattern => [
            ("%Y", "2026"),
            ("%m", "12"),
            ("%d", "31"),
            ("%H", "18"),
            ("%M", "30"),
            ("%S", "00"),
            ("%b", "Dec"),
        ]
        .iter()
        .fold(pattern.to_owned(), |text, (sign, value)| text.replace(sign, value)),
    }
}

fn source_of(choice: &Choice) -> Option<Text> {
    let source = choice.source.trim();
    (!source.is_empty()).then(|| source.into())
}

fn options_of(book: &Book) -> Options {
    Options { calendar: book.calendar().clone(), currency: book.currency(), ..Options::default() }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LETTERS_SHOWN {
        return text.to_owned();
    }
    text.chars().take(LETTERS_SHOWN - 1).chain(['…']).collect()
}

fn samples(sample: &[Vec<String>], place: usize) -> Vec<String> {
    let mut shown: Vec<String> = Vec::new();
    for value in sample.iter().filter_map(|row| row.get(place)) {
        let value = cut(value.trim());
        if !value.is_empty() && !shown.contains(&value) {
            shown.push(value);
        }
        if shown.len() == VALUES_SHOWN {
            break;
        }
    }
    shown
}

impl Office {
    /// Looks at a file that was sent, with what was chosen so far.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when the file is gone; [`OfficeError::Invalid`] at `file` when it is no text
    /// of records at all.
    pub fn look(&self, _permit: &Manage, token: &str, choice: &Choice) -> OfficeResult<Look> {
        let way = Way::of(self, token, choice)?;
        let recognized = way.format.map(format_words);
        let mut look = Look {
            recognized,
            source: way.options.source.as_deref().map_or_else(|| default_source(&way), str::to_owned),
            mapping: way.shown(),
            rows: Vec::new(),
            problem: way.columns.as_ref().and_then(|(_, problem)| problem.as_ref()).map(ToString::to_string),
            kept: Vec::new(),
            never_kept: Vec::new(),
            is_matched: way.contacts.is_some(),
            upload: way.upload.clone(),
        };
        if look.problem.is_some() {
            return Ok(look);
        }
        let mut reader = match way.open() {
            Ok(reader) => reader,
            Err(error) => {
                look.problem = Some(error.to_string());
                return Ok(look);
            }
        };
        let names = |names: &[Text]| names.iter().map(ToString::to_string).collect();
        (look.kept, look.never_kept) = (names(reader.unknown_columns()), names(reader.dropped_columns()));
        if let Some(Some(company)) = &way.contacts {
            look.kept.retain(|name| name != company.as_str());
        }
        let batch = reader.next_batch(ROWS_SHOWN);
        let batch = batch.map_err(|error| {
            OfficeError::field("file", in_words(&error, &way.path, &way.upload.file_name))
        })?;
        look.rows = self.understood(&way, reader.source_name().clone(), batch)?;
        Ok(look)
    }

    fn understood(&self, way: &Way, source: Text, batch: intake::Batch) -> OfficeResult<Vec<Understood>> {
        let book = self.read()?;
        let known = if way.contacts.is_some() { self.known(&book)? } else { Arc::default() };
        let mut contacts = Contacts::new(known, source, way.contacts.clone().flatten());
        let mut rows = Vec::new();
        for record in batch.records {
            let mut row = understood(&record, &book, &contacts);
            row.note = match &record.body {
                Body::Customer(_) if way.contacts.is_some() => contacts.take(record, &book)?.words(),
                Body::Customer(_) | Body::Provider(_) => None,
                _ => book.open_fact(record.id)?.map(|_| "already in the book".to_owned()),
            };
            rows.push(row);
        }
        for reject in batch.rejects {
            rows.push(Understood {
                line: reject.line,
                who: String::new(),
                when: None,
                what: format!("{}: found “{}”, expected {}", reject.field, reject.found, reject.expected),
                note: Some("would be left out".to_owned()),
                is_rejected: true,
            });
        }
        rows.sort_by_key(|row| row.line);
        rows.truncate(ROWS_SHOWN);
        Ok(rows)
    }

    /// Everybody's addresses and numbers, read again when the book has changed.
    pub(super) fn known(&self, book: &Book) -> OfficeResult<Arc<Known>> {
        let version = book.facts_version()?;
        let mut kept = self.inner.imports.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = kept.as_ref().filter(|(at, _)| *at == version) {
            return Ok(known.clone());
        }
        let known = Arc::new(Known::read(book)?);
        *kept = Some((version, known.clone()));
        Ok(known)
    }

    /// How a file would be read, ready to begin.
    pub(super) fn way(&self, token: &str, choice: &Choice) -> OfficeResult<Way> {
        let mut way = Way::of(self, token, choice)?;
        if let Some((_, problem)) = &mut way.columns
            && let Some(error) = problem.take()
        {
            return Err(error);
        }
        Ok(way)
    }
}

fn default_source(way: &Way) -> String {
    way.format.map_or("records", Format::default_source).to_owned()
}

/// What a known format is, for people.
fn format_words(format: Format) -> &'static str {
    match format {
        Format::Plain(kind) => {
            KINDS.iter().find(|(known, _)| *known == kind).map_or("Records", |(_, words)| words)
        }
        Format::OnlineRetail => "Invoice lines of an online shop",
        Format::Cdnow => "Purchases of the CDNOW data",
        Format::Mapped => "Columns chosen by hand",
    }
}

fn joined(parts: &[Option<&str>]) -> String {
    let filled: Vec<&str> = parts.iter().flatten().copied().filter(|part| !part.is_empty()).collect();
    filled.join(" · ")
}

/// A record in the words of the look.
fn understood(record: &Record, book: &Book, contacts: &Contacts) -> Understood {
    let who = match &record.body {
        Body::Customer(profile) => {
            profile.name.clone().unwrap_or_else(|| record.customer.clone()).to_string()
        }
        Body::Provider(profile) => {
            profile.name.clone().or_else(|| record.provider.clone()).unwrap_or_default().to_string()
        }
        _ => record.customer.to_string(),
    };
    let is_party = record.body.kind().is_none();
    let when = (!is_party).then(|| book.calendar().day(record.at).to_string());
    let what = match &record.body {
        Body::Customer(profile) => {
            let company = contacts.company_of(record);
            joined(&[company.as_deref(), profile.email.as_deref(), profile.phone.as_deref()])
        }
        Body::Provider(profile) => joined(&[profile.email.as_deref(), profile.team.as_deref()]),
        Body::Purchase(detail) => {
            let currency = detail.currency.unwrap_or(book.currency());
            let amount = book::Money { minor: detail.amount_minor, currency }.to_string();
            joined(&[Some(&amount), detail.product.as_deref()])
        }
        Body::Interaction(detail) => joined(&[detail.channel.as_deref(), detail.purpose.as_deref()]),
        Body::Promise(detail) => detail.what.to_string(),
        Body::Knowledge(detail) => joined(&[Some(&detail.kind), Some(&detail.text)]),
        Body::Voice(detail) => joined(&[detail.kind.map(book::VoiceKind::word), detail.text.as_deref()]),
        other => other.kind().map_or_else(String::new, |kind| kind.word().replace('_', " ")),
    };
    Understood { line: record.line, who: cut(&who), when, what, note: None, is_rejected: false }
}
