//! Rows and files that nobody should have to read: each ends as a named reject or a named error, and the rest
//! of the file is read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Whole, read_bytes, read_text};
use intake::{IntakeError, Options, Reader, Source};
use proptest::prelude::*;

const HEADER: &str = "id,at,customer,amount,quantity,currency,returned\n";

/// Reads a good row, the given bytes, and a good row.
fn between(bytes: &[u8]) -> Whole {
    let mut file = HEADER.as_bytes().to_vec();
    file.extend_from_slice(b"1,2024-01-01,ana,1.00,,,\n");
    file.extend_from_slice(bytes);
    file.extend_from_slice(b"\n3,2024-01-03,ana,3.00,,,\n");
    read_bytes("purchases.csv", &file, &Options::default()).unwrap()
}

/// The one reject of a bad row between two good ones.
#[track_caller]
fn check(row: &[u8], field: &str, found: &str, expected: &str) {
    let whole = between(row);
    let shown = String::from_utf8_lossy(&row[..row.len().min(60)]).into_owned();
    assert_eq!((whole.rows, whole.records.len(), whole.rejects.len()), (3, 2, 1), "{shown}");
    let reject = &whole.rejects[0];
    assert_eq!((reject.line, reject.field.as_str()), (3, field), "{shown}");
    assert!(reject.found.contains(found), "{shown}: found {:?}", reject.found);
    assert!(reject.expected.contains(expected), "{shown}: expected {:?}", reject.expected);
    assert_eq!(reject.row, row, "the raw row is kept");
}

#[test]
fn ragged_rows_and_missing_cells_are_named() {
    check(b"2,2024-01-02,ana", "row", "3 cells", "7 cells, as in the header");
    check(b"2,2024-01-02,ana,1,,,,,", "row", "9 cells", "7 cells");
    check(b",2024-01-02,ana,1,,,", "id", "", "the source's id of the purchase; it must not be empty");
    check(b"2,,ana,1,,,", "at", "", "must not be empty");
    check(b"2,2024-01-02,,1,,,", "customer", "", "must not be empty");
    check(b"2,2024-01-02,ana,,,,", "amount", "", "must not be empty");
}

#[test]
fn absurd_values_are_named() {
    for time in
        ["0001-01-01", "1899-12-31", "2200-01-01", "9999999-01-01", "2023-02-29", "2024-13-01", "24-01-01"]
    {
        check(format!("2,{time},ana,1,,,").as_bytes(), "at", time, "years 1900 to 2199");
    }
    for time in
        ["2024-01-02 25:00", "2024-01-02T10:00:00+99:00", "2024-01-02x", "02.01.2024", "now", "2024-01-02T"]
    {
        check(format!("2,{time},ana,1,,,").as_bytes(), "at", time, "a time such as");
    }
    for amount in ["1e3", "NaN", "inf", "£3", "1 000", "0x10", "1.2.3", "--1", ".", "-"] {
        check(
            format!("2,2024-01-02,ana,{amount},,,").as_bytes(),
            "amount",
            amount,
            "an amount such as 1234.50",
        );
    }
    for amount in ["99999999999999999999", "999999999999999", "-1000000000001"] {
        check(format!("2,2024-01-02,ana,{amount},,,").as_bytes(), "amount", amount, "at most 1000000000000");
    }
    check(b"2,2024-01-02,ana,-1,,,false", "amount", "-1", "did not come back");
    check(b"2,2024-01-02,ana,1,-1,,", "quantity", "-1", "did not come back");
    check(b"2,2024-01-02,ana,1,1e9,,", "quantity", "1e9", "a decimal number");
    check(b"2,2024-01-02,ana,1,99999999999,,", "quantity", "99999999999", "a decimal number");
    check(b"2,2024-01-02,ana,1,,EURO,", "currency", "EURO", "three letters");
    for flag in ["yes", "TRUE", "1", "t"] {
        check(format!("2,2024-01-02,ana,1,,,{flag}").as_bytes(), "returned", flag, "true or false");
    }
}

#[test]
fn bytes_that_are_no_text_are_named() {
    check(b"2,2024-01-02,caf\xe9,1,,,", "customer", "caf\\xe9", "UTF-8 text");
    check(b"2,2024-01-02,a\0b,1,,,", "customer", "a\\u{0}b", "NUL");
    check(b"2,2024-01-02\0,ana,1,,,", "at", "\\u{0}", "a time such as");
    check(b"2,2024-01-02,ana,1\0,,,", "amount", "\\u{0}", "an amount");
}

#[test]
fn huge_cells_and_rows_are_named() {
    let huge_id = format!("2,2024-01-02,{},1,,,", "x".repeat(600));
    check(huge_id.as_bytes(), "customer", "xxx", "at most 512 bytes");
    let huge_cell = format!("2,2024-01-02,{},1,,,", "x".repeat(70_000));
    check(huge_cell.as_bytes(), "row", "2,2024", "at most 64 KiB in a cell");
    let many_cells = ",".repeat(5000);
    check(many_cells.as_bytes(), "row", ",,", "at most 4096 cells");
    for megabytes in [2, 5] {
        let long_row = "x,".repeat(megabytes * 512 * 1024);
        let whole = between(long_row.as_bytes());
        assert_eq!((whole.records.len(), whole.rejects.len()), (2, 1));
        assert!(whole.rejects[0].expected.contains("at most 1 MiB in a row"));
        assert_eq!(whole.rejects[0].row.len(), 64 * 1024, "only its beginning is kept");
        assert_eq!(whole.records[1].line, 4);
    }
}

#[test]
fn a_quote_that_is_never_closed_costs_one_row() {
    // To the end of the file.
    check(
        b"2,2024-01-02,\"ana,1,,,",
        "row",
        "2,2024-01-02",
        "a closing quote for the quote that opens on this line",
    );
    // Up to the next quoted cell, which then makes no sense.
    let whole = between(b"2,2024-01-02,\"ana,1,,,\n4,2024-01-02,\"bea\",1,,,");
    assert_eq!((whole.records.len(), whole.rejects.len()), (3, 1));
    assert_eq!(whole.rejects[0].line, 3);
    assert_eq!(whole.rejects[0].row, b"2,2024-01-02,\"ana,1,,,");
    // Within a row that runs over lines for good reason: the line of the open quote is named.
    let whole = between(b"\"2\n2\",2024-01-02,\"ana,1,,,");
    assert_eq!((whole.records.len(), whole.rejects.len()), (2, 1));
    assert_eq!(whole.rejects[0].line, 4);
    // With many good rows behind it.
    let mut file = String::from("2,2024-01-02,\"ana,1,,,\n");
    for row in 10..20_000 {
        file.push_str(&format!("{row},2024-01-02,ana,1,,,\n"));
    }
    let whole = between(file.trim_end().as_bytes());
    assert_eq!((whole.records.len(), whole.rejects.len()), (2 + 19_990, 1));
}

#[test]
fn quotes_are_read_as_the_standard_says_and_as_shops_write_them() {
    check(b"2,2024-01-02,\"ana\"x,1,,,", "row", "\"ana\"x", "after a closing quote");
    for (cell, read) in [
        ("\"a,b\"", "a,b"),
        ("\"a\"\"b\"", "a\"b"),
        ("\"\"\"\"", "\""),
        ("\"a\r\nb\"", "a\r\nb"),
        ("5\" nails", "5\" nails"),
    ] {
        let whole = between(format!("2,2024-01-02,{cell},1,,,").as_bytes());
        assert_eq!(whole.rejects, [], "{cell}");
        assert_eq!(whole.records[1].customer, read);
    }
    let whole = between(b"\"2\",\"2024-01-02\",\"ana\",\"1\",\"\",\"\",\"\"\r");
    assert_eq!(whole.records[1].external_id.as_deref(), Some("2"));
}

#[test]
fn empty_rows_are_skipped_and_counted() {
    let whole = between(b",,,,,,\n\n\r\n  , ,,,,,");
    assert_eq!(whole.records.len(), 2);
    assert_eq!(whole.skipped["empty row"], 2);
}

#[track_caller]
fn check_file(name: &str, bytes: &[u8], parts: &[&str]) {
    let error = read_bytes(name, bytes, &Options::default()).expect_err("a file-level error");
    let message = error.to_string();
    for part in parts.iter().chain([&name]) {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn files_that_are_no_records_say_so_and_name_the_way_out() {
    check_file("purchases.csv", b"", &["nothing: the file is empty", "header line"]);
    check_file("purchases.csv", b"\xff\xfei\0d\0", &["UTF-16", "CSV UTF-8"]);
    check_file("purchases.csv", b"i\0d\0,\0a\0t\0", &["UTF-16"]);
    check_file("purchases.csv", b"PK\x03\x04....", &["spreadsheet"]);
    check_file("purchases.csv", b"id,at,caf\xe9\n", &["caf\\xe9", "UTF-8"]);
    check_file("purchases.csv", b"id,at\0,customer\n", &["NUL"]);
    check_file("purchases.csv", b"id,at,customer,amount\r1,2,3,4\r", &["carriage returns"]);
    check_file("purchases.csv", b"id,at,customer,total\n", &["total", "\"amount\" missing", "--map"]);
    check_file("purchases.csv", b"id,at,customer,amount,at\n", &["\"at\" twice", "column 5"]);
    check_file("orders.csv", b"Order,Day,Who,Total\n", &["Order, Day, Who, Total", "purchases", "--map"]);
    let mut bytes = b"\"".to_vec();
    bytes.extend(vec![b'x'; 200_000]);
    check_file("purchases.csv", &bytes, &["closing quote"]);
}

#[test]
fn a_cut_archive_is_an_error_and_not_an_end() {
    use std::io::Write;
    let rows: String = (0..50_000).map(|row| format!("{row},2024-01-01,ana,1.00,,,\n")).collect();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(format!("{HEADER}{rows}").as_bytes()).unwrap();
    let bytes = encoder.finish().unwrap();
    let source = Source::from_bytes("purchases.csv.gz", bytes[..bytes.len() / 2].to_vec()).unwrap();
    let mut reader = Reader::new(source, &Options::default()).unwrap();
    let mut rows = 0;
    let error = loop {
        match reader.next_batch(1000) {
            Ok(batch) => rows += batch.records.len() as u64,
            Err(error) => break error,
        }
    };
    // Every row before the damage was given, and asking again does not make an end of it.
    assert!(rows > 1000, "{rows}");
    assert!(matches!(error, IntakeError::Read { line, .. } if line == rows + 2), "{rows}: {error}");
    assert!(reader.next_batch(1000).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever the bytes: no panic, and no row is lost (checked by `read`).
    #[test]
    fn any_bytes_are_accounted_for(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        between(&bytes);
        drop(read_bytes("x.csv", &bytes, &Options::default()));
    }

    /// The same for bytes that look like rows.
    #[test]
    fn anything_like_rows_is_accounted_for(text in "([0-9a-z\",;\n\r -]|2024-01-02|\"\"){0,300}") {
        between(text.as_bytes());
    }

    #[test]
    fn anything_like_invoices_is_accounted_for(
        lines in proptest::collection::vec("(C?48[0-3]|A1|\"|),(POST|ADJUST|8504[0-2]|),[a-z \"]{0,4},\
            (-?[0-9]{1,3}|x),(2009-12-0[1-3] 07:45:00|soon),(-?[0-9]\\.[0-9]{1,3}|x),(1308[0-2]|),\
            (UK|FR)?", 0..30)
    ) {
        let header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n";
        let text = format!("{header}{}", lines.join("\n"));
        read_text("x.csv", &text);
    }

    #[test]
    fn anything_like_cdnow_is_accounted_for(rows in "([0-9 .\n\"]|19970101){0,200}") {
        read_text("x.txt", &format!(" 00001 19970101  1   11.77\n{rows}"));
    }
}

#[test]
fn text_helper_reads_good_files() {
    assert_eq!(read_text("purchases.csv", &format!("{HEADER}1,2024-01-01,ana,1.00,,,")).records.len(), 1);
}
