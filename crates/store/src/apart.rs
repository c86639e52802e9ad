//! Customers who look alike and of whom somebody said that they are two.

use crate::change::must_exist;
use crate::column::take;
use crate::error::Problem;
use crate::id::AccountId;
use crate::sql::{self, statement};
use book::{CustomerId, Timestamp};
use rusqlite::Connection;

/// Two customers who look alike and are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    /// The one with the smaller number.
    pub one: CustomerId,
    /// The other.
    pub other: CustomerId,
    /// When that was said.
    pub at: Timestamp,
    /// By whom.
    pub account: AccountId,
}

/// The smaller number first.
fn in_order((a, b): (CustomerId, CustomerId)) -> (CustomerId, CustomerId) {
    (a.min(b), a.max(b))
}

/// Every pair that was told apart, in order.
pub(crate) fn all(connection: &Connection) -> Result<Vec<Apart>, Problem> {
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Apart { one: take(row, 0)?, other: take(row, 1)?, at: take(row, 2)?, account: take(row, 3)? })
    };
    sql::all(connection, "told_apart", [], read)
}

pub(crate) fn add(
    connection: &Connection,
    pair: (CustomerId, CustomerId),
    at: Timestamp,
    account: AccountId,
) -> Result<bool, Problem> {
    let (one, other) = in_order(pair);
    for customer in [one, other] {
        must_exist(connection, customer)?;
    }
    let added = statement(connection, "tell_apart")?.execute((one.0, other.0, at.0, account.0))?;
    Ok(added > 0)
}

pub(crate) fn remove(
    connection: &Connection,
    pair: (CustomerId, CustomerId),
) -> Result<Option<Apart>, Problem> {
    let (one, other) = in_order(pair);
    let found = all(connection)?.into_iter().find(|apart| (apart.one, apart.other) == (one, other));
    statement(connection, "untell_apart")?.execute((one.0, other.0))?;
    Ok(found)
}
