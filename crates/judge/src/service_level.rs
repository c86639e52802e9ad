//! J19: Kotler's five levels of a relationship (basic, reactive, accountable, proactive, partnership): what
//! the customer's margin usually carries, what we do, and what they want, side by side.
//!
//! * **Affordable** is a rule of thumb about cost: Kotler's grid of the margin (this customer's last 12
//!   months against thirds of the book) and the number of customers (of the person who serves them, against
//!   thirds of all who serve). Without known costs it is unknown; a number of customers nobody knows widens
//!   it.
//! * **Observed** is the highest level shown by an act of the last 12 months: *basic* a sale; *reactive* a
//!   named person to turn to, or a conversation they began; *accountable* a follow-up in time or an answer
//!   about a delivery; *proactive* a useful idea of our own accord; *partnership* a joint plan with a promise
//!   on each side. In a book without contacts nobody knows what was done beyond selling.
//! * **Wanted** follows J3: strictly business up to accountable, collaborative proactive or partnership, a
//!   fan proactive.
//!
//! No number here is a reason to serve somebody worse, and none is a score of anybody: it tells where what is
//! done and what is wanted part.

use crate::follow_up::FollowUpVerdict;
use crate::outbound::{self, SUGGESTS};
use crate::population::margins;
use crate::signals::{Moment, YEAR_DAYS, is_live, one_of};
use crate::wanted_style::{StyleVerdict, WantedStyle};
use crate::{Context, Judgement, candor, foundation::rungs, promise_keeping};
use book::{Fact, History, Initiator, Interaction, Promise, PromiseOutcome, ProviderId, Touch};

mod sentences;

/// The levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceLevel {
    /// Sold, and nothing more.
    Basic,
    /// They may turn to us.
    Reactive,
    /// We ask whether it was right.
    Accountable,
    /// We think of something for them.
    Proactive,
    /// We plan together.
    Partnership,
}

impl ServiceLevel {
    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            ServiceLevel::Basic => "basic",
            ServiceLevel::Reactive => "reactive",
            ServiceLevel::Accountable => "accountable",
            ServiceLevel::Proactive => "proactive",
            ServiceLevel::Partnership => "partnership",
        }
    }
}

/// From one level to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levels {
    /// The lowest.
    pub low: ServiceLevel,
    /// The highest.
    pub high: ServiceLevel,
}

/// The verdict: three answers, each of which may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceLevelVerdict {
    /// What the margin usually carries; `None` when costs are not known.
    pub affordable: Option<Levels>,
    /// What was done in the last 12 months; `None` when nothing shows it.
    pub observed: Option<ServiceLevel>,
    /// What they want; `None` while nobody knows the style.
    pub wanted: Option<Levels>,
    /// Margin of the last 12 months in minor units of the book's currency, when all costs are known.
    pub margin_minor: Option<i64>,
    /// Which third of the book's margins that is.
    pub margin_third: Option<Third>,
}

/// A third of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Third {
    /// The lowest.
    Low,
    /// The middle.
    Middle,
    /// The highest.
    High,
}

impl Third {
    /// Where a value lies, given the lowest values of the middle and of the highest third. Where most are
    /// equal, they are the middle.
    fn of<T: PartialOrd + Copy>(value: T, (middle, high): (T, T)) -> Third {
        if value > high || (value >= high && high > middle) {
            Third::High
        } else if value < middle {
            Third::Low
        } else {
            Third::Middle
        }
    }
}

/// Judges the three. `style`, `follow_up` and `responsible` are verdicts of the same history.
pub fn assess(
    history: &History,
    context: &Context,
    (style, follow_up): (&StyleVerdict, &FollowUpVerdict),
    responsible: Option<ProviderId>,
) -> ServiceLevelVerdict {
    let population = context.population;
    // The history is walked for its margin only where the book knows margins to compare with.
    let thirds = population.margin_thirds;
    let margin_minor =
        thirds.and_then(|_| margins::yearly_margin_minor(history, context.as_of_day, context.currency));
    let margin_third = thirds.zip(margin_minor).map(|(thirds, margin)| Third::of(margin, thirds));
    let customers = responsible.zip(population.customer_thirds).and_then(|(provider, thirds)| {
        let place =
            population.provider_customers.binary_search_by_key(&provider, |(known, _)| *known).ok()?;
        Some(Third::of(population.provider_customers[place].1, thirds))
    });
    ServiceLevelVerdict {
        affordable: margin_third.map(|margin| affordable(margin, customers)),
        observed: observed(history, context, follow_up),
        wanted: wanted(style.style),
        margin_minor,
        margin_third,
    }
}

/// Kotler's grid; an unknown number of customers gives all that the column may hold.
fn affordable(margin: Third, customers: Option<Third>) -> Levels {
    use ServiceLevel::{Accountable, Basic, Partnership, Proactive, Reactive};
    let cell = |customers: Third| match (margin, customers) {
        (Third::High, Third::Low) => (Partnership, Partnership),
        (Third::High, Third::Middle) | (Third::Middle, Third::Low) => (Proactive, Proactive),
        (Third::High, Third::High) | (Third::Middle, Third::Middle) | (Third::Low, Third::Low) => {
            (Accountable, Accountable)
        }
        (Third::Middle, Third::High) | (Third::Low, Third::Middle) => (Reactive, Reactive),
        (Third::Low, Third::High) => (Basic, Reactive),
    };
    match customers {
        Some(customers) => {
            let (low, high) = cell(customers);
            Levels { low, high }
        }
        None => Levels { low: cell(Third::High).0, high: cell(Third::Low).1 },
    }
}

fn wanted(style: WantedStyle) -> Option<Levels> {
    use ServiceLevel::{Accountable, Basic, Partnership, Proactive};
    let (low, high) = match style {
        WantedStyle::StrictlyBusiness => (Basic, Accountable),
        WantedStyle::Collaborative => (Proactive, Partnership),
        WantedStyle::Fan => (Proactive, Proactive),
        WantedStyle::Unknown => return None,
    };
    Some(Levels { low, high })
}

/// The highest level that an act of the last 12 months shows.
fn observed(history: &History, context: &Context, follow_up: &FollowUpVerdict) -> Option<ServiceLevel> {
    let moment = Moment::now(context);
    let contacts_are_kept = context.population.interactions > 0 || !history.interactions.is_empty();
    if is_planned_together(history, &moment) {
        Some(ServiceLevel::Partnership)
    } else if suggested_by_word(history, &moment).next().is_some()
        || suggested_by_message(history, &moment).next().is_some()
    {
        Some(ServiceLevel::Proactive)
    } else if follow_up.done.0 > 0 || was_asked(history, &moment) {
        Some(ServiceLevel::Accountable)
    } else if history.customer.assigned_to.is_some() || they_began(history, &moment).next().is_some() {
        Some(ServiceLevel::Reactive)
    } else {
        let sold = history.sales().next_back().is_some_and(|sale| moment.within(sale.day, YEAR_DAYS));
        (sold && contacts_are_kept).then_some(ServiceLevel::Basic)
    }
}

/// A plan, and a promise of the year on each side.
fn is_planned_together(history: &History, moment: &Moment) -> bool {
    plans(history, moment) && {
        let promised = |ours: bool| acts_promised(history, moment).any(|promise| is_ours(promise) == ours);
        promised(true) && promised(false)
    }
}

fn is_ours(promise: &Fact<Promise>) -> bool {
    promise_keeping::is_ours(&promise.detail)
}

/// A conversation about a plan, or a plan written down.
fn plans(history: &History, moment: &Moment) -> bool {
    const PLANS: &[&str] = &["plan", "joint_plan"];
    let talked = |talk: &Fact<Interaction>| rungs::is_about(&talk.detail, PLANS);
    moment.of(&history.interactions, YEAR_DAYS).iter().any(talked)
        || history
            .knowledge
            .iter()
            .any(|fact| one_of(&fact.detail.kind, PLANS) && is_live(fact, moment, YEAR_DAYS))
}

/// Promises of the year that were not taken back.
fn acts_promised<'h>(history: &'h History, moment: &Moment) -> impl Iterator<Item = &'h Fact<Promise>> {
    let promises = moment.of(&history.promises, YEAR_DAYS).iter();
    promises.filter(|promise| promise.detail.outcome != Some(PromiseOutcome::Withdrawn))
}

/// Contacts of the year that we began to give a useful idea.
fn suggested_by_word<'h>(
    history: &'h History,
    moment: &Moment,
) -> impl Iterator<Item = &'h Fact<Interaction>> {
    let talks = moment.of(&history.interactions, YEAR_DAYS).iter();
    talks.filter(|talk| outbound::is_ours(talk) && outbound::is_about(&talk.detail, SUGGESTS))
}

/// Messages of the year with a useful idea for this very person.
fn suggested_by_message<'h>(history: &'h History, moment: &Moment) -> impl Iterator<Item = &'h Fact<Touch>> {
    let touches = moment.of(&history.touches, YEAR_DAYS).iter();
    touches.filter(|touch| touch.detail.same_for_all != Some(true) && one_of(&touch.detail.tactic, SUGGESTS))
}

/// An answer about a delivery of the year.
fn was_asked(history: &History, moment: &Moment) -> bool {
    let deliveries = moment.of(&history.deliveries, YEAR_DAYS);
    deliveries.iter().any(|delivery| candor::was_answered(&delivery.detail))
}

/// Conversations of the year that they began.
fn they_began<'h>(history: &'h History, moment: &Moment) -> impl Iterator<Item = &'h Fact<Interaction>> {
    moment.of(&history.interactions, YEAR_DAYS).iter().filter(|talk| {
        talk.detail.initiated_by == Some(Initiator::Customer) && talk.detail.two_way == Some(true)
    })
}

/// Puts the three side by side.
pub fn judgements(verdict: &ServiceLevelVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    vec![sentences::judgement(verdict, history, context)]
}

#[cfg(test)]
mod tests;
