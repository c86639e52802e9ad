//! Importing: records of one source go in, in batches of which each is on disk as a whole or not at all.

use crate::error::{At, Problem, StoreError};
use crate::id::ImportId;
use crate::open::Book;
use crate::party::{Party, PartyMap};
use crate::profile::{self, Profile};
use crate::settings;
use crate::sql::statement;
use crate::stage::{Stage, canonical};
use crate::write::{self, How, Tally};
use book::*;
use rusqlite::{Transaction, TransactionBehavior};

/// Rows that make a good batch: large enough that every page of the book is written once for many rows, small
/// enough to stay far below a gigabyte (docs/storage.md).
const BATCH_ROWS: usize = 4_000_000;

/// Bytes of collected facts at which a batch is full.
const BATCH_BYTES: usize = 384 << 20;

/// Profiles, and deliveries still without a customer, at which a batch is full; they are not packed.
const BATCH_PARTIES: usize = 500_000;

/// Rows whose customers are looked up together.
const LOOKED_AHEAD: usize = 32;

/// A row that says something else than the book does, under the same id. It changed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Line of the file.
    pub line: u64,
    /// What it is about: `purchase/489434`, `customer/ana`.
    pub place: String,
}

/// What became of the rows of one batch. `rows` is the sum of new, same, updated and conflicts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Rows given.
    pub rows: u64,
    /// Facts and profiles that were not in the book.
    pub facts_new: u64,
    /// Rows that say what the book says already.
    pub facts_same: u64,
    /// Rows that replaced what the book said (only when updating).
    pub facts_updated: u64,
    /// Rows that would have to replace something.
    pub conflicts: Vec<Conflict>,
    /// Customers seen for the first time.
    pub customers_new: u64,
    /// Providers seen for the first time.
    pub providers_new: u64,
}

impl Outcome {
    /// Adds the outcome of a later batch.
    pub fn add(&mut self, later: Outcome) {
        self.rows += later.rows;
        self.facts_new += later.facts_new;
        self.facts_same += later.facts_same;
        self.facts_updated += later.facts_updated;
        self.conflicts.extend(later.conflicts);
        self.customers_new += later.customers_new;
        self.providers_new += later.providers_new;
    }
}

/// Writes the records of one source into a book.
///
/// [`Importer::stage`] collects, [`Importer::commit`] writes everything collected in one durable
/// transaction, and
/// [`Importer::write`] does both. Rows are judged in the order in which they come, whether or not they share
/// a batch, so how rows are cut into batches cannot matter. When one call fails, the importer is of no more
/// use; the book holds exactly the batches whose commit returned.
pub struct Importer<'b> {
    book: &'b mut Book,
    source: SourceId,
    /// The source is not in the book yet; its name is written with the first batch.
    new_source: Option<Text>,
    is_update: bool,
    import: Option<ImportId>,
    customers: PartyMap,
    providers: PartyMap,
    stage: Stage,
    profiles: Vec<Profile>,
    /// Deliveries that name only a purchase; its customer is looked up when the batch is written.
    unplaced: Vec<Record>,
    facts_version: u64,
    is_poisoned: bool,
}

impl Book {
    /// Begins an import of records of `source`. With `is_update`, a row that says something else than the
    /// book does replaces it; otherwise it is a conflict and changes nothing.
    ///
    /// # Errors
    /// What the database reports.
    pub fn importer(&mut self, source: &str, is_update: bool) -> Result<Importer<'_>, StoreError> {
        let path = self.path.clone();
        Importer::open(self, source, is_update).at(&path)
    }

    /// Rows that make a good batch for [`Importer::commit`].
    pub fn batch_rows_hint() -> usize {
        BATCH_ROWS
    }
}

impl<'b> Importer<'b> {
    fn open(book: &'b mut Book, source: &str, is_update: bool) -> Result<Importer<'b>, Problem> {
        let connection = &book.connection;
        let sources = crate::party::sources(connection)?;
        let known = sources.iter().find(|(_, name)| name == source).map(|(id, _)| *id);
        let next = SourceId(sources.last().map_or(1, |(last, _)| last.0 + 1));
        let id = known.unwrap_or(next);
        Ok(Importer {
            source: id,
            new_source: known.is_none().then(|| source.into()),
            is_update,
            import: None,
            customers: PartyMap::open(connection, Party::Customer, id, known.is_none())?,
            providers: PartyMap::open(connection, Party::Provider, id, known.is_none())?,
            stage: Stage::default(),
            profiles: Vec::new(),
            unplaced: Vec::new(),
            facts_version: settings::facts_version(connection)?,
            is_poisoned: false,
            book,
        })
    }

    /// Says which import the rows belong to that are written from now on, so that it can be undone.
    pub fn set_import(&mut self, import: ImportId) {
        self.import = Some(import);
    }

    /// Writes all `records` and whatever was staged before: one durable transaction.
    ///
    /// # Errors
    /// As [`Importer::stage`] and [`Importer::commit`].
    pub fn write(&mut self, records: Vec<Record>) -> Result<Outcome, StoreError> {
        self.stage(records)?;
        self.commit()
    }

    /// Collects records for the next commit.
    ///
    /// # Errors
    /// [`Problem::NoCustomer`], [`Problem::IdTooLarge`], and what the database reports when a party is
    /// looked up.
    pub fn stage(&mut self, records: Vec<Record>) -> Result<(), StoreError> {
        let path = self.book.path.clone();
        self.stage_all(records).inspect_err(|_| self.is_poisoned = true).at(&path)
    }

    /// Rows collected and not yet written.
    pub fn staged_rows(&self) -> usize {
        self.stage.facts.len() + self.profiles.len() + self.unplaced.len()
    }

    /// True when what is collected takes so much memory, 384 MB, that it should be committed: seven million
    /// short purchases, or half a million rows with long texts. Fewer and larger batches are cheaper,
    /// because each walks the whole book once.
    pub fn is_full(&self) -> bool {
        self.stage.bytes() >= BATCH_BYTES || self.profiles.len() + self.unplaced.len() >= BATCH_PARTIES
    }

    /// Writes everything collected. When this returns, it is on disk.
    ///
    /// # Errors
    /// [`Problem::ChangedMeanwhile`], [`Problem::Locked`], [`Problem::DiskFull`], [`Problem::ReadOnly`],
    /// [`Problem::Poisoned`]. Nothing of the batch is in the book then.
    pub fn commit(&mut self) -> Result<Outcome, StoreError> {
        let path = self.book.path.clone();
        if self.is_poisoned {
            return Err(Problem::Poisoned).at(&path);
        }
        self.is_poisoned = true;
        let outcome = self.write_staged().at(&path)?;
        self.is_poisoned = false;
        Ok(outcome)
    }

    /// Ends the import: copies the write-ahead log into the book proper, so that readers find everything in
    /// one file. Dropping the importer instead loses nothing that was committed.
    ///
    /// # Errors
    /// What the database reports.
    pub fn finish(self) -> Result<(), StoreError> {
        let checkpoint = "pragma wal_checkpoint(truncate)";
        self.book.connection.query_row(checkpoint, [], |_| Ok(())).at(&self.book.path)
    }

    fn stage_all(&mut self, records: Vec<Record>) -> Result<(), Problem> {
        self.customers.fill_for(&self.book.connection, records.len())?;
        let mut records = records.into_iter();
        while !records.as_slice().is_empty() {
            // The customers of many rows are looked up together, because each misses the processor's cache
            // and independent misses overlap.
            let ahead = &records.as_slice()[..LOOKED_AHEAD.min(records.len())];
            let mut known = [None; LOOKED_AHEAD];
            for (known, record) in known.iter_mut().zip(ahead) {
                *known = self.customers.known(&record.customer);
            }
            for (known, record) in known.into_iter().zip(records.by_ref()) {
                self.stage_one(record, known)?;
            }
        }
        Ok(())
    }

    fn stage_one(&mut self, mut record: Record, known: Option<u32>) -> Result<(), Problem> {
        let connection = &self.book.connection;
        canonical(&mut record);
        let provider = match &record.provider {
            Some(provider) => Some(self.providers.number(connection, provider)?),
            None => None,
        };
        match &record.body {
            Body::Provider(_) => {
                let number = provider.ok_or(Problem::NoCustomer { line: record.line })?;
                self.profiles.push(Profile::provider(record, number));
                return Ok(());
            }
            Body::Delivery(_) if record.customer.is_empty() => {
                self.unplaced.push(record);
                return Ok(());
            }
            _ if record.customer.is_empty() => return Err(Problem::NoCustomer { line: record.line }),
            _ => {}
        }
        let customer = match known {
            Some(number) => number,
            None => self.customers.number(connection, &record.customer)?,
        };
        match &record.body {
            Body::Customer(profile) => {
                let assigned_to = match &profile.assigned_to {
                    Some(provider) => Some(self.providers.number(connection, provider)?),
                    None => None,
                };
                self.profiles.push(Profile::customer(record, customer, assigned_to));
                return Ok(());
            }
            Body::Referral(referral) if !referral.to_customer.is_empty() => {
                self.customers.number(connection, &referral.to_customer)?;
            }
            Body::Wish(Wish { named_provider: Some(named), .. }) if !named.is_empty() => {
                self.providers.number(connection, named)?;
            }
            _ => {}
        }
        self.stage.add(&record, customer, provider)
    }

    fn write_staged(&mut self) -> Result<Outcome, Problem> {
        let rows = self.staged_rows() as u64;
        let new_parties = (self.customers.new_count() as u64, self.providers.new_count() as u64);
        let connection = &self.book.connection;
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        if settings::facts_version(&transaction)? != self.facts_version {
            return Err(Problem::ChangedMeanwhile);
        }
        if let Some(name) = self.new_source.take() {
            statement(&transaction, "add_source")?.execute((self.source.0, name.as_str()))?;
        }
        let import = self.import;
        self.providers.write_new(&transaction, import)?;
        self.customers.write_new(&transaction, import)?;
        let mut tally = Tally::default();
        let how = How { source: self.source, is_update: self.is_update, import };
        profile::write(&transaction, &self.profiles, self.is_update, import, &mut tally)?;
        write::facts(&transaction, &mut self.stage, how, &mut tally)?;
        write::place_waiting(&transaction, &self.stage)?;
        let mut placed = write::place(&transaction, &mut self.unplaced, &mut self.providers)?;
        write::facts(&transaction, &mut placed, how, &mut tally)?;
        if let Some(import) = import.filter(|_| tally.updated > 0) {
            statement(&transaction, "count_import_updates")?.execute((import.0, tally.updated as i64))?;
        }
        let is_changed = tally.new + tally.updated + new_parties.0 + new_parties.1 > 0;
        if is_changed {
            settings::set_facts_version(&transaction, self.facts_version + 1)?;
        }
        transaction.commit()?;
        self.facts_version += u64::from(is_changed);
        self.stage.clear();
        self.profiles.clear();
        self.unplaced.clear();
        tally.conflicts.sort_by_key(|conflict| conflict.line);
        Ok(Outcome {
            rows,
            facts_new: tally.new,
            facts_same: tally.same,
            facts_updated: tally.updated,
            conflicts: tally.conflicts,
            customers_new: new_parties.0,
            providers_new: new_parties.1,
        })
    }
}
