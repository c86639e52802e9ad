//! Buy-till-you-die models of purchasing: BG/NBD, MBG/NBD, MBG/CNBD-k, Pareto/NBD and Gamma-Gamma.
//!
//! Pure arithmetic: no file, no clock, no chance. A fit never returns NaN, infinity or a degenerate answer
//! as if it were one; it says [`FitError`] instead.

use serde::{Deserialize, Serialize};

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
