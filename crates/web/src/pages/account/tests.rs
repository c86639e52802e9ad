use crate::fixture::{PASSWORD, Site};
use axum::http::StatusCode;
use guard::Role;
use signin::TotpSecret;

const NEW: &str = "another four wooden words";

#[tokio::test]
async fn another_password_signs_others_out_and_oneself_in() {
    let site = Site::simulated().await;
    let here = site.as_role(Role::Viewer).await;
    let elsewhere = site.as_role(Role::Viewer).await;
    assert_eq!(here.get("/account").await.status, StatusCode::OK);
    let wrong = here.post("/account/password", &[("old", "not that one"), ("password", NEW)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("That is not your password."));
    let weak = here.post("/account/password", &[("old", PASSWORD), ("password", "short")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(weak.text.contains("password-error") && !weak.text.contains("short\""), "never shown again");
    let done = here.post("/account/password", &[("old", PASSWORD), ("password", NEW)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(done.cookie.is_some(), "a session of its own");
    assert_eq!(done.location.as_deref(), Some("/account?said=password"));
    assert_eq!(elsewhere.get("/today").await.status, StatusCode::SEE_OTHER, "signed out");
    let old = [("email", "viewer@example.com"), ("password", PASSWORD)];
    assert_eq!(site.post("/sign-in", &old).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn passwords_cannot_be_guessed_in_an_open_browser() {
    let site = Site::simulated().await;
    let here = site.as_role(Role::Viewer).await;
    let mut last = StatusCode::OK;
    for _ in 0..40 {
        last = here.post("/account/second-factor/off", &[("digits", "000000")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_second_factor_goes_on_and_off_with_its_digits() {
    let site = Site::simulated().await;
    let petra = site.as_role(Role::Provider).await;
    let page = petra.get("/account/second-factor").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("class=\"qr\""));
    let secret = page.text.split("name=\"secret\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let totp = TotpSecret::from_base32(secret).unwrap();
    let code = || totp.code_at(site.app.office.now().0);
    let wrong = petra.post("/account/second-factor", &[("secret", secret), ("digits", "12345")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains(secret), "the same secret again");
    let odd = petra.post("/account/second-factor", &[("secret", "x"), ("digits", "123456")]).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    let on = petra.post("/account/second-factor", &[("secret", secret), ("digits", &code())]).await;
    assert_eq!(on.location.as_deref(), Some("/account?said=on"), "{}", on.text);
    assert!(petra.follow(&on).await.text.contains("badge well\">on"));
    let other = TotpSecret::from_bytes([9; 20]);
    let digits = other.code_at(site.app.office.now().0);
    let fields = [("secret", other.base32()), ("digits", digits)];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    petra.post("/account/second-factor", &fields).await;
    let off = petra.post("/account/second-factor/off", &[("digits", "000000")]).await;
    assert_eq!(off.status, StatusCode::UNPROCESSABLE_ENTITY);
    let off = petra.post("/account/second-factor/off", &[("digits", &code())]).await;
    assert_eq!(off.location.as_deref(), Some("/account?said=off"), "the first secret stood: {}", off.text);
    assert!(
        petra.get("/account?said=%3Cb%3E").await.text.contains("signs you in"),
        "only our own words are said"
    );
    assert_eq!(site.get("/account").await.status, StatusCode::SEE_OTHER);
}
