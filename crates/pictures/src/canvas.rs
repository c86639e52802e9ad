//! The little drawing surface that all pictures share: it escapes, rounds and keeps everything inside.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter, Write};

/// Text made safe for element content and for double-quoted attributes, in SVG and in HTML. Control
/// characters, which no XML may hold, become spaces. Most texts are safe as they are.
pub fn escape(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find(is_unsafe) else { return Cow::Borrowed(text) };
    let mut safe = String::with_capacity(text.len() + 16);
    safe.push_str(&text[..first]);
    for letter in text[first..].chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter if is_unsafe(letter) => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    Cow::Owned(safe)
}

fn is_unsafe(letter: char) -> bool {
    matches!(letter, '&' | '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}') || letter.is_control()
}

/// A number in tenths as a person would write it in SVG: at most one decimal, never `NaN`, never `-0`. It
/// writes itself: a timeline holds a thousand of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tenths(i64);

impl Display for Tenths {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            out.write_str("-")?;
        }
        let (whole, tenths) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        if tenths == 0 { write!(out, "{whole}") } else { write!(out, "{whole}.{tenths}") }
    }
}

/// A number, rounded to tenths.
pub(crate) fn number(value: f64) -> Tenths {
    let value = if value.is_finite() { value } else { 0.0 };
    Tenths((value * 10.0).round() as i64)
}

/// A value brought between two bounds; what is not a number becomes the lower one.
pub(crate) fn within(value: f64, low: f64, high: f64) -> f64 {
    if value.is_nan() { low } else { value.clamp(low, high) }
}

/// Roughly how wide a text is at a font size: pictures are laid out before anybody knows the font, so this
/// errs on the wide side.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    let units: f64 = text.chars().map(letter_width).sum();
    units * size
}

fn letter_width(letter: char) -> f64 {
    match letter {
        'i' | 'l' | 'j' | '.' | ',' | '\'' | '|' | '!' | ':' | ';' => 0.3,
        'f' | 't' | 'r' | ' ' | '-' | '(' | ')' | 'I' => 0.38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.9,
        letter if letter.is_ascii_uppercase() => 0.7,
        letter if letter.is_ascii() => 0.58,
        // Han, kana and hangul take a whole square.
        letter if (letter as u32) >= 0x2e80 => 1.0,
        _ => 0.62,
    }
}

/// A text cut so that it takes at most `room` pixels, with an ellipsis where something is missing.
pub(crate) fn fitted(text: &str, size: f64, room: f64) -> Cow<'_, str> {
    let text = text.trim();
    if text_width(text, size) <= room {
        return Cow::Borrowed(text);
    }
    let mut width = size * 0.8;
    let fits = text.char_indices().find(|(_, letter)| {
        width += letter_width(*letter) * size;
        width > room
    });
    let end = fits.map_or(text.len(), |(place, _)| place);
    Cow::Owned(format!("{}…", text[..end].trim_end()))
}

/// Where a text hangs on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// An SVG being drawn.
pub(crate) struct Canvas {
    width: f64,
    height: f64,
    head: String,
    body: String,
}

impl Canvas {
    /// A surface of so many pixels. `title` names the picture, `description` says what is to be seen.
    pub(crate) fn new(size: (f64, f64), classes: &str, title: &str, description: &str) -> Canvas {
        let (width, height) = size;
        let (wide, high) = (number(width), number(height));
        let head = format!(
            "<svg class=\"pic {classes}\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" \
             role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>{}</title><desc>{}</desc>",
            escape(title),
            escape(description)
        );
        Canvas { width, height, head, body: String::new() }
    }

    fn x(&self, x: f64) -> f64 {
        within(x, 0.0, self.width)
    }

    fn y(&self, y: f64) -> f64 {
        within(y, 0.0, self.height)
    }

    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let (x1, y1) = (number(self.x(from.0)), number(self.y(from.1)));
        let (x2, y2) = (number(self.x(to.0)), number(self.y(to.1)));
        self.put(format_args!("<path class=\"{class}\" d=\"M{x1} {y1}L{x2} {y2}\"/>"));
    }

    /// A rectangle from its left upper corner; what would stick out is cut off.
    pub(crate) fn rect(&mut self, class: &str, at: (f64, f64), size: (f64, f64), round: f64) {
        let (left, top) = (self.x(at.0), self.y(at.1));
        let (right, bottom) = (self.x(at.0 + size.0), self.y(at.1 + size.1));
        let (width, height) = ((right - left).max(0.0), (bottom - top).max(0.0));
        let (x, y, wide, high) = (number(left), number(top), number(width), number(height));
        self.put(format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\""
        ));
        if round > 0.0 {
            self.put(format_args!(" rx=\"{}\"", number(round)));
        }
        self.body.push_str("/>");
    }

    pub(crate) fn circle(&mut self, class: &str, center: (f64, f64), radius: f64) {
        let room = (self.width.min(self.height) / 2.0).min(radius);
        let x = number(within(center.0, room, self.width - room));
        let y = number(within(center.1, room, self.height - room));
        let radius = number(room);
        self.put(format_args!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"));
    }

    /// A line through points.
    pub(crate) fn polyline(&mut self, class: &str, points: &[(f64, f64)], is_closed: bool) {
        let mut path = String::new();
        for (place, (x, y)) in points.iter().enumerate() {
            let letter = if place == 0 { 'M' } else { 'L' };
            let (x, y) = (number(self.x(*x)), number(self.y(*y)));
            write!(path, "{letter}{x} {y}").expect("writing to a String cannot fail");
        }
        let end = if is_closed && !points.is_empty() { "Z" } else { "" };
        self.put(format_args!("<path class=\"{class}\" d=\"{path}{end}\"/>"));
    }

    /// A text at a size in pixels; cut where it would leave the surface.
    pub(crate) fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, size: f64, text: &str) {
        let x = self.x(at.0);
        let room = match anchor {
            Anchor::Start => self.width - x,
            Anchor::End => x,
            Anchor::Middle => 2.0 * x.min(self.width - x),
        };
        let hung = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y) = (number(x), number(self.y(at.1)));
        let cut = fitted(text, size, room);
        let words = escape(&cut);
        let size = number(size);
        let (class, end) = if class.is_empty() { ("", "") } else { (class, "\"") };
        let start = if class.is_empty() { "" } else { " class=\"" };
        self.put(format_args!(
            "<text{start}{class}{end} x=\"{x}\" y=\"{y}\"{hung} font-size=\"{size}\">{words}</text>"
        ));
    }

    /// What `draw` draws, with words that appear when one points at it.
    pub(crate) fn titled(&mut self, words: &str, draw: impl FnOnce(&mut Canvas)) {
        self.put(format_args!("<g><title>{}</title>", escape(words)));
        draw(self);
        self.put(format_args!("</g>"));
    }

    fn put(&mut self, piece: std::fmt::Arguments<'_>) {
        self.body.write_fmt(piece).expect("writing to a String cannot fail");
    }

    pub(crate) fn finish(self) -> String {
        format!("{}{}</svg>", self.head, self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_finite() {
        let cases = [(1.0, "1"), (0.25, "0.3"), (-0.01, "0"), (f64::NAN, "0"), (f64::INFINITY, "0")];
        for (value, expected) in cases {
            assert_eq!(number(value).to_string(), expected, "{value}");
        }
    }

    #[test]
    fn a_long_name_is_cut_with_an_ellipsis() {
        let cut = fitted("Universal Amalgamated Fittings and Sons of Rotterdam", 13.0, 110.0);
        assert!(cut.ends_with('…') && cut.starts_with("Universal"), "{cut}");
        assert_eq!(fitted("Ana Ruiz", 13.0, 110.0), "Ana Ruiz");
    }

    #[test]
    fn markup_in_a_name_stays_a_name() {
        assert_eq!(escape("<b>\"O'Hara\" & Co\u{7}"), "&lt;b&gt;&quot;O&#39;Hara&quot; &amp; Co ");
    }
}
