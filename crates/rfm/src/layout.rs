//! How a file is laid out: its delimiter, its header, and where the wanted columns stand.

use crate::{RfmError, batch::shortened, parse::DayReader, split};
use std::path::Path;

/// What separates the fields of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// One byte: comma, semicolon or tab; fields may be quoted (RFC 4180).
    Byte(u8),
    /// Any run of spaces and tabs; no quotes.
    Whitespace,
}

/// The wanted columns, as the user named them: by header name or by number from 1.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Column of the customer's id.
    pub customer: String,
    /// Column of the purchase's date.
    pub date: String,
    /// Column of the amount, when there is one.
    pub amount: Option<String>,
}

/// Where everything stands in one file.
#[derive(Debug, Clone)]
pub struct Layout {
    /// What separates fields.
    pub delimiter: Delimiter,
    /// Names of the columns; `1`, `2` and so on when the file has no header.
    pub names: Vec<String>,
    /// Column of the customer's id, from 0.
    pub customer: usize,
    /// Column of the date, from 0.
    pub date: usize,
    /// Column of the amount, from 0.
    pub amount: Option<usize>,
    /// Bytes before the first row of data (byte order mark and header).
    pub body_offset: usize,
    /// Line of the first row of data, from 1.
    pub body_line: u64,
}

impl Layout {
    /// Finds the layout from the first bytes of a file, which hold at least its first line.
    ///
    /// # Errors
    /// [`RfmError::Encoding`] for UTF-16, [`RfmError::Empty`] without a first line, [`RfmError::Column`] when
    /// a wanted column is not there.
    pub fn detect(path: &Path, head: &[u8], wanted: &Wanted) -> Result<Layout, RfmError> {
        if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
            return Err(RfmError::Encoding { path: path.to_owned() });
        }
        let mark = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let blank = head[mark..].iter().take_while(|b| b.is_ascii_whitespace() && **b != b'\t').count();
        // A leading space belongs to the first line of a whitespace-separated file; a blank line does not.
        let lines_end = head[mark..mark + blank].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let first_offset = mark + lines_end;
        let first_line = 1 + newlines(&head[..first_offset]);
        let text = &head[first_offset..];
        if text.trim_ascii().is_empty() {
            return Err(RfmError::Empty { path: path.to_owned() });
        }
        let delimiter = delimiter(text);
        let (cells, length) = split::first_record(text, delimiter);
        let (header_offset, header_lines) = (first_offset + length, newlines(&text[..length]));
        let find = |option, name: &str| {
            find(name, &cells).ok_or_else(|| RfmError::Column {
                path: path.to_owned(),
                option,
                wanted: name.to_owned(),
                found: listed(&cells),
            })
        };
        let (customer, by_name) = find("--customer", &wanted.customer)?;
        let (date, date_by_name) = find("--date", &wanted.date)?;
        let amount = wanted.amount.as_deref().map(|name| find("--amount", name)).transpose()?;
        let named = by_name || date_by_name || amount.is_some_and(|(_, by_name)| by_name);
        let has_header = named || DayReader::default().read(cells[date].trim_ascii()).is_none();
        let names = match has_header {
            true => cells.iter().map(|cell| label(cell)).collect(),
            false => (1..=cells.len()).map(|number| number.to_string()).collect(),
        };
        Ok(Layout {
            delimiter,
            names,
            customer,
            date,
            amount: amount.map(|(column, _)| column),
            body_offset: if has_header { header_offset } else { first_offset },
            body_line: first_line + if has_header { header_lines } else { 0 },
        })
    }

    /// The last of the wanted columns, from 0.
    pub fn last_wanted(&self) -> usize {
        self.customer.max(self.date).max(self.amount.unwrap_or(0))
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// The separator that the first line has most of, outside quotes; a comma where two are equal.
fn delimiter(text: &[u8]) -> Delimiter {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for b in text {
        match b {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            b if !quoted => {
                counts.iter_mut().filter(|(byte, _)| byte == b).for_each(|(_, count)| *count += 1);
            }
            _ => {}
        }
    }
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    match best {
        Some((byte, count)) if *count > 0 => Delimiter::Byte(*byte),
        _ => Delimiter::Whitespace,
    }
}

/// The column called `name` exactly, else without regard to case, else by number; and whether by name.
fn find(name: &str, cells: &[Vec<u8>]) -> Option<(usize, bool)> {
    let same = |cell: &Vec<u8>| cell.trim_ascii() == name.trim().as_bytes();
    let alike = |cell: &Vec<u8>| cell.trim_ascii().eq_ignore_ascii_case(name.trim().as_bytes());
    let by_name = cells.iter().position(same).or_else(|| cells.iter().position(alike));
    // A number that is also a cell of the first line of a file without a header must not count as a name.
    let number = name.trim().parse::<usize>().ok().filter(|number| (1..=cells.len()).contains(number));
    match (number, by_name) {
        (Some(number), _) => Some((number - 1, false)),
        (None, Some(column)) => Some((column, true)),
        (None, None) => None,
    }
}

fn label(cell: &[u8]) -> String {
    shortened(cell.trim_ascii())
}

fn listed(cells: &[Vec<u8>]) -> String {
    let shown: Vec<String> = cells.iter().take(40).map(|cell| label(cell)).collect();
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(text: &str, customer: &str, date: &str, amount: Option<&str>) -> Result<Layout, RfmError> {
        let wanted = Wanted { customer: customer.into(), date: date.into(), amount: amount.map(Into::into) };
        Layout::detect(Path::new("shop.csv"), text.as_bytes(), &wanted)
    }

    #[test]
    fn columns_are_found_by_name_in_any_case_and_by_number() {
        let layout =
            detect("\u{feff}\"Customer ID\";When;Sum\r\n1;2024-01-01;3\r\n", "customer id", "2", Some("Sum"));
        let layout = layout.unwrap();
        assert_eq!(layout.delimiter, Delimiter::Byte(b';'));
        assert_eq!((layout.customer, layout.date, layout.amount), (0, 1, Some(2)));
        assert_eq!((layout.body_offset, layout.body_line), (27, 2));
    }

    #[test]
    fn a_file_without_a_header_is_recognised_by_its_date() {
        let layout = detect("\n 00004 0001 19970101  2   29.33\n", "2", "3", Some("5")).unwrap();
        assert_eq!(layout.delimiter, Delimiter::Whitespace);
        assert_eq!((layout.customer, layout.body_offset, layout.body_line), (1, 1, 2));
        let layout = detect(" id  date n\n 1 19970101 2\n", "1", "2", None).unwrap();
        assert_eq!((layout.body_offset, layout.body_line), (12, 2));
        let layout = detect("1,2,2024-01-01\n", "1", "3", None).unwrap();
        assert_eq!((layout.customer, layout.body_offset), (0, 0));
    }

    #[test]
    fn a_missing_column_names_those_that_are_there() {
        let message = detect("a,b\n1,2\n", "a", "day", None).unwrap_err().to_string();
        assert!(
            message.contains("--date") && message.contains("`day`") && message.contains("a, b"),
            "{message}"
        );
        assert!(matches!(detect("\n \n", "a", "b", None), Err(RfmError::Empty { .. })));
        let utf16 = Layout::detect(
            Path::new("x"),
            b"\xFF\xFEa\0",
            &Wanted { customer: "a".into(), date: "b".into(), amount: None },
        );
        assert!(matches!(utf16, Err(RfmError::Encoding { .. })));
    }
}
