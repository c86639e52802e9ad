//! What the page said on its console, and what its content security policy refused.

use crate::page::text_of;
use crate::{Page, Trouble};
use serde_json::json;

/// One line of the browser's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// `DEBUG`, `INFO`, `WARNING` or `SEVERE`.
    pub level: String,
    /// Who said it: `console-api`, `javascript`, `network`, `security` (the content security policy), ...
    pub source: String,
    /// The words, beginning with the address they are about.
    pub text: String,
}

impl std::fmt::Display for Said {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}: {}", self.level, self.source, self.text)
    }
}

impl Page {
    /// The lines of the log since they were last asked for.
    #[track_caller]
    pub fn console(&self) -> Vec<Said> {
        self.sure("reading the console", self.try_console())
    }

    /// The lines that tell of a fault: errors and warnings of scripts, breaches of the content security
    /// policy, and parts of a page that did not come. That a page itself came with a refusal (403, 422) is
    /// none; a page is told from its parts by having no file ending.
    #[track_caller]
    pub fn complaints(&self) -> Vec<Said> {
        let mut lines = self.console();
        lines.retain(|said| matches!(said.level.as_str(), "SEVERE" | "WARNING") && !is_refused_page(said));
        lines
    }

    /// No complaint since the log was last asked for.
    #[track_caller]
    pub fn assert_quiet(&self) {
        let complaints: Vec<String> = self.complaints().iter().map(ToString::to_string).collect();
        if !complaints.is_empty() {
            self.fail(&format!("the page complains:\n  {}", complaints.join("\n  ")));
        }
    }

    pub(crate) fn try_console(&self) -> Result<Vec<Said>, Trouble> {
        let lines = self.session.post("/se/log", &json!({"type": "browser"}))?;
        let lines = lines.as_array().cloned().unwrap_or_default();
        let said = lines.into_iter().map(|mut line| Said {
            level: text_of(line["level"].take()),
            source: text_of(line["source"].take()),
            text: text_of(line["message"].take()),
        });
        Ok(said.collect())
    }
}

fn is_refused_page(said: &Said) -> bool {
    let Some((address, what)) = said.text.split_once(" - ") else { return false };
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let is_part = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    said.source == "network" && !is_part && what.contains("with a status of 4")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_page_is_no_fault_but_a_missing_part_or_a_crash_is() {
        let network = |text: &str| {
            let text = format!("http://127.0.0.1:80/{text} ()");
            is_refused_page(&Said { level: "SEVERE".into(), source: "network".into(), text })
        };
        let failed = "Failed to load resource: the server responded with a status of";
        assert!(network(&format!("person/7/promise?a=b.c - {failed} 422")));
        assert!(!network(&format!("static/1a/app.css - {failed} 404")));
        assert!(!network(&format!("today - {failed} 500")));
        assert!(!network("today - net::ERR_CONNECTION_REFUSED"));
    }
}
