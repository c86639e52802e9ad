//! What people did, in plain words: the audit trail, and what an undo needs.

use crate::column::take;
use crate::error::Problem;
use crate::id::{AccountId, ActId};
use crate::merge;
use crate::sql::{self, statement};
use book::{CustomerId, ProviderId, Text, Timestamp};
use rusqlite::{Connection, Row, params};

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Its number; later acts have higher ones.
    pub id: ActId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub account: AccountId,
    /// What kind of act, as a word.
    pub verb: Text,
    /// About whom; a customer who was merged keeps the own number here.
    pub customer: Option<CustomerId>,
    /// The provider it involves.
    pub provider: Option<ProviderId>,
    /// The act in plain words.
    pub sentence: Text,
    /// What an undo needs, as JSON; `None` for what cannot be undone.
    pub undo: Option<Text>,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
    /// Who undid it.
    pub undone_by: Option<AccountId>,
}

/// An act to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is that of an act")]
pub struct NewAct {
    pub at: Timestamp,
    pub account: AccountId,
    pub verb: Text,
    pub customer: Option<CustomerId>,
    pub provider: Option<ProviderId>,
    pub sentence: Text,
    pub undo: Option<Text>,
}

/// Which acts to show. Everything left `None` asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActFilter {
    /// About this customer, and all who were merged with it.
    pub customer: Option<CustomerId>,
    /// Of this account.
    pub account: Option<AccountId>,
    /// Of this kind.
    pub verb: Option<Text>,
    /// From this instant on.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub to: Option<Timestamp>,
    /// Before this act: the last one of the page before.
    pub before: Option<ActId>,
    /// At most so many; 50 when 0.
    pub limit: u32,
}

/// Acts on a page when no number is given.
const PAGE: u32 = 50;

fn act(row: &Row<'_>) -> Result<Act, Problem> {
    Ok(Act {
        id: take(row, 0)?,
        at: take(row, 1)?,
        account: take(row, 2)?,
        verb: take(row, 3)?,
        customer: take(row, 4)?,
        provider: take(row, 5)?,
        sentence: take(row, 6)?,
        undo: take(row, 7)?,
        undone_at: take(row, 8)?,
        undone_by: take(row, 9)?,
    })
}

pub(crate) fn one(connection: &Connection, id: ActId) -> Result<Option<Act>, Problem> {
    sql::one(connection, "act", [id.0], act)
}

/// Acts, newest first.
pub(crate) fn filtered(connection: &Connection, filter: &ActFilter) -> Result<Vec<Act>, Problem> {
    let before = filter.before.map_or(i64::MAX, |act| i64::from(act.0));
    let verb = filter.verb.as_deref();
    let from = filter.from.map_or(i64::MIN, |at| at.0);
    let to = filter.to.map_or(i64::MAX, |at| at.0);
    let limit = if filter.limit == 0 { PAGE } else { filter.limit };
    let account = filter.account.map(|account| account.0);
    let Some(customer) = filter.customer else {
        return match account {
            None => sql::all(connection, "acts", (before, verb, from, to, limit), act),
            Some(account) => {
                sql::all(connection, "acts_of_account", (before, verb, from, to, limit, account), act)
            }
        };
    };
    let mut found = Vec::new();
    for member in merge::group(connection, customer)? {
        let values = (before, verb, from, to, limit, member, account);
        found.extend(sql::all(connection, "acts_of_customer", values, act)?);
    }
    found.sort_by_key(|act| std::cmp::Reverse(act.id));
    found.truncate(limit as usize);
    Ok(found)
}

pub(crate) fn record(connection: &Connection, new: &NewAct) -> Result<ActId, Problem> {
    let id = ActId(sql::next(connection, "last_act")?);
    statement(connection, "record_act")?.execute(params![
        id.0,
        new.at.0,
        new.account.0,
        new.verb.as_str(),
        new.customer.map(|customer| customer.0),
        new.provider.map(|provider| provider.0),
        new.sentence.as_str(),
        new.undo.as_deref(),
    ])?;
    Ok(id)
}

/// True when it was not undone before.
pub(crate) fn mark_undone(
    connection: &Connection,
    id: ActId,
    at: Timestamp,
    by: AccountId,
) -> Result<bool, Problem> {
    Ok(statement(connection, "mark_undone")?.execute((id.0, at.0, by.0))? == 1)
}
