//! Duplicates: who may be the same person, with the evidence in words. A person decides.

use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::{NoFields, Posted};
use crate::respond::{PageResult, WebError, done, go, page};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::{get, post};
use book::CustomerId;
use book::money::thousands;
use guard::SeePeople;
use office::Scene;
use office::duplicates::{SeeEverybody, ToldApart, Twins};
use people::Row;
use serde::Deserialize;
use std::time::Duration;

/// How long a page waits for the search before it says that it is going on.
const PATIENCE: Duration = Duration::from_millis(500);

/// Pairs of one page.
const SHOWN: usize = 50;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/people/duplicates", get(show).post(look_again))
        .route("/people/duplicates/apart", post(apart))
        .route("/people/duplicates/together", post(together))
}

#[derive(Template)]
#[template(path = "duplicates.html")]
struct DuplicatesPage {
    frame: Frame,
    /// `None` while the search goes on.
    pairs: Option<Vec<ShownPair>>,
    count: String,
    is_cut: bool,
    /// How many pairs were told apart; `None` when they are what is shown.
    told_apart: Option<usize>,
}

/// Two who may be one.
struct ShownPair {
    a: Side,
    b: Side,
    how_sure: &'static str,
    evidence: String,
    /// Who told them apart, and when; `None` while it is open.
    told_apart: Option<String>,
}

struct Side {
    id: u32,
    name: String,
    detail: String,
}

fn everybody(by: &SignedIn) -> Result<SeeEverybody, WebError> {
    let permit: SeePeople = by.actor.see_people()?;
    Ok(SeeEverybody::of(&permit, by.actor.manage())?)
}

fn side(row: &Row, scene: &Scene) -> Side {
    let serves = row.provider.map(|id| format!("{} serves", scene.directory().name(id)));
    let reached = row.email.as_deref().or(row.phone.as_deref()).map(str::to_owned);
    let contacts = judge::words::count(row.contact_count, "contact");
    let parts: Vec<String> = [reached, serves, Some(contacts)].into_iter().flatten().collect();
    Side { id: row.id.0, name: row.display_name().to_owned(), detail: parts.join(" · ") }
}

fn shown(twins: &Twins, scene: &Scene) -> ShownPair {
    let evidence: Vec<String> = twins.pair.evidence.iter().map(ToString::to_string).collect();
    ShownPair {
        a: side(&twins.a, scene),
        b: side(&twins.b, scene),
        how_sure: match twins.pair.weight {
            3 => "nearly sure",
            2 => "likely",
            _ => "possible",
        },
        evidence: evidence.join("; "),
        told_apart: None,
    }
}

fn shown_apart(pair: &ToldApart, scene: &Scene) -> ShownPair {
    let said = format!("Two people, says {}, {}.", pair.who, judge::words::date(pair.day, scene.day()));
    ShownPair {
        a: side(&pair.a, scene),
        b: side(&pair.b, scene),
        how_sure: "",
        evidence: String::new(),
        told_apart: Some(said),
    }
}

/// What to show.
#[derive(Deserialize, Default)]
struct Which {
    /// Anything but nothing for the pairs that were told apart.
    #[serde(default)]
    apart: String,
    done: Option<u64>,
}

fn pairs_in_words(total: usize) -> String {
    match total {
        1 => "1 pair".to_owned(),
        _ => format!("{} pairs", thousands(total as u64)),
    }
}

async fn show(State(app): State<App>, by: SignedIn, Query(which): Query<Which>) -> PageResult {
    let permit = everybody(&by)?;
    let scene = app.office.scene()?;
    let told = app.office.told_apart(&permit)?;
    let done = Done { done: which.done };
    if !which.apart.is_empty() {
        let frame =
            Frame::new(&app, &by, Section::People, "Told apart", "/people/duplicates?apart=yes", &done);
        let (count, is_cut) = (pairs_in_words(told.len()), told.len() > SHOWN);
        let pairs = Some(told.iter().take(SHOWN).map(|pair| shown_apart(pair, &scene)).collect());
        return page(&DuplicatesPage { frame, pairs, count, is_cut, told_apart: None });
    }
    let frame = Frame::new(&app, &by, Section::People, "Duplicates", "/people/duplicates", &done);
    let found = match tokio::time::timeout(PATIENCE, app.office.duplicates(&permit)).await {
        Ok(found) => Some(found?),
        Err(_) => None,
    };
    let total = found.as_ref().map_or(0, Vec::len);
    let count = pairs_in_words(total);
    let pairs = found.map(|found| found.iter().take(SHOWN).map(|twins| shown(twins, &scene)).collect());
    page(&DuplicatesPage { frame, pairs, count, is_cut: total > SHOWN, told_apart: Some(told.len()) })
}

/// Two who look alike.
#[derive(Deserialize)]
struct Two {
    a: u32,
    b: u32,
}

async fn apart(State(app): State<App>, posted: Posted<Two>) -> PageResult {
    let (permit, Two { a, b }) = (posted.by.actor.manage()?, posted.form);
    let receipt = app.office.tell_apart(&permit, CustomerId(a), CustomerId(b)).await?;
    done("/people/duplicates", &receipt)
}

async fn together(State(app): State<App>, posted: Posted<Two>) -> PageResult {
    let (permit, Two { a, b }) = (posted.by.actor.manage()?, posted.form);
    let receipt = app.office.untell_apart(&permit, CustomerId(a), CustomerId(b)).await?;
    done("/people/duplicates?apart=yes", &receipt)
}

async fn look_again(State(app): State<App>, posted: Posted<NoFields>) -> PageResult {
    app.office.forget_duplicates(&everybody(&posted.by)?)?;
    go("/people/duplicates")
}

#[cfg(test)]
mod tests {
    use crate::fixture::Site;
    use axum::http::StatusCode;
    use guard::Role;

    #[tokio::test]
    async fn pairs_are_for_whoever_sees_everybody() {
        let site = Site::simulated().await;
        for (role, status) in [
            (Role::Administrator, StatusCode::OK),
            (Role::Manager, StatusCode::OK),
            (Role::Viewer, StatusCode::OK),
            (Role::Provider, StatusCode::FORBIDDEN),
        ] {
            let browser = site.as_role(role).await;
            let page = browser.get("/people/duplicates").await;
            assert_eq!(page.status, status, "{role:?}");
            assert_eq!(
                page.text.contains("Look and merge"),
                page.text.contains("class=\"twins\"") && role != Role::Viewer
            );
        }
    }

    /// Adds somebody of this name and address; their number.
    async fn add(max: &crate::fixture::Browser<'_>, name: &str, insist: bool) -> String {
        let fields = [("name", name), ("email", "twin@example.com"), ("kind", "person")];
        let mut fields = fields.to_vec();
        if insist {
            fields.push(("anyway", "yes"));
        }
        let added = max.post("/person/new", &fields).await;
        let to = added.location.unwrap_or_else(|| panic!("{}", added.text));
        to.trim_start_matches("/person/").split('?').next().unwrap().to_owned()
    }

    #[tokio::test]
    async fn two_who_are_told_apart_are_not_suggested_again() {
        let site = Site::simulated().await;
        let max = site.as_role(Role::Manager).await;
        let (a, b) = (add(&max, "Tilda Twin", false).await, add(&max, "Tilda Twyn", true).await);
        let list = max.get("/people/duplicates").await;
        assert!(
            list.text.contains("Tilda Twyn") && list.text.contains("Not the same person"),
            "{}",
            list.text
        );
        let both = [("a", a.as_str()), ("b", b.as_str())];
        let told = max.follow(&max.post("/people/duplicates/apart", &both).await).await;
        assert!(told.text.contains("Said that Tilda Twin and Tilda Twyn are two people."), "{}", told.text);
        assert!(!told.text.contains("Tilda Twyn</strong>"), "suggested all the same");
        max.post("/people/duplicates", &[]).await;
        let again = max.get("/people/duplicates").await;
        assert!(!again.text.contains("Tilda Twyn"), "not after another look either: {}", again.text);
        assert!(again.text.contains("1 pair was told apart"), "{}", again.text);

        let apart = max.get("/people/duplicates?apart=yes").await;
        assert!(apart.text.contains("Tilda Twyn") && apart.text.contains("Two people, says Max Manager"));
        let undo = told.text.split("action=\"/undo/").nth(1).unwrap().split('"').next().unwrap();
        let back = max.post(&format!("/undo/{undo}"), &[("next", "/people/duplicates")]).await;
        assert!(max.follow(&back).await.text.contains("Tilda Twyn</strong>"));
        max.post("/people/duplicates/apart", &both).await;
        let open = max.follow(&max.post("/people/duplicates/together", &both).await).await;
        assert!(open.text.contains("may be one person after all"), "{}", open.text);
        assert!(max.get("/people/duplicates").await.text.contains("Tilda Twyn</strong>"));
        for user in ["provider", "viewer"] {
            let somebody = site.as_user(user).await;
            for path in ["/people/duplicates/apart", "/people/duplicates/together"] {
                assert_eq!(somebody.post(path, &both).await.status, StatusCode::FORBIDDEN, "{user} {path}");
            }
        }
    }

    #[tokio::test]
    async fn looking_again_leads_back() {
        let site = Site::simulated().await;
        let max = site.as_role(Role::Manager).await;
        max.get("/people/duplicates").await;
        let again = max.post("/people/duplicates", &[]).await;
        assert_eq!(again.location.as_deref(), Some("/people/duplicates"));
        assert_eq!(max.follow(&again).await.status, StatusCode::OK);
    }
}
