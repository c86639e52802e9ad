//! What a judgement may know besides the customer's own history.

use crate::{Parameters, population::Population};
use book::{Calendar, Currency, Day, Directory, Timestamp};

/// The day, the rules and the population: the arguments that make a judgement reproducible.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Judged as of the end of this day.
    pub as_of_day: Day,
    /// The last instant of `as_of_day`; facts after it must already be cut off (`History::truncate_to`).
    pub as_of: Timestamp,
    /// The book's time zone, so that a due date or a closing date falls on the day the business knows it by.
    pub calendar: &'a Calendar,
    /// Thresholds, versioned.
    pub parameters: &'a Parameters,
    /// What the whole book says: usual gaps, priors, the fitted purchase model.
    pub population: &'a Population,
    /// Names of providers.
    pub directory: &'a Directory,
    /// The book's currency, for purchases that name none.
    pub currency: Currency,
}

impl Context<'_> {
    /// The civil day of an instant in the book's time zone.
    pub fn day_of(&self, at: Timestamp) -> Day {
        self.calendar.day(at)
    }

    /// Days from `day` to the day judged; negative for a day to come.
    pub fn days_ago(&self, day: Day) -> i32 {
        self.as_of_day.days_since(day)
    }
}
