//! People: the list as an address and as chips, lists kept by name, and two records of one person made
//! one and two again.

use crate::company::{self, AS_OF, MAX};
use crate::server::Server;
use crate::steps;
use browser::{By, Page};

/// How many people the list says it has: the first number of "41 of 320 people".
fn count(page: &Page) -> u32 {
    let line = page.text(".table-tools > span");
    let digits = line.split_whitespace().next().unwrap_or_default().replace(',', "");
    digits.parse().unwrap_or_else(|_| page.fail(&format!("no count in {line:?}")))
}

#[test]
fn a_list_is_filtered_by_address_and_by_chips_and_kept_by_name() {
    let Some(page) = Page::open() else { return };
    let desk = company::desk();
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    steps::sign_in(&page, &server, &MAX);
    page.goto(&server.at("/people"));
    let everybody = count(&page);
    page.goto(&server.at("/people?rhythm=overdue,gone_quiet"));
    let quiet = count(&page);
    assert!(0 < quiet && quiet < everybody, "{quiet} of {everybody}");
    assert_eq!(page.count(".chip:not(.add)"), 1);

    // A second part by the menu; without the first: its own number.
    page.click(By::button("and …"));
    page.click_through(By::link("with an open issue"));
    page.wait_for_path("/people?rhythm=overdue,gone_quiet&issues=1..");
    assert_eq!(page.count(".chip:not(.add)"), 2);
    page.click_through(".chip .remove");
    page.wait_for_path("/people?issues=1..");
    let with_issue = count(&page);
    assert!(0 < with_issue && with_issue < everybody);
    page.click_through(".chip .remove");
    page.wait_for_path("/people");
    assert_eq!(count(&page), everybody);

    // Search and order, and the list kept by name.
    page.goto(&server.at("/people?rhythm=gone_quiet"));
    page.click(By::button("Saved lists"));
    page.fill(By::field("Save this list as"), "Gone quiet");
    page.click_through(By::button("Save"));
    page.see("Gone quiet");
    page.goto(&server.at("/people"));
    page.click(By::button("Saved lists"));
    page.click_through(By::link("Gone quiet"));
    page.wait_for_path("/people?rhythm=gone_quiet");
    let file = page.fetch("/people.csv?rhythm=gone_quiet");
    assert_eq!(file.status, 200);
    let lines = file.text.lines().count() as u32;
    assert_eq!(lines, count(&page) + 1, "a head and one line each:\n{}", file.text);
    page.assert_quiet();
}

#[test]
fn two_records_of_one_person_are_merged_and_taken_apart() {
    let Some(page) = Page::open() else { return };
    let desk = company::desk();
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    steps::sign_in(&page, &server, &MAX);

    // Writing somebody down a second time is asked about, and done when one insists.
    page.goto(&server.at("/person/new"));
    page.fill(By::field("Name"), "Hugo Hartmann");
    page.fill(By::css("#party-phone"), "+1 293 555 0109");
    page.fill(By::css("#party-language"), "sv");
    page.click_through(By::button("Add"));
    page.see("Perhaps already here:");
    page.click(By::field("This is somebody else: add all the same"));
    page.click_through(By::button("Add"));
    page.see("Timeline");
    let second = page.path();

    page.goto(&server.at("/people/duplicates"));
    page.click_through(By::button("Look again"));
    page.see("Hugo Hartmann");
    page.click_through(By::xpath(
        "//li[@data-item][contains(., 'Hugo Hartmann')]//a[starts-with(., 'Look and merge')]",
    ));
    page.see("Afterwards");
    assert_eq!(page.text("h1"), "Merge two people");
    page.click_through(By::xpath("//button[starts-with(., 'Merge into')]"));
    page.see("Undo");

    // One of them is left, with the facts of both.
    page.goto(&server.at("/people?q=Hugo+Hartmann"));
    assert_eq!(count(&page), 1);
    page.goto(&server.at(second.split('?').next().unwrap()));
    page.see("half-head highlights");
    page.see("Merged from");

    page.goto(&server.at("/audit"));
    page.click_through(By::xpath(
        "//li[contains(., 'Hugo Hartmann')][contains(., 'Merged')]//button[starts-with(., 'Undo')]",
    ));
    page.see("Undone");
    page.goto(&server.at("/people?q=Hugo+Hartmann"));
    assert_eq!(count(&page), 2, "two again");
    page.assert_quiet();
}
