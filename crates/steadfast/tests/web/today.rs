//! A day's work on Today: by keyboard only, and once more without scripts.

use crate::company::{self, AS_OF, BEN, IRIS};
use crate::server::Server;
use crate::steps;
use browser::{By, Page};

/// Types an address and a password where the focus is, as somebody does who has no mouse.
fn sign_in_by_keyboard(page: &Page, server: &Server) {
    page.goto(&server.at("/today"));
    assert!(page.path().starts_with("/sign-in"), "{}", page.path());
    assert_eq!(page.focused(), "input#email", "the first field has the focus");
    page.type_keys(IRIS.email);
    page.press("Tab");
    page.type_keys(IRIS.password);
    page.press_through("Enter");
    page.wait_for_path("/today");
}

/// The card that has the focus.
fn current(page: &Page) -> String {
    let id = page.script("return document.activeElement.closest('[data-item]')?.id ?? ''", &[]);
    id.as_str().unwrap().to_owned()
}

/// Words of one card, such as what became of it.
fn words_of(page: &Page, card: &str) -> String {
    page.text(format!("#{card}").as_str())
}

/// "3 of 9 done" as numbers.
fn progress(page: &Page) -> (u32, u32) {
    let line = page.text(".day-line");
    let mut words = line.split_whitespace();
    let done = words.next().unwrap().parse().unwrap();
    (done, words.nth(1).unwrap().parse().unwrap())
}

#[test]
fn a_day_is_worked_through_by_keyboard() {
    let Some(page) = Page::open() else { return };
    let desk = company::desk();
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    sign_in_by_keyboard(&page, &server);
    let (none, all) = progress(&page);
    assert!(none == 0 && all > 4, "{none} of {all}");

    // Down, down, up: the second card; Enter says why it is here, Escape closes that.
    for key in ["j", "j", "k", "j"] {
        page.press(key);
    }
    let second = current(&page);
    assert!(second.starts_with("card-"), "{second}");
    page.press("Enter");
    page.see("What would take it off the list");
    page.press("Escape");
    page.do_not_see("What would take it off the list");
    assert_eq!(current(&page), second, "Escape leaves one where one was");

    // Done, with what happened: one arrow further is "left word".
    page.press("d");
    page.press("ArrowRight");
    page.press("Tab");
    page.type_keys("Spring color");
    page.press_through("Control+Enter");
    page.see("1 of");
    assert!(words_of(&page, &second).contains("left word"), "{}", words_of(&page, &second));

    // Taken back by one key, and done again.
    page.press_through("u");
    page.see("Undone:");
    assert_eq!(progress(&page), (0, all));

    put_off_by_keyboard(&page, all);
    log_by_keyboard(&page);
    go_by_keyboard(&page);
    page.assert_quiet();
}

/// `s` asks for a reason and is not content without one.
fn put_off_by_keyboard(page: &Page, all: u32) {
    page.press("j");
    let card = current(page);
    page.press("s");
    page.press("Control+Enter");
    assert_eq!(page.count("details[open]"), 1, "the browser asks for the reason before anything is sent");
    page.type_keys("in Lisbon until Friday");
    page.press_through("Control+Enter");
    page.see("put off until");
    assert!(words_of(page, &card).contains("put off until"));
    assert_eq!(progress(page), (1, all));
}

/// `l` logs a contact that both sides took part in.
fn log_by_keyboard(page: &Page) {
    page.press("j");
    page.press("j");
    let card = current(page);
    page.press("l");
    page.press("Tab");
    page.type_keys("the color held");
    page.press_through("Control+Enter");
    page.see("Logged");
    assert_eq!(page.path().split(['?', '#']).next(), Some("/today"));
    assert!(!words_of(page, &card).is_empty());
}

/// `g p` goes to People, Ctrl-K to a person by a few letters, `?` shows the keys.
fn go_by_keyboard(page: &Page) {
    page.press("g");
    page.press_through("p");
    page.wait_for_path("/people");
    page.press("?");
    page.see("go to a person, a page or an act");
    page.press("Escape");
    page.press("Control+k");
    page.type_keys("hugo ha");
    page.press_through("Enter");
    page.see("Timeline");
    assert!(page.path().starts_with("/person/"), "{}", page.path());
    assert_eq!(page.text("h1"), "Hugo Hartmann");
}

#[test]
fn a_card_is_done_without_scripts() {
    let Some(page) = Page::open() else { return };
    let desk = company::desk();
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    page.scripts(false);
    steps::sign_in(&page, &server, &BEN);
    let (_, all) = progress(&page);
    let name = page.text(".card .name");
    page.click(By::css("details.act.first > summary"));
    page.click(By::field("Left word"));
    page.fill(By::field("In a sentence"), "Spring color");
    page.click_through(By::button("Save"));
    page.see("left word");
    assert_eq!(progress(&page), (1, all));
    // Chromedriver waits for ever for the page behind a click, here, where pages have no scripts.
    page.through("taking it back", || {
        page.script("document.querySelector('.flash form').submit()", &[]);
    });
    page.see("Undone:");
    assert_eq!(progress(&page), (0, all));

    // Their page, a logged contact and a promise.
    page.click_through(By::link(&name));
    page.click_through(By::button("Reached by phone"));
    page.see("Undo");
    page.click(By::button("Make a promise"));
    page.fill(By::field("What, in the words you used"), "Bring the new shade card");
    page.fill(By::field("By which day"), "2026-11-27");
    page.click_through(By::button("Promise it"));
    page.see("Bring the new shade card");
}
