//! Judgements drawn as plain text, for snapshots that a person can read aloud.

use crate::{Judgement, Outcome};
use std::fmt::Write;

/// One judgement under a title: its answer on one line, its words on the next ones.
pub fn of(title: &str, judgement: &Judgement) -> String {
    assert!(!judgement.sentence.is_empty() && !judgement.would_change.is_empty(), "{title}: no words");
    assert!(!judgement.sentence.contains('!'), "{title}: sentences never exclaim");
    let outcome = match judgement.outcome {
        Outcome::NotAssessed => "not_assessed",
        Outcome::NotEnoughEvidence => "not_enough_evidence",
        Outcome::Undetermined => "undetermined",
        Outcome::Assessed => "assessed",
    };
    let mut text = format!("== {title}\n{}: {outcome}", judgement.judgement.word());
    if let Some(value) = judgement.value {
        write!(text, " {value}").unwrap();
    }
    if let Some(estimate) = judgement.estimate {
        write!(text, ", {estimate:.4}").unwrap();
    }
    if let (Some(low), Some(high)) = (judgement.low, judgement.high) {
        write!(text, " [{low:.3}, {high:.3}]").unwrap();
    }
    write!(
        text,
        ", {} facts\n  {}\n  Change: {}\n",
        judgement.evidence_count, judgement.sentence, judgement.would_change
    )
    .unwrap();
    if let Some(caveat) = &judgement.caveat {
        writeln!(text, "  But: {caveat}").unwrap();
    }
    for test in &judgement.tests {
        writeln!(text, "  - {} {:?}: {}", test.name, test.outcome, test.sentence).unwrap();
    }
    text
}

/// Several, one after the other.
pub fn all<'a>(titled: impl IntoIterator<Item = (&'a str, Vec<Judgement>)>) -> String {
    let portraits: Vec<String> = titled
        .into_iter()
        .flat_map(|(title, judgements)| {
            judgements.iter().map(|judgement| of(title, judgement)).collect::<Vec<_>>()
        })
        .collect();
    portraits.join("\n")
}
