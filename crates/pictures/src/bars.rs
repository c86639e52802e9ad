//! The capacity bar: hours needed against hours there are.

use crate::canvas::{Anchor, Canvas, number};

/// How full somebody is.
#[derive(Debug, Clone)]
pub struct Capacity<'a> {
    /// Whose hours they are.
    pub name: &'a str,
    /// Hours a week that the people served need.
    pub needed_hours: f64,
    /// Hours a week that there are.
    pub available_hours: f64,
}

const SIZE: (f64, f64) = (300.0, 20.0);
const LENGTH: f64 = 150.0;
/// From this share of the hours on somebody counts as full rather than as having room.
const FULL_SHARE: f64 = 0.9;

impl Capacity<'_> {
    /// `room`, `full` (nine tenths or more of the hours) or `over`.
    pub fn word(&self) -> &'static str {
        let (needed, available) = (amount(self.needed_hours), amount(self.available_hours));
        if needed > available {
            "over"
        } else if needed >= FULL_SHARE * available {
            "full"
        } else {
            "room"
        }
    }

    /// What is to be seen, in one sentence.
    pub fn sentence(&self) -> String {
        let (needed, available) = (number(amount(self.needed_hours)), number(amount(self.available_hours)));
        format!("{needed} hours needed of {available} available: {}.", self.word())
    }

    /// The picture: 300 x 20. The frame is the hours there are; what is over sticks out of it, with a gap.
    pub fn svg(&self) -> String {
        let (needed, available) = (amount(self.needed_hours), amount(self.available_hours));
        let mut canvas = Canvas::new(SIZE, "capacity", self.name, &self.sentence());
        let most = needed.max(available).max(f64::MIN_POSITIVE);
        let there = LENGTH * available / most;
        let taken = LENGTH * needed.min(available) / most;
        canvas.rect("p-track", (1.0, 6.0), (there, 8.0), 2.0);
        canvas.rect("p-soft", (1.0, 6.0), (taken, 8.0), 2.0);
        if needed > available {
            canvas.rect("p-bad", (there + 3.0, 6.0), (LENGTH - there - 2.0, 8.0), 2.0);
        }
        canvas.line("p-line", (there + 1.5, 2.0), (there + 1.5, 18.0));
        let class = if needed > available { "p-bad-text" } else { "p-muted" };
        let words = format!("{} of {} h · {}", number(needed), number(available), self.word());
        canvas.text(class, (LENGTH + 14.0, 14.0), Anchor::Start, 12.0, &words);
        canvas.finish()
    }
}

/// Hours that make sense: no fewer than none, no more than there are in a year.
fn amount(hours: f64) -> f64 {
    crate::canvas::within(hours, 0.0, 8_784.0)
}
