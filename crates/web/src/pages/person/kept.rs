//! Promises both ways and issues, each with what can be done about it.

use super::before::{Look, is_open_issue, is_open_promise};
use super::said;
use book::{Fact, PromiseOutcome, Promisor, Voice, VoiceKind};

/// Settled promises and issues shown, at most: the newest.
const SETTLED_SHOWN: usize = 10;

/// Days after which somebody asks whether it stayed right.
const CHECK_BACK_DAYS: i32 = 14;

/// A promise as it is listed.
pub struct PromiseLine {
    /// Its fact's id.
    pub id: u64,
    /// In which words.
    pub what: String,
    /// Who made it: `Ben promised`, `They promised`.
    pub who: String,
    /// "Due 4 December", or "made 3 May".
    pub when: String,
    /// What became of it.
    pub state: String,
    /// Class of the badge.
    pub badge: &'static str,
    /// Whether it can be settled.
    pub is_open: bool,
    /// What was noted.
    pub notes: Vec<String>,
}

/// A word of theirs as it is listed.
pub struct IssueLine {
    /// Its fact's id.
    pub id: u64,
    /// `Complaint`.
    pub kind: String,
    /// What was said.
    pub text: String,
    /// When.
    pub when: String,
    /// How it stands.
    pub state: String,
    /// Class of the badge.
    pub badge: &'static str,
    /// Not put right yet.
    pub is_open: bool,
    /// Put right, and not yet heard whether it stayed right.
    pub is_to_ask: bool,
    /// What was noted.
    pub notes: Vec<String>,
}

fn notes(look: &Look<'_>, fact: book::FactId) -> Vec<String> {
    look.dossier.notes_of(fact).map(|(at, note)| format!("{}: {note}", look.date(look.day(at)))).collect()
}

/// Open promises by due day, then the newest settled ones; and how many more there are.
pub fn promises(look: &Look<'_>) -> (Vec<PromiseLine>, usize) {
    let mut open: Vec<_> = look.history.promises.iter().filter(|fact| is_open_promise(fact)).collect();
    open.sort_by_key(|fact| (fact.detail.due_at.is_none(), fact.detail.due_at, fact.id));
    let settled = look.history.promises.iter().rev().filter(|fact| !is_open_promise(fact));
    let shown = open.len() + SETTLED_SHOWN;
    let lines: Vec<_> =
        open.into_iter().chain(settled.take(SETTLED_SHOWN)).map(|fact| promise(look, fact)).collect();
    (lines, look.history.promises.len().saturating_sub(shown))
}

fn promise(look: &Look<'_>, fact: &Fact<book::Promise>) -> PromiseLine {
    let due = fact.detail.due_at.map(|due| look.day(due));
    let is_open = is_open_promise(fact);
    let late = due.filter(|due| is_open && *due < look.today);
    let (state, badge) = match (late, fact.detail.outcome) {
        (Some(due), _) => {
            (format!("{} late", judge::words::count(look.today.days_since(due) as u32, "day")), "badge bad")
        }
        (_, Some(PromiseOutcome::Broken)) => ("broken".into(), "badge bad"),
        (_, Some(PromiseOutcome::Kept | PromiseOutcome::Late)) => (said::outcome(fact).into(), "badge well"),
        _ => (said::outcome(fact).into(), "badge"),
    };
    let made = look.date(fact.day);
    let when = due.map_or(format!("made {made}"), |due| format!("due {}", look.date(due)));
    let who = match fact.detail.by {
        Some(Promisor::Customer) => "They promised".to_owned(),
        _ => format!("{} promised", judge::words::sentence_case(said::promisor(fact, look.directory))),
    };
    let what = fact.detail.what.to_string();
    PromiseLine { id: fact.id.0, what, who, when, state, badge, is_open, notes: notes(look, fact.id) }
}

/// Open issues first, then those to be asked about, then other words, newest first.
pub fn issues(look: &Look<'_>) -> (Vec<IssueLine>, usize) {
    let mut all: Vec<&Fact<Voice>> = look.history.voice.iter().collect();
    let rank = |fact: &Fact<Voice>| if is_open_issue(fact) { 0 } else { 1 + u8::from(!is_to_ask(fact)) };
    all.sort_by_key(|fact| (rank(fact), std::cmp::Reverse(fact.at)));
    let shown = all.iter().filter(|fact| rank(fact) < 2).count() + SETTLED_SHOWN;
    let lines = all.iter().take(shown).map(|fact| issue(look, fact)).collect();
    (lines, all.len().saturating_sub(shown))
}

fn is_to_ask(fact: &Fact<Voice>) -> bool {
    matches!(fact.detail.kind, Some(VoiceKind::Complaint | VoiceKind::Concern))
        && fact.detail.resolved_at.is_some()
        && fact.detail.satisfied.is_none()
}

fn issue(look: &Look<'_>, fact: &Fact<Voice>) -> IssueLine {
    let is_open = is_open_issue(fact);
    let detail = &fact.detail;
    let resolved = detail.resolved_at.map(|at| look.day(at));
    let (state, badge) = match (is_open, resolved, detail.satisfied) {
        (true, ..) => {
            let age = look.today.days_since(fact.day).unsigned_abs();
            (format!("open {}", judge::words::count(age, "day")), "badge bad")
        }
        (_, _, Some(true)) => ("right, they say".into(), "badge well"),
        (_, _, Some(false)) => ("not right, they say".into(), "badge bad"),
        (_, Some(day), None) if is_to_ask(fact) => {
            let check = day.plus(CHECK_BACK_DAYS);
            let word = if check <= look.today { "ask now" } else { "ask on" };
            let words =
                if check <= look.today { word.into() } else { format!("{word} {}", look.date(check)) };
            (format!("put right, {words}"), "badge unknown")
        }
        _ if detail.kind == Some(VoiceKind::Praise) => ("good to hear".into(), "badge well"),
        _ => ("heard".into(), "badge"),
    };
    let said = detail.text.as_deref().map(|text| format!("\u{201c}{text}\u{201d}"));
    IssueLine {
        id: fact.id.0,
        kind: judge::words::sentence_case(detail.kind.map_or("a word", VoiceKind::word)),
        text: said.unwrap_or_else(|| "Nobody wrote down what was said.".into()),
        when: look.date(fact.day),
        state,
        badge,
        is_open,
        is_to_ask: is_to_ask(fact),
        notes: notes(look, fact.id),
    }
}
