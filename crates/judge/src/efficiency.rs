//! J10: does the same work take less time as two people get to know each other (Gutek 1995; C18, C35)?
//!
//! Only requests that were settled and of which the minutes are known. What took usual minutes of its kind
//! (the interaction's purpose, against the median of the same kind in this tie; a kind met once compares with
//! nothing and is left out) is zero, and the trend is over the logarithm of the contact's number: practice
//! counts in doublings, and contacts that settled nothing are practice, too. The essays' claim is a
//! hypothesis to show, not a rule: less time may also mean that the slow customers left, or that requests
//! became easier.
//!
//! A tie is one customer with one provider; where no provider alone has enough, one with the organization.
//! A group of ties is the room `mirror`'s.

use crate::{Context, Judgement};
use book::{Fact, History, Interaction, ProviderId};

mod sentences;

/// What practice did to the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// Less time with practice.
    MoreEfficient,
    /// More time.
    LessEfficient,
    /// It could be either.
    NoClearChange,
}

impl Change {
    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            Change::MoreEfficient => "more_efficient",
            Change::LessEfficient => "less_efficient",
            Change::NoClearChange => "no_clear_change",
        }
    }
}

/// The verdict about one tie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EfficiencyVerdict {
    /// With whom; `None`: with the organization, whoever served.
    pub provider: Option<ProviderId>,
    /// Settled requests that were compared.
    pub contacts: u32,
    /// Settled, among those of which it is known.
    pub settled: (u32, u32),
    /// Change of the logarithm of time per unit of ln(contact number): Theil-Sen.
    pub slope: f64,
    /// Its 80 % interval.
    pub interval: (f64, f64),
    /// Kendall's S.
    pub kendall_s: i64,
    /// What it comes to: clear when so strong a trend happens by luck less than one time in ten.
    pub change: Change,
}

impl EfficiencyVerdict {
    /// Time after a doubling of contacts over time before it: 0.82 is 18 % less. Estimate, low, high.
    pub fn factor_per_doubling(&self) -> (f64, f64, f64) {
        (self.slope.exp2(), self.interval.0.exp2(), self.interval.1.exp2())
    }
}

/// The newest contacts that are looked at: the work grows with their square.
const CONTACTS_MAX: usize = 120;
/// Chance by luck below which a trend is clear (a 90 % interval).
const LUCK_MAX: f64 = 0.10;
/// Standard deviations of an 80 % interval.
const Z80: f64 = 1.2816;
/// Ties that are judged, those with the most requests first.
const TIES_MAX: usize = 3;

/// Judges every tie with enough settled requests; empty when there is none.
pub fn assess(history: &History, context: &Context) -> Vec<EfficiencyVerdict> {
    let enough = context.parameters.efficiency_contacts_min as usize;
    if history.interactions.len() < enough {
        return Vec::new();
    }
    let mut verdicts: Vec<EfficiencyVerdict> =
        ties(history, enough).into_iter().filter_map(|who| of_tie(history, context, who)).collect();
    if verdicts.is_empty() {
        verdicts.extend(of_tie(history, context, None));
    }
    verdicts
}

/// Providers with enough settled requests, most first, then by number.
fn ties(history: &History, enough: usize) -> Vec<Option<ProviderId>> {
    let mut counts: Vec<(usize, ProviderId)> = Vec::new();
    for request in history.interactions.iter().filter(|request| minutes(request).is_some()) {
        let Some(provider) = request.provider else { continue };
        match counts.iter_mut().find(|(_, known)| *known == provider) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, provider)),
        }
    }
    counts.retain(|(count, _)| *count >= enough);
    counts.sort_unstable_by_key(|(count, provider)| (std::cmp::Reverse(*count), *provider));
    counts.into_iter().take(TIES_MAX).map(|(_, provider)| Some(provider)).collect()
}

fn of_tie(history: &History, context: &Context, provider: Option<ProviderId>) -> Option<EfficiencyVerdict> {
    let rules = context.parameters;
    let points = points(history, provider);
    if points.len() < rules.efficiency_contacts_min as usize {
        return None;
    }
    let (slope, interval) = (stats::theil_sen(&points)?, stats::theil_sen_interval(&points, Z80)?);
    let kendall_s = stats::kendall_s(&points);
    let is_clear = kendall_s.unsigned_abs() >= rules.efficiency_kendall_min
        && stats::kendall_p(points.len(), kendall_s) <= LUCK_MAX;
    let change = match (is_clear, slope < 0.0) {
        (false, _) => Change::NoClearChange,
        (true, true) => Change::MoreEfficient,
        (true, false) => Change::LessEfficient,
    };
    let contacts = points.len() as u32;
    Some(EfficiencyVerdict {
        provider,
        contacts,
        settled: settled(history, provider),
        slope,
        interval,
        kendall_s,
        change,
    })
}

/// Settled, among those of which it is known.
fn settled(history: &History, provider: Option<ProviderId>) -> (u32, u32) {
    let known = of_tie_with(history, provider).filter_map(|request| request.detail.solved);
    known.fold((0, 0), |(settled, all), solved| (settled + u32::from(solved), all + 1))
}

/// Contacts with a provider (with anybody for `None`), without messages that nobody answered.
fn of_tie_with(
    history: &History,
    provider: Option<ProviderId>,
) -> impl Iterator<Item = &Fact<Interaction>> + Clone {
    history.interactions.iter().filter(move |contact| {
        contact.detail.two_way != Some(false)
            && provider.is_none_or(|provider| contact.provider == Some(provider))
    })
}

/// Minutes of a settled request.
fn minutes(request: &Fact<Interaction>) -> Option<f64> {
    let is_settled = request.detail.solved == Some(true) && request.detail.two_way != Some(false);
    request.detail.minutes.filter(|minutes| is_settled && *minutes > 0.0 && minutes.is_finite())
}

/// One tie's settled requests as (ln of the contact's number, ln of its minutes over the median of its kind),
/// in order of time, the newest 120 at most: for whoever looks at a group. `None` is the organization.
pub fn points(history: &History, provider: Option<ProviderId>) -> Vec<(f64, f64)> {
    let requests = numbered(history, provider);
    let mut kinds: Vec<(&str, f64)> =
        requests.iter().map(|(_, request, minutes)| (kind(request), minutes.ln())).collect();
    kinds.sort_unstable_by(|one, other| one.0.cmp(other.0).then(one.1.total_cmp(&other.1)));
    let usual = |kind: &str| {
        let from = kinds.partition_point(|(other, _)| *other < kind);
        let same = &kinds[from..from + kinds[from..].partition_point(|(other, _)| *other == kind)];
        let middle = same.len() / 2;
        match same.len() {
            0 | 1 => None,
            even if even.is_multiple_of(2) => {
                Some(f64::midpoint(same[middle - 1].1.exp(), same[middle].1.exp()).ln())
            }
            _ => Some(same[middle].1),
        }
    };
    let point = |(number, request, minutes): &(u32, &Fact<Interaction>, f64)| -> Option<(f64, f64)> {
        Some((f64::from(*number).ln(), minutes.ln() - usual(kind(request))?))
    };
    requests.iter().filter_map(point).collect()
}

/// The newest settled requests with their minutes, each with its number among all contacts of the tie.
fn numbered(history: &History, provider: Option<ProviderId>) -> Vec<(u32, &Fact<Interaction>, f64)> {
    let all = of_tie_with(history, provider).zip(1_u32..);
    let mut requests: Vec<_> =
        all.filter_map(|(request, number)| Some((number, request, minutes(request)?))).collect();
    let surplus = requests.len().saturating_sub(CONTACTS_MAX);
    requests.drain(..surplus);
    requests
}

fn kind(request: &Fact<Interaction>) -> &str {
    request.detail.purpose.as_deref().unwrap_or("")
}

/// Puts every tie into words, or says once how much is missing.
pub fn judgements(verdicts: &[EfficiencyVerdict], history: &History, context: &Context) -> Vec<Judgement> {
    if verdicts.is_empty() {
        return vec![sentences::too_early(history, context)];
    }
    verdicts.iter().map(|verdict| sentences::judgement(verdict, history, context)).collect()
}

#[cfg(test)]
mod tests;
