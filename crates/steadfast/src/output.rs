//! Printing: wrapped text on paper-wide lines, tables, JSON; a closed pipe is no error.

use anstream::ColorChoice;
use serde::Serialize;
use std::io::{self, Write};

/// Columns of running text.
pub const WIDTH: usize = 96;

/// Where a command prints to, and how.
pub struct Output {
    text: String,
    styled: bool,
}

impl Output {
    /// Text, with bold headings where the reader is a terminal that wants them (`NO_COLOR` is honoured).
    pub fn new() -> Output {
        Output {
            text: String::new(),
            styled: anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        }
    }

    /// A heading of a part.
    pub fn heading(&mut self, words: &str) {
        let words = words.to_uppercase();
        let line =
            if self.styled { format!("\n\u{1b}[1m{words}\u{1b}[0m\n") } else { format!("\n{words}\n") };
        self.text.push_str(&line);
    }

    /// A line as it is.
    pub fn line(&mut self, words: &str) {
        self.text.push_str(words);
        self.text.push('\n');
    }

    /// Running text, wrapped, every line after `indent` spaces.
    pub fn paragraph(&mut self, indent: usize, words: &str) {
        self.hanging(indent, "", words);
    }

    /// Running text after a mark that stands in the margin of the first line.
    pub fn hanging(&mut self, indent: usize, mark: &str, words: &str) {
        let margin = indent + mark.chars().count();
        for (place, line) in wrap(words, WIDTH.saturating_sub(margin)).into_iter().enumerate() {
            let lead = if place == 0 { format!("{:indent$}{mark}", "") } else { " ".repeat(margin) };
            self.line(format!("{lead}{line}").trim_end());
        }
    }

    /// A table with aligned columns; columns in `right` are set flush right.
    pub fn table(&mut self, indent: usize, rows: &[Vec<String>], right: &[usize]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let wide =
            |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count()).max();
        let widths: Vec<usize> = (0..columns).map(|column| wide(column).unwrap_or(0)).collect();
        for row in rows {
            let mut line = " ".repeat(indent);
            for (column, cell) in row.iter().enumerate() {
                let space = " ".repeat(widths[column] - cell.chars().count());
                let (before, after) =
                    if right.contains(&column) { (space.as_str(), "") } else { ("", space.as_str()) };
                line.push_str(&format!("{before}{cell}{after}  "));
            }
            self.line(line.trim_end());
        }
    }

    /// Prints what was collected.
    ///
    /// # Errors
    /// When standard output cannot be written, unless a reader closed it.
    pub fn print(self) -> io::Result<()> {
        quietly(io::stdout().lock().write_all(self.text.as_bytes()))
    }
}

/// Prints one JSON document.
///
/// # Errors
/// When it cannot be written, unless a reader closed it.
pub fn print_json<T: Serialize>(value: &T) -> anyhow::Result<()> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(quietly(io::stdout().lock().write_all(text.as_bytes()))?)
}

/// Prints each value as one line of JSON.
///
/// # Errors
/// When it cannot be written, unless a reader closed it.
pub fn print_json_lines<T: Serialize>(values: &[T]) -> anyhow::Result<()> {
    let mut text = Vec::new();
    for value in values {
        serde_json::to_writer(&mut text, value)?;
        text.push(b'\n');
    }
    Ok(quietly(io::stdout().lock().write_all(&text))?)
}

/// A reader that has seen enough (`| head`) is not an error.
pub fn quietly(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Breaks text at spaces into lines of at most `width` characters; a longer word stands alone.
pub fn wrap(words: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let last = lines.last_mut().expect("the list begins with one line");
        let used = last.chars().count();
        if used > 0 && used + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            last.push_str(if used > 0 { " " } else { "" });
            last.push_str(word);
        }
    }
    lines
}

/// An interval on a line from 0 to 1: `·····━━━━━━━···`, twenty columns; the point is never drawn without it.
pub fn interval_bar(low: f64, high: f64) -> String {
    let column = |value: f64| ((value.clamp(0.0, 1.0) * 20.0).round() as usize).min(20);
    let (from, to) = (column(low), column(high).max(column(low) + 1));
    (0..20).map(|place| if (from..to).contains(&place) { '━' } else { '·' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_at_spaces() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("unbreakable-word x", 5), ["unbreakable-word", "x"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn an_interval_is_drawn_between_its_ends() {
        assert_eq!(interval_bar(0.5, 1.0), "··········━━━━━━━━━━");
        assert_eq!(interval_bar(0.0, 0.0), "━···················");
    }
}
