//! The plan behind a day: composed once, kept in the book, then only ticked off and added to.

use crate::desk::Desk;
use crate::error::{OfficeError, OfficeResult};
use crate::record::{Refreshed, is_called_for};
use crate::scene::Scene;
use crate::state::Office;
use crate::today::{Card, CardState, LeftAlone};
use crate::writer::Step;
use agenda::{Act, Agenda, Candidate, Entry, HoldOut, Member, Request, compose};
use book::{CustomerId, History, ProviderId};
use judge::Assessment;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::{AgendaDay, Arm, SuggestionRow, Tx};

/// One provider's day, as composed, and what became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DayPlan {
    pub(crate) title: String,
    pub(crate) minutes_available: u32,
    pub(crate) cards: Vec<Card>,
    pub(crate) leave_alone: Vec<LeftAlone>,
    pub(crate) held_out_count: usize,
    pub(crate) notes: Vec<String>,
    #[serde(skip)]
    states: HashMap<(CustomerId, Act), CardState>,
}

impl DayPlan {
    pub(crate) fn state(&self, card: &Card) -> &CardState {
        self.states.get(&(card.customer, card.act)).unwrap_or(&CardState::Open)
    }

    pub(crate) fn set_state(&mut self, customer: CustomerId, act: Act, state: CardState) {
        self.states.insert((customer, act), state);
    }

    pub(crate) fn reopen(&mut self, customer: CustomerId, act: Act) {
        self.states.remove(&(customer, act));
    }

    fn has(&self, customer: CustomerId, act: Act) -> bool {
        self.cards.iter().any(|card| card.customer == customer && card.act == act)
    }
}

/// The plan of a provider's day: as kept in the book, or composed and kept now.
pub(crate) async fn make(
    office: &Office,
    desk: &Arc<Desk>,
    provider: Option<ProviderId>,
) -> OfficeResult<Arc<DayPlan>> {
    let scene = desk.scene();
    if let Some(plan) = kept(office, &scene, provider)? {
        return Ok(desk.keep_plan(provider, plan));
    }
    let shortlisted = desk.shortlisted(provider).ok_or(OfficeError::NotReady)?;
    let (plan, rows) = compose_day(office, &scene, provider, &shortlisted)?;
    let json = serde_json::to_string(&plan).map_err(|error| OfficeError::NotSaved(error.to_string()))?;
    let (day, now) = (scene.day(), office.now());
    let save = move |tx: &mut Tx<'_>| {
        tx.record_suggestions(&rows)?;
        tx.save_agenda_day(&AgendaDay { day, provider, json, made_at: now })?;
        Ok(Step { value: (), after: None })
    };
    office.inner.writer.step(save).await?;
    Ok(desk.keep_plan(provider, plan))
}

/// The plan that the book already has for this day.
fn kept(office: &Office, scene: &Scene, provider: Option<ProviderId>) -> OfficeResult<Option<DayPlan>> {
    let book = office.read()?;
    let Some(shown) = book.agenda_day(scene.day(), provider)? else { return Ok(None) };
    let Ok(mut plan) = serde_json::from_str::<DayPlan>(&shown.json) else { return Ok(None) };
    for outcome in book.suggestion_outcomes(scene.day(), provider)? {
        let Some(act) = Act::ALL.into_iter().find(|act| act.word() == outcome.act) else { continue };
        let state = if outcome.outcome == "snoozed" {
            CardState::Snoozed { until: outcome.until_day }
        } else {
            CardState::Done { outcome: outcome.outcome.to_string() }
        };
        plan.set_state(outcome.customer, act, state);
    }
    Ok(Some(plan))
}

fn compose_day(
    office: &Office,
    scene: &Scene,
    provider: Option<ProviderId>,
    shortlisted: &[CustomerId],
) -> OfficeResult<(DayPlan, Vec<SuggestionRow>)> {
    let book = office.read()?;
    let put_off = book.suggestions_put_off(scene.day().plus(1))?;
    let snoozed: Vec<CustomerId> = put_off.iter().map(|outcome| outcome.customer).collect();
    let mut members = Vec::with_capacity(shortlisted.len());
    for customer in shortlisted.iter().filter(|customer| !snoozed.contains(customer)) {
        if let Some(mut history) = book.history(*customer)? {
            let assessment = scene.assess(&mut history);
            members.push(Member { history, assessment });
        }
    }
    let context = scene.context();
    let mut request = Request::new(provider, scene.directory());
    request.hold_out = HoldOut { seed: book.settings().seed, ..request.hold_out };
    let agenda = compose(&request, &context, &members);
    let rows = suggestions(scene, provider, &agenda, &members);
    Ok((plan_of(&agenda, &members), rows))
}

fn numbers(members: &[Member]) -> BTreeMap<(&str, &str), CustomerId> {
    let key = |member: &Member| {
        let _ = &member.assessment;
        member.history.customer.id
    };
    members
        .iter()
        .map(|member| {
            let customer = &member.history.customer;
            ((customer.source.as_str(), customer.external_id.as_str()), key(member))
        })
        .collect()
}

fn plan_of(agenda: &Agenda, members: &[Member]) -> DayPlan {
    let numbers = numbers(members);
    let number =
        |person: &agenda::Person| numbers.get(&(person.source.as_str(), person.customer.as_str())).copied();
    let cards = agenda.entries.iter().filter_map(|entry| Some(card(number(&entry.person)?, entry)));
    let alone = agenda.leave_alone.iter().filter_map(|left| {
        Some(LeftAlone {
            customer: number(&left.person)?,
            name: left.person.name.clone(),
            sentence: left.sentence.clone(),
            removed_by: left.removed_by.to_owned(),
        })
    });
    DayPlan {
        title: agenda.title.clone(),
        minutes_available: agenda.minutes_available,
        cards: cards.collect(),
        leave_alone: alone.collect(),
        held_out_count: agenda.held_out_count,
        notes: agenda.notes.clone(),
        states: HashMap::new(),
    }
}

fn card(customer: CustomerId, entry: &Entry) -> Card {
    Card {
        customer,
        name: entry.person.name.clone(),
        act: entry.act,
        sentence: entry.sentence.clone(),
        facts: entry.facts.clone(),
        minutes: entry.minutes,
        channel: entry.channel,
        removed_by: entry.removed_by.to_owned(),
        also: entry.also.iter().map(|also| also.sentence.clone()).collect(),
        care: entry.care.clone(),
        last_contact: entry.last_contact.clone(),
    }
}

/// What was suggested and what was held out, so that effects can be measured later.
fn suggestions(
    scene: &Scene,
    provider: Option<ProviderId>,
    agenda: &Agenda,
    members: &[Member],
) -> Vec<SuggestionRow> {
    let numbers = numbers(members);
    let row = |person: &agenda::Person, act: Act, arm: Arm, sentence: &str| {
        let customer = *numbers.get(&(person.source.as_str(), person.customer.as_str()))?;
        let (day, act) = (scene.day(), act.word().into());
        Some(SuggestionRow { day, provider, customer, act, arm, sentence: sentence.into() })
    };
    let shown = agenda
        .entries
        .iter()
        .filter_map(|entry| row(&entry.person, entry.act, Arm::Treated, &entry.sentence));
    let held = agenda.held_out.iter().filter_map(|held| row(&held.person, held.act, Arm::HeldOut, ""));
    shown.chain(held).collect()
}

/// Cards for what one customer is owed today, by provider.
pub(crate) fn duty_cards(
    scene: &Scene,
    history: History,
    assessment: Assessment,
    candidates: &[Candidate],
) -> Vec<(Option<ProviderId>, Card)> {
    let customer = history.customer.id;
    let member = [Member { history, assessment }];
    let mut providers: Vec<Option<ProviderId>> =
        candidates.iter().filter(|candidate| candidate.must).map(|candidate| candidate.provider).collect();
    providers.sort_unstable();
    providers.dedup();
    let mut cards = Vec::new();
    for provider in providers {
        let request = Request::new(provider, scene.directory());
        let agenda = compose(&request, &scene.context(), &member);
        cards.extend(agenda.entries.iter().map(|entry| (provider, card(customer, entry))));
    }
    cards
}

/// Ticks off what went away by itself, and adds what is newly owed; the plans that grew, as JSON to be kept.
pub(crate) fn take(desk: &Desk, refreshed: &Refreshed) -> Vec<(Option<ProviderId>, String)> {
    let customer = refreshed.customer;
    let mut grown = Vec::new();
    for provider in desk.planned() {
        let mut has_grown = false;
        desk.change_plan(provider, |plan| {
            let settled: Vec<Act> = plan
                .cards
                .iter()
                .filter(|card| card.customer == customer && card.act.is_duty())
                .filter(|card| *plan.state(card) == CardState::Open)
                .filter(|card| !is_called_for(&refreshed.candidates, card.act))
                .map(|card| card.act)
                .collect();
            for act in settled {
                plan.set_state(customer, act, CardState::Done { outcome: "settled".into() });
            }
            for (_, card) in refreshed.duties.iter().filter(|(whose, _)| *whose == provider) {
                if !plan.has(customer, card.act) {
                    plan.cards.push(card.clone());
                    has_grown = true;
                }
            }
        });
        let plan = desk.plan(provider).filter(|_| has_grown);
        grown.extend(plan.and_then(|plan| Some((provider, serde_json::to_string(&*plan).ok()?))));
    }
    grown
}
