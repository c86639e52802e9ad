//! A pass over the whole book: the population first, then everybody.

use crate::cli::ProgressStyle;
use crate::desk::{Scene, end_of};
use crate::progress::Progress;
use book::{Day, FactKind, History};
use judge::{Assessment, Parameters, Population, PopulationBuilder, RULE_VERSION, Sample};
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Book, Selection};

/// One thread per processor.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Customers between two looks at the progress bar.
const CUSTOMERS_PER_LOOK: u64 = 4096;

/// Shows how many customers a pass has seen, from any thread.
struct Counter {
    seen: AtomicU64,
    progress: Progress,
}

impl Counter {
    /// Counts up to a share of the book's customers.
    fn begin(book: &Book, share: f64, style: ProgressStyle, what: &str) -> anyhow::Result<Counter> {
        // A pass has no durable batches to announce: plain progress is for imports.
        let style = if style == ProgressStyle::Plain { ProgressStyle::None } else { style };
        let customers = (book.customer_count()? as f64 * share).round() as u64;
        let progress = Progress::begin(style, what, customers, false);
        Ok(Counter { seen: AtomicU64::new(0), progress })
    }

    fn one_more(&self) {
        let seen = self.seen.fetch_add(1, Ordering::Relaxed) + 1;
        if seen.is_multiple_of(CUSTOMERS_PER_LOOK) {
            self.progress.set(seen);
        }
    }
}

/// The population of a day: from the cache while facts, day and rules are the same, else computed and kept.
///
/// # Errors
/// When the book cannot be read.
pub fn population(
    book: &mut Book,
    day: Day,
    parameters: &Parameters,
    style: ProgressStyle,
) -> anyhow::Result<Population> {
    let kept = book.population(day, RULE_VERSION)?;
    if let Some(population) = kept.and_then(|json| serde_json::from_str(&json).ok()) {
        return Ok(population);
    }
    let version = book.facts_version()?;
    let population = compute_population(book, day, parameters, style)?;
    book.save_population(version, day, RULE_VERSION, &serde_json::to_string(&population)?)?;
    Ok(population)
}

fn compute_population(
    book: &Book,
    day: Day,
    parameters: &Parameters,
    style: ProgressStyle,
) -> anyhow::Result<Population> {
    let sample = Sample::of(book.customer_count()?);
    let builder = learn(book, day, sample, style)?;
    // A book that cannot say has everything recorded: then nobody is left out.
    if builder.is_enough(|kind, field| book.is_recorded(kind, field).unwrap_or(true)) {
        return Ok(builder.finish(parameters));
    }
    Ok(learn(book, day, Sample::EVERYBODY, style)?.finish(parameters))
}

/// Collects what the customers of a sample, and the promises of everybody, have to tell.
fn learn(book: &Book, day: Day, sample: Sample, style: ProgressStyle) -> anyhow::Result<PopulationBuilder> {
    let (calendar, currency) = (book.calendar(), book.currency());
    let as_of = end_of(day, calendar);
    let counter = Counter::begin(book, sample.share(), style, "learning what is usual")?;
    let builder = || PopulationBuilder::new(day, calendar, currency).of_sample(sample);
    let read = |selection: Selection<'_>, is_new: &(dyn Fn(&History) -> bool + Sync)| {
        book.for_each_selected_parallel(threads(), selection, builder, |builder, history| {
            if is_new(history) {
                history.truncate_to(as_of);
                builder.add(history);
                counter.one_more();
            }
        })
    };
    let in_sample = |source: &str, id: &str| sample.holds_id(source, id);
    let sampled = Selection {
        customers: (!sample.is_everybody()).then_some(&in_sample as &(dyn Fn(&str, &str) -> bool + Sync)),
        kinds: None,
    };
    let mut parts = read(sampled, &|_| true)?;
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

/// Judges everybody, on all processors; returns the states of the threads, in no particular order.
///
/// # Errors
/// When the book cannot be read.
pub fn judge_everybody<S: Send>(
    book: &Book,
    scene: &Scene,
    style: ProgressStyle,
    make_state: impl Fn() -> S + Sync,
    step: impl Fn(&mut S, &History, &Assessment) + Sync,
) -> anyhow::Result<Vec<S>> {
    let context = scene.context();
    let counter = Counter::begin(book, 1.0, style, "judging")?;
    let states = book.for_each_history_parallel(threads(), make_state, |state, history| {
        history.truncate_to(context.as_of);
        let assessment = judge::assess(history, &context);
        step(state, history, &assessment);
        counter.one_more();
    })?;
    Ok(states)
}
