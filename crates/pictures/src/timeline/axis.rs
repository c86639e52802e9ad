//! Days to pixels, and the ticks below.

use super::{Layout, Timeline};
use crate::canvas::{Anchor, Canvas, text_width, within};
use book::Day;
use book::time::MONTHS;

/// Months from one tick to the next, finest first.
const STEPS_MONTHS: [i32; 9] = [1, 2, 3, 6, 12, 24, 60, 120, 600];
/// Pixels from one label to the next at least.
const LABEL_ROOM: f64 = 46.0;
/// Days outside of this range (years 1 to 9999, more or less) are brought into it.
const DAY_MIN: i32 = -719_000;
const DAY_MAX: i32 = 2_930_000;
fn sane(day: Day) -> Day {
    Day(day.0.clamp(DAY_MIN, DAY_MAX))
}

/// Days from one day to another, without overflow.
pub(super) fn days_between(earlier: Day, later: Day) -> i32 {
    sane(later).0 - sane(earlier).0
}

/// A day in words: `12 March 2026`.
pub(super) fn date_words(day: Day) -> String {
    let date = sane(day).date();
    format!("{} {} {}", date.day(), month_name(date.month()), date.year())
}

fn month_name(month: i8) -> &'static str {
    MONTHS.get(usize::try_from(month - 1).unwrap_or(0)).copied().unwrap_or("")
}

/// The time that is drawn, and where.
pub(super) struct Axis {
    pub(super) from: Day,
    until: Day,
    today: Day,
    left: f64,
    right: f64,
}

impl Axis {
    /// From the first day to a little after the last thing that is due, though no more than a third of the
    /// past is added to it.
    pub(super) fn of(timeline: &Timeline<'_>, layout: &Layout) -> Axis {
        let today = sane(timeline.today);
        let from = sane(timeline.from).min(today.plus(-1));
        let past_days = days_between(from, today);
        let band_end = timeline.rhythm.map(|rhythm| rhythm.last.0.saturating_add(rhythm.usual_gap_days));
        let marks = timeline.rows.iter().flat_map(|row| row.marks.iter().map(|mark| mark.day.0));
        let last = marks.chain(band_end).max().unwrap_or(today.0).max(today.0);
        let until = last.min(today.0.saturating_add(past_days / 3)).saturating_add(1 + past_days / 40);
        Axis { from, until: sane(Day(until)), today, left: layout.left, right: layout.right }
    }

    /// Where a day is; days outside are brought to the ends.
    pub(super) fn x(&self, day: Day) -> f64 {
        let whole = f64::from(days_between(self.from, self.until).max(1));
        let part = f64::from(days_between(self.from, day)) / whole;
        self.left + (self.right - self.left) * within(part, 0.0, 1.0)
    }

    pub(super) fn draw_ticks(&self, canvas: &mut Canvas, layout: &Layout, bottom: f64) {
        canvas.line("p-edge", (self.left, bottom), (self.right, bottom));
        let step = self.step_months();
        let today = self.x(self.today);
        let mut is_first = true;
        let mut tick = self.first_tick(step);
        // At the end of the calendar the next tick is where this one is.
        let mut before = Day(tick.0 - 1);
        while tick < self.until && tick > before {
            before = tick;
            let x = self.x(tick);
            canvas.line("p-hair", (x, layout.top), (x, bottom + 5.0));
            let words = label(tick, step, is_first);
            let half = text_width(&words, 11.0) / 2.0;
            let meets_today = (x - today).abs() < half + 24.0;
            if !meets_today && x + half <= self.right + 10.0 && x - half >= 0.0 {
                canvas.text("p-muted", (x, bottom + 18.0), Anchor::Middle, 11.0, &words);
                is_first = false;
            }
            tick = next_tick(tick, step);
        }
    }

    fn step_months(&self) -> i32 {
        let months = f64::from(days_between(self.from, self.until)) / 30.44;
        let fits = |step: &&i32| (self.right - self.left) / (months / f64::from(**step)) >= LABEL_ROOM;
        STEPS_MONTHS.iter().find(fits).copied().unwrap_or(600)
    }

    /// The first start of a month, on the step, that is on the axis.
    fn first_tick(&self, step: i32) -> Day {
        let first = start_of_month(self.from);
        let is_tick = |tick: &Day| *tick >= self.from && month_count(*tick) % step == 0;
        // One of as many months as there are in a step is on the step.
        (0..=step).map(|months| next_tick(first, months)).find(is_tick).unwrap_or(self.until)
    }
}

/// Months since year 0, so that steps begin at January and at round years.
fn month_count(day: Day) -> i32 {
    let date = sane(day).date();
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

fn start_of_month(day: Day) -> Day {
    let day = sane(day);
    day.plus(1 - i32::from(day.date().day()))
}

fn next_tick(tick: Day, step: i32) -> Day {
    // The middle of the wanted month, by the mean length of a month: in fifty years it is a day or two off.
    let middle_days = (f64::from(step) * 30.436_875) as i32 + 14;
    start_of_month(Day(tick.0.saturating_add(middle_days)))
}

/// `2026` for a January or on a coarse axis, else `Mar`; the first one names its year too.
fn label(tick: Day, step: i32, is_first: bool) -> String {
    let date = tick.date();
    if step >= 12 || date.month() == 1 {
        return date.year().to_string();
    }
    let month: String = month_name(date.month()).chars().take(3).collect();
    if is_first { format!("{month} {}", date.year()) } else { month }
}
