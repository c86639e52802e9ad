//! Signing in and out, and the second factor.

use crate::app::App;
use crate::posted::{NoFields, OpenForm, Posted, Typed};
use crate::respond::{PageResult, WebError, go, local, page_with};
use crate::session::{HalfSignedIn, SignedIn, cookie};
use askama::Template;
use axum::Router;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use office::accounts::SignIn;
use office::{FieldError, OfficeError};
use serde::Deserialize;
use signin::{SecretText, address_key};
use std::net::SocketAddr;
use std::sync::PoisonError;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(show).post(sign_in))
        .route("/sign-in/second-factor", get(show_second_factor).post(second_factor))
        .route("/sign-out", post(sign_out))
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    css: String,
    business: String,
    typed: Typed,
    next: String,
    is_second: bool,
}

#[derive(Deserialize, Default)]
struct Next {
    #[serde(default)]
    next: String,
}

fn form(app: &App, status: StatusCode, typed: Typed, next: &str, is_second: bool) -> PageResult {
    let view = SignInPage {
        css: app.assets.url("app.css"),
        business: crate::frame::business(&app.office.settings().business_name),
        typed,
        next: local(next).to_owned(),
        is_second,
    };
    page_with(status, &view)
}

async fn show(State(app): State<App>, signed: Option<SignedIn>, Query(query): Query<Next>) -> PageResult {
    if signed.is_some() {
        return go(&query.next);
    }
    form(&app, StatusCode::OK, Typed::default(), &query.next, false)
}

#[derive(Deserialize)]
struct SignInForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(
    State(app): State<App>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    OpenForm { form: sent, typed }: OpenForm<SignInForm>,
) -> PageResult {
    let address = address_of(&app, from, &headers);
    let email = sent.email.trim().to_lowercase();
    let now = app.office.now().0;
    let attempt = app.limiter.lock().unwrap_or_else(PoisonError::into_inner).take(&email, &address, now);
    let attempt = attempt.map_err(|wait| WebError::TooMany(wait.seconds.into()))?;
    let found = app.office.check_password(&email, SecretText::new(sent.password)).await?;
    let Some(account) = found else {
        let message = "Address and password do not belong together. Check both, or ask an administrator for \
             a new link.";
        let typed = typed.with_errors(vec![FieldError::new("email", message)]);
        return form(&app, StatusCode::UNPROCESSABLE_ENTITY, typed, &sent.next, false);
    };
    app.limiter.lock().unwrap_or_else(PoisonError::into_inner).succeeded(attempt, now);
    match app.office.begin_session(account).await? {
        SignIn::In { token, needs_second_factor } => {
            let to = if needs_second_factor {
                let next = serde_urlencoded::to_string([("next", local(&sent.next))]).unwrap_or_default();
                format!("/sign-in/second-factor?{next}")
            } else {
                local(&sent.next).to_owned()
            };
            with_cookie(&app, &token, &to)
        }
    }
}

/// The address that attempts are counted by: the connection's, or what the proxy in front says.
fn address_of(app: &App, from: SocketAddr, headers: &HeaderMap) -> String {
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|list| list.rsplit(',').next()).and_then(|text| text.trim().parse().ok());
    address_key(last.filter(|_| app.config.behind_proxy).unwrap_or(from.ip()))
}

/// Sends somebody on with a session.
pub(super) fn with_cookie(app: &App, token: &str, to: &str) -> PageResult {
    let mut response: Response = go(to)?;
    response.headers_mut().insert(header::SET_COOKIE, cookie(app.config.is_https(), Some(token)));
    Ok(response)
}

async fn show_second_factor(
    State(app): State<App>,
    _half: HalfSignedIn,
    Query(query): Query<Next>,
) -> PageResult {
    form(&app, StatusCode::OK, Typed::default(), &query.next, true)
}

#[derive(Deserialize)]
struct SecondFactor {
    #[serde(default)]
    digits: String,
    #[serde(default)]
    next: String,
}

async fn second_factor(
    State(app): State<App>,
    half: HalfSignedIn,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    OpenForm { form: sent, typed }: OpenForm<SecondFactor>,
) -> PageResult {
    let who = format!("second factor of {}", half.session.actor.account);
    let now = app.office.now().0;
    let address = address_of(&app, from, &headers);
    let attempt = app.limiter.lock().unwrap_or_else(PoisonError::into_inner).take(&who, &address, now);
    let attempt = attempt.map_err(|wait| WebError::TooMany(wait.seconds.into()))?;
    match app.office.second_factor(&half.token, &sent.digits).await? {
        Some(token) => {
            app.limiter.lock().unwrap_or_else(PoisonError::into_inner).succeeded(attempt, now);
            with_cookie(&app, &token, local(&sent.next))
        }
        None => {
            let message = "These are not the six digits that the app shows now. Each works once.";
            let typed = typed.with_errors(vec![FieldError::new("digits", message)]);
            form(&app, StatusCode::UNPROCESSABLE_ENTITY, typed, &sent.next, true)
        }
    }
}

async fn sign_out(State(app): State<App>, posted: Posted<NoFields>) -> PageResult {
    app.office.sign_out(&posted.by.token).await?;
    let mut response: Response = go("/sign-in")?;
    response.headers_mut().insert(header::SET_COOKIE, cookie(app.config.is_https(), None));
    Ok(response)
}

/// The errors of a form, or the error itself when it is about something else.
pub(super) fn field_errors(error: OfficeError) -> Result<Vec<FieldError>, WebError> {
    match error {
        OfficeError::Invalid(errors) => Ok(errors),
        other => Err(other.into()),
    }
}
