//! The closed lists of words, each with its label on the page. The order is that of judgements, worst news
//! where it belongs, and it is the order in which a sort puts them.

use crate::column::Band;

/// A word of a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// As in URLs, files and the book.
    pub word: &'static str,
    /// As on the page.
    pub label: &'static str,
}

const fn word(word: &'static str, label: &'static str) -> Word {
    Word { word, label }
}

const fn band(below: f64, word: &'static str, label: &'static str) -> Band {
    Band { below, word: Word { word, label } }
}

pub(crate) const PARTY: &[Word] = &[word("person", "person"), word("organization", "organization")];
pub(crate) const KIND: &[Word] = &[
    word("encounter", "encounter"),
    word("enhanced_encounter", "enhanced encounter"),
    word("pseudo_relationship", "pseudo-relationship"),
    word("relationship", "relationship"),
];
pub(crate) const GATE: &[Word] =
    &[word("met", "met"), word("not_met", "not met"), word("unverified", "unverified")];
pub(crate) const RUNG: &[Word] = &[
    word("foundation", "basic satisfaction first"),
    word("strictly_business", "strictly business"),
    word("collaborator", "collaborator"),
    word("fan", "fan"),
];
pub(crate) const THREE_PART: &[Word] =
    &[word("none", "none"), word("partly", "partly"), word("real_relationship", "real relationship")];
pub(crate) const RHYTHM: &[Word] = &[
    word("on_rhythm", "on rhythm"),
    word("quiet", "quiet"),
    word("overdue", "overdue"),
    word("gone_quiet", "gone quiet"),
];
pub(crate) const INITIATIVE: &[Word] = &[word("steady", "steady"), word("fading", "fading")];
pub(crate) const CANDOR: &[Word] = &[
    word("voiced", "spoke frankly"),
    word("asked_said_fine", "asked, said fine"),
    word("asked_no_answer", "asked, no answer"),
    word("not_contacted", "not asked"),
];
pub(crate) const LOAD: &[Word] = &[word("none", "none"), word("light", "light"), word("heavy", "heavy")];
pub(crate) const VELOCITY: &[Word] =
    &[word("rising", "rising"), word("steady", "steady"), word("falling", "falling")];
pub(crate) const DECLINE: &[Word] = &[
    word("none", "none"),
    word("watch", "watch"),
    word("declining", "declining"),
    word("serious", "serious"),
];
pub(crate) const STYLE: &[Word] = &[
    word("strictly_business", "strictly business"),
    word("collaborative", "collaborative"),
    word("fan", "fan"),
];
pub(crate) const YES_NO: &[Word] = &[word("no", "no"), word("yes", "yes")];

/// Thirds, as `judge` words them.
pub(crate) const ALIVE: &[Band] = &[
    band(1.0 / 3.0, "unlikely", "unlikely"),
    band(2.0 / 3.0, "unsure", "hard to say"),
    band(f64::INFINITY, "likely", "likely"),
];
pub(crate) const EXPECTED: &[Band] = &[
    band(0.5, "hardly_any", "hardly any"),
    band(1.5, "about_one", "about one"),
    band(f64::INFINITY, "several", "several"),
];
pub(crate) const SHARE: &[Band] = &[
    band(1.0 / 3.0, "seldom", "seldom"),
    band(2.0 / 3.0, "about_half", "about half"),
    band(f64::INFINITY, "mostly", "mostly"),
];

macro_rules! triangle {
    ($($op:literal $pc:literal $oc:literal,)*) => {
        /// Strength of organization-provider, provider-customer and organization-customer, in that order.
        pub(crate) const TRIANGLE: &[Word] = &[$(Word {
            word: concat!($op, "_", $pc, "_", $oc),
            label: concat!("O-P ", $op, ", P-C ", $pc, ", O-C ", $oc),
        },)*];
    };
}

triangle! {
    "tight" "tight" "tight",
    "tight" "tight" "loose",
    "tight" "tight" "undetermined",
    "tight" "loose" "tight",
    "tight" "loose" "loose",
    "tight" "loose" "undetermined",
    "tight" "undetermined" "tight",
    "tight" "undetermined" "loose",
    "tight" "undetermined" "undetermined",
    "loose" "tight" "tight",
    "loose" "tight" "loose",
    "loose" "tight" "undetermined",
    "loose" "loose" "tight",
    "loose" "loose" "loose",
    "loose" "loose" "undetermined",
    "loose" "undetermined" "tight",
    "loose" "undetermined" "loose",
    "loose" "undetermined" "undetermined",
    "undetermined" "tight" "tight",
    "undetermined" "tight" "loose",
    "undetermined" "tight" "undetermined",
    "undetermined" "loose" "tight",
    "undetermined" "loose" "loose",
    "undetermined" "loose" "undetermined",
    "undetermined" "undetermined" "tight",
    "undetermined" "undetermined" "loose",
    "undetermined" "undetermined" "undetermined",
}
