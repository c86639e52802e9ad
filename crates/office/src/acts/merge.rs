//! Merging two who are one, and taking them apart again. Facts stay under their own customer either way.

use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt, Undo};
use crate::state::Office;
use book::CustomerId;
use guard::Manage;
use store::{Problem, StoreError};

impl Office {
    /// Merges `gone` into `into`: one person from now on, with the facts of both.
    ///
    /// # Errors
    /// [`OfficeError::Missing`]; [`OfficeError::Conflict`] when they are one already.
    pub async fn merge_people(
        &self,
        permit: &Manage,
        gone: CustomerId,
        into: CustomerId,
    ) -> OfficeResult<Receipt> {
        let (gone, into) = {
            let book = self.read()?;
            (book.standing_customer(gone)?, book.standing_customer(into)?)
        };
        let one_already = || OfficeError::Conflict("These two are one person already.".to_owned());
        if gone == into {
            return Err(one_already());
        }
        let (gone_name, into_name) = (self.name_of(gone)?, self.name_of(into)?);
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "merge",
            customer: Some(into),
            provider: None,
            sentence: if gone_name == into_name {
                format!("Merged two records of {into_name}.")
            } else {
                format!("Merged {gone_name} into {into_name}.")
            },
        };
        self.act(draft, move |tx, moment| {
            tx.merge(gone, into, moment.now, moment.account).map_err(|error| match error.problem {
                Problem::AlreadyMerged { .. } => one_already(),
                problem => OfficeError::Store(StoreError { problem, ..error }),
            })?;
            Ok(Effect { value: (), undo: vec![Undo::Unmerge { gone }], touched: vec![gone, into] })
        })
        .await
    }

    /// Takes `gone` out of the one it was merged into: two people again, each with the own facts.
    ///
    /// # Errors
    /// [`OfficeError::Missing`]; [`OfficeError::Conflict`] when it is not merged.
    pub async fn unmerge_people(&self, permit: &Manage, gone: CustomerId) -> OfficeResult<Receipt> {
        let (name, whole) = {
            let book = self.read()?;
            let own = book.own_customer(gone)?.ok_or(OfficeError::Missing("this person"))?;
            (own.display_name().to_owned(), book.standing_customer(gone)?)
        };
        let from = self.name_of(whole)?;
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "unmerge",
            customer: Some(whole),
            provider: None,
            sentence: if name == from {
                format!("Took two records of {name} apart again.")
            } else {
                format!("Took {name} and {from} apart again.")
            },
        };
        self.act(draft, move |tx, _| {
            let apart = || OfficeError::Conflict("This person is not merged with anybody.".to_owned());
            let merge = tx.unmerge(gone)?.ok_or_else(apart)?;
            let undo = vec![Undo::Merge { gone, into: merge.into }];
            let mut touched = vec![gone, merge.into, tx.standing_customer(merge.into)?];
            touched.sort_unstable();
            touched.dedup();
            Ok(Effect { value: (), undo, touched })
        })
        .await
    }
}
