//! What may stand on a day and what may not; the day as a whole.

mod acts;
mod day;
