//! Customers and providers as people add and change them.
//!
//! What a source said of a party is remembered as a hash beside what a person made of it (`told_content`), so
//! that importing the source's row again still says the same and does not undo the person's work.

use crate::change::{OWN_SOURCE, must_exist, provider_must_exist, source_number};
use crate::column::take;
use crate::error::Problem;
use crate::profile::{content, fill_customer, fill_provider};
use crate::sql::{self, statement};
use crate::undo;
use crate::walk::{self, FoundParty};
use book::record::{CustomerProfile, ProviderProfile};
use book::*;
use rusqlite::{Connection, OptionalExtension};

/// A party as it is stored.
struct Whole {
    party: FoundParty,
    /// Provider to whom a customer is assigned.
    assigned_to: Option<ProviderId>,
    /// What its source said last, when a person changed it since.
    told: Option<u64>,
}

impl Whole {
    fn customer(connection: &Connection, id: CustomerId) -> Result<Whole, Problem> {
        let read = |row: &rusqlite::Row<'_>| {
            let told: Option<FactId> = take(row, 14)?;
            let party = walk::customer(row)?;
            Ok(Whole { party, assigned_to: take(row, 13)?, told: told.map(|told| told.0) })
        };
        let found = sql::one(connection, "whole_customer", [id.0], read)?;
        found.ok_or(Problem::Unknown { what: "customer", id: id.0.into() })
    }

    fn provider(connection: &Connection, id: ProviderId) -> Result<Whole, Problem> {
        let read = |row: &rusqlite::Row<'_>| {
            let told: Option<FactId> = take(row, 12)?;
            Ok(Whole { party: walk::provider(row)?, assigned_to: None, told: told.map(|told| told.0) })
        };
        let found = sql::one(connection, "whole_provider", [id.0], read)?;
        found.ok_or(Problem::Unknown { what: "provider", id: id.0.into() })
    }

    /// The new content and what is to be remembered of the source, for a record that says `record`.
    fn contents(&self, record: &Record, is_blank: bool) -> (u64, Option<u64>) {
        let told = self.told.unwrap_or(self.party.content);
        let content = if told == 0 && is_blank { 0 } else { content(record) };
        (content, Some(told).filter(|told| *told != content))
    }
}

/// Writes a profile over what the book says; returns what it said, and to whom the customer was assigned.
pub(crate) fn set_customer(
    connection: &Connection,
    id: CustomerId,
    profile: &CustomerProfile,
    assigned_to: Assigned,
) -> Result<(CustomerProfile, Option<ProviderId>), Problem> {
    let whole = Whole::customer(connection, id)?;
    let Body::Customer(before) = whole.party.record.body.clone() else {
        unreachable!("a row of customers is read as a customer's profile")
    };
    let mut profile = profile.clone();
    let provider = match assigned_to {
        Assigned::To(provider) => {
            let name = provider.map(|provider| provider_must_exist(connection, provider)).transpose()?;
            profile.assigned_to = name;
            provider
        }
        Assigned::ByName => named_provider(connection, &whole, profile.assigned_to.as_ref())?,
    };
    let is_blank = profile == CustomerProfile::default() && whole.party.record.extras.is_none();
    let record = Record { body: Body::Customer(profile.clone()), ..whole.party.record.clone() };
    let (content, told) = whole.contents(&record, is_blank);
    let extras = record.extras.as_deref();
    fill_customer(connection, id.0, content, &profile, provider.map(|provider| provider.0), extras)?;
    statement(connection, "told_customer")?.execute((id.0, told.map(|told| told as i64)))?;
    Ok((before, whole.assigned_to))
}

/// To whom a customer is assigned.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Assigned {
    /// This provider, or nobody.
    To(Option<ProviderId>),
    /// The one whom the profile names.
    ByName,
}

/// The provider a profile names: the present one where the name fits, otherwise one of the customer's source,
/// of the program itself, or of any source.
fn named_provider(
    connection: &Connection,
    whole: &Whole,
    name: Option<&Text>,
) -> Result<Option<ProviderId>, Problem> {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
    let read = |row: &rusqlite::Row<'_>| Ok((take(row, 0)?, take(row, 1)?));
    let called: Vec<(ProviderId, SourceId)> =
        sql::all(connection, "providers_called", [name.as_str()], read)?;
    let own = crate::party::sources(connection)?.into_iter().find(|(_, source)| source == OWN_SOURCE);
    let rank = |(provider, source): &(ProviderId, SourceId)| {
        let is_present = whole.assigned_to == Some(*provider);
        let is_own = own.as_ref().is_some_and(|(own, _)| own == source);
        (!is_present, *source != whole.party.source, !is_own, provider.0)
    };
    let found = called.iter().min_by_key(|called| rank(called)).map(|(provider, _)| *provider);
    found.map(Some).ok_or_else(|| Problem::NoProvider { name: name.clone() })
}

/// Assigns a customer to a provider, or to nobody; returns to whom it was assigned.
pub(crate) fn assign(
    connection: &Connection,
    id: CustomerId,
    provider: Option<ProviderId>,
) -> Result<Option<ProviderId>, Problem> {
    let Body::Customer(profile) = Whole::customer(connection, id)?.party.record.body else {
        unreachable!("a row of customers is read as a customer's profile")
    };
    Ok(set_customer(connection, id, &profile, Assigned::To(provider))?.1)
}

/// Adds a customer who came to the business in the program itself.
pub(crate) fn add_customer(
    connection: &Connection,
    profile: &CustomerProfile,
    external_id: &Text,
) -> Result<CustomerId, Problem> {
    let source = source_number(connection, OWN_SOURCE)?;
    refuse_taken(connection, "find_customer", source, external_id, "a customer with the id")?;
    let id = CustomerId(sql::next(connection, "last_customer")?);
    statement(connection, "add_customer")?.execute((id.0, source.0, external_id.as_str()))?;
    set_customer(connection, id, profile, Assigned::ByName)?;
    statement(connection, "told_customer")?.execute((id.0, None::<i64>))?;
    Ok(id)
}

/// Takes a customer out again who was added here and on whom nothing hangs.
pub(crate) fn remove_customer(connection: &Connection, id: CustomerId) -> Result<(), Problem> {
    must_exist(connection, id)?;
    must_be_ours(connection, Whole::customer(connection, id)?.party.source)?;
    let what = undo::hanging_on(connection, id)?;
    if !what.is_empty() {
        return Err(Problem::BuiltUpon { what });
    }
    undo::remove_customer(connection, id)
}

/// Refuses to remove what another source brought.
fn must_be_ours(connection: &Connection, source: SourceId) -> Result<(), Problem> {
    let sources = crate::party::sources(connection)?;
    let origin = sources.into_iter().find(|(known, _)| *known == source);
    let origin = origin.map(|(_, name)| name).unwrap_or_default();
    if origin == OWN_SOURCE { Ok(()) } else { Err(Problem::NotOurs { origin }) }
}

/// Takes a provider out again who was added here and on whom nothing hangs, with the agendas made for them.
pub(crate) fn remove_provider(connection: &Connection, id: ProviderId) -> Result<(), Problem> {
    must_be_ours(connection, Whole::provider(connection, id)?.party.source)?;
    let what = undo::hanging_on_provider(connection, id)?;
    if !what.is_empty() {
        return Err(Problem::BuiltUpon { what });
    }
    for name in ["forget_provider_of_acts", "remove_agendas_of", "remove_suggestions_to", "remove_provider"] {
        connection.prepare_cached(sql::named(name))?.execute([id.0])?;
    }
    Ok(())
}

/// Adds a provider in the program itself.
pub(crate) fn add_provider(
    connection: &Connection,
    profile: &ProviderProfile,
    external_id: &Text,
) -> Result<ProviderId, Problem> {
    let source = source_number(connection, OWN_SOURCE)?;
    refuse_taken(connection, "find_provider", source, external_id, "a provider with the id")?;
    let id = ProviderId(sql::next(connection, "last_provider")?);
    statement(connection, "add_provider")?.execute((id.0, source.0, external_id.as_str()))?;
    set_provider(connection, id, profile)?;
    statement(connection, "told_provider")?.execute((id.0, None::<i64>))?;
    Ok(id)
}

/// Writes a profile over what the book says of a provider; returns what it said.
pub(crate) fn set_provider(
    connection: &Connection,
    id: ProviderId,
    profile: &ProviderProfile,
) -> Result<ProviderProfile, Problem> {
    let whole = Whole::provider(connection, id)?;
    let Body::Provider(before) = whole.party.record.body.clone() else {
        unreachable!("a row of providers is read as a provider's profile")
    };
    let is_blank = *profile == ProviderProfile::default() && whole.party.record.extras.is_none();
    let record = Record { body: Body::Provider(profile.clone()), ..whole.party.record.clone() };
    let (content, told) = whole.contents(&record, is_blank);
    fill_provider(connection, id.0, content, profile, record.extras.as_deref())?;
    statement(connection, "told_provider")?.execute((id.0, told.map(|told| told as i64)))?;
    Ok(before)
}

fn refuse_taken(
    connection: &Connection,
    find: &str,
    source: SourceId,
    external_id: &Text,
    what: &'static str,
) -> Result<(), Problem> {
    let mut find = statement(connection, find)?;
    let found = find.query_row((source.0, external_id.as_str()), |row| row.get::<_, u32>(0)).optional()?;
    match found {
        Some(_) => Err(Problem::Taken { what, name: external_id.clone() }),
        None => Ok(()),
    }
}
