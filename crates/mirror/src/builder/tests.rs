use super::*;
use crate::FindingKind;
use crate::portrait::{self, TODAY};
use book::{
    Adaptation, Calendar, Customer, CustomerId, Directory, Fact, FactId, Knowledge, Promise, PromiseOutcome,
    Provider, ProviderId, Referral, SourceId, Timestamp, Touch, fact::Detail, time::DAY_MICROS,
};
use judge::Population;
use proptest::prelude::*;

const BEN: ProviderId = ProviderId(1);

/// The book around the customers: Ben and Cleo serve.
struct Setting {
    parameters: judge::Parameters,
    population: Population,
    directory: Directory,
    calendar: Calendar,
}

impl Setting {
    fn new() -> Setting {
        let provider = |id, name: &str| Provider {
            id: ProviderId(id),
            external_id: name.to_lowercase().into(),
            source: "test".into(),
            name: Some(name.into()),
            email: None,
            started_on: None,
            minutes_per_week: None,
            skills: None,
            languages: None,
            team: None,
        };
        let population = Population {
            contact_days: 200,
            provider_contact_days: vec![(BEN, 100), (ProviderId(2), 100)],
            knowledge: 100,
            adaptations: 100,
            interactions: 200,
            ..Population::default()
        };
        Setting {
            parameters: judge::Parameters::default(),
            population,
            directory: Directory { providers: vec![provider(1, "Ben"), provider(2, "Cleo")] },
            calendar: Calendar::utc(),
        }
    }

    fn context(&self) -> Context<'_> {
        Context {
            as_of_day: TODAY,
            as_of: Timestamp(i64::from(TODAY.plus(1).0) * DAY_MICROS - 1),
            parameters: &self.parameters,
            population: &self.population,
            directory: &self.directory,
            currency: Currency::parse("EUR").unwrap(),
            calendar: &self.calendar,
        }
    }
}

fn fact<D: Detail>(days: i32, provider: Option<ProviderId>, detail: D) -> Fact<D> {
    let day = TODAY.plus(days);
    let at = Timestamp(i64::from(day.0) * DAY_MICROS + DAY_MICROS / 2);
    let id = FactId::of("test", D::KIND, &format!("{days}/{provider:?}"));
    Fact { id, source: SourceId(1), external_id: None, at, day, provider, detail }
}

fn empty(number: u32) -> History {
    History::new(Customer::new(CustomerId(number), "test", &number.to_string()))
}

fn talk(days: i32, minutes: f64) -> Fact<Interaction> {
    let detail = Interaction {
        two_way: Some(true),
        initiated_by: Some(Initiator::Customer),
        minutes: Some(minutes),
        solved: Some(true),
        ..Interaction::default()
    };
    fact(days, Some(BEN), detail)
}

fn card(days: i32) -> Fact<Touch> {
    let detail = Touch {
        tactic: "birthday cards".into(),
        claims_relationship: Some(true),
        human_author: Some(false),
        ..Touch::default()
    };
    fact(days, None, detail)
}

/// A customer with a little of everything, varied by the number.
fn customer(number: u32) -> History {
    let mut history = empty(number);
    let vary = number as i32 % 7;
    history.touches = vec![card(-300 + vary), card(-200)];
    history.interactions =
        (0..5 + vary).map(|visit| talk(-195 + 30 * visit - 30 * vary, 30.0 - f64::from(visit))).collect();
    history.knowledge =
        vec![fact(-190, Some(BEN), Knowledge { kind: "common_ground".into(), ..Knowledge::default() })];
    let used = Adaptation { knowledge: Some(history.knowledge[0].id), interaction: None };
    history.adaptations = vec![fact(-100, Some(BEN), used)];
    let sale =
        |days| Purchase { amount_minor: 5_000 + days as i64, cost_minor: Some(3_000), ..Purchase::default() };
    history.purchases = vec![fact(-180, Some(BEN), sale(vary)), fact(-20, None, sale(0))];
    let promise = Promise {
        what: "call".into(),
        outcome: Some(if number.is_multiple_of(3) { PromiseOutcome::Late } else { PromiseOutcome::Kept }),
        depends_on: Some("the warehouse".into()),
        ..Promise::default()
    };
    history.promises = vec![fact(-150, Some(BEN), promise)];
    if number.is_multiple_of(2) {
        let referral = Referral { to_customer: (number + 1).to_string().into(), rewarded: Some(false) };
        history.referrals = vec![fact(-90, None, referral)];
    }
    history.sort();
    history
}

fn build(setting: &Setting, histories: &[History]) -> MirrorBuilder {
    let context = setting.context();
    let mut builder = MirrorBuilder::new();
    for history in histories {
        builder.add(history, &context, &judge::assess(history, &context));
    }
    builder
}

fn mirror(setting: &Setting, histories: &[History]) -> Mirror {
    build(setting, histories).finish(&setting.context(), &Parameters::default())
}

#[test]
fn a_talk_is_credited_to_the_last_touch_before_it() {
    let setting = Setting::new();
    let mut history = empty(1);
    // Two cards a week apart, a talk a week after the second, another one three weeks later.
    history.touches = vec![card(-60), card(-53)];
    history.interactions = vec![talk(-46, 10.0), talk(-25, 10.0)];
    let found = mirror(&setting, &[history]);
    let tally = &found.tactics["birthday cards"];
    assert_eq!((tally.sends, tally.conversations, tally.requests), (2, 1, Said { yes: 1, known: 1 }));
    assert_eq!(tally.talked_before, Said { yes: 0, known: 2 });
    assert_eq!(tally.design.claims_relationship, Said::all(true, 2));
    assert_eq!((found.practice.counts, found.practice.timed), ([0, 2, 2, 0], [0, 2, 2, 0]));
}

#[test]
fn what_was_learned_after_a_touch_counts_once_it_was_used() {
    let setting = Setting::new();
    let mut history = customer(1);
    let tally = |history: &History| mirror(&setting, std::slice::from_ref(history)).tactics["birthday cards"];
    let found = tally(&history);
    assert_eq!((found.learned_and_used, found.common_ground), (1, 1));
    history.adaptations.clear();
    assert_eq!((tally(&history).learned_and_used, tally(&history).common_ground), (0, 1));
}

#[test]
fn buying_only_under_an_incentive_is_noted() {
    let setting = Setting::new();
    let mut history = empty(1);
    let sale = || Purchase { amount_minor: 100, incentive: Some("points".into()), ..Purchase::default() };
    history.purchases = vec![fact(-90, None, sale()), fact(-40, None, sale())];
    let delivery = book::Delivery { pleasant: Some(false), ..book::Delivery::default() };
    history.deliveries = vec![fact(-39, None, delivery)];
    let tally = mirror(&setting, &[history.clone()]).tactics["points"];
    assert_eq!((tally.loyalty.always_with_incentive, tally.loyalty.answered, tally.loyalty.weak), (1, 1, 1));
    assert_eq!(tally.design.conditional_on_purchase, Said::all(true, 2));
    history.purchases[0].detail.incentive = None;
    assert_eq!(mirror(&setting, &[history]).tactics["points"].loyalty.always_with_incentive, 0);
}

#[test]
fn a_margin_is_known_only_where_every_cost_is() {
    let euro = Currency::parse("EUR").unwrap();
    let mut history = customer(3);
    assert_eq!(first_year_margin(&history, euro), Some(5_003 + 5_000 - 6_000));
    history.purchases[1].detail.cost_minor = None;
    assert_eq!(first_year_margin(&history, euro), None);
    history.purchases[1].day = TODAY.plus(200);
    assert_eq!(first_year_margin(&history, euro), Some(2_003), "after the first year it does not matter");
    let found = mirror(&Setting::new(), &[customer(2), customer(3)]);
    let value = &found.influence[0];
    assert_eq!((value.party.as_str(), value.influence.unknown_margins), ("2", 0));
    assert!((value.influence.likely - 0.5 * 4_003.0).abs() < 1e-9, "{value:?}");
}

#[test]
fn a_return_is_taken_off_and_needs_its_cost() {
    let euro = Currency::parse("EUR").unwrap();
    let mut history = customer(3);
    history.purchases[1].detail.returned = Some(true);
    assert_eq!(first_year_margin(&history, euro), Some(5_003 - 3_000 - 5_000 + 3_000));
    history.purchases[1].detail.cost_minor = None;
    assert_eq!(first_year_margin(&history, euro), None);
    history.purchases[1].detail = Purchase { currency: Currency::parse("USD"), ..Purchase::default() };
    assert_eq!(first_year_margin(&history, euro), None);
}

#[test]
fn adaptations_that_name_nothing_learned_accuse_no_tactic() {
    let setting = Setting::new();
    let mut histories: Vec<History> = (0..40).map(customer).collect();
    assert_eq!(build(&setting, &histories).recorded(), Recorded::ALL);
    for history in &mut histories {
        history.interactions.clear();
        history.adaptations[0].detail.knowledge = None;
    }
    assert_eq!(build(&setting, &histories).recorded(), Recorded { conversations: false, learning: false });
    let found = mirror(&setting, &histories);
    assert_eq!(found.findings[0].value, Some("unproven"), "{:?}", found.findings[0]);
}

#[test]
fn an_empty_book_and_a_shop_of_invoices_have_words_for_everything() {
    let setting = Setting::new();
    let mut shopper = empty(1);
    shopper.purchases = vec![fact(-90, None, Purchase { amount_minor: 100, ..Purchase::default() })];
    for histories in [vec![], vec![empty(1)], vec![shopper]] {
        let found = mirror(&setting, &histories);
        assert!(found.tactics.is_empty() && found.influence.is_empty());
        for finding in &found.findings {
            assert_ne!(finding.outcome, judge::Outcome::Assessed, "{finding:?}");
            portrait::of("empty", finding);
        }
    }
}

#[test]
fn the_mirror_in_words() {
    let histories: Vec<History> = (0..40).map(customer).collect();
    let found = mirror(&Setting::new(), &histories);
    assert!(found.findings.is_sorted_by_key(|finding| finding.judgement));
    let mut told: Vec<String> = Vec::new();
    let mut last = None;
    for finding in &found.findings {
        // One of each kind is enough to read.
        if last.replace(finding.judgement) != Some(finding.judgement)
            || finding.judgement != FindingKind::Influence
        {
            told.push(portrait::of(&finding.subject.name, finding));
        }
    }
    insta::assert_snapshot!(told.join("\n"));
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["findings"][0]["subject"]["kind"], "tactic");
    assert_eq!(json["customers"], 40);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn parts_in_any_order_give_the_same_mirror(
        numbers in prop::collection::vec(0..60_u32, 0..25),
        cut in 0..25_usize,
        swap: bool,
    ) {
        let setting = Setting::new();
        let mut numbers = numbers;
        numbers.sort_unstable();
        numbers.dedup();
        let histories: Vec<History> = numbers.iter().map(|number| customer(*number)).collect();
        let (first, second) = histories.split_at(cut.min(histories.len()));
        let backwards: Vec<History> = second.iter().rev().cloned().collect();
        let (mut one, mut other) = (build(&setting, first), build(&setting, &backwards));
        if swap {
            std::mem::swap(&mut one, &mut other);
        }
        one.merge(other);
        let parts = one.finish(&setting.context(), &Parameters::default());
        prop_assert_eq!(parts, mirror(&setting, &histories));
    }
}
