//! Inserting many rows with few statements.

use crate::error::Problem;
use crate::sql::{many_rows, named};
use rusqlite::{CachedStatement, Connection, Statement};

/// Rows that one statement inserts where many come together. Neighbors share the cursor, so the tree is not
/// descended for each row; beyond 64 nothing more was gained (docs/storage.md).
pub(crate) const ROWS_PER_INSERT: usize = 64;

/// A named insert, prepared for one row and for many.
pub(crate) struct Inserter<'c> {
    one: CachedStatement<'c>,
    many: CachedStatement<'c>,
    width: usize,
    /// Rows bind only what is there, so what the row before left must be cleared.
    is_sparse: bool,
}

impl<'c> Inserter<'c> {
    /// Prepares the insert. `is_sparse` when rows leave parameters unbound that mean null.
    pub(crate) fn new(
        connection: &'c Connection,
        name: &str,
        is_sparse: bool,
    ) -> Result<Inserter<'c>, Problem> {
        Inserter::of_text(connection, named(name), is_sparse)
    }

    /// Prepares an insert that was narrowed.
    pub(crate) fn of_text(
        connection: &'c Connection,
        text: &str,
        is_sparse: bool,
    ) -> Result<Inserter<'c>, Problem> {
        let one = connection.prepare_cached(text)?;
        let many = connection.prepare_cached(&many_rows(text, ROWS_PER_INSERT))?;
        let width = one.parameter_count();
        Ok(Inserter { one, many, width, is_sparse })
    }

    /// Inserts `count` rows; `bind` gets the statement, the number by which to shift each parameter, and
    /// which row it is. Returns how many rows the table gained.
    pub(crate) fn insert(
        &mut self,
        count: usize,
        mut bind: impl FnMut(&mut Statement<'_>, usize, usize) -> Result<(), Problem>,
    ) -> Result<usize, Problem> {
        let mut changed = 0;
        let in_full = count - count % ROWS_PER_INSERT;
        for first in (0..in_full).step_by(ROWS_PER_INSERT) {
            if self.is_sparse {
                self.many.clear_bindings();
            }
            for place in 0..ROWS_PER_INSERT {
                bind(&mut self.many, place * self.width, first + place)?;
            }
            changed += self.many.raw_execute()?;
        }
        for index in in_full..count {
            if self.is_sparse {
                self.one.clear_bindings();
            }
            bind(&mut self.one, 0, index)?;
            changed += self.one.raw_execute()?;
        }
        Ok(changed)
    }
}
