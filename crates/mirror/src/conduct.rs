//! J18: conduct after Levitt (1983): good and bad things that affect a relationship, tagged by the one who
//! serves.
//!
//! A view for coaching oneself: visible to the provider first, no input to pay, and no order of people.

use crate::finding::{Draft, Finding, FindingKind, Subject};
use crate::{Parameters, Rate};
use book::Day;
use serde::Serialize;

/// One good thing and the bad one that it replaces. The owner may edit the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ConductPair {
    /// The good tag.
    pub good: &'static str,
    /// The bad tag.
    pub bad: &'static str,
}

/// Builds the list below.
const fn pair(good: &'static str, bad: &'static str) -> ConductPair {
    ConductPair { good, bad }
}

/// Levitt's fourteen pairs, in our words.
pub const PAIRS: [ConductPair; 14] = [
    pair("called first, without an ask", "only called back"),
    pair("recommended something", "justified something"),
    pair("spoke frankly", "said what they wanted to hear"),
    pair("used the phone", "sent a letter"),
    pair("showed appreciation", "waited for a misunderstanding"),
    pair("suggested a service", "waited for the request"),
    pair("said \u{201c}we\u{201d} about a problem", "said \u{201c}you owe us\u{201d}"),
    pair("found the problem", "answered the problem"),
    pair("spoke in our shorthand", "explained at length"),
    pair("aired a matter between us", "hid a matter between us"),
    pair("spoke of what comes next", "spoke of making up for the past"),
    pair("had a routine for it", "ran to put out a fire"),
    pair("took responsibility", "shifted the blame"),
    pair("planned ahead", "went over old ground"),
];

/// The verdict: good tags among all of the last 90 days; `None` under the number of tags it takes.
pub fn assess(good: u64, bad: u64, parameters: &Parameters) -> Option<Rate> {
    (good + bad >= parameters.conduct_tags_min).then(|| Rate::of(good, good + bad))
}

/// The finding, for the provider's own eyes first.
pub fn finding(subject: Subject, (good, bad): (u64, u64), parameters: &Parameters, as_of: Day) -> Finding {
    let draft = Draft::new(FindingKind::Conduct, subject, as_of)
        .rests_on("good_tags", good)
        .rests_on("bad_tags", bad)
        .caveat("Tags are what the one who serves remembered to tap. They are for learning, not for pay.");
    let Some(rate) = assess(good, bad, parameters) else {
        let missing = crate::rate::count(parameters.conduct_tags_min.saturating_sub(good + bad), "more tag");
        let seen = crate::rate::count(good + bad, "tag");
        return draft
            .not_enough(format!("Too early to say: {seen} in the last 90 days."))
            .would_change(format!("{missing} would be enough."))
            .done();
    };
    let reading = if rate.low > 0.5 {
        " More often than not the good thing came first."
    } else if rate.high < 0.5 {
        " More often than not it was the answer, not the beginning: which one could come first next time?"
    } else {
        " It could be half and half."
    };
    draft
        .measured()
        .estimate(rate.estimate())
        .sentence(format!(
            "{good} of the last {} tags are good ones ({}).{reading}",
            good + bad,
            rate.likely()
        ))
        .would_change("Each contact tagged moves it a little.")
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::SubjectKind;
    use crate::portrait::{self, TODAY};

    #[test]
    fn twenty_one_good_and_nine_bad() {
        let rate = assess(21, 9, &Parameters::default()).unwrap();
        assert!((rate.mean - 0.6875).abs() < 1e-9);
        assert!((rate.low - 0.581).abs() < 1e-3 && (rate.high - 0.789).abs() < 1e-3, "{rate:?}");
        assert_eq!(assess(9, 0, &Parameters::default()), None);
    }

    #[test]
    fn conduct_in_words() {
        let of =
            |tags| finding(Subject::named(SubjectKind::Provider, "Ben"), tags, &Parameters::default(), TODAY);
        insta::assert_snapshot!(portrait::all([
            ("enough", of((21, 9))),
            ("mostly bad", of((4, 16))),
            ("too early", of((3, 1))),
        ]));
    }
}
