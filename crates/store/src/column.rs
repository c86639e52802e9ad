//! How one field becomes one column and back, exactly: what is read hashes the same as what was written.

use crate::error::Problem;
use crate::row::RowWriter;
use book::*;
use rusqlite::Row;
use rusqlite::types::ValueRef;

/// A field that is one column.
pub(crate) trait Column: Sized {
    /// Adds the field as parameter `place`; nothing is added for what is absent.
    fn put(&self, place: u8, row: &mut RowWriter<'_>);
    /// Reads the column. `None` when it holds something else than `put` wrote.
    fn take(value: ValueRef<'_>) -> Option<Self>;
}

/// Reads column `place` of a row.
#[inline]
pub(crate) fn take<T: Column>(row: &Row<'_>, place: usize) -> Result<T, Problem> {
    T::take(row.get_ref(place)?).ok_or_else(|| mistyped(row, place))
}

/// Reads column `place` of a row, a text, without a copy.
#[inline]
pub(crate) fn text<'r>(row: &'r Row<'_>, place: usize) -> Result<&'r str, Problem> {
    row.get_ref(place)?.as_str().map_err(|_| mistyped(row, place))
}

#[cold]
fn mistyped(row: &Row<'_>, place: usize) -> Problem {
    let name = row.as_ref().column_name(place).unwrap_or("unnamed").to_string();
    Problem::Damaged { detail: format!("column {name} holds a value of the wrong kind") }
}

impl<T: Column> Column for Option<T> {
    #[inline]
    fn put(&self, place: u8, row: &mut RowWriter<'_>) {
        if let Some(value) = self {
            value.put(place, row);
        }
    }
    #[inline]
    fn take(value: ValueRef<'_>) -> Option<Self> {
        if value == ValueRef::Null { Some(None) } else { T::take(value).map(Some) }
    }
}

impl Column for i64 {
    #[inline]
    fn put(&self, place: u8, row: &mut RowWriter<'_>) {
        row.integer(place, *self);
    }
    #[inline]
    fn take(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok()
    }
}

macro_rules! column_of_integer {
    ($($kind:ty: $to:expr, $from:expr;)*) => {$(
        impl Column for $kind {
            #[inline]
            fn put(&self, place: u8, row: &mut RowWriter<'_>) {
                let to: fn($kind) -> i64 = $to;
                row.integer(place, to(*self));
            }
            #[inline]
            fn take(value: ValueRef<'_>) -> Option<Self> {
                let from: fn(i64) -> Option<$kind> = $from;
                from(value.as_i64().ok()?)
            }
        }
    )*};
}
column_of_integer!(
    u8: i64::from, |number| number.try_into().ok();
    u32: i64::from, |number| number.try_into().ok();
    bool: i64::from, |number| (number == 0 || number == 1).then_some(number == 1);
    Timestamp: |at| at.0, |micros| Some(Timestamp(micros));
    Day: |day| i64::from(day.0), |number| number.try_into().ok().map(Day);
    FactId: |id| id.0 as i64, |number| number.try_into().ok().map(FactId);
    CustomerId: |id| i64::from(id.0), |number| number.try_into().ok().map(CustomerId);
    ProviderId: |id| i64::from(id.0), |number| number.try_into().ok().map(ProviderId);
    SourceId: |id| i64::from(id.0), |number| number.try_into().ok().map(SourceId);
);

impl Column for f64 {
    #[inline]
    fn put(&self, place: u8, row: &mut RowWriter<'_>) {
        row.real(place, *self);
    }
    #[inline]
    fn take(value: ValueRef<'_>) -> Option<Self> {
        value.as_f64().ok()
    }
}

impl Column for Text {
    #[inline]
    fn put(&self, place: u8, row: &mut RowWriter<'_>) {
        row.text(place, self);
    }
    #[inline]
    fn take(value: ValueRef<'_>) -> Option<Self> {
        value.as_str().ok().map(Text::from)
    }
}

impl Column for Box<str> {
    fn put(&self, place: u8, row: &mut RowWriter<'_>) {
        row.text(place, self);
    }
    fn take(value: ValueRef<'_>) -> Option<Self> {
        value.as_str().ok().map(Box::from)
    }
}

impl Column for Currency {
    fn put(&self, place: u8, row: &mut RowWriter<'_>) {
        row.text(place, self.code());
    }
    fn take(value: ValueRef<'_>) -> Option<Self> {
        Currency::parse(value.as_str().ok()?)
    }
}

/// The word for a kind of party.
pub(crate) fn party_word(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Person => "person",
        PartyKind::Organization => "organization",
    }
}

impl Column for PartyKind {
    fn put(&self, place: u8, row: &mut RowWriter<'_>) {
        row.text(place, party_word(*self));
    }
    fn take(value: ValueRef<'_>) -> Option<Self> {
        let word = value.as_str().ok()?;
        [PartyKind::Person, PartyKind::Organization].into_iter().find(|kind| party_word(*kind) == word)
    }
}

macro_rules! column_of_word {
    ($($kind:ty),*) => {$(
        impl Column for $kind {
            fn put(&self, place: u8, row: &mut RowWriter<'_>) {
                row.text(place, self.word());
            }
            fn take(value: ValueRef<'_>) -> Option<Self> {
                <$kind>::parse(value.as_str().ok()?)
            }
        }
    )*};
}
column_of_word!(Initiator, VoiceKind, Promisor, PromiseOutcome, Origin, BondLevel, PermissionState, Style);
