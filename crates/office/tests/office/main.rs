//! The office with a clock that stands still: group commit, ways back, the desk of the day, sessions.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

mod days;
mod mirror;
mod room;
mod signing_in;
mod undoing;
mod writing;
