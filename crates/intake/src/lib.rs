//! (room intake)
