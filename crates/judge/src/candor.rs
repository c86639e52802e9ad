//! J6d: candour silence (Levitt; C119). A question to ask, never a verdict of unhappiness.

use crate::{Context, Judgement};
use book::History;

use book::Day;

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
    /// The split.
    pub silence: CandorSilence,
    /// The book records voice or questions at all; without them silence says nothing.
    pub recorded: bool,
    /// A sign to ask about.
    pub sign: bool,
}

/// Stub: to be written.
pub fn assess(history: &History, context: &Context) -> CandorVerdict {
    let _ = (history, context);
    todo!("assess")
}

/// Stub: to be written.
pub fn judgements(verdict: &CandorVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
