//! Logging a contact: one tap for a two-way one.

use super::{Said, add_fact, text};
use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Moment, Receipt};
use crate::state::Office;
use book::{Body, CustomerId, Initiator, Interaction, ProviderId, Timestamp};
use guard::ChangePerson;
use store::Tx;

/// A contact as a person logs it.
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// `phone`, `email`, `in_person`, `message`, …; unknown when empty.
    pub channel: String,
    /// Both sides spoke.
    pub two_way: bool,
    /// Who began it; us when `None` is not told.
    pub initiated_by: Option<Initiator>,
    /// Minutes it took.
    pub minutes: Option<u32>,
    /// What it was about, in a few words.
    pub purpose: String,
    /// The customer was asked how things are.
    pub asked: bool,
    /// When; now when `None`.
    pub at: Option<Timestamp>,
    /// With whom of us; who acts when `None`.
    pub provider: Option<ProviderId>,
}

const LONGEST_MINUTES: u32 = 24 * 60;

impl Office {
    /// Logs a contact with a person.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] when it lies in the future or lasted longer than a day.
    pub async fn log_contact(&self, permit: &ChangePerson, contact: Contact) -> OfficeResult<Receipt> {
        if contact.minutes.is_some_and(|minutes| minutes > LONGEST_MINUTES) {
            return Err(OfficeError::field("minutes", "Minutes of one contact: at most a day."));
        }
        if contact.at.is_some_and(|at| at > self.now()) {
            return Err(OfficeError::field("at", "A contact lies in the past. For later, make a promise."));
        }
        let customer = permit.customer();
        let name = self.name_of(customer)?;
        let how = channel_words(&contact);
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "log_contact",
            customer: Some(customer),
            provider: contact.provider.or(permit.actor().provider),
            sentence: format!("Logged {how} {name}."),
        };
        self.act(draft, move |tx, moment| add(tx, moment, customer, &contact, None)).await
    }
}

fn channel_words(contact: &Contact) -> &'static str {
    match (contact.channel.as_str(), contact.two_way) {
        ("phone", true) => "a call with",
        ("phone", false) => "a word left for",
        ("email" | "message" | "letter", true) => "a written exchange with",
        ("email" | "message" | "letter", false) => "a message to",
        ("in_person", _) => "a meeting with",
        (_, true) => "a contact with",
        (_, false) => "an attempt to reach",
    }
}

/// Adds the contact inside a step; `provider` is who served when the form does not say.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    moment: &Moment,
    customer: CustomerId,
    contact: &Contact,
    provider: Option<ProviderId>,
) -> OfficeResult<Effect> {
    let serving = match contact.provider.or(provider) {
        Some(provider) => Some(provider),
        None => tx.account(moment.account)?.and_then(|account| account.provider),
    };
    let detail = Interaction {
        initiated_by: Some(contact.initiated_by.unwrap_or(Initiator::Us)),
        two_way: Some(contact.two_way),
        channel: text(&contact.channel),
        minutes: contact.minutes.map(f64::from),
        purpose: text(&contact.purpose),
        asked_question: contact.asked.then_some(true),
        ..Interaction::default()
    };
    let said = Said { customer, provider: serving, at: contact.at, body: Body::Interaction(detail) };
    Ok(Effect::added(customer, add_fact(tx, moment, said)?))
}
