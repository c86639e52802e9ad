//! The commands, one file each.

mod agenda;
mod backtest;
mod check;
mod demo;
mod forecast;
mod import;
mod judge;
mod mirror;
mod person;
mod serve;

use crate::cli::{Cli, Command, exit};
use crate::desk::Desk;
use clap::CommandFactory;

/// Runs the command and says how it ended.
///
/// # Errors
/// What the command reports.
pub fn run(cli: &Cli) -> anyhow::Result<u8> {
    match &cli.command {
        Command::Demo(options) => demo::run(cli, options),
        Command::Import(options) => import::run(cli, options),
        Command::Forecast(options) => forecast::run(cli, options),
        Command::Agenda(options) => agenda::run(Desk::open(cli)?, options),
        Command::Person(options) => person::run(Desk::open(cli)?, options),
        Command::Judge(options) => judge::run(Desk::open(cli)?, options),
        Command::Mirror => mirror::run(Desk::open(cli)?),
        Command::Backtest(options) => backtest::run(Desk::open(cli)?, options),
        Command::Serve(options) => serve::run(cli, options),
        Command::Check => check::run(cli),
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "steadfast", &mut std::io::stdout());
            Ok(exit::DONE)
        }
    }
}
