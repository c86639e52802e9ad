//! Contacts as continuity counts them: once per provider and day (evidence 1.5).

use book::{Day, History, ProviderId};

/// One day on which the customer was served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContactDay {
    /// The day.
    pub day: Day,
    /// By whom; `None` when the record does not say.
    pub provider: Option<ProviderId>,
}

/// Two-way interactions and purchases served by a named provider, once per provider and day, in order of
/// time. A message without an answer is no contact; an invoice that names nobody is none either. Contacts of
/// one day stay in the order of the clock, then of fact ids: how providers are numbered cannot matter.
pub fn contact_days(history: &History) -> Vec<ContactDay> {
    let mut spoken = history
        .interactions
        .iter()
        .filter(|contact| contact.detail.two_way == Some(true))
        .map(|contact| {
            ((contact.at, contact.id), ContactDay { day: contact.day, provider: contact.provider })
        })
        .peekable();
    let mut served = history
        .sales()
        .filter(|sale| sale.provider.is_some())
        .map(|sale| ((sale.at, sale.id), ContactDay { day: sale.day, provider: sale.provider }))
        .peekable();
    let mut days = Vec::with_capacity(history.interactions.len() + history.purchases.len());
    loop {
        // Both lists are in order already: merging costs less than sorting.
        let is_spoken = match (spoken.peek(), served.peek()) {
            (None, None) => return days,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some((spoken, _)), Some((served, _))) => spoken <= served,
        };
        let next = if is_spoken { spoken.next() } else { served.next() };
        let Some((_, contact)) = next else { return days };
        if !days.iter().rev().take_while(|known| known.day == contact.day).any(|known| *known == contact) {
            days.push(contact);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::Tale;
    use book::Day;

    #[test]
    fn two_providers_of_one_day_keep_the_order_of_the_clock() {
        for (morning, evening) in [(1, 2), (2, 1)] {
            let mut history = Tale::of("ana").done();
            for (hour, provider) in [(9, morning), (18, evening), (19, morning)] {
                history.interactions.push(book::Fact {
                    id: book::FactId(hour),
                    source: book::SourceId(1),
                    external_id: None,
                    at: book::Timestamp(hour as i64 * 3_600_000_000),
                    day: Day(0),
                    provider: Some(ProviderId(provider)),
                    detail: book::Interaction { two_way: Some(true), ..Default::default() },
                });
            }
            let order: Vec<u32> =
                contact_days(&history).iter().filter_map(|one| Some(one.provider?.0)).collect();
            assert_eq!(order, [morning, evening]);
        }
    }
}
