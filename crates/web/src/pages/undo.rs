//! Undoing what was done: one address for every act.

use crate::app::App;
use crate::posted::Posted;
use crate::respond::{PageResult, done};
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use book::{CustomerId, ProviderId};
use office::OfficeError;
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/undo/{act}", post(undo))
}

#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    next: String,
}

async fn undo(State(app): State<App>, Path(act): Path<u64>, posted: Posted<Form>) -> PageResult {
    let receipt = app.office.undo(&posted.by.actor, act).await?;
    done(still_there(&app, &posted.form.next), &receipt)
}

/// Where to go on: the page from which it was undone, or the list where that page was of somebody who had
/// just been added and is no more.
fn still_there<'n>(app: &App, next: &'n str) -> &'n str {
    let number = |start: &str| {
        let rest = next.strip_prefix(start)?;
        rest.split(['/', '?', '#']).next()?.parse::<u32>().ok()
    };
    if let Some(customer) = number("/person/") {
        let is_gone = matches!(app.office.standing(CustomerId(customer)), Err(OfficeError::Missing(_)));
        return if is_gone { "/people" } else { next };
    }
    if let (Some(provider), Ok(scene)) = (number("/providers/"), app.office.scene()) {
        let is_gone = scene.directory().provider(ProviderId(provider)).is_none();
        return if is_gone { "/providers" } else { next };
    }
    next
}
