//! One purchases file of any size in; its recency-frequency-monetary summary and a fitted forecast out.
//!
//! [`run`] is the whole way: [`read`] a file, fit a model, forecast everybody. Follow the rows through the
//! rooms:
//! * `source` opens the file, plain or compressed; `layout` finds its delimiter, header and columns;
//! * `rows` cuts a chunk into rows (`split`) and their cells into days and amounts (`parse`);
//! * `batch` carries purchases on, with customers as 64-bit keys (`ids`), to the hash table (`table`) in
//!   which `summary` adds them up: in one pass when they come in time order, else with a sort of all of them;
//! * `run` fits and forecasts; `report` and `output` are what comes back.
//!
//! The summary is that of the lifetimes package by days: frequency is distinct purchase days less one,
//! recency the days from the first to the last, age those from the first to the end of calibration, and spend
//! the mean of the purchase days after the first. In weeks the same days are divided by seven; nothing is put
//! into calendar weeks.
//!
//! A bad row is counted and, for the first twenty, named by line, field, found and expected; it never stops
//! the rest. Amounts below zero (returns) are no purchases; nothing paid is one. No clock, no book.

mod batch;
mod error;
mod ids;
mod layout;
mod output;
mod parse;
mod read;
mod report;
mod rows;
mod run;
mod source;
mod split;
mod summary;
mod table;

pub use batch::{Account, Reject};
pub use error::{FirstReject, RfmError};
pub use layout::Wanted;
pub use parse::AMOUNT_SCALE;
pub use read::{Reading, read};
pub use report::{GammaGammaReport, HORIZON_DAYS_DEFAULT, HORIZON_DAYS_MAX, Holdout, Report, Request};
pub use run::run;
pub use summary::{Summary, Window};

/// How far the work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How much of it is done, in bytes of the file or customers.
    pub done: u64,
    /// How much there is.
    pub total: u64,
}

/// The steps of a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading and summing the file; counts bytes.
    Reading,
    /// Fitting the model; counts nothing.
    Fitting,
    /// Forecasting and writing everybody; counts customers.
    Forecasting,
}
