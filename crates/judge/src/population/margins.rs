//! What customers earn the business in a year, and how many customers each provider has: the two sides of
//! Kotler's grid (J19).

use book::{Currency, Day, History, ProviderId};

/// Days of a year of margin.
const YEAR_DAYS: i32 = 365;
/// Customers with a known margin, below which a book has no thirds.
const MARGINS_MIN: usize = 30;
/// Providers with customers, below which there are no thirds of them.
const PROVIDERS_MIN: usize = 3;

/// Margin of the last 12 months in minor units of the book's currency: sales less their cost, and less the
/// same share of what came back. `None` without a sale, or when any cost or the currency of any is unknown: a
/// cost nobody knows is not zero.
pub(crate) fn yearly_margin_minor(history: &History, as_of_day: Day, currency: Currency) -> Option<i64> {
    let from = history.purchases.partition_point(|purchase| as_of_day.days_since(purchase.day) >= YEAR_DAYS);
    let (mut sold, mut earned, mut back, mut has_sale) = (0_i128, 0_i128, 0_i128, false);
    for purchase in &history.purchases[from..] {
        let detail = &purchase.detail;
        if detail.currency.is_some_and(|other| other != currency) {
            return None;
        }
        let amount = i128::from(detail.amount_minor);
        if detail.returned == Some(true) {
            back += amount;
        } else {
            has_sale = true;
            sold += amount;
            earned += amount - i128::from(detail.cost_minor?);
        }
    }
    let kept = if sold > 0 { earned - earned * back.min(sold) / sold } else { earned };
    i64::try_from(kept).ok().filter(|_| has_sale)
}

/// Margins and customers per provider, collected in any order.
#[derive(Debug, Clone, Default)]
pub(super) struct MarginTally {
    margins_minor: Vec<i64>,
    /// By the provider's number.
    provider_customers: Vec<u64>,
}

impl MarginTally {
    /// Adds one customer, who belongs to the provider assigned, else to the last who served.
    pub(super) fn add(&mut self, history: &History, as_of_day: Day, currency: Currency) {
        self.margins_minor.extend(yearly_margin_minor(history, as_of_day, currency));
        if let Some(provider) = history.customer.assigned_to.or_else(|| last_served(history)) {
            *self.customers_of(provider.0 as usize) += 1;
        }
    }

    fn customers_of(&mut self, place: usize) -> &mut u64 {
        if place >= self.provider_customers.len() {
            self.provider_customers.resize(place + 1, 0);
        }
        &mut self.provider_customers[place]
    }

    pub(super) fn merge(&mut self, mut other: MarginTally) {
        self.margins_minor.append(&mut other.margins_minor);
        for (place, customers) in other.provider_customers.into_iter().enumerate() {
            *self.customers_of(place) += customers;
        }
    }

    /// The lowest margin of the middle and of the highest third.
    pub(super) fn margin_thirds(&self) -> Option<(i64, i64)> {
        thirds(self.margins_minor.clone(), MARGINS_MIN)
    }

    /// Customers of every provider who has any, in order of id.
    pub(super) fn provider_customers(&self) -> Vec<(ProviderId, u64)> {
        let counts = self.provider_customers.iter().zip(0..);
        counts.filter(|(count, _)| **count > 0).map(|(count, id)| (ProviderId(id), *count)).collect()
    }

    /// The smallest number of customers of a provider in the middle and in the highest third.
    pub(super) fn customer_thirds(&self) -> Option<(u64, u64)> {
        let counts = self.provider_customers.iter().copied().filter(|count| *count > 0).collect();
        thirds(counts, PROVIDERS_MIN)
    }
}

fn thirds<T: Ord + Copy>(mut values: Vec<T>, enough: usize) -> Option<(T, T)> {
    if values.len() < enough {
        return None;
    }
    values.sort_unstable();
    Some((values[values.len() / 3], values[2 * values.len() / 3]))
}

/// The provider of the last conversation or sale that names one.
fn last_served(history: &History) -> Option<ProviderId> {
    let spoke = history
        .interactions
        .iter()
        .rev()
        .filter(|talk| talk.detail.two_way == Some(true))
        .find_map(|talk| Some((talk.at, talk.id, talk.provider?)));
    let sold = history.sales().rev().find_map(|sale| Some((sale.at, sale.id, sale.provider?)));
    spoke.max(sold).map(|(_, _, provider)| provider)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{BEN, CLEO, TODAY, Tale};

    fn euro() -> Currency {
        Currency::parse("EUR").unwrap()
    }

    fn sale(tale: Tale, days: i32, amount_minor: i64, cost_minor: Option<i64>, returned: bool) -> Tale {
        tale.purchase(days, amount_minor, BEN).change(|history| {
            let detail = &mut history.purchases.last_mut().unwrap().detail;
            (detail.cost_minor, detail.returned) = (cost_minor, returned.then_some(true));
        })
    }

    fn margin(tale: Tale) -> Option<i64> {
        yearly_margin_minor(&tale.done(), TODAY, euro())
    }

    #[test]
    fn a_margin_is_known_when_every_cost_is() {
        let ana = || sale(sale(Tale::of("ana"), -9, 1_000, Some(600), false), -300, 500, Some(200), false);
        assert_eq!(margin(ana()), Some(700));
        assert_eq!(margin(sale(ana(), -2, 500, None, false)), None);
        assert_eq!(margin(sale(ana(), -365, 500, None, false)), Some(700), "a year ago is past");
        assert_eq!(
            margin(sale(ana(), -2, 750, None, true)),
            Some(350),
            "half came back, and half the margin"
        );
        assert_eq!(margin(sale(ana(), -2, 9_000, None, true)), Some(0));
        assert_eq!(margin(Tale::of("ana")), None);
        let dollars = ana().change(|history| {
            history.purchases[0].detail.currency = Some(Currency::parse("USD").unwrap());
        });
        assert_eq!(margin(dollars), None);
    }

    #[test]
    fn thirds_of_margins_and_of_customers() {
        let mut tally = MarginTally::default();
        for place in (0..30).rev() {
            assert_eq!(tally.margin_thirds(), None);
            tally.add(&sale(Tale::of("ana"), -9, 100 * place, Some(0), false).done(), TODAY, euro());
        }
        assert_eq!(tally.margin_thirds(), Some((1_000, 2_000)));
        let assigned = Tale::of("bo").contact(-9, CLEO).customer(|customer| customer.assigned_to = Some(BEN));
        tally.add(&assigned.done(), TODAY, euro());
        tally.add(&Tale::of("bo").contact(-9, BEN).contact(-3, CLEO).done(), TODAY, euro());
        assert_eq!(tally.margin_thirds(), Some((1_000, 2_000)), "who bought nothing has no margin");
        assert_eq!(tally.provider_customers(), [(BEN, 31), (CLEO, 1)]);
        assert_eq!(tally.customer_thirds(), None);
        tally.add(&Tale::of("bo").contact(-3, ProviderId(7)).done(), TODAY, euro());
        assert_eq!(tally.customer_thirds(), Some((1, 31)));
    }
}
