//! A bounded sample of ties with timed requests. Those with the smallest hashes are kept, so that the sample
//! is the same whatever the order and the parts.

use crate::efficiency::FinishedRequest;
use book::CustomerId;
use std::collections::BTreeMap;

/// Ties kept of each mode; twenty thousand tell a slope to the third digit.
const TIES_MAX: usize = 20_000;
/// Timed requests that a tie needs to be worth keeping.
const REQUESTS_MIN: usize = 4;

/// Ties by the hash of who they are.
#[derive(Debug, Clone, Default)]
pub(super) struct Ties(BTreeMap<(u64, u64), Vec<FinishedRequest>>);

impl Ties {
    /// Adds one tie of a customer and a provider's number (0: the organization).
    pub fn add(&mut self, (customer, provider): (CustomerId, u32), requests: Vec<FinishedRequest>) {
        if requests.len() < REQUESTS_MIN {
            return;
        }
        let who = u64::from(customer.0) << 32 | u64::from(provider);
        self.insert((scattered(who), who), requests);
    }

    fn insert(&mut self, key: (u64, u64), requests: Vec<FinishedRequest>) {
        let is_full = self.0.len() >= TIES_MAX;
        if is_full && self.0.last_key_value().is_some_and(|(last, _)| *last < key) {
            return;
        }
        self.0.insert(key, requests);
        if self.0.len() > TIES_MAX {
            self.0.pop_last();
        }
    }

    pub fn merge(&mut self, other: Ties) {
        for (key, requests) in other.0 {
            self.insert(key, requests);
        }
    }

    pub fn into_requests(self) -> Vec<Vec<FinishedRequest>> {
        self.0.into_values().collect()
    }
}

/// Numbers that count up, scattered evenly (the finalizer of SplitMix64).
fn scattered(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_the_same_in_any_order_and_never_larger() {
        let request = FinishedRequest { contact_number: 1, minutes: 5.0, request_type: 0 };
        let of = |customers: &mut dyn Iterator<Item = u32>| {
            let mut ties = Ties::default();
            customers.for_each(|customer| ties.add((CustomerId(customer), 0), vec![request; 4]));
            ties
        };
        let number = TIES_MAX as u32 + 5_000;
        let (up, down) = (of(&mut (0..number)), of(&mut (0..number).rev()));
        assert_eq!(up.0.keys().collect::<Vec<_>>(), down.0.keys().collect::<Vec<_>>());
        assert_eq!(up.0.len(), TIES_MAX);
        let mut parts = of(&mut (0..9_000));
        parts.merge(of(&mut (9_000..number)));
        assert_eq!(parts.0.keys().collect::<Vec<_>>(), up.0.keys().collect::<Vec<_>>());
    }
}
