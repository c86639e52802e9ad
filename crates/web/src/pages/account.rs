//! One's own account: another password, and the second factor with its QR code.

use super::sign_in::{field_errors, with_cookie};
use crate::app::App;
use crate::frame::{Done, Frame, Section, business};
use crate::posted::{Posted, Typed};
use crate::respond::{PageResult, WebError, go, page_with};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use office::accounts::SignIn;
use serde::Deserialize;
use signin::{SecretText, SignInAttempt, TotpSecret, qr_svg};
use std::sync::PoisonError;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/account", get(show))
        .route("/account/password", post(change_password))
        .route("/account/second-factor", get(show_secret).post(turn_on))
        .route("/account/second-factor/off", post(turn_off))
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    email: String,
    role_explained: &'static str,
    serves_as: Option<String>,
    has_second_factor: bool,
    /// A secret that is being tried.
    secret: Option<Secret>,
    said: &'static str,
    typed: Typed,
}

/// A secret on its way into an app.
struct Secret {
    base32: String,
    in_groups: String,
    qr: String,
}

#[derive(Deserialize, Default)]
struct Said {
    #[serde(default)]
    said: String,
}

impl Said {
    /// Only what we say ourselves is ever said.
    fn words(&self) -> &'static str {
        match self.said.as_str() {
            "password" => "Your password is changed, and every other browser is signed out.",
            "on" => "The second factor is on. From now on signing in asks for six digits as well.",
            "off" => "The second factor is off. Your password alone signs you in now.",
            _ => "",
        }
    }
}

async fn show(State(app): State<App>, by: SignedIn, Query(said): Query<Said>) -> PageResult {
    render(&app, &by, said.words(), Typed::default(), None)
}

fn render(app: &App, by: &SignedIn, said: &'static str, typed: Typed, secret: Option<Secret>) -> PageResult {
    let account = app.office.own_account(&by.actor)?;
    let frame = Frame::new(app, by, Section::Account, "Your account", "/account", &Done::default());
    let scene = app.office.scene().ok();
    let serves_as = account.provider.zip(scene).map(|(id, scene)| scene.directory().name(id).to_owned());
    let is_wrong = !typed.errors().is_empty();
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = AccountPage {
        frame,
        email: account.email.to_string(),
        role_explained: by.actor.role.explanation(),
        serves_as,
        has_second_factor: account.totp_secret.is_some(),
        secret,
        said,
        typed,
    };
    page_with(status, &view)
}

/// Whoever found an open browser may not guess here what signing in would not let them guess.
fn attempt(app: &App, by: &SignedIn) -> Result<SignInAttempt, WebError> {
    let who = format!("account {}", by.actor.account);
    let now = app.office.now().0;
    let attempt = app.limiter.lock().unwrap_or_else(PoisonError::into_inner).take(&who, &who, now);
    attempt.map_err(|wait| WebError::TooMany(wait.seconds.into()))
}

fn succeeded(app: &App, attempt: SignInAttempt) {
    let now = app.office.now().0;
    app.limiter.lock().unwrap_or_else(PoisonError::into_inner).succeeded(attempt, now);
}

#[derive(Deserialize)]
struct Passwords {
    #[serde(default)]
    old: String,
    #[serde(default)]
    password: String,
}

async fn change_password(State(app): State<App>, posted: Posted<Passwords>) -> PageResult {
    let Posted { by, form, typed } = posted;
    let tried = attempt(&app, &by)?;
    let (old, new) = (SecretText::new(form.old), SecretText::new(form.password));
    if let Err(error) = app.office.change_password(&by.actor, old, new).await {
        return render(&app, &by, "", typed.with_errors(field_errors(error)?), None);
    }
    succeeded(&app, tried);
    let account = app.office.own_account(&by.actor)?.id;
    let SignIn::In { token, needs_second_factor } = app.office.begin_session(account).await?;
    let next = "/account?said=password";
    let to = if needs_second_factor {
        let next = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
        format!("/sign-in/second-factor?{next}")
    } else {
        next.to_owned()
    };
    with_cookie(&app, &token, &to)
}

/// A secret to show; `None` when it is none, which only a forged form says.
fn shown(app: &App, email: &str, totp: &TotpSecret) -> Option<Secret> {
    let issuer = business(&app.office.settings().business_name);
    let qr = qr_svg(&totp.uri(&issuer, email), "QR code for your authenticator app").ok()?;
    Some(Secret { base32: totp.base32(), in_groups: totp.base32_in_groups(), qr })
}

async fn show_secret(State(app): State<App>, by: SignedIn) -> PageResult {
    let account = app.office.own_account(&by.actor)?;
    if account.totp_secret.is_some() {
        return go("/account");
    }
    let totp = TotpSecret::from_bytes(app.office.random());
    let secret = shown(&app, &account.email, &totp);
    render(&app, &by, "", Typed::default(), secret)
}

#[derive(Deserialize)]
struct Digits {
    #[serde(default)]
    digits: String,
    #[serde(default)]
    secret: String,
}

async fn turn_on(State(app): State<App>, posted: Posted<Digits>) -> PageResult {
    let Posted { by, form, typed } = posted;
    let account = app.office.own_account(&by.actor)?;
    if account.totp_secret.is_some() {
        return go("/account");
    }
    let unreadable = || WebError::Bad("The secret of this form cannot be read. Begin again.".into());
    let totp = TotpSecret::from_base32(&form.secret).ok_or_else(unreadable)?;
    match app.office.set_second_factor(&by.actor, Some(&totp.base32()), &form.digits).await {
        Ok(()) => go("/account?said=on"),
        Err(error) => {
            let typed = typed.with_errors(field_errors(error)?);
            render(&app, &by, "", typed, shown(&app, &account.email, &totp))
        }
    }
}

async fn turn_off(State(app): State<App>, posted: Posted<Digits>) -> PageResult {
    let Posted { by, form, typed } = posted;
    let tried = attempt(&app, &by)?;
    match app.office.set_second_factor(&by.actor, None, &form.digits).await {
        Ok(()) => {
            succeeded(&app, tried);
            go("/account?said=off")
        }
        Err(error) => render(&app, &by, "", typed.with_errors(field_errors(error)?), None),
    }
}

#[cfg(test)]
mod tests;
