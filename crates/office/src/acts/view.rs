//! Saved lists of people: a name for an address, each account's own.

use super::required;
use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt, Undo};
use crate::state::Office;
use guard::{Role, SeePeople};
use people::Query;
use store::{AccountId, SavedView, ViewId};

/// The longest name of a list, in letters.
const NAME_MAX: usize = 60;

impl Office {
    /// The lists that whoever asks has saved, by name.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn views(&self, permit: &SeePeople) -> OfficeResult<Vec<SavedView>> {
        Ok(self.read()?.views(AccountId(permit.actor().account))?)
    }

    /// Saves a list under a name; one of the same name gets the new address.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] without a name (field `name`), or one that is too long.
    pub async fn save_view(&self, permit: &SeePeople, name: &str, query: &Query) -> OfficeResult<Receipt> {
        let name =
            required("name", name, "Give the list a name, such as \u{201c}Quiet this quarter\u{201d}.")?;
        if name.chars().count() > NAME_MAX {
            return Err(OfficeError::field("name", format!("At most {NAME_MAX} letters; say it shorter.")));
        }
        let query = query.clone().at_page(1).url(self.scene()?.directory());
        let draft = own(permit, "save_view", format!("Saved the list \u{201c}{name}\u{201d}."));
        let can_undo = permit.actor().role != Role::Viewer;
        self.act(draft, move |tx, moment| {
            let before = tx.views(moment.account)?.into_iter().find(|view| view.name == name);
            let number = tx.add_view(moment.account, &name, &query)?.0;
            let account = moment.account.0;
            let way = match before {
                Some(view) => saved(&view),
                None => Undo::RemoveView { account, number },
            };
            Ok(Effect { value: (), undo: can_undo.then_some(way).into_iter().collect(), touched: Vec::new() })
        })
        .await
    }

    /// Removes a saved list of one's own.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when there is no such list of this account.
    pub async fn remove_view(&self, permit: &SeePeople, number: u32) -> OfficeResult<Receipt> {
        let views = self.views(permit)?;
        let view = views.into_iter().find(|view| view.id.0 == number);
        let view = view.ok_or(OfficeError::Missing("this saved list"))?;
        let draft =
            own(permit, "remove_view", format!("Removed the saved list \u{201c}{}\u{201d}.", view.name));
        let can_undo = permit.actor().role != Role::Viewer;
        self.act(draft, move |tx, moment| {
            if !tx.remove_view(moment.account, ViewId(number))? {
                return Err(OfficeError::Missing("this saved list"));
            }
            let undo = can_undo.then(|| saved(&view)).into_iter().collect();
            Ok(Effect { value: (), undo, touched: Vec::new() })
        })
        .await
    }
}

fn own(permit: &SeePeople, verb: &'static str, sentence: String) -> Draft {
    Draft { actor: permit.actor().clone(), verb, customer: None, provider: None, sentence }
}

fn saved(view: &SavedView) -> Undo {
    Undo::SaveView { account: view.account.0, name: view.name.to_string(), query: view.query.to_string() }
}
