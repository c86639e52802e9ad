//! The arrows between the rooms, and a map that tells the truth.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

use std::path::Path;
use tidy::{files, root, shown};

/// Each room with the rooms it may import. An arrow that is not here is a new decision: write it down in
/// ARCHITECTURE.md first.
const ARROWS: &[(&str, &[&str])] = &[
    ("book", &[]),
    ("stats", &[]),
    ("forecast", &["stats"]),
    ("judge", &["book", "forecast", "stats"]),
    ("mirror", &["book", "judge", "stats"]),
    ("agenda", &["book", "judge", "stats"]),
    ("store", &["book"]),
    ("guard", &["book"]),
    ("people", &["book"]),
    ("signin", &[]),
    ("pictures", &["book"]),
    ("intake", &["book"]),
    ("rfm", &["book", "forecast"]),
    ("simulate", &["book", "stats"]),
    ("web", &["agenda", "book", "guard", "judge", "mirror", "office", "people", "pictures", "signin"]),
    (
        "office",
        &[
            "agenda", "book", "guard", "intake", "judge", "mirror", "people", "signin", "simulate", "stats",
            "store",
        ],
    ),
    (
        "steadfast",
        &[
            "agenda", "book", "forecast", "intake", "judge", "mirror", "office", "rfm", "simulate", "stats",
            "store", "web",
        ],
    ),
    ("browser", &[]),
    ("tidy", &[]),
];

/// What a room must never import, whatever is convenient.
const ABSENT: &[(&str, &[&str])] = &[
    ("book", &["rusqlite", "csv", "rayon"]),
    ("judge", &["rusqlite", "csv", "rand", "indicatif"]),
    ("mirror", &["rusqlite", "csv", "rand", "indicatif"]),
    ("agenda", &["rusqlite", "csv", "rand", "indicatif"]),
    ("intake", &["rusqlite"]),
    ("store", &["csv", "clap"]),
    ("guard", &["rusqlite", "axum", "rand"]),
    ("people", &["rusqlite", "axum", "rand", "csv"]),
    ("signin", &["rusqlite", "axum", "rand", "getrandom"]),
];

fn dependencies(room: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("crates").join(room).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let table = manifest.get("dependencies").and_then(|dependencies| dependencies.as_table());
    table.map(|table| table.keys().cloned().collect()).unwrap_or_default()
}

#[test]
fn arrows_only_point_the_agreed_way() {
    let rooms: Vec<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(rooms.contains(&name.as_str()), "crates/{name} is a room without agreed arrows");
    }
    for (room, allowed) in ARROWS {
        for dependency in dependencies(room).iter().filter(|name| rooms.contains(&name.as_str())) {
            let is_allowed = allowed.contains(&dependency.as_str());
            assert!(is_allowed, "{room} imports {dependency}: not an agreed arrow");
        }
    }
}

#[test]
fn what_must_be_absent_is_absent() {
    for (room, banned) in ABSENT {
        for dependency in dependencies(room) {
            assert!(!banned.contains(&dependency.as_str()), "{room} must not import {dependency}");
        }
    }
}

#[test]
fn every_source_file_is_reached() {
    for path in files(&root().join("crates"), &[".rs"]) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let parent = path.parent().unwrap();
        let is_module = path.components().any(|part| part.as_os_str() == "src");
        if !is_module || matches!(name, "lib" | "main" | "mod") || parent.ends_with("bin") {
            continue;
        }
        let beside = ["mod.rs", "lib.rs", "main.rs"].map(|name| parent.join(name));
        let above = parent.with_extension("rs");
        let is_declared = |file: &Path| {
            std::fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("mod {name};")))
        };
        let reached = beside.iter().any(|file| is_declared(file)) || is_declared(&above);
        assert!(reached, "{} is declared by no module", shown(&path));
    }
}

/// Paths in backquotes that contain a slash or end like a file.
fn paths_named(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let is_path = |word: &&str| {
        let known = ["crates/", "docs/", "bench/", ".ci/"].iter().any(|start| word.starts_with(start));
        // `bench/data` is what a benchmark writes; it is in no checkout.
        known && !word.starts_with("bench/data") && !word.contains(['*', ' ', '<', '{'])
    };
    quoted.filter(is_path).collect()
}

#[test]
fn every_path_the_documents_name_exists() {
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "bench/README.md"] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        let paths = paths_named(&text);
        assert!(document != "ARCHITECTURE.md" || paths.len() >= 10, "the map names hardly any place");
        for path in paths {
            let file = path.split(':').next().unwrap_or(path);
            assert!(root().join(file).exists(), "{document} names `{path}`, which is not there");
        }
    }
}

#[test]
fn the_map_names_every_room() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for (room, _) in ARROWS {
        assert!(map.contains(&format!("crates/{room}")), "ARCHITECTURE.md does not name crates/{room}");
    }
}
