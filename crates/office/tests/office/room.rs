//! A room with a simulated company, a clock that moves when told, and chance that is counted.

use book::{Currency, CustomerId, Day, ProviderId, Timestamp};
use guard::{Actor, ChangePerson, Role};
use office::{Clock, Office, Randomness};
use simulate::{Company, Scenario};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use store::{Account, AccountId, Book, NewAccount, Settings};
use tempfile::TempDir;

pub use book::time::DAY_MICROS;
pub const MINUTE_MICROS: i64 = 60_000_000;

/// An office, and what it stands on.
pub struct Room {
    pub office: Office,
    pub day: Day,
    now: Arc<AtomicI64>,
    folder: TempDir,
}

/// The simulated company as a book, made once: each test gets a copy.
fn template() -> &'static (TempDir, PathBuf, Day) {
    static TEMPLATE: OnceLock<(TempDir, PathBuf, Day)> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let scenario = Scenario { customers: 80, ..Scenario::demo() };
        let company = Company::simulate(&scenario);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("template.db");
        let currency = Currency::parse("EUR").unwrap();
        let settings = Settings { currency, seed: 1, simulated: true, ..Settings::default() };
        let mut book = Book::create(&path, &settings).unwrap();
        let mut importer = book.importer(simulate::SOURCE, false).unwrap();
        importer.write(company.records).unwrap();
        importer.finish().unwrap();
        book.write(|tx| -> Result<AccountId, store::StoreError> {
            tx.add_account(&NewAccount {
                email: "ada@example.com".into(),
                name: "Ada".into(),
                role: Role::Administrator.word().into(),
                provider: None,
                password_hash: None,
                created_at: Timestamp(0),
            })
        })
        .unwrap();
        drop(book);
        (folder, path, scenario.end_day)
    })
}

impl Room {
    /// The simulated company at noon of its last day, with one administrator, read through.
    pub async fn simulated() -> Room {
        let (_, path, day) = template();
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(path, folder.path().join("book.db")).unwrap();
        let room = Room::open(folder, *day);
        room.office.desk_when_ready().await;
        room
    }

    /// A new book without anybody.
    pub fn empty() -> Room {
        let folder = tempfile::tempdir().unwrap();
        drop(Book::create(folder.path().join("book.db"), &Settings::default()).unwrap());
        Room::open(folder, template().2)
    }

    fn open(folder: TempDir, day: Day) -> Room {
        let now = Arc::new(AtomicI64::new(i64::from(day.0) * DAY_MICROS + DAY_MICROS / 2));
        let office = Office::open(&folder.path().join("book.db"), clock(&now), chance()).unwrap();
        Room { office, day, now, folder }
    }

    /// The program ends and starts again.
    pub async fn restarted(self) -> Room {
        let Room { office, day, now, folder } = self;
        office.close();
        drop(office);
        let office = Office::open(&folder.path().join("book.db"), clock(&now), chance()).unwrap();
        office.desk_when_ready().await;
        let room = Room { office, day, now, folder };
        room.read_through().await;
        room
    }

    /// Moves the clock.
    pub fn wait_micros(&self, micros: i64) {
        self.now.fetch_add(micros, Ordering::Relaxed);
    }

    /// Until lists and days contain everything.
    pub async fn read_through(&self) {
        while !self.office.is_up_to_date() {
            tokio::task::yield_now().await;
        }
    }

    /// The book, as another program sees it.
    pub fn book(&self) -> Book {
        Book::open_read_only(self.office.path()).unwrap()
    }

    pub fn account(&self) -> Account {
        self.book().accounts().unwrap().remove(0)
    }

    pub fn change(&self, customer: CustomerId) -> ChangePerson {
        ada().change_person(customer, &[None]).unwrap()
    }

    /// Customers with a name, in order of number.
    pub fn people(&self) -> Vec<CustomerId> {
        let mut people = Vec::new();
        let named = |customer: book::Customer| people.extend(customer.name.map(|_| customer.id));
        self.book().for_each_customer(named).unwrap();
        people
    }

    pub fn providers(&self) -> Vec<ProviderId> {
        self.book().directory().unwrap().providers.iter().map(|provider| provider.id).collect()
    }
}

/// The administrator of every room.
pub fn ada() -> Actor {
    Actor { account: 1, name: "Ada".into(), role: Role::Administrator, provider: None }
}

fn clock(now: &Arc<AtomicI64>) -> Clock {
    let now = now.clone();
    // Every look is a millisecond later, so that nothing happens at the same instant.
    Arc::new(move || Timestamp(now.fetch_add(1_000, Ordering::Relaxed)))
}

fn chance() -> Randomness {
    static SEED: AtomicU64 = AtomicU64::new(1);
    Arc::new(|bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(8) {
            let next = SEED.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            chunk.copy_from_slice(&next.to_le_bytes()[..chunk.len()]);
        }
    })
}
