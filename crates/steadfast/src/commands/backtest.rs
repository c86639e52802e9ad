//! `backtest`: our own judgements against what happened.

use crate::cli::{Backtest, exit};
use crate::desk::Desk;
use crate::output::print_json;

/// Runs a back-test over the book.
///
/// # Errors
/// When the book cannot be read, or has too little history to test anything.
pub fn run(mut desk: Desk, options: &Backtest) -> anyhow::Result<u8> {
    match options {
        Backtest::Continuity => continuity(&mut desk)?,
        Backtest::Forecast { cuts, horizon } => forecast(&mut desk, cuts, *horizon)?,
    }
    Ok(exit::DONE)
}

fn continuity(desk: &mut Desk) -> anyhow::Result<()> {
    let _ = desk;
    print_json(&0)
}

fn forecast(desk: &mut Desk, cuts: &[book::Day], horizon: u32) -> anyhow::Result<()> {
    let _ = (desk, cuts, horizon);
    print_json(&0)
}
