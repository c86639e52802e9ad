//! Judgements: pure functions from one customer's history, a day and a set of parameters to verdicts.
//!
//! **Invariants.** No I/O, no clock, no chance: the same facts, `as_of` and parameters give the same
//! judgement, in whatever order the facts came. Unknown is not zero and not "fine". No master score.
//!
//! Each judgement is one module with two functions: `assess` computes a typed verdict without a single
//! string (a million customers a pass), and `judgements` puts a verdict into words with its facts.

pub mod contract;
pub mod context;
pub mod parameters;
pub mod words;

pub use context::Context;
pub use contract::{Judgement, JudgementKind, NamedTest, Outcome, TestOutcome};
pub use parameters::{Parameters, RULE_VERSION};
