//! Imports so far: what came from which file, what was left out and why, and undoing one as a whole.

use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::Posted;
use crate::respond::{PageResult, done, go, page, page_with};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use book::Day;
use book::money::thousands;
use guard::Manage;
use office::OfficeError;
use office::imports::{ImportProgress, ImportShown, ImportStands};
use serde::Deserialize;
use std::borrow::Borrow;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/imports", get(list))
        .route("/imports/{id}", get(show))
        .route("/imports/{id}/progress", get(progress))
        .route("/imports/{id}/rejects.csv", get(rejects))
        .route("/imports/{id}/undo", post(undo))
}

#[derive(Template)]
#[template(path = "imports.html")]
struct ImportsPage {
    frame: Frame,
    runs: Vec<Line>,
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    frame: Frame,
    line: Line,
    progress: ImportProgress,
    /// Why it could not be undone.
    refusal: Option<String>,
}

#[derive(Template)]
#[template(path = "import_progress.html")]
struct ProgressPart {
    id: u32,
    progress: ImportProgress,
}

/// An import in words.
struct Line {
    run: ImportShown,
    kind: &'static str,
    word: String,
    summary: String,
    when: String,
}

impl Line {
    fn new(run: ImportShown, today: Day) -> Line {
        let (kind, word) = badge(&run);
        let when = format!("{}, {}", judge::words::date(run.day, today), run.time);
        Line { kind, word, summary: summary(&run), when, run }
    }

    fn is_undone(&self) -> bool {
        self.run.stands == ImportStands::Undone
    }

    fn recognized(&self) -> u64 {
        self.run.same_in_file + self.run.same_in_book
    }
}

impl ImportPage {
    fn n(&self, number: impl Borrow<u64>) -> String {
        thousands(*number.borrow())
    }

    fn is_over(&self) -> bool {
        self.progress == ImportProgress::Over || self.line.is_undone()
    }

    fn part(&self) -> ProgressPart {
        ProgressPart { id: self.line.run.id, progress: self.progress }
    }
}

impl ImportsPage {
    fn n(&self, number: impl Borrow<u64>) -> String {
        thousands(*number.borrow())
    }
}

impl ProgressPart {
    /// What is going on, how far it is, and of how much; of 0 when nobody knows.
    fn said(&self) -> (&'static str, String, u64, u64) {
        match self.progress {
            ImportProgress::Reading { rows, bytes, total } => {
                ("Your records are coming in.", format!("{} rows so far", thousands(rows)), bytes, total)
            }
            ImportProgress::Judging { read, total } => (
                "All is in. Everybody is read once, so that lists and Today know them.",
                format!("{} of {} people", thousands(read), thousands(total)),
                read,
                total,
            ),
            ImportProgress::Over => ("All is in.", "Done".to_owned(), 1, 1),
        }
    }
}

/// How an import stands, in a word with its badge.
fn badge(run: &ImportShown) -> (&'static str, String) {
    let left_out = run.rejected + run.conflicts;
    match run.stands {
        ImportStands::Running => ("unknown", "coming in".to_owned()),
        ImportStands::Done if left_out > 0 => ("bad", format!("in, {} left out", thousands(left_out))),
        ImportStands::Done => ("well", "in".to_owned()),
        ImportStands::Failed => ("bad", "ended early".to_owned()),
        ImportStands::Stopped => ("bad", "stopped".to_owned()),
        ImportStands::Undone => ("unknown", "undone".to_owned()),
    }
}

/// What came in, in one sentence.
fn summary(run: &ImportShown) -> String {
    let count = |number: u64, one: &str, many: &str| {
        (number > 0).then(|| format!("{} {}", thousands(number), if number == 1 { one } else { many }))
    };
    let parts = if run.people + run.companies > 0 {
        vec![
            count(run.people, "new person", "new people"),
            count(run.companies, "new company", "new companies"),
        ]
    } else {
        vec![
            count(run.facts_new, "new record", "new records"),
            count(run.customers_new, "person seen for the first time", "people seen for the first time"),
            count(run.providers_new, "of your own people", "of your own people"),
        ]
    };
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "Nothing new".to_owned() } else { parts.join(", ") }
}

async fn list(State(app): State<App>, by: SignedIn, Query(said): Query<Done>) -> PageResult {
    let permit: Manage = by.actor.manage()?;
    let runs = app.office.imports(&permit)?;
    if runs.is_empty() {
        return go("/imports/new");
    }
    let frame = Frame::new(&app, &by, Section::Imports, "Imports", "/imports", &said);
    let today = app.office.today_day()?;
    page(&ImportsPage { frame, runs: runs.into_iter().map(|run| Line::new(run, today)).collect() })
}

fn run_page(app: &App, by: &SignedIn, id: u32, said: &Done, refusal: Option<String>) -> PageResult {
    let permit = by.actor.manage()?;
    let run = app.office.import(&permit, id)?;
    let mut progress = app.office.import_progress(&permit, id);
    if run.stands == ImportStands::Running && progress == ImportProgress::Over {
        progress = ImportProgress::Judging { read: 0, total: 0 };
    }
    let title = format!("Import of {}", run.file_name);
    let frame = Frame::new(app, by, Section::Imports, &title, &format!("/imports/{id}"), said);
    let status = if refusal.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let line = Line::new(run, app.office.today_day()?);
    page_with(status, &ImportPage { frame, line, progress, refusal })
}

async fn show(
    State(app): State<App>,
    by: SignedIn,
    Path(id): Path<u32>,
    Query(said): Query<Done>,
) -> PageResult {
    run_page(&app, &by, id, &said, None)
}

/// The part of the page that asks again; once all is over it leads back to the whole page.
async fn progress(State(app): State<App>, by: SignedIn, Path(id): Path<u32>) -> PageResult {
    let permit = by.actor.manage()?;
    app.office.import(&permit, id)?;
    match app.office.import_progress(&permit, id) {
        ImportProgress::Over => go(&format!("/imports/{id}")),
        progress => page(&ProgressPart { id, progress }),
    }
}

async fn rejects(State(app): State<App>, by: SignedIn, Path(id): Path<u32>) -> PageResult {
    let permit = by.actor.manage()?;
    let file = app.office.import_rejects(&permit, id)?;
    let name = format!("attachment; filename=\"import-{id}-left-out.csv\"");
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], file).into_response())
}

#[derive(Deserialize)]
struct Undo {
    #[serde(default)]
    next: String,
}

async fn undo(State(app): State<App>, Path(id): Path<u32>, posted: Posted<Undo>) -> PageResult {
    let Posted { by, form, .. } = posted;
    let permit = by.actor.manage()?;
    match app.office.undo_import(&permit, id).await {
        Ok(receipt) => done(if form.next.is_empty() { "/imports" } else { &form.next }, &receipt),
        Err(OfficeError::NotUndoable(why) | OfficeError::Conflict(why)) => {
            run_page(&app, &by, id, &Done::default(), Some(why))
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
