//! Judgements: pure functions from one customer's history, a day and a set of parameters to verdicts.
//!
//! **Invariants.** No I/O, no clock, no chance: the same facts, `as_of` and parameters give the same
//! judgement, in whatever order the facts came. Unknown is not zero and not "fine". No master score.
//!
//! Each judgement is one module with two functions: `assess` computes a typed verdict without a single
//! string (a million customers a pass), and `judgements` puts a verdict into words with its facts.

pub mod alive;
pub mod assessment;
pub mod backtest;
pub mod benefit_level;
pub mod candor;
pub mod contact_load;
pub mod contacts;
pub mod context;
pub mod contract;
pub mod decline;
pub mod draft;
pub mod efficiency;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod follow_up;
pub mod foundation;
pub mod give_ask;
pub mod initiative;
pub mod link_strength;
pub mod load;
pub mod outbound;
pub mod parameters;
pub mod permission;
pub mod population;
#[cfg(test)]
pub(crate) mod portrait;
pub mod promise_keeping;
pub mod relationship_kind;
pub mod rhythm;
pub mod service_level;
pub mod signals;
pub mod three_part_test;
pub mod velocity;
pub mod wanted_style;
pub mod wish_to_connect;
pub mod words;

pub use assessment::{Assessment, assess, judgements};
pub use context::Context;
pub use contract::{Judgement, JudgementKind, NamedTest, Outcome, TestOutcome};
pub use draft::Draft;
pub use parameters::{Parameters, RULE_VERSION};
pub use population::{Population, PopulationBuilder, Sample};
