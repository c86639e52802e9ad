//! J15: what the business believes of its customers against what they say (SERVQUAL's gap 1).
//!
//! **A, reasons.** Staff answer first and blind what share of customers would name each reason; customers
//! are asked which matter to them. Per reason the gap; overall Spearman's correlation of the two orders,
//! Kendall's tau-b and the mean absolute gap. **B, closeness.** Provider and customer each rate from 1 to 5,
//! the provider before seeing the other's. The direction is shown and never assumed: most firms
//! *under*-estimate how close the other feels (Vosgerau 2008).

use crate::Parameters;
use book::Text;
use serde::Serialize;

mod sentences;

pub use sentences::{closeness_finding, reasons_finding};

/// The twelve reasons of the IBM study of 2011 (sources 2.10), in our words. The owner adds their own.
pub const REASONS: [&str; 12] = [
    "getting a discount",
    "buying",
    "reading reviews and rankings",
    "general information",
    "information nobody else has",
    "hearing of new products",
    "saying what I think of products",
    "getting help",
    "taking part in events",
    "feeling connected",
    "proposing new products",
    "being part of a community",
];

/// One reason: what staff guessed of it, and how many customers named it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The reason.
    pub name: Text,
    /// What each of the staff guessed, before seeing any answer: a share, 0 to 1.
    pub staff_guesses: Vec<f64>,
    /// Customers who named it.
    pub named: u64,
}

/// One reason, compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReasonGap {
    /// The reason.
    pub name: Text,
    /// The mean guess of the staff, 0 to 1.
    pub guessed: f64,
    /// The share of customers who named it.
    pub said: f64,
    /// Wilson's 80 % interval of it.
    pub said_between: (f64, f64),
    /// Guess less share: above zero where staff think it matters more than customers say.
    pub gap: f64,
}

/// The verdict of A.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReasonsVerdict {
    /// One per reason, in the order given.
    pub gaps: Vec<ReasonGap>,
    /// Spearman's correlation of the two orders, with its 80 % interval; `None` where one side is all alike.
    pub spearman: Option<(f64, f64, f64)>,
    /// Kendall's tau-b.
    pub tau_b: Option<f64>,
    /// Mean absolute gap, 0 to 1.
    pub mean_gap: f64,
}

/// Two ratings of one pair, 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Dyad {
    /// By the provider.
    pub provider: u8,
    /// By the customer.
    pub customer: u8,
    /// The provider rated before seeing the customer's; others do not count.
    pub blind: bool,
}

/// The direction of B.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Closeness {
    /// Providers feel closer than customers do.
    OverEstimated,
    /// Customers feel closer than providers do.
    UnderEstimated,
    /// The interval holds zero.
    NoClearDirection,
}

impl Closeness {
    /// The `snake_case` word.
    pub fn word(self) -> &'static str {
        match self {
            Closeness::OverEstimated => "over_estimated",
            Closeness::UnderEstimated => "under_estimated",
            Closeness::NoClearDirection => "no_clear_direction",
        }
    }
}

/// The verdict of B.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ClosenessVerdict {
    /// Mean of provider less customer, with its 90 % t interval.
    pub mean: (f64, f64, f64),
    /// Pairs in which the provider rated higher, lower, the same.
    pub signs: (usize, usize, usize),
    /// The direction.
    pub direction: Closeness,
}

/// 80 % of a normal deviate lie within so many standard deviations.
const DEVIATIONS_80: f64 = 1.281_552;

/// Compares reasons; `customers` were asked. `None` under the customers or staff it takes. Guesses outside 0
/// to 1 are left out, as are reasons that nobody guessed.
pub fn reasons(reasons: &[Reason], customers: u64, parameters: &Parameters) -> Option<ReasonsVerdict> {
    if customers < parameters.perception_min.0 || staff_asked(reasons) < parameters.perception_min.1 {
        return None;
    }
    let gaps: Vec<ReasonGap> = reasons.iter().filter_map(|reason| gap(reason, customers)).collect();
    if gaps.is_empty() {
        return None;
    }
    let pairs: Vec<(f64, f64)> = gaps.iter().map(|gap| (gap.said, gap.guessed)).collect();
    let spearman = stats::spearman(&pairs).map(|rho| {
        let (low, high) = stats::spearman_interval(rho, pairs.len(), DEVIATIONS_80);
        (rho, low, high)
    });
    let mean_gap = gaps.iter().map(|gap| gap.gap.abs()).sum::<f64>() / gaps.len() as f64;
    Some(ReasonsVerdict { spearman, tau_b: stats::kendall_tau_b(&pairs), mean_gap, gaps })
}

/// The fewest staff who guessed any one reason.
pub(crate) fn staff_asked(reasons: &[Reason]) -> usize {
    reasons.iter().map(|reason| guesses(reason).count()).min().unwrap_or(0)
}

fn guesses(reason: &Reason) -> impl Iterator<Item = f64> + '_ {
    reason.staff_guesses.iter().copied().filter(|guess| (0.0..=1.0).contains(guess))
}

fn gap(reason: &Reason, customers: u64) -> Option<ReasonGap> {
    let count = guesses(reason).count();
    let guessed = (count > 0).then(|| guesses(reason).sum::<f64>() / count as f64)?;
    let named = reason.named.min(customers) as f64;
    let said = named / customers as f64;
    let said_between = stats::wilson(named, customers as f64, DEVIATIONS_80);
    Some(ReasonGap { name: reason.name.clone(), guessed, said, said_between, gap: guessed - said })
}

/// Compares closeness; `None` under the blind pairs it takes. Ratings outside 1 to 5 are left out.
pub fn closeness(dyads: &[Dyad], parameters: &Parameters) -> Option<ClosenessVerdict> {
    let differences = differences(dyads);
    if differences.len() < parameters.perception_min.2 {
        return None;
    }
    let mean = stats::mean_interval(&differences, 0.90)?;
    let over = differences.iter().filter(|difference| **difference > 0.0).count();
    let under = differences.iter().filter(|difference| **difference < 0.0).count();
    let direction = if mean.1 > 0.0 {
        Closeness::OverEstimated
    } else if mean.2 < 0.0 {
        Closeness::UnderEstimated
    } else {
        Closeness::NoClearDirection
    };
    Some(ClosenessVerdict { mean, signs: (over, under, differences.len() - over - under), direction })
}

pub(crate) fn differences(dyads: &[Dyad]) -> Vec<f64> {
    let rated = |rating: u8| (1..=5).contains(&rating);
    let counted = dyads.iter().filter(|dyad| dyad.blind && rated(dyad.provider) && rated(dyad.customer));
    counted.map(|dyad| f64::from(dyad.provider) - f64::from(dyad.customer)).collect()
}

#[cfg(test)]
mod tests;
