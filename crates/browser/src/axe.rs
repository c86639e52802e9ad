//! Accessibility: axe-core (`vendor/axe.min.js`) run on the open page.

use crate::{Page, Scheme};
use serde::Deserialize;
use serde_json::json;

/// The rules as published, to be run in the page.
const AXE: &str = include_str!("../vendor/axe.min.js");

/// WCAG 2.2 at levels A and AA (each version's additions have a tag of their own), and what is good besides.
const RUN: &str = "axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
    rules: {'target-size': {enabled: true}},
    preload: false,
}).then(found => JSON.stringify(found.KIND.map(rule => ({
    id: rule.id, impact: rule.impact ?? '', help: rule.help,
    nodes: rule.nodes.map(node => ({
        selector: node.target.flat().join(' '), html: node.html, why: node.failureSummary ?? '',
    })),
}))))";

/// Widths in CSS pixels and what is tried at each: the narrowest phone, and a desk.
const SIZES_PX: [(u32, u32); 2] = [(360, 740), (1280, 900)];

/// Sideways scrolling at this width is a fault (WCAG 2.2, 1.4.10 Reflow), which axe does not look for.
const OVERFLOW: &str = "const page = document.documentElement; \
                        return Math.max(0, page.scrollWidth - page.clientWidth)";

/// A rule that a page breaks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Violation {
    /// axe's name of the rule, such as `color-contrast`; `reflow` for sideways scrolling, found by us.
    pub id: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: String,
    /// What the rule asks.
    pub help: String,
    /// Where it is broken.
    pub nodes: Vec<Node>,
    /// How the page was shown then: `dark 360 px`.
    #[serde(default)]
    pub shown: String,
}

/// A place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Node {
    /// CSS selector.
    pub selector: String,
    /// The element as written, shortened by axe.
    pub html: String,
    /// What would put it right, in axe's words.
    pub why: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "[{}] {} ({}): {}", self.shown, self.id, self.impact, self.help)?;
        for node in &self.nodes {
            write!(
                out,
                "\n    {}  {}\n      {}",
                node.selector,
                node.html,
                node.why.replace('\n', "\n      ")
            )?;
        }
        Ok(())
    }
}

impl Page {
    /// The rules of WCAG 2.2 A and AA and of good practice that the page breaks as it is shown now. Needs the
    /// page's scripts on.
    #[track_caller]
    pub fn axe(&self) -> Vec<Violation> {
        self.axe_of("violations")
    }

    /// What axe could not decide by itself (text over pictures, say): for a person to look at.
    #[track_caller]
    pub fn axe_undecided(&self) -> Vec<Violation> {
        self.axe_of("incomplete")
    }

    /// [`Page::axe`] in light and dark, 360 and 1280 px wide, and sideways scrolling of the page; shown as
    /// before when it is done.
    #[track_caller]
    pub fn axe_everywhere(&self) -> Vec<Violation> {
        let before = self.view.get();
        let mut found = Vec::new();
        for scheme in [Scheme::Light, Scheme::Dark] {
            for (width_px, height_px) in SIZES_PX {
                self.scheme(scheme);
                self.size(width_px, height_px);
                found.extend(self.axe());
                found.extend(self.overflow());
            }
        }
        self.apply(before);
        found
    }

    /// Nothing found by [`Page::axe_everywhere`].
    #[track_caller]
    pub fn assert_accessible(&self) {
        let found: Vec<String> = self.axe_everywhere().iter().map(ToString::to_string).collect();
        if !found.is_empty() {
            self.fail(&format!("not accessible to everybody:\n  {}", found.join("\n  ")));
        }
    }

    #[track_caller]
    fn axe_of(&self, kind: &str) -> Vec<Violation> {
        self.settle();
        if self.script("return typeof axe", &[]) != "object" {
            self.evaluate(AXE);
        }
        let found = self.evaluate(&RUN.replace("KIND", kind));
        let found = serde_json::from_str(found.as_str().unwrap_or("null"));
        let mut found: Vec<Violation> =
            found.unwrap_or_else(|error| self.fail(&format!("axe answered something else: {error}")));
        for violation in &mut found {
            violation.shown = self.shown();
        }
        found
    }

    #[track_caller]
    fn overflow(&self) -> Option<Violation> {
        let over_px = self.script(OVERFLOW, &[]).as_f64().unwrap_or(0.0);
        (over_px > 0.0).then(|| Violation {
            id: "reflow".into(),
            impact: "serious".into(),
            help: format!("a page must not scroll sideways (WCAG 1.4.10); this one is {over_px} px too wide"),
            nodes: Vec::new(),
            shown: self.shown(),
        })
    }

    fn shown(&self) -> String {
        let view = self.view.get();
        format!("{} {} px", view.scheme.word(), view.width_px)
    }

    /// Waits until what is still moving has come to rest: colours halfway through a transition have no
    /// contrast.
    #[track_caller]
    fn settle(&self) {
        let moving = "document.getAnimations().filter(it => it.playState === 'running' && \
                      it.effect.getComputedTiming().activeDuration !== Infinity)";
        self.wait_for(&format!("return document.readyState === 'complete' && {moving}.length === 0"));
    }

    /// Evaluates an expression outside the page's content security policy, waiting for a promise.
    #[track_caller]
    fn evaluate(&self, expression: &str) -> serde_json::Value {
        let wanted = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let mut answer = self.sure("running axe", self.session.devtools("Runtime.evaluate", &wanted));
        if let Some(thrown) = answer.get("exceptionDetails") {
            self.fail(&format!("axe threw: {thrown}"));
        }
        answer["result"]["value"].take()
    }
}
