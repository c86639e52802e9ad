//! One purchases file of any size in; its recency-frequency-monetary summary and a fitted forecast out.

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
