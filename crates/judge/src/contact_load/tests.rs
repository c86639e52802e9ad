use super::*;
use crate::fixtures::{BEN, Setting, Tale, day, noon};
use crate::{TestOutcome, portrait, promise_keeping};
use book::{Initiator, Permission, PermissionState, Promise, PromiseOutcome, Wish};
use proptest::prelude::*;

fn message(tactic: &str) -> Touch {
    Touch {
        tactic: tactic.into(),
        channel: Some("email".into()),
        same_for_all: Some(false),
        ..Touch::default()
    }
}

fn circular(tactic: &str) -> Touch {
    Touch { same_for_all: Some(true), ..message(tactic) }
}

fn sent(tale: Tale, days: &[i32], touch: &Touch) -> Tale {
    days.iter().fold(tale, |tale, days| tale.touch(*days, BEN, touch.clone()))
}

fn call(answered: bool) -> Interaction {
    Interaction {
        initiated_by: Some(Initiator::Us),
        two_way: Some(answered),
        channel: Some("phone".into()),
        ..Interaction::default()
    }
}

fn verdict(tale: Tale) -> ContactLoadVerdict {
    assess(&tale.done(), &Setting::of(&["Ben"]).context())
}

#[test]
fn after_three_without_an_answer_we_wait_for_sixty_days() {
    let waiting = |tale| verdict(tale).waiting;
    let letters = |days: &[i32]| sent(Tale::of("ana"), days, &message("letter"));
    assert_eq!(waiting(letters(&[-40, -20])), None);
    assert_eq!(waiting(letters(&[-40, -20, -9])), Some((3, day(51))));
    assert_eq!(waiting(letters(&[-90, -80, -60])), None, "sixty days are over");
    assert_eq!(waiting(letters(&[-40, -20, -9]).contact(-15, BEN)), None, "they came");
    assert_eq!(waiting(letters(&[-40, -20, -9]).purchase(-8, 900, None)), None, "they bought");
    let written = Touch { answered_at: Some(noon(-10)), ..message("letter") };
    assert_eq!(waiting(letters(&[-40, -20, -9]).touch(-30, BEN, written)), None, "they wrote");
    let calls = letters(&[-40]).interaction(-20, BEN, call(false)).interaction(-9, BEN, call(false));
    assert_eq!(waiting(calls), Some((3, day(51))));
    let logged_twice = letters(&[-40, -20]).interaction(-20, BEN, call(false));
    assert_eq!(waiting(logged_twice), None, "a call logged as a message, too, is one try");
    assert_eq!(waiting(sent(Tale::of("ana"), &[-9, -8, -7, -6], &circular("news"))), None);
}

#[test]
fn two_a_month_are_bearable_unless_they_said_otherwise() {
    let loads = |tale| {
        let found = verdict(tale);
        (found.load, found.month, found.cap, found.cap_is_stated)
    };
    let news = |days: &[i32]| sent(Tale::of("ana"), days, &circular("news"));
    assert_eq!(loads(Tale::of("ana")), (None, 0, 2, false));
    assert_eq!(loads(news(&[-40, -30])), (Some(ContactLoad::WithinCap), 0, 2, false));
    assert_eq!(loads(news(&[-29, -3])), (Some(ContactLoad::WithinCap), 2, 2, false));
    assert_eq!(loads(news(&[-29, -3, -2])), (Some(ContactLoad::AboveCap), 3, 2, false));
    let needed = sent(news(&[-29, -3]), &[-9, -8, -7], &circular("Order confirmation"));
    assert_eq!(loads(needed).1, 2);
    assert_eq!(loads(news(&[-9]).interaction(-5, BEN, call(false)).interaction(-4, BEN, call(true))).1, 2);
    let every = |days| Wish { cadence_days: Some(days), ..Wish::default() };
    assert_eq!(loads(news(&[-29, -3, -2]).wish(-90, every(7))), (Some(ContactLoad::WithinCap), 3, 4, true));
    assert_eq!(loads(news(&[-29, -3]).wish(-90, every(90))), (Some(ContactLoad::AboveCap), 2, 1, true));
    assert_eq!(loads(news(&[-29, -3]).wish(-800, every(90))).2, 2, "said too long ago");
}

#[test]
fn a_way_they_do_not_want_is_seen() {
    let unwanted = |tale| verdict(tale).unwanted_way;
    let news = || sent(Tale::of("ana"), &[-20, -3], &circular("news"));
    assert_eq!(unwanted(news()), 0);
    let prefers = |text| news().knows(-90, BEN, "preferred_channel", text, Origin::Stated);
    assert_eq!((unwanted(prefers("By phone.")), unwanted(prefers("E-mail, please."))), (2, 0));
    let refused = news().change(|history| {
        let told = history.touches[0].clone();
        history.permissions.push(Fact {
            id: book::FactId(5),
            source: told.source,
            external_id: None,
            at: noon(-9),
            day: day(-9),
            provider: None,
            detail: Permission {
                channel: "Email".into(),
                purpose: "marketing".into(),
                state: Some(PermissionState::Refused),
                evidence: None,
            },
        });
    });
    assert_eq!(unwanted(refused), 1, "only the one after they refused");
}

fn judged(tale: Tale) -> Vec<Judgement> {
    let setting = Setting::of(&["Ben"]);
    let (history, context) = (tale.done(), setting.context());
    let promises = promise_keeping::assess(&history, &context);
    let load = crate::load::assess(&history, &context);
    judgements(&assess(&history, &context), &history, &context, (&promises, &load))
}

fn outcome(tale: Tale, name: &str) -> TestOutcome {
    let judgement = judged(tale).remove(0);
    judgement.tests.iter().find(|test| test.name == name).unwrap().outcome
}

#[test]
fn the_four_sicknesses() {
    use TestOutcome::{Fail, Pass, Unknown};
    let ana = || Tale::of("ana");
    let relevance = |tale| outcome(tale, "free_of_irrelevance");
    let offers = |days: &[i32]| sent(ana(), days, &circular("offer"));
    assert_eq!((relevance(ana()), relevance(offers(&[-90, -60]))), (Unknown, Unknown));
    assert_eq!(relevance(offers(&[-90, -60, -30])), Fail);
    assert_eq!(relevance(offers(&[-90, -60, -30]).adapted(-90, BEN)), Unknown);
    let fitting = offers(&[-90, -60, -30]).adapted(-90, BEN).adapted(-60, BEN).adapted(-30, BEN);
    assert_eq!(relevance(fitting), Pass);
    assert_eq!(relevance(sent(ana(), &[-90, -60, -30], &message("offer"))), Unknown, "nobody can tell");
    let glut = |tale| outcome(tale, "free_of_glut");
    assert_eq!((glut(ana()), glut(offers(&[-3]))), (Unknown, Pass));
    assert_eq!(glut(offers(&[-3, -2, -1])), Fail);
    let tone = |tale| outcome(tale, "free_of_patronizing");
    assert_eq!(tone(offers(&[-3])), Unknown, "only they can say");
    assert_eq!(tone(ana().knows(-9, BEN, "patronized", "Told how to hold scissors.", Origin::Stated)), Fail);
    assert_eq!(tone(ana().knows(-9, BEN, "patronized", "I think so.", Origin::Asserted)), Unknown);
    let kept = |tale| outcome(tale, "free_of_broken_promises");
    let promise = |outcome| Promise { what: "Call.".into(), outcome: Some(outcome), ..Promise::default() };
    assert_eq!(kept(ana()), Unknown);
    assert_eq!(kept(ana().promise(-9, BEN, promise(PromiseOutcome::Kept))), Pass);
    assert_eq!(kept(ana().promise(-9, BEN, promise(PromiseOutcome::Broken))), Fail);
}

#[test]
fn loads_in_words() {
    let ana = || Tale::of("ana");
    let complained = Touch { complained: Some(true), ..circular("coupon") };
    let broken =
        Promise { what: "Call.".into(), outcome: Some(PromiseOutcome::Broken), ..Promise::default() };
    let sick = sent(ana(), &[-90, -60, -9, -6, -3], &circular("coupon"))
        .touch(-2, BEN, complained)
        .promise(-9, BEN, broken);
    let prefers = sent(ana(), &[-3], &circular("news")).knows(
        -90,
        BEN,
        "preferred_channel",
        "By phone.",
        Origin::Stated,
    );
    let cadence = Wish { cadence_days: Some(90), ..Wish::default() };
    let portrait = portrait::all([
        ("waiting", judged(sent(ana(), &[-40, -20, -9], &message("letter")))),
        ("within", judged(sent(ana(), &[-9], &circular("news")))),
        ("nothing lately", judged(sent(ana(), &[-99], &circular("news")))),
        ("above what they said", judged(sent(ana(), &[-9, -3], &circular("news")).wish(-90, cadence))),
        ("all four sicknesses but one", judged(sick)),
        ("another way", judged(prefers)),
        ("nothing sent", judged(ana())),
    ]);
    insta::assert_snapshot!(portrait);
}

proptest! {
    #[test]
    fn an_answer_never_makes_us_wait(
        days in prop::collection::vec(-80..=0_i32, 0..8), answer in -80..=0_i32,
    ) {
        let silent = verdict(sent(Tale::of("ana"), &days, &message("letter"))).waiting;
        let spoken = verdict(sent(Tale::of("ana"), &days, &message("letter")).contact(answer, BEN)).waiting;
        prop_assert!(silent.is_some() || spoken.is_none());
        if spoken.is_some() {
            prop_assert_eq!(silent.map(|(_, until)| until), spoken.map(|(_, until)| until));
        }
    }
}
