//! A complaint: noted on a person's page, put right, asked about after 14 days, closed with the
//! customer's own answer; and never closed without one unless somebody says why.

use crate::company::{self, AS_OF, IRIS};
use crate::server::Server;
use crate::steps;
use browser::{By, Page};

/// What the customer said.
const WORDS: &str = "The towel was cold again";

/// The 15th day after the company's.
const TWO_WEEKS_ON: &str = "2026-12-05";

/// Something inside the ticket that quotes the words.
fn in_ticket(path: &str) -> By {
    By::xpath(&format!("//li[@data-item][contains(., '{WORDS}')]{path}"))
}

/// An act of the ticket, by the name on it.
fn act(name: &str) -> By {
    in_ticket(&format!("//summary[normalize-space(text())='{name}']"))
}

/// The open field of the ticket.
fn field() -> By {
    in_ticket("//details[@open]//textarea")
}

/// Which column of the board the ticket is in.
fn lane(page: &Page) -> String {
    page.text(By::xpath(&format!("//section[.//li[contains(., '{WORDS}')]]/h2")))
}

/// Notes the complaint on the page of a person whom Iris serves.
fn complain(page: &Page, server: &Server) {
    page.goto(&server.at("/people?q=Hugo+Hartmann"));
    page.click_through(By::link("Hugo Hartmann"));
    page.click(By::button("Note a word"));
    page.click(By::field("a complaint"));
    page.fill(By::field("As nearly as you can in their words"), WORDS);
    page.click_through(By::button("Note it"));
    page.see(WORDS);
    assert!(page.path().starts_with("/person/"), "{}", page.path());
    page.goto(&server.at("/issues"));
    assert!(lane(page).starts_with("Told us"), "{}", lane(page));
}

#[test]
fn a_complaint_is_put_right_asked_about_and_closed_with_their_answer() {
    let Some(page) = Page::open() else { return };
    let desk = company::desk();
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    steps::sign_in(&page, &server, &IRIS);
    complain(&page, &server);
    page.click(act("Put right"));
    page.fill(field(), "Warmed, and a word with everybody");
    page.click_through(in_ticket("//button[.='It is put right']"));
    page.see("Put right, ask again");
    assert!(lane(&page).starts_with("Put right, ask again"), "{}", lane(&page));
    assert!(page.text(in_ticket("//p[contains(@class, 'when')]")).contains("ask in 14 days"));
    server.stop();

    // Two weeks on it is time to ask; the board and Today both say so.
    let server = Server::start(&desk, &["--as-of", TWO_WEEKS_ON]);
    steps::sign_in(&page, &server, &IRIS);
    page.see("Hugo Hartmann");
    page.goto(&server.at("/issues"));
    assert!(page.text(in_ticket("//p[contains(@class, 'when')]")).contains("ask now"));
    page.click(act("Right"));
    page.fill(field(), "Warm as can be, thank you");
    page.click_through(in_ticket("//button[.='They say it is right']"));
    page.see("Warm as can be, thank you");
    assert!(lane(&page).starts_with("Closed this month"), "{}", lane(&page));
    assert!(page.text(in_ticket("")).contains("they say it is right"));
    page.assert_quiet();
}

#[test]
fn an_issue_is_not_closed_without_a_reason() {
    let Some(page) = Page::open() else { return };
    let desk = company::desk();
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    steps::sign_in(&page, &server, &IRIS);
    complain(&page, &server);
    page.click(act("Close"));
    page.click(in_ticket("//details[@open]//button"));
    let is_valid =
        page.script("return document.querySelector('details[open] textarea').checkValidity()", &[]);
    assert_eq!(is_valid, false, "the browser asks for the reason before it sends anything");

    // A browser that does not ask: the server does, and the form comes back open with its field named.
    page.script("document.querySelector('details[open] textarea').required = false", &[]);
    page.fill(field(), "  ");
    page.click_through(in_ticket("//details[@open]//button"));
    let message = page.text(in_ticket("//p[@class='error']"));
    assert!(!message.is_empty());
    assert!(lane(&page).starts_with("Told us"), "{}", lane(&page));

    page.fill(field(), "They moved to Porto");
    page.click_through(in_ticket("//details[@open]//button"));
    page.see("They moved to Porto");
    assert!(lane(&page).starts_with("Closed this month"), "{}", lane(&page));
    assert!(page.text(in_ticket("")).contains("no answer"), "a reason is not their answer");
}
