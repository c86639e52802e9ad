//! Reading histories: one ordered scan of each table, merged by customer, into buffers that are used again.

use crate::column::{take, text};
use crate::detail::{Stored, for_kind, queries};
use crate::error::{At, Problem, StoreError};
use crate::narrow::{Columns, Places, is_filled, narrowed, used_columns};
use crate::open::Book;
use crate::party::{SourceNames, customer};
use crate::settings;
use crate::sql::statement;
use crate::whole;
use book::*;
use rusqlite::{CachedStatement, Connection, Row, Rows, Transaction, TransactionBehavior};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A range of customer numbers, first to last.
pub type CustomerRange = RangeInclusive<u32>;

/// Whether a customer is meant, by the name of the source and the id there.
pub type CustomerTest<'t> = dyn Fn(&str, &str) -> bool + Sync + 't;

/// What of a book a pass reads: everything, unless told otherwise.
#[derive(Default, Clone, Copy)]
pub struct Selection<'s> {
    /// Only customers who pass this test, each looked up by itself: for few of many.
    pub customers: Option<&'s CustomerTest<'s>>,
    /// Only facts of these kinds; the other lists of a history are empty.
    pub kinds: Option<&'s [FactKind]>,
}

/// See [`Book::one_state`].
#[derive(Debug)]
pub struct OneState<'b> {
    /// `None` inside another one, which lasts longer.
    _transaction: Option<Transaction<'b>>,
}

impl Book {
    /// Everything known about one customer, or about the one it was merged into; `None` when there is no such
    /// customer.
    ///
    /// # Errors
    /// [`Problem::Damaged`] for a value of the wrong kind, and what the database reports.
    pub fn history(&self, id: CustomerId) -> Result<Option<History>, StoreError> {
        let _state = self.one_state()?;
        whole::one(&self.connection, &self.calendar, id).at(&self.path)
    }

    /// Until what this returns is dropped, everything is read from one state of the book, whatever is written
    /// meanwhile; and the locks that each single read would take and give back are taken once.
    ///
    /// # Errors
    /// What the database reports.
    pub fn one_state(&self) -> Result<OneState<'_>, StoreError> {
        let begin = || Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred);
        let begun = self.connection.is_autocommit().then(begin).transpose();
        Ok(OneState { _transaction: begun.map_err(Problem::from).at(&self.path)? })
    }

    /// Calls `step` for every customer of a range, in order of number, with everything known about them;
    /// those merged into others are read with those. The history is handed over in buffers that are used
    /// again: change it as you like, clone what you keep. All are read from one state of the book.
    ///
    /// # Errors
    /// As [`Book::history`].
    pub fn histories(&self, range: CustomerRange, step: impl FnMut(&mut History)) -> Result<(), StoreError> {
        let read = || -> Result<(), Problem> {
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
            whole::stream(&transaction, &self.calendar, Selection::default(), range, step)
        };
        read().at(&self.path)
    }

    /// Whether any fact of a kind ever filled a field, by the name of its column. One that was filled and is
    /// no longer still counts.
    ///
    /// # Errors
    /// What the database reports.
    pub fn is_recorded(&self, kind: FactKind, column: &str) -> Result<bool, StoreError> {
        is_filled(&self.connection, kind, column).at(&self.path)
    }

    /// At most `count` ranges that together hold every customer once, of nearly equal numbers of customers.
    ///
    /// # Errors
    /// What the database reports.
    pub fn partitions(&self, count: usize) -> Result<Vec<CustomerRange>, StoreError> {
        let last = || -> Result<u32, Problem> {
            Ok(statement(&self.connection, "last_customer")?.query_row([], |row| row.get(0))?)
        };
        let last = u64::from(last().at(&self.path)?);
        let count = (count as u64).clamp(1, last.max(1));
        let bound = |part: u64| (last * part / count) as u32;
        let ranges = (0..count).map(|part| bound(part) + 1..=bound(part + 1));
        Ok(ranges.filter(|range| !range.is_empty()).collect())
    }
}

/// One kind of fact, read in step with the customers.
struct Cursor<'s> {
    rows: Rows<'s>,
    /// Customer of the row that comes next.
    next: Option<u32>,
    places: Places,
    fill: fn(&mut Cursor<'s>, &mut History, &Calendar) -> Result<(), Problem>,
}

impl<'s> Cursor<'s> {
    fn open<D: Stored>(
        scan: &'s mut CachedStatement<'_>,
        used: Columns,
        range: &CustomerRange,
    ) -> Result<Cursor<'s>, Problem> {
        let rows = scan.query([range.start(), range.end()])?;
        let places = Places::of(used);
        let mut cursor = Cursor { rows, next: None, places, fill: Cursor::fill::<D> };
        cursor.advance()?;
        Ok(cursor)
    }

    #[inline]
    fn advance(&mut self) -> Result<(), Problem> {
        self.next = match self.rows.next()? {
            Some(row) => Some(take::<CustomerId>(row, 0)?.0),
            None => None,
        };
        Ok(())
    }

    /// Reads all facts of the history's customer, replacing what its list held.
    fn fill<D: Stored>(&mut self, history: &mut History, calendar: &Calendar) -> Result<(), Problem> {
        use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
        let number = history.customer.id.0;
        let list = D::list(history);
        list.clear();
        while self.next == Some(number) {
            let row = self.rows.get().expect("there is a row while a next customer is known");
            list.push(fact::<D>(row, &self.places, calendar)?);
            self.advance()?;
        }
        Ok(())
    }
}

/// Reads one row of a scan.
#[inline]
pub(crate) fn fact<D: Stored>(
    row: &Row<'_>,
    places: &Places,
    calendar: &Calendar,
) -> Result<Fact<D>, Problem> {
    let at: Timestamp = take(row, 1)?;
    Ok(Fact {
        id: take(row, 2)?,
        source: take(row, 3)?,
        external_id: places.take(row, 4)?,
        at,
        day: calendar.day(at),
        provider: places.take(row, 5)?,
        detail: D::take(row, places)?,
    })
}

/// The statement that reads one kind of fact.
struct Scan<'c> {
    kind: FactKind,
    used: Columns,
    statement: CachedStatement<'c>,
}

fn scans<'c>(connection: &'c Connection, selection: &Selection<'_>) -> Result<Vec<Scan<'c>>, Problem> {
    let mut scans = Vec::new();
    for (kind, used) in used_columns(connection)? {
        if selection.kinds.is_none_or(|kinds| kinds.contains(&kind)) {
            let statement = connection.prepare_cached(&narrowed(queries(kind).scan, used))?;
            scans.push(Scan { kind, used, statement });
        }
    }
    Ok(scans)
}

/// Streams the selected histories of a range by each customer's own number, as the sources said them.
pub(crate) fn stream_own(
    connection: &Connection,
    calendar: &Calendar,
    selection: Selection<'_>,
    range: CustomerRange,
    mut step: impl FnMut(&mut History),
) -> Result<(), Problem> {
    if let Some(is_selected) = selection.customers {
        return stream_some(connection, calendar, (selection, is_selected), range, step);
    }
    let names = SourceNames::read(connection)?;
    let mut scans = scans(connection, &selection)?;
    let mut cursors = Vec::new();
    for Scan { kind, used, statement } in &mut scans {
        cursors.push(for_kind!(*kind, Kind => Cursor::open::<Kind>(statement, *used, &range))?);
    }
    let mut spine = statement(connection, "scan_customer")?;
    let mut customers = spine.query([range.start(), range.end()])?;
    let mut history: Option<History> = None;
    while let Some(row) = customers.next()? {
        let history = begin(&mut history, customer(row, &names)?);
        for cursor in &mut cursors {
            (cursor.fill)(cursor, history, calendar)?;
        }
        step(history);
    }
    Ok(())
}

/// The same for some customers: each one's facts are looked up, and the others' rows never touched.
fn stream_some(
    connection: &Connection,
    calendar: &Calendar,
    (selection, is_selected): (Selection<'_>, &CustomerTest<'_>),
    range: CustomerRange,
    mut step: impl FnMut(&mut History),
) -> Result<(), Problem> {
    let names = SourceNames::read(connection)?;
    let mut scans = scans(connection, &selection)?;
    let mut spine = statement(connection, "scan_customer")?;
    let mut customers = spine.query([range.start(), range.end()])?;
    let mut history: Option<History> = None;
    while let Some(row) = customers.next()? {
        if !is_selected(names.of(take(row, 1)?), text(row, 2)?) {
            continue;
        }
        let history = begin(&mut history, customer(row, &names)?);
        let one = history.customer.id.0..=history.customer.id.0;
        for Scan { kind, used, statement } in &mut scans {
            let mut cursor = for_kind!(*kind, Kind => Cursor::open::<Kind>(statement, *used, &one))?;
            (cursor.fill)(&mut cursor, history, calendar)?;
        }
        step(history);
    }
    Ok(())
}

/// The history to fill for the next customer: the same lists again, so that their room is used again.
fn begin(history: &mut Option<History>, customer: Customer) -> &mut History {
    match history {
        Some(history) => {
            history.customer = customer;
            history
        }
        None => history.insert(History::new(customer)),
    }
}

impl Book {
    /// Calls `step` for every customer of the book on `threads` threads, each with a connection and a state
    /// of its own, and returns the states, in no particular order. Customers come in order of number within
    /// a part, and parts come in any order: what must be in order, sort afterwards. One thread is the
    /// caller's own, with this connection.
    ///
    /// # Errors
    /// As [`Book::histories`], and [`Problem::ChangedMeanwhile`] when the book changed between the threads'
    /// first looks, so that they would not all read the same state.
    pub fn for_each_history_parallel<S: Send>(
        &self,
        threads: usize,
        make_state: impl Fn() -> S + Sync,
        step: impl Fn(&mut S, &mut History) + Sync,
    ) -> Result<Vec<S>, StoreError> {
        self.for_each_selected_parallel(threads, Selection::default(), make_state, step)
    }

    /// The same for a part of the book. Of two customers who were merged the one who stays must be selected.
    ///
    /// # Errors
    /// As [`Book::for_each_history_parallel`].
    pub fn for_each_selected_parallel<S: Send>(
        &self,
        threads: usize,
        selection: Selection<'_>,
        make_state: impl Fn() -> S + Sync,
        step: impl Fn(&mut S, &mut History) + Sync,
    ) -> Result<Vec<S>, StoreError> {
        let threads = threads.max(1);
        let parts = Parts::of(self, threads)?;
        if threads == 1 {
            return Ok(vec![parts.read_with(self, selection, make_state(), &step)?]);
        }
        let path = self.path.as_path();
        let work = || -> Result<S, StoreError> {
            let reader = Book::open_read_only(path)?;
            parts.read_with(&reader, selection, make_state(), &step)
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let join = |worker: std::thread::ScopedJoinHandle<'_, _>| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            workers.into_iter().map(join).collect()
        })
    }
}

/// A book in parts, each to be read by whoever comes first.
struct Parts {
    ranges: Vec<CustomerRange>,
    next: AtomicUsize,
    /// The state of the book that all must read, where there are several readers.
    facts_version: Option<u64>,
}

impl Parts {
    fn of(book: &Book, threads: usize) -> Result<Parts, StoreError> {
        let ranges = book.partitions(threads * PARTS_PER_THREAD)?;
        let facts_version = if threads > 1 { Some(book.facts_version()?) } else { None };
        Ok(Parts { ranges, next: AtomicUsize::new(0), facts_version })
    }

    /// Reads parts until none is left.
    fn read_with<S>(
        &self,
        reader: &Book,
        selection: Selection<'_>,
        mut state: S,
        step: &impl Fn(&mut S, &mut History),
    ) -> Result<S, StoreError> {
        let read = || -> Result<S, Problem> {
            let transaction = Transaction::new_unchecked(&reader.connection, TransactionBehavior::Deferred)?;
            if let Some(version) = self.facts_version
                && settings::facts_version(&transaction)? != version
            {
                return Err(Problem::ChangedMeanwhile);
            }
            while let Some(part) = self.ranges.get(self.next.fetch_add(1, Ordering::Relaxed)) {
                whole::stream(&transaction, &reader.calendar, selection, part.clone(), |history| {
                    step(&mut state, history);
                })?;
            }
            Ok(state)
        };
        read().at(&reader.path)
    }
}

/// Parts for each thread, so that one with busy customers does not hold up the end.
const PARTS_PER_THREAD: usize = 16;
