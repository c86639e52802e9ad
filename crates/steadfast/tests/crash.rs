//! `kill -9` at random points of an import: no acknowledged row is lost, none is there twice.
//!
//! Ten kills in the suite; `STEADFAST_KILLS=200 cargo test -p steadfast --test crash` for more.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

mod common;

use common::Desk;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const ROWS: u64 = 40_000;
const BATCH: &str = "1000";

/// A file of purchases of 4,000 customers, without ids of their own and with some equal rows.
fn purchases() -> String {
    let mut text = String::from("id,at,customer,amount,provider\n");
    for row in 0..ROWS {
        let customer = row * 7_919 % 4_000;
        let (month, day) = (row % 12 + 1, row % 28 + 1);
        let _ = writeln!(
            text,
            "{row},2025-{month:02}-{day:02},c{customer},{}.{:02},p{}",
            row % 90,
            row % 100,
            customer % 7
        );
    }
    text
}

/// Starts an import and kills it after the given number of durable batches; returns the rows it acknowledged.
fn import_and_kill(desk: &Desk, batches: u64) -> u64 {
    let arguments = ["import", "purchases.csv", "--batch-rows", BATCH, "--progress", "plain"];
    let mut child = desk.command(&arguments).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut acknowledged = 0;
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    for line in lines.map_while(Result::ok).take(batches as usize) {
        let rows = line.strip_prefix("durable rows=").and_then(|rest| rest.split(' ').next());
        acknowledged = rows.unwrap_or_else(|| panic!("{line}")).parse().unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    acknowledged
}

/// Facts in the book, found by importing the first `rows` rows again into a copy: all must be known already.
fn known_of(desk: &Desk, rows: u64) -> u64 {
    let text = desk.read("purchases.csv");
    let head: Vec<&str> = text.lines().take(1 + rows as usize).collect();
    desk.write("acknowledged.csv", &head.join("\n"));
    std::fs::copy(desk.path("steadfast.db"), desk.path("copy.db")).unwrap();
    if desk.path("steadfast.db-wal").exists() {
        std::fs::copy(desk.path("steadfast.db-wal"), desk.path("copy.db-wal")).unwrap();
    }
    let arguments = ["import", "acknowledged.csv", "--format", "purchases", "--book", "copy.db", "--json"];
    let known = desk.run(&arguments).code(0).json()["facts_same"].as_u64().unwrap();
    for name in ["copy.db", "copy.db-wal", "copy.db-shm"] {
        let _ = std::fs::remove_file(desk.path(name));
    }
    known
}

#[test]
fn a_killed_import_loses_nothing_that_was_acknowledged() {
    let kills = std::env::var_os("STEADFAST_KILLS").and_then(|n| n.to_str()?.parse().ok()).unwrap_or(10_u64);
    let desk = Desk::new();
    desk.write("purchases.csv", &purchases());
    let mut state = 20_261_122_u64;
    for kill in 0..kills {
        // A linear congruential generator (Knuth's MMIX constants): the same points in every run.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if kill % 10 == 0 {
            for name in ["steadfast.db", "steadfast.db-wal", "steadfast.db-shm"] {
                let _ = std::fs::remove_file(desk.path(name));
            }
        }
        let acknowledged = import_and_kill(&desk, (state >> 33) % 30);
        if !desk.path("steadfast.db").exists() {
            continue;
        }
        let check = desk.run(&["check", "--json"]);
        assert!(check.code == 0, "kill {kill}: {}{}", check.out, check.err);
        assert_eq!(known_of(&desk, acknowledged), acknowledged, "kill {kill}");
    }
    let finished = desk.run(&["import", "purchases.csv", "--json"]).code(0).json();
    let sum = |name: &str| finished[name].as_u64().unwrap();
    assert_eq!(sum("facts_new") + sum("facts_same"), ROWS);
    let undisturbed = desk.run(&["import", "purchases.csv", "--json", "--book", "undisturbed.db"]);
    assert_eq!(undisturbed.code(0).json()["facts_new"], ROWS);
    let judged = |book: &str| {
        let run = desk.run(&[
            "judge",
            "--json",
            "--as-of",
            "2026-01-01",
            "--kind",
            "purchase_rhythm",
            "--book",
            book,
        ]);
        let mut lines: Vec<String> = run.code(0).out.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert!(judged("steadfast.db") == judged("undisturbed.db"), "the book differs from an undisturbed one");
    desk.run(&["check"]).code(0);
}
