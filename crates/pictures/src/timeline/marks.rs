//! One row of marks. Where several would fall on each other they become one block that says how many.

use super::{
    Layout, Mark, MarkForm, Row, RowKind, Width,
    axis::{Axis, date_words},
};
use crate::canvas::{Anchor, Canvas, text_width};
use crate::glyph::{Glyph, draw};

/// Marks closer than this many pixels become one block.
const APART: f64 = 11.0;
/// A block is at most this wide, so that a busy year still shows its seasons.
const BAR_MAX: f64 = 22.0;

/// Marks that stand together.
struct Column<'a> {
    first_x: f64,
    last_x: f64,
    marks: Vec<&'a Mark<'a>>,
}

fn glyph(kind: RowKind, form: MarkForm) -> Glyph {
    match (form, kind) {
        (MarkForm::Hollow, _) => Glyph::Ring,
        (MarkForm::Good, _) => Glyph::Up,
        (MarkForm::Bad, _) => Glyph::Cross,
        (MarkForm::Full, RowKind::Purchases) => Glyph::Square,
        (MarkForm::Full, RowKind::Gifts) => Glyph::Diamond,
        (MarkForm::Full, _) => Glyph::Dot,
    }
}

pub(super) fn draw_row(canvas: &mut Canvas, axis: &Axis, layout: &Layout, row: &Row<'_>, place: usize) {
    let top = layout.top + layout.row_height * place as f64;
    let line = top + layout.row_line;
    canvas.line("p-hair", (layout.left, line), (layout.right, line));
    let earlier = row.marks.iter().filter(|mark| mark.day < axis.from).count();
    draw_label(canvas, layout, row.kind, top, earlier);
    let columns = columns(axis, row);
    for column in &columns {
        draw_column(canvas, axis, row.kind, column, line);
    }
}

fn draw_label(canvas: &mut Canvas, layout: &Layout, kind: RowKind, top: f64, earlier: usize) {
    let before = if earlier > 0 { format!("{earlier} earlier") } else { String::new() };
    match layout.width {
        Width::Wide if earlier > 0 => {
            canvas.text("", (0.0, top + 14.0), Anchor::Start, 13.0, kind.label());
            canvas.text("p-muted", (0.0, top + 28.0), Anchor::Start, 11.0, &before);
        }
        Width::Wide => canvas.text("", (0.0, top + 21.0), Anchor::Start, 13.0, kind.label()),
        Width::Phone => {
            let words =
                if earlier > 0 { format!("{} · {before}", kind.label()) } else { kind.label().to_owned() };
            canvas.text("p-muted p-halo", (6.0, top + 13.0), Anchor::Start, 12.0, &words);
        }
    }
}

fn columns<'a>(axis: &Axis, row: &'a Row<'a>) -> Vec<Column<'a>> {
    let mut marks: Vec<&Mark<'_>> = row.marks.iter().filter(|mark| mark.day >= axis.from).collect();
    marks.sort_by_key(|mark| mark.day);
    let mut columns: Vec<Column<'a>> = Vec::new();
    for mark in marks {
        let x = axis.x(mark.day);
        match columns.last_mut() {
            Some(column) if x - column.last_x < APART && x - column.first_x < BAR_MAX => {
                column.last_x = x;
                column.marks.push(mark);
            }
            _ => columns.push(Column { first_x: x, last_x: x, marks: vec![mark] }),
        }
    }
    columns
}

fn draw_column(canvas: &mut Canvas, axis: &Axis, kind: RowKind, column: &Column<'_>, line: f64) {
    let Some((first, last)) = column.marks.first().zip(column.marks.last()) else { return };
    if column.marks.len() == 1 {
        let words = format!("{}: {}", date_words(first.day), first.words);
        return canvas
            .titled(&words, |canvas| draw(canvas, glyph(kind, first.form), (axis.x(first.day), line)));
    }
    let count = column.marks.len();
    let bad = column.marks.iter().filter(|mark| mark.form == MarkForm::Bad).count();
    let words = cluster_words(first, last, count, bad);
    let count = count.to_string();
    let middle = (column.first_x + column.last_x) / 2.0;
    let width = (column.last_x - column.first_x + 7.0).max(text_width(&count, 11.0) + 8.0);
    canvas.titled(&words, |canvas| {
        canvas.rect("p-soft", (middle - width / 2.0, line - 8.0), (width, 16.0), 2.0);
        canvas.text("p-on p-strong", (middle, line + 4.0), Anchor::Middle, 11.0, &count);
        if bad > 0 {
            draw(canvas, Glyph::Cross, (middle, line - 11.0));
        }
    });
}

fn cluster_words(first: &Mark<'_>, last: &Mark<'_>, count: usize, bad: usize) -> String {
    let (from, to) = (date_words(first.day), date_words(last.day));
    let when = if from == to { from } else { format!("{from} to {to}") };
    let bad = match bad {
        0 => String::new(),
        1 => ", 1 of them bad news".to_owned(),
        bad => format!(", {bad} of them bad news"),
    };
    format!("{when}: {count} together{bad}")
}
