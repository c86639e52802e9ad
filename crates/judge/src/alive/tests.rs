use super::*;
use crate::fixtures::{Setting, TODAY, Tale, day};
use crate::population::{Buyers, PurchaseModel};
use crate::portrait;
use forecast::{Fitted, GammaGamma, Model, Parameters};

fn fitted(model: Model, [r, alpha, a, b]: [f64; 4], k: u32) -> PurchaseModel {
    let parameters = Parameters::DropOut { r, alpha, a, b };
    let fitted = Fitted { model, parameters, k, log_likelihood: -9_582.0, converged: true, customers: 2_357 };
    PurchaseModel { fitted, spend: None }
}

fn setting(model: PurchaseModel) -> Setting {
    let mut setting = Setting::of(&[]);
    setting.population.first_day = Some(day(-1_000));
    setting.population.last_day = Some(TODAY);
    setting.population.buyers = Buyers { all: 2_357, repeat: 946 };
    setting.population.purchase_model = Some(model);
    setting
}

/// `x` repeat purchases, the last in week `t_x` after the first, seen for `t` weeks.
fn seen(x: u32, t_x: f64, t: f64) -> book::History {
    let first = -(7.0 * t).round() as i32;
    let last = first + (7.0 * t_x).round() as i32;
    let between = (1..x).map(|place| first + place as i32).take(x.saturating_sub(1) as usize);
    let days = std::iter::once(first).chain(between).chain((x > 0).then_some(last));
    days.fold(Tale::of("13085"), |tale, days| tale.purchase(days, 3_500, None)).done()
}

/// CDNOW, as published.
const CDNOW: [f64; 4] = [0.243, 4.414, 0.793, 2.426];

fn p_alive(model: PurchaseModel, (x, t_x, t): (u32, f64, f64)) -> f64 {
    let history = seen(x, t_x, t);
    let setting = setting(model);
    let verdict = assess(&history, &setting.context()).unwrap();
    assert_eq!(verdict.frequency, x);
    verdict.p_alive
}

#[test]
fn published_chances() {
    let regular = [1.0, 10.0, 0.5, 5.0];
    let expected = [
        (Model::BgNbd, CDNOW, 1, (2, 30.43, 38.86), 0.72658),
        (Model::BgNbd, CDNOW, 1, (4, 20.0, 39.0), 0.37303),
        (Model::MbgNbd, CDNOW, 1, (4, 20.0, 39.0), 0.41336),
        (Model::MbgNbd, CDNOW, 1, (0, 0.0, 39.0), 0.63707),
        (Model::MbgNbd, CDNOW, 1, (20, 20.0, 39.0), 0.000235),
        (Model::MbgCnbdK, regular, 1, (4, 40.0, 60.0), 0.76995),
        (Model::MbgCnbdK, regular, 2, (4, 40.0, 60.0), 0.75678),
        (Model::MbgCnbdK, regular, 3, (4, 40.0, 60.0), 0.73360),
    ];
    for (model, parameters, k, record, expected) in expected {
        let found = p_alive(fitted(model, parameters, k), record);
        assert!((found - expected).abs() < 1e-3, "{model:?} k={k} {record:?}: {found}");
    }
}

#[test]
fn a_one_time_buyer_is_not_certainly_alive() {
    assert!(p_alive(fitted(Model::MbgNbd, CDNOW, 1), (0, 0.0, 39.0)) < 0.7);
    assert_eq!(p_alive(fitted(Model::BgNbd, CDNOW, 1), (0, 0.0, 39.0)), 1.0, "which is why it is not used");
}

#[test]
fn without_a_sale_or_a_model_nothing_is_said() {
    let context_of = setting(fitted(Model::MbgNbd, CDNOW, 1));
    assert_eq!(assess(&Tale::of("ana").done(), &context_of.context()), None);
    assert_eq!(assess(&seen(4, 20.0, 39.0), &Setting::of(&[]).context()), None);
}

#[test]
fn the_horizon_is_in_days_and_money_in_minor_units() {
    let mut model = fitted(Model::MbgNbd, CDNOW, 1);
    let worth =
        GammaGamma { p: 6.2, q: 3.7, v: 1_544.0, log_likelihood: -1.0, converged: true, customers: 946 };
    model.spend = Some(worth);
    let setting = setting(model);
    let verdict = assess(&seen(2, 30.43, 38.86), &setting.context()).unwrap();
    let observation = Observation { frequency: 2, recency: 213.0 / 7.0, age: 272.0 / 7.0, log_gaps: 0.0 };
    let expected = setting
        .population
        .purchase_model
        .as_ref()
        .unwrap()
        .fitted
        .expected_purchases(&observation, 90.0 / 7.0);
    assert!((verdict.expected_purchases - expected).abs() < 1e-9, "{verdict:?}");
    let spend = verdict.expected_spend_minor.unwrap() / verdict.expected_purchases;
    assert!((spend - worth.expected_spend(2, 3_500.0)).abs() < 1e-6, "{spend}");
}

#[test]
fn chances_in_words() {
    let mut model = fitted(Model::MbgNbd, CDNOW, 1);
    let gamma =
        GammaGamma { p: 6.2, q: 3.7, v: 1_544.0, log_likelihood: -1.0, converged: true, customers: 946 };
    model.spend = Some(gamma);
    let mut full = setting(model);
    full.population.first_day = Some(day(-1_000));
    let mut few = Setting::of(&[]);
    few.population.buyers = Buyers { all: 60, repeat: 49 };
    let mut unfit = setting(fitted(Model::MbgNbd, CDNOW, 1));
    unfit.population.purchase_model = None;
    let mut young = full.population.clone();
    young.first_day = Some(day(-360));
    let young = Setting { population: young, ..setting(fitted(Model::MbgNbd, CDNOW, 1)) };
    let mut busy = setting(fitted(Model::MbgNbd, CDNOW, 1));
    busy.population.purchase_pace = Some(crate::population::Pace { recent: 543.0, usual: 293.0 });
    let shown = |setting: &Setting, history: &book::History| {
        judgements(assess(history, &setting.context()).as_ref(), history, &setting.context())
    };
    let portrait = portrait::all([
        ("likely", shown(&full, &seen(12, 38.0, 40.0))),
        ("unsure", shown(&full, &seen(4, 20.0, 39.0))),
        ("unlikely", shown(&full, &seen(20, 20.0, 39.0))),
        ("one order", shown(&full, &seen(0, 0.0, 39.0))),
        ("young book", shown(&young, &seen(4, 20.0, 39.0))),
        (
            "nobody leaves",
            shown(&setting(fitted(Model::MbgNbd, [0.9, 10.6, 0.07, 72.5], 1)), &seen(0, 0.0, 39.0)),
        ),
        ("after a peak", shown(&busy, &seen(12, 38.0, 40.0))),
        ("few buyers", shown(&few, &seen(4, 20.0, 39.0))),
        ("no fit", shown(&unfit, &seen(4, 20.0, 39.0))),
        ("no order", shown(&full, &Tale::of("ana").done())),
    ]);
    insta::assert_snapshot!(portrait);
}
