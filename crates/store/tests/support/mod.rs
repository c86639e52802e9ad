//! Records of an invented shop: every kind of fact, some with ids and some without, parties named before and
//! after their profiles, deliveries before and after their purchases.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(dead_code, reason = "each test file uses its part")]

pub mod work;

use book::record::*;
use book::*;

pub const SOURCE: &str = "shop";

/// Steele, Lea and Flood (2014): SplitMix64.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    pub fn chance(&mut self, in_ten: usize) -> bool {
        self.below(10) < in_ten
    }
    pub fn maybe<T>(&mut self, value: T) -> Option<T> {
        self.chance(5).then_some(value)
    }
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            list.swap(place, self.below(place + 1));
        }
    }
}

/// `count` records, each decided by `seed` and its place alone. None says the same id twice.
pub fn records(seed: u64, count: usize) -> Vec<Record> {
    (0..count).map(|place| record(seed, place, count)).collect()
}

fn record(seed: u64, place: usize, count: usize) -> Record {
    let mut random = Random(seed ^ (place as u64).wrapping_mul(0xd134_2543_de82_ef95));
    let customers = count / 8 + 1;
    if place < customers / 2 {
        return profile(&mut random, place);
    }
    let at = Timestamp(1_700_000_000_000_000 + random.below(1_000_000) as i64 * 1_000_000);
    let body = body(&mut random, at, count);
    let kind = body.kind().unwrap();
    let is_delivery = kind == FactKind::Delivery;
    let customer = if is_delivery {
        Text::default()
    } else {
        Text::from(format!("customer {}", random.below(customers)))
    };
    let external_id = (kind == FactKind::Purchase || random.chance(8)).then(|| Text::from(place.to_string()));
    let number = random.below(5);
    let provider = random.maybe(format!("provider {number}").into());
    let extras = random.chance(1).then(|| Box::from(format!("{{\"till\":\"{}\"}}", random.below(9))));
    let mut record =
        Record { line: place as u64 + 2, id: FactId(0), external_id, at, customer, provider, body, extras };
    record.id = match &record.external_id {
        Some(external_id) => FactId::of(SOURCE, kind, external_id),
        None => FactId::of_content(SOURCE, kind, record.content_hash(), place as u32),
    };
    record
}

fn profile(random: &mut Random, place: usize) -> Record {
    let (line, id, at) = (place as u64 + 2, FactId(0), Timestamp(0));
    let record = |customer: Text, provider, body| Record {
        line,
        id,
        external_id: None,
        at,
        customer,
        provider,
        body,
        extras: None,
    };
    if place < 3 {
        let profile = ProviderProfile {
            name: Some(format!("Person {place}").into()),
            started_on: random.maybe(Day(15_000)),
            minutes_per_week: random.maybe(600),
            ..ProviderProfile::default()
        };
        return record(Text::default(), Some(format!("provider {place}").into()), Body::Provider(profile));
    }
    let number = random.below(8);
    let profile = CustomerProfile {
        kind: random.maybe(PartyKind::Organization),
        name: Some(format!("Näme {place}").into()),
        email: random.maybe(format!("c{place}@example.org").into()),
        since: random.maybe(Day(14_000)),
        assigned_to: random.maybe(format!("provider {number}").into()),
        ..CustomerProfile::default()
    };
    record(format!("customer {place}").into(), None, Body::Customer(profile))
}

fn body(random: &mut Random, at: Timestamp, count: usize) -> Body {
    let later = Timestamp(at.0 + 86_400_000_000);
    let quantity = 0.1 + random.below(9) as f64;
    match random.below(16) {
        0 | 1 => Body::Interaction(Interaction {
            initiated_by: random.maybe(Initiator::Us),
            two_way: random.maybe(true),
            channel: random.maybe("phone".into()),
            minutes: random.maybe(-0.0),
            purpose: random.maybe("a purpose that is longer than what fits inline".into()),
            ..Interaction::default()
        }),
        2 | 3 => Body::Delivery(Delivery {
            // Some name a purchase that never comes.
            purchase: Some(FactId::of(SOURCE, FactKind::Purchase, &random.below(count).to_string())),
            got_it: random.maybe(true),
            easy: random.maybe(false),
            ..Delivery::default()
        }),
        4 => Body::Voice(Voice {
            kind: Some(VoiceKind::Complaint),
            severity: random.maybe(3),
            resolved_at: random.maybe(later),
            text: random.maybe("".into()),
            ..Voice::default()
        }),
        5 => Body::Promise(Promise {
            what: "call back".into(),
            by: random.maybe(Promisor::Organization),
            due_at: random.maybe(later),
            outcome: random.maybe(PromiseOutcome::Late),
            ..Promise::default()
        }),
        6 => Body::Knowledge(Knowledge {
            kind: "family".into(),
            text: "two children; ' \" quoted".into(),
            origin: random.maybe(Origin::Observed),
            expires_at: None,
        }),
        7 => Body::Adaptation(Adaptation { knowledge: random.maybe(FactId(7)), interaction: None }),
        8 => Body::Wish(Wish {
            named_provider: Some(format!("provider {}", random.below(9)).into()),
            ..Wish::default()
        }),
        9 => Body::Referral(Referral {
            to_customer: format!("newcomer {}", random.below(50)).into(),
            rewarded: random.maybe(false),
        }),
        10 => Body::Benefit(Benefit { level: random.maybe(BondLevel::Social), ..Benefit::default() }),
        11 => {
            Body::Permission(Permission { state: Some(PermissionState::SoftOptIn), ..Permission::default() })
        }
        12 => {
            Body::Touch(Touch { tactic: "mailing".into(), opted_out: random.maybe(true), ..Touch::default() })
        }
        _ => Body::Purchase(Purchase {
            amount_minor: random.below(10_000) as i64,
            currency: random.maybe(Currency::parse("SEK").unwrap()),
            cost_minor: random.maybe(-5),
            quantity: random.maybe(quantity),
            product: random.maybe("søap".into()),
            returned: random.maybe(true),
            ..Purchase::default()
        }),
    }
}

/// Point reads and one full pass must tell the same of everybody.
#[track_caller]
pub fn reads_agree(book: &store::Book) {
    let mut passed = Vec::new();
    book.histories(1..=u32::MAX, |history| passed.push(history.clone())).unwrap();
    for history in &passed {
        assert_eq!(book.history(history.customer.id).unwrap().as_ref(), Some(history));
        assert_eq!(book.customer(history.customer.id).unwrap().as_ref(), Some(&history.customer));
    }
    let mut parallel: Vec<History> = book
        .for_each_history_parallel(2, Vec::new, |seen: &mut Vec<History>, history| seen.push(history.clone()))
        .unwrap()
        .concat();
    parallel.sort_by_key(|history| history.customer.id);
    assert_eq!(parallel, passed);
    let mut customers = Vec::new();
    book.for_each_customer(|customer| customers.push(customer)).unwrap();
    assert_eq!(customers, passed.iter().map(|history| history.customer.clone()).collect::<Vec<_>>());
    assert_eq!(book.customer_count().unwrap(), passed.len() as u64);
}
