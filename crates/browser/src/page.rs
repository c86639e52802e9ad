//! The page as a test sees it: going somewhere, reading, and failing with all there is to know.

use crate::session::{self, Session};
use crate::view::View;
use crate::{By, Trouble, wait};
use serde_json::{Value, json};
use std::cell::Cell;
use std::path::PathBuf;

/// One open page in a browser of its own (empty profile, no cookies). Dropped, it leaves nothing behind.
pub struct Page {
    pub(crate) session: Session,
    pub(crate) view: Cell<View>,
    pub(crate) attempts: Cell<u32>,
    /// How often a step led to another page.
    pub(crate) leaves: Cell<u32>,
}

/// What [`Page::fetch`] got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// HTTP status of the last answer, after redirects.
    pub status: u16,
    /// Media type with parameters, as sent; empty where none was.
    pub content_type: String,
    /// The body as text.
    pub text: String,
}

impl Page {
    /// A new browser. `None`, with "not run: ..." on standard error, where chromium or chromedriver is not
    /// installed and [`crate::REQUIRED`] does not ask for them.
    ///
    /// # Panics
    /// Where a browser is installed and does not start, or is missing though required.
    #[track_caller]
    pub fn open() -> Option<Page> {
        match Session::start() {
            Ok(session) => {
                let page = Page {
                    session,
                    view: Cell::default(),
                    attempts: Cell::new(wait::ATTEMPTS),
                    leaves: Cell::new(0),
                };
                page.apply(View::default());
                Some(page)
            }
            Err(Trouble::Missing { program }) if !session::is_required() => {
                eprintln!(
                    "not run: browser tests need chromium and chromedriver; {program} is not installed. {}",
                    session::HOW_TO_GET
                );
                None
            }
            Err(trouble) => panic!("no browser: {trouble}"),
        }
    }

    /// Opens an address and waits for it to load.
    #[track_caller]
    pub fn goto(&self, address: &str) {
        self.sure(&format!("opening {address}"), self.session.post("/url", &json!({"url": address})));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        self.sure("reloading", self.session.post("/refresh", &json!({})));
    }

    /// One page back in history.
    #[track_caller]
    pub fn back(&self) {
        self.sure("going back", self.session.post("/back", &json!({})));
    }

    /// The whole address.
    #[track_caller]
    pub fn url(&self) -> String {
        text_of(self.sure("reading the address", self.session.get("/url")))
    }

    /// Path and query of the address: `/people?q=hale`.
    #[track_caller]
    pub fn path(&self) -> String {
        path_of(&self.url()).to_owned()
    }

    /// Waits until path and query are exactly these, of a page that has loaded.
    #[track_caller]
    pub fn wait_for_path(&self, path: &str) {
        let arrived = self.until(|| {
            let url = text_of(self.session.get("/url").ok()?);
            (path_of(&url) == path && self.has_loaded()).then_some(())
        });
        if arrived.is_none() {
            self.fail(&format!("the page never came to {path}"));
        }
    }

    /// The HTTP status with which the document came.
    #[track_caller]
    pub fn status(&self) -> u16 {
        let status = self.script("return performance.getEntriesByType('navigation')[0].responseStatus", &[]);
        status.as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(0)
    }

    /// The title.
    #[track_caller]
    pub fn title(&self) -> String {
        text_of(self.sure("reading the title", self.session.get("/title")))
    }

    /// The document as it is now, as HTML.
    #[track_caller]
    pub fn source(&self) -> String {
        text_of(self.sure("reading the source", self.session.get("/source")))
    }

    /// All text that a person can see (hidden elements and the values of fields are not in it).
    #[track_caller]
    pub fn visible_text(&self) -> String {
        text_of(self.script("return document.body ? document.body.innerText : ''", &[]))
    }

    /// Waits until a text can be seen on a page that has loaded. What the page before showed as well is seen
    /// at once: after a step that leads elsewhere, take one of `..._through`.
    #[track_caller]
    pub fn see(&self, text: &str) {
        if !self.comes_true(|shown| shown.contains(text)) {
            self.fail(&format!("\"{text}\" never came to be seen"));
        }
    }

    /// Waits until a text can be seen no more (or not at all).
    #[track_caller]
    pub fn do_not_see(&self, text: &str) {
        if !self.comes_true(|shown| !shown.contains(text)) {
            self.fail(&format!("\"{text}\" can still be seen"));
        }
    }

    fn comes_true(&self, is_so: impl Fn(&str) -> bool) -> bool {
        let script = "return document.readyState === 'complete' ? document.body.innerText : null";
        self.until(|| {
            let shown = self.try_script(script, &[]).ok()?;
            shown.as_str().filter(|shown| is_so(shown)).map(|_| ())
        })
        .is_some()
    }

    /// Whether the document is there with all it refers to, and its scripts have run.
    pub(crate) fn has_loaded(&self) -> bool {
        self.try_script("return document.readyState === 'complete'", &[]).is_ok_and(|answer| answer == true)
    }

    /// Runs the body of a function on the page, now; what it returns. `arguments` are its `arguments`. Works
    /// where the page's own scripts are off, too.
    #[track_caller]
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        self.sure("running a script", self.try_script(body, arguments))
    }

    /// Waits until a script returns something true.
    #[track_caller]
    pub fn wait_for(&self, body: &str) -> Value {
        let found = self.until(|| {
            let value = self.try_script(body, &[]).ok()?;
            let is_false = matches!(&value, Value::Null | Value::Bool(false)) || value == 0 || value == "";
            (!is_false).then_some(value)
        });
        found.unwrap_or_else(|| self.fail(&format!("never true: {body}")))
    }

    pub(crate) fn try_script(&self, body: &str, arguments: &[Value]) -> Result<Value, Trouble> {
        self.session.post("/execute/sync", &json!({"script": body, "args": arguments}))
    }

    /// Gets an address of the page's own origin with its cookies, as the page's script would; for downloads
    /// and for answers without a page. Needs the page's scripts on.
    #[track_caller]
    pub fn fetch(&self, path: &str) -> Fetched {
        let script = "const [path, done] = arguments; fetch(path).then(\
                      async answer => done({status: answer.status, text: await answer.text(), \
                      kind: answer.headers.get('content-type') ?? ''}), error => done(String(error)))";
        let answer = self.session.post("/execute/async", &json!({"script": script, "args": [path]}));
        let answer = self.sure(&format!("fetching {path}"), answer);
        let Some(status) = answer["status"].as_u64().and_then(|status| u16::try_from(status).ok()) else {
            self.fail(&format!("fetching {path}: {answer}"));
        };
        Fetched {
            status,
            content_type: text_of(answer["kind"].clone()),
            text: text_of(answer["text"].clone()),
        }
    }

    /// How many elements there are now, without waiting.
    #[track_caller]
    pub fn count(&self, by: impl Into<By>) -> usize {
        let by = by.into();
        self.sure(&format!("counting {by}"), self.matches(&by)).len()
    }

    /// The value, or the end of the test.
    #[track_caller]
    pub(crate) fn sure<T>(&self, what: &str, result: Result<T, Trouble>) -> T {
        match result {
            Ok(value) => value,
            Err(trouble) => self.fail(&format!("{what}: {trouble}")),
        }
    }

    /// Ends the test with all that the page shows.
    #[track_caller]
    pub fn fail(&self, what: &str) -> ! {
        let url = self.session.get("/url").map(text_of).unwrap_or_default();
        let script = "return document.body ? document.body.innerText : ''";
        let text = self.try_script(script, &[]).map(text_of).unwrap_or_default();
        let excerpt: String = text.chars().take(EXCERPT_CHARS).collect();
        let said: Vec<String> =
            self.try_console().unwrap_or_default().iter().map(ToString::to_string).collect();
        let place = place_of_failures().map(|folder| folder.join(format!("{}.png", name_of_test())));
        let picture = place.filter(|place| self.try_picture(place).is_ok());
        let picture = picture.map(|place| format!("\npicture: {}", place.display())).unwrap_or_default();
        panic!("{what}\naddress: {url}{picture}\nconsole: {said:?}\ntext:\n{excerpt}");
    }
}

/// As much of a page as helps in the output of a failed test.
const EXCERPT_CHARS: usize = 1500;

/// `browser-failures` in the build folder, which is three folders above a test program.
fn place_of_failures() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let folder = program.ancestors().nth(3)?.join("browser-failures");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder)
}

fn name_of_test() -> String {
    let thread = std::thread::current();
    thread.name().unwrap_or("test").replace("::", "-").replace(['/', ' '], "-")
}

pub(crate) fn text_of(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn path_of(url: &str) -> &str {
    let after_scheme = url.find("://").map_or(0, |place| place + 3);
    url[after_scheme..].find('/').map_or("/", |place| &url[after_scheme + place..])
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn a_path_is_what_follows_the_origin() {
        assert_eq!(path_of("http://127.0.0.1:8080/people?q=a/b#top"), "/people?q=a/b#top");
        assert_eq!(path_of("http://127.0.0.1:8080"), "/");
    }
}
