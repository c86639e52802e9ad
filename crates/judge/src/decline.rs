//! J6: how many signs of decline there are. The signs stand by themselves; there is no score.
//!
//! **Amendment to J6**, from evidence 1.9: silence is a question to ask, with small weight (odds ratio of
//! defection 1.1 to 1.2). Alone it is worth a watch; beside other signs it does not lift the level.

use crate::candor::CandorVerdict;
use crate::draft::Draft;
use crate::initiative::InitiativeVerdict;
use crate::load::LoadVerdict;
use crate::rhythm::{Rhythm, RhythmVerdict};
use crate::velocity::VelocityVerdict;
use crate::{Context, Judgement, JudgementKind, TestOutcome, load, rhythm, words};
use book::History;

/// The level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decline {
    /// No sign.
    None,
    /// One sign.
    Watch,
    /// Two or three signs.
    Declining,
    /// Four or more, or gone quiet with a heavy load.
    Serious,
}

impl Decline {
    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            Decline::None => "none",
            Decline::Watch => "watch",
            Decline::Declining => "declining",
            Decline::Serious => "serious",
        }
    }
}

/// The signs, each by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeclineVerdict {
    /// Contacts overdue or gone quiet.
    pub contact_rhythm: bool,
    /// Purchases overdue or gone quiet.
    pub purchase_rhythm: bool,
    /// Initiative fading.
    pub initiative: bool,
    /// Candour silence.
    pub candor: bool,
    /// Accumulating load.
    pub load: bool,
    /// Falling link strength.
    pub velocity: bool,
    /// Anything could be judged at all.
    pub judged: bool,
    /// The level.
    pub level: Decline,
    /// Which of the six could be judged, in the order of the fields above.
    pub known: [bool; 6],
}

impl DeclineVerdict {
    fn signs(&self) -> [bool; 6] {
        [self.contact_rhythm, self.purchase_rhythm, self.initiative, self.candor, self.load, self.velocity]
    }
}

/// Counts the signs. A rhythm that a season or a pause explains is none.
pub fn assess(
    contact_rhythm: Option<&RhythmVerdict>,
    purchase_rhythm: Option<&RhythmVerdict>,
    initiative: Option<&InitiativeVerdict>,
    candor: &CandorVerdict,
    load: &LoadVerdict,
    velocity: Option<&VelocityVerdict>,
) -> DeclineVerdict {
    let labeled = |rhythm: Option<&RhythmVerdict>| rhythm.is_some_and(|rhythm| rhythm.label.is_some());
    let gone_quiet = |rhythm: Option<&RhythmVerdict>| {
        rhythm.is_some_and(|rhythm| rhythm.is_sign() && rhythm.label == Some(Rhythm::GoneQuiet))
    };
    let known = [
        labeled(contact_rhythm),
        labeled(purchase_rhythm),
        initiative.is_some(),
        candor.recorded && candor.exposures > 0,
        load.open_issues + load.broken_promises > 0,
        velocity.is_some(),
    ];
    let mut verdict = DeclineVerdict {
        contact_rhythm: contact_rhythm.is_some_and(RhythmVerdict::is_sign),
        purchase_rhythm: purchase_rhythm.is_some_and(RhythmVerdict::is_sign),
        initiative: initiative.is_some_and(|initiative| initiative.sign),
        candor: candor.sign,
        load: load.sign,
        velocity: velocity.is_some_and(|velocity| velocity.sign),
        judged: known.contains(&true),
        level: Decline::None,
        known,
    };
    let quiet_and_burdened = load.sign && (gone_quiet(contact_rhythm) || gone_quiet(purchase_rhythm));
    verdict.level = level(&verdict, quiet_and_burdened);
    verdict
}

fn level(verdict: &DeclineVerdict, quiet_and_burdened: bool) -> Decline {
    let weighty = verdict.signs().iter().filter(|sign| **sign).count() - usize::from(verdict.candor);
    match weighty {
        _ if quiet_and_burdened => Decline::Serious,
        0 if verdict.candor => Decline::Watch,
        0 => Decline::None,
        1 => Decline::Watch,
        2 | 3 => Decline::Declining,
        _ => Decline::Serious,
    }
}

/// The signs by name, as a person would list them: when they show, and when they do not.
const SIGNS: [(&str, &str, &str); 6] = [
    ("contact_rhythm", "they are overdue for a conversation", "Conversations keep their rhythm."),
    ("purchase_rhythm", "they are overdue for an order", "Orders keep their rhythm."),
    ("initiative", "they begin fewer of the conversations", "They begin as many conversations as before."),
    ("candor", "they have not spoken frankly for long", "Their silence is not unusual."),
    ("load", "something has stayed unresolved", "What is unresolved is recent and small."),
    ("velocity", "the tie weakens from quarter to quarter", "The tie holds from quarter to quarter."),
];

/// Puts the count into words.
pub fn judgements(verdict: &DeclineVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    let mut draft = Draft::new(JudgementKind::Decline, history, context)
        .facts(rhythm::spoken(history))
        .facts(history.sales())
        .facts(load::open_issues(history, context))
        .facts(load::broken_promises(history, context).map(|(promise, _)| promise));
    for ((name, shows, fine), (sign, known)) in
        SIGNS.iter().zip(verdict.signs().into_iter().zip(verdict.known))
    {
        let (outcome, sentence) = match (known, sign) {
            (true, true) => (TestOutcome::Fail, format!("{}.", words::sentence_case(shows))),
            (true, false) => (TestOutcome::Pass, (*fine).to_owned()),
            (false, _) => (TestOutcome::Unknown, "Nothing recorded to judge this by.".to_owned()),
        };
        draft = draft.test(name, outcome, sentence);
    }
    if !verdict.judged {
        let draft = draft.not_assessed("Too little is recorded to see a decline or to rule one out.");
        return vec![
            draft.would_change("Three orders or conversations on different days show a rhythm.").done(),
        ];
    }
    let known = verdict.known.iter().filter(|known| **known).count() as u32;
    let shown: Vec<String> = SIGNS
        .iter()
        .zip(verdict.signs())
        .filter(|(_, sign)| *sign)
        .map(|((_, shows, _), _)| (*shows).to_owned())
        .collect();
    let sentence = match shown.len() {
        0 if known == 1 => "The one sign that can be judged shows no decline.".to_owned(),
        0 => format!("None of the {known} signs that can be judged shows a decline."),
        1 => format!("One sign: {}.", shown[0]),
        _ => format!("{} signs: {}.", shown.len(), words::list(&shown)),
    };
    let (help, would_change) = advice(verdict.level);
    let draft = draft
        .assessed(verdict.level.word())
        .sentence(format!("{sentence}{help}"))
        .would_change(would_change)
        .caveat("Illness, moving away or another supplier look the same from here: ask before you conclude.");
    vec![draft.done()]
}

fn advice(level: Decline) -> (&'static str, &'static str) {
    match level {
        Decline::None => ("", "A silence well beyond their usual gap would be a first sign."),
        Decline::Watch => (" Worth an eye.", "A word or an order from them would clear it."),
        Decline::Declining => (
            " Speak to them yourself.",
            "A conversation, and whatever is open put right, would clear most of it.",
        ),
        Decline::Serious => (
            " Put right what is open first, in person.",
            "An open matter put right and one conversation would lower it.",
        ),
    }
}

#[cfg(test)]
mod tests;
