//! Duplicates: who may be the same person, with the evidence in words. A person decides.

use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::{NoFields, Posted};
use crate::respond::{PageResult, WebError, go, page};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use book::money::thousands;
use guard::SeePeople;
use office::Scene;
use office::duplicates::{SeeEverybody, Twins};
use people::Row;
use std::time::Duration;

/// How long a page waits for the search before it says that it is going on.
const PATIENCE: Duration = Duration::from_millis(500);

/// Pairs of one page.
const SHOWN: usize = 50;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/people/duplicates", get(show).post(look_again))
}

#[derive(Template)]
#[template(path = "duplicates.html")]
struct DuplicatesPage {
    frame: Frame,
    /// `None` while the search goes on.
    pairs: Option<Vec<ShownPair>>,
    count: String,
    is_cut: bool,
}

/// Two who may be one.
struct ShownPair {
    a: Side,
    b: Side,
    how_sure: &'static str,
    evidence: String,
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
    }
}

async fn show(State(app): State<App>, by: SignedIn, Query(done): Query<Done>) -> PageResult {
    let permit = everybody(&by)?;
    let scene = app.office.scene()?;
    let frame = Frame::new(&app, &by, Section::People, "Duplicates", "/people/duplicates", &done);
    let found = match tokio::time::timeout(PATIENCE, app.office.duplicates(&permit)).await {
        Ok(found) => Some(found?),
        Err(_) => None,
    };
    let total = found.as_ref().map_or(0, Vec::len);
    let count = match total {
        1 => "1 pair".to_owned(),
        _ => format!("{} pairs", thousands(total as u64)),
    };
    let pairs = found.map(|found| found.iter().take(SHOWN).map(|twins| shown(twins, &scene)).collect());
    page(&DuplicatesPage { frame, pairs, count, is_cut: total > SHOWN })
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
