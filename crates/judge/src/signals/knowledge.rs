//! Mutual knowledge (T2) and common ground.

use super::{
    ASKS_FOR_PROVIDER, COMMON_GROUND, FROM_BUYING, KNOWS_PROVIDER, Moment, Whom, is_witnessed, one_of,
};
use crate::TestOutcome;
use book::{Fact, History, Initiator, Knowledge, Origin, ProviderId, Text};

/// Facts that must be known, and kinds among them.
const FACTS_MIN: u32 = 3;

/// Kinds that enter no judgement: told in trust, or kept by consent although of a special category.
const NEVER_JUDGED: &[&str] = &["confidence", "special"];

/// Whether a fact may still be relied on: learnt within the window, not expired, not merely computed, and of
/// a kind that may be judged with at all.
pub fn is_live(fact: &Fact<Knowledge>, moment: &Moment, window_days: i32) -> bool {
    moment.within(fact.day, window_days)
        && fact.detail.expires_at.is_none_or(|end| end > moment.at)
        && fact.detail.origin != Some(Origin::Inferred)
        && !one_of(&fact.detail.kind, NEVER_JUDGED)
}

/// T2, our side: three live facts in two kinds, one of them not from buying, one stated or observed.
/// Unknown when nothing at all was ever written down about the customer, or when all of it is opinion.
pub fn we_know_them(history: &History, moment: &Moment, window_days: i32, whom: Whom) -> TestOutcome {
    if history.knowledge.first().is_none_or(|fact| fact.day > moment.day) {
        return TestOutcome::Unknown;
    }
    let mut facts = 0;
    let mut first_kind: Option<&str> = None;
    let (mut kinds_differ, mut personal, mut witnessed) = (false, false, false);
    let live = history.knowledge.iter().filter(|fact| is_live(fact, moment, window_days));
    for fact in live.filter(|fact| whom.concerns(fact.provider)) {
        facts += 1;
        let kind = fact.detail.kind.as_str();
        kinds_differ |= *first_kind.get_or_insert(kind) != kind;
        personal |= !one_of(kind, FROM_BUYING);
        witnessed |= is_witnessed(fact);
    }
    match (facts >= FACTS_MIN && kinds_differ && personal, witnessed) {
        (true, true) => TestOutcome::Pass,
        (true, false) => TestOutcome::Unknown,
        (false, _) => TestOutcome::Fail,
    }
}

/// T2, their side: one sign that the customer knows the provider (for the organization: any of its people).
/// `named` is the provider whom the customer asked for. Without a sign unknown, since nobody records
/// ignorance.
pub fn they_know_us(
    history: &History,
    moment: &Moment,
    window_days: i32,
    (whom, named): (Whom, Option<ProviderId>),
) -> TestOutcome {
    let is_named = named.is_some_and(|named| whom == Whom::Organization || whom.is(named));
    let told = || {
        history.knowledge.iter().any(|fact| {
            one_of(&fact.detail.kind, KNOWS_PROVIDER)
                && is_witnessed(fact)
                && is_live(fact, moment, window_days)
                && whom.concerns(fact.provider)
        })
    };
    let asked = || {
        moment.of(&history.interactions, window_days).iter().any(|contact| {
            let asks = |purpose: &Text| one_of(purpose, ASKS_FOR_PROVIDER);
            contact.detail.initiated_by == Some(Initiator::Customer)
                && contact.provider.is_some()
                && whom.concerns(contact.provider)
                && contact.detail.purpose.as_ref().is_some_and(asks)
        })
    };
    if is_named || told() || asked() { TestOutcome::Pass } else { TestOutcome::Unknown }
}

/// Whether a fact is common ground that still holds.
pub fn is_common_ground(fact: &Fact<Knowledge>, moment: &Moment, window_days: i32) -> bool {
    one_of(&fact.detail.kind, COMMON_GROUND) && is_live(fact, moment, window_days)
}

/// J5, something in common besides the business: one fact, stated by the customer or seen by both. Unknown
/// when nothing is written down about the customer, or the common ground is only our opinion; failed when
/// what is written down holds none.
pub fn common_ground(history: &History, moment: &Moment, window_days: i32) -> TestOutcome {
    let (mut opinion, mut known) = (false, false);
    for fact in history.knowledge.iter().filter(|fact| is_live(fact, moment, window_days)) {
        let common = one_of(&fact.detail.kind, COMMON_GROUND);
        if common && is_witnessed(fact) {
            return TestOutcome::Pass;
        }
        opinion |= common;
        known = true;
    }
    if known && !opinion { TestOutcome::Fail } else { TestOutcome::Unknown }
}
