//! Judging with the real binary: the contract of every judgement, and the pages as a person reads them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

mod common;

use common::Desk;
use serde_json::Value;
use std::collections::BTreeMap;

const DAY: &str = "2026-11-20";

fn company() -> Desk {
    let desk = Desk::with_company();
    desk.run(&["import", "company", "--currency", "USD"]).code(0);
    desk
}

#[test]
fn every_judgement_keeps_the_contract() {
    let desk = company();
    let outcomes = ["not_assessed", "not_enough_evidence", "undetermined", "assessed"];
    let fields = [
        "customer",
        "provider",
        "judgement",
        "as_of",
        "rule_version",
        "outcome",
        "value",
        "estimate",
        "low",
        "high",
        "evidence_count",
        "last_evidence_at",
        "facts",
        "sentence",
        "would_change",
        "caveat",
    ];
    for line in desk.run(&["judge", "--json", "--as-of", DAY]).code(0).lines() {
        for field in fields {
            assert!(line.get(field).is_some(), "{field} is absent from {line}");
        }
        assert!(outcomes.contains(&line["outcome"].as_str().unwrap()), "{line}");
        assert_eq!(line["as_of"], DAY);
        assert!(line["sentence"].as_str().unwrap().len() > 10, "{line}");
        assert!(line["would_change"].as_str().unwrap().len() > 5, "{line}");
        assert!(!line["sentence"].as_str().unwrap().contains(['!', '{', '_']), "{line}");
        if line["outcome"] == "not_assessed" {
            assert!(line["value"].is_null() && line["estimate"].is_null(), "{line}");
        }
        if let (Some(low), Some(high)) = (line["low"].as_f64(), line["high"].as_f64()) {
            assert!(low <= high, "{line}");
        }
        assert_eq!(
            line["evidence_count"].as_u64().unwrap() as usize,
            line["facts"].as_array().unwrap().len()
        );
    }
}

/// The values that lists keep are those that the judgements carry.
#[test]
fn the_counts_are_those_of_the_sentences() {
    let desk = company();
    let mut said: BTreeMap<(String, String), u64> = BTreeMap::new();
    for line in desk.run(&["judge", "--json", "--as-of", DAY]).lines() {
        let counted = [
            "contact_rhythm",
            "purchase_rhythm",
            "foundation_gate",
            "rung",
            "three_part_test",
            "initiative",
            "velocity",
            "decline",
            "accumulating_load",
        ];
        let kind = line["judgement"].as_str().unwrap();
        if counted.contains(&kind) && line["outcome"] == "assessed" {
            let value = line["value"].as_str().unwrap().replace('_', " ");
            *said.entry((kind.replace('_', " "), value)).or_default() += 1;
        }
    }
    let page = desk.run(&["judge", "--as-of", DAY]).code(0).out;
    for ((kind, value), count) in said {
        let part =
            page.split(&format!("\n  {kind}\n")).nth(1).unwrap_or_else(|| panic!("{kind} is not counted"));
        let mut rows = part.lines().take_while(|line| line.starts_with("    "));
        let found = rows.find_map(|row| {
            let (number, said) = row.trim().split_once("  ")?;
            (said == value).then(|| number.to_owned())
        });
        assert_eq!(found, Some(count.to_string()), "{kind}: {value}\n{page}");
    }
}

#[test]
fn the_pages_read_as_they_should() {
    let desk = company();
    let agenda = desk.run(&["agenda", "--as-of", DAY, "--provider", "ben"]).code(0).out;
    insta::assert_snapshot!("agenda_of_ben", agenda);
    let document = desk.run(&["agenda", "--as-of", DAY, "--provider", "ben", "--json"]).code(0).json();
    let first = document["entries"][0]["person"]["customer"].as_str().unwrap().to_owned();
    insta::assert_snapshot!("first_person_of_ben", desk.run(&["person", &first, "--as-of", DAY]).code(0).out);
    insta::assert_snapshot!("judge_counts", desk.run(&["judge", "--as-of", DAY]).code(0).out);
}

#[test]
fn the_mirror_says_what_the_business_does() {
    let desk = company();
    let page = desk.run(&["mirror", "--as-of", DAY]).code(0).out;
    assert_eq!(page, desk.run(&["mirror", "--as-of", DAY]).code(0).out);
    insta::assert_snapshot!("mirror", page);
    let document = desk.run(&["mirror", "--as-of", DAY, "--json"]).code(0).json();
    assert_eq!((&document["as_of"], &document["simulated"]), (&DAY.into(), &false.into()));
    let findings = document["findings"].as_array().unwrap();
    for finding in findings {
        let sentence = finding["sentence"].as_str().unwrap();
        assert!(sentence.len() > 10 && !sentence.contains(['!', '{', '_']), "{finding}");
        assert!(finding["would_change"].as_str().unwrap().len() > 5, "{finding}");
        if let (Some(low), Some(high)) = (finding["low"].as_f64(), finding["high"].as_f64()) {
            assert!(low <= high, "{finding}");
        }
    }
    assert!(findings.iter().all(|finding| finding["judgement"] != "effect"), "nothing was suggested");
}

/// What was suggested 91 days ago, and held back, is compared by what people bought since.
#[test]
fn suggestions_are_compared_when_their_days_are_over() {
    let desk = company();
    let (then, soon) = ("2026-08-14", "2026-09-01");
    desk.run(&["agenda", "--as-of", then]).code(0);
    let effects = |day: &str| -> Vec<Value> {
        let document = desk.run(&["mirror", "--as-of", day, "--json"]).code(0).json();
        let findings = document["findings"].as_array().unwrap().clone();
        findings.into_iter().filter(|finding| finding["judgement"] == "effect").collect()
    };
    let (waiting, over) = (effects(soon), effects(DAY));
    assert!(!waiting.is_empty() && waiting.len() == over.len());
    let count = |finding: &Value, name: &str| -> u64 {
        let counts = finding["counts"].as_array().unwrap().iter();
        counts.filter(|count| count["name"] == name).map(|count| count["count"].as_u64().unwrap()).sum()
    };
    for (before, after) in waiting.iter().zip(&over) {
        assert_eq!(before["outcome"], "not_enough_evidence", "{before}");
        let people = count(after, "treated") + count(after, "held_out");
        assert_eq!(count(before, "waiting"), people, "{before} {after}");
    }
    assert!(over.iter().any(|finding| count(finding, "held_out") > 0), "{over:?}");
}

#[test]
fn the_day_is_the_same_every_time_and_its_arms_are_recorded() {
    let desk = company();
    let day = || desk.run(&["agenda", "--as-of", DAY, "--json"]).code(0).out;
    let first = day();
    assert_eq!(first, day());
    let document: Value = serde_json::from_str(&first).unwrap();
    let held_out: u64 = document["agendas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| day["held_out_count"].as_u64().unwrap())
        .sum();
    assert!(held_out > 0, "nothing was held out: effects could never be measured");
    for day in document["agendas"].as_array().unwrap() {
        for entry in day["entries"].as_array().unwrap() {
            let is_duty = ["promise", "open_issue", "check_back"].contains(&entry["act"].as_str().unwrap());
            assert!(!is_duty || entry["arm"].is_null(), "a duty has no arm: {entry}");
        }
    }
}

#[test]
fn somebody_unknown_or_doubtful_is_asked_about() {
    let desk = company();
    let nobody = desk.run(&["person", "zzz"]).code(1);
    assert!(nobody.err.contains("nobody called \"zzz\""), "{}", nobody.err);
    let several = desk.run(&["person", "a"]).code(1);
    assert!(several.err.contains("name one by id"), "{}", several.err);
    let unknown = desk.run(&["judge", "--kind", "charm"]).code(1);
    assert!(unknown.err.contains("expected one of relationship_kind"), "{}", unknown.err);
}

#[test]
fn the_demo_says_that_it_is_simulated() {
    let desk = Desk::new();
    let page = desk.run(&["demo", "--as-of", DAY]).code(0).out;
    assert!(page.starts_with("SIMULATED DATA"), "{page}");
    assert!(page.contains("That is everyone for today."), "{page}");
    assert!(!desk.path("steadfast.db").exists(), "the demo leaves nothing behind");
    assert_eq!(desk.run(&["demo", "--as-of", DAY, "--json"]).code(0).json()["simulated"], true);
    let kept = desk.run(&["demo", "--as-of", DAY, "--keep", "--book", "kept.db"]).code(0);
    assert!(kept.out.contains("kept.db"));
    assert_eq!(
        desk.run(&["agenda", "--as-of", DAY, "--book", "kept.db", "--json"]).code(0).json()["simulated"],
        true
    );
}
