//! The order of a column of texts, kept while rows change: a list of slots in order, and for each slot a
//! label that sorts like its place, so that a page is selected by labels and one text moves without moving
//! others.

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

/// Bytes of a text in one key; the other four hold the slot.
pub(crate) const KEY_BYTES: usize = 12;

/// Twelve bytes of a text from `offset` on, and a number: it sorts like the text, then like the number.
pub(crate) fn sort_key(text: &[u8], offset: usize, number: u32) -> u128 {
    let mut bytes = [0; 16];
    let part = text.get(offset..).unwrap_or(&[]);
    let length = part.len().min(KEY_BYTES);
    bytes[..length].copy_from_slice(&part[..length]);
    bytes[KEY_BYTES..].copy_from_slice(&number.to_be_bytes());
    u128::from_be_bytes(bytes)
}

/// Sorts keys that begin at `offset`; where texts go on beyond their keys, `rewrite` gives the next keys.
/// Texts have no zero bytes.
pub(crate) fn sort_keys(keys: &mut [u128], offset: usize, rewrite: &mut impl FnMut(u32, usize) -> u128) {
    keys.sort_unstable();
    for run in keys.chunk_by_mut(|left, right| left >> 32 == right >> 32) {
        if run.len() > 1 && run[0] >> 32 & 0xFF != 0 {
            run.iter_mut().for_each(|key| *key = rewrite(*key as u32, offset + KEY_BYTES));
            sort_keys(run, offset + KEY_BYTES, rewrite);
        }
    }
}

impl TextOrder {
    pub fn build(texts: &Texts, column: Column, slots: usize) -> TextOrder {
        let mut keys: Vec<u128> = Vec::with_capacity(slots);
        let mut folded = String::new();
        for slot in 0..slots {
            if text_of(&texts.get(slot), column, &mut folded) {
                keys.push(sort_key(folded.as_bytes(), 0, slot as u32));
            }
        }
        sort_keys(&mut keys, 0, &mut |slot, offset| {
            text_of(&texts.get(slot as usize), column, &mut folded);
            sort_key(folded.as_bytes(), offset, slot)
        });
        let mut order = TextOrder {
            column,
            slots: keys.iter().map(|key| *key as u32).collect(),
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

    /// Where the text of a slot belongs; `None` without a text.
    fn place(&self, texts: &Texts, slot: usize) -> Option<usize> {
        let mut text = String::new();
        if !text_of(&texts.get(slot), self.column, &mut text) {
            return None;
        }
        let mut other_text = String::new();
        Some(self.slots.partition_point(|other| {
            text_of(&texts.get(*other as usize), self.column, &mut other_text);
            other_text.cmp(&text).then(other.cmp(&(slot as u32))) == Ordering::Less
        }))
    }

    /// Takes many slots out at once, in increasing order; those that are not in are let be.
    pub fn remove_all(&mut self, slots: &[usize]) {
        self.labels.resize(self.labels.len().max(slots.last().map_or(0, |last| last + 1)), NO_TEXT);
        for slot in slots {
            self.labels[*slot] = NO_TEXT;
        }
        let labels = &self.labels;
        self.slots.retain(|slot| labels[*slot as usize] != NO_TEXT);
    }

    /// Puts many slots in at once, in increasing order, none of which is in.
    pub fn insert_all(&mut self, texts: &Texts, slots: &[usize]) {
        self.labels.resize(self.labels.len().max(slots.last().map_or(0, |last| last + 1)), NO_TEXT);
        let mut keys = Vec::with_capacity(slots.len());
        let mut folded = String::new();
        for slot in slots {
            if let Some(place) = self.place(texts, *slot) {
                text_of(&texts.get(*slot), self.column, &mut folded);
                keys.push((place, folded.clone(), *slot as u32));
            }
        }
        keys.sort_unstable();
        let mut merged = Vec::with_capacity(self.slots.len() + keys.len());
        let mut before = 0;
        for (place, _, slot) in &keys {
            merged.extend_from_slice(&self.slots[before..*place]);
            merged.push(*slot);
            before = *place;
        }
        merged.extend_from_slice(&self.slots[before..]);
        self.slots = merged;
        self.label_all();
    }

    /// Puts a slot, which is not in, where its text belongs.
    pub fn insert(&mut self, texts: &Texts, slot: usize) {
        if slot == self.labels.len() {
            self.labels.push(NO_TEXT);
        }
        let Some(place) = self.place(texts, slot) else { return };
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(names: &[String]) -> Texts {
        let mut texts = Texts::default();
        names.iter().for_each(|name| texts.push(&Parts::new(name, None, Some(name), None)).unwrap());
        texts
    }

    proptest! {
        #[test]
        fn changes_keep_the_order(
            names in proptest::collection::vec("[a-cA-CÁ]{0,3}", 1..40),
            changes in proptest::collection::vec((any::<prop::sample::Index>(), "[a-cA-CÁ]{0,3}"), 0..60),
            column in proptest::sample::select(vec![Column::Name, Column::Email]),
        ) {
            let mut texts = texts(&names);
            let mut order = TextOrder::build(&texts, column, names.len());
            for (place, name) in changes {
                let slot = place.index(names.len());
                order.remove(slot);
                texts.set(slot, &Parts::new(&name, None, Some(&name), None)).unwrap();
                order.insert(&texts, slot);
                let anew = TextOrder::build(&texts, column, names.len());
                prop_assert_eq!(&order.slots, &anew.slots);
                let labels: Vec<u32> = order.slots.iter().map(|slot| order.labels[*slot as usize]).collect();
                prop_assert!(labels.is_sorted_by(|left, right| left < right));
                let unknown = order.labels.iter().filter(|label| **label == NO_TEXT).count();
                prop_assert_eq!(unknown, names.len() - labels.len());
            }
            let some: Vec<usize> = (0..names.len()).step_by(3).collect();
            let whole = order.slots.clone();
            order.remove_all(&some);
            order.insert_all(&texts, &some);
            prop_assert_eq!(order.slots, whole);
        }
    }

    #[test]
    fn a_crowded_place_makes_room() {
        let names: Vec<String> = (0..2).map(|name| format!("{name}")).collect();
        let mut texts = texts(&names);
        let mut order = TextOrder::build(&texts, Column::Name, 2);
        for place in 0..200 {
            // Each new one stands right before the last, where the room halves every time.
            texts.push(&Parts::new(&format!("0{}", "z".repeat(place)), None, None, None)).unwrap();
            order.insert(&texts, place + 2);
        }
        assert!(
            order
                .slots
                .windows(2)
                .all(|pair| order.labels[pair[0] as usize] < order.labels[pair[1] as usize])
        );
    }
}
