//! Cards of the day: done with what happened, put off with a reason, or left alone. What was done becomes
//! facts, so that tomorrow knows of it.

use super::{Said, add_fact, contact};
use crate::acts::contact::Contact;
use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt, Undo};
use crate::scene::end_of;
use crate::state::Office;
use crate::today::CardState;
use agenda::Act;
use book::{Body, CustomerId, Day, Initiator, Knowledge, Origin};
use guard::{ChangeDay, ChangePerson};
use store::{SuggestionOutcome, Tx};

/// What happened with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Spoke with them.
    Reached,
    /// Left word; no answer yet.
    LeftWord,
    /// They answered in writing.
    WroteBack,
    /// Looked, and decided against it today.
    NotNow,
    /// Better left alone for a while.
    LeaveAlone,
    /// Back on another day.
    Snoozed,
}

impl Outcome {
    /// Every outcome in the order in which it is offered.
    pub const ALL: [Outcome; 6] = [
        Outcome::Reached,
        Outcome::LeftWord,
        Outcome::WroteBack,
        Outcome::NotNow,
        Outcome::LeaveAlone,
        Outcome::Snoozed,
    ];

    /// The word in forms and in the book.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Reached => "reached",
            Outcome::LeftWord => "left_word",
            Outcome::WroteBack => "wrote_back",
            Outcome::NotNow => "not_now",
            Outcome::LeaveAlone => "leave_alone",
            Outcome::Snoozed => "snoozed",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    /// The contact it records, if it is one.
    fn contact(self, channel: &str, act: Act, note: &str) -> Option<Contact> {
        let made = |two_way: bool, initiated_by: Initiator, default_channel: &str| Contact {
            channel: if channel.is_empty() { default_channel.to_owned() } else { channel.to_owned() },
            two_way,
            initiated_by: Some(initiated_by),
            purpose: if note.trim().is_empty() { act.word().to_owned() } else { note.to_owned() },
            asked: two_way && act.group() == agenda::Group::Ask,
            ..Contact::default()
        };
        match self {
            Outcome::Reached => Some(made(true, Initiator::Us, "phone")),
            Outcome::LeftWord => Some(made(false, Initiator::Us, "phone")),
            Outcome::WroteBack => Some(made(true, Initiator::Us, "email")),
            Outcome::NotNow | Outcome::LeaveAlone | Outcome::Snoozed => None,
        }
    }
}

/// A card and what happened with it.
#[derive(Debug, Clone)]
pub struct Settle {
    /// Which act of the card.
    pub act: Act,
    /// What happened.
    pub outcome: Outcome,
    /// How; empty when it goes without saying.
    pub channel: String,
    /// One sentence, or the reason of putting it off.
    pub note: String,
    /// Until when it is put off.
    pub until: Option<Day>,
}

/// Days for which somebody is left alone when no day is named.
const LEAVE_ALONE_DAYS: i32 = 60;

impl Office {
    /// Settles a card of a day.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] when it is put off without a reason or to a day that is not to come.
    pub async fn settle_card(
        &self,
        day: &ChangeDay,
        person: &ChangePerson,
        settle: Settle,
    ) -> OfficeResult<Receipt> {
        let desk = self.inner.desk_now()?;
        let today = desk.scene().day();
        let until = until(&settle, today)?;
        let (customer, provider) = (person.customer(), day.provider());
        let name = self.name_of(customer)?;
        let draft = Draft {
            actor: person.actor().clone(),
            verb: "settle_card",
            customer: Some(customer),
            provider,
            sentence: sentence(&settle, &name, until),
        };
        let (act, outcome) = (settle.act, settle.outcome);
        let done = self.act(draft, move |tx, moment| {
            let contact = settle.outcome.contact(&settle.channel, settle.act, &settle.note);
            // Nothing that was spoken about is put off, so it is one or the other.
            let mut effect = match (contact, until.filter(|_| !settle.act.is_duty())) {
                (Some(contact), _) => contact::add(tx, moment, customer, &contact, provider)?,
                (None, Some(until)) => pause(tx, moment, customer, provider, (until, &settle.note))?,
                (None, None) => Effect::default(),
            };
            tx.set_outcome(&SuggestionOutcome {
                customer,
                act: settle.act.word().into(),
                day: today,
                provider,
                outcome: settle.outcome.word().into(),
                at: moment.now,
                account: moment.account,
                note: super::text(&settle.note),
                until_day: until,
            })?;
            let act = settle.act.word().to_owned();
            effect.undo.push(Undo::ClearOutcome { provider, day: today, customer, act });
            Ok(effect)
        });
        let receipt = done.await?;
        let state = match outcome {
            Outcome::Snoozed => CardState::Snoozed { until },
            other => CardState::Done { outcome: other.word().to_owned() },
        };
        desk.change_plan(provider, |plan| plan.set_state(customer, act, state));
        Ok(receipt)
    }
}

fn until(settle: &Settle, today: Day) -> OfficeResult<Option<Day>> {
    match settle.outcome {
        Outcome::Snoozed => {
            if settle.note.trim().is_empty() {
                return Err(OfficeError::field("note", "Why later? One reason is enough."));
            }
            let day = settle.until.unwrap_or(today.plus(1));
            if day <= today {
                return Err(OfficeError::field("until", "Put it off to a day after today."));
            }
            Ok(Some(day))
        }
        Outcome::LeaveAlone => Ok(Some(settle.until.unwrap_or(today.plus(LEAVE_ALONE_DAYS)))),
        _ => Ok(None),
    }
}

/// A pause that everybody sees: nothing but duties comes up until then.
fn pause(
    tx: &mut Tx<'_>,
    moment: &crate::record::Moment,
    customer: CustomerId,
    provider: Option<book::ProviderId>,
    (until, note): (Day, &str),
) -> OfficeResult<Effect> {
    let reason = if note.trim().is_empty() { "Left alone for a while." } else { note.trim() };
    let detail = Knowledge {
        kind: "pause".into(),
        text: reason.into(),
        origin: Some(Origin::Asserted),
        expires_at: Some(end_of(until.plus(-1), tx.calendar())),
    };
    let said = Said { customer, provider, at: None, body: Body::Knowledge(detail) };
    Ok(Effect::added(customer, add_fact(tx, moment, said)?))
}

fn sentence(settle: &Settle, name: &str, until: Option<Day>) -> String {
    let day = until.map(|day| day.to_string()).unwrap_or_default();
    match settle.outcome {
        Outcome::Reached => format!("Spoke with {name}."),
        Outcome::LeftWord => format!("Left word for {name}."),
        Outcome::WroteBack => format!("{name} wrote back."),
        Outcome::NotNow => format!("Decided against contacting {name} today."),
        Outcome::LeaveAlone => format!("Left {name} alone until {day}."),
        Outcome::Snoozed => format!("Put {name} off until {day}."),
    }
}
