//! What a kind of suggestion changed: people to whom it was made against people held out (evidence 1.10).
//!
//! Each arm's share is a Beta posterior (flat prior); P(rate treated > rate held out) decides, from .95 on;
//! the difference is shown with its 80 % interval. "Cannot tell yet" is the usual answer of a small
//! hold-out, and what it *could* see is said before it starts. No effect is ever claimed without a hold-out.

use crate::finding::{Draft, Finding, FindingKind, Subject, SubjectKind};
use crate::{Parameters, Rate};
use book::Day;
use judge::words;
use serde::Serialize;

/// One side of a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Arm {
    /// People in it.
    pub people: u64,
    /// Of these, to whom it happened (they bought again, say, or left).
    pub happened: u64,
}

impl Arm {
    /// Its rate.
    pub fn rate(&self) -> Rate {
        Rate::of(self.happened, self.people)
    }

    /// Adds the sums of another part.
    pub fn merge(&mut self, other: Arm) {
        self.people += other.people;
        self.happened += other.happened;
    }
}

/// The reading of a trial. Whether more is better depends on what was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It happened more often where the suggestion was made.
    MoreOften,
    /// It happened less often there.
    LessOften,
    /// Either may be true.
    CannotTellYet,
}

impl Effect {
    /// The `snake_case` word.
    pub fn word(self) -> &'static str {
        match self {
            Effect::MoreOften => "more_often",
            Effect::LessOften => "less_often",
            Effect::CannotTellYet => "cannot_tell_yet",
        }
    }
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EffectVerdict {
    /// Where the suggestion was made.
    pub treated: Rate,
    /// Where it was not.
    pub held_out: Rate,
    /// P(rate treated > rate held out).
    pub probability_more: f64,
    /// Difference of the rates (treated less held out), with its 80 % interval.
    pub difference: (f64, f64, f64),
    /// The reading.
    pub reading: Effect,
}

/// Judges a trial; `None` where an arm has too few people.
pub fn assess(treated: Arm, held_out: Arm, parameters: &Parameters) -> Option<EffectVerdict> {
    if treated.people.min(held_out.people) < parameters.arm_min {
        return None;
    }
    let (one, other) = (treated.rate(), held_out.rate());
    let probability_more = stats::beta_less(&other.belief(), &one.belief());
    let end = |p| stats::beta_difference_quantile(&one.belief(), &other.belief(), p);
    let difference = (one.mean - other.mean, end(0.1)?, end(0.9)?);
    let reading = if probability_more >= parameters.effect_probability {
        Effect::MoreOften
    } else if probability_more <= 1.0 - parameters.effect_probability {
        Effect::LessOften
    } else {
        Effect::CannotTellYet
    };
    Some(EffectVerdict { treated: one, held_out: other, probability_more, difference, reading })
}

/// The smallest difference of rates that a trial would find four times in five (80 % power, two-sided 5 %):
/// (z(.975) + z(.80)) x root of p (1 - p) (1 / held out + 1 / treated), with the rate `p` without the
/// suggestion. `None` where an arm is empty or the rate is none. Evidence 4: .089 at (.10, 1,000, .10), .053
/// at half and half.
pub fn smallest_detectable(base_rate: f64, people: u64, share_held_out: f64) -> Option<f64> {
    let held_out = people as f64 * share_held_out;
    let treated = people as f64 - held_out;
    if !((0.0..=1.0).contains(&base_rate) && held_out >= 1.0 && treated >= 1.0) {
        return None;
    }
    let deviations = stats::normal_quantile(0.975) + stats::normal_quantile(0.80);
    Some(deviations * (base_rate * (1.0 - base_rate) * (1.0 / held_out + 1.0 / treated)).sqrt())
}

/// What a trial was about, in the words of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial<'t> {
    /// What was suggested: `calling people who went quiet`.
    pub act: &'t str,
    /// What happened, or not: `bought within 90 days`.
    pub happened: &'t str,
}

/// The finding of a trial.
pub fn finding(
    trial: Trial,
    (treated, held_out): (Arm, Arm),
    parameters: &Parameters,
    as_of: Day,
) -> Finding {
    let Trial { act, happened } = trial;
    let draft = Draft::new(FindingKind::Effect, Subject::named(SubjectKind::Act, act), as_of)
        .rests_on("treated", treated.people)
        .rests_on("held_out", held_out.people)
        .caveat(
            "True of the people of this trial; of others, and of later years, only as far as they are alike.",
        );
    let act_first = words::sentence_case(act);
    let Some(verdict) = assess(treated, held_out, parameters) else {
        let fewest = treated.people.min(held_out.people);
        let sentence = if held_out.people == 0 {
            format!("{act_first}: nobody was held out, so nobody can say what it changed.")
        } else {
            format!("{act_first}: too early to say, the smaller side has {}.", crate::rate::people(fewest))
        };
        let missing = parameters.arm_min.saturating_sub(fewest);
        return draft
            .not_enough(sentence)
            .would_change(format!(
                "{} on the smaller side would be a beginning.",
                crate::rate::count(missing, "more person").replace("persons", "people")
            ))
            .done();
    };
    let (difference, low, high) = verdict.difference;
    let points = |share: f64| format!("{:+.1}", share * 100.0);
    let facts = format!(
        "{} of {} {happened} with it, {} of {} without: a difference of {} points ({} to {}).",
        treated.happened,
        treated.people,
        held_out.happened,
        held_out.people,
        points(difference),
        points(low),
        points(high)
    );
    let reading = match verdict.reading {
        Effect::MoreOften => {
            format!(" With it more often, {} sure.", words::percent(verdict.probability_more))
        }
        Effect::LessOften => {
            format!(" With it less often, {} sure.", words::percent(1.0 - verdict.probability_more))
        }
        Effect::CannotTellYet => " Cannot tell yet which is better.".to_owned(),
    };
    let everybody = treated.people + held_out.people;
    let share = held_out.people as f64 / everybody as f64;
    let sees = smallest_detectable(verdict.held_out.mean, everybody, share);
    let would_change = match (verdict.reading, sees) {
        (Effect::CannotTellYet, Some(sees)) => {
            format!("More people: so many can show a difference of {:.1} points or more.", sees * 100.0)
        }
        _ => "Another trial that comes out otherwise.".to_owned(),
    };
    let draft = match verdict.reading {
        Effect::CannotTellYet => draft.undetermined(verdict.reading.word()),
        reading => draft.assessed(reading.word()),
    };
    draft
        .estimate(verdict.difference)
        .sentence(format!("{act_first}: {facts}{reading}"))
        .would_change(would_change)
        .done()
}

/// What a trial could see, said before it starts: `A hold-out of 10 % of 1,000 people ...`.
pub fn before_it_starts(base_rate: f64, people: u64, share_held_out: f64) -> Option<String> {
    let points = |share: f64| smallest_detectable(base_rate, people, share).map(|sees| sees * 100.0);
    let (own, half) = (points(share_held_out)?, points(0.5)?);
    Some(format!(
        "Holding out {} of {} shows a difference of {own:.1} points or more, four times in five, if {} \
         do it anyway; half and half would show {half:.1}.",
        words::percent(share_held_out),
        crate::rate::people(people),
        words::percent(base_rate)
    ))
}

#[cfg(test)]
mod tests;
