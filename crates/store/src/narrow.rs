//! Reading and writing only the columns that ever hold something.
//!
//! A table of facts has up to sixteen columns, of which a given business fills perhaps six. Each column
//! costs as much to pass through the database as any other, filled or not, so statements are narrowed to
//! those in use: this halves the price of a pass over all facts (docs/storage.md).

use crate::column::{Column, take};
use crate::detail::{Stored, for_kind};
use crate::error::Problem;
use crate::sql::{named, statement};
use book::FactKind;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// Columns before those that may be left out: customer_id, at, fact_id, source_id.
pub(crate) const ALWAYS: usize = 4;

/// The columns that every table of facts begins with.
const LEADING_COLUMNS: &[&str] = &["customer_id", "at", "fact_id", "source_id", "external_id", "provider_id"];

/// More columns than any table of facts has.
const COLUMNS: usize = 24;

/// A set of columns of one table, by number from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Columns(pub u32);

impl Columns {
    /// Adds a column.
    #[inline]
    pub(crate) fn insert(&mut self, column: u8) {
        self.0 |= 1 << column;
    }

    /// The columns of either set.
    #[must_use]
    pub(crate) fn and(self, other: Columns) -> Columns {
        Columns(self.0 | other.0)
    }

    /// True for a column of the set, and for those that every table needs.
    pub(crate) fn contains(self, column: usize) -> bool {
        column <= ALWAYS || self.0 & (1 << column) != 0
    }

    /// True when every column of `other` is in the set.
    pub(crate) fn covers(self, other: Columns) -> bool {
        other.0 & !self.0 == 0
    }
}

/// How a batch fills the columns of one kind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Use {
    /// Columns that some row fills.
    pub some: Columns,
    /// Columns that no row leaves empty.
    pub every: Option<Columns>,
}

impl Use {
    /// Adds a row.
    #[inline]
    pub(crate) fn add(&mut self, row: Columns) {
        self.some.0 |= row.0;
        self.every = Some(self.every.map_or(row, |every| Columns(every.0 & row.0)));
    }

    /// True when there is no row at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.every.is_none()
    }

    /// True when some rows leave empty what others fill.
    pub(crate) fn is_sparse(&self) -> bool {
        self.every != Some(self.some)
    }
}

/// Where the columns of a table stand in a narrowed statement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Places([u8; COLUMNS + 1]);

const ABSENT: u8 = 0;

impl Places {
    /// Every column in its own place.
    pub(crate) const ALL: Places = {
        let mut places = [ABSENT; COLUMNS + 1];
        let mut column = 1;
        while column <= COLUMNS {
            places[column] = column as u8;
            column += 1;
        }
        Places(places)
    };

    /// The places of the columns of `used` when the others are left out.
    pub(crate) fn of(used: Columns) -> Places {
        let mut places = [ABSENT; COLUMNS + 1];
        let kept = (1..=COLUMNS).filter(|column| used.contains(*column));
        for (place, column) in (1..).zip(kept) {
            places[column] = place;
        }
        Places(places)
    }

    /// The parameter of a column, counted from 1.
    #[inline]
    pub(crate) fn parameter(&self, column: u8) -> usize {
        usize::from(self.0[usize::from(column)])
    }

    /// Reads a column, counted from 0; one that was left out is null.
    #[inline]
    pub(crate) fn take<T: Column>(&self, row: &Row<'_>, column: usize) -> Result<T, Problem> {
        match self.0[column + 1] {
            ABSENT => T::take(ValueRef::Null).ok_or_else(|| Problem::Damaged {
                detail: format!("column {column} is not known to be used"),
            }),
            place => take(row, usize::from(place) - 1),
        }
    }
}

/// A query that scans or inserts facts, with only the columns of `used`.
pub(crate) fn narrowed(name: &str, used: Columns) -> String {
    let text = named(name);
    let keep = |list: &str| -> String {
        let columns = list.split(',').zip(1..).filter(|(_, column)| used.contains(*column));
        columns.map(|(name, _)| name.trim()).collect::<Vec<_>>().join(", ")
    };
    let (head, list, tail) = between(text, "select\n", "\nfrom ")
        .or_else(|| between(text, " (\n", "\n) values"))
        .expect("scans and inserts of facts begin with their list of columns");
    let Some((middle, values, end)) = between(tail, "values (\n", "\n)") else {
        return format!("{head}{}{tail}", keep(list));
    };
    let count = keep(values).split(',').count();
    let values: Vec<String> = (1..=count).map(|place| format!("?{place}")).collect();
    format!("{head}{}{middle}{}{end}", keep(list), values.join(", "))
}

/// Cuts a text into what goes up to the end of `start`, what lies before `end`, and the rest.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let first = text.find(start)? + start.len();
    let last = first + text[first..].find(end)?;
    Some((&text[..first], &text[first..last], &text[last..]))
}

/// The kinds of fact that the book holds, each with its columns in use.
pub(crate) fn used_columns(connection: &Connection) -> Result<Vec<(FactKind, Columns)>, Problem> {
    let mut used = statement(connection, "used_columns")?;
    let mut rows = used.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (number, columns): (i64, u32) = (take(row, 0)?, take(row, 1)?);
        let kind = FactKind::ALL.into_iter().find(|kind| *kind as i64 == number);
        let detail = || format!("used_columns has a kind numbered {number}");
        found.push((kind.ok_or_else(|| Problem::Damaged { detail: detail() })?, Columns(columns)));
    }
    Ok(found)
}

/// Whether any fact of a kind ever filled a column.
pub(crate) fn is_filled(connection: &Connection, kind: FactKind, column: &str) -> Result<bool, Problem> {
    let of_detail = for_kind!(kind, Kind => Kind::COLUMNS);
    let mut columns = LEADING_COLUMNS.iter().chain(of_detail).zip(1..);
    let place = columns.find(|(name, _)| **name == column).map(|(_, place)| place);
    let used = used_columns(connection)?.into_iter().find(|(used, _)| *used == kind);
    Ok(used.zip(place).is_some_and(|((_, used), place)| used.contains(place)))
}

/// Remembers that facts of a kind fill these columns.
pub(crate) fn use_columns(connection: &Connection, kind: FactKind, columns: Columns) -> Result<(), Problem> {
    statement(connection, "use_columns")?.execute((kind as u8, columns.0))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::many_rows;

    #[test]
    fn a_statement_keeps_the_columns_in_use() {
        let mut used = Columns::default();
        used.insert(6);
        used.insert(7);
        let scan = narrowed("scan_purchase", used);
        assert!(
            scan.contains("select\ncustomer_id, at, fact_id, source_id, provider_id, amount_minor\nfrom"),
            "{scan}"
        );
        let insert = narrowed("insert_purchase", used);
        assert!(insert.contains("values (\n?1, ?2, ?3, ?4, ?5, ?6\n)"), "{insert}");
        assert!(many_rows(&insert, 2).contains("(?7, ?8, ?9, ?10, ?11, ?12)"));
        let places = Places::of(used);
        assert_eq!([6, 7, 8].map(|column| places.parameter(column)), [5, 6, 0]);
    }
}
