//! Files that were sent and wait to be brought in: in a folder beside the book, under random names. The name
//! that a browser sent is only ever shown, never used as a path.

use crate::error::{OfficeError, OfficeResult};
use crate::state::Office;
use guard::Manage;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The largest file, in bytes.
pub const UPLOAD_BYTES_MAX: u64 = 512 << 20;

/// How long a file waits to be brought in, in microseconds: a day.
const KEPT_MICROS: i64 = book::time::DAY_MICROS;

/// Letters of a file's name that are kept.
const NAME_LETTERS_MAX: usize = 120;

/// Hexadecimal digits of a token: 16 random bytes.
const TOKEN_DIGITS: usize = 32;

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Its name as sent, without folders; to be shown.
    pub file_name: String,
    /// Who sent it.
    pub account: u32,
    /// When, in microseconds.
    pub at: i64,
    /// Its size; 0 while it is still coming.
    pub bytes: u64,
}

/// The last part of whatever a browser sent as a name, short and printable.
pub(super) fn shown_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(NAME_LETTERS_MAX).collect();
    let clean = clean.trim();
    if clean.is_empty() || clean.chars().all(|c| c == '.') { "file.csv".to_owned() } else { clean.to_owned() }
}

/// Only what we made ourselves is a token, so that no address leads out of the folder.
fn is_token(token: &str) -> bool {
    token.len() == TOKEN_DIGITS && token.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn not_kept(error: &std::io::Error) -> OfficeError {
    OfficeError::NotSaved(format!("the file could not be kept beside the book: {error}"))
}

fn create(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl Office {
    /// The folder of files that were sent: `<book>.uploads`.
    pub(super) fn uploads(&self) -> PathBuf {
        let mut name = self.path().as_os_str().to_owned();
        name.push(".uploads");
        PathBuf::from(name)
    }

    fn make_uploads(&self) -> OfficeResult<PathBuf> {
        let folder = self.uploads();
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder).map_err(|error| not_kept(&error))?;
        Ok(folder)
    }

    /// Takes a file in, piece by piece: `next` gives the pieces, then `None`; an error (or nothing more for
    /// too long) ends it and leaves nothing behind. Gives the token of the file. Blocks while it writes.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] at `file` for an empty file, one larger than [`UPLOAD_BYTES_MAX`], or one
    /// that did not come whole; [`OfficeError::NotSaved`] when the disk refuses it.
    pub fn receive(
        &self,
        permit: &Manage,
        file_name: &str,
        next: impl FnMut() -> Option<std::io::Result<Vec<u8>>>,
    ) -> OfficeResult<String> {
        self.sweep_uploads();
        let folder = self.make_uploads()?;
        let token: [u8; 16] = self.random();
        let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut upload = Upload {
            file_name: shown_name(file_name),
            account: permit.actor().account,
            at: self.now().0,
            bytes: 0,
        };
        // Said before the file itself comes, so that what is left after a crash is swept away in a day.
        write_upload(&folder, &token, &upload)?;
        let received = receive_all(&folder.join(format!("{token}.csv")), next);
        let said = received.and_then(|bytes| {
            upload.bytes = bytes;
            write_upload(&folder, &token, &upload)
        });
        if let Err(error) = said {
            self.forget_upload(&token);
            return Err(error);
        }
        Ok(token)
    }

    /// A file that waits.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when there is none under this token: it was brought in, or is older than a
    /// day.
    pub fn upload(&self, _permit: &Manage, token: &str) -> OfficeResult<Upload> {
        self.found_upload(token).map(|(upload, _)| upload)
    }

    pub(super) fn found_upload(&self, token: &str) -> OfficeResult<(Upload, PathBuf)> {
        let missing = || OfficeError::Missing("this file");
        if !is_token(token) {
            return Err(missing());
        }
        let folder = self.uploads();
        let text = std::fs::read(folder.join(format!("{token}.json"))).map_err(|_| missing())?;
        let upload: Upload = serde_json::from_slice(&text).map_err(|_| missing())?;
        let is_here = upload.bytes > 0 && self.now().0 - upload.at < KEPT_MICROS;
        if is_here { Ok((upload, folder.join(format!("{token}.csv")))) } else { Err(missing()) }
    }

    /// Removes a file that was sent.
    ///
    /// # Errors
    /// [`OfficeError::Missing`].
    pub fn discard_upload(&self, _permit: &Manage, token: &str) -> OfficeResult<()> {
        self.found_upload(token)?;
        self.forget_upload(token);
        Ok(())
    }

    pub(super) fn forget_upload(&self, token: &str) {
        if is_token(token) {
            let folder = self.uploads();
            for ending in ["csv", "csv.rejects.csv.part", "json"] {
                // What is not there need not be removed.
                let _ = std::fs::remove_file(folder.join(format!("{token}.{ending}")));
            }
        }
    }

    /// Removes files that waited for more than a day.
    pub(super) fn sweep_uploads(&self) {
        let Ok(entries) = std::fs::read_dir(self.uploads()) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(token) = name.strip_suffix(".json").filter(|token| is_token(token)) else { continue };
            let upload = std::fs::read(entry.path()).ok();
            let upload = upload.and_then(|text| serde_json::from_slice::<Upload>(&text).ok());
            if upload.is_none_or(|upload| self.now().0 - upload.at >= KEPT_MICROS) {
                self.forget_upload(token);
            }
        }
    }
}

fn write_upload(folder: &Path, token: &str, upload: &Upload) -> OfficeResult<()> {
    let json = serde_json::to_vec(upload).map_err(|error| OfficeError::NotSaved(error.to_string()))?;
    let mut file = create(&folder.join(format!("{token}.json"))).map_err(|error| not_kept(&error))?;
    file.write_all(&json).map_err(|error| not_kept(&error))
}

fn receive_all(path: &Path, mut next: impl FnMut() -> Option<std::io::Result<Vec<u8>>>) -> OfficeResult<u64> {
    let mut file = create(path).map_err(|error| not_kept(&error))?;
    let mut bytes = 0;
    while let Some(piece) = next() {
        let cut = |error| {
            OfficeError::field("file", format!("The file did not come whole: {error}. Send it again."))
        };
        let piece = piece.map_err(cut)?;
        bytes += piece.len() as u64;
        if bytes > UPLOAD_BYTES_MAX {
            let message = "The file is larger than 512 MB. Cut it in parts, compress it (.gz or .zst), or \
                 use `steadfast import` on the server.";
            return Err(OfficeError::field("file", message));
        }
        file.write_all(&piece).map_err(|error| not_kept(&error))?;
    }
    if bytes == 0 {
        return Err(OfficeError::field("file", "The file is empty, or none was chosen."));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_path() {
        for (sent, shown) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ana\\contacts.csv", "contacts.csv"),
            ("..", "file.csv"),
            ("", "file.csv"),
            ("a\u{0}b\n.csv", "ab.csv"),
        ] {
            assert_eq!(shown_name(sent), shown);
        }
        for token in
            ["", "..", "../book", "0123456789abcdef0123456789abcde/", "0123456789ABCDEF0123456789ABCDEF"]
        {
            assert!(!is_token(token), "{token}");
        }
        assert!(is_token("0123456789abcdef0123456789abcdef"));
    }
}
