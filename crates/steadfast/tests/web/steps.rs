//! What people do again and again: the first run, signing in and out, looking at a page from all sides.
//!
//! The words on buttons and labels that every flow leans on are here, once.

#![allow(dead_code, reason = "each flow uses what it needs")]

use crate::server::Server;
use browser::{By, Page, Scheme};
use std::path::PathBuf;

/// Somebody with an account.
pub struct Person {
    /// As shown on pages.
    pub name: &'static str,
    /// Signs in with it.
    pub email: &'static str,
    /// Signs in with it.
    pub password: &'static str,
}

/// Who runs the business; the first account of every book here.
pub const OWNER: Person =
    Person { name: "Ann Hale", email: "ann@hale.example", password: "three plain words and a horse" };

/// Opens the link that a book without accounts printed, names the business and makes the owner's account.
/// Ends signed in, where records are brought in.
#[track_caller]
pub fn welcome(page: &Page, server: &Server) {
    page.goto(&server.link);
    page.fill(By::field("Name of the business"), "Hale & Sons");
    page.fill(By::field("Time zone"), "Europe/Madrid");
    page.fill(By::field("Currency"), "EUR");
    page.fill(By::field("Your name"), OWNER.name);
    page.fill(By::field("Your e-mail address"), OWNER.email);
    page.fill(By::field("Password"), OWNER.password);
    page.click_through(By::button("Open the book"));
    page.wait_for_path("/imports/new");
}

/// Signs in, without a second factor; ends on Today.
#[track_caller]
pub fn sign_in(page: &Page, server: &Server, person: &Person) {
    page.goto(&server.at("/sign-in"));
    try_sign_in(page, person.email, person.password);
    page.wait_for_path("/today");
}

/// Fills in the sign-in form that is open, and sends it.
#[track_caller]
pub fn try_sign_in(page: &Page, email: &str, password: &str) {
    page.fill(By::field("E-mail address"), email);
    page.fill(By::field("Password"), password);
    page.click_through(By::button("Sign in"));
}

/// Signs out; ends on the sign-in page.
#[track_caller]
pub fn sign_out(page: &Page) {
    page.click_through(By::button("Sign out"));
    page.wait_for_path("/sign-in");
}

/// A browser of their own for somebody, signed in; `None` where there is no browser ("not run" has been
/// printed).
#[track_caller]
pub fn open_as(server: &Server, person: &Person) -> Option<Page> {
    let page = Page::open()?;
    sign_in(&page, server, person);
    Some(page)
}

/// Looks at the open page from all sides: nothing for axe to find in light and dark, narrow and wide; nothing
/// on the console and no breach of the policy. With `STEADFAST_PICTURES=FOLDER` it also keeps four pictures,
/// `NAME-light-360.png` and so on.
#[track_caller]
pub fn look_at(page: &Page, name: &str) {
    page.assert_accessible();
    page.assert_quiet();
    let Some(folder) = std::env::var_os("STEADFAST_PICTURES").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    for scheme in [Scheme::Light, Scheme::Dark] {
        for (width_px, height_px) in [(360, 740), (1280, 900)] {
            page.scheme(scheme);
            page.size(width_px, height_px);
            page.save_picture(&folder.join(format!("{name}-{}-{width_px}.png", scheme.word())));
        }
    }
    page.scheme(Scheme::Light);
}
