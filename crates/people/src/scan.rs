//! A query's filters as a bitmap over the slots: one tight loop per column, 64 rows at a time.

use crate::column::{Column, Place};
use crate::filter::{Bound, Filter, Range};
use crate::index::Index;
use crate::numbers::{Code, Numbers};
use crate::query::Query;
use crate::search::Needle;
use book::{Day, ProviderId};

/// One bit a slot.
pub(crate) type Mask = Vec<u64>;

/// The answers for up to 64 rows as bits. Comparisons come first, in registers of many lanes; then eight
/// answers at a time are packed by a product.
#[inline(always)]
pub(crate) fn pack<C: Copy>(chunk: &[C], test: impl Fn(C) -> bool) -> u64 {
    let mut answers = [0_u8; 64];
    for (answer, code) in answers.iter_mut().zip(chunk) {
        *answer = u8::from(test(*code));
    }
    let mut packed = 0_u64;
    for (byte, eight) in answers.chunks_exact(8).enumerate() {
        let eight = u64::from_le_bytes(eight.try_into().unwrap_or_default());
        packed |= (eight.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * byte);
    }
    packed
}

/// Clears the bit of each row whose code fails `test`.
pub(crate) fn keep<C: Copy>(mask: &mut [u64], codes: &[C], test: impl Fn(C) -> bool) {
    let whole = codes.chunks_exact(64);
    let rest = whole.remainder();
    for (bits, chunk) in mask.iter_mut().zip(whole) {
        if *bits != 0 {
            *bits &= pack(chunk, &test);
        }
    }
    if let Some(bits) = mask.get_mut(codes.len() / 64) {
        *bits &= pack(rest, &test);
    }
}

/// Keeps rows whose code is in a set of codes.
fn keep_any<C: Copy + Eq>(mask: &mut [u64], codes: &[C], any: &[C], index_of: impl Fn(C) -> usize) {
    match *any {
        [] => mask.fill(0),
        [one] => keep(mask, codes, |code| code == one),
        [one, two] => keep(mask, codes, |code| (code == one) | (code == two)),
        [one, two, three] => keep(mask, codes, |code| (code == one) | (code == two) | (code == three)),
        _ => {
            let size = any.iter().map(|code| index_of(*code) + 1).max().unwrap_or(0);
            let mut is_in = vec![false; size];
            any.iter().for_each(|code| is_in[index_of(*code)] = true);
            keep(mask, codes, |code| is_in.get(index_of(code)).is_some_and(|is_in| *is_in));
        }
    }
}

/// Keeps rows whose value is in a range, or unknown where that passes too.
fn keep_range<C: Code>(mask: &mut [u64], column: &Numbers<C>, range: Option<(i64, i64)>, or_unknown: bool) {
    let codes = range.and_then(|(from, to)| column.codes_of(from, to));
    let far: Vec<(u32, bool)> = column
        .far
        .iter()
        .map(|(slot, value)| {
            let is_set = mask[*slot as usize / 64] & 1 << (slot % 64) != 0;
            (*slot, is_set && range.is_some_and(|(from, to)| (from..=to).contains(value)))
        })
        .collect();
    let unknown = C::of(0);
    match (codes, or_unknown) {
        (Some((from, to)), false) => keep(mask, &column.codes, |code| (from <= code) & (code <= to)),
        (Some((from, to)), true) => {
            keep(mask, &column.codes, |code| (from <= code) & (code <= to) | (code == unknown));
        }
        (None, true) => keep(mask, &column.codes, |code| code == unknown),
        (None, false) => mask.fill(0),
    }
    for (slot, passes) in far {
        let bit = 1_u64 << (slot % 64);
        let bits = &mut mask[slot as usize / 64];
        *bits = if passes { *bits | bit } else { *bits & !bit };
    }
}

/// A range as lowest and highest value, days counted from `today`.
fn ends(range: Range, today: Day) -> (i64, i64) {
    let value = |bound: Bound| match bound {
        Bound::Number(number) => number,
        Bound::Day(day) => i64::from(day.0),
        Bound::DaysAgo(days) => i64::from(today.0) - i64::from(days),
    };
    let is_age = [range.from, range.to].iter().any(|end| matches!(end, Some(Bound::DaysAgo(_))));
    let (low, high) = if is_age { (range.to, range.from) } else { (range.from, range.to) };
    (low.map_or(i64::MIN, value), high.map_or(i64::MAX, value))
}

impl Index {
    /// The rows that pass every filter, the search, and, where `only` names somebody, are that provider's.
    pub(crate) fn matching(&self, query: &Query, today: Day, only: Option<ProviderId>) -> Mask {
        let mut mask = self.present.clone();
        if let Some(provider) = only {
            self.keep_own(&mut mask, provider);
        }
        for filter in query.filters() {
            self.keep_filter(&mut mask, filter, today);
        }
        if !query.search.is_empty() {
            self.search.keep(&self.texts, &mut mask, &Needle::new(&query.search));
        }
        mask
    }

    /// A provider's own people: responsible for, or assigned.
    fn keep_own(&self, mask: &mut [u64], provider: ProviderId) {
        let Some(code) = self.providers.find(&provider) else { return mask.fill(0) };
        let mut assigned = mask.to_vec();
        keep(mask, &self.providers.codes, |found| found == code);
        keep(&mut assigned, &self.assigned, |found| found == code);
        mask.iter_mut().zip(assigned).for_each(|(own, assigned)| *own |= assigned);
    }

    fn keep_filter(&self, mask: &mut [u64], filter: &Filter, today: Day) {
        match filter {
            Filter::Words { column, any } => {
                let Place::Word(place) = column.place() else { return };
                let codes: Vec<u8> = (0..32).filter(|code| any.0 & 1 << code != 0).collect();
                keep_any(mask, &self.words[place], &codes, usize::from);
            }
            Filter::Providers { column, any, or_nobody } => {
                let codes = if *column == Column::Assigned { &self.assigned } else { &self.providers.codes };
                let known = any.iter().filter_map(|id| self.providers.find(id));
                let any: Vec<u16> = known.chain(or_nobody.then_some(0)).collect();
                keep_any(mask, codes, &any, usize::from);
            }
            Filter::Open { column, any, or_unknown } => {
                let table = if *column == Column::Source { &self.sources } else { &self.languages };
                let known = any.iter().filter_map(|word| table.find(word));
                let any: Vec<u16> = known.chain(or_unknown.then_some(0)).collect();
                keep_any(mask, &table.codes, &any, usize::from);
            }
            Filter::Range { column, range, or_unknown } => {
                let ends = range.map(|range| ends(range, today));
                match column.place() {
                    Place::Number(place) => keep_range(mask, &self.numbers[place], ends, *or_unknown),
                    Place::Spent => keep_range(mask, &self.spent, ends, *or_unknown),
                    _ => {}
                }
            }
        }
    }
}

/// How many bits are set.
pub(crate) fn count(mask: &[u64]) -> usize {
    mask.iter().map(|bits| bits.count_ones() as usize).sum()
}

/// Calls `step` with every set slot, in order.
pub(crate) fn each(mask: &[u64], mut step: impl FnMut(u32)) {
    for (place, bits) in mask.iter().enumerate() {
        let mut bits = *bits;
        while bits != 0 {
            step(place as u32 * 64 + bits.trailing_zeros());
            bits &= bits - 1;
        }
    }
}
