//! Mapped files: ids, words, zones, amounts, and a shop's export in which one row is one purchase.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use book::{Body, Calendar, Currency, FactId, FactKind, Purchase, Record};
use common::{Whole, read_bytes};
use intake::{IntakeError, Mapping, Options, Reader, RecordKind, Source, draft_mapping};
use proptest::prelude::*;
use std::collections::HashSet;
use std::path::Path;

fn mapping(text: &str) -> Mapping {
    Mapping::parse(Path::new("map.toml"), text).unwrap()
}

fn read_mapped(map: &str, csv: &str) -> Whole {
    read_zoned(map, csv, &Calendar::utc())
}

fn read_zoned(map: &str, csv: &str, calendar: &Calendar) -> Whole {
    let options = Options { mapping: Some(mapping(map)), calendar: calendar.clone(), ..Options::default() };
    read_bytes("export.csv", csv.as_bytes(), &options).unwrap()
}

fn purchase(record: &Record) -> &Purchase {
    match &record.body {
        Body::Purchase(purchase) => purchase,
        other => panic!("{other:?}"),
    }
}

const PLAIN: &str = "[source]\nname = 'till'\nkind = 'purchases'\n[columns]\ncustomer = 'customer_id'\n\
                     at = 'ordered_at'\namount = 'amount'\nprovider = 'provider_id'\n";

#[test]
fn rows_without_ids_get_the_same_ids_every_time() {
    let header = "customer_id,ordered_at,amount,provider_id\n";
    let rows =
        ["c1,2024-01-01 00:00:12,9.99,p1", "c2,2024-01-01T00:00:12Z,1,p1", "c1,2024-01-01 00:00:12,9.99,p1"];
    let whole = read_mapped(PLAIN, &format!("{header}{}\n", rows.join("\n")));
    assert_eq!(whole.source, "till");
    let ids: Vec<FactId> = whole.records.iter().map(|record| record.id).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 3, "equal rows are told apart");
    let content = whole.records[0].content_hash();
    assert_eq!(ids[0], FactId::of_content("till", FactKind::Purchase, content, 0));
    assert_eq!(ids[2], FactId::of_content("till", FactKind::Purchase, content, 1));
    // Another order of rows and columns: the same facts.
    let turned = "amount,provider_id,customer_id,ordered_at\n1.00,p1,c2,2024-01-01T01:00:12+01:00\n\
                  9.990,p1,c1,2024-01-01T00:00:12\n9.99,p1,c1,2024-01-01 00:00:12\n";
    let turned: HashSet<FactId> = read_mapped(PLAIN, turned).records.iter().map(|record| record.id).collect();
    assert_eq!(turned, ids.into_iter().collect());
}

const SHOP: &str = r#"
[source]
name = "shop"
kind = "purchases"
date_format = "%Y-%m-%d %H:%M:%S %z"
strip_apostrophe = true
[columns]
id = "Name"
at = "Created at"
customer = "Customer ID"
amount = "Total"
currency = "Currency"
discount = "Discount Amount"
product = "Lineitem name"
quantity = "Lineitem quantity"
provider = "Employee"
[constants]
incentive = "none"
[values.provider]
"Web" = ""
[rows]
skip_when_empty = ["Total"]
skip_when = { "Financial Status" = ["voided"] }
[extras]
drop = ["Lineitem price"]
"#;

#[test]
fn a_shops_export_is_one_purchase_a_row() {
    let csv = "\u{feff}Name,Customer ID,Financial Status,Currency,Total,Discount Amount,Created at,\
               Lineitem quantity,Lineitem name,Lineitem price,Employee,Tags,Card Number\n\
               #1001,'7210448301122,paid,EUR,\"1,299.50\",0.00,2024-01-01 10:00:00 -0500,\
               2,Lamp,5,Web,gift,4111\n\
               #1001,,,,,,,1,Bulb,1,,,\n\
               #1002,'7210448301123,voided,EUR,5.00,0.00,2024-01-02 10:00:00 -0500,1,Lamp,5,Kari,,\n\
               #1003,'7210448301123,refunded,EUR,-5.00,0.00,2024-01-03 10:00:00 +0000,1,Lamp,5,Kari,,\n";
    let whole = read_mapped(SHOP, csv);
    assert_eq!(whole.rejects, []);
    assert_eq!(whole.rows, 4);
    assert_eq!((whole.skipped["Total is empty"], whole.skipped["Financial Status is voided"]), (1, 1));
    let [first, second] = &whole.records[..] else { panic!("{:?}", whole.records) };
    assert_eq!(first.id, FactId::of("shop", FactKind::Purchase, "#1001"));
    assert_eq!((first.customer.as_str(), &first.provider), ("7210448301122", &None));
    assert_eq!(Calendar::utc().civil(first.at).to_string(), "2024-01-01T15:00:00");
    assert_eq!(
        purchase(first),
        &Purchase {
            amount_minor: 129_950,
            currency: Currency::parse("EUR"),
            discount_minor: Some(0),
            product: Some("Lamp".into()),
            quantity: Some(2.0),
            incentive: Some("none".into()),
            ..Purchase::default()
        }
    );
    // Numbers of cards are never kept, dropped columns neither; the rest is.
    assert_eq!(first.extras.as_deref(), Some("{\"Financial Status\":\"paid\",\"Tags\":\"gift\"}"));
    assert_eq!(purchase(second).returned, Some(true));
    assert_eq!(second.provider.as_deref(), Some("Kari"));
}

#[test]
fn continental_files_are_read() {
    let map = "[source]\nname = 'kasse'\nkind = 'purchases'\ndate_format = '%d.%m.%Y %H:%M'\n\
               decimal_comma = true\ncurrency = 'EUR'\ntimezone = 'Europe/Berlin'\n[columns]\n\
               customer = 'Kunde'\nat = 'Datum'\namount = 'Summe'\n";
    let csv = "Kunde;Datum;Summe\n1;31.12.2024 14:05;1.234,50 €\n2;30.06.2024 14:05;(3,00)\n\
               3;01.01.2024 00:00;1,234.50\n";
    let whole = read_mapped(map, csv);
    assert_eq!(purchase(&whole.records[0]).amount_minor, 123_450);
    assert_eq!(purchase(&whole.records[0]).currency, Currency::parse("EUR"));
    assert_eq!(Calendar::utc().civil(whole.records[0].at).to_string(), "2024-12-31T13:05:00");
    assert_eq!(Calendar::utc().civil(whole.records[1].at).to_string(), "2024-06-30T12:05:00");
    assert_eq!(
        (purchase(&whole.records[1]).amount_minor, purchase(&whole.records[1]).returned),
        (300, Some(true))
    );
    assert_eq!(whole.rejects[0].found, "1,234.50");
}

#[test]
fn epochs_and_minor_units_are_read() {
    let map = "[source]\nname = 'pay'\nkind = 'purchases'\ndate_format = 'epoch_seconds'\n\
               minor_units = true\n[columns]\nid = 'id'\ncustomer = 'who'\nat = 'created'\n\
               amount = 'cents'\n";
    let whole = read_mapped(map, "id,who,created,cents\na,b,1704067200,1250\nc,d,-99999999999,1\n");
    assert_eq!(Calendar::utc().civil(whole.records[0].at).to_string(), "2024-01-01T00:00:00");
    assert_eq!(purchase(&whole.records[0]).amount_minor, 1250);
    assert!(whole.rejects[0].expected.contains("seconds since 1970"));
}

#[test]
fn a_mapping_that_cannot_be_used_says_why() {
    let bad = [
        ("x", "expected"),
        ("[source]\nname='a'\nkind='orders'\n[columns]\n", "orders"),
        ("[source]\nname='a'\nkind='purchases'\n[columns]\ncustomer='c'\n", "no column for \"at\""),
        ("[source]\nname=''\nkind='customers'\n[columns]\ncustomer='c'\n", "name is empty"),
        ("[source]\nname='a'\nkind='customers'\n[columns]\ncustomer='c'\nshoe='s'\n", "\"shoe\" is no field"),
        ("[source]\nname='a'\nkind='customers'\ndate_format='%Y'\n[columns]\ncustomer='c'\n", "date_format"),
        ("[source]\nname='a'\nkind='customers'\ntimezone='Mars'\n[columns]\ncustomer='c'\n", "IANA"),
        ("[source]\nname='a'\nkind='customers'\ncurrency='E'\n[columns]\ncustomer='c'\n", "three letters"),
        ("[source]\nname='a'\nkind='customers'\ntypo=1\n[columns]\ncustomer='c'\n", "typo"),
        (
            "[source]\nname='a'\nkind='customers'\n[columns]\ncustomer='c'\n[constants]\ncustomer='d'\n",
            "both",
        ),
    ];
    for (text, part) in bad {
        let error = Mapping::parse(Path::new("map.toml"), text).unwrap_err().to_string();
        assert!(error.contains("map.toml") && error.contains(part), "{error}");
    }
    let options = Options { mapping: Some(mapping(PLAIN)), ..Options::default() };
    let error = read_bytes("x.csv", b"customer_id,amount,provider_id\n", &options).unwrap_err();
    assert!(matches!(error, IntakeError::Mapping { .. }));
    assert!(error.to_string().contains("no column \"ordered_at\"; it has customer_id, amount"), "{error}");
}

#[test]
fn a_draft_reads_the_file_it_was_made_for() {
    let csv = "customer_id,ordered_at,amount,provider_id,note\nc1,2024-01-01 00:00:12,9.99,p1,hello\n";
    let source = Source::from_bytes("x.csv", csv.as_bytes().to_vec()).unwrap();
    let (header, sample) = Reader::sample(source, 20).unwrap();
    let draft = draft_mapping("till", &header, &sample);
    assert_eq!(mapping(&draft).kind(), RecordKind::Purchases);
    let whole = read_mapped(&draft, csv);
    assert_eq!(whole.records[0].provider.as_deref(), Some("p1"));
    assert_eq!(whole.records[0].extras.as_deref(), Some("{\"note\":\"hello\"}"));
}

#[test]
fn local_times_are_right_on_every_day_of_the_year() {
    // Days on which clocks change, and on which a day begins late, among them.
    for zone in ["Europe/London", "America/New_York", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kolkata"] {
        let calendar = Calendar::named(zone).unwrap();
        let mut csv = String::from("customer_id,ordered_at,amount,provider_id\n");
        let mut expected = Vec::new();
        let mut date = jiff::civil::date(2010, 1, 1);
        while date < jiff::civil::date(2012, 1, 5) {
            for (hour, minute) in [(0, 0), (0, 30), (1, 30), (2, 30), (12, 0), (23, 59)] {
                let local = date.at(hour, minute, 0, 0);
                csv.push_str(&format!("c,{},1,p\n", local.strftime("%Y-%m-%d %H:%M")));
                expected.push(calendar.at_civil(local));
            }
            csv.push_str(&format!("c,{date},1,p\n"));
            expected.push(calendar.start_of(book::Day::from_date(date)));
            date = date.tomorrow().unwrap();
        }
        let read: Vec<_> =
            read_zoned(PLAIN, &csv, &calendar).records.iter().map(|record| record.at).collect();
        assert_eq!(read.len(), expected.len());
        for (place, (read, expected)) in read.iter().zip(&expected).enumerate() {
            assert_eq!(read, expected, "{zone}: {:?}", csv.lines().nth(place + 1));
        }
    }
}

proptest! {
    /// Any instant that is written is the instant that is read.
    #[test]
    fn instants_are_read_as_written(
        second in -2_208_988_800_i64..7_258_118_400,
        micros in 0_i64..1_000_000,
        offset_minutes in -18 * 60..=18 * 60_i64,
    ) {
        let at = book::Timestamp(second * 1_000_000 + micros);
        prop_assume!((1900..=2199).contains(&Calendar::utc().civil(at).year()));
        let local = Calendar::utc().civil(book::Timestamp(at.0 + offset_minutes * 60_000_000));
        prop_assume!((1900..=2199).contains(&local.year()));
        let sign = if offset_minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset_minutes.abs() / 60, offset_minutes.abs() % 60);
        let csv = format!(
            "customer_id,ordered_at,amount,provider_id\nc,{}{sign}{hours:02}:{minutes:02},1,p\nc,{}Z,1,p\n",
            local.strftime("%Y-%m-%dT%H:%M:%S%.6f"),
            Calendar::utc().civil(at).strftime("%Y-%m-%d %H:%M:%S%.6f"),
        );
        let whole = read_mapped(PLAIN, &csv);
        prop_assert_eq!(&whole.rejects, &[]);
        prop_assert_eq!(whole.records[0].at, at);
        prop_assert_eq!(whole.records[1].at, at);
    }
}

/// The headers of eleven shops and services, as documented: each gives a draft that is TOML and never
/// mentions a column that no book should keep.
#[test]
fn genuine_headers_give_drafts() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/exports/header_specs.json");
    if !common::is_here(path) {
        return;
    }
    let specs: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut drafts = 0;
    for (name, spec) in specs.as_object().unwrap() {
        let texts = spec.as_object().into_iter().flatten().filter(|(key, _)| key.contains("header"));
        for header in
            texts.filter_map(|(_, value)| value.as_str()).filter(|text| text.matches(',').count() > 3)
        {
            let names: Vec<book::Text> = header.split(',').map(|name| name.trim().into()).collect();
            let row = names.iter().map(|name| sample_cell(name)).collect();
            let draft = draft_mapping(name, &names, &[row]);
            assert!(toml::from_str::<toml::Table>(&draft).is_ok(), "{draft}");
            assert!(!draft.contains("password") && !draft.contains("Card Number"), "{draft}");
            drafts += 1;
            if name == "shopify_orders_csv" && header.contains("Fulfilled at") {
                for line in [
                    "kind = \"purchases\"",
                    "id = \"Id\"",
                    "currency = \"Currency\"",
                    "at = \"Created at\"",
                    "amount = \"Total\"",
                ] {
                    assert!(draft.contains(line), "{draft}");
                }
            }
        }
    }
    assert!(drafts >= 11, "{drafts}");
}

/// A cell that a column of this name could have.
fn sample_cell(name: &str) -> String {
    let name = name.to_lowercase();
    let is_time = [" at", "date", "created", "time"].iter().any(|part| name.ends_with(part));
    let is_amount = ["total", "amount", "price", "quantity"].iter().any(|part| name.contains(part));
    if is_time {
        "2024-01-01 10:00:00 -0500".into()
    } else if is_amount {
        "12.50".into()
    } else {
        "x".into()
    }
}

#[test]
fn people_without_ids_go_by_address_number_or_name() {
    let map = "[source]\nname='crm'\nkind='customers'\n[columns]\nname=['First','Last']\nemail='E-mail'\n\
               phone='Phone'\n";
    let csv = "First,Last,E-mail,Phone,Company\nAna,Ruiz,Ana@X.com,,Acme\nBen, ,,+44 20 7946 0000,\n\
               ,Cole,,12,\n,,,,Acme\n";
    let whole = read_mapped(map, csv);
    let said: Vec<(&str, Option<&str>)> = whole
        .records
        .iter()
        .map(|record| match &record.body {
            Body::Customer(profile) => (record.customer.as_str(), profile.name.as_deref()),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [("ana@x.com", Some("Ana Ruiz")), ("442079460000", Some("Ben")), ("cole", Some("Cole"))];
    assert_eq!(said, expected);
    assert_eq!(whole.records[0].extras.as_deref(), Some("{\"Company\":\"Acme\"}"));
    let [reject] = &whole.rejects[..] else { panic!("{:?}", whole.rejects) };
    assert_eq!((reject.line, reject.field.as_str()), (5, "First Last"));
    let wrong = "[source]\nname='a'\nkind='customers'\n[columns]\nemail=['a','b']\n";
    assert!(Mapping::parse(Path::new("x.toml"), wrong).unwrap_err().to_string().contains("takes one column"));
}
