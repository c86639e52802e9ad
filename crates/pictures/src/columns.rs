//! The sparkline: counts of one thing over equal periods, small enough to stand in a sentence or a table.

use crate::canvas::Canvas;
use crate::table::table;

/// Counts over equal periods, oldest first.
#[derive(Debug, Clone)]
pub struct Sparkline<'a> {
    /// What is counted and per what, such as `Contacts per month`.
    pub name: &'a str,
    /// The counts; only the last 60 are drawn.
    pub counts: &'a [u32],
}

const HEIGHT: f64 = 20.0;
const COUNTS_MAX: usize = 60;

impl Sparkline<'_> {
    fn shown(&self) -> &[u32] {
        &self.counts[self.counts.len().saturating_sub(COUNTS_MAX)..]
    }

    /// What is to be seen, in one sentence.
    pub fn sentence(&self) -> String {
        let shown = self.shown();
        let Some(last) = shown.last() else { return "Nothing yet.".to_owned() };
        let (least, most) = (shown.iter().min().unwrap_or(last), shown.iter().max().unwrap_or(last));
        format!("{} periods, from {least} to {most}; the latest has {last}.", shown.len())
    }

    /// The picture: 6 px for each count, 20 px high. The latest stands out; a nought is a hairline.
    pub fn svg(&self) -> String {
        let shown = self.shown();
        let width = (6.0 * shown.len() as f64).max(12.0);
        let mut canvas = Canvas::new((width, HEIGHT), "sparkline", self.name, &self.sentence());
        let most = f64::from(shown.iter().copied().max().unwrap_or(0).max(1));
        for (place, count) in shown.iter().enumerate() {
            let high = if *count == 0 { 1.0 } else { 2.0 + (HEIGHT - 3.0) * f64::from(*count) / most };
            let class = match (count, place + 1 == shown.len()) {
                (0, _) => "p-track",
                (_, true) => "p-accent",
                (_, false) => "p-soft",
            };
            canvas.rect(class, (6.0 * place as f64, HEIGHT - high), (4.0, high), 0.0);
        }
        canvas.finish()
    }

    /// The table behind it; `labels` name the periods, oldest first.
    pub fn table(&self, labels: &[String]) -> String {
        let rows: Vec<Vec<String>> = labels
            .iter()
            .zip(self.counts)
            .map(|(label, count)| vec![label.clone(), count.to_string()])
            .collect();
        table(self.name, &["Period", "Count"], &rows)
    }
}
