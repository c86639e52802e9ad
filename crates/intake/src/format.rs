//! Which records a file holds, told from its header line and, where that leaves a choice, from its name.

use crate::kinds::RecordKind;
use book::Text;
use std::path::Path;

/// A shape of file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One of the files of plain records.
    Plain(RecordKind),
    /// Invoice lines of the UCI data set "Online Retail II" (Chen 2019).
    OnlineRetail,
    /// The CDNOW purchases of Fader and Hardie (2001).
    Cdnow,
    /// Columns of any name, by a mapping.
    Mapped,
}

/// Header of `online-retail`.
pub const RETAIL_COLUMNS: [&str; 8] =
    ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"];

impl Format {
    /// The word for it: `purchases`, `online-retail`, `cdnow`, `mapped`.
    pub fn word(self) -> &'static str {
        match self {
            Format::Plain(kind) => kind.word(),
            Format::OnlineRetail => "online-retail",
            Format::Cdnow => "cdnow",
            Format::Mapped => "mapped",
        }
    }

    /// Reads the word, except `mapped`, which comes with its mapping.
    pub fn parse(word: &str) -> Option<Format> {
        match word {
            "online-retail" => Some(Format::OnlineRetail),
            "cdnow" => Some(Format::Cdnow),
            word => RecordKind::parse(word).map(Format::Plain),
        }
    }

    /// Every word that [`Format::parse`] reads.
    pub fn words() -> Vec<&'static str> {
        RecordKind::ALL.into_iter().map(RecordKind::word).chain(["online-retail", "cdnow"]).collect()
    }

    /// The source's name when nobody gives one.
    pub fn default_source(self) -> &'static str {
        match self {
            Format::Plain(_) => "records",
            other => other.word(),
        }
    }

    /// The currency of all its amounts, where the published data has one.
    pub fn currency(self) -> Option<book::Currency> {
        match self {
            Format::OnlineRetail => book::Currency::parse("GBP"),
            Format::Cdnow => book::Currency::parse("USD"),
            Format::Plain(_) | Format::Mapped => None,
        }
    }
}

/// Why a header is not one of a known format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotKnown {
    /// The kind it comes nearest to, when its name or its columns say so.
    pub nearest: Option<RecordKind>,
    /// Required columns of that kind which it lacks.
    pub lacks: Vec<&'static str>,
}

/// The delimiter of a header line: the most frequent of `,` `;` and tab outside quotes; else `,`.
pub fn delimiter(line: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in line {
        match byte {
            b'"' => is_quoted = !is_quoted,
            byte if !is_quoted => {
                counts
                    .iter_mut()
                    .filter(|(delimiter, _)| delimiter == byte)
                    .for_each(|(_, count)| *count += 1);
            }
            _ => {}
        }
    }
    // The first of equals wins, so a comma is never given up without need.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}

/// The name of a file without its folder and endings: `purchases-2024` for `/x/purchases-2024.csv.gz`.
pub fn stem(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    let name = name.strip_suffix(".rejects.csv").unwrap_or(name);
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name);
    let endings = [".csv", ".tsv", ".txt"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_owned()
}

/// The kind that a file's name announces: `purchases.csv`, `purchases-2024.csv`, `purchases_north.csv.gz`.
pub fn kind_by_name(path: &Path) -> Option<RecordKind> {
    let stem = stem(path);
    RecordKind::ALL.into_iter().find(|kind| {
        stem.strip_prefix(kind.word()).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}

/// Required columns of `kind` which the header lacks.
pub fn lacking(kind: RecordKind, header: &[Text]) -> Vec<&'static str> {
    let columns = kind.columns().iter().filter(|column| column.is_required);
    columns.map(|column| column.name).filter(|name| !header.iter().any(|found| found == name)).collect()
}

/// Tells the format by the header's names; the file's name decides where several fit.
///
/// # Errors
/// [`NotKnown`] with what comes nearest.
pub fn detect(path: &Path, header: &[Text]) -> Result<Format, NotKnown> {
    let has = |name: &str| header.iter().any(|found| found == name);
    if RETAIL_COLUMNS.iter().all(|name| has(name)) {
        return Ok(Format::OnlineRetail);
    }
    let by_name = kind_by_name(path);
    if let Some(kind) = by_name {
        let lacks = lacking(kind, header);
        return if lacks.is_empty() {
            Ok(Format::Plain(kind))
        } else {
            Err(NotKnown { nearest: by_name, lacks })
        };
    }
    let best = RecordKind::ALL
        .into_iter()
        .filter(|kind| lacking(*kind, header).is_empty() && is_convincing(*kind, header))
        .max_by_key(|kind| matched(*kind, header));
    best.map(Format::Plain).ok_or_else(|| nearest(header))
}

/// Columns of the header that `kind` knows.
fn matched(kind: RecordKind, header: &[Text]) -> usize {
    header.iter().filter(|found| kind.columns().iter().any(|column| column.name == found.as_str())).count()
}

/// A header with few required columns could be of any shop's making, so it takes more to convince: at least
/// four known columns, or none that is unknown.
fn is_convincing(kind: RecordKind, header: &[Text]) -> bool {
    let matched = matched(kind, header);
    matched >= 4 || matched == header.len()
}

/// The kind of which the header has most required columns, when it has at least half of them and two.
fn nearest(header: &[Text]) -> NotKnown {
    let found = RecordKind::ALL
        .into_iter()
        .map(|kind| {
            let required = kind.columns().iter().filter(|column| column.is_required).count();
            let lacks = lacking(kind, header);
            (required - lacks.len(), required, kind, lacks)
        })
        .filter(|(has, required, ..)| *has >= 2 && has * 2 >= *required)
        .max_by_key(|(has, required, ..)| (*has, usize::MAX - *required));
    match found {
        Some((_, _, kind, lacks)) if !lacks.is_empty() => NotKnown { nearest: Some(kind), lacks },
        _ => NotKnown { nearest: None, lacks: Vec::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, header: &str) -> Result<Format, NotKnown> {
        let names: Vec<Text> = header.split(',').map(Text::from).collect();
        detect(Path::new(path), &names)
    }

    #[test]
    fn the_header_tells_and_the_name_decides() {
        let plain = |kind| Ok(Format::Plain(kind));
        assert_eq!(told("x.csv", "id,at,customer,amount"), plain(RecordKind::Purchases));
        assert_eq!(told("x.csv", "id,at,customer"), plain(RecordKind::Interactions));
        assert_eq!(told("x.csv", "id,at,customer,provider,channel,two_way"), plain(RecordKind::Interactions));
        assert_eq!(told("customers.csv", "customer,shoe_size"), plain(RecordKind::Customers));
        assert_eq!(told("providers.csv.gz", "provider,name,team,email"), plain(RecordKind::Providers));
        assert_eq!(told("x.csv", &RETAIL_COLUMNS.join(",")), Ok(Format::OnlineRetail));
    }

    #[test]
    fn a_stranger_is_not_taken_for_a_friend() {
        for header in [
            "customer,date,total",
            "customer_id,ordered_at,amount,provider_id",
            "a",
            "",
            "id,at,customer,total",
        ] {
            assert!(told("x.csv", header).is_err(), "{header}");
        }
        let missing = told("purchases.csv", "id,at,customer,total").unwrap_err();
        assert_eq!(missing, NotKnown { nearest: Some(RecordKind::Purchases), lacks: vec!["amount"] });
    }

    #[test]
    fn delimiters_are_counted_outside_quotes() {
        assert_eq!(delimiter(b"a;b;c"), b';');
        assert_eq!(delimiter(b"a\tb"), b'\t');
        assert_eq!(delimiter(b"a"), b',');
        assert_eq!(delimiter(b"\"a;b;c\",d"), b',');
    }
}
