//! The pages, one file each. Each file lists its own addresses in `routes`.

mod account;
mod accounts;
mod audit;
mod duplicates;
mod imports;
mod imports_look;
mod imports_new;
mod issues;
mod merge;
mod mirror;
mod palette;
mod parts;
mod people;
mod person;
mod promises;
mod providers;
mod sign_in;
mod today;
mod undo;
mod welcome;

use crate::app::App;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Every page.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(sign_in::routes())
        .merge(welcome::routes())
        .merge(today::routes())
        .merge(duplicates::routes())
        .merge(merge::routes())
        .merge(palette::routes())
        .merge(people::routes())
        .merge(person::routes())
        .merge(undo::routes())
        .merge(promises::routes())
        .merge(imports::routes())
        .merge(imports_look::routes())
        .merge(imports_new::routes())
        .merge(issues::routes())
        .merge(providers::routes())
        .merge(mirror::routes())
        .merge(accounts::routes())
        .merge(account::routes())
        .merge(audit::routes())
}

/// Pages that may take longer than others, because a file comes in.
pub fn slow_routes() -> Router<App> {
    imports_new::slow_routes()
}

/// Whether lists can be answered; for whoever watches the program.
pub async fn ready(State(app): State<App>) -> Response {
    match app.office.desk() {
        Ok(_) => "ready".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "reading the book").into_response(),
    }
}
