//! Every page from all sides: nothing for axe to find in light and dark, at 360 and 1280 px, nothing on the
//! console. With `STEADFAST_PICTURES=FOLDER` each leaves four pictures.

use crate::company::{self, ADA, AS_OF};
use crate::server::Server;
use crate::steps;
use browser::{By, Page};
use std::path::Path;

/// Each page as the sources name it, the address at which it is looked at, and the name of its pictures.
const PAGES: &[(&str, &str, &str)] = &[
    ("/today", "/today?provider=1", "today"),
    ("/people", "/people?rhythm=overdue,gone_quiet", "people"),
    ("/people/duplicates", "/people/duplicates", "duplicates"),
    ("/people/merge", "/people/merge?a=121&b=251", "merge"),
    ("/person/{id}", "/person/121", "person"),
    ("/person/{id}/edit", "/person/121/edit", "person-edit"),
    ("/person/{id}/history", "/person/121/history", "person-history"),
    ("/person/new", "/person/new", "person-new"),
    ("/promises", "/promises", "promises"),
    ("/issues", "/issues", "issues"),
    ("/providers", "/providers", "providers"),
    ("/providers/{id}", "/providers/1", "provider"),
    ("/providers/{id}/handover", "/providers/1/handover", "handover"),
    ("/mirror", "/mirror", "mirror"),
    ("/imports", "/imports", "imports"),
    ("/imports/new", "/imports/new", "import-new"),
    ("/accounts", "/accounts", "accounts"),
    ("/account", "/account", "account"),
    ("/account/second-factor", "/account/second-factor", "second-factor"),
    ("/audit", "/audit", "audit"),
];

/// What is no page of its own, or is looked at in another flow.
const ELSEWHERE: &[&str] = &[
    "/",                         // leads to Today
    "/health",                   // one word
    "/ready",                    // one word
    "/favicon.ico",              // a picture
    "/static/{hash}/{name}",     // looks and script
    "/palette",                  // looked at from Today, below
    "/people.csv",               // a file
    "/imports/{id}/rejects.csv", // a file
    "/imports/{id}/progress",    // a part of a page
    "/imports/{id}",             // in the flow of imports
    "/imports/upload/{token}",   // in the flow of imports
    "/welcome/{token}",          // signing in
    "/link/{token}",             // being invited
    "/sign-in",                  // below, signed out
    "/sign-in/second-factor",    // the flow of the second factor
];

/// The GET addresses that the sources of the web room name.
fn addresses(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            addresses(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            let routes = source.split(".route(\"").skip(1).filter_map(|call| call.split_once("\","));
            let pages = routes.filter(|(_, rest)| rest.trim_start().starts_with("get("));
            found.extend(pages.map(|(address, _)| address.to_owned()));
        }
    }
}

#[test]
fn no_page_is_forgotten() {
    let mut found = Vec::new();
    addresses(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src"), &mut found);
    assert!(found.len() > 20, "the sources name hardly any page: {found:?}");
    for address in &found {
        let is_known =
            PAGES.iter().any(|(page, ..)| page == address) || ELSEWHERE.contains(&address.as_str());
        assert!(is_known, "nobody looks at {address}: name it in every_page.rs");
    }
    for (page, ..) in PAGES {
        assert!(found.iter().any(|address| address == page), "{page} is no page any more");
    }
}

/// Looks at the pages whose place in the list leaves this rest.
fn look_at_share(share: usize) {
    let Some(page) = Page::open() else { return };
    let desk = company::desk();
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    steps::sign_in(&page, &server, &ADA);
    for (_, address, name) in PAGES.iter().skip(share).step_by(2) {
        page.goto(&server.at(address));
        assert_eq!(page.status(), 200, "{address}");
        steps::look_at(&page, name);
    }
}

#[test]
fn every_page_can_be_used_by_everybody() {
    look_at_share(0);
}

#[test]
fn every_other_page_too() {
    look_at_share(1);
}

#[test]
fn what_opens_over_a_page_and_what_refuses() {
    let Some(page) = Page::open() else { return };
    let desk = company::desk();
    let server = Server::start(&desk, &["--as-of", AS_OF]);
    page.goto(&server.at("/sign-in"));
    steps::look_at(&page, "sign-in");
    steps::sign_in(&page, &server, &ADA);
    page.goto(&server.at("/no-such-page"));
    assert_eq!(page.status(), 404);
    steps::look_at(&page, "not-found");
    page.goto(&server.at("/today?provider=1"));
    page.press("j");
    page.press("s");
    steps::look_at(&page, "today-snooze");
    page.press("Escape");
    page.press("Enter");
    page.press("Control+k");
    page.type_keys("hartm");
    page.find(By::css("#palette-list .detail"));
    steps::look_at(&page, "palette");
    page.press("Escape");
    page.press("?");
    page.see("down and up a list");
    steps::look_at(&page, "keys");
    page.goto(&server.at("/people"));
    page.click(By::button("who …"));
    steps::look_at(&page, "people-filters");
}
