use crate::fixture::{Browser, Site};
use axum::http::StatusCode;
use guard::{Actor, Role};

/// The address of the first form on a page that begins so.
fn first_form(text: &str, start: &str) -> String {
    let start = format!("action=\"{start}");
    let at = text.find(&start).expect("a form") + "action=\"".len();
    text[at..].split('"').next().unwrap().replace("&#38;", "&")
}

async fn promised(browser: &Browser<'_>) -> String {
    let page = browser.get("/promises").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    first_form(&page.text, "/promises/")
}

#[tokio::test]
async fn a_promise_is_kept_told_and_undone() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let form = promised(&max).await;
    let kept = max.post(&form, &[("outcome", "kept")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let after = max.follow(&kept).await;
    assert!(after.text.contains("the promise to"), "it says what was done");
    assert!(!after.text.contains(&form), "it is off the board");
    let undo = first_form(&after.text, "/undo/");
    let back = max.follow(&max.post(&undo, &[("next", "/promises")]).await).await;
    assert!(back.text.contains(&form), "it is back");
}

#[tokio::test]
async fn a_promise_to_anothers_person_is_on_the_board_of_who_made_it() {
    let site = Site::simulated().await;
    let (max, petra) = (site.as_role(Role::Manager).await, site.as_role(Role::Provider).await);
    let foreign = site.foreign_person();
    let page = format!("/person/{}", foreign.0);
    assert_eq!(petra.get(&page).await.status, StatusCode::FORBIDDEN);
    let who = Actor { account: 2, name: "Max Manager".into(), role: Role::Manager, provider: None };
    let permit = who.change_person(foreign, &[Some(site.provider(1))]).unwrap();
    let promise = |provider, what: &str| office::acts::promise::NewPromise {
        what: what.into(),
        due: Some(site.day.plus(3)),
        by: book::Promisor::Provider,
        depends_on: String::new(),
        provider: Some(site.provider(provider)),
    };
    site.app.office.make_promise(&permit, promise(0, "Bring the shade card")).await.unwrap();
    site.app.office.make_promise(&permit, promise(1, "Send the catalogue")).await.unwrap();
    let board = petra.get("/promises").await;
    assert!(board.text.contains("Bring the shade card"), "{}", board.text);
    assert!(!board.text.contains("Send the catalogue"), "what others promised is not theirs");
    let hers = format!("/promises?whose={}", site.provider(0).0);
    assert!(max.get(&hers).await.text.contains("Bring the shade card"));
    assert_eq!(petra.get(&page).await.status, StatusCode::OK, "who promised can read whom");
    let form = first_form(&board.text, &format!("/promises/{}/", foreign.0));
    let kept = petra.post(&form, &[("outcome", "kept")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let after = petra.follow(&kept).await;
    let undo = first_form(&after.text, "/undo/");
    let back = petra.follow(&petra.post(&undo, &[("next", "/promises")]).await).await;
    assert!(back.text.contains(&form), "it is back: {}", back.text);
}

#[tokio::test]
async fn a_broken_one_needs_a_word_and_a_moved_one_a_day_to_come() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let form = promised(&max).await;
    let silent = max.post(&form, &[("outcome", "broken")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("What happened? One sentence is enough."));
    let past = max.post(&form, &[("outcome", "moved"), ("due", "2001-02-03")]).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.text.contains("That day is past") && past.text.contains("2001-02-03"), "kept as typed");
    let odd = max.post(&form, &[("outcome", "moved"), ("due", "soon")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let due = site.day.plus(5).to_string();
    let moved = max.post(&form, &[("outcome", "moved"), ("due", &due)]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let after = max.follow(&moved).await;
    assert!(after.text.contains("Agreed a new day for") && after.text.contains(&form));
    let broken = max.post(&form, &[("outcome", "broken"), ("note", "The van broke down.")]).await;
    assert_eq!(broken.status, StatusCode::SEE_OTHER);
    assert!(!max.follow(&broken).await.text.contains(&form));
    let unknown = max.post(&form, &[("outcome", "forgotten")]).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_provider_sees_own_people_only_and_a_viewer_changes_nothing() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let other = site.provider(1).0;
    let theirs = max.get(&format!("/promises?whose={other}")).await;
    let petra = site.as_role(Role::Provider).await;
    let own = petra.get("/promises").await;
    assert_eq!(own.status, StatusCode::OK);
    let asked = petra.get(&format!("/promises?whose={other}")).await;
    let strip = |text: &str| text.matches("action=\"/promises/").count();
    assert_eq!(strip(&own.text), strip(&asked.text), "no other choice for a provider");
    if theirs.text.contains("action=\"/promises/") {
        let form = first_form(&theirs.text, "/promises/");
        let refused = petra.post(&form, &[("outcome", "kept")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    let vera = site.as_role(Role::Viewer).await;
    let seen = vera.get("/promises").await;
    assert!(seen.status == StatusCode::OK && !seen.text.contains("action=\"/promises/"));
    let form = promised(&max).await;
    assert_eq!(vera.post(&form, &[("outcome", "kept")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(max.post_forged(&form, &[("outcome", "kept")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get("/promises").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn their_promises_have_a_side_of_their_own() {
    let site = Site::simulated().await;
    let max = site.as_role(Role::Manager).await;
    let person = site.own_person();
    let permit = {
        let standing = site.app.office.standing(person).unwrap();
        let account =
            site.app.office.read().unwrap().account_by_email("manager@example.com").unwrap().unwrap();
        let actor = Actor { account: account.id.0, name: "Max".into(), role: Role::Manager, provider: None };
        actor.change_person(standing.customer, &standing.providers).unwrap()
    };
    let promise = office::acts::promise::NewPromise {
        what: "Send the plans of the kiln".into(),
        due: Some(site.day.plus(3)),
        by: book::Promisor::Customer,
        depends_on: String::new(),
        provider: None,
    };
    site.app.office.make_promise(&permit, promise).await.unwrap();
    let page = max.get("/promises?side=theirs").await;
    assert!(page.text.contains("Send the plans of the kiln"), "{}", page.text);
    assert!(!max.get("/promises").await.text.contains("Send the plans of the kiln"));
    let form = first_form(&page.text, &format!("/promises/{}/", person.0));
    let kept = max.follow(&max.post(&form, &[("outcome", "kept")]).await).await;
    assert!(kept.text.contains("kept the promise"), "{}", kept.text);
    assert!(!kept.text.contains(&form));
}
