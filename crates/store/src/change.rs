//! Single facts that people record, and take out again.

use crate::amendment;
use crate::detail::queries;
use crate::error::Problem;
use crate::find;
use crate::merge;
use crate::narrow::{Places, use_columns};
use crate::party;
use crate::row::Rows;
use crate::sql::statement;
use crate::stage::{canonical, put};
use crate::write::{find_key, place_all_waiting};
use book::*;
use rusqlite::{Connection, OptionalExtension};

/// Name of the source of everything that people record in the program itself.
pub const OWN_SOURCE: &str = "steadfast";

/// A fact that somebody records.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFact<'s> {
    /// Whom it is about; for one who is merged into another, it goes to that other.
    pub customer: CustomerId,
    /// The provider it involves.
    pub provider: Option<ProviderId>,
    /// When it happened.
    pub at: Timestamp,
    /// What happened; not a profile.
    pub body: Body,
    /// Its id in the source: makes the fact's own id, so no two facts of a kind may share one.
    pub external_id: Text,
    /// Where it comes from, mostly [`OWN_SOURCE`].
    pub source: &'s str,
}

/// Refuses a customer who is not in the book.
pub(crate) fn must_exist(connection: &Connection, id: CustomerId) -> Result<Text, Problem> {
    let mut name = statement(connection, "customer_external_id")?;
    let found = name.query_row([id.0], |row| row.get::<_, String>(0)).optional()?;
    Ok(found.ok_or(Problem::Unknown { what: "customer", id: id.0.into() })?.into())
}

/// Refuses a provider who is not in the book.
pub(crate) fn provider_must_exist(connection: &Connection, id: ProviderId) -> Result<Text, Problem> {
    let mut name = statement(connection, "provider_external_id")?;
    let found = name.query_row([id.0], |row| row.get::<_, String>(0)).optional()?;
    Ok(found.ok_or(Problem::Unknown { what: "provider", id: id.0.into() })?.into())
}

/// The number of a source, which is added when it is new.
pub(crate) fn source_number(connection: &Connection, name: &str) -> Result<SourceId, Problem> {
    let sources = party::sources(connection)?;
    if let Some((number, _)) = sources.iter().find(|(_, source)| source == name) {
        return Ok(*number);
    }
    let number = SourceId(sources.last().map_or(1, |(last, _)| last.0 + 1));
    statement(connection, "add_source")?.execute((number.0, name))?;
    Ok(number)
}

/// Adds a fact. The same fact again changes nothing and gives the same id.
pub(crate) fn add(connection: &Connection, new: NewFact<'_>) -> Result<FactId, Problem> {
    let kind = new.body.kind().ok_or(Problem::NotAFact)?;
    let year = Calendar::utc().day(new.at).date().year();
    if !time::YEAR_RANGE.contains(&year) {
        return Err(Problem::NoSuchYear { year });
    }
    let customer = merge::root(connection, new.customer)?;
    let mut record = Record {
        line: 0,
        id: FactId::of(new.source, kind, &new.external_id),
        external_id: Some(new.external_id),
        at: new.at,
        customer: must_exist(connection, customer)?,
        provider: new.provider.map(|provider| provider_must_exist(connection, provider)).transpose()?,
        body: new.body,
        extras: None,
    };
    canonical(&mut record);
    let content = record.content_hash();
    let key = (record.id.0 as i64, kind as u8, customer.0, record.at.0, content as i64);
    if statement(connection, "insert_key")?.execute(key)? == 0 {
        let stored = find_key(connection, record.id.0)?;
        let is_same = stored.is_some_and(|stored| (stored.kind, stored.content) == (kind, content));
        let fact = FactRef { kind, id: record.id, external_id: record.external_id };
        return if is_same { Ok(fact.id) } else { Err(Problem::FactExists { fact }) };
    }
    let source = source_number(connection, new.source)?;
    insert(connection, &record, kind, customer, new.provider, source)?;
    if kind == FactKind::Purchase {
        place_all_waiting(connection)?;
    }
    Ok(record.id)
}

fn insert(
    connection: &Connection,
    record: &Record,
    kind: FactKind,
    customer: CustomerId,
    provider: Option<ProviderId>,
    source: SourceId,
) -> Result<(), Problem> {
    let mut rows = Rows::default();
    let (position, used) = rows.add(0, |row| put(record, provider.map(|provider| provider.0), row));
    use_columns(connection, kind, used)?;
    let mut insert = statement(connection, queries(kind).insert)?;
    insert.clear_bindings();
    insert.raw_bind_parameter(1, customer.0)?;
    insert.raw_bind_parameter(2, record.at.0)?;
    insert.raw_bind_parameter(3, record.id.0 as i64)?;
    insert.raw_bind_parameter(4, source.0)?;
    rows.bind(position, &mut insert, &Places::ALL, 0)?;
    insert.raw_execute()?;
    Ok(())
}

/// Takes a fact out again that was recorded here; returns what it said.
pub(crate) fn remove(connection: &Connection, id: FactId) -> Result<Record, Problem> {
    let unknown = Problem::Unknown { what: "fact", id: id.0 };
    let Some(fact) = find::open_fact(connection, id)? else { return Err(unknown) };
    if fact.source != OWN_SOURCE {
        return Err(Problem::NotOurs { origin: fact.source });
    }
    let Some(key) = find_key(connection, id.0)? else { return Err(unknown) };
    let mut what = Vec::new();
    if !amendment::of_fact(connection, id)?.is_empty() {
        what.push("the fact was amended".to_string());
    }
    if key.kind == FactKind::Purchase {
        let mut deliveries = statement(connection, "deliveries_of_purchase")?;
        if deliveries.exists((key.customer, id.0 as i64))? {
            what.push("the purchase was delivered".to_string());
        }
    }
    if !what.is_empty() {
        return Err(Problem::BuiltUpon { what });
    }
    remove_row(connection, key.kind, key.customer, key.at, id)?;
    Ok(fact.record)
}

/// Removes a fact and its key.
pub(crate) fn remove_row(
    connection: &Connection,
    kind: FactKind,
    customer: u32,
    at: i64,
    id: FactId,
) -> Result<(), Problem> {
    statement(connection, queries(kind).delete)?.execute((customer, at, id.0 as i64))?;
    statement(connection, "remove_key")?.execute([id.0 as i64])?;
    Ok(())
}
