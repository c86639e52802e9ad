//! (room rfm)
