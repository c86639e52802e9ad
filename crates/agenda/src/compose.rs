//! A provider's day in words, from the few people on the shortlist.

use crate::{
    Act, Arm, Candidate, Channel, DAY_MINUTES, HoldOut, bounds, candidates, hold_out,
    look::Look,
    notes,
    select::{Lead, lead, share},
    wording::{self, speech},
};
use book::{Customer, CustomerId, Directory, History, ProviderId, Text};
use judge::{Assessment, Context};
use serde::Serialize;

/// Further reasons said in one entry; more would hide the first.
const ALSO_MAX: usize = 2;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Request {
    /// Whose day; `None` is the owner, who serves everybody that nobody else serves.
    pub provider: Option<ProviderId>,
    /// Minutes for customers today.
    pub minutes: u32,
    /// What is held out.
    pub hold_out: HoldOut,
}

impl Request {
    /// A day of a provider: a fifth of the weekly minutes where they are known, else [`DAY_MINUTES`].
    pub fn new(provider: Option<ProviderId>, directory: &Directory) -> Request {
        let known = provider.and_then(|id| directory.provider(id)).and_then(|found| found.minutes_per_week);
        let minutes = known.map_or(DAY_MINUTES, |week| week / 5);
        Request { provider, minutes, hold_out: HoldOut::default() }
    }
}

/// One person of the shortlist, read again.
#[derive(Debug, Clone)]
pub struct Member {
    /// Cut to the context's day.
    pub history: History,
    /// Judged in the same context.
    pub assessment: Assessment,
}

/// Who an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Number inside the book; not for print.
    #[serde(skip)]
    pub id: CustomerId,
    /// The source's own id.
    pub customer: Text,
    /// The source.
    pub source: Text,
    /// What to call them: the name, or `Customer 13085`.
    pub name: String,
}

/// A further reason to speak with the same person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Also {
    /// The act it belongs to.
    pub act: Act,
    /// The fact, without a second request.
    pub sentence: String,
}

/// One line of the day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// From 1.
    pub position: u32,
    /// Whom.
    pub person: Person,
    /// The source's id of the provider; `None` is the owner.
    pub provider: Option<Text>,
    /// What to do.
    pub act: Act,
    /// Why, and what would help.
    pub sentence: String,
    /// What it rests on, as `kind/source id`.
    pub facts: Vec<String>,
    /// Minutes it takes.
    pub minutes: u32,
    /// How, where the records say enough to suggest it.
    pub channel: Option<Channel>,
    /// What would take it off the list.
    pub removed_by: &'static str,
    /// Further reasons.
    pub also: Vec<Also>,
    /// How to treat this person, in the words noted.
    pub care: Vec<String>,
    /// The last contact, in words.
    pub last_contact: Option<String>,
    /// Recorded for the comparison; `None` for duties, which are in none.
    pub arm: Option<Arm>,
}

/// Somebody better left alone today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftAlone {
    /// Whom.
    pub person: Person,
    /// Why.
    pub sentence: String,
    /// What it rests on.
    pub facts: Vec<String>,
    /// What would change it.
    pub removed_by: &'static str,
}

/// A suggestion that was not made, to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldOut {
    /// Whom.
    pub person: Person,
    /// Which act.
    pub act: Act,
    /// Always [`Arm::HeldOut`].
    pub arm: Arm,
    /// The quarter for which it holds, such as `2010-Q4`.
    pub quarter: String,
}

/// One provider's day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agenda {
    /// ISO date.
    pub day: String,
    /// The day as people say it: `Wednesday 1 December 2010`.
    pub title: String,
    /// The source's id of the provider; `None` is the owner.
    pub provider: Option<Text>,
    /// The provider's name.
    pub provider_name: Option<String>,
    /// Minutes there are.
    pub minutes_available: u32,
    /// Minutes the entries take.
    pub minutes_planned: u32,
    /// Minutes that duties take beyond those there are: the day is over-full.
    pub minutes_over: u32,
    /// In order of position; each person once.
    pub entries: Vec<Entry>,
    /// At most three.
    pub leave_alone: Vec<LeftAlone>,
    /// Number of suggestions held out today.
    pub held_out_count: usize,
    /// To be recorded, so that the effect can be measured.
    pub held_out: Vec<HeldOut>,
    /// What these records cannot say.
    pub notes: Vec<String>,
    /// The end of the list is an end.
    pub ending: &'static str,
}

/// The day of one provider. `members` are the people of [`crate::Shortlist::customers`], in any order.
pub fn compose(request: &Request, context: &Context, members: &[Member]) -> Agenda {
    let mut leads: Vec<Lead> = members
        .iter()
        .filter_map(|member| {
            let found = candidates(&member.history, context, &member.assessment);
            lead(request.provider, member, &found)
        })
        .collect();
    leads.sort_by_key(|lead| lead.candidate.customer);
    leads.dedup_by_key(|lead| lead.candidate.customer);
    let day = context.as_of_day;
    let arm = |member: &Member, act: Act| request.hold_out.arm(&member.history.customer, act, day);
    let shared = share(leads, request.minutes, |lead| arm(lead.member, lead.candidate.act) == Arm::HeldOut);
    let held = |member: &Member, act: Act| HeldOut {
        person: person(&member.history.customer),
        act,
        arm: Arm::HeldOut,
        quarter: hold_out::quarter(day),
    };
    let mut held_out: Vec<HeldOut> =
        shared.held_out.iter().map(|lead| held(lead.member, lead.candidate.act)).collect();
    let mut entries = Vec::with_capacity(shared.entries.len());
    for (lead, position) in shared.entries.iter().zip(1..) {
        let (also, not_said): (Vec<&Candidate>, Vec<&Candidate>) =
            lead.also.iter().partition(|other| arm(lead.member, other.act) == Arm::Treated);
        held_out.extend(not_said.iter().map(|other| held(lead.member, other.act)));
        entries.push(entry(lead, &also, position, context));
    }
    let provider = request.provider.and_then(|id| context.directory.provider(id));
    Agenda {
        day: day.to_string(),
        title: speech::full_date(day),
        provider: provider.map(|found| found.external_id.clone()),
        provider_name: provider.map(|found| found.display_name().to_owned()),
        minutes_available: request.minutes,
        minutes_planned: shared.minutes_planned,
        minutes_over: shared.minutes_planned.saturating_sub(request.minutes),
        entries,
        leave_alone: shared.leave_alone.iter().map(|lead| left_alone(lead, context)).collect(),
        held_out_count: held_out.len(),
        held_out,
        notes: notes::notes(context),
        ending: "That is everyone for today.",
    }
}

fn entry(lead: &Lead, also: &[&Candidate], position: u32, context: &Context) -> Entry {
    let history = &lead.member.history;
    let look = Look::new(history, context, &lead.member.assessment);
    let words = wording::words(&look, &lead.candidate);
    let act = lead.candidate.act;
    let also = also
        .iter()
        .take(ALSO_MAX)
        .map(|other| Also { act: other.act, sentence: wording::words(&look, other).fact });
    Entry {
        position,
        person: person(&history.customer),
        provider: lead
            .candidate
            .provider
            .and_then(|id| context.directory.provider(id))
            .map(|provider| provider.external_id.clone()),
        act,
        sentence: words.sentence(),
        facts: words.facts.iter().map(ToString::to_string).collect(),
        minutes: lead.candidate.minutes,
        channel: look.bounds.channel(history, context),
        removed_by: words.removed_by,
        also: also.collect(),
        care: bounds::cares(history, context).map(|fact| fact.detail.text.to_string()).collect(),
        last_contact: notes::last_contact(&look),
        arm: (!act.is_duty()).then_some(Arm::Treated),
    }
}

fn left_alone(lead: &Lead, context: &Context) -> LeftAlone {
    let look = Look::new(&lead.member.history, context, &lead.member.assessment);
    let words = wording::words(&look, &lead.candidate);
    LeftAlone {
        person: person(&lead.member.history.customer),
        sentence: words.sentence(),
        facts: words.facts.iter().map(ToString::to_string).collect(),
        removed_by: words.removed_by,
    }
}

fn person(customer: &Customer) -> Person {
    Person {
        id: customer.id,
        customer: customer.external_id.clone(),
        source: customer.source.clone(),
        name: customer.name.as_ref().map_or_else(|| call_by_id(&customer.external_id), ToString::to_string),
    }
}

/// What to call somebody without a name: `Customer 13085`, or the id itself where it already is a word.
pub(crate) fn call_by_id(external_id: &str) -> String {
    if external_id.chars().any(char::is_alphabetic) {
        external_id.to_owned()
    } else {
        format!("Customer {external_id}")
    }
}
