//! J10 for groups: does the time a request takes fall with the number of contacts? By mode: with one provider
//! (relationships), or with the organization (encounters).
//!
//! y = ln(minutes / usual minutes of such a request), x = ln(contact number). One slope for all ties, each
//! around its own mean, with a standard error clustered by tie (the arithmetic is `stats::slope_within`); the
//! factor per doubling is 2^slope. The 90 % interval decides. Essay claims C18 and C35 are hypotheses to
//! display, never rules.

use crate::finding::{Draft, Finding, FindingKind, Subject};
use crate::{Parameters, Rate, Said, rate::count};
use book::Day;
use judge::words;
use serde::Serialize;

/// Whose contacts are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// A relationship: contacts with this provider.
    Relationship,
    /// An encounter: contacts with the organization.
    Encounter,
}

/// One request that was settled.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FinishedRequest {
    /// The how-manieth contact of its tie, from 1.
    pub contact_number: u32,
    /// Minutes it took, above zero.
    pub minutes: f64,
    /// Which type of request: any number that is the same for the same type.
    pub request_type: u64,
}

/// The reading of a slope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Efficiency {
    /// The interval lies below zero.
    MoreEfficient,
    /// The interval lies above zero.
    LessEfficient,
    /// It holds zero.
    NoClearChange,
}

impl Efficiency {
    /// The `snake_case` word.
    pub fn word(self) -> &'static str {
        match self {
            Efficiency::MoreEfficient => "more_efficient",
            Efficiency::LessEfficient => "less_efficient",
            Efficiency::NoClearChange => "no_clear_change",
        }
    }
}

/// The verdict about all ties of one mode.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EfficiencyVerdict {
    /// Ties that count.
    pub ties: usize,
    /// Finished requests in them.
    pub requests: usize,
    /// Change of ln minutes per unit of ln contact number, with its 90 % interval.
    pub slope: (f64, f64, f64),
    /// Factor of time per doubling of contacts, with its 90 % interval.
    pub doubling: (f64, f64, f64),
    /// The reading.
    pub reading: Efficiency,
}

/// Judges ties of one mode; `None` under the ties it takes. The usual minutes of a type are the median over
/// all ties given; a request without positive minutes says nothing.
pub fn assess(ties: &[Vec<FinishedRequest>], parameters: &Parameters) -> Option<EfficiencyVerdict> {
    let usable = |request: &&FinishedRequest| {
        request.minutes > 0.0 && request.minutes.is_finite() && request.contact_number > 0
    };
    let usual = usual_minutes(ties.iter().flatten().filter(usable));
    let of_type = |request_type: u64| {
        usual.binary_search_by_key(&request_type, |(of, _)| *of).map_or(1.0, |place| usual[place].1)
    };
    let mut points: Vec<Vec<(f64, f64)>> = ties
        .iter()
        .map(|tie| {
            let point = |request: &FinishedRequest| {
                let y = (request.minutes / of_type(request.request_type)).ln();
                (f64::from(request.contact_number).ln(), y)
            };
            tie.iter().filter(usable).map(point).collect()
        })
        .collect();
    points.retain(|tie| tie.len() >= parameters.tie_requests_min);
    // Sums of floats depend on their order: ties are put into one, so that parts may come in any.
    points.sort_by(|a, b| {
        let bits = |tie: &[(f64, f64)]| -> Vec<(u64, u64)> {
            tie.iter().map(|(x, y)| (x.to_bits(), y.to_bits())).collect()
        };
        bits(a).cmp(&bits(b))
    });
    let slope = stats::slope_within(points.iter().map(Vec::as_slice))?;
    if slope.groups < parameters.ties_min {
        return None;
    }
    let (low, high) = slope.interval(0.90);
    let reading = if high < 0.0 {
        Efficiency::MoreEfficient
    } else if low > 0.0 {
        Efficiency::LessEfficient
    } else {
        Efficiency::NoClearChange
    };
    Some(EfficiencyVerdict {
        ties: slope.groups,
        requests: slope.points,
        slope: (slope.slope, low, high),
        doubling: (slope.slope.exp2(), low.exp2(), high.exp2()),
        reading,
    })
}

/// The median minutes of each type, in order of type.
fn usual_minutes<'r>(requests: impl Iterator<Item = &'r FinishedRequest>) -> Vec<(u64, f64)> {
    let mut all: Vec<(u64, f64)> = requests.map(|request| (request.request_type, request.minutes)).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let median = |same: &[(u64, f64)]| {
        stats::median(&mut same.iter().map(|(_, minutes)| *minutes).collect::<Vec<f64>>())
    };
    all.chunk_by(|a, b| a.0 == b.0).filter_map(|same| Some((same[0].0, median(same)?))).collect()
}

/// The finding. `settled` is how many of all requests of this mode were settled: faster but worse is no gain.
pub fn finding(
    mode: Mode,
    ties: &[Vec<FinishedRequest>],
    settled: Said,
    parameters: &Parameters,
    as_of: Day,
) -> Finding {
    let (with, of) = match mode {
        Mode::Relationship => ("With the same person", "relationship"),
        Mode::Encounter => ("With whoever is there", "customer without one person of their own"),
    };
    let long_enough = ties.iter().filter(|tie| tie.len() >= parameters.tie_requests_min).count();
    let draft = Draft::new(FindingKind::Efficiency, Subject::business(), as_of)
        .rests_on("finished_requests", ties.iter().map(|tie| tie.len() as u64).sum())
        .count("ties", long_enough as u64)
        .coverage(0.90)
        .caveat(
            "Those who found it slow may have left, later requests may be easier, and time is only what \
             was noted.",
        );
    let Some(verdict) = assess(ties, parameters) else {
        let need = parameters.ties_min;
        let seen = count(long_enough as u64, of).replace("customer without", "customers without");
        let seen = seen.replace("of their owns", "of their own");
        return draft
            .not_enough(format!(
                "{with}: too early to say, {seen} with {} timed requests or more, and it takes {need}.",
                parameters.tie_requests_min
            ))
            .would_change("Noting how long each request took, and whether it was settled.")
            .done();
    };
    let (factor, low, high) = verdict.doubling;
    let says = match verdict.reading {
        Efficiency::MoreEfficient => format!(
            "each doubling of visits cuts the time by about {} ({})",
            words::percent(1.0 - factor),
            words::percent_between(1.0 - high, 1.0 - low)
        ),
        Efficiency::LessEfficient => format!(
            "each doubling of visits adds about {} to the time ({})",
            words::percent(factor - 1.0),
            words::percent_between(low - 1.0, high - 1.0)
        ),
        Efficiency::NoClearChange => {
            format!(
                "no clear change: each doubling of visits makes the time {low:.2} to {high:.2} times as long"
            )
        }
    };
    let rate = Rate::of(settled.yes, settled.known);
    let beside = match settled.known {
        0 => " How many were settled is not recorded.".to_owned(),
        known => format!(" {} of {known} were settled ({}).", settled.yes, rate.likely()),
    };
    let ties = verdict.ties;
    draft
        .assessed(verdict.reading.word())
        .estimate(verdict.slope)
        .sentence(format!("{with}, {says}, in {ties} ties with {} requests.{beside}", verdict.requests))
        .would_change("Each further request whose minutes are noted.")
        .done()
}

#[cfg(test)]
mod tests;
