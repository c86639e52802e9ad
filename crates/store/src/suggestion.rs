//! What was suggested on which day, and what was held out, so that effects can be measured later.

use crate::column::take;
use crate::error::{At, Problem, StoreError};
use crate::open::Book;
use crate::sql::statement;
use book::{CustomerId, Day, ProviderId, Text};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Whether a suggestion was shown or kept back for comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arm {
    /// Shown to the provider.
    Treated,
    /// Kept back.
    HeldOut,
}

impl Arm {
    /// The word in the table: `treated` or `held_out`.
    pub fn word(self) -> &'static str {
        match self {
            Arm::Treated => "treated",
            Arm::HeldOut => "held_out",
        }
    }
}

/// One suggestion of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestionRow {
    /// The day it was made for.
    pub day: Day,
    /// Who was to do it; `None` for the owner of a business that names no provider.
    pub provider: Option<ProviderId>,
    /// Whom it is about.
    pub customer: CustomerId,
    /// What to do, in snake_case.
    pub act: Text,
    /// Shown or kept back.
    pub arm: Arm,
    /// The sentence that was or would have been shown.
    pub sentence: Text,
}

impl Book {
    /// Keeps suggestions. The same one (customer, act, day, provider) again changes only its sentence: the
    /// arm once drawn stays.
    ///
    /// # Errors
    /// What the database reports.
    pub fn record_suggestions(&mut self, suggestions: &[SuggestionRow]) -> Result<(), StoreError> {
        let keep = || -> Result<(), Problem> {
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
            record(&transaction, suggestions)?;
            Ok(transaction.commit()?)
        };
        keep().at(&self.path)
    }

    /// What was suggested and held out on one day, in order of provider, customer and act.
    ///
    /// # Errors
    /// What the database reports.
    pub fn suggestions(&self, day: Day) -> Result<Vec<SuggestionRow>, StoreError> {
        let read = || -> Result<Vec<SuggestionRow>, Problem> {
            let mut of_day = statement(&self.connection, "suggestions_of_day")?;
            let mut rows = of_day.query([day.0])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(suggestion(row)?);
            }
            Ok(found)
        };
        read().at(&self.path)
    }

    /// Calls `step` for everything that was ever suggested or held out, each customer's in order of time,
    /// without its sentence.
    ///
    /// # Errors
    /// What the database reports.
    pub fn for_each_suggestion(&self, mut step: impl FnMut(SuggestionRow)) -> Result<(), StoreError> {
        let mut read = || -> Result<(), Problem> {
            let mut in_order = statement(&self.connection, "suggestions_in_order")?;
            let mut rows = in_order.query([])?;
            while let Some(row) = rows.next()? {
                step(suggestion(row)?);
            }
            Ok(())
        };
        read().at(&self.path)
    }
}

/// Keeps suggestions inside a transaction.
pub(crate) fn record(connection: &Connection, suggestions: &[SuggestionRow]) -> Result<(), Problem> {
    let mut insert = statement(connection, "record_suggestion")?;
    for row in suggestions {
        let provider = row.provider.map_or(0, |provider| provider.0);
        let key = (row.customer.0, row.act.as_str(), row.day.0, provider);
        insert.execute((key.0, key.1, key.2, key.3, row.arm.word(), row.sentence.as_str()))?;
    }
    Ok(())
}

/// Reads one row of the suggestion queries.
pub(crate) fn suggestion(row: &rusqlite::Row<'_>) -> Result<SuggestionRow, Problem> {
    let provider: ProviderId = take(row, 3)?;
    let is_held_out = row.get_ref(4)? == ValueRef::Text(Arm::HeldOut.word().as_bytes());
    Ok(SuggestionRow {
        customer: take(row, 0)?,
        act: take(row, 1)?,
        day: take(row, 2)?,
        provider: Some(provider).filter(|provider| provider.0 > 0),
        arm: if is_held_out { Arm::HeldOut } else { Arm::Treated },
        sentence: take(row, 5)?,
    })
}
