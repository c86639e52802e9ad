//! Forms: read within limits, only with the token of the session, and kept as typed when something is wrong.

use crate::app::App;
use crate::respond::WebError;
use crate::session::SignedIn;
use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use office::FieldError;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::time::Duration;

/// The largest form in bytes; files come another way.
const FORM_BYTES: usize = 256 * 1024;

/// How long a form may take to arrive.
const PATIENCE: Duration = Duration::from_secs(15);

/// A form from somebody who is signed in, with the right token. Handlers that change something take this, so
/// that the token cannot be forgotten.
#[derive(Debug)]
pub struct Posted<T> {
    /// Who sent it.
    pub by: SignedIn,
    /// The form.
    pub form: T,
    /// Every field as typed, for showing the form again.
    pub typed: Typed,
}

/// A form that says nothing but that it was sent.
#[derive(Debug, serde::Deserialize)]
pub struct NoFields {}

/// Fields as typed; the first value of each name.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    fields: BTreeMap<String, Vec<String>>,
    errors: Vec<FieldError>,
}

impl Typed {
    /// What was typed, or nothing.
    pub fn value(&self, field: &str) -> &str {
        self.fields.get(field).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Every value of a field that may be given several times.
    pub fn values(&self, field: &str) -> &[String] {
        self.fields.get(field).map_or(&[], Vec::as_slice)
    }

    /// Whether a checkbox or choice is set to `value`.
    pub fn is(&self, field: &str, value: &str) -> bool {
        self.values(field).iter().any(|typed| typed == value)
    }

    /// What is the matter with a field, or nothing.
    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }

    /// What is the matter, over the whole form.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Sets a field for a form that is shown the first time.
    pub fn set(&mut self, field: &str, value: impl Into<String>) {
        self.fields.insert(field.to_owned(), vec![value.into()]);
    }

    /// The same fields with what is the matter with them.
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Typed {
        self.errors = errors;
        self
    }
}

/// A form from anybody, for pages before sign-in. It carries its own protection: the same-origin rule, and
/// that it does nothing for a session that exists.
#[derive(Debug)]
pub struct OpenForm<T> {
    /// The form.
    pub form: T,
    /// As typed.
    pub typed: Typed,
}

async fn read(request: Request) -> Result<Vec<u8>, WebError> {
    let too_large = |_| WebError::Bad(format!("The form is larger than {} KB.", FORM_BYTES / 1024));
    let reading = to_bytes(request.into_body(), FORM_BYTES);
    let late = |_| WebError::Bad("The form took too long to arrive.".to_owned());
    let body = tokio::time::timeout(PATIENCE, reading).await.map_err(late)?;
    Ok(body.map_err(too_large)?.to_vec())
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<(T, Typed), WebError> {
    let bad =
        |error: serde_urlencoded::de::Error| WebError::Bad(format!("The form cannot be read: {error}."));
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(body).map_err(bad)?;
    let mut typed = Typed::default();
    for (field, value) in pairs {
        typed.fields.entry(field).or_default().push(value);
    }
    // The first value of each field makes the form: a repeated one is no reason to fail.
    let firsts: Vec<(&str, &str)> = typed
        .fields
        .iter()
        .filter_map(|(field, values)| Some((field.as_str(), values.first()?.as_str())))
        .collect();
    let once = serde_urlencoded::to_string(&firsts).unwrap_or_default();
    let form = serde_urlencoded::from_str(&once).map_err(bad)?;
    Ok((form, typed))
}

impl<T: DeserializeOwned> FromRequest<App> for Posted<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Posted<T>, WebError> {
        let (mut parts, body) = request.into_parts();
        let by = <SignedIn as FromRequestParts<App>>::from_request_parts(&mut parts, app).await?;
        let body = read(Request::from_parts(parts, body)).await?;
        // The token first: what was not sent from a page of ours is not even looked at.
        let (_, sent) = parse::<BTreeMap<String, String>>(&body)?;
        if !signin::is_equal(sent.value("csrf"), &by.session.csrf) {
            return Err(WebError::Forged);
        }
        let (form, typed) = parse::<T>(&body)?;
        Ok(Posted { by, form, typed })
    }
}

impl<T: DeserializeOwned> FromRequest<App> for OpenForm<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &App) -> Result<OpenForm<T>, WebError> {
        let (form, typed) = parse::<T>(&read(request).await?)?;
        Ok(OpenForm { form, typed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[derive(Debug, serde::Deserialize)]
    struct Form {
        name: String,
    }

    #[test]
    fn the_first_of_several_values_makes_the_form_and_all_are_kept() {
        let (form, typed) = parse::<Form>(b"id=1&name=Ana+Ruiz&id=2&name=Other").unwrap();
        assert_eq!(form.name, "Ana Ruiz");
        assert_eq!(typed.values("id"), ["1", "2"]);
        assert!(typed.is("id", "2") && !typed.is("id", "3"));
        assert!(parse::<Form>(b"id=1").is_err(), "a missing field is named, not guessed");
    }

    #[tokio::test(start_paused = true)]
    async fn a_form_that_never_ends_is_not_waited_for() {
        struct Endless;
        impl axum::body::HttpBody for Endless {
            type Data = axum::body::Bytes;
            type Error = std::io::Error;
            fn poll_frame(
                self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
                std::task::Poll::Pending
            }
        }
        let request = Request::new(Body::new(Endless));
        let refused = read(request).await.unwrap_err();
        assert!(matches!(refused, WebError::Bad(sentence) if sentence.contains("too long")));
    }
}
