//! The Mirror: what the business really does, gathered from everybody in a walk of its own.
//!
//! In the office it is gathered in the background, a few hundred customers at a time with a pause after each,
//! and kept beside the desk. Nobody who asks for a page waits for it.

use crate::error::{OfficeError, OfficeResult};
use crate::everybody::{Crew, judge_everybody};
use crate::scene::Scene;
use crate::state::{Inner, Office};
use agenda::Act;
use book::{CustomerId, Day, History, ProviderId};
use guard::SeeMirror;
use judge::Assessment;
use mirror::{Finding, FindingKind, Mirror, MirrorBuilder, Parameters, Suggested, triangles};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;
use store::{Arm, Book, StoreError, SuggestionRow};
use tokio::sync::Notify;

/// Customers read between two pauses.
const CUSTOMERS_PER_CHUNK: u64 = 500;
/// How long the processor is left to those who ask for pages after each chunk.
const PAUSE: Duration = Duration::from_millis(10);
/// Findings of one kind that are kept: a book may name a tactic for each customer.
const FINDINGS_MAX: usize = 40;
/// People who serve, from which on what is for each of them first is shown to others, all together.
const TOGETHER_MIN: usize = 5;

/// Gathers the Mirror of a day.
///
/// # Errors
/// When the book cannot be read.
pub fn hold_up_mirror(book: &Book, scene: &Scene, crew: Crew<'_>) -> Result<Mirror, StoreError> {
    let walk = Walk::of(book, scene)?;
    let step = |builder: &mut MirrorBuilder, history: &History, assessment: &Assessment| {
        walk.add(builder, history, assessment);
    };
    let parts = judge_everybody(book, scene, crew, MirrorBuilder::new, step)?;
    let merge = |mut whole: MirrorBuilder, part| {
        whole.merge(part);
        whole
    };
    let whole = parts.into_iter().reduce(merge).unwrap_or_default();
    Ok(whole.finish(&scene.context(), &Parameters::default()))
}

/// What the walk over everybody needs besides each history.
struct Walk<'s> {
    scene: &'s Scene,
    suggested: HashMap<CustomerId, Vec<Suggested>>,
}

impl<'s> Walk<'s> {
    fn of(book: &Book, scene: &'s Scene) -> Result<Walk<'s>, StoreError> {
        Ok(Walk { scene, suggested: first_suggestions(book)? })
    }

    /// Adds one customer, cut to the day and assessed.
    fn add(&self, builder: &mut MirrorBuilder, history: &History, assessment: &Assessment) {
        let context = self.scene.context();
        builder.add(history, &context, assessment);
        if let Some(suggested) = self.suggested.get(&history.customer.id) {
            let so_far: Vec<Suggested> =
                suggested.iter().filter(|one| one.day <= context.as_of_day).cloned().collect();
            builder.add_suggested(&so_far, history, &context);
        }
    }
}

/// What was suggested about whom, or held back, for the first time. Those merged into others since are known
/// by a number that no history has any more: they count in no trial.
fn first_suggestions(book: &Book) -> Result<HashMap<CustomerId, Vec<Suggested>>, StoreError> {
    let mut first: HashMap<CustomerId, Vec<Suggested>> = HashMap::new();
    let mut of_day: Vec<SuggestionRow> = Vec::new();
    book.for_each_suggestion(|row| {
        let key = |row: &SuggestionRow| (row.customer, row.day, row.provider);
        if of_day.first().is_some_and(|one| key(one) != key(&row)) {
            keep_first(&mut first, &of_day);
            of_day.clear();
        }
        of_day.push(row);
    })?;
    keep_first(&mut first, &of_day);
    Ok(first)
}

/// Takes over what one provider was to do about one customer on one day.
fn keep_first(first: &mut HashMap<CustomerId, Vec<Suggested>>, of_day: &[SuggestionRow]) {
    // A further reason that was held back beside one that was told has nothing to be compared with: where it
    // is not held back, it is told in the same breath and not kept.
    let is_told = of_day.iter().any(|row| row.arm == Arm::Treated);
    let in_trial = |row: &&SuggestionRow| {
        let act = Act::ALL.into_iter().find(|act| act.word() == row.act);
        let may_be_held_out = act.is_some_and(|act| !act.is_duty() && act != Act::LeaveAlone);
        may_be_held_out && (row.arm == Arm::Treated || !is_told)
    };
    for row in of_day.iter().filter(in_trial) {
        let own = first.entry(row.customer).or_default();
        if own.iter().all(|one| one.act != row.act) {
            let is_held_out = row.arm == Arm::HeldOut;
            own.push(Suggested { act: row.act.clone(), day: row.day, is_held_out });
        }
    }
}

/// How one who serves stands with the house and with the people served.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnTriangles {
    /// Who.
    pub provider: ProviderId,
    /// Name of who.
    pub name: String,
    /// People by the strength of each link: tight, loose, not known; house and provider, provider and
    /// people, house and people.
    pub links: [[u64; 3]; 3],
    /// In words.
    pub finding: Finding,
}

/// What somebody may see of the Mirror.
#[derive(Debug, Clone)]
pub struct MirrorView {
    /// The day it was gathered for.
    pub day: Day,
    /// The business, without whatever is for one person first; `None` for those who see only themselves.
    pub business: Option<Arc<Mirror>>,
    /// By name: one's own, and with enough others everybody's.
    pub triangles: Vec<OwnTriangles>,
    /// There are triangles of others, too few to be shown without pointing at somebody.
    pub hides_few: bool,
}

/// The Mirror as it is kept.
#[derive(Debug)]
struct Gathered {
    day: Day,
    business: Arc<Mirror>,
    triangles: Vec<OwnTriangles>,
}

/// Where the Mirror is kept.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    now: RwLock<Option<Arc<Gathered>>>,
    ready: Notify,
}

impl Office {
    /// The Mirror as far as the permit reaches.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] until it was gathered for the first time.
    pub fn mirror(&self, permit: &SeeMirror) -> OfficeResult<MirrorView> {
        let now = self.inner.mirror.now.read().unwrap_or_else(PoisonError::into_inner).clone();
        let gathered = now.ok_or(OfficeError::NotReady)?;
        let own = permit.only().or(permit.actor().provider);
        let shows_all = permit.only().is_none() && gathered.triangles.len() >= TOGETHER_MIN;
        let shown = |one: &&OwnTriangles| shows_all || own == Some(one.provider);
        let triangles: Vec<OwnTriangles> = gathered.triangles.iter().filter(shown).cloned().collect();
        let hides_few = permit.only().is_none() && triangles.len() < gathered.triangles.len();
        let business = permit.only().is_none().then(|| gathered.business.clone());
        Ok(MirrorView { day: gathered.day, business, triangles, hides_few })
    }

    /// The Mirror, waited for.
    ///
    /// # Errors
    /// As [`Office::mirror`], but for not being ready.
    pub async fn mirror_when_ready(&self, permit: &SeeMirror) -> OfficeResult<MirrorView> {
        loop {
            // Listening begins before looking, so that no signal is lost in between.
            let ready = self.inner.mirror.ready.notified();
            match self.mirror(permit) {
                Err(OfficeError::NotReady) => ready.await,
                answer => return answer,
            }
        }
    }
}

/// How a walk ended.
enum Ended {
    Gathered(Box<Gathered>),
    /// There is no desk of the day yet; another signal will come.
    NotYet,
    /// There is another desk: begin again.
    Again,
    /// The office closes.
    Closed,
}

/// Gathers the Mirror anew whenever woken, until the office closes.
pub(crate) fn keep_mirror(inner: &Weak<Inner>, woken: &Receiver<()>) {
    let mut is_woken = woken.recv().is_ok();
    while is_woken {
        // Several signals are one.
        while woken.try_recv().is_ok() {}
        let Some(office) = inner.upgrade() else { return };
        let ended = gather(&office, woken).unwrap_or_else(|error| {
            tracing::error!(%error, "the mirror could not be gathered");
            Ended::NotYet
        });
        match ended {
            Ended::Gathered(found) => {
                *office.mirror.now.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(*found));
                office.mirror.ready.notify_waiters();
            }
            Ended::Again => continue,
            Ended::NotYet => {}
            Ended::Closed => return,
        }
        drop(office);
        is_woken = woken.recv().is_ok();
    }
}

/// Walks over everybody for the desk of now, in small steps.
fn gather(inner: &Arc<Inner>, woken: &Receiver<()>) -> OfficeResult<Ended> {
    let desk = match inner.desk_now() {
        Ok(desk) if desk.has_lists() && desk.has_shortlist() => desk,
        _ => return Ok(Ended::NotYet),
    };
    let scene = desk.scene();
    drop(desk);
    let book = inner.readers.lend()?;
    let walk = Walk::of(&book, &scene)?;
    let mut builder = MirrorBuilder::new();
    let chunks = book.customer_count()?.div_ceil(CUSTOMERS_PER_CHUNK).max(1);
    for range in book.partitions(chunks as usize)? {
        book.histories(range, |history| {
            let assessment = scene.assess(history);
            walk.add(&mut builder, history, &assessment);
        })?;
        match woken.recv_timeout(PAUSE) {
            Ok(()) => return Ok(Ended::Again),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(Ended::Closed),
        }
    }
    let mirror = builder.finish(&scene.context(), &Parameters::default());
    Ok(Ended::Gathered(Box::new(kept(mirror, &scene))))
}

/// What is kept: what is about single people apart from the rest, and no more than a page can show.
fn kept(mut mirror: Mirror, scene: &Scene) -> Gathered {
    let directory = scene.directory();
    let by_provider = std::mem::take(&mut mirror.triangles);
    let mut own: Vec<OwnTriangles> = by_provider
        .by_provider
        .iter()
        .filter_map(|(provider, counts)| {
            Some(OwnTriangles {
                provider: *provider,
                name: directory.name(*provider).to_owned(),
                links: triangles::links(counts),
                finding: by_provider.finding_of(*provider, directory, scene.day())?,
            })
        })
        .collect();
    own.sort_by(|a, b| a.name.cmp(&b.name));
    // Whose word brought whom is for thanking people, one by one, on their own pages.
    mirror.influence = Vec::new();
    let is_apart = |kind| matches!(kind, FindingKind::Triangles | FindingKind::Influence);
    mirror.findings.retain(|finding| !is_apart(finding.judgement));
    cut(&mut mirror.findings, FindingKind::Tactic);
    cut(&mut mirror.findings, FindingKind::Dependency);
    mirror.tactics.clear();
    mirror.dependencies.by_name.clear();
    mirror.findings.shrink_to_fit();
    Gathered { day: scene.day(), business: Arc::new(mirror), triangles: own }
}

/// Leaves of one kind those that rest on most, in the order they have.
fn cut(findings: &mut Vec<Finding>, kind: FindingKind) {
    let of_kind = findings.iter().filter(|finding| finding.judgement == kind);
    let mut sizes: Vec<u64> = of_kind.map(|finding| finding.evidence_count).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let Some(least) = sizes.get(FINDINGS_MAX).copied() else { return };
    let mut left = FINDINGS_MAX;
    findings.retain(|finding| {
        let is_other = finding.judgement != kind;
        let stays = is_other || (finding.evidence_count >= least && left > 0);
        left -= usize::from(stays && !is_other);
        stays
    });
}
