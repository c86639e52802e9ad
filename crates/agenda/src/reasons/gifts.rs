//! Giving and, last, selling: needs whose date has come, thanks with an occasion, an offer that is wanted.

use super::duties::is_open_issue;
use crate::{Act, Basis, Candidate, look::Look};
use book::{Day, PromiseOutcome, Promisor, VoiceKind};
use jiff::civil::Date;
use judge::foundation::{FoundationGate, Rung};

/// A need is timely from two weeks before its day to two weeks after.
const NEED_DAYS: i32 = 14;
/// A word of thanks is timely for so long.
const THANKS_DAYS: i32 = 30;
/// A round number of orders is news for a week.
const MILESTONE_DAYS: i32 = 7;
/// Days around the yearly return of the first day.
const ANNIVERSARY_DAYS: i32 = 3;
/// Round numbers.
const MILESTONES: [u32; 8] = [10, 25, 50, 100, 150, 200, 250, 500];

/// Needs the customer named, whose date has come.
pub(crate) fn future_needs(look: &Look, found: &mut Vec<Candidate>) {
    let mut needs: Vec<(i32, Candidate)> = Vec::new();
    for (place, fact) in look.history.knowledge.iter().enumerate() {
        if fact.detail.kind != "future_need" {
            continue;
        }
        let expiry = fact.detail.expires_at.map(|at| look.context.day_of(at));
        let Some(day) = date_in(&fact.detail.text).or(expiry) else { continue };
        let distance = look.age(day).abs();
        if distance <= NEED_DAYS {
            let rank = f64::from(NEED_DAYS - distance) + 1.0;
            needs.push((distance, look.candidate(Act::FutureNeed, rank, Basis::FutureNeed(place, day))));
        }
    }
    found.extend(needs.into_iter().min_by_key(|(distance, _)| *distance).map(|(_, need)| need));
}

/// The first ISO date in a text.
fn date_in(text: &str) -> Option<Day> {
    let starts = text.char_indices().map(|(start, _)| start);
    let dates = starts.filter_map(|start| text.get(start..start + 10)?.parse::<Date>().ok());
    dates.map(Day::from_date).next()
}

/// Thanks with an occasion: somebody they brought, a kind word, a round number, a year more.
pub(crate) fn just_because(look: &Look, found: &mut Vec<Candidate>) {
    let in_repair = look.assessment.foundation.gate == FoundationGate::NotMet
        || look.assessment.load.open_issues > 0
        || look.history.voice.iter().any(is_open_issue);
    if in_repair {
        return;
    }
    let answered_since = |day: Day| {
        look.history
            .interactions
            .iter()
            .rev()
            .any(|spoken| spoken.day >= day && spoken.detail.initiated_by == Some(book::Initiator::Us))
    };
    let fresh = |day: Day, days: i32| look.age(day) <= days && !answered_since(day);
    let referral = look.history.referrals.iter().rposition(|fact| fresh(fact.day, THANKS_DAYS));
    let is_praise = |kind: Option<VoiceKind>| kind == Some(VoiceKind::Praise);
    let praise = look
        .history
        .voice
        .iter()
        .rposition(|fact| is_praise(fact.detail.kind) && fresh(fact.day, THANKS_DAYS));
    let (weight, basis) = if let Some(place) = referral {
        (1e6, Basis::Referral(place))
    } else if let Some(place) = praise {
        (1e3, Basis::Praise(place))
    } else if let Some(years) = anniversary(look) {
        (f64::from(years) * 10.0, Basis::Anniversary(years))
    } else if let Some(number) = milestone(look) {
        (f64::from(number) / 100.0, Basis::Milestone(number))
    } else {
        return;
    };
    found.push(look.candidate(Act::JustBecause, weight * (1.0 + look.worth()), basis));
}

/// The number of sale days (or contact days where nothing is sold), when it is round and was reached this
/// week.
fn milestone(look: &Look) -> Option<u32> {
    let mut days: Vec<Day> = look.history.sales().map(|sale| sale.day).collect();
    if days.is_empty() {
        days = judge::contacts::contact_days(look.history).iter().map(|contact| contact.day).collect();
    }
    days.dedup();
    let number = u32::try_from(days.len()).ok()?;
    let is_news = look.age(*days.last()?) <= MILESTONE_DAYS;
    (is_news && MILESTONES.contains(&number)).then_some(number)
}

/// Full years since the first day, within a few days of its return, if they are still regular.
fn anniversary(look: &Look) -> Option<u32> {
    let bought = look.history.sales().next().map(|sale| sale.day);
    let spoken = look.history.interactions.first().map(|spoken| spoken.day);
    let recorded = [bought, spoken].into_iter().flatten().min().filter(|first| !look.may_be_older(*first));
    let first = look.history.customer.since.or(recorded)?;
    let years = (f64::from(look.age(first)) / 365.25).round();
    let off = f64::from(look.age(first)) - years * 365.25;
    let on_rhythm = look.year_sale_days >= 2 || look.assessment.kind.contact_days >= 2;
    (years >= 1.0 && off.abs() <= f64::from(ANNIVERSARY_DAYS) && on_rhythm).then_some(years as u32)
}

/// An offer: the foundation stands, nothing is open, the last delivery was checked, and it is wanted (J17,
/// X5).
pub(crate) fn sell(look: &Look, found: &mut Vec<Candidate>) {
    let foundation = &look.assessment.foundation;
    let wanted = matches!(foundation.wanted_rung, Some(Rung::Collaborator | Rung::Fan));
    let Some(rhythm) = &look.assessment.purchase_rhythm else { return };
    let about_due = f64::from(rhythm.open_days) >= 0.8 * rhythm.usual_days;
    if foundation.gate == FoundationGate::Met
        && wanted
        && about_due
        && is_last_delivery_verified(look)
        && !has_old_issue(look)
        && !has_fresh_broken_promise(look)
    {
        found.push(look.candidate(Act::Sell, look.worth(), Basis::Reorder));
    }
}

fn has_old_issue(look: &Look) -> bool {
    look.history.voice.iter().any(|voice| is_open_issue(voice) && look.age(voice.day) > 2)
}

/// Broken or overdue within 30 days: the day it was due counts, or the day it was closed.
fn has_fresh_broken_promise(look: &Look) -> bool {
    let open_late = look
        .assessment
        .promises
        .open_ours
        .iter()
        .any(|open| open.due_day.is_some_and(|due| look.age(due) > 0));
    let broken = |promise: &&book::Fact<book::Promise>| {
        let ours = promise.detail.by != Some(Promisor::Customer);
        let at = promise.detail.closed_at.or(promise.detail.due_at).unwrap_or(promise.at);
        let days = look.age(look.context.day_of(at));
        ours && promise.detail.outcome == Some(PromiseOutcome::Broken) && days <= 30
    };
    open_late || look.history.promises.iter().any(|promise| broken(&promise))
}

fn is_last_delivery_verified(look: &Look) -> bool {
    let last_sale = look.history.sales().next_back().map(|sale| sale.day);
    look.history.deliveries.last().is_some_and(|last| {
        let fine = last.detail.got_it == Some(true)
            && last.detail.returned != Some(true)
            && last.detail.defect != Some(true);
        fine && last_sale.is_none_or(|sold| last.day >= sold)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_found_in_a_sentence() {
        assert_eq!(date_in("new kitchen about 2010-12-08, perhaps"), Some(Day(14_951)));
        assert_eq!(date_in("é 2010-13-40 or so"), None);
        assert_eq!(date_in("soon"), None);
    }
}
