//! The one shape of every finding: a judgement whose subject is not a customer.
//!
//! The sibling of [`judge::Judgement`]. A finding about a person who serves is for that person first; none
//! of the types of this room has an order by complaints (see `tests/no_ranking_by_complaints.rs`).

use book::{Day, Provider, Text};
use judge::{NamedTest, Outcome, TestOutcome};
use serde::Serialize;

/// Version of the rules of this room: written into every finding.
pub const RULE_VERSION: &str = "2026-11-22.mirror-1";

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// The business as a whole.
    Business,
    /// A person who serves.
    Provider,
    /// A tactic of the programme.
    Tactic,
    /// Whom or what a promise depends on.
    Dependency,
    /// A kind of suggestion, under trial.
    Act,
    /// A kind of judgement, checked against what happened.
    Judgement,
    /// A party proposed as a key account, or one whose word brings others.
    Account,
}

/// What a finding is about, and how people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Which kind.
    pub kind: SubjectKind,
    /// The source's id, or the name where there is no id.
    pub id: Text,
    /// As people call it.
    pub name: Text,
}

impl Subject {
    /// The business that runs this book.
    pub fn business() -> Subject {
        Subject { kind: SubjectKind::Business, id: "business".into(), name: "The business".into() }
    }

    /// A person who serves.
    pub fn provider(provider: &Provider) -> Subject {
        Subject {
            kind: SubjectKind::Provider,
            id: provider.external_id.clone(),
            name: provider.display_name().into(),
        }
    }

    /// Anything that is called by its name alone.
    pub fn named(kind: SubjectKind, name: &str) -> Subject {
        Subject { kind, id: name.into(), name: name.into() }
    }
}

/// The findings, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// J9: what a tactic is, by what came of it.
    Tactic,
    /// J12: which marketing practice the business follows.
    Practice,
    /// J12: which practice staff say it follows.
    ClaimedPractice,
    /// J10: whether work gets faster over repeated contacts.
    Efficiency,
    /// J7: hours needed of hours there are.
    Capacity,
    /// J7: how many people somebody has shown to be able to keep up with.
    OwnLimit,
    /// J13: a party proposed as a key account.
    KeyAccount,
    /// J14: what somebody's word brought.
    Influence,
    /// J15 A: what staff believe customers come for, against what customers say.
    PerceivedReasons,
    /// J15 B: how close provider and customer each say they are.
    PerceivedCloseness,
    /// J18: conduct after Levitt.
    Conduct,
    /// What a kind of suggestion changed, against a hold-out.
    Effect,
    /// Whether a predicted chance came true as often as it said.
    Calibration,
    /// J8: promises kept, by whom or what they depended on.
    Dependency,
    /// J1: how many customers are in which kind of relationship.
    KindsMix,
    /// J2: the triangles of one who serves.
    Triangles,
    /// J6d: silences that nobody has asked about.
    Silence,
    /// J16: follow-ups done of those due.
    FollowUpCoverage,
}

impl FindingKind {
    /// Whether a finding of this kind about a person who serves is shown to that person first: a view for
    /// coaching oneself, no input to pay, and for others only together with four more people.
    pub fn is_for_the_provider_first(self) -> bool {
        matches!(
            self,
            FindingKind::Conduct
                | FindingKind::OwnLimit
                | FindingKind::Triangles
                | FindingKind::PerceivedCloseness
                | FindingKind::Efficiency
        )
    }
}

/// How many facts of one sort stand behind a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Count {
    /// What was counted, `snake_case`.
    pub name: &'static str,
    /// How many.
    pub count: u64,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What it is about.
    pub subject: Subject,
    /// Which judgement.
    pub judgement: FindingKind,
    /// The day it holds for, as an ISO date.
    pub as_of: String,
    /// Version of the rules.
    pub rule_version: &'static str,
    /// Whether it could be made.
    pub outcome: Outcome,
    /// `snake_case` value of the vocabulary; `None` unless it has a word.
    pub value: Option<&'static str>,
    /// Point estimate, when it has one.
    pub estimate: Option<f64>,
    /// Low end of the interval.
    pub low: Option<f64>,
    /// High end of the interval.
    pub high: Option<f64>,
    /// Chance with which the interval holds the truth: .8, or .9 where the judgement asks for it.
    pub coverage: f64,
    /// Number of facts it rests on.
    pub evidence_count: u64,
    /// The facts it rests on, by sort.
    pub counts: Vec<Count>,
    /// One plain sentence (or a few short ones).
    pub sentence: String,
    /// The nearest fact that would change it.
    pub would_change: String,
    /// A better version of the same thing (C107), where there is one.
    pub better: Option<String>,
    /// How it could be wrong here.
    pub caveat: Option<String>,
    /// The named tests inside it; empty where it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<NamedTest>,
}

/// A finding in the making. Not assessed until one of the outcomes is chosen.
#[derive(Debug, Clone)]
pub(crate) struct Draft(Finding);

impl Draft {
    pub fn new(judgement: FindingKind, subject: Subject, as_of: Day) -> Draft {
        Draft(Finding {
            subject,
            judgement,
            as_of: as_of.to_string(),
            rule_version: RULE_VERSION,
            outcome: Outcome::NotAssessed,
            value: None,
            estimate: None,
            low: None,
            high: None,
            coverage: 0.8,
            evidence_count: 0,
            counts: Vec::new(),
            sentence: String::new(),
            would_change: String::new(),
            better: None,
            caveat: None,
            tests: Vec::new(),
        })
    }

    /// Assessed, with a word of the vocabulary.
    pub fn assessed(mut self, value: &'static str) -> Draft {
        self.0.outcome = Outcome::Assessed;
        self.0.value = Some(value);
        self
    }

    /// Assessed, where the estimate itself is the answer.
    pub fn measured(mut self) -> Draft {
        self.0.outcome = Outcome::Assessed;
        self
    }

    /// The evidence points both ways, or an unknown decides it.
    pub fn undetermined(mut self, value: &'static str) -> Draft {
        self.0.outcome = Outcome::Undetermined;
        self.0.value = Some(value);
        self
    }

    /// Too early to say; the sentence says what there is and what it takes.
    pub fn not_enough(mut self, sentence: impl Into<String>) -> Draft {
        self.0.outcome = Outcome::NotEnoughEvidence;
        self.sentence(sentence)
    }

    /// Nothing to judge from.
    pub fn not_assessed(mut self, sentence: impl Into<String>) -> Draft {
        self.0.outcome = Outcome::NotAssessed;
        self.sentence(sentence)
    }

    /// Point estimate and interval. What is not finite is left out rather than shown.
    pub fn estimate(mut self, (estimate, low, high): (f64, f64, f64)) -> Draft {
        let finite = |number: f64| number.is_finite().then_some(number);
        (self.0.estimate, self.0.low, self.0.high) = (finite(estimate), finite(low), finite(high));
        self
    }

    /// The interval holds with another chance than .8.
    pub fn coverage(mut self, coverage: f64) -> Draft {
        self.0.coverage = coverage;
        self
    }

    /// A sort of facts behind it. Only those named with `rests_on` are the evidence counted.
    pub fn count(mut self, name: &'static str, count: u64) -> Draft {
        self.0.counts.push(Count { name, count });
        self
    }

    /// A sort of facts behind it that is evidence of its own.
    pub fn rests_on(mut self, name: &'static str, count: u64) -> Draft {
        self.0.evidence_count += count;
        self.count(name, count)
    }

    pub fn sentence(mut self, sentence: impl Into<String>) -> Draft {
        self.0.sentence = sentence.into();
        self
    }

    pub fn would_change(mut self, fact: impl Into<String>) -> Draft {
        self.0.would_change = fact.into();
        self
    }

    pub fn better(mut self, better: impl Into<String>) -> Draft {
        self.0.better = Some(better.into());
        self
    }

    pub fn caveat(mut self, caveat: impl Into<String>) -> Draft {
        self.0.caveat = Some(caveat.into());
        self
    }

    pub fn test(mut self, name: &'static str, outcome: TestOutcome, sentence: impl Into<String>) -> Draft {
        self.0.tests.push(NamedTest { name, outcome, sentence: sentence.into() });
        self
    }

    pub fn done(self) -> Finding {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_one_person_is_for_that_person_first() {
        use FindingKind as Kind;
        let first =
            [Kind::Conduct, Kind::OwnLimit, Kind::Triangles, Kind::PerceivedCloseness, Kind::Efficiency];
        assert!(first.into_iter().all(FindingKind::is_for_the_provider_first));
        // Hours are planned together, and the programme is everybody's.
        for kind in [Kind::Capacity, Kind::Tactic, Kind::Practice, Kind::Effect, Kind::KindsMix] {
            assert!(!kind.is_for_the_provider_first(), "{kind:?}");
        }
    }

    #[test]
    fn what_is_not_finite_is_not_shown() {
        let draft = Draft::new(FindingKind::Effect, Subject::business(), Day(0)).rests_on("people", 3);
        let finding = draft.count("others", 4).estimate((f64::NAN, 0.1, f64::INFINITY)).done();
        assert_eq!((finding.estimate, finding.low, finding.high), (None, Some(0.1), None));
        assert_eq!((finding.evidence_count, finding.counts.len()), (3, 2));
        let json = serde_json::to_value(&finding).expect("a finding is plain data");
        assert_eq!((&json["subject"]["kind"], &json["as_of"]), (&"business".into(), &"1970-01-01".into()));
    }
}
