//! Sizes, words and calls. Every rule says why.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

use tidy::{files, functions, root, shown};

/// A function fits on one screen.
const FUNCTION_LINES_MAX: usize = 70;
/// A file can be read at one sitting.
const FILE_LINES_MAX: usize = 500;
/// A line can be read beside another.
const LINE_CHARS_MAX: usize = 110;

fn report(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}:\n  {}", offences.join("\n  "));
}

fn sources() -> Vec<(String, String)> {
    let paths = files(&root().join("crates"), &[".rs"]);
    assert!(paths.len() > 20, "the sources were not found");
    paths.iter().map(|path| (shown(path), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn a_function_fits_on_one_screen() {
    let mut offences = Vec::new();
    for (path, source) in sources() {
        for function in functions(&source).iter().filter(|function| function.length > FUNCTION_LINES_MAX) {
            offences
                .push(format!("{path}:{} {} has {} lines", function.line, function.name, function.length));
        }
    }
    report("a function has at most 70 lines: say what it does in named steps", &offences);
}

#[test]
fn a_file_can_be_read_at_one_sitting() {
    let too_long = |source: &str| source.lines().count() > FILE_LINES_MAX;
    let offences: Vec<String> = sources()
        .into_iter()
        .filter(|(_, source)| too_long(source))
        .map(|(path, source)| format!("{path} has {} lines", source.lines().count()))
        .collect();
    report("a file has at most 500 lines: find the second job in it", &offences);
}

#[test]
fn a_line_can_be_read_beside_another() {
    let mut offences = Vec::new();
    for (path, source) in sources() {
        for (place, line) in source.lines().enumerate() {
            if line.chars().count() > LINE_CHARS_MAX {
                offences.push(format!("{path}:{}", place + 1));
            }
        }
    }
    report("a line has at most 110 characters", &offences);
}

/// Words that have a better one here, with the better one.
const BANNED_WORDS: &[(&str, &str)] = &[
    ("churn", "lapse (inferred) or exit (said)"),
    ("network_marketing", "multi_level_selling"),
    ("nurture", "follow_up"),
    ("vip", "key_account, if the programme says so"),
];

/// Calls that have a better one here, with the reason. Clippy bans more, by path (`clippy.toml`).
const BANNED_CALLS: &[(&str, &str)] = &[
    ("std::process::exit", "return an exit code, so that destructors run and the book is closed"),
    ("static mut", "state is owned by somebody"),
    ("thread_rng", "chance is an argument: take a seed"),
    ("#[ignore]", "a test that does not run is not a test"),
    ("should_panic", "say what the error is"),
];

fn is_word(source: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric();
    source.match_indices(word).any(|(place, _)| {
        let before = source[..place].chars().next_back().is_some_and(is_part);
        let after = source[place + word.len()..].chars().next().is_some_and(is_part);
        !before && !after
    })
}

#[test]
fn one_word_has_one_meaning() {
    let mut offences = Vec::new();
    for (path, source) in sources().iter().filter(|(path, _)| !path.starts_with("crates/tidy")) {
        let lower = source.to_lowercase();
        for (word, better) in BANNED_WORDS.iter().filter(|(word, _)| is_word(&lower, word)) {
            offences.push(format!("{path}: `{word}`; say {better}"));
        }
    }
    report("the vocabulary has a better word", &offences);
}

#[test]
fn banned_calls_are_absent() {
    let mut offences = Vec::new();
    for (path, source) in sources().iter().filter(|(path, _)| !path.starts_with("crates/tidy")) {
        for (call, reason) in BANNED_CALLS.iter().filter(|(call, _)| source.contains(call)) {
            offences.push(format!("{path}: `{call}`: {reason}"));
        }
    }
    report("a call is banned", &offences);
}

#[test]
fn no_file_names_the_machine_it_was_written_on() {
    let endings = [".rs", ".md", ".toml", ".sql", ".py", ".yml", ".json", "run", "test"];
    let mut offences = Vec::new();
    for path in files(&root(), &endings).iter().filter(|path| !shown(path).starts_with("crates/tidy")) {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let is_local = ["/work/", "/root/", "/home/"].iter().any(|place| text.contains(place));
        if is_local {
            offences.push(shown(path));
        }
    }
    report("a path of one machine is of no use on another", &offences);
}
