//! Who may be the same person: looked for once per desk in the background, and asked for by pages.

use crate::error::{OfficeError, OfficeResult};
use crate::state::Office;
use guard::{Manage, Refusal, SeePeople};
use people::{Pair, Row};
use std::sync::Arc;

/// As many pairs are kept: nobody works through more before the next look.
const PAIRS_MAX: usize = 500;

/// How far the search for duplicates of one desk has come.
#[derive(Debug, Default)]
pub(crate) enum Looked {
    /// Nobody has asked yet.
    #[default]
    NotYet,
    /// It is going on.
    Now,
    /// What was found, the surest first.
    Found(Arc<Vec<Pair>>),
}

/// Proof that somebody may see everybody: one half of a pair may be another's person.
#[derive(Debug, Clone)]
pub struct SeeEverybody(());

impl SeeEverybody {
    /// Managers, administrators and viewers; of a provider `manage` is the refusal.
    ///
    /// # Errors
    /// What `guard` says to whoever sees only own people and does not manage.
    pub fn of(permit: &SeePeople, manage: Result<Manage, Refusal>) -> Result<SeeEverybody, Refusal> {
        if permit.only().is_some() {
            manage?;
        }
        Ok(SeeEverybody(()))
    }
}

/// Two who may be one, as the list has them.
#[derive(Debug, Clone)]
pub struct Twins {
    /// What they have in common.
    pub pair: Pair,
    /// The one with the smaller number.
    pub a: Row,
    /// The other.
    pub b: Row,
}

impl Office {
    /// The pairs who may be one and are still two, the surest first; waits until the search is over. The
    /// search itself goes on when nobody waits any more.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the book is read for the first time.
    pub async fn duplicates(&self, _permit: &SeeEverybody) -> OfficeResult<Vec<Twins>> {
        let desk = self.desk()?;
        let mut begins = false;
        desk.looked().send_if_modified(|looked| {
            begins = matches!(looked, Looked::NotYet);
            if begins {
                *looked = Looked::Now;
            }
            begins
        });
        if begins {
            let desk = desk.clone();
            tokio::task::spawn_blocking(move || {
                let found = people::duplicates(|| desk.people(), PAIRS_MAX);
                desk.looked().send_replace(Looked::Found(Arc::new(found)));
            });
        }
        let mut looked = desk.looked().subscribe();
        let over = looked.wait_for(|looked| matches!(looked, Looked::Found(_))).await;
        let pairs = match over.as_deref() {
            Ok(Looked::Found(pairs)) => pairs.clone(),
            _ => return Err(OfficeError::NotReady),
        };
        drop(over);
        let people = desk.people();
        let twins = pairs.iter().filter_map(|pair| {
            Some(Twins { a: people.row(pair.a)?, b: people.row(pair.b)?, pair: pair.clone() })
        });
        Ok(twins.collect())
    }

    /// Has the next asking look anew.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the book is read for the first time.
    pub fn forget_duplicates(&self, _permit: &SeeEverybody) -> OfficeResult<()> {
        self.desk()?.looked().send_if_modified(|looked| {
            let is_found = matches!(looked, Looked::Found(_));
            if is_found {
                *looked = Looked::NotYet;
            }
            is_found
        });
        Ok(())
    }
}
