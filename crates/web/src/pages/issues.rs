//! Issues: what people told us, put right, asked again, and closed with their own answer or a stated reason.

use super::parts::{Whose, when, with_query};
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
use book::FactId;
use judge::words::count;
use office::acts::issue::Step;
use office::issues::{Issue, IssueBoard, MONTH_DAYS};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/issues", get(show)).route("/issues/{customer}/{fact}", post(step))
}

#[derive(Template)]
#[template(path = "issues.html")]
struct IssuesPage {
    frame: Frame,
    whose: Whose,
    board: IssueBoard,
    typed: Typed,
    /// The issue whose form came back.
    wrong: Option<u64>,
    query: String,
}

impl IssuesPage {
    fn told_line(&self) -> String {
        let [wrong, better, well] = self.board.words;
        if self.board.people_told == 0 {
            return format!(
                "Nobody told us anything in the last {MONTH_DAYS} days. Silence is not contentment: \
                 ask somebody how it goes."
            );
        }
        let people = count(self.board.people_told as u32, "person").replace("persons", "people");
        format!(
            "In the last {MONTH_DAYS} days {people} told us something: {} that something was wrong, {} how \
             it could be better, {} what went well. Each is worth a thank-you: most people never say.",
            times(wrong),
            times(better),
            times(well)
        )
    }

    fn when(&self, issue: &Issue) -> String {
        let waited = self.board.today.days_since(issue.day);
        match waited {
            0 => "told us today".to_owned(),
            1 => "told us yesterday".to_owned(),
            days => format!("told us {} ago", judge::words::span(days)),
        }
    }

    fn check_back(&self, issue: &Issue) -> String {
        match issue.check_back() {
            Some(day) if day <= self.board.today => {
                format!("ask now whether it stayed right: due {}", when(day, self.board.today))
            }
            Some(day) => format!("ask {} whether it stayed right", when(day, self.board.today)),
            None => String::new(),
        }
    }

    fn is_due(&self, issue: &Issue) -> bool {
        issue.check_back().is_some_and(|day| day <= self.board.today)
    }

    fn is_old(&self, issue: &Issue) -> bool {
        self.board.today.days_since(issue.day) > 7
    }

    fn kind(&self, issue: &Issue) -> &'static str {
        let grave = issue.severity == Some(3);
        match issue.kind {
            Some(book::VoiceKind::Concern) if grave => "grave concern",
            Some(book::VoiceKind::Concern) => "concern",
            _ if grave => "grave complaint",
            _ => "complaint",
        }
    }

    fn is_wrong(&self, issue: &Issue, step: &str) -> bool {
        self.wrong == Some(issue.fact.0) && self.typed.value("step") == step
    }

    fn is_empty(&self) -> bool {
        self.board.told.is_empty() && self.board.waiting.is_empty() && self.board.closed.is_empty()
    }

    fn whose_link(&self, key: &str) -> String {
        with_query("/issues", [("whose", key)].into_iter())
    }

    fn link(&self, page: u32) -> String {
        self.whose.address("/issues", &[("page", &page.to_string())])
    }
}

fn times(number: usize) -> String {
    match number {
        0 => "nobody".to_owned(),
        number => judge::words::times(number as u32),
    }
}

#[derive(Deserialize, Default, Clone)]
struct Which {
    #[serde(default)]
    whose: String,
    page: Option<u32>,
    done: Option<u64>,
}

async fn show(State(app): State<App>, by: SignedIn, Query(which): Query<Which>) -> PageResult {
    render(&app, &by, &which, Typed::default(), None)
}

fn render(app: &App, by: &SignedIn, which: &Which, typed: Typed, wrong: Option<u64>) -> PageResult {
    let permit = by.actor.see_people()?;
    let whose = Whose::read(app, by, &which.whose)?;
    let board = app.office.issues(&permit, whose.provider, which.page.unwrap_or(1))?;
    let number = if board.page > 1 { board.page.to_string() } else { String::new() };
    let here = whose.address("/issues", &[("page", &number)]);
    let frame = Frame::new(app, by, Section::Issues, "Issues", &here, &Done { done: which.done });
    let query = here.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &IssuesPage { frame, whose, board, typed, wrong, query })
}

#[derive(Deserialize)]
struct StepForm {
    #[serde(default)]
    step: String,
    #[serde(default)]
    note: String,
}

async fn step(
    State(app): State<App>,
    Path((customer, fact)): Path<(u32, u64)>,
    Query(which): Query<Which>,
    posted: Posted<StepForm>,
) -> PageResult {
    let Posted { by, form, typed } = posted;
    let permit = by.may_change(&app, customer)?;
    let step = Step::parse(&form.step)
        .ok_or_else(|| WebError::Bad("What happened? Choose one of the steps offered.".into()))?;
    match app.office.move_issue(&permit, FactId(fact), step, &form.note).await {
        Ok(receipt) => {
            let whose = Whose::read(&app, &by, &which.whose)?;
            let page = which.page.map(|page| page.to_string()).unwrap_or_default();
            done(&whose.address("/issues", &[("page", &page)]), &receipt)
        }
        Err(error) => {
            let typed = typed.with_errors(field_errors(error)?);
            render(&app, &by, &which, typed, Some(fact))
        }
    }
}

#[cfg(test)]
mod tests;
