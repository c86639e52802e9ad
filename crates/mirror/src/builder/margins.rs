//! The margin of each customer's first year, kept by a hash of the id until it is known who was brought.

use super::{hash_of, is_own};
use book::{Currency, History};

/// Days of the first year.
const YEAR_DAYS: i32 = 365;

/// Margins in minor units by the hash of the source's id.
#[derive(Debug, Clone, Default)]
pub(super) struct Margins(Vec<(u64, i64)>);

impl Margins {
    pub fn add(&mut self, external_id: &str, margin_minor: i64) {
        self.0.push((hash_of(external_id), margin_minor));
    }

    pub fn merge(&mut self, other: Margins) {
        self.0.extend(other.0);
    }

    /// In order, for looking up.
    pub fn sorted(mut self) -> Margins {
        self.0.sort_unstable();
        self
    }

    /// The margin of a customer; `None` where it is not known, or two sources call two customers so.
    pub fn of(&self, external_id: &str) -> Option<i64> {
        let hash = hash_of(external_id);
        let from = self.0.partition_point(|(known, _)| *known < hash);
        match &self.0[from..] {
            [(one, margin), rest @ ..] if *one == hash => {
                rest.first().is_none_or(|(next, _)| *next != hash).then_some(*margin)
            }
            _ => None,
        }
    }
}

/// Amount less cost of the year from the first sale, returns taken off; `None` without a sale, or where any
/// sale or return of that year names no cost, or another currency.
pub(super) fn first_year_margin(history: &History, currency: Currency) -> Option<i64> {
    let first = history.sales().next()?;
    let last_day = first.day.plus(YEAR_DAYS);
    let mut margin = 0_i64;
    for purchase in history.purchases.iter().take_while(|purchase| purchase.day < last_day) {
        let sale = &purchase.detail;
        if !is_own(sale, currency) {
            return None;
        }
        margin = if sale.returned == Some(true) {
            margin.saturating_sub(sale.amount_minor).saturating_add(sale.cost_minor?)
        } else {
            margin.saturating_add(sale.amount_minor).saturating_sub(sale.cost_minor?)
        };
    }
    Some(margin)
}
