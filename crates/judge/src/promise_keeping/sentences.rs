//! J8 in words.

use super::{Kept, SETTLED_MIN, is_open, is_ours};
use crate::{Context, Judgement, JudgementKind, draft::Draft, words};
use book::{Day, History, Promise, PromiseOutcome, fact::Fact};

pub(super) fn ours(kept: &Kept, history: &History, context: &Context) -> Judgement {
    let draft = Draft::new(JudgementKind::PromisesKept, history, context)
        .facts(history.promises.iter().filter(|promise| is_ours(&promise.detail)));
    side(draft, kept, "You kept", "No promise to them is recorded.", next_due(history, context), || {
        reasons(history)
    })
}

pub(super) fn theirs(kept: &Kept, history: &History, context: &Context) -> Judgement {
    let draft = Draft::new(JudgementKind::PromisesKeptByCustomer, history, context)
        .facts(history.promises.iter().filter(|promise| !is_ours(&promise.detail)));
    side(draft, kept, "They kept", "No promise of theirs is recorded.", None, String::new)
}

/// One direction: the count, the likely range, lateness, why, and what is open.
fn side(
    draft: Draft,
    kept: &Kept,
    who_kept: &str,
    nothing: &str,
    next_due: Option<String>,
    reasons: impl Fn() -> String,
) -> Judgement {
    let settled = kept.kept + kept.failed;
    let next = next_due.map_or_else(String::new, |next| format!(" {next}"));
    let aside = match kept.set_aside {
        0 => String::new(),
        number => {
            format!(" {} changed in good time or withdrawn, not counted.", words::count(number, "promise"))
        }
    };
    if settled + kept.open + kept.set_aside == 0 {
        return draft.not_assessed(nothing).would_change("A first promise, noted with its date.").done();
    }
    if settled == 0 {
        let draft = draft.not_enough(format!("No promise has come due yet.{aside}{next}"));
        return draft.would_change("The first one kept or missed.").done();
    }
    let facts = format!("{who_kept} {} of {} on time", kept.kept, words::count(settled, "promise"));
    let Some((mean, low, high)) = kept.rate else {
        let missing = match SETTLED_MIN - settled {
            1 => "One more promise that comes due".to_owned(),
            more => format!("{more} more promises that come due"),
        };
        let draft = draft.not_enough(format!("{facts}: too few for a rate.{aside}{next}"));
        return draft.would_change(format!("{missing} would be enough.")).done();
    };
    let late = kept.median_days_late.map_or_else(String::new, |days| {
        format!(
            " The late ones were late by {}, as a rule.",
            words::count(days.round().max(1.0) as u32, "day")
        )
    });
    let likely = words::percent_between(low, high);
    draft
        .measured()
        .estimate(mean, low, high)
        .sentence(format!("{facts} (likely {likely}).{late}{}{aside}{next}", reasons()))
        .would_change("Each promise kept raises it, each one late or broken lowers it.")
        .caveat("Only promises that were written down count, and easy ones as much as hard ones.")
        .done()
}

/// The soonest of our open promises.
fn next_due(history: &History, context: &Context) -> Option<String> {
    let due_day = |promise: &Fact<Promise>| promise.detail.due_at.map(|due| context.day_of(due));
    let open = history.promises.iter().filter(|promise| is_ours(&promise.detail) && is_open(&promise.detail));
    let soonest =
        open.filter_map(|promise| due_day(promise).map(|day| (day, promise))).min_by_key(|(day, _)| *day);
    let (day, promise) = soonest?;
    Some(format!("\u{201c}{}\u{201d} {}.", promise.detail.what.trim(), due(day, context.as_of_day)))
}

fn due(day: Day, today: Day) -> String {
    let date = words::on_date(day, today);
    if day < today { format!("was due {date} and is still open") } else { format!("is due {date}") }
}

/// `3 of them waited for the warehouse.`: what failed promises depended on, where that is named.
fn reasons(history: &History) -> String {
    let failed = history.promises.iter().filter(|promise| {
        is_ours(&promise.detail)
            && matches!(promise.detail.outcome, Some(PromiseOutcome::Late | PromiseOutcome::Broken))
    });
    let mut names: Vec<&str> = failed.filter_map(|promise| promise.detail.depends_on.as_deref()).collect();
    names.sort_unstable();
    let most = names.chunk_by(|a, b| a == b).max_by_key(|group| (group.len(), std::cmp::Reverse(group[0])));
    let Some(most) = most else { return String::new() };
    let waited = most.len() as u32;
    let how_many = if waited == 1 { "One".to_owned() } else { waited.to_string() };
    format!(" {how_many} of those missed waited for {}.", most[0])
}
