//! Two who look alike and are two: said once, and not asked again. A merge is the other answer.

use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt, Undo};
use crate::state::Office;
use book::CustomerId;
use guard::Manage;

impl Office {
    /// Says that two people who look alike are two: they are not suggested as one any more.
    ///
    /// # Errors
    /// [`OfficeError::Missing`]; [`OfficeError::Conflict`] when they are merged, or that was said before.
    pub async fn tell_apart(&self, permit: &Manage, a: CustomerId, b: CustomerId) -> OfficeResult<Receipt> {
        let ((one, other), names) = self.two_of(a, b)?;
        let draft = self.draft_about(permit, one, "tell_apart", format!("Said that {names} are two people."));
        self.act(draft, move |tx, moment| {
            if !tx.tell_apart((one, other), moment.now, moment.account)? {
                return Err(OfficeError::Conflict("Somebody said before that these two are two.".to_owned()));
            }
            let undo = vec![Undo::UntellApart { one, other }];
            Ok(Effect { value: (), undo, touched: Vec::new() })
        })
        .await
    }

    /// Says that two who were told apart may be one after all.
    ///
    /// # Errors
    /// [`OfficeError::Missing`]; [`OfficeError::Conflict`] when nobody told them apart.
    pub async fn untell_apart(&self, permit: &Manage, a: CustomerId, b: CustomerId) -> OfficeResult<Receipt> {
        let ((one, other), names) = self.two_of(a, b)?;
        let sentence = format!("Said that {names} may be one person after all.");
        let draft = self.draft_about(permit, one, "untell_apart", sentence);
        self.act(draft, move |tx, _| {
            let nobody = || OfficeError::Conflict("Nobody told these two apart.".to_owned());
            tx.untell_apart((one, other))?.ok_or_else(nobody)?;
            let undo = vec![Undo::TellApart { one, other }];
            Ok(Effect { value: (), undo, touched: Vec::new() })
        })
        .await
    }

    /// The two, the smaller number first, and what to call them in the trail.
    fn two_of(&self, a: CustomerId, b: CustomerId) -> OfficeResult<((CustomerId, CustomerId), String)> {
        let (a, b) = {
            let book = self.read()?;
            (book.standing_customer(a)?, book.standing_customer(b)?)
        };
        if a == b {
            return Err(OfficeError::Conflict("These two are one person already.".to_owned()));
        }
        let (one, other) = (a.min(b), a.max(b));
        let (name, other_name) = (self.name_of(one)?, self.name_of(other)?);
        let names = if name == other_name {
            format!("two records of {name}")
        } else {
            format!("{name} and {other_name}")
        };
        Ok(((one, other), names))
    }

    fn draft_about(&self, permit: &Manage, one: CustomerId, verb: &'static str, sentence: String) -> Draft {
        Draft { actor: permit.actor().clone(), verb, customer: Some(one), provider: None, sentence }
    }
}
