//! J3: which style of relationship the customer wants (E4; C155, C158): strictly business, collaborative,
//! fan.
//!
//! What they said within 24 months decides. Without that, signs of each style are weighed by age (they halve
//! in a year) and added to a prior of four customers: two strictly business, one collaborative, one fan, or
//! as the book's own customers stated it, from thirty of them on. The leading style is taken for theirs when
//! it is 75 % sure that most of what they do shows it, and the signs weigh five or more. Else: ask.
//!
//! A sign needs a chance that was taken or declined; who did not answer gave no sign:
//! * **strictly business**: opted out after a message; refused marketing when asked (both on one day are one
//!   sign); chose to serve themselves, or declined personal contact ([`DECLINES`]);
//! * **collaborative**: what makes a collaborator in J4 (a suggestion, a conversation about a test or a
//!   plan); a frank word on the day somebody asked how things are;
//! * **fan**: what makes a fan in J4 (praise, people brought unprompted, events, asking what is next); news
//!   that went to everybody and asked for no purchase, and was answered.
//!
//! A wish that somebody *observed* is one sign; what a provider thinks they want (`asserted`) is none. An
//! objection to marketing ends the weighing altogether: then only their own word counts (GDPR Art. 21).

use crate::foundation::rungs;
use crate::signals::{is_witnessed, one_of};
use crate::{Context, Judgement, permission};
use book::fact::{Detail, Fact};
use book::{Day, FactKind, FactRef, History, Origin, Style, Text, Touch, Voice, VoiceKind, Wish};
use stats::Beta;

mod sentences;

/// The verdict in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WantedStyle {
    /// Buy and fly.
    StrictlyBusiness,
    /// To mutual benefit.
    Collaborative,
    /// Eager for what is next.
    Fan,
    /// Nobody knows: ask.
    Unknown,
}

impl WantedStyle {
    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            WantedStyle::StrictlyBusiness => "strictly_business",
            WantedStyle::Collaborative => "collaborative",
            WantedStyle::Fan => "fan",
            WantedStyle::Unknown => "unknown",
        }
    }
}

impl From<Style> for WantedStyle {
    fn from(style: Style) -> WantedStyle {
        match style {
            Style::StrictlyBusiness => WantedStyle::StrictlyBusiness,
            Style::Collaborative => WantedStyle::Collaborative,
            Style::Fan => WantedStyle::Fan,
        }
    }
}

/// What the signs lean to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lean {
    /// The leading style.
    pub style: Style,
    /// What is believed about its share of all they would do.
    pub share: Beta,
    /// P(share > bar).
    pub probability: f64,
}

/// The verdict. Arrays are in the order of [`Style::ALL`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StyleVerdict {
    /// The answer.
    pub style: WantedStyle,
    /// What they said last, within 24 months, and when.
    pub stated: Option<(Style, Day)>,
    /// The day of an older word, when there is no younger one.
    pub stated_before: Option<Day>,
    /// Signs of each style.
    pub signs: [u32; 3],
    /// Their weights.
    pub weights: [f64; 3],
    /// What the signs lean to; `None` without any.
    pub lean: Option<Lean>,
    /// What they do speaks against what they said: ask, do not assume.
    pub conflict: bool,
    /// They object to marketing, so that no sign was read.
    pub objected: bool,
}

/// Purposes of a conversation, and kinds of knowledge, by which personal contact was offered and declined.
pub const DECLINES: &[&str] = &["self_service", "declined_contact", "declines_contact"];
/// Default prior: two strictly business, one collaborative, one fan.
const PRIOR: [f64; 3] = [2.0, 1.0, 1.0];
/// Customers of the book who must have stated a style before their shares replace the default prior.
const STATED_MIN: u64 = 30;

/// Judges the wanted style.
pub fn assess(history: &History, context: &Context) -> StyleVerdict {
    let rules = context.parameters;
    let last = last_stated(history).and_then(|wish| Some((wish.detail.style?, wish.day)));
    let (stated, before) = match last {
        Some((_, day)) if context.days_ago(day) < rules.stated_wish_days => (last, None),
        other => (None, other.map(|(_, day)| day)),
    };
    let objected = permission::objection(history).is_some();
    let (mut signs, mut weights) = ([0; 3], [0.0; 3]);
    if !objected {
        each_sign(history, &mut |sign| {
            let age_days = f64::from(context.days_ago(sign.day).max(0));
            signs[sign.style as usize] += 1;
            weights[sign.style as usize] += (-age_days / rules.style_half_life_days).exp2();
        });
    }
    let any = signs.iter().any(|count| *count > 0);
    let lean = any.then(|| lean(prior(context.population.stated_styles), weights, rules.style_bar)).flatten();
    let enough = weights.iter().sum::<f64>() >= rules.style_signs_min;
    let shown = |at_least: f64| lean.filter(|lean| enough && lean.probability >= at_least);
    let conflict =
        stated.is_some_and(|(said, _)| shown(rules.style_conflict).is_some_and(|lean| lean.style != said));
    let style = stated.map(|(style, _)| style).or(shown(rules.style_probability).map(|lean| lean.style));
    StyleVerdict {
        style: style.map_or(WantedStyle::Unknown, WantedStyle::from),
        stated,
        stated_before: before,
        signs,
        weights,
        lean,
        conflict,
        objected,
    }
}

/// The newest style they stated, whenever that was.
pub(crate) fn last_stated(history: &History) -> Option<&Fact<Wish>> {
    history.wishes.iter().rev().find(|wish| {
        wish.detail.style.is_some() && wish.detail.origin.unwrap_or(Origin::Stated) == Origin::Stated
    })
}

/// The Dirichlet prior, which always weighs four customers: the book's own shares of stated styles from
/// thirty on, with the default prior among them, so that a style nobody stated yet stays possible.
fn prior(stated: [u64; 3]) -> [f64; 3] {
    let all: u64 = stated.iter().sum();
    if all < STATED_MIN {
        return PRIOR;
    }
    let weight = PRIOR.iter().sum::<f64>();
    let share = |place: usize| weight * (stated[place] as f64 + PRIOR[place]) / (all as f64 + weight);
    [share(0), share(1), share(2)]
}

/// The leading style and how sure it is that its share exceeds `bar`: the marginal Beta of a Dirichlet.
fn lean(prior: [f64; 3], weights: [f64; 3], bar: f64) -> Option<Lean> {
    let total: f64 = prior.iter().chain(&weights).sum();
    let believed = |place: usize| prior[place] + weights[place];
    let top = (0..3).max_by(|one, other| believed(*one).total_cmp(&believed(*other)).then(other.cmp(one)))?;
    let share = Beta::new(believed(top), total - believed(top));
    Some(Lean { style: *Style::ALL.get(top)?, share, probability: share.above(bar) })
}

/// One sign of a style.
struct Sign<'h> {
    style: Style,
    day: Day,
    kind: FactKind,
    id: book::FactId,
    external_id: Option<&'h Text>,
}

impl<'h> Sign<'h> {
    fn of<D: Detail>(style: Style, fact: &'h Fact<D>) -> Sign<'h> {
        Sign { style, day: fact.day, kind: D::KIND, id: fact.id, external_id: fact.external_id.as_ref() }
    }

    fn reference(&self) -> FactRef {
        FactRef { kind: self.kind, id: self.id, external_id: self.external_id.cloned() }
    }
}

/// Every sign and its day, for the facts of a judgement that rests on them.
pub(crate) fn signs(history: &History) -> Vec<(FactRef, Day)> {
    let mut signs = Vec::new();
    each_sign(history, &mut |sign| signs.push((sign.reference(), sign.day)));
    signs
}

/// Shows every sign.
fn each_sign<'h>(history: &'h History, visit: &mut impl FnMut(Sign<'h>)) {
    for word in &history.voice {
        if rungs::is_collaborator_word(&word.detail) || answers_a_question(word, history) {
            visit(Sign::of(Style::Collaborative, word));
        } else if rungs::is_fan_word(&word.detail) {
            visit(Sign::of(Style::Fan, word));
        }
    }
    for talk in &history.interactions {
        if rungs::is_collaborator_talk(&talk.detail) {
            visit(Sign::of(Style::Collaborative, talk));
        } else if rungs::is_fan_talk(&talk.detail) {
            visit(Sign::of(Style::Fan, talk));
        } else if talk.detail.purpose.as_deref().is_some_and(|purpose| one_of(purpose, DECLINES)) {
            visit(Sign::of(Style::StrictlyBusiness, talk));
        }
    }
    for referral in history.referrals.iter().filter(|referral| rungs::is_unprompted(&referral.detail)) {
        visit(Sign::of(Style::Fan, referral));
    }
    for touch in &history.touches {
        if touch.detail.opted_out == Some(true) {
            visit(Sign::of(Style::StrictlyBusiness, touch));
        } else if is_voluntary(&touch.detail) && touch.detail.answered_at.is_some() {
            visit(Sign::of(Style::Fan, touch));
        }
    }
    let opted_out = |day: Day| {
        history.touches.iter().any(|touch| touch.detail.opted_out == Some(true) && touch.day == day)
    };
    for refusal in permission::refusals(history).filter(|refusal| !opted_out(refusal.day)) {
        visit(Sign::of(Style::StrictlyBusiness, refusal));
    }
    for wish in history.wishes.iter().filter(|wish| wish.detail.origin == Some(Origin::Observed)) {
        wish.detail.style.into_iter().for_each(|style| visit(Sign::of(style, wish)));
    }
    for fact in history.knowledge.iter().filter(|fact| is_witnessed(fact)) {
        if one_of(&fact.detail.kind, DECLINES) {
            visit(Sign::of(Style::StrictlyBusiness, fact));
        }
    }
}

/// News that nobody needs to read and that asks for no purchase.
fn is_voluntary(touch: &Touch) -> bool {
    touch.same_for_all == Some(true) && touch.conditional_on_purchase != Some(true)
}

/// A complaint or concern spoken on a day on which somebody asked: a real answer to a real question.
fn answers_a_question(word: &Fact<Voice>, history: &History) -> bool {
    matches!(word.detail.kind, Some(VoiceKind::Complaint | VoiceKind::Concern))
        && history.interactions.iter().any(|talk| {
            talk.day == word.day
                && talk.detail.asked_question == Some(true)
                && talk.detail.two_way == Some(true)
        })
}

/// Puts the wanted style into words.
pub fn judgements(verdict: &StyleVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    vec![sentences::judgement(verdict, history, context)]
}

#[cfg(test)]
mod tests;
