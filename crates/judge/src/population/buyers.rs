//! Buyers, and the purchase model fitted to all of them.

use super::Sample;
use book::{Currency, Day, Purchase, fact::Fact};
use forecast::{Fitted, GammaGamma, Model, Observation, Observations, Spend};
use serde::{Deserialize, Serialize};

/// Customers who ever bought (below this many no purchase model is fitted; J6b).
pub const BUYERS_MIN: u64 = forecast::MIN_CUSTOMERS;
/// Customers who bought on two days or more (below this many no purchase model is fitted; J6b).
pub const REPEAT_BUYERS_MIN: u64 = forecast::MIN_REPEATERS;

/// How many buyers there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyers {
    /// Customers with a sale.
    pub all: u64,
    /// Customers with sales on two days or more.
    pub repeat: u64,
}

/// The purchase model of the whole book: time in weeks, money in minor units of the book's currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PurchaseModel {
    /// MBG/NBD by default (evidence 1.1).
    pub fitted: Fitted,
    /// What a purchase day is worth; `None` without amounts or when no fit could be trusted.
    pub spend: Option<GammaGamma>,
}

/// Repeat buyers whose spending is looked at: enough for three parameters to three digits.
const SPENDS_MAX: usize = 50_000;

/// Days in the model's unit of time.
pub(crate) const WEEK_DAYS: f64 = 7.0;

/// Collects what the purchase model is fitted to: eight bytes a buyer, sixteen more for one who came back.
#[derive(Debug, Clone, Default)]
pub(super) struct BuyerTally {
    buyers: Buyers,
    /// (frequency, recency in weeks, age in weeks), packed; sorted before the fit, whatever came first.
    histories: Vec<u64>,
    /// (frequency, spent on all days after the first) of repeat buyers who paid in the book's currency only.
    spends: Vec<(u32, i64)>,
}

impl BuyerTally {
    /// Adds a customer with `sale_days` (one or more) distinct days of sales.
    pub(super) fn add<'a>(
        &mut self,
        sales: impl DoubleEndedIterator<Item = &'a Fact<Purchase>> + Clone,
        sale_days: u32,
        as_of_day: Day,
        currency: Currency,
    ) {
        let Some((first, last)) = sales.clone().next().zip(sales.clone().next_back()) else { return };
        let frequency = sale_days - 1;
        self.buyers.all += 1;
        self.buyers.repeat += u64::from(frequency > 0);
        self.histories.push(pack(frequency, last.day.days_since(first.day), as_of_day.days_since(first.day)));
        if let Some(spent_minor) = spent_after_first(sales, currency).filter(|_| frequency > 0) {
            self.spends.push((frequency, spent_minor));
        }
    }

    pub(super) fn merge(&mut self, mut other: BuyerTally) {
        self.buyers.all += other.buyers.all;
        self.buyers.repeat += other.buyers.repeat;
        self.histories.append(&mut other.histories);
        self.spends.append(&mut other.spends);
    }

    pub(super) fn counts(&self) -> Buyers {
        self.buyers
    }

    /// The counts of the whole book, of which a sample was added.
    pub(super) fn counts_in_all(&self, sample: &Sample) -> Buyers {
        Buyers { all: sample.in_all(self.buyers.all), repeat: sample.in_all(self.buyers.repeat) }
    }

    /// MBG/NBD and Gamma-Gamma; `None` with too few buyers, or when the fit says it cannot be trusted.
    pub(super) fn fit(mut self) -> Option<PurchaseModel> {
        if self.buyers.all < BUYERS_MIN || self.buyers.repeat < REPEAT_BUYERS_MIN {
            return None;
        }
        self.histories.sort_unstable();
        let histories: Vec<Observation> = self.histories.iter().map(|packed| unpack(*packed)).collect();
        let fitted = forecast::fit(Model::MbgNbd, &Observations::collapse(&histories).ok()?).ok()?;
        self.spends.sort_unstable();
        // Sorted, every n-th customer is a fair sample of all; more of them would only cost time.
        let step = self.spends.len().div_ceil(SPENDS_MAX).max(1);
        let spends: Vec<Spend> = self
            .spends
            .iter()
            .step_by(step)
            .map(|(frequency, minor)| Spend {
                frequency: *frequency,
                mean: *minor as f64 / f64::from(*frequency),
            })
            .collect();
        Some(PurchaseModel { fitted, spend: GammaGamma::fit(&spends).ok() })
    }
}

/// What was spent after the first day of sales, in minor units; `None` when any of it was in another currency
/// or it adds up to nothing.
pub(crate) fn spent_after_first<'a>(
    mut sales: impl Iterator<Item = &'a Fact<Purchase>>,
    currency: Currency,
) -> Option<i64> {
    let first_day = sales.next()?.day;
    let mut spent_minor = 0_i64;
    for sale in sales.filter(|sale| sale.day > first_day) {
        if sale.detail.currency.is_some_and(|other| other != currency) {
            return None;
        }
        spent_minor = spent_minor.saturating_add(sale.detail.amount_minor);
    }
    (spent_minor > 0).then_some(spent_minor)
}

/// Whole weeks, rounded: a million customers have some 150,000 distinct histories then, and the fit is ten
/// times as fast. A customer who came back within the first days did so after one week, for a recency of
/// zero means never.
fn pack(frequency: u32, recency_days: i32, age_days: i32) -> u64 {
    let weeks = |days: i32| (f64::from(days.max(0)) / WEEK_DAYS).round() as u64;
    let recency = if frequency > 0 { weeks(recency_days).max(1) } else { 0 };
    u64::from(frequency) << 32 | recency.min(0xFFFF) << 16 | weeks(age_days).max(recency).min(0xFFFF)
}

fn unpack(packed: u64) -> Observation {
    Observation {
        frequency: (packed >> 32) as u32,
        recency: ((packed >> 16) & 0xFFFF) as f64,
        age: (packed & 0xFFFF) as f64,
        log_gaps: 0.0,
    }
}
