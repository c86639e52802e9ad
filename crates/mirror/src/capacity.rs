//! J7: how many people somebody can keep up with: by time first, by head count second (Dunbar).
//!
//! **Load** is the sum over ties of minutes x contacts a year / 52, against the minutes a week there are:
//! room up to .70 of them, full up to .90, over beyond. Contacts fall into weeks by chance as a Poisson
//! count lets expect; the 80 % range of a week is shown. **Head count** is a soft guide of 5, 15, 50 and 150
//! meaningful ties, seen weekly, monthly, half-yearly and yearly, each with those seen more often: a
//! re-analysis puts the 150 anywhere from 4 to 520 (Lindenfors 2021), so it never blocks. One's **own
//! limit** is learnt from months of kept and due contacts ([`own_limit`]). Private life has its own slots
//! and is no part of this.

use crate::Parameters;
use serde::Serialize;

mod own_limit;
mod sentences;

pub use own_limit::{OwnLimit, ProviderMonth, own_limit};
pub use sentences::{finding, own_limit_finding};

/// Weeks of a year, as J7 reckons.
const WEEKS: f64 = 52.0;
/// 80 % of a normal deviate lie within so many standard deviations.
const DEVIATIONS_80: f64 = 1.281_552;
/// Minutes of a contact with what goes before and after it, where nobody said.
pub const CONTACT_MINUTES: f64 = 30.0;

/// How often somebody is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Every ten days or more often.
    Weekly,
    /// Every 45 days or more often.
    Monthly,
    /// Every 120 days or more often.
    Quarterly,
    /// Every 240 days or more often.
    HalfYearly,
    /// Less often.
    Yearly,
}

impl Tier {
    /// Every tier, the most frequent first.
    pub const ALL: [Tier; 5] = [Tier::Weekly, Tier::Monthly, Tier::Quarterly, Tier::HalfYearly, Tier::Yearly];

    /// The tier of a usual gap in days.
    pub fn of_gap(gap_days: f64) -> Tier {
        match gap_days {
            ..=10.0 => Tier::Weekly,
            ..=45.0 => Tier::Monthly,
            ..=120.0 => Tier::Quarterly,
            ..=240.0 => Tier::HalfYearly,
            _ => Tier::Yearly,
        }
    }

    /// Contacts a year that the tier asks for.
    pub fn contacts_per_year(self) -> f64 {
        match self {
            Tier::Weekly => 52.0,
            Tier::Monthly => 12.0,
            Tier::Quarterly => 4.0,
            Tier::HalfYearly => 2.0,
            Tier::Yearly => 1.0,
        }
    }
}

/// One tie of a provider, or many alike.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TieLoad {
    /// Contacts a year, agreed or usual; zero or more.
    pub contacts_per_year: f64,
    /// Minutes of one contact with preparation, zero or more.
    pub minutes: f64,
    /// Trust both ways, or an open obligation; `None`: nobody knows. Only such ties count in the guide.
    pub meaningful: Option<bool>,
    /// How many ties are just like this one.
    pub alike: u32,
}

impl TieLoad {
    /// `alike` ties of a tier.
    pub fn of_tier(tier: Tier, minutes: f64, alike: u32) -> TieLoad {
        TieLoad { contacts_per_year: tier.contacts_per_year(), minutes, meaningful: Some(true), alike }
    }

    /// One tie with a usual gap in days (at least a day is taken).
    pub fn of_gap(gap_days: f64, minutes: f64, meaningful: Option<bool>) -> TieLoad {
        TieLoad { contacts_per_year: WEEKS * 7.0 / gap_days.max(1.0), minutes, meaningful, alike: 1 }
    }

    fn tier(&self) -> Tier {
        Tier::of_gap(WEEKS * 7.0 / self.contacts_per_year.max(1e-9))
    }
}

/// Hours of a week.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Hours {
    /// A quiet week: one in ten needs fewer.
    pub low: f64,
    /// The usual week.
    pub usual: f64,
    /// A busy week: one in ten needs more.
    pub high: f64,
}

/// How full a week is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fullness {
    /// Up to .70 of the hours.
    Room,
    /// Up to .90.
    Full,
    /// Beyond.
    Over,
}

impl Fullness {
    /// The `snake_case` word.
    pub fn word(self) -> &'static str {
        match self {
            Fullness::Room => "room",
            Fullness::Full => "full",
            Fullness::Over => "over",
        }
    }
}

/// One layer of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Layer {
    /// The guide: 5, 15, 50 or 150.
    pub guide: u32,
    /// Meaningful ties met at least so often.
    pub people: u32,
    /// Ties met so often of which nobody knows whether they are meaningful.
    pub unknown: u32,
}

/// What a provider's week holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week<'t> {
    /// Minutes a week there are for people; unknown until somebody says so.
    pub available_minutes: Option<u32>,
    /// The ties.
    pub ties: &'t [TieLoad],
    /// Minutes this week that are owed for certain (open issues, promises due), no matter the chance.
    pub owed_minutes: f64,
    /// Key accounts assigned.
    pub key_accounts: u32,
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CapacityVerdict {
    /// Hours a week that the ties and what is owed need.
    pub needed: Hours,
    /// Hours a week there are.
    pub available: Option<f64>,
    /// Use of the hours in a usual week; `None` while they are unknown or none.
    pub used: Option<f64>,
    /// How full a quiet, the usual and a busy week are.
    pub fullness: Option<[Fullness; 3]>,
    /// The guide, inclusive: weekly, monthly, half-yearly, yearly.
    pub layers: [Layer; 4],
    /// Key accounts assigned, and whether more than the cap (which needs a reason).
    pub key_accounts: (u32, bool),
}

/// How full `hours` of `available` are.
pub fn fullness(hours: f64, available: f64, parameters: &Parameters) -> Fullness {
    // .7 x 10 h is a hair above 7 h in floating point.
    const ROUNDING: f64 = 1e-9;
    if hours <= parameters.room_to * available + ROUNDING {
        Fullness::Room
    } else if hours <= parameters.full_to * available + ROUNDING {
        Fullness::Full
    } else {
        Fullness::Over
    }
}

/// Hours a week that these ties need by chance, and `owed_minutes` for certain.
pub fn needed(ties: &[TieLoad], owed_minutes: f64) -> Hours {
    let (mut usual, mut variance) = (0.0, 0.0);
    for tie in ties {
        let contacts = tie.contacts_per_year.max(0.0) / WEEKS * f64::from(tie.alike);
        usual += contacts * tie.minutes;
        variance += contacts * tie.minutes * tie.minutes;
    }
    let spread = DEVIATIONS_80 * variance.sqrt();
    let hours = |minutes: f64| (minutes.max(0.0) + owed_minutes) / 60.0;
    Hours { low: hours(usual - spread), usual: hours(usual), high: hours(usual + spread) }
}

/// Judges one provider's week.
pub fn assess(week: &Week, parameters: &Parameters) -> CapacityVerdict {
    let needed = needed(week.ties, week.owed_minutes);
    let available = week.available_minutes.map(|minutes| f64::from(minutes) / 60.0);
    let some = available.filter(|available| *available > 0.0);
    let layer = |guide: u32, to: Tier| {
        let within = |meaningful: Option<bool>| {
            let ties = week.ties.iter().filter(|tie| tie.meaningful == meaningful && tie.tier() <= to);
            ties.map(|tie| tie.alike).sum()
        };
        Layer { guide, people: within(Some(true)), unknown: within(None) }
    };
    CapacityVerdict {
        needed,
        available,
        used: some.map(|available| needed.usual / available),
        fullness: some.map(|available| {
            [needed.low, needed.usual, needed.high].map(|hours| fullness(hours, available, parameters))
        }),
        layers: [
            layer(5, Tier::Weekly),
            layer(15, Tier::Monthly),
            layer(50, Tier::HalfYearly),
            layer(150, Tier::Yearly),
        ],
        key_accounts: (week.key_accounts, week.key_accounts > parameters.key_accounts_cap),
    }
}

#[cfg(test)]
mod tests;
