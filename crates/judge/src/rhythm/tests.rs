use super::*;
use crate::Population;
use crate::fixtures::{BEN, Setting, TODAY, Tale, day};
use crate::population::Pace;
use crate::portrait;
use book::{Timestamp, Wish, time::DAY_MICROS};
use proptest::prelude::*;

/// The published example: gaps 30, 35, 28, 32, then silence for `open_days`; population gap 45 days, shape 2.
fn published(open_days: i32) -> (Setting, History) {
    let days = [-125, -95, -60, -32, 0].map(|days| days - open_days);
    let mut setting = Setting::of(&["Ben"]);
    setting.population.contact_gap_days = Some(45.0);
    setting.population.contact_shape = Some(2);
    setting.population.first_day = Some(day(-2_000));
    setting.population.last_day = Some(TODAY);
    (setting, Tale::of("ana").contacts(&days, BEN).done())
}

fn wish_of(cadence_days: u32) -> Wish {
    Wish { cadence_days: Some(cadence_days), ..Wish::default() }
}

fn sales(days: &[i32]) -> History {
    days.iter().fold(Tale::of("13085"), |tale, days| tale.purchase(*days, 5_000, None)).done()
}

#[test]
fn published_gaps() {
    let expected = [
        (60, 0.1594, Rhythm::Quiet),
        (70, 0.1039, Rhythm::Quiet),
        (90, 0.0425, Rhythm::Overdue),
        (120, 0.0105, Rhythm::GoneQuiet),
    ];
    for (open_days, survival, label) in expected {
        let (setting, history) = published(open_days);
        let verdict = contacts(&history, &setting.context()).unwrap();
        assert!((verdict.usual_days - 36.44).abs() < 1e-2, "{verdict:?}");
        assert!((verdict.weight_gaps - 2.0 - 3.288).abs() < 1e-3, "{verdict:?}");
        assert!((verdict.survival - survival).abs() < 1e-3, "{verdict:?}");
        assert_eq!((verdict.label, verdict.gaps, verdict.open_days), (Some(label), 4, open_days));
        assert_eq!(verdict.is_sign(), label >= Rhythm::Overdue);
    }
}

#[test]
fn broadcasts_and_a_second_word_on_the_same_day_are_no_rhythm() {
    let (setting, history) = published(60);
    let plain = contacts(&history, &setting.context()).unwrap();
    let mut noisy = history;
    let mut twice = noisy.interactions[1].clone();
    twice.id = book::FactId(7);
    let mut sent = noisy.interactions[4].clone();
    sent.detail.two_way = Some(false);
    sent.day = TODAY;
    noisy.interactions.extend([twice, sent]);
    noisy.sort();
    assert_eq!(contacts(&noisy, &setting.context()), Some(plain));
}

#[test]
fn returns_are_no_purchases() {
    let setting = Setting::of(&[]);
    let mut history = sales(&[-90, -60, -30, -2]);
    history.purchases[3].detail.returned = Some(true);
    let verdict = purchases(&history, &setting.context()).unwrap();
    assert_eq!((verdict.gaps, verdict.open_days, verdict.usual_days), (2, 30, 30.0));
}

#[test]
fn an_agreed_cadence_stands_alone_until_there_are_two_gaps() {
    let setting = Setting::of(&["Ben"]);
    let tale = |days: &[i32]| Tale::of("ana").contacts(days, BEN).wish(-200, wish_of(30)).done();
    let verdict = |days: &[i32]| contacts(&tale(days), &setting.context()).unwrap();
    assert_eq!((verdict(&[-20]).usual_days, verdict(&[-20]).label), (30.0, Some(Rhythm::OnRhythm)));
    assert_eq!(verdict(&[-400, -90]).usual_days, 30.0);
    assert!((verdict(&[-150, -120, -90]).usual_days - 30.0).abs() < 1e-9);
    assert!(verdict(&[-290, -190, -90]).usual_days > 30.0);
    let unasked = Tale::of("ana").contacts(&[-400, -90], BEN).done();
    assert_eq!(contacts(&unasked, &setting.context()).unwrap().label, None);
}

#[test]
fn a_pause_stops_the_clock() {
    let (setting, history) = published(90);
    let pause = |from: i32, to: i32| {
        let told = Tale::of("ana").knows(from, BEN, "pause", "On holiday", Origin::Stated).done();
        let mut fact = told.knowledge[0].clone();
        fact.detail.expires_at = Some(Timestamp(i64::from(day(to).0) * DAY_MICROS));
        fact
    };
    let with = |pauses: &[Fact<Knowledge>]| {
        let mut paused = history.clone();
        paused.knowledge.extend_from_slice(pauses);
        paused.sort();
        contacts(&paused, &setting.context()).unwrap()
    };
    let ended = with(&[pause(-80, -20)]);
    assert_eq!((ended.open_days, ended.label, ended.paused_until), (30, Some(Rhythm::OnRhythm), None));
    assert_eq!(with(&[pause(-80, -20), pause(-50, -10)]).open_days, 20, "days of two pauses count once");
    let running = with(&[pause(-10, 60)]);
    assert_eq!((running.open_days, running.paused_until), (80, Some(day(60))));
    assert!(!running.is_sign(), "{running:?}");
    assert!(
        with(&[pause(-200, -150)]).usual_days < contacts(&history, &setting.context()).unwrap().usual_days
    );
}

#[test]
fn as_quiet_as_a_year_ago_is_a_season() {
    let setting = Setting::of(&[]);
    // A shop for Christmas: busy in autumn, silent from New Year to August.
    let last_year = [-520, -500, -480, -460, -440, -200, -180, -160, -140, -120, -100];
    let verdict = purchases(&sales(&last_year), &setting.context()).unwrap();
    assert!(verdict.seasonal && !verdict.is_sign(), "{verdict:?}");
    assert_eq!(verdict.came_back_day, Some(day(-200)));
    let busy_then = [-520, -480, -440, -400, -360, -320, -280, -240, -200, -160, -120];
    let verdict = purchases(&sales(&busy_then), &setting.context()).unwrap();
    assert!(!verdict.seasonal && verdict.came_back_day.is_none(), "{verdict:?}");
}

#[test]
fn rhythms_in_words() {
    let shown = |open_days| {
        let (setting, history) = published(open_days);
        let context = setting.context();
        judgements(JudgementKind::ContactRhythm, contacts(&history, &context).as_ref(), &history, &context)
    };
    let bought = |population: &dyn Fn(&mut Population), history: &History| {
        let mut setting = Setting::of(&[]);
        setting.population.first_day = Some(day(-360));
        setting.population.last_day = Some(TODAY);
        population(&mut setting.population);
        let context = setting.context();
        let verdict = purchases(history, &context);
        judgements(JudgementKind::PurchaseRhythm, verdict.as_ref(), history, &context)
    };
    let as_usual: &dyn Fn(&mut Population) = &|_| ();
    let regular = sales(&[-200, -176, -152, -128, -104, -80]);
    let agreed = Tale::of("ana").contacts(&[-40], BEN).wish(-200, wish_of(14)).done();
    let setting = Setting::of(&["Ben"]);
    let agreed_verdict = contacts(&agreed, &setting.context());
    let portrait = portrait::all([
        ("on rhythm", shown(20)),
        ("a little quiet", shown(60)),
        ("overdue", shown(90)),
        ("gone quiet", shown(150)),
        (
            "agreed cadence",
            judgements(JudgementKind::ContactRhythm, agreed_verdict.as_ref(), &agreed, &setting.context()),
        ),
        ("no order", bought(as_usual, &sales(&[]))),
        ("one order", bought(as_usual, &sales(&[-40]))),
        ("two orders", bought(as_usual, &sales(&[-80, -40]))),
        ("orders on rhythm", bought(as_usual, &sales(&[-70, -50, -20]))),
        ("orders overdue in a young book", bought(as_usual, &regular)),
        (
            "orders overdue in a quiet shop",
            bought(&|all| all.purchase_pace = Some(Pace { recent: 12.0, usual: 41.0 }), &regular),
        ),
        ("orders overdue, book not kept", bought(&|all| all.last_day = Some(day(-78)), &regular)),
        (
            "season",
            bought(
                &|all| all.first_day = Some(day(-600)),
                &sales(&[-520, -500, -480, -460, -440, -200, -180, -160, -140, -120, -100]),
            ),
        ),
    ]);
    insta::assert_snapshot!(portrait);
}

fn some_days() -> impl Strategy<Value = Vec<i32>> {
    prop::collection::vec(-900..=0_i32, 1..30)
}

proptest! {
    #[test]
    fn the_order_of_import_does_not_matter(days in some_days()) {
        let setting = Setting::of(&[]);
        let mut told = days.clone();
        told.reverse();
        let (one, other) = (sales(&days), sales(&told));
        prop_assert_eq!(purchases(&one, &setting.context()), purchases(&other, &setting.context()));
    }

    #[test]
    fn a_longer_silence_is_never_milder(days in some_days(), more in 0..400_i32, shape in 1..=6_u32) {
        let mut setting = Setting::of(&[]);
        setting.population.purchase_shape = Some(shape);
        setting.population.purchase_gap_days = Some(40.0);
        let history = sales(&days);
        let now = purchases(&history, &setting.context()).unwrap();
        let later = purchases(&history, &setting.context_at(more)).unwrap();
        prop_assert!(later.survival <= now.survival + 1e-12);
        prop_assert!(later.label >= now.label);
        prop_assert!((0.0..=1.0).contains(&now.survival) && now.usual_days.is_finite());
    }
}
