use super::*;
use crate::portrait::{self, TODAY};
use proptest::prelude::*;

fn edge(from: &str, to: &str, rewarded: Option<bool>) -> Edge {
    Edge { from: from.into(), to: to.into(), rewarded, weight: 1.0 }
}

fn margins(of: &[(&str, i64)]) -> BTreeMap<Text, Known> {
    of.iter()
        .map(|(party, minor)| (Text::from(*party), Known { margin_minor: Some(*minor), ideas_used: 0 }))
        .collect()
}

fn unprompted(from: &str, to: &str) -> Edge {
    edge(from, to, Some(false))
}

/// Ana brought three, one of whom brought a fourth.
fn anas() -> (Vec<Edge>, BTreeMap<Text, Known>) {
    let edges = [("ana", "bo"), ("ana", "cy"), ("ana", "di"), ("bo", "ed")];
    let edges = edges.into_iter().map(|(from, to)| unprompted(from, to)).collect();
    (edges, margins(&[("bo", 20_000), ("cy", 10_000), ("di", 0), ("ed", 40_000)]))
}

#[test]
fn published_value() {
    let (edges, known) = anas();
    let ana = Network::of(&edges, &known).value("ana", &Parameters::default()).unwrap();
    let influence = ana.influence;
    assert!((influence.likely - 20_000.0).abs() < 1e-6, "{influence:?}");
    assert!(
        (influence.low - 8_750.0).abs() < 1e-6 && (influence.high - 33_750.0).abs() < 1e-6,
        "{influence:?}"
    );
    assert_eq!((influence.newcomers, ana.referral.newcomers), (3, 0));
}

#[test]
fn circles_are_cut_at_the_first_visit() {
    // Ana brought Bo, Bo brought Ana back and Cy, whom Ana had brought herself.
    let edges =
        [("ana", "bo"), ("bo", "ana"), ("ana", "cy"), ("bo", "cy")].map(|(from, to)| unprompted(from, to));
    let known = margins(&[("ana", 999_900), ("bo", 1_000), ("cy", 1_000)]);
    let network = Network::of(&edges, &known);
    let ana = network.value("ana", &Parameters::default()).unwrap();
    // Bo whole, half of Cy; nothing of the second degree is left.
    assert!((ana.influence.likely - 0.5 * 1_500.0).abs() < 1e-9, "{ana:?}");
    assert_eq!(network.value("cy", &Parameters::default()), None);
}

#[test]
fn motives_are_kept_apart_and_an_unknown_margin_is_not_zero() {
    let edges = [edge("ana", "bo", Some(true)), unprompted("ana", "cy"), edge("ana", "di", None)];
    let known = margins(&[("bo", 1_000)]);
    let ana = Network::of(&edges, &known).value("ana", &Parameters::default()).unwrap();
    assert!((ana.referral.likely - 500.0).abs() < 1e-9);
    assert_eq!((ana.influence.newcomers, ana.influence.unknown_margins), (1, 1));
    assert_eq!((ana.unsaid.newcomers, ana.own_margin_minor), (1, None));
}

#[test]
fn influence_in_words() {
    let euro = Currency::parse("EUR").unwrap();
    let (mut edges, mut known) = anas();
    let say = |edges: &[Edge], known: &BTreeMap<Text, Known>| {
        let ana = Network::of(edges, known).value("ana", &Parameters::default()).unwrap();
        finding(&ana, "Ana", euro, TODAY)
    };
    let plain = say(&edges, &known);
    edges.push(edge("ana", "fay", Some(true)));
    edges.push(edge("ana", "gus", None));
    known.insert("ana".into(), Known { margin_minor: Some(12_345), ideas_used: 2 });
    known.insert("fay".into(), Known { margin_minor: Some(6_000), ideas_used: 0 });
    insta::assert_snapshot!(portrait::all([
        ("unprompted", plain),
        ("all sorts", say(&edges, &known)),
        ("nothing known", say(&edges, &BTreeMap::new())),
    ]));
}

proptest! {
    #[test]
    fn shares_of_a_newcomer_sum_to_one_in_any_order(
        told in prop::collection::vec((0..6_u8, 0..6_u8, 0.1..5.0_f64, any::<Option<bool>>()), 1..20),
        turn in 0..20_usize,
    ) {
        let mut edges: Vec<Edge> = told
            .iter()
            .map(|(from, to, weight, rewarded)| {
                let (from, to) = (from.to_string(), to.to_string());
                Edge { weight: *weight, ..edge(&from, &to, *rewarded) }
            })
            .collect();
        let known: BTreeMap<Text, Known> =
            (0..6_i64).map(|party| {
                (party.to_string().into(), Known { margin_minor: Some(party * 700), ideas_used: 0 })
            }).collect();
        let rules = Parameters::default();
        let before: Vec<_> = {
            let network = Network::of(&edges, &known);
            for newcomer in 0..6 {
                let shares = network.shares_of(&newcomer.to_string());
                let sum: f64 = shares.iter().map(|(_, share)| share).sum();
                prop_assert!(shares.is_empty() || (sum - 1.0).abs() < 1e-9);
            }
            network.parties().map(|party| network.value(party, &rules)).collect()
        };
        let turn = turn % edges.len();
        edges.rotate_left(turn);
        let network = Network::of(&edges, &known);
        let after: Vec<_> = network.parties().map(|party| network.value(party, &rules)).collect();
        prop_assert_eq!(before, after);
    }
}
