//! Confidences: who may read them, and who did.

use crate::column::take;
use crate::error::Problem;
use crate::id::AccountId;
use crate::merge;
use crate::sql::{self, statement};
use crate::write::find_key;
use book::{CustomerId, FactId, Timestamp};
use rusqlite::{Connection, Row};

/// Somebody opened a confidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteOpening {
    /// About whom it is.
    pub customer: CustomerId,
    /// The knowledge that is the confidence.
    pub fact: FactId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub account: AccountId,
}

fn opening(row: &Row<'_>) -> Result<NoteOpening, Problem> {
    Ok(NoteOpening {
        customer: take(row, 0)?,
        fact: take(row, 1)?,
        at: take(row, 2)?,
        account: take(row, 3)?,
    })
}

/// Who opened the confidences of a customer and those merged with it, newest first.
pub(crate) fn openings(connection: &Connection, customer: CustomerId) -> Result<Vec<NoteOpening>, Problem> {
    let mut found = Vec::new();
    for member in merge::group(connection, customer)? {
        found.extend(sql::all(connection, "note_openings", [member], opening)?);
    }
    found.sort_by_key(|opening| (std::cmp::Reverse(opening.at), opening.fact, opening.account));
    Ok(found)
}

/// Who may read which confidence of a customer and those merged with it, in order of fact and account.
pub(crate) fn readers(
    connection: &Connection,
    customer: CustomerId,
) -> Result<Vec<(FactId, AccountId)>, Problem> {
    let mut found = Vec::new();
    for member in merge::group(connection, customer)? {
        let pair = |row: &Row<'_>| Ok((take(row, 0)?, take(row, 1)?));
        found.extend(sql::all(connection, "note_readers", [member], pair)?);
    }
    found.sort_unstable();
    Ok(found)
}

/// The customer under whose number a fact stands.
fn owner(connection: &Connection, fact: FactId) -> Result<u32, Problem> {
    let key = find_key(connection, fact.0)?;
    Ok(key.ok_or(Problem::Unknown { what: "knowledge", id: fact.0 })?.customer)
}

pub(crate) fn opened(
    connection: &Connection,
    fact: FactId,
    at: Timestamp,
    account: AccountId,
) -> Result<(), Problem> {
    let customer = owner(connection, fact)?;
    statement(connection, "note_opened")?.execute((customer, fact.0 as i64, at.0, account.0))?;
    Ok(())
}

/// Says who may read a confidence, instead of those who might before; returns those.
pub(crate) fn set_readers(
    connection: &Connection,
    fact: FactId,
    accounts: &[AccountId],
) -> Result<Vec<AccountId>, Problem> {
    let customer = owner(connection, fact)?;
    let before = readers(connection, CustomerId(customer))?;
    statement(connection, "clear_note_readers")?.execute((customer, fact.0 as i64))?;
    for account in accounts {
        statement(connection, "add_note_reader")?.execute((customer, fact.0 as i64, account.0))?;
    }
    Ok(before.into_iter().filter(|(of, _)| *of == fact).map(|(_, account)| account).collect())
}
