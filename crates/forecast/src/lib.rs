//! Buy-till-you-die models of purchasing: BG/NBD, MBG/NBD, MBG/CNBD-k, Pareto/NBD and Gamma-Gamma.
//!
//! Pure arithmetic: no file, no clock, no chance. A fit never returns NaN, infinity or a degenerate answer
//! as if it were one; it says [`FitError`] instead. The usual way through:
//!
//! 1. [`summarise`] each customer's purchase days into an [`Observation`];
//! 2. [`Observations::collapse`] them (equal ones become one with a weight) and [`fit`] a [`Model`];
//! 3. ask a [`Forecaster`] for every customer, and a [`GammaGamma`] for what a purchase will be worth;
//! 4. [`backtest`] shows how far off the same forecast was at past dates.
//!
//! Rank people by expected purchases or value. P(alive) of the BG/NBD model is 1 for every one-time buyer and
//! no health figure; the default model is therefore MBG/NBD (evidence 1.1).

mod backtest;
mod correction;
mod dropout;
mod error;
mod fit;
mod fitted;
mod forecaster;
mod gamma_gamma;
mod pareto;
mod sample;
mod summary;

use serde::{Deserialize, Serialize};

pub use backtest::{CohortCount, CutReport, Person, Settings, Window, backtest, window};
pub use correction::{Cohort, Correction, Season};
pub use error::FitError;
pub use fit::{MIN_CUSTOMERS, MIN_REPEATERS, fit};
pub use fitted::{Fitted, Parameters};
pub use forecaster::{Discounting, Forecast, Forecaster};
pub use gamma_gamma::{GammaGamma, Spend};
pub use sample::Observations;
pub use summary::{Unit, mean_repeat_spend, summarise};

/// What a purchase model needs to know of one customer, in any time unit (days or weeks), all from the
/// customer's first purchase on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Repeat purchases (purchase days after the first).
    pub frequency: u32,
    /// Time of the last repeat purchase; 0 when there is none.
    pub recency: f64,
    /// Time observed, at least `recency`.
    pub age: f64,
    /// Sum of the natural logarithms of the times between purchases; used only by MBG/CNBD-k with k > 1.
    pub log_gaps: f64,
}

/// The models that can be fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// Fader, Hardie & Lee 2005.
    BgNbd,
    /// Batislam, Denizel & Filiztekin 2007.
    MbgNbd,
    /// Schmittlein, Morrison & Colombo 1987.
    ParetoNbd,
    /// Reutterer, Platzer & Schroeder 2021: regular buyers.
    MbgCnbdK,
}

impl Model {
    /// The name people know the model by.
    pub fn name(self) -> &'static str {
        match self {
            Model::BgNbd => "BG/NBD",
            Model::MbgNbd => "MBG/NBD",
            Model::ParetoNbd => "Pareto/NBD",
            Model::MbgCnbdK => "MBG/CNBD-k",
        }
    }
}
