//! The reasons to do something for one customer today: numbers and ids only, no strings.

use crate::{Act, Bounds, look::Look, reasons};
use book::{CustomerId, Day, History, ProviderId};
use judge::{Assessment, Context, follow_up::FollowUp};
use std::cmp::Ordering;

/// One reason to act.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// For whom.
    pub customer: CustomerId,
    /// Who should act; `None` is the owner.
    pub provider: Option<ProviderId>,
    /// What to do.
    pub act: Act,
    /// Higher is sooner; compared within one act only. What is at stake in minor units or contacts, days
    /// late, days open.
    pub rank: f64,
    /// Minutes it takes.
    pub minutes: u32,
    /// A duty: never held out, never dropped.
    pub must: bool,
    /// What it rests on.
    pub basis: Basis,
}

/// What a candidate rests on, so that it can be put into words later.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Basis {
    /// Index into `History::promises`.
    Promise(usize),
    /// Index into `History::voice`.
    Issue(usize),
    /// A follow-up that is due.
    FollowUp(FollowUp),
    /// Unverified deliveries.
    Foundation,
    /// Goods that came back: index into `History::purchases`.
    GoodsBack(usize),
    /// Candour silence.
    Silence,
    /// Purchases are overdue.
    PurchaseRhythm,
    /// Contacts are overdue.
    ContactRhythm,
    /// Index into `History::knowledge`, and the day of the need.
    FutureNeed(usize, Day),
    /// Brought another customer: index into `History::referrals`.
    Referral(usize),
    /// Said something kind that nobody answered: index into `History::voice`.
    Praise(usize),
    /// The n-th order or visit.
    Milestone(u32),
    /// So many years since the first.
    Anniversary(u32),
    /// The next order is about due and an offer is wanted.
    Reorder,
    /// So many unanswered in a row; wait until the day.
    Unanswered(u32, Day),
    /// A pause was asked for, until the day if one was named.
    Paused(Option<Day>),
    /// Gone so long that a call rarely helps.
    Gone,
}

impl Candidate {
    /// Highest rank first, then by customer: the order within an act.
    pub fn by_rank(&self, other: &Candidate) -> Ordering {
        other.rank.total_cmp(&self.rank).then(self.customer.cmp(&other.customer))
    }
}

/// Every reason to do something for one customer on the context's day, in no particular order. `history` must
/// be cut to `context.as_of`. Most customers have none.
pub fn candidates(history: &History, context: &Context, assessment: &Assessment) -> Vec<Candidate> {
    let mut found = Vec::new();
    let look = Look::new(history, context, assessment);
    reasons::promises(&look, &mut found);
    reasons::issues(&look, &mut found);
    reasons::check_backs(&look, &mut found);
    suggestions(&look, &mut found);
    for candidate in &mut found {
        candidate.minutes = look.minutes(candidate.act, candidate.minutes);
    }
    found
}

/// What is not a duty, within what the customer allows.
fn suggestions(look: &Look, found: &mut Vec<Candidate>) {
    let bounds = &look.bounds;
    if bounds.refused {
        return;
    }
    let duties = found.len();
    reasons::follow_ups(look, found);
    reasons::future_needs(look, found);
    reasons::off_rhythm(look, found);
    reasons::verify(look, found);
    reasons::ask_silent(look, found);
    reasons::just_because(look, found);
    reasons::sell(look, found);
    let mut place = 0;
    found.retain(|candidate| {
        place += 1;
        place <= duties || is_allowed(bounds, candidate.act)
    });
    let basis = match (bounds.paused, bounds.stopped) {
        (Some(until), _) => Basis::Paused(until),
        (None, Some((count, until))) => Basis::Unanswered(count, until),
        (None, None) => return,
    };
    // Leaving alone is worth a line only where we would otherwise have suggested something.
    let best = found[duties..].iter().map(|candidate| candidate.rank).fold(f64::NEG_INFINITY, f64::max);
    found.truncate(duties);
    if best > f64::NEG_INFINITY {
        found.push(look.candidate(Act::LeaveAlone, best, basis));
    }
}

/// Whether this act is still open to us with this customer.
fn is_allowed(bounds: &Bounds, act: Act) -> bool {
    let service = matches!(act, Act::FollowUp | Act::Newcomer);
    if act == Act::LeaveAlone {
        return true;
    }
    if (bounds.refused_marketing && !service) || (bounds.refused_service && service) {
        return false;
    }
    if bounds.strictly_business && !matches!(act, Act::FollowUp | Act::FutureNeed | Act::Sell) {
        return false;
    }
    match act {
        Act::FollowUp | Act::Newcomer | Act::FutureNeed => !bounds.recent_outreach,
        _ => !bounds.recent_contact,
    }
}
