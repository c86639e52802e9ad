//! The worked examples, from records.

use super::*;
use crate::fixtures::{people::*, *};
use crate::{Outcome, relationship_kind, rhythm};
use book::*;

fn test_of(history: &History, setting: &Setting) -> ThreePartVerdict {
    let context = setting.context();
    let kind = relationship_kind::assess(history, &context);
    let rhythm = rhythm::contacts(history, &context);
    assess(history, &context, &kind, rhythm.as_ref())
}

#[test]
fn ana_passes_all_three() {
    assert_eq!(test_of(&ana(), &salon()).parts(), [TestOutcome::Pass; 3]);
}

#[test]
fn carl_only_talks() {
    let verdict = test_of(&carl(), &salon());
    assert_eq!(verdict.parts(), [TestOutcome::Fail, TestOutcome::Fail, TestOutcome::Pass]);
    assert_eq!(verdict.passed(), 1);
}

#[test]
fn newsletters_to_fritz_are_no_communication() {
    let verdict = test_of(&fritz(), &salon());
    assert_eq!(verdict.communicate, TestOutcome::Fail);
    assert_eq!((verdict.know, verdict.share), (TestOutcome::Unknown, TestOutcome::Unknown));
}

#[test]
fn the_last_word_must_be_recent_by_the_customers_own_rhythm() {
    let monthly = |last: i32| {
        let days: Vec<i32> = (0..8).map(|visit| last - 30 * visit).collect();
        test_of(&Tale::of("mia").contacts(&days, BEN).done(), &salon()).communicate
    };
    assert_eq!(monthly(-25), TestOutcome::Pass);
    assert_eq!(monthly(-200), TestOutcome::Fail);
    assert_eq!(monthly(-600), TestOutcome::Fail);
    let once = Tale::of("mia").contact(-10, BEN).done();
    assert_eq!(test_of(&once, &salon()).communicate, TestOutcome::Unknown);
}

#[test]
fn common_ground_comes_from_the_customer() {
    let told = |origin| {
        let tale = Tale::of("mia").knows(-10, BEN, "Common Ground", "Same choir.", origin);
        test_of(&tale.done(), &salon()).share
    };
    assert_eq!(told(Origin::Stated), TestOutcome::Pass);
    assert_eq!(told(Origin::Observed), TestOutcome::Pass);
    assert_eq!(told(Origin::Asserted), TestOutcome::Unknown);
    let expired = Tale::of("mia")
        .knows(-10, BEN, "common_ground", "Same choir.", Origin::Stated)
        .change(|history| history.knowledge[0].detail.expires_at = Some(noon(-1)));
    assert_eq!(test_of(&expired.done(), &salon()).share, TestOutcome::Unknown);
}

#[test]
fn every_outcome_has_its_sentence() {
    let no_ground = tale_of_ana().change(|history| history.knowledge[3].detail.kind = "hobby".into());
    let quiet: Vec<i32> = (0..8).map(|visit| -300 - 30 * visit).collect();
    let quiet = Tale::of("mia").contacts(&quiet, BEN).knows(-300, BEN, "date", "3 May.", Origin::Stated);
    let cases = [
        ("all three", ana()),
        ("two of three", no_ground.done()),
        ("one of three", carl()),
        ("none, two unknown", fritz()),
        ("none of three", quiet.done()),
        ("met once", Tale::of("mia").contact(-10, BEN).done()),
        ("talk only", Tale::of("mia").contacts(&[-10, -40, -70], BEN).done()),
        ("nothing", Tale::of("nora").done()),
    ];
    let setting = salon();
    let mut text = String::new();
    for (what, history) in cases {
        let verdict = test_of(&history, &setting);
        for one in judgements(&verdict, &history, &setting.context()) {
            let value = one.value.unwrap_or("-");
            text += &format!("== {what}: {:?} {value}\n  {}\n", one.outcome, one.sentence);
            text += &format!("  changes: {}\n", one.would_change);
        }
    }
    insta::assert_snapshot!("three_part_test", text);
}

#[test]
fn unknown_parts_are_named_not_failed() {
    let setting = salon();
    let met = Tale::of("mia").contacts(&[-10, -40, -70], BEN).done();
    let judged = judgements(&test_of(&met, &setting), &met, &setting.context());
    assert_eq!(judged[0].outcome, Outcome::Assessed);
    assert_eq!(judged[0].value, Some("partly"));
    assert!(judged[0].sentence.starts_with("One of three, 2 unknown"), "{}", judged[0].sentence);
}
