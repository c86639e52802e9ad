//! What a customer allows, and when it is better to wait: permissions, pauses, the stop rule, recent contact.

use book::{Day, Fact, History, Initiator, Knowledge, Permission, PermissionState};
use judge::{Assessment, Context, foundation::Rung};
use serde::{Deserialize, Serialize};

/// How to reach a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Speak: telephone or video.
    Call,
    /// Write: mail, message, letter.
    Write,
}

impl Channel {
    /// The kind of a channel's name in the records; `None` for what is neither (in person, unknown words).
    pub fn of(name: &str) -> Option<Channel> {
        match name.trim().to_ascii_lowercase().as_str() {
            "phone" | "call" | "telephone" | "mobile" | "video" | "voice" => Some(Channel::Call),
            "email" | "e-mail" | "mail" | "letter" | "post" | "sms" | "text" | "chat" | "message"
            | "whatsapp" | "write" => Some(Channel::Write),
            _ => None,
        }
    }

    /// `call` or `write`.
    pub fn word(self) -> &'static str {
        match self {
            Channel::Call => "call",
            Channel::Write => "write",
        }
    }
}

/// Days to wait after the stop rule has struck (J17).
const STOP_DAYS: i32 = 60;
/// Days after a contact in which nothing but duties comes up, at least.
const REST_DAYS: i32 = 7;
/// And at most: a third of a very long rhythm is no reason to say nothing for a year.
const REST_DAYS_MAX: i32 = 60;

/// What may be done for one customer on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bounds {
    /// Said no to every contact: no suggestion at all.
    pub refused: bool,
    /// Said no to marketing: only asking after a sale is left.
    pub refused_marketing: bool,
    /// Said no to asking after a sale.
    pub refused_service: bool,
    /// Not to be called.
    pub refused_call: bool,
    /// Not to be written to.
    pub refused_write: bool,
    /// "Do not chase", or a pause: wait; until when, if a day was named.
    pub paused: Option<Option<Day>>,
    /// Unanswered in a row, and the day until which to wait (the stop rule).
    pub stopped: Option<(u32, Day)>,
    /// Stated: strictly business.
    pub strictly_business: bool,
    /// We reached out not long ago.
    pub recent_outreach: bool,
    /// We spoke or reached out not long ago.
    pub recent_contact: bool,
}

impl Bounds {
    /// Reads the bounds from a history that is cut to the context's day.
    pub fn of(history: &History, context: &Context, assessment: &Assessment) -> Bounds {
        let mut bounds = Bounds {
            paused: pause(history, context),
            stopped: stop_rule(history, context),
            strictly_business: assessment.foundation.wanted_rung == Some(Rung::StrictlyBusiness),
            ..Bounds::default()
        };
        bounds.read_permissions(history);
        let rest_days = rest_days(assessment);
        let is_recent =
            |day: Option<Day>| day.is_some_and(|day| context.as_of_day.days_since(day) < rest_days);
        let outreach = last_outreach_day(history);
        bounds.recent_outreach = is_recent(outreach);
        bounds.recent_contact = bounds.recent_outreach || is_recent(last_two_way_day(history));
        bounds
    }

    /// The channel to suggest: never a refused one; the preferred one if a care fact names it; else the usual
    /// one; else whatever address there is.
    pub fn channel(&self, history: &History, context: &Context) -> Option<Channel> {
        let allowed = |channel: &Channel| match channel {
            Channel::Call => !self.refused_call,
            Channel::Write => !self.refused_write,
        };
        let preferred =
            cares(history, context).filter_map(|fact| preferred_channel(&fact.detail.text)).last();
        let spoken = history.interactions.iter().rev().filter(|spoken| spoken.detail.two_way == Some(true));
        let usual = spoken.filter_map(|spoken| Channel::of(spoken.detail.channel.as_deref()?)).next();
        let phone = history.customer.phone.as_ref().map(|_| Channel::Call);
        let email = history.customer.email.as_ref().map(|_| Channel::Write);
        [preferred, usual, phone, email].into_iter().flatten().find(allowed)
    }

    fn read_permissions(&mut self, history: &History) {
        for fact in &history.permissions {
            let Some(refused) = refusal(&fact.detail) else { continue };
            let channel = fact.detail.channel.trim();
            match (Channel::of(channel), is_every(channel), purpose(&fact.detail.purpose)) {
                (Some(Channel::Call), _, _) => self.refused_call = refused,
                (Some(Channel::Write), _, _) => self.refused_write = refused,
                (None, true, Purpose::Every) => self.refuse_everything(refused),
                (None, true, Purpose::Marketing) => self.refused_marketing = refused,
                (None, true, Purpose::Service) => self.refused_service = refused,
                (None, false, _) => {}
            }
        }
        for touch in history.touches.iter().filter(|touch| touch.detail.opted_out == Some(true)) {
            let lifted = history
                .permissions
                .iter()
                .any(|permission| permission.at > touch.at && refusal(&permission.detail) == Some(false));
            self.refused_marketing |= !lifted;
        }
        self.refused |= self.refused_call && self.refused_write;
    }

    fn refuse_everything(&mut self, refused: bool) {
        self.refused = refused;
        self.refused_call = refused;
        self.refused_write = refused;
    }
}

#[derive(Clone, Copy)]
enum Purpose {
    Every,
    Marketing,
    Service,
}

fn is_every(word: &str) -> bool {
    word.is_empty() || ["all", "any", "*", "do_not_contact"].iter().any(|all| word.eq_ignore_ascii_case(all))
}

/// Unknown purposes count as marketing: a refusal is never read narrower than that.
fn purpose(word: &str) -> Purpose {
    let word = word.trim().to_ascii_lowercase();
    match word.as_str() {
        "contact" => Purpose::Every,
        "service" | "necessary" | "order" | "orders" | "delivery" => Purpose::Service,
        every if is_every(every) => Purpose::Every,
        _ => Purpose::Marketing,
    }
}

/// `Some(true)` for a no, `Some(false)` for a yes that can lift one: only a yes with evidence can.
fn refusal(permission: &Permission) -> Option<bool> {
    match permission.state? {
        PermissionState::Refused => Some(true),
        PermissionState::Granted if permission.evidence.is_some() => Some(false),
        PermissionState::Granted | PermissionState::SoftOptIn => None,
    }
}

/// Care facts that still hold: how to treat this person.
pub(crate) fn cares<'a>(
    history: &'a History,
    context: &'a Context,
) -> impl Iterator<Item = &'a Fact<Knowledge>> + 'a {
    history.knowledge.iter().filter(|fact| fact.detail.kind == "care" && is_live(fact, context))
}

fn is_live(fact: &Fact<Knowledge>, context: &Context) -> bool {
    fact.detail.expires_at.is_none_or(|at| at > context.as_of)
}

/// `prefers e-mail`, `no calls please`, `better by phone`.
fn preferred_channel(text: &str) -> Option<Channel> {
    let text = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let call = says(&["call", "phone", "ring"]);
    let write = says(&["mail", "write", "message", "letter", "sms", "text"]);
    let no_call = says(&["no call", "not call", "n't call", "no phone", "not phone", "not ring"]);
    match (call, write, no_call) {
        (_, _, true) => Some(Channel::Write),
        (true, false, _) => Some(Channel::Call),
        (false, true, _) => Some(Channel::Write),
        _ => None,
    }
}

/// A live pause: `pause`, `do_not_chase` or `do_not_contact` knowledge. Without an end it holds for 12
/// months.
fn pause(history: &History, context: &Context) -> Option<Option<Day>> {
    let is_pause = |fact: &&Fact<Knowledge>| {
        matches!(fact.detail.kind.as_str(), "pause" | "do_not_chase" | "do_not_contact")
            && is_live(fact, context)
            && (fact.detail.expires_at.is_some() || context.as_of_day.days_since(fact.day) < 365)
    };
    let fact = history.knowledge.iter().rev().find(is_pause)?;
    Some(fact.detail.expires_at.map(|at| context.day_of(at)))
}

/// Outreach that expects an answer, newest first, until an answer: `(count, last day)`. Circulars to
/// everybody expect none and are not counted.
fn stop_rule(history: &History, context: &Context) -> Option<(u32, Day)> {
    let answered = history.interactions.iter().filter(|spoken| spoken.detail.two_way == Some(true));
    let written_back = history.touches.iter().filter_map(|touch| touch.detail.answered_at);
    let heard = answered.map(|spoken| spoken.at).chain(written_back);
    let bought = history.sales().next_back().map(|sale| sale.at);
    let last_heard = heard.chain(bought).max();
    let is_open = |at: book::Timestamp| last_heard.is_none_or(|heard| at > heard);
    let touches = history
        .touches
        .iter()
        .filter(|touch| touch.detail.answered_at.is_none() && touch.detail.same_for_all != Some(true))
        .filter(|touch| is_open(touch.at))
        .map(|touch| touch.day);
    let tries = history
        .interactions
        .iter()
        .filter(|spoken| is_ours(spoken) && spoken.detail.two_way == Some(false) && is_open(spoken.at))
        .map(|spoken| spoken.day);
    let (count, last) =
        touches.chain(tries).fold((0, None), |(count, last), day| (count + 1, last.max(Some(day))));
    let until = last?.plus(STOP_DAYS);
    (count >= context.parameters.stop_after_unanswered && until > context.as_of_day).then_some((count, until))
}

fn is_ours(spoken: &Fact<book::Interaction>) -> bool {
    spoken.detail.initiated_by == Some(Initiator::Us)
}

fn last_outreach_day(history: &History) -> Option<Day> {
    let asked =
        |spoken: &&Fact<book::Interaction>| is_ours(spoken) || spoken.detail.asked_question == Some(true);
    let spoken = history.interactions.iter().rev().find(asked).map(|spoken| spoken.day);
    let personal = |touch: &&Fact<book::Touch>| touch.detail.same_for_all != Some(true);
    let touched = history.touches.iter().rev().find(personal).map(|touch| touch.day);
    spoken.max(touched)
}

fn last_two_way_day(history: &History) -> Option<Day> {
    let spoken = history.interactions.iter().rev().find(|spoken| spoken.detail.two_way == Some(true));
    spoken.map(|spoken| spoken.day)
}

/// A third of the usual gap between contacts, two thirds of an agreed one: more contact is not better
/// (evidence 1.11).
fn rest_days(assessment: &Assessment) -> i32 {
    let Some(rhythm) = &assessment.contact_rhythm else { return REST_DAYS };
    let rest = match rhythm.agreed_days {
        Some(agreed) => f64::from(agreed) * 2.0 / 3.0,
        None if rhythm.gaps > 0 => rhythm.usual_days / 3.0,
        None => 0.0,
    };
    (rest as i32).clamp(REST_DAYS, REST_DAYS_MAX)
}
