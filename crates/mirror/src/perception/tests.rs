use super::*;
use crate::portrait::{self, TODAY};
use crate::{Subject, SubjectKind};
use proptest::prelude::*;

/// Customers % and businesses % of the twelve reasons (sources 2.10).
const STUDY: [(u64, f64); 12] = [
    (61, 0.60),
    (55, 0.60),
    (53, 0.67),
    (53, 0.71),
    (52, 0.68),
    (51, 0.73),
    (49, 0.69),
    (37, 0.63),
    (34, 0.61),
    (33, 0.64),
    (30, 0.63),
    (22, 0.61),
];

fn study(times: u64) -> Vec<Reason> {
    REASONS
        .into_iter()
        .zip(STUDY)
        .map(|(name, (percent, guess))| Reason {
            name: name.into(),
            staff_guesses: vec![guess; 3],
            named: percent * times,
        })
        .collect()
}

fn dyads() -> Vec<Dyad> {
    let rated = [(4, 3), (5, 3), (4, 4), (3, 3), (5, 4), (4, 2)];
    rated.into_iter().map(|(provider, customer)| Dyad { provider, customer, blind: true }).collect()
}

#[test]
fn published_reasons() {
    let verdict = reasons(&study(1), 100, &Parameters::default()).unwrap();
    assert!((verdict.spearman.unwrap().0 - 0.00704).abs() < 1e-5, "{verdict:?}");
    assert!((verdict.tau_b.unwrap() - 0.06251).abs() < 1e-5, "{verdict:?}");
    assert!((verdict.mean_gap - 0.21).abs() < 1e-9, "{verdict:?}");
    let gap = |place: usize| (verdict.gaps[place].gap * 100.0).round();
    assert_eq!((gap(11), gap(0)), (39.0, -1.0));
    let (low, high) = verdict.gaps[9].said_between;
    assert!(low < 0.33 && 0.33 < high);
}

#[test]
fn published_closeness() {
    let verdict = closeness(&dyads(), &Parameters::default()).unwrap();
    let (mean, low, high) = verdict.mean;
    assert!((mean - 1.0).abs() < 1e-9 && (low - 0.264).abs() < 1e-3 && (high - 1.736).abs() < 1e-3);
    assert_eq!((verdict.signs, verdict.direction), ((4, 0, 2), Closeness::OverEstimated));
}

#[test]
fn who_saw_the_answer_first_does_not_count() {
    let mut seen = dyads();
    seen[0].blind = false;
    seen[1].customer = 0;
    assert_eq!(closeness(&seen, &Parameters::default()), None);
    assert_eq!(reasons(&study(1), 9, &Parameters::default()), None);
    let mut two = study(1);
    two[3].staff_guesses = vec![0.5, 0.5, 7.0];
    assert_eq!(reasons(&two, 100, &Parameters::default()), None);
}

#[test]
fn perception_in_words() {
    let rules = Parameters::default();
    let business = Subject::business;
    let say = |dyads: &[Dyad]| closeness_finding(business(), dyads, &rules, TODAY);
    let reversed: Vec<Dyad> = dyads()
        .iter()
        .map(|dyad| Dyad { provider: dyad.customer, customer: dyad.provider, blind: true })
        .collect();
    let mut even = dyads();
    even.extend(reversed.clone());
    let mut alike = study(1);
    for (reason, (percent, _)) in alike.iter_mut().zip(STUDY) {
        reason.staff_guesses = vec![percent as f64 / 100.0 + 0.05; 3];
    }
    insta::assert_snapshot!(portrait::all([
        ("study", reasons_finding(&study(10), 1_000, &rules, TODAY)),
        ("staff know", reasons_finding(&alike, 100, &rules, TODAY)),
        ("few", reasons_finding(&study(1)[..2], 4, &rules, TODAY)),
        ("never asked", reasons_finding(&[], 0, &rules, TODAY)),
        ("over", say(&dyads())),
        ("under", closeness_finding(Subject::named(SubjectKind::Provider, "Ben"), &reversed, &rules, TODAY)),
        ("even", say(&even)),
        ("two pairs", say(&dyads()[..2])),
        ("no pair", say(&[])),
    ]));
}

proptest! {
    #[test]
    fn turning_the_pairs_around_turns_the_sign(ratings in prop::collection::vec((1..6_u8, 1..6_u8), 5..30)) {
        let rules = Parameters::default();
        let dyads = |turned: bool| -> Vec<Dyad> {
            ratings.iter().map(|(a, b)| if turned { (*b, *a) } else { (*a, *b) })
                .map(|(provider, customer)| Dyad { provider, customer, blind: true }).collect()
        };
        let one = closeness(&dyads(false), &rules).unwrap();
        let other = closeness(&dyads(true), &rules).unwrap();
        prop_assert!((one.mean.0 + other.mean.0).abs() < 1e-9 && (one.mean.1 + other.mean.2).abs() < 1e-9);
        prop_assert_eq!((one.signs.0, one.signs.2), (other.signs.1, other.signs.2));
    }
}
