//! The Mirror is gathered behind the desk, and shows each what is meant for them.

use crate::room::{DAY_MICROS, Room, ada};
use guard::{Actor, Role};
use mirror::FindingKind;
use office::{Crew, hold_up_mirror};

#[tokio::test]
async fn the_mirror_of_the_office_is_that_of_the_command_line() {
    let room = Room::simulated().await;
    let view = room.office.mirror_when_ready(&ada().see_mirror().unwrap()).await.unwrap();
    let business = view.business.unwrap();
    let scene = room.office.scene().unwrap();
    let whole = hold_up_mirror(&room.book(), &scene, Crew { threads: 2, tell: &|_| {} }).unwrap();
    assert_eq!((view.day, business.customers), (room.day, whole.customers));
    let is_apart = |kind| matches!(kind, FindingKind::Triangles | FindingKind::Influence);
    let shared: Vec<_> =
        whole.findings.iter().filter(|finding| !is_apart(finding.judgement)).cloned().collect();
    assert_eq!(business.findings, shared);
    assert!(business.influence.is_empty() && business.triangles.by_provider.is_empty());
    assert_eq!(view.triangles.len(), whole.triangles.by_provider.len());
}

#[tokio::test]
async fn one_who_serves_sees_only_what_is_their_own() {
    let room = Room::simulated().await;
    let everything = room.office.mirror_when_ready(&ada().see_mirror().unwrap()).await.unwrap();
    assert!(everything.triangles.len() >= 5, "the company is large enough to show all");
    for provider in room.providers() {
        let actor =
            Actor { account: 9, name: "somebody".into(), role: Role::Provider, provider: Some(provider) };
        let view = room.office.mirror(&actor.see_mirror().unwrap()).unwrap();
        assert!(view.business.is_none() && !view.hides_few);
        assert!(view.triangles.iter().all(|one| one.provider == provider));
        let known = everything.triangles.iter().filter(|one| one.provider == provider).count();
        assert_eq!(view.triangles.len(), known);
    }
}

#[tokio::test]
async fn another_day_has_another_mirror() {
    let room = Room::simulated().await;
    let permit = ada().see_mirror().unwrap();
    let first = room.office.mirror_when_ready(&permit).await.unwrap();
    room.wait_micros(DAY_MICROS);
    room.office.read_again();
    loop {
        let view = room.office.mirror(&permit).unwrap();
        if view.day == first.day.plus(1) {
            break;
        }
        tokio::task::yield_now().await;
    }
    room.office.close();
}
