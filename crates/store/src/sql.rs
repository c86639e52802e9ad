//! The named queries: all SQL of this crate lives in `sql/*.sql`, one name, comment and statement after
//! another.
//!
//! The text is the same for every engine: `?1` placeholders, plain types. What an engine must have
//! differently (only in `schema/`) carries a token at the end of its line, see [`for_engine`].

use crate::error::Problem;
use rusqlite::{CachedStatement, Connection, Params, Row};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const FILES: &[&str] = &[
    include_str!("../sql/party.sql"),
    include_str!("../sql/fact_key.sql"),
    include_str!("../sql/setting.sql"),
    include_str!("../sql/cache.sql"),
    include_str!("../sql/suggestion.sql"),
    include_str!("../sql/check.sql"),
    include_str!("../sql/account.sql"),
    include_str!("../sql/act.sql"),
    include_str!("../sql/amendment.sql"),
    include_str!("../sql/merge.sql"),
    include_str!("../sql/import_run.sql"),
    include_str!("../sql/summary.sql"),
    include_str!("../sql/work.sql"),
    include_str!("../sql/interaction.sql"),
    include_str!("../sql/purchase.sql"),
    include_str!("../sql/delivery.sql"),
    include_str!("../sql/voice.sql"),
    include_str!("../sql/promise.sql"),
    include_str!("../sql/knowledge.sql"),
    include_str!("../sql/adaptation.sql"),
    include_str!("../sql/wish.sql"),
    include_str!("../sql/referral.sql"),
    include_str!("../sql/benefit.sql"),
    include_str!("../sql/permission.sql"),
    include_str!("../sql/touch.sql"),
];

static QUERIES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let blocks = FILES.iter().flat_map(|file| file.split("-- name: ").skip(1));
    blocks.filter_map(|block| block.split_once('\n')).map(|(name, text)| (name.trim(), text.trim())).collect()
});

/// The text of a named query, its comment included.
pub(crate) fn named(name: &str) -> &'static str {
    QUERIES.get(name).expect("a test proves that every query named in the code is in a file")
}

/// An insert of one row, made to insert `rows` rows: its group of placeholders is repeated with the numbers
/// going on.
pub(crate) fn many_rows(text: &str, rows: usize) -> String {
    let marker = "values (";
    let start = text.find(marker).expect("an insert has a group of values") + marker.len();
    let end = start + text[start..].find(')').expect("a group of values ends");
    let group: Vec<&str> = text[start..end].split(',').map(str::trim).collect();
    let width = group.iter().filter(|value| value.starts_with('?')).count();
    let mut many = String::with_capacity(text.len() + rows * width * 6);
    // A statement that may be undone by itself keeps a copy of every page it touches. These never are: any
    // failure ends the whole transaction. This is how SQLite is told.
    many.push_str(&text[..start - 1].replacen("insert into", "insert or fail into", 1));
    for row in 0..rows {
        many.push_str(if row == 0 { "(" } else { ", (" });
        for (index, value) in group.iter().enumerate() {
            many.push_str(if index == 0 { "" } else { ", " });
            match value.strip_prefix('?').and_then(|place| place.parse::<usize>().ok()) {
                Some(place) => many.push_str(&format!("?{}", row * width + place)),
                None => many.push_str(value),
            }
        }
        many.push(')');
    }
    many.push_str(&text[end + 1..]);
    many
}

/// Keeps the lines of a schema that belong to `engine` (`sqlite`, later `postgres`) or to all engines.
pub(crate) fn for_engine(schema: &str, engine: &str) -> String {
    let token = format!("/*engine:{engine}*/");
    let belongs = |line: &&str| !line.contains("/*engine:") || line.contains(&token);
    schema.lines().filter(belongs).collect::<Vec<_>>().join("\n")
}

/// A prepared statement of the connection's cache.
pub(crate) fn statement<'c>(connection: &'c Connection, name: &str) -> Result<CachedStatement<'c>, Problem> {
    Ok(connection.prepare_cached(named(name))?)
}

/// All rows of a named query.
pub(crate) fn all<T>(
    connection: &Connection,
    name: &str,
    values: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, Problem>,
) -> Result<Vec<T>, Problem> {
    let mut query = connection.prepare_cached(named(name))?;
    let mut rows = query.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// The first row of a named query, if there is one.
pub(crate) fn one<T>(
    connection: &Connection,
    name: &str,
    values: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, Problem>,
) -> Result<Option<T>, Problem> {
    let mut query = connection.prepare_cached(named(name))?;
    let mut rows = query.query(values)?;
    rows.next()?.map(read).transpose()
}

/// The number after the highest one given, which a named query tells.
pub(crate) fn next(connection: &Connection, name: &str) -> Result<u32, Problem> {
    let last: u32 = connection.prepare_cached(named(name))?.query_row([], |row| row.get(0))?;
    Ok(last + 1)
}

/// Prepares every query once, so that a broken one, or a book that lacks a table, fails at opening and not
/// at use.
pub(crate) fn prepare_all(connection: &Connection) -> Result<(), Problem> {
    connection.set_prepared_statement_cache_capacity(QUERIES.len() + 32);
    for text in QUERIES.values() {
        connection.prepare_cached(text)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> String {
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap();
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    }

    #[test]
    fn every_query_has_a_comment_and_no_name_is_given_twice() {
        let count: usize = FILES.iter().map(|file| file.matches("-- name: ").count()).sum();
        assert_eq!(QUERIES.len(), count);
        for (name, text) in QUERIES.iter() {
            assert!(text.starts_with("-- "), "{name} has no comment");
        }
    }

    #[test]
    fn every_query_is_used() {
        let code = code();
        for name in QUERIES.keys() {
            let kind = book::FactKind::ALL.iter().find(|kind| name.ends_with(&format!("_{}", kind.word())));
            let stem = kind.and_then(|kind| name.strip_suffix(kind.word())).unwrap_or(name);
            let is_used = [stem, name].iter().any(|name| code.contains(&format!("\"{name}\"")));
            assert!(is_used, "nothing uses {name}");
        }
    }

    #[test]
    fn every_query_named_in_the_code_is_in_a_file() {
        let code = code();
        let calls = code.split("statement(").chain(code.split("named(")).skip(1);
        let literals = calls.filter_map(|rest| rest.split_once('"').filter(|(before, _)| before.len() < 30));
        let names = literals.map(|(_, rest)| rest.split('"').next().unwrap());
        let names: Vec<&str> =
            names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect();
        assert!(names.len() > 10);
        for name in names {
            assert!(QUERIES.contains_key(name), "{name} is in no file");
        }
    }

    #[test]
    fn an_insert_grows_to_many_rows() {
        let text = many_rows(named("add_customer"), 2);
        assert!(text.ends_with("values (?1, ?2, ?3, 0), (?4, ?5, ?6, 0);"), "{text}");
        assert!(many_rows(named("insert_key"), 3).contains("?15)\non conflict (fact_id) do nothing"));
    }

    #[test]
    fn a_schema_line_belongs_to_its_engine() {
        let schema = "a integer, /*engine:sqlite*/\na bigint, /*engine:postgres*/\nb text";
        assert_eq!(for_engine(schema, "sqlite"), "a integer, /*engine:sqlite*/\nb text");
        assert_eq!(for_engine(schema, "postgres"), "a bigint, /*engine:postgres*/\nb text");
    }
}
