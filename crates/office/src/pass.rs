//! Making the desk that of today: from what the book keeps of the last pass, or by reading everybody.

use crate::desk::Desk;
use crate::error::{OfficeError, OfficeResult};
use crate::everybody::{Crew, kept_population, learn};
use crate::held::Held;
use crate::record::{OwnedRow, refresh_one};
use crate::scene::Scene;
use crate::state::Inner;
use crate::{list, summary};
use agenda::{Shortlist, candidates};
use book::Day;
use judge::{Population, RULE_VERSION};
use people::Index;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use store::{Book, CustomerRange, JudgedRow, Pass, SummaryRow};

/// Customers judged between two writings.
const CUSTOMERS_PER_CHUNK: u64 = 20_000;

/// Makes the desk that of today if it is not: first from the last pass, so that pages can be answered at
/// once, then by reading everybody.
///
/// # Errors
/// When the book cannot be read or written.
pub(crate) fn bring_up_to_date(inner: &Arc<Inner>) -> OfficeResult<()> {
    let book = inner.readers.lend()?;
    let today = book.calendar().day((inner.clock)());
    let desk = inner.desk_now().ok();
    // Asked for while everybody was being read: what came since is not in the desk that was made then.
    let is_asked_again = inner.again.swap(false, Ordering::AcqRel);
    let is_current = |desk: &Arc<Desk>| {
        desk.scene().day() == today && desk.has_shortlist() && !desk.is_stale() && !is_asked_again
    };
    if desk.as_ref().is_some_and(is_current) {
        return Ok(());
    }
    if desk.is_none()
        && let Some(scene) = last_scene(&book, today)?
    {
        let nobody = Index::builder(0).finish(scene.directory());
        inner.place_desk(Desk::without_lists(scene.clone(), nobody));
        inner.place_desk(from_last_pass(&book, &scene)?);
    }
    begin(inner, book.customer_count()?)?;
    let done = read_everybody(inner, &book, today).and_then(|desk| open_desk(inner, desk));
    inner.progress().running.store(false, Ordering::Release);
    done
}

/// From here on acts note whom they touch. Said on the writer's thread, so that every act that did not note
/// it is durable before anybody is read.
fn begin(inner: &Arc<Inner>, customers: u64) -> OfficeResult<()> {
    inner.progress().read.store(0, Ordering::Relaxed);
    inner.progress().total.store(customers, Ordering::Relaxed);
    let told = inner.clone();
    inner.writer.whole_blocking(move |_| {
        told.progress().running.store(true, Ordering::Release);
        Ok(())
    })
}

/// Today with the population that was learnt last; `None` when there was none.
fn last_scene(book: &Book, today: Day) -> OfficeResult<Option<Scene>> {
    let Some((_, json)) = book.latest_population(RULE_VERSION)? else { return Ok(None) };
    let Ok(population) = serde_json::from_str::<Population>(&json) else { return Ok(None) };
    Ok(Some(Scene::new(book, today, population)?))
}

/// The desk with the list as the last pass left it. It has no shortlist, so a day that was not composed yet
/// waits for the next pass.
fn from_last_pass(book: &Book, scene: &Scene) -> OfficeResult<Desk> {
    let mut people = Index::builder(book.customer_count()? as usize);
    for range in chunks(book)? {
        let mut judged = Vec::new();
        book.judged(range.clone(), |row| judged.push(row))?;
        let mut judged = judged.into_iter().peekable();
        let mut summaries = Vec::new();
        book.summaries_in(&range, |row| summaries.push(row))?;
        let mut summaries = summaries.into_iter().peekable();
        let mut full = Ok(());
        book.customers_in(&range, |customer| {
            let id = customer.id;
            let judged = judged.next_if(|row| row.row.customer == id.0);
            let summary = summaries.next_if(|row| row.customer == id.0);
            let row = list::row(&customer, judged.as_ref().map(|row| &row.row), summary.as_ref());
            if let Err(problem) = people.push(&row) {
                full = Err(problem);
            }
        })?;
        full?;
    }
    let people = people.finish(scene.directory());
    Ok(Desk::new(scene.clone(), people, None))
}

fn chunks(book: &Book) -> OfficeResult<Vec<CustomerRange>> {
    let count = book.customer_count()?.div_ceil(CUSTOMERS_PER_CHUNK).max(1);
    Ok(book.partitions(count as usize)?)
}

/// Learns the population and judges everybody, on this thread alone: the other processors serve pages.
fn read_everybody(inner: &Arc<Inner>, book: &Book, today: Day) -> OfficeResult<Desk> {
    let version = book.facts_version()?;
    let population = match kept_population(book, today)? {
        Some(population) => population,
        None => learn(book, today, Crew { threads: 1, tell: &|_| {} })?,
    };
    let json =
        serde_json::to_string(&population).map_err(|error| OfficeError::NotSaved(error.to_string()))?;
    inner
        .writer
        .whole_blocking(move |book| Ok(book.save_population(version, today, RULE_VERSION, &json)?))?;
    let scene = Scene::new(book, today, population)?;
    let now = (inner.clock)();
    let held = Held::read(book, now)?;
    let mut people = Index::builder(book.customer_count()? as usize);
    let mut shortlist = Shortlist::default();
    for range in chunks(book)? {
        let (mut judged, mut summaries): (Vec<JudgedRow>, Vec<SummaryRow>) = (Vec::new(), Vec::new());
        let context = scene.context();
        let mut full = Ok(());
        book.histories(range.clone(), |history| {
            let overrides = held.of(history.customer.id);
            let assessment = scene.assess_as_held(history, overrides, now);
            shortlist.add(&candidates(history, &context, &assessment));
            let owned = OwnedRow {
                customer: history.customer.clone(),
                judged: scene.row_as_held(history, &assessment, overrides, now),
                summary: summary::summary(history, &context),
            };
            if let Err(problem) = people.push(&owned.as_row()) {
                full = Err(problem);
            }
            judged.push(owned.judged);
            summaries.push(owned.summary);
        })?;
        full?;
        inner.progress().read.fetch_add(judged.len() as u64, Ordering::Relaxed);
        inner.writer.whole_blocking(move |book| {
            let pass =
                Pass { as_of: today, rule_version: RULE_VERSION, judged: &judged, summaries: &summaries };
            Ok(book.save_pass(range, &pass)?)
        })?;
    }
    let people = people.finish(scene.directory());
    Ok(Desk::new(scene, people, Some(shortlist)))
}

/// Judges again whom acts changed while everybody was being read, and opens the desk. On the writer's thread,
/// so that no act falls in between.
fn open_desk(inner: &Arc<Inner>, desk: Desk) -> OfficeResult<()> {
    let opened = inner.clone();
    inner.writer.whole_blocking(move |book| {
        let scene = desk.scene();
        let mut batch = book.batch()?;
        let mut refreshed = Vec::new();
        for customer in opened.changed_since() {
            refreshed.push(batch.step(|tx| refresh_one(tx, &scene, customer, (opened.clock)()))?);
        }
        batch.commit()?;
        refreshed.iter().for_each(|one| desk.take(one));
        opened.place_desk(desk);
        opened.progress().running.store(false, Ordering::Release);
        Ok(())
    })
}
