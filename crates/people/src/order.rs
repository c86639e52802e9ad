//! The order of a column of texts, kept while rows change: a list of slots in order, and for each slot a label
//! that sorts like its place, so that a page is selected by labels and one text moves without moving others.

use crate::column::Column;
use crate::fold::fold_onto;
use crate::texts::{Parts, Texts};
use std::cmp::Ordering;

/// The label of a slot whose text is unknown: last in either direction.
pub(crate) const NO_TEXT: u32 = u32::MAX;

#[derive(Debug, Clone)]
pub(crate) struct TextOrder {
    column: Column,
    /// Slots with a text, in order of (folded text, slot).
    pub slots: Vec<u32>,
    /// By slot: increasing along `slots`.
    pub labels: Vec<u32>,
}

/// Writes the folded text of a column; `false` when it is unknown.
fn text_of(parts: &Parts<'_>, column: Column, folded: &mut String) -> bool {
    folded.clear();
    match column {
        Column::Name => fold_onto(folded, parts.display_name()),
        Column::ExternalId => fold_onto(folded, parts.external_id),
        Column::Email => match parts.email() {
            Some(email) => fold_onto(folded, &email),
            None => return false,
        },
        _ => match &parts.phone {
            Some(phone) => fold_onto(folded, &phone.text()),
            None => return false,
        },
    }
    true
}

/// The first sixteen bytes as a number that sorts like them.
fn key(text: &str) -> u128 {
    let mut bytes = [0; 16];
    let length = text.len().min(16);
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    u128::from_be_bytes(bytes)
}

impl TextOrder {
    pub fn build(texts: &Texts, column: Column, slots: usize) -> TextOrder {
        let mut keys: Vec<(u128, u32)> = Vec::with_capacity(slots);
        let mut folded = String::new();
        for slot in 0..slots {
            if text_of(&texts.get(slot), column, &mut folded) {
                keys.push((key(&folded), slot as u32));
            }
        }
        keys.sort_unstable();
        for run in keys.chunk_by_mut(|left, right| left.0 == right.0) {
            if run.len() > 1 && run[0].0 & 0xFF != 0 {
                run.sort_by_cached_key(|(_, slot)| {
                    text_of(&texts.get(*slot as usize), column, &mut folded);
                    (folded.clone(), *slot)
                });
            }
        }
        let mut order = TextOrder {
            column,
            slots: keys.iter().map(|(_, slot)| *slot).collect(),
            labels: vec![NO_TEXT; slots],
        };
        order.label_all();
        order
    }

    /// Spreads the labels evenly.
    fn label_all(&mut self) {
        let step = (NO_TEXT - 1) / (self.slots.len() as u32 + 1);
        for (place, slot) in self.slots.iter().enumerate() {
            self.labels[*slot as usize] = (place as u32 + 1) * step;
        }
    }

    /// Takes a slot out.
    pub fn remove(&mut self, slot: usize) {
        let Some(label) = self.labels.get(slot).copied().filter(|label| *label != NO_TEXT) else { return };
        let place = self.slots.partition_point(|other| self.labels[*other as usize] < label);
        self.slots.remove(place);
        self.labels[slot] = NO_TEXT;
    }

    /// Puts a slot, which is not in, where its text belongs.
    pub fn insert(&mut self, texts: &Texts, slot: usize) {
        if slot == self.labels.len() {
            self.labels.push(NO_TEXT);
        }
        let mut text = String::new();
        if !text_of(&texts.get(slot), self.column, &mut text) {
            return;
        }
        let mut other_text = String::new();
        let place = self.slots.partition_point(|other| {
            text_of(&texts.get(*other as usize), self.column, &mut other_text);
            other_text.cmp(&text).then(other.cmp(&(slot as u32))) == Ordering::Less
        });
        let label = |place: usize| self.labels[self.slots[place] as usize];
        let before = place.checked_sub(1).map_or(0, label);
        let after = if place < self.slots.len() { label(place) } else { NO_TEXT - 1 };
        self.slots.insert(place, slot as u32);
        if after - before >= 2 {
            self.labels[slot] = before + (after - before) / 2;
        } else {
            self.label_all();
        }
    }

    pub fn bytes(&self) -> usize {
        (self.slots.capacity() + self.labels.capacity()) * 4
    }
}
