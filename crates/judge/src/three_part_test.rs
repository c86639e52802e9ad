//! J5: know each other, share something in common, communicate (E2; C86).
//!
//! The test is between the customer and the people of the business together. **Know**: both sides of T2 (J1).
//! **Share**: common ground besides the business, from the customer or confirmed by both
//! ([`crate::signals`]).
//! **Communicate**: two contact days or more, the last within twice the customer's own usual gap or within
//! the agreed cadence, and never longer ago than 18 months. Messages without an answer are no communication.
//! A part without facts is unknown, never failed.

use crate::contacts::{self, ContactDay};
use crate::relationship_kind::{KindVerdict, both};
use crate::signals::{self, Moment, Whom};
use crate::{Context, Judgement, TestOutcome, rhythm::RhythmVerdict};
use book::{Day, History};

mod sentences;

/// Days after which nobody is said to communicate (18 months).
const SILENCE_DAYS_MAX: i32 = 548;

/// The three answers, and how many passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreePartVerdict {
    /// Both sides know each other.
    pub know: TestOutcome,
    /// Something in common besides the business.
    pub share: TestOutcome,
    /// Both spoke, and lately enough.
    pub communicate: TestOutcome,
}

impl ThreePartVerdict {
    /// The three parts, in order.
    pub fn parts(&self) -> [TestOutcome; 3] {
        [self.know, self.share, self.communicate]
    }

    /// Parts passed, 0 to 3.
    pub fn passed(&self) -> u32 {
        self.count(TestOutcome::Pass)
    }

    /// Parts nobody knows, 0 to 3.
    pub fn unknown(&self) -> u32 {
        self.count(TestOutcome::Unknown)
    }

    fn count(&self, outcome: TestOutcome) -> u32 {
        self.parts().into_iter().map(|part| u32::from(part == outcome)).sum()
    }
}

/// Puts the customer to the test. `kind` and `contact_rhythm` are verdicts of the same history.
pub fn assess(
    history: &History,
    context: &Context,
    kind: &KindVerdict,
    contact_rhythm: Option<&RhythmVerdict>,
) -> ThreePartVerdict {
    assess_on(&contacts::contact_days(history), history, context, (kind, contact_rhythm))
}

/// [`assess`] with the contact days at hand.
pub(crate) fn assess_on(
    days: &[ContactDay],
    history: &History,
    context: &Context,
    (kind, contact_rhythm): (&KindVerdict, Option<&RhythmVerdict>),
) -> ThreePartVerdict {
    let moment = Moment::now(context);
    let window_days = context.parameters.window_days;
    let whole = (Whom::Organization, kind.named_provider);
    ThreePartVerdict {
        know: both((
            signals::we_know_them(history, &moment, window_days, Whom::Organization),
            signals::they_know_us(history, &moment, window_days, whole),
        )),
        share: signals::common_ground(history, &moment, window_days),
        communicate: communicate(days, history, context, (kind, contact_rhythm)),
    }
}

/// Days on which both spoke or one was served, and the last of them.
fn spoken_days(days: &[ContactDay]) -> (u32, Option<Day>) {
    let distinct = days.chunk_by(|one, next| one.day == next.day).count();
    (u32::try_from(distinct).unwrap_or(u32::MAX), days.last().map(|contact| contact.day))
}

fn communicate(
    days: &[ContactDay],
    history: &History,
    context: &Context,
    (kind, contact_rhythm): (&KindVerdict, Option<&RhythmVerdict>),
) -> TestOutcome {
    // Invoices alone, all older than the window, are nothing to judge from.
    let nothing = kind.contact_days == 0 && history.interactions.is_empty();
    let (days, last) = if nothing { (0, None) } else { spoken_days(days) };
    let Some(last_day) = last else { return without_contacts(history) };
    let open_days = context.days_ago(last_day);
    if open_days > SILENCE_DAYS_MAX {
        return TestOutcome::Fail;
    }
    if days < 2 {
        return TestOutcome::Unknown;
    }
    let usual = contact_rhythm.map_or(f64::from(SILENCE_DAYS_MAX), |rhythm| 2.0 * rhythm.usual_days);
    let agreed = contact_rhythm.and_then(|rhythm| rhythm.agreed_days).map_or(0.0, f64::from);
    let within = f64::from(open_days) <= usual.max(agreed);
    if within { TestOutcome::Pass } else { TestOutcome::Fail }
}

/// Messages went out and none came back: no communication. Nothing recorded: unknown.
fn without_contacts(history: &History) -> TestOutcome {
    let one_way = !history.touches.is_empty()
        || history.interactions.iter().any(|contact| contact.detail.two_way == Some(false));
    let answered = history.touches.iter().any(|touch| touch.detail.answered_at.is_some());
    if one_way && !answered { TestOutcome::Fail } else { TestOutcome::Unknown }
}

/// Puts the verdict into words.
pub fn judgements(verdict: &ThreePartVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    vec![sentences::judgement(verdict, history, context)]
}

#[cfg(test)]
mod tests;
