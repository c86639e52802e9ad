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

/// Two-way interactions and purchases served by a named provider, once per provider and day, in order.
/// A message without an answer is no contact; an invoice that names nobody is none either.
pub fn contact_days(history: &History) -> Vec<ContactDay> {
    let spoken = history
        .interactions
        .iter()
        .filter(|interaction| interaction.detail.two_way == Some(true))
        .map(|interaction| ContactDay { day: interaction.day, provider: interaction.provider });
    let served = history
        .sales()
        .filter(|sale| sale.provider.is_some())
        .map(|sale| ContactDay { day: sale.day, provider: sale.provider });
    let mut days: Vec<ContactDay> = spoken.chain(served).collect();
    days.sort_unstable();
    days.dedup();
    days
}
