//! Columns of numbers in two or four bytes each. The few values that do not fit stand in a map beside them.

use rustc_hash::FxHashMap;

/// How a number is held in the column: 0 is unknown; 1 and the largest code say "look in the map", for
/// numbers that are too small and too large.
pub(crate) trait Code: Copy + PartialOrd + Eq {
    /// The largest code.
    const FAR: u32;
    fn of(code: u32) -> Self;
    fn get(self) -> u32;
}

impl Code for u8 {
    const FAR: u32 = u8::MAX as u32;
    fn of(code: u32) -> u8 {
        code as u8
    }
    fn get(self) -> u32 {
        u32::from(self)
    }
}

impl Code for u16 {
    const FAR: u32 = u16::MAX as u32;
    fn of(code: u32) -> u16 {
        code as u16
    }
    fn get(self) -> u32 {
        u32::from(self)
    }
}

impl Code for u32 {
    const FAR: u32 = u32::MAX;
    fn of(code: u32) -> u32 {
        code
    }
    fn get(self) -> u32 {
        self
    }
}

/// The code of a number that is too small.
const FAR_BELOW: u32 = 1;

/// A column of numbers that may be unknown. A value `v` has the code `v - base + 2` where that fits.
#[derive(Debug, Clone)]
pub(crate) struct Numbers<C> {
    base: i64,
    pub codes: Vec<C>,
    pub far: FxHashMap<u32, i64>,
}

impl<C: Code> Numbers<C> {
    pub fn new(base: i64, rows: usize) -> Numbers<C> {
        Numbers { base, codes: Vec::with_capacity(rows), far: FxHashMap::default() }
    }

    fn code(&self, value: Option<i64>) -> u32 {
        let Some(value) = value else { return 0 };
        if value < self.base {
            return FAR_BELOW;
        }
        let code = value.checked_sub(self.base).and_then(|shifted| u32::try_from(shifted).ok());
        code.and_then(|code| code.checked_add(2)).filter(|code| *code < C::FAR).unwrap_or(C::FAR)
    }

    /// Whether a slot's number stands in the map.
    pub fn is_far(&self, slot: usize) -> bool {
        let code = self.codes[slot].get();
        code == FAR_BELOW || code == C::FAR
    }

    pub fn push(&mut self, value: Option<i64>) {
        let code = self.code(value);
        if let Some(value) = value.filter(|_| code == FAR_BELOW || code == C::FAR) {
            self.far.insert(self.codes.len() as u32, value);
        }
        self.codes.push(C::of(code));
    }

    pub fn set(&mut self, slot: usize, value: Option<i64>) {
        let code = self.code(value);
        if self.is_far(slot) {
            self.far.remove(&(slot as u32));
        }
        if let Some(value) = value.filter(|_| code == FAR_BELOW || code == C::FAR) {
            self.far.insert(slot as u32, value);
        }
        self.codes[slot] = C::of(code);
    }

    pub fn get(&self, slot: usize) -> Option<i64> {
        match self.codes[slot].get() {
            0 => None,
            code if code == FAR_BELOW || code == C::FAR => self.far.get(&(slot as u32)).copied(),
            code => Some(i64::from(code) - 2 + self.base),
        }
    }

    /// The codes of the values in a range, both ends included; `None` when no code is among them.
    pub fn codes_of(&self, from: i64, to: i64) -> Option<(C, C)> {
        let last = self.base.saturating_add(i64::from(C::FAR) - 3);
        let (from, to) = (from.max(self.base), to.min(last));
        let code = |value: i64| C::of((value - self.base + 2) as u32);
        (from <= to).then(|| (code(from), code(to)))
    }

    pub fn bytes(&self) -> usize {
        self.codes.capacity() * size_of::<C>() + self.far.capacity() * 16
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_number_comes_back(
            values in proptest::collection::vec(proptest::option::of(any::<i64>()), 1..20),
            near in -40_000_i64..90_000,
        ) {
            let mut narrow = Numbers::<u16>::new(-25_567, 0);
            let mut wide = Numbers::<u32>::new(i64::from(i32::MIN), 0);
            for value in values.iter().copied().chain([Some(near)]) {
                narrow.push(value);
                wide.push(value);
            }
            for (slot, value) in values.iter().copied().chain([Some(near)]).enumerate() {
                prop_assert_eq!(narrow.get(slot), value);
                prop_assert_eq!(wide.get(slot), value);
            }
            narrow.set(0, Some(3));
            prop_assert_eq!(narrow.get(0), Some(3));
            prop_assert!(!narrow.far.contains_key(&0));
        }
    }
}
