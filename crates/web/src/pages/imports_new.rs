//! Bringing records in: the three ways to begin, and taking a file in.

use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::{NoFields, Posted, Typed};
use crate::respond::{PageResult, WebError, go, page_with};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use guard::Manage;
use office::{FieldError, OfficeError};
use std::io;
use std::time::Duration;
use tokio::sync::mpsc::{Sender, channel};
use tokio::time::timeout;

/// How long the next piece of a file may be waited for.
const PIECE: Duration = Duration::from_secs(30);

/// How long a whole file may take.
const WHOLE: Duration = Duration::from_secs(30 * 60);

/// Pieces that wait between the line and the disk.
const PIECES_WAITING: usize = 8;

/// A token is never longer than this, in bytes.
const TOKEN_BYTES: usize = 256;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/imports/new", get(show)).route("/imports/simulated", post(simulated))
}

/// Addresses that may take longer than a page: a file on a slow line.
pub(super) fn slow_routes() -> Router<App> {
    Router::new().route("/imports/upload", post(upload))
}

#[derive(Template)]
#[template(path = "imports_new.html")]
struct NewPage {
    frame: Frame,
    typed: Typed,
    /// Nobody is in the book yet.
    is_empty: bool,
    /// There were imports before.
    has_runs: bool,
}

fn new_page(app: &App, by: &SignedIn, said: &Done, typed: Typed) -> PageResult {
    let permit: Manage = by.actor.manage()?;
    let is_wrong = !typed.errors().is_empty();
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let is_empty = app.office.is_empty_book()?;
    let title = if is_empty { "Bring your people" } else { "Import" };
    let frame = Frame::new(app, by, Section::Imports, title, "/imports/new", said);
    let has_runs = !app.office.imports(&permit)?.is_empty();
    page_with(status, &NewPage { frame, typed, is_empty, has_runs })
}

async fn show(State(app): State<App>, by: SignedIn, Query(said): Query<Done>) -> PageResult {
    new_page(&app, &by, &said, Typed::default())
}

async fn simulated(State(app): State<App>, posted: Posted<NoFields>) -> PageResult {
    let permit = posted.by.actor.manage()?;
    let id = app.office.load_simulated(&permit).await?;
    go(&format!("/imports/{id}"))
}

fn cut_off() -> WebError {
    WebError::Bad("The file did not arrive whole.".into())
}

/// Takes a file in. Its form carries the token of the session before the file, so that nothing is kept for
/// whoever does not have it.
async fn upload(State(app): State<App>, by: SignedIn, form: Multipart) -> PageResult {
    let permit = by.actor.manage()?;
    let received = timeout(WHOLE, receive(&app, &by, permit, form)).await.map_err(|_| cut_off())?;
    match received {
        Ok(token) => go(&format!("/imports/upload/{token}")),
        Err(WebError::Office(OfficeError::Invalid(errors))) => {
            new_page(&app, &by, &Done::default(), Typed::default().with_errors(errors))
        }
        Err(error) => Err(error),
    }
}

async fn receive(app: &App, by: &SignedIn, permit: Manage, mut form: Multipart) -> Result<String, WebError> {
    let mut is_ours = false;
    loop {
        let field = timeout(PIECE, form.next_field()).await.map_err(|_| cut_off())?;
        let Some(field) = field.map_err(|_| cut_off())? else { break };
        match field.name() {
            Some("csrf") => is_ours = signin::is_equal(&short_text(field).await?, &by.session.csrf),
            Some("file") if is_ours => return keep(app, permit, field).await,
            Some("file") => return Err(WebError::Forged),
            _ => {}
        }
    }
    if !is_ours {
        return Err(WebError::Forged);
    }
    let none = FieldError::new("file", "No file was chosen.");
    Err(WebError::Office(OfficeError::Invalid(vec![none])))
}

/// A short field; the rest of a long one is not read.
async fn short_text(mut field: Field<'_>) -> Result<String, WebError> {
    let mut text = Vec::new();
    while let Some(piece) =
        timeout(PIECE, field.chunk()).await.map_err(|_| cut_off())?.map_err(|_| cut_off())?
    {
        text.extend_from_slice(&piece);
        if text.len() > TOKEN_BYTES {
            return Err(WebError::Forged);
        }
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Hands the pieces of a file to a thread that may wait for the disk.
async fn keep(app: &App, permit: Manage, field: Field<'_>) -> Result<String, WebError> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let (sender, mut receiver) = channel::<Option<Vec<u8>>>(PIECES_WAITING);
    let office = app.office.clone();
    let keeping = tokio::task::spawn_blocking(move || {
        office.receive(&permit, &name, || match receiver.blocking_recv() {
            Some(piece) => piece.map(Ok),
            // The line ended before the file did.
            None => Some(Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it was cut off on the way"))),
        })
    });
    pass_on(field, sender).await;
    Ok(keeping.await.map_err(|_| cut_off())??)
}

async fn pass_on(mut field: Field<'_>, sender: Sender<Option<Vec<u8>>>) {
    while let Ok(Ok(piece)) = timeout(PIECE, field.chunk()).await {
        let is_last = piece.is_none();
        // Whoever keeps the file may have refused it: then the rest need not come.
        if sender.send(piece.map(|piece| piece.to_vec())).await.is_err() || is_last {
            return;
        }
    }
}
