//! An import killed at any point, and started again, loses nothing it acknowledged and ends in the same book.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test stops where it fails")]

mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use store::{Book, Settings};
use support::{Random, SOURCE, records};

const SEED: u64 = 77;
const KILLS: u64 = 10;
const BATCHES: usize = 30;
const BATCH_ROWS: usize = 400;

fn batches() -> Vec<Vec<book::Record>> {
    records(SEED, BATCHES * BATCH_ROWS).chunks(BATCH_ROWS).map(<[_]>::to_vec).collect()
}

fn import(path: &Path, count: usize, mut acknowledge: impl FnMut(usize)) {
    let mut book = Book::open_or_create(path, &Settings::default()).unwrap();
    let mut importer = book.importer(SOURCE, false).unwrap();
    for (done, batch) in batches().into_iter().take(count).enumerate() {
        importer.write(batch).unwrap();
        acknowledge(done + 1);
    }
    importer.finish().unwrap();
}

/// The process that is killed: imports into the book named on its standard input and says what is durable.
#[test]
#[ignore = "started by the test that kills it"]
fn a_process_that_imports() {
    let mut path = String::new();
    std::io::stdin().lock().read_line(&mut path).unwrap();
    if path.trim().is_empty() {
        return;
    }
    import(Path::new(path.trim()), BATCHES, |done| {
        println!("\nacknowledged {done}");
        std::io::stdout().flush().unwrap();
    });
}

fn start(path: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "a_process_that_imports", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{}", path.display()).unwrap();
    child
}

/// Lets the import acknowledge some batches, go on for a while, and kills it. Returns how many it
/// acknowledged.
fn kill_somewhere(child: &mut Child, random: &mut Random) -> usize {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let wanted = random.below(BATCHES);
    let mut acknowledged = 0;
    let mut next = || lines.find_map(|line| line.unwrap().strip_prefix("acknowledged ").map(str::to_string));
    while acknowledged < wanted {
        match next() {
            Some(number) => acknowledged = number.parse().unwrap(),
            None => break,
        }
    }
    for _ in 0..random.below(3_000_000) {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What it managed to say before it died counts too.
    while let Some(number) = next() {
        acknowledged = number.parse().unwrap();
    }
    acknowledged
}

#[test]
fn an_import_killed_anywhere_ends_in_the_same_book() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(SEED);
    let path = folder.path().join("killed.db");
    let mut killed_at = Vec::new();
    for kill in 0..KILLS {
        if kill == KILLS / 2 {
            // Begin anew, so that young books are killed as often as grown ones.
            for file in std::fs::read_dir(folder.path()).unwrap() {
                std::fs::remove_file(file.unwrap().path()).unwrap();
            }
        }
        let acknowledged = kill_somewhere(&mut start(&path), &mut random);
        killed_at.push(acknowledged);
        let book = match Book::open(&path) {
            Ok(book) => book,
            Err(_) if acknowledged == 0 => continue,
            Err(error) => panic!("after {acknowledged} batches: {error}"),
        };
        assert_eq!(book.check().unwrap(), []);
        let ids = batches().into_iter().take(acknowledged).flatten().filter(|row| row.body.kind().is_some());
        for row in ids {
            assert!(book.open_fact(row.id).unwrap().is_some(), "row {} was lost", row.line);
        }
    }
    import(&path, BATCHES, drop);
    let undisturbed = folder.path().join("undisturbed.db");
    import(&undisturbed, BATCHES, drop);
    let [killed, undisturbed] = [&path, &undisturbed].map(|path| Book::open(path).unwrap().dump().unwrap());
    assert_eq!(killed, undisturbed, "killed after {killed_at:?} batches");
}
