//! J8, the enabling view: promises kept, by whom or what they depended on. A promise that waits for the
//! warehouse is not broken by the one who made it.

use crate::finding::{Draft, Finding, FindingKind, Subject, SubjectKind};
use crate::{Parameters, Rate, rate::count};
use book::{Calendar, Day, Fact, Promise, Text};
use judge::promise_keeping::{is_ours, standing};
use serde::Serialize;
use stats::Beta;
use std::collections::BTreeMap;

/// Kept on time, and settled in all, by dependency. Merges in any order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DependencyTally {
    /// By the name in the records.
    pub by_name: BTreeMap<Text, (u64, u64)>,
}

/// One dependency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dependency {
    /// Its name.
    pub name: Text,
    /// Kept of settled, with the prior over all dependencies where there are enough.
    pub rate: Rate,
}

impl DependencyTally {
    /// Adds our promises of one customer that name a dependency, as they stand at the end of `as_of_day`.
    /// `promises` must be in order of time.
    pub fn add(&mut self, promises: &[Fact<Promise>], as_of_day: Day, calendar: &Calendar) {
        for (place, promise) in promises.iter().enumerate() {
            let Some(name) = promise.detail.depends_on.as_ref().filter(|name| !name.trim().is_empty()) else {
                continue;
            };
            if !is_ours(&promise.detail) {
                continue;
            }
            if let Some(kept) = standing(promises, place, as_of_day, calendar).counts() {
                let counted = self.by_name.entry(name.trim().into()).or_default();
                counted.0 += u64::from(kept);
                counted.1 += 1;
            }
        }
    }

    /// Adds the sums of another part.
    pub fn merge(&mut self, other: &DependencyTally) {
        for (name, (kept, settled)) in &other.by_name {
            let counted = self.by_name.entry(name.clone()).or_default();
            counted.0 += kept;
            counted.1 += settled;
        }
    }
}

/// Every dependency with enough settled promises, the most dependable first by the low end of the interval.
/// The prior is learnt over all dependencies where there are enough of them, else flat.
pub fn ranked(tally: &DependencyTally, parameters: &Parameters) -> Vec<Dependency> {
    let groups: Vec<(f64, f64)> =
        tally.by_name.values().map(|(kept, settled)| (*kept as f64, *settled as f64)).collect();
    let prior = stats::empirical_bayes(&groups).unwrap_or(Beta::FLAT);
    let enough = tally.by_name.iter().filter(|(_, (_, settled))| *settled >= parameters.settled_min);
    let mut all: Vec<Dependency> = enough
        .map(|(name, (kept, settled))| Dependency {
            name: name.clone(),
            rate: Rate::with(prior, *kept, *settled),
        })
        .collect();
    all.sort_by(|a, b| b.rate.low.total_cmp(&a.rate.low).then(a.name.cmp(&b.name)));
    all
}

/// One finding per dependency, in the order of [`ranked`]; those with too few promises follow by name.
pub fn findings(tally: &DependencyTally, parameters: &Parameters, as_of: Day) -> Vec<Finding> {
    let draft = |name: &str, (kept, settled): (u64, u64)| {
        Draft::new(FindingKind::Dependency, Subject::named(SubjectKind::Dependency, name), as_of)
            .rests_on("settled", settled)
            .count("kept", kept)
            .caveat(
                "Only promises that say on whom or what they depended; those that name nobody are not here.",
            )
    };
    let mut all: Vec<Finding> = ranked(tally, parameters)
        .into_iter()
        .map(|dependency| {
            let Rate { seen, chances, .. } = dependency.rate;
            draft(&dependency.name, (seen, chances))
                .measured()
                .estimate(dependency.rate.estimate())
                .sentence(format!(
                    "Of {} that depended on {}, {seen} {} kept on time ({}).",
                    count(chances, "promise"),
                    dependency.name,
                    if seen == 1 { "was" } else { "were" },
                    dependency.rate.likely()
                ))
                .would_change("Each one kept raises it, each one late or broken lowers it.")
                .better("Ask them before promising, and promise the day they name.")
                .done()
        })
        .collect();
    let few = tally.by_name.iter().filter(|(_, (_, settled))| *settled < parameters.settled_min);
    all.extend(few.map(|(name, counted)| {
        let missing = parameters.settled_min - counted.1;
        draft(name, *counted)
            .not_enough(format!(
                "{} of {} that depended on {name} kept on time: too few for a rate.",
                counted.0, counted.1
            ))
            .would_change(format!("{} would be enough.", count(missing, "more settled promise")))
            .done()
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portrait::{self, TODAY};
    use book::{FactId, PromiseOutcome, Promisor, SourceId, Timestamp, time::DAY_MICROS};

    fn tally(of: &[(&str, u64, u64)]) -> DependencyTally {
        DependencyTally {
            by_name: of.iter().map(|(name, kept, all)| ((*name).into(), (*kept, *all))).collect(),
        }
    }

    #[test]
    fn ranked_by_the_low_end() {
        // The groups of the empirical-Bayes vector: p .8571, M 9.846; 10 % quantiles as published.
        let groups =
            [("dock", 45, 50), ("lab", 4, 4), ("office", 16, 20), ("supplier", 9, 15), ("warehouse", 28, 30)];
        let found = ranked(&tally(&groups), &Parameters::default());
        let expected = [
            ("warehouse", 0.8553),
            ("dock", 0.8398),
            ("lab", 0.7900),
            ("office", 0.7255),
            ("supplier", 0.5820),
        ];
        for (dependency, (name, low)) in found.iter().zip(expected) {
            assert_eq!(dependency.name, name);
            assert!((dependency.rate.low - low).abs() < 1e-3, "{dependency:?}");
        }
    }

    fn promise(day: i32, outcome: Option<PromiseOutcome>, due: Option<i32>) -> Fact<Promise> {
        let noon = |day: i32| Timestamp(i64::from(TODAY.plus(day).0) * DAY_MICROS + DAY_MICROS / 2);
        Fact {
            id: FactId(1),
            source: SourceId(1),
            external_id: None,
            at: noon(day),
            day: TODAY.plus(day),
            provider: None,
            detail: Promise {
                what: "send the pump".into(),
                outcome,
                due_at: due.map(noon),
                depends_on: Some(" warehouse ".into()),
                ..Promise::default()
            },
        }
    }

    #[test]
    fn what_counts_as_j8_says() {
        use PromiseOutcome::{Broken, Kept, Late, Renegotiated, Withdrawn};
        let count = |promises: &[Fact<Promise>]| {
            let mut tally = DependencyTally::default();
            tally.add(promises, TODAY, &Calendar::utc());
            tally.by_name.get("warehouse").copied()
        };
        let settled = [Kept, Late, Broken, Withdrawn].map(|outcome| promise(-9, Some(outcome), None));
        assert_eq!(count(&settled), Some((1, 3)));
        let open = [promise(-9, None, Some(-1)), promise(-9, None, Some(0)), promise(-9, None, None)];
        assert_eq!(count(&open), Some((0, 1)));
        let again = [Renegotiated, Renegotiated, Kept].map(|outcome| promise(-9, Some(outcome), None));
        assert_eq!(count(&again), Some((1, 2)));
        assert_eq!(count(&again[..1]), None);
        let mut theirs = promise(-9, Some(Kept), None);
        theirs.detail.by = Some(Promisor::Customer);
        assert_eq!(count(&[theirs]), None);
    }

    #[test]
    fn dependencies_in_words() {
        let found = findings(
            &tally(&[("the warehouse", 21, 30), ("the lab", 4, 4), ("Ben", 1, 2)]),
            &Parameters::default(),
            TODAY,
        );
        insta::assert_snapshot!(portrait::all(["first", "second", "few"].into_iter().zip(found)));
    }
}
