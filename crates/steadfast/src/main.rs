//! The binary: reads the command line, opens the book, runs one command, and says in one place what went
//! wrong.

mod cli;
mod clock;
mod commands;
mod desk;
mod output;
mod pass;
mod progress;
mod score;

use clap::Parser;
use cli::{Cli, exit};
use std::io::Write;
use std::process::ExitCode;

/// A page is some hundred small texts put together on many threads: with the allocator of the C library a
/// fifth of its time went there (bench/README.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match commands::run(&cli) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // When standard error is closed there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "steadfast: {}", told(&error));
            ExitCode::from(exit::FAILED)
        }
    }
}

/// The error with its causes, without saying the same thing twice.
fn told(error: &anyhow::Error) -> String {
    let mut words = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        if !words.contains(&cause) {
            words.push_str(if words.is_empty() { "" } else { ": " });
            words.push_str(&cause);
        }
    }
    words
}
