//! Lists are filled in parts: what a range of customers says, without a history.

use crate::column::take;
use crate::error::{At, Problem, StoreError};
use crate::merge::{self, Merges};
use crate::open::Book;
use crate::party::{self, SourceNames};
use crate::read::CustomerRange;
use crate::sql::{self, statement};
use crate::summary::{self, SummaryRow};
use book::{Customer, Day};
use rusqlite::Transaction;

impl Book {
    /// Figures of the whole population as last computed under these rules, whatever happened since, and the
    /// day they hold for: good enough to begin with while they are computed anew.
    ///
    /// # Errors
    /// What the database reports.
    pub fn latest_population(&self, rule_version: &str) -> Result<Option<(Day, String)>, StoreError> {
        let read = |row: &rusqlite::Row<'_>| Ok((take(row, 0)?, row.get(1)?));
        sql::one(&self.connection, "latest_population", [rule_version], read).at(&self.path)
    }

    /// Calls `step` with the customers of a range who are not merged into another, in order of number, gaps
    /// filled from those who are gone into them.
    ///
    /// # Errors
    /// What the database reports.
    pub fn customers_in(
        &self,
        range: &CustomerRange,
        mut step: impl FnMut(Customer),
    ) -> Result<(), StoreError> {
        let mut scan_range = || -> Result<(), Problem> {
            let connection =
                Transaction::new_unchecked(&self.connection, rusqlite::TransactionBehavior::Deferred)?;
            let names = SourceNames::read(&connection)?;
            let merges = Merges::read(&connection)?;
            let roots = merges.roots();
            let mut scan = statement(&connection, "scan_customer")?;
            let mut rows = scan.query([*range.start(), *range.end()])?;
            while let Some(row) = rows.next()? {
                let customer = party::customer(row, &names)?;
                if merges.is_gone(customer.id.0) {
                    continue;
                }
                if roots.binary_search(&customer.id.0).is_err() {
                    step(customer);
                } else if let Some(whole) = merge::customer(&connection, &names, customer.id)? {
                    step(whole);
                }
            }
            Ok(())
        };
        scan_range().at(&self.path)
    }

    /// Calls `step` with the summaries of the customers of a range who are not merged into another, in order
    /// of number: the same customers as [`Book::customers_in`], so that both can be read side by side.
    ///
    /// # Errors
    /// What the database reports.
    pub fn summaries_in(
        &self,
        range: &CustomerRange,
        mut step: impl FnMut(SummaryRow),
    ) -> Result<(), StoreError> {
        let mut scan_range = || -> Result<(), Problem> {
            let merges = Merges::read(&self.connection)?;
            let mut scan = statement(&self.connection, "scan_summary")?;
            let mut rows = scan.query([*range.start(), *range.end()])?;
            while let Some(row) = rows.next()? {
                let summary = summary::read(row)?;
                if !merges.is_gone(summary.customer) {
                    step(summary);
                }
            }
            Ok(())
        };
        scan_range().at(&self.path)
    }
}
