use super::*;
use crate::fixtures::{BEN, CLEO, Setting, TODAY, Tale, day, noon};
use book::{Calendar, Currency, FactKind, History, Promise, PromiseOutcome, Voice, VoiceKind};
use proptest::prelude::*;

/// Fields that caches written before them do not have.
const NEWER_FIELDS: &[&str] =
    &["stated_styles", "benefits_since", "margin_thirds", "provider_customers", "customer_thirds"];

fn builder() -> PopulationBuilder {
    PopulationBuilder::new(TODAY, &Calendar::utc(), Currency::parse("EUR").unwrap())
}

fn of(histories: &[History]) -> Population {
    let mut builder = builder();
    histories.iter().for_each(|history| builder.add(history));
    builder.finish(&Setting::of(&[]).parameters)
}

/// A customer who bought every `gap` days, `count` times, last `ago` days ago.
fn buyer(gap: i32, count: i32, ago: i32) -> History {
    (0..count)
        .fold(Tale::of("13085"), |tale, place| {
            tale.purchase(-ago - gap * place, 4_000 + 10 * i64::from(gap), None)
        })
        .done()
}

#[test]
fn one_customer_has_one_vote_on_the_usual_gap() {
    let daily = buyer(1, 200, 0);
    let population = of(&[daily, buyer(30, 3, 0), buyer(40, 4, 0), buyer(7, 1, 0)]);
    assert_eq!(population.purchase_gap_days, Some(30.0));
    assert_eq!((population.customers, population.buyers), (4, Buyers { all: 4, repeat: 3 }));
    assert_eq!((population.first_day, population.last_day), (Some(day(-199)), Some(TODAY)));
    assert_eq!(population.purchase_model, None);
}

#[test]
fn regularity_is_that_of_the_statistics_kit() {
    let pairs: Vec<(i32, i32)> = (1..=40).map(|place| (20 + place % 7, 20 + (place * 5) % 11)).collect();
    let histories: Vec<History> = pairs
        .iter()
        .map(|(first, second)| {
            let days = [-first - second, -second, 0];
            days.iter().fold(Tale::of("ana"), |tale, days| tale.contact(*days, BEN)).done()
        })
        .collect();
    let as_floats: Vec<(f64, f64)> = pairs.iter().map(|(a, b)| (f64::from(*a), f64::from(*b))).collect();
    assert_eq!(of(&histories).contact_shape, stats::regularity(&as_floats));
    assert_eq!(of(&histories[..29]).contact_shape, None);
}

#[test]
fn contact_days_count_once_per_customer_provider_and_day() {
    let ana = Tale::of("ana").contact(-9, BEN).contact(-9, BEN).contact(-9, CLEO).contact(-8, None).done();
    let population = of(&[ana, Tale::of("bo").contact(-9, CLEO).done()]);
    assert_eq!(population.contact_days, 4);
    assert_eq!(population.provider_contact_days, [(BEN, 1), (CLEO, 2)]);
}

#[test]
fn everybody_has_one_style_the_last_they_stated() {
    use book::{Origin, Style, Wish};
    let wants = |style| Wish { style: Some(style), ..Wish::default() };
    let changed =
        Tale::of("ana").wish(-90, wants(Style::Fan)).wish(-9, wants(Style::StrictlyBusiness)).done();
    let guessed = Wish { origin: Some(Origin::Asserted), ..wants(Style::Fan) };
    let unasked = Tale::of("bo").wish(-9, guessed).contact(-9, BEN).done();
    let fan = Tale::of("carl").wish(-9, wants(Style::Fan)).done();
    assert_eq!(of(&[changed, unasked, fan]).stated_styles, [1, 0, 1]);
}

#[test]
fn a_cache_of_earlier_rules_can_still_be_read() {
    let population = of(&[buyer(30, 3, 0)]);
    let mut kept = serde_json::to_value(&population).unwrap();
    let fields = kept.as_object_mut().unwrap();
    for newer in NEWER_FIELDS {
        assert!(fields.remove(*newer).is_some(), "{newer}");
    }
    assert_eq!(serde_json::from_value::<Population>(kept).unwrap().customers, 1);
}

#[test]
fn a_quiet_shop_is_seen() {
    let year_round: Vec<History> = (0..40).map(|place| buyer(14, 25, 30 + place % 14)).collect();
    let pace = of(&year_round).purchase_pace.unwrap();
    assert!(pace.is_quiet() && pace.recent == 0.0, "{pace:?}");
    let busy: Vec<History> = (0..40).map(|place| buyer(14, 25, place % 14)).collect();
    assert!(!of(&busy).purchase_pace.unwrap().is_quiet());
    assert_eq!(of(&[buyer(7, 5, 0)]).purchase_pace, None, "five weeks are no year");
}

#[test]
fn the_promise_prior_is_learnt_over_providers() {
    let groups = [(45, 50), (4, 4), (16, 20), (9, 15), (28, 30)];
    let histories: Vec<History> = groups
        .iter()
        .zip(1..)
        .map(|((kept, settled), provider)| {
            (0..*settled)
                .fold(Tale::of("ana"), |tale, place| {
                    let outcome = if place < *kept { PromiseOutcome::Kept } else { PromiseOutcome::Broken };
                    let what = format!("promise {place}").into();
                    let detail = Promise {
                        what,
                        due_at: Some(noon(-5)),
                        outcome: Some(outcome),
                        ..Promise::default()
                    };
                    tale.promise(-20, ProviderId(provider), detail)
                })
                .done()
        })
        .collect();
    let (a, b) = of(&histories).promise_prior.unwrap();
    assert!((a - 8.439).abs() < 1e-3 && (b - 1.407).abs() < 1e-3, "{a} {b}");
    assert_eq!(of(&histories[..4]).promise_prior, None);
}

#[test]
fn the_voice_prior_is_the_default_until_enough_people_spoke() {
    let spoke = |words: i32| {
        let word = || Voice { kind: Some(VoiceKind::Concern), ..Voice::default() };
        let tale = (0..20).fold(Tale::of("ana"), |tale, place| tale.delivery(-5 * place, None));
        (0..words).fold(tale, |tale, place| tale.voice(-5 * place, None, word())).done()
    };
    assert_eq!(of(&[spoke(1)]).voice_prior, (2.0, 20.0));
    let many: Vec<History> = (0..60).map(|place| spoke(if place % 3 == 0 { 3 } else { 0 })).collect();
    let population = of(&many);
    assert_eq!(population.voice, (60, 1_200));
    let (alpha, beta) = population.voice_prior;
    assert!((alpha / beta - 0.05).abs() < 1e-9 && alpha < 2.0, "{alpha} {beta}");
}

#[test]
fn a_book_with_enough_buyers_has_a_purchase_model_that_survives_the_cache() {
    let histories: Vec<History> =
        (0..300).map(|place| buyer(10 + place % 50, 1 + place % 6, 5 + (place * 7) % 200)).collect();
    let population = of(&histories);
    let model = population.purchase_model.as_ref().expect("enough buyers");
    assert!(model.fitted.converged && model.spend.is_some(), "{model:?}");
    let text = serde_json::to_string(&population).unwrap();
    let read: Population = serde_json::from_str(&text).unwrap();
    assert_eq!(read.buyers, population.buyers);
    let (read, kept) = (read.purchase_model.unwrap().fitted, model.fitted);
    assert!((read.log_likelihood - kept.log_likelihood).abs() < 1e-6);
}

fn scrambled(number: u64) -> u64 {
    number.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn some_history() -> impl Strategy<Value = History> {
    let days = prop::collection::vec((-500..=0_i32, 0..6_u8), 0..12);
    days.prop_map(|events| {
        events
            .into_iter()
            .fold(Tale::of("ana"), |tale, (days, what)| match what {
                0 => tale.purchase(days, 1_000 - i64::from(days), None),
                1 => tale.purchase(days, 500, BEN),
                2 => tale.contact(days, CLEO),
                3 => tale.voice(days, None, Voice::default()),
                4 => {
                    let style = Some(book::Style::ALL[days.unsigned_abs() as usize % 3]);
                    tale.wish(days, book::Wish { style, ..book::Wish::default() })
                }
                _ => tale.delivery(days, (days % 2 == 0).then_some(true)),
            })
            .done()
    })
}

#[test]
fn a_small_book_is_learnt_from_everybody() {
    for customers in [0, 1, SAMPLE_CUSTOMERS] {
        let sample = Sample::of(customers);
        assert!(sample.is_everybody() && sample.share() == 1.0 && sample.holds_id("shop", "ana"));
    }
    let sample = Sample::of(5 * SAMPLE_CUSTOMERS);
    assert!((sample.share() - 0.2).abs() < 1e-9);
    let held = (0..100_000).filter(|id| sample.holds_id("shop", &id.to_string())).count();
    assert!((held as f64 - 20_000.0).abs() < 4.0 * (100_000.0_f64 * 0.2 * 0.8).sqrt(), "{held}");
    let larger = Sample::of(9 * SAMPLE_CUSTOMERS);
    let exchanged = |id: &String| larger.holds_id("shop", id) && !sample.holds_id("shop", id);
    assert!(
        !(0..100_000).map(|id| id.to_string()).any(|id| exchanged(&id)),
        "as a book grows some only leave"
    );
}

/// Customer `number` of a large simulated shop, by a provider of five.
fn shopper(number: u64) -> History {
    let draw = |salt: u64, end: u64| ((scrambled(scrambled(number ^ salt << 40) >> 7) >> 20) % end) as i32;
    let (gap, count, ago) = (5 + draw(1, 60), 1 + draw(2, 4) * draw(3, 5), draw(4, 300));
    let mut history = (0..count).fold(Tale::of(&number.to_string()), |tale, place| {
        let days = -ago - gap * place - draw(5 + place as u64, 9);
        tale.purchase(days, 2_000 + 100 * i64::from(draw(6, 50)), ProviderId(1 + draw(7, 5) as u32))
    });
    if number.is_multiple_of(50) {
        let detail = Promise { outcome: Some(PromiseOutcome::Kept), ..Promise::default() };
        history = history.promise(-9, ProviderId(1 + (number % 3) as u32), detail);
    }
    history.done()
}

fn learnt_from(sample: Sample, histories: &[History]) -> PopulationBuilder {
    let mut builder = builder().of_sample(sample);
    histories.iter().for_each(|history| builder.add(history));
    builder
}

#[test]
fn a_sample_tells_what_the_whole_tells() {
    let shop: Vec<History> = (0..30_000).map(shopper).collect();
    let parameters = Setting::of(&[]).parameters;
    let whole = of(&shop);
    let sample = Sample::of_about(10_000, 30_000);
    let part = learnt_from(sample, &shop);
    assert!(part.is_enough(|kind, _| kind == FactKind::Purchase));
    let part = part.finish(&parameters);
    assert!((part.customers_sampled as f64 - 10_000.0).abs() < 400.0, "{}", part.customers_sampled);
    let near = |found: f64, expected: f64, relative: f64| {
        assert!((found / expected - 1.0).abs() < relative, "{found} {expected}");
    };
    near(part.customers as f64, whole.customers as f64, 0.04);
    near(part.buyers.repeat as f64, whole.buyers.repeat as f64, 0.05);
    near(part.purchase_gap_days.unwrap(), whole.purchase_gap_days.unwrap(), 0.05);
    near(part.purchase_pace.unwrap().usual, whole.purchase_pace.unwrap().usual, 0.08);
    assert_eq!(part.purchase_shape, whole.purchase_shape);
    let (part_share, whole_share) = [&part, &whole]
        .map(|population| population.provider_contact_days[0].1 as f64 / population.contact_days as f64)
        .into();
    near(part_share, whole_share, 0.06);
    let expected = |population: &Population| {
        let fitted = &population.purchase_model.as_ref().unwrap().fitted;
        fitted.expected_from_start(52.0)
    };
    near(expected(&part), expected(&whole), 0.05);
    assert_eq!(part.provider_promises, whole.provider_promises, "promises are those of everybody");
    assert_eq!(part.promises, whole.promises);
}

#[test]
fn a_sample_that_holds_too_little_does_not_speak_for_the_book() {
    let shop: Vec<History> = (0..6_000).map(shopper).collect();
    let half = learnt_from(Sample::of_about(3_000, 6_000), &shop);
    assert!(half.is_enough(|kind, _| kind == FactKind::Purchase));
    assert!(
        !half.is_enough(|kind, _| kind != FactKind::Voice),
        "interactions are in the book, none was seen"
    );
    let asked = |kind: FactKind, field: &str| kind == FactKind::Purchase || field == "asked_question";
    assert!(!half.is_enough(asked));
    let few = learnt_from(Sample::of_about(300, 6_000), &shop);
    assert!(!few.is_enough(|kind, _| kind == FactKind::Purchase));
    assert!(learnt_from(Sample::EVERYBODY, &shop[..9]).is_enough(|_, _| true));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn a_sample_depends_on_no_order_and_no_number(count in 1..300_u64, seed in any::<u64>()) {
        let sample = Sample::of_about(100, 300);
        let mut shop: Vec<History> = (0..count).map(shopper).collect();
        let first = learnt_from(sample, &shop).finish(&Setting::of(&[]).parameters);
        shop.sort_by_key(|history| {
            scrambled(history.customer.external_id.parse::<u64>().unwrap().wrapping_add(seed))
        });
        for (history, number) in shop.iter_mut().zip(1..) {
            history.customer.id = book::CustomerId(number);
        }
        prop_assert_eq!(learnt_from(sample, &shop).finish(&Setting::of(&[]).parameters), first);
    }

    #[test]
    fn parts_in_any_order_give_the_same_population(
        histories in prop::collection::vec(some_history(), 0..160), parts in 1..5_usize, seed in any::<u64>(),
    ) {
        let whole = of(&histories);
        let mut shuffled: Vec<(u64, &History)> =
            histories.iter().zip(0_u64..).map(|(history, n)| (scrambled(n ^ seed), history)).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let mut builders = vec![builder(); parts];
        for (place, (_, history)) in shuffled.into_iter().enumerate() {
            builders[place % parts].add(history);
        }
        let mut merged = builder();
        builders.into_iter().rev().for_each(|part| merged.merge(part));
        prop_assert_eq!(merged.finish(&Setting::of(&[]).parameters), whole);
    }
}
