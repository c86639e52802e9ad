//! Scoring judgements against the truth: what was recovered, and what it was too early to say.
//!
//! Plain inputs, no dependency on the judgements themselves: whoever judges fills [`Judged`] per customer and
//! [`JudgedPromises`] per provider, and [`Score::of`] compares. "Too early to say" is counted apart: it is
//! neither right nor wrong (evidence 1.6).

mod confusion;
mod report;

pub use confusion::Confusion;

use crate::truth::{CustomerTruth, Kind, RhythmLabel, Truth};
use serde::Serialize;
use std::collections::HashMap;

/// What was judged about one customer. Words are the snake_case values of the vocabulary; `None` is no
/// verdict.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Judged<'a> {
    /// The customer's id.
    pub customer: &'a str,
    /// J1 with the organization: `pseudo_relationship`, `enhanced_encounter`, `encounter`.
    pub kind_with_organization: Option<&'a str>,
    /// The provider taken for the usual one: of the most contacts.
    pub usual_provider: Option<&'a str>,
    /// J1 with that provider.
    pub kind_with_usual_provider: Option<&'a str>,
    /// J6a: `on_rhythm`, `quiet`, `overdue`, `gone_quiet`.
    pub contact_rhythm: Option<&'a str>,
    /// The usual gap between contacts, in days.
    pub usual_gap_days: Option<f64>,
    /// J6b: chance that the customer is still there, 0 to 1.
    pub p_alive: Option<f64>,
    /// J4: `met`, `not_met`, `unverified`.
    pub foundation_gate: Option<&'a str>,
    /// J6c: `fading`, `steady`.
    pub initiative: Option<&'a str>,
    /// Too few contacts for a kind: counted apart in the tables of kinds.
    pub too_early: bool,
}

/// What was judged about one provider's promises (J8).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct JudgedPromises<'a> {
    /// The provider's id.
    pub provider: &'a str,
    /// Estimated share kept on time, 0 to 1.
    pub kept: f64,
    /// Low and high end of its 80 % interval.
    pub interval: (f64, f64),
}

/// How close the usual gaps came.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GapError {
    /// Customers with a usual gap judged.
    pub customers: usize,
    /// Median of |judged - true| / true.
    pub median_relative_error: Option<f64>,
    /// Share of them within a quarter of the true gap.
    pub within_quarter: f64,
    /// Median of judged / true: below 1 when contacts between visits are counted as visits.
    pub median_ratio: Option<f64>,
}

/// How well those who left were found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DropOuts {
    /// Customers with a chance judged.
    pub customers: usize,
    /// Of these, those who have left.
    pub left: usize,
    /// Chance that somebody who left has a lower `p_alive` than somebody who did not.
    pub auc: Option<f64>,
    /// The same among customers with three or more true contacts.
    pub auc_of_regulars: Option<f64>,
    /// Among those who left two or more of their gaps ago and have a rhythm judged: share overdue or gone
    /// quiet.
    pub recall: f64,
    /// How many those are.
    pub long_gone: usize,
    /// Among those still there with a rhythm judged: share overdue or gone quiet.
    pub false_alarms: f64,
    /// How many those are.
    pub still_there: usize,
}

/// How close the promise rates came.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PromiseError {
    /// Providers judged.
    pub providers: usize,
    /// Mean of |judged - true|.
    pub mean_absolute_error: f64,
    /// Share of providers whose true rate lies in the 80 % interval.
    pub in_interval: f64,
}

/// Everything compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// Customers in the truth.
    pub customers: usize,
    /// Seed of the scenario.
    pub seed: u64,
    /// The end day, ISO.
    pub as_of: String,
    /// J1 with the provider met most.
    pub kind_with_usual_provider: Confusion,
    /// J1 with the organization.
    pub kind_with_organization: Confusion,
    /// J6a.
    pub contact_rhythm: Confusion,
    /// J4.
    pub foundation_gate: Confusion,
    /// J6c.
    pub initiative: Confusion,
    /// J6a's usual gap.
    pub usual_gap: GapError,
    /// J6b, and J6a as an alarm.
    pub drop_outs: DropOuts,
    /// J8.
    pub promises: PromiseError,
    /// Share of customers whose usual provider was named right, of those named.
    pub usual_provider_right: f64,
}

impl Score {
    /// Compares. Customers and providers that the truth does not know are left out; customers that were not
    /// judged at all count as no verdict.
    pub fn of(truth: &Truth, judged: &[Judged<'_>], promises: &[JudgedPromises<'_>]) -> Score {
        let by_id: HashMap<&str, &Judged<'_>> =
            judged.iter().map(|judged| (judged.customer, judged)).collect();
        let none = Judged::default();
        let pairs: Vec<(&CustomerTruth, &Judged<'_>)> = truth
            .customers
            .iter()
            .map(|customer| (customer, by_id.get(customer.customer.as_str()).copied().unwrap_or(&none)))
            .collect();
        let named = pairs.iter().filter_map(|(truth, judged)| {
            Some(truth.usual_provider()?.provider.as_str() == judged.usual_provider?)
        });
        Score {
            customers: truth.customers.len(),
            seed: truth.scenario.seed,
            as_of: truth.end_day.to_string(),
            kind_with_usual_provider: kinds(&pairs, false),
            kind_with_organization: kinds(&pairs, true),
            contact_rhythm: rhythms(&pairs),
            foundation_gate: gates(&pairs),
            initiative: initiatives(&pairs),
            usual_gap: gaps(&pairs),
            drop_outs: drop_outs(truth, &pairs),
            promises: promise_error(truth, promises),
            usual_provider_right: share(named),
        }
    }
}

type Pairs<'a> = [(&'a CustomerTruth, &'a Judged<'a>)];

fn share(answers: impl Iterator<Item = bool>) -> f64 {
    let (mut right, mut all) = (0_u32, 0_u32);
    for answer in answers {
        right += u32::from(answer);
        all += 1;
    }
    if all == 0 { 0.0 } else { f64::from(right) / f64::from(all) }
}

fn kinds(pairs: &Pairs<'_>, with_organization: bool) -> Confusion {
    let all: Vec<Kind> = Kind::ALL
        .into_iter()
        // With a provider nobody is pseudo or enhanced here, with the firm nobody has a relationship.
        .filter(|kind| match with_organization {
            true => *kind != Kind::Relationship,
            false => matches!(kind, Kind::Relationship | Kind::Encounter),
        })
        .collect();
    let words: Vec<&'static str> = all.iter().map(|kind| kind.word()).collect();
    let others: Vec<&'static str> =
        Kind::ALL.iter().map(|kind| kind.word()).filter(|word| !words.contains(word)).collect();
    let mut table = Confusion::new(&words, &others);
    for (truth, judged) in pairs {
        let (is, said) = match with_organization {
            true => (truth.kind_with_organization, judged.kind_with_organization),
            false => (truth.usual_provider().map(|pair| pair.kind), judged.kind_with_usual_provider),
        };
        if let Some(is) = is {
            table.add(is.word(), said, judged.too_early);
        }
    }
    table
}

fn rhythms(pairs: &Pairs<'_>) -> Confusion {
    let words = RhythmLabel::ALL.map(RhythmLabel::word);
    let mut table = Confusion::new(&words, &[]);
    for (truth, judged) in pairs {
        let is_early = judged.contact_rhythm.is_none() && judged.too_early;
        table.add(truth.contact_rhythm.word(), judged.contact_rhythm, is_early);
    }
    table
}

fn gates(pairs: &Pairs<'_>) -> Confusion {
    let mut table = Confusion::new(&["met", "not_met"], &["unverified"]);
    for (truth, judged) in pairs {
        let is = if truth.is_foundation_met { "met" } else { "not_met" };
        table.add(is, judged.foundation_gate, judged.foundation_gate.is_none() && judged.too_early);
    }
    table
}

fn initiatives(pairs: &Pairs<'_>) -> Confusion {
    let mut table = Confusion::new(&["fading", "steady"], &[]);
    for (truth, judged) in pairs {
        let is = if truth.fades_in_initiative { "fading" } else { "steady" };
        table.add(is, judged.initiative, judged.initiative.is_none() && judged.too_early);
    }
    table
}

fn gaps(pairs: &Pairs<'_>) -> GapError {
    let mut ratios: Vec<f64> = pairs
        .iter()
        .filter_map(|(truth, judged)| Some(judged.usual_gap_days? / truth.gap_days))
        .filter(|ratio| ratio.is_finite())
        .collect();
    let mut errors: Vec<f64> = ratios.iter().map(|ratio| (ratio - 1.0).abs()).collect();
    GapError {
        customers: ratios.len(),
        within_quarter: share(errors.iter().map(|error| *error <= 0.25)),
        median_relative_error: stats::median(&mut errors),
        median_ratio: stats::median(&mut ratios),
    }
}

fn drop_outs(truth: &Truth, pairs: &Pairs<'_>) -> DropOuts {
    let auc = |contacts_min: u32| {
        let scored: Vec<(f64, bool)> = pairs
            .iter()
            .filter(|(truth, _)| truth.contacts >= contacts_min)
            .filter_map(|(truth, judged)| Some((1.0 - judged.p_alive?, !truth.is_alive)))
            .filter(|(score, _)| score.is_finite())
            .collect();
        (stats::auc(&scored), scored.len(), scored.iter().filter(|(_, left)| *left).count())
    };
    let (auc_of_all, customers, left) = auc(0);
    let is_alarmed =
        |judged: &Judged<'_>| judged.contact_rhythm.map(|word| matches!(word, "overdue" | "gone_quiet"));
    let is_long_gone = |customer: &CustomerTruth| {
        customer
            .left_after
            .is_some_and(|day| f64::from(truth.end_day.days_since(day)) >= 2.0 * customer.gap_days)
    };
    let gone: Vec<bool> = pairs
        .iter()
        .filter(|(is, _)| is_long_gone(is))
        .filter_map(|(_, judged)| is_alarmed(judged))
        .collect();
    let there: Vec<bool> =
        pairs.iter().filter(|(is, _)| is.is_alive).filter_map(|(_, judged)| is_alarmed(judged)).collect();
    DropOuts {
        customers,
        left,
        auc: auc_of_all,
        auc_of_regulars: auc(3).0,
        long_gone: gone.len(),
        recall: share(gone.into_iter()),
        still_there: there.len(),
        false_alarms: share(there.into_iter()),
    }
}

fn promise_error(truth: &Truth, promises: &[JudgedPromises<'_>]) -> PromiseError {
    let rates: HashMap<&str, f64> = truth
        .providers
        .iter()
        .map(|provider| (provider.provider.as_str(), provider.promises_kept_rate))
        .collect();
    let known: Vec<(f64, &JudgedPromises<'_>)> = promises
        .iter()
        .filter_map(|judged| Some((*rates.get(judged.provider)?, judged)))
        .filter(|(_, judged)| judged.kept.is_finite())
        .collect();
    let error: f64 = known.iter().map(|(rate, judged)| (judged.kept - rate).abs()).sum();
    PromiseError {
        providers: known.len(),
        mean_absolute_error: error / known.len().max(1) as f64,
        in_interval: share(
            known.iter().map(|(rate, judged)| (judged.interval.0..=judged.interval.1).contains(rate)),
        ),
    }
}

#[cfg(test)]
mod tests;
