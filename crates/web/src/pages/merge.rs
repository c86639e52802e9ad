//! Merging two people: side by side first, then one act; and taking them apart again.

use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::posted::Posted;
use crate::respond::{PageResult, WebError, done, page};
use crate::session::SignedIn;
use crate::words;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use book::{Customer, CustomerId, PartyKind};
use office::Scene;
use office::merging::{MergePreview, Side};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/people/merge", get(show).post(merge))
        .route("/person/{customer}/unmerge", post(unmerge))
}

#[derive(Template)]
#[template(path = "merge.html")]
struct MergePage {
    frame: Frame,
    stays: Named,
    goes: Named,
    profile: Vec<Line>,
    counts: Vec<Line>,
    facts: String,
}

struct Named {
    id: u32,
    name: String,
    source: String,
    others: usize,
}

/// A row of the comparison.
struct Line {
    label: &'static str,
    stays: String,
    goes: String,
    after: String,
    /// Both say something, and not the same.
    differs: bool,
}

#[derive(Deserialize)]
struct Pair {
    a: Option<u32>,
    b: Option<u32>,
    /// Who stays; the one with more facts when not said.
    stays: Option<u32>,
}

fn named(side: &Side) -> Named {
    let customer = &side.customer;
    Named {
        id: customer.id.0,
        name: customer.display_name().to_owned(),
        source: format!("{} of {}", customer.external_id, customer.source),
        others: side.others,
    }
}

fn profile(preview: &MergePreview, scene: &Scene) -> Vec<Line> {
    type Says = fn(&Customer) -> Option<String>;
    let texts: [(&'static str, Says); 7] = [
        ("Name", |customer| customer.name.as_ref().map(ToString::to_string)),
        ("E-mail", |customer| customer.email.as_ref().map(ToString::to_string)),
        ("Phone", |customer| customer.phone.as_ref().map(ToString::to_string)),
        ("Person or organization", |customer| {
            customer.kind.map(|kind| match kind {
                PartyKind::Person => "person".to_owned(),
                PartyKind::Organization => "organization".to_owned(),
            })
        }),
        ("Customer since", |customer| customer.since.map(|day| day.to_string())),
        ("Language", |customer| customer.language.as_ref().map(ToString::to_string)),
        ("Time zone", |customer| customer.timezone.as_ref().map(ToString::to_string)),
    ];
    let (stays, goes, after) = (&preview.stays.customer, &preview.goes.customer, &preview.after);
    let assigned = |customer: &Customer| customer.assigned_to.map(|id| scene.directory().name(id).to_owned());
    let says = texts.into_iter().map(|(label, says)| (label, says(stays), says(goes), says(after)));
    let assigned = ("Assigned to", assigned(stays), assigned(goes), assigned(after));
    says.chain([assigned])
        .filter(|(_, stays, goes, _)| stays.is_some() || goes.is_some())
        .map(|(label, stays, goes, after)| {
            let differs = stays.is_some() && goes.is_some() && stays != goes;
            let text = |said: Option<String>| said.unwrap_or_else(|| "not known".to_owned());
            Line { label, stays: text(stays), goes: text(goes), after: text(after), differs }
        })
        .collect()
}

fn counts(preview: &MergePreview, scene: &Scene) -> Vec<Line> {
    let both = preview.stays.counts.iter().zip(&preview.goes.counts);
    let mut lines: Vec<Line> = both
        .filter(|((_, stays), (_, goes))| stays + goes > 0)
        .map(|((label, stays), (_, goes))| Line {
            label,
            stays: stays.to_string(),
            goes: goes.to_string(),
            after: (stays + goes).to_string(),
            differs: false,
        })
        .collect();
    let date =
        |day: Option<book::Day>| day.map_or_else(|| "never".to_owned(), |day| words::ago(day, scene.day()));
    let (stays, goes) = (&preview.stays, &preview.goes);
    let first = [stays.first_day, goes.first_day].into_iter().flatten().min();
    let last = stays.last_day.max(goes.last_day);
    for (label, left, right, after) in [
        ("First known", stays.first_day, goes.first_day, first),
        ("Last known", stays.last_day, goes.last_day, last),
    ] {
        lines.push(Line { label, stays: date(left), goes: date(right), after: date(after), differs: false });
    }
    lines
}

async fn show(
    State(app): State<App>,
    by: SignedIn,
    Query(pair): Query<Pair>,
    Query(done): Query<Done>,
) -> PageResult {
    let permit = by.actor.manage()?;
    let (Some(a), Some(b)) = (pair.a, pair.b) else {
        let how = "A merge names two people: /people/merge?a=17&b=42, with the numbers of their pages.";
        return Err(WebError::Bad(how.to_owned()));
    };
    let preview =
        app.office.merge_preview(&permit, CustomerId(a), CustomerId(b), pair.stays.map(CustomerId))?;
    let scene = app.office.scene()?;
    let here = format!("/people/merge?a={a}&b={b}");
    let frame = Frame::new(&app, &by, Section::People, "Merge two people", &here, &done);
    let facts = preview.stays.facts() + preview.goes.facts();
    page(&MergePage {
        frame,
        stays: named(&preview.stays),
        goes: named(&preview.goes),
        profile: profile(&preview, &scene),
        counts: counts(&preview, &scene),
        facts: judge::words::count(u32::try_from(facts).unwrap_or(u32::MAX), "fact"),
    })
}

#[derive(Deserialize)]
struct MergeForm {
    gone: u32,
    into: u32,
}

async fn merge(State(app): State<App>, posted: Posted<MergeForm>) -> PageResult {
    let permit = posted.by.actor.manage()?;
    let (gone, into) = (CustomerId(posted.form.gone), CustomerId(posted.form.into));
    let receipt = app.office.merge_people(&permit, gone, into).await?;
    done(&format!("/person/{}", into.0), &receipt)
}

#[derive(Deserialize)]
struct UnmergeForm {
    /// Where to go afterwards; the person taken out when empty.
    #[serde(default)]
    next: String,
}

async fn unmerge(State(app): State<App>, Path(gone): Path<u32>, posted: Posted<UnmergeForm>) -> PageResult {
    let permit = posted.by.actor.manage()?;
    let receipt = app.office.unmerge_people(&permit, CustomerId(gone)).await?;
    let own = format!("/person/{gone}");
    let next = if posted.form.next.is_empty() { own.as_str() } else { posted.form.next.as_str() };
    done(next, &receipt)
}

#[cfg(test)]
mod tests {
    use crate::fixture::Site;
    use axum::http::StatusCode;
    use guard::Role;

    #[tokio::test]
    async fn two_become_one_and_two_again() {
        let site = Site::simulated().await;
        let (a, b) = (site.own_person(), site.foreign_person());
        let max = site.as_role(Role::Manager).await;
        let preview = max.get(&format!("/people/merge?a={}&b={}", a.0, b.0)).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.text);
        assert!(preview.text.contains("class=\"differs\""), "names differ");
        assert!(preview.text.contains("The other one stays"));
        let before = max.get("/people").await;
        let (gone, into) = (b.0.to_string(), a.0.to_string());
        let merged = max.post("/people/merge", &[("gone", &gone), ("into", &into)]).await;
        assert_eq!(merged.status, StatusCode::SEE_OTHER, "{}", merged.text);
        assert!(merged.location.as_deref().unwrap().starts_with(&format!("/person/{into}?done=")));
        let count = |text: &str| text.split("<span>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let during = max.get("/people").await;
        assert_ne!(count(&tools(&before.text)), count(&tools(&during.text)), "one fewer");
        let twice = max.post("/people/merge", &[("gone", &gone), ("into", &into)]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        let whole = max.follow(&merged).await;
        let form = format!("action=\"/person/{gone}/unmerge\"");
        assert!(whole.text.contains(&form), "the ties offer it");
        let apart = max.post(&format!("/person/{gone}/unmerge"), &[]).await;
        assert_eq!(apart.status, StatusCode::SEE_OTHER, "{}", apart.text);
        let after = max.get("/people").await;
        assert_eq!(count(&tools(&before.text)), count(&tools(&after.text)), "as before");
    }

    fn tools(text: &str) -> String {
        text.split("table-tools").nth(1).unwrap().to_owned()
    }

    #[tokio::test]
    async fn a_merge_is_undone_from_the_trail() {
        let site = Site::simulated().await;
        let (a, b) = (site.own_person(), site.foreign_person());
        let max = site.as_role(Role::Manager).await;
        let (gone, into) = (b.0.to_string(), a.0.to_string());
        let merged = max.post("/people/merge", &[("gone", &gone), ("into", &into)]).await;
        let act = merged.location.unwrap().split("done=").nth(1).unwrap().to_owned();
        let book = || site.app.office.read().unwrap();
        assert_eq!(book().standing_customer(b).unwrap(), a);
        let undone = max.post(&format!("/undo/{act}"), &[("next", "/people")]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
        assert_eq!(book().standing_customer(b).unwrap(), b);
    }

    #[tokio::test]
    async fn only_managers_merge() {
        let site = Site::simulated().await;
        let (a, b) = (site.own_person().0.to_string(), site.foreign_person().0.to_string());
        for role in [Role::Provider, Role::Viewer] {
            let browser = site.as_role(role).await;
            let page = browser.get(&format!("/people/merge?a={a}&b={b}")).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role:?}");
            let post = browser.post("/people/merge", &[("gone", &a), ("into", &b)]).await;
            assert_eq!(post.status, StatusCode::FORBIDDEN, "{role:?}");
            let apart = browser.post(&format!("/person/{a}/unmerge"), &[]).await;
            assert_eq!(apart.status, StatusCode::FORBIDDEN, "{role:?}");
        }
    }

    #[tokio::test]
    async fn wrong_pairs_are_told() {
        let site = Site::simulated().await;
        let max = site.as_role(Role::Manager).await;
        assert_eq!(max.get("/people/merge").await.status, StatusCode::BAD_REQUEST);
        assert_eq!(max.get("/people/merge?a=1&b=1").await.status, StatusCode::CONFLICT);
        assert_eq!(max.get("/people/merge?a=1&b=4000000").await.status, StatusCode::NOT_FOUND);
        let apart = max.post("/person/1/unmerge", &[]).await;
        assert_eq!(apart.status, StatusCode::CONFLICT);
    }
}
