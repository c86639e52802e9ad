//! The house style as a test: see `tests/style.rs` and `tests/structure.rs`. An unenforced rule is no rule.

use std::path::{Path, PathBuf};

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace root exists")
}

/// Every file below `folder` whose name ends with one of `endings`, in order; build output is passed over.
pub fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_output =
                matches!(name.as_str(), "target" | ".git" | "data" | "corpus" | "artifacts" | "coverage");
            if path.is_dir() && !is_output {
                waiting.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The path as the repository names it.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// A function of a source file.
pub struct Function {
    /// Its name.
    pub name: String,
    /// Its first line, from 1.
    pub line: usize,
    /// Lines from `fn` to the closing brace.
    pub length: usize,
}

/// The functions of a rustfmt-formatted source: each ends at the first `}` with its own indentation.
pub fn functions(source: &str) -> Vec<Function> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let closing = format!("{}}}", " ".repeat(indent));
        let one_line = line.trim_end().ends_with('}') || line.trim_end().ends_with(';');
        let end = lines[place..].iter().position(|later| **later == closing);
        let length = match (one_line, declared_until(&lines[place..])) {
            (true, _) => 1,
            (_, Some(last)) => last + 1,
            _ => end.map_or(1, |end| end + 1),
        };
        found.push(Function { name, line: place + 1, length });
    }
    found
}

/// Place of the line on which a function without a body ends: one of a trait, or of a macro that writes the
/// body. Its `;` comes before any `{`.
fn declared_until(lines: &[&str]) -> Option<usize> {
    let last = lines.iter().position(|line| line.trim_end().ends_with([';', '{', '}']))?;
    lines[last].trim_end().ends_with(';').then_some(last)
}

fn function_name(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let before = ["pub", "pub(crate)", "pub(super)", "const", "async", "unsafe"];
    let keyword = words.by_ref().find(|word| !before.contains(word))?;
    let name = words.next()?;
    (keyword == "fn").then(|| name.split(['(', '<']).next().unwrap_or(name).to_owned())
}
