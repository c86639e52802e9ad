//! Assigning people to whoever is to serve them: a few who were chosen, or everybody whom a list finds.

use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt, Undo};
use crate::state::Office;
use book::{CustomerId, ProviderId};
use guard::Manage;
use people::Query;
use store::{Problem, StoreError};

/// At most so many at once: each is judged anew in the same durable step, and nobody should wait long.
pub const ASSIGNED_AT_ONCE: usize = 5_000;

/// Who is meant.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// These.
    These(Vec<CustomerId>),
    /// Everybody whom the list finds now.
    All(Query),
}

impl Office {
    /// Assigns people to a provider, or to nobody. One act, taken back as one.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] when nobody is chosen (field `id`), too many are, or there is no such
    /// provider (field `provider`); [`OfficeError::Conflict`] when all of them are assigned so already.
    pub async fn assign_people(
        &self,
        permit: &Manage,
        chosen: Chosen,
        provider: Option<ProviderId>,
    ) -> OfficeResult<Receipt> {
        let scene = self.scene()?;
        let to = match provider {
            None => "nobody".to_owned(),
            Some(id) => {
                let found = scene.directory().provider(id);
                let found = found.ok_or_else(|| {
                    OfficeError::field("provider", "Choose one of those who serve, or nobody.")
                })?;
                found.display_name().to_owned()
            }
        };
        let people = self.chosen(chosen)?;
        let one = if let [only] = people[..] { Some(only) } else { None };
        let whom = match one {
            Some(only) => self.name_of(only)?,
            None => format!("{} people", book::money::thousands(people.len() as u64)),
        };
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "assign",
            customer: one,
            provider,
            sentence: format!("Assigned {whom} to {to}."),
        };
        self.act(draft, move |tx, _| {
            let mut effect = Effect::default();
            for customer in people {
                let standing = tx.standing_customer(customer)?;
                let before = tx.assign(standing, provider).map_err(known)?;
                if before != provider {
                    effect.undo.push(Undo::Assign { customer: standing, provider: before });
                    effect.touched.push(standing);
                }
            }
            if effect.touched.is_empty() {
                return Err(OfficeError::Conflict(format!("{whom}: assigned to {to} already.")));
            }
            Ok(effect)
        })
        .await
    }

    /// The people meant, each once.
    fn chosen(&self, chosen: Chosen) -> OfficeResult<Vec<CustomerId>> {
        let mut people = match chosen {
            Chosen::These(people) => people,
            Chosen::All(query) => {
                let desk = self.desk()?;
                let today = desk.scene().day();
                let list = desk.people();
                let count = list.count(&query, today, None);
                if count > ASSIGNED_AT_ONCE {
                    return Err(too_many(count));
                }
                list.ids(&query, today, None)
            }
        };
        people.sort_unstable();
        people.dedup();
        if people.is_empty() {
            return Err(OfficeError::field("id", "Choose at least one person first."));
        }
        if people.len() > ASSIGNED_AT_ONCE {
            return Err(too_many(people.len()));
        }
        Ok(people)
    }
}

fn too_many(count: usize) -> OfficeError {
    let [most, count] = [ASSIGNED_AT_ONCE, count].map(|number| book::money::thousands(number as u64));
    let message = format!("At most {most} people at once; these are {count}. Add a filter, and go in parts.");
    OfficeError::field("id", message)
}

/// Somebody who is not in the book is no damage to it.
fn known(error: StoreError) -> OfficeError {
    match error.problem {
        Problem::Unknown { .. } => OfficeError::Missing("one of these people"),
        problem => OfficeError::Store(StoreError { problem, ..error }),
    }
}
