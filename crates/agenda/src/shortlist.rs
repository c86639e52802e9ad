//! The best few candidates of each provider and act, collected in one pass over all customers.

use crate::{Act, Candidate};
use book::{CustomerId, ProviderId};
use std::collections::BTreeMap;

/// Candidates kept of one provider and act, unless told otherwise: several days' worth, so that hold-outs and
/// people met for another reason leave enough.
const KEPT: usize = 40;

/// A bounded collection of candidates. Duties are kept without bound, since none may be dropped. Parts that
/// were collected apart (one per thread) merge to the same result in any order.
#[derive(Debug, Clone)]
pub struct Shortlist {
    kept: usize,
    rows: BTreeMap<(Option<ProviderId>, Act), Vec<Candidate>>,
}

impl Default for Shortlist {
    fn default() -> Self {
        Shortlist::keeping(KEPT)
    }
}

impl Shortlist {
    /// A shortlist that keeps `kept` candidates of each provider and act.
    pub fn keeping(kept: usize) -> Shortlist {
        Shortlist { kept: kept.max(1), rows: BTreeMap::new() }
    }

    /// Takes what [`crate::candidates`] returned for one customer. Only what may lead an entry is kept: every
    /// duty, or else the leading suggestion.
    pub fn add(&mut self, candidates: &[Candidate]) {
        if candidates.iter().any(|candidate| candidate.must) {
            for candidate in candidates.iter().filter(|candidate| candidate.must) {
                self.rows.entry((candidate.provider, candidate.act)).or_default().push(*candidate);
            }
        } else if let Some(lead) = leading(candidates) {
            let row = self.rows.entry((lead.provider, lead.act)).or_default();
            row.push(*lead);
            if row.len() >= 4 * self.kept {
                trim(row, self.kept);
            }
        }
    }

    /// Takes over another part.
    pub fn merge(&mut self, other: Shortlist) {
        for ((provider, act), mut candidates) in other.rows {
            let row = self.rows.entry((provider, act)).or_default();
            row.append(&mut candidates);
            if !act.is_duty() {
                trim(row, self.kept);
            }
        }
    }

    /// Everybody for whom something may be done today; `None` is the owner.
    pub fn providers(&self) -> Vec<Option<ProviderId>> {
        let mut providers: Vec<_> = self.rows.keys().map(|(provider, _)| *provider).collect();
        providers.dedup();
        providers
    }

    /// The customers to whom something is owed, as far as a provider is concerned, in order of id, each once.
    pub fn owed(&self, provider: Option<ProviderId>) -> Vec<CustomerId> {
        let rows = self.rows.iter().filter(|((of, act), _)| *of == provider && act.is_duty());
        let duties = rows.flat_map(|(_, row)| row).filter(|candidate| candidate.must);
        let mut customers: Vec<CustomerId> = duties.map(|candidate| candidate.customer).collect();
        customers.sort_unstable();
        customers.dedup();
        customers
    }

    /// The customers to read again for a provider's day, in order of id, each once.
    pub fn customers(&self, provider: Option<ProviderId>) -> Vec<CustomerId> {
        let mut customers: Vec<CustomerId> = self
            .rows
            .iter()
            .filter(|((of, _), _)| *of == provider)
            .flat_map(|((_, act), row)| {
                let mut row = row.clone();
                if !act.is_duty() {
                    trim(&mut row, self.kept);
                }
                row.into_iter().map(|candidate| candidate.customer)
            })
            .collect();
        customers.sort_unstable();
        customers.dedup();
        customers
    }
}

/// The suggestion that leads an entry when there is no duty.
pub(crate) fn leading(candidates: &[Candidate]) -> Option<&Candidate> {
    Act::PRECEDENCE.iter().find_map(|act| candidates.iter().find(|candidate| candidate.act == *act))
}

/// Keeps the best, in order: highest rank first, then by customer.
fn trim(row: &mut Vec<Candidate>, kept: usize) {
    row.sort_by(Candidate::by_rank);
    row.dedup_by_key(|candidate| candidate.customer);
    row.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Basis;
    use proptest::prelude::*;

    fn candidate(customer: u32, act: Act, rank: f64) -> Candidate {
        let basis = Basis::Foundation;
        Candidate {
            customer: CustomerId(customer),
            provider: None,
            act,
            rank,
            minutes: 10,
            must: act.is_duty(),
            basis,
        }
    }

    #[test]
    fn duties_are_all_kept_and_suggestions_are_few() {
        let mut shortlist = Shortlist::keeping(3);
        for customer in 1..=100 {
            shortlist.add(&[candidate(customer, Act::ResolveIssue, 1.0)]);
            shortlist.add(&[candidate(1_000 + customer, Act::OffRhythm, f64::from(customer % 10))]);
        }
        let customers = shortlist.customers(None);
        assert_eq!(customers.len(), 103);
        assert_eq!(&customers[100..], [CustomerId(1_009), CustomerId(1_019), CustomerId(1_029)]);
        assert_eq!(shortlist.providers(), [None]);
        assert!(shortlist.customers(Some(ProviderId(1))).is_empty());
    }

    proptest! {
        #[test]
        fn parts_merge_in_any_order(ranks in prop::collection::vec(0_u8..5, 1..120), cut in 0_usize..120) {
            let all: Vec<Candidate> = ranks
                .iter()
                .zip(1_u32..)
                .map(|(rank, customer)| candidate(customer, Act::OffRhythm, f64::from(*rank)))
                .collect();
            let collect = |part: &[Candidate]| {
                let mut list = Shortlist::keeping(5);
                part.iter().for_each(|one| list.add(std::slice::from_ref(one)));
                list
            };
            let cut = cut.min(all.len());
            let (mut forth, mut back) = (collect(&all[..cut]), collect(&all[cut..]));
            forth.merge(collect(&all[cut..]));
            back.merge(collect(&all[..cut]));
            prop_assert_eq!(forth.customers(None), back.customers(None));
            prop_assert_eq!(forth.customers(None), collect(&all).customers(None));
        }
    }
}
