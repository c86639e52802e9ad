//! Finding elements and using them, each step waiting until a person could have done it.

use crate::page::text_of;
use crate::{By, Page, Trouble, keys};
use serde_json::{Value, json};
use std::path::Path;

/// The name under which WebDriver sends an element (WebDriver, 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// One element that was found. It is of the page that was open then: after a navigation, find it again.
pub struct Element<'page> {
    page: &'page Page,
    id: String,
    shown: String,
}

impl Element<'_> {
    /// Its visible text.
    #[track_caller]
    pub fn text(&self) -> String {
        text_of(self.ask("text"))
    }

    /// An attribute as written, `None` where it is absent.
    #[track_caller]
    pub fn attribute(&self, name: &str) -> Option<String> {
        let value = self.ask(&format!("attribute/{name}"));
        (!value.is_null()).then(|| text_of(value))
    }

    /// What a field holds now.
    #[track_caller]
    pub fn value(&self) -> String {
        text_of(self.ask("property/value"))
    }

    /// Whether a person can see it.
    #[track_caller]
    pub fn is_displayed(&self) -> bool {
        self.ask("displayed") == json!(true)
    }

    /// The name that assistive technology reads.
    #[track_caller]
    pub fn accessible_name(&self) -> String {
        text_of(self.ask("computedlabel"))
    }

    /// The elements in it that match, in document order; possibly none.
    #[track_caller]
    pub fn all(&self, by: impl Into<By>) -> Vec<Self> {
        let by = by.into();
        let found = self.page.matches_in(&format!("/element/{}/elements", self.id), &by);
        let found = self.page.sure(&format!("finding {by} in {}", self.shown), found);
        found.into_iter().map(|id| Element { page: self.page, id, shown: by.to_string() }).collect()
    }

    #[track_caller]
    fn ask(&self, what: &str) -> Value {
        let answer = self.page.session.get(&format!("/element/{}/{what}", self.id));
        self.page.sure(&format!("asking {} for its {what}", self.shown), answer)
    }
}

impl Page {
    /// Waits for an element.
    #[track_caller]
    pub fn find(&self, by: impl Into<By>) -> Element<'_> {
        let by = by.into();
        let found = self.until(|| self.matches(&by).ok().and_then(|ids| ids.into_iter().next()));
        match found {
            Some(id) => Element { page: self, id, shown: by.to_string() },
            None => self.fail(&format!("{by} never came")),
        }
    }

    /// All elements that match now, without waiting.
    #[track_caller]
    pub fn all(&self, by: impl Into<By>) -> Vec<Element<'_>> {
        let by = by.into();
        let ids = self.sure(&format!("finding {by}"), self.matches(&by));
        ids.into_iter().map(|id| Element { page: self, id, shown: by.to_string() }).collect()
    }

    /// Waits until there is no such element.
    #[track_caller]
    pub fn wait_until_gone(&self, by: impl Into<By>) {
        let by = by.into();
        let gone = self.until(|| self.matches(&by).ok().filter(Vec::is_empty));
        if gone.is_none() {
            self.fail(&format!("{by} is still there"));
        }
    }

    /// Waits for an element; its visible text.
    #[track_caller]
    pub fn text(&self, by: impl Into<By>) -> String {
        let read = |id: &str| self.session.get(&format!("/element/{id}/text"));
        text_of(self.step("reading", &by.into(), read))
    }

    /// Waits for a field; what it holds.
    #[track_caller]
    pub fn value(&self, by: impl Into<By>) -> String {
        let read = |id: &str| self.session.get(&format!("/element/{id}/property/value"));
        text_of(self.step("reading", &by.into(), read))
    }

    /// Clicks, once it can be clicked. Where that leads to another page, take [`Page::click_through`], which
    /// waits for it.
    #[track_caller]
    pub fn click(&self, by: impl Into<By>) {
        let click = |id: &str| self.session.post(&format!("/element/{id}/click"), &json!({}));
        self.step("clicking", &by.into(), click);
    }

    /// Types into a field, after what it holds.
    #[track_caller]
    pub fn type_into(&self, by: impl Into<By>, text: &str) {
        self.step("typing into", &by.into(), |id| self.send(id, text));
    }

    /// Puts a text into a field in place of what it holds. Dates and times are given as HTML has them
    /// (`2026-11-20`, `2026-11-20T09:30`).
    #[track_caller]
    pub fn fill(&self, by: impl Into<By>, text: &str) {
        self.step("filling in", &by.into(), |id| {
            let kind = self.session.get(&format!("/element/{id}/property/type"))?;
            self.session.post(&format!("/element/{id}/clear"), &json!({}))?;
            if matches!(kind.as_str(), Some("date" | "time" | "datetime-local" | "month" | "week" | "color"))
            {
                return self.set(id, text);
            }
            self.send(id, text)
        });
    }

    /// Chooses an option of a `select` by its text.
    #[track_caller]
    pub fn choose(&self, by: impl Into<By>, option: &str) {
        let path = By::option_within(option);
        self.step(&format!("choosing \"{option}\" in"), &by.into(), |id| {
            let found = self.matches_in(&format!("/element/{id}/elements"), &path)?;
            let option = found.first().ok_or_else(|| Trouble::missing("no such option"))?;
            self.session.post(&format!("/element/{option}/click"), &json!({}))
        });
    }

    /// Gives files to a file field; it may be hidden behind a drop zone.
    #[track_caller]
    pub fn upload(&self, by: impl Into<By>, files: &[&Path]) {
        let paths: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        self.step("giving files to", &by.into(), |id| self.send(id, &paths.join("\n")));
    }

    /// Drops one file from outside onto an element.
    #[track_caller]
    pub fn drop_file(&self, by: impl Into<By>, name: &str, text: &str) {
        let script = "const [zone, name, text] = arguments; const files = new DataTransfer(); \
                      files.items.add(new File([text], name)); \
                      for (const kind of ['dragenter', 'dragover', 'drop']) zone.dispatchEvent(\
                      new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: files}))";
        self.step("dropping a file on", &by.into(), |id| {
            self.try_script(script, &[json!({ ELEMENT: id }), json!(name), json!(text)])
        });
    }

    /// Presses keys together, wherever the focus is: `j`, `?`, `Enter`, `Escape`, `Control+k`, `Shift+Tab`.
    #[track_caller]
    pub fn press(&self, chord: &str) {
        let Some(keys) = keys::chord(chord) else { self.fail(&format!("there is no key \"{chord}\"")) };
        self.sure(&format!("pressing {chord}"), self.session.post("/actions", &keys::strokes(&[keys])));
    }

    /// Types a text, letter by letter, wherever the focus is.
    #[track_caller]
    pub fn type_keys(&self, text: &str) {
        let letters: Vec<Vec<char>> = text.chars().map(|letter| vec![letter]).collect();
        self.sure(&format!("typing {text}"), self.session.post("/actions", &keys::strokes(&letters)));
    }

    /// The element that has the focus, as `name#id` or the first words of its text; `body` where none has.
    #[track_caller]
    pub fn focused(&self) -> String {
        let script = "const it = document.activeElement ?? document.body; const name = it.localName; \
                      return it.id ? name + '#' + it.id : name === 'body' ? name : \
                      (name + ' ' + (it.innerText || it.name || '').trim().slice(0, 40)).trim()";
        text_of(self.script(script, &[]))
    }

    fn send(&self, id: &str, text: &str) -> Result<Value, Trouble> {
        self.session.post(&format!("/element/{id}/value"), &json!({"text": text}))
    }

    /// Sets a field whose own widget takes keys differently in each language, and tells the page.
    fn set(&self, id: &str, text: &str) -> Result<Value, Trouble> {
        let script = "const [field, text] = arguments; field.focus(); field.value = text; \
                      for (const kind of ['input', 'change']) \
                      field.dispatchEvent(new Event(kind, {bubbles: true}))";
        self.try_script(script, &[json!({ ELEMENT: id }), json!(text)])
    }

    /// Does a step with the first match that a person could use, again until it succeeds.
    #[track_caller]
    fn step(&self, doing: &str, by: &By, act: impl Fn(&str) -> Result<Value, Trouble>) -> Value {
        let mut last = None;
        let done = self.until(|| match self.attempt(by, &act) {
            Ok(value) => Some(Ok(value)),
            Err(trouble) if trouble.may_pass() => {
                last = Some(trouble);
                None
            }
            Err(trouble) => Some(Err(trouble)),
        });
        match (done, last) {
            (Some(Ok(value)), _) => value,
            (Some(Err(trouble)), _) | (None, Some(trouble)) => self.fail(&format!("{doing} {by}: {trouble}")),
            (None, None) => self.fail(&format!("{doing} {by} never came about")),
        }
    }

    fn attempt(&self, by: &By, act: impl Fn(&str) -> Result<Value, Trouble>) -> Result<Value, Trouble> {
        let mut last = Trouble::missing("nothing matches");
        for id in self.matches(by)? {
            match act(&id) {
                Err(trouble) if trouble.is_out_of_reach() => last = trouble,
                done => return done,
            }
        }
        Err(last)
    }

    pub(crate) fn matches(&self, by: &By) -> Result<Vec<String>, Trouble> {
        self.matches_in("/elements", by)
    }

    fn matches_in(&self, path: &str, by: &By) -> Result<Vec<String>, Trouble> {
        let found = self.session.post(path, &json!({"using": by.using, "value": by.value}))?;
        let ids = found.as_array().into_iter().flatten().filter_map(|element| element[ELEMENT].as_str());
        Ok(ids.map(str::to_owned).collect())
    }
}
