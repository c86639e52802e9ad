//! Which column of a file is which field: guessed first, then as a person chose.

use crate::error::{OfficeError, OfficeResult};
use book::Text;
use intake::{Guessed, Mapping, RecordKind, guess_columns};
use std::path::Path;

/// A column that is used for nothing but kept beside the record.
pub(super) const KEEP: &str = "";
/// A column that is left out.
pub(super) const DROP: &str = "-drop";
/// Fields of people that only this form knows.
const FIRST_NAME: &str = "-first-name";
const LAST_NAME: &str = "-last-name";
const COMPANY: &str = "-company";

/// What somebody chose for a file whose columns are not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The kind of records in a word; empty for the likeliest.
    pub kind: String,
    /// Name of the source; empty for one made of the file's name.
    pub source: String,
    /// How times are written; empty for the likeliest.
    pub date_format: String,
    /// True for `1.234,50`.
    pub decimal_comma: bool,
    /// The field of each column, in the file's order; empty when nothing was chosen yet.
    pub fields: Vec<String>,
    /// Choose columns by hand although the format is known.
    pub by_hand: bool,
}

/// The choice in full, and what follows from it.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub kind: RecordKind,
    pub source: String,
    pub date_format: String,
    pub decimal_comma: bool,
    pub strip_apostrophe: bool,
    pub fields: Vec<String>,
}

/// Kinds of record as people call them, the likeliest first.
pub(super) const KINDS: [(RecordKind, &str); 14] = [
    (RecordKind::Customers, "People and companies"),
    (RecordKind::Purchases, "Purchases or invoices"),
    (RecordKind::Interactions, "Calls, visits, messages"),
    (RecordKind::Voice, "Complaints, praise, suggestions"),
    (RecordKind::Promises, "Promises"),
    (RecordKind::Knowledge, "What you know about people"),
    (RecordKind::Providers, "Your own people, who serve customers"),
    (RecordKind::Deliveries, "Deliveries of purchases"),
    (RecordKind::Wishes, "Wishes about contact"),
    (RecordKind::Referrals, "Who brought whom"),
    (RecordKind::Benefits, "Benefits given"),
    (RecordKind::Permissions, "Permissions to write or call"),
    (RecordKind::Touches, "Mailings and other touches"),
    (RecordKind::Adaptations, "What was done with knowledge"),
];

/// Fields of people and companies, with what they are called.
const PEOPLE: [(&str, &str); 13] = [
    ("name", "Name"),
    (FIRST_NAME, "First name"),
    (LAST_NAME, "Last name"),
    (COMPANY, "Company"),
    ("email", "E-mail address"),
    ("phone", "Telephone number"),
    ("since", "Customer since"),
    ("language", "Language"),
    ("timezone", "Time zone"),
    ("assigned_to", "Served by (id of one of your people)"),
    ("kind", "Person or organization"),
    ("customer", "Id that other files use"),
    (DROP, "Leave out"),
];

/// Names by which columns of people go, in small letters without signs.
const PEOPLE_NAMES: [(&str, &[&str]); 10] = [
    (
        "name",
        &[
            "name",
            "full name",
            "contact",
            "contact name",
            "customer name",
            "person",
            "display name",
            "nombre",
            "nom",
        ],
    ),
    (FIRST_NAME, &["first name", "firstname", "given name", "vorname", "first"]),
    (LAST_NAME, &["last name", "lastname", "family name", "surname", "nachname", "last"]),
    (
        COMPANY,
        &[
            "company",
            "company name",
            "organization",
            "organisation",
            "account",
            "account name",
            "firm",
            "firma",
            "empresa",
            "employer",
            "associated company",
        ],
    ),
    (
        "email",
        &[
            "email",
            "e mail",
            "email address",
            "e mail address",
            "primary email",
            "work email",
            "mail",
            "email 1 value",
        ],
    ),
    (
        "phone",
        &[
            "phone",
            "telephone",
            "phone number",
            "mobile",
            "mobile phone",
            "mobile phone number",
            "work phone",
            "tel",
            "phone 1 value",
        ],
    ),
    (
        "since",
        &["since", "customer since", "create date", "created", "created at", "created on", "date created"],
    ),
    ("language", &["language", "preferred language"]),
    ("timezone", &["timezone", "time zone"]),
    ("customer", &["customer", "customer id"]),
];

/// Whether a column is called as columns of companies are.
pub(crate) fn is_company(column: &str) -> bool {
    let name = plain(column);
    PEOPLE_NAMES.iter().any(|(field, words)| *field == COMPANY && words.contains(&name.as_str()))
}

/// The fields of a kind with their labels, for a choice.
pub(super) fn fields_of(kind: RecordKind) -> Vec<(&'static str, String)> {
    let mut fields = vec![(KEEP, "Keep beside, unused".to_owned())];
    if kind == RecordKind::Customers {
        fields.extend(PEOPLE.iter().map(|(field, label)| (*field, (*label).to_owned())));
        return fields;
    }
    for column in kind.columns() {
        let need = if column.is_required && column.name != "id" { " (needed)" } else { "" };
        let name = column.name.replace('_', " ");
        fields.push((column.name, format!("{name}: {}{need}", column.what)));
    }
    fields.push((DROP, "Leave out".to_owned()));
    fields
}

/// `*E-Mail_Address` as `e mail address`.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// People's columns by their names, each field once.
fn people_fields(header: &[Text]) -> Vec<String> {
    let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
    let mut fields = vec![KEEP.to_owned(); header.len()];
    for (field, words) in PEOPLE_NAMES {
        let place = words.iter().find_map(|word| {
            names.iter().enumerate().position(|(place, name)| name == word && fields[place].is_empty())
        });
        if let Some(place) = place {
            fields[place] = field.to_owned();
        }
    }
    fields
}

fn has(fields: &[String], field: &str) -> bool {
    fields.iter().any(|found| found == field)
}

/// A file of people: it has a name or an address of theirs, and no amount of money.
fn is_of_people(fields: &[String], guessed: &Guessed) -> bool {
    let is_named = has(fields, "name") || has(fields, FIRST_NAME) || has(fields, LAST_NAME);
    let is_reached = has(fields, "email") || has(fields, "phone");
    guessed.kind != RecordKind::Purchases && is_reached && (is_named || has(fields, COMPANY))
}

/// A short name for a source: the file's without endings, in small letters.
pub(super) fn source_name(file_name: &str) -> String {
    let stem = intake::format::stem(Path::new(file_name));
    let letters = stem.chars().map(|c| if c.is_alphanumeric() { c } else { '-' });
    let name: String =
        letters.collect::<String>().split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if name.is_empty() { "file".to_owned() } else { name.chars().take(60).collect() }
}

impl Columns {
    /// The choice, and a guess where nothing was chosen.
    pub(super) fn of(choice: &Choice, file_name: &str, header: &[Text], sample: &[Vec<String>]) -> Columns {
        let wanted = RecordKind::parse(&choice.kind);
        let people = people_fields(header);
        let likeliest = guess_columns(header, sample, None);
        let kind = wanted.unwrap_or(if is_of_people(&people, &likeliest) {
            RecordKind::Customers
        } else {
            likeliest.kind
        });
        let guessed = guess_columns(header, sample, Some(kind));
        let known = fields_of(kind);
        let chosen = |field: &String| known.iter().any(|(name, _)| name == field);
        let is_chosen = choice.fields.len() == header.len() && choice.fields.iter().all(chosen);
        let fields = if is_chosen {
            choice.fields.clone()
        } else if kind == RecordKind::Customers {
            people
        } else {
            let mut fields = vec![KEEP.to_owned(); header.len()];
            guessed.columns.iter().for_each(|(field, place)| fields[*place] = (*field).to_owned());
            fields
        };
        let source = choice.source.trim();
        Columns {
            kind,
            source: if source.is_empty() { source_name(file_name) } else { source.to_owned() },
            date_format: if choice.date_format.is_empty() {
                guessed.date_format.to_owned()
            } else {
                choice.date_format.clone()
            },
            decimal_comma: if is_chosen { choice.decimal_comma } else { guessed.decimal_comma },
            strip_apostrophe: guessed.strip_apostrophe,
            fields,
        }
    }

    /// The file's column of companies.
    pub(super) fn company(&self, header: &[Text]) -> Option<Text> {
        self.place(COMPANY).map(|place| header[place].clone())
    }

    /// People without ids of their own are matched by what they have in common.
    pub(super) fn is_contacts(&self) -> bool {
        self.kind == RecordKind::Customers && !has(&self.fields, "customer")
    }

    fn place(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|found| found == field)
    }

    /// The mapping that says so.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] at `fields`, in words.
    pub(super) fn mapping(&self, header: &[Text]) -> OfficeResult<Mapping> {
        let invalid = |message: String| OfficeError::field("fields", message);
        for (place, field) in self.fields.iter().enumerate() {
            let is_once = matches!(field.as_str(), KEEP | DROP) || self.place(field) == Some(place);
            if !is_once {
                let label = fields_of(self.kind).into_iter().find(|(name, _)| name == field);
                let label = label.map_or_else(|| field.clone(), |(_, label)| label);
                return Err(invalid(format!(
                    "Two columns are both said to be “{label}”: choose one of them."
                )));
            }
        }
        let is_said = |field: &str| self.place(field).is_some();
        if self.is_contacts()
            && !["name", FIRST_NAME, LAST_NAME, "email", "phone"].iter().any(|field| is_said(field))
        {
            return Err(invalid(
                "Say which column is the name, the e-mail address or the telephone number.".into(),
            ));
        }
        let missing = self.kind.columns().iter().find(|column| {
            column.is_required
                && column.name != "id"
                && self.kind != RecordKind::Customers
                && !is_said(column.name)
        });
        if let Some(column) = missing {
            let name = column.name.replace('_', " ");
            return Err(invalid(format!(
                "Say which column is “{name}”: {}. Rows cannot do without it.",
                column.what
            )));
        }
        let path = Path::new("the choice of columns");
        Mapping::parse(path, &self.toml(header)).map_err(|error| invalid(format!("{error}.")))
    }

    fn toml(&self, header: &[Text]) -> String {
        let mut text = format!(
            "[source]\nname = {}\nkind = {}\ndate_format = {}\ndecimal_comma = {}\n\
             strip_apostrophe = {}\n[columns]\n",
            quoted(&self.source),
            quoted(self.kind.word()),
            quoted(&self.date_format),
            self.decimal_comma,
            self.strip_apostrophe
        );
        let mut dropped = Vec::new();
        for (name, field) in header.iter().zip(&self.fields) {
            match field.as_str() {
                DROP => dropped.push(quoted(name)),
                KEEP | FIRST_NAME | LAST_NAME | COMPANY => {}
                field => text.push_str(&format!("{field} = {}\n", quoted(name))),
            }
        }
        let parts = [FIRST_NAME, LAST_NAME].into_iter().filter_map(|field| self.place(field));
        let parts: Vec<String> = parts.map(|place| quoted(&header[place])).collect();
        if !parts.is_empty() && self.place("name").is_none() {
            text.push_str(&format!("name = [{}]\n", parts.join(", ")));
        }
        text.push_str(&format!("[extras]\ndrop = [{}]\n", dropped.join(", ")));
        text
    }
}

/// A text as TOML writes it; JSON's way is one of TOML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(header: &[&str], row: &[&str]) -> Columns {
        let header: Vec<Text> = header.iter().map(|name| Text::from(*name)).collect();
        let row = row.iter().map(|cell| (*cell).to_owned()).collect();
        Columns::of(&Choice::default(), "My contacts (2).csv", &header, &[row])
    }

    #[test]
    fn a_crms_export_is_people() {
        let found = columns(
            &["Record ID", "First Name", "Last Name", "Email", "Phone Number", "Create Date", "Company name"],
            &["17", "Ana", "Ruiz", "a@x.com", "+1 555", "2024-01-31", "Acme"],
        );
        assert_eq!(found.kind, RecordKind::Customers);
        assert_eq!(found.fields, ["", FIRST_NAME, LAST_NAME, "email", "phone", "since", COMPANY]);
        assert_eq!(found.source, "my-contacts-2");
        let plain = columns(&["name", "company", "email", "phone"], &["Ana", "Acme", "a@x.com", "1"]);
        assert_eq!(plain.fields, ["name", COMPANY, "email", "phone"]);
        assert!(plain.is_contacts());
    }

    #[test]
    fn a_tills_export_is_purchases() {
        let found = columns(&["Kunde", "Datum", "Total"], &["17", "31.12.2024", "1.234,50"]);
        assert_eq!(found.kind, RecordKind::Purchases);
        assert!(found.decimal_comma);
        let header: Vec<Text> = ["Kunde", "Datum", "Total"].map(Text::from).to_vec();
        let error = found.mapping(&header).unwrap_err().to_string();
        assert!(error.contains("Say which column is “customer”"), "{error}");
    }
}
