//! J9 from one history: what followed each touch.
//!
//! A conversation, or something learned, is credited to the last touch before it, within 14 days: otherwise
//! three messages in a fortnight would each claim the same talk.

use crate::Parameters;
use crate::tactics::{Loyalty, TacticTally};
use book::{Adaptation, Delivery, Fact, History, Initiator, Text, Timestamp, Touch, time::DAY_MICROS};
use judge::Context;
use std::collections::BTreeMap;

/// Adds the touches of the window, and buying under incentives.
pub(super) fn add(tactics: &mut BTreeMap<Text, TacticTally>, history: &History, context: &Context) {
    let window_days = context.parameters.window_days;
    let from = history.touches.partition_point(|touch| context.days_ago(touch.day) > window_days);
    for (place, touch) in history.touches.iter().enumerate().skip(from) {
        let next = history.touches.get(place + 1).map_or(Timestamp(i64::MAX), |next| next.at);
        let until =
            Timestamp(touch.at.0.saturating_add(i64::from(Parameters::CONVERSATION_DAYS) * DAY_MICROS))
                .min(next);
        let tally = tactics.entry(touch.detail.tactic.clone()).or_default();
        add_touch(tally, touch, history, until);
    }
    add_incentives(tactics, history, context);
}

fn add_touch(tally: &mut TacticTally, touch: &Fact<Touch>, history: &History, until: Timestamp) {
    let detail = &touch.detail;
    let is_followed = |at: Timestamp| touch.at < at && at <= until;
    tally.sends += 1;
    tally.answered += u64::from(detail.answered_at.is_some());
    tally.harm += u64::from(detail.opted_out == Some(true) || detail.complained == Some(true));
    let design = &mut tally.design;
    design.conditional_on_purchase.add(detail.conditional_on_purchase);
    design.claims_relationship.add(detail.claims_relationship);
    design.same_for_all.add(detail.same_for_all);
    design.human_author.add(detail.human_author);
    design.signed_by_nonauthor.add(detail.signed_by_nonauthor);
    let first = history.interactions.partition_point(|contact| contact.at <= touch.at);
    let followed = || history.interactions[first..].iter().take_while(|contact| contact.at <= until);
    tally.conversations += u64::from(followed().any(|contact| contact.detail.two_way == Some(true)));
    let span = i64::from(Parameters::CONVERSATION_DAYS) * DAY_MICROS;
    let before = history.interactions[..first].iter().rev();
    let mut before = before.take_while(|contact| contact.at.0 > touch.at.0.saturating_sub(span));
    tally.talked_before.add(Some(before.any(|contact| contact.detail.two_way == Some(true))));
    let request = followed().find(|contact| contact.detail.initiated_by == Some(Initiator::Customer));
    tally.requests.add(request.and_then(|request| request.detail.solved));
    let learned = history.knowledge.iter().filter(|known| is_followed(known.at));
    let (mut used, mut shared) = (false, false);
    for known in learned {
        let uses = |adaptation: &Fact<Adaptation>| {
            adaptation.detail.knowledge == Some(known.id) && adaptation.at >= known.at
        };
        used |= history.adaptations.iter().any(uses);
        shared |= known.detail.kind == "common_ground";
    }
    tally.learned_and_used += u64::from(used);
    tally.common_ground += u64::from(shared);
}

/// Every incentive under which this customer bought is a tactic, conditional by its nature. Two sales or
/// more, all under the same one: buying again only with it.
fn add_incentives(tactics: &mut BTreeMap<Text, TacticTally>, history: &History, context: &Context) {
    let window_days = context.parameters.window_days;
    let mut sales = history.sales().filter(|sale| context.days_ago(sale.day) <= window_days).peekable();
    let Some(first) = sales.peek().map(|sale| sale.detail.incentive.as_ref()) else { return };
    let (mut count, mut always) = (0, true);
    for sale in sales {
        count += 1;
        always &= sale.detail.incentive.as_ref() == first;
        if let Some(incentive) = &sale.detail.incentive {
            let design = &mut tactics.entry(incentive.clone()).or_default().design;
            design.conditional_on_purchase.add(Some(true));
        }
    }
    if let Some(incentive) = first.filter(|_| always && count >= 2) {
        let answer = history.deliveries.iter().rev().find_map(|delivery| is_weak(&delivery.detail));
        let loyalty = &mut tactics.entry(incentive.clone()).or_default().loyalty;
        let Loyalty { always_with_incentive, answered, weak } = loyalty;
        *always_with_incentive += 1;
        *answered += u64::from(answer.is_some());
        *weak += u64::from(answer == Some(true));
    }
}

/// Whether the answers about a delivery were poor; `None` without an answer.
fn is_weak(delivery: &Delivery) -> Option<bool> {
    let answers = [delivery.got_it, delivery.easy, delivery.pleasant];
    answers.iter().any(Option::is_some).then(|| answers.contains(&Some(false)))
}
