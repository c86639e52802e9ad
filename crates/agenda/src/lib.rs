//! (room agenda)
