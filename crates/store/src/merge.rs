//! Two customers who turned out to be one. Their facts stay under their own numbers; whoever reads the one
//! who stays reads both, and taking the merge away takes them apart again.

use crate::column::take;
use crate::error::Problem;
use crate::id::AccountId;
use crate::party::SourceNames;
use crate::sql::{self, statement};
use book::{CustomerId, Timestamp};
use rusqlite::{Connection, Row};

/// One merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The customer who is no longer listed.
    pub gone: CustomerId,
    /// The customer who stays.
    pub into: CustomerId,
    /// When it was said.
    pub at: Timestamp,
    /// Who said it.
    pub account: AccountId,
}

fn read(row: &Row<'_>) -> Result<Merge, Problem> {
    Ok(Merge { gone: take(row, 0)?, into: take(row, 1)?, at: take(row, 2)?, account: take(row, 3)? })
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<Merge>, Problem> {
    sql::all(connection, "merges", [], read)
}

/// Those that went directly into one customer, the latest first.
pub(crate) fn into(connection: &Connection, customer: CustomerId) -> Result<Vec<Merge>, Problem> {
    sql::all(connection, "merges_into", [customer.0], read)
}

pub(crate) fn count(connection: &Connection) -> Result<u64, Problem> {
    let count: i64 = statement(connection, "count_merges")?.query_row([], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// The merges of a book, in order of the customer who is gone; mostly none.
#[derive(Debug, Default)]
pub(crate) struct Merges(Vec<(u32, u32)>);

impl Merges {
    /// Reads all of them.
    pub(crate) fn read(connection: &Connection) -> Result<Merges, Problem> {
        let merges = all(connection)?;
        Ok(Merges(merges.into_iter().map(|merge| (merge.gone.0, merge.into.0)).collect()))
    }

    /// Reads what one customer needs: nothing, when it takes part in none.
    pub(crate) fn around(connection: &Connection, customer: u32) -> Result<Merges, Problem> {
        let mut own = statement(connection, "takes_part_in_merge")?;
        if own.exists([customer])? { Merges::read(connection) } else { Ok(Merges::default()) }
    }

    /// True when nobody is merged.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one into whom a customer went directly.
    fn into(&self, customer: u32) -> Option<u32> {
        let place = self.0.binary_search_by_key(&customer, |(gone, _)| *gone).ok()?;
        Some(self.0[place].1)
    }

    /// True for a customer who is gone into another.
    pub(crate) fn is_gone(&self, customer: u32) -> bool {
        self.into(customer).is_some()
    }

    /// The one who stays, which is the customer itself where nothing was merged.
    pub(crate) fn root(&self, customer: u32) -> u32 {
        let mut root = customer;
        // No chain is longer than the list; a circle, which only a damaged book has, ends too.
        for _ in 0..self.0.len() {
            match self.into(root) {
                Some(next) => root = next,
                None => break,
            }
        }
        root
    }

    /// Those who are gone into a customer, directly or by way of others, in order of number.
    pub(crate) fn gone_into(&self, root: u32) -> Vec<u32> {
        let gone = self.0.iter().map(|(gone, _)| *gone);
        gone.filter(|gone| *gone != root && self.root(*gone) == root).collect()
    }

    /// Those who stay and have others in them, in order of number.
    pub(crate) fn roots(&self) -> Vec<u32> {
        let mut roots: Vec<u32> = self.0.iter().map(|(gone, _)| self.root(*gone)).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }
}

/// The customer who is read when one asks for `customer`.
pub(crate) fn root(connection: &Connection, customer: CustomerId) -> Result<CustomerId, Problem> {
    Ok(CustomerId(Merges::around(connection, customer.0)?.root(customer.0)))
}

/// Everybody who is one with a customer: the one who stays first, then the others in order of number.
pub(crate) fn group(connection: &Connection, customer: CustomerId) -> Result<Vec<u32>, Problem> {
    let merges = Merges::around(connection, customer.0)?;
    let root = merges.root(customer.0);
    let mut group = vec![root];
    group.extend(merges.gone_into(root));
    Ok(group)
}

pub(crate) fn add(
    connection: &Connection,
    gone: CustomerId,
    into: CustomerId,
    at: Timestamp,
    account: AccountId,
) -> Result<(), Problem> {
    for customer in [gone, into] {
        crate::change::must_exist(connection, customer)?;
    }
    let merges = Merges::read(connection)?;
    if merges.is_gone(gone.0) || merges.root(into.0) == gone.0 {
        return Err(Problem::AlreadyMerged { gone, into });
    }
    statement(connection, "add_merge")?.execute((gone.0, into.0, at.0, account.0))?;
    Ok(())
}

/// Takes a merge away; returns it.
pub(crate) fn remove(connection: &Connection, gone: CustomerId) -> Result<Option<Merge>, Problem> {
    let merge = all(connection)?.into_iter().find(|merge| merge.gone == gone);
    statement(connection, "remove_merge")?.execute([gone.0])?;
    Ok(merge)
}

/// One customer with what the others in it know filled in; `None` when there is no such customer.
pub(crate) fn customer(
    connection: &Connection,
    names: &SourceNames,
    id: CustomerId,
) -> Result<Option<book::Customer>, Problem> {
    let mut group = group(connection, id)?.into_iter().map(CustomerId);
    let Some(root) = group.next() else { return Ok(None) };
    let Some(mut customer) = crate::find::own_customer(connection, names, root)? else { return Ok(None) };
    for other in group {
        if let Some(other) = crate::find::own_customer(connection, names, other)? {
            customer.fill_gaps(other);
        }
    }
    Ok(Some(customer))
}
