//! Compression, marks, rejects that are mended, and the order of files.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{read, read_bytes, read_path, read_text};
use intake::rejects::REJECTS_HEADER;
use intake::{Format, Options, Reader, RecordKind, RejectWriter, Source, plan};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const TEXT: &str = "id,at,customer,amount\n1,2024-01-01,ana,1.00\n2,2024-01-02,bea,2.00\n";

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn compression_and_marks_change_nothing() {
    let plain = read_text("purchases.csv", TEXT).records;
    let (first, second) = TEXT.split_at(30);
    let two_members = [gzip(first), gzip(second)].concat();
    let zstd = zstd::encode_all(TEXT.as_bytes(), 1).unwrap();
    let two_frames =
        [zstd::encode_all(first.as_bytes(), 1).unwrap(), zstd::encode_all(second.as_bytes(), 1).unwrap()]
            .concat();
    let marked = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
    let marked_gzip = gzip(&format!("\u{feff}{TEXT}"));
    let returns = TEXT.replace('\n', "\r\n").into_bytes();
    let semicolons = TEXT.replace(',', ";").into_bytes();
    let tabs = TEXT.replace(',', "\t").into_bytes();
    let unended = TEXT.trim_end().as_bytes().to_vec();
    for bytes in
        [gzip(TEXT), two_members, zstd, two_frames, marked, marked_gzip, returns, semicolons, tabs, unended]
    {
        // The name says nothing of the compression: the first bytes do.
        let whole = read_bytes("purchases.csv", &bytes, &Options::default()).unwrap();
        assert_eq!(whole.records, plain);
    }
}

#[test]
fn progress_reaches_the_size_of_the_file() {
    let bytes = gzip(&format!("{TEXT}{}", "3,2024-01-03,cid,3.00\n".repeat(100_000)));
    let total = bytes.len() as u64;
    let source = Source::from_bytes("purchases.csv.gz", bytes).unwrap();
    let mut reader = Reader::new(source, &Options::default()).unwrap();
    assert_eq!(reader.bytes_total(), total);
    let mut before = 0;
    loop {
        let batch = reader.next_batch(10_000).unwrap();
        assert!(batch.bytes_read >= before && batch.rows <= 10_000);
        before = batch.bytes_read;
        if batch.is_last {
            break;
        }
    }
    assert_eq!(before, total);
}

/// Reads a file with its rejects written beside it.
fn read_with_rejects(path: &Path) -> (usize, Option<PathBuf>) {
    let mut reader = Reader::open(path, &Options::default()).unwrap();
    let mut writer = RejectWriter::beside(path, reader.header());
    let mut records = 0;
    loop {
        let batch = reader.next_batch(100).unwrap();
        records += batch.records.len();
        batch.rejects.iter().for_each(|reject| writer.write(reject).unwrap());
        if batch.is_last {
            break;
        }
    }
    (records, writer.finish().unwrap())
}

#[test]
fn rejects_are_mended_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("purchases.csv");
    let bad = "id,at,customer,amount\n1,2024-01-01,ana,1.00\n\
               2,\"someday, soon\",bea,2.00\n3,2024-01-03,\"cid,3.00\n";
    fs::write(&path, bad).unwrap();
    let (records, rejects) = read_with_rejects(&path);
    assert_eq!(records, 1);
    let rejects = rejects.unwrap();
    assert_eq!(rejects, folder.path().join("purchases.csv.rejects.csv"));
    let text = fs::read_to_string(&rejects).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], REJECTS_HEADER);
    assert_eq!(lines[1], "1,header,,,\"id,at,customer,amount\"");
    assert!(lines[2].starts_with("3,\"at\",\"someday, soon\",\"a time such as"), "{}", lines[2]);
    assert!(
        lines[3].starts_with("4,\"row\",\"3,2024-01-03,\"\"cid,3.00\",\"a closing quote"),
        "{}",
        lines[3]
    );

    // As they are they are rejected again; mended they are read, with the ids they would have had.
    let (records, again) = read_with_rejects(&rejects);
    assert_eq!((records, again), (0, Some(folder.path().join("purchases.csv.rejects.csv.rejects.csv"))));
    fs::write(&rejects, text.replace("\"\"someday, soon\"\"", "2024-01-02").replace("\"\"cid", "cid"))
        .unwrap();
    let (records, again) = read_with_rejects(&rejects);
    assert_eq!((records, again), (2, None));
    assert!(!folder.path().join("purchases.csv.rejects.csv.rejects.csv").exists(), "nothing old is left");
    let mended = read_path(&rejects, &Options::default());
    assert_eq!(mended.format, Format::Plain(RecordKind::Purchases));
    assert_eq!(mended.records[0].external_id.as_deref(), Some("2"));
}

#[test]
fn a_killed_run_leaves_the_last_rejects_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("purchases.csv");
    fs::write(&path, "id,at,customer,amount\n1,never,ana,1.00\n").unwrap();
    let (_, rejects) = read_with_rejects(&path);
    let before = fs::read(rejects.as_ref().unwrap()).unwrap();
    let mut reader = Reader::open(&path, &Options::default()).unwrap();
    let mut writer = RejectWriter::beside(&path, reader.header());
    writer.write(&reader.next_batch(1).unwrap().rejects[0]).unwrap();
    drop(writer);
    assert_eq!(fs::read(rejects.unwrap()).unwrap(), before);
    // The next whole run puts everything right.
    fs::write(&path, TEXT).unwrap();
    assert_eq!(read_with_rejects(&path), (2, None));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["purchases.csv"]);
}

#[test]
fn a_broken_invoice_waits_as_a_whole() {
    let header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n";
    let lines = [
        "1,85048,lights,2,2009-12-01 07:45:00,6.95,17,UK",
        "1,85049,lamps,two,2009-12-01 07:45:00,1.00,17,UK",
        "2,85048,lights,1,2009-12-01 07:45:00,6.95,18,UK",
        "1,POST,postage,1,2009-12-01 07:46:00,18.00,17,UK",
        "1,85050,gift,1,2009-12-01 07:46:00,1.00,,UK",
    ];
    let whole = read_text("retail.csv", &format!("{header}{}\n", lines.join("\n")));
    assert_eq!(whole.records.len(), 1);
    assert_eq!(whole.records[0].external_id.as_deref(), Some("2"));
    let mut rejected: Vec<u64> = whole.rejects.iter().map(|reject| reject.line).collect();
    rejected.sort_unstable();
    assert_eq!(rejected, [2, 3, 5]);
    let mate = whole.rejects.iter().find(|reject| reject.line == 5).unwrap();
    assert!(mate.expected.contains("mend line 3"), "{mate:?}");
    let mended = read_text("retail.csv", &format!("{header}{}\n", lines.join("\n").replace("two", "2")));
    assert_eq!((mended.records.len(), mended.rejects.len()), (2, 0));
    let book::Body::Purchase(purchase) = &mended.records[0].body else { panic!("a purchase") };
    assert_eq!(purchase.amount_minor, 2 * 695 + 2 * 100 + 1800);
    assert_eq!(purchase.product.as_deref(), Some("lights"), "postage is never the leading product");
    assert_eq!(purchase.quantity, Some(4.0));
    assert_eq!(mended.records[0].extras.as_deref(), Some("{\"country\":\"UK\",\"lines\":3}"));
}

#[test]
fn parties_come_first_and_strangers_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    };
    write("a-deliveries.csv", "id,purchase,delivered_at\n");
    write("b-orders.csv", TEXT);
    write("customers.csv", "customer,name\n");
    write("north/providers.csv", "provider,name\n");
    write("north/deeper/voice.csv", "id,at,customer,kind\n");
    write("purchases.csv.rejects.csv", REJECTS_HEADER);
    write("purchases.csv.rejects.csv.part", REJECTS_HEADER);
    write("readme.md", "read me");
    write(".hidden.csv", "");
    write("strange.csv", "a,b\n");
    let planned = plan(&[folder.path().to_owned()], &Options::default()).unwrap();
    let names: Vec<String> = planned
        .files
        .iter()
        .map(|file| file.path.strip_prefix(folder.path()).unwrap().display().to_string())
        .collect();
    let order = ["north/providers.csv", "customers.csv", "b-orders.csv", "a-deliveries.csv", "strange.csv"];
    assert_eq!(names, order);
    assert_eq!(planned.files[2].format, Some(Format::Plain(RecordKind::Purchases)));
    assert_eq!(planned.files[4].format, None);
    assert_eq!(planned.ignored.len(), 5);

    // A file that is named is planned whatever it is called, and once.
    let named = folder.path().join("purchases.csv.rejects.csv");
    let planned = plan(&[named.clone(), named], &Options::default()).unwrap();
    assert_eq!(planned.files.len(), 1);
    assert!(plan(&[folder.path().join("absent.csv")], &Options::default()).is_err());
}

#[test]
fn batches_of_any_size_give_the_same_records() {
    let text = format!("{TEXT}x\n{}", "3,2024-01-03,cid,3.00\n".repeat(50));
    let read_by = |rows_max| {
        let source = Source::from_bytes("purchases.csv", text.clone().into_bytes()).unwrap();
        read(Reader::new(source, &Options::default()).unwrap(), rows_max).unwrap()
    };
    let at_once = read_by(1000);
    for rows_max in [0, 1, 2, 52, 53, 54] {
        assert_eq!(read_by(rows_max).records, at_once.records, "{rows_max}");
    }
}
