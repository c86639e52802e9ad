//! In which order files are read: parties first, then what others refer to, then the rest.

use crate::format::{self, Format};
use crate::kinds::RecordKind;
use crate::{IntakeError, Options, Reader};
use std::path::{Path, PathBuf};

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its format, when its header tells; `None` when only reading it will.
    pub format: Option<Format>,
}

/// What is read and what is not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files in the order in which they are best read.
    pub files: Vec<PlannedFile>,
    /// Files found in folders and left alone, with the reason.
    pub ignored: Vec<(PathBuf, &'static str)>,
}

/// Plans files and folders. A file that is named is always planned; a folder gives its record files (`.csv`,
/// `.tsv`, `.txt`, each also `.gz` or `.zst`) and those of its folders, one level down.
///
/// Each file is opened for a moment to see its header, so that purchases come before their deliveries
/// whatever the files are called.
///
/// # Errors
/// [`IntakeError::Open`] for a path that cannot be read.
pub fn plan(paths: &[PathBuf], options: &Options) -> Result<Plan, IntakeError> {
    let mut plan = Plan::default();
    let mut found: Vec<PathBuf> = Vec::new();
    for path in paths {
        let metadata = std::fs::metadata(path).map_err(|error| open_error(path, error))?;
        if metadata.is_dir() {
            add_folder(path, 1, &mut found, &mut plan.ignored)?;
        } else {
            found.push(path.clone());
        }
    }
    let mut ranked: Vec<(usize, PathBuf, Option<Format>)> = Vec::with_capacity(found.len());
    for path in found {
        if ranked.iter().any(|(_, known, _)| *known == path) {
            continue;
        }
        let format = Reader::open(&path, options).ok().map(|reader| reader.format());
        ranked.push((rank(&path, format), path, format));
    }
    ranked.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    plan.files = ranked.into_iter().map(|(_, path, format)| PlannedFile { path, format }).collect();
    Ok(plan)
}

/// The place of a file's kind in reading order.
fn rank(path: &Path, format: Option<Format>) -> usize {
    let kind = match format {
        Some(Format::Plain(kind)) => Some(kind),
        // Foreign formats and mapped files are mostly purchases, which others refer to.
        Some(Format::OnlineRetail | Format::Cdnow | Format::Mapped) => Some(RecordKind::Purchases),
        None => format::kind_by_name(path),
    };
    let place = kind.and_then(|kind| RecordKind::ALL.iter().position(|known| *known == kind));
    place.unwrap_or(RecordKind::ALL.len())
}

fn add_folder(
    folder: &Path,
    levels: u32,
    found: &mut Vec<PathBuf>,
    ignored: &mut Vec<(PathBuf, &'static str)>,
) -> Result<(), IntakeError> {
    let entries = std::fs::read_dir(folder).map_err(|error| open_error(folder, error))?;
    let entries: Result<Vec<_>, _> = entries.collect();
    let mut entries: Vec<PathBuf> =
        entries.map_err(|error| open_error(folder, error))?.into_iter().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') {
            ignored.push((path, "a hidden file"));
        } else if path.is_dir() {
            match levels.checked_sub(1) {
                Some(levels) => add_folder(&path, levels, found, ignored)?,
                None => ignored.push((path, "a folder inside a folder; import it by name")),
            }
        } else if name.contains(crate::rejects::REJECTS_ENDING) {
            ignored.push((path, "rejects of an earlier import; import them by name"));
        } else if has_record_ending(&name) {
            found.push(path);
        } else {
            ignored.push((path, "not a file of records (.csv, .tsv, .txt, .gz, .zst)"));
        }
    }
    Ok(())
}

fn has_record_ending(name: &str) -> bool {
    let name = name.to_lowercase();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    [".csv", ".tsv", ".txt"].iter().any(|ending| name.ends_with(ending))
}

fn open_error(path: &Path, error: std::io::Error) -> IntakeError {
    IntakeError::Open { path: path.to_owned(), error }
}
