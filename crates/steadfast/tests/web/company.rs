//! The simulated company at work: its book with an account for each role, made once for all flows.

use crate::common::Desk;
use crate::steps::Person;
use book::{ProviderId, Timestamp};
use signin::SecretText;
use std::path::PathBuf;
use std::sync::OnceLock;
use store::{Book, NewAccount, StoreError};

/// The password of everybody in the simulated company.
const PASSWORD: &str = "four plain wooden words";

/// The day on which flows look at the company.
pub const AS_OF: &str = "2026-11-20";

/// Runs everything.
pub const ADA: Person = person("Ada Ortiz", "ada@example.com");
/// Sees to everybody's day.
pub const MAX: Person = person("Max Hale", "max@example.com");
/// The first provider, with a day of nine people.
pub const IRIS: Person = person("Iris Larkspur", "iris@example.com");
/// The second provider.
pub const BEN: Person = person("Ben Okafor", "ben@example.com");
/// Only looks.
pub const VERA: Person = person("Vera Quill", "vera@example.com");

const fn person(name: &'static str, email: &'static str) -> Person {
    Person { name, email, password: PASSWORD }
}

/// A desk with a book of the simulated company in `steadfast.db`.
pub fn desk() -> Desk {
    static TEMPLATE: OnceLock<(Desk, PathBuf)> = OnceLock::new();
    let (_, template) = TEMPLATE.get_or_init(|| {
        let desk = Desk::new();
        desk.run(&["demo", "--as-of", AS_OF, "--keep"]).code(0);
        let path = desk.path("steadfast.db");
        open_accounts(&mut Book::open(&path).unwrap()).unwrap();
        (desk, path)
    });
    let desk = Desk::new();
    std::fs::copy(template, desk.path("steadfast.db")).unwrap();
    desk
}

fn open_accounts(book: &mut Book) -> Result<(), StoreError> {
    let hash = signin::hash_password(&SecretText::new(PASSWORD), [7; 16]);
    let providers: Vec<ProviderId> = book.directory()?.providers.iter().map(|provider| provider.id).collect();
    let people = [
        (ADA, "administrator", None),
        (MAX, "manager", None),
        (IRIS, "provider", Some(providers[0])),
        (BEN, "provider", Some(providers[1])),
        (VERA, "viewer", None),
    ];
    book.write(|tx| {
        for (person, role, provider) in people {
            tx.add_account(&NewAccount {
                email: person.email.into(),
                name: person.name.into(),
                role: role.into(),
                provider,
                password_hash: Some(hash.as_str().into()),
                created_at: Timestamp(0),
            })?;
        }
        Ok(())
    })
}
