//! Measures the book: CPU seconds and peak memory of filling, reading, caching and checking it.
//!
//! `cargo run --release -p store --example measure -- BOOK [ROWS] [CUSTOMERS] [BATCH_ROWS]`
//!
//! BOOK must not exist yet. Rows are purchases in order of time, of customers drawn at random, without ids
//! of their own, as a shop's log would be. The figures in docs/storage.md come from here.
#![allow(clippy::print_stdout, reason = "a program for measuring prints what it measured")]

use book::*;
use std::error::Error;
use store::{Book, JudgedRow, Outcome, Settings};

/// CPU seconds of this process so far, all threads, user and system.
fn cpu_seconds() -> (f64, f64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> = after_name.split_whitespace().filter_map(|field| field.parse().ok()).collect();
    // After the name and the state letter: utime is the eleventh number, stime the twelfth, in hundredths.
    (fields.get(10).copied().unwrap_or_default() / 100.0, fields.get(11).copied().unwrap_or_default() / 100.0)
}

/// Largest resident memory so far, in MB.
fn peak_memory_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap_or_default() / 1024.0
}

/// Does a piece of work and prints what it took.
fn measured<T>(what: &str, rows: u64, work: impl FnOnce() -> T) -> T {
    let before = cpu_seconds();
    let result = work();
    let after = cpu_seconds();
    let (user, system) = (after.0 - before.0, after.1 - before.1);
    let micros = (user + system) / rows as f64 * 1e6;
    let peak = peak_memory_mb();
    let total = user + system;
    print!("{what:<28} {total:>6.2} CPU s ({user:.2} user + {system:.2} system)");
    println!("  {micros:.3} us a row  peak {peak:.0} MB");
    result
}

/// Steele, Lea and Flood (2014): SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }
}

const SOURCE: &str = "log";
const CHUNK_ROWS: u64 = 8192;

/// Calls `step` with chunks of records, as a reader of files would.
fn records(
    rows: u64,
    customers: u64,
    mut step: impl FnMut(Vec<Record>) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut random = Random(20_261_122);
    let span_micros = 730 * time::DAY_MICROS;
    for first in (0..rows).step_by(CHUNK_ROWS as usize) {
        let chunk = (first..(first + CHUNK_ROWS).min(rows)).map(|row| {
            let at = 1_704_067_200_000_000
                + (span_micros as f64 * (row as f64 / rows as f64)) as i64 / 1_000_000 * 1_000_000;
            // Half of the customers buy most of the time.
            let customer =
                if random.below(4) == 0 { random.below(customers) } else { random.below(customers / 2 + 1) };
            let detail = Purchase { amount_minor: 1 + random.below(20_000) as i64, ..Purchase::default() };
            let mut record = Record {
                line: row + 2,
                id: FactId(0),
                external_id: None,
                at: Timestamp(at),
                customer: Text::from((customer + 1).to_string()),
                provider: Some(Text::from((random.below(200) + 1).to_string())),
                body: Body::Purchase(detail),
                extras: None,
            };
            record.id = FactId::of_content(SOURCE, FactKind::Purchase, record.content_hash(), 0);
            record
        });
        step(chunk.collect())?;
    }
    Ok(())
}

fn import(book: &mut Book, rows: u64, customers: u64, batch: usize) -> Result<Outcome, Box<dyn Error>> {
    let mut importer = book.importer(SOURCE, false)?;
    let mut total = Outcome::default();
    records(rows, customers, |chunk| {
        importer.stage(chunk)?;
        if importer.is_full() || importer.staged_rows() >= batch {
            total.add(importer.commit()?);
        }
        Ok(())
    })?;
    total.add(importer.commit()?);
    importer.finish()?;
    Ok(total)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, otherwise: u64| {
        arguments.get(place).and_then(|text| text.parse().ok()).unwrap_or(otherwise)
    };
    let path = arguments.first().ok_or("name a path for the new book")?;
    let (rows, customers) = (number(1, 10_043_315), number(2, 1_000_000));
    let batch = number(3, Book::batch_rows_hint() as u64) as usize;
    println!("{rows} rows, {customers} customers, batches of {batch} rows");
    measured("make the records", rows, || records(rows, customers, |_| Ok(())))?;
    let mut book = Book::create(path, &Settings::default())?;
    let outcome = measured("make and import", rows, || import(&mut book, rows, customers, batch))?;
    println!(
        "new {}, same {}, conflicts {}, customers {}",
        outcome.facts_new,
        outcome.facts_same,
        outcome.conflicts.len(),
        outcome.customers_new
    );
    println!("the book has {:.0} MB", std::fs::metadata(path)?.len() as f64 / 1e6);
    let mut seen = (0_u64, 0_u64);
    measured("all histories, one thread", rows, || {
        book.reader()?.histories(1..=u32::MAX, |history| {
            seen.0 += history.purchases.len() as u64;
            seen.1 = seen
                .1
                .wrapping_add(history.purchases.iter().map(|fact| fact.detail.amount_minor as u64).sum());
        })
    })?;
    println!("{} purchases, {} minor units", seen.0, seen.1);
    measured("all histories, two threads", rows, || {
        book.for_each_history_parallel(2, || 0, |count, history| *count += history.purchases.len())
    })?;
    let judged: Vec<JudgedRow> = (1..=book.customer_count()? as u32).map(judged).collect();
    let count = judged.len() as u64;
    measured("save judgements", count, || book.save_judged(Day(20_000), "1", &judged))?;
    measured("save judgements again", count, || book.save_judged(Day(20_001), "1", &judged))?;
    drop(judged);
    let mut ids = (1..=book.customer_count()?.min(10_000)).map(|id| CustomerId(id as u32));
    measured("single histories", 10_000, || ids.try_for_each(|id| book.history(id).map(drop)))?;
    if arguments.len() > 4 {
        let outcome = measured("make and import again", rows, || import(&mut book, rows, customers, batch))?;
        println!("new {}, same {}", outcome.facts_new, outcome.facts_same);
        let findings = measured("check", rows, || book.check())?;
        println!("findings: {findings:?}");
    }
    Ok(())
}

fn judged(customer: u32) -> JudgedRow {
    JudgedRow {
        customer,
        provider: Some(ProviderId(customer % 200 + 1)),
        relationship_kind: Some("pseudo_relationship"),
        opc_configuration: Some("tight_loose_loose"),
        foundation_gate: Some("unverified"),
        contact_rhythm: None,
        purchase_rhythm: Some("on_rhythm"),
        decline: Some("watch"),
        signs: Some(1),
        p_alive: Some(f64::from(customer % 1000) / 1001.0),
        expected_purchases: Some(f64::from(customer % 777) / 333.0),
        ..JudgedRow::default()
    }
}
