//! The worked examples, built from records; what each outcome says; and what must hold of every history.

use super::*;
use crate::fixtures::{people::*, *};
use crate::{Outcome, Parameters, judgements as all_judgements};
use book::*;
use proptest::prelude::*;

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-3, "found {found}, expected {expected}");
}

fn pair_with(verdict: &KindVerdict, provider: ProviderId) -> &PairVerdict {
    verdict.pairs.iter().find(|pair| pair.provider == provider).unwrap()
}

#[test]
fn ana_and_ben_have_a_relationship() {
    let setting = salon();
    let verdict = assess(&ana(), &setting.context());
    let pair = pair_with(&verdict, BEN);
    assert_eq!(pair.contact_days, (7, 8));
    close(pair.share.0, 0.80);
    close(pair.share.1, 0.632);
    close(pair.share.2, 0.939);
    close(pair.continuity_probability, 0.9805);
    let (upc, coc) = verdict.continuity_indexes.unwrap();
    close(upc, 0.875);
    close(coc, 0.75);
    assert_eq!(pair.adapted, (3, 8));
    close(stats::Beta::posterior(3.0, 8.0).above(0.2), 0.9144);
    assert!(pair.needed().iter().all(|(_, outcome)| *outcome == TestOutcome::Pass), "{pair:?}");
    assert_eq!(pair.kind, Ok(RelationshipKind::Relationship));
    assert_eq!(verdict.usual_provider, Some(BEN));
    assert_eq!(verdict.structural_mode, StructuralMode::RegularProvider);
    assert_eq!(pair_with(&verdict, CLEO).kind, Ok(RelationshipKind::Encounter));
}

#[test]
fn what_the_business_has_with_carl_is_pretended() {
    let setting = salon();
    let verdict = assess(&carl(), &setting.context());
    let (upc, coc) = verdict.continuity_indexes.unwrap();
    close(upc, 0.222);
    close(coc, 0.0833);
    let first = &verdict.pairs[0];
    close(first.continuity_probability, 0.0547);
    assert_eq!(first.continuity, TestOutcome::Fail);
    assert_eq!(verdict.adapted, (0, 9));
    close(stats::Beta::posterior(0.0, 9.0).above(0.2), 0.1074);
    assert_eq!(verdict.claims, 11);
    assert_eq!(verdict.organization, Ok(RelationshipKind::PseudoRelationship));
    assert_eq!(verdict.structural_mode, StructuralMode::RegularFirmOnly);
}

#[test]
fn claims_in_a_providers_name_are_the_providers() {
    let setting = salon();
    let signed = Touch { claims_relationship: Some(true), ..Touch::default() };
    let tale = Tale::of("carl")
        .contacts(&[-300, -200, -100], BEN)
        .contacts(&[-280, -260, -180, -160, -80, -60, -40, -30, -10, -5], CLEO)
        .knows(-300, BEN, "date", "Born on 3 May.", Origin::Observed);
    let tale = (1..=2).fold(tale, |tale, month| tale.touch(-30 * month, BEN, signed.clone()));
    let carl = tale.change(|history| {
        let more = (0..4).map(|visit| Fact {
            id: FactId(visit),
            at: noon(-90 - visit as i32),
            day: day(-90 - visit as i32),
            ..history.interactions[0].clone()
        });
        let more: Vec<_> = more.collect();
        history.interactions.extend(more);
    });
    let verdict = assess(&carl.done(), &setting.context());
    let ben = pair_with(&verdict, BEN);
    assert_eq!((ben.adapted, ben.adaptation), ((0, 7), TestOutcome::Fail));
    assert_eq!(ben.kind, Ok(RelationshipKind::PseudoRelationship));
    assert_eq!(verdict.claims, 0);
    assert_eq!(pair_with(&verdict, CLEO).kind, Ok(RelationshipKind::Encounter));
}

#[test]
fn dora_meets_an_enhanced_encounter() {
    let setting = salon();
    let verdict = assess(&dora(), &setting.context());
    close(verdict.informed.0, 0.8281);
    assert_eq!((verdict.informed.1, verdict.informed.2), (6, 9));
    close(verdict.empowered.0, 0.9805);
    assert_eq!((verdict.empowered.1, verdict.empowered.2), (7, 8));
    assert_eq!(verdict.usual_provider, None);
    assert_eq!(verdict.organization, Ok(RelationshipKind::EnhancedEncounter));
}

#[test]
fn with_edda_it_is_too_early() {
    let setting = salon();
    let verdict = assess(&edda(), &setting.context());
    let pair = &verdict.pairs[0];
    close(pair.continuity_probability, 0.875);
    assert_eq!(pair.continuity, TestOutcome::Unknown);
    assert_eq!(pair.kind, Err(Undecided::TooEarly));
    let judged = judgements(&verdict, &edda(), &setting.context());
    assert!(judged.iter().all(|one| one.outcome == Outcome::NotEnoughEvidence));
    assert!(judged.iter().all(|one| one.value == Some("encounter")));
}

#[test]
fn with_one_provider_continuity_is_not_decidable() {
    let setting = Setting::of(&["Ben"]);
    let ana = Tale::of("ana").contacts(&[-25, -57, -85, -120, -150, -220, -250], BEN).done();
    let verdict = assess(&ana, &setting.context());
    assert_eq!(verdict.pairs[0].kind, Err(Undecided::OneProvider));
    assert_eq!(verdict.usual_provider, None);
    let judged = judgements(&verdict, &ana, &setting.context());
    assert_eq!(judged[1].outcome, Outcome::Undetermined);
    assert!(judged[1].sentence.starts_with("Not decidable"));
}

#[test]
fn continuity_must_beat_chance() {
    // Ben serves nearly everybody, so meeting Ben 7 times in 8 says nothing.
    let mut setting = salon();
    setting.population.provider_contact_days = vec![(BEN, 900), (CLEO, 100)];
    let verdict = assess(&ana(), &setting.context());
    let pair = pair_with(&verdict, BEN);
    assert!(pair.chance_p > 0.5);
    assert_eq!(pair.continuity, TestOutcome::Unknown);
    assert_ne!(pair.kind, Ok(RelationshipKind::Relationship));
    // Three of three are too few to test, however clear the share.
    let edda = Tale::of("edda").contacts(&[-100, -60, -20], BEN).done();
    assert_eq!(assess(&edda, &salon().context()).pairs[0].continuity, TestOutcome::Unknown);
}

#[test]
fn a_customers_own_contacts_are_no_chance_to_compare_with() {
    // Ben serves Ana only; the book holds nobody else of Ben's.
    let mut setting = salon();
    setting.population.provider_contact_days = vec![(BEN, 7), (CLEO, 200), (DAN, 200)];
    let pair = *pair_with(&assess(&ana(), &setting.context()), BEN);
    assert!(pair.chance_p < 1e-6);
    assert_eq!(pair.continuity, TestOutcome::Pass);
}

#[test]
fn invoices_alone_cannot_say() {
    let setting = salon();
    let shopper = Tale::of("12347").purchase(-40, 1000, None).purchase(-10, 1000, None).done();
    let verdict = assess(&shopper, &setting.context());
    assert_eq!(verdict.organization, Err(Undecided::NoContacts));
    let judged = judgements(&verdict, &shopper, &setting.context());
    assert_eq!(judged.len(), 1);
    assert_eq!(judged[0].outcome, Outcome::NotAssessed);
}

#[test]
fn purchases_with_a_named_provider_are_contacts() {
    let setting = salon();
    let days = [-300, -200, -150, -100, -50, -10];
    let regular = days.iter().fold(Tale::of("ira"), |tale, day| tale.purchase(*day, 900, BEN)).done();
    let verdict = assess(&regular, &setting.context());
    assert_eq!(verdict.pairs[0].contact_days, (6, 6));
    assert_eq!(verdict.usual_provider, Some(BEN));
}

/// Every outcome of J1, as a person would read it.
fn told() -> Vec<(&'static str, History, Setting)> {
    let regular = || Tale::of("ira").contacts(&[-10, -50, -100, -150, -200, -300], BEN);
    let mut unkept = salon();
    unkept.population.knowledge = 0;
    unkept.population.adaptations = 0;
    let shopper = Tale::of("12347").customer(|customer| customer.name = None).purchase(-40, 1000, None);
    let distrust = tale_of_ana().knows(-5, BEN, "distrust", "Felt talked into it.", Origin::Stated);
    let settled = |seen: bool| Interaction {
        two_way: Some(true),
        history_seen: Some(seen),
        solved: Some(true),
        handed_off: Some(true),
        ..Interaction::default()
    };
    let passed_on = (1..8).fold(Tale::of("olaf"), |tale, visit| {
        tale.interaction(-30 * visit, ProviderId(1 + visit as u32 % 5), settled(visit % 2 == 0))
    });
    vec![
        ("relationship", ana(), salon()),
        ("trust was hurt", distrust.done(), salon()),
        ("pretended, by the business", carl(), salon()),
        ("enhanced encounter", dora(), salon()),
        ("too early", edda(), salon()),
        ("one provider", regular().done(), Setting::of(&["Ben"])),
        ("open", regular().done(), unkept),
        (
            "encounter",
            regular().knows(-300, None, "date", "Born on 3 May.", Origin::Observed).done(),
            salon(),
        ),
        ("encounter with the business", passed_on.done(), salon()),
        ("no contacts", shopper.done(), salon()),
        ("nothing at all", Tale::of("nora").done(), salon()),
    ]
}

#[test]
fn every_outcome_has_its_sentence() {
    let mut text = String::new();
    for (what, history, setting) in told() {
        let context = setting.context();
        text += &format!("== {what}\n");
        for one in judgements(&assess(&history, &context), &history, &context) {
            text += &format!(
                "{} {} {:?} {}\n  {}\n  changes: {}\n  caveat: {}\n",
                one.judgement.word(),
                one.provider.as_deref().unwrap_or("-"),
                one.outcome,
                one.value.unwrap_or("-"),
                one.sentence,
                one.would_change,
                one.caveat.as_deref().unwrap_or("-"),
            );
            for test in one.tests {
                text += &format!("  {} {:?}: {}\n", test.name, test.outcome, test.sentence);
            }
        }
    }
    insta::assert_snapshot!("relationship_kind", text);
}

/// Any few facts of one customer, in any order.
fn facts() -> impl Strategy<Value = Vec<(u8, i32, u32)>> {
    prop::collection::vec((0..10_u8, -900..=0_i32, 1..=4_u32), 0..40)
}

fn tell(facts: &[(u8, i32, u32)]) -> History {
    let tale = facts.iter().fold(Tale::of("vera"), |tale, (what, days, provider)| {
        let by = (*provider < 4).then_some(ProviderId(*provider));
        match what {
            0..=3 => tale.contact(*days, by),
            4 => tale.purchase(*days, 500, by),
            5 => tale.knows(*days, by, "preference", "Window seat.", Origin::Stated),
            6 => tale.knows(*days, by, "common_ground", "Same choir.", Origin::Stated),
            7 => tale.adapted(*days, by),
            8 => tale.touch(*days, by, Touch { claims_relationship: Some(true), ..Touch::default() }),
            _ => tale.promise(*days, by, Promise { what: "Call back.".into(), ..Promise::default() }),
        }
    });
    let mut history = tale.done();
    number_by_content(&mut history);
    history.sort();
    history
}

/// Ids that do not depend on the order of telling, as a source's own ids would not.
fn number_by_content(history: &mut History) {
    fn number<D: fact::Detail + std::fmt::Debug>(facts: &mut [Fact<D>]) {
        for fact in facts {
            let content = format!("{} {:?} {:?}", fact.day, fact.provider, fact.detail);
            fact.id = FactId::of("test", D::KIND, &content);
            fact.external_id = None;
        }
    }
    number(&mut history.interactions);
    number(&mut history.purchases);
    number(&mut history.knowledge);
    number(&mut history.adaptations);
    number(&mut history.touches);
    number(&mut history.promises);
}

proptest! {
    #[test]
    fn the_order_of_facts_does_not_matter(facts in facts(), seed in any::<u64>()) {
        let setting = salon();
        let mut shuffled = facts.clone();
        let mut state = seed | 1;
        for place in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(place, (state >> 33) as usize % (place + 1));
        }
        let (one, other) = (tell(&facts), tell(&shuffled));
        let context = setting.context();
        let judged = |history: &History| {
            let assessment = crate::assess(history, &context);
            all_judgements(history, &context, &assessment)
        };
        prop_assert_eq!(judged(&one), judged(&other));
    }

    #[test]
    fn nothing_passes_on_its_prior_alone(days in prop::collection::vec(-700..=0_i32, 0..12)) {
        // Contacts that name nobody, and nothing else: no test has anything of its own to pass on.
        let silent = days.iter().fold(Tale::of("vera"), |tale, day| tale.contact(*day, None)).done();
        let setting = salon();
        let verdict = assess(&silent, &setting.context());
        prop_assert!(verdict.pairs.is_empty());
        let rates = [verdict.informed, verdict.empowered].map(|rate| rate_outcome(rate, &setting.context()));
        prop_assert_eq!(rates, [TestOutcome::Unknown; 2]);
        prop_assert!(verdict.adaptation != TestOutcome::Pass);
        prop_assert!(!matches!(verdict.organization, Ok(kind) if kind != RelationshipKind::Encounter));
    }

    #[test]
    fn adaptation_needs_two_uses(contacts in 0..30_u32) {
        let parameters = Parameters::default();
        for adapted in 0..=contacts.min(1) {
            prop_assert!(pair::adaptation(adapted, contacts, true, &parameters) != TestOutcome::Pass);
        }
    }

    #[test]
    fn every_judgement_says_something_and_what_would_change_it(facts in facts()) {
        let (history, setting) = (tell(&facts), salon());
        let context = setting.context();
        let assessment = crate::assess(&history, &context);
        for one in all_judgements(&history, &context, &assessment) {
            prop_assert!(one.sentence.ends_with(['.', '?']), "{:?}: {}", one.judgement, one.sentence);
            prop_assert!(one.would_change.ends_with('.'), "{:?}: {}", one.judgement, one.would_change);
            let text = format!("{} {}", one.sentence, one.would_change);
            prop_assert!(!text.contains('!') && !text.contains("  ") && !text.contains("NaN"), "{text}");
        }
    }
}
