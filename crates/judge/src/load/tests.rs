use super::*;
use crate::fixtures::{BEN, Setting, Tale, noon};
use crate::portrait;

fn complaint(severity: u8) -> Voice {
    Voice { kind: Some(VoiceKind::Complaint), severity: Some(severity), ..Voice::default() }
}

fn broken(due: i32) -> Promise {
    Promise {
        what: "call back".into(),
        due_at: Some(noon(due)),
        outcome: Some(PromiseOutcome::Broken),
        ..Promise::default()
    }
}

fn load(tale: Tale) -> LoadVerdict {
    assess(&tale.done(), &Setting::of(&["Ben"]).context())
}

#[test]
fn published_load() {
    let issue = load(Tale::of("ana").voice(-45, BEN, complaint(2)));
    assert!((issue.load - 5.0).abs() < 1e-3 && issue.sign, "{issue:?}");
    let promise = load(Tale::of("ana").promise(-20, BEN, broken(-10)));
    assert!((promise.load - 1.333).abs() < 1e-3 && !promise.sign, "{promise:?}");
    let both = load(Tale::of("ana").voice(-45, BEN, complaint(2)).promise(-20, BEN, broken(-10)));
    assert!((both.load - 6.333).abs() < 1e-3 && both.sign, "{both:?}");
    assert_eq!((both.open_issues, both.broken_promises), (1, 1));
}

#[test]
fn what_is_settled_weighs_nothing() {
    let resolved = Voice { resolved_at: Some(noon(-1)), ..complaint(3) };
    let late = Promise { outcome: Some(PromiseOutcome::Late), ..broken(-10) };
    let suggestion = Voice { kind: Some(VoiceKind::Suggestion), ..Voice::default() };
    let theirs = Promise { by: Some(book::Promisor::Customer), ..broken(-10) };
    let settled = Tale::of("ana").voice(-45, BEN, resolved).promise(-20, BEN, late);
    assert_eq!(load(settled.voice(-60, BEN, suggestion).promise(-20, BEN, theirs)).load, 0.0);
}

#[test]
fn an_overdue_promise_weighs_and_one_due_today_does_not() {
    let open = |due| Promise { outcome: None, ..broken(due) };
    assert_eq!(load(Tale::of("ana").promise(-20, BEN, open(0))).broken_promises, 0);
    assert_eq!(load(Tale::of("ana").promise(-20, BEN, open(-1))).broken_promises, 1);
    assert!(load(Tale::of("ana").promise(-60, BEN, open(-31))).sign);
    assert_eq!(load(Tale::of("ana").promise(-900, BEN, broken(-800))).load, 0.0, "after a year it is over");
}

#[test]
fn three_fresh_grave_issues_are_heavy() {
    let tale = Tale::of("ana").voice(-1, BEN, complaint(3)).voice(-1, BEN, complaint(3));
    assert!(load(tale).sign);
}

#[test]
fn loads_in_words() {
    let setting = Setting::of(&["Ben"]);
    let shown = |tale: Tale| {
        let (history, context) = (tale.done(), setting.context());
        judgements(&assess(&history, &context), &history, &context)
    };
    let resolved = Voice { resolved_at: Some(noon(-1)), ..complaint(3) };
    let portrait = portrait::all([
        ("heavy", shown(Tale::of("ana").voice(-45, BEN, complaint(2)).promise(-20, BEN, broken(-10)))),
        ("light", shown(Tale::of("ana").voice(-4, BEN, complaint(1)))),
        ("promises", shown(Tale::of("ana").promise(-9, BEN, broken(-4)).promise(-9, BEN, broken(-3)))),
        ("settled", shown(Tale::of("ana").voice(-45, BEN, resolved))),
        ("nothing recorded", shown(Tale::of("13085").purchase(-4, 900, None))),
    ]);
    insta::assert_snapshot!(portrait);
}
