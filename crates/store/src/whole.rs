//! Histories as people know them: facts as amended since, and customers who were merged read as one.
//!
//! Where nothing was amended or merged, this costs two looks at empty tables and nothing for each customer.

use crate::amendment::Amendments;
use crate::error::Problem;
use crate::merge::{self, Merges};
use crate::read::{CustomerRange, Selection, stream_own};
use book::*;
use rusqlite::Connection;

/// Streams the selected histories of a range, without customers who are gone into others, in order of number.
pub(crate) fn stream(
    connection: &Connection,
    calendar: &Calendar,
    selection: Selection<'_>,
    range: CustomerRange,
    mut step: impl FnMut(&mut History),
) -> Result<(), Problem> {
    let is_one = range.start() == range.end();
    let merges = if is_one { Merges::around(connection, *range.start())? } else { Merges::read(connection)? };
    let amendments = Amendments::read(connection, *range.start(), *range.end())?;
    if merges.is_empty() && amendments.is_empty() {
        return stream_own(connection, calendar, selection, range, step);
    }
    let roots = merges.roots();
    let mut problem = None;
    stream_own(connection, calendar, selection, range, |history| {
        let number = history.customer.id.0;
        if problem.is_some() || merges.is_gone(number) {
            return;
        }
        amendments.apply(history);
        if roots.binary_search(&number).is_ok() {
            problem =
                absorb(connection, calendar, (merges.gone_into(number), selection.kinds), history).err();
        }
        if problem.is_none() {
            step(history);
        }
    })?;
    problem.map_or(Ok(()), Err)
}

/// Adds what is known about those who are gone into a history's customer.
fn absorb(
    connection: &Connection,
    calendar: &Calendar,
    (gone, kinds): (Vec<u32>, Option<&[FactKind]>),
    history: &mut History,
) -> Result<(), Problem> {
    for number in gone {
        let amendments = Amendments::read(connection, number, number)?;
        let selection = Selection { customers: None, kinds };
        stream_own(connection, calendar, selection, number..=number, |other| {
            amendments.apply(other);
            history.absorb(other.clone());
        })?;
    }
    Ok(())
}

/// The history of one customer, or of the one it was merged into.
pub(crate) fn one(
    connection: &Connection,
    calendar: &Calendar,
    id: CustomerId,
) -> Result<Option<History>, Problem> {
    let root = merge::root(connection, id)?.0;
    let mut found = None;
    stream(connection, calendar, Selection::default(), root..=root, |history| {
        // The stream has no further use for it: taken, not copied.
        let customer = history.customer.clone();
        found = Some(std::mem::replace(history, History::new(customer)));
    })?;
    Ok(found)
}
