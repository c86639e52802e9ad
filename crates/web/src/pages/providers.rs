//! Providers: hours that people need against hours there are, how often people are spoken with, and handing
//! them over.

use super::parts::{share, when};
use super::sign_in::field_errors;
use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::{Posted, Typed};
use crate::respond::{PageResult, WebError, done, page, page_with};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use book::{CustomerId, Day, Provider, ProviderId};
use office::acts::provider::ProviderForm;
use office::handover::{HandedPerson, Handover, LISTED};
use office::promises::OpenPromise;
use office::providers::{CONTACT_MINUTES, ProviderLoad, Tier};
use people::{Column, Filter};
use pictures::Capacity;
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/providers", get(show).post(add))
        .route("/providers/{id}", get(show_one).post(change))
        .route("/providers/{id}/handover", get(show_handover))
        .route("/providers/{id}/handover", post(hand_over))
}

#[derive(Template)]
#[template(path = "providers.html")]
struct ProvidersPage {
    frame: Frame,
    loads: Vec<ProviderLoad>,
    /// People whom nobody serves, and the list of them.
    nobody: (usize, String),
    typed: Typed,
    is_wrong: bool,
}

#[derive(Template)]
#[template(path = "provider.html")]
struct ProviderPage {
    frame: Frame,
    load: ProviderLoad,
    /// The list of their people.
    people: String,
    typed: Typed,
}

#[derive(Template)]
#[template(path = "handover.html")]
struct HandoverPage {
    frame: Frame,
    handover: Handover,
    person: Option<CustomerId>,
    typed: Typed,
}

/// A number as people read it: no more digits than are known.
fn hours(hours: f64) -> String {
    if hours >= 10.0 { format!("{hours:.0}") } else { format!("{hours:.1}").replace(".0", "") }
}

/// The bar of a week, or nothing while the hours are unknown.
fn bar(load: &ProviderLoad) -> Option<String> {
    let name = load.provider.display_name();
    let (needed_hours, available_hours) = (load.needed.usual, load.available?);
    Some(Capacity { name, needed_hours, available_hours }.svg())
}

/// The week in words, with its range.
fn week(load: &ProviderLoad) -> String {
    let range = format!("{} to {} h", hours(load.needed.low), hours(load.needed.high));
    match load.words() {
        Some(words) => format!("{words}: {range}"),
        None => format!("{range}; how many there are is not known"),
    }
}

/// Heads of the columns of tiers.
const TIER_HEADS: [&str; 5] = ["Weekly", "Monthly", "Quarterly", "Rarer", "At rest"];

/// People of each tier; those of whom it is too early to say rest too.
fn tier_columns(load: &ProviderLoad) -> Vec<(&'static str, usize)> {
    let count = |wanted: &[Tier]| {
        load.tiers.iter().filter(|(tier, _)| wanted.contains(tier)).map(|(_, count)| count).sum()
    };
    let tiers: [&[Tier]; 5] = [
        &[Tier::Weekly],
        &[Tier::Monthly],
        &[Tier::Quarterly],
        &[Tier::Yearly],
        &[Tier::TooEarly, Tier::Resting],
    ];
    TIER_HEADS.into_iter().zip(tiers.map(count)).collect()
}

/// `38 to 62 %`: the interval alone, where a column of pictures would be too much.
fn cadence_words(load: &ProviderLoad) -> Option<String> {
    let kept = load.cadence?;
    Some(format!("{:.0} to {:.0}\u{a0}%", kept.low * 100.0, kept.high * 100.0))
}

/// What is separated by semicolons in records, as people write a list.
fn listed(text: &str) -> String {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn cadence(load: &ProviderLoad) -> Option<String> {
    let kept = load.cadence?;
    Some(share(
        "People on their rhythm",
        kept.low,
        kept.high,
        Some(kept.kept as f64 / kept.known.max(1) as f64),
    ))
}

fn promises(load: &ProviderLoad) -> Option<String> {
    let kept = load.promises?;
    Some(share("Promises kept on time", kept.low, kept.high, Some(kept.mean)))
}

impl ProviderPage {
    fn contact_minutes(&self) -> u32 {
        CONTACT_MINUTES
    }

    fn hours(&self, number: &f64) -> String {
        hours(*number)
    }

    fn note(&self, tier: &Tier) -> &'static str {
        match tier {
            Tier::Weekly => "every ten days or more often",
            Tier::Monthly => "every 45 days or more often",
            Tier::Quarterly => "every 120 days or more often",
            Tier::Yearly => "every half year or so",
            Tier::TooEarly => "fewer than three contacts so far: they are not in the hours yet",
            Tier::Resting => "they take no hours now",
        }
    }
}

impl HandoverPage {
    fn when(&self, day: &Day) -> String {
        when(*day, self.handover.today)
    }

    fn due(&self, promise: &OpenPromise) -> String {
        match promise.due {
            Some(due) => format!("due {}", when(due, self.handover.today)),
            None => "no day named".to_owned(),
        }
    }

    fn whom(&self) -> String {
        match self.handover.listed.first().filter(|_| self.person.is_some()) {
            Some(person) => person.name.clone(),
            None => judge::words::count(self.handover.people as u32, "person").replace("persons", "people"),
        }
    }

    /// Those of whom there is something to say.
    fn particular(&self) -> Vec<&HandedPerson> {
        self.handover.listed.iter().filter(|person| has_particulars(person)).collect()
    }

    /// The others, by name.
    fn plain(&self) -> Vec<&HandedPerson> {
        self.handover.listed.iter().filter(|person| !has_particulars(person)).collect()
    }

    fn more(&self) -> usize {
        self.handover.people.saturating_sub(LISTED)
    }

    fn owed(&self) -> (usize, usize) {
        let promises = self.handover.listed.iter().map(|person| person.promises.len()).sum();
        (promises, self.handover.listed.iter().map(|person| person.issues.len()).sum())
    }

    fn is_chosen(&self, provider: &Provider) -> bool {
        self.typed.is("to", &provider.id.0.to_string())
    }
}

fn has_particulars(person: &HandedPerson) -> bool {
    !(person.promises.is_empty() && person.issues.is_empty() && person.known.is_empty())
}

fn people_of(app: &App, provider: Option<ProviderId>) -> Result<String, WebError> {
    let query = people::Query::default().with(Filter::provider(Column::Provider, provider));
    Ok(format!("/people?{}", query.url(app.office.scene()?.directory())))
}

async fn show(State(app): State<App>, by: SignedIn, Query(done): Query<Done>) -> PageResult {
    render(&app, &by, &done, Typed::default())
}

fn render(app: &App, by: &SignedIn, done: &Done, typed: Typed) -> PageResult {
    let permit = by.actor.see_people()?;
    let loads = app.office.providers(&permit)?;
    let nobody = match permit.only() {
        None => app.office.served_by_nobody(&permit)?,
        Some(_) => 0,
    };
    let frame = Frame::new(app, by, Section::Providers, "Providers", "/providers", done);
    let is_wrong = !typed.errors().is_empty();
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let nobody = (nobody, people_of(app, None)?);
    page_with(status, &ProvidersPage { frame, loads, nobody, typed, is_wrong })
}

#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    hours: String,
    #[serde(default)]
    skills: String,
    #[serde(default)]
    languages: String,
}

impl Fields {
    fn form(self) -> ProviderForm {
        let Fields { name, email, hours, skills, languages } = self;
        ProviderForm { name, email, hours, skills, languages }
    }
}

async fn add(State(app): State<App>, posted: Posted<Fields>) -> PageResult {
    let Posted { by, form, typed } = posted;
    let permit = by.actor.manage()?;
    match app.office.add_provider(&permit, form.form()).await {
        Ok((provider, receipt)) => done(&format!("/providers/{}", provider.0), &receipt),
        Err(error) => {
            let typed = typed.with_errors(field_errors(error)?);
            render(&app, &by, &Done::default(), typed)
        }
    }
}

async fn show_one(
    State(app): State<App>,
    by: SignedIn,
    Path(id): Path<u32>,
    Query(done): Query<Done>,
) -> PageResult {
    render_one(&app, &by, ProviderId(id), &done, None)
}

fn render_one(app: &App, by: &SignedIn, id: ProviderId, done: &Done, typed: Option<Typed>) -> PageResult {
    let permit = by.actor.see_people()?;
    let load = app.office.provider(&permit, id)?;
    let here = format!("/providers/{}", id.0);
    let frame = Frame::new(app, by, Section::Providers, load.provider.display_name(), &here, done);
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let typed = typed.unwrap_or_else(|| known(&load.provider));
    let people = people_of(app, Some(id))?;
    page_with(status, &ProviderPage { frame, load, people, typed })
}

/// What is known, for the form that changes it.
fn known(provider: &Provider) -> Typed {
    let mut typed = Typed::default();
    typed.set("name", provider.display_name());
    typed.set("email", provider.email.as_deref().unwrap_or_default());
    let minutes = provider.minutes_per_week.map(|minutes| f64::from(minutes) / 60.0);
    typed.set(
        "hours",
        minutes.map(|hours| format!("{hours:.2}")).map_or(String::new(), |hours| short(&hours)),
    );
    typed.set("skills", provider.skills.as_deref().unwrap_or_default());
    typed.set("languages", provider.languages.as_deref().unwrap_or_default());
    typed
}

/// `20.00` as `20`, `7.50` as `7.5`.
fn short(number: &str) -> String {
    number.trim_end_matches('0').trim_end_matches('.').to_owned()
}

async fn change(State(app): State<App>, Path(id): Path<u32>, posted: Posted<Fields>) -> PageResult {
    let Posted { by, form, typed } = posted;
    let permit = by.actor.manage()?;
    match app.office.change_provider(&permit, ProviderId(id), form.form()).await {
        Ok(receipt) => done(&format!("/providers/{id}"), &receipt),
        Err(error) => {
            let typed = typed.with_errors(field_errors(error)?);
            render_one(&app, &by, ProviderId(id), &Done::default(), Some(typed))
        }
    }
}

#[derive(Deserialize, Default)]
struct Whom {
    person: Option<u32>,
}

async fn show_handover(
    State(app): State<App>,
    by: SignedIn,
    Path(id): Path<u32>,
    Query(whom): Query<Whom>,
) -> PageResult {
    render_handover(&app, &by, ProviderId(id), whom.person.map(CustomerId), Typed::default())
}

fn render_handover(
    app: &App,
    by: &SignedIn,
    from: ProviderId,
    person: Option<CustomerId>,
    typed: Typed,
) -> PageResult {
    let permit = by.actor.manage()?;
    let handover = app.office.handover(&permit, from, person)?;
    let here = format!("/providers/{}/handover", from.0);
    let frame = Frame::new(app, by, Section::Providers, "Handover", &here, &Done::default());
    let is_wrong = !typed.errors().is_empty();
    let view = HandoverPage { frame, handover, person, typed };
    if is_wrong { page_with(StatusCode::UNPROCESSABLE_ENTITY, &view) } else { page(&view) }
}

#[derive(Deserialize)]
struct HandoverForm {
    #[serde(default)]
    to: String,
    #[serde(default)]
    word: String,
    #[serde(default)]
    person: String,
}

async fn hand_over(State(app): State<App>, Path(id): Path<u32>, posted: Posted<HandoverForm>) -> PageResult {
    let Posted { by, form, typed } = posted;
    let permit = by.actor.manage()?;
    let from = ProviderId(id);
    let to = form.to.parse().ok().map(ProviderId);
    let person = match form.person.as_str() {
        "" => None,
        number => Some(CustomerId(number.parse().map_err(|_| WebError::NotFound)?)),
    };
    match app.office.hand_over(&permit, from, to, person, &form.word).await {
        Ok(receipt) => {
            let back = match (person, to) {
                (Some(person), _) => format!("/person/{}", person.0),
                (None, Some(to)) => format!("/providers/{}", to.0),
                (None, None) => "/providers".to_owned(),
            };
            done(&back, &receipt)
        }
        Err(error) => {
            let typed = typed.with_errors(field_errors(error)?);
            render_handover(&app, &by, from, person, typed)
        }
    }
}

#[cfg(test)]
mod tests;
