//! What can go wrong with a whole file; single bad rows are counted, not errors.

use crate::batch::Reject;
use std::path::PathBuf;

/// Why there is no forecast.
#[derive(Debug, thiserror::Error)]
pub enum RfmError {
    /// The file cannot be opened, read or decompressed.
    #[error("{}: cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// There is not one line.
    #[error("{}: the file is empty; expected a header line and one purchase a line", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// UTF-16, as some spreadsheets write.
    #[error("{}: the file is UTF-16; save it again as CSV in UTF-8", path.display())]
    Encoding {
        /// The file.
        path: PathBuf,
    },
    /// A wanted column is not there.
    #[error(
        "{}: line 1: {option} names the column `{wanted}`; expected one of these or a number from 1: {found}",
        path.display()
    )]
    Column {
        /// The file.
        path: PathBuf,
        /// The option that named it.
        option: &'static str,
        /// What was asked for.
        wanted: String,
        /// The columns found.
        found: String,
    },
    /// More than half of the rows could not be read.
    #[error(
        "{}: {rejected} of {rows} rows cannot be read; {likely} (columns found: {columns}){first}",
        path.display()
    )]
    MostRowsBad {
        /// The file.
        path: PathBuf,
        /// Rows that could not be read.
        rejected: u64,
        /// All rows.
        rows: u64,
        /// The likely cause and the way out.
        likely: String,
        /// The columns found.
        columns: String,
        /// The first bad row, as a further sentence; empty when there is none.
        first: FirstReject,
    },
    /// Nobody bought anything within the calibration period.
    #[error("{}: no purchase {when}; rows {rows}, of them without a customer {without_customer}, \
             with an amount below zero {not_purchases}, unreadable {rejected}", path.display())]
    NoPurchases {
        /// The file.
        path: PathBuf,
        /// The period in words.
        when: String,
        /// All rows.
        rows: u64,
        /// Rows without a customer.
        without_customer: u64,
        /// Rows with an amount below zero.
        not_purchases: u64,
        /// Rows that could not be read.
        rejected: u64,
    },
    /// The hold-out period has no day.
    #[error(
        "--calibrate-to {calibrate_to} leaves nothing to hold out: the newest purchase is of {newest}; \
             choose an earlier date"
    )]
    NothingHeldOut {
        /// Last day of calibration.
        calibrate_to: String,
        /// Newest day of the file.
        newest: String,
    },
    /// The horizon is zero or beyond a century.
    #[error("--horizon is {found} days; expected 1 to 36525")]
    Horizon {
        /// What was asked for.
        found: u32,
    },
    /// No answer that could honestly be given.
    #[error("{}: {source}", path.display())]
    Fit {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: forecast::FitError,
    },
    /// The file of customers cannot be written.
    #[error("{}: cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

/// The first bad row, for the end of a message.
#[derive(Debug, Default)]
pub struct FirstReject(pub Option<Box<Reject>>);

impl std::fmt::Display for FirstReject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(reject) = &self.0 else { return Ok(()) };
        let Reject { line, field, found, expected } = reject.as_ref();
        write!(f, "; line {line}, field `{field}`: found `{found}`, expected {expected}")
    }
}
