//! Each signal from the records that give it.

use super::*;
use crate::fixtures::{people::*, *};
use book::*;

const WINDOW: i32 = 730;

fn with_ben() -> Whom {
    Whom::Provider { id: BEN, closest: true }
}

#[test]
fn kinds_are_read_without_regard_to_case_and_spaces() {
    assert!(one_of("Common Ground", COMMON_GROUND));
    assert!(one_of("next-date", EXPECTS));
    assert!(!one_of("ground", COMMON_GROUND));
}

#[test]
fn knowledge_must_be_enough_varied_personal_and_witnessed() {
    let setting = salon();
    let context = setting.context();
    let moment = Moment::now(&context);
    let known = |facts: &[(&str, Origin)]| {
        let tale = facts
            .iter()
            .fold(Tale::of("ana"), |tale, (kind, origin)| tale.knows(-10, BEN, kind, "Something.", *origin));
        we_know_them(&tale.done(), &moment, WINDOW, with_ben())
    };
    let stated = Origin::Stated;
    assert_eq!(known(&[]), TestOutcome::Unknown);
    assert_eq!(known(&[("family", stated), ("date", stated), ("date", stated)]), TestOutcome::Pass);
    assert_eq!(known(&[("date", stated), ("date", stated), ("date", stated)]), TestOutcome::Fail);
    assert_eq!(known(&[("order", stated), ("payment", stated), ("order", stated)]), TestOutcome::Fail);
    let asserted = Origin::Asserted;
    assert_eq!(known(&[("family", asserted), ("date", asserted), ("date", asserted)]), TestOutcome::Unknown);
    let inferred = Origin::Inferred;
    assert_eq!(known(&[("family", inferred), ("date", stated), ("date", stated)]), TestOutcome::Fail);
}

#[test]
fn a_fact_without_a_provider_is_the_closest_ones() {
    let near = Whom::Provider { id: BEN, closest: true };
    let far = Whom::Provider { id: CLEO, closest: false };
    assert!(near.concerns(None) && near.concerns(Some(BEN)) && !near.concerns(Some(CLEO)));
    assert!(!far.concerns(None) && far.concerns(Some(CLEO)));
    assert!(Whom::Organization.concerns(None) && Whom::Organization.concerns(Some(BEN)));
}

#[test]
fn each_side_of_the_future_has_its_own_signals() {
    let setting = salon();
    let context = setting.context();
    let moment = Moment::now(&context);
    let future_of = |tale: Tale| future(&tale.done(), &moment, (with_ben(), None));
    let (pass, unknown, fail) = (TestOutcome::Pass, TestOutcome::Unknown, TestOutcome::Fail);
    let promise = |by, due: i32| Promise {
        what: "Call.".into(),
        by: Some(by),
        due_at: Some(noon(due)),
        ..Promise::default()
    };
    assert_eq!(future_of(Tale::of("ana")), (unknown, unknown));
    let ours = Tale::of("ana").promise(-5, BEN, promise(Promisor::Provider, 5));
    assert_eq!(future_of(ours), (unknown, pass));
    let past_due = Tale::of("ana").promise(-5, BEN, promise(Promisor::Provider, -1));
    assert_eq!(future_of(past_due), (unknown, unknown));
    let theirs = Tale::of("ana").promise(-5, BEN, promise(Promisor::Customer, 5));
    assert_eq!(future_of(theirs), (pass, unknown));
    let booking =
        Interaction { purpose: Some("booking".into()), two_way: Some(true), ..Interaction::default() };
    assert_eq!(future_of(Tale::of("ana").interaction(-5, BEN, booking.clone())), (pass, pass));
    assert_eq!(future_of(Tale::of("ana").interaction(-400, BEN, booking.clone())), (unknown, unknown));
    let opinion = Tale::of("ana").knows(-5, BEN, "future_need", "A new coat.", Origin::Asserted);
    assert_eq!(future_of(opinion), (unknown, pass));
    let goodbye = Tale::of("ana").interaction(-9, BEN, booking).knows(
        -5,
        None,
        "leaving",
        "Moves to Graz.",
        Origin::Stated,
    );
    assert_eq!(future_of(goodbye), (fail, pass));
}

#[test]
fn trust_is_known_from_words_and_kept_promises() {
    let setting = salon();
    let context = setting.context();
    let moment = Moment::now(&context);
    let trust_of = |tale: Tale| trust(&tale.done(), &moment, WINDOW, with_ben());
    let (pass, unknown, fail) = (TestOutcome::Pass, TestOutcome::Unknown, TestOutcome::Fail);
    let word = |satisfied| Voice {
        kind: Some(VoiceKind::Complaint),
        resolved_at: Some(noon(-3)),
        satisfied,
        ..Voice::default()
    };
    assert_eq!(trust_of(Tale::of("ana").voice(-5, BEN, word(Some(true)))), (pass, unknown));
    assert_eq!(trust_of(Tale::of("ana").voice(-5, BEN, word(Some(false)))), (fail, unknown));
    let kept = |outcome| Promise {
        by: Some(Promisor::Customer),
        outcome: Some(outcome),
        closed_at: Some(noon(-2)),
        ..Promise::default()
    };
    assert_eq!(trust_of(Tale::of("ana").promise(-9, BEN, kept(PromiseOutcome::Kept))), (unknown, pass));
    assert_eq!(trust_of(Tale::of("ana").promise(-9, BEN, kept(PromiseOutcome::Broken))), (unknown, fail));
}

#[test]
fn service_rates_count_known_answers_only() {
    let setting = salon();
    let context = setting.context();
    let moment = Moment::now(&context);
    let dora = dora();
    assert_eq!(informed(&dora, &moment, WINDOW), Rate { successes: 6, chances: 9 });
    assert_eq!(empowered(&dora, &moment, WINDOW), Rate { successes: 7, chances: 8 });
    assert_eq!(informed(&ana(), &moment, WINDOW), Rate::default());
}

#[test]
fn one_contact_is_adapted_once() {
    let setting = salon();
    let context = setting.context();
    let moment = Moment::now(&context);
    let tale = Tale::of("ana").contact(-5, BEN).adapted(-5, BEN).adapted(-5, BEN).adapted(-9, CLEO);
    let history = tale.done();
    assert_eq!(adapted_contacts(&history, &moment, WINDOW, with_ben()), 1);
    assert_eq!(adapted_contacts(&history, &moment, WINDOW, Whom::Organization), 2);
}

#[test]
fn the_named_provider_is_the_customers_own_newest_wish() {
    let setting = salon();
    let context = setting.context();
    let named = |days: i32, who: &str, origin| {
        let wish = Wish { named_provider: Some(who.into()), origin, ..Wish::default() };
        let history = Tale::of("ana").wish(days, wish).done();
        named_provider(&history, &Moment::now(&context), WINDOW, context.directory)
    };
    assert_eq!(named(-10, "ben", None), Some(BEN));
    assert_eq!(named(-10, "ben", Some(Origin::Inferred)), None);
    assert_eq!(named(-800, "ben", None), None);
    assert_eq!(named(-10, "somebody else", None), None);
}
