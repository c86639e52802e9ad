//! The People list in memory: a million customers as narrow columns, filtered, searched, sorted and paged in
//! about a millisecond.
//!
//! * [`Index`]: the columns; one row is changed in place, nothing is ever sorted as a whole to show a page.
//! * [`Query`]: what a list shows, read from and written to the query string of a URL, and as a sentence.
//! * [`Export`]: the list as CSV, chunk by chunk.
//! * [`duplicates()`] and [`Matcher`]: who may be the same, with the evidence.
//!
//! Nothing here reads a file, a clock or a database, and nothing waits: the caller keeps the index behind a
//! lock and brings the day.

mod column;
mod duplicates;
mod export;
mod filter;
mod fold;
mod identity;
mod index;
mod numbers;
mod order;
mod page;
mod parse;
mod query;
mod row;
mod scan;
mod search;
mod select;
mod served;
mod similar;
mod speech;
mod texts;
mod url;
mod words;

pub use column::{Band, Column, ColumnInfo, ColumnKind, columns};
pub use duplicates::{Match, Matcher, Pair, duplicates};
pub use export::Export;
pub use filter::{Bound, Filter, Range, WordSet};
pub use identity::Evidence;
pub use index::{Builder, Index};
pub use page::Page;
pub use query::{PAGE_ROWS, Query, QueryError, Sort};
pub use row::{Cell, NewRow, Row, RowOf, RowProblem};
pub use served::Served;
pub use speech::{Chip, Speech};
pub use words::Word;
