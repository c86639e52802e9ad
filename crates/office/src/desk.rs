//! The desk of one day in memory: the scene, the People list, and who may need somebody today.

use crate::day_plan::DayPlan;
use crate::duplicates::Looked;
use crate::providers::{self, Asked};
use crate::record::Refreshed;
use crate::scene::Scene;
use agenda::Shortlist;
use book::{CustomerId, ProviderId};
use people::Index;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use tokio::sync::watch;

/// What the people of each provider ask.
type AskedOf = Arc<HashMap<ProviderId, Asked>>;

/// Everything about one day that is kept in memory. Replaced whole when the day or the book at large changes;
/// updated customer by customer by acts.
#[derive(Debug)]
pub struct Desk {
    scene: RwLock<Arc<Scene>>,
    people: RwLock<Index>,
    shortlist: RwLock<Option<Shortlist>>,
    plans: Mutex<Plans>,
    /// How often the list was changed, and what was asked of whom after so many changes.
    changes: AtomicU64,
    asked: Mutex<Option<(u64, AskedOf)>>,
    stale: AtomicBool,
    /// False while the People list is still being filled: single people and days are there already.
    has_lists: bool,
    looked: watch::Sender<Looked>,
}

/// The plans in memory.
#[derive(Debug, Default)]
struct Plans {
    by_provider: HashMap<Option<ProviderId>, Arc<DayPlan>>,
    /// How many acts were taken over so far.
    acts: u64,
}

impl Desk {
    pub(crate) fn new(scene: Scene, people: Index, shortlist: Option<Shortlist>) -> Desk {
        Desk {
            scene: RwLock::new(Arc::new(scene)),
            people: RwLock::new(people),
            shortlist: RwLock::new(shortlist),
            plans: Mutex::default(),
            changes: AtomicU64::new(0),
            asked: Mutex::default(),
            stale: AtomicBool::new(false),
            has_lists: true,
            looked: watch::Sender::new(Looked::NotYet),
        }
    }

    /// A desk for single people and days that were composed already, until the list is filled.
    pub(crate) fn without_lists(scene: Scene, people: Index) -> Desk {
        Desk { has_lists: false, ..Desk::new(scene, people, None) }
    }

    pub(crate) fn has_lists(&self) -> bool {
        self.has_lists
    }

    /// The scene of all judgements of the day.
    pub fn scene(&self) -> Arc<Scene> {
        self.scene.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes over who serves customers, after somebody was added or renamed.
    pub(crate) fn take_directory(&self, scene: Scene) {
        let mut people = self.people.write().unwrap_or_else(PoisonError::into_inner);
        people.set_providers(scene.directory());
        *self.scene.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(scene);
    }

    /// The People list, to be read.
    pub fn people(&self) -> RwLockReadGuard<'_, Index> {
        self.people.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the people of each provider ask: counted anew only after a change of the list.
    pub(crate) fn asked(&self) -> AskedOf {
        let people = self.people();
        // Whoever changes the list counts the change while holding it.
        let changes = self.changes.load(Ordering::Acquire);
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        match &*asked {
            Some((of, known)) if *of == changes => known.clone(),
            _ => {
                let fresh = Arc::new(providers::asked(&people, self.scene().day()));
                *asked = Some((changes, fresh.clone()));
                fresh
            }
        }
    }

    /// How far the search for duplicates has come.
    pub(crate) fn looked(&self) -> &watch::Sender<Looked> {
        &self.looked
    }

    /// The people to look at again for a provider's day; `None` while nobody has read the whole book today.
    pub(crate) fn shortlisted(&self, provider: Option<ProviderId>) -> Option<Vec<CustomerId>> {
        let shortlist = self.shortlist.read().unwrap_or_else(PoisonError::into_inner);
        shortlist.as_ref().map(|list| list.customers(provider))
    }

    pub(crate) fn has_shortlist(&self) -> bool {
        self.shortlist.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// The people to whom something is owed today; nobody while the book was not read through today.
    pub(crate) fn owed(&self, provider: Option<ProviderId>) -> Vec<CustomerId> {
        let shortlist = self.shortlist.read().unwrap_or_else(PoisonError::into_inner);
        shortlist.as_ref().map_or_else(Vec::new, |list| list.owed(provider))
    }

    fn plans(&self) -> MutexGuard<'_, Plans> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn plan(&self, provider: Option<ProviderId>) -> Option<Arc<DayPlan>> {
        self.plans().by_provider.get(&provider).cloned()
    }

    /// On whose plan of this desk's day the customer is, done or not: whoever is asked to speak with somebody
    /// may open their page, see [`crate::Office::standing`].
    pub(crate) fn providers_with_card(&self, customer: CustomerId) -> Vec<Option<ProviderId>> {
        let plans = self.plans();
        let has_card = |plan: &DayPlan| plan.cards.iter().any(|card| card.customer == customer);
        plans.by_provider.iter().filter(|(_, plan)| has_card(plan)).map(|(provider, _)| *provider).collect()
    }

    /// Whose plans are in memory; one that is just being made misses an act, and is made anew.
    pub(crate) fn planned(&self) -> Vec<Option<ProviderId>> {
        let mut plans = self.plans();
        plans.acts += 1;
        plans.by_provider.keys().copied().collect()
    }

    /// How many acts were taken over so far.
    pub(crate) fn acts_taken(&self) -> u64 {
        self.plans().acts
    }

    /// Keeps a plan in memory if no act was taken over since `acts_taken`; otherwise it may lack something.
    pub(crate) fn keep_plan(
        &self,
        provider: Option<ProviderId>,
        plan: DayPlan,
        acts_taken: u64,
    ) -> Option<Arc<DayPlan>> {
        let mut plans = self.plans();
        if plans.acts != acts_taken {
            return None;
        }
        let plan = Arc::new(plan);
        plans.by_provider.insert(provider, plan.clone());
        Some(plan)
    }

    /// Changes a plan that is in memory; one that is not will be read from the book when it is asked for.
    pub(crate) fn change_plan(&self, provider: Option<ProviderId>, change: impl FnOnce(&mut DayPlan)) {
        let mut plans = self.plans();
        plans.acts += 1;
        if let Some(plan) = plans.by_provider.get_mut(&provider) {
            change(Arc::make_mut(plan));
        }
    }

    /// Drops the plan of a provider who is no more: the number may be given again.
    pub(crate) fn forget_plan(&self, provider: ProviderId) {
        let mut plans = self.plans();
        plans.acts += 1;
        plans.by_provider.remove(&Some(provider));
    }

    /// Takes over what an act changed, after it is durable.
    pub(crate) fn take(&self, refreshed: &Refreshed) {
        if let Some(shortlist) = &mut *self.shortlist.write().unwrap_or_else(PoisonError::into_inner) {
            shortlist.add(&refreshed.owed.candidates);
        }
        let mut people = self.people.write().unwrap_or_else(PoisonError::into_inner);
        self.changes.fetch_add(1, Ordering::AcqRel);
        let Some(row) = &refreshed.row else {
            people.remove(refreshed.customer);
            return;
        };
        if let Err(problem) = people.update(&row.as_row()) {
            // The list falls behind by one row until the next pass; the facts themselves are safe.
            tracing::error!(%problem, "a row of the list could not be kept");
        }
    }

    pub(crate) fn mark_stale(&self) {
        self.stale.store(true, Ordering::Release);
    }

    pub(crate) fn is_stale(&self) -> bool {
        self.stale.load(Ordering::Acquire)
    }
}
