//! Who may be the same person: looked for once per desk in the background, and asked for by pages.

use crate::error::{OfficeError, OfficeResult};
use crate::state::Office;
use book::{CustomerId, Day};
use guard::{Manage, Refusal, SeePeople};
use people::{Pair, Row};
use std::collections::HashSet;
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

/// Two of whom somebody said that they are two.
#[derive(Debug, Clone)]
pub struct ToldApart {
    /// The one with the smaller number.
    pub a: Row,
    /// The other.
    pub b: Row,
    /// Name of whoever said so.
    pub who: String,
    /// When.
    pub day: Day,
}

impl Office {
    /// The pairs who may be one, are still two, and were not told apart, the surest first; waits until the
    /// search is over. The search itself goes on when nobody waits any more.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the book is read for the first time.
    pub async fn duplicates(&self, _permit: &SeeEverybody) -> OfficeResult<Vec<Twins>> {
        let desk = self.desk()?;
        // Pairs that were told apart take nobody else's place.
        let limit = PAIRS_MAX + self.read()?.told_apart()?.len();
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
                let found = people::duplicates(|| desk.people(), limit);
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
        let apart = self.apart_now()?;
        let people = desk.people();
        let open = pairs.iter().filter(|pair| !apart.contains(&(pair.a, pair.b)));
        let twins = open.filter_map(|pair| {
            Some(Twins { a: people.row(pair.a)?, b: people.row(pair.b)?, pair: pair.clone() })
        });
        Ok(twins.take(PAIRS_MAX).collect())
    }

    /// The pairs told apart, each half as the one it was merged into since.
    fn apart_now(&self) -> OfficeResult<HashSet<(CustomerId, CustomerId)>> {
        let book = self.read()?;
        let mut apart = HashSet::new();
        for pair in book.told_apart()? {
            let (one, other) = (book.standing_customer(pair.one)?, book.standing_customer(pair.other)?);
            apart.insert((one.min(other), one.max(other)));
        }
        Ok(apart)
    }

    /// The pairs of whom somebody said that they are two, the latest first. Those who were merged since are
    /// not among them.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the book is read for the first time.
    pub fn told_apart(&self, _permit: &SeeEverybody) -> OfficeResult<Vec<ToldApart>> {
        let desk = self.desk()?;
        let book = self.read()?;
        let mut said = book.told_apart()?;
        if said.is_empty() {
            return Ok(Vec::new());
        }
        said.sort_by_key(|apart| (std::cmp::Reverse(apart.at), apart.one, apart.other));
        let accounts = book.accounts()?;
        let people = desk.people();
        let shown = said.iter().filter_map(|apart| {
            let who = accounts.iter().find(|account| account.id == apart.account);
            let who = who.map_or_else(|| "somebody".to_owned(), |account| account.name.to_string());
            let (a, b) = (people.row(apart.one)?, people.row(apart.other)?);
            Some(ToldApart { a, b, who, day: book.calendar().day(apart.at) })
        });
        Ok(shown.collect())
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
