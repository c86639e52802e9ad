//! The four sicknesses of E3 (C137): irrelevance, glut, patronizing, broken promises. Each is a named test
//! whose pass means that they are free of it.

use super::{ContactLoadVerdict, MONTH_DAYS, Moment, PATRONIZED, YEAR_DAYS, is_live, one_of};
use crate::outbound::Outbound;
use crate::promise_keeping::PromiseVerdict;
use crate::{Context, TestOutcome, draft::Draft, load::LoadVerdict, words};
use book::{Fact, History, Knowledge, Origin, Touch};
use stats::Beta;

/// Offers of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Offers {
    /// All of them.
    pub all: u32,
    /// Of which it is known whether they had to do with this person.
    pub known: u32,
    /// Of these, those that had nothing to do with them.
    pub unrelated: u32,
}

/// Offers of which it must be known.
const OFFERS_MIN: u32 = 3;

/// Offers (messages that ask to buy) of the last 12 months.
pub(super) fn offers(history: &History, context: &Context) -> Offers {
    let moment = Moment::now(context);
    let mut offers = Offers::default();
    for touch in offers_of(history, &moment) {
        offers.all += 1;
        if let Some(unrelated) = is_unrelated(touch, history) {
            offers.known += 1;
            offers.unrelated += u32::from(unrelated);
        }
    }
    offers
}

pub(super) fn offers_of<'h>(history: &'h History, moment: &Moment) -> impl Iterator<Item = &'h Fact<Touch>> {
    moment.of(&history.touches, YEAR_DAYS).iter().filter(|touch| Outbound::Message(touch).asks_to_buy())
}

/// Whether an offer had nothing to do with the person; `None` when nobody can tell. Something known that was
/// used on its day made it theirs.
fn is_unrelated(touch: &Fact<Touch>, history: &History) -> Option<bool> {
    let from = history.adaptations.partition_point(|adaptation| adaptation.day < touch.day);
    let used = history.adaptations.get(from).is_some_and(|adaptation| adaptation.day == touch.day);
    match (used, touch.detail.same_for_all) {
        (true, _) => Some(false),
        (false, Some(true)) => Some(true),
        (false, _) => None,
    }
}

/// Their newest word that they felt talked down to, while it is live.
pub(super) fn patronized<'h>(history: &'h History, context: &Context) -> Option<&'h Fact<Knowledge>> {
    let moment = Moment::now(context);
    history.knowledge.iter().rev().find(|fact| {
        one_of(&fact.detail.kind, PATRONIZED)
            && fact.detail.origin == Some(Origin::Stated)
            && is_live(fact, &moment, YEAR_DAYS)
    })
}

/// The newest message of a year about which they complained.
pub(super) fn complained<'h>(history: &'h History, context: &Context) -> Option<&'h Fact<Touch>> {
    let touches = Moment::now(context).of(&history.touches, YEAR_DAYS);
    touches.iter().rev().find(|touch| touch.detail.complained == Some(true))
}

/// Adds the four tests.
pub(super) fn tests(
    draft: Draft,
    verdict: &ContactLoadVerdict,
    (history, context): (&History, &Context),
    (promises, load): (&PromiseVerdict, &LoadVerdict),
) -> Draft {
    let (relevance, offers) = irrelevance(verdict.offers, context);
    let (tone, word) = patronizing(verdict, history, context);
    let (kept, promised) = broken(promises, load);
    let (sent, load) = glut(verdict);
    draft
        .test("free_of_irrelevance", relevance, offers)
        .test("free_of_glut", sent, load)
        .test("free_of_patronizing", tone, word)
        .test("free_of_broken_promises", kept, promised)
}

fn irrelevance(offers: Offers, context: &Context) -> (TestOutcome, String) {
    let Offers { all, known, unrelated } = offers;
    if all == 0 {
        return (TestOutcome::Unknown, "No offer in the last 12 months is recorded.".to_owned());
    }
    if known == 0 {
        let offers = words::count(all, "offer");
        return (TestOutcome::Unknown, format!("{offers}; nobody noted whether they had to do with them."));
    }
    let sentence = format!(
        "{unrelated} of {} went to nearly everybody in the same words.",
        words::count(known, "offer")
    );
    if known < OFFERS_MIN {
        return (TestOutcome::Unknown, sentence);
    }
    let rules = context.parameters;
    let mostly = Beta::posterior(f64::from(unrelated), f64::from(known)).above(0.5);
    let outcome = if mostly >= rules.pass_probability {
        TestOutcome::Fail
    } else if mostly <= rules.fail_probability {
        TestOutcome::Pass
    } else {
        TestOutcome::Unknown
    };
    (outcome, sentence)
}

fn glut(verdict: &ContactLoadVerdict) -> (TestOutcome, String) {
    if verdict.load.is_none() {
        return (TestOutcome::Unknown, "Nothing sent to them is recorded.".to_owned());
    }
    let outcome = if verdict.month > verdict.cap { TestOutcome::Fail } else { TestOutcome::Pass };
    let messages = words::count(verdict.month, "message");
    let are = if verdict.cap == 1 { "is" } else { "are" };
    let cap = verdict.cap;
    (
        outcome,
        format!("{messages} in {MONTH_DAYS} days, not counting what orders need; {cap} {are} bearable."),
    )
}

fn patronizing(verdict: &ContactLoadVerdict, history: &History, context: &Context) -> (TestOutcome, String) {
    if let Some(day) = verdict.patronized {
        let on = words::on_date(day, context.as_of_day);
        return (TestOutcome::Fail, format!("They said {on} that they felt talked down to."));
    }
    let sentence = match complained(history, context) {
        Some(touch) => {
            let day = words::date(touch.day, context.as_of_day);
            format!("They complained about a message of {day}; nobody noted why.")
        }
        None => "Only they can say, and nobody has asked.".to_owned(),
    };
    (TestOutcome::Unknown, sentence)
}

fn broken(promises: &PromiseVerdict, load: &LoadVerdict) -> (TestOutcome, String) {
    match (load.broken_promises, promises.ours.kept) {
        (0, 0) => (TestOutcome::Unknown, "No promise to them is settled.".to_owned()),
        (0, kept) => {
            (TestOutcome::Pass, format!("{} kept, none broken in a year.", words::count(kept, "promise")))
        }
        (1, _) => (TestOutcome::Fail, "1 promise broken or past its day within a year.".to_owned()),
        (broken, _) => {
            (TestOutcome::Fail, format!("{broken} promises broken or past their day within a year."))
        }
    }
}
