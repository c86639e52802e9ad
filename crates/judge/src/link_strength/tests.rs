//! The worked example, and what must hold of every link.

use super::*;
use crate::fixtures::{people::*, *};
use crate::relationship_kind;
use book::*;
use proptest::prelude::*;

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-3, "found {found}, expected {expected}");
}

/// Ana's tale with two more visits to Ben, five facts that the business itself holds, one of them used, and a
/// coupon long ago: what the example's O-C link rests on.
fn ana_and_the_business() -> History {
    let tale = tale_of_ana().contacts(&[-280, -310], BEN);
    let tale = (0..5).fold(tale, |tale, week| {
        tale.knows(-100 - 7 * week, None, "order_habit", "Orders before the holidays.", Origin::Observed)
    });
    let coupon = Benefit { level: Some(BondLevel::Financial), what: "Coupon".into(), ..Benefit::default() };
    let tale = tale.benefit(-200, coupon).adapted(-20, CLEO);
    tale.change(|history| {
        let held = history.knowledge.iter().find(|fact| fact.provider.is_none()).unwrap().id;
        history.adaptations.last_mut().unwrap().detail.knowledge = Some(held);
    })
    .done()
}

#[test]
fn ben_holds_ana() {
    let setting = salon();
    let context = setting.context();
    let kind = relationship_kind::assess(&ana(), &context);
    let link = assess(&ana(), &context, &kind)[0].provider_customer;
    close(link.low, 0.688);
    close(link.high, 0.965);
    assert_eq!(link.strength, LinkStrength::Tight);
    assert_eq!(link.ask_about, Some("trust"));
    let same = provider_customer_at(&ana(), &context, BEN, context.as_of_day).unwrap();
    assert_eq!(same, link);
}

#[test]
fn the_business_itself_hardly_knows_ana() {
    let setting = salon();
    let (context, ana) = (setting.context(), ana_and_the_business());
    let kind = relationship_kind::assess(&ana, &context);
    let link = assess(&ana, &context, &kind)[0].organization_customer;
    close(link.low, 0.065);
    close(link.high, 0.415);
    assert_eq!(link.strength, LinkStrength::Loose);
}

#[test]
fn the_firm_holds_ben() {
    let known = |name, weight, value: f64| Indicator::new(name, weight, Some((value, value)));
    let link = Link::of(
        &[
            known("tenure", 0.15, 1.0),
            known("organization_check_ins", 0.25, 0.75),
            known("promises_to_provider", 0.25, 0.83),
            Indicator::new("provider_issues_answered", 0.20, None),
            known("income_share", 0.15, 0.60),
        ],
        &Parameters::default(),
    );
    close(link.low, 0.635);
    close(link.high, 0.835);
    assert_eq!(link.strength, LinkStrength::Tight);
    let verdict = OpcVerdict {
        provider: BEN,
        organization_provider: link,
        provider_customer: link,
        organization_customer: Link { strength: LinkStrength::Loose, ..link },
    };
    assert_eq!(verdict.word(), "tight_tight_loose");
}

/// The published example mixes two beliefs: its mean .273 is that of Beta(3,8), which 2 of 9 with a flat
/// prior is, and its interval [.105,.415] that of Beta(3,9). We hold to the rule: Beta(1+2, 1+7).
#[test]
fn two_of_nine_stayed() {
    let (mean, low, high) = handover(2, 9);
    close(mean, 0.273);
    close(low, 0.116);
    close(high, 0.450);
    let published = stats::Beta::new(3.0, 9.0).interval80();
    close(published.0, 0.105);
    close(published.1, 0.415);
    let mut setting = salon();
    setting.population.handovers = Some((2, 9));
    let ana = ana_and_the_business();
    let kind = relationship_kind::assess(&ana, &setting.context());
    let link = assess(&ana, &setting.context(), &kind)[0].organization_customer;
    close(link.low, 0.065 + 0.2 * low);
    close(link.high, 0.415 - 0.2 * (1.0 - high));
}

#[test]
fn a_year_here_is_known_from_records_or_from_the_first_contact() {
    let tenure = |setting: &Setting, history: &History| {
        let kind = relationship_kind::assess(history, &setting.context());
        indicators::organization_provider(&kind.pairs[0], &setting.context())[0].bounds
    };
    let mut setting = salon();
    assert_eq!(tenure(&setting, &edda()), None);
    let old = Tale::of("old").contacts(&[-400, -10], BEN).done();
    assert_eq!(tenure(&setting, &old), Some((1.0, 1.0)));
    setting.directory.providers[0].started_on = Some(day(-100));
    assert_eq!(tenure(&setting, &edda()), Some((0.0, 0.0)));
}

#[test]
fn a_past_day_is_judged_as_it_was() {
    let setting = salon();
    let context = setting.context();
    // Before the first visit there is nothing; the promise of day -25 was not made on day -60.
    assert_eq!(provider_customer_at(&ana(), &context, BEN, day(-400)), None);
    let past = provider_customer_at(&ana(), &context, BEN, day(-60)).unwrap();
    let mut cut = ana();
    cut.truncate_to(setting.context_at(-60).as_of);
    let then = provider_customer_at(&cut, &setting.context_at(-60), BEN, day(-60)).unwrap();
    assert_eq!(past, then);
}

#[test]
fn every_configuration_has_its_own_word() {
    let mut words: Vec<&str> = CONFIGURATIONS.to_vec();
    for (place, word) in words.iter().enumerate() {
        let parts =
            [place / 9, place / 3 % 3, place % 3].map(|part| ["tight", "loose", "undetermined"][part]);
        assert_eq!(*word, parts.join("_"));
    }
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), 27);
}

#[test]
fn every_reading_has_its_sentence() {
    use LinkStrength::{Loose, Tight, Undetermined};
    let link = |strength, ask_about| Link { low: 0.3, high: 0.6, known_weight: 0.6, ask_about, strength };
    let setting = salon();
    let mut text = String::new();
    let mut show = |verdict: &OpcVerdict, history: &History| {
        for one in judgements(&[*verdict], history, &setting.context()) {
            text += &format!("{:?} {}\n  {}\n", one.outcome, one.value.unwrap_or("-"), one.sentence);
            text += &format!("  changes: {}\n", one.would_change);
        }
    };
    for op in [Tight, Loose, Undetermined] {
        for pc in [Tight, Loose, Undetermined] {
            for oc in [Tight, Loose, Undetermined] {
                let verdict = OpcVerdict {
                    provider: BEN,
                    organization_provider: link(op, Some("organization_check_ins")),
                    provider_customer: link(pc, Some("trust")),
                    organization_customer: link(oc, Some("stayed_after_handover")),
                };
                show(&verdict, &ana());
            }
        }
    }
    insta::assert_snapshot!("link_strength", text);
}

#[test]
fn the_named_tests_say_what_is_known() {
    let setting = salon();
    let (context, ana) = (setting.context(), ana_and_the_business());
    let kind = relationship_kind::assess(&ana, &context);
    let judged = judgements(&assess(&ana, &context, &kind), &ana, &context);
    let text: String =
        judged[0].tests.iter().map(|test| format!("{}: {}\n", test.name, test.sentence)).collect();
    insta::assert_snapshot!("link_tests", text);
}

proptest! {
    #[test]
    fn making_an_indicator_unknown_only_widens(
        known in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64, any::<bool>()), 5),
        hidden in 0..5_usize,
    ) {
        let weights = [0.25, 0.20, 0.20, 0.15, 0.20];
        let names = ["one", "two", "three", "four", "five"];
        let mut indicators: Vec<Indicator> = known
            .iter()
            .zip(weights)
            .zip(names)
            .map(|(((a, b, is_known), weight), name)| {
                Indicator::new(name, weight, is_known.then_some((a.min(*b), a.max(*b))))
            })
            .collect();
        let parameters = Parameters::default();
        let before = Link::of(&indicators, &parameters);
        indicators[hidden].bounds = None;
        let after = Link::of(&indicators, &parameters);
        prop_assert!(after.low <= before.low + 1e-12 && after.high >= before.high - 1e-12);
        prop_assert!(after.known_weight <= before.known_weight + 1e-12);
        if after.strength != LinkStrength::Undetermined {
            prop_assert_eq!(after.strength, before.strength);
        }
    }
}
