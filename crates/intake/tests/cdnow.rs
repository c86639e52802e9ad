//! The CDNOW files as Fader and Hardie distribute them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use book::{Body, Currency, Purchase};
use common::{Whole, is_here, read_path, read_text};
use intake::{Format, Options};
use std::collections::HashSet;

fn real(name: &str) -> Option<Whole> {
    let path = format!("{}/../../../shared/data/cdnow/{name}", env!("CARGO_MANIFEST_DIR"));
    is_here(&path).then(|| read_path(&path, &Options::default()))
}

fn totals(whole: &Whole) -> (usize, i64, u64) {
    let customers: HashSet<&str> = whole.records.iter().map(|record| record.customer.as_str()).collect();
    let purchases = whole.records.iter().map(|record| match &record.body {
        Body::Purchase(purchase) => purchase,
        other => panic!("{other:?}"),
    });
    let units: f64 = purchases.clone().filter_map(|purchase| purchase.quantity).sum();
    (customers.len(), purchases.map(|purchase| purchase.amount_minor).sum(), units as u64)
}

#[test]
fn the_whole_cohort_and_its_sample_are_read() {
    // Counted with awk: rows, customers, cents, CDs.
    let files = [
        ("CDNOW_master.txt", 69_659, (23_570, 250_031_563, 167_881)),
        ("CDNOW_sample.txt", 6_919, (2_357, 24_409_194, 16_479)),
    ];
    for (name, rows, expected) in files {
        let Some(whole) = real(name) else { continue };
        assert_eq!(whole.format, Format::Cdnow);
        assert_eq!(whole.rows, rows);
        assert!(whole.rejects.is_empty(), "{:?}", whole.rejects.first());
        assert_eq!(totals(&whole), expected, "{name}");
        let ids: HashSet<u64> = whole.records.iter().map(|record| record.id.0).collect();
        assert_eq!(ids.len(), whole.records.len(), "equal rows are told apart");
    }
}

#[test]
fn rows_are_read_with_and_without_a_header() {
    let header = " customer_id  date number_of_cds  dollar_value\r\n";
    let row = " 00001 19970101  1   11.77\r\n\r\n 00002 19970112  5   77.00\r\n";
    let bare = read_text("x.txt", row);
    let headed = read_text("x.txt", &format!("{header}{row}"));
    assert_eq!((bare.rows, headed.rows), (2, 2));
    assert_eq!(bare.records[1].id, headed.records[1].id);
    assert_eq!((bare.records[1].line, headed.records[1].line), (3, 4));
    let expected = Purchase {
        amount_minor: 1177,
        currency: Currency::parse("USD"),
        quantity: Some(1.0),
        ..Purchase::default()
    };
    assert_eq!(bare.records[0].body, Body::Purchase(expected));
    assert_eq!(bare.records[0].external_id, None);
}

#[test]
fn bad_rows_are_named() {
    let good = " 00001 19970101  1   11.77\n";
    let bad = [
        ("1 2", "row"),
        ("1 2 3 4 5 6", "row"),
        ("1 19970132 1 1.00", "date"),
        ("1 00010101 1 1.00", "date"),
        ("1 19970101 -1 1.00", "units"),
        ("1 19970101 1 -1.00", "dollars"),
        ("1 19970101 1 99999999999999999.00", "dollars"),
        ("\"1 19970101 1 1.00", "row"),
    ];
    for (row, field) in bad {
        let whole = read_text("x.txt", &format!("{good}{row}\n{good}"));
        assert_eq!((whole.rows, whole.records.len(), whole.rejects.len()), (3, 2, 1), "{row}");
        assert_eq!((whole.rejects[0].line, whole.rejects[0].field.as_str()), (2, field), "{row}");
    }
}
