//! Hold-outs: a seeded share of suggestions is not made, so that their effect can be measured (evidence
//! 1.10).

use crate::Act;
use book::{Customer, Day};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// On which side of the comparison a suggestion fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arm {
    /// The suggestion was made.
    Treated,
    /// It was not made, although it would have been.
    HeldOut,
}

/// Which share is held out, and by which seed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HoldOut {
    /// Another seed holds out other people.
    pub seed: u64,
    /// Share of suggestions held out, 0 to 1.
    pub share: f64,
}

impl Default for HoldOut {
    /// One in ten, under seed 0.
    fn default() -> Self {
        HoldOut { seed: 0, share: 0.10 }
    }
}

impl HoldOut {
    /// The arm of one customer for one act on a day. It stays the same for a whole quarter of the year, and
    /// depends on nothing but the source's own id: not on names, not on who else is in the book. Duties are
    /// always treated, and so is leaving alone.
    pub fn arm(&self, customer: &Customer, act: Act, day: Day) -> Arm {
        if act.is_duty() || act == Act::LeaveAlone {
            return Arm::Treated;
        }
        let mut hasher = Xxh3::with_seed(self.seed);
        for part in [customer.source.as_str(), customer.external_id.as_str(), act.word(), &quarter(day)] {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        }
        let chance = (hasher.digest() >> 11) as f64 / (1_u64 << 53) as f64;
        if chance < self.share { Arm::HeldOut } else { Arm::Treated }
    }
}

/// `2010-Q4`: the span in which an arm does not change.
pub fn quarter(day: Day) -> String {
    let date = day.date();
    format!("{}-Q{}", date.year(), (date.month() - 1) / 3 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::customer;

    #[test]
    fn one_in_ten_is_held_out_and_it_does_not_change_within_the_quarter() {
        let hold_out = HoldOut { seed: 7, share: 0.10 };
        let (first, last) = (Day(14_883), Day(14_974)); // 2010-10-01 and 2010-12-31
        let mut held = 0_i32;
        let mut held_next_quarter = 0;
        for number in 0..10_000 {
            let mut one = customer(number);
            let arm = hold_out.arm(&one, Act::OffRhythm, first);
            one.name = Some("Renamed".into());
            one.id = book::CustomerId(99_999 - number);
            assert_eq!(hold_out.arm(&one, Act::OffRhythm, last), arm);
            assert_eq!(hold_out.arm(&one, Act::KeepPromise, first), Arm::Treated);
            held += i32::from(arm == Arm::HeldOut);
            let next = hold_out.arm(&one, Act::OffRhythm, last.plus(1));
            held_next_quarter += i32::from(arm == Arm::HeldOut && next == Arm::HeldOut);
        }
        // Four standard deviations of a binomial: sqrt(10,000 x .1 x .9) = 30.
        assert!((held - 1_000).abs() < 120, "{held}");
        assert!((50..160).contains(&held_next_quarter), "{held_next_quarter}");
        assert_eq!(quarter(first), "2010-Q4");
    }
}
