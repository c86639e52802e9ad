use super::*;
use crate::portrait::{self, TODAY};
use proptest::prelude::*;

fn rules() -> Parameters {
    Parameters::default()
}

fn of(tally: &TacticTally) -> TacticVerdict {
    assess(tally, Recorded::ALL, &rules())
}

/// 400 cards, signed by Ben but written by software.
fn birthday() -> TacticTally {
    TacticTally {
        sends: 400,
        conversations: 6,
        answered: 9,
        design: Design {
            claims_relationship: Said::all(true, 400),
            human_author: Said::all(false, 400),
            signed_by_nonauthor: Said::all(true, 400),
            same_for_all: Said::all(true, 400),
            ..Design::default()
        },
        ..TacticTally::default()
    }
}

fn calls() -> TacticTally {
    TacticTally {
        sends: 40,
        conversations: 26,
        learned_and_used: 9,
        common_ground: 1,
        ..TacticTally::default()
    }
}

fn card() -> TacticTally {
    let design = Design {
        conditional_on_purchase: Said::all(true, 12),
        claims_relationship: Said::all(false, 12),
        ..Design::default()
    };
    TacticTally { sends: 12, design, ..TacticTally::default() }
}

#[test]
fn birthday_cards_pretend() {
    let verdict = of(&birthday());
    let rate = verdict.two_way;
    assert!((rate.mean - 0.0174).abs() < 1e-4, "{rate:?}");
    assert!((rate.low - 0.0097).abs() < 1e-3 && (rate.high - 0.0261).abs() < 1e-3, "{rate:?}");
    let certainty = rate.above(0.10);
    assert!((certainty / 5e-12 - 1.0).abs() < 0.2, "{certainty}");
    assert!((verdict.learned_and_used.mean - 0.0025).abs() < 1e-4);
    assert_eq!(verdict.class, TacticClass::PretendedRelationship);
    assert!(!verdict.dressed);
}

#[test]
fn follow_up_calls_build() {
    let verdict = of(&calls());
    let rate = verdict.two_way;
    assert!((rate.mean - 0.643).abs() < 1e-3, "{rate:?}");
    assert!((rate.low - 0.547).abs() < 1e-3 && (rate.high - 0.736).abs() < 1e-3, "{rate:?}");
    assert!((verdict.learned_and_used.above(0.05) - 0.99997).abs() < 1e-5);
    assert_eq!(verdict.class, TacticClass::RelationshipBuilding);
}

#[test]
fn a_frequent_shopper_card_is_an_incentive_from_the_first_one_on() {
    assert_eq!(of(&card()).class, TacticClass::Incentive);
    let mut dressed = card();
    dressed.design.claims_relationship = Said::all(true, 12);
    assert_eq!(of(&dressed).class, TacticClass::PretendedRelationship);
    assert!(of(&dressed).dressed);
}

#[test]
fn what_is_not_recorded_accuses_nobody() {
    for recorded in
        [Recorded { learning: false, ..Recorded::ALL }, Recorded { conversations: false, ..Recorded::ALL }]
    {
        assert_eq!(assess(&birthday(), recorded, &rules()).class, TacticClass::Unproven);
    }
}

#[test]
fn nothing_passes_on_the_prior_alone() {
    for sends in 0..20 {
        let tally = TacticTally {
            sends,
            conversations: sends,
            learned_and_used: sends,
            common_ground: sends,
            ..calls()
        };
        assert_eq!(of(&tally).class, TacticClass::Unproven, "{sends}");
    }
}

#[test]
fn talk_that_would_have_happened_anyway_proves_nothing() {
    let anyway = TacticTally { talked_before: Said { yes: 25, known: 40 }, ..calls() };
    assert_eq!((of(&anyway).tests[0], of(&anyway).class), (TestOutcome::Unknown, TacticClass::Unproven));
    let more = TacticTally { talked_before: Said { yes: 12, known: 40 }, ..calls() };
    assert_eq!((of(&more).tests[0], of(&more).class), (TestOutcome::Pass, TacticClass::RelationshipBuilding));
}

#[test]
fn a_help_desk_is_a_service_when_it_settles_matters() {
    let desk = TacticTally { sends: 60, requests: Said { yes: 52, known: 55 }, ..TacticTally::default() };
    assert_eq!(of(&desk).class, TacticClass::Service);
    let poor = TacticTally { requests: Said { yes: 30, known: 55 }, ..desk };
    assert_eq!(of(&poor).class, TacticClass::Unproven);
}

#[test]
fn six_kinds_are_seeded_and_none_with_a_verdict() {
    for (name, kind) in [
        ("Birthday cards 2026", TacticKind::BirthdayCard),
        ("frequent shopper discount", TacticKind::FrequentShopperDiscount),
        ("follow-up survey", TacticKind::FollowUpSurvey),
        ("Live Chat", TacticKind::LiveChatHelpDesk),
        ("preferred customer credit card", TacticKind::PreferredCustomerCard),
        ("monthly newsletter", TacticKind::PersonalizedMailing),
        ("calls in March", TacticKind::Other),
    ] {
        assert_eq!(TacticKind::of(name), kind, "{name}");
    }
    let concepts: Vec<_> = TacticKind::SEEDED.into_iter().filter_map(TacticKind::concept).collect();
    assert_eq!(concepts, ["C90", "C91", "C92", "C93", "C94", "C95"]);
    // The same counts under any name are the same class.
    let words = |name| finding(name, &birthday(), Recorded::ALL, &rules(), TODAY).value;
    assert_eq!(words("birthday card"), words("calls in March"));
}

#[test]
fn tactics_in_words() {
    let say = |name: &str, tally: &TacticTally| finding(name, tally, Recorded::ALL, &rules(), TODAY);
    let desk = TacticTally { sends: 60, requests: Said { yes: 52, known: 55 }, ..TacticTally::default() };
    let mut dressed = card();
    dressed.design.claims_relationship = Said::all(true, 12);
    let loyal = TacticTally {
        loyalty: Loyalty { always_with_incentive: 31, answered: 12, weak: 8 },
        harm: 3,
        ..card()
    };
    let blind = Recorded { learning: false, ..Recorded::ALL };
    let quiet = TacticTally { sends: 200, conversations: 20, harm: 24, ..TacticTally::default() };
    insta::assert_snapshot!(portrait::all([
        ("pretended", say("birthday cards", &birthday())),
        ("builds", say("follow-up calls", &calls())),
        ("incentive", say("frequent-shopper card", &card())),
        ("dressed", say("\u{201c}friends of the house\u{201d} card", &dressed)),
        ("spurious loyalty", say("frequent-shopper card", &loyal)),
        ("anyway", say("letters", &TacticTally { talked_before: Said { yes: 25, known: 40 }, ..calls() })),
        ("service", say("help desk", &desk)),
        ("too early", say("letters", &TacticTally { sends: 7, conversations: 2, ..TacticTally::default() })),
        ("unproven", say("newsletter", &quiet)),
        ("not recorded", finding("birthday cards", &birthday(), blind, &rules(), TODAY)),
    ]));
}

proptest! {
    #[test]
    fn another_conversation_never_makes_a_pretence(
        (sends, talked, learned) in (1..300_u64, 0..300_u64, 0..30_u64),
        claims: bool,
        signed: bool,
        conditional: bool,
    ) {
        let tally = |conversations: u64| TacticTally {
            sends,
            conversations: conversations.min(sends),
            learned_and_used: learned.min(sends),
            design: Design {
                claims_relationship: Said::all(claims, sends),
                signed_by_nonauthor: Said::all(signed, sends),
                conditional_on_purchase: Said::all(conditional, sends),
                ..Design::default()
            },
            ..TacticTally::default()
        };
        let (before, after) = (of(&tally(talked)).class, of(&tally(talked + 1)).class);
        if before != TacticClass::PretendedRelationship {
            prop_assert_ne!(after, TacticClass::PretendedRelationship);
        }
        let verdict = of(&tally(talked));
        prop_assert!(!better_versions(TacticKind::Other, &tally(talked), &verdict, &rules()).is_empty());
    }

    #[test]
    fn sums_merge_in_any_order(counts in prop::collection::vec((0..50_u64, 0..50_u64), 1..6)) {
        let tallies: Vec<TacticTally> = counts
            .iter()
            .map(|(sends, harm)| {
                let requests = Said { yes: *harm, known: *sends };
                TacticTally { sends: *sends, harm: *harm, requests, ..TacticTally::default() }
            })
            .collect();
        let sum = |all: &mut dyn Iterator<Item = &TacticTally>| {
            let mut sum = TacticTally::default();
            all.for_each(|one| sum.merge(one));
            sum
        };
        prop_assert_eq!(sum(&mut tallies.iter()), sum(&mut tallies.iter().rev()));
    }
}
