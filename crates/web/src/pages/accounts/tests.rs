use crate::fixture::{PASSWORD, Site};
use axum::http::StatusCode;
use guard::Role;

/// The local path of the link on a page.
fn link(text: &str) -> String {
    let at = text.find("/link/").expect("a link");
    text[at..].split('<').next().unwrap().to_owned()
}

async fn id_of(site: &Site, user: &str) -> u32 {
    let book = site.app.office.read().unwrap();
    book.account_by_email(&format!("{user}@example.com")).unwrap().unwrap().id.0
}

#[tokio::test]
async fn an_invitation_leads_to_a_password_once() {
    let site = Site::simulated().await;
    let ada = site.as_role(Role::Administrator).await;
    assert_eq!(ada.get("/accounts").await.status, StatusCode::OK);
    let fields = [("name", "Nora Neu"), ("email", "Nora@example.com"), ("role", "viewer")];
    let invited = ada.post("/accounts", &fields).await;
    assert_eq!(invited.status, StatusCode::OK, "{}", invited.text);
    assert!(invited.text.contains("Hand this link to Nora Neu"));
    let link = link(&invited.text);
    assert!(!ada.get("/accounts").await.text.contains("/link/"), "shown once");
    assert!(ada.get("/accounts").await.text.contains("invited, has no password yet"));
    assert_eq!(site.get(&link).await.status, StatusCode::OK);
    let chosen = site.post(&link, &[("password", "another four wooden words")]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.text);
    let again = site.post(&link, &[("password", "yet another wooden word")]).await;
    assert_ne!(again.status, StatusCode::SEE_OTHER, "it works once");
    let twice = ada.post("/accounts", &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text.contains("has an account already") && twice.text.contains("Nora Neu"));
}

#[tokio::test]
async fn bad_fields_come_back_named() {
    let site = Site::simulated().await;
    let ada = site.as_role(Role::Administrator).await;
    let wrong = ada.post("/accounts", &[("name", ""), ("email", "nobody"), ("role", "provider")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in
        ["Type a name", "Type an e-mail address", "Choose which of those who serve", "value=\"nobody\""]
    {
        assert!(wrong.text.contains(said), "{said}: {}", wrong.text);
    }
    let odd = ada.post("/accounts", &[("name", "X"), ("email", "x@y"), ("role", "emperor")]).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    let petra = id_of(&site, "provider").await;
    let unlinked = ada.post(&format!("/accounts/{petra}"), &[("role", "provider"), ("provider", "")]).await;
    assert_eq!(unlinked.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_closed_account_is_out_at_once_and_the_last_administrator_stays() {
    let site = Site::simulated().await;
    let ada = site.as_role(Role::Administrator).await;
    let vera = site.as_role(Role::Viewer).await;
    let id = id_of(&site, "viewer").await;
    let closed = ada.post(&format!("/accounts/{id}"), &[("role", "viewer"), ("state", "closed")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    assert_eq!(vera.get("/today").await.status, StatusCode::SEE_OTHER, "signed out");
    let refused = ada.post(&format!("/accounts/{id}/link"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let own = id_of(&site, "admin").await;
    let last = ada.post(&format!("/accounts/{own}"), &[("role", "viewer"), ("state", "open")]).await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert!(last.text.contains("Somebody must be left"));
}

#[tokio::test]
async fn a_reset_ends_the_old_password() {
    let site = Site::simulated().await;
    let ada = site.as_role(Role::Administrator).await;
    let id = id_of(&site, "manager").await;
    let made = ada.post(&format!("/accounts/{id}/link"), &[]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let chosen = site.post(&link(&made.text), &[("password", "another four wooden words")]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.text);
    let old = [("email", "manager@example.com"), ("password", PASSWORD)];
    assert_eq!(site.post("/sign-in", &old).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn accounts_are_for_administrators() {
    let site = Site::simulated().await;
    let id = id_of(&site, "manager").await;
    for user in ["manager", "provider", "viewer"] {
        let somebody = site.as_user(user).await;
        assert_eq!(somebody.get("/accounts").await.status, StatusCode::FORBIDDEN, "{user}");
        let fields = [("name", "X"), ("email", "x@example.com"), ("role", "administrator")];
        for path in ["/accounts", &format!("/accounts/{id}"), &format!("/accounts/{id}/link")] {
            assert_eq!(somebody.post(path, &fields).await.status, StatusCode::FORBIDDEN, "{user} {path}");
        }
    }
    let ada = site.as_role(Role::Administrator).await;
    assert_eq!(ada.post_forged(&format!("/accounts/{id}/link"), &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(ada.post("/accounts/4711/link", &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/accounts").await.status, StatusCode::SEE_OTHER);
}
