//! Sharing the day's minutes out: duties first and always, then the other acts in turn.

use crate::{Act, Basis, Candidate, Member, shortlist::leading};
use book::ProviderId;
use std::collections::VecDeque;

/// One person's place in the day: the reason that leads, and the others.
#[derive(Clone)]
pub(crate) struct Lead<'a> {
    pub member: &'a Member,
    pub candidate: Candidate,
    pub also: Vec<Candidate>,
}

/// What leads for a provider and a customer. A duty leads; a suggestion leads only where no provider at all
/// has a duty with this customer today, so that nobody is approached from two sides.
pub(crate) fn lead<'a>(
    provider: Option<ProviderId>,
    member: &'a Member,
    candidates: &[Candidate],
) -> Option<Lead<'a>> {
    let mine = |candidate: &&Candidate| candidate.provider == provider;
    let has_duty = candidates.iter().any(|candidate| candidate.must);
    let candidate = if has_duty {
        let duties = candidates.iter().filter(mine).filter(|candidate| candidate.must);
        *duties.min_by(|one, other| one.act.cmp(&other.act).then(one.by_rank(other)))?
    } else {
        *leading(candidates).filter(mine)?
    };
    let mut also: Vec<Candidate> = candidates
        .iter()
        .filter(mine)
        .filter(|other| other.act != Act::LeaveAlone && other.basis != candidate.basis)
        .filter(|other| !asks_the_same(&candidate, other))
        .copied()
        .collect();
    also.sort_by(|one, other| {
        other.must.cmp(&one.must).then(one.act.cmp(&other.act)).then(one.by_rank(other))
    });
    if candidate.act == Act::LeaveAlone {
        also.clear();
    }
    Some(Lead { member, candidate, also })
}

/// Whether the further reason would only put the same question again, or spoil a thank-you with one.
fn asks_the_same(lead: &Candidate, other: &Candidate) -> bool {
    let asks_how_it_was = matches!(
        lead.act,
        Act::CheckBack
            | Act::FollowUp
            | Act::Newcomer
            | Act::VerifyFoundation
            | Act::AskSilent
            | Act::JustBecause
    );
    let general = matches!(other.act, Act::FollowUp | Act::VerifyFoundation | Act::AskSilent | Act::Sell);
    asks_how_it_was && general && !matches!(other.basis, Basis::GoodsBack(_))
}

/// The day as shared out.
pub(crate) struct Shared<'a> {
    pub entries: Vec<Lead<'a>>,
    pub leave_alone: Vec<Lead<'a>>,
    pub held_out: Vec<Lead<'a>>,
    pub minutes_planned: u32,
}

/// Shares `minutes` out. Duties come whatever they take; then each act in turn takes its best, the weightier
/// acts twice a round, until nothing fits. Who is held out is passed over exactly where they would have come.
pub(crate) fn share<'a>(
    leads: Vec<Lead<'a>>,
    minutes: u32,
    is_held_out: impl Fn(&Lead) -> bool,
) -> Shared<'a> {
    let mut queues: Vec<VecDeque<Lead>> = vec![VecDeque::new(); Act::PRECEDENCE.len()];
    let mut shared =
        Shared { entries: Vec::new(), leave_alone: Vec::new(), held_out: Vec::new(), minutes_planned: 0 };
    for lead in leads {
        match Act::PRECEDENCE.iter().position(|act| *act == lead.candidate.act) {
            Some(place) => queues[place].push_back(lead),
            None => {
                shared.minutes_planned += lead.candidate.minutes;
                shared.entries.push(lead);
            }
        }
    }
    for queue in &mut queues {
        queue.make_contiguous().sort_by(|one, other| one.candidate.by_rank(&other.candidate));
    }
    let mut taken = vec![0_usize; queues.len()];
    for turn in 0.. {
        let mut progress = false;
        for (place, queue) in queues.iter_mut().enumerate() {
            let act = Act::PRECEDENCE[place];
            let is_its_turn = turn % 2 == 0 || act.weight() > 1;
            if act == Act::LeaveAlone || !is_its_turn || taken[place] >= act.daily_max(minutes) {
                continue;
            }
            let took = take(queue, minutes, &is_held_out, &mut shared);
            taken[place] += usize::from(took);
            progress |= took;
        }
        if !progress && turn % 2 == 0 {
            break;
        }
    }
    if let Some(queue) = queues.pop() {
        shared.leave_alone = queue.into_iter().take(Act::LeaveAlone.daily_max(minutes)).collect();
    }
    shared.entries.sort_by(|one, other| {
        one.candidate.act.cmp(&other.candidate.act).then(one.candidate.by_rank(&other.candidate))
    });
    shared
}

/// Takes the first of a queue that is not held out, if it still fits into the day.
fn take<'a>(
    queue: &mut VecDeque<Lead<'a>>,
    minutes: u32,
    is_held_out: &impl Fn(&Lead) -> bool,
    shared: &mut Shared<'a>,
) -> bool {
    while let Some(lead) = queue.pop_front() {
        if shared.minutes_planned + lead.candidate.minutes > minutes {
            queue.clear();
            return false;
        }
        if is_held_out(&lead) {
            shared.held_out.push(lead);
            continue;
        }
        shared.minutes_planned += lead.candidate.minutes;
        shared.entries.push(lead);
        return true;
    }
    false
}
