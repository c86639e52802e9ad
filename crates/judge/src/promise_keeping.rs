//! J8: promises kept on time, in both directions.
//!
//! Success is a promise kept on time. Failure is one late, broken, or open past its due day as of the day
//! judged. Withdrawn promises are set aside, and so is a promise the first time it is renegotiated. Records
//! show a renegotiation as the old promise closed `renegotiated` and a new one in the same words: the second
//! `renegotiated` in such a chain, and every later one, counts as failure. A chain ends when those words are
//! settled in any other way, so that a promise made anew every month is not one chain.

use crate::{Context, Judgement};
use book::{Calendar, Day, FactId, History, Promise, PromiseOutcome, Promisor, ProviderId, fact::Fact};
use stats::Beta;

mod sentences;

/// A promise that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenPromise {
    /// The promise.
    pub promise: FactId,
    /// Index into `History::promises`.
    pub place: usize,
    /// When it is due, when a date was named.
    pub due_day: Option<Day>,
}

/// One direction's record.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Kept {
    /// Kept on time.
    pub kept: u32,
    /// Late, broken, or open past due.
    pub failed: u32,
    /// Renegotiated once, or withdrawn: shown, not counted.
    pub set_aside: u32,
    /// Open and not yet due.
    pub open: u32,
    /// Median days late of the late ones.
    pub median_days_late: Option<f64>,
    /// Posterior mean and 80 % interval, when three or more are settled.
    pub rate: Option<(f64, f64, f64)>,
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PromiseVerdict {
    /// Ours to the customer.
    pub ours: Kept,
    /// The customer's to us.
    pub theirs: Kept,
    /// Our open promises, soonest due first.
    pub open_ours: Vec<OpenPromise>,
}

/// Settled promises needed for a personal rate.
pub const SETTLED_MIN: u32 = 3;

/// Where one promise stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Kept on time.
    Kept,
    /// Late, broken, open past due, or renegotiated again.
    Failed,
    /// Left out of the rate.
    SetAside,
    /// Open, not yet due.
    Open,
}

impl Standing {
    /// Whether it was kept, for promises that count.
    pub fn counts(self) -> Option<bool> {
        match self {
            Standing::Kept => Some(true),
            Standing::Failed => Some(false),
            Standing::SetAside | Standing::Open => None,
        }
    }
}

/// Whether we made it: the provider or the organization. Unnamed, it is the provider's.
pub fn is_ours(promise: &Promise) -> bool {
    promise.by != Some(Promisor::Customer)
}

/// Whether it is still to be kept.
pub(crate) fn is_open(promise: &Promise) -> bool {
    matches!(promise.outcome, None | Some(PromiseOutcome::Open))
}

/// Where the promise at `place` (below their number) stands at the end of `as_of_day`. `promises` must be in
/// order of time. Source: J8.
pub fn standing(promises: &[Fact<Promise>], place: usize, as_of_day: Day, calendar: &Calendar) -> Standing {
    let promise = &promises[place].detail;
    match promise.outcome.unwrap_or(PromiseOutcome::Open) {
        PromiseOutcome::Kept => Standing::Kept,
        PromiseOutcome::Late | PromiseOutcome::Broken => Standing::Failed,
        PromiseOutcome::Withdrawn => Standing::SetAside,
        PromiseOutcome::Renegotiated if renegotiated_before(promises, place) => Standing::Failed,
        PromiseOutcome::Renegotiated => Standing::SetAside,
        PromiseOutcome::Open if promise.due_at.is_some_and(|due| calendar.day(due) < as_of_day) => {
            Standing::Failed
        }
        PromiseOutcome::Open => Standing::Open,
    }
}

/// Whether the same words of the same side were last closed as renegotiated, too.
fn renegotiated_before(promises: &[Fact<Promise>], place: usize) -> bool {
    let this = &promises[place].detail;
    let same_words = |other: &Promise| {
        is_ours(other) == is_ours(this) && other.what.trim().eq_ignore_ascii_case(this.what.trim())
    };
    promises[..place]
        .iter()
        .rev()
        .find(|earlier| same_words(&earlier.detail))
        .is_some_and(|earlier| earlier.detail.outcome == Some(PromiseOutcome::Renegotiated))
}

/// Judges the promises of both sides.
pub fn assess(history: &History, context: &Context) -> PromiseVerdict {
    if history.promises.is_empty() {
        return PromiseVerdict::default();
    }
    let prior = context.population.promise_prior.map_or(Beta::FLAT, |(a, b)| Beta::new(a, b));
    PromiseVerdict {
        ours: kept(history, context, true, prior),
        theirs: kept(history, context, false, Beta::FLAT),
        open_ours: open_ours(history, context),
    }
}

fn kept(history: &History, context: &Context, ours: bool, prior: Beta) -> Kept {
    let mut record = Kept::default();
    let mut days_late = Vec::new();
    for (place, promise) in history.promises.iter().enumerate() {
        if is_ours(&promise.detail) != ours {
            continue;
        }
        match standing(&history.promises, place, context.as_of_day, context.calendar) {
            Standing::Kept => record.kept += 1,
            Standing::Failed => record.failed += 1,
            Standing::SetAside => record.set_aside += 1,
            Standing::Open => record.open += 1,
        }
        if let (Some(PromiseOutcome::Late), Some(due), Some(closed)) =
            (promise.detail.outcome, promise.detail.due_at, promise.detail.closed_at)
        {
            days_late.push(f64::from(context.day_of(closed).days_since(context.day_of(due))));
        }
    }
    record.median_days_late = stats::median(&mut days_late);
    let settled = record.kept + record.failed;
    record.rate = (settled >= SETTLED_MIN).then(|| {
        let rate = prior.with(f64::from(record.kept), f64::from(settled));
        let (low, high) = rate.interval80();
        (rate.mean(), low, high)
    });
    record
}

/// What one provider's promises came to, all customers together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProviderRecord {
    /// Who promised; `None` where the records name nobody.
    pub provider: Option<ProviderId>,
    /// Kept on time.
    pub kept: u64,
    /// Kept, late, broken or past due.
    pub settled: u64,
    /// Posterior mean, 0 to 1.
    pub mean: f64,
    /// Low end of the 80 % interval: what the list is ranked by, so that 4 of 4 does not beat 45 of 50.
    pub low: f64,
    /// High end.
    pub high: f64,
}

/// Every provider with three or more settled promises, the most dependable first.
pub fn by_provider(context: &Context) -> Vec<ProviderRecord> {
    let population = context.population;
    let prior = population.promise_prior.map_or(Beta::FLAT, |(a, b)| Beta::new(a, b));
    let settled_enough =
        population.provider_promises.iter().filter(|(_, _, all)| *all >= u64::from(SETTLED_MIN));
    let mut records: Vec<ProviderRecord> = settled_enough
        .map(|&(provider, kept, settled)| {
            let rate = prior.with(kept as f64, settled as f64);
            let (low, high) = rate.interval80();
            ProviderRecord { provider, kept, settled, mean: rate.mean(), low, high }
        })
        .collect();
    records.sort_by(|a, b| b.low.total_cmp(&a.low).then(a.provider.cmp(&b.provider)));
    records
}

/// Our open promises: those with a date first, soonest first, then in order of when they were made.
fn open_ours(history: &History, context: &Context) -> Vec<OpenPromise> {
    let is_open_ours = |promise: &Promise| is_ours(promise) && is_open(promise);
    let mut open: Vec<OpenPromise> = history
        .promises
        .iter()
        .enumerate()
        .filter(|(_, promise)| is_open_ours(&promise.detail))
        .map(|(place, promise)| OpenPromise {
            promise: promise.id,
            place,
            due_day: promise.detail.due_at.map(|due| context.day_of(due)),
        })
        .collect();
    open.sort_by_key(|promise| (promise.due_day.is_none(), promise.due_day, promise.place));
    open
}

/// Puts both sides' records into words.
pub fn judgements(verdict: &PromiseVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    vec![
        sentences::ours(&verdict.ours, history, context),
        sentences::theirs(&verdict.theirs, history, context),
    ]
}

#[cfg(test)]
mod tests;
