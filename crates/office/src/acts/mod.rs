//! What a person may do, one file an act: its input, the permit it needs, its effect, and its way back.

pub mod apart;
pub mod assign;
pub mod contact;
pub mod handover;
pub mod issue;
pub mod merge;
pub mod note;
pub mod outcome;
pub mod override_;
pub mod profile;
pub mod promise;
pub mod provider;
pub mod undo;
pub mod view;
pub mod wish;

use crate::error::{OfficeError, OfficeResult};
use crate::record::{Effect, Moment, Undo};
use crate::state::Office;
use book::{Body, Change, CustomerId, FactId, FactKind, ProviderId, Text, Timestamp};
use store::{NewFact, Tx};

/// Name of the source of everything that people record in the program itself.
pub(crate) use store::OWN_SOURCE as SOURCE;

/// The longest text a person may type into one field, in letters.
pub(crate) const TEXT_MAX: usize = 2_000;

/// What was typed, or nothing.
pub(crate) fn text(typed: &str) -> Option<Text> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| typed.into())
}

/// What was typed into a field that must not be empty.
pub(crate) fn required(field: &'static str, typed: &str, what: &str) -> OfficeResult<Text> {
    let typed = text(typed).ok_or_else(|| OfficeError::field(field, what.to_owned()))?;
    if typed.chars().count() > TEXT_MAX {
        return Err(OfficeError::field(field, format!("At most {TEXT_MAX} letters; say it shorter.")));
    }
    Ok(typed)
}

/// A fact as a person records it.
pub(crate) struct Said {
    /// Whom it is about.
    pub customer: CustomerId,
    /// The provider it involves.
    pub provider: Option<ProviderId>,
    /// When it happened; the moment of the act when `None`.
    pub at: Option<Timestamp>,
    /// What is said.
    pub body: Body,
}

/// Adds a fact inside an act, whose mark makes its id: one of a kind for each moment.
pub(crate) fn add_fact(tx: &mut Tx<'_>, moment: &Moment, said: Said) -> OfficeResult<FactId> {
    let Said { customer, provider, at, body } = said;
    let (external_id, at) = (moment.mark.as_str().into(), at.unwrap_or(moment.now));
    Ok(tx.add_fact(NewFact { customer, provider, at, body, external_id, source: SOURCE })?)
}

/// Says how a fact stands from now on: all that most acts about a fact do.
pub(crate) fn amend(
    tx: &mut Tx<'_>,
    moment: &Moment,
    customer: CustomerId,
    (kind, fact): (FactKind, FactId),
    change: &Change,
) -> OfficeResult<Effect> {
    let amendment = tx.amend(moment.account, kind, fact, moment.now, change)?;
    let undo = vec![Undo::RemoveAmendment { customer, amendment }];
    Ok(Effect { value: (), undo, touched: vec![customer] })
}

impl Effect {
    /// The effect of a fact that was added, and of nothing else.
    pub(crate) fn added(customer: CustomerId, fact: FactId) -> Effect {
        Effect { value: (), undo: vec![Undo::RemoveFact { customer, fact }], touched: vec![customer] }
    }
}

impl Office {
    /// What to call a customer in the trail.
    pub(crate) fn name_of(&self, customer: CustomerId) -> OfficeResult<String> {
        let found = self.read()?.customer(customer)?.ok_or(OfficeError::Missing("this person"))?;
        Ok(found.display_name().to_owned())
    }
}
