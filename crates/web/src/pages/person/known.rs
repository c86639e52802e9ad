//! What is known: notes of four kinds with their origin, age and use; wishes, what they allow, and ties.

use super::before::{Look, origin};
use super::said;
use book::{Fact, FactId, Knowledge};
use guard::NoteKind;
use office::acts::note::{OpenedNote, TOPICS};

/// Notes shown, at most: the newest.
const NOTES_SHOWN: usize = 40;

/// Days after which a note that nobody used is offered for deletion (24 months).
const UNUSED_DAYS: i32 = 730;

/// One note.
pub struct Note {
    /// Its fact's id.
    pub id: u64,
    /// What it is about: "What they prefer".
    pub label: String,
    /// Its words; empty for a confidence that is not open.
    pub text: String,
    /// Origin, age and use.
    pub about: String,
    /// A word of caution: expired, never used.
    pub badge: &'static str,
    /// Told in trust.
    pub trust: Option<Trust>,
}

/// Who may open a confidence, and who did.
pub struct Trust {
    /// Whether whoever looks may open it.
    pub may_open: bool,
    /// "Ben and Ana may open it."
    pub readers: String,
    /// "Opened by Ben, 3 May".
    pub opened: Vec<String>,
}

/// Ties to other people.
pub struct Tie {
    /// The words.
    pub text: String,
    /// Where to look.
    pub href: String,
    /// When.
    pub when: String,
}

/// Notes, newest first; and how many more there are.
pub fn notes(look: &Look<'_>, opened: Option<&OpenedNote>) -> (Vec<Note>, usize) {
    let all = &look.history.knowledge;
    let mut used: Vec<FactId> =
        look.history.adaptations.iter().filter_map(|fact| fact.detail.knowledge).collect();
    used.sort_unstable();
    let count = |id: FactId| {
        let first = used.partition_point(|other| *other < id);
        used[first..].iter().take_while(|other| **other == id).count()
    };
    let shown = all.iter().rev().filter(|fact| fact.detail.kind != "pause").take(NOTES_SHOWN);
    let notes = shown.map(|fact| note(look, fact, count(fact.id), opened)).collect();
    (notes, all.len().saturating_sub(NOTES_SHOWN))
}

fn note(look: &Look<'_>, fact: &Fact<Knowledge>, used: usize, opened: Option<&OpenedNote>) -> Note {
    let kind = NoteKind::of(&fact.detail.kind);
    let by = fact.provider.map(|provider| look.directory.name(provider));
    let mut about = match (kind, by) {
        (NoteKind::Opinion, Some(by)) => format!("opinion of {by}"),
        (NoteKind::Opinion, None) => "an opinion".into(),
        (_, Some(by)) => format!("{}, to {by}", origin(fact.detail.origin)),
        (_, None) => origin(fact.detail.origin).to_owned(),
    };
    about.push_str(&format!(", {}", look.date(fact.day)));
    if let Some(end) = fact.detail.expires_at {
        about.push_str(&format!("; until {}", look.date(look.day(end))));
    }
    match used {
        0 => about.push_str("; not used yet"),
        used => about.push_str(&format!("; used {}", judge::words::times(used as u32))),
    }
    let age = look.today.days_since(fact.day);
    let badge = match (look.holds(fact), used) {
        (false, _) => "no longer to be relied on",
        (true, 0) if age > UNUSED_DAYS => "two years without use: still needed?",
        _ => "",
    };
    let is_open = opened.is_some_and(|opened| opened.fact == fact.id);
    let text = match kind {
        NoteKind::Confidence if !is_open => String::new(),
        _ => fact.detail.text.to_string(),
    };
    Note { id: fact.id.0, label: label(fact, kind), text, about, badge, trust: trust(look, fact.id) }
}

fn label(fact: &Fact<Knowledge>, kind: NoteKind) -> String {
    let words = match kind {
        NoteKind::Care => "take care",
        NoteKind::Opinion => "opinion",
        NoteKind::Confidence => "told in trust",
        NoteKind::Fact => {
            let topic = TOPICS.iter().find(|(topic, _)| *topic == fact.detail.kind);
            match (topic, fact.detail.kind.as_str()) {
                (_, "fact") => "known",
                (_, "special") => "kept with consent",
                (Some((_, words)), _) => words,
                (None, other) => return judge::words::sentence_case(&crate::words::plain(other)),
            }
        }
    };
    judge::words::sentence_case(words)
}

fn trust(look: &Look<'_>, fact: FactId) -> Option<Trust> {
    let found = look.dossier.confidences.iter().find(|one| one.fact == fact)?;
    let readers = match found.readers.as_slice() {
        [] => "whoever was told".to_owned(),
        names => judge::words::list(names),
    };
    let opened = found.opened.iter().take(5);
    Some(Trust {
        may_open: found.may_open,
        readers: format!("Only {readers} may open it."),
        opened: opened.map(|(who, at)| format!("Opened by {who}, {}", look.date(look.day(*at)))).collect(),
    })
}

/// Wishes and what they allow, newest first.
pub fn wishes(look: &Look<'_>) -> Vec<(String, String)> {
    let wish = |fact: &Fact<book::Wish>| {
        let from = origin(Some(fact.detail.origin.unwrap_or(book::Origin::Stated)));
        let text = judge::words::sentence_case(&said::wish(fact, look.directory));
        (text, format!("{from}, {}", look.date(fact.day)))
    };
    let mut all: Vec<(String, String)> = look.history.wishes.iter().rev().take(10).map(wish).collect();
    let allowed = look.history.permissions.iter().rev().take(10);
    all.extend(allowed.map(|fact| {
        let evidence = fact.detail.evidence.as_ref().map(|words| format!("; {words}")).unwrap_or_default();
        let text = judge::words::sentence_case(&said::permission(fact));
        (text, format!("{}{evidence}", look.date(fact.day)))
    }));
    all
}

/// Who they brought.
pub fn ties(look: &Look<'_>) -> Vec<Tie> {
    let brought = look.history.referrals.iter().rev().take(20).map(|fact| Tie {
        text: judge::words::sentence_case(&said::referral(fact)),
        href: format!("/people?q={}", query(&fact.detail.to_customer)),
        when: look.date(fact.day),
    });
    brought.collect()
}

/// Whom a person works for, as the list said that they came with, and where to look: the organization, or a
/// search for its name.
pub(super) fn company(look: &Look<'_>) -> Option<(String, String)> {
    let company = look.dossier.company.as_ref()?;
    let href = match company.customer {
        Some(organization) => format!("/person/{}", organization.0),
        None => format!("/people?q={}", query(&company.name)),
    };
    Some((company.name.clone(), href))
}

/// A text as part of a query string.
fn query(text: &str) -> String {
    let encoded = serde_urlencoded::to_string([("q", text)]).unwrap_or_default();
    encoded.trim_start_matches("q=").to_owned()
}

/// A record that was merged into this person.
pub(super) struct Merged {
    /// Its number, for taking it apart again.
    pub number: u32,
    /// When it was merged.
    pub when: String,
    /// Its name, id and source.
    pub text: String,
}

/// The records that were merged into a person, the latest first.
pub(super) fn merged(look: &Look<'_>) -> Vec<Merged> {
    let all = look.dossier.merged.iter().map(|one| Merged {
        number: one.customer.0,
        when: look.date(one.day),
        text: format!("{} ({} of {})", one.name, one.external_id, one.source),
    });
    all.collect()
}
