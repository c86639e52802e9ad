//! The customers seen so far: a hash table whose slots hold the running totals themselves, so that a row
//! costs one visit to memory.

use crate::batch::Batch;
use crate::ids::{Ids, Key};

/// What is summed for one customer, 24 bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Spend on every purchase day but the first, in units of 1/[`crate::parse::AMOUNT_SCALE`].
    pub later_spend: i64,
    /// First purchase day.
    pub first: i32,
    /// Last purchase day.
    pub last: i32,
    /// Distinct purchase days; 0 while none is known.
    pub days: u32,
    /// The customer's number, in order of first appearance.
    pub customer: u32,
}

/// A table entry, 32 bytes: two in a cache line.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// A [`Key`], or for a long id its hash; 0 when the slot is empty.
    tag: u64,
    totals: Totals,
}

/// A hash table with linear probing; never more than two thirds full.
#[derive(Debug)]
pub struct Customers {
    slots: Vec<Slot>,
    /// 64 minus the binary logarithm of the number of slots.
    shift: u32,
    /// The ids by customer number.
    pub ids: Ids,
}

impl Default for Customers {
    fn default() -> Customers {
        Customers { slots: vec![Slot::default(); 1 << 12], shift: 64 - 12, ids: Ids::default() }
    }
}

impl Customers {
    /// The running totals of a customer, new ones (with zero days) at the first appearance. `batch` is the
    /// one
    /// that the key comes from.
    #[inline]
    pub fn totals(&mut self, key: Key, batch: &Batch) -> &mut Totals {
        match key.place() {
            None => self.short(key),
            Some(place) => self.long(batch.tag(key), batch.texts.get(place)),
        }
    }

    /// Brings the slots of a batch's customers near. The rows of a log name customers at random, so each row
    /// waits for main memory; these loads depend on nothing before them, so the processor overlaps them, and
    /// the pass that follows finds its slots in a near cache.
    pub fn bring_near(&self, batch: &Batch) {
        let tags = batch.purchases.iter().map(|purchase| batch.tag(purchase.key));
        let touched = tags.fold(0, |sum, tag| sum ^ self.slots[self.home(tag)].tag);
        std::hint::black_box(touched);
    }

    /// Number of customers.
    pub fn len(&self) -> usize {
        self.ids.keys.len()
    }

    #[inline]
    fn home(&self, tag: u64) -> usize {
        // Fibonacci hashing: the top bits of the product depend on all bits of the key.
        (tag.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    #[inline]
    fn short(&mut self, key: Key) -> &mut Totals {
        let mask = self.slots.len() - 1;
        let mut at = self.home(key.0);
        loop {
            let tag = self.slots[at].tag;
            if tag == key.0 {
                return &mut self.slots[at].totals;
            }
            if tag == 0 {
                return self.insert(at, key.0, key);
            }
            at = (at + 1) & mask;
        }
    }

    fn long(&mut self, tag: u64, id: &[u8]) -> &mut Totals {
        let mask = self.slots.len() - 1;
        let mut at = self.home(tag);
        loop {
            let slot = self.slots[at];
            if slot.tag == tag && self.is_id(slot.totals.customer, id) {
                return &mut self.slots[at].totals;
            }
            if slot.tag == 0 {
                let place = self.ids.texts.push(id);
                return self.insert(at, tag, Key::long(place));
            }
            at = (at + 1) & mask;
        }
    }

    /// Whether a customer with a long id has this one; two ids may share a hash.
    fn is_id(&self, customer: u32, id: &[u8]) -> bool {
        Key(self.ids.keys[customer as usize]).place().is_some_and(|place| self.ids.texts.get(place) == id)
    }

    #[cold]
    fn insert(&mut self, at: usize, tag: u64, key: Key) -> &mut Totals {
        let customer =
            u32::try_from(self.len()).expect("four thousand million customers fill any memory first");
        self.ids.keys.push(key.0);
        let totals = Totals { customer, ..Totals::default() };
        let mut at = at;
        if self.len() * 3 > self.slots.len() * 2 {
            self.grow();
            at = self.free(tag);
        }
        self.slots[at] = Slot { tag, totals };
        &mut self.slots[at].totals
    }

    fn free(&self, tag: u64) -> usize {
        let mut at = self.home(tag);
        while self.slots[at].tag != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    fn grow(&mut self) {
        let doubled = vec![Slot::default(); self.slots.len() * 2];
        let old = std::mem::replace(&mut self.slots, doubled);
        self.shift -= 1;
        for slot in old.into_iter().filter(|slot| slot.tag != 0) {
            let at = self.free(slot.tag);
            self.slots[at] = slot;
        }
    }

    /// The ids, and everybody's totals by customer number.
    pub fn finish(self) -> (Ids, Vec<Totals>) {
        let mut totals = vec![Totals::default(); self.ids.keys.len()];
        for slot in self.slots.into_iter().filter(|slot| slot.tag != 0) {
            totals[slot.totals.customer as usize] = slot.totals;
        }
        (self.ids, totals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_keeps_its_own_totals() {
        let id = |number: usize| match number % 3 {
            0 => format!("{number}"),
            1 => format!("{}", 10_000_000_000 + number),
            _ => format!("person-{number}@example.org"),
        };
        let mut customers = Customers::default();
        for _ in 0..2 {
            let mut batch = Batch::default();
            (0..20_000).for_each(|number| batch.push(id(number).as_bytes(), 0, 0));
            for purchase in &batch.purchases {
                customers.totals(purchase.key, &batch).days += 1;
            }
        }
        assert_eq!(customers.len(), 20_000);
        let (ids, totals) = customers.finish();
        let mut text = Vec::new();
        for (number, totals) in totals.iter().enumerate() {
            ids.write(number, &mut text);
            assert_eq!(text, id(number).as_bytes());
            assert_eq!((totals.days, totals.customer as usize), (2, number));
        }
    }
}
