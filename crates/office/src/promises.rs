//! The board of promises: what was said and is still to be done, by us and by them.

use crate::error::OfficeResult;
use crate::scene::Scene;
use crate::state::Office;
use crate::summary::is_open_promise_of_ours;
use book::{CustomerId, Day, Fact, FactId, History, Promise, PromiseOutcome, Promisor, ProviderId};
use guard::SeePeople;
use judge::promise_keeping;
use people::{Column, Filter, Query, Row};
use stats::Beta;
use std::collections::HashSet;
use store::Book;

/// People whose promises are read for one page of the board.
pub(crate) const PEOPLE_AT_ONCE: usize = 200;

/// A promise that is to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenPromise {
    /// To whom, or by whom.
    pub customer: CustomerId,
    /// What to call them.
    pub name: String,
    /// Which promise.
    pub fact: FactId,
    /// In which words.
    pub what: String,
    /// The customer made it.
    pub by_them: bool,
    /// Who of us has to do with it.
    pub provider: Option<String>,
    /// When it was made.
    pub made: Day,
    /// When it is due; nobody named a day when `None`.
    pub due: Option<Day>,
    /// On whom or what it depends.
    pub depends_on: Option<String>,
}

/// How often we kept our word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeptRate {
    /// Kept on time.
    pub kept: u64,
    /// Kept, late, broken or past due.
    pub settled: u64,
    /// Low end of the 80 % interval, 0 to 1.
    pub low: f64,
    /// Estimate, 0 to 1.
    pub mean: f64,
    /// High end of the 80 % interval.
    pub high: f64,
}

/// The board.
#[derive(Debug, Clone)]
pub struct PromiseBoard {
    /// The day it is for.
    pub today: Day,
    /// Ours to them, the most urgent first.
    pub ours: Vec<OpenPromise>,
    /// Theirs to us, the most urgent first.
    pub theirs: Vec<OpenPromise>,
    /// People to whom something is promised, on all pages.
    pub people: usize,
    /// Which page, from 1.
    pub page: u32,
    /// How many there are.
    pub pages: u32,
    /// How often we kept our word; unknown until three promises are settled.
    pub kept: Option<KeptRate>,
}

impl Office {
    /// The open promises of the people whom the permit reaches; of those that `provider` serves when one is
    /// named, and on the first page what that provider has promised to others' people. The most urgent 200
    /// people to whom something is promised are one page.
    ///
    /// # Errors
    /// [`crate::OfficeError::NotReady`] while the book is read for the first time.
    pub fn promises(
        &self,
        permit: &SeePeople,
        provider: Option<ProviderId>,
        page: u32,
    ) -> OfficeResult<PromiseBoard> {
        let desk = self.desk()?;
        let scene = desk.scene();
        let query = of_provider(counted(Column::OpenPromises), provider).sorted(Column::NextDue, false);
        let ids = desk.people().ids(&query, scene.day(), permit.only());
        let (page, pages, chosen) = page_of(&ids, page);
        let book = self.read()?;
        let mut ours = Vec::new();
        for customer in chosen {
            let Some(history) = book.history(*customer)? else { continue };
            let open = history.promises.iter().filter(|promise| is_open_promise_of_ours(promise));
            ours.extend(open.map(|promise| told(promise, &history, &scene)));
        }
        let own = permit.only().or(provider).filter(|_| page == 1);
        let elsewhere = own.map(|own| promised_elsewhere(&book, &scene, own, &ids)).transpose()?;
        let elsewhere = elsewhere.unwrap_or_default();
        let mut others: Vec<CustomerId> = elsewhere.iter().map(|promise| promise.customer).collect();
        others.dedup();
        ours.extend(elsewhere);
        let mut theirs = Vec::new();
        for customer in book.promised_by_customers(PEOPLE_AT_ONCE as u32 * 5)? {
            let row = desk.people().row(customer);
            let is_meant = |row: &Row| reaches(permit.only(), row) && reaches(provider, row);
            if theirs.len() < PEOPLE_AT_ONCE && row.as_ref().is_some_and(is_meant) {
                theirs.extend(theirs_of(&book, &scene, customer)?);
            }
        }
        by_urgency(&mut ours);
        by_urgency(&mut theirs);
        let kept = kept_rate(&scene, provider.or(permit.only()));
        let people = ids.len() + others.len();
        Ok(PromiseBoard { today: scene.day(), ours, theirs, people, page, pages, kept })
    }
}

/// What a provider has promised to people who are not among those of the board.
fn promised_elsewhere(
    book: &Book,
    scene: &Scene,
    provider: ProviderId,
    served: &[CustomerId],
) -> OfficeResult<Vec<OpenPromise>> {
    let promised = book.promised_by_provider(provider, PEOPLE_AT_ONCE as u32 * 5)?;
    let served: HashSet<&CustomerId> =
        if promised.is_empty() { HashSet::new() } else { served.iter().collect() };
    let mut found = Vec::new();
    for customer in promised.iter().filter(|customer| !served.contains(customer)) {
        let Some(history) = book.history(*customer)? else { continue };
        let own = history.promises.iter().filter(|promise| promise.provider == Some(provider));
        let open = own.filter(|promise| is_open_promise_of_ours(promise));
        found.extend(open.map(|promise| told(promise, &history, scene)));
    }
    Ok(found)
}

fn theirs_of(book: &Book, scene: &Scene, customer: CustomerId) -> OfficeResult<Vec<OpenPromise>> {
    let Some(history) = book.history(customer)? else { return Ok(Vec::new()) };
    let open = history.promises.iter().filter(|promise| is_open_promise_of_theirs(promise));
    Ok(open.map(|promise| told(promise, &history, scene)).collect())
}

/// A promise of the customer that still has to be kept.
pub(crate) fn is_open_promise_of_theirs(promise: &Fact<Promise>) -> bool {
    promise.detail.by == Some(Promisor::Customer)
        && matches!(promise.detail.outcome, None | Some(PromiseOutcome::Open))
        && promise.detail.closed_at.is_none()
}

/// The promise as a board says it.
pub(crate) fn told(promise: &Fact<Promise>, history: &History, scene: &Scene) -> OpenPromise {
    let serving = promise.provider.or(history.customer.assigned_to);
    OpenPromise {
        customer: history.customer.id,
        name: history.customer.display_name().to_owned(),
        fact: promise.id,
        what: promise.detail.what.to_string(),
        by_them: promise.detail.by == Some(Promisor::Customer),
        provider: serving.map(|id| scene.directory().name(id).to_owned()),
        made: promise.day,
        due: promise.detail.due_at.map(|due| scene.calendar().day(due)),
        depends_on: promise.detail.depends_on.as_ref().map(ToString::to_string),
    }
}

/// Soonest due first; those without a day last, the oldest of them first.
pub(crate) fn by_urgency(promises: &mut [OpenPromise]) {
    promises.sort_by_key(|promise| (promise.due.is_none(), promise.due, promise.made, promise.fact));
}

/// One page of a list of people: which page, how many there are, and who is on it.
pub(crate) fn page_of(ids: &[CustomerId], page: u32) -> (u32, u32, &[CustomerId]) {
    let pages = ids.len().div_ceil(PEOPLE_AT_ONCE).max(1) as u32;
    let page = page.clamp(1, pages);
    let from = (page as usize - 1) * PEOPLE_AT_ONCE;
    (page, pages, &ids[from..ids.len().min(from + PEOPLE_AT_ONCE)])
}

/// Everybody of whom a column counts at least one.
pub(crate) fn counted(column: Column) -> Query {
    let one = people::Range { from: Some(people::Bound::Number(1)), to: None };
    Query::default().with(Filter::Range { column, range: Some(one), or_unknown: false })
}

/// Only those whom a provider serves, when one is named.
pub(crate) fn of_provider(query: Query, provider: Option<ProviderId>) -> Query {
    match provider {
        Some(_) => query.with(Filter::provider(Column::Provider, provider)),
        None => query,
    }
}

/// Whether somebody is served by, or assigned to, the one provider that is meant.
pub(crate) fn reaches(only: Option<ProviderId>, row: &Row) -> bool {
    only.is_none() || row.provider == only || row.assigned == only
}

/// How often a provider kept the given word, or everybody.
pub(crate) fn kept_rate(scene: &Scene, provider: Option<ProviderId>) -> Option<KeptRate> {
    let records = promise_keeping::by_provider(&scene.context());
    if let Some(provider) = provider {
        let own = records.iter().find(|record| record.provider == Some(provider))?;
        let (kept, settled) = (own.kept, own.settled);
        return Some(KeptRate { kept, settled, low: own.low, mean: own.mean, high: own.high });
    }
    let kept: u64 = records.iter().map(|record| record.kept).sum();
    let settled: u64 = records.iter().map(|record| record.settled).sum();
    let rate = Beta::posterior(kept as f64, settled as f64);
    let (low, high) = rate.interval80();
    (settled > 0).then(|| KeptRate { kept, settled, low, mean: rate.mean(), high })
}
