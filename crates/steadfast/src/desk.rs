//! The desk: an open book, the day it is read for, and the scene every judgement needs.

use crate::cli::{Cli, ProgressStyle};
use crate::clock;
use crate::output::Output;
use crate::pass::Bars;
use anyhow::{Context as _, bail};
use book::{Customer, CustomerId, Day, History};
use office::{Scene, end_of};
use store::Book;

/// An open book and how to read it.
pub struct Desk {
    /// The book.
    pub book: Book,
    /// The day judged from.
    pub as_of_day: Day,
    /// Print JSON.
    pub json: bool,
    /// How to show progress.
    pub progress: ProgressStyle,
}

impl Desk {
    /// Opens the book that the command line names.
    ///
    /// # Errors
    /// When there is no book there, or it cannot be opened.
    pub fn open(cli: &Cli) -> anyhow::Result<Desk> {
        let book = Book::open(&cli.book)?;
        let as_of_day = cli.as_of.unwrap_or_else(|| clock::today(book.calendar()));
        Ok(Desk { book, as_of_day, json: cli.json, progress: cli.progress })
    }

    /// The scene of the day: the population is taken from the cache while it is still true, else computed
    /// and kept.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn scene(&mut self) -> anyhow::Result<Scene> {
        let bars = Bars::new(self.progress);
        Ok(Scene::of(&mut self.book, self.as_of_day, bars.crew(&|report| bars.show(report)))?)
    }

    /// Where text goes, with the label of simulated data first when the book holds such.
    pub fn output(&self) -> Output {
        let mut out = Output::new();
        if self.book.settings().simulated {
            out.line("SIMULATED DATA: every name and record in this book is invented.\n");
        }
        out
    }

    /// The one customer a person means.
    ///
    /// # Errors
    /// When nobody or more than one is meant, with the way out.
    pub fn find(&self, text: &str) -> anyhow::Result<Customer> {
        let mut found = self.book.find_customers(text)?;
        match found.len() {
            0 => bail!(
                "nobody called {text:?} is in {}. Try an id, a name or an e-mail address",
                self.book.path().display()
            ),
            1 => Ok(found.remove(0)),
            several => {
                let line = |customer: &Customer| {
                    format!("  {}  {}  ({})", customer.external_id, customer.display_name(), customer.source)
                };
                let lines: Vec<String> = found.iter().take(10).map(line).collect();
                bail!("{several} people are called {text:?}; name one by id:\n{}", lines.join("\n"))
            }
        }
    }

    /// One customer's history as it was on the day.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn history(&self, id: CustomerId) -> anyhow::Result<History> {
        let history = self.book.history(id)?;
        let mut history = history.with_context(|| format!("customer number {} has gone", id.0))?;
        history.truncate_to(end_of(self.as_of_day, self.book.calendar()));
        Ok(history)
    }
}
