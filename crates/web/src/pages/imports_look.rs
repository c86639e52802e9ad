//! A file that was sent, before anything is written: what it is, its columns, ten rows as they would come in.

use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::{NoFields, Posted};
use crate::respond::{PageResult, WebError, go, page, page_with};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use book::money::thousands;
use guard::Manage;
use office::OfficeError;
use office::imports::{Choice, Look};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/imports/upload/{token}", get(show).post(choose))
        .route("/imports/upload/{token}/discard", post(discard))
}

#[derive(Template)]
#[template(path = "imports_look.html")]
struct LookPage {
    frame: Frame,
    part: LookPart,
}

#[derive(Template)]
#[template(path = "imports_look_part.html")]
struct LookPart {
    token: String,
    csrf: String,
    look: Look,
    by_hand: bool,
}

impl LookPart {
    fn size(&self) -> String {
        match self.look.upload.bytes {
            bytes @ ..10_000 => format!("{} bytes", thousands(bytes)),
            bytes @ ..10_000_000 => format!("{} KB", thousands(bytes / 1_000)),
            bytes => format!("{} MB", thousands(bytes / 1_000_000)),
        }
    }

    fn has_when(&self) -> bool {
        self.look.rows.iter().any(|row| row.when.is_some())
    }
}

fn look_page(app: &App, by: &SignedIn, token: &str, choice: &Choice, is_part: bool) -> PageResult {
    let permit: Manage = by.actor.manage()?;
    let look = match app.office.look(&permit, token, choice) {
        Ok(look) => look,
        Err(OfficeError::Invalid(errors)) => {
            // Nothing can be read of it: it need not be kept.
            app.office.discard_upload(&permit, token)?;
            let said: Vec<String> = errors.into_iter().map(|error| error.message).collect();
            return Err(WebError::Office(OfficeError::Conflict(said.join(" "))));
        }
        Err(error) => return Err(error.into()),
    };
    let is_wrong = look.problem.is_some() && (choice.by_hand || !choice.fields.is_empty());
    let by_hand = choice.by_hand;
    let part = LookPart { token: token.to_owned(), csrf: by.session.csrf.clone(), look, by_hand };
    if is_part {
        return page(&part);
    }
    let here = format!("/imports/upload/{token}");
    let title = format!("Import of {}", part.look.upload.file_name);
    let frame = Frame::new(app, by, Section::Imports, &title, &here, &Done::default());
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &LookPage { frame, part })
}

async fn show(State(app): State<App>, by: SignedIn, Path(token): Path<String>) -> PageResult {
    look_page(&app, &by, &token, &Choice::default(), false)
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    kind_before: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    date_format: String,
    #[serde(default)]
    decimal_comma: String,
    #[serde(default)]
    by_hand: String,
    #[serde(default)]
    go: String,
}

async fn choose(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
    posted: Posted<Chosen>,
) -> PageResult {
    let Posted { by, form, typed } = posted;
    let permit = by.actor.manage()?;
    // Another kind has other fields: they are guessed anew.
    let is_same_kind = form.kind == form.kind_before;
    let choice = Choice {
        kind: form.kind,
        source: form.source,
        date_format: if is_same_kind { form.date_format } else { String::new() },
        decimal_comma: !form.decimal_comma.is_empty(),
        fields: if is_same_kind { typed.values("field").to_vec() } else { Vec::new() },
        by_hand: !form.by_hand.is_empty() || form.go == "hand",
    };
    if form.go == "start" {
        match app.office.start_import(&permit, &token, &choice).await {
            Ok(id) => return go(&format!("/imports/{id}")),
            // The page says what is the matter, beside what was chosen.
            Err(OfficeError::Invalid(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let is_part = form.go != "start" && headers.contains_key("x-requested-with");
    look_page(&app, &by, &token, &choice, is_part)
}

async fn discard(State(app): State<App>, Path(token): Path<String>, posted: Posted<NoFields>) -> PageResult {
    let permit = posted.by.actor.manage()?;
    app.office.discard_upload(&permit, &token)?;
    go("/imports/new")
}
