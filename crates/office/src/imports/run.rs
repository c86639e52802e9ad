//! An import as it goes on: a thread of its own reads and matches, the writer takes chunks between other
//! people's acts.

use super::columns::Choice;
use super::look::{Way, in_words};
use super::same::{Contacts, Matched, Verdict};
use super::shown::{Notes, RejectShown};
use crate::error::{OfficeError, OfficeResult};
use crate::record::Undo;
use crate::state::Office;
use crate::writer::Step;
use book::{Record, Text};
use guard::Manage;
use intake::{Batch, Reader, RejectWriter};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use store::{AccountId, ImportCounts, ImportId, ImportState, NewAct, NewImport, Outcome, Tx};

/// Rows of the first chunk.
const CHUNK_ROWS: usize = 8_192;
/// Rows of the largest chunk.
const CHUNK_ROWS_MAX: usize = 65_536;
/// A chunk that kept the writer longer than this (in microseconds) makes the next one half as large: nobody
/// waits half a second for an import.
const CHUNK_LONG_MICROS: i64 = 250_000;
/// And one that took less makes the next one twice as large.
const CHUNK_SHORT_MICROS: i64 = 80_000;
/// Rows of a list of people within which a later row fills the gaps of an earlier one.
const WINDOW_ROWS: usize = 50_000;
/// Rejects, conflicts and matches that are named one by one.
const NAMED: usize = 20;

/// How far an import has come, while it goes on.
#[derive(Debug, Default)]
pub(crate) struct Running {
    rows: AtomicU64,
    bytes: AtomicU64,
    total: AtomicU64,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportProgress {
    /// Rows are brought in.
    Reading {
        /// Rows so far.
        rows: u64,
        /// Bytes read so far.
        bytes: u64,
        /// Bytes of the file.
        total: u64,
    },
    /// All is in; lists and Today are made anew.
    Judging {
        /// People judged so far.
        read: u64,
        /// People in all.
        total: u64,
    },
    /// Nothing is going on any more.
    Over,
}

/// What an import needs to know besides its rows.
pub(super) struct Run {
    pub office: Office,
    pub id: ImportId,
    pub account: AccountId,
    pub source: Text,
    pub file_name: String,
    pub running: Arc<Running>,
    /// Rows of the next chunk.
    chunk: usize,
    counts: ImportCounts,
    notes: Notes,
}

impl Office {
    /// Begins to bring a file in; gives the number of the import.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when the file is gone; [`OfficeError::Invalid`] when it cannot be read as
    /// chosen.
    pub async fn start_import(&self, permit: &Manage, token: &str, choice: &Choice) -> OfficeResult<u32> {
        let way = self.way(token, choice)?;
        let reader = way.open()?;
        let new = NewImport {
            at: self.now(),
            account: Some(AccountId(permit.actor().account)),
            file_name: way.upload.file_name.as_str().into(),
            source: reader.source_name().clone(),
            format: way.words().into(),
        };
        let run = self.begin_run(permit, new).await?;
        run.running.total.store(reader.bytes_total(), Ordering::Relaxed);
        let (id, token) = (run.id, token.to_owned());
        let thread = std::thread::Builder::new().name("import".into());
        let spawned = thread.spawn(move || {
            run.go(|run| run.file(&way, reader), |run| run.office.forget_upload(&token));
        });
        spawned.map_err(|error| OfficeError::NotSaved(error.to_string()))?;
        Ok(id.0)
    }

    /// Writes down that an import begins.
    pub(super) async fn begin_run(&self, permit: &Manage, new: NewImport) -> OfficeResult<Run> {
        let (source, file_name) = (new.source.clone(), new.file_name.to_string());
        let running = Arc::new(Running::default());
        let (imports, entry) = (self.inner.clone(), running.clone());
        let step = move |tx: &mut Tx<'_>| {
            let id = tx.begin_import(&new)?;
            // Entered before the answer, so that nobody finds it stopped.
            let enter = move || {
                imports.imports.running.lock().unwrap_or_else(PoisonError::into_inner).insert(id.0, entry);
            };
            Ok(Step { value: id, after: Some(Box::new(enter) as Box<dyn FnOnce() + Send>) })
        };
        let id = self.inner.writer.step(step).await?;
        let account = AccountId(permit.actor().account);
        let (counts, notes) = (ImportCounts::default(), Notes::default());
        Ok(Run {
            office: self.clone(),
            id,
            account,
            source,
            file_name,
            running,
            chunk: CHUNK_ROWS,
            counts,
            notes,
        })
    }

    /// How far an import has come.
    pub fn import_progress(&self, _permit: &Manage, id: u32) -> ImportProgress {
        if let Some(running) = self.running(id) {
            let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
            let (rows, bytes, total) = (load(&running.rows), load(&running.bytes), load(&running.total));
            return ImportProgress::Reading { rows, bytes, total };
        }
        if self.is_up_to_date() {
            return ImportProgress::Over;
        }
        let (read, total) = self.progress().unwrap_or((0, 0));
        ImportProgress::Judging { read, total }
    }

    pub(super) fn running(&self, id: u32) -> Option<Arc<Running>> {
        self.inner.imports.running.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }
}

/// Leaves the list of running imports, whatever happens to the thread.
struct Leave(Office, u32);

impl Drop for Leave {
    fn drop(&mut self) {
        self.0.inner.imports.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

impl Run {
    /// Does the work, writes down how it ended, and has everybody judged anew.
    pub(super) fn go(mut self, work: impl FnOnce(&mut Run) -> OfficeResult<()>, after: impl FnOnce(&Run)) {
        let leave = Leave(self.office.clone(), self.id.0);
        let done = work(&mut self);
        let state = if done.is_ok() { ImportState::Done } else { ImportState::Failed };
        self.notes.problem = done.err().map(|error| error.to_string());
        let written = self.end(state);
        after(&self);
        self.office.read_again();
        drop(leave);
        if let Err(error) = written {
            tracing::error!(%error, "how an import ended could not be written down");
        }
    }

    /// Brings a file in, row by row.
    fn file(&mut self, way: &Way, mut reader: Reader) -> OfficeResult<()> {
        let mut rejects = RejectWriter::beside(&way.path, reader.header());
        self.notes.extra_columns = reader.unknown_columns().iter().map(ToString::to_string).collect();
        if let Some(Some(company)) = &way.contacts {
            self.notes.extra_columns.retain(|name| name != company.as_str());
        }
        let mut contacts = match &way.contacts {
            Some(company) => {
                let known = self.office.known(&*self.office.read()?)?;
                Some(Contacts::new(known, self.source.clone(), company.clone()))
            }
            None => None,
        };
        loop {
            let batch = reader.next_batch(self.chunk);
            let batch = batch
                .map_err(|error| OfficeError::NotSaved(in_words(&error, &way.path, &way.upload.file_name)));
            let is_last = batch.as_ref().map_or(true, |batch| batch.is_last);
            let (records, failed) = match batch {
                Ok(batch) => (self.read(batch, &mut rejects, contacts.as_mut())?, None),
                // What came before the damage is kept.
                Err(error) => (Vec::new(), Some(error)),
            };
            let mut records = records;
            if let Some(contacts) = &mut contacts
                && (is_last || contacts.waiting() >= WINDOW_ROWS)
            {
                records = contacts.flush();
            }
            self.write(records)?;
            if let Some(contacts) = &contacts {
                self.notes.matched(&contacts.matched);
            }
            if let Some(error) = failed {
                return Err(error);
            }
            if is_last {
                break;
            }
        }
        self.keep_rejects(rejects)
    }

    /// Counts what a batch says and matches its people; gives the records that can be written at once.
    fn read(
        &mut self,
        batch: Batch,
        rejects: &mut RejectWriter,
        contacts: Option<&mut Contacts>,
    ) -> OfficeResult<Vec<Record>> {
        self.counts.rows += batch.rows;
        self.counts.rejected += batch.rejects.len() as u64;
        self.notes.skip(&batch.skipped);
        for reject in &batch.rejects {
            rejects.write(reject).map_err(|error| OfficeError::NotSaved(error.to_string()))?;
            if self.notes.rejects.len() < NAMED {
                self.notes.rejects.push(RejectShown::of(reject));
            }
        }
        self.running.rows.fetch_add(batch.rows, Ordering::Relaxed);
        self.running.bytes.store(batch.bytes_read, Ordering::Relaxed);
        let Some(contacts) = contacts else { return Ok(batch.records) };
        let office = self.office.clone();
        let book = office.read()?;
        for record in batch.records {
            let line = record.line;
            let verdict = contacts.take(record, &book)?;
            if !matches!(verdict, Verdict::New | Verdict::Again) && self.notes.same.len() < NAMED {
                self.notes.same.extend(verdict.words().map(|words| format!("line {line}: {words}")));
            }
        }
        Ok(Vec::new())
    }

    /// Hands records to the writer, in chunks after each of which others may write.
    pub(super) fn write(&mut self, records: Vec<Record>) -> OfficeResult<()> {
        let mut records = records.into_iter();
        loop {
            let part: Vec<Record> = records.by_ref().take(self.chunk).collect();
            if part.is_empty() {
                return Ok(());
            }
            let (source, id) = (self.source.clone(), self.id);
            let clock = self.office.inner.clock.clone();
            let (outcome, micros) = self.office.inner.writer.whole_blocking(move |book| {
                let begun = clock();
                let mut importer = book.importer(&source, false)?;
                importer.set_import(id);
                let outcome = importer.write(part)?;
                Ok((outcome, clock().0 - begun.0))
            })?;
            self.written(&outcome);
            self.chunk = match micros {
                CHUNK_LONG_MICROS.. => (self.chunk / 2).max(1_024),
                ..CHUNK_SHORT_MICROS => (self.chunk * 2).min(CHUNK_ROWS_MAX),
                _ => self.chunk,
            };
        }
    }

    fn written(&mut self, outcome: &Outcome) {
        self.counts.facts_new += outcome.facts_new;
        self.counts.facts_same += outcome.facts_same;
        self.counts.facts_updated += outcome.facts_updated;
        self.counts.conflicts += outcome.conflicts.len() as u64;
        self.counts.customers_new += outcome.customers_new;
        self.counts.providers_new += outcome.providers_new;
        let room = NAMED.saturating_sub(self.notes.conflicts.len());
        let named = outcome.conflicts.iter().take(room);
        self.notes.conflicts.extend(named.map(|found| format!("line {}: {}", found.line, found.place)));
    }

    /// Counts records that come from no file.
    pub(super) fn count(&mut self, rows: u64) {
        self.counts.rows += rows;
        self.running.rows.fetch_add(rows, Ordering::Relaxed);
    }

    /// What is remembered with the import.
    pub(super) fn notes(&mut self) -> &mut Notes {
        &mut self.notes
    }

    /// The rejected rows keep their file for as long as the import stands.
    fn keep_rejects(&self, rejects: RejectWriter) -> OfficeResult<()> {
        let not_kept = |error: String| OfficeError::NotSaved(format!("rejected rows: {error}"));
        let kept = rejects.finish().map_err(|error| not_kept(error.to_string()))?;
        if let Some(path) = kept {
            let place = self.office.rejects_path(self.id.0);
            std::fs::rename(path, place).map_err(|error| not_kept(error.to_string()))?;
        }
        Ok(())
    }

    fn end(&mut self, state: ImportState) -> OfficeResult<()> {
        let json = serde_json::to_string(&self.notes);
        self.counts.rejects = Some(json.map_err(|error| OfficeError::NotSaved(error.to_string()))?);
        let undo = serde_json::to_string(&[Undo::Import { import: self.id.0 }]);
        let undo = undo.map_err(|error| OfficeError::NotSaved(error.to_string()))?;
        let act = NewAct {
            at: self.office.now(),
            account: self.account,
            verb: "import".into(),
            customer: None,
            provider: None,
            sentence: format!(
                "Imported {}: {} rows, {} new facts, {} left out.",
                self.file_name,
                book::money::thousands(self.counts.rows),
                book::money::thousands(self.counts.facts_new),
                book::money::thousands(self.counts.rejected)
            )
            .into(),
            undo: Some(undo.into()),
        };
        let (id, counts) = (self.id, self.counts.clone());
        self.office.inner.writer.whole_blocking(move |book| {
            book.write(|tx| -> OfficeResult<()> {
                tx.finish_import(id, state, &counts)?;
                tx.record_act(&act)?;
                Ok(())
            })
        })
    }
}

impl Notes {
    fn matched(&mut self, matched: &Matched) {
        self.same_in_file = matched.same_in_file;
        self.same_in_book = matched.same_in_book;
        self.companies = matched.companies;
        self.people = matched.people;
    }
}
