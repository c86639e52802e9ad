//! Importing with the real binary: nothing lost, nothing twice, every fault named.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

mod common;

use common::Desk;

const PURCHASES: &str = "id,at,customer,amount,currency,colour\n\
    1,2026-01-05,ana,12.50,EUR,blue\n\
    2,2026-02-30,ana,12.50,EUR,\n\
    3,2026-02-03,ben,twelve,EUR,\n\
    4,2026-02-04T10:00:00Z,ben,7,EUR,red\n";

#[test]
fn bad_rows_are_named_and_the_rest_goes_in() {
    let desk = Desk::new();
    desk.write("purchases.csv", PURCHASES);
    let summary = desk.run(&["import", "purchases.csv", "--json"]).code(3).json();
    assert_eq!(summary["rows"], 4);
    assert_eq!(summary["facts_new"], 2);
    assert_eq!(summary["rejected"], 2);
    assert_eq!(summary["conflicts"], 0);
    assert_eq!(summary["files"][0]["extra_columns"][0], "colour");
    insta::assert_snapshot!("rejects", desk.read("purchases.csv.rejects.csv"));
    assert_eq!(desk.run(&["check", "--json"]).code(0).json()["clean"], true);
}

#[test]
fn the_same_records_again_change_nothing_and_others_under_their_ids_are_conflicts() {
    let desk = Desk::new();
    desk.write("purchases.csv", "id,at,customer,amount\n1,2026-01-05,ana,12.50\n2,2026-01-06,ben,3\n");
    assert_eq!(desk.run(&["import", "purchases.csv", "--json"]).code(0).json()["facts_new"], 2);
    let again = desk.run(&["import", "purchases.csv", "--json"]).code(0).json();
    assert_eq!((&again["facts_new"], &again["facts_same"]), (&0.into(), &2.into()));
    desk.write("purchases.csv", "id,at,customer,amount\n1,2026-01-05,ana,99\n2,2026-01-06,ben,3\n");
    let changed = desk.run(&["import", "purchases.csv", "--json"]).code(3).json();
    assert_eq!((&changed["conflicts"], &changed["facts_same"]), (&1.into(), &1.into()));
    assert!(changed["files"][0]["conflicts_named"][0].as_str().unwrap().contains("line 2: purchase/1"));
    let spent =
        |desk: &Desk| desk.run(&["person", "ana", "--json"]).json()["purchases"][0]["amount_minor"].clone();
    assert_eq!(spent(&desk), 1250);
    desk.run(&["import", "purchases.csv", "--update"]).code(0);
    assert_eq!(spent(&desk), 9900);
}

#[test]
fn a_company_of_all_fourteen_files_is_the_same_book_in_any_order() {
    let desk = Desk::with_company();
    let whole = desk.run(&["import", "company", "--json", "--book", "whole.db"]).code(0).json();
    assert_eq!(whole["files"].as_array().unwrap().len(), 14);
    let mut names: Vec<String> = whole["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["file"].as_str().unwrap().to_owned())
        .collect();
    names.reverse();
    for name in &names {
        desk.run(&["import", name, "--book", "pieces.db", "--batch-rows", "500"]).code(0);
    }
    let judged = |book: &str| {
        let mut lines: Vec<String> = desk
            .run(&["judge", "--json", "--as-of", "2026-11-20", "--book", book])
            .code(0)
            .out
            .lines()
            .map(str::to_owned)
            .collect();
        lines.sort();
        lines
    };
    let (whole, pieces) = (judged("whole.db"), judged("pieces.db"));
    assert!(whole.len() > 5_000);
    let other = whole.iter().zip(&pieces).find(|(whole, pieces)| whole != pieces);
    assert!(other.is_none(), "the order of import changed a judgement: {other:#?}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = Desk::new();
    desk.write("purchases.csv", PURCHASES);
    let summary = desk.run(&["import", "purchases.csv", "--dry-run", "--json"]).code(3).json();
    assert_eq!((&summary["rows"], &summary["rejected"]), (&4.into(), &2.into()));
    assert!(!desk.path("steadfast.db").exists());
    assert!(!desk.path("purchases.csv.rejects.csv").exists());
}

#[test]
fn an_unknown_file_is_explained_and_a_mapping_is_drafted() {
    let desk = Desk::new();
    desk.write("till.csv", "Kunde;Datum;Summe\n77;03.02.2026;12,50\n78;04.02.2026;8,00\n");
    let refused = desk.run(&["import", "till.csv"]).code(1);
    assert!(refused.err.contains("till.csv") && refused.err.contains("--map"), "{}", refused.err);
    let drafted = desk.run(&["import", "till.csv", "--map", "till.toml"]).code(0);
    assert!(drafted.out.contains("Nothing was imported"));
    assert!(desk.read("till.toml").contains("[columns]"));
    desk.write(
        "till.toml",
        "[source]\nname = \"till\"\nkind = \"purchases\"\ndate_format = \"%d.%m.%Y\"\ndecimal_comma = true\n\
         currency = \"EUR\"\n[columns]\ncustomer = \"Kunde\"\nat = \"Datum\"\namount = \"Summe\"\n",
    );
    let summary = desk.run(&["import", "till.csv", "--map", "till.toml", "--json"]).code(0).json();
    assert_eq!(summary["facts_new"], 2);
    let again = desk.run(&["import", "till.csv", "--map", "till.toml", "--json"]).code(0).json();
    assert_eq!(again["facts_same"], 2);
}

#[test]
fn errors_name_the_place_and_the_way_out() {
    let desk = Desk::new();
    let absent = desk.run(&["agenda"]).code(1);
    assert!(absent.err.contains("steadfast.db"), "{}", absent.err);
    desk.write("steadfast.db", "not a book at all, and long enough to be read as a file of some other kind");
    let other = desk.run(&["check"]).code(1);
    assert!(other.err.contains("steadfast.db") && !other.err.contains("panicked"), "{}", other.err);
    let missing = desk.run(&["import", "nothing.csv", "--book", "new.db"]).code(1);
    assert!(missing.err.contains("nothing.csv"), "{}", missing.err);
    assert_eq!(desk.run(&["agenda", "--as-of", "yesterday"]).code, 2);
}
