//! What the tests of people's work share.

use book::*;
use store::*;

use super::{SOURCE, records};

pub const NOW: Timestamp = Timestamp(1_710_000_000_000_000);

pub fn new_book(count: usize) -> (tempfile::TempDir, Book, AccountId) {
    let folder = tempfile::tempdir().unwrap();
    let mut book = Book::create(folder.path().join("a.db"), &Settings::default()).unwrap();
    if count > 0 {
        book.importer(SOURCE, false).unwrap().write(records(7, count)).unwrap();
    }
    let account = step(&mut book, |tx| tx.add_account(&new_account("eve@example.org")));
    (folder, book, account)
}

pub fn new_account(email: &str) -> NewAccount {
    let (name, role) = ("Eve".into(), "manager".into());
    NewAccount { email: email.into(), name, role, provider: None, password_hash: None, created_at: NOW }
}

pub fn step<T>(book: &mut Book, step: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>) -> T {
    book.write(step).unwrap()
}

/// What a refused step says, in words.
pub fn refused<T: std::fmt::Debug>(
    book: &mut Book,
    step: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
) -> Problem {
    book.write(step).unwrap_err().problem
}

pub fn contact(customer: u32, id: &str) -> NewFact<'static> {
    let body = Body::Interaction(Interaction { two_way: Some(true), ..Interaction::default() });
    let (customer, external_id) = (CustomerId(customer), id.into());
    NewFact { customer, provider: None, at: NOW, body, external_id, source: OWN_SOURCE }
}

pub fn act(account: AccountId, customer: Option<CustomerId>, sentence: &str) -> NewAct {
    let (verb, sentence) = ("contact".into(), sentence.into());
    NewAct { at: NOW, account, verb, customer, provider: None, sentence, undo: None }
}

#[track_caller]
pub fn clean(book: &Book) {
    assert_eq!(book.check().unwrap(), []);
}
