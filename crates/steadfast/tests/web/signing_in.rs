//! The first account, signing out and in again; with the page's scripts and without.

use crate::common::Desk;
use crate::server::Server;
use crate::steps::{self, OWNER};
use browser::Page;

#[test]
fn the_first_account_is_made_by_the_one_link_and_signs_in_again() {
    let Some(page) = Page::open() else { return };
    let desk = Desk::new();
    let server = Server::start(&desk, &[]);
    page.goto(&server.link);
    page.assert_accessible();
    steps::welcome(&page, &server);
    page.goto(&server.at("/today"));
    assert_eq!(page.path(), "/today");
    steps::sign_out(&page);
    page.assert_accessible();

    steps::try_sign_in(&page, OWNER.email, "not the password at all");
    assert_eq!(page.path(), "/sign-in");
    assert!(page.status() >= 400, "a wrong password was answered with {}", page.status());
    assert_eq!(page.value("#email"), OWNER.email, "what was typed is kept");
    steps::sign_in(&page, &server, &OWNER);

    let cookies = page.cookies();
    assert!(!cookies.is_empty() && cookies.iter().all(|cookie| cookie.http_only), "{cookies:?}");
    page.goto(&server.link);
    assert!(page.status() >= 400, "the link of the first run works twice");
}

#[test]
fn signing_in_needs_no_scripts() {
    let Some(page) = Page::open() else { return };
    let desk = Desk::new();
    let server = Server::start(&desk, &[]);
    page.scripts(false);
    steps::welcome(&page, &server);
    page.goto(&server.at("/today"));
    steps::sign_out(&page);
    steps::sign_in(&page, &server, &OWNER);
    assert!(server.stop().success(), "the server did not end in order");
}
