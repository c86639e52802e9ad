//! An import is taken out again whole, for as long as nothing was built on it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod support;

use book::record::*;
use book::*;
use store::*;
use support::work::*;
use support::{SOURCE, records};

fn import(book: &mut Book, account: AccountId, source: &str, rows: Vec<Record>) -> (ImportId, Outcome) {
    let (file_name, format) = ("people.csv".into(), "records".into());
    let account = Some(account);
    let begun = NewImport { at: NOW, account, file_name, source: source.into(), format };
    let id = step(book, |tx| tx.begin_import(&begun));
    let mut importer = book.importer(source, false).unwrap();
    importer.set_import(id);
    let outcome = importer.write(rows).unwrap();
    step(book, |tx| tx.finish_import(id, ImportState::Done, &ImportCounts::from(&outcome)));
    (id, outcome)
}

fn undo(book: &mut Book, id: ImportId) -> Result<UndoneImport, Problem> {
    book.write(|tx| tx.undo_import(id, NOW)).map_err(|error: StoreError| error.problem)
}

#[test]
fn an_import_is_undone_whole() {
    for known in [0, 150, 400] {
        // Some rows were there before: stubs, and parties with profiles. Deliveries among them would find
        // purchases of this import, and then it could not be undone.
        let is_kept = |row: &Record| known == 0 || row.body.kind() != Some(FactKind::Delivery);
        let rows: Vec<Record> = records(7, 600).into_iter().filter(is_kept).collect();
        let (_folder, mut book, account) = new_book(0);
        book.importer(SOURCE, false).unwrap().write(rows[rows.len() - known..].to_vec()).unwrap();
        let before = book.dump().unwrap();
        let (id, outcome) = import(&mut book, account, SOURCE, rows.clone());
        clean(&book);
        let undone = undo(&mut book, id).unwrap();
        assert_eq!(undone.customers, outcome.customers_new);
        assert_eq!(undone.providers, outcome.providers_new);
        assert_eq!(book.dump().unwrap(), before, "{known}");
        clean(&book);
        assert!(matches!(undo(&mut book, id).unwrap_err(), Problem::AlreadyUndone));
        assert_eq!(book.import_run(id).unwrap().unwrap().state, ImportState::Undone);
        let (_, again) = import(&mut book, account, SOURCE, rows.clone());
        assert_eq!(again.facts_new, outcome.facts_new);
        clean(&book);
    }
}

#[test]
fn an_import_on_which_something_was_built_stays() {
    let (_folder, mut book, account) = new_book(0);
    let rows: Vec<Record> =
        records(7, 300).into_iter().filter(|row| row.body.kind() != Some(FactKind::Delivery)).collect();
    let (id, _) = import(&mut book, account, SOURCE, rows.clone());
    let promise = rows.iter().find(|row| row.body.kind() == Some(FactKind::Promise)).unwrap();
    let [one, two] = [1, 2].map(CustomerId);
    let before = book.dump().unwrap();

    let built = step(&mut book, |tx| tx.add_fact(contact(1, "built")));
    assert!(matches!(undo(&mut book, id).unwrap_err(), Problem::BuiltUpon { .. }));
    step(&mut book, |tx| tx.remove_fact(built));

    let amended =
        step(&mut book, |tx| tx.amend(account, FactKind::Promise, promise.id, NOW, &Change::Retract));
    assert!(matches!(undo(&mut book, id).unwrap_err(), Problem::BuiltUpon { .. }));
    step(&mut book, |tx| tx.remove_amendment(amended));

    step(&mut book, |tx| tx.merge(one, two, NOW, account));
    assert!(matches!(undo(&mut book, id).unwrap_err(), Problem::BuiltUpon { .. }));
    step(&mut book, |tx| tx.unmerge(one));

    let done = step(&mut book, |tx| tx.record_act(&act(account, Some(one), "Talked")));
    let problem = undo(&mut book, id).unwrap_err();
    assert!(problem.to_string().contains("an act is about customer 1"), "{problem}");
    step(&mut book, |tx| tx.mark_undone(done, NOW, account));

    let profile = CustomerProfile { name: Some("X".into()), ..CustomerProfile::default() };
    let previous = step(&mut book, |tx| tx.set_profile(two, &profile));
    assert!(matches!(undo(&mut book, id).unwrap_err(), Problem::BuiltUpon { .. }));
    step(&mut book, |tx| tx.set_profile(two, &previous));

    let (later, _) = import(&mut book, account, "other", vec![]);
    let mut other = contact_record("other", &rows);
    other.customer = "customer 5".into();
    let (same_source, _) = import(&mut book, account, SOURCE, vec![other]);
    assert!(matches!(undo(&mut book, id).unwrap_err(), Problem::BuiltUpon { .. }));
    undo(&mut book, same_source).unwrap();
    undo(&mut book, later).unwrap();
    assert_eq!(book.dump().unwrap(), before);
    clean(&book);
    undo(&mut book, id).unwrap();
    assert_eq!(book.customer_count().unwrap(), 0);
    clean(&book);
}

#[test]
fn a_delivery_that_waited_for_an_import_keeps_it() {
    let (_folder, mut book, account) = new_book(0);
    let (deliveries, others): (Vec<Record>, Vec<Record>) =
        records(7, 300).into_iter().partition(|row| row.body.kind() == Some(FactKind::Delivery));
    book.importer(SOURCE, false).unwrap().write(deliveries).unwrap();
    let (id, _) = import(&mut book, account, SOURCE, others);
    let problem = undo(&mut book, id).unwrap_err();
    assert!(problem.to_string().contains("was delivered"), "{problem}");
    clean(&book);
}

fn contact_record(external_id: &str, rows: &[Record]) -> Record {
    let like = rows.iter().find(|row| row.body.kind() == Some(FactKind::Interaction)).unwrap();
    let id = FactId::of(SOURCE, FactKind::Interaction, external_id);
    Record { id, external_id: Some(external_id.into()), ..like.clone() }
}
