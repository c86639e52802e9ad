//! A hundred people logging contacts while the program is killed at random: every write that was answered is
//! there afterwards, once.
//!
//! A few seconds in the suite; for a minute:
//! `STEADFAST_WRITERS_SECONDS=60 cargo test -p steadfast --test web writers`.

use crate::common::Desk;
use crate::http::{ask, sign_in};
use crate::server::Server;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

const WRITERS: usize = 100;
/// Longest and shortest time between two kills, in milliseconds.
const KILL_AFTER: (u64, u64) = (300, 1_500);

/// What every writer shares.
struct Shared {
    address: String,
    cookie: String,
    csrf: String,
    answered: Mutex<BTreeSet<String>>,
    tried: AtomicU64,
    is_over: AtomicBool,
}

/// Logs contacts until it is over; what was answered is noted.
fn write(shared: &Shared, writer: usize) {
    let mut number = 0;
    while !shared.is_over.load(Ordering::Relaxed) {
        number += 1;
        let purpose = format!("w{writer}n{number}");
        let form = format!("csrf={}&channel=phone&two_way=true&purpose={purpose}", shared.csrf);
        let path = format!("/person/{}/contact", 1 + (writer * 7 + number) % 50);
        shared.tried.fetch_add(1, Ordering::Relaxed);
        let answer = ask(&shared.address, "POST", &path, &shared.cookie, &form);
        if let Some(answer) = answer.filter(|answer| answer.is("303")) {
            assert!(answer.head.contains("done="), "{}", answer.head);
            shared.answered.lock().unwrap().insert(purpose);
        }
    }
}

#[test]
fn answered_writes_survive_kill_9() {
    let seconds = std::env::var_os("STEADFAST_WRITERS_SECONDS").and_then(|text| text.to_str()?.parse().ok());
    let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(4));
    let desk = Desk::with_company();
    desk.run(&["import", "company"]).code(0);
    let mut server = Server::start(&desk, &["--as-of", "2026-11-20"]);
    let (cookie, csrf) = sign_in(&server);
    let shared = Arc::new(Shared {
        address: server.address().to_owned(),
        cookie,
        csrf,
        answered: Mutex::default(),
        tried: AtomicU64::new(0),
        is_over: AtomicBool::new(false),
    });
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let shared = shared.clone();
            std::thread::spawn(move || write(&shared, writer))
        })
        .collect();
    let mut state = 20_261_122_u64;
    let mut kills = 0;
    // Nobody ever sends: the channel only measures time.
    let (_keep, never) = mpsc::channel::<()>();
    while Instant::now() < end {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let wait = KILL_AFTER.0 + (state >> 33) % (KILL_AFTER.1 - KILL_AFTER.0);
        let _ = never.recv_timeout(Duration::from_millis(wait));
        server.kill();
        kills += 1;
        server = Server::start_on(&desk, &shared.address, &["--as-of", "2026-11-20"]);
    }
    shared.is_over.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.join().unwrap();
    }
    server.kill();
    let answered = shared.answered.lock().unwrap();
    assert!(answered.len() > 20, "hardly anything was written: {}", answered.len());
    desk.run(&["check"]).code(0);
    let written = purposes(&desk);
    for purpose in answered.iter() {
        let count = written.iter().filter(|found| *found == purpose).count();
        assert_eq!(count, 1, "{purpose} was answered and is there {count} times");
    }
    let tried = shared.tried.load(Ordering::Relaxed);
    println!("{kills} kills, {tried} tries, {} answered, {} in the book", answered.len(), written.len());
}

/// What the contacts in the book were about.
fn purposes(desk: &Desk) -> Vec<String> {
    let book = store::Book::open_read_only(desk.path("steadfast.db")).unwrap();
    let mut found = Vec::new();
    book.histories(1..=u32::MAX, |history| {
        let purposes = history.interactions.iter().filter_map(|contact| contact.detail.purpose.as_deref());
        found.extend(purposes.filter(|purpose| purpose.starts_with('w')).map(str::to_owned));
    })
    .unwrap();
    found
}
