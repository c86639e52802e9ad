//! J6e in words.

use super::{LoadVerdict, broken_promises, open_issues};
use crate::{Context, Judgement, JudgementKind, draft::Draft, words};
use book::History;

pub(super) fn judgement(verdict: &LoadVerdict, history: &History, context: &Context) -> Judgement {
    let draft = Draft::new(JudgementKind::AccumulatingLoad, history, context)
        .facts(open_issues(history, context))
        .facts(broken_promises(history, context).map(|(promise, _)| promise));
    let Some(oldest_day) = verdict.oldest_day else {
        return nothing_open(draft, history);
    };
    let open = what_is_open(verdict, context.days_ago(oldest_day));
    let (value, help) = if verdict.sign {
        ("heavy", "That is long enough to weigh on them: put it right, and tell them so.")
    } else {
        ("light", "It weighs little yet, and more with each week.")
    };
    let sentence = format!("{open}. {help}");
    let would_change = if verdict.broken_promises == 0 {
        "Putting it right, and noting the day, would clear it."
    } else {
        "Doing what was promised, and noting it as late, would clear it."
    };
    draft
        .assessed(value)
        .point(verdict.load)
        .sentence(sentence)
        .would_change(would_change)
        .caveat("What was put right without a note still counts as open.")
        .done()
}

/// `An issue has been open for 45 days`, `2 open issues and 1 promise not kept, the oldest for 45 days`.
fn what_is_open(verdict: &LoadVerdict, oldest_days: i32) -> String {
    let age =
        if oldest_days <= 0 { "since today".to_owned() } else { format!("for {}", words::span(oldest_days)) };
    match (verdict.open_issues, verdict.broken_promises) {
        (1, 0) => format!("An issue has been open {age}"),
        (0, 1) => format!("A promise of yours has stood unkept {age}"),
        (issues, promises) => {
            let mut parts = Vec::new();
            if issues > 0 {
                parts.push(words::count(issues, "open issue"));
            }
            if promises > 0 {
                parts.push(format!("{} not kept", words::count(promises, "promise")));
            }
            format!("{}, the oldest {age}", words::list(&parts))
        }
    }
}

fn nothing_open(draft: Draft, history: &History) -> Judgement {
    let would_change = "A complaint, or a promise past its day, would begin to weigh.";
    if history.voice.is_empty() && history.promises.is_empty() {
        let sentence = "No complaint and no promise is recorded, so nothing unresolved can be seen.";
        return draft.not_assessed(sentence).would_change(would_change).done();
    }
    let draft = draft.facts(&history.voice).facts(&history.promises).assessed("none").point(0.0);
    draft.sentence("Nothing recorded is unresolved.").would_change(would_change).done()
}
