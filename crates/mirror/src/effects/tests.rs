use super::*;
use crate::portrait::{self, TODAY};
use proptest::prelude::*;

fn arm(happened: u64, people: u64) -> Arm {
    Arm { people, happened }
}

#[test]
fn a_small_hold_out_sees_only_large_differences() {
    let points = |share| (smallest_detectable(0.10, 1_000, share).unwrap() * 1_000.0).round() / 10.0;
    assert_eq!((points(0.10), points(0.50)), (8.9, 5.3));
    for (rate, people, share) in [(0.1, 0, 0.1), (0.1, 1_000, 0.0), (0.1, 1_000, 1.0), (f64::NAN, 9, 0.5)] {
        assert_eq!(smallest_detectable(rate, people, share), None);
    }
}

#[test]
fn acting_can_harm_and_the_trial_says_so() {
    // 10.0 % of the contacted left, 6.4 % of the others (evidence 1.10), here with 2,000 and 1,000 people.
    let verdict = assess(arm(200, 2_000), arm(64, 1_000), &Parameters::default()).unwrap();
    assert_eq!(verdict.reading, Effect::MoreOften);
    assert!((verdict.difference.0 - 0.0355).abs() < 1e-3, "{verdict:?}");
    // The normal interval: .0355 -+ 1.2816 x root(.1 x .9 / 2,000 + .064 x .936 / 1,000).
    assert!(
        (verdict.difference.1 - 0.0224).abs() < 1e-3 && (verdict.difference.2 - 0.0487).abs() < 1e-3,
        "{verdict:?}"
    );
    // Beta(2,8) against Beta(7,5): .97511 (J6c).
    let shares = assess(arm(6, 10), arm(1, 8), &Parameters { arm_min: 8, ..Parameters::default() }).unwrap();
    assert!((shares.probability_more - 0.97511).abs() < 1e-5);
}

#[test]
fn small_trials_cannot_tell() {
    let rules = Parameters::default();
    assert_eq!(assess(arm(5, 9), arm(1, 90), &rules), None);
    let verdict = assess(arm(12, 90), arm(1, 10), &rules).unwrap();
    assert_eq!(verdict.reading, Effect::CannotTellYet);
}

#[test]
fn effects_in_words() {
    let calls = Trial { act: "calling people who went quiet", happened: "bought within 90 days" };
    let offers = Trial { act: "offering a discount to those at risk", happened: "left" };
    let say = |trial, arms| finding(trial, arms, &Parameters::default(), TODAY);
    let text = portrait::all([
        ("helps", say(calls, (arm(60, 300), arm(25, 300)))),
        ("harms", say(offers, (arm(200, 2_000), arm(64, 1_000)))),
        ("cannot tell", say(calls, (arm(12, 90), arm(1, 10)))),
        ("fewer", say(offers, (arm(20, 600), arm(60, 600)))),
        ("too early", say(calls, (arm(3, 40), arm(0, 4)))),
        ("nobody held out", say(calls, (arm(3, 40), arm(0, 0)))),
    ]);
    let before = before_it_starts(0.10, 1_000, 0.10).unwrap();
    insta::assert_snapshot!(format!("{text}\n== before it starts\n  {before}\n"));
}

proptest! {
    #[test]
    fn swapping_the_arms_turns_the_difference(
        a in 0..40_u64, n in 40..80_u64, b in 0..40_u64, m in 40..80_u64,
    ) {
        let rules = Parameters::default();
        let one = assess(arm(a, n), arm(b, m), &rules).unwrap();
        let other = assess(arm(b, m), arm(a, n), &rules).unwrap();
        prop_assert!((one.probability_more + other.probability_more - 1.0).abs() < 1e-6);
        prop_assert!((one.difference.1 + other.difference.2).abs() < 2e-3);
        prop_assert!(one.difference.1 <= one.difference.0 && one.difference.0 <= one.difference.2);
        // One more to whom it happened never makes it rarer.
        let more = assess(arm(a + 1, n.max(a + 1)), arm(b, m), &rules).unwrap();
        prop_assert!(more.probability_more >= one.probability_more - 1e-9);
    }
}
