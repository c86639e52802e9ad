use super::*;
use crate::fixtures::{BEN, Setting, Tale, day, noon};
use crate::portrait;
use book::{Delivery, Purchase, Referral, Style, Wish, fact::Fact};
use proptest::prelude::*;

fn checked(right: i32, of: i32) -> Tale {
    (0..of).fold(Tale::of("ana"), |tale, place| tale.delivery(-10 * (place + 1), Some(place < right)))
}

/// `orders` orders, of which `returned` came back a week later.
fn invoices(orders: i32, returned: i32) -> Tale {
    let tale =
        (0..orders).fold(Tale::of("13085"), |tale, place| tale.purchase(-10 * (place + 1), 5_000, None));
    (0..returned).fold(tale, |tale, place| {
        tale.change(|history| {
            let mut back = history.purchases[place as usize].clone();
            back.id = book::FactId(1_000 + place as u64);
            back.day = back.day.plus(7);
            back.detail = Purchase { returned: Some(true), ..back.detail };
            history.purchases.push(back);
        })
    })
}

fn complaint(severity: u8) -> Voice {
    Voice { kind: Some(VoiceKind::Complaint), severity: Some(severity), ..Voice::default() }
}

fn wants(style: Style) -> Wish {
    Wish { style: Some(style), ..Wish::default() }
}

fn gate(tale: Tale) -> FoundationVerdict {
    assess(&tale.done(), &Setting::of(&["Ben"]).context())
}

#[test]
fn published_gates() {
    use FoundationGate::{Met, Unverified};
    let expected = [
        (2, 2, 0.657, Unverified),
        (3, 3, 0.760, Unverified),
        (4, 4, 0.832, Met),
        (5, 6, 0.671, Unverified),
        (6, 6, 0.918, Met),
        (12, 13, 0.953, Met),
    ];
    for (right, of, probability, expected) in expected {
        let verdict = gate(checked(right, of));
        assert!((verdict.probability - probability).abs() < 1e-3, "{verdict:?}");
        assert_eq!((verdict.gate, verdict.verified), (expected, (right as u32, of as u32)));
    }
}

#[test]
fn when_nobody_asked_only_the_most_favourable_reading_can_shut_the_gate() {
    assert_eq!(gate(invoices(40, 0)).gate, FoundationGate::Unverified);
    let three = gate(invoices(40, 3));
    assert_eq!((three.gate, three.verified, three.returns), (FoundationGate::Unverified, (0, 3), 3));
    assert_eq!(gate(invoices(10, 5)).gate, FoundationGate::NotMet);
    let all_back = gate(invoices(2, 5));
    assert_eq!((all_back.gate, all_back.verified), (FoundationGate::NotMet, (0, 2)));
}

#[test]
fn once_somebody_asked_what_came_back_counts_against_what_was_right() {
    let returned = Delivery { returned: Some(true), ..Delivery::default() };
    let tale = checked(6, 6).change(|history| {
        let mut back = history.deliveries[0].clone();
        (back.id, back.detail) = (book::FactId(9), returned.clone());
        history.deliveries.push(back);
    });
    let verdict = gate(tale);
    assert_eq!((verdict.verified, verdict.asked, verdict.gate), ((6, 7), 6, FoundationGate::Unverified));
}

#[test]
fn one_answer_does_not_turn_what_came_back_into_a_verdict() {
    let asked_once = |tale: Tale| {
        gate(tale.delivery(-3, Some(true)).change(|history| {
            // Deliveries are recorded now, one for each order.
            for sale in history.sales().map(|sale| sale.day).collect::<Vec<_>>() {
                let mut delivery = history.deliveries[0].clone();
                (delivery.id, delivery.day, delivery.detail.got_it) =
                    (book::FactId(sale.0 as u64), sale, None);
                history.deliveries.push(delivery);
            }
        }))
    };
    let verdict = asked_once(invoices(40, 3));
    assert_eq!((verdict.gate, verdict.verified), (FoundationGate::Unverified, (1, 4)));
    assert_eq!(asked_once(invoices(10, 6)).gate, FoundationGate::NotMet, "even at best");
}

#[test]
fn complaints_shut_the_gate() {
    assert_eq!(gate(checked(6, 6).voice(-5, None, complaint(1))).gate, FoundationGate::Unverified);
    let old = gate(checked(12, 12).voice(-15, None, complaint(1)));
    assert_eq!((old.gate, old.open_complaint_since), (FoundationGate::NotMet, Some(day(-15))));
    assert_eq!(gate(checked(12, 12).voice(-1, None, complaint(3))).gate, FoundationGate::NotMet);
    let settled = |satisfied| Voice { resolved_at: Some(noon(-1)), satisfied, ..complaint(3) };
    assert_eq!(gate(checked(12, 12).voice(-20, None, settled(Some(true)))).gate, FoundationGate::Met);
    assert_eq!(gate(checked(12, 12).voice(-20, None, settled(None))).gate, FoundationGate::Met);
    assert_eq!(gate(checked(12, 12).voice(-20, None, settled(Some(false)))).gate, FoundationGate::NotMet);
}

#[test]
fn a_complaint_about_a_wrong_delivery_is_one_failure() {
    let verdict = gate(checked(3, 4).voice(-38, None, complaint(1)));
    assert_eq!(verdict.verified, (3, 4));
}

#[test]
fn working_rungs() {
    use Rung::{Collaborator, Fan, Foundation, StrictlyBusiness};
    let rung = |tale| gate(tale).working_rung;
    let idea = || Voice { kind: Some(VoiceKind::Suggestion), ..Voice::default() };
    let praise = || Voice { kind: Some(VoiceKind::Praise), ..Voice::default() };
    assert_eq!(rung(checked(0, 4).contact(-3, BEN)), Foundation);
    assert_eq!(rung(checked(6, 6).contact(-3, BEN)), StrictlyBusiness, "never asked, so not pushed");
    assert_eq!(rung(checked(6, 6).contact(-3, BEN).wish(-9, wants(Style::Collaborative))), Collaborator);
    assert_eq!(rung(checked(6, 6).contact(-3, BEN).wish(-9, wants(Style::Fan))), Collaborator, "one step");
    let ideas = || checked(6, 6).voice(-30, None, idea()).voice(-20, None, idea());
    assert_eq!(gate(ideas()).observed_rung, Some(Collaborator));
    assert_eq!(rung(ideas().wish(-9, wants(Style::Fan))), Fan);
    assert_eq!(rung(ideas().wish(-9, wants(Style::StrictlyBusiness))), StrictlyBusiness, "their wish wins");
    let fan = checked(2, 2).voice(-30, None, praise()).change(|history| {
        let told = Tale::of("ana").contact(-40, BEN).done().interactions[0].clone();
        let detail = Referral { to_customer: "carl".into(), rewarded: None };
        let referral = Fact {
            id: told.id,
            source: told.source,
            external_id: None,
            at: told.at,
            day: told.day,
            provider: None,
            detail,
        };
        history.referrals.push(referral);
    });
    assert_eq!(rung(fan), Fan, "unverified: at most what is observed");
    assert_eq!(gate(Tale::of("ana")).working_rung, Foundation);
}

#[test]
fn a_rung_may_be_wanted_without_a_word() {
    let idea = || Voice { kind: Some(VoiceKind::Suggestion), ..Voice::default() };
    let ideas = |number| (0..number).fold(checked(6, 6), |tale, _| tale.voice(0, None, idea()));
    let some = gate(ideas(4));
    assert_eq!((some.wanted_rung, some.working_rung), (None, Rung::Collaborator), "as far as they went");
    let many = gate(ideas(5));
    assert_eq!((many.wanted_rung, many.wanted_is_stated), (Some(Rung::Collaborator), false));
    assert_eq!(many.working_rung, Rung::Collaborator, "never above what is wanted");
    let stated = gate(ideas(5).wish(-9, wants(Style::StrictlyBusiness)));
    assert_eq!((stated.wanted_rung, stated.wanted_is_stated), (Some(Rung::StrictlyBusiness), true));
    assert_eq!(stated.working_rung, Rung::StrictlyBusiness);
}

#[test]
fn foundations_in_words() {
    let setting = Setting::of(&["Ben"]);
    let idea = || Voice { kind: Some(VoiceKind::Suggestion), ..Voice::default() };
    let shown = |tale: Tale| {
        let (history, context) = (tale.done(), setting.context());
        judgements(&assess(&history, &context), &history, &context)
    };
    let portrait = portrait::all([
        ("met, never asked", shown(checked(6, 6).contact(-3, BEN))),
        ("met, collaborative", shown(checked(6, 6).contact(-3, BEN).wish(-9, wants(Style::Collaborative)))),
        (
            "met, collaborative as it seems",
            shown((0..6).fold(checked(6, 6), |tale, _| tale.voice(0, None, idea()))),
        ),
        ("5 of 6", shown(checked(5, 6))),
        ("2 of 2", shown(checked(2, 2))),
        ("1 of 4", shown(checked(1, 4))),
        ("complaint open", shown(checked(6, 6).voice(-20, None, complaint(2)))),
        ("grave complaint", shown(checked(6, 6).voice(-20, None, complaint(3)))),
        ("one order", shown(invoices(1, 0))),
        ("forty orders", shown(invoices(40, 0))),
        ("forty orders, three back", shown(invoices(40, 3))),
        ("ten orders, five back", shown(invoices(10, 5))),
        ("everything back", shown(invoices(1, 1))),
        ("nothing", shown(Tale::of("ana"))),
    ]);
    insta::assert_snapshot!(portrait);
}

proptest! {
    #[test]
    fn one_more_good_answer_never_shuts_the_gate(right in 0..20_i32, wrong in 0..10_i32, back in 0..5_i32) {
        let tale = |right: i32| {
            let ana = Tale::of("ana");
            let wrong = (0..wrong).fold(ana, |tale, place| tale.delivery(-50 - place, Some(false)));
            let right = (0..right).fold(wrong, |tale, place| tale.delivery(-100 - place, Some(true)));
            (0..back).fold(right, |tale, _| tale.voice(-3, None, complaint(1)))
        };
        let (before, after) = (gate(tale(right)), gate(tale(right + 1)));
        let order = |gate| match gate {
            FoundationGate::NotMet => 0,
            FoundationGate::Unverified => 1,
            FoundationGate::Met => 2,
        };
        prop_assert!(after.probability >= before.probability || before.asked == 0);
        prop_assert!(order(after.gate) >= order(before.gate), "{before:?} {after:?}");
    }

    #[test]
    fn no_gate_is_met_without_an_answer(orders in 0..60_i32, back in 0..10_i32) {
        prop_assume!(back <= orders);
        prop_assert!(gate(invoices(orders, back)).gate != FoundationGate::Met);
    }

    #[test]
    fn an_answer_that_is_not_known_decides_nothing(right in 0..8_i32, unknown in 0..30_i32) {
        let more = (0..unknown).fold(checked(right, right), |tale, _| tale.delivery(-2, None));
        let (more, plain) = (gate(more), gate(checked(right, right)));
        prop_assert_eq!((more.gate, more.probability), (plain.gate, plain.probability));
    }
}
