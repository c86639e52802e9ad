//! The marks on a timeline: what happened is told by the form, the colour only repeats it.

use crate::canvas::Canvas;

/// The form of one mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Glyph {
    Dot,
    Ring,
    Square,
    Diamond,
    /// A triangle that points up: praise, a promise kept.
    Up,
    /// A cross: a complaint, a broken promise.
    Cross,
}

/// Draws a mark around a point; it takes about 10 px.
pub(crate) fn draw(canvas: &mut Canvas, glyph: Glyph, center: (f64, f64)) {
    let (x, y) = center;
    match glyph {
        Glyph::Dot => canvas.circle("p-ink", center, 4.0),
        Glyph::Ring => canvas.circle("p-ring", center, 3.6),
        Glyph::Square => canvas.rect("p-ink", (x - 3.5, y - 3.5), (7.0, 7.0), 1.0),
        Glyph::Diamond => {
            canvas.polyline("p-accent", &[(x, y - 5.0), (x + 5.0, y), (x, y + 5.0), (x - 5.0, y)], true);
        }
        Glyph::Up => canvas.polyline("p-good", &[(x, y - 5.0), (x + 5.0, y + 4.0), (x - 5.0, y + 4.0)], true),
        Glyph::Cross => {
            canvas.circle("p-paper", center, 6.5);
            canvas.line("p-line-bad p-thick", (x - 4.0, y - 4.0), (x + 4.0, y + 4.0));
            canvas.line("p-line-bad p-thick", (x - 4.0, y + 4.0), (x + 4.0, y - 4.0));
        }
    }
}
