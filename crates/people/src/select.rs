//! One page of an order without ordering everything: a sample tells between which two keys the page lies, one
//! pass collects only what is between them (Floyd & Rivest 1975, "Expected time bounds for selection").

use crate::scan::{Mask, each};

/// Up to here everything is simply sorted.
const SMALL: usize = 4_096;
/// Keys looked at to guess where a page lies.
const SAMPLE: usize = 2_048;

/// The slots at places `from..from + count` among the set slots in order of key. Keys must differ.
pub(crate) fn page<K: Ord + Copy>(
    mask: &Mask,
    total: usize,
    from: usize,
    count: usize,
    key: impl Fn(u32) -> K,
) -> Vec<K> {
    let count = count.min(total.saturating_sub(from));
    if count == 0 {
        return Vec::new();
    }
    if total > SMALL {
        let (low, high) = bracket(mask, total, from, count, &key);
        let mut below = 0;
        let mut between = Vec::with_capacity(SMALL);
        each(mask, |slot| {
            let key = key(slot);
            let is_below = low.is_some_and(|low| key < low);
            below += usize::from(is_below);
            if !is_below && high.is_none_or(|high| key <= high) {
                between.push(key);
            }
        });
        if below <= from && from + count <= below + between.len() {
            return part(between, from - below, count);
        }
        // The sample misled: once in thousands of pages.
    }
    let mut all = Vec::with_capacity(total);
    each(mask, |slot| all.push(key(slot)));
    part(all, from, count)
}

/// Places `from..from + count` of a list, in order.
fn part<K: Ord + Copy>(mut list: Vec<K>, from: usize, count: usize) -> Vec<K> {
    let mut rest = list.as_mut_slice();
    if from > 0 {
        let (_, _, after) = rest.select_nth_unstable(from - 1);
        rest = after;
    }
    if count < rest.len() {
        rest.select_nth_unstable(count - 1);
        rest = &mut rest[..count];
    }
    rest.sort_unstable();
    rest.to_vec()
}

/// Two keys between which the page lies, nearly always; `None` is an open end.
fn bracket<K: Ord + Copy>(
    mask: &Mask,
    total: usize,
    from: usize,
    count: usize,
    key: &impl Fn(u32) -> K,
) -> (Option<K>, Option<K>) {
    // Every so many words of the mask, all their rows: cheap, and spread over the whole list.
    let step = (total / SAMPLE).max(1);
    let mut sample = Vec::with_capacity(SAMPLE + 64);
    let mut seen = 0_usize;
    let mut next = 0_usize;
    for (place, bits) in mask.iter().enumerate() {
        let here = bits.count_ones() as usize;
        while next < seen + here {
            let slot = place as u32 * 64 + nth_bit(*bits, (next - seen) as u32);
            sample.push(key(slot));
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
    let high = place(from + count) + margin(place(from + count));
    let at = |place: f64| sample.get(place as usize).copied();
    (if low < 0.0 { None } else { at(low) }, at(high.ceil()))
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
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
        #[test]
        fn a_page_is_a_part_of_the_sorted_whole(
            seed in any::<u64>(), rows in 1_usize..30_000, spread in 1_u64..5_000, from in 0_usize..30_000,
            sorted in any::<bool>(),
        ) {
            let mask: Mask = (0..rows.div_ceil(64)).map(|word| {
                let bits = (seed ^ word as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
                if word == rows / 64 { bits & ((1_u64 << (rows % 64)) - 1) } else { bits }
            }).collect();
            let key = |slot: u32| {
                let mixed = u64::from(slot).wrapping_mul(seed | 1) >> 40;
                let value = if sorted { u64::from(slot) } else { mixed % spread };
                value << 32 | u64::from(slot)
            };
            let mut whole = Vec::new();
            each(&mask, |slot| whole.push(key(slot)));
            whole.sort_unstable();
            let expected: Vec<u64> = whole.iter().copied().skip(from).take(50).collect();
            prop_assert_eq!(page(&mask, whole.len(), from, 50, key), expected);
        }
    }
}
