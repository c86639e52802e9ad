//! Each act: when it is called for, and what rules it out.

use crate::{Act, Channel, Member, fixture::*};
use book::{Initiator, Permission, PermissionState, Promise, PromiseOutcome};
use judge::{candor::CandorSilence, foundation::*, rhythm::Rhythm};

/// One of each act that is not a duty, with the act it is built for.
fn suggestions() -> [(Member, Act); 9] {
    [
        (sold(1), Act::FollowUp),
        (unverified(2), Act::VerifyFoundation),
        (silent(3), Act::AskSilent),
        (overdue(4), Act::OffRhythm),
        (newcomer(5), Act::Newcomer),
        (needing(6, 7), Act::FutureNeed),
        (referrer(7), Act::JustBecause),
        (ready(8), Act::Sell),
        (needing(9, -13), Act::FutureNeed),
    ]
}

fn duties() -> [(Member, Act); 3] {
    [
        (promised(11, 2), Act::KeepPromise),
        (complained(12, 19), Act::ResolveIssue),
        (repaired(13), Act::CheckBack),
    ]
}

#[test]
fn each_act_is_called_for_by_its_own_facts() {
    let world = World::new();
    for (member, act) in suggestions().into_iter().chain(duties()) {
        assert_eq!(world.acts(&member), [act]);
    }
    assert_eq!(world.acts(&member(20)), []);
}

#[test]
fn who_said_no_is_never_suggested_but_what_is_owed_stays() {
    let world = World::new();
    for (channel, purpose) in [("all", "all"), ("", "contact"), ("ALL", ""), ("do_not_contact", "all")] {
        for (mut member, act) in suggestions() {
            refuse(&mut member, channel, purpose);
            assert_eq!(world.acts(&member), [], "{act:?} for {channel}/{purpose}");
        }
        for (mut member, act) in duties() {
            refuse(&mut member, channel, purpose);
            assert_eq!(world.acts(&member), [act]);
        }
    }
    for (mut member, act) in suggestions() {
        refuse(&mut member, "all", "marketing");
        let service = matches!(act, Act::FollowUp | Act::Newcomer);
        assert_eq!(world.acts(&member).is_empty(), !service, "{act:?}");
    }
    for (mut member, _) in suggestions() {
        refuse(&mut member, "phone", "all");
        refuse(&mut member, "email", "marketing");
        assert_eq!(world.acts(&member), []);
    }
}

#[test]
fn only_a_yes_with_evidence_lifts_a_no() {
    let world = World::new();
    for (state, evidence, lifted) in [
        (PermissionState::Granted, Some("signed card"), true),
        (PermissionState::Granted, None, false),
        (PermissionState::SoftOptIn, Some("bought"), false),
    ] {
        let mut one = overdue(1);
        refuse(&mut one, "all", "all");
        let detail = Permission {
            channel: "all".into(),
            purpose: "all".into(),
            state: Some(state),
            evidence: evidence.map(Into::into),
        };
        one.history.permissions.push(fact(2, TODAY.plus(-10), detail));
        assert_eq!(world.acts(&one).is_empty(), !lifted, "{state:?} {evidence:?}");
    }
}

#[test]
fn a_pause_and_the_stop_rule_turn_a_suggestion_into_leaving_alone() {
    let world = World::new();
    for kind in ["pause", "do_not_chase"] {
        let mut one = overdue(1);
        know(&mut one, kind, "in hospital", Some(30));
        assert_eq!(world.acts(&one), [Act::LeaveAlone]);
        know(&mut one, kind, "over", Some(-1));
        one.history.knowledge.remove(0);
        assert_eq!(world.acts(&one), [Act::OffRhythm]);
    }
    let mut tried = overdue(1);
    for days in [50, 40] {
        spoke(&mut tried, days, Initiator::Us, false);
    }
    assert_eq!(world.acts(&tried), [Act::OffRhythm]);
    spoke(&mut tried, 30, Initiator::Us, false);
    assert_eq!(world.acts(&tried), [Act::LeaveAlone]);
    spoke(&mut tried, 25, Initiator::Customer, true);
    assert_eq!(world.acts(&tried), [Act::OffRhythm]);
    let mut quiet = member(2);
    know(&mut quiet, "pause", "until spring", Some(30));
    assert_eq!(world.acts(&quiet), [], "nobody is left alone of whom nothing was wanted");
}

#[test]
fn strictly_business_means_service_only() {
    let world = World::new();
    for (mut member, act) in suggestions() {
        member.assessment.foundation.wanted_rung = Some(Rung::StrictlyBusiness);
        let service = matches!(act, Act::FollowUp | Act::FutureNeed);
        assert_eq!(world.acts(&member).is_empty(), !service, "{act:?}");
    }
}

#[test]
fn after_a_contact_there_is_rest() {
    let world = World::new();
    for (mut member, act) in suggestions() {
        spoke(&mut member, 3, Initiator::Us, true);
        assert_eq!(world.acts(&member), [], "{act:?}");
    }
    let mut rhythmic = overdue(1);
    rhythmic.assessment.contact_rhythm = Some(rhythm(Rhythm::OnRhythm, 5, 60.0, 15, 0.9));
    spoke(&mut rhythmic, 15, Initiator::Customer, true);
    assert_eq!(world.acts(&rhythmic), [], "a third of sixty days is twenty");
    for (mut member, act) in duties() {
        spoke(&mut member, 1, Initiator::Us, true);
        assert_eq!(world.acts(&member), [act]);
    }
}

#[test]
fn off_rhythm_needs_a_rhythm_a_reason_and_a_hope() {
    let world = World::new();
    let with = |change: &dyn Fn(&mut judge::rhythm::RhythmVerdict)| {
        let mut one = overdue(1);
        change(one.assessment.purchase_rhythm.as_mut().unwrap());
        world.acts(&one)
    };
    assert_eq!(with(&|verdict| verdict.label = Some(Rhythm::Quiet)), []);
    assert_eq!(with(&|verdict| verdict.label = None), []);
    assert_eq!(with(&|verdict| verdict.seasonal = true), []);
    assert_eq!(with(&|verdict| verdict.gaps = 2), []);
    assert_eq!(with(&|verdict| verdict.open_days = 144), [Act::OffRhythm], "six gaps of 24 days");
    assert_eq!(with(&|verdict| verdict.open_days = 145), [Act::LeaveAlone]);
    assert_eq!(with(&|verdict| verdict.open_days = 159), [], "that somebody is gone is news for two weeks");
}

#[test]
fn selling_waits_for_everything_else() {
    let world = World::new();
    let without = |change: &dyn Fn(&mut Member)| {
        let mut one = ready(1);
        change(&mut one);
        world.acts(&one).contains(&Act::Sell)
    };
    assert!(without(&|_| {}));
    assert!(!without(&|one| one.assessment.foundation.gate = FoundationGate::Unverified));
    assert!(!without(&|one| one.assessment.foundation.gate = FoundationGate::NotMet));
    assert!(!without(&|one| one.assessment.foundation.wanted_rung = None));
    assert!(!without(&|one| one.history.deliveries.clear()));
    assert!(!without(&|one| one.history.deliveries[0].detail.got_it = None));
    assert!(!without(&|one| one.history.voice = complained(1, 5).history.voice));
    assert!(without(&|one| one.history.voice = complained(1, 1).history.voice));
    for (days, refused) in [(10, true), (40, false)] {
        let broken = |one: &mut Member| {
            let outcome = Some(PromiseOutcome::Broken);
            let closed_at = Some(at(TODAY.plus(-days)));
            let detail = Promise { what: "a catalogue".into(), outcome, closed_at, ..Promise::default() };
            one.history.promises.push(fact(1, TODAY.plus(-60), detail));
        };
        assert_eq!(!without(&broken), refused);
    }
}

#[test]
fn asking_is_not_repeated_and_thanks_have_an_occasion() {
    let world = World::new();
    let mut asked = silent(1);
    asked.assessment.candor.last_asked_day = Some(TODAY.plus(-20));
    assert_eq!(world.acts(&asked), []);
    let mut fine = silent(1);
    fine.assessment.candor.silence = CandorSilence::AskedSaidFine;
    assert_eq!(world.acts(&fine), []);
    let mut unrecorded = silent(1);
    unrecorded.assessment.candor.recorded = false;
    assert_eq!(world.acts(&unrecorded), []);
    let mut tenth = buyer(1, &[400, 380, 360, 340, 320, 300, 280, 260, 240, 3]);
    assert_eq!(world.acts(&tenth), [Act::JustBecause]);
    tenth.assessment.load.open_issues = 1;
    assert_eq!(world.acts(&tenth), []);
}

#[test]
fn goods_that_came_back_are_a_reason_to_ask() {
    let world = World::new();
    let mut one = buyer(1, &[100, 50, 10]);
    one.assessment.foundation.gate = FoundationGate::Unverified;
    assert_eq!(world.acts(&one), [], "three orders make no regular");
    let mut back = one.history.purchases[2].clone();
    back.detail.returned = Some(true);
    back.day = TODAY.plus(-5);
    one.history.purchases.push(back.clone());
    assert_eq!(world.acts(&one), [Act::VerifyFoundation]);
    let last = one.history.purchases.len() - 1;
    one.history.purchases[last].detail.amount_minor = 500;
    assert_eq!(world.acts(&one), [], "a trifle");
    one.history.purchases[last] = back;
    one.history.purchases[last].day = TODAY.plus(-10);
    assert_eq!(world.acts(&one), [], "a slip put right by an equal order on the same day");
}

#[test]
fn a_refused_channel_is_not_suggested_and_a_preferred_one_is() {
    let world = World::new();
    let channel = |member: &Member| {
        let context = world.context();
        crate::Bounds::of(&member.history, &context, &member.assessment).channel(&member.history, &context)
    };
    let mut one = overdue(1);
    assert_eq!(channel(&one), None);
    one.history.customer.email = Some("a@example.org".into());
    assert_eq!(channel(&one), Some(Channel::Write));
    one.history.customer.phone = Some("555".into());
    assert_eq!(channel(&one), Some(Channel::Call));
    know(&mut one, "care", "no calls please, hard of hearing", None);
    assert_eq!(channel(&one), Some(Channel::Write));
    refuse(&mut one, "email", "all");
    assert_eq!(channel(&one), Some(Channel::Call));
}
