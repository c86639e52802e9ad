//! Continuity with a person, put to the test (evidence 1.5): judge from all but each customer's last contact,
//! then see who served at that last one.
//!
//! Two passes over the same histories, because the test against chance needs every provider's share, and that
//! share must not know the contacts held out:
//!
//! ```text
//! let mut backtest = ContinuityBacktest::default();
//! for history in &histories { backtest.learn(history); }
//! for history in &histories { backtest.add(history, &context); }
//! let report = backtest.finish();
//! ```
//! Both passes may be split over threads and [`ContinuityBacktest::merge`]d in any order. What the report
//! shows is whom people meet again; it is no evidence that meeting them caused anything (evidence 1.8).

use crate::relationship_kind::{self, KindVerdict};
use crate::{Context, Population, TestOutcome, contacts};
use book::{History, ProviderId, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the backtest found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ContinuityReport {
    /// Customers with enough contacts before the last to be judged (four contact days within the window).
    pub customers: u64,
    /// Those with a usual provider beyond chance (J1, T1).
    pub judged: u64,
    /// Share of the judged whose last contact was with that provider; `None` when nobody was judged.
    pub judged_met_again: Option<f64>,
    /// The same for the others and the provider they had met most.
    pub others_met_again: Option<f64>,
    /// How well the probability of continuity ranks those who met again before the rest: 0.5 is a coin.
    pub auc: Option<f64>,
}

/// Collects the backtest.
#[derive(Debug, Clone, Default)]
pub struct ContinuityBacktest {
    contact_days: BTreeMap<ProviderId, u64>,
    population: Option<Population>,
    judged: (u64, u64),
    others: (u64, u64),
    scored: Vec<(f64, bool)>,
}

impl ContinuityBacktest {
    /// First pass: each provider's contact days, without the last one of this customer.
    pub fn learn(&mut self, history: &History) {
        let days = contacts::contact_days(history);
        let before = days.split_last().map_or(&[][..], |(_, before)| before);
        for provider in before.iter().filter_map(|contact| contact.provider) {
            *self.contact_days.entry(provider).or_default() += 1;
        }
    }

    /// Second pass: judges the customer from all but the last contact day, on the morning of that day, and
    /// compares. Of `context` only the parameters, the directory and the calendar count.
    pub fn add(&mut self, history: &History, context: &Context) {
        let days = contacts::contact_days(history);
        let Some((last, before)) = days.split_last() else { return };
        let Some(met) = last.provider else { return };
        if before.len() < context.parameters.chance_contacts_min as usize {
            return;
        }
        let population = self.population.get_or_insert_with(|| population_of(&self.contact_days));
        let context = Context {
            as_of_day: last.day,
            as_of: Timestamp(context.calendar.start_of(last.day.plus(1)).0 - 1),
            population,
            ..*context
        };
        let verdict = relationship_kind::assess(&without(history, last), &context);
        let Some(usual) = verdict.pairs.first() else { return };
        if usual.contact_days.1 < context.parameters.chance_contacts_min {
            return;
        }
        let met_again = usual.provider == met;
        let group = if is_judged(&verdict) { &mut self.judged } else { &mut self.others };
        group.0 += u64::from(met_again);
        group.1 += 1;
        self.scored.push((usual.continuity_probability, met_again));
    }

    /// Adds what another backtest learnt or judged.
    pub fn merge(&mut self, other: ContinuityBacktest) {
        for (provider, days) in other.contact_days {
            *self.contact_days.entry(provider).or_default() += days;
        }
        self.population = None;
        for (own, others) in [(&mut self.judged, other.judged), (&mut self.others, other.others)] {
            own.0 += others.0;
            own.1 += others.1;
        }
        self.scored.extend(other.scored);
    }

    /// The report.
    pub fn finish(self) -> ContinuityReport {
        let share = |(met, all): (u64, u64)| (all > 0).then(|| met as f64 / all as f64);
        ContinuityReport {
            customers: self.judged.1 + self.others.1,
            judged: self.judged.1,
            judged_met_again: share(self.judged),
            others_met_again: share(self.others),
            auc: stats::auc(&self.scored),
        }
    }
}

fn is_judged(verdict: &KindVerdict) -> bool {
    verdict.pairs.first().is_some_and(|pair| pair.continuity == TestOutcome::Pass)
}

fn population_of(contact_days: &BTreeMap<ProviderId, u64>) -> Population {
    Population {
        contact_days: contact_days.values().sum(),
        provider_contact_days: contact_days.iter().map(|(provider, days)| (*provider, *days)).collect(),
        ..Population::default()
    }
}

/// The customer's contacts without those of the last contact day with its provider, and nothing else: T1
/// reads contacts only.
fn without(history: &History, last: &contacts::ContactDay) -> History {
    let mut before = History::new(history.customer.clone());
    before.interactions = history.interactions.clone();
    before.purchases = history.purchases.clone();
    before.interactions.retain(|contact| (contact.day, contact.provider) != (last.day, last.provider));
    before.purchases.retain(|sale| (sale.day, sale.provider) != (last.day, last.provider));
    before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{people::salon, *};

    fn backtest(histories: &[History]) -> ContinuityReport {
        let setting = salon();
        let mut backtest = ContinuityBacktest::default();
        histories.iter().for_each(|history| backtest.learn(history));
        histories.iter().for_each(|history| backtest.add(history, &setting.context()));
        backtest.finish()
    }

    fn crowd() -> Vec<History> {
        let by = |visit: i32| ProviderId(1 + visit as u32 % 5);
        let wanderer = |offset: i32| {
            let tale = Tale::of("wanderer");
            (0..6).fold(tale, |tale, visit| tale.contact(-30 * visit - 1, by(visit + offset))).done()
        };
        let mut crowd: Vec<History> = (0..20).map(wanderer).collect();
        let regular: Vec<i32> = (0..6).map(|visit| -30 * visit - 1).collect();
        crowd.extend((0..4).map(|_| Tale::of("regular").contacts(&regular, BEN).done()));
        crowd
    }

    #[test]
    fn regulars_are_judged_and_met_again() {
        let report = backtest(&crowd());
        assert_eq!((report.customers, report.judged), (24, 4));
        assert_eq!(report.judged_met_again, Some(1.0));
        assert_eq!(report.others_met_again, Some(0.0));
        assert_eq!(report.auc, Some(1.0));
    }

    #[test]
    fn nobody_with_few_contacts_is_judged() {
        let few = Tale::of("few").contacts(&[-1, -30, -60, -90], BEN).done();
        let report = backtest(&[few, Tale::of("none").done()]);
        assert_eq!((report.customers, report.judged, report.judged_met_again), (0, 0, None));
    }

    #[test]
    fn two_halves_make_the_whole() {
        let crowd = crowd();
        let setting = salon();
        let mut whole = ContinuityBacktest::default();
        for half in crowd.chunks(12) {
            let mut part = ContinuityBacktest::default();
            half.iter().for_each(|history| part.learn(history));
            whole.merge(part);
        }
        let learnt = whole.clone();
        for half in crowd.chunks(12) {
            let mut part = ContinuityBacktest::default();
            part.contact_days.clone_from(&learnt.contact_days);
            half.iter().for_each(|history| part.add(history, &setting.context()));
            part.contact_days.clear();
            whole.merge(part);
        }
        assert_eq!(whole.finish(), backtest(&crowd));
    }
}
