//! Do the judgements hold on records they have not seen?

pub mod continuity;

pub use continuity::{ContinuityBacktest, ContinuityReport};
