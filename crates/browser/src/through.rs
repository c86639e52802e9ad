//! Steps that lead to another page: over when that page has loaded.
//!
//! After a click the driver waits for a page only where the browser has begun to leave by then. On a busy
//! machine it has not, and whoever reads next reads the page before, which may well have the same address
//! (a form that comes back with what was wrong). So the open document is marked before the step, and the
//! step is over when the mark is gone and the document has loaded.

use crate::{By, Page};
use serde_json::json;

/// Marks the document in a way that only a script could notice. A new document has no mark; one that comes
/// back by the history of the browser has an older one.
const MARK: &str = "window.steadfastTestLeaves = arguments[0]";

/// Whether another document is there and has loaded.
const IS_NEW: &str =
    "return window.steadfastTestLeaves !== arguments[0] && document.readyState === 'complete'";

impl Page {
    /// Clicks, and waits until the page that it leads to has loaded.
    #[track_caller]
    pub fn click_through(&self, by: impl Into<By>) {
        let by = by.into();
        self.through(&format!("clicking {by}"), || self.click(&by));
    }

    /// Presses keys together as [`Page::press`] does, and waits until the page that they lead to has loaded.
    #[track_caller]
    pub fn press_through(&self, chord: &str) {
        self.through(&format!("pressing {chord}"), || self.press(chord));
    }

    /// Does a step, and waits until the page that it leads to has loaded. Not for what a script answers in
    /// place, without a new document: there, wait for what it brings.
    #[track_caller]
    pub fn through(&self, doing: &str, step: impl FnOnce()) {
        let mark = self.leaves.get() + 1;
        self.leaves.set(mark);
        self.script(MARK, &[json!(mark)]);
        step();
        let arrived = self.until(|| {
            let is_new = self.try_script(IS_NEW, &[json!(mark)]).ok()?;
            (is_new == true).then_some(())
        });
        if arrived.is_none() {
            self.fail(&format!("{doing}: no new page came"));
        }
    }
}
