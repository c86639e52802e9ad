use super::*;
use crate::fixtures::{BEN, CLEO, Setting, Tale};
use crate::portrait;
use proptest::prelude::*;

const FASTER: [f64; 8] = [40.0, 32.0, 30.0, 26.0, 25.0, 24.0, 23.0, 22.0];
const SLOWER: [f64; 8] = [10.0, 11.0, 12.0, 12.0, 13.0, 13.0, 14.0, 15.0];

fn request(minutes: f64) -> Interaction {
    Interaction {
        two_way: Some(true),
        minutes: Some(minutes),
        purpose: Some("haircut".into()),
        solved: Some(true),
        ..Interaction::default()
    }
}

fn visits(minutes: &[f64], provider: Option<ProviderId>) -> Tale {
    (-300..)
        .step_by(10)
        .zip(minutes)
        .fold(Tale::of("ana"), |tale, (days, minutes)| tale.interaction(days, provider, request(*minutes)))
}

fn verdicts(tale: Tale) -> Vec<EfficiencyVerdict> {
    assess(&tale.done(), &Setting::of(&["Ben", "Cleo"]).context())
}

#[test]
fn published_efficiency() {
    let ben = verdicts(visits(&FASTER, Some(BEN)))[0];
    assert!((ben.slope + 0.2802).abs() < 1e-4 && (ben.factor_per_doubling().0 - 0.823).abs() < 1e-3);
    assert_eq!((ben.provider, ben.kendall_s, ben.change), (Some(BEN), -28, Change::MoreEfficient));
    assert_eq!((ben.contacts, ben.settled), (8, (8, 8)));
    let encounter = verdicts(visits(&SLOWER, None))[0];
    assert!((encounter.slope - 0.1874).abs() < 1e-4);
    assert!((encounter.factor_per_doubling().0 - 1.139).abs() < 1e-3);
    assert_eq!((encounter.provider, encounter.change), (None, Change::LessEfficient));
}

#[test]
fn seven_are_too_few_and_several_providers_make_an_encounter() {
    assert!(verdicts(visits(&FASTER[..7], Some(BEN))).is_empty());
    let shared = |tale: Tale| {
        tale.change(|history| {
            history.interactions.iter_mut().step_by(2).for_each(|one| one.provider = Some(CLEO));
        })
    };
    let both = verdicts(shared(visits(&FASTER, Some(BEN))));
    assert_eq!((both.len(), both[0].provider, both[0].kendall_s), (1, None, -28));
}

#[test]
fn only_settled_requests_with_minutes_are_compared_and_all_are_practice() {
    let tale = visits(&FASTER, Some(BEN)).change(|history| {
        let mut failed = history.interactions[0].clone();
        (failed.id, failed.detail.solved) = (book::FactId(1), Some(false));
        let mut untimed = failed.clone();
        (untimed.id, untimed.detail.solved, untimed.detail.minutes) = (book::FactId(2), Some(true), None);
        let mut unanswered = failed.clone();
        (unanswered.id, unanswered.detail.two_way) = (book::FactId(3), Some(false));
        history.interactions.extend([failed, untimed, unanswered]);
    });
    let history = tale.done();
    let found = points(&history, Some(BEN));
    assert_eq!(found.len(), 8);
    // All three lie on the day of the first visit: two of them count as practice.
    assert!((found[7].0 - 10.0_f64.ln()).abs() < 1e-12, "{found:?}");
    assert_eq!(settled(&history, Some(BEN)), (9, 10));
}

#[test]
fn minutes_are_measured_by_their_kind() {
    let kinds = [("call", 5.0), ("visit", 60.0), ("call", 5.0), ("visit", 60.0), ("fair", 300.0)];
    let tale = (-300..).zip(kinds).fold(Tale::of("ana"), |tale, (days, (purpose, minutes))| {
        tale.interaction(days, BEN, Interaction { purpose: Some(purpose.into()), ..request(minutes) })
    });
    let found = points(&tale.done(), Some(BEN));
    assert_eq!(found.iter().map(|(_, y)| *y).collect::<Vec<_>>(), [0.0; 4], "the fair compares with nothing");
}

#[test]
fn a_trend_in_many_visits_must_beat_luck() {
    // Kendall's S is -26, beyond 16; of twenty visits that is no news.
    let minutes: Vec<f64> = (0..20).map(|place| 20.0 + f64::from((place * 13) % 20)).collect();
    let found = verdicts(visits(&minutes, Some(BEN)))[0];
    assert_eq!((found.kendall_s, found.change), (-26, Change::NoClearChange), "{found:?}");
}

#[test]
fn efficiency_in_words() {
    let setting = Setting::of(&["Ben", "Cleo"]);
    let shown = |tale: Tale| {
        let (history, context) = (tale.done(), setting.context());
        judgements(&assess(&history, &context), &history, &context)
    };
    let unsure = [30.0, 26.0, 33.0, 24.0, 35.0, 27.0, 31.0, 28.0];
    let mixed = visits(&FASTER, Some(BEN)).change(|history| {
        for (place, visit) in history.interactions.iter_mut().enumerate() {
            visit.detail.purpose = Some(format!("matter {place}").into());
        }
    });
    let portrait = portrait::all([
        ("faster", shown(visits(&FASTER, Some(BEN)))),
        ("slower", shown(visits(&SLOWER, None))),
        ("no change", shown(visits(&unsure, Some(BEN)))),
        ("three visits", shown(visits(&FASTER[..3], Some(BEN)))),
        ("eight different matters", shown(mixed)),
        ("nothing timed", shown(Tale::of("ana").contact(-9, BEN))),
    ]);
    insta::assert_snapshot!(portrait);
}

proptest! {
    #[test]
    fn minutes_in_another_unit_change_nothing(minutes in prop::collection::vec(1.0..90.0_f64, 8..20)) {
        let hours: Vec<f64> = minutes.iter().map(|one| one / 60.0).collect();
        let (one, other) = (verdicts(visits(&minutes, Some(BEN)))[0], verdicts(visits(&hours, Some(BEN)))[0]);
        prop_assert!((one.slope - other.slope).abs() < 1e-9);
        prop_assert!(one.interval.0 <= one.slope && one.slope <= one.interval.1);
    }
}
