//! The command line: every command, option and exit code.

use book::Day;
use clap::{Args, Parser, Subcommand, ValueEnum};
use simulate::Scenario;
use std::path::PathBuf;

/// Exit codes, documented in `--help` and the README.
pub mod exit {
    /// All went well.
    pub const DONE: u8 = 0;
    /// It failed; the message says what happened, what is safe, and what to do.
    pub const FAILED: u8 = 1;
    /// `import`: some rows were rejected or in conflict; the rest went in.
    pub const SOME_REJECTED: u8 = 3;
    /// `check`: an invariant does not hold.
    pub const NOT_CLEAN: u8 = 4;
}

const AFTER_HELP: &str = "\
Exit codes: 0 done; 1 failed; 2 wrong usage; 3 import: some rows rejected or in conflict, the rest is in;
4 check: an invariant does not hold.

A first look:      steadfast demo
Your own records:  steadfast import orders.csv && steadfast agenda";

/// Relationship marketing, self-hosted: from a business's own records to today's agenda.
#[derive(Parser)]
#[command(name = "steadfast", version, after_help = AFTER_HELP, max_term_width = 100)]
pub struct Cli {
    /// The book: one file that holds everything.
    #[arg(long, global = true, env = "STEADFAST_BOOK", default_value = "steadfast.db", value_name = "PATH")]
    pub book: PathBuf,
    /// Judge as of the end of this day (YYYY-MM-DD); today by default.
    #[arg(long, global = true, value_name = "DATE", value_parser = parse_day)]
    pub as_of: Option<Day>,
    /// Print one JSON document (`judge`: one line per judgement).
    #[arg(long, global = true)]
    pub json: bool,
    /// How long work is shown: a bar on a terminal, one plain line per durable batch, or nothing.
    #[arg(long, global = true, value_enum, default_value_t = ProgressStyle::Auto, value_name = "STYLE")]
    pub progress: ProgressStyle,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// How progress is shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProgressStyle {
    /// A bar when standard error is a terminal, otherwise nothing.
    Auto,
    /// One line per durable batch on standard error.
    Plain,
    /// Nothing.
    None,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// A simulated company, judged, and its agenda: a first look without any records of your own.
    Demo(Demo),
    /// Read records into the book; reading them again changes nothing.
    Import(Import),
    /// Whom to talk to today, and why.
    Agenda(AgendaOptions),
    /// Everything known about one person, on one screen.
    Person(PersonOptions),
    /// Judge everybody, or one customer, and say why.
    Judge(JudgeOptions),
    /// What the business really does, by its own records.
    Mirror,
    /// Fit a purchase model to one CSV file; needs no book.
    Forecast(ForecastOptions),
    /// Check our own judgements against what happened.
    #[command(subcommand)]
    Backtest(Backtest),
    /// The book in a browser, for everybody who works with it.
    Serve(Serve),
    /// Every invariant of the book.
    Check,
    /// Print shell completions.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// Options of `serve`.
#[derive(Args)]
pub struct Serve {
    /// Address and port to listen on; port 0 takes any that is free.
    #[arg(long, default_value = "127.0.0.1:8080", env = "STEADFAST_LISTEN", value_name = "ADDRESS")]
    pub listen: String,
    /// How browsers reach the site when a proxy stands in front: https://... marks cookies as secure.
    #[arg(long, env = "STEADFAST_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Believe the proxy's X-Forwarded-For when limiting sign-in by address.
    #[arg(long, env = "STEADFAST_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// What to log to standard error: error, warn, info, debug.
    #[arg(long, default_value = "warn", env = "STEADFAST_LOG", value_name = "LEVEL")]
    pub log: String,
    /// Threads that answer; one per processor by default.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// Options of `demo`.
#[derive(Args)]
pub struct Demo {
    /// Seed of the simulated company: the same seed gives the same company.
    #[arg(long, default_value_t = Scenario::demo().seed)]
    pub seed: u64,
    /// Keep the book (by default the demo's book is removed afterwards).
    #[arg(long)]
    pub keep: bool,
    /// Also write the company as plain CSV files into this folder.
    #[arg(long, value_name = "DIR")]
    pub write: Option<PathBuf>,
    /// Score our judgements against the simulated truth and print the tables.
    #[arg(long)]
    pub score: bool,
    /// Simulate the larger trial company (5,000 customers) rather than the demo one.
    #[arg(long)]
    pub trial: bool,
}

/// Options of `import`.
#[derive(Args)]
pub struct Import {
    /// Files or folders: plain CSV, .gz or .zst.
    #[arg(required = true, value_name = "FILE|DIR")]
    pub paths: Vec<PathBuf>,
    /// Format, when the header does not tell: a record kind (`purchases`, `voice`, ...), `online-retail`,
    /// `cdnow`.
    #[arg(long, value_name = "F")]
    pub format: Option<String>,
    /// Name of the source whose ids these are; by default the format's.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Mapping of columns (TOML) for any other file; if FILE is absent a draft is written there.
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Let a row with a known id and other content replace what the book has.
    #[arg(long)]
    pub update: bool,
    /// Read and report; write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Rows in one durable batch; smaller ones are safe sooner and slower in all.
    #[arg(long, value_name = "N", hide = true)]
    pub batch_rows: Option<usize>,
    /// Currency of amounts that name none (ISO 4217), when the book is new.
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// Time zone of the business (IANA name), when the book is new.
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub timezone: String,
}

/// Options of `agenda`.
#[derive(Args)]
pub struct AgendaOptions {
    /// The provider whose day it is; by default the owner's, or everybody's when there are providers.
    #[arg(long, value_name = "P")]
    pub provider: Option<String>,
    /// Minutes available today.
    #[arg(long, value_name = "N")]
    pub minutes: Option<u32>,
}

/// Options of `person`.
#[derive(Args)]
pub struct PersonOptions {
    /// The customer: the source's id, a name, or an e-mail address.
    pub customer: String,
}

/// Options of `judge`.
#[derive(Args)]
pub struct JudgeOptions {
    /// Only this customer.
    #[arg(long, value_name = "C")]
    pub customer: Option<String>,
    /// Only this judgement, such as `relationship_kind` or `purchase_rhythm`.
    #[arg(long, value_name = "K")]
    pub kind: Option<String>,
}

/// Options of `forecast`.
#[derive(Args)]
pub struct ForecastOptions {
    /// The file: CSV with a header, or whitespace columns; .gz and .zst are read as they are.
    pub file: PathBuf,
    /// Column of the customer: its name, or its number from 1.
    #[arg(long, value_name = "COL")]
    pub customer: String,
    /// Column of the date or time.
    #[arg(long, value_name = "COL")]
    pub date: String,
    /// Column of the amount.
    #[arg(long, value_name = "COL")]
    pub amount: Option<String>,
    /// The model: `bg-nbd`, `mbg-nbd`, `pareto-nbd`, `mbg-cnbd-k`.
    #[arg(long, default_value = "mbg-nbd", value_name = "M")]
    pub model: String,
    /// Time unit of the model.
    #[arg(long, default_value = "week", value_name = "day|week")]
    pub unit: String,
    /// Fit on purchases up to this day and compare with what came after.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub calibrate_to: Option<Day>,
    /// Days to forecast; by default a year, or up to the newest purchase when calibrating.
    #[arg(long, value_name = "DAYS")]
    pub horizon: Option<u32>,
    /// Write one line per customer to this CSV file.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What to backtest.
#[derive(Subcommand)]
pub enum Backtest {
    /// Judge from all but each customer's last contact: does the usual person serve again?
    Continuity,
    /// Forecast from past days and compare with what happened.
    Forecast {
        /// Days to forecast from; by default the start of every month that has a horizon after it.
        #[arg(long, value_delimiter = ',', value_name = "DATE,...", value_parser = parse_day)]
        cuts: Vec<Day>,
        /// Days to look ahead.
        #[arg(long, default_value_t = 90, value_name = "DAYS")]
        horizon: u32,
    },
}

fn parse_day(text: &str) -> Result<Day, String> {
    let date: jiff::civil::Date =
        text.parse().map_err(|_| format!("found {text:?}, expected a date such as 2026-11-22"))?;
    Ok(Day::from_date(date))
}
