//! Every field of every kind of plain record, from hand-made files.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use book::fact::*;
use book::record::{Body, CustomerProfile, ProviderProfile, Record};
use book::{Calendar, Currency, Day, FactId, PartyKind, Timestamp};
use common::{Whole, is_here, read_path};
use intake::{Format, Options, RecordKind};
use std::collections::HashSet;

fn fixture(kind: RecordKind) -> Whole {
    let path = format!("{}/tests/fixtures/{}.csv", env!("CARGO_MANIFEST_DIR"), kind.word());
    let whole = read_path(path, &Options::default());
    assert_eq!(whole.format, Format::Plain(kind));
    assert_eq!(whole.source, "records");
    assert!(whole.rejects.is_empty(), "{:?}", whole.rejects);
    assert!(whole.skipped.is_empty() && whole.unknown_columns.is_empty());
    whole
}

/// The first instant of a day, UTC.
fn on(date: &str) -> Timestamp {
    let date: jiff::civil::Date = date.parse().unwrap();
    Calendar::utc().start_of(Day::from_date(date))
}

/// A record of the source `records` as the fixtures have them.
fn record(line: u64, id: &str, at: Timestamp, customer: &str, provider: Option<&str>, body: Body) -> Record {
    let kind = body.kind();
    Record {
        line,
        id: kind.map_or(FactId(0), |kind| FactId::of("records", kind, id)),
        external_id: kind.map(|_| id.into()),
        at,
        customer: customer.into(),
        provider: provider.map(Into::into),
        body,
        extras: None,
    }
}

#[test]
fn parties() {
    let profile = ProviderProfile {
        name: Some("Olsen, Kari".into()),
        email: Some("kari@example.org".into()),
        started_on: Some(Calendar::utc().day(on("2019-05-06"))),
        minutes_per_week: Some(1200),
        skills: Some("repairs;fitting".into()),
        languages: Some("no;en".into()),
        team: Some("North".into()),
    };
    let none = Timestamp(0);
    assert_eq!(
        fixture(RecordKind::Providers).records,
        [
            record(2, "", none, "", Some("p1"), Body::Provider(profile)),
            record(3, "", none, "", Some("p2"), Body::Provider(ProviderProfile::default())),
        ]
    );
    let ana = CustomerProfile {
        kind: Some(PartyKind::Person),
        name: Some("Ana Lima".into()),
        email: Some("ana@example.org".into()),
        phone: Some("+47 123 45 678".into()),
        since: Some(Calendar::utc().day(on("2020-02-29"))),
        assigned_to: Some("p1".into()),
        language: Some("pt".into()),
        timezone: Some("Europe/Lisbon".into()),
    };
    let firm = CustomerProfile {
        kind: Some(PartyKind::Organization),
        name: Some("Bjørk & \"Sønn\" AS".into()),
        ..CustomerProfile::default()
    };
    assert_eq!(
        fixture(RecordKind::Customers).records,
        [
            record(2, "", none, "c1", None, Body::Customer(ana)),
            record(3, "", none, "c2", None, Body::Customer(firm)),
        ]
    );
}

#[test]
fn interactions() {
    let detail = Interaction {
        initiated_by: Some(Initiator::Customer),
        two_way: Some(true),
        channel: Some("phone".into()),
        minutes: Some(12.5),
        purpose: Some("a broken hinge".into()),
        solved: Some(true),
        history_seen: Some(false),
        handed_off: Some(false),
        asked_question: Some(true),
    };
    let at = Timestamp(on("2024-01-31").0 + ((13 * 60 + 5) * 60 + 9) * 1_000_000 + 250_000);
    assert_eq!(
        fixture(RecordKind::Interactions).records,
        [
            record(2, "i1", at, "c1", Some("p1"), Body::Interaction(detail)),
            record(3, "i2", on("2024-02-01"), "c2", None, Body::Interaction(Interaction::default())),
        ]
    );
}

#[test]
fn purchases() {
    let detail = Purchase {
        amount_minor: 123_450,
        currency: Currency::parse("EUR"),
        cost_minor: Some(80_000),
        discount_minor: Some(1235),
        product: Some("Hinge, brass".into()),
        quantity: Some(2.5),
        incentive: Some("spring offer".into()),
        returned: None,
    };
    let back = Purchase {
        amount_minor: 10,
        currency: Currency::parse("JPY"),
        quantity: Some(1.0),
        returned: Some(true),
        ..Purchase::default()
    };
    let at = Timestamp(on("2024-01-31").0 + (14 * 60 + 5) * 60_000_000);
    assert_eq!(
        fixture(RecordKind::Purchases).records,
        [
            record(2, "o1", at, "c1", Some("p1"), Body::Purchase(detail)),
            record(3, "o2", on("2024-02-01"), "c2", None, Body::Purchase(Purchase::default())),
            record(4, "o3", on("2024-02-02"), "c2", None, Body::Purchase(back)),
        ]
    );
}

#[test]
fn deliveries() {
    let purchase = |id| Some(FactId::of("records", FactKind::Purchase, id));
    let detail = Delivery {
        purchase: purchase("o1"),
        promised_at: Some(on("2024-02-02")),
        got_it: Some(true),
        easy: Some(false),
        pleasant: Some(true),
        returned: Some(false),
        defect: Some(true),
    };
    let bare = Delivery { purchase: purchase("o2"), ..Delivery::default() };
    assert_eq!(
        fixture(RecordKind::Deliveries).records,
        [
            record(2, "d1", on("2024-02-03"), "", None, Body::Delivery(detail)),
            record(3, "d2", on("2024-02-04"), "", None, Body::Delivery(bare)),
        ]
    );
}

#[test]
fn voice_and_promises() {
    let word = Voice {
        kind: Some(VoiceKind::Complaint),
        severity: Some(3),
        channel: Some("email".into()),
        resolved_at: Some(on("2024-02-06")),
        satisfied: Some(true),
        text: Some("The hinge\nbroke.".into()),
    };
    let praise = Voice { kind: Some(VoiceKind::Praise), ..Voice::default() };
    let said = on("2024-02-05");
    assert_eq!(
        fixture(RecordKind::Voice).records,
        [
            record(2, "v1", said, "c1", Some("p1"), Body::Voice(word)),
            record(4, "v2", said, "c2", None, Body::Voice(praise)),
        ]
    );
    let promise = Promise {
        what: "a new hinge".into(),
        by: Some(Promisor::Provider),
        due_at: Some(on("2024-02-10")),
        outcome: Some(PromiseOutcome::Late),
        closed_at: Some(on("2024-02-12")),
        depends_on: Some("the supplier".into()),
    };
    let bare = Promise { what: "to pay".into(), ..Promise::default() };
    let made = on("2024-02-06");
    assert_eq!(
        fixture(RecordKind::Promises).records,
        [
            record(2, "m1", made, "c1", Some("p1"), Body::Promise(promise)),
            record(3, "m2", made, "c2", None, Body::Promise(bare)),
        ]
    );
}

#[test]
fn knowledge_adaptations_and_wishes() {
    let known = Knowledge {
        kind: "preference".into(),
        text: "likes brass".into(),
        origin: Some(Origin::Stated),
        expires_at: Some(on("2025-02-07")),
    };
    let bare = Knowledge { kind: "family".into(), text: "has a son".into(), ..Knowledge::default() };
    let learned = on("2024-02-07");
    assert_eq!(
        fixture(RecordKind::Knowledge).records,
        [
            record(2, "k1", learned, "c1", Some("p1"), Body::Knowledge(known)),
            record(3, "k2", learned, "c2", None, Body::Knowledge(bare)),
        ]
    );
    let knowledge = Some(FactId::of("records", FactKind::Knowledge, "k1"));
    let interaction = Some(FactId::of("records", FactKind::Interaction, "i1"));
    let used = on("2024-02-08");
    assert_eq!(
        fixture(RecordKind::Adaptations).records,
        [
            record(2, "a1", used, "c1", Some("p1"), Body::Adaptation(Adaptation { knowledge, interaction })),
            record(3, "a2", used, "c1", None, Body::Adaptation(Adaptation { knowledge, interaction: None })),
        ]
    );
    let wish = |detail| Body::Wish(detail);
    let style = Wish {
        style: Some(Style::Collaborative),
        origin: Some(Origin::Stated),
        channel: Some("phone".into()),
        ..Wish::default()
    };
    let said = on("2024-02-09");
    assert_eq!(
        fixture(RecordKind::Wishes).records,
        [
            record(2, "w1", said, "c1", None, wish(style)),
            record(3, "w2", said, "c1", None, wish(Wish { cadence_days: Some(28), ..Wish::default() })),
            record(
                4,
                "w3",
                said,
                "c1",
                None,
                wish(Wish { named_provider: Some("p1".into()), ..Wish::default() })
            ),
            record(
                5,
                "w4",
                said,
                "c1",
                None,
                wish(Wish { named_provider: Some("P30D".into()), ..Wish::default() })
            ),
        ]
    );
}

#[test]
fn referrals_and_benefits() {
    let to = |customer: &str, rewarded| Body::Referral(Referral { to_customer: customer.into(), rewarded });
    let at = on("2024-02-10");
    assert_eq!(
        fixture(RecordKind::Referrals).records,
        [
            record(2, "r1", at, "c1", None, to("c2", Some(true))),
            record(3, "r2", at, "c1", None, to("c3", None))
        ]
    );
    let link = Benefit {
        level: Some(BondLevel::Structural),
        what: "stock link".into(),
        cost_minor: Some(9999),
        conditional: Some(true),
        used_at: Some(on("2024-02-12")),
        valued: Some(false),
        exit_route: Some("a month's notice".into()),
    };
    let card = Benefit { level: Some(BondLevel::Social), what: "a card".into(), ..Benefit::default() };
    let at = on("2024-02-11");
    assert_eq!(
        fixture(RecordKind::Benefits).records,
        [
            record(2, "b1", at, "c1", None, Body::Benefit(link)),
            record(3, "b2", at, "c1", None, Body::Benefit(card))
        ]
    );
}

#[test]
fn permissions_and_touches() {
    let granted = Permission {
        channel: "email".into(),
        purpose: "offers".into(),
        state: Some(PermissionState::Granted),
        evidence: Some("form of 12 February".into()),
    };
    let refused = Permission {
        channel: "all".into(),
        purpose: "all".into(),
        state: Some(PermissionState::Refused),
        evidence: None,
    };
    let at = on("2024-02-12");
    assert_eq!(
        fixture(RecordKind::Permissions).records,
        [
            record(2, "s1", at, "c1", None, Body::Permission(granted)),
            record(3, "s2", at, "c2", None, Body::Permission(refused)),
        ]
    );
    let card = Touch {
        tactic: "birthday card".into(),
        channel: Some("post".into()),
        conditional_on_purchase: Some(false),
        claims_relationship: Some(true),
        same_for_all: Some(true),
        human_author: Some(false),
        signed_by_nonauthor: Some(true),
        answered_at: Some(on("2024-02-14")),
        opted_out: Some(true),
        complained: Some(false),
    };
    let letter = Touch { tactic: "newsletter".into(), channel: Some("email".into()), ..Touch::default() };
    let at = on("2024-02-13");
    assert_eq!(
        fixture(RecordKind::Touches).records,
        [
            record(2, "t1", at, "c1", Some("p1"), Body::Touch(card)),
            record(3, "t2", at, "c2", None, Body::Touch(letter)),
        ]
    );
}

#[test]
fn real_contacts_are_read_whole() {
    let counts = [("guest-stays", 27_864, 23_153, 175), ("bank-calls", 11_592, 3_780, 24)];
    for (folder, rows, customers, providers) in counts {
        let path =
            format!("{}/../../../shared/data/{folder}/interactions.csv.gz", env!("CARGO_MANIFEST_DIR"));
        if !is_here(&path) {
            continue;
        }
        let whole = read_path(&path, &Options::default());
        assert_eq!(whole.format, Format::Plain(RecordKind::Interactions));
        assert_eq!((whole.rows, whole.records.len() as u64), (rows, rows), "{:?}", whole.rejects.first());
        let met: HashSet<&str> = whole.records.iter().map(|record| record.customer.as_str()).collect();
        let served: HashSet<&str> =
            whole.records.iter().filter_map(|record| record.provider.as_deref()).collect();
        assert_eq!((met.len(), served.len()), (customers, providers), "{folder}");
    }
}
