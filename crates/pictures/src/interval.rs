//! The interval bar: what is estimated, how sure it is, and where the line is that it is judged by.

use crate::canvas::{Anchor, Canvas, number, within};

/// How much evidence stands behind an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grade {
    /// Nothing but the prior.
    None,
    /// The interval is wide.
    Thin,
    /// The interval is of use.
    Fair,
    /// The interval is narrow.
    Good,
}

impl Grade {
    /// The word a person reads beside the bar.
    pub fn word(self) -> &'static str {
        match self {
            Grade::None => "none",
            Grade::Thin => "thin",
            Grade::Fair => "fair",
            Grade::Good => "good",
        }
    }
}

/// An estimate with its interval. There is no way to draw the one without the other.
#[derive(Debug, Clone)]
pub struct Estimate<'a> {
    /// What is estimated, such as `Ben's share of her contacts`.
    pub name: &'a str,
    /// Lower end of the 80 % interval.
    pub low: f64,
    /// Upper end of the 80 % interval.
    pub high: f64,
    /// The estimate itself, drawn as a notch in the segment; `None` draws the segment alone.
    pub middle: Option<f64>,
    /// The line it is judged by.
    pub threshold: Option<f64>,
    /// The value at the right end of the bar: 1 for a chance or a share.
    pub full: f64,
    /// How much evidence there is.
    pub grade: Grade,
}

/// Too early to say: an empty hairline, and how much is still needed.
#[derive(Debug, Clone)]
pub struct TooEarly<'a> {
    /// What could not be estimated yet.
    pub name: &'a str,
    /// How many are still needed.
    pub needed_count: u32,
    /// Of what, in the right number, such as `contacts`.
    pub unit: &'a str,
}

/// The hairline is 120 px; the words stand right of it.
const SIZE: (f64, f64) = (264.0, 20.0);
const LEFT: f64 = 2.0;
const LENGTH: f64 = 120.0;
const MIDDLE: f64 = 10.0;
const WORDS: f64 = LEFT + LENGTH + 12.0;

impl Estimate<'_> {
    fn x(&self, value: f64) -> f64 {
        let full = if self.full.is_finite() && self.full > 0.0 { self.full } else { 1.0 };
        LEFT + LENGTH * within(value / full, 0.0, 1.0)
    }

    /// A value in words: a chance in per cent, anything else with one decimal.
    fn words(&self, value: f64) -> String {
        if self.full == 1.0 {
            format!("{} %", number((value * 100.0).round()))
        } else {
            number(value).to_string()
        }
    }

    /// What is to be seen, in one sentence.
    pub fn sentence(&self) -> String {
        let (low, high) = (self.words(self.low), self.words(self.high));
        let line =
            self.threshold.map(|at| format!(" The line is at {}.", self.words(at))).unwrap_or_default();
        format!("Between {low} and {high} (80 % interval), evidence {}.{line}", self.grade.word())
    }

    /// The picture: 264 x 20, of which the bar takes the first 124.
    pub fn svg(&self) -> String {
        let mut canvas = Canvas::new(SIZE, "interval", self.name, &self.sentence());
        canvas.line("p-edge", (LEFT, MIDDLE), (LEFT + LENGTH, MIDDLE));
        canvas.line("p-edge", (LEFT, MIDDLE - 3.0), (LEFT, MIDDLE + 3.0));
        canvas.line("p-edge", (LEFT + LENGTH, MIDDLE - 3.0), (LEFT + LENGTH, MIDDLE + 3.0));
        let (left, right) = (self.x(self.low.min(self.high)), self.x(self.high.max(self.low)));
        let left = left.min(LEFT + LENGTH - 3.0);
        canvas.rect("p-accent", (left, MIDDLE - 3.5), ((right - left).max(3.0), 7.0), 3.5);
        // A notch in a segment hardly wider than itself would look like two estimates.
        if let Some(middle) = self.middle.filter(|_| right - left >= 14.0) {
            let at = self.x(middle).clamp(left + 4.0, right - 4.0);
            canvas.rect("p-paper", (at - 1.0, MIDDLE - 3.5), (2.0, 7.0), 0.0);
        }
        if let Some(threshold) = self.threshold {
            let at = self.x(threshold);
            canvas.line("p-line", (at, MIDDLE - 8.0), (at, MIDDLE + 8.0));
        }
        canvas.text("p-muted", (WORDS, MIDDLE + 4.0), Anchor::Start, 12.0, &self.caption());
        canvas.finish()
    }

    fn caption(&self) -> String {
        let (low, high) = (self.words(self.low), self.words(self.high));
        let low = low.trim_end_matches(" %");
        format!("{low}–{high} · {}", self.grade.word())
    }
}

impl TooEarly<'_> {
    /// What is to be seen, in one sentence.
    pub fn sentence(&self) -> String {
        format!("Too early to say: {} more {} needed.", self.needed_count, self.unit)
    }

    /// The picture: 264 x 20, an empty hairline.
    pub fn svg(&self) -> String {
        let mut canvas = Canvas::new(SIZE, "interval", self.name, &self.sentence());
        canvas.line("p-edge", (LEFT, MIDDLE), (LEFT + LENGTH, MIDDLE));
        canvas.line("p-edge", (LEFT, MIDDLE - 3.0), (LEFT, MIDDLE + 3.0));
        canvas.line("p-edge", (LEFT + LENGTH, MIDDLE - 3.0), (LEFT + LENGTH, MIDDLE + 3.0));
        let words = format!("{} more {}", self.needed_count, self.unit);
        canvas.text("p-muted", (WORDS, MIDDLE + 4.0), Anchor::Start, 12.0, &words);
        canvas.finish()
    }
}
