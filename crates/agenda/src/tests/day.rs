//! The day as a whole: budget, order, one entry a person, determinism, hold-outs, and how it reads.

use crate::{Act, Agenda, Arm, HoldOut, Member, Request, compose, fixture::*, render};
use book::{Directory, Initiator, Provider, ProviderId};
use proptest::prelude::*;

fn request(minutes: u32, share: f64) -> Request {
    let hold_out = HoldOut { seed: 1, share };
    Request { provider: None, minutes, hold_out }
}

fn day(minutes: u32, share: f64, members: &[Member]) -> Agenda {
    compose(&request(minutes, share), &World::new().context(), members)
}

fn kind(which: u8, number: u32) -> Member {
    match which % 11 {
        0 => promised(number, 2),
        1 => complained(number, 9),
        2 => repaired(number),
        3 => sold(number),
        4 => unverified(number),
        5 => silent(number),
        6 => newcomer(number),
        7 => needing(number, 3),
        8 => referrer(number),
        9 => ready(number),
        _ => overdue(number),
    }
}

#[test]
fn no_act_starves_another() {
    let mut members: Vec<Member> = (1..=100).map(sold).collect();
    members.extend((101..=200).map(overdue));
    members.extend((201..=300).map(newcomer));
    let agenda = day(120, 0.0, &members);
    let number = |act| agenda.entries.iter().filter(|entry| entry.act == act).count();
    assert_eq!((number(Act::FollowUp), number(Act::OffRhythm), number(Act::Newcomer)), (4, 4, 4));
    assert_eq!(agenda.minutes_planned, 120);
}

#[test]
fn duties_come_whatever_they_take_and_the_day_says_so() {
    let mut members: Vec<Member> = (1..=10).map(|number| complained(number, 10)).collect();
    members.push(overdue(99));
    let agenda = day(60, 1.0, &members);
    assert_eq!(agenda.entries.len(), 10);
    assert_eq!((agenda.minutes_planned, agenda.minutes_over), (150, 90));
    assert_eq!(agenda.held_out_count, 0, "who would not have come anyway is not held out");
    assert!(render(&agenda, 100).contains("90 minutes more than there are"));
}

#[test]
fn further_reasons_are_merged_into_one_entry() {
    let mut one = promised(1, 2);
    let late = overdue(1);
    one.history.purchases = late.history.purchases;
    one.assessment.purchase_rhythm = late.assessment.purchase_rhythm;
    let agenda = day(120, 0.0, &[one.clone(), one]);
    assert_eq!(agenda.entries.len(), 1);
    assert_eq!(agenda.entries[0].act, Act::KeepPromise);
    assert_eq!(agenda.entries[0].also[0].act, Act::OffRhythm);
    assert_eq!(agenda.entries[0].arm, None);
}

#[test]
fn nobody_is_approached_from_two_sides() {
    let mut one = promised(1, 2);
    one.history.promises[0].provider = Some(ProviderId(7));
    one.assessment.purchase_rhythm = overdue(1).assessment.purchase_rhythm;
    one.history.purchases = overdue(1).history.purchases;
    assert!(day(120, 0.0, std::slice::from_ref(&one)).entries.is_empty());
    let theirs = Request { provider: Some(ProviderId(7)), ..request(120, 0.0) };
    assert_eq!(compose(&theirs, &World::new().context(), &[one]).entries.len(), 1);
}

#[test]
fn a_provider_s_day_is_a_fifth_of_the_week() {
    let provider = Provider {
        id: ProviderId(1),
        external_id: "ben".into(),
        source: "shop".into(),
        name: Some("Ben".into()),
        email: None,
        started_on: None,
        minutes_per_week: Some(300),
        skills: None,
        languages: None,
        team: None,
    };
    let directory = Directory { providers: vec![provider] };
    assert_eq!(Request::new(Some(ProviderId(1)), &directory).minutes, 60);
    assert_eq!(Request::new(None, &directory).minutes, 120);
}

#[test]
fn who_is_held_out_is_recorded_and_replaced() {
    let members: Vec<Member> = (1..=400).map(overdue).collect();
    let agenda = day(2_000, 0.10, &members);
    assert_eq!(agenda.entries.len(), 100, "half a day of one question is enough");
    assert_eq!(agenda.held_out_count, agenda.held_out.len());
    assert!((1..=30).contains(&agenda.held_out_count), "{}", agenda.held_out_count);
    assert!(agenda.entries.iter().all(|entry| entry.arm == Some(Arm::Treated)));
    assert!(agenda.held_out.iter().all(|held| held.arm == Arm::HeldOut && held.quarter == "2010-Q4"));
    let other = compose(
        &Request { hold_out: HoldOut { seed: 2, share: 0.10 }, ..request(2_000, 0.10) },
        &World::new().context(),
        &members,
    );
    assert_ne!(other.held_out, agenda.held_out);
}

proptest! {
    #[test]
    fn every_day_keeps_its_promises(
        kinds in prop::collection::vec((any::<u8>(), any::<bool>()), 0..60),
        minutes in 0_u32..300,
    ) {
        let built = kinds.iter().zip(1..).map(|((which, _), number)| kind(*which, number));
        let mut members: Vec<Member> = built.collect();
        let mut refused = Vec::new();
        for (member, (_, says_no)) in members.iter_mut().zip(&kinds) {
            if *says_no {
                refuse(member, "all", "all");
                refused.push(member.history.customer.external_id.clone());
            }
        }
        let agenda = day(minutes, 0.10, &members);
        let of_duties: u32 =
            agenda.entries.iter().filter(|entry| entry.act.is_duty()).map(|entry| entry.minutes).sum();
        prop_assert!(agenda.minutes_planned <= minutes.max(of_duties));
        prop_assert_eq!(agenda.minutes_over, of_duties.saturating_sub(minutes));
        prop_assert!(agenda.entries.windows(2).all(|pair| pair[0].act <= pair[1].act));
        let mut people: Vec<_> = agenda.entries.iter().map(|entry| &entry.person.customer).collect();
        people.extend(agenda.leave_alone.iter().map(|left| &left.person.customer));
        people.sort_unstable();
        prop_assert!(people.windows(2).all(|pair| pair[0] != pair[1]));
        let may_stand =
            |entry: &crate::Entry| entry.act.is_duty() || !refused.contains(&entry.person.customer);
        prop_assert!(agenda.entries.iter().all(may_stand));
        prop_assert!(agenda.entries.iter().all(|entry| !entry.sentence.contains('!')));
        prop_assert!(agenda.entries.iter().all(|entry| !entry.facts.is_empty()));
        members.reverse();
        prop_assert_eq!(day(minutes, 0.10, &members), agenda);
    }
}

fn named(mut member: Member, name: &str) -> Member {
    member.history.customer.name = Some(name.into());
    member
}

#[test]
fn a_full_day_reads_like_a_well_kept_notebook() {
    let mut ana = named(overdue(1), "Ana Ruiz");
    ana.history.customer.phone = Some("555".into());
    know(&mut ana, "care", "Call after 5 pm.", None);
    spoke(&mut ana, 90, Initiator::Customer, true);
    let mut quiet = named(overdue(2), "Verhoeven");
    know(&mut quiet, "pause", "bereavement", Some(20));
    let members = [
        ana,
        quiet,
        named(promised(3, 2), "Hale & Sons"),
        named(complained(4, 19), "The Corner Shop at Little Haven"),
        named(repaired(5), "Okafor"),
        named(sold(6), "Lindqvist"),
        named(unverified(7), "Bakery Maes"),
        named(silent(8), "Dr. Weiss"),
        newcomer(9),
        named(needing(10, 7), "Studio Pell"),
        named(referrer(11), "Marta Nowak"),
        named(ready(12), "Fern & Ivy"),
    ];
    let agenda = day(180, 0.0, &members);
    insta::assert_snapshot!("full_day_wide", render(&agenda, 100));
    insta::assert_snapshot!("full_day_narrow", render(&agenda, 60));
    insta::assert_json_snapshot!("entry", agenda.entries[6]);
    insta::assert_snapshot!("empty_day", render(&day(120, 0.1, &[]), 80));
}
