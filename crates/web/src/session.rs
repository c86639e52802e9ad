//! Who is asking: a handler that needs somebody takes [`SignedIn`]; without a session it is never reached.

use crate::app::App;
use crate::respond::WebError;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use book::CustomerId;
use guard::{Actor, ChangePerson, SeePerson};
use office::accounts::Session;

/// Somebody who signed in, with the second factor where there is one.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub actor: Actor,
    /// The session.
    pub session: Session,
    /// The plain token of the session, for signing out.
    pub token: String,
}

/// Somebody whose password was right and whose second factor is still to come.
#[derive(Debug, Clone)]
pub struct HalfSignedIn {
    /// The session.
    pub session: Session,
    /// Its plain token.
    pub token: String,
}

impl SignedIn {
    /// The permit to see one person.
    ///
    /// # Errors
    /// When there is nobody of this number, or `guard` refuses.
    pub fn may_see(&self, app: &App, person: u32) -> Result<SeePerson, WebError> {
        let standing = app.office.standing(CustomerId(person))?;
        Ok(self.actor.see_person(standing.customer, &standing.providers)?)
    }

    /// The permit to change one person.
    ///
    /// # Errors
    /// As [`SignedIn::may_see`].
    pub fn may_change(&self, app: &App, person: u32) -> Result<ChangePerson, WebError> {
        let standing = app.office.standing(CustomerId(person))?;
        Ok(self.actor.change_person(standing.customer, &standing.providers)?)
    }
}

/// Name of the cookie: bound to this host over TLS.
pub fn cookie_name(is_https: bool) -> &'static str {
    if is_https { "__Host-steadfast" } else { "steadfast" }
}

/// The cookie that carries a session; `None` takes it away.
pub fn cookie(is_https: bool, token: Option<&str>) -> HeaderValue {
    let name = cookie_name(is_https);
    let secure = if is_https { "; Secure" } else { "" };
    let text = match token {
        Some(token) => format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age=2592000"),
        None => format!("{name}=; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age=0"),
    };
    HeaderValue::from_str(&text).expect("a token is base64url")
}

/// The token in the request's cookie.
pub fn token_of(headers: &HeaderMap, is_https: bool) -> Option<&str> {
    let name = cookie_name(is_https);
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name && !value.is_empty()).then_some(value)
    })
}

async fn session(parts: &Parts, app: &App) -> Result<Option<(Session, String)>, WebError> {
    let Some(token) = token_of(&parts.headers, app.config.is_https()) else { return Ok(None) };
    let found = app.office.session(token).await?;
    Ok(found.map(|session| (session, token.to_owned())))
}

fn sign_in_first(parts: &Parts) -> WebError {
    let is_page = parts.method == axum::http::Method::GET;
    let path = parts.uri.path_and_query().map_or("/today", |path| path.as_str());
    WebError::SignInFirst(if is_page { path.to_owned() } else { "/today".to_owned() })
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<SignedIn, WebError> {
        match session(parts, app).await? {
            Some((session, token)) if session.is_complete => {
                Ok(SignedIn { actor: session.actor.clone(), session, token })
            }
            _ => Err(sign_in_first(parts)),
        }
    }
}

impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<SignedIn>, WebError> {
        let found = session(parts, app).await?.filter(|(session, _)| session.is_complete);
        Ok(found.map(|(session, token)| SignedIn { actor: session.actor.clone(), session, token }))
    }
}

impl FromRequestParts<App> for HalfSignedIn {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<HalfSignedIn, WebError> {
        match session(parts, app).await? {
            Some((session, token)) if !session.is_complete => Ok(HalfSignedIn { session, token }),
            _ => Err(sign_in_first(parts)),
        }
    }
}
