//! Values of a query string, read and written. What cannot be read says what was expected.

use crate::column::{Column, ColumnKind, columns};
use crate::filter::{Bound, Filter, Range, UNKNOWN, WordSet, unknown_word};
use crate::query::{SEARCH_BYTES_MAX, Sort};
use crate::row::ESTIMATE_SCALE;
use book::{Day, Directory, ProviderId, Text};

type Expected = String;

/// Parameters that are no filter.
pub(crate) fn is_setting(key: &str) -> bool {
    matches!(key, "q" | "sort" | "columns" | "page")
}

/// What a parameter can be called.
pub(crate) fn parameters() -> Expected {
    let filters = columns().iter().filter(|info| info.column.can_be_filtered()).map(|info| info.key);
    let keys: Vec<&str> = ["q", "sort", "columns", "page"].into_iter().chain(filters).collect();
    format!("one of the parameters {}", keys.join(", "))
}

pub(crate) fn search(value: &str) -> Result<String, Expected> {
    let text = value.trim();
    if text.len() > SEARCH_BYTES_MAX {
        return Err(format!("at most {SEARCH_BYTES_MAX} bytes"));
    }
    Ok(text.to_owned())
}

pub(crate) fn page(value: &str) -> Result<u32, Expected> {
    let page = value.parse().ok().filter(|page| *page >= 1);
    page.ok_or_else(|| "a page number from 1".to_owned())
}

fn column(key: &str) -> Result<Column, Expected> {
    Column::parse(key).ok_or_else(|| {
        let keys: Vec<&str> = columns().iter().map(|info| info.key).collect();
        format!("one of the columns {}", keys.join(", "))
    })
}

pub(crate) fn sort(value: &str) -> Result<Sort, Expected> {
    let (descending, key) = value.strip_prefix('-').map_or((false, value), |key| (true, key));
    Ok(Sort { column: column(key)?, descending })
}

pub(crate) fn shown(value: &str) -> Result<Vec<Column>, Expected> {
    let mut shown = Vec::new();
    for key in value.split(',') {
        let column = column(key)?;
        if !shown.contains(&column) {
            shown.push(column);
        }
    }
    Ok(shown)
}

/// Reads the value of a filter.
pub(crate) fn filter(column: Column, value: &str, providers: &Directory) -> Result<Filter, Expected> {
    match column.kind() {
        ColumnKind::Word(_) => words(column, value),
        ColumnKind::Provider => provider_filter(column, value, providers),
        ColumnKind::Open | ColumnKind::Text => Ok(open(column, value)),
        ColumnKind::Day | ColumnKind::Count | ColumnKind::Money | ColumnKind::Estimate(_) => {
            range(column, value)
        }
    }
}

fn words(column: Column, value: &str) -> Result<Filter, Expected> {
    let ColumnKind::Word(list) = column.kind() else { return Err("a column of words".to_owned()) };
    let words: Vec<&str> = value.split(',').collect();
    Filter::words(column, &words).ok_or_else(|| {
        let known: Vec<&str> = list.iter().map(|word| word.word).chain([UNKNOWN]).collect();
        format!("any of {}, with commas between them", known.join(", "))
    })
}

/// What names a provider in a URL: the source's own id where it is plain and of one provider only, else `~`
/// and the number.
fn provider_key(id: ProviderId, providers: &Directory) -> String {
    let known = providers.provider(id).map(|provider| provider.external_id.as_str());
    let is_plain = |key: &&str| {
        let is_plain_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !key.is_empty() && key.bytes().all(is_plain_byte) && *key != unknown_word(Column::Provider)
    };
    let is_only = |key: &&str| providers.providers.iter().filter(|one| one.external_id == **key).count() == 1;
    known.filter(is_plain).filter(is_only).map_or_else(|| format!("~{}", id.0), str::to_owned)
}

fn provider_of(key: &str, providers: &Directory) -> Option<ProviderId> {
    if let Some(number) = key.strip_prefix('~') {
        return number.parse().ok().map(ProviderId);
    }
    let mut found = providers.providers.iter().filter(|provider| provider.external_id == key);
    found.next().filter(|_| found.next().is_none()).map(|provider| provider.id)
}

fn provider_filter(column: Column, value: &str, providers: &Directory) -> Result<Filter, Expected> {
    let mut any = Vec::new();
    let mut or_nobody = false;
    for key in value.split(',') {
        match provider_of(key, providers) {
            _ if key == unknown_word(column) => or_nobody = true,
            Some(id) => any.push(id),
            None => {
                return Err(format!(
                    "ids of people who serve, or `{}`, with commas between them",
                    unknown_word(column)
                ));
            }
        }
    }
    any.sort_unstable();
    any.dedup();
    Ok(Filter::Providers { column, any, or_nobody })
}

/// A comma inside a value is written `\,`, a backslash `\\`.
fn open(column: Column, value: &str) -> Filter {
    let mut any: Vec<Text> = Vec::new();
    let mut or_unknown = false;
    let mut word = Text::default();
    let mut is_escaped = false;
    let mut was_escaped = false;
    for letter in value.chars().map(Some).chain([None]) {
        match letter {
            Some(letter) if is_escaped => {
                word.push(letter);
                is_escaped = false;
                was_escaped = true;
            }
            Some('\\') => is_escaped = true,
            Some(',') | None => {
                let word = std::mem::take(&mut word);
                let is_unknown = word == UNKNOWN && !was_escaped;
                or_unknown |= is_unknown;
                if !is_unknown && !word.is_empty() {
                    any.push(word);
                }
                was_escaped = false;
            }
            Some(letter) => word.push(letter),
        }
    }
    any.sort_unstable();
    any.dedup();
    Filter::Open { column, or_unknown: or_unknown || any.is_empty(), any }
}

fn written_open(word: &str) -> String {
    if word == UNKNOWN {
        return "\\unknown".to_owned();
    }
    word.replace('\\', "\\\\").replace(',', "\\,")
}

/// What a range of a column looks like.
fn expected_range(column: Column) -> Expected {
    match column.kind() {
        ColumnKind::Day => "a range such as 2026-01-01..2026-03-31 or 90d.. (90 days ago or longer), \
             a day, `never`, or a range and never: 90d..,never"
            .to_owned(),
        ColumnKind::Estimate(_) => {
            "a range such as 0.5..0.9 with at most four decimals, or `unknown`".to_owned()
        }
        ColumnKind::Money => "a range of whole minor units such as 10000..50000".to_owned(),
        _ => "a range such as 2..5 or 3.., a whole number, or `unknown`".to_owned(),
    }
}

fn range(column: Column, value: &str) -> Result<Filter, Expected> {
    let mut range = None;
    let mut or_unknown = false;
    for part in value.split(',') {
        if part == unknown_word(column) {
            or_unknown = true;
        } else if range.is_none() {
            range = Some(one_range(column, part).ok_or_else(|| expected_range(column))?);
        } else {
            return Err(expected_range(column));
        }
    }
    Ok(Filter::Range { column, range, or_unknown })
}

fn one_range(column: Column, part: &str) -> Option<Range> {
    let Some((from, to)) = part.split_once("..") else {
        let only = Some(bound(column, part)?);
        return Some(Range { from: only, to: only });
    };
    let read = |end: &str| if end.is_empty() { Some(None) } else { bound(column, end).map(Some) };
    let range = Range { from: read(from)?, to: read(to)? };
    let is_ordered = match (range.from, range.to) {
        (Some(Bound::Number(from)), Some(Bound::Number(to))) => from <= to,
        (Some(Bound::Day(from)), Some(Bound::Day(to))) => from <= to,
        (Some(Bound::DaysAgo(from)), Some(Bound::DaysAgo(to))) => from <= to,
        (Some(_), Some(_)) => false,
        _ => true,
    };
    is_ordered.then_some(range)
}

fn bound(column: Column, text: &str) -> Option<Bound> {
    let canonical_integer = || text.parse::<i64>().ok();
    match column.kind() {
        ColumnKind::Day => match text.strip_suffix('d') {
            Some(days) => days.parse().ok().filter(|days: &i32| days.abs() < 1_000_000).map(Bound::DaysAgo),
            None => day(text).map(Bound::Day),
        },
        ColumnKind::Estimate(_) => estimate(text).map(Bound::Number),
        ColumnKind::Money => canonical_integer().map(Bound::Number),
        _ => canonical_integer().filter(|count| *count >= 0).map(Bound::Number),
    }
}

/// `2026-03-01`, in four, two and two digits.
fn day(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    let is_shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    if !is_shaped {
        return None;
    }
    // Days from civil (the proleptic Gregorian calendar), checked by printing it again.
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let found = Day(i32::try_from(era * 146_097 + day_of_era - 719_468).ok()?);
    (found.to_string() == text).then_some(found)
}

fn estimate(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || fraction.len() > 4 || !is_digits(whole) || !is_digits(fraction)
    {
        return None;
    }
    let padded = format!("{fraction:0<4}");
    Some(whole.parse::<i64>().ok()? * ESTIMATE_SCALE as i64 + padded.parse::<i64>().ok()?)
}

/// A bound as a URL has it.
pub(crate) fn written_bound(column: Column, bound: Bound) -> String {
    match bound {
        Bound::Day(day) => day.to_string(),
        Bound::DaysAgo(days) => format!("{days}d"),
        Bound::Number(number) if matches!(column.kind(), ColumnKind::Estimate(_)) => {
            let scale = ESTIMATE_SCALE as i64;
            let text = format!("{}.{:04}", number.div_euclid(scale), number.rem_euclid(scale));
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        Bound::Number(number) => number.to_string(),
    }
}

/// The value of a filter, as a URL has it.
pub(crate) fn written(filter: &Filter, providers: &Directory) -> String {
    let unknown = unknown_word(filter.column()).to_owned();
    let parts: Vec<String> = match filter {
        Filter::Words { column, any } => words_of(*column, *any).map(str::to_owned).collect(),
        Filter::Providers { any, or_nobody, .. } => {
            let named = any.iter().map(|id| provider_key(*id, providers));
            named.chain(or_nobody.then_some(unknown)).collect()
        }
        Filter::Open { any, or_unknown, .. } => {
            any.iter().map(|word| written_open(word)).chain(or_unknown.then_some(unknown)).collect()
        }
        Filter::Range { column, range, or_unknown } => {
            let range = range.map(|range| written_range(*column, range));
            range.into_iter().chain(or_unknown.then_some(unknown)).collect()
        }
    };
    parts.join(",")
}

fn written_range(column: Column, range: Range) -> String {
    if range.from.is_some() && range.from == range.to {
        return range.from.map_or_else(String::new, |only| written_bound(column, only));
    }
    let end = |bound: Option<Bound>| bound.map_or_else(String::new, |bound| written_bound(column, bound));
    format!("{}..{}", end(range.from), end(range.to))
}

/// The words of a set, in order of their list, unknown last.
fn words_of(column: Column, any: WordSet) -> impl Iterator<Item = &'static str> {
    let list = match column.kind() {
        ColumnKind::Word(list) => list,
        _ => &[],
    };
    let known = list.iter().enumerate().filter(move |(place, _)| any.has(*place)).map(|(_, word)| word.word);
    known.chain(any.has_unknown().then_some(UNKNOWN))
}
