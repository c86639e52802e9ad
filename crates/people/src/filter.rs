//! What a filter asks of one column.

use crate::column::{Column, ColumnKind};
use book::{Day, ProviderId, Text};

/// A set of words of one closed list; the place beyond the last word stands for unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WordSet(pub(crate) u32);

impl WordSet {
    /// Adds the word at a place of its list.
    pub fn with(self, place: usize) -> WordSet {
        WordSet(self.0 | (2 << place))
    }

    /// Adds unknown.
    pub fn with_unknown(self) -> WordSet {
        WordSet(self.0 | 1)
    }

    /// Whether the word at a place is in it.
    pub fn has(self, place: usize) -> bool {
        self.0 & (2 << place) != 0
    }

    /// Whether unknown is in it.
    pub fn has_unknown(self) -> bool {
        self.0 & 1 != 0
    }
}

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// A number in the column's own unit: a count, minor units, ten thousandths of an estimate.
    Number(i64),
    /// A civil day.
    Day(Day),
    /// So many days ago, counted from the day of asking; negative for days to come.
    DaysAgo(i32),
}

/// A range, both ends included; an end that is `None` is open. Ages run backwards in time: `90d..` is ninety
/// days ago or longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    /// First end, as written.
    pub from: Option<Bound>,
    /// Last end, as written.
    pub to: Option<Bound>,
}

/// What a filter asks of one column. A query has at most one per column; a row must pass all.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Any of some words of a closed list.
    Words {
        /// Which column.
        column: Column,
        /// The words.
        any: WordSet,
    },
    /// Any of some providers, or nobody.
    Providers {
        /// Which column.
        column: Column,
        /// Sorted by number, without repetition.
        any: Vec<ProviderId>,
        /// Whether nobody counts too.
        or_nobody: bool,
    },
    /// Any of some words that the records bring.
    Open {
        /// Which column.
        column: Column,
        /// Sorted, without repetition.
        any: Vec<Text>,
        /// Whether unknown counts too.
        or_unknown: bool,
    },
    /// A range of days or numbers.
    Range {
        /// Which column.
        column: Column,
        /// The range; `None`: only unknown passes.
        range: Option<Range>,
        /// Whether unknown (never) passes too.
        or_unknown: bool,
    },
}

impl Filter {
    /// Which column it asks about.
    pub fn column(&self) -> Column {
        match self {
            Filter::Words { column, .. }
            | Filter::Providers { column, .. }
            | Filter::Open { column, .. }
            | Filter::Range { column, .. } => *column,
        }
    }

    /// Any of some words of a closed list. `None` when the column has no such word; `unknown` is one.
    pub fn words(column: Column, words: &[&str]) -> Option<Filter> {
        let ColumnKind::Word(list) = column.kind() else { return None };
        let mut any = WordSet::default();
        for word in words {
            any = match list.iter().position(|known| known.word == *word) {
                Some(place) => any.with(place),
                None if *word == UNKNOWN => any.with_unknown(),
                None => return None,
            };
        }
        (any != WordSet::default()).then_some(Filter::Words { column, any })
    }

    /// Served by (or assigned to) one provider, or nobody.
    pub fn provider(column: Column, provider: Option<ProviderId>) -> Filter {
        Filter::Providers { column, any: provider.into_iter().collect(), or_nobody: provider.is_none() }
    }
}

/// The word for unknown, in every column of words.
pub(crate) const UNKNOWN: &str = "unknown";
/// The word for unknown in a column of days.
pub(crate) const NEVER: &str = "never";

/// The word for unknown in a column.
pub(crate) fn unknown_word(column: Column) -> &'static str {
    match column.kind() {
        ColumnKind::Day => NEVER,
        ColumnKind::Provider => "nobody",
        _ => UNKNOWN,
    }
}
