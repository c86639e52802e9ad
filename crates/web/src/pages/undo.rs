//! Undoing what was done: one address for every act.

use crate::app::App;
use crate::posted::Posted;
use crate::respond::{PageResult, done};
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
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
    done(&posted.form.next, &receipt)
}
