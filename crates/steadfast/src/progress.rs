//! Showing long work: a bar with rate and time left on a terminal, or one plain line per durable batch.

use crate::cli::ProgressStyle;
use indicatif::{HumanCount, ProgressBar, ProgressStyle as BarStyle};
use std::io::{IsTerminal, Write};

/// Progress of one piece of work over a known number of bytes or customers.
pub struct Progress {
    bar: Option<ProgressBar>,
    plain: bool,
    what: String,
}

impl Progress {
    /// Begins. `total` is in the unit that [`Progress::at`] counts; `unit` is its word, `B` for bytes.
    pub fn begin(style: ProgressStyle, what: &str, total: u64, is_bytes: bool) -> Progress {
        let on_terminal = style == ProgressStyle::Auto && std::io::stderr().is_terminal();
        let rate = if is_bytes {
            "{bytes}/{total_bytes}  {bytes_per_sec}"
        } else {
            "{human_pos}/{human_len}  {per_sec}"
        };
        let template = format!("{{prefix}}  {{wide_bar}}  {rate}  {{eta}} left  {{msg}}");
        let bar = on_terminal.then(|| {
            let bar = ProgressBar::new(total);
            if let Ok(style) = BarStyle::with_template(&template) {
                bar.set_style(style.progress_chars("━╸ "));
            }
            bar.set_prefix(what.to_owned());
            bar
        });
        Progress { bar, plain: style == ProgressStyle::Plain, what: what.to_owned() }
    }

    /// The work has come to `done`; `rows_durable` rows are safely on disk.
    pub fn at(&self, done: u64, rows_durable: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
            bar.set_message(format!("{} rows safe", HumanCount(rows_durable)));
        }
        if self.plain {
            // A closed standard error is no reason to stop an import.
            let _ = writeln!(std::io::stderr(), "durable rows={rows_durable} file={}", self.what);
        }
    }

    /// The work has come to `done` units.
    pub fn set(&self, done: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
