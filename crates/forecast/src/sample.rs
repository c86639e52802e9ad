//! Many customers, few different histories: equal observations become one with a weight.

use crate::{FitError, Observation};
use rustc_hash::FxHashMap;

/// Customers collapsed to their distinct histories, in the shape the likelihoods read fastest.
///
/// The likelihoods depend only on (frequency, recency, age); `log_gaps` enters linearly, so its sum is
/// enough. Times are kept once in a table: a likelihood takes one logarithm per distinct time, not per row.
#[derive(Debug, Clone)]
pub struct Observations {
    /// Distinct times (recencies and ages), in order of appearance.
    pub(crate) times: Vec<f64>,
    /// Runs of rows with equal frequency and age.
    pub(crate) groups: Vec<Group>,
    /// Index of each row's recency in `times`.
    pub(crate) recency: Vec<u32>,
    /// Customers of each row.
    pub(crate) weight: Vec<f64>,
    /// (frequency, customers), ascending.
    pub(crate) by_frequency: Vec<(u32, f64)>,
    /// For each of `times`: customers of that age, and their repeat purchases.
    pub(crate) by_age: Vec<(f64, f64)>,
    /// Sum of all `log_gaps`.
    pub(crate) log_gaps: f64,
    /// Customers in all.
    pub(crate) customers: f64,
}

/// Rows `start..end` share this frequency and age.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    pub(crate) frequency: u32,
    pub(crate) age: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A distinct history: frequency, index of age, index of recency, customers.
type Row = (u32, u32, u32, f64);

impl Observations {
    /// Collapses the observations of all customers.
    ///
    /// # Errors
    /// [`FitError::BadObservation`] for the first history that cannot be: times that are not numbers, a
    /// recency below 0 or above the age, or a recency without a repeat purchase or the other way round.
    pub fn collapse(observations: &[Observation]) -> Result<Observations, FitError> {
        let mut times = Vec::new();
        let mut index: FxHashMap<u64, u32> = FxHashMap::default();
        let mut of_time = |time: f64| {
            *index.entry(time.to_bits()).or_insert_with(|| {
                times.push(time);
                (times.len() - 1) as u32
            })
        };
        let mut log_gaps = 0.0;
        let mut small = Vec::with_capacity(observations.len());
        let mut keys: Vec<(u32, u32, u32)> = Vec::new();
        for (position, o) in observations.iter().enumerate() {
            let possible = o.recency >= 0.0
                && o.recency <= o.age
                && o.age.is_finite()
                && o.log_gaps.is_finite()
                && (o.frequency > 0) == (o.recency > 0.0);
            if !possible {
                return Err(FitError::BadObservation {
                    index: position,
                    frequency: o.frequency,
                    recency: o.recency,
                    age: o.age,
                });
            }
            log_gaps += o.log_gaps;
            let (age, recency) = (of_time(o.age + 0.0), of_time(o.recency + 0.0));
            // Packed keys sort several times faster; they hold a million distinct times.
            if age < PACKED && recency < PACKED && o.frequency < PACKED && keys.is_empty() {
                small.push(pack(o.frequency, age, recency));
            } else {
                keys.extend(small.drain(..).map(unpack));
                keys.push((o.frequency, age, recency));
            }
        }
        if keys.is_empty() {
            let rows = runs(small).map(|(key, n)| {
                let (frequency, age, recency) = unpack(key);
                (frequency, age, recency, n)
            });
            return Ok(Observations::of_rows(times, rows, log_gaps));
        }
        let rows = runs(keys).map(|((frequency, age, recency), n)| (frequency, age, recency, n));
        Ok(Observations::of_rows(times, rows, log_gaps))
    }

    fn of_rows(times: Vec<f64>, rows: impl Iterator<Item = Row>, log_gaps: f64) -> Observations {
        let (mut recency, mut weight) = (Vec::new(), Vec::new());
        let mut groups: Vec<Group> = Vec::new();
        let mut by_frequency: Vec<(u32, f64)> = Vec::new();
        let mut by_age = vec![(0.0, 0.0); times.len()];
        for (frequency, age, last, n) in rows {
            let position = weight.len() as u32;
            recency.push(last);
            weight.push(n);
            match groups.last_mut() {
                Some(group) if group.frequency == frequency && group.age == age => group.end = position + 1,
                _ => groups.push(Group { frequency, age, start: position, end: position + 1 }),
            }
            match by_frequency.last_mut() {
                Some((x, customers)) if *x == frequency => *customers += n,
                _ => by_frequency.push((frequency, n)),
            }
            let of_age = &mut by_age[age as usize];
            *of_age = (of_age.0 + n, of_age.1 + n * f64::from(frequency));
        }
        Observations {
            times,
            groups,
            customers: weight.iter().sum(),
            recency,
            weight,
            by_frequency,
            by_age,
            log_gaps,
        }
    }

    /// Every `step`-th distinct history: a sample spread evenly over frequencies and ages, to start a search.
    pub(crate) fn thinned(&self, step: usize) -> Observations {
        let rows = self.groups.iter().flat_map(|group| {
            let kept = (group.start as usize..group.end as usize).filter(move |row| row.is_multiple_of(step));
            kept.map(|row| (group.frequency, group.age, self.recency[row], self.weight[row]))
        });
        let mut thin = Observations::of_rows(self.times.clone(), rows, 0.0);
        thin.log_gaps = self.log_gaps * thin.customers / self.customers;
        thin
    }

    /// Customers in all.
    pub fn customers(&self) -> u64 {
        self.customers as u64
    }

    /// Customers with at least one repeat purchase.
    pub fn repeaters(&self) -> u64 {
        self.by_frequency.iter().filter(|(x, _)| *x > 0).map(|(_, n)| *n as u64).sum()
    }

    /// Distinct histories: what the cost of a fit grows with.
    pub fn distinct(&self) -> usize {
        self.weight.len()
    }

    /// Repeat purchases of all customers.
    pub(crate) fn repeats(&self) -> f64 {
        self.by_frequency.iter().map(|(x, n)| f64::from(*x) * n).sum()
    }

    /// The sum of all ages.
    pub(crate) fn time_observed(&self) -> f64 {
        self.by_age.iter().zip(&self.times).map(|((n, _), time)| n * time).sum()
    }
}

const PACKED: u32 = 1 << 20;

fn pack(frequency: u32, age: u32, recency: u32) -> u64 {
    u64::from(frequency) << 40 | u64::from(age) << 20 | u64::from(recency)
}

fn unpack(key: u64) -> (u32, u32, u32) {
    let part = |shift: u32| (key >> shift) as u32 & (PACKED - 1);
    (part(40), part(20), part(0))
}

/// Sorts the keys and counts equal ones.
fn runs<K: Ord + Copy>(mut keys: Vec<K>) -> impl Iterator<Item = (K, f64)> {
    keys.sort_unstable();
    let mut at = 0;
    std::iter::from_fn(move || {
        let key = *keys.get(at)?;
        let start = at;
        while keys.get(at) == Some(&key) {
            at += 1;
        }
        Some((key, (at - start) as f64))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(frequency: u32, recency: f64, age: f64) -> Observation {
        Observation { frequency, recency, age, log_gaps: 0.5 }
    }

    #[test]
    fn equal_histories_collapse() {
        let input = [seen(0, 0.0, 9.0), seen(2, 3.0, 9.0), seen(0, 0.0, 9.0), seen(2, 4.0, 9.0)];
        let found = Observations::collapse(&input).expect("possible histories");
        assert_eq!((found.customers(), found.repeaters(), found.distinct()), (4, 2, 3));
        assert_eq!((found.groups.len(), found.log_gaps, found.repeats()), (2, 2.0, 4.0));
        assert_eq!(found.time_observed(), 36.0);
    }

    #[test]
    fn impossible_histories_are_named() {
        for bad in [
            seen(0, 1.0, 9.0),
            seen(1, 0.0, 9.0),
            seen(1, 9.5, 9.0),
            seen(1, -1.0, 9.0),
            seen(1, f64::NAN, 9.0),
            seen(1, 1.0, f64::INFINITY),
        ] {
            let found = Observations::collapse(&[seen(0, 0.0, 9.0), bad]);
            assert!(matches!(found, Err(FitError::BadObservation { index: 1, .. })), "{bad:?}");
        }
    }

    #[test]
    fn a_frequency_beyond_the_packed_keys_is_kept() {
        let input = [seen(0, 0.0, 9.0), seen(PACKED + 7, 3.0, 9.0), seen(1, 3.0, 9.0)];
        let found = Observations::collapse(&input).expect("possible histories");
        assert_eq!(found.by_frequency, [(0, 1.0), (1, 1.0), (PACKED + 7, 1.0)]);
    }

    proptest! {
        #[test]
        fn nobody_is_lost(input in prop::collection::vec((0..4_u32, 1..5_u32, 0..4_u32), 1..200)) {
            let input: Vec<Observation> = input
                .into_iter()
                .map(|(x, t, rest)| {
                    let recency = if x > 0 { f64::from(t) } else { 0.0 };
                    seen(x, recency, recency + f64::from(rest))
                })
                .collect();
            let found = Observations::collapse(&input).expect("possible histories");
            prop_assert_eq!(found.customers(), input.len() as u64);
            let mut expected: Vec<_> =
                input.iter().map(|o| (o.frequency, o.age.to_bits(), o.recency.to_bits())).collect();
            expected.sort_unstable();
            let mut rebuilt = Vec::new();
            for group in &found.groups {
                for row in group.start as usize..group.end as usize {
                    let age = found.times[group.age as usize].to_bits();
                    let recency = found.times[found.recency[row] as usize].to_bits();
                    rebuilt.extend(vec![(group.frequency, age, recency); found.weight[row] as usize]);
                }
            }
            rebuilt.sort_unstable();
            prop_assert_eq!(rebuilt, expected);
        }
    }
}
