use super::*;
use crate::fixtures::{BEN, Setting, Tale, day, noon};
use crate::portrait;
use proptest::prelude::*;

fn promise(outcome: PromiseOutcome) -> Promise {
    Promise { what: "send the drawings".into(), outcome: Some(outcome), ..Promise::default() }
}

/// Due on `due`, closed on `closed`.
fn dated(outcome: PromiseOutcome, due: i32, closed: Option<i32>) -> Promise {
    Promise { due_at: Some(noon(due)), closed_at: closed.map(noon), ..promise(outcome) }
}

fn kept_of(kept: i32, settled: i32) -> Tale {
    (0..settled).fold(Tale::of("ana"), |tale, place| {
        let outcome = if place < kept { PromiseOutcome::Kept } else { PromiseOutcome::Broken };
        tale.promise(-400 + place, BEN, promise(outcome))
    })
}

fn with_prior(prior: Option<(f64, f64)>) -> Setting {
    let mut setting = Setting::of(&["Ben"]);
    setting.population.promise_prior = prior;
    setting
}

#[test]
fn published_rates() {
    let setting = with_prior(Some((8.0, 2.0)));
    let rate = |kept, settled| assess(&kept_of(kept, settled).done(), &setting.context()).ours.rate.unwrap();
    let (few, many) = (rate(4, 4), rate(45, 50));
    for (found, expected) in [(few, (0.857, 0.732)), (many, (0.883, 0.828))] {
        assert!((found.0 - expected.0).abs() < 1e-3 && (found.1 - expected.1).abs() < 1e-3, "{found:?}");
    }
    assert!(many.1 > few.1, "45 of 50 rank before 4 of 4 by the low end");
}

#[test]
fn providers_rank_by_the_low_end() {
    let mut setting = with_prior(Some((8.439, 1.407)));
    let groups = [(45, 50), (4, 4), (16, 20), (9, 15), (28, 30), (2, 2)];
    setting.population.provider_promises =
        (1..).zip(groups).map(|(id, (kept, settled))| (Some(ProviderId(id)), kept, settled)).collect();
    let ranked = by_provider(&setting.context());
    let expected = [(5, 0.8553), (1, 0.8398), (2, 0.7900), (3, 0.7255), (4, 0.5820)];
    assert_eq!(ranked.len(), expected.len(), "two promises are no rate");
    for (found, (provider, low)) in ranked.iter().zip(expected) {
        assert_eq!(found.provider, Some(ProviderId(provider)));
        assert!((found.low - low).abs() < 1e-3, "{found:?}");
    }
}

#[test]
fn two_promises_are_no_rate() {
    let setting = with_prior(Some((8.0, 2.0)));
    assert_eq!(assess(&kept_of(2, 2).done(), &setting.context()).ours.rate, None);
}

#[test]
fn open_past_its_day_is_failed_and_due_today_is_not() {
    let setting = with_prior(None);
    let mut silent = dated(PromiseOutcome::Open, -1, None);
    silent.outcome = None;
    let tale = Tale::of("ana")
        .promise(-9, BEN, dated(PromiseOutcome::Open, 0, None))
        .promise(-9, BEN, silent)
        .promise(-8, BEN, promise(PromiseOutcome::Open))
        .promise(-7, BEN, dated(PromiseOutcome::Open, 5, None));
    let verdict = assess(&tale.done(), &setting.context());
    assert_eq!((verdict.ours.failed, verdict.ours.open, verdict.ours.kept), (1, 3, 0));
    let due: Vec<Option<Day>> = verdict.open_ours.iter().map(|promise| promise.due_day).collect();
    assert_eq!(due, [Some(day(-1)), Some(day(0)), Some(day(5)), None]);
}

#[test]
fn the_second_renegotiation_of_the_same_words_is_a_failure() {
    use PromiseOutcome::{Kept, Renegotiated};
    let setting = with_prior(None);
    let counts = |outcomes: &[PromiseOutcome]| {
        let tale = outcomes.iter().zip(0..).fold(Tale::of("ana"), |tale, (outcome, place)| {
            let mut detail = promise(*outcome);
            detail.what = if place % 2 == 0 { "Send the drawings " } else { "send the drawings" }.into();
            tale.promise(-50 + place, BEN, detail)
        });
        let ours = assess(&tale.done(), &setting.context()).ours;
        (ours.kept, ours.failed, ours.set_aside)
    };
    assert_eq!(counts(&[Renegotiated, Kept]), (1, 0, 1));
    assert_eq!(counts(&[Renegotiated, Renegotiated, Kept]), (1, 1, 1));
    assert_eq!(counts(&[Renegotiated, Renegotiated, Renegotiated]), (0, 2, 1));
    assert_eq!(counts(&[Renegotiated, Kept, Renegotiated, Kept]), (2, 0, 2), "a new promise every month");
}

#[test]
fn each_side_keeps_its_own_book() {
    let setting = with_prior(None);
    let theirs = Promise { by: Some(Promisor::Customer), ..dated(PromiseOutcome::Late, -20, Some(-14)) };
    let organization = Promise { by: Some(Promisor::Organization), ..promise(PromiseOutcome::Withdrawn) };
    let tale = kept_of(3, 4).promise(-30, BEN, theirs).promise(-30, None, organization);
    let verdict = assess(&tale.done(), &setting.context());
    assert_eq!((verdict.ours.kept, verdict.ours.failed, verdict.ours.set_aside), (3, 1, 1));
    assert_eq!((verdict.theirs.failed, verdict.theirs.median_days_late), (1, Some(6.0)));
}

#[test]
fn promises_in_words() {
    let setting = with_prior(Some((8.0, 2.0)));
    let shown = |tale: Tale| {
        let (history, context) = (tale.done(), setting.context());
        judgements(&assess(&history, &context), &history, &context)
    };
    let late = |due| Promise {
        depends_on: Some("the warehouse".into()),
        ..dated(PromiseOutcome::Late, due, Some(due + 3))
    };
    let many =
        (0..5).fold(kept_of(45, 45), |tale, place| tale.promise(-300 + place, BEN, late(-200 + place)));
    let theirs = (0..4).fold(Tale::of("ana"), |tale, place| {
        let detail = Promise { by: Some(Promisor::Customer), ..promise(PromiseOutcome::Kept) };
        tale.promise(-40 + place, BEN, detail)
    });
    let portrait = portrait::all([
        ("45 of 50", shown(many)),
        ("1 of 2, one overdue", shown(kept_of(1, 1).promise(-9, BEN, dated(PromiseOutcome::Open, -2, None)))),
        (
            "one open, one renegotiated",
            shown(Tale::of("ana").promise(-9, BEN, promise(PromiseOutcome::Renegotiated)).promise(
                -8,
                BEN,
                dated(PromiseOutcome::Open, 3, None),
            )),
        ),
        ("theirs", shown(theirs)),
    ]);
    insta::assert_snapshot!(portrait);
}

fn outcomes() -> impl Strategy<Value = Vec<PromiseOutcome>> {
    prop::collection::vec(prop::sample::select(PromiseOutcome::ALL), 3..30)
}

proptest! {
    #[test]
    fn one_more_kept_promise_never_lowers_the_rate(
        outcomes in outcomes(), at in -600..0_i32, a in 0.5..20.0_f64, b in 0.5..20.0_f64,
    ) {
        let setting = with_prior(Some((a, b)));
        let tale = || outcomes.iter().zip(0..).fold(Tale::of("ana"), |tale, (outcome, place)| {
            tale.promise(-500 + 7 * place, BEN, dated(*outcome, -495 + 7 * place, None))
        });
        let before = assess(&tale().done(), &setting.context()).ours;
        let more = tale().promise(at, BEN, promise(PromiseOutcome::Kept)).done();
        let after = assess(&more, &setting.context()).ours;
        prop_assert_eq!(before.rate.is_none(), before.kept + before.failed < 3);
        if let (Some(before), Some(after)) = (before.rate, after.rate) {
            prop_assert!(after.0 >= before.0 - 1e-9 && after.1 >= before.1 - 1e-9);
        }
    }
}
