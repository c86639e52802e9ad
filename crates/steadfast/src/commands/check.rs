//! `check`: every invariant of the book.

use crate::cli::{Cli, exit};
use crate::output::{Output, print_json};
use serde::Serialize;
use store::Book;

/// What was found.
#[derive(Serialize)]
struct Report {
    book: String,
    clean: bool,
    customers: u64,
    findings: Vec<Finding>,
}

/// One invariant that does not hold.
#[derive(Serialize)]
struct Finding {
    invariant: String,
    place: String,
    found: String,
    way_out: String,
}

/// Checks the book.
///
/// # Errors
/// When there is no book or it cannot be read.
pub fn run(cli: &Cli) -> anyhow::Result<u8> {
    let book = Book::open(&cli.book)?;
    let finding = |found: store::Finding| Finding {
        invariant: found.invariant.to_string(),
        place: found.place.to_string(),
        found: found.found.to_string(),
        way_out: found.way_out.to_string(),
    };
    let findings: Vec<Finding> = book.check()?.into_iter().map(finding).collect();
    let path = cli.book.display().to_string();
    let report =
        Report { book: path, clean: findings.is_empty(), customers: book.customer_count()?, findings };
    if cli.json {
        print_json(&report)?;
    } else {
        print(&report)?;
    }
    Ok(if report.clean { exit::DONE } else { exit::NOT_CLEAN })
}

fn print(report: &Report) -> anyhow::Result<()> {
    let mut out = Output::new();
    if report.clean {
        out.line(&format!("{}: every invariant holds, {} customers.", report.book, report.customers));
    }
    for finding in &report.findings {
        out.hanging(
            0,
            "! ",
            &format!("{} ({}): {}. {}", finding.invariant, finding.place, finding.found, finding.way_out),
        );
    }
    Ok(out.print()?)
}
