//! What the whole book says: usual gaps, priors, each provider's share, the fitted purchase model.
//!
//! **Invariants.** Only sums of whole numbers and counts are collected, so that histories added in any order,
//! in any number of parts merged in any order, give the very same population. One customer, one vote: a
//! usual gap is the median over customers of each one's mean gap, not over gaps, or the few who come every
//! day would set the rhythm of everybody.

use book::{Day, ProviderId};
use serde::{Deserialize, Serialize};

mod builder;
mod buyers;
pub(crate) mod margins;
mod sample;
mod tally;

pub use builder::PopulationBuilder;
pub use buyers::{BUYERS_MIN, Buyers, PurchaseModel, REPEAT_BUYERS_MIN};
pub(crate) use buyers::{WEEK_DAYS, spent_after_first};
pub use sample::{SAMPLE_CUSTOMERS, Sample};

/// The population's part in every judgement. Derived, cached as JSON, never an input of its own.
///
/// A book of more than [`SAMPLE_CUSTOMERS`] is learnt from a [`Sample`]. Then `customers`, `buyers` and the
/// paces are estimates for the whole book, promises are those of everybody, the first and the last day may
/// miss a few records, and every other count is of the sample: judgements read them as shares, or ask whether
/// there are any, and a sample that holds too few to say is not used.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// Customers with any fact.
    pub customers: u64,
    /// Those it was learnt from: all of them, or those in the sample.
    pub customers_sampled: u64,
    /// Who they are.
    pub sample: Sample,
    /// First and last day of any contact or purchase.
    pub first_day: Option<Day>,
    /// Last day of any contact or purchase.
    pub last_day: Option<Day>,
    /// Contact days in all (whoever served), and per provider (for the test against chance).
    pub contact_days: u64,
    /// Per provider, in order of id.
    pub provider_contact_days: Vec<(ProviderId, u64)>,
    /// Median over customers of the mean gap between contacts, in days.
    pub contact_gap_days: Option<f64>,
    /// Median over customers of the mean gap between purchases, in days.
    pub purchase_gap_days: Option<f64>,
    /// Regularity of contacts (Wheat-Morrison), 1 to 6; `None` under 30 customers with two gaps.
    pub contact_shape: Option<u32>,
    /// Regularity of purchases.
    pub purchase_shape: Option<u32>,
    /// How busy the book has been lately in contacts; `None` when it is too young to compare.
    pub contact_pace: Option<Pace>,
    /// How busy it has been lately in purchases.
    pub purchase_pace: Option<Pace>,
    /// Voice events and exposures in all.
    pub voice: (u64, u64),
    /// Gamma prior of voice per exposure: shape, exposures.
    pub voice_prior: (f64, f64),
    /// Beta prior of promise keeping over providers: a, b.
    pub promise_prior: Option<(f64, f64)>,
    /// Our promises that count, per provider (`None`: nobody named): kept on time, settled.
    pub provider_promises: Vec<(Option<ProviderId>, u64, u64)>,
    /// Deliveries somebody asked about, and all deliveries.
    pub deliveries_asked: (u64, u64),
    /// Check-in questions recorded in all.
    pub questions_asked: u64,
    /// Interactions of any kind recorded in all.
    pub interactions: u64,
    /// Promises recorded in all.
    pub promises: u64,
    /// Knowledge facts recorded in all. Where a book keeps neither these nor adaptations, nobody can know
    /// whether a service was adapted (J1, T3).
    pub knowledge: u64,
    /// Adaptations recorded in all.
    pub adaptations: u64,
    /// Customers by the style they stated last: strictly business, collaborative, fan. A prior of J3 from
    /// thirty of them on; of a sample, those in it.
    #[serde(default)]
    pub stated_styles: [u64; 3],
    /// Day of the first benefit recorded of anybody: since then nobody who has none was given one.
    #[serde(default)]
    pub benefits_since: Option<Day>,
    /// The lowest margin of a year, in minor units of the book's currency, of the middle and of the highest
    /// third of customers; `None` while the costs of fewer than thirty are known (J19).
    #[serde(default)]
    pub margin_thirds: Option<(i64, i64)>,
    /// Customers of each provider (assigned, else the last who served), in order of id; of a sample, those in
    /// it.
    #[serde(default)]
    pub provider_customers: Vec<(ProviderId, u64)>,
    /// The smallest number of them in the middle and in the highest third of providers; `None` under three.
    #[serde(default)]
    pub customer_thirds: Option<(u64, u64)>,
    /// Customers who stayed after their provider changed, of those whose provider changed; `None`: not known.
    pub handovers: Option<(u64, u64)>,
    /// Customers with a sale, and those who bought on more than one day.
    pub buyers: Buyers,
    /// The fitted purchase model; `None` when there are too few buyers or no fit could be trusted.
    pub purchase_model: Option<PurchaseModel>,
}

impl Population {
    /// Days from the book's first contact or purchase to `day`; zero for an empty book.
    pub fn days_covered(&self, day: Day) -> i32 {
        self.first_day.map_or(0, |first_day| day.days_since(first_day).max(0))
    }
}

/// Contact or purchase days per week: lately (the last four weeks) and usually (the year before those, or
/// as much of it as the book covers, at least eight weeks).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// Per week in the last four weeks.
    pub recent: f64,
    /// Per week before them.
    pub usual: f64,
}

impl Pace {
    /// Whether the whole book is much quieter than usual: under six tenths. Then one customer's silence says
    /// little about that customer.
    pub fn is_quiet(&self) -> bool {
        self.recent < 0.6 * self.usual
    }

    /// Whether it is much busier than usual: over half as much again, as before Christmas.
    pub fn is_busy(&self) -> bool {
        self.recent > 1.5 * self.usual
    }
}

#[cfg(test)]
mod tests;
