//! The list as CSV (RFC 4180), a chunk at a time, so that no lock is held while a slow reader reads.
//!
//! Estimates leave as words (`likely`, `about_half`), never as numbers. A number that has left the house
//! has lost its interval and its evidence, and looks more certain than it is; the columns here keep only
//! the middle of each estimate, so there is no interval to send along. What was not assessed is empty.
//! Verdicts leave as their words, counts, days and money as what was recorded.

use crate::column::Column;
use crate::index::Index;
use crate::query::Query;
use crate::row::{Cell, Row};
use book::{Currency, CustomerId, Day, Directory, ProviderId};

/// An export under way. The customers and their order are those of the moment it began; each chunk shows
/// the rows as they are when it is written, without those who have left the list since.
#[derive(Debug, Clone)]
pub struct Export {
    columns: Vec<Column>,
    ids: std::vec::IntoIter<CustomerId>,
    currency: Currency,
    is_begun: bool,
}

impl Index {
    /// Begins an export of everybody whom a query finds, in its order, with its columns; the id always
    /// stands first.
    pub fn export(&self, query: &Query, today: Day, only: Option<ProviderId>, currency: Currency) -> Export {
        let rest = query.columns().iter().copied().filter(|column| *column != Column::ExternalId);
        Export {
            columns: std::iter::once(Column::ExternalId).chain(rest).collect(),
            ids: self.ids(query, today, only).into_iter(),
            currency,
            is_begun: false,
        }
    }
}

impl Export {
    /// The next lines, at most `rows` of them; the first chunk begins with the head. `None` at the end.
    pub fn chunk(&mut self, index: &Index, providers: &Directory, rows: usize) -> Option<String> {
        let mut text = String::new();
        if !self.is_begun {
            self.is_begun = true;
            self.head(&mut text);
        }
        let ids: Vec<CustomerId> = self.ids.by_ref().take(rows).collect();
        for row in ids.into_iter().filter_map(|id| index.row(id)) {
            self.line(&mut text, &row, providers);
        }
        let is_over = text.is_empty() && self.ids.as_slice().is_empty();
        (!is_over).then_some(text)
    }

    /// Money has its currency in the head: `spent_EUR`.
    fn head(&self, text: &mut String) {
        for (place, column) in self.columns.iter().enumerate() {
            text.push_str(if place > 0 { "," } else { "" });
            text.push_str(column.key());
            if *column == Column::Spent && self.currency != Currency::NONE {
                text.push('_');
                text.push_str(self.currency.code());
            }
        }
        text.push_str("\r\n");
    }

    fn line(&self, text: &mut String, row: &Row, providers: &Directory) {
        for (place, column) in self.columns.iter().enumerate() {
            text.push_str(if place > 0 { "," } else { "" });
            match row.cell(*column) {
                Cell::Empty => {}
                Cell::Text(value) => field(text, value),
                Cell::Word(word) | Cell::Estimate(word) => text.push_str(word.word),
                Cell::Provider(id) => field(text, providers.name(id)),
                Cell::Day(day) => text.push_str(&day.to_string()),
                Cell::Count(count) => text.push_str(&count.to_string()),
                Cell::Money(minor) => text.push_str(&decimal(minor, self.currency.exponent())),
            }
        }
        text.push_str("\r\n");
    }
}

/// Minor units as a plain decimal, such as `-0.05`.
fn decimal(minor: i64, exponent: u32) -> String {
    let scale = 10_u64.pow(exponent);
    let minus = if minor < 0 { "-" } else { "" };
    let (whole, part) = (minor.unsigned_abs() / scale, minor.unsigned_abs() % scale);
    if exponent == 0 {
        return format!("{minus}{whole}");
    }
    format!("{minus}{whole}.{part:0width$}", width = exponent as usize)
}

/// A text field. One that a spreadsheet would take for a formula gets an apostrophe in front (a phone
/// number that begins with a plus, too: it stays what was typed). Quotes where a comma, a quote or a line
/// end asks for them.
fn field(text: &mut String, value: &str) {
    let is_formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_quoted = value.contains([',', '"', '\n', '\r']) || value.starts_with(' ') || value.ends_with(' ');
    text.push_str(if is_quoted { "\"" } else { "" });
    text.push_str(if is_formula { "'" } else { "" });
    if is_quoted {
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_safe_in_a_spreadsheet() {
        let write = |value: &str| {
            let mut text = String::new();
            field(&mut text, value);
            text
        };
        assert_eq!(write("Hale & Sons"), "Hale & Sons");
        assert_eq!(write("Hale, \"Sons\""), "\"Hale, \"\"Sons\"\"\"");
        assert_eq!(write("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(write("+44 20 7946 0958"), "'+44 20 7946 0958");
        assert_eq!(write("@a\nb"), "\"'@a\nb\"");
        assert_eq!(write("-1"), "'-1");
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(1_500, 0), "1500");
        assert_eq!(decimal(1_234_567, 3), "1234.567");
    }
}
