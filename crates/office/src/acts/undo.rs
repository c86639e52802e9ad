//! Undoing an act: its ways back, in one durable step; the trail keeps both.

use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Moment, Receipt, Undo};
use crate::state::Office;
use agenda::Act;
use book::CustomerId;
use guard::Actor;
use store::{ActId, Problem, StoreError, Tx};

impl Office {
    /// Takes an act back. One's own, or anybody's for whom `guard` allows it.
    ///
    /// # Errors
    /// [`OfficeError::Missing`], [`OfficeError::NotUndoable`] when it has no way back or was taken back
    /// already, and what `guard` refuses.
    pub async fn undo(&self, who: &Actor, act: u64) -> OfficeResult<Receipt> {
        let number = u32::try_from(act).map_err(|_| OfficeError::Missing("this act"))?;
        let found = self.read()?.act(ActId(number))?.ok_or(OfficeError::Missing("this act"))?;
        who.undo_act(found.account.0)?;
        let ways = ways(found.undo.as_deref())?;
        if let Some(customer) = found.customer {
            let standing = self.standing(customer)?;
            who.change_person(standing.customer, &standing.providers)?;
        }
        let import = ways.iter().find_map(|way| match way {
            Undo::Import { import } => Some(*import),
            _ => None,
        });
        if let Some(import) = import {
            return self.undo_import(&who.manage()?, import).await;
        }
        let draft = Draft {
            actor: who.clone(),
            verb: "undo",
            customer: found.customer,
            provider: found.provider,
            sentence: format!("Undone: {}", found.sentence),
        };
        let cleared = ways.clone();
        let receipt = self
            .act(draft, move |tx, moment| {
                if !tx.mark_undone(ActId(number), moment.now, moment.account)? {
                    return Err(OfficeError::NotUndoable("This was undone already.".into()));
                }
                let mut touched = Vec::new();
                for way in &ways {
                    touched.extend(take_back(tx, moment, way)?);
                }
                touched.sort_unstable();
                touched.dedup();
                Ok(Effect { value: (), undo: Vec::new(), touched })
            })
            .await?;
        self.reopen_cards(&cleared);
        self.take_providers_back(&cleared)?;
        Ok(receipt)
    }

    /// Lists say the names that are left; nobody who comes later finds the day of somebody who went.
    fn take_providers_back(&self, ways: &[Undo]) -> OfficeResult<()> {
        let mut is_changed = false;
        for way in ways {
            is_changed |= matches!(way, Undo::Provider { .. } | Undo::RemoveProvider { .. });
            if let (Undo::RemoveProvider { provider }, Ok(desk)) = (way, self.inner.desk_now()) {
                desk.forget_plan(*provider);
            }
        }
        if is_changed { self.read_directory() } else { Ok(()) }
    }

    fn reopen_cards(&self, ways: &[Undo]) {
        let Ok(desk) = self.inner.desk_now() else { return };
        for way in ways {
            if let Undo::ClearOutcome { provider, day, customer, act } = way {
                let act = Act::ALL.into_iter().find(|one| one.word() == act.as_str());
                if let Some(act) = act.filter(|_| *day == desk.scene().day()) {
                    desk.change_plan(*provider, |plan| plan.reopen(*customer, act));
                }
            }
        }
    }
}

fn ways(json: Option<&str>) -> OfficeResult<Vec<Undo>> {
    let none = || OfficeError::NotUndoable("This act cannot be undone; do the opposite instead.".into());
    let json = json.ok_or_else(none)?;
    serde_json::from_str(json).map_err(|_| none())
}

/// What hangs on something is said to whoever would take it back.
fn built_upon(error: StoreError) -> OfficeError {
    match error {
        StoreError { problem: Problem::BuiltUpon { .. }, .. } => {
            OfficeError::NotUndoable(error.problem.to_string())
        }
        other => other.into(),
    }
}

/// Something was taken back that touches nobody.
fn nobody<T>(_done: T) -> Vec<CustomerId> {
    Vec::new()
}

/// Takes one way back; returns whom it touched.
fn take_back(tx: &mut Tx<'_>, moment: &Moment, way: &Undo) -> OfficeResult<Vec<CustomerId>> {
    Ok(match way {
        Undo::RemoveFact { customer, fact } => {
            tx.remove_fact(*fact)?;
            vec![*customer]
        }
        Undo::RemoveAmendment { customer, amendment } => {
            tx.remove_amendment(*amendment)?;
            vec![*customer]
        }
        Undo::Assign { customer, provider } => {
            tx.assign(*customer, *provider)?;
            vec![*customer]
        }
        Undo::Profile { customer, before } => {
            tx.set_profile(*customer, &before.profile())?;
            vec![*customer]
        }
        Undo::Provider { provider, before } => nobody(tx.set_provider(*provider, &before.profile())?),
        Undo::RemoveProvider { provider } => nobody(tx.remove_provider(*provider).map_err(built_upon)?),
        Undo::Unmerge { gone } => {
            let merged = tx.unmerge(*gone)?;
            merged.map(|merge| merge.into).into_iter().chain([*gone]).collect()
        }
        Undo::Merge { gone, into } => {
            tx.merge(*gone, *into, moment.now, moment.account)?;
            vec![*gone, *into]
        }
        Undo::UntellApart { one, other } => nobody(tx.untell_apart((*one, *other))?),
        Undo::TellApart { one, other } => {
            nobody(tx.tell_apart((*one, *other), moment.now, moment.account)?)
        }
        Undo::Import { import } => nobody(crate::imports::take_out(tx, *import, moment.now)?),
        Undo::LiftOverride { customer, number } => {
            tx.lift_override(store::OverrideId(*number), Some(moment.now))?;
            vec![*customer]
        }
        Undo::RemoveView { account, number } => {
            nobody(tx.remove_view(store::AccountId(*account), store::ViewId(*number))?)
        }
        Undo::SaveView { account, name, query } => {
            nobody(tx.add_view(store::AccountId(*account), name, query)?)
        }
        Undo::RestoreOverride { customer, number } => {
            tx.lift_override(store::OverrideId(*number), None)?;
            vec![*customer]
        }
        Undo::NoteReaders { customer, fact, before } => {
            let before: Vec<_> = before.iter().map(|account| store::AccountId(*account)).collect();
            tx.set_note_readers(*fact, &before)?;
            vec![*customer]
        }
        Undo::RemoveCustomer { customer } => {
            tx.remove_customer(*customer).map_err(built_upon)?;
            vec![*customer]
        }
        Undo::ClearOutcome { provider, day, customer, act } => {
            tx.clear_outcome(*customer, act, *day, *provider)?;
            vec![*customer]
        }
    })
}
