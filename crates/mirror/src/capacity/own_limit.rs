//! One's own limit, learnt from months: with how many active ties the agreed contacts are still kept.

use crate::Parameters;
use serde::Serialize;
use stats::Beta;

/// One month of one provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ProviderMonth {
    /// Active ties in the month.
    pub active_ties: u32,
    /// Contacts that fell due.
    pub due: u64,
    /// Those of them that were kept.
    pub kept: u64,
}

/// What was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum OwnLimit {
    /// Too few months, or too few due contacts: (months, due contacts) so far.
    TooEarly(usize, u64),
    /// Even with the most ties seen, the contacts were kept; the limit is that or more.
    NotReached(u32),
    /// Even with the fewest ties seen, they were not: the limit is less.
    BelowAll(u32),
    /// The largest number of ties with which they were kept, and where it likely lies.
    Found {
        /// The limit.
        ties: u32,
        /// The number up to which the share kept is above the bar with 90 % certainty; 0: none.
        low: u32,
        /// The number beyond which it is below the bar with 90 % certainty.
        high: u32,
    },
}

/// Learns the limit: falling steps of the share kept on the number of ties (pool-adjacent-violators), and the
/// largest number of ties whose step reaches the bar. Months in which nothing fell due say nothing.
pub fn own_limit(months: &[ProviderMonth], parameters: &Parameters) -> OwnLimit {
    let seen: Vec<(f64, f64, f64)> = months
        .iter()
        .filter(|month| month.due > 0)
        .map(|month| (f64::from(month.active_ties), month.kept.min(month.due) as f64, month.due as f64))
        .collect();
    let due = months.iter().map(|month| month.due).sum();
    if seen.len() < parameters.own_limit_min.0 || due < parameters.own_limit_min.1 {
        return OwnLimit::TooEarly(seen.len(), due);
    }
    let steps = stats::isotonic_falling(&seen);
    let largest_with = |rate: &dyn Fn(&stats::Step) -> f64| {
        // The intervals of steps need not fall as their rates do: the first that misses the bar ends it.
        let kept = steps.iter().take_while(|step| rate(step) >= parameters.kept_bar);
        kept.last().map_or(0, |step| step.load_to as u32)
    };
    let ties = largest_with(&|step| step.rate());
    let least = seen.iter().map(|(load, ..)| *load as u32).min().unwrap_or(0);
    let most = seen.iter().map(|(load, ..)| *load as u32).max().unwrap_or(0);
    if ties == most {
        return OwnLimit::NotReached(most);
    }
    if ties == 0 {
        return OwnLimit::BelowAll(least);
    }
    let belief = |step: &stats::Step| Beta::posterior(step.kept, step.due);
    let low = largest_with(&|step| belief(step).quantile(0.1));
    let high = largest_with(&|step| belief(step).quantile(0.9));
    OwnLimit::Found { ties, low: low.min(ties), high: high.max(ties) }
}
