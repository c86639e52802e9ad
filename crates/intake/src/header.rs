//! The header line: its names, the columns it means, and what is said when it does not fit.

use crate::cells::{Layout, Slot};
use crate::error::shown;
use crate::format::{self, Format};
use crate::mapping::is_secret;
use crate::reader::read_error;
use crate::rows::{Rows, Step};
use crate::{IntakeError, RecordKind, Source};
use book::Text;
use std::path::Path;

/// The first line that says anything.
pub(crate) fn first_line(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii_start();
    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
    text[..end].trim_ascii_end()
}

/// Reads the header line: names without white space around them.
pub(crate) fn header(rows: &mut Rows<Source>, path: &Path) -> Result<Vec<Text>, IntakeError> {
    let step = rows.advance().map_err(|error| read_error(path, 1, error))?;
    let problem = |found: String| IntakeError::Header {
        path: path.to_owned(),
        line: rows.line(),
        found,
        expected: "a header line with the names of the columns".into(),
        way_out: "Save the file with a header line, UTF-8, comma between columns".into(),
    };
    match step {
        Step::End => return Err(problem("nothing: the file is empty".into())),
        Step::Fault(fault) => {
            return Err(problem(format!(
                "\"{}\", where there should be {}",
                shown(rows.raw()),
                fault.expected()
            )));
        }
        Step::Row => {}
    }
    if memchr::memchr(0, rows.raw()).is_some() {
        let found = "NUL bytes in the first line (UTF-16 text, or no text at all)".into();
        return Err(IntakeError::Encoding { path: path.to_owned(), found });
    }
    if rows.raw().contains(&b'\r') && !rows.raw().contains(&b'"') {
        return Err(problem("line ends that are carriage returns alone".into()));
    }
    let mut names = Vec::with_capacity(rows.len());
    for place in 0..rows.len() {
        match std::str::from_utf8(rows.cell(place)) {
            Ok(name) if name.trim().is_empty() => names.push(Text::from(format!("column {}", place + 1))),
            Ok(name) => names.push(Text::from(name.trim())),
            Err(_) => {
                let found = format!("the header cell \"{}\"", shown(rows.cell(place)));
                return Err(IntakeError::Encoding { path: path.to_owned(), found });
            }
        }
    }
    Ok(names)
}

/// The layout of a file of plain records.
pub(crate) fn plain_layout(path: &Path, kind: RecordKind, header: &[Text]) -> Result<Layout, IntakeError> {
    let lacks = format::lacking(kind, header);
    if !lacks.is_empty() {
        let not_known = format::NotKnown { nearest: Some(kind), lacks };
        return Err(unknown_format(path, header, &not_known));
    }
    if let Some((place, name)) =
        header.iter().enumerate().find(|(place, name)| header[..*place].contains(name))
    {
        return Err(IntakeError::Header {
            path: path.to_owned(),
            line: 1,
            found: format!("the column {name:?} twice (the second is column {})", place + 1),
            expected: "every name once".into(),
            way_out: "Rename or remove one of them".into(),
        });
    }
    let columns = kind.columns();
    let slots = columns
        .iter()
        .map(|column| header.iter().position(|name| name == column.name).map_or(Slot::Absent, Slot::Column));
    let mut extras: Vec<(usize, Text)> = header
        .iter()
        .enumerate()
        .filter(|(_, name)| !columns.iter().any(|column| column.name == name.as_str()) && !is_secret(name))
        .map(|(place, name)| (place, name.clone()))
        .collect();
    extras.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(Layout { kind, slots: slots.collect(), extras, header: header.to_vec() })
}

/// The error of a header that fits no format.
pub(crate) fn unknown_format(path: &Path, header: &[Text], not_known: &format::NotKnown) -> IntakeError {
    let names: Vec<&str> = header.iter().map(Text::as_str).collect();
    let expected = match not_known.nearest {
        Some(kind) => format!("the columns of {}: {} missing", kind.word(), quoted_list(&not_known.lacks)),
        None => format!("the columns of one of {}", Format::words().join(", ")),
    };
    IntakeError::Header {
        path: path.to_owned(),
        line: 1,
        found: format!("the columns {}", shown(names.join(", ").as_bytes())),
        expected,
        way_out: "Rename the columns, or say which is which in a mapping (--map FILE)".into(),
    }
}

fn quoted_list(names: &[&str]) -> String {
    names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}
