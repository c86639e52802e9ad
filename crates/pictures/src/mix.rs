//! The mix of kinds over time as small multiples: one little picture for each kind, all to the same measure,
//! labelled directly.

use crate::canvas::{Anchor, Canvas, number};
use crate::{Width, table::table};

/// One kind and how many there were of it in each period.
#[derive(Debug, Clone)]
pub struct Kind<'a> {
    /// The name of the kind, such as `Relationship`.
    pub name: &'a str,
    /// Counts, oldest first, one for each period.
    pub counts: Vec<u32>,
}

/// Shares of several kinds over the same periods.
#[derive(Debug, Clone)]
pub struct KindsMix<'a> {
    /// What is shown: the sentence that the picture supports.
    pub title: &'a str,
    /// Names of the periods, oldest first.
    pub periods: Vec<String>,
    /// The kinds; at most six are drawn.
    pub kinds: Vec<Kind<'a>>,
}

const KINDS_MAX: usize = 6;
const PANEL: (f64, f64) = (170.0, 128.0);
const GAP: f64 = 20.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 108.0;

impl KindsMix<'_> {
    fn shown(&self) -> &[Kind<'_>] {
        &self.kinds[..self.kinds.len().min(KINDS_MAX)]
    }

    /// The share of one kind in one period, 0 where there was nobody.
    fn share(&self, kind: &Kind<'_>, period: usize) -> f64 {
        let count = |kind: &Kind<'_>| kind.counts.get(period).copied().map_or(0.0, f64::from);
        let all: f64 = self.kinds.iter().map(count).sum();
        if all > 0.0 { count(kind) / all } else { 0.0 }
    }

    fn percent(&self, kind: &Kind<'_>, period: usize) -> String {
        format!("{} %", number((100.0 * self.share(kind, period)).round()))
    }

    /// What is to be seen, in one sentence.
    pub fn sentence(&self) -> String {
        let Some(last) = self.periods.len().checked_sub(1) else { return "Nothing yet.".to_owned() };
        if last == 0 {
            let now = |kind: &Kind<'_>| format!("{} {}", kind.name, self.percent(kind, 0));
            let all: Vec<String> = self.shown().iter().map(now).collect();
            return format!("{}: {}.", self.periods[0], all.join(", "));
        }
        let change = |kind: &Kind<'_>| {
            format!("{} {} to {}", kind.name, self.percent(kind, 0), self.percent(kind, last))
        };
        let changes: Vec<String> = self.shown().iter().map(change).collect();
        format!("From {} to {}: {}.", self.periods[0], self.periods[last], changes.join(", "))
    }

    /// The picture: panels of 170 x 128, four in a row or, on a phone, two.
    pub fn svg(&self, width: Width) -> String {
        let (class, across) = if width == Width::Wide { ("wide", 4) } else { ("phone", 2) };
        let count = self.shown().len().max(1);
        let columns = count.min(across) as f64;
        let rows = count.div_ceil(across) as f64;
        let size = (columns * (PANEL.0 + GAP) - GAP, rows * (PANEL.1 + GAP) - GAP);
        let mut canvas = Canvas::new(size, class, self.title, &self.sentence());
        for (place, kind) in self.shown().iter().enumerate() {
            let left = (place % across) as f64 * (PANEL.0 + GAP);
            let top = (place / across) as f64 * (PANEL.1 + GAP);
            self.draw_panel(&mut canvas, kind, (left, top));
        }
        canvas.finish()
    }

    fn draw_panel(&self, canvas: &mut Canvas, kind: &Kind<'_>, corner: (f64, f64)) {
        let (left, above) = corner;
        let (top, bottom) = (above + TOP, above + BOTTOM);
        canvas.text(
            "p-strong",
            (left, above + 14.0),
            Anchor::Start,
            12.0,
            &crate::canvas::fitted(kind.name, 12.0, 150.0),
        );
        canvas.line("p-hair", (left, top), (left + 130.0, top));
        canvas.line("p-edge", (left, bottom), (left + 130.0, bottom));
        if corner == (0.0, 0.0) {
            canvas.text("p-muted", (left + 134.0, top + 4.0), Anchor::Start, 11.0, "100 %");
        }
        let Some(last) = self.periods.len().checked_sub(1) else { return };
        let y = |share: f64| bottom - (bottom - top) * share;
        canvas.text("p-muted", (left, above + 124.0), Anchor::Start, 11.0, &self.periods[0]);
        if last == 0 {
            // One period has no course to draw: its share is a bar.
            let height = y(self.share(kind, 0));
            canvas.rect(
                "p-accent",
                (left, height.min(bottom - 1.0)),
                (44.0, (bottom - height).max(1.0)),
                0.0,
            );
            canvas.text("", (left + 52.0, bottom - 4.0), Anchor::Start, 12.0, &self.percent(kind, 0));
            return;
        }
        let step = 130.0 / last as f64;
        let points: Vec<(f64, f64)> =
            (0..=last).map(|period| (left + step * period as f64, y(self.share(kind, period)))).collect();
        canvas.polyline("p-line", &points, false);
        let (x, height) = points[last];
        canvas.circle("p-ink", (x, height), 3.0);
        canvas.text("", (x + 6.0, height + 4.0), Anchor::Start, 12.0, &self.percent(kind, last));
        canvas.text("p-muted", (left + 130.0, above + 124.0), Anchor::End, 11.0, &self.periods[last]);
    }

    /// The table behind it: one row for each period.
    pub fn table(&self) -> String {
        let mut heads = vec!["Period"];
        heads.extend(self.kinds.iter().map(|kind| kind.name));
        let row = |period: usize| {
            let counts =
                self.kinds.iter().map(|kind| kind.counts.get(period).copied().unwrap_or(0).to_string());
            std::iter::once(self.periods[period].clone()).chain(counts).collect()
        };
        let rows: Vec<Vec<String>> = (0..self.periods.len()).map(row).collect();
        table(self.title, &heads, &rows)
    }
}
