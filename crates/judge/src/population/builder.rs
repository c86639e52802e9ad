//! Collecting a population, one history at a time.

use super::buyers::BuyerTally;
use super::margins::MarginTally;
use super::sample::Seen;
use super::tally::{GapTally, VoiceTally};
use super::{Pace, Population, Sample};
use crate::{Parameters, candor, contacts, promise_keeping, rhythm, wanted_style};
use book::{Calendar, Currency, Day, FactKind, History, ProviderId};
use std::collections::BTreeMap;

/// Collects a population, one history at a time; parts may be merged in any order with the same result.
#[derive(Debug, Clone)]
pub struct PopulationBuilder {
    as_of_day: Day,
    calendar: Calendar,
    currency: Currency,
    sample: Sample,
    customers: u64,
    first_day: Option<Day>,
    last_day: Option<Day>,
    contact_days: u64,
    /// By the provider's number: looked up for every contact day of everybody.
    provider_contact_days: Vec<u64>,
    contacts: GapTally,
    purchases: GapTally,
    voice: VoiceTally,
    /// Kept and settled promises per provider; those of nobody in particular are the organization's own.
    promises_kept: BTreeMap<Option<ProviderId>, (u64, u64)>,
    deliveries_asked: (u64, u64),
    questions_asked: u64,
    interactions: u64,
    promises: u64,
    knowledge: u64,
    adaptations: u64,
    stated_styles: [u64; 3],
    benefits_since: Option<Day>,
    margins: MarginTally,
    buyers: BuyerTally,
}

impl PopulationBuilder {
    /// An empty population as of the end of `as_of_day`. `calendar` turns due dates into days; `currency` is
    /// the book's own, in which spending is learnt.
    pub fn new(as_of_day: Day, calendar: &Calendar, currency: Currency) -> PopulationBuilder {
        PopulationBuilder {
            as_of_day,
            calendar: calendar.clone(),
            currency,
            sample: Sample::EVERYBODY,
            customers: 0,
            first_day: None,
            last_day: None,
            contact_days: 0,
            provider_contact_days: Vec::new(),
            contacts: GapTally::default(),
            purchases: GapTally::default(),
            voice: VoiceTally::default(),
            promises_kept: BTreeMap::new(),
            deliveries_asked: (0, 0),
            questions_asked: 0,
            interactions: 0,
            promises: 0,
            knowledge: 0,
            adaptations: 0,
            stated_styles: [0; 3],
            benefits_since: None,
            margins: MarginTally::default(),
            buyers: BuyerTally::default(),
        }
    }

    /// Learns from a sample: of the others only promises count.
    #[must_use]
    pub fn of_sample(self, sample: Sample) -> PopulationBuilder {
        PopulationBuilder { sample, ..self }
    }

    /// Adds one customer; of one who is not in the sample only the promises, so that no other facts need be
    /// read of them. What a provider's promises came to is shown by name, and few may be one provider's.
    /// The history must be cut to the day of [`PopulationBuilder::new`].
    pub fn add(&mut self, history: &History) {
        if history.fact_count() == 0 {
            return;
        }
        self.add_promises(history);
        if !self.sample.holds(&history.customer) {
            return;
        }
        self.customers += 1;
        self.add_span(history);
        self.contacts.add(rhythm::spoken(history).map(|contact| contact.day), self.as_of_day);
        let sale_days = self.purchases.add(history.sales().map(|sale| sale.day), self.as_of_day);
        if sale_days > 0 {
            self.buyers.add(history.sales(), sale_days, self.as_of_day, self.currency);
        }
        self.add_contact_days(history);
        self.interactions += history.interactions.len() as u64;
        self.knowledge += history.knowledge.len() as u64;
        self.adaptations += history.adaptations.len() as u64;
        self.margins.add(history, self.as_of_day, self.currency);
        let first_benefit = history.benefits.first().map(|benefit| benefit.day);
        self.benefits_since = self.benefits_since.into_iter().chain(first_benefit).min();
        if let Some(style) = wanted_style::last_stated(history).and_then(|wish| wish.detail.style) {
            self.stated_styles[style as usize] += 1;
        }
        self.questions_asked +=
            history.interactions.iter().filter(|contact| contact.detail.asked_question == Some(true)).count()
                as u64;
        self.deliveries_asked.0 +=
            history.deliveries.iter().filter(|delivery| candor::was_answered(&delivery.detail)).count()
                as u64;
        self.deliveries_asked.1 += history.deliveries.len() as u64;
        let words = history.voice.iter().filter(|voice| candor::is_frank(&voice.detail)).count();
        self.voice.add(u32::try_from(words).unwrap_or(u32::MAX), candor::exposures_after(history, None));
    }

    fn add_span(&mut self, history: &History) {
        let mut spoken = rhythm::spoken(history).map(|contact| contact.day);
        let mut sold = history.sales().map(|sale| sale.day);
        let firsts = [spoken.clone().next(), sold.clone().next()];
        let lasts = [spoken.next_back(), sold.next_back()];
        self.first_day = firsts.into_iter().flatten().chain(self.first_day).min();
        self.last_day = lasts.into_iter().flatten().chain(self.last_day).max();
    }

    fn add_contact_days(&mut self, history: &History) {
        let nobody_named =
            history.interactions.is_empty() && history.purchases.iter().all(|sale| sale.provider.is_none());
        if nobody_named {
            return; // nine in ten customers of a shop: nothing to collect, nothing to allocate
        }
        for contact in contacts::contact_days(history) {
            self.contact_days += 1;
            if let Some(provider) = contact.provider {
                *self.contact_days_of(provider.0 as usize) += 1;
            }
        }
    }

    fn contact_days_of(&mut self, place: usize) -> &mut u64 {
        if place >= self.provider_contact_days.len() {
            self.provider_contact_days.resize(place + 1, 0);
        }
        &mut self.provider_contact_days[place]
    }

    fn add_promises(&mut self, history: &History) {
        self.promises += history.promises.len() as u64;
        for (place, promise) in history.promises.iter().enumerate() {
            if !promise_keeping::is_ours(&promise.detail) {
                continue;
            }
            let standing =
                promise_keeping::standing(&history.promises, place, self.as_of_day, &self.calendar);
            if let Some(kept) = standing.counts() {
                let group = self.promises_kept.entry(promise.provider).or_default();
                group.0 += u64::from(kept);
                group.1 += 1;
            }
        }
    }

    /// Adds everything another builder of the same day, calendar, currency and sample has collected.
    pub fn merge(&mut self, other: PopulationBuilder) {
        self.customers += other.customers;
        self.first_day = self.first_day.into_iter().chain(other.first_day).min();
        self.last_day = self.last_day.max(other.last_day);
        self.contact_days += other.contact_days;
        for (place, days) in other.provider_contact_days.into_iter().enumerate() {
            *self.contact_days_of(place) += days;
        }
        self.contacts.merge(&other.contacts);
        self.purchases.merge(&other.purchases);
        self.voice.merge(&other.voice);
        for (provider, (kept, settled)) in other.promises_kept {
            let group = self.promises_kept.entry(provider).or_default();
            group.0 += kept;
            group.1 += settled;
        }
        self.deliveries_asked.0 += other.deliveries_asked.0;
        self.deliveries_asked.1 += other.deliveries_asked.1;
        self.questions_asked += other.questions_asked;
        self.interactions += other.interactions;
        self.promises += other.promises;
        self.knowledge += other.knowledge;
        self.adaptations += other.adaptations;
        self.margins.merge(other.margins);
        self.benefits_since = self.benefits_since.into_iter().chain(other.benefits_since).min();
        for (count, more) in self.stated_styles.iter_mut().zip(other.stated_styles) {
            *count += more;
        }
        self.buyers.merge(other.buyers);
    }

    /// Whether what was added speaks for the whole book. A sample does not when something that judgements ask
    /// of the whole book is rare in it, or missing though the book has a place where it is written down:
    /// `is_recorded` says whether any fact of a kind fills a field. Then learn from everybody.
    pub fn is_enough(&self, is_recorded: impl Fn(FactKind, &str) -> bool) -> bool {
        use FactKind::{Adaptation, Delivery, Interaction, Knowledge, Purchase, Voice};
        let seen = |count, fields| Seen { count, fields };
        let of_providers = self.provider_contact_days.iter().sum();
        self.sample.is_everybody()
            || [
                seen(self.buyers.counts().repeat, &[(Purchase, "amount_minor")]),
                seen(self.interactions, &[(Interaction, "fact_id")]),
                seen(self.questions_asked, &[(Interaction, "asked_question")]),
                seen(of_providers, &[(Interaction, "provider_id"), (Purchase, "provider_id")]),
                seen(
                    self.deliveries_asked.0,
                    &[(Delivery, "got_it"), (Delivery, "easy"), (Delivery, "pleasant")],
                ),
                seen(self.voice.counts().0, &[(Voice, "fact_id")]),
                seen(self.knowledge, &[(Knowledge, "fact_id")]),
                seen(self.adaptations, &[(Adaptation, "fact_id")]),
            ]
            .iter()
            .all(|seen| seen.is_enough(&is_recorded))
    }

    /// The population: medians, priors and the fitted purchase model.
    pub fn finish(self, parameters: &Parameters) -> Population {
        let days_covered = self.first_day.map_or(0, |first_day| self.as_of_day.days_since(first_day));
        let share = self.sample.share();
        let pace = |tally: &GapTally| -> Option<Pace> {
            let Pace { recent, usual } = tally.pace(days_covered)?;
            Some(Pace { recent: recent / share, usual: usual / share })
        };
        // In order of size, so that sums do not depend on how providers are numbered.
        let mut groups: Vec<(u64, u64)> =
            self.promises_kept.values().map(|&(kept, settled)| (settled, kept)).collect();
        groups.sort_unstable();
        let groups: Vec<(f64, f64)> =
            groups.iter().map(|&(settled, kept)| (kept as f64, settled as f64)).collect();
        Population {
            customers: self.sample.in_all(self.customers),
            customers_sampled: self.customers,
            sample: self.sample,
            first_day: self.first_day,
            last_day: self.last_day,
            contact_days: self.contact_days,
            provider_contact_days: (0..)
                .map(ProviderId)
                .zip(self.provider_contact_days)
                .filter(|(_, days)| *days > 0)
                .collect(),
            contact_gap_days: self.contacts.median_days(),
            purchase_gap_days: self.purchases.median_days(),
            contact_shape: self.contacts.shape(),
            purchase_shape: self.purchases.shape(),
            contact_pace: pace(&self.contacts),
            purchase_pace: pace(&self.purchases),
            voice: self.voice.counts(),
            voice_prior: self.voice.prior((parameters.voice_alpha, parameters.voice_beta)),
            provider_promises: self
                .promises_kept
                .iter()
                .map(|(who, (kept, all))| (*who, *kept, *all))
                .collect(),
            promise_prior: stats::empirical_bayes(&groups).map(|prior| (prior.a, prior.b)),
            deliveries_asked: self.deliveries_asked,
            questions_asked: self.questions_asked,
            interactions: self.interactions,
            promises: self.promises,
            knowledge: self.knowledge,
            adaptations: self.adaptations,
            stated_styles: self.stated_styles,
            benefits_since: self.benefits_since,
            margin_thirds: self.margins.margin_thirds(),
            provider_customers: self.margins.provider_customers(),
            customer_thirds: self.margins.customer_thirds(),
            handovers: None,
            buyers: self.buyers.counts_in_all(&self.sample),
            purchase_model: self.buyers.fit(),
        }
    }
}
