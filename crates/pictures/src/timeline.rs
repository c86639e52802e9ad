//! The timeline of one person: time from left to right, a row for each kind of thing that happens between
//! people, the usual rhythm as a soft band after the last contact and today as a line, so that a gap is seen
//! before it is read.

use crate::canvas::{Anchor, Canvas, text_width};
use crate::table::table;
use book::Day;

mod axis;
mod marks;

use axis::Axis;

/// The rows there can be, in the order in which they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKind {
    /// Contacts: `Full` when two-way, `Hollow` when only one side spoke.
    Contacts,
    /// Purchases: `Full`, or `Hollow` when returned.
    Purchases,
    /// Voice: `Good` for praise, `Bad` for a complaint, `Hollow` for a concern or a suggestion.
    Voice,
    /// Promises: `Good` when kept, `Hollow` while open, `Bad` when broken.
    Promises,
    /// Gifts and thanks: `Full`.
    Gifts,
}

impl RowKind {
    /// The word beside the row.
    pub fn label(self) -> &'static str {
        match self {
            RowKind::Contacts => "Contacts",
            RowKind::Purchases => "Purchases",
            RowKind::Voice => "Voice",
            RowKind::Promises => "Promises",
            RowKind::Gifts => "Gifts",
        }
    }
}

/// How a mark looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkForm {
    /// The ordinary mark of the row: a dot, a square for a purchase, a diamond for a gift.
    Full,
    /// A ring: one-sided, open or taken back.
    Hollow,
    /// A triangle that points up: kept, praised.
    Good,
    /// A cross: broken, complained.
    Bad,
}

/// One thing that happened, or is due.
#[derive(Debug, Clone)]
pub struct Mark<'a> {
    /// The day.
    pub day: Day,
    /// How it looks.
    pub form: MarkForm,
    /// What it was, such as `called, reached`; shown when one points at it, and in the table.
    pub words: &'a str,
}

/// One row of the timeline.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// What the row holds.
    pub kind: RowKind,
    /// What happened, in any order.
    pub marks: Vec<Mark<'a>>,
}

/// How often they usually meet, drawn as a soft band after the last contact.
#[derive(Debug, Clone, Copy)]
pub struct Rhythm {
    /// The day of the last contact.
    pub last: Day,
    /// Days that usually pass until the next.
    pub usual_gap_days: i32,
    /// Whether the gap is judged too long (J6a); the picture judges nothing itself.
    pub is_overdue: bool,
}

/// For which screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 960 px, row names at the left (`class="wide"`).
    Wide,
    /// 340 px, row names above the rows (`class="phone"`).
    Phone,
}

/// Everything between one person and the business, over time.
#[derive(Debug, Clone)]
pub struct Timeline<'a> {
    /// Whose timeline it is.
    pub name: &'a str,
    /// The first day drawn; what came before is counted at the left. See [`suggested_from`].
    pub from: Day,
    /// Today.
    pub today: Day,
    /// The rhythm, where one is known.
    pub rhythm: Option<Rhythm>,
    /// The rows; an empty one is drawn as an empty line, which says something too.
    pub rows: Vec<Row<'a>>,
}

/// Rows of the table at most: the latest.
const TABLE_ROWS_MAX: usize = 200;

/// The first day to draw: the first fact, but no more than twelve usual gaps back (half a year at least, six
/// years at most), since a gap that is two pixels wide is not seen.
pub fn suggested_from(first: Day, today: Day, usual_gap_days: Option<i32>) -> Day {
    let back_days = usual_gap_days.map_or(730, |gap| gap.clamp(1, 366).saturating_mul(12)).clamp(183, 2_192);
    let earliest = Day(today.0.saturating_sub(back_days));
    // A fortnight of air before the first fact.
    let wanted = Day(first.0.saturating_sub(14));
    if wanted.0 > earliest.0 && wanted.0 < today.0 { wanted } else { earliest }
}

/// Where things stand in one of the two widths.
pub(crate) struct Layout {
    pub(crate) size: (f64, f64),
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) row_height: f64,
    /// From the top of a row to the line its marks stand on.
    pub(crate) row_line: f64,
    pub(crate) width: Width,
}

impl Layout {
    fn of(width: Width, rows: usize) -> Layout {
        let rows = rows as f64;
        match width {
            Width::Wide => Layout {
                size: (960.0, 30.0 + rows * 34.0 + 26.0),
                left: 104.0,
                right: 948.0,
                top: 30.0,
                row_height: 34.0,
                row_line: 17.0,
                width,
            },
            Width::Phone => Layout {
                size: (340.0, 30.0 + rows * 44.0 + 26.0),
                left: 6.0,
                right: 334.0,
                top: 30.0,
                row_height: 44.0,
                row_line: 29.0,
                width,
            },
        }
    }

    fn bottom(&self, rows: usize) -> f64 {
        self.top + self.row_height * rows as f64
    }
}

impl Timeline<'_> {
    /// What is to be seen, in one or two sentences; also a good caption.
    pub fn sentence(&self) -> String {
        let counts: Vec<String> = self
            .rows
            .iter()
            .map(|row| format!("{} {}", row.marks.len(), row.kind.label().to_lowercase()))
            .collect();
        let counts = if counts.is_empty() { "Nothing yet".to_owned() } else { counts.join(", ") };
        let Some(rhythm) = self.rhythm else { return format!("{counts}.") };
        let gap = axis::days_between(rhythm.last, self.today).max(0);
        let usual = rhythm.usual_gap_days.max(1);
        format!(
            "{counts}. Last contact {}, {gap} days ago; usually every {usual} days.",
            axis::date_words(rhythm.last)
        )
    }

    /// The picture for one width. Put both on the page (`pic wide`, `pic phone`): the style sheet shows the
    /// one that fits.
    pub fn svg(&self, width: Width) -> String {
        let layout = Layout::of(width, self.rows.len());
        let class = if width == Width::Wide { "wide" } else { "phone" };
        let title = format!("Timeline of {}", self.name);
        let mut canvas = Canvas::new(layout.size, class, &title, &self.sentence());
        let axis = Axis::of(self, &layout);
        let bottom = layout.bottom(self.rows.len());
        self.draw_band(&mut canvas, &axis, bottom);
        axis.draw_ticks(&mut canvas, &layout, bottom);
        for (place, row) in self.rows.iter().enumerate() {
            marks::draw_row(&mut canvas, &axis, &layout, row, place);
        }
        self.draw_gap(&mut canvas, &axis, bottom);
        canvas.finish()
    }

    fn draw_band(&self, canvas: &mut Canvas, axis: &Axis, bottom: f64) {
        let Some(rhythm) = self.rhythm else { return };
        let until = Day(rhythm.last.0.saturating_add(rhythm.usual_gap_days.max(1)));
        let (left, right) = (axis.x(rhythm.last), axis.x(until));
        canvas.rect("p-band", (left, 24.0), (right - left, bottom - 24.0), 3.0);
    }

    /// Today as a line, and the gap since the last contact as a measured distance above the rows.
    fn draw_gap(&self, canvas: &mut Canvas, axis: &Axis, bottom: f64) {
        let today = axis.x(self.today);
        canvas.line("p-line-accent", (today, 18.0), (today, bottom + 4.0));
        canvas.text("p-accent-text p-strong", (today, bottom + 18.0), Anchor::Middle, 11.0, "today");
        let Some(rhythm) = self.rhythm else { return };
        let gap = axis::days_between(rhythm.last, self.today);
        if gap <= 0 {
            return;
        }
        let (line, text) =
            if rhythm.is_overdue { ("p-line-bad", "p-bad-text p-strong") } else { ("p-edge", "p-muted") };
        let usual = rhythm.usual_gap_days.max(1);
        let (last, usually) =
            (axis.x(rhythm.last), axis.x(Day(rhythm.last.0.saturating_add(usual))).min(today));
        canvas.line("p-line-accent", (last, 19.0), (usually, 19.0));
        canvas.line("p-line-accent", (last, 15.0), (last, 23.0));
        canvas.line(line, (usually, 19.0), (today, 19.0));
        let words = if gap == 1 { "1 day".to_owned() } else { format!("{gap} days") };
        let usual_words = format!("usually {usual}");
        let room = today - last - text_width(&words, 12.0) - text_width(&usual_words, 12.0);
        if room > 10.0 {
            canvas.text("p-accent-text", (last, 12.0), Anchor::Start, 12.0, &usual_words);
        }
        canvas.text(text, (today, 12.0), Anchor::End, 12.0, &words);
    }

    /// The table behind it: the latest 200 things, newest first.
    pub fn table(&self) -> String {
        let mut all: Vec<(&Mark<'_>, RowKind)> =
            self.rows.iter().flat_map(|row| row.marks.iter().map(|mark| (mark, row.kind))).collect();
        all.sort_by_key(|(mark, kind)| (std::cmp::Reverse(mark.day), *kind));
        let rows: Vec<Vec<String>> = all
            .iter()
            .take(TABLE_ROWS_MAX)
            .map(|(mark, kind)| {
                vec![axis::date_words(mark.day), kind.label().to_owned(), mark.words.to_owned()]
            })
            .collect();
        let caption = if all.len() > TABLE_ROWS_MAX {
            format!("The latest {TABLE_ROWS_MAX} of {}, newest first", all.len())
        } else {
            "Everything on the timeline, newest first".to_owned()
        };
        table(&caption, &["Day", "Kind", "What"], &rows)
    }
}
