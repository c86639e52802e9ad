use super::*;
use crate::portrait::{self, TODAY};
use proptest::prelude::*;

fn rules() -> Parameters {
    Parameters::default()
}

/// 300, 150, 45 and 5 by count; 60, 120, 1,350 and 300 minutes.
fn shop() -> Observed {
    Observed {
        counts: [300, 150, 45, 5],
        timed: [300, 150, 45, 5],
        tenths: [600, 1_200, 13_500, 3_000],
        // 45 talks of half an hour, five meetings of an hour, the rest a moment each.
        tenths_squared: 300 * 4 + 150 * 64 + 45 * 90_000 + 5 * 360_000,
        ..Observed::default()
    }
}

/// Staff whose nine ratings have these means: `spread` of them above, as many below.
fn staff() -> Vec<StaffAnswer> {
    // Sums over 27 ratings would be 56.7, 81, 124.2 and 48.6: ten staff make them whole numbers.
    let sums = [189, 270, 414, 162];
    (0..10)
        .map(|person| {
            let mut ratings = [[None; 4]; 9];
            for (row, ratings) in ratings.iter_mut().enumerate() {
                for (practice, rating) in ratings.iter_mut().enumerate() {
                    let (base, rest) = (sums[practice] / 90, sums[practice] % 90);
                    *rating = Some(base as u8 + u8::from(person * 9 + row < rest));
                }
            }
            StaffAnswer { ratings }
        })
        .collect()
}

#[test]
fn published_profile() {
    let profile = assess(&shop(), &rules()).unwrap();
    let close = |shares: [Share; 4], expected: [f64; 4]| {
        for (share, expected) in shares.into_iter().zip(expected) {
            assert!((share.0 - expected).abs() < 1e-3, "{shares:?}");
            assert!(share.1 <= share.0 && share.0 <= share.2, "{shares:?}");
        }
    };
    close(profile.by_count, [0.597, 0.300, 0.091, 0.012]);
    close(profile.by_minutes.unwrap(), [0.033, 0.066, 0.738, 0.164]);
    assert!((profile.relational.0 - 0.50).abs() < 5e-3, "{profile:?}");
    let relational = [profile.by_count, profile.by_minutes.unwrap()].map(|shares| shares[2].0 + shares[3].0);
    assert!((relational[0] - 0.103).abs() < 1e-3 && (relational[1] - 0.901).abs() < 1e-3, "{relational:?}");
    assert_eq!(profile.label, PracticeLabel::Hybrid);
}

#[test]
fn published_claims() {
    let claimed = claimed(&staff(), &rules()).unwrap();
    for (place, (mean, index)) in
        [(2.1, 0.275), (3.0, 0.50), (4.6, 0.90), (1.8, 0.20)].into_iter().enumerate()
    {
        assert!((claimed.means[place] - mean).abs() < 1e-9, "{claimed:?}");
        assert!((claimed.index[place].0 - index).abs() < 1e-9, "{claimed:?}");
    }
}

#[test]
fn one_class_for_each_touch() {
    let sort = |same, two_way| Sort { same_for_all: same, two_way, ..Sort::default() };
    assert_eq!(practice_of(&sort(Some(true), Some(false))), Some(Practice::TransactionPractice));
    assert_eq!(practice_of(&sort(None, Some(false))), Some(Practice::DatabasePractice));
    assert_eq!(practice_of(&sort(Some(true), Some(true))), Some(Practice::InteractionPractice));
    assert_eq!(practice_of(&sort(Some(true), None)), None);
    let meeting = Sort { people: Some((2, 2)), ..sort(None, Some(true)) };
    assert_eq!(practice_of(&meeting), Some(Practice::NetworkPractice));
}

#[test]
fn thirty_six_statements_and_none_twice() {
    let mut all: Vec<&str> = STATEMENTS.into_iter().flatten().collect();
    assert_eq!((all.len(), DIMENSIONS.len()), (36, 9));
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 36);
    assert!(all.iter().all(|statement| statement.ends_with('.')));
}

#[test]
fn too_few_touches_or_staff_are_no_profile() {
    assert_eq!(assess(&Observed { counts: [29, 0, 0, 0], ..Observed::default() }, &rules()), None);
    assert_eq!(claimed(&staff()[..2], &rules()), None);
    let mut silent = vec![StaffAnswer::default(); 9];
    silent[0].ratings[0] = [Some(9); 4];
    assert_eq!(claimed(&silent, &rules()), None);
}

#[test]
fn practice_in_words() {
    let untimed = Observed { tenths: [0; 4], tenths_squared: 0, ..shop() };
    let personal =
        Observed { counts: [3, 10, 60, 0], tenths: [0, 0, 6_000, 0], tenths_squared: 600_000, ..shop() };
    let few = Observed { counts: [4, 0, 2, 0], ..Observed::default() };
    insta::assert_snapshot!(portrait::all([
        ("hybrid, with staff", observed_finding(&shop(), &staff(), &rules(), TODAY)),
        ("no minutes", observed_finding(&untimed, &[], &rules(), TODAY)),
        ("personal", observed_finding(&personal, &staff(), &rules(), TODAY)),
        ("few", observed_finding(&few, &[], &rules(), TODAY)),
        ("none", observed_finding(&Observed::default(), &[], &rules(), TODAY)),
        ("claims", claimed_finding(&staff(), &rules(), TODAY)),
        ("nobody asked", claimed_finding(&[], &rules(), TODAY)),
    ]));
}

proptest! {
    #[test]
    fn shares_by_count_sum_to_one_and_a_conversation_never_lowers_the_relational_share(
        counts in prop::array::uniform4(0..400_u64)
    ) {
        let observed = Observed { counts, ..Observed::default() };
        if let Some(profile) = assess(&observed, &rules()) {
            prop_assert!((profile.by_count.iter().map(|share| share.0).sum::<f64>() - 1.0).abs() < 1e-9);
            let mut more = observed;
            more.add(Some(Practice::InteractionPractice), None);
            let after = assess(&more, &rules()).expect("more touches");
            prop_assert!(after.relational.0 >= profile.relational.0);
        }
    }
}
