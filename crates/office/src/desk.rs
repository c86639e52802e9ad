//! The desk of one day in memory: the scene, the People list, and who may need somebody today.

use crate::day_plan::DayPlan;
use crate::duplicates::Looked;
use crate::record::Refreshed;
use crate::scene::Scene;
use agenda::Shortlist;
use book::{CustomerId, ProviderId};
use people::Index;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use tokio::sync::watch;

/// Everything about one day that is kept in memory. Replaced whole when the day or the book at large changes;
/// updated customer by customer by acts.
#[derive(Debug)]
pub struct Desk {
    scene: RwLock<Arc<Scene>>,
    people: RwLock<Index>,
    shortlist: RwLock<Option<Shortlist>>,
    plans: Mutex<HashMap<Option<ProviderId>, Arc<DayPlan>>>,
    stale: AtomicBool,
    looked: watch::Sender<Looked>,
}

impl Desk {
    pub(crate) fn new(scene: Scene, people: Index, shortlist: Option<Shortlist>) -> Desk {
        Desk {
            scene: RwLock::new(Arc::new(scene)),
            people: RwLock::new(people),
            shortlist: RwLock::new(shortlist),
            plans: Mutex::new(HashMap::new()),
            stale: AtomicBool::new(false),
            looked: watch::Sender::new(Looked::NotYet),
        }
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

    pub(crate) fn plan(&self, provider: Option<ProviderId>) -> Option<Arc<DayPlan>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner).get(&provider).cloned()
    }

    /// Whose plans are in memory.
    pub(crate) fn planned(&self) -> Vec<Option<ProviderId>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }

    pub(crate) fn keep_plan(&self, provider: Option<ProviderId>, plan: DayPlan) -> Arc<DayPlan> {
        let plan = Arc::new(plan);
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        plans.insert(provider, plan.clone());
        plan
    }

    /// Changes a plan that is in memory; one that is not will be read from the book when it is asked for.
    pub(crate) fn change_plan(&self, provider: Option<ProviderId>, change: impl FnOnce(&mut DayPlan)) {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.get_mut(&provider) {
            change(Arc::make_mut(plan));
        }
    }

    /// Takes over what an act changed, after it is durable.
    pub(crate) fn take(&self, refreshed: &Refreshed) {
        let mut people = self.people.write().unwrap_or_else(PoisonError::into_inner);
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
