//! Imports as they are shown to people: when, from which file, and what became of its rows.

use crate::column::take;
use crate::error::Problem;
use crate::id::{AccountId, ImportId};
use crate::import::Outcome;
use crate::sql::{self, statement};
use book::{Text, Timestamp};
use rusqlite::{Connection, Row, params};

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// It goes on, or the program stopped in the middle of it.
    Running,
    /// Every row was looked at.
    Done,
    /// It ended early; what it brought until then is in the book.
    Failed,
    /// What it brought was taken out again.
    Undone,
}

impl ImportState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            ImportState::Running => "running",
            ImportState::Done => "done",
            ImportState::Failed => "failed",
            ImportState::Undone => "undone",
        }
    }
}

/// An import that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImport {
    /// When.
    pub at: Timestamp,
    /// Who; `None` from the command line.
    pub account: Option<AccountId>,
    /// Name of the file, without its folder.
    pub file_name: Text,
    /// Name of the source under which the rows go in.
    pub source: Text,
    /// How the file is read.
    pub format: Text,
}

/// What became of the rows of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the plain ones are those of an outcome")]
pub struct ImportCounts {
    /// Rows read.
    pub rows: u64,
    pub facts_new: u64,
    pub facts_same: u64,
    pub facts_updated: u64,
    /// Rows that would have to replace something.
    pub conflicts: u64,
    /// Rows that could not be understood.
    pub rejected: u64,
    pub customers_new: u64,
    pub providers_new: u64,
    /// The rows that were refused, as the caller wishes to show them.
    pub rejects: Option<String>,
}

impl From<&Outcome> for ImportCounts {
    fn from(outcome: &Outcome) -> ImportCounts {
        ImportCounts {
            rows: outcome.rows,
            facts_new: outcome.facts_new,
            facts_same: outcome.facts_same,
            facts_updated: outcome.facts_updated,
            conflicts: outcome.conflicts.len() as u64,
            rejected: 0,
            customers_new: outcome.customers_new,
            providers_new: outcome.providers_new,
            rejects: None,
        }
    }
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRun {
    /// Its number.
    pub id: ImportId,
    /// What it began with.
    pub begun: NewImport,
    /// How far it has come.
    pub state: ImportState,
    /// What became of its rows; `rejects` only where one run is asked for.
    pub counts: ImportCounts,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
}

fn count(row: &Row<'_>, place: usize) -> Result<u64, Problem> {
    Ok(take::<i64>(row, place)?.unsigned_abs())
}

fn run(row: &Row<'_>) -> Result<ImportRun, Problem> {
    let word: Text = take(row, 6)?;
    let rejects: Option<Box<str>> = take(row, 15)?;
    let states = [ImportState::Running, ImportState::Done, ImportState::Failed, ImportState::Undone];
    let state = states.into_iter().find(|state| state.word() == word);
    Ok(ImportRun {
        id: take(row, 0)?,
        begun: NewImport {
            at: take(row, 1)?,
            account: take(row, 2)?,
            file_name: take(row, 3)?,
            source: take(row, 4)?,
            format: take(row, 5)?,
        },
        state: state.ok_or_else(|| Problem::Damaged { detail: format!("an import is {word}") })?,
        counts: ImportCounts {
            rows: count(row, 7)?,
            facts_new: count(row, 8)?,
            facts_same: count(row, 9)?,
            facts_updated: count(row, 10)?,
            conflicts: count(row, 11)?,
            rejected: count(row, 12)?,
            customers_new: count(row, 13)?,
            providers_new: count(row, 14)?,
            rejects: rejects.map(String::from),
        },
        undone_at: take(row, 16)?,
    })
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<ImportRun>, Problem> {
    sql::all(connection, "import_runs", [], run)
}

pub(crate) fn one(connection: &Connection, id: ImportId) -> Result<Option<ImportRun>, Problem> {
    sql::one(connection, "import_run", [id.0], run)
}

pub(crate) fn begin(connection: &Connection, new: &NewImport) -> Result<ImportId, Problem> {
    let id = ImportId(sql::next(connection, "last_import")?);
    statement(connection, "begin_import")?.execute(params![
        id.0,
        new.at.0,
        new.account.map(|account| account.0),
        new.file_name.as_str(),
        new.source.as_str(),
        new.format.as_str(),
    ])?;
    Ok(id)
}

pub(crate) fn finish(
    connection: &Connection,
    id: ImportId,
    state: ImportState,
    counts: &ImportCounts,
) -> Result<(), Problem> {
    let changed = statement(connection, "finish_import")?.execute(params![
        id.0,
        state.word(),
        counts.rows as i64,
        counts.facts_new as i64,
        counts.facts_same as i64,
        counts.facts_updated as i64,
        counts.conflicts as i64,
        counts.rejected as i64,
        counts.customers_new as i64,
        counts.providers_new as i64,
        counts.rejects.as_deref(),
    ])?;
    if changed == 1 { Ok(()) } else { Err(Problem::Unknown { what: "import", id: id.0.into() }) }
}
