//! J16 in words.

use super::{FollowUp, FollowUpReason, FollowUpVerdict, each_act};
use crate::{Context, Judgement, JudgementKind, contacts, draft::Draft, words};
use book::{Day, Fact, FactId, FactRef, History, fact::Detail};
use stats::Beta;

/// Acts whose time is over that make a rate.
const DUE_MIN: u32 = 3;

pub(super) fn judgement(verdict: &FollowUpVerdict, history: &History, context: &Context) -> Judgement {
    let draft = with_facts(Draft::new(JudgementKind::FollowUpCoverage, history, context), history, context);
    let waiting = waiting(&verdict.pending, context);
    let would_change = would_change(&verdict.pending, context);
    if !verdict.recorded {
        let sentence = "This book holds no conversations, so nobody can say which orders were followed up.";
        let draft = draft.not_assessed(format!("{sentence}{waiting}"));
        return draft.would_change("Note each call or visit, and whether you asked how it went.").done();
    }
    let (done, due) = verdict.done;
    if due == 0 {
        let draft =
            draft.not_assessed(format!("No follow-up has fallen due in the last 12 months.{waiting}"));
        return draft.would_change(would_change).done();
    }
    let facts = match (done, due) {
        (0, 1) => "The one follow-up that fell due was not done".to_owned(),
        (1, 1) => "The one follow-up that fell due was done".to_owned(),
        (0, _) => format!("None of {due} follow-ups was done in time"),
        (1, _) => format!("1 of {due} follow-ups was done in time"),
        _ => format!("{done} of {due} follow-ups were done in time"),
    };
    if due < DUE_MIN {
        let draft = draft.not_enough(format!("{facts}: too few to speak of a habit.{waiting}"));
        return draft.would_change(would_change).done();
    }
    let rate = Beta::posterior(f64::from(done), f64::from(due));
    let (low, high) = rate.interval80();
    let mut draft = draft.measured().estimate(rate.mean(), low, high);
    draft = draft.sentence(format!("{facts} (likely {}).{waiting}", words::percent_between(low, high)));
    draft.would_change(would_change).caveat("A call nobody wrote down counts as not made.").done()
}

/// The next one that is due, as a clause of its own.
fn waiting(pending: &[FollowUp], context: &Context) -> String {
    let Some(act) = pending.first() else { return String::new() };
    let more = match pending.len() {
        1 => String::new(),
        2 => " One more is due too.".to_owned(),
        more => format!(" {} more are due too.", more - 1),
    };
    let what = occasion(act, context);
    format!(" Due now: ask how it went, {what}.{more}")
}

/// `after the order of 3 March`: what an act follows.
pub(crate) fn occasion(act: &FollowUp, context: &Context) -> String {
    let day = words::date(act.after_day, context.as_of_day);
    match act.reason {
        FollowUpReason::IssueClosed => format!("after the complaint put right on {day}"),
        FollowUpReason::NewCustomer => {
            format!("{} after they first came, on {day}", words::span(act.due_day.days_since(act.after_day)))
        }
        FollowUpReason::NewProduct => format!("after the new product of {day}"),
        FollowUpReason::ProviderChange => format!("after a new person served them on {day}"),
        FollowUpReason::Sale => format!("after the order of {day}"),
    }
}

fn would_change(pending: &[FollowUp], context: &Context) -> String {
    match pending.first() {
        Some(act) => {
            let by = words::date(act.last_day, context.as_of_day);
            format!("A conversation by {by} would count as following up.")
        }
        None => "Each follow-up done in its time, or missed, moves it.".to_owned(),
    }
}

/// The facts that are followed, and the contacts in which it was done.
fn with_facts(mut draft: Draft, history: &History, context: &Context) -> Draft {
    let mut ids = Vec::new();
    let days = contacts::contact_days(history);
    each_act(&days, history, context, &mut |act| {
        ids.extend([Some(act.after), act.done_by].into_iter().flatten());
    });
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        if let Some((reference, day)) = named(history, id) {
            draft = draft.fact(reference, day);
        }
    }
    draft
}

fn named(history: &History, id: FactId) -> Option<(FactRef, Day)> {
    fn within<D: Detail>(facts: &[Fact<D>], id: FactId) -> Option<(FactRef, Day)> {
        facts.iter().find(|fact| fact.id == id).map(|fact| (fact.reference(), fact.day))
    }
    within(&history.purchases, id)
        .or_else(|| within(&history.interactions, id))
        .or_else(|| within(&history.voice, id))
        .or_else(|| within(&history.deliveries, id))
}
