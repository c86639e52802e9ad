//! J13: which parties to propose as key accounts, and which manager would suit. A person decides.
//!
//! Vetoes come first and are shown, never silent. The rest are ranked by value, growth, pioneering and fit:
//! percentile ranks weighted .40, .20, .10 and .30. How far that rests on the weights is shown by trying all
//! 81 combinations of half, once and one and a half times each weight. The types have no field for a trait
//! that the law protects, nor for a proxy of one (postcode, first name): what is not there cannot be used.

use crate::Parameters;
use book::Text;
use serde::Serialize;

mod managers;
mod sentences;

pub use managers::{AccountNeeds, Manager, Match, match_managers};
pub use sentences::findings;

/// Why somebody is not proposed, with the better way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Veto {
    /// Asked not to be contacted.
    DoNotContact,
    /// Said: strictly business. No manager is wanted.
    StrictlyBusiness,
    /// What they ordered did not come right: repair first.
    GateNotMet,
    /// Costs more than it brings, without a plan.
    NegativeMargin,
    /// No manager has a free place.
    NoCapacity,
}

/// What the customer is known to want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StatedStyle {
    /// Said: strictly business.
    StrictlyBusiness,
    /// Said: anything closer.
    Closer,
    /// Never asked, or never answered.
    Unknown,
}

/// One party that might become a key account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// The source's id.
    pub id: Text,
    /// As people call it; for sentences only.
    pub name: Text,
    /// Margin after cost to serve of the last 12 months in minor units: likely, low, high. `None`: not known.
    pub margin_minor: Option<(i64, i64, i64)>,
    /// Months of margins behind it.
    pub margin_months: u32,
    /// There is a plan that makes a negative margin good.
    pub has_plan: bool,
    /// ln(margin of the second half / of the first half); `None`: not known.
    pub growth: Option<f64>,
    /// Times it tried something new first, as recorded.
    pub pioneered: u32,
    /// Chance that what we deliver is right (J4), 0 to 1; `None`: not verified.
    pub gate_probability: Option<f64>,
    /// The gate as judged: `Some(false)` is a veto.
    pub gate_met: Option<bool>,
    /// How the customer compared us with others: 1 better, .5 alike, 0 worse; `None`: never asked.
    pub comparison: Option<f64>,
    /// What it wants.
    pub style: StatedStyle,
    /// Asked not to be contacted.
    pub do_not_contact: bool,
}

impl Candidate {
    /// The first veto that holds, capacity apart.
    pub fn veto(&self) -> Option<Veto> {
        let negative = self.margin_minor.is_some_and(|(likely, ..)| likely < 0) && !self.has_plan;
        if self.do_not_contact {
            Some(Veto::DoNotContact)
        } else if self.style == StatedStyle::StrictlyBusiness {
            Some(Veto::StrictlyBusiness)
        } else if self.gate_met == Some(false) {
            Some(Veto::GateNotMet)
        } else if negative {
            Some(Veto::NegativeMargin)
        } else {
            None
        }
    }

    /// The four measures that are ranked. Unknown growth or fit is the middle of what it can be.
    fn measures(&self) -> [f64; 4] {
        let months = f64::from(self.margin_months);
        let value = self.margin_minor.map_or(0.0, |(likely, ..)| likely as f64);
        // Shrunk as if a year without growth had been seen besides.
        let growth =
            self.growth.filter(|growth| growth.is_finite()).unwrap_or(0.0) * months / (months + 12.0);
        let known: Vec<f64> = [self.gate_probability, self.comparison].into_iter().flatten().collect();
        let fit = if known.is_empty() { 0.5 } else { known.iter().sum::<f64>() / known.len() as f64 };
        [value, growth, f64::from(self.pioneered), fit]
    }
}

/// Where one candidate stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Standing {
    /// Not proposed, and why.
    Vetoed(Veto),
    /// Too few months of margins to compare.
    TooEarly,
    /// Compared with the others.
    Ranked {
        /// Percentile ranks of value, growth, pioneering and fit, 0 to 1.
        ranks: [f64; 4],
        /// Their weighted sum, for the order of a proposal only; panels show the ranks.
        weighed: f64,
        /// Of 81 ways of weighing, those in which it is within the places.
        robust: u32,
        /// Within the places.
        proposed: bool,
        /// Nobody knows whether it wants a manager: ask first.
        ask_first: bool,
    },
}

/// The verdict: one standing per candidate, in the order given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// One per candidate.
    pub standings: Vec<Standing>,
    /// Free places of managers.
    pub places: usize,
}

/// Combinations tried.
pub const WEIGHINGS: u32 = 81;

/// Judges the candidates for so many free places. Equal sums go by the source's id, so that the order given
/// cannot matter.
pub fn assess(candidates: &[Candidate], places: usize, parameters: &Parameters) -> Proposal {
    let mut standings: Vec<Option<Standing>> = candidates
        .iter()
        .map(|candidate| match candidate.veto() {
            Some(veto) => Some(Standing::Vetoed(veto)),
            None if places == 0 => Some(Standing::Vetoed(Veto::NoCapacity)),
            None => {
                let early = candidate.margin_minor.is_none()
                    || candidate.margin_months < parameters.margin_months_min;
                early.then_some(Standing::TooEarly)
            }
        })
        .collect();
    let mut compared: Vec<usize> =
        (0..candidates.len()).filter(|place| standings[*place].is_none()).collect();
    compared.sort_by(|a, b| candidates[*a].id.cmp(&candidates[*b].id));
    let measures: Vec<[f64; 4]> = compared.iter().map(|place| candidates[*place].measures()).collect();
    let ranks = percentile_ranks(&measures);
    let robust = robust_shares(&ranks, places, parameters);
    let proposed = within(&ranks, &parameters.account_weights, places);
    for (among, place) in compared.iter().enumerate() {
        standings[*place] = Some(Standing::Ranked {
            ranks: ranks[among],
            weighed: weigh(&ranks[among], &parameters.account_weights),
            robust: robust[among],
            proposed: proposed.contains(&among),
            ask_first: candidates[*place].style == StatedStyle::Unknown,
        });
    }
    Proposal { standings: standings.into_iter().flatten().collect(), places }
}

/// The share of the others that each is above (ties half), per measure; 1/2 for one alone.
fn percentile_ranks(measures: &[[f64; 4]]) -> Vec<[f64; 4]> {
    let mut ranks = vec![[0.5; 4]; measures.len()];
    if measures.len() < 2 {
        return ranks;
    }
    for measure in 0..4 {
        let values: Vec<f64> = measures.iter().map(|own| own[measure]).collect();
        let of_all = stats::average_ranks(&values).unwrap_or_else(|| vec![1.0; values.len()]);
        for (own, rank) in ranks.iter_mut().zip(of_all) {
            own[measure] = (rank - 1.0) / (values.len() as f64 - 1.0);
        }
    }
    ranks
}

fn weigh(ranks: &[f64; 4], weights: &[f64; 4]) -> f64 {
    let total: f64 = weights.iter().sum();
    ranks.iter().zip(weights).map(|(rank, weight)| rank * weight).sum::<f64>() / total
}

/// The places of those with the largest weighted sums, at most `places` of them.
fn within(ranks: &[[f64; 4]], weights: &[f64; 4], places: usize) -> Vec<usize> {
    // Rounding must not decide between sums that are equal on paper.
    let sums: Vec<i64> = ranks.iter().map(|own| (weigh(own, weights) * 1e9).round() as i64).collect();
    let mut order: Vec<usize> = (0..ranks.len()).collect();
    order.sort_by(|a, b| sums[*b].cmp(&sums[*a]).then(a.cmp(b)));
    order.truncate(places);
    order
}

/// In how many of the 81 ways of weighing each is within the places.
pub fn robust_shares(ranks: &[[f64; 4]], places: usize, parameters: &Parameters) -> Vec<u32> {
    const TIMES: [f64; 3] = [0.5, 1.0, 1.5];
    let mut robust = vec![0; ranks.len()];
    for weighing in 0..WEIGHINGS as usize {
        let mut weights = parameters.account_weights;
        let mut rest = weighing;
        for weight in &mut weights {
            *weight *= TIMES[rest % 3];
            rest /= 3;
        }
        for place in within(ranks, &weights, places) {
            robust[place] += 1;
        }
    }
    robust
}

#[cfg(test)]
mod tests;
