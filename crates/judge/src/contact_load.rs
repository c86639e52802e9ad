//! J17: how much we send, and whether to wait; and the four sicknesses of E3 (C137) as named tests.
//!
//! * **Stop rule**: three messages in a row that expected an answer and got none: wait sixty days, or until
//!   they write, come or buy ([`waiting`]; the agenda asks the same question). Circulars expect no answer.
//! * **Cap**: messages nobody needs, in thirty days, against what they said (a stated cadence), else two. A
//!   way they refused, or another than the one they prefer, is told beside it (Godfrey, Seiders & Voss 2011).
//! * **Sicknesses**: *irrelevance* (offers in the same words for nearly everybody, of all offers of a year of
//!   which that is known; one made on a day on which something known was used is theirs), *glut* (above the
//!   cap), *patronizing* (known only when they say so: knowledge of a kind in [`PATRONIZED`], stated),
//!   *broken promises* (J8, J6e).

use crate::outbound::{NECESSARY, Outbound, is_about, our_talks};
use crate::promise_keeping::PromiseVerdict;
use crate::signals::{Moment, YEAR_DAYS, is_live, one_of};
use crate::{Context, Judgement, load::LoadVerdict, permission};
use book::{Day, Fact, History, Interaction, Knowledge, Origin, Touch};

mod sentences;
mod sicknesses;

pub use sicknesses::Offers;

/// Kinds of knowledge by which they said that they felt talked down to.
pub const PATRONIZED: &[&str] = &["patronized", "patronizing", "talked_down_to"];
/// Kinds of knowledge that name the way by which they prefer to hear from us.
pub const PREFERS_CHANNEL: &[&str] = &["preferred_channel", "prefers_channel"];

/// What the load comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactLoad {
    /// Nobody answers: wait.
    Wait,
    /// More than they bear.
    AboveCap,
    /// No more than they bear.
    WithinCap,
}

impl ContactLoad {
    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            ContactLoad::Wait => "wait",
            ContactLoad::AboveCap => "above_cap",
            ContactLoad::WithinCap => "within_cap",
        }
    }
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactLoadVerdict {
    /// The word; `None` when nothing sent to them is recorded.
    pub load: Option<ContactLoad>,
    /// Unanswered in a row, and the day until which to wait, when the stop rule holds.
    pub waiting: Option<(u32, Day)>,
    /// Messages nobody needs, in the last thirty days.
    pub month: u32,
    /// As many are bearable.
    pub cap: u32,
    /// They said so themselves.
    pub cap_is_stated: bool,
    /// Of these messages, sent by a way they refused, or by another than the one they prefer.
    pub unwanted_way: u32,
    /// Offers of a year.
    pub offers: Offers,
    /// The last day on which they said that they felt talked down to.
    pub patronized: Option<Day>,
}

/// Days of a month of messages.
const MONTH_DAYS: i32 = 30;

/// Judges the load.
pub fn assess(history: &History, context: &Context) -> ContactLoadVerdict {
    let waiting = waiting(history, context);
    let (cap, cap_is_stated) = cap(history, context);
    let (mut month, mut unwanted_way) = (0, 0);
    for message in recent(history, context) {
        month += 1;
        unwanted_way += u32::from(is_unwanted_way(&message, history, context));
    }
    let is_recorded = !history.touches.is_empty() || our_talks(history).next().is_some();
    let load = match (waiting, month > cap) {
        _ if !is_recorded => None,
        (Some(_), _) => Some(ContactLoad::Wait),
        (None, true) => Some(ContactLoad::AboveCap),
        (None, false) => Some(ContactLoad::WithinCap),
    };
    ContactLoadVerdict {
        load,
        waiting,
        month,
        cap,
        cap_is_stated,
        unwanted_way,
        offers: sicknesses::offers(history, context),
        patronized: sicknesses::patronized(history, context).map(|fact| fact.day),
    }
}

/// The stop rule: unanswered messages in a row and the day until which to wait, while it holds.
pub fn waiting(history: &History, context: &Context) -> Option<(u32, Day)> {
    let (count, last) = unanswered(history);
    let until = last?.plus(context.parameters.stop_days);
    (count >= context.parameters.stop_after_unanswered && until > context.as_of_day).then_some((count, until))
}

/// Messages and calls that expected an answer since they last answered, spoke or bought, and the day of the
/// last.
pub fn unanswered(history: &History) -> (u32, Option<Day>) {
    let mut open = history.touches.iter().filter(|touch| expects_answer(&touch.detail)).peekable();
    let mut tries = our_talks(history).filter(|talk| talk.detail.two_way == Some(false)).peekable();
    if open.peek().is_none() && tries.peek().is_none() {
        return (0, None);
    }
    let spoken = history.interactions.iter().rev().find(|talk| talk.detail.two_way == Some(true));
    let written = history.touches.iter().filter_map(|touch| touch.detail.answered_at).max();
    let bought = history.sales().next_back().map(|sale| sale.at);
    let heard = spoken.map(|talk| talk.at).max(written).max(bought);
    let days = open.filter(|touch| Some(touch.at) > heard).map(|touch| touch.day);
    let days = days.chain(tries.filter(|talk| Some(talk.at) > heard).map(|talk| talk.day));
    days.fold((0, None), |(count, last), day| (count + 1, last.max(Some(day))))
}

/// A message to this one person that has no answer. Circulars to everybody expect none.
fn expects_answer(touch: &Touch) -> bool {
    touch.answered_at.is_none() && touch.same_for_all != Some(true)
}

/// Messages nobody needs, of the last thirty days: those sent, and calls nobody took.
fn recent<'h>(history: &'h History, context: &Context) -> impl Iterator<Item = Outbound<'h>> {
    let moment = Moment::now(context);
    let is_needless = |touch: &&Fact<Touch>| !one_of(&touch.detail.tactic, NECESSARY);
    let sent = moment.of(&history.touches, MONTH_DAYS).iter().filter(is_needless).map(Outbound::Message);
    let first_day = context.as_of_day.plus(-MONTH_DAYS);
    let is_try = |talk: &Interaction| talk.two_way == Some(false) && !is_about(talk, NECESSARY);
    let tries = our_talks(history)
        .rev()
        .take_while(move |talk| talk.day > first_day)
        .filter(move |talk| is_try(&talk.detail));
    sent.chain(tries.map(Outbound::Talk))
}

/// How many are bearable in a month, and whether they said so.
fn cap(history: &History, context: &Context) -> (u32, bool) {
    const MONTH: f64 = 30.44;
    let stated = history.wishes.iter().rev().find_map(|wish| {
        let is_valid = context.days_ago(wish.day) < context.parameters.stated_wish_days
            && wish.detail.origin.unwrap_or(Origin::Stated) == Origin::Stated;
        wish.detail.cadence_days.filter(|days| is_valid && *days > 0)
    });
    match stated {
        Some(days) => (((MONTH / f64::from(days)).round() as u32).max(1), true),
        None => (context.parameters.monthly_messages, false),
    }
}

/// By a way they refused before it was sent, or by another than the one they prefer.
fn is_unwanted_way(message: &Outbound, history: &History, context: &Context) -> bool {
    let channel = match message {
        Outbound::Message(touch) => touch.detail.channel.as_deref(),
        Outbound::Talk(talk) => talk.detail.channel.as_deref(),
        Outbound::Gift(_) => None,
    };
    let Some(channel) = channel else { return false };
    let refused = permission::refusals(history)
        .any(|refusal| refusal.at <= message.at() && permission::is_about_channel(&refusal.detail, channel));
    let other = preference(history, context).is_some_and(|fact| !names(&fact.detail.text, channel));
    refused || other
}

/// Their own word on how they prefer to hear from us.
fn preference<'h>(history: &'h History, context: &Context) -> Option<&'h Fact<Knowledge>> {
    let moment = Moment::now(context);
    history.knowledge.iter().rev().find(|fact| {
        one_of(&fact.detail.kind, PREFERS_CHANNEL)
            && fact.detail.origin == Some(Origin::Stated)
            && is_live(fact, &moment, context.parameters.stated_wish_days)
    })
}

/// Whether a text such as "Prefers e-mail." names a channel.
fn names(text: &str, channel: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    plain(text).contains(&plain(channel))
}

/// Puts the load and the four sicknesses into words; `promises` and `load` are verdicts of the same history.
pub fn judgements(
    verdict: &ContactLoadVerdict,
    history: &History,
    context: &Context,
    (promises, load): (&PromiseVerdict, &LoadVerdict),
) -> Vec<Judgement> {
    vec![sentences::judgement(verdict, history, context, (promises, load))]
}

#[cfg(test)]
mod tests;
