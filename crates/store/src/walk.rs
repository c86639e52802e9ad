//! Walking over every stored row, turned back into the record it came from: for checking and dumping.

use crate::column::take;
use crate::detail::{for_kind, queries};
use crate::error::Problem;
use crate::record::stored_record;
use crate::sql::statement;
use book::*;
use rusqlite::{Connection, Row, Rows};
use rustc_hash::FxHashMap;

/// One row of a table of facts.
pub(crate) struct Found<'w> {
    /// Number of its customer, 0 for a delivery whose purchase has not come.
    pub number: u32,
    /// False when no such customer is in the book.
    pub has_customer: bool,
    /// False when it names a provider who is not in the book.
    pub has_provider: bool,
    pub source: SourceId,
    pub record: &'w Record,
}

/// The providers' own ids by number.
pub(crate) fn provider_ids(connection: &Connection) -> Result<FxHashMap<u32, Text>, Problem> {
    let directory = crate::party::directory(connection)?;
    Ok(directory.providers.into_iter().map(|provider| (provider.id.0, provider.external_id)).collect())
}

/// Calls `visit` for every fact of a kind, in order of customer and time.
pub(crate) fn facts(
    connection: &Connection,
    kind: FactKind,
    visit: &mut dyn FnMut(&Found<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let providers = provider_ids(connection)?;
    let mut spine = statement(connection, "customer_ids")?;
    let mut spine = Spine { rows: spine.query([])?, number: 0, external_id: Text::default() };
    let mut all = statement(connection, queries(kind).all)?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let number = take::<CustomerId>(row, 0)?.0;
        let has_customer = spine.advance_to(number)?;
        let provider: Option<ProviderId> = take(row, 5)?;
        let provider_id = provider.and_then(|provider| providers.get(&provider.0));
        let customer_id = if has_customer { &spine.external_id } else { &Text::const_new("") };
        let record = for_kind!(kind, Kind => stored_record::<Kind>(row, customer_id, provider_id))?;
        let has_provider = provider.is_none() || provider_id.is_some();
        visit(&Found { number, has_customer, has_provider, source: take(row, 3)?, record: &record })?;
    }
    Ok(())
}

/// The customers, walked in step with facts in order of customer.
struct Spine<'s> {
    rows: Rows<'s>,
    number: u32,
    external_id: Text,
}

impl Spine<'_> {
    /// True when there is a customer `number`.
    fn advance_to(&mut self, number: u32) -> Result<bool, Problem> {
        while self.number < number {
            let Some(row) = self.rows.next()? else {
                self.number = u32::MAX;
                return Ok(false);
            };
            self.number = take::<CustomerId>(row, 0)?.0;
            self.external_id = take(row, 1)?;
        }
        Ok(self.number == number && number > 0)
    }
}

/// A party's row turned back into the record of its profile.
pub(crate) struct FoundParty {
    pub number: u32,
    pub source: SourceId,
    /// 0 for a stub.
    pub content: u64,
    pub record: Record,
}

/// Calls `visit` for every customer and then for every provider.
pub(crate) fn parties(
    connection: &Connection,
    visit: &mut dyn FnMut(&FoundParty) -> Result<(), Problem>,
) -> Result<(), Problem> {
    for (name, read) in [("all_customer", customer as fn(&Row<'_>) -> _), ("all_provider", provider)] {
        let mut all = statement(connection, name)?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            visit(&read(row)?)?;
        }
    }
    Ok(())
}

fn profile_record(body: Body, extras: Option<Box<str>>) -> Record {
    let (customer, at, id) = (Text::default(), Timestamp(0), FactId(0));
    Record { line: 0, id, external_id: None, at, customer, provider: None, body, extras }
}

pub(crate) fn customer(row: &Row<'_>) -> Result<FoundParty, Problem> {
    let profile = record::CustomerProfile {
        kind: take(row, 4)?,
        name: take(row, 5)?,
        email: take(row, 6)?,
        phone: take(row, 7)?,
        since: take(row, 8)?,
        assigned_to: take(row, 9)?,
        language: take(row, 10)?,
        timezone: take(row, 11)?,
    };
    let record =
        Record { customer: take(row, 2)?, ..profile_record(Body::Customer(profile), take(row, 12)?) };
    found_party(row, record)
}

pub(crate) fn provider(row: &Row<'_>) -> Result<FoundParty, Problem> {
    let profile = record::ProviderProfile {
        name: take(row, 4)?,
        email: take(row, 5)?,
        started_on: take(row, 6)?,
        minutes_per_week: take(row, 7)?,
        skills: take(row, 8)?,
        languages: take(row, 9)?,
        team: take(row, 10)?,
    };
    let record =
        Record { provider: Some(take(row, 2)?), ..profile_record(Body::Provider(profile), take(row, 11)?) };
    found_party(row, record)
}

fn found_party(row: &Row<'_>, record: Record) -> Result<FoundParty, Problem> {
    let (number, content): (CustomerId, FactId) = (take(row, 0)?, take(row, 3)?);
    Ok(FoundParty { number: number.0, source: take(row, 1)?, content: content.0, record })
}
