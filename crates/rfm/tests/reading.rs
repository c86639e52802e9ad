//! The summary against a plain reference, on random files in any order and any dress.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

use proptest::prelude::*;
use rfm::{Wanted, Window};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone)]
struct Row {
    customer: usize,
    day: i32,
    cents: i64,
}

/// Ids of every kind: short, leading zeros, numbers, long texts, texts that need quotes.
fn id(customer: usize) -> String {
    match customer % 5 {
        0 => format!("{customer}"),
        1 => format!("000{customer}"),
        2 => format!("5500000{customer:06}"),
        3 => format!("someone-{customer}@example.org"),
        _ => format!("Firm, \"{customer}\"\nLtd"),
    }
}

fn date(day: i32, shape: usize) -> String {
    let date = book::Day(day).date();
    match shape % 4 {
        0 => format!("{date}"),
        1 => date.strftime("%Y%m%d").to_string(),
        2 => format!("{date} 10:20:30"),
        _ => format!("{date}T23:59:59.5+02:00"),
    }
}

fn text(rows: &[Row], quoted: bool, ending: &str) -> String {
    let cell = |text: String| match quoted || text.contains(['"', ',', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    };
    let mut all = format!("\u{feff}note,Customer,when,amount{ending}");
    for (number, row) in rows.iter().enumerate() {
        let amount = format!(
            "{}{}.{:02}",
            if row.cents < 0 { "-" } else { "" },
            row.cents.abs() / 100,
            row.cents.abs() % 100
        );
        let cells = [String::new(), id(row.customer), date(row.day, number), amount];
        all += &cells.map(cell).join(",");
        all += ending;
    }
    all
}

/// (first, last, distinct days, spend after the first day, distinct later days, sum of ln gaps).
type Expected = BTreeMap<String, (i32, i32, u32, i64, u32, f64)>;

fn reference(rows: &[Row], window: Window) -> Expected {
    let until = window.until.unwrap_or(i32::MAX);
    let calibrate_to = window.calibrate_to.unwrap_or(i32::MAX);
    let mut by_customer: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.cents >= 0 && row.day <= until) {
        by_customer.entry(id(row.customer)).or_default().push(row);
    }
    let mut expected = Expected::new();
    for (id, rows) in by_customer {
        let days: BTreeSet<i32> = rows.iter().map(|row| row.day).collect();
        let (seen, later): (Vec<i32>, Vec<i32>) = days.iter().partition(|day| **day <= calibrate_to);
        let Some((first, last)) = seen.first().zip(seen.last()) else { continue };
        let repeat = |row: &&&Row| row.day > *first && row.day <= *last;
        let spend = rows.iter().filter(repeat).map(|row| row.cents * 100).sum();
        let log_gaps = seen.windows(2).map(|pair| f64::from(pair[1] - pair[0]).ln()).sum();
        expected.insert(id, (*first, *last, seen.len() as u32, spend, later.len() as u32, log_gaps));
    }
    expected
}

fn summary(text: &[u8], window: Window) -> (Expected, rfm::Reading) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, text).unwrap();
    let wanted = Wanted { customer: "customer".into(), date: "when".into(), amount: Some("4".into()) };
    let reading = rfm::read(file.path(), &wanted, window, &mut |_| {}).unwrap();
    let summary = &reading.summary;
    let mut found = Expected::new();
    let mut id = Vec::new();
    for totals in &summary.customers {
        let customer = totals.customer as usize;
        summary.ids.write(customer, &mut id);
        let later = summary.later.get(customer).map_or(0, |later| later.days);
        let values =
            (totals.first, totals.last, totals.days, totals.later_spend, later, summary.log_gaps[customer]);
        assert_eq!(found.insert(String::from_utf8(id.clone()).unwrap(), values), None);
    }
    (found, reading)
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0..25_usize, 14_000..14_040_i32, -300..3_000_i64);
    proptest::collection::vec(row.prop_map(|(customer, day, cents)| Row { customer, day, cents }), 1..150)
}

fn window() -> impl Strategy<Value = Window> {
    (proptest::option::of(14_005..14_030_i32), proptest::option::of(14_030..14_045_i32))
        .prop_map(|(calibrate_to, until)| Window { calibrate_to, until, log_gaps: true })
}

proptest! {
    #[test]
    fn the_summary_is_that_of_a_plain_reference(
        rows in rows(), window in window(),
        quoted in any::<bool>(), crlf in any::<bool>(), sorted in any::<bool>(),
    ) {
        let mut rows = rows;
        if sorted {
            rows.sort_by_key(|row| row.day);
        }
        let bought = rows.iter().filter(|row| row.cents >= 0).count();
        let end = if crlf { "\r\n" } else { "\n" };
        let (found, reading) = summary(text(&rows, quoted, end).as_bytes(), window);
        prop_assert_eq!(found, reference(&rows, window));
        prop_assert_eq!(reading.account.rows, rows.len() as u64);
        prop_assert_eq!(reading.account.not_purchases, (rows.len() - bought) as u64);
        let newest = rows.iter().filter(|row| row.cents >= 0 && row.day <= window.until.unwrap_or(i32::MAX));
        let newest = newest.map(|row| row.day).max();
        prop_assert_eq!(newest.unwrap_or(i32::MIN), reading.summary.newest);
    }
}

/// Larger than a chunk, so that rows and quotes straddle the borders; newest first, as shops export.
#[test]
fn a_large_file_newest_first_is_read_through_its_borders() {
    let mut state = 7_u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize
    };
    let mut rows: Vec<Row> = (0..40_000)
        .map(|_| Row {
            customer: random() % 3_000,
            day: 14_000 + (random() % 700) as i32,
            cents: 1 + random() as i64 % 9_999,
        })
        .collect();
    let window = Window { calibrate_to: Some(14_500), until: None, log_gaps: true };
    let expected = reference(&rows, window);
    rows.sort_by_key(|row| row.day);
    let (in_order, _) = summary(text(&rows, false, "\n").as_bytes(), window);
    assert_eq!(in_order, expected);
    rows.reverse();
    let (reversed, _) = summary(text(&rows, false, "\r\n").as_bytes(), window);
    assert_eq!(reversed, expected);
}

#[test]
fn compressed_files_are_read_as_they_are() {
    let rows: Vec<Row> =
        (0..500).map(|n| Row { customer: n % 40, day: 14_000 + n as i32, cents: 500 }).collect();
    let window = Window { calibrate_to: None, until: None, log_gaps: true };
    let plain = text(&rows, false, "\n");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gz, plain.as_bytes()).unwrap();
    let expected = reference(&rows, window);
    assert_eq!(summary(&gz.finish().unwrap(), window).0, expected);
    assert_eq!(summary(&zstd::encode_all(plain.as_bytes(), 1).unwrap(), window).0, expected);
}

#[test]
fn a_file_most_of_which_is_bad_says_what_is_wrong() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, b"id,day,sum\n1,02/01/2024,3\n2,03/01/2024,4\n3,2024-01-05,5\n")
        .unwrap();
    let wanted = Wanted { customer: "id".into(), date: "day".into(), amount: Some("sum".into()) };
    let window = Window { calibrate_to: None, until: None, log_gaps: false };
    let message = rfm::read(file.path(), &wanted, window, &mut |_| {}).unwrap_err().to_string();
    for part in
        ["2 of 3 rows", "`day` given by --date", "id, day, sum", "line 2, field `day`: found `02/01/2024`"]
    {
        assert!(message.contains(part), "{part}: {message}");
    }
}
