//! Records waiting to be written: parties resolved to numbers, values packed, content hashed.

use crate::detail::{LEADING, Stored};
use crate::error::Problem;
use crate::narrow::{Columns, Use};
use crate::row::{RowWriter, Rows, Value};
use book::*;

/// Places of the leading parameters that are packed; customer, time, id and source are bound by the writer.
const EXTERNAL_ID: u8 = 5;
const PROVIDER: u8 = 6;

/// One fact waiting to be written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Staged {
    pub id: u64,
    pub content: u64,
    pub at: i64,
    /// Where its values are packed.
    pub position: u64,
    pub customer: u32,
    pub kind: FactKind,
}

/// The facts of one batch, in the order in which they came.
#[derive(Default)]
pub(crate) struct Stage {
    pub facts: Vec<Staged>,
    pub rows: Rows,
    uses: [Use; FactKind::ALL.len()],
}

impl Stage {
    /// Adds a fact whose parties are resolved. `record` must have passed [`canonical`].
    pub(crate) fn add(
        &mut self,
        record: &Record,
        customer: u32,
        provider: Option<u32>,
    ) -> Result<(), Problem> {
        let kind = record.body.kind().expect("profiles of parties are not staged as facts");
        let id = record.id.0;
        if i64::try_from(id).is_err() {
            return Err(Problem::IdTooLarge { line: record.line, found: id });
        }
        let content = record.content_hash();
        let (position, columns) = self.rows.add(record.line, |row| put(record, provider, row));
        self.uses[kind as usize - 1].add(columns);
        self.facts.push(Staged { id, content, at: record.at.0, position, customer, kind });
        Ok(())
    }

    /// Which columns the staged facts of a kind fill.
    pub(crate) fn use_of(&self, kind: FactKind) -> Use {
        self.uses[kind as usize - 1]
    }

    /// How to name a staged fact to a person.
    pub(crate) fn reference(&self, fact: &Staged) -> FactRef {
        let external_id = self.rows.values(fact.position).find_map(|(place, value)| match value {
            Value::Text(text) if place == EXTERNAL_ID => Some(Text::from(text)),
            _ => None,
        });
        FactRef { kind: fact.kind, id: FactId(fact.id), external_id }
    }

    /// The columns that a record fills.
    pub(crate) fn columns_of(&mut self, record: &Record, has_provider: bool) -> Columns {
        self.rows.clear();
        self.rows.add(0, |row| put(record, has_provider.then_some(0), row)).1
    }

    /// Bytes that the staged facts take.
    pub(crate) fn bytes(&self) -> usize {
        self.facts.len() * size_of::<Staged>() + self.rows.bytes()
    }

    /// Forgets all facts and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.facts.clear();
        self.rows.clear();
        self.uses = Default::default();
    }
}

/// Packs what a record says as the parameters after those that the writer binds.
pub(crate) fn put(record: &Record, provider: Option<u32>, row: &mut RowWriter<'_>) {
    if let Some(external_id) = &record.external_id {
        row.text(EXTERNAL_ID, external_id);
    }
    if let Some(provider) = provider {
        row.integer(PROVIDER, i64::from(provider));
    }
    put_body(&record.body, row, record.extras.as_deref());
}

fn put_body(body: &Body, row: &mut RowWriter<'_>, extras: Option<&str>) {
    fn put<D: Stored>(detail: &D, row: &mut RowWriter<'_>, extras: Option<&str>) {
        detail.put(row);
        if let Some(extras) = extras {
            row.text((LEADING + D::COLUMNS.len() + 1) as u8, extras);
        }
    }
    match body {
        Body::Customer(_) | Body::Provider(_) => {}
        Body::Interaction(detail) => put(detail, row, extras),
        Body::Purchase(detail) => put(detail, row, extras),
        Body::Delivery(detail) => put(detail, row, extras),
        Body::Voice(detail) => put(detail, row, extras),
        Body::Promise(detail) => put(detail, row, extras),
        Body::Knowledge(detail) => put(detail, row, extras),
        Body::Adaptation(detail) => put(detail, row, extras),
        Body::Wish(detail) => put(detail, row, extras),
        Body::Referral(detail) => put(detail, row, extras),
        Body::Benefit(detail) => put(detail, row, extras),
        Body::Permission(detail) => put(detail, row, extras),
        Body::Touch(detail) => put(detail, row, extras),
    }
}

/// Brings a record into the form in which it can be stored and read back exactly: a number that is none is
/// unknown, zero has no sign, and what means nothing for a party is left out.
pub(crate) fn canonical(record: &mut Record) {
    fn number(value: &mut Option<f64>) {
        *value = value.filter(|value| !value.is_nan()).map(|value| value + 0.0);
    }
    match &mut record.body {
        Body::Interaction(detail) => number(&mut detail.minutes),
        Body::Purchase(detail) => number(&mut detail.quantity),
        Body::Customer(_) => {
            record.at = Timestamp(0);
            record.provider = None;
        }
        Body::Provider(_) => {
            record.at = Timestamp(0);
            record.customer = Text::default();
        }
        _ => {}
    }
}
