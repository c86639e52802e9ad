//! Facts in words, as the office says them.

pub use office::said::*;
