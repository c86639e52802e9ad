//! What can go wrong: with a whole file ([`IntakeError`]) or with one row ([`Reject`]).

use std::borrow::Cow;
use std::path::PathBuf;

/// Why a file cannot be read at all, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file cannot be opened.
    #[error("{}: cannot be opened: {error}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// Reading failed on the way: a damaged archive, a device that went away.
    #[error("{}: reading stopped near line {line}: {error}; what came before was read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Line near which it stopped.
        line: u64,
        /// What the system or the decompressor says.
        error: std::io::Error,
    },
    /// The file is not UTF-8 text.
    #[error(
        "{}: {found}; expected UTF-8 text. Save it again as \"CSV UTF-8\" and import that",
        path.display()
    )]
    Encoding {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        found: String,
    },
    /// The header line does not fit.
    #[error("{}, line {line}: found {found}; expected {expected}. {way_out}", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What the header says.
        found: String,
        /// What was looked for.
        expected: String,
        /// What the reader of this message can do.
        way_out: String,
    },
    /// A mapping cannot be used.
    #[error("{}: {problem}", path.display())]
    Mapping {
        /// The mapping's file.
        path: PathBuf,
        /// What is wrong, and what would be right.
        problem: String,
    },
    /// The rejects cannot be written.
    #[error("{}: rejected rows cannot be written: {error}; nothing of them is in the book", path.display())]
    Rejects {
        /// The file that should have taken them.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
}

/// One row that could not be understood, whole, so that it can be mended and read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Line of the file, from 1: where the row starts, or where an unclosed quote opens.
    pub line: u64,
    /// The column, by the file's own name for it; `row` when the row as a whole is wrong.
    pub field: String,
    /// What stands there: at most 80 characters, unprintable ones escaped.
    pub found: String,
    /// What should stand there.
    pub expected: String,
    /// The raw row without its line end; cut at 64 KiB when the row itself is longer than is read.
    pub row: Vec<u8>,
}

/// Why one cell cannot be understood. Becomes a [`Reject`] once line and row are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// Position of the field in its kind's columns, or the name itself.
    pub field: Cow<'static, str>,
    /// What stands there.
    pub found: Vec<u8>,
    /// What should stand there.
    pub expected: Cow<'static, str>,
}

/// A cell's value, or why there is none. Boxed: faults are rare and values are many.
pub type CellResult<T> = Result<T, Box<CellFault>>;

/// Longest text of `found` in a reject, in characters.
const SHOWN_CHARACTERS_MAX: usize = 80;

/// Makes bytes fit to be shown: escaped, and cut to 80 characters.
pub fn shown(bytes: &[u8]) -> String {
    // Four bytes a character at most, so nothing beyond this can be shown anyway.
    let head = &bytes[..bytes.len().min(SHOWN_CHARACTERS_MAX * 4 + 4)];
    let mut text = String::new();
    for chunk in head.utf8_chunks() {
        for character in chunk.valid().chars() {
            if character.is_control() {
                text.extend(character.escape_default());
            } else {
                text.push(character);
            }
        }
        // A character cut in two by `head` itself is not the file's fault.
        let is_cut = head.len() < bytes.len() && text.chars().count() >= SHOWN_CHARACTERS_MAX;
        if !is_cut {
            for byte in chunk.invalid() {
                text.push_str(&format!("\\x{byte:02x}"));
            }
        }
    }
    if text.chars().count() > SHOWN_CHARACTERS_MAX || head.len() < bytes.len() {
        text = text.chars().take(SHOWN_CHARACTERS_MAX - 1).collect();
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_short_and_printable() {
        assert_eq!(shown(b"12,50"), "12,50");
        assert_eq!(shown(b"a\x00b\n"), "a\\u{0}b\\n");
        assert_eq!(shown(b"caf\xe9"), "caf\\xe9");
        assert_eq!(shown("ä".repeat(200).as_bytes()).chars().count(), 80);
        assert_eq!(shown(&[b'x'; 80]).len(), 80);
    }
}
