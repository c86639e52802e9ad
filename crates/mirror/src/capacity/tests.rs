use super::*;
use crate::portrait::{self, TODAY};
use crate::{Finding, Subject, SubjectKind};
use proptest::prelude::*;

fn rules() -> Parameters {
    Parameters::default()
}

fn ben() -> Vec<TieLoad> {
    vec![
        TieLoad::of_tier(Tier::Weekly, 45.0, 5),
        TieLoad::of_tier(Tier::Monthly, 60.0, 10),
        TieLoad::of_tier(Tier::HalfYearly, 60.0, 35),
        TieLoad::of_tier(Tier::Yearly, 30.0, 100),
    ]
}

fn week(ties: &[TieLoad]) -> Week<'_> {
    Week { available_minutes: Some(600), ties, owed_minutes: 0.0, key_accounts: 2 }
}

#[test]
fn published_load() {
    for (tie, hours) in ben().into_iter().zip([3.75, 2.308, 1.346, 0.962]) {
        assert!((needed(&[tie], 0.0).usual - hours).abs() < 1e-3, "{tie:?}");
    }
    let mut ties = ben();
    let verdict = assess(&week(&ties), &rules());
    assert!((verdict.needed.usual - 8.365).abs() < 1e-3 && (verdict.used.unwrap() - 0.837).abs() < 1e-3);
    assert_eq!(verdict.fullness.unwrap()[1], Fullness::Full);
    assert_eq!(
        verdict.layers.map(|layer| (layer.guide, layer.people)),
        [(5, 5), (15, 15), (50, 50), (150, 150)]
    );
    ties.push(TieLoad::of_tier(Tier::Weekly, 45.0, 2));
    let verdict = assess(&week(&ties), &rules());
    assert!((verdict.used.unwrap() - 0.987).abs() < 1e-3);
    assert_eq!(verdict.fullness.unwrap()[1], Fullness::Over);
}

#[test]
fn a_week_by_chance_has_a_range_and_what_is_owed_has_none() {
    // 16 contacts of a quarter of an hour: 4 h, give or take 1.2816 x 4 x .25 h.
    let sixteen = [TieLoad { contacts_per_year: 52.0, minutes: 15.0, meaningful: None, alike: 16 }];
    let hours = needed(&sixteen, 0.0);
    assert!(
        (hours.usual - 4.0).abs() < 1e-9
            && (hours.low - 2.72).abs() < 0.01
            && (hours.high - 5.28).abs() < 0.01
    );
    assert_eq!(needed(&[], 120.0), Hours { low: 2.0, usual: 2.0, high: 2.0 });
    let unsure = assess(&week(&sixteen), &rules());
    assert_eq!(unsure.layers.map(|layer| (layer.people, layer.unknown)), [(0, 16); 4]);
}

#[test]
fn room_full_and_over_begin_where_they_should() {
    let words = [7.0, 7.01, 9.0, 9.01].map(|hours| fullness(hours, 10.0, &rules()));
    assert_eq!(words, [Fullness::Room, Fullness::Full, Fullness::Full, Fullness::Over]);
}

fn month(active_ties: u32, due: u64, kept: u64) -> ProviderMonth {
    ProviderMonth { active_ties, due, kept }
}

/// Everything kept up to 60 people, half of it at 80.
fn months() -> Vec<ProviderMonth> {
    vec![
        month(40, 20, 19),
        month(50, 20, 20),
        month(60, 20, 18),
        month(70, 20, 16),
        month(80, 20, 10),
        month(90, 20, 9),
    ]
}

#[test]
fn the_own_limit_is_where_contacts_stop_being_kept() {
    // 18 of 20 at 60 people could still be under 8 in 10 (Beta(19,3) begins at .77); 39 of 40 up to 50
    // cannot.
    assert_eq!(own_limit(&months(), &rules()), OwnLimit::Found { ties: 70, low: 50, high: 70 });
    assert_eq!(own_limit(&months()[..5], &rules()), OwnLimit::TooEarly(5, 100));
    let few: Vec<ProviderMonth> = months().iter().map(|one| month(one.active_ties, 9, 9)).collect();
    assert_eq!(own_limit(&few, &rules()), OwnLimit::TooEarly(6, 54));
    let all: Vec<ProviderMonth> = months().iter().map(|one| month(one.active_ties, 20, 19)).collect();
    assert_eq!(own_limit(&all, &rules()), OwnLimit::NotReached(90));
    let none: Vec<ProviderMonth> = months().iter().map(|one| month(one.active_ties, 20, 9)).collect();
    assert_eq!(own_limit(&none, &rules()), OwnLimit::BelowAll(40));
}

#[test]
fn capacity_in_words() {
    let ben = ben();
    let subject = || Subject::named(SubjectKind::Provider, "Ben");
    let say = |week: &Week| finding(subject(), week, &rules(), TODAY);
    let limit =
        |months: &[ProviderMonth]| -> Finding { own_limit_finding(subject(), months, &rules(), TODAY) };
    let many = [TieLoad::of_tier(Tier::Weekly, 30.0, 30)];
    let some = [TieLoad::of_tier(Tier::Monthly, 30.0, 20)];
    insta::assert_snapshot!(portrait::all([
        ("full", say(&week(&ben))),
        ("over, with too many accounts", say(&Week { key_accounts: 7, ..week(&many) })),
        ("room", say(&week(&some))),
        ("hours unknown", say(&Week { available_minutes: None, ..week(&some) })),
        ("no hours", say(&Week { available_minutes: Some(0), ..week(&some) })),
        ("limit", limit(&months())),
        ("limit not reached", limit(&[month(40, 20, 20); 6])),
        ("limit below all", limit(&[month(40, 20, 5); 6])),
        ("limit too early", limit(&months()[..1])),
    ]));
}

proptest! {
    #[test]
    fn another_tie_never_makes_room(
        ties in prop::collection::vec((1.0..400.0_f64, 5.0..90.0_f64), 0..40),
        gap in 1.0..400.0_f64,
    ) {
        let one = |(gap, minutes)| TieLoad::of_gap(gap, minutes, None);
        let mut ties: Vec<TieLoad> = ties.into_iter().map(one).collect();
        let before = assess(&week(&ties), &rules());
        ties.push(TieLoad::of_gap(gap, 30.0, Some(true)));
        let after = assess(&week(&ties), &rules());
        prop_assert!(after.needed.usual > before.needed.usual);
        prop_assert!(after.fullness.unwrap()[1] >= before.fullness.unwrap()[1]);
        prop_assert!(after.needed.low <= after.needed.usual && after.needed.usual <= after.needed.high);
    }
}
