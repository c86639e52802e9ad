//! Person: the whole human being. What went wrong first, then what to know before speaking, then what is
//! judged and why; money last.

mod acts;
mod before;
mod bought;
mod drawn;
mod everything;
mod facts;
mod forms;
mod judged;
mod kept;
mod known;
mod notes;
mod otherwise;
mod party;
mod said;
#[cfg(test)]
mod tests;
mod triangle;

use crate::app::App;
use crate::frame::{Done, Frame, Section, business};
use crate::posted::Typed;
use crate::respond::{self, PageResult, page_with};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use before::{Before, Look};
use bought::Bought;
use drawn::Drawn;
use forms::Forms;
use judged::{Judged, Ties};
use kept::{IssueLine, PromiseLine};
use known::{Merged, Note, Tie};
use office::acts::note::{OpenedNote, TOPICS};
use office::{OfficeError, OfficeResult, Receipt};

pub(super) use facts::address;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/person/{id}", get(show))
        .merge(acts::routes())
        .merge(everything::routes())
        .merge(notes::routes())
        .merge(otherwise::routes())
        .merge(party::routes())
}

#[derive(Template)]
#[template(path = "person/page.html")]
struct PersonPage<'a> {
    frame: Frame,
    id: u32,
    name: String,
    before: Before,
    changes: bool,
    forms: Forms,
    /// The note form came back because of sensitive words.
    asks_ground: bool,
    ties: Option<Ties>,
    judged: Judged<'a>,
    timeline: Option<Drawn>,
    promises: Vec<PromiseLine>,
    more_promises: usize,
    issues: Vec<IssueLine>,
    more_issues: usize,
    notes: Vec<Note>,
    more_notes: usize,
    wishes: Vec<(String, String)>,
    tie_lines: Vec<Tie>,
    merged: Vec<Merged>,
    /// Whom they work for, and where to look.
    company: Option<(String, String)>,
    bought: Option<Bought>,
    providers: Vec<(u32, String)>,
    readers: Vec<(u32, String)>,
}

#[derive(Template)]
#[template(path = "person/waits.html")]
struct Waiting {
    frame: Frame,
    read: u64,
    total: u64,
}

/// The icons of the page, for the template.
fn icon_call() -> &'static str {
    pictures::icon(pictures::Icon::Call)
}

fn icon_write() -> &'static str {
    pictures::icon(pictures::Icon::Write)
}

fn icon_care() -> &'static str {
    pictures::icon(pictures::Icon::Care)
}

fn icon_lock() -> &'static str {
    pictures::icon(pictures::Icon::Lock)
}

/// The address of the page: what was just done, and which of the forms that are seldom needed is asked for.
#[derive(Debug, Default, serde::Deserialize)]
struct Asked {
    open: Option<String>,
    done: Option<u64>,
}

async fn show(
    State(app): State<App>,
    by: SignedIn,
    Path(id): Path<u32>,
    Query(Asked { open, done }): Query<Asked>,
) -> PageResult {
    let done = Done { done };
    let forms = Forms::new(open, app.office.today_day()?);
    render(&app, &by, id, &done, forms, None)
}

/// The page with a form that came back: what was typed and what is the matter, or the error itself when it
/// is about no field.
fn back(app: &App, by: &SignedIn, id: u32, key: &str, typed: Typed, error: OfficeError) -> PageResult {
    let typed = typed.with_errors(super::sign_in::field_errors(error)?);
    let forms = Forms::back(key, typed, app.office.today_day()?);
    render(app, by, id, &Done::default(), forms, None)
}

/// The answer to an act on the page: on to where it leads, or the page again with the form that was wrong.
fn answer(
    app: &App,
    by: &SignedIn,
    id: u32,
    (key, typed): (&str, Typed),
    to: &str,
    acted: OfficeResult<Receipt>,
) -> PageResult {
    match acted {
        Ok(receipt) => respond::done(to, &receipt),
        Err(error) => back(app, by, id, key, typed, error),
    }
}

/// A refusal that asks for something more, as the matter with a field; a refusal of permission stays one.
fn at_field(error: OfficeError, field: &'static str) -> OfficeError {
    match error {
        OfficeError::Refused(refusal) if !refusal.is_permission() => {
            OfficeError::field(field, refusal.to_string())
        }
        other => other,
    }
}

/// Providers to choose from: number and name.
fn by_name(providers: &[book::Provider]) -> Vec<(u32, String)> {
    providers.iter().map(|one| (one.id.0, one.display_name().to_owned())).collect()
}

fn render(
    app: &App,
    by: &SignedIn,
    id: u32,
    done: &Done,
    forms: Forms,
    opened: Option<&OpenedNote>,
) -> PageResult {
    let standing = app.office.standing(book::CustomerId(id))?;
    let permit = by.actor.see_person(standing.customer, &standing.providers)?;
    let id = standing.customer.0;
    let here = format!("/person/{id}");
    let dossier = match app.office.dossier(&permit) {
        Ok(dossier) => dossier,
        Err(OfficeError::NotReady) => {
            let frame = Frame::new(app, by, Section::People, "One moment", &here, done);
            let (read, total) = app.office.progress().unwrap_or((0, 0));
            return page_with(StatusCode::SERVICE_UNAVAILABLE, &Waiting { frame, read, total });
        }
        Err(error) => return Err(error.into()),
    };
    let look = Look::new(&dossier);
    let name = look.history.customer.display_name().to_owned();
    let frame = Frame::new(app, by, Section::People, &name, &here, done);
    let changes = by.actor.change_person(standing.customer, &standing.providers).is_ok();
    let status = if forms.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (promises, more_promises) = kept::promises(&look);
    let (issues, more_issues) = kept::issues(&look);
    let (notes, more_notes) = known::notes(&look, opened);
    let directory = look.directory;
    let page = PersonPage {
        id,
        before: Before::of(&look),
        changes,
        asks_ground: forms.error("note", "text").is_some_and(|text| text.contains('"')),
        ties: judged::ties(&look, &business(&app.office.settings().business_name)),
        judged: judged::judged(&look, &forms),
        timeline: drawn::timeline(&look),
        promises,
        more_promises,
        issues,
        more_issues,
        notes,
        more_notes,
        wishes: known::wishes(&look),
        tie_lines: known::ties(&look),
        merged: known::merged(&look),
        bought: bought::bought(&look),
        company: known::company(&look),
        // Only a form that is seldom open names everybody.
        providers: if forms.is_open("wish") { by_name(&directory.providers) } else { Vec::new() },
        readers: if forms.is_open("note") { app.office.possible_readers(&permit)? } else { Vec::new() },
        name,
        frame,
        forms,
    };
    page_with(status, &page)
}
