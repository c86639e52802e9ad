//! Writing one batch of facts: keys in order of id, then facts in order of customer and time, so that each
//! tree is walked once from left to right.

use crate::amendment;
use crate::detail::{Stored, queries};
use crate::error::Problem;
use crate::id::ImportId;
use crate::import::Conflict;
use crate::insert::{Inserter, ROWS_PER_INSERT};
use crate::narrow::{Places, narrowed, use_columns};
use crate::party::PartyMap;
use crate::record::stored_record;
use crate::sql::{named, statement};
use crate::stage::{Stage, Staged};
use book::*;
use rusqlite::{Connection, OptionalExtension, Statement};

/// What became of rows so far.
#[derive(Default)]
pub(crate) struct Tally {
    pub new: u64,
    pub same: u64,
    pub updated: u64,
    pub conflicts: Vec<Conflict>,
}

impl Tally {
    fn add(&mut self, later: Tally) {
        self.new += later.new;
        self.same += later.same;
        self.updated += later.updated;
        self.conflicts.extend(later.conflicts);
    }
}

/// What the book knows under a fact id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key {
    pub kind: FactKind,
    pub customer: u32,
    pub at: i64,
    pub content: u64,
}

impl Key {
    fn of(fact: &Staged) -> Key {
        Key { kind: fact.kind, customer: fact.customer, at: fact.at, content: fact.content }
    }
}

/// How rows are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct How {
    pub source: SourceId,
    /// Rows that say something else than the book does replace it.
    pub is_update: bool,
    /// The import they belong to.
    pub import: Option<ImportId>,
}

impl How {
    /// The query that claims an id.
    fn insert_key(self) -> &'static str {
        if self.import.is_some() { "insert_key_of_import" } else { "insert_key" }
    }
}

/// Writes the staged facts of one source.
pub(crate) fn facts(
    connection: &Connection,
    stage: &mut Stage,
    how: How,
    tally: &mut Tally,
) -> Result<(), Problem> {
    if stage.facts.is_empty() {
        return Ok(());
    }
    // Rows are moved into order themselves: to follow an index into them would miss the processor's cache for
    // every row, which costs more than the moving. Position is the order in which rows came.
    let mut facts = std::mem::take(&mut stage.facts);
    facts.sort_unstable_by_key(|fact| (fact.id, fact.position));
    Claims::new(connection, stage, how, tally)?.settle_all(&mut facts)?;
    facts.sort_unstable_by_key(|fact| (fact.kind, fact.customer, fact.at, fact.id));
    insert_facts(connection, stage, how.source, &facts)?;
    stage.facts = facts;
    Ok(())
}

/// Decides for each row whether it is new, the same, an update or a conflict, and writes the keys.
struct Claims<'c> {
    connection: &'c Connection,
    stage: &'c Stage,
    how: How,
    tally: &'c mut Tally,
    insert: Inserter<'c>,
    /// Rows looked at last that are to be inserted as facts.
    winners: Vec<Staged>,
    /// Ids met lately were new, so keys are claimed first and looked at only where that fails.
    expects_new: bool,
}

impl<'c> Claims<'c> {
    fn new(
        connection: &'c Connection,
        stage: &'c Stage,
        how: How,
        tally: &'c mut Tally,
    ) -> Result<Claims<'c>, Problem> {
        let expects_new = !statement(connection, "any_key")?.exists([])?;
        let insert = Inserter::new(connection, how.insert_key(), false)?;
        Ok(Claims { connection, stage, how, tally, insert, winners: Vec::new(), expects_new })
    }

    /// Goes through all rows, which are in order of id, and keeps those that are to be inserted as facts.
    fn settle_all(mut self, facts: &mut Vec<Staged>) -> Result<(), Problem> {
        let is_same = |one: &Staged, other: &Staged| one.id == other.id;
        let (mut kept, mut first) = (0, 0);
        while first < facts.len() {
            let groups: Vec<&[Staged]> = facts[first..].chunk_by(is_same).take(ROWS_PER_INSERT).collect();
            let taken: usize = groups.iter().map(|group| group.len()).sum();
            self.settle_groups(&groups)?;
            for winner in self.winners.drain(..) {
                facts[kept] = winner;
                kept += 1;
            }
            first += taken;
        }
        facts.truncate(kept);
        Ok(())
    }

    /// Rows that share an id, many times over.
    fn settle_groups(&mut self, groups: &[&[Staged]]) -> Result<(), Problem> {
        let mut trial = Tally::default();
        if self.expects_new {
            for group in groups {
                self.winners.extend(self.settle(group, None, &mut trial));
            }
            if self.insert_keys(0)? == groups.len() {
                self.tally.add(trial);
                return Ok(());
            }
            // Some ids were there, and which of them the insert does not tell: a key is new when it says what
            // was just inserted and its fact is not in the book yet.
            let inserted = std::mem::take(&mut self.winners);
            for (group, winner) in groups.iter().zip(inserted) {
                let stored = match self.find(group[0].id)? {
                    Some(key) if self.was_there(&winner, &key)? => Some(key),
                    _ => None,
                };
                self.settle_one(group, stored)?;
            }
        } else {
            let mut found = 0;
            for group in groups {
                let stored = self.find(group[0].id)?;
                found += usize::from(stored.is_some());
                self.settle_one(group, stored)?;
            }
            self.expects_new = found == 0;
            return Ok(());
        }
        self.expects_new = false;
        Ok(())
    }

    /// Rows that share an id, knowing what the book says under it.
    fn settle_one(&mut self, group: &[Staged], stored: Option<Key>) -> Result<(), Problem> {
        let mut tally = Tally::default();
        let winner = self.settle(group, stored, &mut tally);
        self.tally.add(tally);
        let Some(winner) = winner else { return Ok(()) };
        let before = self.winners.len();
        self.winners.push(winner);
        match stored {
            None => {
                self.insert_keys(before)?;
            }
            Some(old) => self.replace(&winner, &old)?,
        }
        Ok(())
    }

    /// Which row of a group ends up in the book; `None` when the book stays as it is.
    fn settle(&self, group: &[Staged], stored: Option<Key>, tally: &mut Tally) -> Option<Staged> {
        let mut said = stored.map(|key| (key.kind, key.content));
        let mut winner = None;
        for fact in group {
            let says = (fact.kind, fact.content);
            match said {
                Some(said) if said == says => tally.same += 1,
                Some(_) if !self.how.is_update => tally.conflicts.push(Conflict {
                    line: self.stage.rows.line(fact.position),
                    place: self.stage.reference(fact).to_string(),
                }),
                _ => {
                    *(if said.is_some() { &mut tally.updated } else { &mut tally.new }) += 1;
                    said = Some(says);
                    winner = Some(*fact);
                }
            }
        }
        winner
    }

    /// Claims the ids of the winners from `first` on; returns how many were free.
    fn insert_keys(&mut self, first: usize) -> Result<usize, Problem> {
        let winners = &self.winners[first..];
        self.insert.insert(winners.len(), |key, shift, index| {
            let fact = &winners[index];
            key.raw_bind_parameter(shift + 1, fact.id as i64)?;
            key.raw_bind_parameter(shift + 2, fact.kind as u8)?;
            key.raw_bind_parameter(shift + 3, fact.customer)?;
            key.raw_bind_parameter(shift + 4, fact.at)?;
            key.raw_bind_parameter(shift + 5, fact.content as i64)?;
            if let Some(import) = self.how.import {
                key.raw_bind_parameter(shift + 6, import.0)?;
            }
            Ok(())
        })
    }

    fn find(&self, id: u64) -> Result<Option<Key>, Problem> {
        find_key(self.connection, id)
    }

    /// Whether a key that is now in the book was there before `winner` was inserted.
    fn was_there(&self, fact: &Staged, key: &Key) -> Result<bool, Problem> {
        if *key != Key::of(fact) {
            return Ok(true);
        }
        let mut row = statement(self.connection, queries(key.kind).whole)?;
        Ok(row.exists((key.customer, key.at, fact.id as i64))?)
    }

    fn replace(&self, fact: &Staged, old: &Key) -> Result<(), Problem> {
        delete_fact(self.connection, old, fact.id)?;
        if old.kind == FactKind::Purchase && old.customer != fact.customer {
            statement(self.connection, "let_deliveries_wait")?.execute((old.customer, fact.id as i64))?;
        }
        if old.customer != fact.customer {
            amendment::follow(self.connection, fact.id, fact.customer)?;
        }
        let import = self.how.import.map(|import| import.0);
        statement(self.connection, "stamp_key")?.execute((fact.id as i64, import))?;
        move_key(self.connection, fact.id, &Key::of(fact))
    }
}

/// What the book knows under a fact id, if anything.
pub(crate) fn find_key(connection: &Connection, id: u64) -> Result<Option<Key>, Problem> {
    let mut find = statement(connection, "find_key")?;
    let key = find.query_row([id as i64], |row| {
        let kind: u32 = row.get(0)?;
        let content: i64 = row.get(3)?;
        let kind = FactKind::ALL[(kind as usize).clamp(1, FactKind::ALL.len()) - 1];
        Ok(Key { kind, customer: row.get(1)?, at: row.get(2)?, content: content as u64 })
    });
    Ok(key.optional()?)
}

fn delete_fact(connection: &Connection, key: &Key, id: u64) -> Result<(), Problem> {
    statement(connection, queries(key.kind).delete)?.execute((key.customer, key.at, id as i64))?;
    Ok(())
}

fn move_key(connection: &Connection, id: u64, key: &Key) -> Result<(), Problem> {
    let values = (id as i64, key.kind as u8, key.customer, key.at, key.content as i64);
    statement(connection, "move_key")?.execute(values)?;
    Ok(())
}

fn insert_facts(
    connection: &Connection,
    stage: &Stage,
    source: SourceId,
    facts: &[Staged],
) -> Result<(), Problem> {
    for group in facts.chunk_by(|one, other| one.kind == other.kind) {
        let kind = group[0].kind;
        let used = stage.use_of(kind);
        use_columns(connection, kind, used.some)?;
        let (text, places) = (narrowed(queries(kind).insert, used.some), Places::of(used.some));
        let mut insert = Inserter::of_text(connection, &text, used.is_sparse())?;
        insert.insert(group.len(), |row: &mut Statement<'_>, shift, index| {
            let fact = &group[index];
            if index % ROWS_PER_INSERT == 0 {
                let ahead = &group[index..group.len().min(index + ROWS_PER_INSERT)];
                stage.rows.touch(ahead.iter().map(|fact| fact.position));
            }
            row.raw_bind_parameter(shift + 1, fact.customer)?;
            row.raw_bind_parameter(shift + 2, fact.at)?;
            row.raw_bind_parameter(shift + 3, fact.id as i64)?;
            row.raw_bind_parameter(shift + 4, source.0)?;
            stage.rows.bind(fact.position, row, &places, shift)
        })?;
    }
    Ok(())
}

/// Finds the customers of deliveries that name only a purchase. Those whose purchase is not in the book
/// belong to customer 0 until it comes.
pub(crate) fn place(
    connection: &Connection,
    unplaced: &mut [Record],
    providers: &mut PartyMap,
) -> Result<Stage, Problem> {
    let mut stage = Stage::default();
    for record in unplaced {
        let provider = match &record.provider {
            Some(provider) => Some(providers.number(connection, provider)?),
            None => None,
        };
        let customer = owner(connection, &record.body)?;
        if let Some((_, external_id)) = &customer {
            record.customer = external_id.clone();
        }
        stage.add(record, customer.map_or(0, |(number, _)| number), provider)?;
    }
    Ok(stage)
}

/// The customer of the purchase that a delivery names.
fn owner(connection: &Connection, body: &Body) -> Result<Option<(u32, Text)>, Problem> {
    let Body::Delivery(Delivery { purchase: Some(purchase), .. }) = body else { return Ok(None) };
    let key = find_key(connection, purchase.0)?.filter(|key| key.kind == FactKind::Purchase);
    let Some(key) = key else { return Ok(None) };
    let mut name = statement(connection, "customer_external_id")?;
    let external_id: String = name.query_row([key.customer], |row| row.get(0))?;
    Ok(Some((key.customer, external_id.into())))
}

/// Gives waiting deliveries to the customers whose purchases have come with this batch.
pub(crate) fn place_waiting(connection: &Connection, stage: &Stage) -> Result<(), Problem> {
    if stage.use_of(FactKind::Purchase).is_empty() { Ok(()) } else { place_all_waiting(connection) }
}

/// Gives waiting deliveries to the customers of their purchases.
pub(crate) fn place_all_waiting(connection: &Connection) -> Result<(), Problem> {
    let mut waiting = Vec::new();
    let mut read = statement(connection, "waiting_deliveries")?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let values: Vec<rusqlite::types::Value> =
            (0..row.as_ref().column_count()).map(|place| row.get(place)).collect::<Result<_, _>>()?;
        waiting.push((
            stored_record::<Delivery>(row, &Text::default(), None)?,
            row.get::<_, Option<u32>>(5)?,
            values,
        ));
    }
    drop(rows);
    for (mut record, provider, mut values) in waiting {
        let Some((customer, external_id)) = owner(connection, &record.body)? else { continue };
        record.customer = external_id;
        if let Some(provider) = provider {
            let mut name = statement(connection, "provider_external_id")?;
            record.provider = Some(name.query_row([provider], |row| row.get::<_, String>(0))?.into());
        }
        let (id, at) = (record.id.0, record.at.0);
        let old = Key { kind: FactKind::Delivery, customer: 0, at, content: 0 };
        delete_fact(connection, &old, id)?;
        move_key(connection, id, &Key { customer, content: record.content_hash(), ..old })?;
        amendment::follow(connection, id, customer)?;
        values[0] = i64::from(customer).into();
        connection
            .prepare_cached(named(Delivery::QUERIES.insert))?
            .execute(rusqlite::params_from_iter(values))?;
    }
    Ok(())
}
