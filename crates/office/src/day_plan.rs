//! The plan behind a day: composed once, kept in the book, then only ticked off and added to.

use crate::desk::Desk;
use crate::error::{OfficeError, OfficeResult};
use crate::held::Held;
use crate::named::name_referrals;
use crate::said::rests_on;
use crate::scene::Scene;
use crate::state::Office;
use crate::today::{Card, CardState, LeftAlone};
use crate::writer::Step;
use agenda::{Act, Agenda, Candidate, Entry, HoldOut, Member, Request, candidates, compose};
use book::{CustomerId, Day, History, ProviderId};
use judge::Assessment;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
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

    /// Ticks off what is no longer owed to a customer and puts down what is; true when the plan itself
    /// changed and is to be kept.
    fn bring(&mut self, provider: Option<ProviderId>, owed: &Owed) -> bool {
        let customer = owed.customer;
        let settled: Vec<Act> = self.open_duties(customer).filter(|act| !owed.calls_for(*act)).collect();
        for act in settled {
            self.set_state(customer, act, CardState::Done { outcome: SETTLED.into() });
        }
        let mut has_changed = false;
        for (_, card) in owed.duties.iter().filter(|(whose, _)| *whose == provider) {
            let Some(place) = self.cards.iter().position(|known| known.is_about(customer, card.act)) else {
                self.cards.push(card.clone());
                has_changed = true;
                continue;
            };
            match self.state(card) {
                CardState::Open => {}
                CardState::Done { outcome } if outcome == SETTLED => self.reopen(customer, card.act),
                // Somebody said what became of it; whatever is still owed comes up tomorrow.
                CardState::Done { .. } | CardState::Snoozed { .. } => continue,
            }
            if self.cards[place] != *card {
                self.cards[place] = card.clone();
                has_changed = true;
            }
        }
        has_changed
    }

    fn open_duties(&self, customer: CustomerId) -> impl Iterator<Item = Act> {
        let own = self.cards.iter().filter(move |card| card.customer == customer && card.act.is_duty());
        own.filter(|card| *self.state(card) == CardState::Open).map(|card| card.act)
    }

    fn owed_to(&self) -> impl Iterator<Item = CustomerId> {
        let duties = self.cards.iter().filter(|card| card.act.is_duty());
        duties.filter(|card| *self.state(card) == CardState::Open).map(|card| card.customer)
    }
}

impl Card {
    fn is_about(&self, customer: CustomerId, act: Act) -> bool {
        self.customer == customer && self.act == act
    }
}

/// What became of a duty whose reason went away.
const SETTLED: &str = "settled";

/// How often a plan is made anew because somebody acted while it was made.
const ATTEMPTS_MAX: u32 = 20;

/// What is to be done for one customer today.
#[derive(Debug)]
pub(crate) struct Owed {
    customer: CustomerId,
    /// Every reason to do something.
    pub(crate) candidates: Vec<Candidate>,
    /// Cards for what is owed, by provider.
    duties: Vec<(Option<ProviderId>, Card)>,
}

impl Owed {
    /// Nothing at all: for somebody merged away.
    pub(crate) fn nothing(customer: CustomerId) -> Owed {
        Owed { customer, candidates: Vec::new(), duties: Vec::new() }
    }

    /// For a customer whose history is cut to the day of the scene.
    pub(crate) fn of(scene: &Scene, history: History, assessment: Assessment) -> Owed {
        let customer = history.customer.id;
        let candidates = candidates(&history, &scene.context(), &assessment);
        let duties = if candidates.iter().any(|candidate| candidate.must) {
            duty_cards(scene, history, assessment, &candidates)
        } else {
            Vec::new()
        };
        Owed { customer, candidates, duties }
    }

    fn calls_for(&self, act: Act) -> bool {
        self.candidates.iter().any(|candidate| candidate.act == act)
    }
}

/// The plan of a provider's day: as kept in the book and brought up to now, or composed and kept now.
pub(crate) async fn make(
    office: &Office,
    desk: &Arc<Desk>,
    provider: Option<ProviderId>,
) -> OfficeResult<Arc<DayPlan>> {
    let scene = desk.scene();
    for _ in 0..ATTEMPTS_MAX {
        let acts_taken = desk.acts_taken();
        let plan = match kept(office, &scene, provider)? {
            Some(mut plan) => {
                if bring_up_to_now(office, desk, provider, &mut plan)? {
                    save(office, &scene, provider, &plan, Vec::new()).await?;
                }
                plan
            }
            None => {
                let shortlisted = desk.shortlisted(provider).ok_or(OfficeError::NotReady)?;
                let (plan, rows) = compose_day(office, &scene, provider, &shortlisted)?;
                save(office, &scene, provider, &plan, rows).await?;
                plan
            }
        };
        if let Some(plan) = desk.keep_plan(provider, plan, acts_taken) {
            return Ok(plan);
        }
    }
    Err(OfficeError::NotReady)
}

async fn save(
    office: &Office,
    scene: &Scene,
    provider: Option<ProviderId>,
    plan: &DayPlan,
    rows: Vec<SuggestionRow>,
) -> OfficeResult<()> {
    let json = serde_json::to_string(plan).map_err(|error| OfficeError::NotSaved(error.to_string()))?;
    let agenda = AgendaDay { day: scene.day(), provider, json, made_at: office.now() };
    let step = move |tx: &mut Tx<'_>| {
        tx.record_suggestions(&rows)?;
        tx.save_agenda_day(&agenda)?;
        Ok(Step { value: (), after: None })
    };
    office.inner.writer.step(step).await
}

/// Makes up for acts that happened while the plan was not in memory; true when it changed.
fn bring_up_to_now(
    office: &Office,
    desk: &Desk,
    provider: Option<ProviderId>,
    plan: &mut DayPlan,
) -> OfficeResult<bool> {
    let book = office.read()?;
    let scene = desk.scene();
    let put_off = book.suggestions_put_off(scene.day().plus(1))?;
    let is_put_off = |customer| put_off.iter().any(|outcome| outcome.customer == customer);
    let owed = desk.owed(provider).into_iter().filter(|customer| !is_put_off(*customer));
    let mut customers: Vec<CustomerId> = owed.chain(plan.owed_to()).collect();
    customers.sort_unstable();
    customers.dedup();
    let mut has_changed = false;
    for customer in customers {
        let standing = book.standing_customer(customer)?;
        let history = if standing == customer { book.history(customer)? } else { None };
        let owed = match history {
            Some(mut history) => {
                let assessment = scene.assess_as_held(&mut history, &book.overrides(customer)?, office.now());
                Owed::of(&scene, history, assessment)
            }
            None => Owed::nothing(customer),
        };
        has_changed |= plan.bring(provider, &owed);
    }
    Ok(has_changed)
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
    let now = office.now();
    let held = Held::read(&book, now)?;
    let mut members = Vec::with_capacity(shortlisted.len());
    for customer in shortlisted.iter().filter(|customer| !snoozed.contains(customer)) {
        if let Some(mut history) = book.history(*customer)? {
            name_referrals(&book, &mut history)?;
            let assessment = scene.assess_as_held(&mut history, held.of(*customer), now);
            members.push(Member { history, assessment });
        }
    }
    let context = scene.context();
    let mut request = Request::new(provider, scene.directory());
    request.hold_out = HoldOut { seed: book.settings().seed, ..request.hold_out };
    let agenda = compose(&request, &context, &members);
    Ok((plan_of(&agenda, &members, scene), suggestions(scene.day(), provider, &agenda)))
}

fn plan_of(agenda: &Agenda, members: &[Member], scene: &Scene) -> DayPlan {
    let alone = agenda.leave_alone.iter().map(|left| LeftAlone {
        customer: left.person.id,
        name: left.person.name.clone(),
        sentence: left.sentence.clone(),
        removed_by: left.removed_by.to_owned(),
    });
    DayPlan {
        title: agenda.title.clone(),
        minutes_available: agenda.minutes_available,
        cards: agenda.entries.iter().map(|entry| card(entry, members, scene)).collect(),
        leave_alone: alone.collect(),
        held_out_count: agenda.held_out_count,
        notes: agenda.notes.clone(),
        states: HashMap::new(),
    }
}

fn card(entry: &Entry, members: &[Member], scene: &Scene) -> Card {
    let history = members.iter().map(|member| &member.history).find(|one| one.customer.id == entry.person.id);
    let rests_on = history.map(|history| rests_on(history, scene.directory(), &entry.facts));
    Card {
        rests_on: rests_on.unwrap_or_default(),
        customer: entry.person.id,
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

/// What was suggested and what was held out on a day, to be recorded, so that effects can be measured later.
pub fn suggestions(day: Day, provider: Option<ProviderId>, agenda: &Agenda) -> Vec<SuggestionRow> {
    let row = |person: &agenda::Person, act: Act, arm: Arm, sentence: &str| {
        let (customer, act) = (person.id, act.word().into());
        SuggestionRow { day, provider, customer, act, arm, sentence: sentence.into() }
    };
    let shown =
        agenda.entries.iter().map(|entry| row(&entry.person, entry.act, Arm::Treated, &entry.sentence));
    let held = agenda.held_out.iter().map(|held| row(&held.person, held.act, Arm::HeldOut, ""));
    shown.chain(held).collect()
}

/// Cards for what one customer is owed today, by provider.
fn duty_cards(
    scene: &Scene,
    history: History,
    assessment: Assessment,
    candidates: &[Candidate],
) -> Vec<(Option<ProviderId>, Card)> {
    let member = [Member { history, assessment }];
    let mut providers: Vec<Option<ProviderId>> =
        candidates.iter().filter(|candidate| candidate.must).map(|candidate| candidate.provider).collect();
    providers.sort_unstable();
    providers.dedup();
    let mut cards = Vec::new();
    for provider in providers {
        let request = Request::new(provider, scene.directory());
        let agenda = compose(&request, &scene.context(), &member);
        cards.extend(agenda.entries.iter().map(|entry| (provider, card(entry, &member, scene))));
    }
    cards
}

/// Brings the plans in memory up to what an act did; those that changed, as JSON to be kept.
pub(crate) fn take(desk: &Desk, owed: &Owed) -> Vec<(Option<ProviderId>, String)> {
    let mut changed = Vec::new();
    for provider in desk.planned() {
        let mut has_changed = false;
        desk.change_plan(provider, |plan| has_changed = plan.bring(provider, owed));
        let plan = desk.plan(provider).filter(|_| has_changed);
        changed.extend(plan.and_then(|plan| Some((provider, serde_json::to_string(&*plan).ok()?))));
    }
    changed
}
