//! What is done with a person: a contact, a promise, a word of theirs, a wish.

use super::{answer, at_field};
use crate::app::App;
use crate::posted::{Posted, Typed};
use crate::respond::{PageResult, WebError};
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use book::{
    Day, FactId, Initiator, Origin, PromiseOutcome, Promisor, ProviderId, Style, Timestamp, VoiceKind,
};
use office::acts::contact::Contact;
use office::acts::issue::{Step, Word};
use office::acts::promise::NewPromise;
use office::acts::wish::{NewWish, Wished};
use office::{OfficeError, OfficeResult};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/person/{id}/contact", post(contact))
        .route("/person/{id}/promise", post(promise))
        .route("/person/{id}/promise/{fact}/settle", post(settle))
        .route("/person/{id}/word", post(word))
        .route("/person/{id}/issue/{fact}", post(issue))
        .route("/person/{id}/wish", post(wish))
}

/// A day as typed; none when empty.
pub(super) fn day(field: &'static str, typed: &str) -> OfficeResult<Option<Day>> {
    match typed.trim() {
        "" => Ok(None),
        text => {
            let day = Day::parse(text).filter(|day| book::time::YEAR_RANGE.contains(&day.date().year()));
            day.map(Some).ok_or_else(|| OfficeError::field(field, "A day such as 2026-12-04."))
        }
    }
}

fn number(field: &'static str, typed: &str, what: &str) -> OfficeResult<Option<u32>> {
    match typed.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| OfficeError::field(field, what.to_owned())),
    }
}

/// Where a person's page is.
fn page_of(id: u32, place: &str) -> String {
    format!("/person/{id}{place}")
}

/// Where somebody goes on after an act: whoever acts from Today stays there.
fn after(typed: &Typed, id: u32, place: &str) -> String {
    match typed.value("next") {
        "" => page_of(id, place),
        next => next.to_owned(),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ContactForm {
    channel: String,
    two_way: String,
    by: String,
    minutes: String,
    purpose: String,
    asked: String,
    at: String,
}

impl ContactForm {
    fn read(self, app: &App) -> OfficeResult<Contact> {
        let today = app.office.today_day()?;
        let at = day("at", &self.at)?.filter(|day| *day != today).map(|day| noon(app, day)).transpose()?;
        Ok(Contact {
            channel: self.channel,
            two_way: self.two_way != "no",
            initiated_by: Initiator::parse(&self.by),
            minutes: number("minutes", &self.minutes, "Minutes as a whole number, such as 20.")?,
            purpose: short("purpose", self.purpose)?,
            asked: !self.asked.is_empty(),
            at,
            provider: None,
        })
    }
}

/// A text that is not beyond all measure.
fn short(field: &'static str, typed: String) -> OfficeResult<String> {
    if typed.chars().count() > 2_000 {
        return Err(OfficeError::field(field, "At most 2,000 letters; say it shorter."));
    }
    Ok(typed)
}

/// Noon of a day: a day in a form has no hour, and noon is on it in whatever zone.
fn noon(app: &App, day: Day) -> OfficeResult<Timestamp> {
    let start = app.office.read()?.calendar().start_of(day);
    Ok(Timestamp(start.0 + 12 * 3_600 * 1_000_000))
}

async fn contact(
    State(app): State<App>,
    Path(id): Path<u32>,
    Posted { by, form, typed }: Posted<ContactForm>,
) -> PageResult {
    let permit = by.may_change(&app, id)?;
    let acted = async { app.office.log_contact(&permit, form.read(&app)?).await };
    let next = after(&typed, id, "");
    answer(&app, &by, id, ("contact", typed), &next, acted.await)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct PromiseForm {
    what: String,
    due: String,
    by: String,
    depends_on: String,
}

async fn promise(
    State(app): State<App>,
    Path(id): Path<u32>,
    Posted { by, form, typed }: Posted<PromiseForm>,
) -> PageResult {
    let permit = by.may_change(&app, id)?;
    let acted = async {
        let promise = NewPromise {
            due: day("due", &form.due)?,
            what: form.what,
            by: Promisor::parse(&form.by).unwrap_or(Promisor::Provider),
            depends_on: form.depends_on,
            provider: None,
        };
        app.office.make_promise(&permit, promise).await
    };
    let next = after(&typed, id, "#promises");
    answer(&app, &by, id, ("promise", typed), &next, acted.await)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SettleForm {
    outcome: String,
    due: String,
    note: String,
}

async fn settle(
    State(app): State<App>,
    Path((id, fact)): Path<(u32, u64)>,
    Posted { by, form, typed }: Posted<SettleForm>,
) -> PageResult {
    let permit = by.may_change(&app, id)?;
    let outcome = PromiseOutcome::parse(&form.outcome)
        .ok_or_else(|| WebError::Bad("What became of the promise? Choose one of the answers.".into()))?;
    let key = format!("settle-{fact}-{}", outcome.word());
    let acted = async {
        let due = day("due", &form.due)?;
        app.office.settle_promise(&permit, FactId(fact), outcome, due, &form.note).await
    };
    answer(&app, &by, id, (&key, typed), &page_of(id, "#promises"), acted.await)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WordForm {
    kind: String,
    severity: String,
    text: String,
    channel: String,
}

async fn word(
    State(app): State<App>,
    Path(id): Path<u32>,
    Posted { by, form, typed }: Posted<WordForm>,
) -> PageResult {
    let permit = by.may_change(&app, id)?;
    let acted = async {
        let kind = VoiceKind::parse(&form.kind);
        let kind = kind.ok_or_else(|| OfficeError::field("kind", "Was it a complaint, or praise?"))?;
        let severity = number("severity", &form.severity, "From 1 (slight) to 3 (grave).")?;
        // Beyond what the field can hold is beyond the scale as well.
        let severity = severity.map(|severity| u8::try_from(severity).unwrap_or(u8::MAX));
        let word = Word { kind, severity, text: form.text, channel: form.channel };
        app.office.note_word(&permit, word).await
    };
    let next = after(&typed, id, "");
    answer(&app, &by, id, ("word", typed), &next, acted.await)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct IssueForm {
    step: String,
    note: String,
}

async fn issue(
    State(app): State<App>,
    Path((id, fact)): Path<(u32, u64)>,
    Posted { by, form, typed }: Posted<IssueForm>,
) -> PageResult {
    let permit = by.may_change(&app, id)?;
    let step = Step::parse(&form.step)
        .ok_or_else(|| WebError::Bad("What happened with the issue? Choose one of the answers.".into()))?;
    let key = format!("issue-{fact}-{}", form.step);
    let acted = app.office.move_issue(&permit, FactId(fact), step, &form.note).await;
    let acted = acted.map_err(|error| at_field(error, "note"));
    answer(&app, &by, id, (&key, typed), &page_of(id, "#words"), acted)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WishForm {
    wish: String,
    cadence: String,
    provider: String,
    origin: String,
    channel: String,
}

impl WishForm {
    fn read(self) -> OfficeResult<NewWish> {
        let wished = match self.wish.as_str() {
            "cadence" => {
                let days = number("cadence", &self.cadence, "Days as a whole number, such as 30.")?;
                let days = days.ok_or_else(|| OfficeError::field("cadence", "Every how many days?"))?;
                Wished::Cadence(days)
            }
            "provider" => {
                let chosen = number("provider", &self.provider, "Choose one of us.")?;
                let chosen = chosen.ok_or_else(|| OfficeError::field("provider", "By whom of us?"))?;
                Wished::Provider(ProviderId(chosen))
            }
            style => {
                let style = Style::parse(style);
                Wished::Style(style.ok_or_else(|| OfficeError::field("wish", "What do they wish for?"))?)
            }
        };
        let origin = Origin::parse(&self.origin).unwrap_or(Origin::Stated);
        Ok(NewWish { wished, origin, channel: self.channel })
    }
}

async fn wish(
    State(app): State<App>,
    Path(id): Path<u32>,
    Posted { by, form, typed }: Posted<WishForm>,
) -> PageResult {
    let permit = by.may_change(&app, id)?;
    let acted = async { app.office.set_wish(&permit, form.read()?).await };
    let acted = acted.await.map_err(|error| at_field(error, "origin"));
    answer(&app, &by, id, ("wish", typed), &page_of(id, "#wishes"), acted)
}
