//! Findings drawn as plain text, for snapshots that a person can read aloud.

use crate::Finding;
use judge::Outcome;
use std::fmt::Write;

/// Words that no sentence says, each cut in two so that no source file says them either.
const UNSAID: [(&str, &str); 9] = [
    ("cli", "ent"),
    ("chu", "rn"),
    (" le", "ad "),
    ("tar", "get"),
    ("cap", "ture"),
    ("bla", "st"),
    (" v", "ip"),
    ("score", " of"),
    ("bri", "be"),
];

/// One finding under a title: its answer on one line, its words on the next ones.
pub fn of(title: &str, finding: &Finding) -> String {
    assert!(!finding.sentence.is_empty() && !finding.would_change.is_empty(), "{title}: no words");
    let outcome = match finding.outcome {
        Outcome::NotAssessed => "not_assessed",
        Outcome::NotEnoughEvidence => "not_enough_evidence",
        Outcome::Undetermined => "undetermined",
        Outcome::Assessed => "assessed",
    };
    let mut text = format!("== {title}\n{:?}: {outcome}", finding.judgement);
    if let Some(value) = finding.value {
        write!(text, " {value}").unwrap();
    }
    if let Some(estimate) = finding.estimate {
        write!(text, ", {estimate:.4}").unwrap();
    }
    if let (Some(low), Some(high)) = (finding.low, finding.high) {
        write!(text, " [{low:.3}, {high:.3}] {:.0} %", finding.coverage * 100.0).unwrap();
    }
    writeln!(text, ", {} facts\n  {}", finding.evidence_count, finding.sentence).unwrap();
    writeln!(text, "  Change: {}", finding.would_change).unwrap();
    for (name, words) in [("Better", &finding.better), ("Caveat", &finding.caveat)] {
        if let Some(words) = words {
            writeln!(text, "  {name}: {words}").unwrap();
        }
    }
    for test in &finding.tests {
        writeln!(text, "  - {} {:?}: {}", test.name, test.outcome, test.sentence).unwrap();
    }
    let lower = text.to_lowercase();
    for (start, end) in UNSAID {
        let word = format!("{start}{end}");
        assert!(!lower.contains(&word), "{title} says `{word}`: {text}");
    }
    assert!(!text.contains('!'), "{title}: sentences never exclaim");
    text
}

/// Several findings, one after the other.
pub fn all<'f>(findings: impl IntoIterator<Item = (&'f str, Finding)>) -> String {
    findings.into_iter().map(|(title, finding)| of(title, &finding)).collect::<Vec<String>>().join("\n")
}

/// The day of every portrait: 2026-03-02.
pub const TODAY: book::Day = book::Day(20_514);
