//! From an empty book to the first agenda, a file with bad rows, and a whole import taken out again.

use crate::common::Desk;
use crate::company::AS_OF;
use crate::server::Server;
use crate::steps;
use browser::{By, Page};
use std::fmt::Write as _;

const NAMES: &[&str] = &["Ana Ruiz", "Bela Novak", "Carl Jung", "Dora Klein", "Emil Stark", "Fay Moss"];

/// Orders as a shop exports them: six people who come every four weeks, the last time a week ago; and, where
/// asked for, three rows that nobody can read.
fn orders(has_bad_rows: bool) -> String {
    let mut text = "Customer,Date,Total,Product\n".to_owned();
    for (place, name) in NAMES.iter().enumerate() {
        for (month, day) in [(8, 20), (9, 17), (10, 15), (11, 12)] {
            let _ = writeln!(text, "{name},2026-{month:02}-{:02},{place}8.50,cut", day - place);
        }
    }
    if has_bad_rows {
        text += "Gil Bad,2026-13-45,10.00,cut\n";
        text += "Hal Bad,yesterday,10.00,cut\n";
        text += "Ida Bad,2026-11-02,ten,cut\n";
    }
    text
}

/// Gives the file, looks at what comes of it, and brings it in. Ends where the import tells what came in.
fn bring_in(page: &Page, desk: &Desk, name: &str) {
    page.upload("input[type=file]", &[&desk.path(name)]);
    page.click_through(By::button("Look at it"));
    page.see("nothing is written yet");
    page.see("Ana Ruiz");
    start_it(page);
}

/// Starts the import of the file that is looked at. A script shows in place how far it is and, once people
/// were compared too, goes to what came in.
fn start_it(page: &Page) {
    page.click(By::button("Bring it in"));
    page.see("What came in");
    page.wait_until_gone("[data-poll]");
    page.see("What came in");
}

#[test]
fn from_an_empty_book_to_the_first_agenda() {
    let Some(page) = Page::open() else { return };
    let desk = Desk::new();
    desk.write("orders.csv", &orders(false));
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    page.goto(&server.link);
    steps::look_at(&page, "welcome");
    steps::welcome(&page, &server);
    steps::look_at(&page, "first-import");
    page.upload("input[type=file]", &[&desk.path("orders.csv")]);
    page.click_through(By::button("Look at it"));
    page.see("nothing is written yet");
    // A look at every column: each is guessed, and ten rows show what would come in.
    assert_eq!(page.count("select[name=field]"), 4);
    assert_eq!(page.count("table.list"), 2);
    steps::look_at(&page, "import-mapping");
    start_it(&page);
    steps::look_at(&page, "import-done");
    page.click_through(By::link("See whom to talk to today"));
    page.see("0 of");
    assert!(page.count(".card") > 0, "nobody is on the first agenda");
    assert!(NAMES.iter().any(|name| page.text(".card .name") == *name));
    page.assert_quiet();
}

#[test]
fn bad_rows_are_named_and_kept_the_rest_is_in_and_all_of_it_can_be_undone() {
    let Some(page) = Page::open() else { return };
    let desk = Desk::new();
    desk.write("orders.csv", &orders(true));
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    steps::welcome(&page, &server);
    bring_in(&page, &desk, "orders.csv");
    page.see("Could not be read: 3");
    let text = page.visible_text();
    for found in ["2026-13-45", "yesterday", "ten"] {
        assert!(text.contains(found), "the page does not name {found}");
    }
    let run = page.path();
    let run = run.split('?').next().unwrap();
    let file = page.fetch(&format!("{run}/rejects.csv"));
    assert_eq!(file.status, 200);
    assert!(file.text.contains("Gil Bad") && file.text.contains("Ida Bad"), "{}", file.text);
    assert!(!file.text.contains("Ana Ruiz"), "what was read is not among the rejects");
    page.goto(&server.at("/people"));
    page.see("Ana Ruiz");

    page.goto(&server.at(run));
    page.click_through(By::button("Undo the whole import"));
    page.see("undone");
    page.goto(&server.at("/people"));
    page.see("Nobody is in this book yet");
    page.assert_quiet();
    server.stop();
    desk.run(&["check"]).code(0);
}

#[test]
fn an_import_on_which_something_was_built_stays() {
    let Some(page) = Page::open() else { return };
    let desk = Desk::new();
    desk.write("orders.csv", &orders(false));
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    steps::welcome(&page, &server);
    bring_in(&page, &desk, "orders.csv");
    let run = page.path();
    page.goto(&server.at("/people?q=Ana+Ruiz"));
    page.click_through(By::link("Ana Ruiz"));
    page.click_through(By::button("Reached by phone"));
    page.see("Undo");
    page.goto(&server.at(run.split('?').next().unwrap()));
    page.click_through(By::button("Undo the whole import"));
    page.see("Not undone.");
    page.goto(&server.at("/people"));
    page.see("Ana Ruiz");
}
