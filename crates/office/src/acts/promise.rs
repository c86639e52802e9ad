//! Promises: made in so many words with a day, and settled with what became of them.

use super::{Said, add_fact, amend, required, text};
use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt};
use crate::scene::end_of;
use crate::state::Office;
use book::{Body, Change, Day, Fact, FactId, FactKind, Promise, PromiseOutcome, Promisor, ProviderId};
use guard::ChangePerson;

/// A promise as a person makes it.
#[derive(Debug, Clone)]
pub struct NewPromise {
    /// In which words.
    pub what: String,
    /// The day on which it is due.
    pub due: Option<Day>,
    /// Who made it.
    pub by: Promisor,
    /// On whom or what it depends.
    pub depends_on: String,
    /// Who keeps it; who acts when `None`.
    pub provider: Option<ProviderId>,
}

impl Office {
    /// Makes a promise to a person, or notes one of theirs.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] without words or day, or with a day that is past.
    pub async fn make_promise(&self, permit: &ChangePerson, promise: NewPromise) -> OfficeResult<Receipt> {
        let what = required("what", &promise.what, "Say what is promised, in the words you used.")?;
        let due =
            promise.due.ok_or_else(|| OfficeError::field("due", "By which day? A promise has a day."))?;
        if due < self.today_day()? {
            return Err(OfficeError::field("due", "That day is past. Promise a day from today on."));
        }
        let customer = permit.customer();
        let name = self.name_of(customer)?;
        let by_them = promise.by == Promisor::Customer;
        let sentence = if by_them {
            format!("Noted a promise of {name}: \u{201c}{what}\u{201d}.")
        } else {
            format!("Promised {name}: \u{201c}{what}\u{201d}.")
        };
        let provider = promise.provider.or(permit.actor().provider);
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "make_promise",
            customer: Some(customer),
            provider,
            sentence,
        };
        let depends_on = text(&promise.depends_on);
        self.act(draft, move |tx, moment| {
            let due_at = end_of(due, tx.calendar());
            let detail = book::Promise {
                what,
                by: Some(promise.by),
                due_at: Some(due_at),
                outcome: None,
                closed_at: None,
                depends_on,
            };
            let said = Said { customer, provider, at: None, body: Body::Promise(detail) };
            Ok(Effect::added(customer, add_fact(tx, moment, said)?))
        })
        .await
    }

    /// Says what became of a promise. Kept or late follows from the day; broken, renegotiated and withdrawn
    /// are said.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when the person has no such promise; [`OfficeError::Invalid`] when a
    /// renegotiated one has no new day.
    pub async fn settle_promise(
        &self,
        permit: &ChangePerson,
        promise: FactId,
        outcome: PromiseOutcome,
        new_due: Option<Day>,
        note: &str,
    ) -> OfficeResult<Receipt> {
        let customer = permit.customer();
        let history = self.read()?.history(customer)?.ok_or(OfficeError::Missing("this person"))?;
        let found = history.promises.iter().find(|fact| fact.id == promise);
        let found = found.ok_or(OfficeError::Missing("this promise"))?;
        let name = history.customer.display_name();
        let now = self.now();
        let is_late = found.detail.due_at.is_some_and(|due| now > due);
        let outcome = match outcome {
            PromiseOutcome::Kept | PromiseOutcome::Late if is_late => PromiseOutcome::Late,
            PromiseOutcome::Late => PromiseOutcome::Kept,
            told => told,
        };
        if outcome == PromiseOutcome::Renegotiated && new_due.is_none_or(|day| day < found.day) {
            return Err(OfficeError::field("due", "Which new day did they agree to?"));
        }
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "settle_promise",
            customer: Some(customer),
            provider: found.provider,
            sentence: settled_sentence(outcome, found, name),
        };
        let note = text(note);
        self.act(draft, move |tx, moment| {
            let change = match (outcome, new_due) {
                // The promise lives on under its new day.
                (PromiseOutcome::Renegotiated, Some(day)) => {
                    Change::PromiseDue { due_at: end_of(day, tx.calendar()) }
                }
                _ => Change::Promise { outcome, closed_at: moment.now, note },
            };
            amend(tx, moment, customer, (FactKind::Promise, promise), &change)
        })
        .await
    }
}

fn settled_sentence(outcome: PromiseOutcome, promise: &Fact<Promise>, name: &str) -> String {
    let what = format!("\u{201c}{}\u{201d}", promise.detail.what);
    if promise.detail.by == Some(Promisor::Customer) {
        return match outcome {
            PromiseOutcome::Open => format!("Opened a promise of {name} again: {what}."),
            PromiseOutcome::Kept => format!("{name} kept the promise {what}."),
            PromiseOutcome::Late => format!("{name} kept the promise {what}, late."),
            PromiseOutcome::Broken => format!("{name} did not keep the promise {what}."),
            PromiseOutcome::Renegotiated => format!("Agreed a new day with {name} for {what}."),
            PromiseOutcome::Withdrawn => format!("Released {name} from the promise {what}."),
        };
    }
    let done = match outcome {
        PromiseOutcome::Open => "Opened again",
        PromiseOutcome::Kept => "Kept",
        PromiseOutcome::Late => "Kept, late,",
        PromiseOutcome::Broken => "Broke",
        PromiseOutcome::Renegotiated => "Agreed a new day for",
        PromiseOutcome::Withdrawn => "Was released from",
    };
    format!("{done} the promise to {name}: {what}.")
}
