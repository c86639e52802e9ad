use super::*;
use crate::portrait::{self, TODAY};
use proptest::prelude::*;

const FASTER: [f64; 8] = [40.0, 32.0, 30.0, 26.0, 25.0, 24.0, 23.0, 22.0];
const SLOWER: [f64; 8] = [10.0, 11.0, 12.0, 12.0, 13.0, 13.0, 14.0, 15.0];

fn tie(minutes: &[f64], request_type: u64) -> Vec<FinishedRequest> {
    (1..)
        .zip(minutes)
        .map(|(contact_number, minutes)| FinishedRequest { contact_number, minutes: *minutes, request_type })
        .collect()
}

/// Ten ties that learn alike but begin at different levels, each a little uneven.
fn ties(minutes: &[f64]) -> Vec<Vec<FinishedRequest>> {
    (0..10)
        .map(|place| {
            let uneven = |(visit, minutes): (usize, &f64)| {
                let bump = if (visit * 7 + place * 3) % 5 == 0 { 1.05 } else { 0.99 };
                minutes * (1.0 + 0.1 * place as f64) * bump
            };
            tie(&minutes.iter().enumerate().map(uneven).collect::<Vec<f64>>(), 0)
        })
        .collect()
}

#[test]
fn ten_alike_have_the_slope_of_one() {
    let same: Vec<_> = (0..10).map(|_| tie(&FASTER, 0)).collect();
    let verdict = assess(&same, &Parameters::default()).unwrap();
    assert!((verdict.slope.0 + 0.2845).abs() < 1e-4, "{verdict:?}");
    assert_eq!((verdict.ties, verdict.requests, verdict.reading), (10, 80, Efficiency::MoreEfficient));
    let slower: Vec<_> = (0..10).map(|_| tie(&SLOWER, 0)).collect();
    let verdict = assess(&slower, &Parameters::default()).unwrap();
    // Least squares on the encounter of the vector, worked out apart; its Theil-Sen slope is .1874.
    assert!((verdict.slope.0 - 0.1792).abs() < 1e-4, "{verdict:?}");
    assert_eq!(verdict.reading, Efficiency::LessEfficient);
}

#[test]
fn types_of_requests_do_not_pretend_to_be_learning() {
    // Ever shorter types, each done in its usual time: nothing was learned.
    let one: Vec<FinishedRequest> = (1..=8)
        .map(|n| FinishedRequest { contact_number: n, minutes: 80.0 / f64::from(n), request_type: n.into() })
        .collect();
    let verdict = assess(&vec![one; 10], &Parameters::default()).unwrap();
    assert!(verdict.slope.0.abs() < 1e-12, "{verdict:?}");
}

#[test]
fn nine_ties_are_too_few_and_so_are_ten_short_ones() {
    let rules = Parameters::default();
    assert_eq!(assess(&ties(&FASTER)[..9], &rules), None);
    assert_eq!(assess(&ties(&FASTER[..3]), &rules), None);
    assert!(assess(&ties(&FASTER[..4]), &rules).is_some());
}

#[test]
fn efficiency_in_words() {
    let say = |mode, ties: &[Vec<FinishedRequest>], settled| {
        finding(mode, ties, settled, &Parameters::default(), TODAY)
    };
    let mut flat = ties(&[20.0, 21.0, 19.0, 20.0, 20.5]);
    flat.iter_mut().step_by(2).for_each(|tie| tie.reverse());
    for (number, request) in (1..).zip(flat.iter_mut().flatten()) {
        request.contact_number = (number - 1) % 5 + 1;
    }
    insta::assert_snapshot!(portrait::all([
        ("faster", say(Mode::Relationship, &ties(&FASTER), Said { yes: 71, known: 80 })),
        ("slower", say(Mode::Encounter, &ties(&SLOWER), Said::default())),
        ("flat", say(Mode::Encounter, &flat, Said { yes: 50, known: 50 })),
        ("too early", say(Mode::Relationship, &ties(&FASTER)[..1], Said::default())),
        ("none", say(Mode::Encounter, &[], Said::default())),
    ]));
}

proptest! {
    #[test]
    fn the_order_of_ties_and_the_unit_of_time_do_not_matter(turn in 0..10_usize, unit in 0.1..10.0_f64) {
        let rules = Parameters::default();
        let mut turned = ties(&FASTER);
        let before = assess(&turned, &rules).expect("ten ties");
        turned.rotate_left(turn);
        prop_assert_eq!(assess(&turned, &rules).expect("ten ties"), before);
        turned.iter_mut().flatten().for_each(|request| request.minutes *= unit);
        let scaled = assess(&turned, &rules).expect("ten ties");
        prop_assert!((scaled.slope.0 - before.slope.0).abs() < 1e-9);
    }
}
