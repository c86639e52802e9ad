//! What a judgement may know besides the customer's own history.

use crate::{Parameters, population::Population};
use book::{Currency, Day, Directory, Timestamp};

/// The day, the rules and the population: the arguments that make a judgement reproducible.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Judged as of the end of this day.
    pub as_of_day: Day,
    /// The last instant of `as_of_day`; facts after it must already be cut off (`History::truncate_to`).
    pub as_of: Timestamp,
    /// Thresholds, versioned.
    pub parameters: &'a Parameters,
    /// What the whole book says: usual gaps, priors, the fitted purchase model.
    pub population: &'a Population,
    /// Names of providers.
    pub directory: &'a Directory,
    /// The book's currency, for purchases that name none.
    pub currency: Currency,
}
