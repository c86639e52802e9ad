//! The real file: 525,461 invoice lines. The numbers were counted by an independent program.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use book::{Body, Purchase, Record};
use common::{is_here, read_path};
use intake::{Format, Options};
use std::collections::HashSet;

const FILE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/online-retail/online_retail_2009_2010.csv.gz");

#[test]
fn every_line_of_the_real_file_is_accounted_for() {
    if !is_here(FILE) {
        return;
    }
    let whole = read_path(FILE, &Options::default());
    assert_eq!(whole.format, Format::OnlineRetail);
    assert_eq!(whole.rows, 525_461);
    assert!(whole.rejects.is_empty(), "{:?}", whole.rejects.first());
    assert_eq!(whole.skipped["no customer"], 107_924);
    assert_eq!(whole.skipped["adjustment of accounts"], 3);
    assert_eq!(whole.skipped["adjustment, test or bank charge"], 106);
    assert_eq!(whole.skipped.len(), 3);
    let customers: HashSet<&str> = whole.records.iter().map(|record| record.customer.as_str()).collect();
    assert_eq!(customers.len(), 4383);

    let (mut bought, mut returned) = (Tally::default(), Tally::default());
    for record in &whole.records {
        match &record.body {
            Body::Purchase(purchase) if purchase.returned == Some(true) => returned.add(record, purchase),
            Body::Purchase(purchase) => bought.add(record, purchase),
            other => assert_eq!(other.kind(), None),
        }
    }
    // 23,587 invoices name a customer; 106 of them (one line each) are adjustments, tests and bank charges.
    assert_eq!((bought.invoices, returned.invoices), (19_148, 4_333));
    assert_eq!((bought.minor, returned.minor), (882_720_769, 48_215_180));
    assert_eq!(bought.customers.len(), 4302);
    let lines: u64 = whole.rows_in_records;
    assert_eq!(lines, 525_461 - 107_924 - 3 - 106);
}

/// Invoices, their amounts and their customers.
#[derive(Default)]
struct Tally<'a> {
    invoices: u64,
    minor: i64,
    customers: HashSet<&'a str>,
}

impl<'a> Tally<'a> {
    fn add(&mut self, record: &'a Record, purchase: &Purchase) {
        self.invoices += 1;
        self.minor += purchase.amount_minor;
        self.customers.insert(&record.customer);
    }
}
