//! Accounts: who may sign in, as what, and the links by which they set a password. For administrators.

use super::sign_in::field_errors;
use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::{NoFields, Posted, Typed};
use crate::respond::{PageResult, WebError, done, page_with};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{get, post};
use book::{Day, Provider, ProviderId};
use guard::Role;
use office::accounts::{Account, AccountForm, AccountId, Link};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/accounts", get(show).post(invite))
        .route("/accounts/{id}", post(change))
        .route("/accounts/{id}/link", post(reset_link))
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    frame: Frame,
    accounts: Vec<Shown>,
    providers: Vec<Provider>,
    /// A link just made: for whom, where it leads, until when.
    link: Option<HandedOut>,
    typed: Typed,
    /// The account whose form came back; 0 is the invitation.
    wrong: Option<u32>,
}

struct Shown {
    id: u32,
    name: String,
    email: String,
    role: Role,
    provider: Option<ProviderId>,
    provider_name: Option<String>,
    is_closed: bool,
    is_invited: bool,
    has_second_factor: bool,
    is_own: bool,
}

struct HandedOut {
    name: String,
    address: String,
    until: Day,
}

impl AccountsPage {
    fn roles(&self) -> [Role; 4] {
        Role::ALL
    }

    fn is_wrong(&self, account: &u32) -> bool {
        self.wrong == Some(*account)
    }

    fn is_invitation_wrong(&self) -> bool {
        self.is_wrong(&0)
    }

    fn is_chosen(&self, shown: &Shown, role: &Role) -> bool {
        if self.is_wrong(&shown.id) { self.typed.is("role", role.word()) } else { shown.role == *role }
    }

    fn is_linked(&self, shown: &Shown, provider: &Provider) -> bool {
        if self.is_wrong(&shown.id) {
            return self.typed.is("provider", &provider.id.0.to_string());
        }
        shown.provider == Some(provider.id)
    }

    fn is_invited_as(&self, role: &Role) -> bool {
        self.is_invitation_wrong() && self.typed.is("role", role.word())
    }

    fn is_invited_for(&self, provider: &Provider) -> bool {
        self.is_invitation_wrong() && self.typed.is("provider", &provider.id.0.to_string())
    }
}

async fn show(State(app): State<App>, by: SignedIn, Query(done): Query<Done>) -> PageResult {
    render(&app, &by, &done, Typed::default(), None, None)
}

fn render(
    app: &App,
    by: &SignedIn,
    done: &Done,
    typed: Typed,
    wrong: Option<u32>,
    link: Option<HandedOut>,
) -> PageResult {
    let permit = by.actor.administer()?;
    let scene = app.office.scene()?;
    let directory = scene.directory();
    let shown = |account: Account| Shown {
        id: account.id.0,
        name: account.name.to_string(),
        email: account.email.to_string(),
        role: Role::parse(&account.role).unwrap_or(Role::Viewer),
        provider: account.provider,
        provider_name: account.provider.map(|id| directory.name(id).to_owned()),
        is_closed: account.disabled_at.is_some(),
        is_invited: account.password_hash.is_none(),
        has_second_factor: account.totp_secret.is_some(),
        is_own: account.id.0 == by.actor.account,
    };
    let mut accounts: Vec<Shown> = app.office.accounts(&permit)?.into_iter().map(shown).collect();
    accounts.sort_by(|a, b| a.is_closed.cmp(&b.is_closed).then_with(|| a.name.cmp(&b.name)));
    let providers = directory.providers.clone();
    let frame = Frame::new(app, by, Section::Accounts, "Accounts", "/accounts", done);
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &AccountsPage { frame, accounts, providers, link, typed, wrong })
}

#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    provider: String,
    #[serde(default)]
    state: String,
}

impl Fields {
    fn role(&self) -> Result<Role, WebError> {
        let unknown = || WebError::Bad("Choose one of the roles offered.".into());
        Role::parse(&self.role).ok_or_else(unknown)
    }

    fn provider(&self) -> Option<ProviderId> {
        self.provider.parse().ok().map(ProviderId)
    }
}

/// The whole address of a link, to be handed over.
fn handed_out(app: &App, headers: &HeaderMap, name: &str, link: &Link) -> Result<HandedOut, WebError> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let site = match (&app.config.public_url, host) {
        (Some(url), _) => url.trim_end_matches('/').to_owned(),
        (None, Some(host)) => format!("http://{host}"),
        (None, None) => String::new(),
    };
    let until = app.office.scene()?.calendar().day(link.expires_at);
    Ok(HandedOut { name: name.to_owned(), address: format!("{site}{}", link.path), until })
}

async fn invite(State(app): State<App>, headers: HeaderMap, posted: Posted<Fields>) -> PageResult {
    let Posted { by, form, typed } = posted;
    let permit = by.actor.administer()?;
    let (role, provider) = (form.role()?, form.provider());
    let (name, email) = (form.name.trim().to_owned(), form.email.trim().to_owned());
    let wanted = AccountForm { name: name.clone(), email, role, provider };
    match app.office.invite(&permit, wanted).await {
        Ok((link, _)) => {
            let link = handed_out(&app, &headers, &name, &link)?;
            render(&app, &by, &Done::default(), Typed::default(), None, Some(link))
        }
        Err(error) => {
            let typed = typed.with_errors(field_errors(error)?);
            render(&app, &by, &Done::default(), typed, Some(0), None)
        }
    }
}

async fn change(State(app): State<App>, Path(id): Path<u32>, posted: Posted<Fields>) -> PageResult {
    let Posted { by, form, typed } = posted;
    let permit = by.actor.administer()?;
    let known = app.office.accounts(&permit)?.into_iter().find(|account| account.id.0 == id);
    let known = known.ok_or(WebError::NotFound)?;
    let wanted = AccountForm {
        name: known.name.to_string(),
        email: known.email.to_string(),
        role: form.role()?,
        provider: form.provider(),
    };
    match app.office.change_account(&permit, AccountId(id), wanted, form.state == "closed").await {
        Ok(receipt) => done("/accounts", &receipt),
        Err(error) => {
            let typed = typed.with_errors(field_errors(error)?);
            render(&app, &by, &Done::default(), typed, Some(id), None)
        }
    }
}

async fn reset_link(
    State(app): State<App>,
    Path(id): Path<u32>,
    headers: HeaderMap,
    posted: Posted<NoFields>,
) -> PageResult {
    let by = posted.by;
    let permit = by.actor.administer()?;
    let known = app.office.accounts(&permit)?.into_iter().find(|account| account.id.0 == id);
    let known = known.ok_or(WebError::NotFound)?;
    if known.disabled_at.is_some() {
        let message = "This account is closed: open it again first, then make a link.";
        return Err(WebError::Office(office::OfficeError::Conflict(message.into())));
    }
    let link = app.office.reset_link(&permit, AccountId(id)).await?;
    let link = handed_out(&app, &headers, &known.name, &link)?;
    render(&app, &by, &Done::default(), Typed::default(), None, Some(link))
}

#[cfg(test)]
mod tests;
