//! Reads a mapped file of purchases and says how many rows it had: for measuring.
//!
//! `cargo run --release -p intake --example intake_speed -- FILE.csv [TIME ZONE]`
//! with columns `customer_id,ordered_at,amount,provider_id`.
#![allow(clippy::print_stdout, reason = "an example talks to its caller")]

use book::Calendar;
use intake::{Mapping, Options, Reader};
use std::path::Path;

const MAPPING: &str = "[source]\nname = 'speed'\nkind = 'purchases'\n[columns]\ncustomer = 'customer_id'\n\
                       at = 'ordered_at'\namount = 'amount'\nprovider = 'provider_id'\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("expected a file")?;
    let calendar = Calendar::named(&arguments.next().unwrap_or_else(|| "UTC".into()))?;
    let mapping = Some(Mapping::parse(Path::new("speed.toml"), MAPPING)?);
    let options = Options { mapping, calendar, ..Options::default() };
    let mut reader = Reader::open(Path::new(&file), &options)?;
    let (mut rows, mut records, mut rejects, mut ids) = (0, 0, 0, 0_u64);
    loop {
        let batch = reader.next_batch(8192)?;
        rows += batch.rows;
        records += batch.records.len();
        rejects += batch.rejects.len();
        ids = batch.records.iter().fold(ids, |sum, record| sum ^ record.id.0);
        if batch.is_last {
            break;
        }
    }
    println!("{rows} rows, {records} records, {rejects} rejects, ids {ids:016x}");
    Ok(())
}
