//! Judgements that a person put aside, with a reason and until a day.

use crate::column::take;
use crate::error::Problem;
use crate::id::{AccountId, OverrideId};
use crate::merge;
use crate::sql::{self, statement};
use book::{CustomerId, Text, Timestamp};
use rusqlite::{Connection, Row, params};

/// A judgement that a person put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Its number.
    pub id: OverrideId,
    /// About whom.
    pub customer: CustomerId,
    /// Which judgement, in snake_case.
    pub judgement: Text,
    /// What holds instead.
    pub value: Text,
    /// Why.
    pub reason: Text,
    /// Who said it.
    pub account: AccountId,
    /// Since when it holds.
    pub at: Timestamp,
    /// Until when it holds; every override ends.
    pub expires_at: Timestamp,
    /// When it was ended before its day.
    pub lifted_at: Option<Timestamp>,
}

impl Override {
    /// True when it holds at an instant.
    pub fn is_in_force(&self, at: Timestamp) -> bool {
        self.at <= at && at < self.expires_at && self.lifted_at.is_none_or(|lifted| at < lifted)
    }
}

/// An override to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is that of an override")]
pub struct NewOverride {
    pub customer: CustomerId,
    pub judgement: Text,
    pub value: Text,
    pub reason: Text,
    pub account: AccountId,
    pub at: Timestamp,
    pub expires_at: Timestamp,
}

fn read(row: &Row<'_>) -> Result<Override, Problem> {
    Ok(Override {
        id: take(row, 0)?,
        customer: take(row, 1)?,
        judgement: take(row, 2)?,
        value: take(row, 3)?,
        reason: take(row, 4)?,
        account: take(row, 5)?,
        at: take(row, 6)?,
        expires_at: take(row, 7)?,
        lifted_at: take(row, 8)?,
    })
}

/// All overrides about a customer and those merged with it, newest first.
pub(crate) fn of_customer(connection: &Connection, customer: CustomerId) -> Result<Vec<Override>, Problem> {
    let mut found = Vec::new();
    for member in merge::group(connection, customer)? {
        found.extend(sql::all(connection, "overrides", [member], read)?);
    }
    found.sort_by_key(|row| std::cmp::Reverse(row.id));
    Ok(found)
}

/// Overrides of everybody that hold at an instant, in order of customer.
pub(crate) fn in_force(connection: &Connection, at: Timestamp) -> Result<Vec<Override>, Problem> {
    sql::all(connection, "overrides_in_force", [at.0], read)
}

pub(crate) fn add(connection: &Connection, new: &NewOverride) -> Result<OverrideId, Problem> {
    crate::change::must_exist(connection, new.customer)?;
    let id = OverrideId(sql::next(connection, "last_override")?);
    statement(connection, "add_override")?.execute(params![
        id.0,
        new.customer.0,
        new.judgement.as_str(),
        new.value.as_str(),
        new.reason.as_str(),
        new.account.0,
        new.at.0,
        new.expires_at.0,
    ])?;
    Ok(id)
}

/// Ends an override, or lets it hold again (`None`).
pub(crate) fn lift(connection: &Connection, id: OverrideId, at: Option<Timestamp>) -> Result<(), Problem> {
    let changed = statement(connection, "lift_override")?.execute((id.0, at.map(|at| at.0)))?;
    if changed == 1 { Ok(()) } else { Err(Problem::Unknown { what: "override", id: id.0.into() }) }
}
