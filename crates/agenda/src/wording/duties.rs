//! Words for promises, issues and check-backs.

use super::{Words, speech::*};
use crate::look::Look;
use book::Promisor;
use judge::{follow_up::FollowUp, words::sentence_case};

/// Added where a person wants no contact: a duty is no door.
const ONLY_THIS: &str = " They asked not to be contacted: say what this needs and nothing else.";

fn with_bounds(look: &Look, ask: &str) -> String {
    if look.bounds.refused || look.bounds.refused_marketing || look.bounds.paused.is_some() {
        return format!("{ask}{ONLY_THIS}");
    }
    ask.to_owned()
}

pub(crate) fn promise(look: &Look, place: usize) -> Words {
    let (today, promise) = (look.today(), &look.history.promises[place]);
    let who = match promise.detail.by {
        Some(Promisor::Organization) => "The business promised",
        _ => "You promised",
    };
    let due = promise.detail.due_at.map(|at| look.context.day_of(at));
    let due_words = match due.map(|due| today.days_since(due)) {
        None => format!("No day was named; that was {}.", ago(look.age(promise.day))),
        Some(-1) => "It is due tomorrow.".into(),
        Some(0) => "It is due today.".into(),
        Some(1) => "It was due yesterday.".into(),
        Some(late @ 2..=6) => format!("It was due on {}, {}.", weekday(today.plus(-late)), ago(late)),
        Some(late) => {
            let day = today.plus(-late);
            format!("It was due {}, {}.", judge::words::on_date(day, today), ago(late))
        }
    };
    let mut fact = format!("{who} {}: {}. {due_words}", on(promise.day, today), quoted(&promise.detail.what));
    if let Some(waits) = &promise.detail.depends_on {
        fact.push_str(&format!(" It waits for {waits}."));
    }
    let is_late = due.is_none_or(|due| due < today);
    let ask = if is_late { "Keep it today, or say honestly when you will." } else { "Keep it." };
    Words {
        fact,
        ask: with_bounds(look, ask),
        facts: vec![promise.reference()],
        removed_by: "the promise noted as kept, or a new day agreed with them",
    }
}

pub(crate) fn issue(look: &Look, place: usize) -> Words {
    let (today, voice) = (look.today(), &look.history.voice[place]);
    let said = match &voice.detail.text {
        Some(text) => format!("They told you {}: {}.", on(voice.day, today), quoted(text)),
        None => {
            let kind = voice.detail.kind.map_or("complaint", |kind| kind.word());
            let article = if voice.detail.severity >= Some(3) { "a grave" } else { "a" };
            format!("They brought {article} {kind} {}.", on(voice.day, today))
        }
    };
    let weight = match look.age(voice.day) {
        ..=1 => "It is still open.".to_owned(),
        days => format!("It has been open for {}.", judge::words::span(days)),
    };
    let ask = match look.age(voice.day) {
        ..=2 => "Thank them for saying so, and tell them what happens next.",
        3..=14 => "Tell them where it stands, and by when it will be right.",
        _ => "Call before anything else: say where it stands, and put it right.",
    };
    Words {
        fact: format!("{said} {weight}"),
        ask: with_bounds(look, ask),
        facts: vec![voice.reference()],
        removed_by: "a note of how and when it was put right",
    }
}

pub(crate) fn check_back(look: &Look, due: &FollowUp) -> Words {
    let today = look.today();
    let voice = look.history.voice.iter().find(|voice| voice.id == due.after);
    let what = voice.and_then(|voice| voice.detail.text.as_deref()).map(quoted);
    let what = what.unwrap_or_else(|| "what went wrong".to_owned());
    let told = voice.map(|voice| format!(", told you {},", on(voice.day, today))).unwrap_or_default();
    let fact = format!("{what}{told} was put right {}.", on(due.after_day, today));
    Words {
        fact: sentence_case(&fact),
        ask: with_bounds(look, "Ask whether it stayed right."),
        facts: voice.iter().map(|voice| voice.reference()).collect(),
        removed_by: "a contact in which they were asked",
    }
}
