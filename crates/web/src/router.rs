//! Every address of the site.

use crate::app::App;
use crate::{assets, gzip, headers, pages, respond};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// The longest any page may take. Uploads are taken in by a task of their own.
const PATIENCE: Duration = Duration::from_secs(60);

/// The largest body of any request in bytes; forms are limited further.
const BODY_BYTES: usize = 1 << 30;

/// The whole site.
pub fn router(app: App) -> Router {
    respond::remember_css(app.assets.url("app.css"));
    let pages = Router::new()
        .route("/", get(|| async { Redirect::to("/today") }))
        .merge(pages::routes())
        .fallback(|| async { respond::WebError::NotFound.into_response() })
        .layer(from_fn_with_state(app.clone(), respond::in_frame))
        .layer(from_fn(gzip::compress))
        // Exports, which come piece by piece.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    Router::new()
        .merge(pages)
        .route("/static/{hash}/{name}", get(assets::serve))
        .route("/favicon.ico", get(assets::icon))
        .route("/health", get(|| async { "ok" }))
        .route("/ready", get(pages::ready))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        // They keep their own time.
        .merge(pages::slow_routes().layer(from_fn_with_state(app.clone(), respond::in_frame)))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn(headers::same_origin))
        .layer(from_fn(headers::secure))
        .with_state(app)
}
