//! Writing at run time: many people's steps in one durable transaction.
//!
//! Making something durable waits for the disk, whether one step or a hundred wait together. A batch takes
//! steps, each of which succeeds or fails by itself, and makes all of them durable at once; whoever runs it
//! answers everybody after [`Batch::commit`] returned, and not before.

use crate::error::{At, Problem, StoreError};
use crate::open::Book;
use crate::settings::{self, Settings};
use book::Calendar;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;

/// What the steps of a batch did to the book as a whole.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Changed {
    /// Facts or parties are not what they were.
    pub facts: bool,
    /// Settings are not what they were.
    pub settings: bool,
}

/// A transaction that takes steps. Dropping it instead of committing undoes all of them.
#[derive(Debug)]
pub struct Batch<'b> {
    transaction: Transaction<'b>,
    path: &'b Path,
    settings: &'b mut Settings,
    calendar: &'b mut Calendar,
    changed: Changed,
}

/// One step of a batch: reads see what the step itself and the steps before it wrote.
#[derive(Debug)]
pub struct Tx<'t> {
    pub(crate) connection: &'t Connection,
    pub(crate) path: &'t Path,
    pub(crate) settings: &'t Settings,
    pub(crate) calendar: &'t Calendar,
    pub(crate) changed: &'t mut Changed,
}

impl Book {
    /// Begins a batch of steps. Nobody else can write until it is committed or dropped.
    ///
    /// # Errors
    /// [`Problem::Locked`] when another program writes, [`Problem::ReadOnly`], and what the database reports.
    pub fn batch(&mut self) -> Result<Batch<'_>, StoreError> {
        let Book { connection, path, settings, calendar, .. } = self;
        let begin = Transaction::new(connection, TransactionBehavior::Immediate);
        let transaction = begin.at(path)?;
        Ok(Batch { transaction, path, settings, calendar, changed: Changed::default() })
    }

    /// One step in a batch of its own, durable when this returns.
    ///
    /// # Errors
    /// As [`Book::batch`], [`Batch::step`] and [`Batch::commit`].
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        step: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut batch = self.batch()?;
        let out = batch.step(step)?;
        batch.commit()?;
        Ok(out)
    }
}

impl Batch<'_> {
    /// Runs one step. Where it returns an error, everything it wrote is undone, and the steps before and
    /// after it are not touched.
    ///
    /// # Errors
    /// What the step returns; [`Problem::BatchLost`] when an earlier error (a full disk) ended the whole
    /// transaction; what the database reports.
    pub fn step<T, E: From<StoreError>>(
        &mut self,
        step: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.transaction.is_autocommit() {
            return Err(StoreError { path: self.path.to_path_buf(), problem: Problem::BatchLost }.into());
        }
        // Dropped without a commit, also by a panic, a savepoint undoes what was written since.
        let savepoint = self.transaction.savepoint().at(self.path)?;
        let mut changed = self.changed;
        let mut tx = Tx {
            connection: &savepoint,
            path: self.path,
            settings: self.settings,
            calendar: self.calendar,
            changed: &mut changed,
        };
        let out = step(&mut tx)?;
        savepoint.commit().at(self.path)?;
        self.changed = changed;
        Ok(out)
    }

    /// Makes all steps durable. When this returns, they are on disk.
    ///
    /// # Errors
    /// [`Problem::DiskFull`], [`Problem::BatchLost`] and what the database reports; nothing of the batch is
    /// in the book then.
    pub fn commit(self) -> Result<(), StoreError> {
        let Batch { transaction, path, settings, calendar, changed } = self;
        let commit = || -> Result<(), Problem> {
            if transaction.is_autocommit() {
                return Err(Problem::BatchLost);
            }
            if changed.facts || changed.settings {
                let version = settings::facts_version(&transaction)?;
                settings::set_facts_version(&transaction, version + 1)?;
            }
            let now = if changed.settings { Some(settings::read(&transaction)?) } else { None };
            transaction.commit()?;
            if let Some(now) = now {
                (*calendar, *settings) = (now.calendar()?, now);
            }
            Ok(())
        };
        commit().at(path)
    }
}
