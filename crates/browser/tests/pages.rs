//! The client against a real browser and a few pages of its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

mod site;

use browser::{By, Page, Scheme};
use serde_json::json;
use site::Site;
use std::path::Path;

#[test]
fn going_places_and_reading() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    page.goto(&site.at("/"));
    assert_eq!((page.title().as_str(), page.status(), page.path().as_str()), ("A good page", 200, "/"));
    assert_eq!(page.text("h1"), "People");
    page.see("Ink on paper.");
    page.do_not_see("You cannot see this.");
    assert_eq!((page.count("button"), page.count(".no-such")), (4, 0));
    assert_eq!(page.script("return arguments[0] + 1", &[json!(41)]), json!(42));
    // The hidden link of the same name comes first in the document; a person could only use the second.
    page.click(By::link("Cookies"));
    page.wait_for_path("/cookies");
    page.back();
    page.wait_for_path("/");
    page.goto(&site.at("/nowhere"));
    assert_eq!(page.status(), 404);
    assert!(page.source().contains("There is no such page."));
    page.goto(&site.at("/"));
    let csv = page.fetch("/list.csv");
    assert_eq!((csv.status, csv.content_type.as_str()), (200, "text/csv; charset=utf-8"));
    assert_eq!(csv.text, "name\r\nZoë\r\n");
    page.assert_quiet();
}

#[test]
fn what_comes_late_is_waited_for() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    page.goto(&site.at("/"));
    page.click(By::button("Bring it"));
    let late = page.find("#late");
    assert_eq!(late.text(), "It came late");
    page.wait_until_gone("#late");
    page.see("It went");
    page.wait_for("return document.querySelector('#late') === null");
    assert!(!page.find("#never").is_displayed());
    assert_eq!(page.find("main").all("h1").len(), 1);
    assert_eq!(page.all("#name")[0].accessible_name(), "Name");
    assert_eq!(page.find("#name").attribute("placeholder"), None);
    assert_eq!(page.find("#name").value(), "old");
}

#[test]
fn a_step_that_leads_elsewhere_is_over_when_the_new_page_is_there() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    page.goto(&site.at("/"));
    // The page leaves a while after it was asked to, for one that looks the same.
    page.click(By::button("Go on"));
    assert_eq!(page.path(), "/", "nothing is left to wait for: the page left at once");
    page.wait_for_path("/?1");
    page.click_through(By::button("Go on"));
    assert_eq!(page.path(), "/?2");
    page.find("#leave");
    page.script("document.getElementById('leave').focus()", &[]);
    page.press_through("Enter");
    assert_eq!(page.path(), "/?3");
    page.through("sending the form", || {
        page.script("setTimeout(() => document.forms[0].submit(), 300)", &[]);
    });
    assert_eq!((page.path().as_str(), page.text("h1").as_str()), ("/echo", "Echo"));
    page.scripts(false);
    page.goto(&site.at("/"));
    page.click_through(By::button("Save"));
    assert_eq!(page.path(), "/echo");
}

#[test]
fn a_step_that_leads_nowhere_though_it_should_is_a_failure() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    page.goto(&site.at("/"));
    page.patience(3);
    let step = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| page.press_through("j")));
    let payload = step.unwrap_err();
    let message = payload.downcast_ref::<String>().unwrap();
    assert!(message.starts_with("pressing j: no new page came"), "{message}");
}

#[test]
fn a_form_is_filled_in_as_a_person_does_with_and_without_scripts() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    for scripts in [true, false] {
        page.scripts(scripts);
        page.goto(&site.at("/"));
        page.fill(By::field("Name"), "Zoë \"O'Hara\"");
        page.type_into("#name", "!");
        assert_eq!(page.value("#name"), "Zoë \"O'Hara\"!");
        page.fill(By::field("Day"), "2026-11-20");
        page.choose(By::field("Kind"), "Company \"A\"");
        page.fill(By::field("Note"), "two words");
        page.click(By::button("Save"));
        page.wait_for_path("/echo");
        let sent = page.text("pre");
        for part in ["name=Zo%C3%AB+%22O%27Hara%22%21", "day=2026-11-20", "kind=c", "note=two+words"] {
            assert!(sent.contains(part), "{part} is not in {sent} (scripts: {scripts})");
        }
    }
}

#[test]
fn without_scripts_the_scripts_of_the_page_do_not_run() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    page.scripts(false);
    page.goto(&site.at("/"));
    page.press("j");
    page.click(By::button("Bring it"));
    assert_eq!(page.text("#keys"), "");
    page.see("Ink on paper.");
    page.scripts(true);
    page.reload();
    page.press("j");
    assert_eq!(page.text("#keys"), "j");
}

#[test]
fn keys_arrive_where_the_focus_is() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    page.goto(&site.at("/"));
    for chord in ["j", "Control+k", "Escape", "?", "ArrowDown"] {
        page.press(chord);
    }
    assert_eq!(page.text("#keys"), "j Control+k Escape ? ArrowDown");
    assert_eq!(page.focused(), "body");
    page.press("Tab");
    assert_eq!(page.focused(), "a Cookies");
    page.press("Tab");
    page.press("Tab");
    assert_eq!(page.focused(), "input#name");
    page.press("Shift+Tab");
    assert_eq!(page.focused(), "button#later");
    page.press("Tab");
    page.press("Control+a");
    page.type_keys("Ann");
    page.press("Enter");
    page.wait_for_path("/echo");
    page.see("name=Ann&day=");
}

#[test]
fn files_are_given_and_dropped() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    let folder = tempfile::tempdir().unwrap();
    let files = ["one.csv", "two.csv"].map(|name| folder.path().join(name));
    for file in &files {
        std::fs::write(file, "id\n7\n").unwrap();
    }
    page.goto(&site.at("/"));
    page.upload(By::field("Files"), &files.each_ref().map(|file| file as &Path));
    page.see("one.csv: id");
    page.see("two.csv: id");
    page.drop_file("#zone", "three.csv", "id,name");
    page.see("three.csv dropped: id,name");
}

#[test]
fn cookies_are_seen_with_their_flags() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    page.goto(&site.at("/sign-in"));
    page.wait_for_path("/cookies");
    page.see("[session=abc]");
    let cookie = page.cookie("session").unwrap();
    assert!(cookie.http_only && !cookie.secure);
    assert_eq!((cookie.same_site.as_deref(), cookie.expiry), (Some("Lax"), None));
    page.forget_cookies();
    page.set_cookie("other", "1");
    page.reload();
    page.see("[other=1]");
}

#[test]
fn the_policy_and_the_console_are_heard() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    page.goto(&site.at("/refused"));
    assert_eq!(page.status(), 422);
    page.assert_quiet();
    page.goto(&site.at("/inline"));
    assert_eq!(page.title(), "Inline", "an inline script ran");
    let complaints = page.complaints();
    assert!(complaints.iter().any(|said| said.text.contains("Content Security Policy")), "{complaints:?}");
    page.goto(&site.at("/faults"));
    let complaints = page.complaints();
    assert!(complaints.iter().any(|said| said.text.contains("missing.css")), "{complaints:?}");
    page.script("console.error('a fault')", &[]);
    assert!(page.complaints().iter().any(|said| said.text.contains("a fault")));
}

#[test]
fn the_view_is_as_wide_and_as_dark_as_asked() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    page.goto(&site.at("/"));
    let ground = "return getComputedStyle(document.body).backgroundColor";
    page.size(360, 740);
    page.scheme(Scheme::Dark);
    assert_eq!(page.script("return [innerWidth, innerHeight]", &[]), json!([360, 740]));
    assert_eq!(page.script(ground, &[]), json!("rgb(17, 17, 17)"));
    page.reload();
    assert_eq!(page.script(ground, &[]), json!("rgb(17, 17, 17)"), "a preference outlives a navigation");
    page.scheme(Scheme::Light);
    assert_eq!(page.script(ground, &[]), json!("rgb(255, 255, 255)"));
    let still = "return matchMedia('(prefers-reduced-motion: reduce)').matches";
    assert_eq!(page.script(still, &[]), json!(true));
    page.still(false);
    assert_eq!(page.script(still, &[]), json!(false));

    assert_eq!(size_of_png(&page.picture()), (360, 740));
    let (width, height) = size_of_png(&page.whole_picture());
    assert!(width == 360 && height > 1500, "{width} x {height}");
}

/// Width and height from the first chunk of a PNG.
fn size_of_png(bytes: &[u8]) -> (u32, u32) {
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let number = |from: usize| u32::from_be_bytes(bytes[from..from + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn axe_finds_faults_and_none_where_there_are_none() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    page.goto(&site.at("/"));
    page.assert_accessible();
    page.assert_quiet(); // axe itself breaks no policy
    page.goto(&site.at("/faults"));
    page.scheme(Scheme::Dark);
    let found = page.axe_everywhere();
    let has = |id: &str, shown: &str| found.iter().any(|it| it.id == id && it.shown == shown);
    for id in ["color-contrast", "html-has-lang", "label"] {
        for shown in ["light 360 px", "light 1280 px", "dark 360 px", "dark 1280 px"] {
            assert!(has(id, shown), "{id} was not found {shown}: {found:?}");
        }
    }
    assert!(has("reflow", "light 360 px") && !has("reflow", "light 1280 px"), "{found:?}");
    let label = found.iter().find(|it| it.id == "label").unwrap();
    assert_eq!((label.impact.as_str(), label.nodes.len()), ("critical", 1));
    assert!(label.nodes[0].html.contains("nameless") && label.to_string().contains("nameless"));
    let view = "return [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]";
    assert_eq!(page.script(view, &[]), json!([1280, true]), "the page is shown as before");
    assert!(page.axe_undecided().iter().all(|it| !it.id.is_empty()));
}
