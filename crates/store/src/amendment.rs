//! What was said about facts after they were recorded, read beside them.

use crate::column::take;
use crate::error::Problem;
use crate::id::AccountId;
use crate::merge;
use crate::sql::{self, statement};
use crate::write::find_key;
use book::*;
use rusqlite::{Connection, Row, params};

/// A row: whose fact it is about, and what it says.
fn read(row: &Row<'_>) -> Result<(u32, Amendment), Problem> {
    let (customer, at, id) = (take::<CustomerId>(row, 0)?, take(row, 1)?, take(row, 2)?);
    let kind: i64 = take(row, 3)?;
    let text: Text = take(row, 5)?;
    let id: AmendmentId = id;
    let damaged = |what: &str| Problem::Damaged { detail: format!("amendment {} {what}", id.0) };
    let fact_kind = FactKind::ALL.into_iter().find(|word| *word as i64 == kind);
    let fact_kind = fact_kind.ok_or_else(|| damaged("is about no known kind of fact"))?;
    let change = serde_json::from_str(&text).map_err(|_| damaged("says something that is not understood"))?;
    Ok((customer.0, Amendment { id, fact_kind, fact: take(row, 4)?, at, change }))
}

/// The amendments of a range of customers, to walk beside their histories. There are few, so they are read at
/// once; where there are none, one look at an empty range is all it costs.
#[derive(Debug, Default)]
pub(crate) struct Amendments {
    rows: Vec<(u32, Amendment)>,
}

impl Amendments {
    /// Those of customers `first` to `last`.
    pub(crate) fn read(connection: &Connection, first: u32, last: u32) -> Result<Amendments, Problem> {
        Ok(Amendments { rows: sql::all(connection, "scan_amendment", [first, last], read)? })
    }

    /// True when nothing was said.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Applies what was said about the facts of a history's own customer.
    pub(crate) fn apply(&self, history: &mut History) {
        let number = history.customer.id.0;
        let first = self.rows.partition_point(|(customer, _)| *customer < number);
        let own = self.rows[first..].iter().take_while(|(customer, _)| *customer == number);
        for (_, amendment) in own {
            history.amend(std::slice::from_ref(amendment));
        }
    }
}

/// Everything said about the facts of a customer, and of those merged with it, in the order in which it was
/// said.
pub(crate) fn of_customer(connection: &Connection, id: CustomerId) -> Result<Vec<Amendment>, Problem> {
    let mut found = Vec::new();
    for member in merge::group(connection, id)? {
        let rows = sql::all(connection, "scan_amendment", [member, member], read)?;
        found.extend(rows.into_iter().map(|(_, amendment)| amendment));
    }
    found.sort_by_key(|amendment| (amendment.at, amendment.id));
    Ok(found)
}

/// What was said about one fact, in the order in which it was said.
pub(crate) fn of_fact(connection: &Connection, fact: FactId) -> Result<Vec<Amendment>, Problem> {
    let rows = sql::all(connection, "amendments_of_fact", [fact.0 as i64], read)?;
    Ok(rows.into_iter().map(|(_, amendment)| amendment).collect())
}

/// Calls `visit` with every amendment and the customer it is filed under: for checking.
pub(crate) fn every(connection: &Connection) -> Result<Vec<(u32, Amendment)>, Problem> {
    sql::all(connection, "all_amendment", [], read)
}

pub(crate) fn add(
    connection: &Connection,
    account: AccountId,
    kind: FactKind,
    fact: FactId,
    at: Timestamp,
    change: &Change,
) -> Result<AmendmentId, Problem> {
    let key = find_key(connection, fact.0)?.filter(|key| key.kind == kind);
    let key = key.ok_or(Problem::Unknown { what: kind.word(), id: fact.0 })?;
    if change.kind().is_some_and(|wanted| wanted != kind) {
        return Err(Problem::WrongKind { kind, change: change.clone() });
    }
    let id = AmendmentId(sql::next(connection, "last_amendment")?);
    let text = serde_json::to_string(change).expect("a change has only words, numbers and texts");
    let values = params![key.customer, at.0, id.0, account.0, kind as u8, fact.0 as i64, text];
    statement(connection, "add_amendment")?.execute(values)?;
    Ok(id)
}

/// Takes an amendment away; returns it.
pub(crate) fn remove(connection: &Connection, id: AmendmentId) -> Result<Amendment, Problem> {
    let found = sql::one(connection, "amendment", [id.0], read)?;
    let (_, amendment) = found.ok_or(Problem::Unknown { what: "amendment", id: id.0.into() })?;
    statement(connection, "remove_amendment")?.execute([id.0])?;
    Ok(amendment)
}

/// A fact now belongs to another customer: what was said about it follows.
pub(crate) fn follow(connection: &Connection, fact: u64, customer: u32) -> Result<(), Problem> {
    statement(connection, "move_amendments")?.execute((fact as i64, customer))?;
    Ok(())
}
