//! Reading everybody: what is usual is learnt first, then each is judged. One way for the command line, which
//! takes every processor, and for the office, which leaves the others to those who ask for pages.

use crate::scene::{Scene, end_of};
use book::{Day, FactKind, History};
use judge::{Assessment, Parameters, Population, PopulationBuilder, RULE_VERSION, Sample};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Book, Selection, StoreError};

/// Customers between two reports.
const CUSTOMERS_PER_REPORT: u64 = 4096;

/// What a reading of everybody is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// What is usual in this book.
    Learning,
    /// How it stands with each.
    Judging,
}

/// How far a reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// What it is for.
    pub stage: Stage,
    /// Customers read so far; 0 when it begins.
    pub customers: u64,
    /// Customers in all, about.
    pub total: u64,
}

/// Who reads, and who is told how far it has come.
#[derive(Clone, Copy)]
pub struct Crew<'c> {
    /// Threads, at least one. One reads through the book that is asked; several open it again, each.
    pub threads: usize,
    /// Called when a reading begins and every few thousand customers, from any of the threads.
    pub tell: &'c (dyn Fn(Report) + Sync),
}

impl fmt::Debug for Crew<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Crew").field("threads", &self.threads).finish_non_exhaustive()
    }
}

/// Counts the customers of one reading.
struct Count<'c> {
    crew: Crew<'c>,
    stage: Stage,
    seen: AtomicU64,
    total: u64,
}

impl Count<'_> {
    fn begin(crew: Crew<'_>, stage: Stage, total: u64) -> Count<'_> {
        (crew.tell)(Report { stage, customers: 0, total });
        Count { crew, stage, seen: AtomicU64::new(0), total }
    }

    fn one_more(&self) {
        let customers = self.seen.fetch_add(1, Ordering::Relaxed) + 1;
        if customers.is_multiple_of(CUSTOMERS_PER_REPORT) {
            (self.crew.tell)(Report { stage: self.stage, customers, total: self.total });
        }
    }
}

/// The population of a day as it was kept for the present facts and rules, if it was.
///
/// # Errors
/// When the book cannot be read.
pub fn kept_population(book: &Book, day: Day) -> Result<Option<Population>, StoreError> {
    let kept = book.population(day, RULE_VERSION)?;
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()))
}

/// Learns the population of a day: of a large book from a sample, unless that cannot speak for the book.
///
/// # Errors
/// When the book cannot be read.
pub fn learn(book: &Book, day: Day, crew: Crew<'_>) -> Result<Population, StoreError> {
    let parameters = Parameters::default();
    let builder = learn_from(book, day, Sample::of(book.customer_count()?), crew)?;
    // A book that cannot say has everything recorded: then nobody is left out.
    if builder.is_enough(|kind, field| book.is_recorded(kind, field).unwrap_or(true)) {
        return Ok(builder.finish(&parameters));
    }
    Ok(learn_from(book, day, Sample::EVERYBODY, crew)?.finish(&parameters))
}

/// Collects what the customers of a sample, and the promises of everybody, have to tell.
fn learn_from(
    book: &Book,
    day: Day,
    sample: Sample,
    crew: Crew<'_>,
) -> Result<PopulationBuilder, StoreError> {
    let (calendar, currency) = (book.calendar(), book.currency());
    let as_of = end_of(day, calendar);
    let sampled = (book.customer_count()? as f64 * sample.share()).round() as u64;
    let count = Count::begin(crew, Stage::Learning, sampled);
    let builder = || PopulationBuilder::new(day, calendar, currency).of_sample(sample);
    let read = |selection: Selection<'_>, is_new: &(dyn Fn(&History) -> bool + Sync)| {
        book.for_each_selected_parallel(crew.threads, selection, builder, |builder, history| {
            if is_new(history) {
                history.truncate_to(as_of);
                builder.add(history);
                count.one_more();
            }
        })
    };
    let in_sample = |source: &str, id: &str| sample.holds_id(source, id);
    let selection = Selection {
        customers: (!sample.is_everybody()).then_some(&in_sample as &(dyn Fn(&str, &str) -> bool + Sync)),
        kinds: None,
    };
    let mut parts = read(selection, &|_| true)?;
    if !sample.is_everybody() && book.is_recorded(FactKind::Promise, "fact_id")? {
        let promises = Selection { customers: None, kinds: Some(&[FactKind::Promise]) };
        parts.extend(read(promises, &|history| !sample.holds(&history.customer))?);
    }
    let merge = |mut whole: PopulationBuilder, part| {
        whole.merge(part);
        whole
    };
    Ok(parts.into_iter().reduce(merge).unwrap_or_else(builder))
}

/// Judges everybody; returns the states of the threads, in no particular order.
///
/// # Errors
/// When the book cannot be read.
pub fn judge_everybody<S: Send>(
    book: &Book,
    scene: &Scene,
    crew: Crew<'_>,
    make_state: impl Fn() -> S + Sync,
    step: impl Fn(&mut S, &History, &Assessment) + Sync,
) -> Result<Vec<S>, StoreError> {
    let count = Count::begin(crew, Stage::Judging, book.customer_count()?);
    book.for_each_history_parallel(crew.threads, make_state, |state, history| {
        let assessment = scene.assess(history);
        step(state, history, &assessment);
        count.one_more();
    })
}

impl Scene {
    /// The scene of a day in a book that nobody else has open: the population is taken from what is kept
    /// while that is still true, else learnt and kept.
    ///
    /// # Errors
    /// When the book cannot be read or written.
    pub fn of(book: &mut Book, day: Day, crew: Crew<'_>) -> Result<Scene, StoreError> {
        if let Some(population) = kept_population(book, day)? {
            return Scene::new(book, day, population);
        }
        let version = book.facts_version()?;
        let population = learn(book, day, crew)?;
        // Plain numbers and words: they can always be written as JSON.
        if let Ok(json) = serde_json::to_string(&population) {
            book.save_population(version, day, RULE_VERSION, &json)?;
        }
        Scene::new(book, day, population)
    }
}
