use super::*;
use crate::portrait::{self, TODAY};
use proptest::prelude::*;

fn rules() -> Parameters {
    Parameters::default()
}

/// `of` predictions of a chance, `happened` of which came true.
fn predicted(tally: &mut Reliability, chance: f64, happened: u64, of: u64) {
    (0..of).for_each(|place| tally.add(chance, place < happened));
}

fn tally(of: &[(f64, u64, u64)]) -> Reliability {
    let mut tally = Reliability::default();
    of.iter().for_each(|(chance, happened, all)| predicted(&mut tally, *chance, *happened, *all));
    tally
}

#[test]
fn a_brier_score_by_hand() {
    // 40 at .2 of which 8, 60 at .7 of which 42: misses .2 x .64 + .8 x .04 and .7 x .09 + .3 x .49.
    let verdict = assess(&tally(&[(0.2, 8, 40), (0.7, 42, 60)]), &rules()).unwrap();
    assert!((verdict.brier - (0.4 * 0.16 + 0.6 * 0.21)).abs() < 1e-6, "{verdict:?}");
    assert!((verdict.brier_of_share - 0.25).abs() < 1e-9);
    assert_eq!(verdict.tenths.len(), 2);
    assert!(
        (verdict.tenths[0].predicted - 0.2).abs() < 1e-6 && (verdict.tenths[0].happened.0 - 0.2).abs() < 1e-9
    );
    assert!((verdict.ratio.0 - 1.0).abs() < 1e-6);
    assert_eq!((verdict.expected_actual.1, verdict.reading), (50, Calibration::HoldsUp));
}

#[test]
fn after_a_peak_it_says_too_much() {
    let verdict = assess(&tally(&[(0.87, 500, 1_000)]), &rules()).unwrap();
    assert!((verdict.ratio.0 - 1.74).abs() < 1e-6, "{verdict:?}");
    assert_eq!(verdict.reading, Calibration::ExpectsTooMuch);
    let all = assess(&tally(&[(0.01, 60, 60)]), &rules()).unwrap();
    assert!(all.ratio.1 <= all.ratio.0 && all.ratio.0 < all.ratio.2, "{all:?}");
    let none = assess(&tally(&[(0.1, 0, 60)]), &rules()).unwrap();
    assert!(none.ratio.2.is_infinite() && none.ratio.1.is_finite());
    assert_eq!(assess(&tally(&[(0.5, 10, 49)]), &rules()), None);
}

#[test]
fn counts_against_exact_poisson_limits() {
    // Exact 80 % limits of 10: 6.221 to 15.407.
    let (ratio, low, high) = counts_ratio(17.4, 10).unwrap();
    assert!((ratio - 1.74).abs() < 1e-9);
    assert!((low - 17.4 / 15.407).abs() < 5e-3 && (high - 17.4 / 6.221).abs() < 2e-2, "{low} {high}");
    assert_eq!(counts_ratio(0.0, 0), None);
    assert!(counts_ratio(3.0, 0).unwrap().2.is_infinite());
}

#[test]
fn calibration_in_words() {
    let month = Month::of(TODAY);
    let say = |tally: &Reliability| finding(JudgementKind::Alive, month, tally, &rules(), TODAY);
    insta::assert_snapshot!(portrait::all([
        ("holds up", say(&tally(&[(0.2, 8, 40), (0.7, 42, 60)]))),
        ("too much", say(&tally(&[(0.87, 500, 1_000)]))),
        ("too little", say(&tally(&[(0.1, 40, 100), (0.6, 70, 100)]))),
        ("none", say(&tally(&[(0.1, 0, 60)]))),
        ("too early", say(&tally(&[(0.1, 1, 7)]))),
    ]));
}

proptest! {
    #[test]
    fn a_ledger_merges_in_any_order(
        said in prop::collection::vec((0..=100_u8, any::<bool>(), 0..4_i8), 1..80),
        cut in 0..80_usize,
    ) {
        let ledger = |said: &mut dyn Iterator<Item = &(u8, bool, i8)>| {
            let mut ledger = Ledger::default();
            for (percent, happened, month) in said {
                let month = Month { year: 2026, month: 1 + month };
                ledger.add(JudgementKind::Alive, month, f64::from(*percent) / 100.0, *happened);
            }
            ledger
        };
        let cut = cut.min(said.len());
        let mut parts = ledger(&mut said[cut..].iter().rev());
        parts.merge(&ledger(&mut said[..cut].iter()));
        let whole = ledger(&mut said.iter());
        prop_assert_eq!(&parts, &whole);
        let free = Parameters { calibration_min: 1, ..rules() };
        for tally in whole.tallies.values() {
            let verdict = assess(tally, &free).unwrap();
            prop_assert!((0.0..=1.0).contains(&verdict.brier));
            prop_assert!(verdict.ratio.1 <= verdict.ratio.0 || verdict.ratio.0.is_nan());
        }
    }
}
