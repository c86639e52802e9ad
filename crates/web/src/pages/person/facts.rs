//! The facts of one person: those that a judgement names, and all of them.

use super::before::Look;
use super::said;
use book::{CustomerId, Day, FactId, FactKind, FactRef};
use std::cmp::Reverse;

/// Facts that a judgement opens to, at most; the others are counted.
const FACTS_SHOWN: usize = 4;

/// The address of a fact among everything that is recorded about a customer. One of more than a page of its
/// kind leads to the newest of them.
pub fn address(customer: CustomerId, kind: &str, fact: FactId) -> String {
    format!("/person/{}/history?kind={kind}#{kind}-{}", customer.0, fact.0)
}

/// Where a fact stands: its kind, id, day, and place in the list of its kind.
pub type Place = (FactKind, FactId, Day, usize);

/// Every fact of a history in the order in which judgements name them.
pub struct Facts<'a, 'l> {
    look: &'l Look<'a>,
    /// Kind, id, day, place in its list.
    all: Vec<Place>,
}

impl<'a, 'l> Facts<'a, 'l> {
    /// Those of the history that is looked at.
    pub fn of(look: &'l Look<'a>) -> Facts<'a, 'l> {
        let history = look.history;
        let mut all = Vec::with_capacity(history.fact_count());
        macro_rules! index {
            ($($list:ident: $kind:ident,)*) => {$(
                let facts = history.$list.iter().enumerate();
                all.extend(facts.map(|(place, fact)| (FactKind::$kind, fact.id, fact.day, place)));
            )*};
        }
        index! {
            interactions: Interaction, purchases: Purchase, deliveries: Delivery, voice: Voice,
            promises: Promise, knowledge: Knowledge, adaptations: Adaptation, wishes: Wish,
            referrals: Referral, benefits: Benefit, permissions: Permission, touches: Touch,
        }
        all.sort_unstable_by_key(|(kind, id, ..)| (*kind, *id));
        Facts { look, all }
    }

    /// The newest of the named facts, newest first: day, words, and where they stand among everything
    /// recorded. Both lists are in order of kind and id, so one walk finds all.
    pub fn newest(&self, named: &[FactRef]) -> Vec<(String, String, String)> {
        let mut newest: Vec<(Day, FactKind, FactId, usize)> = Vec::with_capacity(FACTS_SHOWN + 1);
        let mut rest = self.all.as_slice();
        for fact in named {
            let skip = rest.iter().take_while(|(kind, id, ..)| (*kind, *id) < (fact.kind, fact.id)).count();
            rest = &rest[skip..];
            let Some((kind, id, day, place)) = rest.first() else { break };
            let is_named = (*kind, *id) == (fact.kind, fact.id);
            let is_newer = newest.len() < FACTS_SHOWN || newest.last().is_some_and(|last| last.0 < *day);
            if is_named && is_newer {
                let at = newest.partition_point(|known| known.0 >= *day);
                newest.insert(at, (*day, *kind, *id, *place));
                newest.truncate(FACTS_SHOWN);
            }
        }
        let customer = self.look.history.customer.id;
        let told = newest.iter().map(|(day, kind, id, place)| {
            (self.look.date(*day), self.words(*kind, *place), address(customer, kind.word(), *id))
        });
        told.collect()
    }

    /// A fact in a short phrase.
    pub fn words(&self, kind: FactKind, place: usize) -> String {
        said::fact(self.look.history, self.look.directory, (kind, place))
    }

    /// Every fact, or those of one kind, newest first: the day, the kind, the id, and a short phrase.
    pub fn newest_first(&self, kind: Option<FactKind>) -> Vec<&Place> {
        let mut found: Vec<&Place> =
            self.all.iter().filter(|(of, ..)| kind.is_none_or(|kind| kind == *of)).collect();
        found.sort_by_key(|(kind, _, day, place)| (Reverse(*day), *kind, Reverse(*place)));
        found
    }

    /// The kinds there are, each with how many.
    pub fn kinds(&self) -> Vec<(FactKind, usize)> {
        let groups = self.all.chunk_by(|one, other| one.0 == other.0);
        groups.filter_map(|group| Some((group.first()?.0, group.len()))).collect()
    }
}
