//! (room tidy)
