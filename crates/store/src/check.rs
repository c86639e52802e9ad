//! Every invariant of a book, and what to do where one does not hold.

use crate::amendment;
use crate::column::take;
use crate::detail::queries;
use crate::error::{At, Problem, StoreError};
use crate::merge::{self, Merges};
use crate::narrow::used_columns;
use crate::open::Book;
use crate::party::SourceNames;
use crate::profile;
use crate::sql::statement;
use crate::stage::Stage;
use crate::walk::{self, Found, FoundParty};
use crate::write::{Key, find_key};
use book::*;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Findings of one invariant that are listed; more would only repeat them.
const LISTED_AT_MOST: usize = 20;

/// An invariant that does not hold somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The invariant, as a sentence that ought to be true.
    pub invariant: &'static str,
    /// Where it does not hold: a fact, a party, a setting, the file.
    pub place: String,
    /// What was found there.
    pub found: String,
    /// What to do.
    pub way_out: &'static str,
}

const RESTORE: &str = "restore the last copy of the book, or import the records into a new one";
const FILE: &str = "the file is sound";
const REFERENCES: &str = "every reference leads somewhere";
const SETTINGS: &str = "every setting is present and understood";
const PARTY_CONTENT: &str = "a party says what its record said";
const FACT_CONTENT: &str = "a fact says what its record said";
const FACT_PARTIES: &str = "a fact's customer, provider and source are in the book";
const FACT_TIME: &str = "a fact lies in the years 1900 to 2199";
const FACT_COLUMNS: &str = "every column that holds something is known to be used";
const AMENDED: &str = "what was said about a fact is filed under the fact's customer";
const MERGED: &str = "no customer is merged into itself by way of others";
const FACT_KEY: &str = "every fact has its key, and every key its one fact";

impl Book {
    /// Checks every invariant of the book; an empty list means all hold. Reads everything once: about two
    /// seconds for each million facts.
    ///
    /// Deliveries whose purchase has not come are in order: they wait (see [`Book::waiting_deliveries`]).
    ///
    /// # Errors
    /// What the database reports when it cannot even read.
    pub fn check(&self) -> Result<Vec<Finding>, StoreError> {
        let check = || -> Result<Vec<Finding>, Problem> {
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
            let mut check = Check { connection: &transaction, findings: Vec::new() };
            check.file()?;
            if check.findings.is_empty() {
                check.settings();
                check.parties()?;
                check.facts()?;
                check.work()?;
            }
            Ok(check.findings)
        };
        check().at(&self.path)
    }

    /// Deliveries that name a purchase not yet in the book; they find their customer when it comes.
    ///
    /// # Errors
    /// What the database reports.
    pub fn waiting_deliveries(&self) -> Result<u64, StoreError> {
        let count = || -> Result<u64, Problem> {
            let mut waiting = statement(&self.connection, "waiting_deliveries")?;
            let mut rows = waiting.query([])?;
            let mut count = 0;
            while rows.next()?.is_some() {
                count += 1;
            }
            Ok(count)
        };
        count().at(&self.path)
    }
}

struct Check<'c> {
    connection: &'c Connection,
    findings: Vec<Finding>,
}

/// What a table of facts and the table of keys must agree on, whatever the order: how many, and the sum of a
/// hash of each.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sum {
    count: u64,
    hashes: u64,
}

impl Sum {
    fn add(&mut self, id: u64, key: &Key) {
        let mut hasher = content::ContentHasher::default();
        hasher.field("id", &id);
        hasher.field("kind", &(key.kind as u8));
        hasher.field("customer", &key.customer);
        hasher.field("at", &key.at);
        hasher.field("content", &key.content);
        self.count += 1;
        self.hashes = self.hashes.wrapping_add(hasher.finish());
    }
}

impl Check<'_> {
    fn found(&mut self, invariant: &'static str, place: String, found: String) {
        let listed = self.findings.iter().filter(|finding| finding.invariant == invariant).count();
        if listed < LISTED_AT_MOST {
            self.findings.push(Finding { invariant, place, found, way_out: RESTORE });
        }
    }

    /// The engine's own checks: structure, and references that it watches over.
    fn file(&mut self) -> Result<(), Problem> {
        let connection = self.connection;
        let mut integrity = connection.prepare("pragma integrity_check(20)")?;
        let mut rows = integrity.query([])?;
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            if line != "ok" {
                self.found(FILE, "file".into(), line);
            }
        }
        let mut references = connection.prepare("pragma foreign_key_check")?;
        let mut rows = references.query([])?;
        while let Some(row) = rows.next()? {
            let (table, number, target): (String, Option<i64>, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            let found = format!("names a {target} that is not there");
            self.found(REFERENCES, format!("{table} {}", number.unwrap_or_default()), found);
        }
        Ok(())
    }

    fn settings(&mut self) {
        let read = crate::settings::read(self.connection);
        let problem = read.and_then(|settings| settings.calendar().map(drop)).err();
        let version = crate::settings::facts_version(self.connection).err();
        for problem in [problem, version].into_iter().flatten() {
            self.found(SETTINGS, "settings".into(), problem.to_string());
        }
    }

    fn parties(&mut self) -> Result<(), Problem> {
        walk::parties(self.connection, &mut |party| {
            self.party(party);
            Ok(())
        })
    }

    fn party(&mut self, party: &FoundParty) {
        let record = &party.record;
        let (place, is_blank) = match &record.body {
            Body::Customer(profile) => {
                (format!("customer/{}", record.customer), *profile == Default::default())
            }
            Body::Provider(profile) => {
                let id = record.provider.as_deref().unwrap_or_default();
                (format!("provider/{id}"), *profile == Default::default())
            }
            _ => return,
        };
        let content = profile::content(record);
        if party.content == 0 && !(is_blank && record.extras.is_none()) {
            self.found(PARTY_CONTENT, place, "says something, and no record said it".into());
        } else if party.content != 0 && party.content != content {
            self.found(PARTY_CONTENT, place, "was changed after it was stored".into());
        }
    }

    fn facts(&mut self) -> Result<(), Problem> {
        let names = SourceNames::read(self.connection)?;
        let (mut told, mut keyed) = (Sum::default(), Sum::default());
        let known = used_columns(self.connection)?;
        for kind in FactKind::ALL {
            let known = known.iter().find(|(known, _)| *known == kind).map(|(_, columns)| *columns);
            let mut scratch = Stage::default();
            walk::facts(self.connection, kind, &mut |found| {
                self.fact(kind, found, &names);
                told.add(found.record.id.0, &key_of(kind, found));
                let filled = scratch.columns_of(found.record, found.record.provider.is_some());
                if known.is_none_or(|known| !known.covers(filled)) {
                    self.found(FACT_COLUMNS, kind.word().into(), "a column that passes would skip".into());
                }
                Ok(())
            })?;
        }
        let mut all = statement(self.connection, "all_key")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (id, key) = key_of_row(row)?;
            keyed.add(id, &key);
        }
        if told == keyed { Ok(()) } else { self.explain_keys() }
    }

    fn fact(&mut self, kind: FactKind, found: &Found<'_>, names: &SourceNames) {
        let record = found.record;
        let place = || FactRef { kind, id: record.id, external_id: record.external_id.clone() }.to_string();
        let may_wait = kind == FactKind::Delivery && found.number == 0;
        if !found.has_customer && !may_wait {
            self.found(FACT_PARTIES, place(), format!("customer number {} is not there", found.number));
        }
        if !found.has_provider {
            self.found(FACT_PARTIES, place(), "its provider is not there".into());
        }
        if names.name(found.source).is_empty() {
            self.found(FACT_PARTIES, place(), format!("source number {} is not there", found.source.0));
        }
        let year = Calendar::utc().day(record.at).date().year();
        if !time::YEAR_RANGE.contains(&year) {
            self.found(FACT_TIME, place(), format!("the year {year}"));
        }
    }

    /// What people said about facts and customers.
    fn work(&mut self) -> Result<(), Problem> {
        for (customer, amendment) in amendment::every(self.connection)? {
            let place = || format!("amendment {}", amendment.id.0);
            match find_key(self.connection, amendment.fact.0)? {
                None => self.found(AMENDED, place(), "its fact is not there".into()),
                Some(key) if (key.customer, key.kind) == (customer, amendment.fact_kind) => {}
                Some(key) => {
                    let found = format!("its fact is a {} of customer {}", key.kind.word(), key.customer);
                    self.found(AMENDED, place(), found);
                }
            }
        }
        let merges = Merges::read(self.connection)?;
        for merge in merge::all(self.connection)? {
            if merges.is_gone(merges.root(merge.gone.0)) {
                self.found(MERGED, format!("customer {}", merge.gone.0), "goes round in a circle".into());
            }
        }
        Ok(())
    }

    /// Looks at each fact and key by itself, when the sums say that some do not agree.
    fn explain_keys(&mut self) -> Result<(), Problem> {
        let connection = self.connection;
        for kind in FactKind::ALL {
            walk::facts(connection, kind, &mut |found| {
                let record = found.record;
                let place =
                    FactRef { kind, id: record.id, external_id: record.external_id.clone() }.to_string();
                let here = key_of(kind, found);
                match find_key(connection, record.id.0)? {
                    None => self.found(FACT_KEY, place, "the fact has no key".into()),
                    Some(key) if key == here => {}
                    Some(key) if Key { content: here.content, ..key } == here => {
                        self.found(FACT_CONTENT, place, "was changed after it was stored".into());
                    }
                    Some(_) => self.found(FACT_KEY, place, "its key leads somewhere else".into()),
                }
                Ok(())
            })?;
        }
        let mut all = statement(connection, "all_key")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (id, key) = key_of_row(row)?;
            let mut whole = statement(connection, queries(key.kind).whole)?;
            if !whole.exists((key.customer, key.at, id as i64))? {
                let place = FactRef { kind: key.kind, id: FactId(id), external_id: None }.to_string();
                self.found(FACT_KEY, place, "the key has no fact".into());
            }
        }
        Ok(())
    }
}

fn key_of(kind: FactKind, found: &Found<'_>) -> Key {
    let record = found.record;
    Key { kind, customer: found.number, at: record.at.0, content: record.content_hash() }
}

fn key_of_row(row: &rusqlite::Row<'_>) -> Result<(u64, Key), Problem> {
    let (id, content): (FactId, FactId) = (take(row, 0)?, take(row, 4)?);
    let kind: i64 = take(row, 1)?;
    let kind = FactKind::ALL.into_iter().find(|word| *word as i64 == kind);
    let kind =
        kind.ok_or_else(|| Problem::Damaged { detail: format!("key {:#x} is of no known kind", id.0) })?;
    Ok((id.0, Key { kind, customer: take::<CustomerId>(row, 2)?.0, at: take(row, 3)?, content: content.0 }))
}
