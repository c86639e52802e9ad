//! A refusal: a code, what was not done and why, and a better way.

use std::fmt;

/// What was refused, why, and what would help. Never a bare "no".
///
/// Codes: `X1`…`X17` are the product's own refusals, which hold for every role; `P1`…`P7` say that a role may
/// not do this; `N1`… are rules for notes and other words about people; `A1`… are rules for acts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence} {better_way}")]
pub struct Refusal {
    /// `X5`, `P1`, …; stable, for logs and tests.
    pub code: &'static str,
    /// What was not done, and why: one sentence that blames nobody.
    pub sentence: String,
    /// What to do instead.
    pub better_way: String,
}

/// Codes of permission: what a role may not do.
pub mod code {
    /// A provider, and a person somebody else serves.
    pub const NOT_YOUR_PERSON: &str = "P1";
    /// A viewer, and any change.
    pub const ONLY_LOOKING: &str = "P2";
    /// For managers and administrators.
    pub const MANAGERS_ONLY: &str = "P3";
    /// For administrators.
    pub const ADMINISTRATORS_ONLY: &str = "P4";
    /// A provider's account that names nobody who serves customers.
    pub const NOT_LINKED: &str = "P5";
    /// A provider, and the day of somebody else.
    pub const NOT_YOUR_DAY: &str = "P6";
    /// A note told in trust, and somebody it was not shared with.
    pub const TOLD_IN_TRUST: &str = "P7";
    /// A birthday that is more, or less, than a day and a month.
    pub const DAY_AND_MONTH_ONLY: &str = "N1";
    /// A birthday without the person's word that we may keep it.
    pub const BIRTHDAY_CONSENT: &str = "N2";
    /// A note without words.
    pub const EMPTY_NOTE: &str = "N3";
    /// An issue of which the customer says that it is not right yet.
    pub const NOT_RIGHT_YET: &str = "A1";
    /// An act that needs a reason and was given none.
    pub const REASON_NEEDED: &str = "A2";
}

impl Refusal {
    /// A refusal in plain words.
    pub fn new(code: &'static str, sentence: impl Into<String>, better_way: impl Into<String>) -> Refusal {
        Refusal { code, sentence: sentence.into(), better_way: better_way.into() }
    }

    /// True when another role might do it (answered "forbidden"); false when the act itself is refused.
    pub fn is_permission(&self) -> bool {
        self.code.starts_with('P')
    }
}

/// "1 open issue", "2 open issues": a count with its noun.
pub(crate) struct Count<'a>(pub u32, pub &'a str, pub &'a str);

impl fmt::Display for Count<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => write!(f, "one {}", self.1),
            count => write!(f, "{count} {}", self.2),
        }
    }
}
