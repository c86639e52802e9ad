//! Today: one provider's day as cards. What was done with a card becomes facts.

use super::person::address;
use super::sign_in::field_errors;
use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::{Posted, Typed};
use crate::respond::{PageResult, WebError, done, page, page_with};
use crate::session::SignedIn;
use crate::words;
use agenda::{Act, Group};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use book::{CustomerId, Day, ProviderId};
use guard::{ChangeDay, SeeDay};
use office::acts::outcome::{Outcome, Settle};
use office::said::RestsOn;
use office::{Card, CardState, OfficeError, SetAside, Today};
use serde::Deserialize;
use std::collections::HashMap;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/today", get(show)).route("/today/{customer}/{act}", post(settle))
}

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    frame: Frame,
    today: Today,
    groups: Vec<Shown>,
    others: Vec<(String, String)>,
    typed: Typed,
    /// The card whose form came back.
    wrong: Option<String>,
    changes: bool,
    query: String,
}

#[derive(Template)]
#[template(path = "today_waits.html")]
struct Waiting {
    frame: Frame,
    read: u64,
    total: u64,
}

impl TodayPage {
    fn date(&self, day: &Day) -> String {
        judge::words::date(*day, self.today.day)
    }

    /// Where a fact stands among everything recorded about the person.
    fn place(&self, customer: &CustomerId, fact: &RestsOn) -> String {
        address(*customer, &fact.kind, fact.fact)
    }
}

/// A heading with its cards.
struct Shown {
    group: Group,
    cards: Vec<ShownCard>,
}

struct ShownCard {
    card: Card,
    key: String,
    state: Option<String>,
    /// What somebody judged otherwise about the person, in sentences.
    aside: Vec<String>,
}

impl Shown {
    fn id(&self) -> String {
        format!("g-{:?}", self.group)
    }

    fn heading(&self) -> &'static str {
        match self.group {
            Group::KeepAPromise => "Keep a promise",
            Group::PutRight => "Put right",
            Group::Ask => "Ask",
            Group::Give => "Give",
            Group::Sell => "Sell",
            Group::LeaveAlone => "Leave alone",
        }
    }

    fn open(&self) -> usize {
        self.cards.iter().filter(|card| card.state.is_none()).count()
    }
}

#[derive(Deserialize, Default)]
struct Which {
    /// The provider's number; `owner` is the owner.
    #[serde(default)]
    provider: String,
    done: Option<u64>,
}

/// Whose day is meant: the one named, else the own one.
fn whose(by: &SignedIn, named: &str) -> Result<Option<ProviderId>, WebError> {
    match named {
        "" => Ok(by.actor.provider),
        "owner" => Ok(None),
        number => {
            let number = number.parse().map_err(|_| WebError::Bad("provider: expected a number".into()))?;
            Ok(Some(ProviderId(number)))
        }
    }
}

fn state_words(state: &CardState) -> Option<String> {
    match state {
        CardState::Open => None,
        CardState::Done { outcome } => Some(words::plain(outcome)),
        CardState::Snoozed { until } => {
            Some(until.map_or_else(|| "put off".to_owned(), |day| format!("put off until {day}")))
        }
    }
}

/// "Max Manager judges otherwise: contact rhythm is on rhythm, until 20 December."
fn judged_otherwise(one: &SetAside, today: Day) -> String {
    let (judgement, value) = (words::plain(&one.judgement), words::plain(&one.value));
    let until = judge::words::date(one.until, today);
    format!("{} judges otherwise: {judgement} is {value}, until {until}.", one.who)
}

fn groups(today: &Today, aside: &HashMap<CustomerId, Vec<SetAside>>) -> Vec<Shown> {
    let mut groups: Vec<Shown> = Vec::new();
    let mut cards: Vec<(&Card, &CardState)> = today.cards().collect();
    cards.sort_by_key(|(card, _)| position(card.act.group()));
    for (card, state) in cards {
        let group = card.act.group();
        let shown = ShownCard {
            card: card.clone(),
            key: format!("{}-{}", card.customer.0, card.act.word()),
            state: state_words(state),
            aside: aside
                .get(&card.customer)
                .into_iter()
                .flatten()
                .map(|one| judged_otherwise(one, today.day))
                .collect(),
        };
        match groups.last_mut() {
            Some(last) if last.group == group => last.cards.push(shown),
            _ => groups.push(Shown { group, cards: vec![shown] }),
        }
    }
    groups
}

/// Ask, keep promises, give, then sell (ethics 4.3): and of asking, those first who told us something.
fn position(group: Group) -> u8 {
    match group {
        Group::PutRight => 0,
        Group::Ask => 1,
        Group::KeepAPromise => 2,
        Group::Give => 3,
        Group::Sell => 4,
        Group::LeaveAlone => 5,
    }
}

async fn show(State(app): State<App>, by: SignedIn, Query(which): Query<Which>) -> PageResult {
    render(&app, &by, &which, Typed::default(), None).await
}

async fn render(app: &App, by: &SignedIn, which: &Which, typed: Typed, wrong: Option<String>) -> PageResult {
    let provider = whose(by, &which.provider)?;
    let permit: SeeDay = by.actor.see_day(provider)?;
    let query =
        if which.provider.is_empty() { String::new() } else { format!("?provider={}", which.provider) };
    let here = format!("/today{query}");
    let frame = Frame::new(app, by, Section::Today, "Today", &here, &Done { done: which.done });
    let today = match app.office.today(&permit).await {
        Ok(today) => today,
        Err(OfficeError::NotReady) => {
            let (read, total) = app.office.progress().unwrap_or((0, 0));
            return page(&Waiting { frame, read, total });
        }
        Err(error) => return Err(error.into()),
    };
    let others = if frame.manages { others(app, provider)? } else { Vec::new() };
    let changes = by.actor.change_day(provider).is_ok();
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let aside = app.office.set_aside(today.cards().map(|(card, _)| card.customer))?;
    let groups = groups(&today, &aside);
    page_with(status, &TodayPage { frame, today, groups, others, typed, wrong, changes, query })
}

/// Other people's days, for whoever manages.
fn others(app: &App, current: Option<ProviderId>) -> Result<Vec<(String, String)>, WebError> {
    let scene = app.office.scene()?;
    let mut all = vec![("Owner".to_owned(), "owner".to_owned(), None)];
    for provider in &scene.directory().providers {
        all.push((provider.display_name().to_owned(), provider.id.0.to_string(), Some(provider.id)));
    }
    Ok(all.into_iter().filter(|(_, _, id)| *id != current).map(|(name, key, _)| (name, key)).collect())
}

#[derive(Deserialize)]
struct SettleForm {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    channel: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    provider: String,
}

async fn settle(
    State(app): State<App>,
    Path((customer, act)): Path<(u32, String)>,
    Query(which): Query<Which>,
    posted: Posted<SettleForm>,
) -> PageResult {
    let Posted { by, form, typed } = posted;
    let act = Act::ALL.into_iter().find(|one| one.word() == act).ok_or(WebError::NotFound)?;
    let named = if form.provider.is_empty() { which.provider.clone() } else { form.provider.clone() };
    let day: ChangeDay = by.actor.change_day(whose(&by, &named)?)?;
    let person = by.may_change(&app, customer)?;
    let outcome = Outcome::parse(&form.outcome)
        .ok_or_else(|| WebError::Bad("What happened? Choose one of the answers offered.".into()))?;
    let until = match form.until.as_str() {
        "" => None,
        text => Some(Day::parse(text).ok_or_else(|| WebError::Bad("until: expected a day".into()))?),
    };
    let settled = Settle { act, outcome, channel: form.channel, note: form.note, until };
    match app.office.settle_card(&day, &person, settled).await {
        Ok(receipt) => {
            let query = if named.is_empty() { String::new() } else { format!("?provider={named}") };
            done(&format!("/today{query}#card-{customer}-{}", act.word()), &receipt)
        }
        Err(error) => {
            let typed = typed.with_errors(field_errors(error)?);
            let which = Which { provider: named, done: None };
            render(&app, &by, &which, typed, Some(format!("{customer}-{}", act.word()))).await
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Site;
    use axum::http::StatusCode;
    use guard::Role;

    /// The first form of a card and what it is about.
    fn first_card(text: &str) -> String {
        let start = text.find("action=\"/today/").expect("a card") + "action=\"".len();
        text[start..].split('"').next().unwrap().to_owned()
    }

    #[tokio::test]
    async fn a_card_is_done_told_and_undone() {
        let site = Site::simulated().await;
        let petra = site.as_role(Role::Provider).await;
        let today = petra.get("/today").await;
        assert_eq!(today.status, StatusCode::OK, "{}", today.text);
        assert!(today.text.contains("0 of "), "nothing is done yet");
        let card = first_card(&today.text);
        let done = petra.post(&card, &[("outcome", "reached"), ("note", "Spoke about spring")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let after = petra.follow(&done).await;
        assert!(after.text.contains("1 of "), "one is done");
        assert!(after.text.contains("Spoke with"), "it says what was done");
        let undo = after.text.split("action=\"/undo/").nth(1).unwrap().split('"').next().unwrap();
        let undone = petra.post(&format!("/undo/{undo}"), &[("next", "/today")]).await;
        let back = petra.follow(&undone).await;
        assert!(back.text.contains("0 of "), "it is open again");
        assert!(back.text.contains("Undone: Spoke with"));
    }

    #[tokio::test]
    async fn a_promise_and_an_issue_from_a_card_lead_back_to_the_day_and_are_in_it() {
        let site = Site::simulated().await;
        let petra = site.as_role(Role::Provider).await;
        let card = first_card(&petra.get("/today").await.text);
        let person = card.split('/').nth(2).unwrap();
        let today = site.day.to_string();
        let promise = [("what", "The new shade card"), ("due", today.as_str()), ("next", "/today")];
        let promised = petra.post(&format!("/person/{person}/promise"), &promise).await;
        assert!(promised.location.as_deref().unwrap().starts_with("/today?done="), "{promised:?}");
        let day = petra.follow(&promised).await;
        assert!(day.text.matches("The new shade card").count() >= 2, "said once, and owed today");
        let issue = [("kind", "complaint"), ("text", "The color ran"), ("next", "/today")];
        let told = petra.post(&format!("/person/{person}/word"), &issue).await;
        let day = petra.follow(&told).await;
        assert!(day.text.contains("The color ran"), "an open issue is on the day");
    }

    #[tokio::test]
    async fn putting_off_needs_a_reason_and_keeps_what_was_typed() {
        let site = Site::simulated().await;
        let petra = site.as_role(Role::Provider).await;
        let card = first_card(&petra.get("/today").await.text);
        let wrong = petra.post(&card, &[("outcome", "snoozed"), ("until", "2031-05-06")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("Why later?") && wrong.text.contains("2031-05-06"));
        let right = petra.post(&card, &[("outcome", "snoozed"), ("note", "on holiday")]).await;
        assert_eq!(right.status, StatusCode::SEE_OTHER);
        assert!(petra.follow(&right).await.text.contains("put off until"));
    }

    #[tokio::test]
    async fn a_form_without_its_token_changes_nothing() {
        let site = Site::simulated().await;
        let petra = site.as_role(Role::Provider).await;
        let card = first_card(&petra.get("/today").await.text);
        let forged = petra.post_forged(&card, &[("outcome", "reached")]).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
        assert!(petra.get("/today").await.text.contains("0 of "));
    }

    #[tokio::test]
    async fn the_facts_are_told_and_lead_to_where_they_stand() {
        let site = Site::simulated().await;
        let petra = site.as_role(Role::Provider).await;
        let today = petra.get("/today").await;
        let facts: Vec<&str> = today.text.split("<h3>The facts</h3>").skip(1).collect();
        assert!(!facts.is_empty(), "{}", today.text);
        for facts in facts {
            let list = facts.split("</ul>").next().unwrap();
            assert!(list.contains("<time datetime=") && list.contains("href=\"/person/"), "{list}");
            let href = list.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
            let (page, anchor) = href.split_once('#').unwrap();
            let everything = petra.get(page).await;
            assert!(everything.text.contains(&format!("<tr id=\"{anchor}\">")), "{href} leads nowhere");
            for raw in ["interaction/", "purchase/", "promise/", "voice/", "~0"] {
                assert!(!list.contains(raw), "{raw} in {list}");
            }
        }
    }

    #[tokio::test]
    async fn somebody_elses_day_is_for_managers() {
        let site = Site::simulated().await;
        let other = site.provider(1).0;
        let petra = site.as_role(Role::Provider).await;
        let refused = petra.get(&format!("/today?provider={other}")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let max = site.as_role(Role::Manager).await;
        let shown = max.get(&format!("/today?provider={other}")).await;
        assert_eq!(shown.status, StatusCode::OK);
        let vera = site.as_role(Role::Viewer).await;
        let seen = vera.get(&format!("/today?provider={other}")).await;
        assert!(!seen.text.contains("action=\"/today/"), "a viewer changes nothing");
    }

    #[tokio::test]
    async fn nobody_is_sent_to_sign_in_and_back() {
        let site = Site::simulated().await;
        let page = site.get("/today?provider=3").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(page.location.as_deref(), Some("/sign-in?next=%2Ftoday%3Fprovider%3D3"));
    }
}
