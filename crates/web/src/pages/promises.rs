//! Promises: what was said and is still to be done, by the day it is due, settled in place.

use super::parts::{Whose, day, share, when};
use super::sign_in::field_errors;
use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::{Posted, Typed};
use crate::respond::{PageResult, WebError, done, page_with};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use book::{Day, FactId, PromiseOutcome};
use office::promises::{KeptRate, OpenPromise};
use office::{OfficeError, Receipt};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/promises", get(show)).route("/promises/{customer}/{fact}", post(settle))
}

#[derive(Template)]
#[template(path = "promises.html")]
struct PromisesPage {
    frame: Frame,
    whose: Whose,
    /// Theirs to us are shown instead of ours to them.
    is_theirs: bool,
    /// How many there are of ours and of theirs.
    counts: (usize, usize),
    lanes: Vec<Lane>,
    kept: Option<KeptRate>,
    people: usize,
    page: u32,
    pages: u32,
    today: Day,
    typed: Typed,
    /// The promise whose form came back.
    wrong: Option<u64>,
    query: String,
}

/// A column of the board.
struct Lane {
    heading: &'static str,
    is_late: bool,
    promises: Vec<OpenPromise>,
}

impl PromisesPage {
    fn kept_picture(&self, kept: &KeptRate) -> String {
        share("Promises kept on time", kept.low, kept.high, Some(kept.mean))
    }

    fn number(&self, number: &u64) -> String {
        book::money::thousands(*number)
    }

    fn when(&self, promise: &OpenPromise) -> String {
        match promise.due {
            Some(due) if due < self.today => format!("was due {}", when(due, self.today)),
            Some(due) => format!("due {}", when(due, self.today)),
            None => format!("no day named; made {}", when(promise.made, self.today)),
        }
    }

    fn is_wrong(&self, promise: &OpenPromise, outcome: &str) -> bool {
        self.wrong == Some(promise.fact.0) && self.typed.value("outcome") == outcome
    }

    fn is_empty(&self) -> bool {
        self.lanes.iter().all(|lane| lane.promises.is_empty())
    }

    fn link(&self, side: &str, page: u32) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        self.whose.address("/promises", &[("side", side), ("page", &page)])
    }

    fn side(&self) -> &'static str {
        if self.is_theirs { "theirs" } else { "" }
    }

    fn whose_link(&self, key: &str) -> String {
        super::parts::with_query("/promises", [("whose", key), ("side", self.side())].into_iter())
    }
}

#[derive(Deserialize, Default, Clone)]
struct Which {
    #[serde(default)]
    whose: String,
    #[serde(default)]
    side: String,
    page: Option<u32>,
    done: Option<u64>,
}

fn lanes(promises: Vec<OpenPromise>, today: Day) -> Vec<Lane> {
    let lane = |heading, is_late| Lane { heading, is_late, promises: Vec::new() };
    let mut lanes = vec![
        lane("Overdue", true),
        lane("Today", false),
        lane("This week", false),
        lane("Later, or no day named", false),
    ];
    for promise in promises {
        let place = match promise.due.map(|due| due.days_since(today)) {
            Some(..=-1) => 0,
            Some(0) => 1,
            Some(1..=6) => 2,
            _ => 3,
        };
        lanes[place].promises.push(promise);
    }
    lanes
}

async fn show(State(app): State<App>, by: SignedIn, Query(which): Query<Which>) -> PageResult {
    render(&app, &by, &which, Typed::default(), None)
}

fn render(app: &App, by: &SignedIn, which: &Which, typed: Typed, wrong: Option<u64>) -> PageResult {
    let permit = by.actor.see_people()?;
    let whose = Whose::read(app, by, &which.whose)?;
    let board = app.office.promises(&permit, whose.provider, which.page.unwrap_or(1))?;
    let is_theirs = which.side == "theirs";
    let side = if is_theirs { "theirs" } else { "" };
    let number = if board.page > 1 { board.page.to_string() } else { String::new() };
    let here = whose.address("/promises", &[("side", side), ("page", &number)]);
    let frame = Frame::new(app, by, Section::Promises, "Promises", &here, &Done { done: which.done });
    let counts = (board.ours.len(), board.theirs.len());
    let shown = if is_theirs { board.theirs } else { board.ours };
    let query = here.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    let view = PromisesPage {
        frame,
        whose,
        is_theirs,
        counts,
        lanes: lanes(shown, board.today),
        kept: board.kept,
        people: board.people,
        page: board.page,
        pages: board.pages,
        today: board.today,
        typed,
        wrong,
        query,
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &view)
}

#[derive(Deserialize)]
struct SettleForm {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    due: String,
    #[serde(default)]
    note: String,
}

async fn settle(
    State(app): State<App>,
    Path((customer, fact)): Path<(u32, u64)>,
    Query(which): Query<Which>,
    posted: Posted<SettleForm>,
) -> PageResult {
    let Posted { by, form, typed } = posted;
    match settled(&app, &by, customer, FactId(fact), &form).await {
        Ok(receipt) => {
            let whose = Whose::read(&app, &by, &which.whose)?;
            let page = which.page.map(|page| page.to_string()).unwrap_or_default();
            done(&whose.address("/promises", &[("side", &which.side), ("page", &page)]), &receipt)
        }
        Err(WebError::Office(error)) => {
            let typed = typed.with_errors(field_errors(error)?);
            render(&app, &by, &which, typed, Some(fact))
        }
        Err(error) => Err(error),
    }
}

async fn settled(
    app: &App,
    by: &SignedIn,
    customer: u32,
    fact: FactId,
    form: &SettleForm,
) -> Result<Receipt, WebError> {
    let permit = by.may_change(app, customer)?;
    let outcome = match form.outcome.as_str() {
        "kept" => PromiseOutcome::Kept,
        "moved" => PromiseOutcome::Renegotiated,
        "broken" => PromiseOutcome::Broken,
        "withdrawn" => PromiseOutcome::Withdrawn,
        _ => return Err(WebError::Bad("What became of it? Choose one of the answers offered.".into())),
    };
    if outcome == PromiseOutcome::Broken && form.note.trim().is_empty() {
        return Err(OfficeError::field("note", "What happened? One sentence is enough.").into());
    }
    let due = day("due", &form.due)?;
    if due.is_some_and(|due| app.office.today_day().is_ok_and(|today| due < today)) {
        return Err(OfficeError::field("due", "That day is past. Agree on one from today on.").into());
    }
    Ok(app.office.settle_promise(&permit, fact, outcome, due, &form.note).await?)
}

#[cfg(test)]
mod tests;
