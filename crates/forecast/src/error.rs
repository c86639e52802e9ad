//! Why a model could not be fitted, and the way out.

/// A fit that did not happen. No number comes with it: what cannot be known is not guessed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FitError {
    /// Too few people, or too few who came back, to learn anything from.
    #[error(
        "{customers} customers, {repeaters} of whom bought again: a forecast needs {need_customers} and \
         {need_repeaters}; take a longer period, or forecast when more is known"
    )]
    TooFew {
        /// Customers seen.
        customers: u64,
        /// Customers with at least one repeat purchase.
        repeaters: u64,
        /// Customers needed.
        need_customers: u64,
        /// Customers with a repeat purchase needed.
        need_repeaters: u64,
    },
    /// An observation that no customer can have.
    #[error(
        "observation {index}: frequency {frequency}, recency {recency}, age {age}; expected \
         0 <= recency <= age, and recency 0 exactly when frequency is 0; check the purchase dates"
    )]
    BadObservation {
        /// Position in the input, from 0.
        index: usize,
        /// As given.
        frequency: u32,
        /// As given.
        recency: f64,
        /// As given.
        age: f64,
    },
    /// A mean spend that is not an amount above zero.
    #[error(
        "spend {index}: {mean} for {frequency} repeat purchases; expected an amount above zero; leave it out"
    )]
    BadSpend {
        /// Position in the input, from 0.
        index: usize,
        /// As given.
        frequency: u32,
        /// As given.
        mean: f64,
    },
    /// The search ended without settling.
    #[error(
        "{model} did not settle on parameters for these records; try another model, another time unit, or a \
         longer period"
    )]
    NotConverged {
        /// The model's name.
        model: &'static str,
    },
    /// The best parameters lie at the edge of what can be computed: the records do not fit the model at all.
    #[error(
        "{model}: the best {parameter} is {value:e}, the edge of what the model can express; these records \
         do not look like its kind of buying; try another model or a longer period"
    )]
    Degenerate {
        /// The model's name.
        model: &'static str,
        /// The parameter at its edge.
        parameter: &'static str,
        /// Where it ended.
        value: f64,
    },
    /// Spend varies so much between customers that its mean does not exist under the model.
    #[error(
        "the Gamma-Gamma model has q = {q:.3}, at most 1: a mean spend of the population is undefined; use \
         each customer's own mean, or look for amounts that are not purchases"
    )]
    NoPopulationMean {
        /// The shape of the spread between customers.
        q: f64,
    },
}
