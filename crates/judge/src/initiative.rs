//! J6c: does the customer begin fewer of the contacts?
//!
//! Only conversations count (both sides spoke, and the record says who began): unanswered messages are our
//! doing and say nothing about the customer's initiative. The last eight are compared with at least three
//! earlier ones, so that the flat prior alone never decides.

use crate::{Context, Judgement, JudgementKind, draft::Draft, rhythm, words};
use book::{History, Initiator, Interaction, fact::Fact};
use stats::Beta;

/// The verdict: (begun by the customer, contacts) among the last eight and before them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InitiativeVerdict {
    /// Among the last eight.
    pub recent: (u32, u32),
    /// Among the earlier ones.
    pub earlier: (u32, u32),
    /// P(recent rate < earlier rate).
    pub probability: f64,
    /// A sign of decline.
    pub sign: bool,
}

/// Conversations that count as recent (J6c).
const RECENT: u32 = 8;
/// P(recent < earlier) at which fading is a sign (J6c).
const SIGN_PROBABILITY: f64 = 0.90;

/// Conversations of which the record says who began them.
fn begun(history: &History) -> impl DoubleEndedIterator<Item = &Fact<Interaction>> + Clone {
    rhythm::spoken(history).filter(|contact| contact.detail.initiated_by.is_some())
}

/// Compares the last eight conversations with the earlier ones. `None` with too few of either.
pub fn assess(history: &History, context: &Context) -> Option<InitiativeVerdict> {
    let (mut recent, mut earlier) = ((0, 0), (0, 0));
    for (place, contact) in begun(history).rev().zip(0_u32..).map(|(contact, place)| (place, contact)) {
        let side = if place < RECENT { &mut recent } else { &mut earlier };
        side.0 += u32::from(contact.detail.initiated_by == Some(Initiator::Customer));
        side.1 += 1;
    }
    if earlier.1 < context.parameters.contacts_min {
        return None;
    }
    let rate = |(begun, of): (u32, u32)| Beta::posterior(f64::from(begun), f64::from(of));
    let probability = stats::beta_less(&rate(recent), &rate(earlier));
    Some(InitiativeVerdict { recent, earlier, probability, sign: probability >= SIGN_PROBABILITY })
}

/// Puts the comparison into words.
pub fn judgements(
    verdict: Option<&InitiativeVerdict>,
    history: &History,
    context: &Context,
) -> Vec<Judgement> {
    let draft = Draft::new(JudgementKind::Initiative, history, context).facts(begun(history));
    let Some(verdict) = verdict else {
        return vec![too_few(draft, history, context)];
    };
    let value = if verdict.sign { "fading" } else { "steady" };
    let facts = format!(
        "They began {} of the last {} conversations and {} of the {} before.",
        verdict.recent.0, verdict.recent.1, verdict.earlier.0, verdict.earlier.1
    );
    let weight = if verdict.sign {
        format!(
            "It is {} sure that they come to you less than they did. Ask what has changed.",
            words::percent(verdict.probability)
        )
    } else {
        "That is no clear change.".to_owned()
    };
    let would_change = if verdict.sign {
        "A few conversations that they begin would clear this."
    } else {
        "Several conversations in a row that only you begin would show as fading."
    };
    let (low, high) = Beta::posterior(f64::from(verdict.recent.0), f64::from(verdict.recent.1)).interval80();
    let share = f64::from(verdict.recent.0) / f64::from(verdict.recent.1);
    let draft = draft
        .assessed(value)
        .estimate(share, low, high)
        .sentence(format!("{facts} {weight}"))
        .would_change(would_change)
        .caveat("Conversations they began by a channel nobody logs are missing here.");
    vec![draft.done()]
}

fn too_few(draft: Draft, history: &History, context: &Context) -> Judgement {
    let have = begun(history).count() as u32;
    if have == 0 {
        let draft = draft.not_assessed("No conversation is recorded of which it is known who began it.");
        return draft.would_change("Note with each conversation who began it.").done();
    }
    draft.too_early(have, RECENT + context.parameters.contacts_min, "conversation").done()
}

#[cfg(test)]
mod tests;
