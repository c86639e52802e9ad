//! Customers to test with: a [`Setting`] is the book around them, a [`Tale`] is what happened to one of them.
//!
//! ```text
//! let setting = Setting::of(&["Ben", "Cleo"]);
//! let tale = Tale::of("ana").contact(-25, BEN).purchase(-25, 4200, Some(BEN)).done();
//! let verdict = assess(&tale, &setting.context());
//! ```
//! Days count from the day of judgement, which is 0; so yesterday is -1.

pub mod people;

use crate::{Context, Parameters, Population};
use book::{fact::Detail, *};

/// The first three providers of every [`Setting`] that names as many.
pub const BEN: ProviderId = ProviderId(1);
/// The second provider.
pub const CLEO: ProviderId = ProviderId(2);
/// The third provider.
pub const DAN: ProviderId = ProviderId(3);
/// The day of judgement: 2026-03-02.
pub const TODAY: Day = Day(20_514);

/// The day this many days from the day of judgement.
pub fn day(days: i32) -> Day {
    TODAY.plus(days)
}

/// Noon of the day this many days from the day of judgement.
pub fn noon(days: i32) -> Timestamp {
    Timestamp(i64::from(day(days).0) * time::DAY_MICROS + time::DAY_MICROS / 2)
}

/// The book around the customer.
pub struct Setting {
    /// The documented thresholds, unless a test changes them.
    pub parameters: Parameters,
    /// Every provider has served 100 contact days of other customers; nothing else is known.
    pub population: Population,
    /// The providers, numbered from 1, with their names as ids in lower case.
    pub directory: Directory,
    /// Days in UTC.
    pub calendar: Calendar,
}

impl Setting {
    /// A book with these providers.
    pub fn of(names: &[&str]) -> Setting {
        let providers = names.iter().zip(1..).map(|(name, id)| provider(name, ProviderId(id))).collect();
        let population = Population {
            contact_days: 100 * names.len() as u64,
            provider_contact_days: (1..).zip(names).map(|(id, _)| (ProviderId(id), 100)).collect(),
            knowledge: 100,
            adaptations: 100,
            interactions: 100 * names.len() as u64,
            ..Population::default()
        };
        Setting {
            parameters: Parameters::default(),
            population,
            directory: Directory { providers },
            calendar: Calendar::utc(),
        }
    }

    /// The context of judgement as of [`TODAY`].
    pub fn context(&self) -> Context<'_> {
        self.context_at(0)
    }

    /// The context this many days from [`TODAY`]. Cut the history to it with `truncate_to(context.as_of)`.
    pub fn context_at(&self, days: i32) -> Context<'_> {
        Context {
            as_of_day: day(days),
            as_of: Timestamp(i64::from(day(days + 1).0) * time::DAY_MICROS - 1),
            parameters: &self.parameters,
            population: &self.population,
            directory: &self.directory,
            currency: Currency::parse("EUR").unwrap(),
            calendar: &self.calendar,
        }
    }
}

fn provider(name: &str, id: ProviderId) -> Provider {
    Provider {
        id,
        external_id: name.to_lowercase().into(),
        source: "test".into(),
        name: Some(name.into()),
        email: None,
        started_on: None,
        minutes_per_week: None,
        skills: None,
        languages: None,
        team: None,
    }
}

/// What happened to one customer; ids count up in the order told.
pub struct Tale {
    history: History,
    told: u32,
}

impl Tale {
    /// A customer of whom nothing is known but this id, and the same name in upper case at the start.
    pub fn of(external_id: &str) -> Tale {
        let customer = Customer {
            name: Some(crate::words::sentence_case(external_id).into()),
            ..Customer::new(CustomerId(1), "test", external_id)
        };
        Tale { history: History::new(customer), told: 0 }
    }

    /// Changes what is known about the customer as a party.
    pub fn customer(mut self, change: impl FnOnce(&mut Customer)) -> Tale {
        change(&mut self.history.customer);
        self
    }

    fn fact<D: Detail>(&mut self, days: i32, provider: impl Into<Option<ProviderId>>, detail: D) -> Fact<D> {
        self.told += 1;
        let external_id = format!("{}", self.told);
        Fact {
            id: FactId::of("test", D::KIND, &external_id),
            source: SourceId(1),
            external_id: Some(external_id.into()),
            at: noon(days),
            day: day(days),
            provider: provider.into(),
            detail,
        }
    }

    /// A two-way visit, begun by the customer.
    pub fn contact(self, days: i32, provider: impl Into<Option<ProviderId>>) -> Tale {
        let visit = Interaction {
            initiated_by: Some(Initiator::Customer),
            two_way: Some(true),
            channel: Some("in_person".into()),
            ..Interaction::default()
        };
        self.interaction(days, provider, visit)
    }

    /// Several visits to one provider.
    pub fn contacts(self, days: &[i32], provider: ProviderId) -> Tale {
        days.iter().fold(self, |tale, days| tale.contact(*days, provider))
    }

    /// Any interaction.
    pub fn interaction(
        mut self,
        days: i32,
        provider: impl Into<Option<ProviderId>>,
        detail: Interaction,
    ) -> Tale {
        let fact = self.fact(days, provider, detail);
        self.history.interactions.push(fact);
        self
    }

    /// A sale of this many minor units.
    pub fn purchase(mut self, days: i32, amount_minor: i64, provider: impl Into<Option<ProviderId>>) -> Tale {
        let fact = self.fact(days, provider, Purchase { amount_minor, ..Purchase::default() });
        self.history.purchases.push(fact);
        self
    }

    /// A delivery, with the answer to "did you get what you wanted?".
    pub fn delivery(mut self, days: i32, got_it: Option<bool>) -> Tale {
        let fact = self.fact(days, None, Delivery { got_it, ..Delivery::default() });
        self.history.deliveries.push(fact);
        self
    }

    /// A word from the customer.
    pub fn voice(mut self, days: i32, provider: impl Into<Option<ProviderId>>, detail: Voice) -> Tale {
        let fact = self.fact(days, provider, detail);
        self.history.voice.push(fact);
        self
    }

    /// A promise made on this day.
    pub fn promise(mut self, days: i32, provider: impl Into<Option<ProviderId>>, detail: Promise) -> Tale {
        let fact = self.fact(days, provider, detail);
        self.history.promises.push(fact);
        self
    }

    /// Something learnt on this day.
    pub fn knows(
        mut self,
        days: i32,
        provider: impl Into<Option<ProviderId>>,
        kind: &str,
        text: &str,
        origin: Origin,
    ) -> Tale {
        let detail =
            Knowledge { kind: kind.into(), text: text.into(), origin: Some(origin), expires_at: None };
        let fact = self.fact(days, provider, detail);
        self.history.knowledge.push(fact);
        self
    }

    /// A known fact was used.
    pub fn adapted(mut self, days: i32, provider: impl Into<Option<ProviderId>>) -> Tale {
        let fact = self.fact(days, provider, Adaptation::default());
        self.history.adaptations.push(fact);
        self
    }

    /// A wish.
    pub fn wish(mut self, days: i32, detail: Wish) -> Tale {
        let fact = self.fact(days, None, detail);
        self.history.wishes.push(fact);
        self
    }

    /// A benefit given.
    pub fn benefit(mut self, days: i32, detail: Benefit) -> Tale {
        let fact = self.fact(days, None, detail);
        self.history.benefits.push(fact);
        self
    }

    /// An outbound message.
    pub fn touch(mut self, days: i32, provider: impl Into<Option<ProviderId>>, detail: Touch) -> Tale {
        let fact = self.fact(days, provider, detail);
        self.history.touches.push(fact);
        self
    }

    /// Changes the history in any other way.
    pub fn change(mut self, change: impl FnOnce(&mut History)) -> Tale {
        change(&mut self.history);
        self
    }

    /// The history, in order.
    pub fn done(mut self) -> History {
        self.history.sort();
        self.history
    }
}
