//! Everything known about one customer: what every judgement reads.

use crate::*;

/// One customer's facts. Each list is in order of (day and time, fact id), whatever order they were
/// imported in.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "each list holds the fact kind of the same name")]
pub struct History {
    pub customer: Customer,
    pub interactions: Vec<Fact<Interaction>>,
    pub purchases: Vec<Fact<Purchase>>,
    pub deliveries: Vec<Fact<Delivery>>,
    pub voice: Vec<Fact<Voice>>,
    pub promises: Vec<Fact<Promise>>,
    pub knowledge: Vec<Fact<Knowledge>>,
    pub adaptations: Vec<Fact<Adaptation>>,
    pub wishes: Vec<Fact<Wish>>,
    /// Customers this one brought.
    pub referrals: Vec<Fact<Referral>>,
    pub benefits: Vec<Fact<Benefit>>,
    pub permissions: Vec<Fact<Permission>>,
    pub touches: Vec<Fact<Touch>>,
}

impl History {
    /// A customer of whom nothing is known yet.
    pub fn new(customer: Customer) -> History {
        History {
            customer,
            interactions: Vec::new(),
            purchases: Vec::new(),
            deliveries: Vec::new(),
            voice: Vec::new(),
            promises: Vec::new(),
            knowledge: Vec::new(),
            adaptations: Vec::new(),
            wishes: Vec::new(),
            referrals: Vec::new(),
            benefits: Vec::new(),
            permissions: Vec::new(),
            touches: Vec::new(),
        }
    }

    /// Puts every list into (at, id) order, so that the order of import cannot matter.
    pub fn sort(&mut self) {
        fn by_time<D>(facts: &mut [Fact<D>]) {
            facts.sort_by_key(|fact| (fact.at, fact.id));
        }
        by_time(&mut self.interactions);
        by_time(&mut self.purchases);
        by_time(&mut self.deliveries);
        by_time(&mut self.voice);
        by_time(&mut self.promises);
        by_time(&mut self.knowledge);
        by_time(&mut self.adaptations);
        by_time(&mut self.wishes);
        by_time(&mut self.referrals);
        by_time(&mut self.benefits);
        by_time(&mut self.permissions);
        by_time(&mut self.touches);
    }

    /// Forgets everything dated after `as_of`, so that a past day can be judged as it was: later facts, and
    /// what later became of earlier ones (a promise closed, an issue resolved, a message answered).
    pub fn truncate_to(&mut self, as_of: Timestamp) {
        fn keep<D>(facts: &mut Vec<Fact<D>>, as_of: Timestamp) {
            facts.truncate(facts.partition_point(|fact| fact.at <= as_of));
        }
        keep(&mut self.interactions, as_of);
        keep(&mut self.purchases, as_of);
        keep(&mut self.deliveries, as_of);
        keep(&mut self.voice, as_of);
        keep(&mut self.promises, as_of);
        keep(&mut self.knowledge, as_of);
        keep(&mut self.adaptations, as_of);
        keep(&mut self.wishes, as_of);
        keep(&mut self.referrals, as_of);
        keep(&mut self.benefits, as_of);
        keep(&mut self.permissions, as_of);
        keep(&mut self.touches, as_of);
        let is_later = |at: Option<Timestamp>| at.is_some_and(|at| at > as_of);
        for promise in self.promises.iter_mut().filter(|promise| is_later(promise.detail.closed_at)) {
            promise.detail.closed_at = None;
            promise.detail.outcome = Some(PromiseOutcome::Open);
        }
        for voice in self.voice.iter_mut().filter(|voice| is_later(voice.detail.resolved_at)) {
            voice.detail.resolved_at = None;
            voice.detail.satisfied = None;
        }
        for touch in self.touches.iter_mut().filter(|touch| is_later(touch.detail.answered_at)) {
            touch.detail.answered_at = None;
        }
        for benefit in self.benefits.iter_mut().filter(|benefit| is_later(benefit.detail.used_at)) {
            benefit.detail.used_at = None;
            benefit.detail.valued = None;
        }
    }

    /// Number of facts of every kind.
    pub fn fact_count(&self) -> usize {
        self.interactions.len()
            + self.purchases.len()
            + self.deliveries.len()
            + self.voice.len()
            + self.promises.len()
            + self.knowledge.len()
            + self.adaptations.len()
            + self.wishes.len()
            + self.referrals.len()
            + self.benefits.len()
            + self.permissions.len()
            + self.touches.len()
    }

    /// Purchases that are not returns.
    pub fn sales(&self) -> impl DoubleEndedIterator<Item = &Fact<Purchase>> + Clone {
        self.purchases.iter().filter(|purchase| purchase.detail.returned != Some(true))
    }
}
