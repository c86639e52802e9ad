//! The agenda: judgements and capacity in, today's work out.
//!
//! **Invariants.** No I/O, no clock, no chance: the day and the seed are arguments, and the same facts give
//! the same day. Position is by act (ask and keep promises before giving, giving before selling: ethics
//! 4.3); selection is a separate matter of minutes. Who said no is never suggested. A person appears once a
//! day. What is held out is said, never silently dropped. Nothing here writes the warm words: it says whom,
//! why, and what to ask.
//!
//! Two steps, so that a million customers are no burden:
//! 1. [`candidates`] looks at one customer and returns the reasons to act, without a single string; the
//!    [`Shortlist`] keeps the best few of each act and provider;
//! 2. [`compose`] reads those few again, shares the minutes out and puts every entry into words.

pub mod act;
pub mod bounds;
pub mod candidate;
pub mod compose;
pub mod hold_out;
mod look;
mod notes;
mod reasons;
pub mod render;
mod select;
pub mod shortlist;
mod wording;

pub use act::{Act, Group};
pub use bounds::{Bounds, Channel};
pub use candidate::{Basis, Candidate, candidates};
pub use compose::{Agenda, Also, Entry, HeldOut, LeftAlone, Member, Person, Request, compose};
pub use hold_out::{Arm, HoldOut};
pub use render::render;
pub use shortlist::Shortlist;

/// Minutes in a day for customers when nobody says otherwise: two hours, the believable part of a shop's day.
pub const DAY_MINUTES: u32 = 120;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
