use super::*;
use crate::fixtures::{BEN, Setting, TODAY, Tale, day, noon};
use crate::portrait;
use book::{Promise, PromiseOutcome, Style, Touch, Wish};
use proptest::prelude::*;

fn benefit(level: BondLevel, what: &str) -> Benefit {
    Benefit { level: Some(level), what: what.into(), ..Benefit::default() }
}

fn used(days: i32, valued: Option<bool>, benefit: Benefit) -> Benefit {
    Benefit { used_at: Some(noon(days)), valued, ..benefit }
}

fn reorder(exit: Option<&str>, valued: Option<bool>) -> Benefit {
    let linked = benefit(BondLevel::Structural, "linked reordering");
    Benefit { exit_route: exit.map(Into::into), ..used(-20, valued, linked) }
}

const NOTICE: Option<&str> = Some("30 days' notice");

/// Four coupons, one used; Ben's yearly visit, valued both times.
fn ana() -> Tale {
    let coupon = || Benefit { conditional: Some(true), ..benefit(BondLevel::Financial, "coupon") };
    let visit = |days| used(days, Some(true), benefit(BondLevel::Social, "Ben's yearly visit"));
    Tale::of("ana")
        .benefit(-400, coupon())
        .benefit(-300, coupon())
        .benefit(-200, coupon())
        .benefit(-100, used(-80, Some(true), coupon()))
        .benefit(-390, visit(-390))
        .benefit(-30, visit(-30))
}

fn verdict(tale: Tale) -> BenefitVerdict {
    assess(&tale.done(), &Setting::of(&["Ben"]).context())
}

fn business(tale: Tale) -> Tale {
    tale.wish(-9, Wish { style: Some(Style::StrictlyBusiness), ..Wish::default() })
}

#[test]
fn the_worked_example() {
    let with_exit = verdict(ana().benefit(-100, reorder(NOTICE, Some(true))));
    let [financial, social, structural] = with_exit.levels;
    assert_eq!((financial.given, financial.used, financial.used_share()), (4, 1, Beta { a: 2.0, b: 4.0 }));
    assert!((financial.used_share().mean() - 0.333).abs() < 1e-3);
    assert_eq!((social.given, social.used, social.in_use, structural.in_use), (2, 2, 1, 1));
    assert_eq!((with_exit.deepest, with_exit.lock_in), (Some(BondLevel::Structural), None));
    let without = verdict(ana().benefit(-100, reorder(None, Some(true))));
    assert_eq!((without.deepest, without.lock_in), (Some(BondLevel::Structural), Some(LockIn::NoWayOut)));
    assert_eq!(verdict(ana()).word(), Some("social"));
}

#[test]
fn only_what_is_used_and_valued_counts() {
    let unasked = verdict(ana().benefit(-100, reorder(NOTICE, None)));
    assert_eq!((unasked.deepest, unasked.unasked), (Some(BondLevel::Social), Some(BondLevel::Structural)));
    let worthless = verdict(ana().benefit(-100, reorder(NOTICE, Some(false))));
    assert_eq!((worthless.deepest, worthless.unasked), (Some(BondLevel::Social), None));
    let alone = verdict(Tale::of("bo").benefit(-100, reorder(NOTICE, None)));
    assert_eq!((alone.word(), alone.unasked), (None, Some(BondLevel::Structural)));
    let old = used(-400, Some(true), benefit(BondLevel::Social, "dinner"));
    assert_eq!(verdict(Tale::of("bo").benefit(-400, old)).word(), Some("none"));
}

#[test]
fn what_was_not_given_is_known_after_half_a_year_of_records() {
    let young = Tale::of("bo").benefit(-100, reorder(NOTICE, Some(true)));
    assert!(!verdict(young).log_is_old && verdict(ana()).log_is_old);
    let mut setting = Setting::of(&["Ben"]);
    let nothing = Tale::of("bo").done();
    assert!(!assess(&nothing, &setting.context()).log_is_old);
    setting.population.benefits_since = Some(day(-183));
    assert!(assess(&nothing, &setting.context()).log_is_old);
    assert_eq!(assess(&nothing, &setting.context()).word(), None);
    assert!(TODAY > day(-183));
}

#[test]
fn lock_in_needs_a_structural_tie_in_use() {
    let lock_in = |tale| verdict(tale).lock_in;
    assert_eq!(lock_in(business(ana())), None);
    assert_eq!(lock_in(business(ana().benefit(-100, reorder(NOTICE, Some(true))))), None);
    let worthless = || ana().benefit(-100, reorder(NOTICE, Some(false)));
    assert_eq!(
        (lock_in(worthless()), lock_in(business(worthless()))),
        (None, Some(LockIn::AgainstTheirWill))
    );
    let resented = Touch { tactic: "news".into(), complained: Some(true), ..Touch::default() };
    let distrusts = ana().benefit(-100, reorder(NOTICE, Some(true))).touch(-5, None, resented);
    assert_eq!(lock_in(business(distrusts)), Some(LockIn::AgainstTheirWill));
    let idle = Benefit { used_at: None, ..reorder(None, None) };
    assert_eq!(lock_in(ana().benefit(-100, idle)), None);
    for none in ["", " ", "none"] {
        assert_eq!(lock_in(ana().benefit(-100, reorder(Some(none), Some(true)))), Some(LockIn::NoWayOut));
    }
}

#[test]
fn benefits_in_words() {
    let setting = Setting::of(&["Ben"]);
    let shown = |tale: Tale| {
        let (history, context) = (tale.done(), setting.context());
        let promises = crate::promise_keeping::assess(&history, &context);
        judgements(&assess(&history, &context), &history, &context, &promises)
    };
    let kept = |tale: Tale| {
        (0..6).fold(tale, |tale, place| {
            let outcome = Some(if place < 5 { PromiseOutcome::Kept } else { PromiseOutcome::Broken });
            tale.promise(
                -50,
                BEN,
                Promise { what: format!("Matter {place}.").into(), outcome, ..Promise::default() },
            )
        })
    };
    let portrait = portrait::all([
        ("structural, with notice", shown(kept(ana()).benefit(-100, reorder(NOTICE, Some(true))))),
        ("structural, no way out", shown(ana().benefit(-100, reorder(None, Some(true))))),
        ("against their will", shown(business(ana().benefit(-100, reorder(NOTICE, Some(false)))))),
        ("deeper, unasked", shown(ana().benefit(-100, reorder(NOTICE, None)))),
        ("unasked alone", shown(Tale::of("bo").benefit(-100, reorder(NOTICE, None)))),
        ("unused", shown(Tale::of("bo").benefit(-400, benefit(BondLevel::Financial, "coupon")))),
        (
            "no level",
            shown(Tale::of("bo").benefit(-9, Benefit { what: "Cake.".into(), ..Benefit::default() })),
        ),
        ("nothing", shown(Tale::of("bo"))),
    ]);
    insta::assert_snapshot!(portrait);
}

proptest! {
    #[test]
    fn an_answer_nobody_gave_never_deepens(level in 0..3_usize, days in -700..=0_i32) {
        let asked = |valued| {
            let more = used(days, valued, benefit(BondLevel::ALL[level], "more"));
            verdict(ana().benefit(days, Benefit { exit_route: NOTICE.map(Into::into), ..more }))
        };
        prop_assert_eq!(asked(None).deepest, verdict(ana()).deepest);
        prop_assert!(asked(Some(true)).deepest >= asked(None).deepest);
    }
}
