//! Waiting for a page, bounded in attempts.

use crate::Page;
use std::time::Duration;

/// Attempts before a step gives up, unless a test asks for others: with [`PAUSE`] between them and the time
/// that asking takes, some ten seconds.
pub(crate) const ATTEMPTS: u32 = 250;
/// Between two attempts: long enough to leave two cores to the browser and the server, too short to be felt.
const PAUSE: Duration = Duration::from_millis(25);

impl Page {
    /// Sets how often a step is tried before it is a failure; at first 250 times, some ten seconds.
    pub fn patience(&self, attempts: u32) {
        self.attempts.set(attempts);
    }

    /// Tries until there is an answer; `None` when there was none in all attempts.
    ///
    /// The protocol reports no changes of a page, so the condition itself is asked for again. The thread is
    /// parked, not put to sleep for a guessed time: no step of a test depends on how long a pause is.
    pub(crate) fn until<T>(&self, mut attempt: impl FnMut() -> Option<T>) -> Option<T> {
        for _ in 0..self.attempts.get() {
            if let Some(answer) = attempt() {
                return Some(answer);
            }
            std::thread::park_timeout(PAUSE);
        }
        None
    }
}
