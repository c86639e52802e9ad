//! Lists of people that somebody saved.

use crate::column::take;
use crate::error::Problem;
use crate::id::{AccountId, ViewId};
use crate::sql::{self, statement};
use book::Text;
use rusqlite::{Connection, Row};

/// A saved list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its number.
    pub id: ViewId,
    /// Whose it is.
    pub account: AccountId,
    /// What its owner calls it; no two lists of one account share a name.
    pub name: Text,
    /// What its address says after the question mark.
    pub query: Text,
}

fn read(row: &Row<'_>) -> Result<SavedView, Problem> {
    Ok(SavedView { id: take(row, 0)?, account: take(row, 1)?, name: take(row, 2)?, query: take(row, 3)? })
}

pub(crate) fn of_account(connection: &Connection, account: AccountId) -> Result<Vec<SavedView>, Problem> {
    sql::all(connection, "views", [account.0], read)
}

/// Saves a list; one of the same name gets the new query and keeps its number.
pub(crate) fn add(
    connection: &Connection,
    account: AccountId,
    name: &str,
    query: &str,
) -> Result<ViewId, Problem> {
    let next = sql::next(connection, "last_view")?;
    statement(connection, "add_view")?.execute((next, account.0, name, query))?;
    let id = sql::one(connection, "find_view", (account.0, name), |row| take(row, 0))?;
    Ok(id.unwrap_or(ViewId(next)))
}

/// True when there was such a list of that account.
pub(crate) fn remove(connection: &Connection, account: AccountId, id: ViewId) -> Result<bool, Problem> {
    Ok(statement(connection, "remove_view")?.execute((id.0, account.0))? == 1)
}
