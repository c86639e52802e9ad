//! Parties as rows: reading customers and providers, and the maps that resolve a source's ids during an
//! import.

use crate::column::take;
use crate::error::Problem;
use crate::id::ImportId;
use crate::sql::statement;
use book::*;
use rusqlite::{Connection, OptionalExtension, Row};
use rustc_hash::FxHashMap;

/// Every source with its number.
pub(crate) fn sources(connection: &Connection) -> Result<Vec<(SourceId, Text)>, Problem> {
    let mut sources = statement(connection, "sources")?;
    let mut rows = sources.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((take(row, 0)?, take(row, 1)?));
    }
    Ok(found)
}

/// Names of sources by number.
pub(crate) struct SourceNames(FxHashMap<SourceId, Text>);

impl SourceNames {
    /// Reads them.
    pub(crate) fn read(connection: &Connection) -> Result<SourceNames, Problem> {
        Ok(SourceNames(sources(connection)?.into_iter().collect()))
    }

    /// The name of a source; empty for a number the book does not have, which `check` reports.
    pub(crate) fn name(&self, source: SourceId) -> Text {
        Text::from(self.of(source))
    }

    /// The same without a copy.
    pub(crate) fn of(&self, source: SourceId) -> &str {
        self.0.get(&source).map_or("", Text::as_str)
    }
}

/// All providers, in order of number.
pub(crate) fn directory(connection: &Connection) -> Result<Directory, Problem> {
    let names = SourceNames::read(connection)?;
    let mut all = statement(connection, "all_provider")?;
    let mut rows = all.query([])?;
    let mut providers = Vec::new();
    while let Some(row) = rows.next()? {
        providers.push(Provider {
            id: take(row, 0)?,
            source: names.name(take(row, 1)?),
            external_id: take(row, 2)?,
            name: take(row, 4)?,
            email: take(row, 5)?,
            started_on: take(row, 6)?,
            minutes_per_week: take(row, 7)?,
            skills: take(row, 8)?,
            languages: take(row, 9)?,
            team: take(row, 10)?,
        });
    }
    Ok(Directory { providers })
}

/// Reads one row of `scan_customer`.
pub(crate) fn customer(row: &Row<'_>, names: &SourceNames) -> Result<Customer, Problem> {
    Ok(Customer {
        id: take(row, 0)?,
        source: names.name(take(row, 1)?),
        external_id: take(row, 2)?,
        kind: take(row, 3)?,
        name: take(row, 4)?,
        email: take(row, 5)?,
        phone: take(row, 6)?,
        since: take(row, 7)?,
        assigned_to: take(row, 8)?,
        language: take(row, 9)?,
        timezone: take(row, 10)?,
    })
}

/// Which of the two tables of parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Party {
    Customer,
    Provider,
}

impl Party {
    fn find(self) -> &'static str {
        match self {
            Party::Customer => "find_customer",
            Party::Provider => "find_provider",
        }
    }
    fn last(self) -> &'static str {
        match self {
            Party::Customer => "last_customer",
            Party::Provider => "last_provider",
        }
    }
    fn add(self) -> &'static str {
        match self {
            Party::Customer => "add_customer",
            Party::Provider => "add_provider",
        }
    }
    fn stamp(self) -> &'static str {
        match self {
            Party::Customer => "stamp_new_customer",
            Party::Provider => "stamp_new_provider",
        }
    }
}

/// Resolves one source's ids to numbers, giving new ones to those never seen. New parties wait in memory
/// until the batch that names them is written.
pub(crate) struct PartyMap {
    party: Party,
    source: SourceId,
    numbers: FxHashMap<Text, u32>,
    /// True when an id that is not in `numbers` is not in the book.
    is_complete: bool,
    /// Parties looked up one by one so far.
    looked_up: usize,
    /// Customers of the source when the import began.
    stored: usize,
    last: u32,
    /// Named since the last batch, in order of number.
    new: Vec<Text>,
}

impl PartyMap {
    /// A map for one source; `is_new` when the source has never brought a record.
    pub(crate) fn open(
        connection: &Connection,
        party: Party,
        source: SourceId,
        is_new: bool,
    ) -> Result<PartyMap, Problem> {
        let last: i64 = statement(connection, party.last())?.query_row([], |row| row.get(0))?;
        Ok(PartyMap {
            party,
            source,
            numbers: FxHashMap::default(),
            is_complete: is_new,
            looked_up: 0,
            stored: if is_new { 0 } else { stored_count(connection, source)? },
            last: last as u32,
            new: Vec::new(),
        })
    }

    /// The number of the party that the source calls `external_id`, when it was met before.
    #[inline]
    pub(crate) fn known(&self, external_id: &str) -> Option<u32> {
        self.numbers.get(external_id).copied()
    }

    /// The number of the party that the source calls `external_id`.
    #[inline]
    pub(crate) fn number(&mut self, connection: &Connection, external_id: &Text) -> Result<u32, Problem> {
        match self.known(external_id) {
            Some(number) => Ok(number),
            None => self.look_up(connection, external_id),
        }
    }

    fn look_up(&mut self, connection: &Connection, external_id: &Text) -> Result<u32, Problem> {
        let stored: Option<u32> = if self.is_complete {
            None
        } else {
            self.looked_up += 1;
            let mut find = statement(connection, self.party.find())?;
            find.query_row((self.source.0, external_id.as_str()), |row| row.get(0)).optional()?
        };
        let number = stored.unwrap_or_else(|| {
            self.last += 1;
            self.new.push(external_id.clone());
            self.last
        });
        self.numbers.insert(external_id.clone(), number);
        Ok(number)
    }

    /// Reads all customers of the source at once when `rows` more rows make it likely that most of them will
    /// be named: a scan costs half a microsecond a customer, a look-up four times that.
    pub(crate) fn fill_for(&mut self, connection: &Connection, rows: usize) -> Result<(), Problem> {
        if self.is_complete || self.party == Party::Provider || self.looked_up + rows < self.stored / 4 {
            return Ok(());
        }
        self.numbers.reserve(self.stored);
        let mut all = statement(connection, "customers_of_source")?;
        let mut found = all.query([self.source.0])?;
        while let Some(row) = found.next()? {
            self.numbers.insert(take(row, 1)?, row.get(0)?);
        }
        self.is_complete = true;
        Ok(())
    }

    /// How many parties wait to be written.
    pub(crate) fn new_count(&self) -> usize {
        self.new.len()
    }

    /// Writes the parties named since the last batch as stubs, brought by `import` if it is a run.
    pub(crate) fn write_new(
        &mut self,
        connection: &Connection,
        import: Option<ImportId>,
    ) -> Result<(), Problem> {
        let first = self.last + 1 - self.new.len() as u32;
        let source = self.source.0;
        // In order of their own ids, so that the unique index is walked once.
        let mut new: Vec<(Text, u32)> = std::mem::take(&mut self.new).into_iter().zip(first..).collect();
        new.sort_unstable();
        // One by one: a statement of many rows would keep a copy of each page it touches, to be able to undo
        // it.
        let mut add = statement(connection, self.party.add())?;
        for (external_id, number) in &new {
            add.raw_bind_parameter(1, number)?;
            add.raw_bind_parameter(2, source)?;
            add.raw_bind_parameter(3, external_id.as_str())?;
            add.raw_execute()?;
        }
        if let Some(import) = import {
            let mut stamp = statement(connection, self.party.stamp())?;
            for (_, number) in &new {
                stamp.execute((number, import.0))?;
            }
        }
        Ok(())
    }
}

fn stored_count(connection: &Connection, source: SourceId) -> Result<usize, Problem> {
    let count: i64 =
        statement(connection, "count_customers_of_source")?.query_row([source.0], |row| row.get(0))?;
    Ok(count as usize)
}
