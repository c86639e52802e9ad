//! Judgements: the triangle, and every test by itself with what it rests on. There is no sum.

use super::before::Look;
use super::facts::Facts;
use super::forms::Forms;
use super::triangle;
use judge::link_strength::LinkStrength;
use judge::{Judgement, JudgementKind, Outcome, Parameters, TestOutcome};
use office::acts::override_::values;
use pictures::{Estimate, Grade, Link, TooEarly, Triangle};
use std::borrow::Cow;

/// The triangle with its reading.
pub struct Ties {
    /// The picture.
    pub svg: String,
    /// One sentence.
    pub sentence: String,
}

/// A test as it is listed.
pub struct Test<'a> {
    /// "Contact rhythm".
    pub name: String,
    /// The verdict in a word.
    pub verdict: String,
    /// `attention`, `good`, or nothing.
    pub tone: &'static str,
    /// The sentence.
    pub sentence: Cow<'a, str>,
    /// Interval bar, or nothing.
    pub picture: String,
    /// Named tests inside it.
    pub parts: Vec<Part<'a>>,
    /// The newest facts it rests on.
    pub facts: Vec<(String, String, String)>,
    /// How many more there are.
    pub more_facts: usize,
    /// What would change it.
    pub would_change: &'a str,
    /// How it could be wrong.
    pub caveat: Option<&'a str>,
    /// The judgement.
    pub kind: JudgementKind,
    /// The key of its form.
    pub key: String,
    /// What it may be set to; nothing when it cannot be set aside, or is set aside above.
    pub values: &'static [&'static str],
    /// How it was set aside.
    pub set_aside: Option<SetAside>,
}

impl Test<'_> {
    /// A value in words.
    pub fn words(&self, value: &str) -> String {
        value_words(self.kind, value)
    }
}

/// A named test inside a judgement.
pub struct Part<'a> {
    /// Its name.
    pub name: String,
    /// `yes`, `no`, `not known`.
    pub answer: &'static str,
    /// Class of the badge.
    pub badge: &'static str,
    /// Its sentence.
    pub sentence: &'a str,
}

/// A judgement that a person set aside.
pub struct SetAside {
    /// Its number.
    pub number: u32,
    /// What holds instead.
    pub value: String,
    /// Who said so.
    pub who: String,
    /// Why.
    pub reason: String,
    /// Until when.
    pub until: String,
}

/// The triangle with the provider who has most to do with them; nothing without contacts.
pub fn ties(look: &Look<'_>, business: &str) -> Option<Ties> {
    let person = &look.dossier.person;
    let verdict = person.assessment.triangles.first()?;
    let judged = person.judgements.iter().find(|one| one.judgement == JudgementKind::OpcConfiguration)?;
    let [organization_provider, provider_customer, organization_customer] = verdict.strengths().map(link);
    let drawn = Triangle {
        organization: business,
        provider: look.directory.name(verdict.provider),
        customer: look.history.customer.display_name(),
        organization_provider,
        provider_customer,
        organization_customer,
    };
    // The picture says the three strengths; the caption what they mean.
    Some(Ties { svg: drawn.svg(), sentence: triangle::meaning(&judged.sentence) })
}

fn link(strength: LinkStrength) -> Link {
    match strength {
        LinkStrength::Tight => Link::Tight,
        LinkStrength::Loose => Link::Loose,
        LinkStrength::Undetermined => Link::Undetermined,
    }
}

/// What there is to say, and what not.
pub struct Judged<'a> {
    /// About the person, the business, and whoever serves them most.
    pub tests: Vec<Test<'a>>,
    /// With others who served them.
    pub with_others: Vec<Test<'a>>,
    /// What nothing was recorded for: a line each, out of the way.
    pub nothing: Vec<Nothing<'a>>,
}

/// A judgement that there is nothing for yet.
pub struct Nothing<'a> {
    /// Its name.
    pub name: String,
    /// The sentence.
    pub sentence: &'a str,
    /// The key of its form; empty when it cannot be set aside.
    pub key: String,
}

/// Every judgement as a test of the list.
pub fn judged<'a>(look: &Look<'a>, forms: &Forms) -> Judged<'a> {
    let facts = Facts::of(look);
    let judgements: &'a [Judgement] = &look.dossier.person.judgements;
    let mut seen = Vec::with_capacity(judgements.len());
    let (mut tests, mut with_others) = (Vec::with_capacity(judgements.len()), Vec::new());
    let mut nothing = Vec::new();
    for judgement in judgements {
        let earlier = || seen.iter().filter(|(kind, _)| *kind == judgement.judgement);
        let is_first = earlier().next().is_none();
        let has_provider = judgement.provider.is_some();
        let is_further = has_provider && earlier().any(|(_, has_provider)| *has_provider);
        seen.push((judgement.judgement, has_provider));
        let kind = judgement.judgement;
        let key = format!("otherwise-{}", kind.word());
        let is_nothing = judgement.outcome == Outcome::NotAssessed && !forms.is_open(&key);
        if is_nothing && set_aside(look, kind).is_none() {
            let key = if is_first && !values(kind).is_empty() { key } else { String::new() };
            nothing.push(Nothing { name: name(look, judgement), sentence: &judgement.sentence, key });
            continue;
        }
        let list = if is_further { &mut with_others } else { &mut tests };
        list.push(test(look, &facts, judgement, (is_first, key)));
    }
    Judged { tests, with_others, nothing }
}

fn test<'a>(
    look: &Look<'a>,
    facts: &Facts<'a, '_>,
    judgement: &'a Judgement,
    (is_first, key): (bool, String),
) -> Test<'a> {
    let kind = judgement.judgement;
    let (mut verdict, tone) = verdict(judgement);
    let mut sentence = Cow::Borrowed(judgement.sentence.as_str());
    if let (JudgementKind::OpcConfiguration, Some(value)) = (kind, judgement.value) {
        let customer = look.history.customer.display_name();
        let us = provider_of(look, judgement).unwrap_or("whoever serves them");
        verdict = triangle::verdict(value, us, customer);
        sentence = Cow::Owned(triangle::meaning(&sentence));
    }
    let shown = facts.newest(&judgement.facts);
    let set_aside = if is_first { set_aside(look, kind) } else { None };
    Test {
        name: name(look, judgement),
        verdict,
        tone,
        sentence,
        picture: picture(judgement),
        parts: judgement.tests.iter().map(part).collect(),
        more_facts: judgement.facts.len().saturating_sub(shown.len()),
        facts: shown,
        would_change: &judgement.would_change,
        caveat: judgement.caveat.as_deref(),
        kind,
        key,
        values: if is_first { values(kind) } else { &[] },
        set_aside,
    }
}

/// A value in words; a triangle's names its links.
fn value_words(kind: JudgementKind, word: &str) -> String {
    if kind == JudgementKind::Alive {
        return word.trim_start_matches("alive_").to_owned();
    }
    if kind != JudgementKind::OpcConfiguration {
        return crate::words::plain(word);
    }
    triangle::words(word, "whoever serves them", "they")
}

fn set_aside(look: &Look<'_>, kind: JudgementKind) -> Option<SetAside> {
    let now = look.dossier.now;
    let overrides = look.dossier.person.overrides.iter();
    let found = overrides.filter(|one| one.judgement == kind.word()).find(|one| one.is_in_force(now))?;
    Some(SetAside {
        number: found.id.0,
        value: value_words(kind, &found.value),
        who: look.dossier.name(found.account.0).to_owned(),
        reason: found.reason.to_string(),
        until: look.date(look.day(found.expires_at)),
    })
}

/// The provider of a judgement, by name.
fn provider_of<'a>(look: &Look<'a>, judgement: &'a Judgement) -> Option<&'a str> {
    let external = judgement.provider.as_ref()?;
    let known = look.directory.providers.iter().find(|one| one.external_id == *external);
    Some(known.map_or(external.as_str(), |known| known.display_name()))
}

fn name(look: &Look<'_>, judgement: &Judgement) -> String {
    let provider = || provider_of(look, judgement);
    match judgement.judgement {
        JudgementKind::RelationshipKind => {
            format!("Kind, with {}", provider().unwrap_or("the business"))
        }
        JudgementKind::OpcConfiguration => format!("Triangle with {}", provider().unwrap_or("us")),
        JudgementKind::FoundationGate => "Foundation".into(),
        JudgementKind::Rung => "Rung".into(),
        JudgementKind::ThreePartTest => "Three-part test".into(),
        JudgementKind::ContactRhythm => "Contact rhythm".into(),
        JudgementKind::PurchaseRhythm => "Purchase rhythm".into(),
        JudgementKind::Alive => "Still buying".into(),
        JudgementKind::ExpectedPurchases => "Purchases expected".into(),
        JudgementKind::Initiative => "Who begins".into(),
        JudgementKind::CandorSilence => "Frank words".into(),
        JudgementKind::AccumulatingLoad => "Unresolved load".into(),
        JudgementKind::Velocity => "Link over time".into(),
        JudgementKind::Decline => "Signs of decline".into(),
        JudgementKind::PromisesKept => "Our promises kept".into(),
        JudgementKind::PromisesKeptByCustomer => "Their promises kept".into(),
        JudgementKind::FollowUpCoverage => "Followed up".into(),
        JudgementKind::WantedStyle => "How they want it".into(),
        JudgementKind::WishToConnect => "Wish to feel connected".into(),
        JudgementKind::Efficiency => format!("Time a matter takes, with {}", provider().unwrap_or("us")),
        JudgementKind::BenefitLevel => "Benefits".into(),
        JudgementKind::ContactLoad => "Messages".into(),
        JudgementKind::GiveAsk => "Give and ask".into(),
        JudgementKind::ServiceLevel => "Level of service".into(),
    }
}

/// The verdict in a word, and its tone.
fn verdict(judgement: &Judgement) -> (String, &'static str) {
    match (judgement.outcome, judgement.value) {
        (Outcome::NotAssessed, _) => ("nothing to judge".into(), "muted"),
        (Outcome::NotEnoughEvidence, _) => ("too early to say".into(), "muted"),
        (Outcome::Undetermined, Some(value)) if judgement.judgement == JudgementKind::RelationshipKind => {
            (format!("{} or more", crate::words::plain(value)), "")
        }
        (Outcome::Undetermined, _) => ("undetermined".into(), ""),
        (Outcome::Assessed, Some(value)) => {
            (value_words(judgement.judgement, value), tone(judgement.judgement, value))
        }
        (Outcome::Assessed, None) => (measured(judgement), ""),
    }
}

/// What was measured, never without how sure it is.
fn measured(judgement: &Judgement) -> String {
    match (judgement.low, judgement.high) {
        (Some(low), Some(high)) if judgement.judgement == JudgementKind::ExpectedPurchases => {
            format!("{low:.0} to {high:.0}")
        }
        (Some(low), Some(high)) => judge::words::percent_between(low, high),
        _ => "measured".into(),
    }
}

fn tone(kind: JudgementKind, value: &str) -> &'static str {
    use JudgementKind::{AccumulatingLoad, Decline};
    match (kind, value) {
        (Decline | AccumulatingLoad, "none") => "good",
        (_, "above_cap" | "asks_more" | "less_efficient") => "attention",
        (_, "overdue" | "gone_quiet" | "not_met" | "fading" | "heavy" | "falling") => "attention",
        (_, "watch" | "declining" | "serious" | "pseudo_relationship") => "attention",
        (_, "relationship" | "real_relationship" | "on_rhythm" | "met" | "voiced" | "rising") => "good",
        _ => "",
    }
}

fn part(test: &judge::NamedTest) -> Part<'_> {
    let (answer, badge) = match test.outcome {
        TestOutcome::Pass => ("yes", "badge well"),
        TestOutcome::Fail => ("no", "badge"),
        TestOutcome::Unknown => ("not known", "badge unknown"),
    };
    let name = judge::words::sentence_case(&crate::words::plain(test.name));
    Part { name, answer, badge, sentence: &test.sentence }
}

/// The interval bar, or an empty hairline where it is too early.
fn picture(judgement: &Judgement) -> String {
    if judgement.outcome == Outcome::NotEnoughEvidence {
        let Some((needed_count, unit)) = needed(&judgement.would_change) else { return String::new() };
        return TooEarly { name: "Too early to say", needed_count, unit }.svg();
    }
    let (Some(low), Some(high)) = (judgement.low, judgement.high) else { return String::new() };
    let kind = judgement.judgement;
    let full = match kind {
        // Never one, which would be read as a share.
        JudgementKind::ExpectedPurchases => (high * 1.25).max(2.0),
        // A factor: half the time lies as far from one as the bar begins.
        JudgementKind::Efficiency => 2.0_f64.max(high),
        _ => 1.0,
    };
    let rules = Parameters::default();
    let threshold = match kind {
        JudgementKind::RelationshipKind => Some(rules.continuity_bar),
        JudgementKind::FoundationGate => Some(rules.gate_bar),
        JudgementKind::Efficiency => Some(1.0),
        JudgementKind::ContactRhythm | JudgementKind::PurchaseRhythm => Some(rules.rhythm_overdue),
        _ => None,
    };
    let grade = match office::grade(low / full, high / full) {
        "good" => Grade::Good,
        "fair" => Grade::Fair,
        "thin" => Grade::Thin,
        _ => Grade::None,
    };
    Estimate { name: estimated(kind), low, high, middle: judgement.estimate, threshold, full, grade }.svg()
}

/// What the bar of a judgement shows.
fn estimated(kind: JudgementKind) -> &'static str {
    match kind {
        JudgementKind::RelationshipKind => "Share of contacts with one provider",
        JudgementKind::FoundationGate => "Share of deliveries that were right",
        JudgementKind::ContactRhythm | JudgementKind::PurchaseRhythm => "Chance of a gap this long",
        JudgementKind::ExpectedPurchases => "Purchases expected in 90 days",
        JudgementKind::Initiative => "Share of contacts they begin",
        JudgementKind::PromisesKept | JudgementKind::PromisesKeptByCustomer => {
            "Share of promises kept on time"
        }
        JudgementKind::FollowUpCoverage => "Share of follow-ups done",
        JudgementKind::Efficiency => "Time of a matter when contacts double, against now",
        JudgementKind::WantedStyle => "Chance that they want it so",
        JudgementKind::WishToConnect => "Chance that they wish to feel connected",
        _ => "Estimate",
    }
}

/// "3 deliveries more would be enough" as a count and a noun.
fn needed(would_change: &str) -> Option<(u32, &str)> {
    let (sentence, _) = would_change.split_once(" would be enough")?;
    if let Some(noun) = sentence.strip_prefix("One more ") {
        return Some((1, noun));
    }
    let (number, noun) = sentence.strip_suffix(" more")?.split_once(' ')?;
    Some((number.parse().ok()?, noun))
}

#[cfg(test)]
mod tests {
    use super::needed;

    #[test]
    fn what_is_needed_is_read_from_its_sentence() {
        assert_eq!(needed("One more delivery would be enough to judge."), Some((1, "delivery")));
        assert_eq!(needed("3 contacts more would be enough to judge."), Some((3, "contacts")));
        assert_eq!(needed("Ask Ana."), None);
    }
}
