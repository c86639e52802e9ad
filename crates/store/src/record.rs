//! From a stored row back to the record it came from.

use crate::column::take;
use crate::detail::{LEADING, Stored};
use crate::error::Problem;
use crate::narrow::Places;
use book::*;
use rusqlite::Row;

/// The record of one row of `whole_*` or `all_*`, given its parties' own ids. Its line is 0: which line it
/// stood on is not kept.
pub(crate) fn stored_record<D: Stored>(
    row: &Row<'_>,
    customer: &Text,
    provider: Option<&Text>,
) -> Result<Record, Problem> {
    Ok(Record {
        line: 0,
        id: take(row, 2)?,
        external_id: take(row, 4)?,
        at: take(row, 1)?,
        customer: customer.clone(),
        provider: provider.cloned(),
        body: D::take(row, &Places::ALL)?.body(),
        extras: take(row, LEADING + D::COLUMNS.len())?,
    })
}
