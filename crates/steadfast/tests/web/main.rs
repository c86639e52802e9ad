//! The real binary serving a real book to a real browser, one file per flow.
//!
//! A flow starts a server on a book of its own and opens one browser per person:
//!
//! ```text
//! let desk = Desk::with_company();
//! let server = Server::start(&desk, &[]);
//! let Some(page) = Page::open() else { return };
//! steps::welcome(&page, &server);
//! ```

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

#[path = "../common/mod.rs"]
mod common;
mod company;
mod every_page;
mod http;
mod imports;
mod issues;
mod people;
mod privacy;
mod roles;
mod server;
mod signing_in;
mod steps;
mod today;
mod writers;
