//! Somebody new, and somebody's name, address and number corrected.

use super::forms::Forms;
use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::{Posted, Typed};
use crate::respond::{PageResult, WebError, done, page_with};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use book::{PartyKind, ProviderId};
use office::OfficeError;
use office::acts::profile::{Lookalike, PartyForm};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/person/new", get(new).post(add)).route("/person/{id}/edit", get(edit).post(save))
}

#[derive(Template)]
#[template(path = "person/party.html")]
struct PartyPage {
    frame: Frame,
    /// Who is corrected; nobody yet for somebody new.
    id: Option<u32>,
    forms: Forms,
    providers: Vec<(u32, String)>,
    lookalikes: Vec<Lookalike>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Fields {
    kind: String,
    name: String,
    email: String,
    phone: String,
    language: String,
    /// Number of the provider; empty for nobody.
    assigned: String,
    /// Add although somebody looks like it.
    anyway: String,
}

impl Fields {
    fn party(&self) -> PartyForm {
        PartyForm {
            kind: match self.kind.as_str() {
                "person" => Some(PartyKind::Person),
                "organization" => Some(PartyKind::Organization),
                _ => None,
            },
            name: self.name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            language: self.language.clone(),
        }
    }

    /// To whom the person is to be assigned.
    fn assigned(&self) -> Result<Option<ProviderId>, OfficeError> {
        match self.assigned.trim() {
            "" => Ok(None),
            number => {
                let number =
                    number.parse().map_err(|_| OfficeError::field("assigned", "Choose one of us."))?;
                Ok(Some(ProviderId(number)))
            }
        }
    }
}

fn render(app: &App, by: &SignedIn, id: Option<u32>, forms: Forms, lookalikes: Vec<Lookalike>) -> PageResult {
    let (title, here) = match id {
        Some(id) => ("Correct", format!("/person/{id}/edit")),
        None => ("Somebody new", "/person/new".to_owned()),
    };
    let frame = Frame::new(app, by, Section::People, title, &here, &Done::default());
    let status = if forms.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    // Whoever manages assigns; a provider's new people are the provider's own.
    let providers = if frame.manages { directory(app)? } else { Vec::new() };
    page_with(status, &PartyPage { frame, id, forms, providers, lookalikes })
}

fn directory(app: &App) -> Result<Vec<(u32, String)>, WebError> {
    let scene = app.office.scene()?;
    Ok(super::by_name(&scene.directory().providers))
}

async fn new(State(app): State<App>, by: SignedIn) -> PageResult {
    by.actor.change_day(by.actor.provider)?;
    let forms = Forms::new(None, app.office.today_day()?);
    render(&app, &by, None, forms, Vec::new())
}

async fn add(State(app): State<App>, Posted { by, form, typed }: Posted<Fields>) -> PageResult {
    let own = by.actor.provider;
    by.actor.change_day(own)?;
    let today = app.office.today_day()?;
    let again = |typed: Typed, error: OfficeError| -> PageResult {
        let typed = typed.with_errors(super::super::sign_in::field_errors(error)?);
        render(&app, &by, None, Forms::back("party", typed, today), Vec::new())
    };
    let assigned = match (by.actor.manage(), form.assigned()) {
        (Ok(_), Ok(chosen)) => chosen,
        (Ok(_), Err(error)) => return again(typed, error),
        (Err(_), _) => own,
    };
    let permit = by.actor.change_day(assigned)?;
    let party = form.party();
    if form.anyway.is_empty() {
        let found = app.office.lookalikes(&by.actor.see_people()?, &party)?;
        if !found.is_empty() {
            return render(&app, &by, None, Forms::back("party", typed, today), found);
        }
    }
    match app.office.add_person(&permit, party).await {
        Ok((customer, receipt)) => done(&format!("/person/{}", customer.0), &receipt),
        Err(error) => again(typed, error),
    }
}

async fn edit(State(app): State<App>, by: SignedIn, Path(id): Path<u32>) -> PageResult {
    by.may_change(&app, id)?;
    let party = app.office.party(&by.may_see(&app, id)?)?;
    let mut typed = Typed::default();
    let kind = match party.kind {
        Some(PartyKind::Person) => "person",
        Some(PartyKind::Organization) => "organization",
        None => "",
    };
    typed.set("kind", kind);
    let fields = [
        ("name", &party.name),
        ("email", &party.email),
        ("phone", &party.phone),
        ("language", &party.language),
    ];
    for (field, value) in fields {
        typed.set(field, value.as_deref().unwrap_or_default());
    }
    typed.set("assigned", party.assigned_to.map(|provider| provider.0.to_string()).unwrap_or_default());
    let forms = Forms::filled("party", typed, app.office.today_day()?);
    render(&app, &by, Some(id), forms, Vec::new())
}

async fn save(
    State(app): State<App>,
    Path(id): Path<u32>,
    Posted { by, form, typed }: Posted<Fields>,
) -> PageResult {
    let permit = by.may_change(&app, id)?;
    let result = match (by.actor.manage(), form.assigned()) {
        (_, Err(error)) => Err(error),
        (Ok(manage), Ok(chosen)) => {
            app.office.edit_person(&permit, form.party(), Some((manage, chosen))).await
        }
        (Err(_), _) => app.office.edit_person(&permit, form.party(), None).await,
    };
    match result {
        Ok(receipt) => done(&format!("/person/{id}"), &receipt),
        Err(error) => {
            let typed = typed.with_errors(super::super::sign_in::field_errors(error)?);
            let forms = Forms::back("party", typed, app.office.today_day()?);
            render(&app, &by, Some(id), forms, Vec::new())
        }
    }
}
