//! The imports so far, and undoing one as a whole.

use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt};
use crate::state::Office;
use book::{CustomerId, Text, Timestamp};
use guard::Manage;
use intake::Reject;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use store::{ActFilter, ImportId, ImportRun, ImportState, Problem, StoreError, Tx};

/// How an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStands {
    /// It goes on.
    Running,
    /// Every row was looked at.
    Done,
    /// It ended early; what came until then is in the book.
    Failed,
    /// The program ended in the middle of it; what came until then is in the book.
    Stopped,
    /// It was taken out again.
    Undone,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectShown {
    /// Its line in the file.
    pub line: u64,
    /// The column.
    pub field: String,
    /// What stands there.
    pub found: String,
    /// What should stand there.
    pub expected: String,
}

impl RejectShown {
    pub(super) fn of(reject: &Reject) -> RejectShown {
        let Reject { line, field, found, expected, .. } = reject;
        RejectShown { line: *line, field: field.clone(), found: found.clone(), expected: expected.clone() }
    }
}

/// What is remembered with an import besides its counts. Kept as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Notes {
    pub rejects: Vec<RejectShown>,
    pub conflicts: Vec<String>,
    pub same: Vec<String>,
    pub same_in_file: u64,
    pub same_in_book: u64,
    pub people: u64,
    pub companies: u64,
    pub skipped: BTreeMap<String, u64>,
    pub problem: Option<String>,
    pub extra_columns: Vec<String>,
    /// The book's currency before a simulated company changed it.
    pub currency_before: Option<String>,
}

impl Notes {
    pub(super) fn skip(&mut self, skipped: &BTreeMap<Text, u64>) {
        for (reason, rows) in skipped {
            *self.skipped.entry(reason.to_string()).or_default() += rows;
        }
    }
}

/// One import, as it is shown.
#[derive(Debug, Clone)]
pub struct ImportShown {
    /// Its number.
    pub id: u32,
    /// When it began.
    pub at: Timestamp,
    /// On which civil day.
    pub day: book::Day,
    /// `14:05`, in the book's time zone.
    pub time: String,
    /// Who brought it in.
    pub who: String,
    /// The file's name.
    pub file_name: String,
    /// The source's name.
    pub source: String,
    /// What was in the file.
    pub format: String,
    /// How it stands.
    pub stands: ImportStands,
    /// Rows read.
    pub rows: u64,
    /// Facts and profiles that were new.
    pub facts_new: u64,
    /// Rows that say what the book said already.
    pub facts_same: u64,
    /// Rows that say something else than the book; the book stayed as it was.
    pub conflicts: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Customers seen for the first time.
    pub customers_new: u64,
    /// Providers seen for the first time.
    pub providers_new: u64,
    /// The first rows that could not be read.
    pub rejects: Vec<RejectShown>,
    /// The first rows that say something else than the book.
    pub conflicts_named: Vec<String>,
    /// The first rows that were the same person as somebody else.
    pub same: Vec<String>,
    /// Rows that were the same person as an earlier row.
    pub same_in_file: u64,
    /// Rows that were the same person as somebody in the book.
    pub same_in_book: u64,
    /// People of a list who came new; 0 for other files.
    pub people: u64,
    /// Companies of a list that came new; 0 for other files.
    pub companies: u64,
    /// Rows left out on purpose, with the reason.
    pub skipped: Vec<(String, u64)>,
    /// Columns kept beside the records and used for nothing.
    pub extra_columns: Vec<String>,
    /// Why it ended early.
    pub problem: Option<String>,
    /// True when all rejected rows can be downloaded.
    pub has_rejects_file: bool,
    currency_before: Option<String>,
}

impl ImportShown {
    /// Whether it can be asked to be undone.
    pub fn can_undo(&self) -> bool {
        !matches!(self.stands, ImportStands::Undone | ImportStands::Running)
    }
}

impl Office {
    /// Where the rejected rows of an import are kept.
    pub(super) fn rejects_path(&self, id: u32) -> PathBuf {
        self.uploads().join(format!("import-{id}.rejects.csv"))
    }

    /// Every import, the latest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn imports(&self, permit: &Manage) -> OfficeResult<Vec<ImportShown>> {
        let runs = self.read()?.import_runs()?;
        // What was matched and why it ended is kept with each; the list of all comes without.
        runs.iter().map(|run| self.import(permit, run.id.0)).collect()
    }

    /// One import.
    ///
    /// # Errors
    /// [`OfficeError::Missing`].
    pub fn import(&self, _permit: &Manage, id: u32) -> OfficeResult<ImportShown> {
        let run = self.read()?.import_run(ImportId(id))?.ok_or(OfficeError::Missing("this import"))?;
        self.import_shown(&run)
    }

    /// The file of all rejected rows of an import, with their reasons.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when none was rejected, or the file is gone.
    pub fn import_rejects(&self, permit: &Manage, id: u32) -> OfficeResult<Vec<u8>> {
        let shown = self.import(permit, id)?;
        std::fs::read(self.rejects_path(shown.id))
            .map_err(|_| OfficeError::Missing("this file of rejected rows"))
    }

    fn import_shown(&self, run: &ImportRun) -> OfficeResult<ImportShown> {
        let who = match run.begun.account {
            Some(account) => self.read()?.account(account)?.map(|account| account.name.to_string()),
            None => None,
        };
        let id = run.id.0;
        let (day, time) = {
            let book = self.read()?;
            let local = book.calendar().civil(run.begun.at);
            (book.calendar().day(run.begun.at), format!("{:02}:{:02}", local.hour(), local.minute()))
        };
        let stands = match run.state {
            ImportState::Running if self.running(id).is_some() => ImportStands::Running,
            ImportState::Running => ImportStands::Stopped,
            ImportState::Done => ImportStands::Done,
            ImportState::Failed => ImportStands::Failed,
            ImportState::Undone => ImportStands::Undone,
        };
        let notes: Notes = run
            .counts
            .rejects
            .as_deref()
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default();
        Ok(ImportShown {
            id,
            at: run.begun.at,
            day,
            time,
            who: who.unwrap_or_else(|| "the command line".to_owned()),
            file_name: run.begun.file_name.to_string(),
            source: run.begun.source.to_string(),
            format: run.begun.format.to_string(),
            stands,
            rows: run.counts.rows,
            facts_new: run.counts.facts_new,
            facts_same: run.counts.facts_same,
            conflicts: run.counts.conflicts,
            rejected: run.counts.rejected,
            customers_new: run.counts.customers_new,
            providers_new: run.counts.providers_new,
            rejects: notes.rejects,
            conflicts_named: notes.conflicts,
            same: notes.same,
            same_in_file: notes.same_in_file,
            same_in_book: notes.same_in_book,
            people: notes.people,
            companies: notes.companies,
            skipped: notes.skipped.into_iter().collect(),
            extra_columns: notes.extra_columns,
            problem: notes.problem,
            has_rejects_file: run.counts.rejected > 0 && self.rejects_path(id).exists(),
            currency_before: notes.currency_before,
        })
    }

    /// Takes a whole import out again, in one act. It cannot be undone itself: bring the file in again.
    ///
    /// # Errors
    /// [`OfficeError::Conflict`] while it goes on, and when something was built on it, with what;
    /// [`OfficeError::NotUndoable`] when it was undone before.
    pub async fn undo_import(&self, permit: &Manage, id: u32) -> OfficeResult<Receipt> {
        let shown = self.import(permit, id)?;
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "undo_import",
            customer: None,
            provider: None,
            sentence: format!("Undid the import of {}: everything it brought is out again.", shown.file_name),
        };
        self.may_undo_import(&shown)?;
        let begun = shown.at;
        let receipt = self.act(draft, move |tx, moment| {
            if let Some(act) = act_of(tx, id, begun)? {
                tx.mark_undone(act, moment.now, moment.account)?;
            }
            take_out(tx, id, moment.now)?;
            Ok(Effect::default())
        });
        let receipt = match receipt.await {
            Err(OfficeError::NotUndoable(what)) => {
                return Err(OfficeError::NotUndoable(self.with_names(&what)?));
            }
            done => done?,
        };
        self.after_undone_import(&shown).await?;
        Ok(receipt)
    }

    /// Refuses while the import goes on.
    fn may_undo_import(&self, shown: &ImportShown) -> OfficeResult<()> {
        match shown.stands {
            ImportStands::Running => {
                let message = "This import is still going on. Wait until it has ended, then undo it.";
                Err(OfficeError::Conflict(message.into()))
            }
            ImportStands::Undone => Err(OfficeError::NotUndoable("This import was undone before.".into())),
            _ => Ok(()),
        }
    }

    /// Lists and Today without what is out again; a book without its simulated company says so.
    async fn after_undone_import(&self, shown: &ImportShown) -> OfficeResult<()> {
        // A file that is not there need not be removed.
        let _ = std::fs::remove_file(self.rejects_path(shown.id));
        let mut settings = self.settings();
        if settings.simulated && shown.source == simulate::SOURCE {
            settings.simulated = false;
            if let Some(before) = shown.currency_before.as_deref().and_then(book::Currency::parse) {
                settings.currency = before;
            }
            return self.change_settings(settings).await;
        }
        self.read_again();
        Ok(())
    }

    /// Says "customer 17" by name.
    fn with_names(&self, what: &str) -> OfficeResult<String> {
        let book = self.read()?;
        let mut text = String::new();
        let mut parts = what.split("customer ");
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let found =
                part[..digits].parse().ok().map(|id| book.customer(CustomerId(id))).transpose()?.flatten();
            match found {
                Some(customer) => text.push_str(customer.display_name()),
                None => text.push_str(&format!("customer {}", &part[..digits])),
            }
            text.push_str(&part[digits..]);
        }
        Ok(text)
    }
}

/// The act in the trail that says that the import was made.
fn act_of(tx: &Tx<'_>, id: u32, begun: Timestamp) -> OfficeResult<Option<store::ActId>> {
    let verb = Some(Text::from("import"));
    let filter = ActFilter { verb, from: Some(begun), limit: 200, ..ActFilter::default() };
    let way = format!("\"import\":{id}}}");
    let acts = tx.acts(&filter)?;
    Ok(acts
        .into_iter()
        .find(|act| act.undo.as_deref().is_some_and(|undo| undo.contains(&way)))
        .map(|act| act.id))
}

/// Takes everything an import brought out of the book.
pub(crate) fn take_out(tx: &mut Tx<'_>, id: u32, now: Timestamp) -> OfficeResult<()> {
    match tx.undo_import(ImportId(id), now) {
        Ok(_) => Ok(()),
        Err(StoreError { problem: Problem::BuiltUpon { what }, .. }) => {
            Err(OfficeError::NotUndoable(format!(
                "Not undone, because work was built on this import: {}. Undo that first, or keep the import.",
                what.join("; ")
            )))
        }
        Err(StoreError { problem: Problem::AlreadyUndone, .. }) => {
            Err(OfficeError::NotUndoable("This import was undone before.".into()))
        }
        Err(error) => Err(error.into()),
    }
}
