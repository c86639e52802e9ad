//! J6f: does the link between provider and customer weaken from quarter to quarter?

use crate::{Context, Judgement, JudgementKind, draft::Draft, rhythm};
use book::{Day, History};

/// The verdict over quarters with any contact before them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VelocityVerdict {
    /// Quarters judged (four or more).
    pub quarters: u32,
    /// Link strength at the end of the first and of the last of them.
    pub strengths: (f64, f64),
    /// Theil-Sen slope of link strength per quarter.
    pub slope: f64,
    /// Kendall's S.
    pub kendall_s: i64,
    /// A sign of decline.
    pub sign: bool,
}

/// Quarters needed (J6f).
const QUARTERS_MIN: usize = 4;
/// Quarters looked back: the 24 months of the window.
const QUARTERS_MAX: usize = 8;
/// Days of a quarter, rounded: seven days more or less move no slope.
const QUARTER_DAYS: i32 = 91;

/// Judges the link quarter by quarter, back from the day judged. `strength_at` gives the middle of the
/// provider-customer link's bounds as of the end of a day (`None`: no contact within the window before it);
/// called once per quarter, and only for customers with a year of contacts.
pub fn assess(
    history: &History,
    context: &Context,
    strength_at: impl Fn(Day) -> Option<f64>,
) -> Option<VelocityVerdict> {
    let first_day = first_contact_day(history)?;
    if context.days_ago(first_day) < QUARTER_DAYS * (QUARTERS_MIN as i32 - 1) {
        return None;
    }
    let mut strengths = [0.0; QUARTERS_MAX];
    let mut quarters = 0;
    while quarters < QUARTERS_MAX {
        let day = context.as_of_day.plus(-QUARTER_DAYS * quarters as i32);
        if day < first_day {
            break;
        }
        let Some(strength) = strength_at(day) else { break };
        strengths[quarters] = strength;
        quarters += 1;
    }
    strengths[..quarters].reverse();
    over_quarters(&strengths[..quarters], context.parameters.velocity_sign)
}

/// The trend of strengths, one per quarter, oldest first; `None` with fewer than four.
fn over_quarters(strengths: &[f64], sign_slope: f64) -> Option<VelocityVerdict> {
    if strengths.len() < QUARTERS_MIN {
        return None;
    }
    let points: Vec<(f64, f64)> = (0_u32..).map(f64::from).zip(strengths.iter().copied()).collect();
    let slope = stats::theil_sen(&points)?;
    let kendall_s = stats::kendall_s(&points);
    Some(VelocityVerdict {
        quarters: strengths.len() as u32,
        strengths: (strengths[0], strengths[strengths.len() - 1]),
        slope,
        kendall_s,
        sign: slope < sign_slope && kendall_s < 0,
    })
}

/// First day of a conversation, or of a sale by a named provider.
fn first_contact_day(history: &History) -> Option<Day> {
    let spoke = rhythm::spoken(history).next().map(|contact| contact.day);
    let served = history.sales().find(|sale| sale.provider.is_some()).map(|sale| sale.day);
    spoke.into_iter().chain(served).min()
}

/// Puts the trend into words.
pub fn judgements(verdict: Option<&VelocityVerdict>, history: &History, context: &Context) -> Vec<Judgement> {
    let draft = Draft::new(JudgementKind::Velocity, history, context);
    let Some(verdict) = verdict else {
        return vec![too_early(draft, history, context)];
    };
    let rising = verdict.slope > -context.parameters.velocity_sign && verdict.kendall_s > 0;
    let (value, weight) = match (verdict.sign, rising) {
        (true, _) => ("falling", "It weakens from quarter to quarter. Ask how they find it these days."),
        (_, true) => ("rising", "It grows from quarter to quarter."),
        _ => ("steady", "That is no clear change."),
    };
    let sentence = format!(
        "Over {} quarters the tie to the person who serves them went from {:.2} to {:.2}, on a scale from 0 \
         to 1. \
         {weight}",
        verdict.quarters, verdict.strengths.0, verdict.strengths.1
    );
    let would_change = if verdict.sign {
        "A quarter with conversations at the usual rhythm, something new learnt and used, would halt it."
    } else {
        "Two or three quarters with fewer conversations, or another person serving, would show here."
    };
    let draft = draft
        .assessed(value)
        .facts(
            rhythm::spoken(history)
                .filter(|contact| context.days_ago(contact.day) <= QUARTER_DAYS * QUARTERS_MAX as i32),
        )
        .point(verdict.slope)
        .sentence(sentence)
        .would_change(would_change)
        .caveat(
            "The strength of a tie is a convention of five weighted signs; only its direction says much.",
        );
    vec![draft.done()]
}

fn too_early(draft: Draft, history: &History, context: &Context) -> Judgement {
    let Some(first_day) = first_contact_day(history) else {
        let draft = draft.not_assessed("No contact with a named person is recorded.");
        return draft.would_change("Note who serves them, and every conversation.").done();
    };
    let quarters = (context.days_ago(first_day) / QUARTER_DAYS + 1).min(QUARTERS_MIN as i32 - 1);
    let seen = if quarters == 1 { "one quarter".to_owned() } else { format!("{quarters} quarters") };
    let sentence =
        format!("Too early to say: contacts go back {seen} so far, and a trend takes {QUARTERS_MIN}.");
    let more = QUARTERS_MIN as i32 - quarters;
    let would_change = match more {
        1 => "One more quarter with contacts would be enough.".to_owned(),
        _ => format!("{more} more quarters with contacts would be enough."),
    };
    draft.not_enough(sentence).would_change(would_change).done()
}

#[cfg(test)]
mod tests;
