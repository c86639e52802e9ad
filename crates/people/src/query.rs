//! What a list shows: search, filters, order, columns and page.

use crate::column::Column;
use crate::filter::Filter;
use crate::{parse, url};
use book::Directory;

/// Rows of one page.
pub const PAGE_ROWS: usize = 50;
/// Longest search text in bytes: more is no search any more.
pub(crate) const SEARCH_BYTES_MAX: usize = 200;

/// The order of a list. Unknown comes last in either direction; equals stand in order of the customer's
/// number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By which column.
    pub column: Column,
    /// Largest, latest or last in the alphabet first.
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Sort {
        Sort { column: Column::Name, descending: false }
    }
}

/// What a list shows. It is read from a URL by [`Query::parse`] and written back by [`Query::url`]; equal
/// queries have equal URLs.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Search words as typed, trimmed.
    pub search: String,
    /// At most one per column, in order of the catalogue.
    filters: Vec<Filter>,
    /// The order.
    pub sort: Sort,
    /// The columns shown, without repetition; never empty.
    columns: Vec<Column>,
    /// The page, from 1.
    pub page: u32,
}

/// The columns shown when none are named.
const SHOWN: &[Column] = &[
    Column::Name,
    Column::Provider,
    Column::ContactRhythm,
    Column::LastContact,
    Column::NextDue,
    Column::OpenIssues,
    Column::Decline,
];

impl Default for Query {
    fn default() -> Query {
        Query {
            search: String::new(),
            filters: Vec::new(),
            sort: Sort::default(),
            columns: SHOWN.to_vec(),
            page: 1,
        }
    }
}

/// Why a query string cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{parameter}` is `{found}`; expected {expected}")]
pub struct QueryError {
    /// The parameter as written.
    pub parameter: String,
    /// Its value.
    pub found: String,
    /// What it can be.
    pub expected: String,
}

impl Query {
    /// Reads a query string, with or without its question mark. Providers are named by their own id where
    /// that tells them apart, else by `~` and their number. An empty value is as if it were not there.
    ///
    /// # Errors
    /// [`QueryError`] on an unknown parameter, one given twice, or a value that is none.
    pub fn parse(query: &str, providers: &Directory) -> Result<Query, QueryError> {
        let mut read = Query::default();
        let mut seen: Vec<String> = Vec::new();
        for (key, value) in url::pairs(query) {
            let refuse = |expected: &str| QueryError {
                parameter: key.clone(),
                found: value.clone(),
                expected: expected.to_owned(),
            };
            if seen.contains(&key) {
                return Err(refuse("it only once"));
            }
            let value_is_empty = value.trim().is_empty();
            let column = Column::parse(&key).filter(|column| column.can_be_filtered());
            match (key.as_str(), column) {
                _ if value_is_empty && (column.is_some() || parse::is_setting(&key)) => {}
                ("q", _) => read.search = parse::search(&value).map_err(|expected| refuse(&expected))?,
                ("sort", _) => read.sort = parse::sort(&value).map_err(|expected| refuse(&expected))?,
                ("columns", _) => {
                    read.columns = parse::shown(&value).map_err(|expected| refuse(&expected))?;
                }
                ("page", _) => read.page = parse::page(&value).map_err(|expected| refuse(&expected))?,
                (_, Some(column)) => {
                    let filter =
                        parse::filter(column, &value, providers).map_err(|expected| refuse(&expected))?;
                    read = read.with(filter);
                }
                (_, None) => return Err(refuse(&parse::parameters())),
            }
            seen.push(key);
        }
        Ok(read)
    }

    /// The query string, without a question mark; empty for the whole list. Only what differs from the
    /// whole list is written, always in the same order.
    pub fn url(&self, providers: &Directory) -> String {
        let mut query = self.url_without_page(providers);
        if self.page > 1 {
            url::append(&mut query, "page", &self.page.to_string());
        }
        query
    }

    fn url_without_page(&self, providers: &Directory) -> String {
        let mut query = String::new();
        if !self.search.is_empty() {
            url::append(&mut query, "q", &self.search);
        }
        for filter in &self.filters {
            url::append(&mut query, filter.column().key(), &parse::written(filter, providers));
        }
        if self.sort != Sort::default() {
            let minus = if self.sort.descending { "-" } else { "" };
            url::append(&mut query, "sort", &format!("{minus}{}", self.sort.column.key()));
        }
        if self.columns != SHOWN {
            let keys: Vec<&str> = self.columns.iter().map(|column| column.key()).collect();
            url::append(&mut query, "columns", &keys.join(","));
        }
        query
    }

    /// The filters, in order of the catalogue.
    pub fn filters(&self) -> &[Filter] {
        &self.filters
    }

    /// The filter of a column.
    pub fn filter(&self, column: Column) -> Option<&Filter> {
        self.filters.iter().find(|filter| filter.column() == column)
    }

    /// The columns shown.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// With a filter in place of the one of its column, from the first page.
    #[must_use]
    pub fn with(mut self, filter: Filter) -> Query {
        let column = filter.column();
        self.filters.retain(|present| present.column() != column);
        let place = self.filters.partition_point(|present| present.column() < column);
        self.filters.insert(place, filter);
        self.page = 1;
        self
    }

    /// Without the filter of a column, from the first page.
    #[must_use]
    pub fn without(mut self, column: Column) -> Query {
        self.filters.retain(|present| present.column() != column);
        self.page = 1;
        self
    }

    /// Searching for other words, from the first page.
    #[must_use]
    pub fn searching(mut self, search: &str) -> Query {
        self.search = parse::search(search).unwrap_or_default();
        self.page = 1;
        self
    }

    /// In another order, from the first page.
    #[must_use]
    pub fn sorted(mut self, column: Column, descending: bool) -> Query {
        self.sort = Sort { column, descending };
        self.page = 1;
        self
    }

    /// With other columns; none at all are the usual ones.
    #[must_use]
    pub fn showing(mut self, columns: &[Column]) -> Query {
        self.columns.clear();
        for column in columns {
            if !self.columns.contains(column) {
                self.columns.push(*column);
            }
        }
        if self.columns.is_empty() {
            self.columns = SHOWN.to_vec();
        }
        self
    }

    /// Another page; the first is 1.
    #[must_use]
    pub fn at_page(mut self, page: u32) -> Query {
        self.page = page.max(1);
        self
    }
}
