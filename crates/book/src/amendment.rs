//! Amendments: how a fact stands now, said after it was recorded.
//!
//! A fact is never rewritten, so that its source can say the same again. What people learn later (a promise
//! was kept, a complaint was put right, a row was a mistake) is an amendment beside it, applied to the
//! history whenever one is read. Taking the amendment away brings the fact back as it was.

use crate::*;
use serde::{Deserialize, Serialize};

/// An amendment inside one book, numbered from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AmendmentId(pub u32);

/// What is known about one fact since `at`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amendment {
    /// Its number.
    pub id: AmendmentId,
    /// Kind of the fact.
    pub fact_kind: FactKind,
    /// The fact.
    pub fact: FactId,
    /// When it was said.
    pub at: Timestamp,
    /// What it says.
    pub change: Change,
}

/// How the named fields of a fact stand from now on. Each field replaces what was there: `None` is unknown
/// (or never, or not any more), it does not mean "leave as it is". A note is kept for people and changes no
/// fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// The fact is not true, or is about somebody else: it no longer counts.
    Retract,
    /// What became of a promise. [`PromiseOutcome::Open`] opens it again and clears when it was closed.
    Promise {
        /// The outcome.
        outcome: PromiseOutcome,
        /// When it was settled.
        closed_at: Timestamp,
        /// A word about it.
        note: Option<Text>,
    },
    /// A promise is due at another time than before.
    PromiseDue {
        /// The new time.
        due_at: Timestamp,
    },
    /// How a complaint, concern or suggestion stands.
    Voice {
        /// When it was put right; `None` opens it again.
        resolved_at: Option<Timestamp>,
        /// The customer's own answer, when asked afterwards.
        satisfied: Option<bool>,
        /// A word about it.
        note: Option<Text>,
    },
    /// The customer's three answers to a delivery (C147).
    Delivery {
        /// Did the customer get what was wanted?
        got_it: Option<bool>,
        /// Was it easy?
        easy: Option<bool>,
        /// Was it pleasant?
        pleasant: Option<bool>,
    },
    /// What became of a benefit.
    Benefit {
        /// When it was used.
        used_at: Option<Timestamp>,
        /// The customer confirmed its worth.
        valued: Option<bool>,
    },
    /// Until when something known may be relied on.
    Knowledge {
        /// The end; `None` for no end.
        expires_at: Option<Timestamp>,
    },
}

impl Change {
    /// The one kind of fact it can be about; `None` for any.
    pub fn kind(&self) -> Option<FactKind> {
        match self {
            Change::Retract => None,
            Change::Promise { .. } | Change::PromiseDue { .. } => Some(FactKind::Promise),
            Change::Voice { .. } => Some(FactKind::Voice),
            Change::Delivery { .. } => Some(FactKind::Delivery),
            Change::Benefit { .. } => Some(FactKind::Benefit),
            Change::Knowledge { .. } => Some(FactKind::Knowledge),
        }
    }
}

impl History {
    /// Applies amendments in the given order, which is that of (`at`, `id`). One whose fact is not here, or
    /// is of another kind than the change is about, changes nothing.
    ///
    /// A retracted fact was never true, so it is gone from past days too; everything else that carries a time
    /// is taken back by [`History::truncate_to`] like the fields it replaces.
    pub fn amend(&mut self, amendments: &[Amendment]) {
        for amendment in amendments {
            self.amend_one(amendment);
        }
    }

    fn amend_one(&mut self, amendment: &Amendment) {
        fn detail<D>(facts: &mut [Fact<D>], id: FactId) -> Option<&mut D> {
            facts.iter_mut().find(|fact| fact.id == id).map(|fact| &mut fact.detail)
        }
        let id = amendment.fact;
        match &amendment.change {
            Change::Retract => self.retract(amendment.fact_kind, id),
            Change::Promise { outcome, closed_at, .. } => {
                if let Some(promise) = detail(&mut self.promises, id) {
                    promise.outcome = Some(*outcome);
                    promise.closed_at = Some(*closed_at).filter(|_| *outcome != PromiseOutcome::Open);
                }
            }
            Change::PromiseDue { due_at } => {
                if let Some(promise) = detail(&mut self.promises, id) {
                    promise.due_at = Some(*due_at);
                }
            }
            Change::Voice { resolved_at, satisfied, .. } => {
                if let Some(voice) = detail(&mut self.voice, id) {
                    (voice.resolved_at, voice.satisfied) = (*resolved_at, *satisfied);
                }
            }
            Change::Delivery { got_it, easy, pleasant } => {
                if let Some(delivery) = detail(&mut self.deliveries, id) {
                    (delivery.got_it, delivery.easy, delivery.pleasant) = (*got_it, *easy, *pleasant);
                }
            }
            Change::Benefit { used_at, valued } => {
                if let Some(benefit) = detail(&mut self.benefits, id) {
                    (benefit.used_at, benefit.valued) = (*used_at, *valued);
                }
            }
            Change::Knowledge { expires_at } => {
                if let Some(knowledge) = detail(&mut self.knowledge, id) {
                    knowledge.expires_at = *expires_at;
                }
            }
        }
    }

    fn retract(&mut self, kind: FactKind, id: FactId) {
        fn without<D>(facts: &mut Vec<Fact<D>>, id: FactId) {
            facts.retain(|fact| fact.id != id);
        }
        match kind {
            FactKind::Interaction => without(&mut self.interactions, id),
            FactKind::Purchase => without(&mut self.purchases, id),
            FactKind::Delivery => without(&mut self.deliveries, id),
            FactKind::Voice => without(&mut self.voice, id),
            FactKind::Promise => without(&mut self.promises, id),
            FactKind::Knowledge => without(&mut self.knowledge, id),
            FactKind::Adaptation => without(&mut self.adaptations, id),
            FactKind::Wish => without(&mut self.wishes, id),
            FactKind::Referral => without(&mut self.referrals, id),
            FactKind::Benefit => without(&mut self.benefits, id),
            FactKind::Permission => without(&mut self.permissions, id),
            FactKind::Touch => without(&mut self.touches, id),
        }
    }

    /// Adds the facts of another customer who turned out to be this one, and fills what is not known about
    /// this one from what is known about the other.
    pub fn absorb(&mut self, other: History) {
        self.customer.fill_gaps(other.customer);
        self.interactions.extend(other.interactions);
        self.purchases.extend(other.purchases);
        self.deliveries.extend(other.deliveries);
        self.voice.extend(other.voice);
        self.promises.extend(other.promises);
        self.knowledge.extend(other.knowledge);
        self.adaptations.extend(other.adaptations);
        self.wishes.extend(other.wishes);
        self.referrals.extend(other.referrals);
        self.benefits.extend(other.benefits);
        self.permissions.extend(other.permissions);
        self.touches.extend(other.touches);
        self.sort();
    }
}

impl Customer {
    /// Takes over what `other` says and this one does not.
    pub fn fill_gaps(&mut self, other: Customer) {
        self.kind = self.kind.or(other.kind);
        self.since = self.since.or(other.since);
        self.assigned_to = self.assigned_to.or(other.assigned_to);
        let texts = [
            (&mut self.name, other.name),
            (&mut self.email, other.email),
            (&mut self.phone, other.phone),
            (&mut self.language, other.language),
            (&mut self.timezone, other.timezone),
        ];
        for (mine, theirs) in texts {
            if mine.is_none() {
                *mine = theirs;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history() -> History {
        let mut history = History::new(Customer::new(CustomerId(1), "shop", "ana"));
        history.promises = vec![fact(1, Promise::default()), fact(2, Promise::default())];
        history.voice = vec![fact(3, Voice::default())];
        history
    }

    fn fact<D>(id: u64, detail: D) -> Fact<D> {
        let (at, day) = (Timestamp(id as i64), Day(0));
        Fact { id: FactId(id), source: SourceId(1), external_id: None, at, day, provider: None, detail }
    }

    fn amendment(id: u32, fact: u64, fact_kind: FactKind, change: Change) -> Amendment {
        Amendment { id: AmendmentId(id), fact_kind, fact: FactId(fact), at: Timestamp(0), change }
    }

    #[test]
    fn the_last_word_counts_and_nothing_else_changes() {
        let closed = |outcome| Change::Promise { outcome, closed_at: Timestamp(9), note: None };
        let due = Change::PromiseDue { due_at: Timestamp(7) };
        let mut changed = history();
        changed.amend(&[
            amendment(1, 1, FactKind::Promise, closed(PromiseOutcome::Broken)),
            amendment(2, 1, FactKind::Promise, closed(PromiseOutcome::Kept)),
            amendment(3, 2, FactKind::Promise, closed(PromiseOutcome::Kept)),
            amendment(4, 2, FactKind::Promise, closed(PromiseOutcome::Open)),
            amendment(5, 2, FactKind::Promise, due),
            amendment(6, 99, FactKind::Voice, Change::Retract),
        ]);
        let (first, second) = (&changed.promises[0].detail, &changed.promises[1].detail);
        assert_eq!((first.outcome, first.closed_at), (Some(PromiseOutcome::Kept), Some(Timestamp(9))));
        assert_eq!((second.outcome, second.closed_at), (Some(PromiseOutcome::Open), None));
        assert_eq!(second.due_at, Some(Timestamp(7)));
        assert_eq!(changed.voice, history().voice);
    }

    #[test]
    fn a_retracted_fact_is_gone() {
        let mut changed = history();
        changed.amend(&[amendment(1, 3, FactKind::Voice, Change::Retract)]);
        assert!(changed.voice.is_empty());
        assert_eq!(changed.promises.len(), 2);
    }
}
