use super::*;
use crate::fixtures::{BEN, Setting, Tale, day, noon};
use crate::portrait;
use book::{Delivery, Initiator, Interaction, Promisor, Touch};

fn message(tactic: &str) -> Touch {
    Touch { tactic: tactic.into(), ..Touch::default() }
}

fn sent(tale: Tale, tactics: &[&str]) -> Tale {
    (-90..).step_by(3).zip(tactics).fold(tale, |tale, (days, tactic)| tale.touch(days, BEN, message(tactic)))
}

fn verdict(tale: Tale) -> GiveAskVerdict {
    assess(&tale.done(), &Setting::of(&["Ben"]).context())
}

fn against(tale: Tale) -> NoSale {
    verdict(tale).no_sale
}

fn complaint() -> Voice {
    Voice { kind: Some(VoiceKind::Complaint), ..Voice::default() }
}

fn promise(due: i32, outcome: Option<PromiseOutcome>) -> Promise {
    Promise { what: "Call back.".into(), due_at: Some(noon(due)), outcome, ..Promise::default() }
}

#[test]
fn gives_and_asks_of_the_last_ten() {
    let counted = |tactics: &[&str]| {
        let found = verdict(sent(Tale::of("ana"), tactics));
        (found.acts, found.gives, found.asks, found.word())
    };
    assert_eq!(counted(&["offer", "tip", "thanks"]), (3, 2, 1, Some("balanced")));
    assert_eq!(counted(&["offer", "survey", "tip", "newsletter"]), (4, 1, 2, Some("asks_more")));
    assert_eq!(counted(&["tip", "coupon"]), (2, 1, 1, None));
    let long = ["offer", "offer", "tip", "tip", "tip", "tip", "tip", "tip", "tip", "tip", "tip", "tip"];
    assert_eq!(counted(&long), (10, 10, 0, Some("balanced")), "older ones are past");
}

#[test]
fn an_issue_of_three_days_speaks_against_an_offer() {
    assert_eq!(against(Tale::of("ana").voice(-2, BEN, complaint())), NoSale::default());
    assert_eq!(against(Tale::of("ana").voice(-3, BEN, complaint())).open_issue, Some(day(-3)));
    let settled = Voice { resolved_at: Some(noon(-1)), ..complaint() };
    assert!(against(Tale::of("ana").voice(-9, BEN, settled)).may_ask());
}

#[test]
fn a_broken_promise_speaks_against_it_until_somebody_says_sorry() {
    use PromiseOutcome::{Broken, Kept, Late};
    let told = |due, outcome| Tale::of("ana").promise(-200, BEN, promise(due, outcome));
    assert_eq!(against(told(-30, Some(Broken))).broken_promise, Some(day(-30)));
    assert!(against(told(-31, Some(Broken))).may_ask());
    assert!(against(told(-9, Some(Kept))).may_ask() && against(told(-9, Some(Late))).may_ask());
    assert_eq!(against(told(-100, None)).broken_promise, Some(day(-100)), "still owed");
    assert!(against(told(0, None)).may_ask(), "due today is not past");
    let theirs = Promise { by: Some(Promisor::Customer), ..promise(-9, Some(Broken)) };
    assert!(against(Tale::of("ana").promise(-20, BEN, theirs)).may_ask());
    let sorry = |days| Interaction {
        initiated_by: Some(Initiator::Us),
        two_way: Some(days > -100),
        purpose: Some("Apology".into()),
        ..Interaction::default()
    };
    assert!(against(told(-9, Some(Broken)).interaction(-8, BEN, sorry(-8))).may_ask());
    assert!(!against(told(-9, Some(Broken)).interaction(-10, BEN, sorry(-10))).may_ask(), "said before");
    assert!(against(told(-9, Some(Broken)).touch(-8, BEN, message("apology"))).may_ask());
    assert!(!against(told(-9, None).touch(-8, BEN, message("apology"))).may_ask(), "sorry keeps no promise");
}

#[test]
fn the_last_delivery_must_be_known_to_be_right() {
    let bought = || Tale::of("ana").purchase(-20, 900, None);
    assert_eq!(against(bought()).unverified, Some(day(-20)));
    assert_eq!(against(bought().delivery(-18, None)).unverified, Some(day(-18)));
    assert!(against(bought().delivery(-18, Some(true))).may_ask());
    assert_eq!(against(bought().delivery(-18, Some(false))).unverified, Some(day(-18)));
    let again = bought().delivery(-18, Some(true)).purchase(-4, 900, None);
    assert_eq!(against(again).unverified, Some(day(-4)));
    let back = bought().delivery(-18, Some(true)).change(|history| {
        history.deliveries[0].detail =
            Delivery { returned: Some(true), ..history.deliveries[0].detail.clone() };
    });
    assert!(!against(back).may_ask());
    assert!(against(Tale::of("ana").contact(-9, BEN)).may_ask(), "nothing was bought");
}

#[test]
fn balances_in_words() {
    let setting = Setting::of(&["Ben"]);
    let shown = |tale: Tale| {
        let (history, context) = (tale.done(), setting.context());
        judgements(&assess(&history, &context), &history, &context)
    };
    let right = || Tale::of("ana").purchase(-20, 900, None).delivery(-18, Some(true));
    let wrong = Tale::of("ana").purchase(-20, 900, None).voice(-12, BEN, complaint()).promise(
        -20,
        BEN,
        promise(-5, Some(PromiseOutcome::Broken)),
    );
    let portrait = portrait::all([
        ("gives more", shown(sent(right(), &["tip", "thanks", "offer"]))),
        ("asks more", shown(sent(right(), &["survey", "thanks", "offer"]))),
        ("too few", shown(sent(right(), &["survey", "newsletter"]))),
        ("one newsletter", shown(sent(right(), &["newsletter"]))),
        ("no time to sell", shown(sent(wrong, &["tip", "thanks", "offer"]))),
        ("nothing sent", shown(Tale::of("ana"))),
    ]);
    insta::assert_snapshot!(portrait);
}
