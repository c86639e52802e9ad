//! Taking a whole import out again, for as long as nothing was built on it.

use crate::change::remove_row;
use crate::column::take;
use crate::detail::queries;
use crate::error::Problem;
use crate::id::ImportId;
use crate::import_run::{self, ImportState};
use crate::narrow::{Columns, narrowed, used_columns};
use crate::profile::{fill_customer, fill_provider};
use crate::sql::{self, statement};
use book::record::{CustomerProfile, ProviderProfile};
use book::*;
use rusqlite::{Connection, Row};
use rustc_hash::FxHashSet;

/// What an undone import took along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UndoneImport {
    /// Facts removed.
    pub facts: u64,
    /// Customers removed.
    pub customers: u64,
    /// Providers removed; those whom something else names stay.
    pub providers: u64,
    /// Profiles emptied again of customers and providers who were known before.
    pub profiles: u64,
}

/// Reasons that are listed; more would only repeat them.
const LISTED_AT_MOST: usize = 20;

/// Column of the provider in every table of facts, counted from 1.
const PROVIDER: u8 = 6;

/// Removes everything an import brought.
pub(crate) fn undo(connection: &Connection, id: ImportId, at: Timestamp) -> Result<UndoneImport, Problem> {
    let run = import_run::one(connection, id)?;
    let run = run.ok_or(Problem::Unknown { what: "import", id: id.0.into() })?;
    if run.state == ImportState::Undone {
        return Err(Problem::AlreadyUndone);
    }
    let mut what = hanging_on_facts(connection, id, run.counts.facts_updated)?;
    let mut undone = UndoneImport { facts: remove_facts(connection, id)?, ..UndoneImport::default() };
    let customers = parties(connection, "customers_of_import", id)?;
    for (customer, is_changed) in &customers {
        if what.len() >= LISTED_AT_MOST {
            break;
        }
        if *is_changed {
            what.push(format!("the profile of customer {customer} was changed"));
        }
        what.extend(hanging_on(connection, CustomerId(*customer))?);
    }
    undone.profiles = empty_profiles(connection, id, &mut what)?;
    if !what.is_empty() {
        what.truncate(LISTED_AT_MOST);
        return Err(Problem::BuiltUpon { what });
    }
    for (customer, _) in &customers {
        remove_customer(connection, CustomerId(*customer))?;
    }
    undone.customers = customers.len() as u64;
    undone.providers = remove_providers(connection, id)?;
    statement(connection, "mark_import_undone")?.execute((id.0, at.0))?;
    Ok(undone)
}

/// What stands in the way of removing the facts.
fn hanging_on_facts(connection: &Connection, id: ImportId, updated: u64) -> Result<Vec<String>, Problem> {
    let mut what = Vec::new();
    if updated > 0 {
        what.push(format!("it replaced {updated} facts or profiles, which are not kept"));
    }
    if statement(connection, "amended_fact_of_import")?.exists([id.0])? {
        what.push("a fact that it brought was amended".to_string());
    }
    let pair =
        |row: &Row<'_>| -> Result<(FactId, CustomerId), Problem> { Ok((take(row, 0)?, take(row, 1)?)) };
    for (purchase, customer) in sql::all(connection, "purchases_of_import", [id.0], pair)? {
        let key = (customer.0, purchase.0 as i64);
        let import = |row: &Row<'_>| take::<Option<ImportId>>(row, 1);
        let deliveries = sql::all(connection, "deliveries_of_purchase", key, import)?;
        if deliveries.iter().any(|import| *import != Some(id)) {
            what.push(format!("a purchase of customer {} was delivered", customer.0));
        }
        if what.len() >= LISTED_AT_MOST {
            break;
        }
    }
    Ok(what)
}

fn remove_facts(connection: &Connection, id: ImportId) -> Result<u64, Problem> {
    let key = |row: &Row<'_>| -> Result<(FactId, i64, CustomerId, i64), Problem> {
        Ok((take(row, 0)?, take(row, 1)?, take(row, 2)?, take(row, 3)?))
    };
    let keys = sql::all(connection, "keys_of_import", [id.0], key)?;
    for (fact, kind, customer, at) in &keys {
        let kind = FactKind::ALL.into_iter().find(|word| *word as i64 == *kind);
        let detail = || format!("key {:#x} is of no known kind", fact.0);
        let kind = kind.ok_or_else(|| Problem::Damaged { detail: detail() })?;
        remove_row(connection, kind, customer.0, *at, *fact)?;
    }
    Ok(keys.len() as u64)
}

/// Numbers of parties, each with whether a person changed its profile.
fn parties(connection: &Connection, name: &str, id: ImportId) -> Result<Vec<(u32, bool)>, Problem> {
    sql::all(connection, name, [id.0], |row| Ok((take(row, 0)?, take(row, 1)?)))
}

/// Makes stubs again of parties who were known before and got their profile from the import.
fn empty_profiles(connection: &Connection, id: ImportId, what: &mut Vec<String>) -> Result<u64, Problem> {
    let customers = parties(connection, "customers_filled_by_import", id)?;
    for (customer, is_changed) in &customers {
        if *is_changed {
            what.push(format!("the profile of customer {customer} was changed"));
        }
        fill_customer(connection, *customer, 0, &CustomerProfile::default(), None, None)?;
        statement(connection, "stamp_filled_customer")?.execute((*customer, None::<u32>))?;
    }
    let providers = parties(connection, "providers_filled_by_import", id)?;
    for (provider, is_changed) in &providers {
        if *is_changed {
            what.push(format!("the profile of provider {provider} was changed"));
        }
        fill_provider(connection, *provider, 0, &ProviderProfile::default(), None)?;
        statement(connection, "stamp_filled_provider")?.execute((*provider, None::<u32>))?;
    }
    Ok((customers.len() + providers.len()) as u64)
}

/// What stands in the way of removing a customer, in words.
pub(crate) fn hanging_on(connection: &Connection, id: CustomerId) -> Result<Vec<String>, Problem> {
    let number = id.0;
    let mut what = Vec::new();
    for (name, words) in [
        ("standing_act_of", "an act"),
        ("amendment_of_customer", "an amendment"),
        ("override_of_customer", "an override"),
        ("outcome_of_customer", "an answered suggestion"),
        ("takes_part_in_merge", "a merge"),
    ] {
        if sql::one(connection, name, [number], |_| Ok(()))?.is_some() {
            what.push(format!("{words} is about customer {number}"));
        }
    }
    for (kind, _) in used_columns(connection)? {
        if statement(connection, queries(kind).scan)?.exists((number, number))? {
            what.push(format!("a {} of customer {number} came otherwise", kind.word()));
        }
    }
    Ok(what)
}

/// Removes a customer on whom nothing hangs, with what was derived.
pub(crate) fn remove_customer(connection: &Connection, id: CustomerId) -> Result<(), Problem> {
    for name in [
        "forget_customer_of_acts",
        "remove_judged",
        "remove_summary",
        "remove_suggestions",
        "forget_note_readers",
        "forget_note_openings",
        "forget_told_apart",
        "remove_customer",
    ] {
        connection.prepare_cached(sql::named(name))?.execute([id.0])?;
    }
    Ok(())
}

/// Removes the providers an import brought, but for those whom something else names.
fn remove_providers(connection: &Connection, id: ImportId) -> Result<u64, Problem> {
    let providers = parties(connection, "providers_of_import", id)?;
    if providers.is_empty() {
        return Ok(0);
    }
    let mut named: FxHashSet<ProviderId> =
        sql::all(connection, "assigned_providers", [], |row| take(row, 0))?.into_iter().collect();
    named.extend(providers_of_facts(connection)?);
    let mut removed = 0;
    for (provider, is_changed) in providers {
        let has_account = statement(connection, "account_of_provider")?.exists([provider])?;
        if !is_changed && !has_account && !named.contains(&ProviderId(provider)) {
            removed += statement(connection, "remove_provider")?.execute([provider])? as u64;
        }
    }
    Ok(removed)
}

/// What stands in the way of removing a provider, in words.
pub(crate) fn hanging_on_provider(connection: &Connection, id: ProviderId) -> Result<Vec<String>, Problem> {
    let mut what = Vec::new();
    for (name, words) in [
        ("assigned_to_provider", "somebody is assigned to them"),
        ("account_of_provider", "an account is theirs"),
        ("standing_act_on_provider", "something was done with them since"),
        ("outcome_of_provider", "a suggestion was answered on their day"),
    ] {
        if statement(connection, name)?.exists([id.0])? {
            what.push(words.to_owned());
        }
    }
    if what.is_empty() && providers_of_facts(connection)?.contains(&id) {
        what.push("something is recorded with them".to_owned());
    }
    Ok(what)
}

/// Every provider whom a fact names.
fn providers_of_facts(connection: &Connection) -> Result<FxHashSet<ProviderId>, Problem> {
    let mut named = FxHashSet::default();
    let mut column = Columns::default();
    column.insert(PROVIDER);
    for (kind, used) in used_columns(connection)? {
        if !used.contains(usize::from(PROVIDER)) {
            continue;
        }
        let mut scan = connection.prepare_cached(&narrowed(queries(kind).scan, column))?;
        let mut rows = scan.query([0, u32::MAX])?;
        while let Some(row) = rows.next()? {
            named.extend(take::<Option<ProviderId>>(row, usize::from(PROVIDER) - 2)?);
        }
    }
    Ok(named)
}
