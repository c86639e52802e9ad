//! A file as a stream of bytes, plain or compressed.

use crate::RfmError;
use std::{fs::File, io::Read, path::Path};

/// An opened file.
pub struct Source {
    stream: Box<dyn Read>,
    position: File,
    compressed: bool,
    read_bytes: u64,
    /// Size of the file on disk.
    pub total_bytes: u64,
}

impl Source {
    /// Opens a file; `.gz` and `.zst` are known by their first bytes, whatever the name says.
    ///
    /// # Errors
    /// [`RfmError::Read`] when it cannot be opened or read.
    pub fn open(path: &Path) -> Result<Source, RfmError> {
        Source::start(path).map_err(|source| RfmError::Read { path: path.to_owned(), source })
    }

    fn start(path: &Path) -> std::io::Result<Source> {
        let mut file = File::open(path)?;
        let total_bytes = file.metadata()?.len();
        let mut magic = Vec::new();
        file.by_ref().take(4).read_to_end(&mut magic)?;
        let file = File::open(path)?;
        // A second handle on the same open file tells how far the decoder has come.
        let position = file.try_clone()?;
        let gzip = magic.starts_with(&[0x1F, 0x8B]);
        let zstd = magic == [0x28, 0xB5, 0x2F, 0xFD];
        let stream: Box<dyn Read> = match (gzip, zstd) {
            (true, _) => Box::new(flate2::read::MultiGzDecoder::new(file)),
            (_, true) => Box::new(zstd::Decoder::new(file)?),
            _ => Box::new(file),
        };
        Ok(Source { stream, position, compressed: gzip || zstd, read_bytes: 0, total_bytes })
    }

    /// Fills `room` as far as the file goes; fewer bytes than asked for means the end.
    ///
    /// # Errors
    /// The system's, or a damaged compressed file.
    pub fn fill(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let mut filled = 0;
        while filled < room.len() {
            match self.stream.read(&mut room[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.read_bytes += filled as u64;
        Ok(filled)
    }

    /// Bytes of the file on disk that have been read.
    pub fn position(&mut self) -> u64 {
        use std::io::Seek;
        if !self.compressed {
            return self.read_bytes;
        }
        self.position.stream_position().unwrap_or(0)
    }
}
