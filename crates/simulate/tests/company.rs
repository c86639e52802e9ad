//! The simulated company: reproducible, complete, and true to its own truth.

use book::{Body, Day, FactId, Record, time::DAY_MICROS};
use simulate::{Company, FILE_NAMES, Noise, SOURCE, Scenario};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A firm large enough for shares to settle, simulated once.
static LARGE: LazyLock<Company> = LazyLock::new(|| {
    Company::simulate(&Scenario { customers: 1_500, noise: Noise::NONE, ..Scenario::trial() })
});

fn day(record: &Record) -> Day {
    Day(record.at.0.div_euclid(DAY_MICROS) as i32)
}

fn facts(company: &Company) -> impl Iterator<Item = &Record> {
    company.records.iter().filter(|record| record.body.kind().is_some())
}

/// Whose fact a record is; a delivery is its purchase's.
fn owners(company: &Company) -> HashMap<FactId, &str> {
    let mut owners: HashMap<FactId, &str> =
        facts(company).map(|record| (record.id, record.customer.as_str())).collect();
    for record in facts(company) {
        if let Body::Delivery(delivery) = &record.body {
            let owner = delivery.purchase.and_then(|purchase| owners.get(&purchase).copied());
            owners.insert(record.id, owner.unwrap_or("nobody"));
        }
    }
    owners
}

#[test]
fn the_same_seed_gives_the_same_company() {
    let company = Company::simulate(&Scenario::demo());
    assert_eq!(company, Company::simulate(&Scenario::demo()));
    let other = Company::simulate(&Scenario { seed: 7, ..Scenario::demo() });
    assert_ne!(company.records, other.records);
}

#[test]
fn a_new_customer_leaves_the_other_lives_alone() {
    let life = |customers: u32| {
        let company = Company::simulate(&Scenario { customers, ..Scenario::demo() });
        let mine = |record: &&Record| record.customer == "c-0005";
        let told: Vec<_> = facts(&company)
            .filter(mine)
            .filter(|record| !matches!(record.body, Body::Referral(_) | Body::Adaptation(_)))
            .map(|record| (record.at, record.provider.clone(), record.body.clone()))
            .collect();
        told
    };
    assert_eq!(life(40), life(80));
}

#[test]
fn every_kind_of_record_occurs_and_the_sizes_are_those_of_a_small_firm() {
    let company = Company::simulate(&Scenario::demo());
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for record in &company.records {
        let word = match &record.body {
            Body::Customer(_) => "customer",
            Body::Provider(_) => "provider",
            body => body.kind().unwrap().word(),
        };
        *counts.entry(word).or_default() += 1;
    }
    assert_eq!(counts.len(), 14, "{counts:?}");
    assert_eq!((counts["customer"], counts["provider"]), (320, 9));
    assert!(counts.values().all(|count| *count >= 9), "{counts:?}");
    assert!((3_000..8_000).contains(&counts["interaction"]), "{counts:?}");
}

#[test]
fn facts_lie_within_the_days_and_after_the_first_contact() {
    let company = Company::simulate(&Scenario::demo());
    let (truth, owners) = (&company.truth, owners(&company));
    let first: HashMap<&str, Day> =
        truth.customers.iter().map(|truth| (truth.customer.as_str(), truth.first_contact)).collect();
    for record in facts(&company) {
        assert!(day(record) >= truth.start_day && day(record) <= truth.end_day, "{record:?}");
        assert!(day(record) >= first[owners[&record.id]], "{record:?}");
        let later = match &record.body {
            Body::Promise(promise) => promise.closed_at,
            Body::Voice(voice) => voice.resolved_at,
            Body::Touch(touch) => touch.answered_at,
            Body::Benefit(benefit) => benefit.used_at,
            _ => None,
        };
        assert!(later.is_none_or(|at| at >= record.at && Day((at.0 / DAY_MICROS) as i32) <= truth.end_day));
    }
}

#[test]
fn ids_are_those_of_files_and_references_hold() {
    let company = Company::simulate(&Scenario::demo());
    let ids: HashSet<FactId> = facts(&company).map(|record| record.id).collect();
    assert_eq!(ids.len(), facts(&company).count());
    let customers: HashSet<&str> =
        company.truth.customers.iter().map(|truth| truth.customer.as_str()).collect();
    for record in facts(&company) {
        let kind = record.body.kind().unwrap();
        assert_eq!(record.id, FactId::of(SOURCE, kind, record.external_id.as_ref().unwrap()));
        let references = match &record.body {
            Body::Delivery(delivery) => vec![delivery.purchase],
            Body::Adaptation(adaptation) => vec![adaptation.knowledge, adaptation.interaction],
            Body::Referral(referral) => {
                assert!(customers.contains(referral.to_customer.as_str()));
                assert_ne!(referral.to_customer, record.customer);
                vec![]
            }
            _ => vec![],
        };
        assert!(references.iter().flatten().all(|id| ids.contains(id)), "{record:?}");
    }
}

/// Calls between two visits, which are no part of the rhythm.
fn is_between(purpose: &str) -> bool {
    purpose.starts_with("asks ")
        || matches!(purpose, "follow-up" | "question" | "moves an appointment" | "booking" | "next date")
}

/// A gap is an Erlang draw; only the open gap at the end is cut off, and closed days shift visits by one.
#[test]
fn the_rhythm_of_the_records_is_the_true_one() {
    let company = &*LARGE;
    let mut visits: HashMap<&str, Vec<Day>> = HashMap::new();
    for record in facts(company) {
        if let Body::Interaction(interaction) = &record.body
            && !is_between(interaction.purpose.as_deref().unwrap_or(""))
        {
            visits.entry(record.customer.as_str()).or_default().push(day(record));
        }
    }
    let mut scores = Vec::new();
    for truth in &company.truth.customers {
        let days = &visits[truth.customer.as_str()];
        if days.len() >= 10 {
            let gaps = (days.len() - 1) as f64;
            let mean = f64::from(days[days.len() - 1].days_since(days[0])) / gaps;
            // In standard errors of the mean of Erlang gaps.
            scores.push((mean / truth.gap_days - 1.0) * (gaps * f64::from(truth.regularity)).sqrt());
        }
    }
    let n = scores.len() as f64;
    let mean = scores.iter().sum::<f64>() / n;
    let variance = scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / n;
    assert!(n > 600.0 && mean.abs() < 0.2 && (0.85..1.15).contains(&variance), "{n} {mean} {variance}");
    assert!(scores.iter().all(|score| score.abs() < 5.0));
}

#[test]
fn the_truth_hangs_together() {
    let company = &*LARGE;
    let truth = &company.truth;
    assert_eq!(truth.customers.len(), 1_500);
    for customer in &truth.customers {
        assert_eq!(customer.is_alive, customer.left_after.is_none());
        assert!(customer.first_contact <= customer.last_contact);
        assert!(customer.last_contact <= truth.end_day);
        assert_eq!(customer.is_foundation_met, customer.delivery_success_rate >= 0.7);
        let recent = customer.pairs.iter().map(|pair| pair.contacts).sum::<u32>();
        assert_eq!(customer.kind_with_organization.is_some(), recent > 0);
        let closest = customer.pairs.iter().filter(|pair| pair.kind == simulate::Kind::Relationship).count();
        assert!(closest <= 1, "most contacts are with one person at most");
    }
    for kind in simulate::Kind::ALL {
        let is = |customer: &&simulate::CustomerTruth| {
            customer.kind_with_organization == Some(kind)
                || customer.usual_provider().is_some_and(|pair| pair.kind == kind)
        };
        assert!(truth.customers.iter().filter(is).count() > 60, "{kind:?}");
    }
    let left = truth.customers.iter().filter(|customer| !customer.is_alive).count();
    assert!((300..1_200).contains(&left), "{left}");
    assert_eq!(serde_json::to_value(truth).unwrap()["customers"][0]["customer"], "c-0001");
}

/// Nobody who said no is written to or rung up afterwards.
#[test]
fn a_no_is_respected() {
    let company = &*LARGE;
    let mut no: HashMap<&str, book::Timestamp> = HashMap::new();
    for record in facts(company) {
        if let Body::Permission(permission) = &record.body
            && permission.state == Some(book::PermissionState::Refused)
            && permission.channel == "all"
        {
            no.insert(record.customer.as_str(), record.at);
        }
    }
    assert!(no.len() > 5);
    for record in facts(company).filter(|record| matches!(record.body, Body::Touch(_))) {
        assert!(no.get(record.customer.as_str()).is_none_or(|at| record.at <= *at), "{record:?}");
    }
}

#[test]
fn the_files_hold_every_record_once() {
    let company = Company::simulate(&Scenario { customers: 60, ..Scenario::demo() });
    let folder = tempfile::tempdir().unwrap();
    company.write_csv(folder.path()).unwrap();
    let mut rows = 0;
    for name in FILE_NAMES {
        let mut reader = csv::Reader::from_path(folder.path().join(name)).unwrap();
        rows += reader.records().map(Result::unwrap).count();
    }
    assert_eq!(rows, company.records.len());
    let absent = company.write_csv(&folder.path().join("absent")).unwrap_err().to_string();
    assert!(absent.contains("providers.csv") && absent.contains("choose a folder"), "{absent}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    /// Whatever the scenario: every customer comes at least once, within the days, and ids never clash.
    #[test]
    fn any_scenario_is_lived_through(
        seed: u64,
        customers in 1_u32..40,
        days in 1_u32..900,
        end in 0_i32..40_000,
    ) {
        let scenario = Scenario { seed, customers, days, end_day: Day(end), ..Scenario::demo() };
        let company = Company::simulate(&scenario);
        proptest::prop_assert_eq!(company.truth.customers.len(), customers as usize);
        for truth in &company.truth.customers {
            proptest::prop_assert!(truth.contacts > 0, "{:?}", truth);
        }
        let ids: HashSet<FactId> = facts(&company).map(|record| record.id).collect();
        proptest::prop_assert_eq!(ids.len(), facts(&company).count());
        for record in facts(&company) {
            let within = day(record) >= company.truth.start_day && day(record) <= company.truth.end_day;
            proptest::prop_assert!(within, "{:?}", record);
        }
    }
}
