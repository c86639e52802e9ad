//! Facts in words: one short phrase each, for lists, the timeline, and what a judgement rests on.

use book::{
    Benefit, Day, Delivery, Directory, Fact, FactId, FactKind, History, Initiator, Interaction, Knowledge,
    Permission, PermissionState, Promise, PromiseOutcome, Promisor, Purchase, Referral, Voice, Wish,
};
use guard::NoteKind;
use serde::{Deserialize, Serialize};

/// A channel as people say it.
pub fn channel(word: &str) -> String {
    match word {
        "phone" => "by phone".into(),
        "email" => "by e-mail".into(),
        "in_person" => "in person".into(),
        "message" => "by message".into(),
        "letter" => "by letter".into(),
        other => format!("by {}", other.replace('_', " ")),
    }
}

/// `Ben called her, 20 min: spring order`.
pub fn contact(fact: &Fact<Interaction>, directory: &Directory) -> String {
    let detail = &fact.detail;
    let us = fact.provider.map_or("we", |provider| directory.name(provider));
    let mut words = match (detail.initiated_by, detail.two_way) {
        (Some(Initiator::Customer), Some(false)) => format!("tried to reach {us}"),
        (Some(Initiator::Customer), _) => format!("came to {us}"),
        (_, Some(false)) => format!("{us} tried, no answer"),
        (_, _) => format!("spoke with {us}"),
    };
    if let Some(how) = &detail.channel {
        words.push_str(", ");
        words.push_str(&channel(how));
    }
    if let Some(minutes) = detail.minutes.filter(|minutes| *minutes >= 1.0) {
        words.push_str(&format!(", {minutes:.0} min"));
    }
    if let Some(purpose) = &detail.purpose {
        words.push_str(": ");
        words.push_str(&purpose.replace('_', " "));
    }
    words
}

/// `bought glaze`, never its price: money comes last.
pub fn purchase(fact: &Fact<Purchase>) -> String {
    let done = if fact.detail.returned == Some(true) { "returned" } else { "bought" };
    let what = fact.detail.product.as_deref().unwrap_or("something");
    format!("{done} {}", what.to_lowercase())
}

/// `delivered; got it, easy, pleasant`.
pub fn delivery(fact: &Fact<Delivery>) -> String {
    let detail = &fact.detail;
    let answer = |answer: Option<bool>, yes, no| answer.map(|answer| if answer { yes } else { no });
    let answers: Vec<&str> = [
        answer(detail.got_it, "got what was wanted", "not what was wanted"),
        answer(detail.easy, "easy", "not easy"),
        answer(detail.pleasant, "pleasant", "not pleasant"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if answers.is_empty() {
        "delivered; nobody asked how it was".into()
    } else {
        format!("delivered; {}", answers.join(", "))
    }
}

/// `complaint: the cobalt came too dark`.
pub fn voice(fact: &Fact<Voice>) -> String {
    let kind = fact.detail.kind.map_or("a word", book::VoiceKind::word);
    match &fact.detail.text {
        Some(text) => format!("{kind}: {text}"),
        None => kind.to_owned(),
    }
}

/// Who made a promise: a name, `we`, or `they`.
pub fn promisor<'d>(fact: &Fact<Promise>, directory: &'d Directory) -> &'d str {
    match fact.detail.by {
        Some(Promisor::Customer) => "they",
        Some(Promisor::Organization) => "we",
        _ => fact.provider.map_or("we", |provider| directory.name(provider)),
    }
}

/// `Ben promised the revised drawings: kept`.
pub fn promise(fact: &Fact<Promise>, directory: &Directory) -> String {
    format!("{} promised {}: {}", promisor(fact, directory), fact.detail.what, outcome(fact))
}

/// What became of a promise, in a word or two.
pub fn outcome(fact: &Fact<Promise>) -> &'static str {
    match fact.detail.outcome.unwrap_or(PromiseOutcome::Open) {
        PromiseOutcome::Open => "open",
        PromiseOutcome::Kept => "kept",
        PromiseOutcome::Late => "kept late",
        PromiseOutcome::Broken => "broken",
        PromiseOutcome::Renegotiated => "changed by agreement",
        PromiseOutcome::Withdrawn => "released from",
    }
}

/// What is known; what was told in trust stays unsaid.
pub fn knowledge(fact: &Fact<Knowledge>) -> String {
    if NoteKind::of(&fact.detail.kind) == NoteKind::Confidence {
        return "something told in trust".into();
    }
    fact.detail.text.to_string()
}

/// `a word every 30 days`.
pub fn wish(fact: &Fact<Wish>, directory: &Directory) -> String {
    let detail = &fact.detail;
    match (detail.style, detail.cadence_days, &detail.named_provider) {
        (Some(style), ..) => crate::acts::wish::style_words(style).to_owned(),
        (_, Some(days), _) => format!("a word every {days} days"),
        (.., Some(named)) => {
            let known = directory.providers.iter().find(|provider| provider.external_id == *named);
            format!("to be served by {}", known.map_or(named.as_str(), |provider| provider.display_name()))
        }
        _ => "a wish without words".into(),
    }
}

/// `brought C17`.
pub fn referral(fact: &Fact<Referral>) -> String {
    let reward = if fact.detail.rewarded == Some(true) { ", for a reward" } else { "" };
    format!("brought {}{reward}", fact.detail.to_customer)
}

/// `given: sample tiles`.
pub fn benefit(fact: &Fact<Benefit>) -> String {
    let what = if fact.detail.conditional == Some(true) { "incentive" } else { "given" };
    format!("{what}: {}", fact.detail.what)
}

/// `e-mail for offers: no`.
pub fn permission(fact: &Fact<Permission>) -> String {
    let state = match fact.detail.state {
        Some(PermissionState::Granted) => "yes",
        Some(PermissionState::SoftOptIn) => "may be asked, with a way out",
        Some(PermissionState::Refused) => "no",
        None => "not known",
    };
    format!("{}: {state}", allowance(fact))
}

/// What an allowance is about: `e-mail, offers`.
pub fn allowance(fact: &Fact<Permission>) -> String {
    let every = |word: &str, all: &str| match word {
        "all" | "" | "any" | "*" => all.to_owned(),
        other => other.replace('_', " "),
    };
    let channel = every(&fact.detail.channel, "every channel");
    format!("{channel}, {}", every(&fact.detail.purpose, "every purpose"))
}

/// The longest phrase of a fact that a card shows, in letters.
const WORDS_MAX: usize = 90;

/// Any fact in a short phrase: its kind, and its place in the list of that kind.
pub fn fact(history: &History, directory: &Directory, (kind, place): (FactKind, usize)) -> String {
    match kind {
        FactKind::Interaction => contact(&history.interactions[place], directory),
        FactKind::Purchase => purchase(&history.purchases[place]),
        FactKind::Delivery => delivery(&history.deliveries[place]),
        FactKind::Voice => voice(&history.voice[place]),
        FactKind::Promise => promise(&history.promises[place], directory),
        FactKind::Knowledge => knowledge(&history.knowledge[place]),
        FactKind::Adaptation => "something known was used".to_owned(),
        FactKind::Wish => format!("wish: {}", wish(&history.wishes[place], directory)),
        FactKind::Referral => referral(&history.referrals[place]),
        FactKind::Benefit => benefit(&history.benefits[place]),
        FactKind::Permission => permission(&history.permissions[place]),
        FactKind::Touch => format!("message: {}", history.touches[place].detail.tactic.replace('_', " ")),
    }
}

/// A fact that a suggestion rests on, as a card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestsOn {
    /// The word of its kind: `promise`.
    pub kind: String,
    /// Its id.
    pub fact: FactId,
    /// Its day.
    pub day: Day,
    /// What it is, who took part, and its first words.
    pub words: String,
}

/// The facts of a history that are named as `kind/source id`, newest first.
pub(crate) fn rests_on(history: &History, directory: &Directory, named: &[String]) -> Vec<RestsOn> {
    let mut found: Vec<RestsOn> = Vec::with_capacity(named.len());
    macro_rules! look {
        ($($list:ident: $kind:ident,)*) => {$(
            let kind = FactKind::$kind;
            let start = format!("{}/", kind.word());
            if named.iter().any(|name| name.starts_with(&start)) {
                for (place, one) in history.$list.iter().enumerate() {
                    if named.contains(&one.reference().to_string()) {
                        let words = first_words(&fact(history, directory, (kind, place)));
                        let kind = kind.word().to_owned();
                        found.push(RestsOn { kind, fact: one.id, day: one.day, words });
                    }
                }
            }
        )*};
    }
    look! {
        interactions: Interaction, purchases: Purchase, deliveries: Delivery, voice: Voice,
        promises: Promise, knowledge: Knowledge, adaptations: Adaptation, wishes: Wish,
        referrals: Referral, benefits: Benefit, permissions: Permission, touches: Touch,
    }
    found.sort_by_key(|fact| std::cmp::Reverse(fact.day));
    found
}

/// The first words of a phrase, begun with a capital letter.
fn first_words(words: &str) -> String {
    let words = judge::words::sentence_case(words);
    if words.chars().count() <= WORDS_MAX {
        return words;
    }
    let short: String = words.chars().take(WORDS_MAX).collect();
    let whole = short.rsplit_once(' ').map_or(short.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}
