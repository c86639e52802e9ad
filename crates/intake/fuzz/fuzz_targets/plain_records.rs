#![no_main]
//! The first byte chooses the kind, whose header goes before the rest.

use intake::{Options, RecordKind};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rows)) = bytes.split_first() else { return };
    let kind = RecordKind::ALL[usize::from(*choice) % RecordKind::ALL.len()];
    let names: Vec<&str> = kind.columns().iter().map(|column| column.name).collect();
    let mut file = names.join(",").into_bytes();
    file.push(b'\n');
    file.extend_from_slice(rows);
    let calendar = book::Calendar::named("Europe/London").unwrap_or_else(|_| book::Calendar::utc());
    intake_fuzz::read(&format!("{}.csv", kind.word()), &file, &Options { calendar, ..Options::default() });
    // And as it came, header and all.
    intake_fuzz::read("records.csv", rows, &Options::default());
});
