//! Refusals that concern what people do on pages: X5 (asking too early), X7 (silence), X8 (wishes).

use crate::Refusal;
use crate::refusal::{Count, code};
use book::{Day, Origin};

/// Days an override holds before it must be given again (parameter table: override 180 d).
pub const OVERRIDE_DAYS: i32 = 180;
/// Days for which a broken promise is fresh (J17).
const BROKEN_FRESH_DAYS: i32 = 30;
/// A reason has at least this many words: enough to say why, too many for "ok".
const REASON_WORDS_MIN: usize = 2;
/// A reason has at most this many characters: what one line of an audit trail holds.
const REASON_CHARS_MAX: usize = 500;

/// A written reason for setting a refusal aside. It stands in the audit trail and in the weekly review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverrideReason(String);

impl OverrideReason {
    /// Takes a reason of at least two words and at most 500 characters.
    ///
    /// # Errors
    /// `A2` when it says too little or too much.
    pub fn new(reason: &str) -> Result<OverrideReason, Refusal> {
        let reason = reason.trim();
        let words = reason.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
        if words < REASON_WORDS_MIN {
            return Err(Refusal::new(
                code::REASON_NEEDED,
                "Not done yet: this needs a reason that others can understand later.",
                "Write it in a sentence, such as \"she asked for the offer herself\".",
            ));
        }
        let count = reason.chars().count();
        if count > REASON_CHARS_MAX {
            return Err(Refusal::new(
                code::REASON_NEEDED,
                format!(
                    "Not done yet: the reason has {count} characters, and the list shows {REASON_CHARS_MAX}."
                ),
                "Say the main point; the rest can be a note.",
            ));
        }
        Ok(OverrideReason(reason.to_owned()))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The foundation gate (J4), as far as asking for something depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gate {
    /// Most checked deliveries were right.
    Met,
    /// Too few were, or a complaint has been open for long.
    NotMet,
    /// Not enough is known.
    Unverified,
}

/// What is asked of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ask {
    /// To buy.
    Sale,
    /// To bring somebody.
    Referral,
}

/// How things stand between the customer and us, on the day of the ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The foundation gate (J4).
    pub gate: Gate,
    /// Complaints and concerns not yet put right.
    pub open_issues: u32,
    /// Promises of ours broken in the last 30 days ([`is_freshly_broken`]).
    pub freshly_broken_promises: u32,
}

/// May ask for a sale or a referral (X5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesAsk {
    ask: Ask,
    gate: Gate,
    despite: Option<(Refusal, OverrideReason)>,
}

impl SalesAsk {
    /// What may be asked.
    pub fn ask(&self) -> Ask {
        self.ask
    }

    /// What was refused, and the reason for asking all the same: for the audit trail and the weekly review.
    pub fn despite(&self) -> Option<(&Refusal, &str)> {
        self.despite.as_ref().map(|(refusal, reason)| (refusal, reason.as_str()))
    }

    /// A word of caution that blocks nothing: deliveries nobody has checked (J4 warns while unverified).
    pub fn caution(&self) -> Option<&'static str> {
        (self.gate == Gate::Unverified).then_some(
            "Nobody has checked whether the last deliveries were right. Ask that first, if you can.",
        )
    }
}

/// True when a promise broken on `broken_on` still weighs on `today`: within 30 days (J17).
pub fn is_freshly_broken(broken_on: Day, today: Day) -> bool {
    (0..=BROKEN_FRESH_DAYS).contains(&today.days_since(broken_on))
}

/// X5: no sales or referral ask while an issue is open, a promise is freshly broken, or the gate is not met.
///
/// # Errors
/// `X5`; it can be set aside with a reason: [`may_ask_despite`].
pub fn may_ask(ask: Ask, standing: Standing) -> Result<SalesAsk, Refusal> {
    match x5(ask, standing) {
        None => Ok(SalesAsk { ask, gate: standing.gate, despite: None }),
        Some(refusal) => Err(refusal),
    }
}

/// [`may_ask`] for a sale.
///
/// # Errors
/// `X5`, as [`may_ask`].
pub fn may_sell(gate: Gate, open_issues: u32, freshly_broken_promises: u32) -> Result<SalesAsk, Refusal> {
    may_ask(Ask::Sale, Standing { gate, open_issues, freshly_broken_promises })
}

/// To ask all the same: X5 gives way to a reason, which is kept beside what was refused.
pub fn may_ask_despite(ask: Ask, standing: Standing, reason: OverrideReason) -> SalesAsk {
    let despite = x5(ask, standing).map(|refusal| (refusal, reason));
    SalesAsk { ask, gate: standing.gate, despite }
}

fn x5(ask: Ask, standing: Standing) -> Option<Refusal> {
    let Standing { gate, open_issues: issues, freshly_broken_promises: broken } = standing;
    let (done, later) = match ask {
        Ask::Sale => ("Not offered", "an offer can come after that"),
        Ask::Referral => ("Not asked", "an invitation can come after that"),
    };
    let (sentence, first) = if issues > 0 {
        let issues = Count(issues, "issue is", "issues are");
        (format!("{done}: {issues} still open."), "Put that right and hear that it is right")
    } else if broken > 0 {
        let broken = Count(broken, "promise of ours was", "promises of ours were");
        (format!("{done}: {broken} broken in the last 30 days."), "Say sorry and make it good")
    } else if gate == Gate::NotMet {
        let sentence = format!("{done}: too few of the checked deliveries were right.");
        (sentence, "Find out what went wrong and check the next delivery")
    } else {
        return None;
    };
    let better_way = format!("{first} first; {later}. If the customer asked for it, say so as the reason.");
    Some(Refusal::new("X5", sentence, better_way))
}

/// May close an issue: somebody's word is there (X7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueClosing {
    satisfied: Option<bool>,
    reason: Option<OverrideReason>,
}

impl IssueClosing {
    /// The customer's own answer; `None` when there is none, never "fine".
    pub fn satisfied(&self) -> Option<bool> {
        self.satisfied
    }

    /// Why it is closed without a yes.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_ref().map(OverrideReason::as_str)
    }
}

/// X7: silence is not satisfaction. An issue closes with the customer's own yes, or with a stated reason
/// (they do not answer any more, they left, it was refunded); the answer itself stays unknown then.
///
/// # Errors
/// `X7` without an answer and without a reason; `A1` when the answer was no and no reason is given; `A2` for
/// a reason that says too little.
pub fn may_close_issue(satisfied: Option<bool>, reason: &str) -> Result<IssueClosing, Refusal> {
    let is_without_reason = reason.trim().is_empty();
    match satisfied {
        Some(true) if is_without_reason => Ok(IssueClosing { satisfied, reason: None }),
        None if is_without_reason => Err(Refusal::new(
            "X7",
            "Not closed: nobody has said that it is right now, and silence is not an answer.",
            "Ask whether it is right now and record the answer, or write down why there can be none.",
        )),
        Some(false) if is_without_reason => Err(Refusal::new(
            code::NOT_RIGHT_YET,
            "Not closed: the customer says that it is not right yet.",
            "Ask what would make it right and promise that, or write down why nothing more can be done.",
        )),
        _ => Ok(IssueClosing { satisfied, reason: Some(OverrideReason::new(reason)?) }),
    }
}

/// True when a wish of origin `first` outranks one of origin `second`: stated, observed, asserted, inferred.
pub fn wish_outranks(first: Origin, second: Origin) -> bool {
    rank(first) < rank(second)
}

/// The book's order of origins, written out: an order that matters must not depend on how a list is declared.
fn rank(origin: Origin) -> u8 {
    match origin {
        Origin::Stated => 0,
        Origin::Observed => 1,
        Origin::Asserted => 2,
        Origin::Inferred => 3,
    }
}

/// X8: a wish gives way only to one of the same or a higher origin; what the customer said, only to what the
/// customer says. `current` is `None` while no wish is known.
///
/// # Errors
/// `X8` when the current wish outranks the new one.
pub fn may_replace_wish(current: Option<Origin>, new: Origin) -> Result<(), Refusal> {
    let Some(current) = current.filter(|current| wish_outranks(*current, new)) else { return Ok(()) };
    let known = match current {
        Origin::Stated => "the customer said how they wish to be treated",
        Origin::Observed => "what the customer did shows how they wish to be treated",
        Origin::Asserted | Origin::Inferred => "somebody who knows the customer wrote this wish down",
    };
    let new = match new {
        Origin::Inferred => "a guess",
        Origin::Asserted => "our opinion",
        Origin::Observed | Origin::Stated => "an observation",
    };
    Err(Refusal::new(
        "X8",
        format!("Not replaced: {known}, and {new} does not outrank that."),
        "Ask the customer whether the wish still holds, and record what they say.",
    ))
}
