//! J6e: what is unresolved, and for how long ("bad things accumulate", C122).
//!
//! Open issues (complaints and concerns not put right) of the window, and promises of ours broken or past due
//! within a year: records show when an issue was put right, but nothing closes a broken promise again, so
//! it stops weighing after a year. A severity nobody noted counts as 1, the least.

use crate::{Context, Judgement, promise_keeping};
use book::{Day, History, Promise, PromiseOutcome, Voice, VoiceKind, fact::Fact};

mod sentences;

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoadVerdict {
    /// Sum of severity x (1 + age / 30 days).
    pub load: f64,
    /// Open issues.
    pub open_issues: u32,
    /// Broken or overdue promises of ours that were not made good.
    pub broken_promises: u32,
    /// Oldest of them.
    pub oldest_day: Option<Day>,
    /// A sign of decline.
    pub sign: bool,
}

/// Age at which a single unresolved matter is a sign, and by which its weight grows by its severity.
const MONTH_DAYS: i32 = 30;
/// Days for which a broken promise weighs.
const PROMISE_DAYS: i32 = 365;

/// Adds up what is unresolved.
pub fn assess(history: &History, context: &Context) -> LoadVerdict {
    let mut verdict =
        LoadVerdict { load: 0.0, open_issues: 0, broken_promises: 0, oldest_day: None, sign: false };
    for issue in open_issues(history, context) {
        verdict.open_issues += 1;
        verdict.add(issue.day, f64::from(issue.detail.severity.unwrap_or(1).clamp(1, 3)), context);
    }
    for (_, broken_day) in broken_promises(history, context) {
        verdict.broken_promises += 1;
        verdict.add(broken_day, 1.0, context);
    }
    let oldest_days = verdict.oldest_day.map_or(0, |day| context.days_ago(day));
    verdict.sign = verdict.load >= context.parameters.load_sign || oldest_days > MONTH_DAYS;
    verdict
}

impl LoadVerdict {
    fn add(&mut self, day: Day, severity: f64, context: &Context) {
        let age_days = f64::from(context.days_ago(day).max(0));
        self.load += severity * (1.0 + age_days / f64::from(MONTH_DAYS));
        self.oldest_day = Some(self.oldest_day.map_or(day, |oldest| oldest.min(day)));
    }
}

/// Complaints and concerns of the window that were not put right.
pub(crate) fn open_issues<'h>(
    history: &'h History,
    context: &Context,
) -> impl Iterator<Item = &'h Fact<Voice>> {
    let from_day = context.as_of_day.plus(-context.parameters.window_days);
    let is_issue = |voice: &Voice| matches!(voice.kind, Some(VoiceKind::Complaint | VoiceKind::Concern));
    history.voice.iter().filter(move |voice| {
        voice.day > from_day && is_issue(&voice.detail) && voice.detail.resolved_at.is_none()
    })
}

/// Promises of ours that were broken, or are open past their due day, and the day on which they were.
pub(crate) fn broken_promises<'h>(
    history: &'h History,
    context: &Context,
) -> impl Iterator<Item = (&'h Fact<Promise>, Day)> {
    let context = *context;
    let from_day = context.as_of_day.plus(-PROMISE_DAYS);
    let due_day = move |promise: &Fact<Promise>| promise.detail.due_at.map(|due| context.day_of(due));
    let broken_day = move |promise: &Fact<Promise>| {
        if !promise_keeping::is_ours(&promise.detail) {
            return None;
        }
        if promise.detail.outcome == Some(PromiseOutcome::Broken) {
            let closed_day = || promise.detail.closed_at.map(|closed| context.day_of(closed));
            let day = due_day(promise).or_else(closed_day).unwrap_or(promise.day);
            return Some(day.min(context.as_of_day));
        }
        due_day(promise).filter(|day| promise_keeping::is_open(&promise.detail) && *day < context.as_of_day)
    };
    history
        .promises
        .iter()
        .filter_map(move |promise| broken_day(promise).map(|day| (promise, day)))
        .filter(move |(_, day)| *day > from_day)
}

/// Puts the load into words.
pub fn judgements(verdict: &LoadVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    vec![sentences::judgement(verdict, history, context)]
}

#[cfg(test)]
mod tests;
