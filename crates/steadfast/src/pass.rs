//! Showing how far a pass over the whole book has come.

use crate::cli::ProgressStyle;
use crate::progress::Progress;
use book::History;
use judge::Assessment;
use mirror::Mirror;
use office::{Crew, Report, Scene, Stage};
use std::sync::{Mutex, PoisonError};
use store::Book;

/// One thread per processor.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// A progress bar for each stage of a pass, one after the other.
pub struct Bars {
    style: ProgressStyle,
    now: Mutex<Option<Progress>>,
}

impl Bars {
    /// No bar yet.
    pub fn new(style: ProgressStyle) -> Bars {
        // A pass has no durable batches to announce: plain progress is for imports.
        let style = if style == ProgressStyle::Plain { ProgressStyle::None } else { style };
        Bars { style, now: Mutex::new(None) }
    }

    /// All processors, telling `tell`.
    pub fn crew<'c>(&self, tell: &'c (dyn Fn(Report) + Sync)) -> Crew<'c> {
        Crew { threads: threads(), tell }
    }

    /// Shows where a pass is.
    pub fn show(&self, report: Report) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if report.customers == 0 {
            // The bar before is taken off first.
            *now = None;
            *now = Some(Progress::begin(self.style, words(report.stage), report.total, false));
        } else if let Some(bar) = &*now {
            bar.set(report.customers);
        }
    }
}

fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::Learning => "learning what is usual",
        Stage::Judging => "judging",
    }
}

/// Judges everybody, on all processors; returns the states of the threads, in no particular order.
///
/// # Errors
/// When the book cannot be read.
pub fn judge_everybody<S: Send>(
    book: &Book,
    scene: &Scene,
    style: ProgressStyle,
    make_state: impl Fn() -> S + Sync,
    step: impl Fn(&mut S, &History, &Assessment) + Sync,
) -> anyhow::Result<Vec<S>> {
    let bars = Bars::new(style);
    Ok(office::judge_everybody(book, scene, bars.crew(&|report| bars.show(report)), make_state, step)?)
}

/// Gathers the Mirror from everybody, on all processors.
///
/// # Errors
/// When the book cannot be read.
pub fn hold_up_mirror(book: &Book, scene: &Scene, style: ProgressStyle) -> anyhow::Result<Mirror> {
    let bars = Bars::new(style);
    Ok(office::hold_up_mirror(book, scene, bars.crew(&|report| bars.show(report)))?)
}
