//! The score as Markdown, for the documentation.

use super::{Confusion, Score};
use std::fmt::Write;

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "none".into(), |share| format!("{:.0} %", share * 100.0))
}

fn decimals(value: Option<f64>) -> String {
    value.map_or_else(|| "none".into(), |value| format!("{value:.2}"))
}

impl Confusion {
    /// A Markdown table: true words down, judged words across, and what share of each was found.
    pub fn markdown(&self) -> String {
        let mut text = String::from("| true \\ judged |");
        let plain = |word: &str| word.replace('_', " ");
        for column in &self.columns {
            let _ = write!(text, " {} |", plain(column));
        }
        text.push_str(" no verdict | too early to say | found |\n|---|");
        text.push_str(&"---:|".repeat(self.columns.len() + 3));
        text.push('\n');
        for (place, row) in self.rows.iter().enumerate() {
            let _ = write!(text, "| {} |", plain(row));
            for (column, count) in self.counts[place].iter().enumerate() {
                // What is right stands out.
                let shown = if column == place { format!("**{count}**") } else { count.to_string() };
                let _ = write!(text, " {shown} |");
            }
            let found = percent(self.recall(row));
            let _ = writeln!(text, " {} | {} | {found} |", self.no_verdict[place], self.too_early[place]);
        }
        text.push_str("| true when said |");
        for column in &self.columns {
            let worth =
                if self.rows.contains(column) { percent(self.precision(column)) } else { String::new() };
            let _ = write!(text, " {worth} |");
        }
        text.push_str(" | | |\n");
        let _ = writeln!(
            text,
            "\nRight in {} of verdicts; {} of {} customers have a verdict.",
            percent(self.accuracy()),
            self.judged(),
            self.total()
        );
        text
    }
}

impl Score {
    /// The whole score as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!(
            "Simulated data: {} customers, seed {}, judged as of {}.\n\n",
            self.customers, self.seed, self.as_of
        );
        let tables = [
            ("Kind with the provider met most (J1)", &self.kind_with_usual_provider),
            ("Kind with the organization (J1)", &self.kind_with_organization),
            ("Rhythm of contacts (J6a)", &self.contact_rhythm),
            ("Foundation gate (J4)", &self.foundation_gate),
            ("Initiative (J6c)", &self.initiative),
        ];
        for (title, table) in tables {
            let _ = write!(text, "## {title}\n\n{}\n", table.markdown());
        }
        let (gap, left, kept) = (&self.usual_gap, &self.drop_outs, &self.promises);
        text.push_str("## Numbers\n\n| what | value |\n|---|---:|\n");
        let mut row = |what: &str, value: String| {
            let _ = writeln!(text, "| {what} | {value} |");
        };
        row("usual provider named right", percent(Some(self.usual_provider_right)));
        row("customers with a usual gap judged", gap.customers.to_string());
        row("usual gap: median relative error", percent(gap.median_relative_error));
        row("usual gap: within a quarter of the truth", percent(Some(gap.within_quarter)));
        row("usual gap: median of judged over true", decimals(gap.median_ratio));
        row("customers with a chance of being there judged", left.customers.to_string());
        row("of these, left", left.left.to_string());
        row("AUC of that chance for having left", decimals(left.auc));
        row("the same, three or more contacts", decimals(left.auc_of_regulars));
        row(
            &format!("overdue or gone quiet, of {} gone for two usual gaps or more", left.long_gone),
            percent(Some(left.recall)),
        );
        row(
            &format!("overdue or gone quiet, of {} still there", left.still_there),
            percent(Some(left.false_alarms)),
        );
        row("providers with promises judged", kept.providers.to_string());
        row("promises kept: mean absolute error", decimals(Some(kept.mean_absolute_error)));
        row("promises kept: true rate inside the 80 % interval", percent(Some(kept.in_interval)));
        text
    }
}
