//! However a test ends, neither program and no profile of it is left.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

mod site;

use browser::Page;
use site::Site;

/// The folder of the browser's profile, as the running browser names it.
fn profile_of(page: &Page) -> String {
    page.goto("chrome://version");
    page.text("#profile_path").trim().to_owned()
}

/// The programs, by `/proc`, that name a folder on their command line.
fn programs_naming(folder: &str) -> usize {
    let of = |entry: std::fs::DirEntry| std::fs::read(entry.path().join("cmdline")).ok();
    let lines = std::fs::read_dir("/proc").unwrap().flatten().filter_map(of);
    lines.filter(|line| String::from_utf8_lossy(line).contains(folder)).count()
}

#[test]
fn a_failed_step_tells_what_the_page_showed_and_leaves_nothing_behind() {
    let Some(page) = Page::open() else { return };
    let profile = profile_of(&page);
    let folder = profile.trim_end_matches("/Default").to_owned();
    assert!(folder.contains("steadfast-browser-"), "{folder}");
    assert!(programs_naming(&folder) > 0, "the browser is not to be seen");
    let panicking = std::thread::Builder::new().name("failing".into()).spawn(move || {
        let site = Site::start();
        page.goto(&site.at("/"));
        page.press("no such key");
    });
    let payload = panicking.unwrap().join().unwrap_err();
    let message = payload.downcast_ref::<String>().unwrap();
    for part in
        ["there is no key \"no such key\"", "address: http://127.0.0.1:", "Ink on paper.", "failing.png"]
    {
        assert!(message.contains(part), "{part} is not in: {message}");
    }
    assert_eq!(programs_naming(&folder), 0, "a program is left");
    assert!(!std::path::Path::new(&folder).exists(), "the profile is left");
}

#[test]
fn what_never_comes_is_a_failure_that_names_it() {
    let Some(page) = Page::open() else { return };
    let site = Site::start();
    page.goto(&site.at("/"));
    page.patience(3);
    let step = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| page.click("#never")));
    let payload = step.unwrap_err();
    let message = payload.downcast_ref::<String>().unwrap();
    assert!(message.starts_with("clicking `#never`: element not interactable"), "{message}");
}

/// The test below runs this program again with this variable set, and kills it.
const ROLE: &str = "STEADFAST_BROWSER_TO_BE_KILLED";

#[test]
fn a_killed_test_leaves_nothing_behind() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    if std::env::var_os(ROLE).is_some() {
        let Some(page) = Page::open() else { return };
        println!("\nprofile: {}", profile_of(&page));
        std::thread::park();
        return;
    }
    let this = std::env::current_exe().unwrap();
    let mut test = Command::new(this)
        .args(["a_killed_test_leaves_nothing_behind", "--nocapture"])
        .env(ROLE, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(test.stdout.take().unwrap()).lines().map_while(Result::ok);
    let profile = lines.filter_map(|line| line.strip_prefix("profile: ").map(str::to_owned)).next();
    test.kill().unwrap();
    test.wait().unwrap();
    let Some(profile) = profile else { return }; // "not run" has been printed
    let folder = profile.trim_end_matches("/profile/Default");
    // Ending takes the browser a moment: asked again, bounded.
    let is_gone = || programs_naming(folder) == 0 && !std::path::Path::new(folder).exists();
    let gone = (0..400).any(|_| {
        std::thread::park_timeout(std::time::Duration::from_millis(25));
        is_gone()
    });
    assert!(gone, "{} programs of {folder} are left", programs_naming(folder));
}
