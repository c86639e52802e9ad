//! One page of an order without ordering everything: a sample tells between which two keys the page lies, one
//! pass counts what comes before and marks what is between, and only that is sorted (Floyd & Rivest 1975,
//! "Expected time bounds for selection").

use crate::numbers::Code;
use crate::scan::{Mask, count, each, keep, pack};

/// Up to here everything is gathered and partly sorted.
const SMALL: usize = 32_768;
/// Keys looked at to guess where a page lies.
const SAMPLE: usize = 2_048;

/// An order by codes. Unknown comes last in either direction, equal codes stand in order of slot.
pub(crate) struct Order<'a, C> {
    pub codes: &'a [C],
    /// The code of unknown.
    pub unknown: C,
    pub descending: bool,
}

/// Places `from..from + rows` of a list, in order.
pub(crate) fn part<K: Ord + Copy>(mut list: Vec<K>, from: usize, rows: usize) -> Vec<K> {
    if from >= list.len() {
        return Vec::new();
    }
    let mut rest = list.as_mut_slice();
    if from > 0 {
        let (_, _, after) = rest.select_nth_unstable(from - 1);
        rest = after;
    }
    if rows < rest.len() {
        rest.select_nth_unstable(rows);
        rest = &mut rest[..rows];
    }
    rest.sort_unstable();
    rest.to_vec()
}

/// The set slots from the `from`th on, at most `rows`.
fn nth_slots(mask: &[u64], mut from: usize, rows: usize) -> Vec<u32> {
    let mut slots = Vec::with_capacity(rows);
    for (place, bits) in mask.iter().enumerate() {
        let here = bits.count_ones() as usize;
        if from >= here {
            from -= here;
            continue;
        }
        let mut bits = *bits;
        while bits != 0 && slots.len() < rows {
            if from == 0 {
                slots.push(place as u32 * 64 + bits.trailing_zeros());
            } else {
                from -= 1;
            }
            bits &= bits - 1;
        }
        if slots.len() == rows {
            break;
        }
    }
    slots
}

impl<C: Code> Order<'_, C> {
    /// The slots at places `from..from + rows` among the set ones.
    pub fn page(&self, mask: &Mask, from: usize, rows: usize) -> Vec<u32> {
        let mut known = mask.clone();
        keep(&mut known, self.codes, |code| code != self.unknown);
        let total = count(&known);
        let mut slots = if from < total {
            self.known_page(&known, total, from, rows.min(total - from))
        } else {
            Vec::new()
        };
        if slots.len() < rows {
            let unknown: Mask = mask.iter().zip(&known).map(|(all, known)| all & !known).collect();
            slots.extend(nth_slots(&unknown, from.saturating_sub(total), rows - slots.len()));
        }
        slots
    }

    /// Rank of a code in the direction of this order.
    fn rank(&self, code: C) -> u32 {
        if self.descending { u32::MAX - code.get() } else { code.get() }
    }

    fn key(&self, slot: u32) -> u64 {
        u64::from(self.rank(self.codes[slot as usize])) << 32 | u64::from(slot)
    }

    /// The codes whose ranks lie between two.
    fn codes_between(&self, ranks: (u32, u32)) -> (C, C) {
        let code = |rank: u32| if self.descending { u32::MAX - rank } else { rank };
        let (low, high) = if self.descending { (code(ranks.1), code(ranks.0)) } else { ranks };
        (C::of(low), C::of(high))
    }

    fn known_page(&self, mask: &Mask, total: usize, from: usize, rows: usize) -> Vec<u32> {
        if total <= SMALL {
            return self.gathered(mask, from, rows);
        }
        let ranks = self.bracket(mask, total, from, rows);
        let (before, between) = self.split(mask, ranks);
        let size = count(&between);
        if before > from || from + rows > before + size {
            // The sample misled: once in thousands of pages.
            return self.gathered(mask, from, rows);
        }
        if size <= total / 4 {
            return self.gathered(&between, from - before, rows);
        }
        self.among_equals(&between, ranks, from - before, rows)
    }

    fn gathered(&self, mask: &[u64], from: usize, rows: usize) -> Vec<u32> {
        let mut keys = Vec::with_capacity(count(mask));
        each(mask, |slot| keys.push(self.key(slot)));
        part(keys, from, rows).into_iter().map(|key| key as u32).collect()
    }

    /// Two ranks between which the page lies, nearly always.
    fn bracket(&self, mask: &Mask, total: usize, from: usize, rows: usize) -> (u32, u32) {
        let step = (total / SAMPLE).max(1);
        let mut sample = Vec::with_capacity(SAMPLE + 64);
        let mut seen = 0_usize;
        let mut next = 0_usize;
        for (place, bits) in mask.iter().enumerate() {
            let here = bits.count_ones() as usize;
            while next < seen + here {
                let slot = place as u32 * 64 + nth_bit(*bits, (next - seen) as u32);
                sample.push(self.rank(self.codes[slot as usize]));
                next += step;
            }
            seen += here;
        }
        sample.sort_unstable();
        let size = sample.len() as f64;
        let place = |rank: usize| rank as f64 / total as f64 * size;
        // Four standard deviations of a sampled quantile, and a little for small ranks.
        let margin = |at: f64| 4.0 * (at * (1.0 - at / size)).max(0.0).sqrt() + 8.0;
        let low = place(from) - margin(place(from));
        let high = (place(from + rows) + margin(place(from + rows))).ceil() as usize;
        let low = if low < 0.0 { None } else { sample.get(low as usize).copied() };
        let ends = if self.descending { (u32::MAX - C::FAR, u32::MAX) } else { (0, C::FAR) };
        (low.unwrap_or(ends.0), sample.get(high).copied().unwrap_or(ends.1))
    }

    /// How many set rows come before the first rank, and which lie between the two.
    fn split(&self, mask: &[u64], ranks: (u32, u32)) -> (usize, Mask) {
        let (low, high) = self.codes_between(ranks);
        let mut between = mask.to_vec();
        keep(&mut between, self.codes, |code| (low <= code) & (code <= high));
        let before = match self.descending {
            true => self.count_where(mask, |code| code > high),
            false => self.count_where(mask, |code| code < low),
        };
        (before, between)
    }

    fn count_where(&self, mask: &[u64], test: impl Fn(C) -> bool) -> usize {
        let whole = self.codes.chunks_exact(64);
        let rest = whole.remainder();
        let mut found = 0;
        for (bits, chunk) in mask.iter().zip(whole) {
            found += (bits & pack(chunk, &test)).count_ones() as usize;
        }
        let last = mask.get(self.codes.len() / 64).copied().unwrap_or(0);
        let passing = rest.iter().enumerate().filter(|(place, code)| last & 1 << place != 0 && test(**code));
        found + passing.count()
    }

    /// The rank of the row at a place: by halving, each time counting what is before.
    fn rank_at(&self, mask: &[u64], (mut low, mut high): (u32, u32), place: usize) -> u32 {
        while low < high {
            let middle = low + (high - low) / 2;
            let (code, _) = self.codes_between((middle, middle));
            let up_to = match self.descending {
                true => self.count_where(mask, |other| other >= code),
                false => self.count_where(mask, |other| other <= code),
            };
            if up_to > place {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// A page where many rows have equal codes: the rest of the first code, all between, the beginning of
    /// the last.
    fn among_equals(&self, mask: &Mask, ranks: (u32, u32), from: usize, rows: usize) -> Vec<u32> {
        let first = self.rank_at(mask, ranks, from);
        let (before, of_first) = self.split(mask, (first, first));
        let mut slots = nth_slots(&of_first, from - before, rows);
        if slots.len() < rows {
            let last = self.rank_at(mask, (first, ranks.1), from + rows - 1);
            if last > first + 1 {
                slots.extend(self.gathered(
                    &self.split(mask, (first + 1, last - 1)).1,
                    0,
                    rows - slots.len(),
                ));
            }
            slots.extend(nth_slots(&self.split(mask, (last, last)).1, 0, rows - slots.len()));
        }
        slots
    }
}

/// Place of the `nth` set bit.
fn nth_bit(mut bits: u64, nth: u32) -> u32 {
    for _ in 0..nth {
        bits &= bits - 1;
    }
    bits.trailing_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
        #[test]
        fn a_page_is_a_part_of_the_sorted_whole(
            seed in any::<u64>(), rows in 1_usize..200_000, spread in 1_u64..70_000, from in 0.0..1.0_f64,
            sorted in any::<bool>(), descending in any::<bool>(), dense in any::<bool>(),
        ) {
            let mixed = |slot: u64| (slot ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
            let codes: Vec<u16> = (0..rows as u64).map(|slot| {
                let value = if sorted { slot * spread / rows as u64 } else { mixed(slot) % spread };
                value.min(65_535) as u16
            }).collect();
            let bits = |word: u64| if dense { u64::MAX } else { mixed(word) };
            let mut mask: Mask = (0..rows.div_ceil(64) as u64).map(bits).collect();
            if rows % 64 > 0 {
                *mask.last_mut().unwrap() &= (1_u64 << (rows % 64)) - 1;
            }
            let mut whole = Vec::new();
            each(&mask, |slot| whole.push(slot));
            whole.sort_by_key(|slot| {
                let code = i64::from(codes[*slot as usize]);
                (code == 0, if descending { -code } else { code }, *slot)
            });
            let from = (from * whole.len() as f64) as usize;
            let expected: Vec<u32> = whole.iter().copied().skip(from).take(50).collect();
            let order = Order { codes: &codes, unknown: 0, descending };
            prop_assert_eq!(order.page(&mask, from, 50), expected);
        }
    }
}
