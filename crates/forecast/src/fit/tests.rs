use super::*;
use crate::Observation;

fn seen(frequency: u32, recency: f64, age: f64) -> Observation {
    Observation { frequency, recency, age, log_gaps: 0.0 }
}

const ALL: [Model; 4] = [Model::BgNbd, Model::MbgNbd, Model::ParetoNbd, Model::MbgCnbdK];

#[test]
fn too_few_says_what_is_needed() {
    let people = vec![seen(1, 3.0, 9.0); 99];
    let found = fit(Model::MbgNbd, &Observations::collapse(&people).expect("possible"));
    let message = found.expect_err("99 customers are too few").to_string();
    assert!(message.starts_with("99 customers, 99 of whom bought again"), "{message}");
    let people = vec![seen(0, 0.0, 9.0); 5_000];
    let found = fit(Model::MbgNbd, &Observations::collapse(&people).expect("possible"));
    assert!(matches!(found, Err(FitError::TooFew { repeaters: 0, .. })), "{found:?}");
}

/// Records that no model of the kind explains: the answer is finite or an error, never NaN.
#[test]
fn odd_records_never_give_nonsense() {
    let same = vec![seen(3, 30.0, 31.0); 400];
    let dead: Vec<_> = (0..400).map(|i| seen(1, 1.0, 700.0 + f64::from(i))).collect();
    let busy: Vec<_> = (0..400).map(|i| seen(200 + i % 9, 38.0, 40.0)).collect();
    let split: Vec<_> =
        (0..400).map(|i| if i % 2 == 0 { seen(0, 0.0, 900.0) } else { seen(400, 900.0, 900.0) }).collect();
    let new: Vec<_> = (0..400).map(|i| if i < 60 { seen(1, 1.0, 1.0) } else { seen(0, 0.0, 0.0) }).collect();
    for (name, people) in [("same", same), ("dead", dead), ("busy", busy), ("split", split), ("new", new)] {
        let sample = Observations::collapse(&people).expect("possible histories");
        for model in ALL {
            let Ok(fitted) = fit(model, &sample) else { continue };
            assert!(fitted.converged && fitted.log_likelihood.is_finite(), "{name} {fitted:?}");
            for o in &people {
                let (alive, expected) = (fitted.p_alive(o), fitted.expected_purchases(o, 90.0));
                assert!(
                    (0.0..=1.0).contains(&alive) && expected.is_finite() && expected >= 0.0,
                    "{name} {o:?}"
                );
            }
        }
    }
}

#[test]
fn a_fit_survives_being_kept_as_json() {
    let people: Vec<_> = (0..300)
        .map(|i| if i % 3 == 0 { seen(0, 0.0, 40.0) } else { seen(1 + i % 4, 9.0 + f64::from(i % 20), 40.0) })
        .collect();
    let fitted = fit(Model::MbgNbd, &Observations::collapse(&people).expect("possible")).expect("ordinary");
    let text = serde_json::to_string(&fitted).expect("plain data");
    assert!(text.contains("\"model\":\"mbg_nbd\",\"parameters\":{\"r\":"), "{text}");
    let kept: Fitted = serde_json::from_str(&text).expect("own text");
    assert_eq!((kept.model, kept.k, kept.customers), (fitted.model, fitted.k, fitted.customers));
    for ((name, kept), (_, fitted)) in kept.parameters.named().into_iter().zip(fitted.parameters.named()) {
        assert!((kept / fitted - 1.0).abs() < 1e-15, "{name}: {kept} {fitted}");
    }
}
