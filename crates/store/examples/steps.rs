//! Measures what people's steps cost: alone and a hundred together, and an import that is undone.
//!
//! `cargo run --release -p store --example steps -- FOLDER [CUSTOMERS]`
//!
//! FOLDER must be on the disk that is to be measured. Figures in docs/storage.md come from here.
#![allow(clippy::print_stdout, reason = "a program for measuring prints what it measured")]

use book::record::CustomerProfile;
use book::*;
use std::error::Error;
use std::time::{Duration, Instant};
use store::*;

const NOW: Timestamp = Timestamp(1_710_000_000_000_000);

/// CPU time of this process so far, all threads, user and system.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    Duration::from_nanos(stat.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or_default())
}

/// Time on the clock and on the processor since a beginning.
struct Began(Instant, Duration);

impl Began {
    fn now() -> Began {
        Began(Instant::now(), cpu())
    }
    fn each(&self, count: u32) -> String {
        format!("{:.1?} (CPU {:.1?})", self.0.elapsed() / count, (cpu() - self.1) / count)
    }
}

/// Contacts of `count` people, with a profile and a contact for each.
fn people(count: usize) -> Vec<Record> {
    let row = |line: usize, body: Body, id: FactId, external_id: Option<Text>| Record {
        line: line as u64,
        id,
        external_id,
        at: NOW,
        customer: format!("person-{line}").into(),
        provider: Some(format!("provider-{}", line % 10).into()),
        body,
        extras: None,
    };
    let both = (0..count).flat_map(|line| {
        let profile = CustomerProfile {
            kind: Some(PartyKind::Person),
            name: Some(format!("Person Number {line}").into()),
            email: Some(format!("person{line}@company{}.example", line % 500).into()),
            phone: Some(format!("+46 8 {line:07}").into()),
            ..CustomerProfile::default()
        };
        let external_id = Text::from(line.to_string());
        let id = FactId::of("people", FactKind::Interaction, &external_id);
        let contact = Interaction { two_way: Some(true), ..Interaction::default() };
        [
            row(line, Body::Customer(profile), FactId(0), None),
            row(line, Body::Interaction(contact), id, Some(external_id)),
        ]
    });
    both.collect()
}

fn contact(customer: u32, id: u32) -> NewFact<'static> {
    let channel = Some("phone".into());
    let body = Body::Interaction(Interaction { two_way: Some(true), channel, ..Interaction::default() });
    let external_id = format!("contact-{id}").into();
    let provider = Some(ProviderId(1));
    NewFact { customer: CustomerId(customer), provider, at: NOW, body, external_id, source: OWN_SOURCE }
}

/// Logs a contact as a page does: the fact, and what the audit trail says.
fn log(tx: &mut Tx<'_>, account: AccountId, customer: u32, id: u32) -> Result<(), StoreError> {
    tx.add_fact(contact(customer, id))?;
    let (verb, sentence) = ("contact".into(), "Eve talked with somebody on the phone".into());
    let undo = Some("{\"remove_fact\":123}".into());
    let customer = Some(CustomerId(customer));
    tx.record_act(&NewAct { at: NOW, account, verb, customer, provider: None, sentence, undo })?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().ok_or("name a folder")?;
    let count: usize = arguments.get(1).and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let path = std::path::Path::new(folder).join("steps.db");
    Book::create(&path, &Settings::default())?;
    let mut book = Book::open_to_serve(&path)?;
    let account = book.write(|tx| {
        let (name, role, email) = ("Eve".into(), "manager".into(), "eve@example.org".into());
        let (provider, password_hash) = (None, None);
        tx.add_account(&NewAccount { email, name, role, provider, password_hash, created_at: NOW })
    });
    let account: AccountId = account.map_err(|error: StoreError| error)?;
    for round in ["import", "import again after undo"] {
        let rows = people(count);
        let begin = Began::now();
        let id = book.write(|tx| {
            let (file_name, source, format) = ("people.csv".into(), "people".into(), "csv".into());
            tx.begin_import(&NewImport { at: NOW, account: Some(account), file_name, source, format })
        });
        let id: ImportId = id.map_err(|error: StoreError| error)?;
        let mut importer = book.importer("people", false)?;
        importer.set_import(id);
        let outcome = importer.write(rows)?;
        importer.finish()?;
        println!("{round}: {} rows {}", outcome.rows, begin.each(1));
        if round == "import" {
            let begin = Began::now();
            let undone = book.write(|tx| tx.undo_import(id, NOW)).map_err(|error: StoreError| error)?;
            println!("undo: {undone:?} {}", begin.each(1));
        }
    }
    let mut id = 0_u32;
    for (size, batches) in [(1, 500), (10, 200), (100, 100), (1000, 10)] {
        let begin = Began::now();
        for _ in 0..batches {
            let mut batch = book.batch()?;
            for _ in 0..size {
                id += 1;
                let customer = id.wrapping_mul(7919) % count as u32 + 1;
                batch.step(|tx| log(tx, account, customer, id))?;
            }
            batch.commit()?;
        }
        println!("batches of {size}: {} a batch, {} a step", begin.each(batches), begin.each(batches * size));
    }
    let reader = Book::open_reader_small(&path)?;
    let begin = Began::now();
    for customer in 1..=10_000.min(count as u32) {
        reader.history(CustomerId(customer))?;
    }
    println!("a history through a small reader: {}", begin.each(10_000.min(count as u32)));
    println!("findings: {:?}", book.check()?);
    Ok(())
}
