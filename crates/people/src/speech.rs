//! A query in words: one sentence, and a chip for each of its parts.

use crate::column::{Column, ColumnKind};
use crate::filter::{Bound, Filter, Range, WordSet};
use crate::parse;
use crate::query::Query;
use crate::row::ESTIMATE_SCALE;
use book::{Currency, Directory, Money, ProviderId};

/// The names and the currency that a sentence needs.
#[derive(Debug, Clone, Copy)]
pub struct Speech<'a> {
    /// Who serves.
    pub providers: &'a Directory,
    /// The book's currency.
    pub currency: Currency,
}

/// One part of a query: its words, and the URL of the list without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The column it filters; `None` for the search words.
    pub column: Option<Column>,
    /// As in the sentence.
    pub text: String,
    /// The query string without this part, from the first page.
    pub without: String,
}

impl Query {
    /// The query as one phrase, such as `people Ben serves, overdue or gone quiet, never asked`; `everyone`
    /// when it asks nothing.
    pub fn sentence(&self, speech: &Speech<'_>) -> String {
        let mut subject = "people".to_owned();
        let mut rest = Vec::new();
        for filter in self.filters() {
            match filter {
                Filter::Providers { column: Column::Provider, any, or_nobody } => {
                    subject = format!("people {}", served_by(any, *or_nobody, speech));
                }
                filter => rest.push(phrase(filter, speech)),
            }
        }
        if !self.search.is_empty() {
            rest.insert(0, search_phrase(&self.search));
        }
        if rest.is_empty() && subject == "people" {
            return "everyone".to_owned();
        }
        std::iter::once(subject).chain(rest).collect::<Vec<_>>().join(", ")
    }

    /// One chip for the search words and one for each filter, in the order of the sentence.
    pub fn chips(&self, speech: &Speech<'_>) -> Vec<Chip> {
        let url = |query: Query| query.url(speech.providers);
        let search = (!self.search.is_empty()).then(|| Chip {
            column: None,
            text: search_phrase(&self.search),
            without: url(self.clone().searching("")),
        });
        let filters = self.filters().iter().map(|filter| Chip {
            column: Some(filter.column()),
            text: phrase(filter, speech),
            without: url(self.clone().without(filter.column())),
        });
        search.into_iter().chain(filters).collect()
    }
}

fn search_phrase(search: &str) -> String {
    format!("matching “{search}”")
}

/// `a`, `a or b`, `a, b or c`.
fn or_list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn served_by(any: &[ProviderId], or_nobody: bool, speech: &Speech<'_>) -> String {
    let names = any.iter().map(|id| speech.providers.name(*id).to_owned());
    let names: Vec<String> = names.chain(or_nobody.then(|| "nobody".to_owned())).collect();
    format!("{} serves", or_list(&names))
}

/// A filter in words.
fn phrase(filter: &Filter, speech: &Speech<'_>) -> String {
    match filter {
        Filter::Words { column, any } => word_phrase(*column, *any),
        Filter::Providers { column: Column::Assigned, any, or_nobody } => {
            let names = any.iter().map(|id| format!("assigned to {}", speech.providers.name(*id)));
            or_list(&names.chain(or_nobody.then(|| "assigned to nobody".to_owned())).collect::<Vec<_>>())
        }
        Filter::Providers { any, or_nobody, .. } => served_by(any, *or_nobody, speech),
        Filter::Open { column, any, or_unknown } => {
            let words = any.iter().map(|word| word.to_string());
            let words: Vec<String> = words.chain(or_unknown.then(|| "unknown".to_owned())).collect();
            format!("{} {}", column.label().to_lowercase(), or_list(&words))
        }
        Filter::Range { column, range, or_unknown } => range_phrase(*column, *range, *or_unknown, speech),
    }
}

/// What stands before the words of a column, where they do not speak for themselves.
fn lead(column: Column) -> &'static str {
    match column {
        Column::ContactRhythm | Column::CandorSilence | Column::Party | Column::RelationshipKind => "",
        Column::PurchaseRhythm => "purchases ",
        Column::OpcConfiguration => "triangle ",
        Column::FoundationGate => "foundation ",
        Column::Rung => "rung ",
        Column::ThreePartTest => "three-part test ",
        Column::Initiative => "initiative ",
        Column::AccumulatingLoad => "load ",
        Column::Velocity => "link ",
        Column::Decline => "decline ",
        Column::WantedStyle => "wishes ",
        _ => "",
    }
}

fn word_phrase(column: Column, any: WordSet) -> String {
    let ColumnKind::Word(list) = column.kind() else { return String::new() };
    let labels = list.iter().enumerate().filter(|(place, _)| any.has(*place)).map(|(_, word)| word.label);
    let mut words: Vec<String> = labels.map(str::to_owned).collect();
    if column == Column::Refused {
        let no_and_yes = ["may be contacted", "contact refused"];
        let said = no_and_yes.iter().enumerate().filter(|(place, _)| any.has(*place));
        words = said.map(|(_, word)| (*word).to_owned()).collect();
    }
    let unknown = match lead(column) {
        "" => format!("{} unknown", column.label().to_lowercase()),
        _ => "unknown".to_owned(),
    };
    words.extend(any.has_unknown().then_some(unknown));
    format!("{}{}", lead(column), or_list(&words))
}

/// How a column of days is said: the verb before a range, and the words for never.
fn day_words(column: Column) -> (&'static str, &'static str) {
    match column {
        Column::Since => ("became a customer", "customer since an unknown day"),
        Column::FirstContact => ("first spoken to", "never spoken to"),
        Column::LastContact => ("last spoken to", "never spoken to"),
        Column::FirstPurchase => ("first bought", "never bought"),
        Column::LastPurchase => ("last bought", "never bought"),
        Column::OldestIssue => ("oldest issue opened", "no open issue"),
        Column::NextDue => ("next promise due", "nothing due"),
        Column::LastAsked => ("last asked", "never asked"),
        _ => ("last frank word", "no frank word"),
    }
}

fn range_phrase(column: Column, range: Option<Range>, or_unknown: bool, speech: &Speech<'_>) -> String {
    let is_day = column.kind() == ColumnKind::Day;
    let (verb, never) = day_words(column);
    let name = column.label().to_lowercase();
    let known = range.map(|range| match is_day {
        true => format!("{verb} {}", days(range)),
        false => format!("{name} {}", figures(column, range, speech)),
    });
    let unknown = or_unknown.then(|| if is_day { never.to_owned() } else { format!("{name} unknown") });
    or_list(&known.into_iter().chain(unknown).collect::<Vec<_>>())
}

/// Days in words: `90 days ago or longer`, `within 30 days`, `between 2026-01-01 and 2026-03-31`.
fn days(range: Range) -> String {
    use Bound::{Day, DaysAgo};
    match (range.from, range.to) {
        (Some(DaysAgo(from)), Some(DaysAgo(to))) if from == to => ago(from),
        (Some(DaysAgo(from)), Some(DaysAgo(0))) if from < 0 => {
            format!("within the next {}", day_count(-from))
        }
        (Some(DaysAgo(0)), Some(DaysAgo(to))) => format!("within the last {}", day_count(to)),
        (Some(DaysAgo(from)), Some(DaysAgo(to))) => format!("between {} and {}", ago(to), ago(from)),
        (Some(DaysAgo(1)), _) => "yesterday or longer ago".to_owned(),
        (Some(DaysAgo(from)), _) if from > 1 => format!("{} or longer", ago(from)),
        (Some(DaysAgo(from)), _) => format!("{} or earlier", ago(from)),
        (_, Some(DaysAgo(to))) => format!("{} or later", ago(to)),
        (Some(Day(from)), Some(Day(to))) if from == to => format!("on {from}"),
        (Some(Day(from)), Some(Day(to))) => format!("between {from} and {to}"),
        (Some(Day(from)), _) => format!("{from} or later"),
        (_, Some(Day(to))) => format!("{to} or earlier"),
        _ => "on a known day".to_owned(),
    }
}

fn day_count(days: i32) -> String {
    if days == 1 { "day".to_owned() } else { format!("{days} days") }
}

fn ago(days: i32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        -1 => "tomorrow".to_owned(),
        days if days < 0 => format!("in {} days", -i64::from(days)),
        days => format!("{days} days ago"),
    }
}

fn figures(column: Column, range: Range, speech: &Speech<'_>) -> String {
    let one = |bound: Bound| match (bound, column.kind()) {
        (Bound::Number(minor), ColumnKind::Money) => Money { minor, currency: speech.currency }.to_string(),
        (Bound::Number(share), ColumnKind::Estimate(_)) if column != Column::ExpectedPurchases => {
            let percent = format!("{:.2}", share as f64 / ESTIMATE_SCALE * 100.0);
            format!("{} %", percent.trim_end_matches('0').trim_end_matches('.'))
        }
        (bound, _) => parse::written_bound(column, bound),
    };
    match (range.from, range.to) {
        (Some(from), Some(to)) if from == to => one(from),
        (Some(from), Some(to)) => format!("{} to {}", one(from), one(to)),
        (Some(from), None) => format!("{} or more", one(from)),
        (None, Some(to)) => format!("{} or less", one(to)),
        (None, None) => "known".to_owned(),
    }
}
