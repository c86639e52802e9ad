//! Handing people over from one who serves to another: assigned, and told to whoever serves next. One act,
//! taken back as one.

use super::assign::ASSIGNED_AT_ONCE;
use super::{Said, add_fact};
use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Moment, Receipt, Undo};
use crate::scene::end_of;
use crate::state::Office;
use book::{Body, CustomerId, Knowledge, Origin, ProviderId};
use guard::Manage;

/// Days for which the next one is still new to a person; then the note has done its work.
const NEWCOMER_DAYS: i32 = 90;

impl Office {
    /// Hands one person, or everybody whom `from` serves, over to `to`, with a note for whoever serves next.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] when `to` is nobody else who serves (field `to`), or too many are handed over
    /// at once; [`OfficeError::Missing`] when `from` does not serve that person.
    pub async fn hand_over(
        &self,
        permit: &Manage,
        from: ProviderId,
        to: Option<ProviderId>,
        person: Option<CustomerId>,
        word: &str,
    ) -> OfficeResult<Receipt> {
        let scene = self.scene()?;
        let directory = scene.directory();
        let next = to.filter(|to| *to != from).and_then(|to| directory.provider(to));
        let next = next.ok_or_else(|| OfficeError::field("to", "Choose who serves them from now on."))?;
        if word.chars().count() > super::TEXT_MAX {
            return Err(OfficeError::field("word", "At most 2,000 letters; say it shorter."));
        }
        let people = self.handed(from, person)?;
        if people.is_empty() {
            return Err(OfficeError::Conflict("Nobody is served by this provider any more.".into()));
        }
        if people.len() > ASSIGNED_AT_ONCE {
            let message = "More than 5,000 people: hand them over in parts, by a filter under People.";
            return Err(OfficeError::field("to", message));
        }
        let (from_name, to_name) = (directory.name(from).to_owned(), next.display_name().to_owned());
        let whom = match person {
            Some(customer) => self.name_of(customer)?,
            None => judge::words::count(people.len() as u32, "person").replace("persons", "people"),
        };
        let sentence = format!("Handed {whom} over from {from_name} to {to_name}.");
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "hand_over",
            customer: person,
            provider: to,
            sentence,
        };
        let note = note(&from_name, &to_name, word);
        self.act(draft, move |tx, moment| {
            let mut effect = Effect::default();
            for customer in people {
                let before = tx.assign(customer, to)?;
                let detail = Knowledge {
                    kind: "handover".into(),
                    text: note.as_str().into(),
                    origin: Some(Origin::Observed),
                    expires_at: Some(end_of(moment.today.plus(NEWCOMER_DAYS), tx.calendar())),
                };
                let said = Said { customer, provider: to, at: None, body: Body::Knowledge(detail) };
                // Everybody's note has an id of its own.
                let mark = format!("{}-{}", moment.mark, customer.0);
                let fact = add_fact(tx, &Moment { mark, ..moment.clone() }, said)?;
                effect.undo.push(Undo::RemoveFact { customer, fact });
                effect.undo.push(Undo::Assign { customer, provider: before });
                effect.touched.push(customer);
            }
            Ok(effect)
        })
        .await
    }
}

fn note(from: &str, to: &str, word: &str) -> String {
    let note =
        format!("{from} served them until now; {to} is new to them. Say so, and ask what should stay.");
    if word.trim().is_empty() { note } else { format!("{note} {from}\u{2019}s people: {}", word.trim()) }
}
