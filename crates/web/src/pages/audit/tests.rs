use crate::fixture::{Browser, Site};
use axum::http::StatusCode;
use guard::Role;

/// Changes the hours of a provider, and changes nothing else.
async fn act(site: &Site, by: &Browser<'_>, hours: &str) {
    let id = site.provider(0);
    let name = site.app.office.scene().unwrap().directory().name(id).to_owned();
    let done = by.post(&format!("/providers/{}", id.0), &[("name", &name), ("hours", hours)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}

#[tokio::test]
async fn what_was_done_is_told_filtered_and_undone() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    assert!(max.get("/audit").await.text.contains("Nothing was done yet"));
    act(&site, &max, "11").await;
    let trail = max.get("/audit").await;
    assert_eq!(trail.status, StatusCode::OK, "{}", trail.text);
    assert!(trail.text.contains("to 11 a week") && trail.text.contains("Max Manager"));
    assert!(max.get("/audit?verb=change_provider").await.text.contains("to 11 a week"));
    assert!(!max.get("/audit?verb=log_contact").await.text.contains("to 11 a week"));
    let today = site.day;
    assert!(max.get(&format!("/audit?from={today}&to={today}")).await.text.contains("to 11 a week"));
    let past = max.get(&format!("/audit?to={}", today.plus(-1))).await;
    assert!(past.text.contains("Nothing that was done fits"));
    let odd = max.get("/audit?from=soon").await;
    assert!(odd.status == StatusCode::OK && odd.text.contains("is no day"));
    let at = trail.text.find("action=\"/undo/").expect("an undo") + 8;
    let undo = trail.text[at..].split('"').next().unwrap();
    let undone = max.post(undo, &[("next", "/audit")]).await;
    let after = max.follow(&undone).await;
    assert!(after.text.contains("undone by Max Manager") && after.text.contains("class=\"undone\""));
}

#[tokio::test]
async fn it_is_paged_and_filtered_by_who_and_about_whom() {
    let site = Site::simulated().await;
    let (max, ada) = (site.as_role(Role::Manager).await, site.as_role(Role::Administrator).await);
    for hours in 1..=52 {
        act(&site, &max, &hours.to_string()).await;
    }
    act(&site, &ada, "99").await;
    let first = max.get("/audit").await;
    assert!(first.text.contains("to 99 a week") && !first.text.contains("to 2 a week"));
    let next = first.text.split("href=\"/audit?before=").nth(1).expect("a next page");
    let next = next.split('"').next().unwrap();
    let second = max.get(&format!("/audit?before={next}")).await;
    assert!(second.text.contains("to 2 a week") && !second.text.contains("to 99 a week"));
    let account = site.app.office.read().unwrap().account_by_email("admin@example.com").unwrap().unwrap();
    let hers = max.get(&format!("/audit?who={}", account.id.0)).await;
    assert!(hers.text.contains("to 99 a week") && !hers.text.contains("to 52 a week"));
    assert!(!hers.text.contains("action=\"/undo/"), "a manager does not undo an administrator's act");
    assert!(ada.get("/audit").await.text.contains("action=\"/undo/"), "an administrator may");
    let person = site.own_person().0;
    assert!(max.get(&format!("/audit?person={person}")).await.text.contains("Nothing that was done fits"));
    let nobody = max.get("/audit?person=Nobody+Of+This+Name").await;
    assert!(nobody.text.contains("Nobody of that name"));
    assert_eq!(max.get("/audit?who=me").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_provider_reads_the_own_acts_only() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    act(&site, &max, "11").await;
    let petra = site.as_role(Role::Provider).await;
    let account = site.app.office.read().unwrap().account_by_email("manager@example.com").unwrap().unwrap();
    for path in ["/audit".to_owned(), format!("/audit?who={}", account.id.0)] {
        let own = petra.get(&path).await;
        assert!(own.status == StatusCode::OK && !own.text.contains("to 11 a week"), "{path}");
        assert!(!own.text.contains("Max Manager"));
    }
    let vera = site.as_role(Role::Viewer).await.get("/audit").await;
    assert!(vera.text.contains("to 11 a week") && !vera.text.contains("action=\"/undo/"));
    assert_eq!(site.get("/audit").await.status, StatusCode::SEE_OTHER);
}
