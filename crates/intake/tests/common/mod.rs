//! Reading whole files in tests, with the account of every row checked.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "only tests call this")]

use book::{Record, Text};
use intake::{Format, IntakeError, Options, Reader, Reject, Source};
use std::collections::BTreeMap;
use std::path::Path;

/// Everything a file came to.
#[derive(Debug)]
pub struct Whole {
    pub format: Format,
    pub source: Text,
    pub rows: u64,
    pub rows_in_records: u64,
    pub records: Vec<Record>,
    pub rejects: Vec<Reject>,
    pub skipped: BTreeMap<Text, u64>,
    pub unknown_columns: Vec<Text>,
}

/// Reads a reader to its end and checks that no row is lost.
pub fn read(mut reader: Reader, rows_max: usize) -> Result<Whole, IntakeError> {
    let mut whole = Whole {
        format: reader.format(),
        source: reader.source_name().clone(),
        rows: 0,
        rows_in_records: 0,
        records: Vec::new(),
        rejects: Vec::new(),
        skipped: BTreeMap::new(),
        unknown_columns: reader.unknown_columns().to_vec(),
    };
    loop {
        let batch = reader.next_batch(rows_max)?;
        whole.rows += batch.rows;
        whole.rows_in_records += batch.rows_in_records;
        whole.records.extend(batch.records);
        whole.rejects.extend(batch.rejects);
        for (reason, rows) in batch.skipped {
            *whole.skipped.entry(reason).or_default() += rows;
        }
        if batch.is_last {
            break;
        }
    }
    let skipped: u64 = whole.skipped.values().sum();
    assert_eq!(whole.rows, whole.rows_in_records + whole.rejects.len() as u64 + skipped, "no row is lost");
    let after = reader.next_batch(rows_max)?;
    assert!(after.is_last && after.rows == 0 && after.records.is_empty(), "nothing after the end");
    Ok(whole)
}

/// Reads a file.
pub fn read_path(path: impl AsRef<Path>, options: &Options) -> Whole {
    read(Reader::open(path.as_ref(), options).unwrap(), 10_000).unwrap()
}

/// Reads bytes as a file of that name.
pub fn read_bytes(name: &str, bytes: &[u8], options: &Options) -> Result<Whole, IntakeError> {
    read(Reader::new(Source::from_bytes(name, bytes.to_vec())?, options)?, 7)
}

/// Reads text that must be readable.
pub fn read_text(name: &str, text: &str) -> Whole {
    read_bytes(name, text.as_bytes(), &Options::default()).unwrap()
}

/// True when a file of real records is here; says so when it is not.
pub fn is_here(path: &str) -> bool {
    let is_here = Path::new(path).exists();
    if !is_here {
        eprintln!("not run: {path} is absent");
    }
    is_here
}
