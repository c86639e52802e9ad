//! What must hold for any records, in any order, cut into batches in any way.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test stops where it fails")]

mod support;

use book::*;
use proptest::prelude::*;
use store::{Book, NewAccount, Outcome, Settings, StoreError};
use support::{Random, SOURCE, reads_agree, records};

fn new_book() -> (tempfile::TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let book = Book::create(folder.path().join("a.db"), &Settings::default()).unwrap();
    (folder, book)
}

/// Imports in batches of random sizes, some of them staged in several pieces.
fn import(book: &mut Book, rows: &[Record], random: &mut Random, is_update: bool) -> Outcome {
    let mut importer = book.importer(SOURCE, is_update).unwrap();
    let mut total = Outcome::default();
    let mut rest = rows;
    while !rest.is_empty() {
        let (batch, later) = rest.split_at((1 + random.below(rows.len())).min(rest.len()));
        rest = later;
        let (first, second) = batch.split_at(random.below(batch.len() + 1));
        importer.stage(first.to_vec()).unwrap();
        total.add(importer.write(second.to_vec()).unwrap());
    }
    importer.finish().unwrap();
    total
}

/// The same row with something else in it.
fn changed(row: &Record) -> Record {
    let mut row = row.clone();
    match &mut row.body {
        Body::Customer(profile) => profile.phone = Some("123".into()),
        Body::Provider(profile) => profile.team = Some("blue".into()),
        Body::Purchase(purchase) => purchase.amount_minor += 1,
        _ => row.at.0 += 1_000_000,
    }
    row
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn order_and_batches_do_not_matter(seed: u64, count in 1_usize..400) {
        let mut random = Random(seed);
        let mut rows = records(seed, count);
        let (_folder, mut plain) = new_book();
        let outcome = plain.importer(SOURCE, false).unwrap().write(rows.clone()).unwrap();
        prop_assert_eq!((outcome.rows, outcome.facts_new), (count as u64, count as u64));
        random.shuffle(&mut rows);
        // Rows that come twice say the same, near or far from each other.
        for _ in 0..count / 10 {
            let twice = rows[random.below(rows.len())].clone();
            rows.insert(random.below(rows.len()), twice);
        }
        let (_folder, mut other) = new_book();
        let outcome = import(&mut other, &rows, &mut random, false);
        prop_assert_eq!(outcome.facts_new, count as u64);
        prop_assert_eq!(outcome.facts_same, (rows.len() - count) as u64);
        prop_assert_eq!(plain.dump().unwrap(), other.dump().unwrap());
        prop_assert_eq!(other.check().unwrap(), []);
    }

    #[test]
    fn the_same_again_changes_nothing(seed: u64, count in 1_usize..400) {
        let mut random = Random(seed);
        let mut rows = records(seed, count);
        let (_folder, mut book) = new_book();
        import(&mut book, &rows, &mut random, false);
        let (before, version) = (book.dump().unwrap(), book.facts_version().unwrap());
        random.shuffle(&mut rows);
        for is_update in [false, true] {
            let outcome = import(&mut book, &rows, &mut random, is_update);
            prop_assert_eq!(outcome.facts_same, count as u64);
        }
        prop_assert_eq!(book.dump().unwrap(), before);
        prop_assert_eq!(book.facts_version().unwrap(), version);
    }

    #[test]
    fn conflicts_change_nothing_and_updates_change_everything(seed: u64, count in 1_usize..400) {
        let mut random = Random(seed);
        let rows = records(seed, count);
        let (_folder, mut book) = new_book();
        import(&mut book, &rows, &mut random, false);
        let before = book.dump().unwrap();
        let mut changes: Vec<Record> = rows.iter().filter(|_| random.chance(5)).map(changed).collect();
        random.shuffle(&mut changes);
        let outcome = import(&mut book, &changes, &mut random, false);
        prop_assert_eq!(outcome.conflicts.len(), changes.len());
        prop_assert_eq!(book.dump().unwrap(), before);
        let outcome = import(&mut book, &changes, &mut random, true);
        prop_assert_eq!(outcome.facts_updated, changes.len() as u64);
        prop_assert_eq!(book.check().unwrap(), []);
        let (_folder, mut fresh) = new_book();
        import(&mut fresh, &changes, &mut random, false);
        let known: std::collections::HashSet<u64> = changes.iter().map(|row| row.line).collect();
        let others: Vec<Record> = rows.into_iter().filter(|row| !known.contains(&row.line)).collect();
        import(&mut fresh, &others, &mut random, false);
        prop_assert_eq!(book.dump().unwrap(), fresh.dump().unwrap());
    }

    #[test]
    fn a_history_is_what_was_imported(seed: u64, count in 1_usize..300) {
        let rows = records(seed, count);
        let (_folder, mut book) = new_book();
        import(&mut book, &rows, &mut Random(seed), false);
        let mut told = 0;
        book.histories(1..=u32::MAX, |history| {
            told += history.fact_count();
            let mut sorted = history.clone();
            sorted.sort();
            assert_eq!(*history, sorted);
        }).unwrap();
        let waiting = book.waiting_deliveries().unwrap() as usize;
        let facts = rows.iter().filter(|row| row.body.kind().is_some());
        prop_assert_eq!(told + waiting, facts.clone().count());
        for row in facts.filter(|row| row.body.kind() == Some(FactKind::Purchase)) {
            let opened = book.open_fact(row.id).unwrap().unwrap();
            prop_assert_eq!(opened.record.content_hash(), row.content_hash());
            prop_assert_eq!(&opened.record.external_id, &row.external_id);
        }
    }

    #[test]
    fn merged_and_amended_customers_read_the_same_everywhere(seed: u64, count in 40_usize..300) {
        let mut random = Random(seed);
        let (_folder, mut book) = new_book();
        import(&mut book, &records(seed, count), &mut random, false);
        let before = book.dump().unwrap();
        let (amendments, merges) = amend_and_merge(&mut book, &mut random);
        reads_agree(&book);
        prop_assert_eq!(book.check().unwrap(), []);
        let again = import(&mut book, &records(seed, count), &mut random, false);
        prop_assert_eq!(again.facts_same, count as u64);
        let undone: Result<(), StoreError> = book.write(|tx| {
            amendments.iter().try_for_each(|id| tx.remove_amendment(*id).map(drop))?;
            merges.iter().try_for_each(|gone| tx.unmerge(*gone).map(drop))
        });
        undone.unwrap();
        reads_agree(&book);
        prop_assert_eq!(book.dump().unwrap(), before);
    }
}

/// Says something about every fact it meets with a chance of three in ten, and merges some customers.
fn amend_and_merge(book: &mut Book, random: &mut Random) -> (Vec<AmendmentId>, Vec<CustomerId>) {
    let now = Timestamp(1_710_000_000_000_000);
    let mut changes: Vec<(FactKind, FactId, Change)> = Vec::new();
    book.histories(1..=u32::MAX, |history| {
        let closed = Change::Promise { outcome: PromiseOutcome::Broken, closed_at: now, note: None };
        let promises = history.promises.iter().map(|fact| (FactKind::Promise, fact.id, closed.clone()));
        let resolved = Change::Voice { resolved_at: Some(now), satisfied: None, note: None };
        let voice = history.voice.iter().map(|fact| (FactKind::Voice, fact.id, resolved.clone()));
        let purchases = history.purchases.iter().map(|fact| (FactKind::Purchase, fact.id, Change::Retract));
        changes.extend(promises.chain(voice).chain(purchases));
    })
    .unwrap();
    let customers = book.customer_count().unwrap() as usize;
    let account = NewAccount {
        email: "eve@example.org".into(),
        name: "Eve".into(),
        role: "manager".into(),
        provider: None,
        password_hash: None,
        created_at: now,
    };
    let said: Result<_, StoreError> = book.write(|tx| {
        let account = tx.add_account(&account)?;
        let (mut amendments, mut merges) = (Vec::new(), Vec::new());
        for (kind, fact, change) in changes {
            if random.chance(3) {
                amendments.push(tx.amend(account, kind, fact, now, &change)?);
            }
        }
        for _ in 0..random.below(8) {
            let [gone, into] = [(); 2].map(|()| CustomerId(random.below(customers) as u32 + 1));
            if tx.merge(gone, into, now, account).is_ok() {
                merges.push(gone);
            }
        }
        Ok((amendments, merges))
    });
    said.unwrap()
}
