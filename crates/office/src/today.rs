//! Today: one provider's day as cards, in the order ask, keep a promise, give, sell.

use crate::day_plan::{self, DayPlan};
use crate::error::{OfficeError, OfficeResult};
use crate::said::RestsOn;
use crate::state::Office;
use agenda::{Act, Channel};
use book::{CustomerId, Day, ProviderId};
use guard::SeeDay;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One card: a person, what to do, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Whom.
    pub customer: CustomerId,
    /// What to call them.
    pub name: String,
    /// What to do.
    pub act: Act,
    /// Why, and what would help.
    pub sentence: String,
    /// What it rests on, as `kind/source id`.
    pub facts: Vec<String>,
    /// The same as people read them, newest first; empty on cards of an earlier version.
    #[serde(default)]
    pub rests_on: Vec<RestsOn>,
    /// Minutes it takes.
    pub minutes: u32,
    /// How, where the records say enough to suggest it.
    pub channel: Option<Channel>,
    /// What would take it off the list.
    pub removed_by: String,
    /// Further reasons, in sentences.
    pub also: Vec<String>,
    /// How to treat this person, in the words noted.
    pub care: Vec<String>,
    /// The last contact, in words.
    pub last_contact: Option<String>,
}

/// What became of a card.
#[derive(Debug, Clone, PartialEq)]
pub enum CardState {
    /// To do.
    Open,
    /// Done, with what happened: `reached`, `left_word`, `wrote_back`, `not_now`, `leave_alone`, or
    /// `settled` when its reason went away by itself.
    Done {
        /// What happened.
        outcome: String,
    },
    /// Not today.
    Snoozed {
        /// Back on this day.
        until: Option<Day>,
    },
}

/// Somebody better left alone today.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeftAlone {
    /// Whom.
    pub customer: CustomerId,
    /// What to call them.
    pub name: String,
    /// Why.
    pub sentence: String,
    /// What would change it.
    pub removed_by: String,
}

/// One provider's day.
#[derive(Debug, Clone)]
pub struct Today {
    /// Whose; `None` is the owner's.
    pub provider: Option<ProviderId>,
    /// Their name.
    pub provider_name: Option<String>,
    /// The day.
    pub day: Day,
    plan: Arc<DayPlan>,
}

impl Today {
    /// `Sunday 22 November 2026`.
    pub fn title(&self) -> &str {
        &self.plan.title
    }

    /// Every card with what became of it, in order of position.
    pub fn cards(&self) -> impl Iterator<Item = (&Card, &CardState)> {
        self.plan.cards.iter().map(|card| (card, self.plan.state(card)))
    }

    /// Who is better left alone.
    pub fn leave_alone(&self) -> &[LeftAlone] {
        &self.plan.leave_alone
    }

    /// Cards done and all cards.
    pub fn done(&self) -> (usize, usize) {
        let done = self.cards().filter(|(_, state)| **state != CardState::Open).count();
        (done, self.plan.cards.len())
    }

    /// Minutes of the cards that are open.
    pub fn minutes_left(&self) -> u32 {
        self.cards().filter(|(_, state)| **state == CardState::Open).map(|(card, _)| card.minutes).sum()
    }

    /// Minutes there are for customers today.
    pub fn minutes_available(&self) -> u32 {
        self.plan.minutes_available
    }

    /// Suggestions held back by lot, to learn whether suggestions like these help.
    pub fn held_out_count(&self) -> usize {
        self.plan.held_out_count
    }

    /// What these records cannot say.
    pub fn notes(&self) -> &[String] {
        &self.plan.notes
    }
}

impl Office {
    /// The day of the provider that the permit is for. It is composed once a day and then stands still:
    /// what is done is ticked off, what is newly owed is added at the end.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the book is read for the first time.
    pub async fn today(&self, permit: &SeeDay) -> OfficeResult<Today> {
        let desk = self.inner.desk_now()?;
        let provider = permit.provider();
        let plan = match desk.plan(provider) {
            Some(plan) => plan,
            None => day_plan::make(self, &desk, provider).await?,
        };
        let scene = desk.scene();
        let provider_name = provider.map(|id| scene.directory().name(id).to_owned());
        Ok(Today { provider, provider_name, day: scene.day(), plan })
    }

    /// One card of a day.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when the day has no such card.
    pub async fn card(&self, permit: &SeeDay, customer: CustomerId, act: Act) -> OfficeResult<Card> {
        let today = self.today(permit).await?;
        let found = today.cards().find(|(card, _)| card.customer == customer && card.act == act);
        found.map(|(card, _)| card.clone()).ok_or(OfficeError::Missing("this card"))
    }
}
