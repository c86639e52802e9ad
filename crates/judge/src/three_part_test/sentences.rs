//! J5 in words.

use super::{ThreePartVerdict, spoken_days};
use crate::relationship_kind::called;
use crate::signals::{self, Moment};
use crate::{Context, Draft, Judgement, JudgementKind, TestOutcome, contacts, words};
use book::History;

/// The one judgement.
pub(super) fn judgement(verdict: &ThreePartVerdict, history: &History, context: &Context) -> Judgement {
    let moment = Moment::now(context);
    let window_days = context.parameters.window_days;
    let clauses = Clauses::of(verdict, history, context);
    let customer = &clauses.customer;
    let draft = Draft::new(JudgementKind::ThreePartTest, history, context);
    let draft = match (verdict.passed(), verdict.unknown()) {
        (0, 3) if clauses.days == 1 => draft.not_enough(format!(
            "Too early to say: you and {customer} have met once. What you know of each other, and share, is \
             not written down."
        )),
        (0, 3) => draft.not_assessed(format!(
            "Nothing to test yet: it is not written down whether you and {customer} know each other, share \
             something or talk."
        )),
        (3, _) => draft.assessed("real_relationship").sentence(format!(
            "A real relationship: you and {customer} know each other, have something in common besides the \
             business, and talk."
        )),
        (0, 0) => draft.assessed("none").sentence(clauses.some_of_three(verdict)),
        (0, _) => draft.undetermined().sentence(clauses.some_of_three(verdict)),
        _ => draft.assessed("partly").sentence(clauses.some_of_three(verdict)),
    };
    draft
        .facts(history.interactions.iter().filter(|contact| contact.detail.two_way == Some(true)))
        .facts(history.sales().filter(|sale| sale.provider.is_some()))
        .facts(history.knowledge.iter().filter(|fact| signals::is_live(fact, &moment, window_days)))
        .facts(history.wishes.iter().filter(|wish| wish.detail.named_provider.is_some()))
        .facts(history.touches.iter().filter(|_| verdict.communicate == TestOutcome::Fail))
        .test("know", verdict.know, clauses.know.clone())
        .test("share", verdict.share, clauses.share.clone())
        .test("communicate", verdict.communicate, clauses.communicate.clone())
        .would_change(would_change(verdict, &clauses))
        .caveat("What you share may be private: \"yes, private\" is enough to write down.")
        .done()
}

/// What to say of each part.
struct Clauses {
    customer: String,
    /// Days on which both spoke, ever.
    days: u32,
    know: String,
    share: String,
    communicate: String,
}

impl Clauses {
    fn of(verdict: &ThreePartVerdict, history: &History, context: &Context) -> Clauses {
        let customer = called(history);
        let (days, last) = spoken_days(&contacts::contact_days(history));
        let since = last.map_or(0, |day| context.days_ago(day));
        Clauses {
            know: know(verdict.know, &customer),
            share: share(verdict.share),
            communicate: communicate(verdict.communicate, history, (days, since), &customer),
            days,
            customer,
        }
    }

    /// `Two of three: you know each other and talk, but nothing is recorded that you share besides the
    /// business.`
    fn some_of_three(&self, verdict: &ThreePartVerdict) -> String {
        let of_three = ["None", "One", "Two"][verdict.passed().min(2) as usize];
        let unknown = match verdict.unknown() {
            0 => String::new(),
            unknown => format!(", {unknown} unknown"),
        };
        let parts = [
            (verdict.know, "know each other"),
            (verdict.share, "share something"),
            (verdict.communicate, "talk"),
        ];
        let passed: Vec<String> = parts
            .iter()
            .filter(|(outcome, _)| *outcome == TestOutcome::Pass)
            .map(|(_, what)| (*what).to_owned())
            .collect();
        let missing = self.missing(verdict);
        if passed.is_empty() {
            return format!("{of_three} of three{unknown}. {}", missing.join(" "));
        }
        let opening = format!("{of_three} of three{unknown}: you {}", words::list(&passed));
        match missing.as_slice() {
            [only] => format!("{opening}, but {}", lower_first(only)),
            more => format!("{opening}. {}", more.join(" ")),
        }
    }

    /// What failed, then what nobody knows, in as few sentences as it takes.
    fn missing(&self, verdict: &ThreePartVerdict) -> Vec<String> {
        let parts = [
            (verdict.communicate, &self.communicate),
            (verdict.know, &self.know),
            (verdict.share, &self.share),
        ];
        let of = |wanted: TestOutcome| {
            parts.iter().filter(move |(outcome, _)| *outcome == wanted).map(|(_, clause)| (*clause).clone())
        };
        let mut missing: Vec<String> = of(TestOutcome::Fail).collect();
        if verdict.know == TestOutcome::Unknown && verdict.share == TestOutcome::Unknown {
            missing.extend((verdict.communicate == TestOutcome::Unknown).then(|| self.communicate.clone()));
            missing.push(format!(
                "It is not written down whether you and {} know each other or share anything besides the \
                 business.",
                self.customer
            ));
        } else {
            missing.extend(of(TestOutcome::Unknown));
        }
        missing
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map_or_else(String::new, |first| first.to_lowercase().collect());
    first + letters.as_str()
}

fn know(outcome: TestOutcome, customer: &str) -> String {
    match outcome {
        TestOutcome::Pass => format!("You and {customer} know each other."),
        TestOutcome::Fail => format!("Too little is written down about {customer}."),
        TestOutcome::Unknown => format!("It is not written down whether you and {customer} know each other."),
    }
}

fn share(outcome: TestOutcome) -> String {
    match outcome {
        TestOutcome::Pass => "You have something in common besides the business.".into(),
        TestOutcome::Fail => "Nothing is recorded that you share besides the business.".into(),
        TestOutcome::Unknown => {
            "It is not written down whether you share anything besides the business.".into()
        }
    }
}

fn communicate(outcome: TestOutcome, history: &History, (days, since): (u32, i32), customer: &str) -> String {
    match (outcome, days) {
        (TestOutcome::Pass, _) => format!("You talk; {} so far.", words::count(days, "contact")),
        (TestOutcome::Fail, 0) => {
            let sent = u32::try_from(history.touches.len().max(1)).unwrap_or(u32::MAX);
            format!("{} went out and none came back.", words::count(sent, "message"))
        }
        (TestOutcome::Fail, _) => {
            format!("It has been {} since you and {customer} last talked.", words::span(since))
        }
        (TestOutcome::Unknown, 1) => format!("You and {customer} have met once, which is early to say."),
        (TestOutcome::Unknown, _) => format!("No contact with {customer} is written down."),
    }
}

/// The nearest missing part: talking first, since the others follow from it.
fn would_change(verdict: &ThreePartVerdict, clauses: &Clauses) -> String {
    let customer = &clauses.customer;
    if verdict.communicate != TestOutcome::Pass {
        let which = if clauses.days == 1 { "A second" } else { "One" };
        format!("{which} conversation with {customer}, written down.")
    } else if verdict.share != TestOutcome::Pass {
        format!("One thing you and {customer} have in common, said by {customer}.")
    } else if verdict.know != TestOutcome::Pass {
        format!("What you know of {customer} written down, and {customer} asking for somebody by name.")
    } else {
        format!("A silence more than twice as long as usual with {customer}.")
    }
}
