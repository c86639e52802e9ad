//! J16: which follow-ups are due, and how many were done (C46 to C49, C110).
//!
//! An act is *done* when within its window we began a conversation with them, asked how things are, or
//! hold the customer's answer to what it follows (about the delivery, or after the complaint). A message
//! nobody answered is not enough, nor is a conversation the customer had to begin.
//!
//! So that nobody is asked twice for one reason: after one sale the next within its window opens no other; a
//! newcomer's first purchase has the newcomer's three dates instead; a product counts as new only for people
//! who otherwise buy what they know (half of their purchases or more); and a new provider only when the same
//! other one served twice or more just before. A customer is a newcomer only if the book was open for three
//! months before the first record, or nobody can know.

use crate::contacts::{self, ContactDay};
use crate::{Context, Judgement, candor, rhythm};
use book::{Day, FactId, History, Initiator, Interaction, ProviderId, VoiceKind, fact::Fact};
use std::collections::BTreeSet;

mod sentences;

/// Why a follow-up is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FollowUpReason {
    /// A complaint was put right: ask a bit after the crisis.
    IssueClosed,
    /// First purchase or contact: day 2, 10 or 30.
    NewCustomer,
    /// First use of a product.
    NewProduct,
    /// A new person serves the customer.
    ProviderChange,
    /// A sale.
    Sale,
}

/// One follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp {
    /// Why.
    pub reason: FollowUpReason,
    /// The fact it follows.
    pub after: FactId,
    /// Day of that fact (of its repair, for a complaint).
    pub after_day: Day,
    /// First day on which it counts.
    pub first_day: Day,
    /// When it is due.
    pub due_day: Day,
    /// Last day on which it still counts.
    pub last_day: Day,
    /// The provider concerned, when known.
    pub provider: Option<ProviderId>,
    /// The contact in which it was done.
    pub done_by: Option<FactId>,
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FollowUpVerdict {
    /// Due and still in time today, not done, soonest first.
    pub pending: Vec<FollowUp>,
    /// Done among those whose time is over, within 12 months.
    pub done: (u32, u32),
    /// Contacts are recorded in this book at all; without them nobody can know whether it was done.
    pub recorded: bool,
}

/// Days looked back for coverage (12 months).
const COVERAGE_DAYS: i32 = 365;
/// A newcomer's dates: (first day, due, last day) after the first record.
const NEWCOMER_DAYS: [(i32, i32, i32); 3] = [(1, 2, 5), (6, 10, 20), (21, 30, 45)];
/// Days the book must have been open before a first record makes a newcomer.
const BOOK_OPEN_DAYS: i32 = 90;

/// Finds what is due, and counts what was done.
pub fn assess(history: &History, context: &Context) -> FollowUpVerdict {
    assess_on(&contacts::contact_days(history), history, context)
}

/// [`assess`] with the contact days at hand.
pub(crate) fn assess_on(days: &[ContactDay], history: &History, context: &Context) -> FollowUpVerdict {
    let population = context.population;
    let mut verdict = FollowUpVerdict {
        recorded: population.interactions > 0 || population.deliveries_asked.0 > 0,
        ..FollowUpVerdict::default()
    };
    each_act(days, history, context, &mut |act| {
        if act.last_day < context.as_of_day {
            verdict.done.0 += u32::from(act.done_by.is_some());
            verdict.done.1 += 1;
        } else if act.done_by.is_none() {
            verdict.pending.push(act);
        }
    });
    verdict.pending.sort_by_key(|act| (act.due_day, act.reason, act.after));
    verdict
}

/// Shows every act due by today whose window ended within twelve months, with the contact that did it.
fn each_act(days: &[ContactDay], history: &History, context: &Context, visit: &mut impl FnMut(FollowUp)) {
    let mut due = |act: FollowUp| {
        let is_due = act.due_day <= context.as_of_day;
        if is_due && context.days_ago(act.last_day) <= COVERAGE_DAYS {
            visit(FollowUp { done_by: act.done_by.or_else(|| done_by(history, &act)), ..act });
        }
    };
    let newcomer = newcomer(history, context);
    if let Some(first) = newcomer {
        for window_days in NEWCOMER_DAYS {
            due(first.within(window_days));
        }
    }
    after_sales(history, context, newcomer, &mut due);
    after_new_products(history, context, &mut due);
    after_issues(history, context, &mut due);
    after_provider_change(days, history, context, &mut due);
}

/// What an act follows: the beginning of a [`FollowUp`].
#[derive(Debug, Clone, Copy)]
struct Occasion {
    reason: FollowUpReason,
    after: FactId,
    day: Day,
    provider: Option<ProviderId>,
}

impl Occasion {
    fn of<D>(reason: FollowUpReason, fact: &Fact<D>) -> Occasion {
        Occasion { reason, after: fact.id, day: fact.day, provider: fact.provider }
    }

    /// The act in a window of (first day, due, last day) after it.
    fn within(self, (first_days, due_days, last_days): (i32, i32, i32)) -> FollowUp {
        FollowUp {
            reason: self.reason,
            after: self.after,
            after_day: self.day,
            first_day: self.day.plus(first_days),
            due_day: self.day.plus(due_days),
            last_day: self.day.plus(last_days),
            provider: self.provider,
            done_by: None,
        }
    }
}

/// The window after a sale and a change of provider.
fn sale_window(context: &Context) -> (i32, i32, i32) {
    let (first_days, last_days) = context.parameters.follow_up_window_days;
    (first_days, context.parameters.follow_up_sale_days, last_days)
}

/// The window of a check-back: from half its days to twice as many.
fn check_back_window(context: &Context) -> (i32, i32, i32) {
    let days = context.parameters.check_back_days;
    (days / 2, days, days * 2)
}

/// The first purchase or conversation, when it makes a newcomer.
fn newcomer(history: &History, context: &Context) -> Option<Occasion> {
    let sale = history.sales().next().map(|sale| Occasion::of(FollowUpReason::NewCustomer, sale));
    let spoke = rhythm::spoken(history).next().map(|talk| Occasion::of(FollowUpReason::NewCustomer, talk));
    let first = sale.into_iter().chain(spoke).min_by_key(|first| (first.day, first.after))?;
    let book_day = context.population.first_day?;
    let known_before = history.customer.since.is_some_and(|since| since < first.day.plus(-30));
    (first.day.days_since(book_day) >= BOOK_OPEN_DAYS && !known_before).then_some(first)
}

fn after_sales(
    history: &History,
    context: &Context,
    newcomer: Option<Occasion>,
    due: &mut impl FnMut(FollowUp),
) {
    let window_days = sale_window(context);
    let mut covered_to = newcomer.map(|first| first.day.plus(window_days.2));
    for sale in history.sales() {
        if Some(sale.day) <= covered_to {
            continue;
        }
        let act = Occasion::of(FollowUpReason::Sale, sale).within(window_days);
        covered_to = Some(act.last_day);
        let answered = history.deliveries.iter().find(|delivery| {
            delivery.detail.purchase == Some(sale.id) && candor::was_answered(&delivery.detail)
        });
        due(FollowUp { done_by: answered.map(|delivery| delivery.id), ..act });
    }
}

fn after_new_products(history: &History, context: &Context, due: &mut impl FnMut(FollowUp)) {
    const EARLIER_MIN: usize = 3;
    let mut known = BTreeSet::new();
    let (mut earlier, mut repeats) = (0, 0);
    for sale in history.sales() {
        let Some(product) = sale.detail.product.as_deref() else { continue };
        let is_new = known.insert(product);
        if is_new && earlier >= EARLIER_MIN && repeats * 2 >= earlier {
            due(Occasion::of(FollowUpReason::NewProduct, sale).within(check_back_window(context)));
        }
        earlier += 1;
        repeats += usize::from(!is_new);
    }
}

fn after_issues(history: &History, context: &Context, due: &mut impl FnMut(FollowUp)) {
    for issue in &history.voice {
        let is_issue = matches!(issue.detail.kind, Some(VoiceKind::Complaint | VoiceKind::Concern));
        let Some(resolved_at) = issue.detail.resolved_at.filter(|_| is_issue) else { continue };
        let mut occasion = Occasion::of(FollowUpReason::IssueClosed, issue);
        occasion.day = context.day_of(resolved_at);
        let answered = issue.detail.satisfied.map(|_| issue.id);
        due(FollowUp { done_by: answered, ..occasion.within(check_back_window(context)) });
    }
}

fn after_provider_change(
    days: &[ContactDay],
    history: &History,
    context: &Context,
    due: &mut impl FnMut(FollowUp),
) {
    if context.population.provider_contact_days.len() < 2 || history.fact_count() < 3 {
        return;
    }
    for (place, contact) in days.iter().enumerate().skip(2) {
        let Some(provider) = contact.provider else { continue };
        let before = &days[..place];
        let settled_with_another = before[place - 1].provider.is_some_and(|other| other != provider)
            && before[place - 1].provider == before[place - 2].provider;
        if settled_with_another && before.iter().all(|earlier| earlier.provider != Some(provider)) {
            let after = fact_of(history, contact);
            let occasion = Occasion {
                reason: FollowUpReason::ProviderChange,
                after,
                day: contact.day,
                provider: Some(provider),
            };
            due(occasion.within(sale_window(context)));
        }
    }
}

/// The conversation, else the sale, behind a contact day.
fn fact_of(history: &History, contact: &ContactDay) -> FactId {
    let spoke = rhythm::spoken(history)
        .find(|talk| talk.day == contact.day && talk.provider == contact.provider)
        .map(|talk| talk.id);
    let sale = history.sales().find(|sale| sale.day == contact.day && sale.provider == contact.provider);
    spoke.or(sale.map(|sale| sale.id)).unwrap_or(FactId(0))
}

/// The first contact within the act's window in which it was done.
fn done_by(history: &History, act: &FollowUp) -> Option<FactId> {
    let from = history.interactions.partition_point(|contact| contact.day < act.first_day);
    history.interactions[from..]
        .iter()
        .take_while(|contact| contact.day <= act.last_day)
        .find(|contact| contact.id != act.after && follows_up(&contact.detail))
        .map(|contact| contact.id)
}

/// A conversation we began, or a question how things are.
fn follows_up(contact: &Interaction) -> bool {
    let we_began = contact.initiated_by == Some(Initiator::Us) && contact.two_way == Some(true);
    we_began || contact.asked_question == Some(true)
}

/// Puts the coverage into words.
pub fn judgements(verdict: &FollowUpVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    vec![sentences::judgement(verdict, history, context)]
}

#[cfg(test)]
mod tests;
