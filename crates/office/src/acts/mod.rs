//! What a person may do, one file an act: its input, the permit it needs, its effect, and its way back.

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
use crate::state::Office;
use book::{CustomerId, Text};

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

impl Office {
    /// What to call a customer in the trail.
    pub(crate) fn name_of(&self, customer: CustomerId) -> OfficeResult<String> {
        let found = self.read()?.customer(customer)?.ok_or(OfficeError::Missing("this person"))?;
        Ok(found.display_name().to_owned())
    }
}
