//! Notes about people (ethics 4.4): four kinds, when they expire, what they may be used for, and what may be
//! stored. Every note is written as if the person will read it, because they may (GDPR Art. 15).

use crate::refusal::code;
use crate::{OverrideReason, Refusal, SensitiveWord, WordLists};
use book::{Day, Origin};
use jiff::Span;

/// Months an opinion holds.
const OPINION_MONTHS: i64 = 12;
/// Months without use after which a note is proposed for deletion.
const UNUSED_MONTHS: i64 = 24;

/// The four kinds of note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// Something that is so, with its origin and date.
    Fact,
    /// Somebody's view, named; it expires after 12 months.
    Opinion,
    /// Told in trust: for named people, and never for selling, scoring or templates.
    Confidence,
    /// What to do for this person: "call after 5 pm", "speak slowly". The accommodation, not the diagnosis.
    Care,
}

impl NoteKind {
    /// Every kind, in the order of the form.
    pub const ALL: [NoteKind; 4] = [NoteKind::Fact, NoteKind::Care, NoteKind::Opinion, NoteKind::Confidence];

    /// The word in `knowledge.kind`.
    pub fn word(self) -> &'static str {
        match self {
            NoteKind::Fact => "fact",
            NoteKind::Opinion => "opinion",
            NoteKind::Confidence => "confidence",
            NoteKind::Care => "care",
        }
    }

    /// The kind of a `knowledge.kind` word: what is none of the other three (`preference`, `family`,
    /// `common_ground`, `future_need`, …) is a fact.
    pub fn of(knowledge_kind: &str) -> NoteKind {
        match knowledge_kind {
            "opinion" => NoteKind::Opinion,
            "confidence" => NoteKind::Confidence,
            "care" => NoteKind::Care,
            _ => NoteKind::Fact,
        }
    }

    /// One line for the form on which it is chosen.
    pub fn explanation(self) -> &'static str {
        match self {
            NoteKind::Fact => "Something that is so. Say where you have it from.",
            NoteKind::Opinion => "How you see it. It carries your name and expires after 12 months.",
            NoteKind::Confidence => {
                "Told in trust. Only the people you name may open it, and nothing is sold with it."
            }
            NoteKind::Care => "What to do for this person, such as \"call after 5 pm\". Not why.",
        }
    }

    /// The day from which a note learnt on `learned_on` no longer holds: 12 months for an opinion, else
    /// `None`.
    pub fn expires_on(self, learned_on: Day) -> Option<Day> {
        (self == NoteKind::Opinion).then(|| months_after(learned_on, OPINION_MONTHS))
    }
}

/// What somebody wants to use a note for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Use {
    /// To serve the person better.
    Serving,
    /// To choose or to word an offer.
    Selling,
    /// To judge or rank.
    Scoring,
    /// To be merged into a text for many.
    Template,
}

/// X4: what was told in trust serves the person and nothing else; private notes go into no template.
///
/// # Errors
/// `X4`.
pub fn may_use(kind: NoteKind, purpose: Use) -> Result<(), Refusal> {
    let is_refused = match purpose {
        Use::Serving => false,
        Use::Selling | Use::Scoring => kind == NoteKind::Confidence,
        Use::Template => kind != NoteKind::Fact,
    };
    if !is_refused {
        return Ok(());
    }
    let why = match kind {
        NoteKind::Confidence => "this was told in trust",
        NoteKind::Opinion => "this is somebody's opinion",
        NoteKind::Care | NoteKind::Fact => "this says how to treat one person",
    };
    Err(Refusal::new(
        "X4",
        format!("Not used: {why}, and does not belong in {}.", purpose.phrase()),
        "Leave it out; what the customer said openly may be used, with its date.",
    ))
}

impl Use {
    fn phrase(self) -> &'static str {
        match self {
            Use::Serving => "service",
            Use::Selling => "an offer",
            Use::Scoring => "a judgement",
            Use::Template => "a text for many",
        }
    }
}

/// The person's explicit consent to keep something of a special category (Art. 9(2)(a)): what, when, how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDataConsent {
    what: String,
    given_on: Day,
    how: String,
}

impl SpecialDataConsent {
    /// A consent to keep `what`, given on a day, in this way ("said so on the phone").
    ///
    /// # Errors
    /// `A2` when either text is empty.
    pub fn new(what: &str, given_on: Day, how: &str) -> Result<SpecialDataConsent, Refusal> {
        if what.trim().is_empty() || how.trim().is_empty() {
            return Err(Refusal::new(
                code::REASON_NEEDED,
                "Not kept yet: a consent says what may be kept and how it was given.",
                "Such as: may keep that she uses a wheelchair; said so on the phone.",
            ));
        }
        let [what, how] = [what, how].map(|text| text.trim().to_owned());
        Ok(SpecialDataConsent { what, given_on, how })
    }

    /// What may be kept.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// When it was given.
    pub fn given_on(&self) -> Day {
        self.given_on
    }

    /// How it was given.
    pub fn how(&self) -> &str {
        &self.how
    }
}

/// Why a note with sensitive words may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// The words mean something else here ("Union Street").
    NotAboutThat(OverrideReason),
    /// The person consented.
    Consent(SpecialDataConsent),
}

/// A note somebody wants to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewNote<'a> {
    /// Which kind.
    pub kind: NoteKind,
    /// Stated, observed, asserted, inferred; unknown when `None`.
    pub origin: Option<Origin>,
    /// The words.
    pub text: &'a str,
    /// The language they are written in: `en`, `de-AT`, …
    pub language: &'a str,
    /// The day it was learnt.
    pub learned_on: Day,
}

/// A note that may be stored: checked, with its expiry and its ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorableNote {
    kind: NoteKind,
    text: String,
    expires_on: Option<Day>,
    ground: Option<Ground>,
    found: Vec<SensitiveWord>,
}

impl StorableNote {
    /// Which kind.
    pub fn kind(&self) -> NoteKind {
        self.kind
    }

    /// The words, without blanks around them.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// No longer to be relied on from this day.
    pub fn expires_on(&self) -> Option<Day> {
        self.expires_on
    }

    /// Why it may be kept in spite of sensitive words; to be stored beside it.
    pub fn ground(&self) -> Option<&Ground> {
        self.ground.as_ref()
    }

    /// The sensitive words that were asked about.
    pub fn found(&self) -> &[SensitiveWord] {
        &self.found
    }

    /// False for what was told in trust and for special categories: they never enter judgements (4.4).
    pub fn enters_judgements(&self) -> bool {
        self.kind != NoteKind::Confidence && !matches!(self.ground, Some(Ground::Consent(_)))
    }
}

/// Checks a note before it is stored (X9, X10). Sensitive words stop it softly: the same note with a
/// [`Ground`] goes through, except a guess about a person, which no consent makes true.
///
/// # Errors
/// `N3` without words; `X10` for an opinion or a guess about health, belief and the like; `X9` for such facts
/// without a ground, with what to store instead.
pub fn may_store_note(
    note: NewNote<'_>,
    words: &WordLists,
    ground: Option<Ground>,
) -> Result<StorableNote, Refusal> {
    let text = note.text.trim();
    if text.is_empty() {
        return Err(Refusal::new(
            code::EMPTY_NOTE,
            "Not kept: the note has no words.",
            "Write it as if the person will read it, because they may.",
        ));
    }
    let found = words.check(text, note.language);
    let is_guess =
        note.kind == NoteKind::Opinion || matches!(note.origin, Some(Origin::Inferred | Origin::Observed));
    if !matches!(ground, Some(Ground::NotAboutThat(_))) {
        if let Some(word) = found.iter().find(|word| is_guess && word.category.is_never_inferred()) {
            return Err(guessed(word));
        }
        if let (Some(word), None) = (found.first(), &ground) {
            return Err(without_ground(word));
        }
    }
    Ok(StorableNote {
        kind: note.kind,
        text: text.to_owned(),
        expires_on: note.kind.expires_on(note.learned_on),
        ground: ground.filter(|_| !found.is_empty()),
        found,
    })
}

fn guessed(word: &SensitiveWord) -> Refusal {
    let about = word.category.phrase();
    Refusal::new(
        "X10",
        format!("Not kept: \"{}\" would be our guess about {about}, and we do not guess that.", word.word),
        format!("{} If the word means something else here, say what.", word.suggestion),
    )
}

fn without_ground(word: &SensitiveWord) -> Refusal {
    let about = word.category.phrase();
    Refusal::new(
        "X9",
        format!("Not kept yet: \"{}\" may tell something about {about}. Is this needed?", word.word),
        format!(
            "{} If the person asked you to keep it, record what they agreed to, when and how; if the word \
             means something else here, say what.",
            word.suggestion
        ),
    )
}

/// True when a note last used (or, never used, learnt) on `last_used_on` is to be proposed for deletion: 24
/// months without use.
pub fn is_unused_too_long(last_used_on: Day, today: Day) -> bool {
    today >= months_after(last_used_on, UNUSED_MONTHS)
}

/// The same day of the month so many months later; the last one where that month is shorter.
fn months_after(day: Day, months: i64) -> Day {
    let date = day.date();
    Day::from_date(date.saturating_add(Span::new().months(months)))
}
