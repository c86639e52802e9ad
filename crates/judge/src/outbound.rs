//! What we sent and did of our own accord, newest first, and whether it gave something or asked for
//! something.
//!
//! Outbound are messages ([`Touch`]), benefits ([`Benefit`]) and those contacts we began of which the purpose
//! says that they gave or asked: an ordinary visit does neither. A call that is logged as a contact and as a
//! message on one day is one act. Tactics and purposes are compared without regard to case.

use crate::signals::one_of;
use book::{Benefit, Day, Fact, FactRef, History, Initiator, Interaction, Timestamp, Touch};

/// Tactics and purposes that give: help, useful ideas, thanks, gestures, answers.
pub const GIVES: &[&str] = &[
    "help",
    "answer",
    "information",
    "how_to",
    "thanks",
    "thank_you",
    "appreciation",
    "just_because",
    "gesture",
    "gift",
    "handwritten_note",
    "invitation",
    "apology",
    "resolve_issue",
];
/// Tactics and purposes that give a useful idea of our own accord.
pub const SUGGESTS: &[&str] =
    &["idea", "useful_idea", "tip", "advice", "suggestion", "recommendation", "future_need"];
/// Tactics and purposes that ask somebody to buy.
pub const ASKS_TO_BUY: &[&str] =
    &["sell", "sale", "sales", "offer", "coupon", "promotion", "campaign", "upsell", "cross_sell", "reorder"];
/// Tactics and purposes that ask for something else.
pub const ASKS: &[&str] =
    &["referral", "refer", "review", "survey", "data", "testimonial", "recommend_us", "donation"];
/// Tactics and purposes without which what was ordered could not be served: no part of the load.
pub const NECESSARY: &[&str] = &[
    "order",
    "order_confirmation",
    "delivery",
    "invoice",
    "payment",
    "safety",
    "recall",
    "appointment",
    "booking",
    "reminder",
    "keep_promise",
    "promise",
    "resolve_issue",
    "check_back",
    "apology",
    "service",
];
/// Tactics and purposes by which we said that we were sorry.
pub const APOLOGIES: &[&str] = &["apology", "apologize", "sorry"];

/// Which way an act went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// It gave.
    Give,
    /// It asked.
    Ask,
    /// Neither, or nobody can tell.
    Neither,
}

/// One act of ours.
#[derive(Debug, Clone, Copy)]
pub enum Outbound<'h> {
    /// A message.
    Message(&'h Fact<Touch>),
    /// A contact that we began.
    Talk(&'h Fact<Interaction>),
    /// A benefit.
    Gift(&'h Fact<Benefit>),
}

impl Outbound<'_> {
    /// When.
    pub fn at(&self) -> Timestamp {
        match self {
            Outbound::Message(fact) => fact.at,
            Outbound::Talk(fact) => fact.at,
            Outbound::Gift(fact) => fact.at,
        }
    }

    /// The day.
    pub fn day(&self) -> Day {
        match self {
            Outbound::Message(fact) => fact.day,
            Outbound::Talk(fact) => fact.day,
            Outbound::Gift(fact) => fact.day,
        }
    }

    /// The fact.
    pub fn reference(&self) -> FactRef {
        match self {
            Outbound::Message(fact) => fact.reference(),
            Outbound::Talk(fact) => fact.reference(),
            Outbound::Gift(fact) => fact.reference(),
        }
    }

    /// Whether it asked somebody to buy: by its name, or because its benefit depends on buying.
    pub fn asks_to_buy(&self) -> bool {
        match self {
            Outbound::Message(touch) => {
                touch.detail.conditional_on_purchase == Some(true)
                    || one_of(&touch.detail.tactic, ASKS_TO_BUY)
            }
            Outbound::Talk(talk) => is_about(&talk.detail, ASKS_TO_BUY),
            Outbound::Gift(benefit) => benefit.detail.conditional == Some(true),
        }
    }

    /// Whether it gave or asked. A benefit that needs a purchase asks; one of which nobody knows does
    /// neither.
    pub fn turn(&self) -> Turn {
        if self.asks_to_buy() {
            return Turn::Ask;
        }
        let named = |words: &[&str]| match self {
            Outbound::Message(touch) => one_of(&touch.detail.tactic, words),
            Outbound::Talk(talk) => is_about(&talk.detail, words),
            Outbound::Gift(_) => false,
        };
        let is_gift = matches!(self, Outbound::Gift(benefit) if benefit.detail.conditional == Some(false));
        if named(ASKS) {
            Turn::Ask
        } else if is_gift || named(GIVES) || named(SUGGESTS) {
            Turn::Give
        } else {
            Turn::Neither
        }
    }
}

/// Whether a contact was about one of these.
pub(crate) fn is_about(talk: &Interaction, words: &[&str]) -> bool {
    talk.purpose.as_deref().is_some_and(|purpose| one_of(purpose, words))
}

/// Whether we began a contact.
pub(crate) fn is_ours(talk: &Fact<Interaction>) -> bool {
    talk.detail.initiated_by == Some(Initiator::Us)
}

/// Contacts that we began and that are not logged as a message of the same day as well, in order of time.
pub(crate) fn our_talks(history: &History) -> impl DoubleEndedIterator<Item = &Fact<Interaction>> + Clone {
    let is_message = |day: Day| {
        let from = history.touches.partition_point(|touch| touch.day < day);
        history.touches.get(from).is_some_and(|touch| touch.day == day)
    };
    history.interactions.iter().filter(move |talk| is_ours(talk) && !is_message(talk.day))
}

/// Every act of ours, newest first.
pub fn newest_first(history: &History) -> impl Iterator<Item = Outbound<'_>> {
    let says =
        |talk: &Interaction| [GIVES, SUGGESTS, ASKS_TO_BUY, ASKS].iter().any(|words| is_about(talk, words));
    let mut talks = our_talks(history).rev().filter(move |talk| says(&talk.detail)).peekable();
    let mut messages = history.touches.iter().rev().peekable();
    let mut gifts = history.benefits.iter().rev().peekable();
    std::iter::from_fn(move || {
        let heads = [
            messages.peek().map(|fact| (fact.at, fact.id)),
            talks.peek().map(|fact| (fact.at, fact.id)),
            gifts.peek().map(|fact| (fact.at, fact.id)),
        ];
        let newest = heads.iter().flatten().max()?;
        if heads[0].as_ref() == Some(newest) {
            messages.next().map(Outbound::Message)
        } else if heads[1].as_ref() == Some(newest) {
            talks.next().map(Outbound::Talk)
        } else {
            gifts.next().map(Outbound::Gift)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{BEN, Tale};

    fn message(tactic: &str) -> Touch {
        Touch { tactic: tactic.into(), ..Touch::default() }
    }

    fn talk(purpose: &str) -> Interaction {
        Interaction {
            initiated_by: Some(Initiator::Us),
            purpose: Some(purpose.into()),
            ..Interaction::default()
        }
    }

    #[test]
    fn acts_come_newest_first_and_a_call_logged_twice_once() {
        let cake = Benefit { what: "Cake.".into(), conditional: Some(false), ..Benefit::default() };
        let history = Tale::of("ana")
            .touch(-9, BEN, message("newsletter"))
            .interaction(-8, BEN, talk("Thank you"))
            .interaction(-7, BEN, talk("haircut"))
            .benefit(-6, cake)
            .interaction(-5, BEN, talk("tip"))
            .touch(-5, BEN, message("Survey"))
            .done();
        let turns: Vec<(i32, Turn)> = newest_first(&history)
            .map(|act| (act.day().days_since(crate::fixtures::TODAY), act.turn()))
            .collect();
        let expected = [(-5, Turn::Ask), (-6, Turn::Give), (-8, Turn::Give), (-9, Turn::Neither)];
        assert_eq!(turns, expected);
    }

    #[test]
    fn what_needs_a_purchase_asks_for_one() {
        let turn = |tale: Tale| newest_first(&tale.done()).next().map(|act| (act.turn(), act.asks_to_buy()));
        let tied = Touch { conditional_on_purchase: Some(true), ..message("birthday_card") };
        assert_eq!(turn(Tale::of("ana").touch(-9, BEN, tied)), Some((Turn::Ask, true)));
        assert_eq!(turn(Tale::of("ana").touch(-9, BEN, message("review"))), Some((Turn::Ask, false)));
        let bonus = |conditional| Benefit { what: "Bonus.".into(), conditional, ..Benefit::default() };
        assert_eq!(turn(Tale::of("ana").benefit(-9, bonus(Some(true)))), Some((Turn::Ask, true)));
        assert_eq!(turn(Tale::of("ana").benefit(-9, bonus(None))), Some((Turn::Neither, false)));
    }
}
