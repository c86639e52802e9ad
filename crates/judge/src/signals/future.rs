//! A future that each side expects (T4).

use super::{EXPECTS, LEAVES, Moment, NEXT_DATE, Whom, YEAR_DAYS, is_live, is_witnessed, newer, one_of};
use crate::TestOutcome;
use book::{
    Day, Fact, History, Initiator, Knowledge, Origin, Promise, PromiseOutcome, Promisor, ProviderId, Text,
};

/// T4, (theirs, ours): each side's newest signal within 12 months. `named` is the provider whom the customer
/// asked for: "my regular" is a signal of theirs.
pub fn future(
    history: &History,
    moment: &Moment,
    (whom, named): (Whom, Option<ProviderId>),
) -> (TestOutcome, TestOutcome) {
    let mut theirs: Option<Day> = None;
    let mut ours: Option<Day> = None;
    let mut leaves: Option<Day> = None;
    for fact in history.knowledge.iter().filter(|fact| is_live(fact, moment, YEAR_DAYS)) {
        if one_of(&fact.detail.kind, LEAVES) && is_witnessed(fact) {
            leaves = leaves.max(Some(fact.day));
        } else if whom.concerns(fact.provider) && one_of(&fact.detail.kind, EXPECTS) {
            theirs = theirs.max(is_witnessed(fact).then_some(fact.day));
            ours = ours.max((fact.detail.origin != Some(Origin::Stated)).then_some(fact.day));
        }
    }
    theirs = theirs.max(wished(history, moment, (whom, named)));
    for promise in history.promises.iter().filter(|promise| is_ahead(promise, moment, whom)) {
        let side = if promise.detail.by == Some(Promisor::Customer) { &mut theirs } else { &mut ours };
        *side = (*side).max(Some(promise.day));
    }
    for contact in moment.of(&history.interactions, YEAR_DAYS) {
        let (begun_by, agreed) = (contact.detail.initiated_by, contact.detail.two_way == Some(true));
        let says_something = agreed || begun_by.is_some();
        let is_next = |purpose: &Text| one_of(purpose, NEXT_DATE);
        if !says_something
            || !whom.concerns(contact.provider)
            || !contact.detail.purpose.as_ref().is_some_and(is_next)
        {
            continue;
        }
        theirs = theirs.max((agreed || begun_by == Some(Initiator::Customer)).then_some(contact.day));
        ours = ours.max((agreed || begun_by == Some(Initiator::Us)).then_some(contact.day));
    }
    (newer(theirs, leaves), newer(ours, None))
}

/// The newest wish for the provider or for a cadence, which is a wish to go on.
fn wished(history: &History, moment: &Moment, (whom, named): (Whom, Option<ProviderId>)) -> Option<Day> {
    let is_own = |origin: Option<Origin>| matches!(origin, None | Some(Origin::Stated | Origin::Observed));
    let asked_for = named.is_some_and(|named| whom == Whom::Organization || whom.is(named));
    history
        .wishes
        .iter()
        .rev()
        .filter(|wish| is_own(wish.detail.origin) && moment.within(wish.day, YEAR_DAYS))
        .find(|wish| {
            let cadence = wish.detail.cadence_days.is_some() && whom.concerns(wish.provider);
            cadence || (asked_for && wish.detail.named_provider.is_some())
        })
        .map(|wish| wish.day)
}

/// Whether a promise of either side shows a next time: made within 12 months, not settled by then and not
/// past due.
pub fn is_ahead(promise: &Fact<Promise>, moment: &Moment, whom: Whom) -> bool {
    let detail = &promise.detail;
    let settled_later = detail.closed_at.is_some_and(|closed| closed > moment.at);
    let open = settled_later || matches!(detail.outcome, None | Some(PromiseOutcome::Open));
    open && moment.within(promise.day, YEAR_DAYS)
        && detail.due_at.is_none_or(|due| moment.is_ahead(due))
        && whom.concerns(promise.provider)
}

/// Whether a fact shows that either side expects a next time.
pub fn is_expectation(fact: &Fact<Knowledge>, moment: &Moment, whom: Whom) -> bool {
    one_of(&fact.detail.kind, EXPECTS) && is_live(fact, moment, YEAR_DAYS) && whom.concerns(fact.provider)
}
