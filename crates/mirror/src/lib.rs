//! What the business really does: judgements about the business, its providers and its programme.
//!
//! **Invariants.** Pure functions of counts, a day and a set of parameters: no I/O, no clock, no chance.
//! Unknown is not zero and not "fine"; "too early to say" and "never asked" are answers. No type here has an
//! order of people by complaints.
//!
//! Each judgement is one module: typed inputs, `assess` to a typed verdict, and `finding` into the one shape
//! of [`finding::Finding`]. [`MirrorBuilder`] gathers the inputs in one walk over a book.

pub mod asking;
pub mod builder;
pub mod calibration;
pub mod capacity;
pub mod conduct;
pub mod effects;
pub mod efficiency;
pub mod finding;
pub mod influence;
pub mod key_accounts;
pub mod kinds_mix;
pub mod parameters;
pub mod perception;
#[cfg(test)]
pub(crate) mod portrait;
pub mod practice;
pub mod promises;
pub mod rate;
pub mod tactics;
pub mod trials;
pub mod triangles;

pub use builder::{Mirror, MirrorBuilder};
pub use finding::{Count, Finding, FindingKind, RULE_VERSION, Subject, SubjectKind};
pub use parameters::Parameters;
pub use rate::{Rate, Said};
pub use trials::{Suggested, Trials};
