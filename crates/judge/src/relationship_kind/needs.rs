//! What would have to happen for the verdict to change: the nearest facts, counted.

use super::{Need, PairVerdict, pair::decided, served::Served};
use crate::{Context, TestOutcome, words};
use stats::Beta;

/// Contacts looked ahead; what takes more is said without a number.
const AHEAD_MAX: u32 = 60;

/// The first of 1 to [`AHEAD_MAX`] of which `is_so`, found by halves: what one more contact brings about, the
/// next of the same kind does not undo. `None` when not even the last is.
fn first(is_so: impl Fn(u32) -> bool) -> Option<u32> {
    if is_so(1) {
        return Some(1);
    }
    if !is_so(AHEAD_MAX) {
        return None;
    }
    let (mut not_yet, mut already) = (1, AHEAD_MAX);
    while already - not_yet > 1 {
        let middle = u32::midpoint(not_yet, already);
        if is_so(middle) {
            already = middle;
        } else {
            not_yet = middle;
        }
    }
    Some(already)
}

/// Contacts in a row with this provider until continuity passes; `None` when that is far.
pub(super) fn contacts_until_regular(pair: &PairVerdict, served: &Served, context: &Context) -> Option<u32> {
    let share = share_elsewhere(pair, served, context);
    first(|more| is_regular(pair, share, context, (more, 0)))
}

/// Contacts in a row with somebody else until continuity no longer passes.
pub(super) fn contacts_until_lost(pair: &PairVerdict, served: &Served, context: &Context) -> Option<u32> {
    let share = share_elsewhere(pair, served, context);
    first(|others| !is_regular(pair, share, context, (0, others)))
}

/// What chance would give the pair's provider of this customer's contacts.
fn share_elsewhere(pair: &PairVerdict, served: &Served, context: &Context) -> f64 {
    let by = served.by.iter().find(|by| by.provider == pair.provider);
    by.map_or(1.0, |by| served.share_elsewhere(by, context))
}

fn is_regular(pair: &PairVerdict, share: f64, context: &Context, (more, others): (u32, u32)) -> bool {
    let parameters = context.parameters;
    let (days, all) = (pair.contact_days.0 + more, pair.contact_days.1 + more + others);
    let probability = Beta::posterior(f64::from(days), f64::from(all)).above(parameters.continuity_bar);
    if probability < parameters.pass_probability || all < parameters.chance_contacts_min {
        return false;
    }
    stats::binomial_tail(u64::from(days), u64::from(all), share) < parameters.chance_level
}

/// Contacts in a row, each with a success, until a rate passes its bar.
pub(super) fn successes_until_pass(
    (successes, chances): (u32, u32),
    bar: f64,
    least: u32,
    context: &Context,
) -> Option<u32> {
    first(|more| {
        let belief = Beta::posterior(f64::from(successes + more), f64::from(chances + more));
        successes + more >= least
            && chances + more >= context.parameters.contacts_min
            && decided(belief.above(bar), context.parameters) == TestOutcome::Pass
    })
}

/// Contacts in a row, each without a success, until a rate no longer passes its bar.
pub(super) fn failures_until_lost((successes, chances): (u32, u32), bar: f64, context: &Context) -> u32 {
    let lost = first(|more| {
        let belief = Beta::posterior(f64::from(successes), f64::from(chances + more));
        decided(belief.above(bar), context.parameters) != TestOutcome::Pass
    });
    lost.unwrap_or(AHEAD_MAX)
}

/// What the tests that have not passed still need, as a list of noun phrases.
pub(super) fn missing(
    pair: &PairVerdict,
    served: &Served,
    context: &Context,
    (customer, provider): (&str, &str),
) -> Vec<String> {
    let open =
        |need: Need| pair.needed().iter().any(|(one, outcome)| *one == need && *outcome != TestOutcome::Pass);
    let mut list = Vec::new();
    if open(Need::Continuity) {
        list.push(match contacts_until_regular(pair, served, context) {
            Some(more) => format!("{} with {provider} in a row", more_of(more, "contact")),
            None => format!("{provider} serving nearly every time from now on"),
        });
    }
    if open(Need::WeKnowThem) {
        list.push(format!("three things known of {customer} written down (of two kinds)"));
    }
    if open(Need::TheyKnowUs) {
        list.push(format!("{customer} asking for {provider} by name"));
    }
    if open(Need::Adaptation) {
        let more = successes_until_pass(pair.adapted, context.parameters.adaptation_bar, 2, context);
        list.push(match more {
            Some(more) => format!("{} in which what is known is used", more_of(more, "contact")),
            None => "using what is known in nearly every contact".into(),
        });
    }
    match (open(Need::TheirFuture), open(Need::OurFuture)) {
        (true, true) => list.push("a next date both agree to".into()),
        (true, false) => list.push(format!("a next date {customer} agrees to")),
        (false, true) => list.push(format!("a promise of {provider}'s with a day")),
        (false, false) => {}
    }
    list
}

/// `1 more contact`, `3 more contacts`.
pub(super) fn more_of(number: u32, noun: &str) -> String {
    words::count(number, &format!("more {noun}"))
}
