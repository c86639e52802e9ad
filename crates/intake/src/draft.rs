//! A first mapping for an unknown file, guessed from the names of its columns and from a few of its rows, and
//! commented so that a person can finish it.

use crate::cells::{json_string, loose_decimal};
use crate::kinds::{Column, RecordKind};
use crate::mapping::is_secret;
use crate::times::{DateFormat, Times};
use book::{Calendar, Money, Text};

/// Ways of writing a time, the likeliest first.
pub const DATE_FORMATS: [&str; 16] = [
    "iso",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d",
    "%Y%m%d",
    "%d %b %Y",
    "epoch_seconds",
    "epoch_millis",
];

/// Words by which the columns of shops, tills and CRMs go, for each field; earlier ones are stronger.
const SYNONYMS: [(&str, &[&str]); 17] = [
    ("id", &["id", "order id", "order number", "invoice", "invoice no", "invoice number", "receipt"]),
    (
        "at",
        &[
            "at",
            "ordered at",
            "created at",
            "invoice date",
            "date",
            "order date",
            "paid at",
            "time",
            "timestamp",
            "created",
        ],
    ),
    (
        "customer",
        &[
            "customer",
            "customer id",
            "client id",
            "member id",
            "user id",
            "account",
            "email",
            "contact name",
            "buyer",
        ],
    ),
    ("amount", &["amount", "total", "order total", "grand total", "revenue", "price", "value", "sum"]),
    ("currency", &["currency"]),
    (
        "provider",
        &["provider", "provider id", "employee", "agent", "host", "owner", "seller", "staff", "served by"],
    ),
    ("discount", &["discount", "discount amount"]),
    ("cost", &["cost", "costs", "cost of goods"]),
    ("product", &["product", "lineitem name", "item", "description", "title", "article"]),
    ("quantity", &["quantity", "qty", "units", "lineitem quantity", "pieces"]),
    ("name", &["name", "full name", "customer name", "contact name", "company"]),
    ("email", &["email", "e mail", "email address", "e mail address"]),
    ("phone", &["phone", "telephone", "mobile", "phone number"]),
    ("since", &["since", "customer since", "created at", "created"]),
    ("language", &["language", "locale"]),
    ("channel", &["channel", "medium"]),
    ("minutes", &["minutes", "duration"]),
];

/// Longest sample value shown in a comment, in characters.
const SAMPLE_CHARACTERS_MAX: usize = 30;

/// Names of columns in one line of a comment.
const NAMES_A_LINE: usize = 6;

/// What the sample rows say about a file.
struct Guess<'a> {
    header: &'a [Text],
    sample: &'a [Vec<String>],
    kind: RecordKind,
    /// Column of each field of the kind, when one is likely.
    columns: Vec<Option<usize>>,
    date_format: &'static str,
    decimal_comma: bool,
    strip_apostrophe: bool,
}

/// A guess at what a file holds, to be shown to a person who finishes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guessed {
    /// The kind of its rows.
    pub kind: RecordKind,
    /// Fields with the place of the column that they are likely in.
    pub columns: Vec<(&'static str, usize)>,
    /// How times are written, as a mapping says it.
    pub date_format: &'static str,
    /// True for `1.234,50`.
    pub decimal_comma: bool,
    /// True when cells look like `'12345`.
    pub strip_apostrophe: bool,
}

/// The guess behind [`draft_mapping`], for a program that asks in its own way; of another kind than the
/// likeliest when `kind` is given.
pub fn guess_columns(header: &[Text], sample: &[Vec<String>], kind: Option<RecordKind>) -> Guessed {
    let guess = guess_of(header, sample, kind);
    let found = guess.kind.columns().iter().zip(&guess.columns);
    let columns = found.filter_map(|(field, place)| Some((field.name, (*place)?))).collect();
    let Guess { kind, date_format, decimal_comma, strip_apostrophe, .. } = guess;
    Guessed { kind, columns, date_format, decimal_comma, strip_apostrophe }
}

/// Writes a commented draft of a mapping for a file with this header and these first rows: TOML that
/// [`crate::Mapping::parse`] reads, with every guess to be checked by a person and every field listed.
pub fn draft_mapping(name: &str, header: &[Text], sample: &[Vec<String>]) -> String {
    let guess = guess(header, sample);
    let mut text = String::from(
        "# A draft of a mapping: which column of the file is which field of the book.\n\
         # Check every line, then import with --map and the name of this file.\n\n[source]\n",
    );
    text.push_str(&format!(
        "name = {}  # part of every id: never change it once imported\n",
        toml_string(name)
    ));
    text.push_str(&format!("kind = {}  # or {}\n", toml_string(guess.kind.word()), other_kinds(guess.kind)));
    text.push_str(&format!(
        "date_format = {}  # or iso, epoch_seconds, epoch_millis, a pattern such as %d/%m/%Y %H:%M\n",
        toml_string(guess.date_format)
    ));
    let decimal_comma = guess.decimal_comma;
    text.push_str(&format!("decimal_comma = {decimal_comma}  # true for 1.234,50\n"));
    text.push_str("minor_units = false  # true when amounts are cents\n");
    text.push_str(&format!(
        "strip_apostrophe = {}  # true when cells look like '12345\n",
        guess.strip_apostrophe
    ));
    text.push_str("# delimiter = \",\"  # or \";\", \"|\", \"tab\"; told from the header when left out\n");
    text.push_str("# currency = \"EUR\"  # for amounts without one; the book's when left out\n");
    text.push_str("# timezone = \"Europe/Berlin\"  # for times without offset; the book's when left out\n");
    add_columns(&mut text, &guess);
    add_rest(&mut text, &guess);
    text
}

fn add_columns(text: &mut String, guess: &Guess<'_>) {
    text.push_str("\n[columns]  # field = \"column of the file\"\n");
    for (field, column) in guess.kind.columns().iter().enumerate() {
        let need = if column.is_required && column.name != "id" { ", required" } else { "" };
        let note = if column.name == "id" { ", leave out if the rows have none" } else { need };
        match guess.columns[field] {
            Some(place) => {
                let example = example(guess, place);
                let name = toml_string(&guess.header[place]);
                text.push_str(&format!("{} = {name}  # {}{note}{example}\n", column.name, column.what));
            }
            // A field that must be there and was not found stays open: the draft cannot be used by mistake.
            None if column.is_required && column.name != "id" => {
                text.push_str(&format!("{} = \"?\"  # {}{note}\n", column.name, column.what));
            }
            None => text.push_str(&format!("# {} = \"\"  # {}{note}\n", column.name, column.what)),
        }
    }
}

fn add_rest(text: &mut String, guess: &Guess<'_>) {
    text.push_str("\n# [constants]  # field = \"the same for every row\"\n");
    text.push_str(
        "# [values.FIELD]  # \"word in the file\" = \"word in the book\", such as yes = \"true\"\n",
    );
    text.push_str("# [rows]\n# skip_when_empty = [\"COLUMN\"]  # rows to leave out, counted\n");
    text.push_str("# skip_when = { \"COLUMN\" = [\"voided\"] }\n");
    let used: Vec<usize> = guess.columns.iter().flatten().copied().collect();
    let rest: Vec<String> = (0..guess.header.len())
        .filter(|place| !used.contains(place) && !is_secret(&guess.header[*place]))
        .map(|place| toml_string(&guess.header[place]))
        .collect();
    if !rest.is_empty() {
        text.push_str("\n[extras]\n# The other columns are kept beside each record. ");
        text.push_str("Move here what the book should not keep:\n");
        for names in rest.chunks(NAMES_A_LINE) {
            text.push_str(&format!("# {}\n", names.join(", ")));
        }
        text.push_str("drop = []\n");
    }
}

fn example(guess: &Guess<'_>, place: usize) -> String {
    let value = guess.sample.iter().filter_map(|row| row.get(place)).find(|value| !value.trim().is_empty());
    let Some(value) = value else { return String::new() };
    let clean: String =
        value.trim().chars().filter(|c| !c.is_control()).take(SAMPLE_CHARACTERS_MAX).collect();
    format!(" (such as {clean})")
}

fn other_kinds(kind: RecordKind) -> String {
    let words: Vec<&str> = RecordKind::ALL.into_iter().filter(|k| *k != kind).map(RecordKind::word).collect();
    words.join(", ")
}

fn guess<'a>(header: &'a [Text], sample: &'a [Vec<String>]) -> Guess<'a> {
    guess_of(header, sample, None)
}

fn guess_of<'a>(header: &'a [Text], sample: &'a [Vec<String>], wanted: Option<RecordKind>) -> Guess<'a> {
    let (date_columns, date_format) = date_columns(header, sample);
    let decimal_comma = is_decimal_comma(header, sample);
    let is_amount =
        |place: usize| column_is_mostly(sample, place, &mut |cell| is_amount(cell, decimal_comma));
    let has_amount = by_synonym("amount", header).into_iter().any(is_amount);
    let likeliest = match (has_amount, date_columns.is_empty()) {
        (true, false) => RecordKind::Purchases,
        (_, true) => RecordKind::Customers,
        (false, false) => RecordKind::Interactions,
    };
    let kind = wanted.unwrap_or(likeliest);
    let mut columns: Vec<Option<usize>> = Vec::new();
    for field in kind.columns() {
        let candidates = by_synonym(field.name, header);
        let fits = |place: usize| match value_kind(field) {
            ValueKind::Time => date_columns.contains(&place),
            ValueKind::Amount => is_amount(place),
            ValueKind::Id => is_distinct(sample, place),
            ValueKind::Any => !date_columns.contains(&place),
        };
        let is_free = |place: &usize| !columns.contains(&Some(*place));
        let chosen = candidates.into_iter().filter(is_free).find(|place| fits(*place));
        // A file with one column of times needs no name to tell which it is.
        let only_time = (field.name == "at" && date_columns.len() == 1).then(|| date_columns[0]);
        columns.push(chosen.or(only_time));
    }
    let has_apostrophe = |cell: &String| {
        cell.strip_prefix('\'').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let strip_apostrophe = sample.iter().flatten().any(has_apostrophe);
    Guess { header, sample, kind, columns, date_format, decimal_comma, strip_apostrophe }
}

/// What a field's cells look like.
enum ValueKind {
    Time,
    Amount,
    Id,
    Any,
}

fn value_kind(field: &Column) -> ValueKind {
    match field.name {
        "id" => ValueKind::Id,
        "since" | "started_on" | "at" => ValueKind::Time,
        name if name.ends_with("_at") => ValueKind::Time,
        "amount" | "cost" | "discount" | "quantity" | "minutes" => ValueKind::Amount,
        _ => ValueKind::Any,
    }
}

/// Columns whose name goes for this field, strongest first.
fn by_synonym(field: &str, header: &[Text]) -> Vec<usize> {
    let plain: Vec<String> = header.iter().map(|name| plain_name(name)).collect();
    let own = [field];
    let synonyms = SYNONYMS.iter().find(|(name, _)| *name == field).map_or(&own[..], |(_, words)| *words);
    let mut found: Vec<usize> = Vec::new();
    for word in synonyms {
        found.extend((0..plain.len()).filter(|place| plain[*place] == *word));
    }
    found
}

/// `*InvoiceDate`, `invoice_date` and `Invoice Date` as `invoice date`.
fn plain_name(name: &str) -> String {
    let mut plain = String::new();
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_alphanumeric() {
            if c.is_uppercase() && was_lower {
                plain.push(' ');
            }
            plain.extend(c.to_lowercase());
        } else {
            plain.push(' ');
        }
        was_lower = c.is_lowercase();
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Columns of times, and how they are written. Days of the month come first unless the sample forbids it.
fn date_columns(header: &[Text], sample: &[Vec<String>]) -> (Vec<usize>, &'static str) {
    // A way of writing that fits every row goes before one that fits most: a few rows may be broken.
    dates_that(header, sample, column_is)
        .or_else(|| dates_that(header, sample, column_is_mostly))
        .unwrap_or((Vec::new(), "iso"))
}

/// Whether a column of the sample is of a kind, by its cells.
type ColumnIs = fn(&[Vec<String>], usize, &mut dyn FnMut(&str) -> bool) -> bool;

fn dates_that(
    header: &[Text],
    sample: &[Vec<String>],
    column_is: ColumnIs,
) -> Option<(Vec<usize>, &'static str)> {
    for format in DATE_FORMATS {
        let Some(parsed) = DateFormat::parse(format) else { continue };
        let mut times = Times::new(Calendar::utc(), parsed);
        let is_number = matches!(format, "epoch_seconds" | "epoch_millis" | "%Y%m%d");
        let columns: Vec<usize> = (0..header.len())
            // Numbers are times only in a column that says so.
            .filter(|place| !is_number || by_synonym("at", &header[*place..=*place]) == [0])
            .filter(|place| column_is(sample, *place, &mut |cell| times.instant(cell.as_bytes()).is_some()))
            .collect();
        if !columns.is_empty() {
            return Some((columns, format));
        }
    }
    None
}

/// True when some column has only amounts with a decimal comma and none of them can be read with a point.
fn is_decimal_comma(header: &[Text], sample: &[Vec<String>]) -> bool {
    (0..header.len()).any(|place| {
        column_is(sample, place, &mut |cell| cell.contains(',') && is_amount(cell, true))
            && !column_is(sample, place, &mut |cell| is_amount(cell, false))
    })
}

fn is_amount(cell: &str, decimal_comma: bool) -> bool {
    Money::parse_scaled(&loose_decimal(cell.as_bytes(), decimal_comma), 2).is_ok()
}

/// The filled cells of a column.
fn filled(sample: &[Vec<String>], place: usize) -> impl Iterator<Item = &str> {
    sample.iter().filter_map(move |row| row.get(place)).map(|cell| cell.trim()).filter(|c| !c.is_empty())
}

/// True when every filled cell of a column is so, and at least one is filled.
fn column_is(sample: &[Vec<String>], place: usize, is: &mut dyn FnMut(&str) -> bool) -> bool {
    let mut cells = filled(sample, place).peekable();
    cells.peek().is_some() && cells.all(is)
}

/// True when at least four in five of the filled cells are so: an export has broken rows.
fn column_is_mostly(sample: &[Vec<String>], place: usize, is: &mut dyn FnMut(&str) -> bool) -> bool {
    let all = filled(sample, place).count();
    all > 0 && filled(sample, place).filter(|cell| is(cell)).count() * 5 >= all * 4
}

/// True when no two filled cells of a column are equal: a wrong guess at ids would make many rows one fact.
fn is_distinct(sample: &[Vec<String>], place: usize) -> bool {
    let mut filled: Vec<&str> =
        sample.iter().filter_map(|row| row.get(place)).map(|cell| cell.trim()).collect();
    filled.retain(|cell| !cell.is_empty());
    filled.sort_unstable();
    let count = filled.len();
    filled.dedup();
    count > 0 && count == filled.len()
}

/// A text as TOML writes it; JSON's way is one of TOML's.
fn toml_string(text: &str) -> String {
    json_string(text).replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mapping;
    use std::path::Path;

    fn draft(csv: &str) -> String {
        let mut rows = csv.lines().map(|line| line.split('|').map(str::to_owned).collect::<Vec<String>>());
        let header: Vec<Text> = rows.next().unwrap().iter().map(Text::from).collect();
        draft_mapping("shop", &header, &rows.collect::<Vec<_>>())
    }

    #[test]
    fn a_file_with_telling_names_needs_no_finishing() {
        let text = draft("customer_id|ordered_at|amount|provider_id\nc1|2024-01-01 00:00:12|9.99|p1");
        let mapping = Mapping::parse(Path::new("x.toml"), &text).unwrap();
        assert_eq!(mapping.kind(), RecordKind::Purchases);
        assert!(text.contains("customer = \"customer_id\""), "{text}");
        assert!(text.contains("provider = \"provider_id\""));
        assert!(text.contains("date_format = \"iso\""));
        assert!(text.contains("# incentive = "), "every field is listed: {text}");
    }

    #[test]
    fn dates_and_amounts_are_told_by_their_looks() {
        let text = draft("Kunde|Datum|Total\n'17|31.12.2024|1.234,50 €\n'18|01.02.2025|3,00 €");
        assert!(text.contains("date_format = \"%d.%m.%Y\""), "{text}");
        assert!(text.contains("decimal_comma = true"));
        assert!(text.contains("strip_apostrophe = true"));
        assert!(text.contains("at = \"Datum\""));
        assert!(text.contains("customer = \"?\""), "what cannot be guessed stays open: {text}");
        let american = draft("customer|date|amount\n1|12/31/2024|5\n2|01/02/2025|6");
        assert!(american.contains("date_format = \"%m/%d/%Y\""), "{american}");
    }

    #[test]
    fn what_comes_twice_is_no_id() {
        let text = draft("id|customer|date|amount\n1|a|2024-01-01|5\n1|b|2024-01-02|6");
        assert!(text.contains("# id = \"\""), "{text}");
        let text = draft("id|customer|date|amount\n1|a|2024-01-01|5\n2|b|2024-01-02|6");
        assert!(text.contains("id = \"id\""), "{text}");
    }

    #[test]
    fn any_header_gives_a_draft_that_is_toml() {
        for header in ["", "a\"b|c\\d|e\u{7f}", "at|at|at", "ü|*InvoiceDate|password"] {
            let text = draft(&format!("{header}\n1|2|3"));
            assert!(toml::from_str::<toml::Table>(&text).is_ok(), "{text}");
            assert!(!text.contains("password"));
        }
    }
}
