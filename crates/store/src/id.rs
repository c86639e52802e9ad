//! Numbers of what people at work bring into a book; each is given by the book, from 1.

use crate::column::Column;
use crate::row::RowWriter;
use book::AmendmentId;
use rusqlite::types::ValueRef;

macro_rules! column_of_number {
    ($name:ident) => {
        impl Column for $name {
            fn put(&self, place: u8, row: &mut RowWriter<'_>) {
                row.integer(place, i64::from(self.0));
            }
            fn take(value: ValueRef<'_>) -> Option<Self> {
                value.as_i64().ok()?.try_into().ok().map($name)
            }
        }
    };
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        column_of_number!($name);
    };
}

number!(
    /// Somebody who may sign in.
    AccountId
);
number!(
    /// Something that somebody did.
    ActId
);
number!(
    /// One import.
    ImportId
);
number!(
    /// A judgement that a person put aside.
    OverrideId
);
number!(
    /// A list of people that somebody saved.
    ViewId
);
column_of_number!(AmendmentId);
