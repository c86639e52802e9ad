//! Answers: a page, a redirect after a change, or an error that says what happened, what is safe, what to do.
//!
//! Handlers return [`PageResult`]. [`WebError`] is for whatever a person may see; it turns into a plain page
//! with the right status. Nothing personal is logged: only codes and routes.

use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::session::{SignedIn, token_of};
use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::{OfficeError, Receipt};

/// What handlers return.
pub type PageResult = Result<Response, WebError>;

/// What a person may be told.
#[derive(Debug)]
pub enum WebError {
    /// Somebody must sign in first; then back to this local path.
    SignInFirst(String),
    /// There is no such page.
    NotFound,
    /// The form came from elsewhere, or its page is too old.
    Forged,
    /// The address or form says something that cannot be understood.
    Bad(String),
    /// Too many attempts: wait so many seconds.
    TooMany(u64),
    /// What the office said.
    Office(OfficeError),
}

impl From<OfficeError> for WebError {
    fn from(error: OfficeError) -> WebError {
        WebError::Office(error)
    }
}

impl From<guard::Refusal> for WebError {
    fn from(refusal: guard::Refusal) -> WebError {
        WebError::Office(OfficeError::Refused(refusal))
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    css: &'static str,
    title: String,
    sentence: String,
    way_out: String,
}

/// The same for somebody who is signed in, with the frame around it.
#[derive(Template)]
#[template(path = "error_in_frame.html")]
struct FramedErrorPage {
    frame: Frame,
    sentence: String,
    way_out: String,
}

/// What an error page says, carried with the answer until it is known who asked.
#[derive(Debug, Clone)]
struct Said {
    title: String,
    sentence: String,
    way_out: String,
}

/// Puts the frame around an error page for somebody who is signed in: whoever was refused can go on from
/// there. Everybody else gets the page as it is.
pub async fn in_frame(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_https = app.config.is_https();
    let token = token_of(request.headers(), is_https).map(str::to_owned);
    let mut response = next.run(request).await;
    let Some(said) = response.extensions_mut().remove::<Said>() else { return response };
    let Some(token) = token else { return response };
    let Ok(Some(session)) = app.office.session(&token).await else { return response };
    if !session.is_complete {
        return response;
    }
    let by = SignedIn { actor: session.actor.clone(), session, token };
    let frame = Frame::new(&app, &by, Section::Nowhere, &said.title, "/today", &Done::default());
    let page = FramedErrorPage { frame, sentence: said.sentence, way_out: said.way_out };
    let Ok(html) = page.render() else { return response };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(html))
}

/// The address of the style sheet, for pages made where no app is at hand.
static CSS: std::sync::OnceLock<String> = std::sync::OnceLock::new();

/// Tells error pages where the style sheet is.
pub fn remember_css(url: String) {
    // A second app in one process (tests) has the same files.
    let _ = CSS.set(url);
}

impl WebError {
    fn parts(&self) -> (StatusCode, String, String, String) {
        let own = |status, title: &str, sentence: &str, way: &str| {
            (status, title.to_owned(), sentence.to_owned(), way.to_owned())
        };
        match self {
            WebError::SignInFirst(_) => own(
                StatusCode::UNAUTHORIZED,
                "Please sign in",
                "This page is for people of this business.",
                "Sign in, then try again.",
            ),
            WebError::NotFound => own(
                StatusCode::NOT_FOUND,
                "Nothing is here",
                "There is no page at this address. Perhaps it was merged, undone, or mistyped.",
                "Go to Today, or search for the person.",
            ),
            WebError::Forged => own(
                StatusCode::FORBIDDEN,
                "Not done",
                "The form was not sent from a fresh page of this site. Nothing was changed.",
                "Go back, reload the page, and send it again.",
            ),
            WebError::Bad(sentence) => {
                own(StatusCode::BAD_REQUEST, "That cannot be read", sentence, "Go back and correct it.")
            }
            WebError::TooMany(seconds) => own(
                StatusCode::TOO_MANY_REQUESTS,
                "Too many attempts",
                &format!("Please wait {} minutes.", seconds.div_ceil(60)),
                "An administrator can hand out a new link meanwhile.",
            ),
            WebError::Office(error) => office_parts(error),
        }
    }
}

fn office_parts(error: &OfficeError) -> (StatusCode, String, String, String) {
    let make = |status, title: &str, way: &str| (status, title.to_owned(), error.to_string(), way.to_owned());
    match error {
        OfficeError::Refused(refusal) => (
            StatusCode::FORBIDDEN,
            "Not done".to_owned(),
            refusal.sentence.clone(),
            refusal.better_way.clone(),
        ),
        OfficeError::Invalid(_) => {
            make(StatusCode::UNPROCESSABLE_ENTITY, "Not saved yet", "Go back, correct it, and send it again.")
        }
        OfficeError::Missing(_) => make(StatusCode::NOT_FOUND, "Nothing is here", "Search for it by name."),
        OfficeError::Conflict(_) | OfficeError::NotUndoable(_) => {
            make(StatusCode::CONFLICT, "Not done", "Reload the page to see how it stands now.")
        }
        OfficeError::NotReady => {
            make(StatusCode::SERVICE_UNAVAILABLE, "One moment", "Reload this page in a few seconds.")
        }
        OfficeError::NotSaved(_) => make(
            StatusCode::SERVICE_UNAVAILABLE,
            "Not saved",
            "Nothing was changed. Go back: what you typed is still there.",
        ),
        OfficeError::List(_) => make(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The list could not be read",
            "Nothing was changed. Tell whoever looks after this program.",
        ),
        OfficeError::Store(problem) => {
            tracing::error!(error = %problem, "the book could not be used");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "The book could not be used".to_owned(),
                "Something went wrong with the book on disk. Nothing was changed.".to_owned(),
                "Run `steadfast check` on the server; its output says what to do.".to_owned(),
            )
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        if let WebError::SignInFirst(next) = &self {
            return Redirect::to(&format!("/sign-in?{}", next_query(next))).into_response();
        }
        let (status, title, sentence, way_out) = self.parts();
        let css = CSS.get().map_or("", String::as_str);
        let said = Said { title: title.clone(), sentence: sentence.clone(), way_out: way_out.clone() };
        let page = ErrorPage { css, title, sentence, way_out };
        let mut response = match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => status.into_response(),
        };
        response.extensions_mut().insert(said);
        if let WebError::TooMany(seconds) = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// `next=…` for the sign-in page.
fn next_query(next: &str) -> String {
    serde_urlencoded::to_string([("next", local(next))]).unwrap_or_default()
}

/// A path inside this site, or `/today`: nobody is ever sent elsewhere.
pub fn local(path: &str) -> &str {
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', '\n', '\r', '\t'])
        && path.chars().all(|letter| !letter.is_control());
    if is_local { path } else { "/today" }
}

/// A page.
///
/// # Errors
/// When the template cannot be rendered, which its tests exclude.
pub fn page(template: &impl Template) -> PageResult {
    page_with(StatusCode::OK, template)
}

/// A page with another status: 422 for a form that comes back.
///
/// # Errors
/// As [`page`].
pub fn page_with(status: StatusCode, template: &impl Template) -> PageResult {
    let html = template.render().map_err(|error| WebError::Bad(error.to_string()))?;
    Ok((status, Html(html)).into_response())
}

/// Back to a page of this site after a change, where what was done is said and can be undone.
pub fn done(to: &str, receipt: &Receipt) -> PageResult {
    let to = local(to);
    let (path, fragment) = to.split_once('#').unwrap_or((to, ""));
    let joint = if path.contains('?') { '&' } else { '?' };
    let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
    Ok(Redirect::to(&format!("{path}{joint}done={}{fragment}", receipt.act.0)).into_response())
}

/// Back to a page of this site.
pub fn go(to: &str) -> PageResult {
    Ok(Redirect::to(local(to)).into_response())
}
