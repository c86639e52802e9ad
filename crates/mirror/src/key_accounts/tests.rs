use super::*;
use crate::portrait::{self, TODAY};
use book::{Currency, ProviderId};
use proptest::prelude::*;

fn rules() -> Parameters {
    Parameters::default()
}

fn candidate(id: &str, (value, growth, pioneered, fit): (i64, f64, u32, f64)) -> Candidate {
    Candidate {
        id: id.into(),
        name: id.to_uppercase().into(),
        margin_minor: Some((value, value - 50_000, value + 50_000)),
        margin_months: 12,
        has_plan: false,
        growth: Some(growth),
        pioneered,
        gate_probability: Some(fit),
        gate_met: Some(true),
        comparison: None,
        style: StatedStyle::Closer,
        do_not_contact: false,
    }
}

/// A, B and E compete; C said strictly business, D costs more than it brings.
fn five() -> Vec<Candidate> {
    let c = Candidate { style: StatedStyle::StrictlyBusiness, ..candidate("c", (990_000, 0.0, 0, 0.9)) };
    let d = candidate("d", (-20_000, 0.5, 4, 0.9));
    vec![
        candidate("a", (500_000, -0.1, 0, 0.8)),
        candidate("b", (100_000, 0.4, 3, 0.9)),
        c,
        d,
        candidate("e", (300_000, 0.1, 1, 0.6)),
    ]
}

#[test]
fn published_proposal() {
    let proposal = assess(&five(), 2, &rules());
    let found: Vec<([f64; 4], f64, u32, bool)> = proposal
        .standings
        .iter()
        .filter_map(|standing| match standing {
            Standing::Ranked { ranks, weighed, robust, proposed, .. } => {
                Some((*ranks, *weighed, *robust, *proposed))
            }
            _ => None,
        })
        .collect();
    let expected = [
        ([1.0, 0.0, 0.0, 0.5], 0.55, 79, true),
        ([0.0, 1.0, 1.0, 1.0], 0.60, 77, true),
        ([0.5, 0.5, 0.5, 0.0], 0.35, 6, false),
    ];
    for ((ranks, weighed, robust, proposed), (own_ranks, own_sum, own_robust, own)) in
        found.into_iter().zip(expected)
    {
        assert_eq!((ranks, robust, proposed), (own_ranks, own_robust, own));
        assert!((weighed - own_sum).abs() < 1e-9);
    }
    assert_eq!(proposal.standings[2], Standing::Vetoed(Veto::StrictlyBusiness));
    assert_eq!(proposal.standings[3], Standing::Vetoed(Veto::NegativeMargin));
}

#[test]
fn vetoes_come_before_any_rank() {
    let veto = |change: fn(&mut Candidate)| {
        let mut one = candidate("a", (500_000, 0.0, 0, 0.8));
        change(&mut one);
        assess(&[one], 1, &rules()).standings[0]
    };
    assert_eq!(veto(|one| one.do_not_contact = true), Standing::Vetoed(Veto::DoNotContact));
    assert_eq!(veto(|one| one.gate_met = Some(false)), Standing::Vetoed(Veto::GateNotMet));
    assert_eq!(veto(|one| one.margin_months = 5), Standing::TooEarly);
    assert_eq!(veto(|one| one.margin_minor = None), Standing::TooEarly);
    let planned = veto(|one| (one.margin_minor, one.has_plan) = (Some((-1, -2, 0)), true));
    assert!(matches!(planned, Standing::Ranked { proposed: true, .. }));
    let unasked = veto(|one| one.style = StatedStyle::Unknown);
    assert!(matches!(unasked, Standing::Ranked { ask_first: true, .. }));
    let no_place = assess(&five(), 0, &rules()).standings;
    assert_eq!(no_place[0], Standing::Vetoed(Veto::NoCapacity));
    assert_eq!(no_place[2], Standing::Vetoed(Veto::StrictlyBusiness), "the telling reason first");
}

/// A new field has to be named here, where somebody will ask what it is for.
#[test]
fn nothing_about_a_person_that_the_law_protects_is_asked() {
    let Candidate {
        id: _,
        name: _,
        margin_minor: _,
        margin_months: _,
        has_plan: _,
        growth: _,
        pioneered: _,
        gate_probability: _,
        gate_met: _,
        comparison: _,
        style: _,
        do_not_contact: _,
    } = candidate("a", (1, 0.0, 0, 0.5));
    let AccountNeeds { skills: _, languages: _, stated_common_ground: _ } = AccountNeeds::default();
    let managers = ben_and_cleo();
    let Manager { provider: _, name: _, skills: _, languages: _, common_ground: _, free_places: _ } =
        &managers[0];
}

fn ben_and_cleo() -> [Manager; 2] {
    let texts = |words: &[&str]| words.iter().map(|word| Text::from(*word)).collect::<Vec<Text>>();
    let manager =
        |id, name: &str, skills: &[&str], languages: &[&str], ground: &[&str], free_places| Manager {
            provider: ProviderId(id),
            name: name.into(),
            skills: texts(skills),
            languages: texts(languages),
            common_ground: texts(ground),
            free_places,
        };
    [
        manager(1, "Ben", &["pumps", "tenders"], &["English"], &["bees"], 2),
        manager(2, "Cleo", &["Pumps"], &["Dutch", "English"], &[], 1),
    ]
}

#[test]
fn language_first_then_skills_then_common_ground() {
    let needs = |languages: &[&str], skills: &[&str], ground: &[&str]| AccountNeeds {
        languages: languages.iter().map(|word| Text::from(*word)).collect(),
        skills: skills.iter().map(|word| Text::from(*word)).collect(),
        stated_common_ground: ground.iter().map(|word| Text::from(*word)).collect(),
    };
    let first = |needs: &AccountNeeds| match_managers(needs, &ben_and_cleo())[0].clone();
    assert_eq!(first(&needs(&["Dutch"], &["pumps", "tenders"], &["bees"])).name, "Cleo");
    assert_eq!(first(&needs(&["English"], &["pumps", "tenders"], &[])).name, "Ben");
    let bees = first(&needs(&["English"], &["pumps"], &["bees"]));
    assert_eq!(bees.reasons(), "speaks English, knows pumps, has in common bees");
    let mut busy = ben_and_cleo();
    busy[0].free_places = 0;
    let matches = match_managers(&needs(&["English"], &["tenders"], &["bees"]), &busy);
    assert_eq!(matches[0].reasons(), "speaks English, would have to learn tenders");
    assert_eq!(matches[1].reasons(), "speaks English, knows tenders, has in common bees; no free place");
}

#[test]
fn key_accounts_in_words() {
    let euro = Currency::parse("EUR").unwrap();
    let mut all = five();
    all.push(Candidate { margin_months: 3, ..candidate("f", (100_000, 0.0, 0, 0.8)) });
    all[4].style = StatedStyle::Unknown;
    let found = findings(&all, 2, euro, &rules(), TODAY);
    let full = findings(&all[..1], 0, euro, &rules(), TODAY);
    insta::assert_snapshot!(portrait::all(
        ["a", "b", "c", "d", "e", "f", "no place"].into_iter().zip(found.into_iter().chain(full))
    ));
}

proptest! {
    #[test]
    fn names_and_order_do_not_matter(
        values in prop::collection::vec((0..9_i64, -3..4_i8, 0..4_u32, 0..5_u8), 1..12),
        places in 1..5_usize,
        turn in 0..12_usize,
    ) {
        let mut all: Vec<Candidate> = values
            .iter()
            .enumerate()
            .map(|(place, (value, growth, pioneered, fit))| {
                let measures = (*value * 1_000, f64::from(*growth), *pioneered, f64::from(*fit) / 4.0);
                candidate(&format!("{place:02}"), measures)
            })
            .collect();
        let before = assess(&all, places, &rules());
        let robust: u32 = before.standings.iter().map(|standing| match standing {
            Standing::Ranked { robust, .. } => *robust,
            _ => 0,
        }).sum();
        prop_assert_eq!(robust, WEIGHINGS * places.min(all.len()) as u32);
        let turn = turn % all.len();
        all.rotate_left(turn);
        all.iter_mut().for_each(|one| one.name = "Somebody else".into());
        let mut after = assess(&all, places, &rules());
        after.standings.rotate_right(turn);
        prop_assert_eq!(after, before);
    }
}
