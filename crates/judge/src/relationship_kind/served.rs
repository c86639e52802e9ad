//! Who served the customer, how often and when: the counts behind continuity (T1).

use crate::contacts::{self, ContactDay};
use crate::{Context, signals::Moment};
use book::{Day, Fact, History, Interaction, ProviderId};

/// One provider's part in serving the customer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServedBy {
    pub provider: ProviderId,
    /// Contact days within the window.
    pub days: u32,
    /// Contacts within the window: several on one day count each, as each was a chance to adapt.
    pub contacts: u32,
    pub first_day: Day,
    pub last_day: Day,
    /// Contact days ever, which the population's count holds too.
    ever: u32,
}

/// Everybody's part.
#[derive(Debug, Clone)]
pub(crate) struct Served {
    /// Those who served within the window, most contact days first, then the latest.
    pub by: Vec<ServedBy>,
    /// Contact days within the window, whoever served.
    pub days: u32,
    /// Contacts within the window, whoever served.
    pub contacts: u32,
    /// Contact days within the window whose provider is known: what shares are taken of.
    pub named_days: u32,
    /// First and last of the window's contact days.
    pub span: Option<(Day, Day)>,
    named_ever: u32,
    /// Whether the population's counts hold this customer's contacts.
    in_population: bool,
    /// Everybody who ever served the customer.
    providers_ever: u32,
}

impl Served {
    /// Counts the contact days of the window that ends with the day judged.
    pub fn of(history: &History, context: &Context) -> Served {
        Served::of_days(&contacts::contact_days(history), history, context)
    }

    /// The same with the contact days at hand.
    pub fn of_days(days: &[ContactDay], history: &History, context: &Context) -> Served {
        let (moment, window_days) = (Moment::now(context), context.parameters.window_days);
        let mut served = Served::count(days, &moment, window_days);
        served.add_more_on_one_day(history, &moment, window_days);
        served.in_population = context.population.sample.holds(&history.customer);
        served
    }

    /// Counts the contact days up to a moment, within the window that ends with it.
    pub fn count(days: &[ContactDay], moment: &Moment, window_days: i32) -> Served {
        let mut served = Served {
            by: Vec::new(),
            days: 0,
            contacts: 0,
            named_days: 0,
            span: None,
            named_ever: 0,
            in_population: true,
            providers_ever: 0,
        };
        for contact in days.iter().take_while(|one| one.day <= moment.day) {
            served.add(contact.provider, contact.day, moment.within(contact.day, window_days));
        }
        served.providers_ever = u32::try_from(served.by.len()).unwrap_or(u32::MAX);
        served.by.retain(|by| by.days > 0);
        // Stable: who served first stays first among equals, however providers are numbered.
        served.by.sort_by_key(|by| std::cmp::Reverse((by.days, by.last_day)));
        served
    }

    fn add(&mut self, provider: Option<ProviderId>, day: Day, within: bool) {
        if within {
            self.days += 1;
            self.contacts += 1;
            self.span = Some((self.span.map_or(day, |(first, _)| first), day));
        }
        let Some(provider) = provider else { return };
        self.named_ever += 1;
        self.named_days += u32::from(within);
        let place = self.by.iter().position(|by| by.provider == provider).unwrap_or_else(|| {
            self.by.push(ServedBy { provider, days: 0, contacts: 0, first_day: day, last_day: day, ever: 0 });
            self.by.len() - 1
        });
        let by = &mut self.by[place];
        by.ever += 1;
        if within {
            by.first_day = if by.days == 0 { day } else { by.first_day };
            by.last_day = day;
            by.days += 1;
            by.contacts += 1;
        }
    }

    /// A second conversation with the same provider on one day is no second contact day, but a second
    /// contact.
    fn add_more_on_one_day(&mut self, history: &History, moment: &Moment, window_days: i32) {
        let is_spoken = |contact: &Fact<Interaction>| contact.detail.two_way == Some(true);
        for pair in moment.of(&history.interactions, window_days).windows(2) {
            let [one, other] = pair else { continue };
            if is_spoken(one) && is_spoken(other) && one.day == other.day && one.provider == other.provider {
                self.contacts += 1;
                if let Some(by) = self.by.iter_mut().find(|by| Some(by.provider) == one.provider) {
                    by.contacts += 1;
                }
            }
        }
    }

    /// Days from the first to the last contact within the window.
    pub fn span_days(&self) -> i32 {
        self.span.map_or(0, |(first, last)| last.days_since(first))
    }

    /// Whether the business has one provider at most, as far as its records show.
    pub fn is_one_provider(&self, context: &Context) -> bool {
        let known = context.population.provider_contact_days.len();
        known <= 1 && self.providers_ever <= 1
    }

    /// The provider's share of everybody else's contact days: what chance alone would give this customer. The
    /// customer's own contacts are left out, or the most faithful would be compared with themselves; one
    /// contact more for every provider keeps the share of a newcomer above zero.
    pub fn share_elsewhere(&self, by: &ServedBy, context: &Context) -> f64 {
        let known = &context.population.provider_contact_days;
        let place = known.binary_search_by_key(&by.provider, |(provider, _)| *provider);
        let own = |days: u32| if self.in_population { u64::from(days) } else { 0 };
        let of_provider = place.map_or(0, |place| known[place].1).saturating_sub(own(by.ever));
        let of_all: u64 = known.iter().map(|(_, days)| days).sum();
        let others = of_all.saturating_sub(own(self.named_ever));
        let providers = (known.len() as u64).max(u64::from(self.providers_ever));
        (of_provider + 1) as f64 / (others.max(of_provider) + providers) as f64
    }

    /// Share index UPC and continuity index COC (Bice & Boxerman 1977); `None` under two contacts.
    pub fn indexes(&self) -> Option<(f64, f64)> {
        let all = f64::from(self.named_days);
        let most = f64::from(self.by.first()?.days);
        let squares: f64 = self.by.iter().map(|by| f64::from(by.days).powi(2)).sum();
        (self.named_days >= 2).then(|| (most / all, (squares - all) / (all * (all - 1.0))))
    }
}
