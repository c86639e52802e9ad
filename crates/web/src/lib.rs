//! The book in a browser: pages, sessions, static files. No SQL and no arithmetic of judgements lives here.
//!
//! One page is one file in `pages`: its typed view, its handlers, its tests; its template has the same name.
//!
//! **Invariants.** Whoever changes something holds a [`posted::Posted`] form, which proves a session and the
//! token of that session; whoever sees something holds a permit of [`guard`]. Every page works without
//! script. Nothing is loaded from elsewhere, nothing is inline, nothing personal is logged.

pub mod app;
pub mod assets;
#[cfg(test)]
pub mod fixture;
pub mod frame;
mod gzip;
pub mod headers;
pub mod pages;
pub mod posted;
pub mod respond;
pub mod router;
#[cfg(test)]
mod security;
pub mod serve;
pub mod session;
pub mod words;

pub use app::{App, Config};
pub use router::router;
pub use serve::serve;
