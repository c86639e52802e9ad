//! Builds a [`Judgement`], so that every judgement carries the same particulars.
//!
//! ```text
//! Draft::new(JudgementKind::ContactRhythm, history, context)
//!     .assessed("overdue").estimate(0.0425, 0.03, 0.06)
//!     .facts(&history.interactions)
//!     .sentence("Usually you speak every 36 days; it has been 90.")
//!     .would_change("One contact puts it back on rhythm.")
//!     .caveat("Contacts nobody wrote down count as silence.")
//!     .done()
//! ```

use crate::{Context, Judgement, JudgementKind, NamedTest, Outcome, RULE_VERSION, TestOutcome, words};
use book::{Day, Fact, FactRef, History, ProviderId, Text, fact::Detail};

/// Room made at once for the facts of a list, most of which a judgement may rest on.
const FACTS_ROOM: usize = 1024;

/// A judgement in the making. Not assessed until one of the outcomes is chosen.
#[derive(Debug, Clone)]
pub struct Draft {
    judgement: Judgement,
    last_day: Option<Day>,
}

impl Draft {
    /// A judgement of this kind about this customer, as of the context's day, resting on no fact yet.
    pub fn new(kind: JudgementKind, history: &History, context: &Context) -> Draft {
        let judgement = Judgement {
            customer: history.customer.external_id.clone(),
            provider: None,
            judgement: kind,
            as_of: context.as_of_day.to_string(),
            rule_version: RULE_VERSION,
            outcome: Outcome::NotAssessed,
            value: None,
            estimate: None,
            low: None,
            high: None,
            evidence_count: 0,
            last_evidence_at: None,
            facts: Vec::new(),
            sentence: String::new(),
            would_change: String::new(),
            caveat: None,
            tests: Vec::new(),
        };
        Draft { judgement, last_day: None }
    }

    /// It is about the pair of this customer and this provider. Names the provider by the source's id.
    pub fn provider(mut self, provider: ProviderId, context: &Context) -> Draft {
        let known = context.directory.provider(provider);
        let external = known.map_or_else(|| Text::from("unknown"), |known| known.external_id.clone());
        self.judgement.provider = Some(external);
        self
    }

    /// Outcome `assessed`, with a snake_case value of the vocabulary.
    pub fn assessed(mut self, value: &'static str) -> Draft {
        self.judgement.outcome = Outcome::Assessed;
        self.judgement.value = Some(value);
        self
    }

    /// Outcome `assessed` where the estimate itself is the answer and the vocabulary has no word for it.
    pub fn measured(mut self) -> Draft {
        self.judgement.outcome = Outcome::Assessed;
        self.judgement.value = None;
        self
    }

    /// Outcome `not_assessed` (nothing to judge from), and the sentence that says so.
    pub fn not_assessed(mut self, sentence: impl Into<String>) -> Draft {
        self.judgement.outcome = Outcome::NotAssessed;
        self.judgement.value = None;
        self.sentence(sentence)
    }

    /// Outcome `not_enough_evidence`: `have` of the `need` things called `noun` (singular) are there. Writes
    /// the sentence and what would change it; both can be replaced afterwards.
    pub fn too_early(mut self, have: u32, need: u32, noun: &str) -> Draft {
        self.judgement.outcome = Outcome::NotEnoughEvidence;
        self.judgement.value = None;
        let missing = need.saturating_sub(have).max(1);
        let seen = if have == 0 { "none so far".to_owned() } else { format!("{have} so far") };
        let sentence = format!("Too early to say: {}, and it takes {}.", seen, words::count(need, noun));
        let more =
            if missing == 1 { format!("One more {noun}") } else { words::count(missing, noun) + " more" };
        self.sentence(sentence).would_change(format!("{more} would be enough to judge."))
    }

    /// Outcome `not_enough_evidence` with an own sentence, for needs that are no mere count.
    pub fn not_enough(mut self, sentence: impl Into<String>) -> Draft {
        self.judgement.outcome = Outcome::NotEnoughEvidence;
        self.judgement.value = None;
        self.sentence(sentence)
    }

    /// Outcome `undetermined`: the evidence points both ways, or an unknown decides it.
    pub fn undetermined(mut self) -> Draft {
        self.judgement.outcome = Outcome::Undetermined;
        self
    }

    /// A value beside an outcome that is not `assessed` (a lower bound, say); the sentence must explain it.
    pub fn value(mut self, value: &'static str) -> Draft {
        self.judgement.value = Some(value);
        self
    }

    /// Point estimate and its 80 % interval. What is not finite is left out rather than shown.
    pub fn estimate(mut self, estimate: f64, low: f64, high: f64) -> Draft {
        let finite = |number: f64| number.is_finite().then_some(number);
        self.judgement.estimate = finite(estimate);
        self.judgement.low = finite(low);
        self.judgement.high = finite(high);
        self
    }

    /// A point estimate that has no interval.
    pub fn point(mut self, estimate: f64) -> Draft {
        self.judgement.estimate = estimate.is_finite().then_some(estimate);
        self
    }

    /// Adds facts it rests on. May be called once for each kind of fact; a fact named twice counts once.
    pub fn facts<'f, D: Detail + 'f>(mut self, facts: impl IntoIterator<Item = &'f Fact<D>>) -> Draft {
        let facts = facts.into_iter();
        self.judgement.facts.reserve(facts.size_hint().1.unwrap_or(0).min(FACTS_ROOM));
        for fact in facts {
            self.judgement.facts.push(fact.reference());
            self.last_day = self.last_day.max(Some(fact.day));
        }
        self
    }

    /// Adds one fact by reference and day, for callers that hold no typed fact.
    pub fn fact(mut self, fact: FactRef, day: Day) -> Draft {
        self.judgement.facts.push(fact);
        self.last_day = self.last_day.max(Some(day));
        self
    }

    /// The one plain sentence.
    pub fn sentence(mut self, sentence: impl Into<String>) -> Draft {
        self.judgement.sentence = sentence.into();
        self
    }

    /// The nearest fact that would change it, concretely: "One more visit with Ben".
    pub fn would_change(mut self, fact: impl Into<String>) -> Draft {
        self.judgement.would_change = fact.into();
        self
    }

    /// How it could be wrong here.
    pub fn caveat(mut self, caveat: impl Into<String>) -> Draft {
        self.judgement.caveat = Some(caveat.into());
        self
    }

    /// Adds one named test.
    pub fn test(mut self, name: &'static str, outcome: TestOutcome, sentence: impl Into<String>) -> Draft {
        self.judgement.tests.push(NamedTest { name, outcome, sentence: sentence.into() });
        self
    }

    /// The finished judgement: facts in order, each once, counted, and dated by the newest.
    pub fn done(mut self) -> Judgement {
        // By short keys: a reference is long to move, and a fact has one.
        self.judgement.facts.sort_by_cached_key(|fact| (fact.kind, fact.id));
        self.judgement.facts.dedup();
        self.judgement.evidence_count = u32::try_from(self.judgement.facts.len()).unwrap_or(u32::MAX);
        self.judgement.last_evidence_at = self.last_day.map(|day| day.to_string());
        self.judgement
    }
}
