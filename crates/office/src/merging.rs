//! What a merge would make of two people, before it is done; and who was merged into somebody.

use crate::error::{OfficeError, OfficeResult};
use crate::state::Office;
use book::{Customer, CustomerId, Day, History, ProviderId};
use guard::Manage;
use store::Book;

/// One of the two, as it stands.
#[derive(Debug, Clone)]
pub struct Side {
    /// The profile.
    pub customer: Customer,
    /// Facts by kind, in the words of a page, none left out.
    pub counts: Vec<(&'static str, usize)>,
    /// Day of the first fact.
    pub first_day: Option<Day>,
    /// Day of the last fact.
    pub last_day: Option<Day>,
    /// Who is responsible now.
    pub provider: Option<ProviderId>,
    /// How many others are part of it already.
    pub others: usize,
}

impl Side {
    /// Facts in all.
    pub fn facts(&self) -> usize {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

/// Two people side by side.
#[derive(Debug, Clone)]
pub struct MergePreview {
    /// Who stays.
    pub stays: Side,
    /// Who goes into the other.
    pub goes: Side,
    /// The profile after it: what the one who stays says, gaps filled by the other.
    pub after: Customer,
}

/// Somebody who was merged into another.
#[derive(Debug, Clone)]
pub struct MergedIn {
    /// Who.
    pub customer: CustomerId,
    /// Name.
    pub name: String,
    /// The source's own id.
    pub external_id: String,
    /// Name of the source.
    pub source: String,
    /// When it was said.
    pub day: Day,
}

fn side(history: History, provider: Option<ProviderId>, others: usize) -> Side {
    let counts = vec![
        ("Contacts", history.interactions.len()),
        ("Promises", history.promises.len()),
        ("Frank words", history.voice.len()),
        ("Things known", history.knowledge.len() + history.adaptations.len()),
        ("Wishes and permissions", history.wishes.len() + history.permissions.len()),
        ("Benefits", history.benefits.len()),
        ("People brought", history.referrals.len()),
        ("Messages sent", history.touches.len()),
        ("Purchases", history.purchases.len()),
        ("Deliveries", history.deliveries.len()),
    ];
    let days = || {
        let spoken = history.interactions.iter().map(|fact| fact.day);
        let bought = history.purchases.iter().map(|fact| fact.day);
        let said = history.voice.iter().map(|fact| fact.day);
        spoken.chain(bought).chain(said).chain(history.promises.iter().map(|fact| fact.day))
    };
    let (first_day, last_day) = (days().min(), days().max());
    Side { customer: history.customer, counts, first_day, last_day, provider, others }
}

impl Office {
    /// The two side by side. The one with more facts stays unless `stays` names the other.
    ///
    /// # Errors
    /// [`OfficeError::Missing`]; [`OfficeError::Conflict`] when they are one already.
    pub fn merge_preview(
        &self,
        _permit: &Manage,
        a: CustomerId,
        b: CustomerId,
        stays: Option<CustomerId>,
    ) -> OfficeResult<MergePreview> {
        let book = self.read()?;
        let (a, b) = (book.standing_customer(a)?, book.standing_customer(b)?);
        if a == b {
            return Err(OfficeError::Conflict("These two are one person already.".to_owned()));
        }
        let look = |id: CustomerId| -> OfficeResult<Side> {
            let history = book.history(id)?.ok_or(OfficeError::Missing("this person"))?;
            let provider = book.judged_customer(id)?.and_then(|judged| judged.row.provider);
            let others = book.merges_into(id)?.len();
            Ok(side(history, provider, others))
        };
        let (left, right) = (look(a)?, look(b)?);
        let right_stays = match stays {
            Some(named) => named == b,
            None => right.facts() > left.facts(),
        };
        let (stays, goes) = if right_stays { (right, left) } else { (left, right) };
        let mut after = stays.customer.clone();
        after.fill_gaps(goes.customer.clone());
        Ok(MergePreview { stays, goes, after })
    }
}

/// Who was merged into a person, the latest first: each can be taken apart again.
pub(crate) fn merged_in(book: &Book, customer: CustomerId) -> OfficeResult<Vec<MergedIn>> {
    let merges = book.merges_into(customer)?;
    let mut all = Vec::with_capacity(merges.len());
    for merge in merges {
        let Some(own) = book.own_customer(merge.gone)? else { continue };
        all.push(MergedIn {
            customer: merge.gone,
            name: own.display_name().to_owned(),
            external_id: own.external_id.to_string(),
            source: own.source.to_string(),
            day: book.calendar().day(merge.at),
        });
    }
    Ok(all)
}
