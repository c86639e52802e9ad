//! J6d: candour silence (Levitt; C119). A question to ask, never a verdict of unhappiness.
//!
//! A frank word is a complaint, a concern or a suggestion (or a word of unknown kind); praise is none.
//! An exposure is a day on which the customer could have had something to say: a delivery (a sale, where no
//! delivery is recorded) or a conversation, each day once, so that an invoice split in three is one chance.
//! In a book that records neither words nor questions silence tells nothing, or every customer known from
//! invoices alone would be "silent" (rule 3.0.2: unknown is not zero).

use crate::{Context, Judgement, rhythm};
use book::{Day, Delivery, History, Voice, VoiceKind};

mod sentences;

/// What is known of the silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CandorSilence {
    /// Nobody asked in that time.
    NotContacted,
    /// Somebody asked; no answer is recorded.
    AskedNoAnswer,
    /// Somebody asked, and the customer said it was fine.
    AskedSaidFine,
}

impl CandorSilence {
    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            CandorSilence::NotContacted => "not_contacted",
            CandorSilence::AskedNoAnswer => "asked_no_answer",
            CandorSilence::AskedSaidFine => "asked_said_fine",
        }
    }
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CandorVerdict {
    /// Deliveries and contacts since the last frank word.
    pub exposures: u32,
    /// Frank words that others would have spoken in as many.
    pub expected_words: f64,
    /// Chance of such a silence.
    pub chance: f64,
    /// Day of the last frank word.
    pub last_voice_day: Option<Day>,
    /// Day of the last time somebody asked.
    pub last_asked_day: Option<Day>,
    /// Day on which the customer last said that it was fine, since the last frank word.
    pub said_fine_day: Option<Day>,
    /// The split.
    pub silence: CandorSilence,
    /// The book records voice or questions at all; without them silence says nothing.
    pub recorded: bool,
    /// A sign to ask about.
    pub sign: bool,
}

/// Days for which "it is fine" clears the sign (J6d).
const FINE_DAYS: i32 = 90;

/// Judges the silence since the last frank word.
pub fn assess(history: &History, context: &Context) -> CandorVerdict {
    let population = context.population;
    let recorded = population.voice.0 > 0
        || population.questions_asked > 0
        || population.deliveries_asked.0 > 0
        || !history.voice.is_empty();
    let last_voice_day =
        history.voice.iter().filter(|voice| is_frank(&voice.detail)).map(|voice| voice.day).next_back();
    let exposures = exposures_after(history, last_voice_day);
    let (alpha, beta) = voice_prior(context);
    let chance = stats::gamma_poisson_zero(alpha, beta, f64::from(exposures));
    let last_asked_day = last_asked_day(history, context);
    let said_fine_day = said_fine_day(history, context).filter(|day| Some(*day) >= last_voice_day);
    let asked_since = last_asked_day.is_some_and(|day| Some(day) >= last_voice_day);
    let silence = match said_fine_day {
        Some(_) => CandorSilence::AskedSaidFine,
        None if asked_since => CandorSilence::AskedNoAnswer,
        None => CandorSilence::NotContacted,
    };
    let is_fine = said_fine_day.is_some_and(|day| context.days_ago(day) <= FINE_DAYS);
    CandorVerdict {
        exposures,
        expected_words: f64::from(exposures) * alpha / beta,
        chance,
        last_voice_day,
        last_asked_day,
        said_fine_day,
        silence,
        recorded,
        sign: recorded && exposures > 0 && chance < context.parameters.voice_sign && !is_fine,
    }
}

/// The Gamma prior (shape, exposures) of frank words: the population's own, else the documented default.
fn voice_prior(context: &Context) -> (f64, f64) {
    let (alpha, beta) = context.population.voice_prior;
    if alpha > 0.0 && beta > 0.0 {
        (alpha, beta)
    } else {
        (context.parameters.voice_alpha, context.parameters.voice_beta)
    }
}

/// Whether a word counts as frank: anything but praise.
pub(crate) fn is_frank(voice: &Voice) -> bool {
    voice.kind != Some(VoiceKind::Praise)
}

/// Whether the customer answered any of the three questions about a delivery (C147).
pub(crate) fn was_answered(delivery: &Delivery) -> bool {
    delivery.got_it.is_some() || delivery.easy.is_some() || delivery.pleasant.is_some()
}

/// Distinct days after `after` (all days when `None`) with a delivery (or, where none is recorded at all, a
/// sale) or a conversation.
pub(crate) fn exposures_after(history: &History, after: Option<Day>) -> u32 {
    let spoken = rhythm::spoken(history).map(|contact| contact.day);
    if history.deliveries.is_empty() {
        distinct_days(history.sales().map(|sale| sale.day), spoken, after)
    } else {
        distinct_days(history.deliveries.iter().map(|delivery| delivery.day), spoken, after)
    }
}

/// Distinct days of two lists in order of time, without allocating.
fn distinct_days(
    first: impl Iterator<Item = Day>,
    second: impl Iterator<Item = Day>,
    after: Option<Day>,
) -> u32 {
    let (mut first, mut second) = (first.peekable(), second.peekable());
    let (mut count, mut last_day) = (0, after);
    loop {
        let day = match (first.peek(), second.peek()) {
            (Some(a), Some(b)) if b < a => second.next(),
            (Some(_), _) => first.next(),
            (None, _) => second.next(),
        };
        let Some(day) = day else { return count };
        if Some(day) > last_day {
            count += 1;
            last_day = Some(day);
        }
    }
}

/// The last day on which somebody asked how things are: a check-in question, an answered question about a
/// delivery, or an answer after a complaint was put right.
fn last_asked_day(history: &History, context: &Context) -> Option<Day> {
    let asked = history.interactions.iter().rev().find(|contact| contact.detail.asked_question == Some(true));
    let answered = history.deliveries.iter().rev().find(|delivery| was_answered(&delivery.detail));
    let after_repair = history.voice.iter().filter(|voice| voice.detail.satisfied.is_some());
    let days = [asked.map(|contact| contact.day), answered.map(|delivery| delivery.day)];
    days.into_iter()
        .flatten()
        .chain(after_repair.filter_map(|voice| voice.detail.resolved_at.map(|at| context.day_of(at))))
        .max()
}

/// The last day on which the customer said that things are fine: good answers about a delivery, praise,
/// content after a complaint was put right, or a check-in conversation that settled the matter.
fn said_fine_day(history: &History, context: &Context) -> Option<Day> {
    let delivered = history.deliveries.iter().rev().find(|delivery| {
        let detail = &delivery.detail;
        detail.got_it == Some(true) && detail.easy != Some(false) && detail.pleasant != Some(false)
    });
    let praised = history.voice.iter().rev().find(|voice| voice.detail.kind == Some(VoiceKind::Praise));
    let checked = rhythm::spoken(history)
        .rev()
        .find(|contact| contact.detail.asked_question == Some(true) && contact.detail.solved == Some(true));
    let content = history.voice.iter().filter(|voice| voice.detail.satisfied == Some(true));
    let days = [
        delivered.map(|delivery| delivery.day),
        praised.map(|voice| voice.day),
        checked.map(|contact| contact.day),
    ];
    days.into_iter()
        .flatten()
        .chain(content.filter_map(|voice| voice.detail.resolved_at.map(|at| context.day_of(at))))
        .max()
}

/// Puts the silence into words.
pub fn judgements(verdict: &CandorVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    vec![sentences::judgement(verdict, history, context)]
}

#[cfg(test)]
mod tests;
