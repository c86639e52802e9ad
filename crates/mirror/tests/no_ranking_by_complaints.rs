//! Nobody is ranked by fewest complaints: who hears complaints from those they serve is trusted with them.
//!
//! What this proves: no line of this room that puts things in order, or picks the most or the least of them,
//! names a count of complaints, harm, issues or opt-outs, neither on that line nor in the closure that
//! follows; and no type that holds such a count derives an order. What it does not prove: that no room above
//! sorts what it gets from here.

#![allow(clippy::unwrap_used, reason = "a failed test says where")]

use std::path::{Path, PathBuf};

/// What puts things in order.
const ORDERS: [&str; 8] =
    ["sort", "max_by", "min_by", ".cmp(", "partial_cmp", "total_cmp", "is_sorted", "Reverse("];
/// Names under which this room counts what went wrong between people.
const COUNTS: [&str; 6] =
    ["complain", "harm", "opted_out", "open_issues", "opt_outs", "VoiceKind::Complaint"];
/// Lines of a closure that are read together with the call.
const CLOSURE_LINES: usize = 4;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Places where something is ordered by a count of what went wrong.
fn offences(source: &str) -> Vec<usize> {
    let lines: Vec<&str> = source.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
    let names_a_count = |text: &str| COUNTS.iter().any(|count| text.contains(count));
    let mut found = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let orders = ORDERS.iter().any(|order| line.contains(order));
        let closure = lines[place..].iter().take(if line.trim_end().ends_with(['{', '(', '|']) {
            CLOSURE_LINES
        } else {
            1
        });
        if orders && closure.into_iter().any(|line| names_a_count(line)) {
            found.push(place + 1);
        }
        if line.contains("#[derive(") && line.contains("Ord") {
            let body = lines[place + 1..].iter().take_while(|line| !line.starts_with('}'));
            let fields = body.filter(|line| line.contains(": u"));
            found.extend(fields.into_iter().any(|line| names_a_count(line)).then_some(place + 1));
        }
    }
    found
}

#[test]
fn no_order_here_is_by_complaints() {
    let mut paths = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut paths);
    assert!(paths.len() > 20, "the sources were not found");
    let mut counted = 0;
    for path in paths {
        let source = std::fs::read_to_string(&path).unwrap();
        counted += COUNTS.iter().filter(|count| source.contains(**count)).count();
        assert_eq!(offences(&source), Vec::<usize>::new(), "{} orders by what went wrong", path.display());
    }
    assert!(counted > 3, "the counts are called something else now: name them here");
}

#[test]
fn the_test_can_fail() {
    assert_eq!(offences("providers.sort_by_key(|one| one.complaints);"), [1]);
    assert_eq!(offences("all.sort_by(|a, b| {\n    a.harm.cmp(&b.harm)\n});"), [1, 2]);
    assert_eq!(offences("#[derive(Debug, PartialOrd, Ord)]\nstruct Tally {\n    harm: u64,\n}"), [1]);
    assert_eq!(offences("all.sort(); // by complaints"), Vec::<usize>::new());
    assert_eq!(offences("let harm = tally.harm;\nall.sort();"), Vec::<usize>::new());
}
