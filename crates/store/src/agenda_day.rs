//! Agendas as they were shown, and what became of the suggestions in them.

use crate::column::take;
use crate::error::Problem;
use crate::id::AccountId;
use crate::sql::{self, statement};
use book::{CustomerId, Day, ProviderId, Text, Timestamp};
use rusqlite::{Connection, Row, params};

/// The agenda of one provider and day, as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaDay {
    /// The day.
    pub day: Day,
    /// Whose; `None` for the owner.
    pub provider: Option<ProviderId>,
    /// What was shown, as its maker wrote it.
    pub json: String,
    /// When it was made.
    pub made_at: Timestamp,
}

/// What became of one suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestionOutcome {
    /// About whom.
    pub customer: CustomerId,
    /// What was suggested, in snake_case.
    pub act: Text,
    /// For which day.
    pub day: Day,
    /// To whom; `None` for the owner.
    pub provider: Option<ProviderId>,
    /// What became of it, as a word.
    pub outcome: Text,
    /// When it was said.
    pub at: Timestamp,
    /// Who said it.
    pub account: AccountId,
    /// A word about it.
    pub note: Option<Text>,
    /// The day to which it was put off.
    pub until_day: Option<Day>,
}

/// Number of a provider as stored; 0 is the owner.
fn number(provider: Option<ProviderId>) -> u32 {
    provider.map_or(0, |provider| provider.0)
}

fn provider(row: &Row<'_>, place: usize) -> Result<Option<ProviderId>, Problem> {
    let provider: ProviderId = take(row, place)?;
    Ok(Some(provider).filter(|provider| provider.0 > 0))
}

fn agenda_day(row: &Row<'_>) -> Result<AgendaDay, Problem> {
    let json: Box<str> = take(row, 2)?;
    Ok(AgendaDay {
        day: take(row, 0)?,
        provider: provider(row, 1)?,
        json: json.into(),
        made_at: take(row, 3)?,
    })
}

fn outcome(row: &Row<'_>) -> Result<SuggestionOutcome, Problem> {
    Ok(SuggestionOutcome {
        customer: take(row, 0)?,
        act: take(row, 1)?,
        day: take(row, 2)?,
        provider: provider(row, 3)?,
        outcome: take(row, 4)?,
        at: take(row, 5)?,
        account: take(row, 6)?,
        note: take(row, 7)?,
        until_day: take(row, 8)?,
    })
}

pub(crate) fn one(
    connection: &Connection,
    day: Day,
    provider: Option<ProviderId>,
) -> Result<Option<AgendaDay>, Problem> {
    sql::one(connection, "agenda_day", (day.0, number(provider)), agenda_day)
}

pub(crate) fn save(connection: &Connection, agenda: &AgendaDay) -> Result<(), Problem> {
    let values = (agenda.day.0, number(agenda.provider), agenda.json.as_str(), agenda.made_at.0);
    statement(connection, "save_agenda_day")?.execute(values)?;
    Ok(())
}

pub(crate) fn outcomes(
    connection: &Connection,
    day: Day,
    provider: Option<ProviderId>,
) -> Result<Vec<SuggestionOutcome>, Problem> {
    sql::all(connection, "suggestion_outcomes", (day.0, number(provider)), outcome)
}

/// Suggestions of everybody that were put off to `day` or later.
pub(crate) fn outcomes_until(connection: &Connection, day: Day) -> Result<Vec<SuggestionOutcome>, Problem> {
    sql::all(connection, "outcomes_until", [day.0], outcome)
}

fn stored(
    connection: &Connection,
    customer: CustomerId,
    act: &str,
    day: Day,
    provider: Option<ProviderId>,
) -> Result<Option<SuggestionOutcome>, Problem> {
    let key = (customer.0, act, day.0, number(provider));
    sql::one(connection, "suggestion_outcome", key, outcome)
}

/// Keeps what became of a suggestion; returns what was kept before.
pub(crate) fn set_outcome(
    connection: &Connection,
    new: &SuggestionOutcome,
) -> Result<Option<SuggestionOutcome>, Problem> {
    crate::change::must_exist(connection, new.customer)?;
    let before = stored(connection, new.customer, &new.act, new.day, new.provider)?;
    statement(connection, "set_outcome")?.execute(params![
        new.customer.0,
        new.act.as_str(),
        new.day.0,
        number(new.provider),
        new.outcome.as_str(),
        new.at.0,
        new.account.0,
        new.note.as_deref(),
        new.until_day.map(|day| day.0),
    ])?;
    Ok(before)
}

/// Takes an answer back; returns it.
pub(crate) fn clear_outcome(
    connection: &Connection,
    customer: CustomerId,
    act: &str,
    day: Day,
    provider: Option<ProviderId>,
) -> Result<Option<SuggestionOutcome>, Problem> {
    let before = stored(connection, customer, act, day, provider)?;
    statement(connection, "clear_outcome")?.execute((customer.0, act, day.0, number(provider)))?;
    Ok(before)
}
