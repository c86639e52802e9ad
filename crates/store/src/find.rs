//! Finding people and facts by what a person types.

use crate::amendment;
use crate::column::take;
use crate::detail::{for_kind, queries};
use crate::error::{At, Problem, StoreError};
use crate::merge::{self, Merges};
use crate::open::Book;
use crate::party::{SourceNames, customer};
use crate::record::stored_record;
use crate::sql::{self, statement};
use book::*;
use rusqlite::{Connection, OptionalExtension};
use rustc_hash::FxHashSet;

/// Customers that a search returns at most.
const FOUND_AT_MOST: usize = 50;

/// A fact with everything its row says.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedFact {
    /// Whom it is about, or the one that customer was merged into; `None` for a delivery whose
    /// purchase is not in the book yet.
    pub customer: Option<Customer>,
    /// The provider it involves.
    pub provider: Option<ProviderId>,
    /// Name of the source that brought it.
    pub source: Text,
    /// The row, with its extras; its line is not kept and is 0.
    pub record: Record,
    /// What was said about it afterwards, in that order.
    pub amendments: Vec<Amendment>,
}

impl Book {
    /// The customers a person may mean by `text`: those whose id it is in any source; otherwise those whose
    /// name or e-mail it is, in any case; otherwise those whose name or e-mail contains it. Of customers who
    /// were merged the one who stays is found, by what any of them is called. At most 50, in order of number.
    ///
    /// # Errors
    /// What the database reports.
    pub fn find_customers(&self, text: &str) -> Result<Vec<Customer>, StoreError> {
        let find = || -> Result<Vec<Customer>, Problem> {
            let mut numbers = called(&self.connection, text)?;
            if numbers.is_empty() {
                numbers = named_like(&self.connection, text)?;
            }
            let names = SourceNames::read(&self.connection)?;
            let merges = Merges::read(&self.connection)?;
            let mut seen = FxHashSet::default();
            let standing = numbers.into_iter().map(|id| CustomerId(merges.root(id.0)));
            let read = |id| merge::customer(&self.connection, &names, id).transpose();
            standing.filter(|id| seen.insert(*id)).filter_map(read).collect()
        };
        find().at(&self.path)
    }

    /// The provider a person means by `text`: whose id it is in any source, or otherwise the only one whose
    /// name or e-mail it is, in any case.
    ///
    /// # Errors
    /// What the database reports.
    pub fn find_provider(&self, text: &str) -> Result<Option<Provider>, StoreError> {
        let providers = self.directory()?.providers;
        if let Some(provider) = providers.iter().find(|provider| provider.external_id == text) {
            return Ok(Some(provider.clone()));
        }
        let wanted = text.trim().to_lowercase();
        let is = |value: &Option<Text>| value.as_ref().is_some_and(|value| value.to_lowercase() == wanted);
        let mut named = providers.iter().filter(|provider| is(&provider.name) || is(&provider.email));
        let first = named.next().cloned();
        Ok(if named.next().is_some() { None } else { first })
    }
}

/// One customer as its own row says, whatever was merged.
pub(crate) fn own_customer(
    connection: &Connection,
    names: &SourceNames,
    id: CustomerId,
) -> Result<Option<Customer>, Problem> {
    let mut scan = statement(connection, "scan_customer")?;
    let mut rows = scan.query([id.0, id.0])?;
    rows.next()?.map(|row| customer(row, names)).transpose()
}

/// Customers whose promises to us stand open as their source said them.
pub(crate) fn promised_by_customers(connection: &Connection, limit: u32) -> Result<Vec<CustomerId>, Problem> {
    sql::all(connection, "promised_by_customers", [limit], |row| take(row, 0))
}

/// What else the rows of a customer and of those merged with it said, the one who stays first.
pub(crate) fn extras(connection: &Connection, customer: CustomerId) -> Result<Vec<Text>, Problem> {
    let mut all = Vec::new();
    for member in merge::group(connection, customer)? {
        let found: Vec<Option<Text>> = sql::all(connection, "customer_extras", [member], |row| take(row, 0))?;
        all.extend(found.into_iter().flatten());
    }
    Ok(all)
}

/// Those who stay of the customers with an id.
pub(crate) fn standing_called(connection: &Connection, text: &str) -> Result<Vec<CustomerId>, Problem> {
    let mut found = called(connection, text)?;
    for customer in &mut found {
        *customer = merge::root(connection, *customer)?;
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Those who stay and to whom a provider's promises stand open.
pub(crate) fn promised_by_provider(
    connection: &Connection,
    provider: ProviderId,
    limit: u32,
) -> Result<Vec<CustomerId>, Problem> {
    let mut found: Vec<CustomerId> =
        sql::all(connection, "promised_by_provider", (provider.0, limit), |row| take(row, 0))?;
    for customer in &mut found {
        *customer = merge::root(connection, *customer)?;
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Providers who have promised a customer something that was not settled before `since`.
pub(crate) fn promisors(
    connection: &Connection,
    customer: CustomerId,
    since: Timestamp,
) -> Result<Vec<ProviderId>, Problem> {
    let mut open: Vec<(FactId, ProviderId)> = Vec::new();
    for member in merge::group(connection, customer)? {
        open.extend(sql::all(connection, "promisors", [member], |row| Ok((take(row, 0)?, take(row, 1)?)))?);
    }
    if !open.is_empty() {
        let said = amendment::of_customer(connection, customer)?;
        let is_settled = |fact: FactId| {
            let settles = |change: &Change| matches!(change, Change::Promise { .. } | Change::Retract);
            said.iter().any(|one| one.fact == fact && one.at < since && settles(&one.change))
        };
        open.retain(|(fact, _)| !is_settled(*fact));
    }
    let mut providers: Vec<ProviderId> = open.into_iter().map(|(_, provider)| provider).collect();
    providers.sort_unstable();
    providers.dedup();
    Ok(providers)
}

fn called(connection: &Connection, text: &str) -> Result<Vec<CustomerId>, Problem> {
    let mut called = statement(connection, "customers_called")?;
    let mut rows = called.query([text])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(take(row, 0)?);
    }
    Ok(found)
}

fn named_like(connection: &Connection, text: &str) -> Result<Vec<CustomerId>, Problem> {
    let wanted = text.trim().to_lowercase();
    let (mut equal, mut containing) = (Vec::new(), Vec::new());
    if wanted.is_empty() {
        return Ok(equal);
    }
    let mut names = statement(connection, "customer_names")?;
    let mut rows = names.query([])?;
    while let Some(row) = rows.next()? {
        let (name, email) = (row.get_ref(1)?.as_str_or_null(), row.get_ref(2)?.as_str_or_null());
        let values = [name.ok().flatten(), email.ok().flatten()];
        let values: Vec<String> = values.into_iter().flatten().map(str::to_lowercase).collect();
        let list = if values.contains(&wanted) {
            &mut equal
        } else if values.iter().any(|value| value.contains(&wanted)) {
            &mut containing
        } else {
            continue;
        };
        if list.len() < FOUND_AT_MOST {
            list.push(take(row, 0)?);
        }
    }
    Ok(if equal.is_empty() { containing } else { equal })
}

/// A fact with everything its row says.
pub(crate) fn open_fact(connection: &Connection, id: FactId) -> Result<Option<OpenedFact>, Problem> {
    let mut find = statement(connection, "find_key")?;
    let key = find.query_row([id.0 as i64], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((kind, number, at)) = key else { return Ok(None) };
    let (kind, number, at): (i64, u32, i64) = (kind, number, at);
    let damaged = || Problem::Damaged { detail: format!("fact {:#x} has a key and no row", id.0) };
    let kind = FactKind::ALL.into_iter().find(|word| *word as i64 == kind).ok_or_else(damaged)?;
    let names = SourceNames::read(connection)?;
    let own = own_customer(connection, &names, CustomerId(number))?;
    let external_id = own.map(|customer| customer.external_id).unwrap_or_default();
    let customer = merge::customer(connection, &names, CustomerId(number))?;
    let mut whole = statement(connection, queries(kind).whole)?;
    let mut rows = whole.query((number, at, id.0 as i64))?;
    let row = rows.next()?.ok_or_else(damaged)?;
    let provider: Option<ProviderId> = take(row, 5)?;
    let provider_name = match provider {
        Some(provider) => {
            let mut name = statement(connection, "provider_external_id")?;
            Some(Text::from(name.query_row([provider.0], |row| row.get::<_, String>(0))?))
        }
        None => None,
    };
    let record = for_kind!(kind, Kind => stored_record::<Kind>(row, &external_id, provider_name.as_ref()))?;
    let amendments = amendment::of_fact(connection, id)?;
    Ok(Some(OpenedFact { customer, provider, source: names.name(take(row, 3)?), record, amendments }))
}
