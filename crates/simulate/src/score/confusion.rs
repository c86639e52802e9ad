//! A table of what is true against what was judged.

use serde::Serialize;

/// Rows are the true words, columns the judged ones. "No verdict" and "too early to say" stand apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// True words, in order.
    pub rows: Vec<&'static str>,
    /// Judged words: those of the rows first, then those that are never true.
    pub columns: Vec<&'static str>,
    /// Customers by row and column.
    pub counts: Vec<Vec<u32>>,
    /// Customers by row with no verdict although there was enough to go by.
    pub no_verdict: Vec<u32>,
    /// Customers by row of whom it was too early to say.
    pub too_early: Vec<u32>,
}

impl Confusion {
    pub(crate) fn new(rows: &[&'static str], others: &[&'static str]) -> Confusion {
        let columns: Vec<&'static str> = rows.iter().chain(others).copied().collect();
        Confusion {
            rows: rows.to_vec(),
            counts: vec![vec![0; columns.len()]; rows.len()],
            columns,
            no_verdict: vec![0; rows.len()],
            too_early: vec![0; rows.len()],
        }
    }

    /// Counts one customer; a word that no column knows is no verdict.
    pub(crate) fn add(&mut self, truth: &str, judged: Option<&str>, is_too_early: bool) {
        let Some(row) = self.rows.iter().position(|word| *word == truth) else { return };
        let column = judged.and_then(|judged| self.columns.iter().position(|word| *word == judged));
        let cell = match (is_too_early, column) {
            (true, _) => &mut self.too_early[row],
            (false, Some(column)) => &mut self.counts[row][column],
            (false, None) => &mut self.no_verdict[row],
        };
        *cell += 1;
    }

    /// Customers in the table.
    pub fn total(&self) -> u32 {
        self.judged() + self.no_verdict.iter().sum::<u32>() + self.too_early.iter().sum::<u32>()
    }

    /// Customers with a verdict.
    pub fn judged(&self) -> u32 {
        self.counts.iter().flatten().sum()
    }

    /// Share of right verdicts among verdicts that could be right (`unverified` never is); `None` without
    /// any.
    pub fn accuracy(&self) -> Option<f64> {
        let decided: u32 = self.counts.iter().map(|row| row[..self.rows.len()].iter().sum::<u32>()).sum();
        let right: u32 = (0..self.rows.len()).map(|place| self.counts[place][place]).sum();
        (decided > 0).then(|| f64::from(right) / f64::from(decided))
    }

    /// Share of a true word's verdicts that say so: what was found of what there is.
    pub fn recall(&self, word: &str) -> Option<f64> {
        let row = self.rows.iter().position(|known| *known == word)?;
        let all: u32 = self.counts[row].iter().sum();
        (all > 0).then(|| f64::from(self.counts[row][row]) / f64::from(all))
    }

    /// Share of a judged word's verdicts that are true: what it is worth when it is said.
    pub fn precision(&self, word: &str) -> Option<f64> {
        let column = self.rows.iter().position(|known| *known == word)?;
        let all: u32 = self.counts.iter().map(|row| row[column]).sum();
        (all > 0).then(|| f64::from(self.counts[column][column]) / f64::from(all))
    }
}
