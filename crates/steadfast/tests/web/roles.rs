//! Who may do what: a provider with their own people, a viewer who only looks, somebody invited by a
//! link, and a second factor.

use crate::company::{self, ADA, AS_OF, BEN, IRIS, VERA};
use crate::server::Server;
use crate::steps::{self, Person};
use browser::{By, Page};
use signin::TotpSecret;

/// The page of somebody whom Iris serves, found as Iris finds it.
fn a_person_of_iris(page: &Page, server: &Server) -> String {
    steps::sign_in(page, server, &IRIS);
    page.goto(&server.at("/people?q=Hugo+Hartmann"));
    page.click_through(By::link("Hugo Hartmann"));
    page.see("Timeline");
    let path = page.path();
    steps::sign_out(page);
    path
}

#[test]
fn a_provider_may_not_open_anothers_person_and_a_viewer_changes_nothing() {
    let Some(page) = Page::open() else { return };
    let desk = company::desk();
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    let person = a_person_of_iris(&page, &server);

    steps::sign_in(&page, &server, &BEN);
    page.goto(&server.at(&person));
    assert_eq!(page.status(), 403);
    assert!(!page.visible_text().contains("Hugo Hartmann"), "the refusal names them");
    page.goto(&server.at("/people?q=Hugo+Hartmann"));
    assert_eq!(page.count(By::link("Hugo Hartmann")), 0, "the list names them");
    let found = page.fetch("/palette?q=Hugo+Hartmann");
    assert!(!found.text.contains("Hugo Hartmann"), "the palette names them: {}", found.text);
    for path in ["/accounts", "/imports", "/imports/new", "/people/duplicates"] {
        page.goto(&server.at(path));
        assert_eq!(page.status(), 403, "{path}");
    }
    page.goto(&server.at("/today"));
    steps::sign_out(&page);

    steps::sign_in(&page, &server, &VERA);
    for path in [person.as_str(), "/today?provider=1", "/people", "/promises", "/issues", "/providers"] {
        page.goto(&server.at(path));
        assert_eq!(page.status(), 200, "{path}");
        let forms = page.all("main form[method=post]");
        // A list kept by name is the viewer's own.
        let changing = forms
            .iter()
            .filter(|form| !form.attribute("action").unwrap_or_default().starts_with("/people/views"));
        assert_eq!(changing.count(), 0, "{path} offers a viewer to change something");
    }
    page.assert_quiet();
}

#[test]
fn somebody_is_invited_by_a_link_and_signs_in() {
    let Some(page) = Page::open() else { return };
    let desk = company::desk();
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    let nora = Person { name: "Nora Vale", email: "nora@example.com", password: "one bright copper kettle" };
    steps::sign_in(&page, &server, &ADA);
    page.goto(&server.at("/accounts"));
    page.fill(By::css("#name"), nora.name);
    page.fill(By::css("#email"), nora.email);
    page.click(By::css("input[name=role][value=manager]"));
    page.click_through(By::button("Make an invitation"));
    let link = page.text("code.copy");
    let path = link.split_once("/link/").map(|(_, token)| format!("/link/{token}")).unwrap();
    steps::sign_out(&page);

    page.goto(&server.at(&path));
    page.see("Nora Vale");
    page.assert_accessible();
    page.fill(By::field("New password"), nora.password);
    page.click_through(By::button("Sign in with it"));
    page.wait_for_path("/today");
    page.see("manager");
    page.goto(&server.at("/accounts"));
    assert_eq!(page.status(), 403, "a manager has no business with accounts");
    page.goto(&server.at("/today"));
    steps::sign_out(&page);
    page.goto(&server.at(&path));
    assert!(page.status() >= 400, "the link works twice");
    steps::sign_in(&page, &server, &nora);
}

/// The digits an authenticator app shows `steps` half minutes from now, by the browser's clock.
fn digits(page: &Page, secret: &TotpSecret, steps: i64) -> String {
    let now_millis = page.script("return Date.now()", &[]).as_i64().unwrap();
    secret.code_at((now_millis + steps * 30_000) * 1_000)
}

#[test]
fn a_second_factor_is_turned_on_and_asked_for() {
    let Some(page) = Page::open() else { return };
    let desk = company::desk();
    let server = Server::start(&desk, &[]);
    steps::sign_in(&page, &server, &ADA);
    page.goto(&server.at("/account"));
    page.click_through(By::link("Turn it on"));
    page.assert_accessible();
    let letters: String = page.text("code.copy").split_whitespace().collect();
    let secret = TotpSecret::from_base32(&letters).unwrap();
    page.fill(By::field("Six digits"), "000000");
    page.click_through(By::button("Turn it on"));
    page.see("These are not the six digits");
    page.fill(By::field("Six digits"), &digits(&page, &secret, 0));
    page.click_through(By::button("Turn it on"));
    page.see("Signing in asks for six digits");
    steps::sign_out(&page);

    page.goto(&server.at("/sign-in"));
    steps::try_sign_in(&page, ADA.email, ADA.password);
    page.see("Six digits");
    page.goto(&server.at("/people"));
    assert!(page.path().starts_with("/sign-in"), "half signed in is not signed in: {}", page.path());
    page.goto(&server.at("/sign-in/second-factor"));
    page.fill(By::field("Six digits"), "123456");
    page.click_through(By::button("Go on"));
    assert!(page.path().starts_with("/sign-in/second-factor"), "{}", page.path());
    // A code works once: the one that turned it on is spent, the next one is not.
    page.fill(By::field("Six digits"), &digits(&page, &secret, 1));
    page.click_through(By::button("Go on"));
    page.see("Ada Ortiz");
    assert!(!page.path().starts_with("/sign-in"), "{}", page.path());
}
