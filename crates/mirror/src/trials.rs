//! The running trials of the day's suggestions: to whom something was suggested against whom the same was
//! held back from, by what they did afterwards (evidence 1.10).
//!
//! What counts is buying within [`AFTER_DAYS`] days: it is recorded in most books, and it is not what was
//! suggested itself. Each person counts once for each kind of suggestion, by the first time, and as what was
//! meant (whether or not anybody called). Nobody counts before their days are over.

use crate::effects::{self, Arm, Trial};
use crate::finding::{Draft, Finding, FindingKind, Subject, SubjectKind};
use crate::rate::people;
use crate::{Parameters, rate::count};
use book::{Day, History, Text};
use judge::words;
use serde::Serialize;
use std::collections::BTreeMap;

/// Days after a suggestion within which a purchase counts.
pub const AFTER_DAYS: i32 = 90;

/// The first time something was suggested about one person, or held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggested {
    /// What, in `snake_case`: `off_rhythm`.
    pub act: Text,
    /// For which day.
    pub day: Day,
    /// It was held back, so that there is something to compare with.
    pub is_held_out: bool,
}

/// One kind of suggestion. Sums only, but for the day on which the first are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// People to whom it was suggested, and whose days are over.
    pub treated: Arm,
    /// People from whom it was held back, and whose days are over.
    pub held_out: Arm,
    /// People whose days are not over.
    pub waiting: u64,
    /// Of these, from whom it was held back.
    pub waiting_held_out: u64,
    /// The first day on which one of these counts.
    pub first_over: Option<Day>,
}

/// All of them, by act.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Trials {
    /// In order of act.
    pub by_act: BTreeMap<Text, Tally>,
}

impl Trials {
    /// Adds one person, whose history is cut to the end of `as_of`.
    pub fn add(&mut self, suggested: &Suggested, history: &History, as_of: Day) {
        let tally = self.by_act.entry(suggested.act.clone()).or_default();
        let over = suggested.day.plus(AFTER_DAYS);
        if over >= as_of {
            tally.waiting += 1;
            tally.waiting_held_out += u64::from(suggested.is_held_out);
            tally.first_over = earlier(tally.first_over, Some(over.plus(1)));
            return;
        }
        let bought = history.sales().any(|sale| sale.day > suggested.day && sale.day <= over);
        let arm = if suggested.is_held_out { &mut tally.held_out } else { &mut tally.treated };
        arm.merge(Arm { people: 1, happened: u64::from(bought) });
    }

    /// Adds the sums of another part.
    pub fn merge(&mut self, other: &Trials) {
        for (act, others) in &other.by_act {
            let tally = self.by_act.entry(act.clone()).or_default();
            tally.treated.merge(others.treated);
            tally.held_out.merge(others.held_out);
            tally.waiting += others.waiting;
            tally.waiting_held_out += others.waiting_held_out;
            tally.first_over = earlier(tally.first_over, others.first_over);
        }
    }

    /// One finding for each kind of suggestion, in order of act.
    pub fn findings(&self, parameters: &Parameters, as_of: Day) -> Vec<Finding> {
        self.by_act.iter().map(|(act, tally)| finding(act, tally, parameters, as_of)).collect()
    }
}

fn earlier(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn finding(act: &str, tally: &Tally, parameters: &Parameters, as_of: Day) -> Finding {
    let act = said(act);
    let (Some(first), 0) = (tally.first_over, tally.treated.people + tally.held_out.people) else {
        let trial = Trial { act: &act, happened: "bought within 90 days" };
        return effects::finding(trial, (tally.treated, tally.held_out), parameters, as_of);
    };
    let held_out = match tally.waiting_held_out {
        0 => "nobody held out yet".to_owned(),
        some => format!("{} of them held out", book::money::thousands(some)),
    };
    Draft::new(FindingKind::Effect, Subject::named(SubjectKind::Act, &act), as_of)
        .count("waiting", tally.waiting)
        .count("waiting_held_out", tally.waiting_held_out)
        .not_enough(format!(
            "{}: too early to say. It was suggested for {}, {held_out}; what they bought can be compared \
             from {} on.",
            words::sentence_case(&act),
            people(tally.waiting),
            words::date(first, as_of)
        ))
        .would_change(format!(
            "{} on each side whose 90 days are over.",
            count(parameters.arm_min, "person").replace("persons", "people")
        ))
        .caveat("Only those are compared who were suggested for the first time on a day long enough ago.")
        .done()
}

/// The kind of suggestion as a sentence says it.
fn said(act: &str) -> String {
    match act {
        "follow_up" => "following up after a sale".into(),
        "verify_foundation" => "asking whether the goods are right".into(),
        "ask_silent" => "asking those who are silent".into(),
        "off_rhythm" => "getting in touch with people off their rhythm".into(),
        "newcomer" => "welcoming newcomers".into(),
        "future_need" => "coming back to a need they named".into(),
        "just_because" => "a thank-you with nothing to sell".into(),
        "sell" => "making an offer".into(),
        other => other.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portrait::{self, TODAY};
    use book::{Customer, CustomerId, Fact, FactId, Purchase, SourceId, Timestamp};

    /// Somebody who bought so many days before today.
    fn buyer(days_ago: &[i32]) -> History {
        let mut history = History::new(Customer::new(CustomerId(1), "test", "1"));
        history.purchases = days_ago
            .iter()
            .map(|days| Fact {
                id: FactId(u64::from(days.unsigned_abs())),
                source: SourceId(1),
                external_id: None,
                at: Timestamp(0),
                day: TODAY.plus(-days),
                provider: None,
                detail: Purchase { amount_minor: 100, ..Purchase::default() },
            })
            .collect();
        history
    }

    fn suggested(days_ago: i32, is_held_out: bool) -> Suggested {
        Suggested { act: "off_rhythm".into(), day: TODAY.plus(-days_ago), is_held_out }
    }

    fn tally(people: &[(Suggested, History)]) -> Tally {
        let mut trials = Trials::default();
        people.iter().for_each(|(suggested, history)| trials.add(suggested, history, TODAY));
        trials.by_act["off_rhythm"]
    }

    #[test]
    fn a_purchase_counts_from_the_day_after_to_the_ninetieth() {
        for (bought_ago, happened) in [(201, 0), (200, 0), (199, 1), (110, 1), (109, 0)] {
            let found = tally(&[(suggested(200, false), buyer(&[bought_ago]))]);
            assert_eq!(found.treated, Arm { people: 1, happened }, "bought {bought_ago} days ago");
        }
        let twice = tally(&[(suggested(200, true), buyer(&[150, 140]))]);
        assert_eq!((twice.held_out, twice.treated), (Arm { people: 1, happened: 1 }, Arm::default()));
    }

    #[test]
    fn nobody_counts_before_their_days_are_over() {
        let found = tally(&[(suggested(90, true), buyer(&[1])), (suggested(20, false), buyer(&[]))]);
        assert_eq!((found.treated.people, found.held_out.people, found.waiting), (0, 0, 2));
        assert_eq!((found.waiting_held_out, found.first_over), (1, Some(TODAY.plus(1))));
        assert_eq!(tally(&[(suggested(91, true), buyer(&[]))]).held_out.people, 1);
    }

    #[test]
    fn parts_merge_in_any_order() {
        let people = [
            (suggested(200, false), buyer(&[150])),
            (suggested(190, true), buyer(&[])),
            (suggested(30, false), buyer(&[])),
            (suggested(10, true), buyer(&[])),
        ];
        let of = |some: &[(Suggested, History)]| {
            let mut trials = Trials::default();
            some.iter().for_each(|(suggested, history)| trials.add(suggested, history, TODAY));
            trials
        };
        let whole = of(&people);
        for cut in 0..=people.len() {
            let (mut one, mut other) = (of(&people[..cut]), of(&people[cut..]));
            let back = one.clone();
            one.merge(&other);
            other.merge(&back);
            assert_eq!((&one, &other), (&whole, &whole));
        }
    }

    #[test]
    fn trials_in_words() {
        let rules = Parameters::default();
        let arm = |happened, people| Arm { people, happened };
        let of = |act: &str, tally: Tally| finding(act, &tally, &rules, TODAY);
        let waiting = Tally {
            waiting: 412,
            waiting_held_out: 44,
            first_over: Some(TODAY.plus(30)),
            ..Tally::default()
        };
        let told = Tally { treated: arm(420, 900), held_out: arm(31, 100), ..waiting };
        let open = Tally { treated: arm(40, 90), held_out: arm(4, 10), ..Tally::default() };
        let few = Tally { treated: arm(4, 9), held_out: arm(1, 2), ..Tally::default() };
        insta::assert_snapshot!(portrait::all([
            ("waiting", of("off_rhythm", waiting)),
            ("nobody held out", of("newcomer", Tally { waiting: 1, waiting_held_out: 0, ..waiting })),
            ("told", of("ask_silent", told)),
            ("open", of("just_because", open)),
            ("few", of("future_need", few)),
        ]));
    }
}
