use super::*;

#[test]
fn slopes_are_right() {
    let spends = (0..80).map(|i| Spend { frequency: 1 + i % 6, mean: 5.0 + f64::from(i % 11) * 3.0 });
    let all = Spends::of(spends);
    let p = [5.0, 3.0, 14.0];
    let mut slopes = [0.0; 3];
    all.total(p, &mut slopes);
    for i in 0..3 {
        let h = 1e-6 * p[i];
        let (mut up, mut down) = (p, p);
        up[i] += h;
        down[i] -= h;
        let slope = (all.total(up, &mut [0.0; 3]) - all.total(down, &mut [0.0; 3])) / (2.0 * h);
        assert!((slopes[i] - slope).abs() < 1e-5 * (1.0 + slope.abs()), "{i}: {} {slope}", slopes[i]);
    }
}

#[test]
fn impossible_spends_are_refused() {
    let good = Spend { frequency: 2, mean: 10.0 };
    for bad in [
        Spend { frequency: 0, mean: 10.0 },
        Spend { frequency: 1, mean: 0.0 },
        Spend { frequency: 1, mean: f64::NAN },
    ] {
        let found = GammaGamma::fit(&[good, bad]);
        assert!(matches!(found, Err(FitError::BadSpend { index: 1, .. })), "{found:?}");
    }
    assert!(matches!(GammaGamma::fit(&[good; 49]), Err(FitError::TooFew { .. })));
}

#[test]
fn a_population_without_a_mean_is_refused() {
    // Means spread over twelve powers of ten, each known well: the tail is too heavy for a mean.
    let spends: Vec<Spend> =
        (0..400).map(|i| Spend { frequency: 40, mean: 10_f64.powf(f64::from(i) * 0.03) }).collect();
    assert!(matches!(GammaGamma::fit(&spends), Err(FitError::NoPopulationMean { .. })));
}

#[test]
fn amounts_without_spread_do_not_give_nonsense() {
    match GammaGamma::fit(&vec![Spend { frequency: 3, mean: 20.0 }; 500]) {
        Ok(found) => {
            assert!((found.population_mean() - 20.0).abs() < 0.5, "{found:?}");
            assert!((found.expected_spend(3, 20.0) - 20.0).abs() < 0.1, "{found:?}");
        }
        Err(error) => assert!(matches!(error, FitError::Degenerate { .. }), "{error}"),
    }
}
