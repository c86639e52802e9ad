//! One person, judged from the facts at the moment of asking.

use crate::error::{OfficeError, OfficeResult};
use crate::scene::Scene;
use crate::state::Office;
use book::{CustomerId, History, ProviderId};
use guard::SeePerson;
use judge::{Assessment, Judgement};
use std::sync::Arc;
use store::{Book, Override};

/// Everything about one person, as of today.
#[derive(Debug)]
pub struct PersonView {
    /// Facts, cut to today.
    pub history: History,
    /// All verdicts.
    pub assessment: Assessment,
    /// All verdicts in words.
    pub judgements: Vec<Judgement>,
    /// Judgements that a person has set aside, with a reason and an end.
    pub overrides: Vec<Override>,
    /// The scene they were judged in.
    pub scene: Arc<Scene>,
}

/// Who has to do with a customer, as `guard` asks.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The customer that is meant: the survivor when merged.
    pub customer: CustomerId,
    /// Name to print.
    pub name: String,
    /// Who of us has to do with them today: see [`Office::standing`].
    pub providers: Vec<Option<ProviderId>>,
}

impl Office {
    /// Who has to do with a customer: needed to ask `guard` for a permit.
    ///
    /// A provider has to do with a customer who is assigned to them, or for whom the judgements hold them
    /// responsible; and, without being either, for as long as there is something to do:
    /// * while the customer is on the provider's own plan of today, done or not: whoever is asked to speak
    ///   with somebody must be able to read what to know before speaking. With the day it ends;
    /// * while a promise that the provider made to the customer is open: a word is kept by who gave it. A
    ///   promise settled today still counts, so that what was just said of it can be undone.
    ///
    /// A customer with whom nobody has to do is the owner's (`None`).
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when there is no such customer.
    pub fn standing(&self, customer: CustomerId) -> OfficeResult<Standing> {
        let book = self.read()?;
        let _state = book.one_state()?;
        let customer = book.standing_customer(customer)?;
        let party = book.customer(customer)?.ok_or(OfficeError::Missing("this person"))?;
        let mut providers = vec![party.assigned_to];
        if let Some(judged) = book.judged_customer(customer)? {
            providers.push(judged.row.provider);
        }
        let today = book.calendar().day(self.now());
        if let Ok(desk) = self.inner.desk_now()
            && desk.scene().day() == today
        {
            providers.extend(desk.providers_with_card(customer));
        }
        providers.extend(book.promisors(customer, book.calendar().start_of(today))?.into_iter().map(Some));
        providers.retain(Option::is_some);
        if providers.is_empty() {
            providers.push(None);
        }
        Ok(Standing { customer, name: party.display_name().to_owned(), providers })
    }

    /// The whole person.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the book is read for the first time; [`OfficeError::Missing`].
    pub fn person(&self, permit: &SeePerson) -> OfficeResult<PersonView> {
        self.person_in(&*self.read()?, permit)
    }

    pub(crate) fn person_in(&self, book: &Book, permit: &SeePerson) -> OfficeResult<PersonView> {
        let scene = self.scene()?;
        let mut history = book.history(permit.customer())?.ok_or(OfficeError::Missing("this person"))?;
        let assessment = scene.assess(&mut history);
        let judgements = scene.judgements(&history, &assessment);
        let overrides = book.overrides(permit.customer())?;
        Ok(PersonView { history, assessment, judgements, overrides, scene })
    }
}
