//! When each act is called for. One function per act; none of them writes a word.

mod duties;
mod gifts;
mod questions;
mod rhythm;

pub(crate) use duties::{check_backs, issues, promises};
pub(crate) use gifts::{future_needs, just_because, sell};
pub(crate) use questions::{ask_silent, follow_ups, verify};
pub(crate) use rhythm::off_rhythm;
