//! Ids for rows whose source gives none: by what they say, and which of several equal rows they are.

use rustc_hash::{FxHashMap, FxHashSet};

/// Room made beforehand for contents, at most.
const RESERVED_CONTENTS_MAX: usize = 24_000_000;
/// Rows after which the number of all rows can be guessed.
const ROWS_TO_GUESS_FROM: usize = 1 << 16;

/// The contents of one file's rows met so far.
#[derive(Debug, Default)]
pub struct Occurrences {
    /// All contents: 9 bytes for each place of the table, so ten million rows take 150 MB.
    seen: FxHashSet<u64>,
    /// Contents met more than once: how often before.
    repeats: FxHashMap<u64, u32>,
}

impl Occurrences {
    /// Which of several equal rows each of these is: 0 for the first of its content.
    ///
    /// Takes many at a time because nearly every look into a table of this size waits for memory, and looks
    /// that follow each other closely wait together.
    pub fn number(&mut self, contents: &[u64]) -> Vec<u32> {
        contents
            .iter()
            .map(|content| if self.seen.insert(*content) { 0 } else { self.repeat(*content) })
            .collect()
    }

    #[cold]
    fn repeat(&mut self, content: u64) -> u32 {
        let count = self.repeats.entry(content).or_default();
        *count += 1;
        *count
    }

    /// Makes room for all rows of the file once their number can be guessed, so that millions of contents are
    /// not moved again and again as they grow.
    pub fn make_room(&mut self, bytes_read: u64, bytes_total: u64) {
        let met = self.seen.len();
        if met < ROWS_TO_GUESS_FROM || self.seen.capacity() >= 8 * ROWS_TO_GUESS_FROM {
            return;
        }
        let share_read = bytes_read.max(1) as f64 / bytes_total.max(1) as f64;
        let guess = (met as f64 / share_read).min(RESERVED_CONTENTS_MAX as f64) as usize;
        self.seen.reserve(guess.saturating_sub(met));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_rows_are_numbered_in_and_across_batches() {
        let mut occurrences = Occurrences::default();
        assert_eq!(occurrences.number(&[7, 8, 7, 7]), [0, 0, 1, 2]);
        assert_eq!(occurrences.number(&[8, 9, 7]), [1, 0, 3]);
    }
}
