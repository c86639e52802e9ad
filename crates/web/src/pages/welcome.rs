//! The first run: the link that the program prints leads here; the first account names the business. And the
//! links by which an administrator lets somebody in.

use super::sign_in::{field_errors, with_cookie};
use crate::app::App;
use crate::posted::{OpenForm, Typed};
use crate::respond::{PageResult, WebError, page_with};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use guard::Role;
use office::accounts::{AccountForm, SignIn};
use office::{FieldError, OfficeError};
use serde::Deserialize;
use signin::SecretText;
use std::sync::PoisonError;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/welcome/{token}", get(show_welcome).post(welcome))
        .route("/link/{token}", get(show_link).post(use_link))
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct WelcomePage {
    css: String,
    typed: Typed,
    token: String,
}

#[derive(Template)]
#[template(path = "link.html")]
struct LinkPage {
    css: String,
    typed: Typed,
    token: String,
    name: String,
}

impl App {
    /// Makes the link of the first run, when there is no account yet; the old one no longer works.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn make_welcome(&self) -> Result<Option<String>, OfficeError> {
        if !self.office.is_first_run()? {
            return Ok(None);
        }
        let token = signin::Token::from_bytes(self.office.random());
        *self.welcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.hash());
        Ok(Some(format!("/welcome/{}", token.plain())))
    }
}

/// The link of the first run works while there is no account, for whoever has it.
fn check(app: &App, token: &str) -> Result<(), WebError> {
    let welcome = app.welcome.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let is_right = welcome.is_some_and(|hash| signin::is_equal(&hash, &signin::token_hash(token)));
    if is_right && app.office.is_first_run()? { Ok(()) } else { Err(WebError::NotFound) }
}

fn welcome_form(app: &App, status: StatusCode, typed: Typed, token: String) -> PageResult {
    page_with(status, &WelcomePage { css: app.assets.url("app.css"), typed, token })
}

async fn show_welcome(State(app): State<App>, Path(token): Path<String>) -> PageResult {
    check(&app, &token)?;
    let mut typed = Typed::default();
    let settings = app.office.settings();
    typed.set("business", settings.business_name.as_str());
    typed.set("timezone", settings.timezone.as_str());
    if settings.currency != book::Currency::NONE {
        typed.set("currency", settings.currency.code());
    }
    welcome_form(&app, StatusCode::OK, typed, token)
}

#[derive(Deserialize)]
struct Welcome {
    #[serde(default)]
    business: String,
    #[serde(default)]
    timezone: String,
    #[serde(default)]
    currency: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

async fn welcome(
    State(app): State<App>,
    Path(token): Path<String>,
    OpenForm { form, typed }: OpenForm<Welcome>,
) -> PageResult {
    check(&app, &token)?;
    let mut errors = Vec::new();
    if form.business.trim().is_empty() {
        errors.push(FieldError::new("business", "What is the business called?"));
    }
    if book::Calendar::named(form.timezone.trim()).is_err() {
        let message = "There is no such time zone. Write it as a place, such as Europe/Madrid.";
        errors.push(FieldError::new("timezone", message));
    }
    let currency = book::Currency::parse(form.currency.trim());
    if currency.is_none() {
        errors.push(FieldError::new("currency", "Three letters, such as EUR, USD or GBP."));
    }
    let account =
        AccountForm { name: form.name, email: form.email, role: Role::Administrator, provider: None };
    if !errors.is_empty() {
        return welcome_form(&app, StatusCode::UNPROCESSABLE_ENTITY, typed.with_errors(errors), token);
    }
    let session = match app.office.create_first_account(account, SecretText::new(form.password)).await {
        Ok(session) => session,
        Err(error) => {
            let typed = typed.with_errors(field_errors(error)?);
            return welcome_form(&app, StatusCode::UNPROCESSABLE_ENTITY, typed, token);
        }
    };
    let mut settings = app.office.settings();
    settings.business_name = form.business.trim().into();
    settings.timezone = form.timezone.trim().into();
    settings.currency = currency.unwrap_or(settings.currency);
    app.office.change_settings(settings).await?;
    *app.welcome.lock().unwrap_or_else(PoisonError::into_inner) = None;
    with_cookie(&app, &session, "/imports/new")
}

fn link_form(app: &App, status: StatusCode, typed: Typed, token: String, name: &str) -> PageResult {
    let css = app.assets.url("app.css");
    page_with(status, &LinkPage { css, typed, token, name: name.to_owned() })
}

async fn show_link(State(app): State<App>, Path(token): Path<String>) -> PageResult {
    let account = app.office.link(&token)?.ok_or(WebError::NotFound)?;
    link_form(&app, StatusCode::OK, Typed::default(), token, &account.name)
}

#[derive(Deserialize)]
struct NewPassword {
    #[serde(default)]
    password: String,
}

async fn use_link(
    State(app): State<App>,
    Path(token): Path<String>,
    OpenForm { form, typed }: OpenForm<NewPassword>,
) -> PageResult {
    let account = app.office.link(&token)?.ok_or(WebError::NotFound)?;
    match app.office.use_link(&token, SecretText::new(form.password)).await {
        Ok(id) => match app.office.begin_session(id).await? {
            SignIn::In { token, needs_second_factor: false } => with_cookie(&app, &token, "/today"),
            SignIn::In { token, .. } => with_cookie(&app, &token, "/sign-in/second-factor"),
        },
        Err(error) => {
            let typed = typed.with_errors(field_errors(error)?);
            link_form(&app, StatusCode::UNPROCESSABLE_ENTITY, typed, token, &account.name)
        }
    }
}
