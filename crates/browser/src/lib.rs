//! A real browser for end-to-end tests: a small WebDriver client over chromedriver and headless chromium,
//! with axe-core for accessibility. A tool for tests only; nothing of it is in the binary.
//!
//! ```no_run
//! # fn main() {
//! use browser::{By, Page};
//! let Some(page) = Page::open() else { return }; // "not run: ..." has been printed
//! page.goto("http://127.0.0.1:8080/sign-in");
//! page.fill(By::field("Email"), "ann@hale.example");
//! page.fill(By::field("Password"), "correct horse battery staple");
//! page.click_through(By::button("Sign in"));
//! assert_eq!(page.path(), "/today");
//! page.press("Control+k");
//! page.see("Go to a person");
//! page.assert_accessible(); // light and dark, 360 and 1280 px wide
//! page.assert_quiet(); // nothing on the console, no breach of the content security policy
//! # }
//! ```
//!
//! Every step waits for what it needs, and one that leads to another page (`..._through`) for that page (at
//! most some ten seconds, counted in attempts). A step that fails panics at the line of the test that asked,
//! with the address, the text and the console of the page, and the place of a picture of it. Protocol: W3C
//! WebDriver (<https://www.w3.org/TR/webdriver2/>) and, for what it lacks, the Chrome DevTools Protocol
//! through `goog/cdp/execute`.

#![allow(
    clippy::panic,
    clippy::print_stderr,
    reason = "a tool of tests: a failed step ends the test at the line that asked for it"
)]

mod axe;
mod base64;
mod by;
mod console;
mod cookies;
mod find;
mod keys;
mod page;
mod picture;
mod session;
mod through;
mod trouble;
mod view;
mod wait;
mod wire;

pub use axe::{Node, Violation};
pub use by::By;
pub use console::Said;
pub use cookies::Cookie;
pub use find::Element;
pub use page::{Fetched, Page};
pub use session::{HOW_TO_GET, REQUIRED};
pub use trouble::Trouble;
pub use view::Scheme;
