//! Those who serve customers: the hours that their people need against the hours there are.
//!
//! **What is known and what is not.** How often somebody is spoken with is read off the records (first and
//! last contact, and how many between); what a contact takes is a house rule ([`CONTACT_MINUTES`]). No week
//! is like the other: so many contacts fall into it by chance as a Poisson count lets expect, and the 80 %
//! range of that is what a page shows.

use crate::error::{OfficeError, OfficeResult};
use crate::promises::{KeptRate, kept_rate};
use crate::scene::Scene;
use crate::state::Office;
use book::{Day, Provider, ProviderId};
use guard::SeePeople;
use people::{Column, Filter, Index, Query, Served};
use stats::Beta;
use std::collections::HashMap;

/// Minutes that a contact takes with what goes before and after it, where nothing better is known.
pub const CONTACT_MINUTES: u32 = 15;
/// Contacts from which on a cadence can be read off.
const CONTACTS_MIN: u32 = 3;
/// 80 % of a normal deviate lie within so many standard deviations.
const DEVIATIONS_80: f64 = 1.2816;
/// Days of a week.
const WEEK: i32 = 7;

/// How often somebody is spoken with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Every ten days or more often.
    Weekly,
    /// Every 45 days or more often.
    Monthly,
    /// Every 120 days or more often.
    Quarterly,
    /// Less often.
    Yearly,
    /// Fewer than three contacts: too early to say.
    TooEarly,
    /// Gone quiet, or wants no contact: takes no hours now.
    Resting,
}

impl Tier {
    /// Every tier, the most frequent first.
    pub const ALL: [Tier; 6] =
        [Tier::Weekly, Tier::Monthly, Tier::Quarterly, Tier::Yearly, Tier::TooEarly, Tier::Resting];

    /// As a page says it.
    pub fn word(self) -> &'static str {
        match self {
            Tier::Weekly => "about every week",
            Tier::Monthly => "about every month",
            Tier::Quarterly => "about every quarter",
            Tier::Yearly => "less often",
            Tier::TooEarly => "too early to say",
            Tier::Resting => "gone quiet, or no contact wanted",
        }
    }

    fn of(row: &Served) -> (Tier, Option<f64>) {
        if row.refused || row.contact_rhythm == Some("gone_quiet") {
            return (Tier::Resting, None);
        }
        let days =
            row.first_contact_day.zip(row.last_contact_day).map(|(first, last)| last.days_since(first));
        let Some(days) = days.filter(|days| *days > 0 && row.contact_count >= CONTACTS_MIN) else {
            return (Tier::TooEarly, None);
        };
        let gap_days = f64::from(days) / f64::from(row.contact_count - 1);
        let tier = match gap_days {
            ..=10.0 => Tier::Weekly,
            ..=45.0 => Tier::Monthly,
            ..=120.0 => Tier::Quarterly,
            _ => Tier::Yearly,
        };
        (tier, Some(gap_days))
    }
}

/// Hours a week that the people of a provider need.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Hours {
    /// A quiet week: one in ten needs fewer.
    pub low: f64,
    /// The usual week.
    pub usual: f64,
    /// A busy week: one in ten needs more.
    pub high: f64,
}

/// Of how many people a cadence is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CadenceKept {
    /// On their rhythm.
    pub kept: usize,
    /// Whose rhythm is known.
    pub known: usize,
    /// Low end of the 80 % interval of the share, 0 to 1.
    pub low: f64,
    /// High end.
    pub high: f64,
}

/// One provider, and how full the week is.
#[derive(Debug, Clone)]
pub struct ProviderLoad {
    /// Who.
    pub provider: Provider,
    /// People served.
    pub people: usize,
    /// How many people there are of each tier of contact cadence.
    pub tiers: Vec<(Tier, usize)>,
    /// People with an open issue, and people to whom something is due within a week.
    pub owed: (usize, usize),
    /// What the cadence and what is owed take.
    pub needed: Hours,
    /// Hours a week there are; unknown until somebody says so.
    pub available: Option<f64>,
    /// Cadence kept; unknown while no rhythm is.
    pub cadence: Option<CadenceKept>,
    /// Promises kept.
    pub promises: Option<KeptRate>,
}

impl ProviderLoad {
    /// `room`, `full` or `over`, or both where the range of weeks touches two; `None` while hours are
    /// unknown.
    pub fn words(&self) -> Option<String> {
        let available = self.available?;
        let (low, high) = (fullness(self.needed.low, available), fullness(self.needed.high, available));
        Some(if low == high { low.to_owned() } else { format!("{low} to {high}") })
    }
}

/// From nine tenths of the hours on somebody is full.
fn fullness(needed: f64, available: f64) -> &'static str {
    if needed > available {
        "over"
    } else if needed >= 0.9 * available {
        "full"
    } else {
        "room"
    }
}

impl Office {
    /// Everybody who serves customers, with the load of each, by name; a provider alone when the permit
    /// reaches no further.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the book is read for the first time.
    pub fn providers(&self, permit: &SeePeople) -> OfficeResult<Vec<ProviderLoad>> {
        let desk = self.desk()?;
        let scene = desk.scene();
        let asked = desk.asked();
        let meant = scene.directory().providers.iter();
        let meant = meant.filter(|provider| permit.only().is_none_or(|only| only == provider.id));
        let mut loads: Vec<ProviderLoad> =
            meant.map(|provider| load(&asked, &scene, provider.clone())).collect();
        loads.sort_by(|a, b| a.provider.display_name().cmp(b.provider.display_name()));
        Ok(loads)
    }

    /// One provider.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when there is no such provider, or the permit does not reach that far.
    pub fn provider(&self, permit: &SeePeople, provider: ProviderId) -> OfficeResult<ProviderLoad> {
        let desk = self.desk()?;
        let scene = desk.scene();
        let found = scene.directory().provider(provider).cloned();
        let found = found.filter(|found| permit.only().is_none_or(|only| only == found.id));
        let found = found.ok_or(OfficeError::Missing("this provider"))?;
        Ok(load(&desk.asked(), &scene, found))
    }

    /// People whom nobody serves.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the book is read for the first time.
    pub fn served_by_nobody(&self, permit: &SeePeople) -> OfficeResult<usize> {
        let nobody = Query::default().with(Filter::provider(Column::Provider, None));
        self.count_people(permit, &nobody)
    }
}

/// What the people of one provider ask, counted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Asked {
    people: usize,
    tiers: [usize; Tier::ALL.len()],
    contacts_a_week: f64,
    with_issue: usize,
    with_due: usize,
    rhythm_known: usize,
    rhythm_kept: usize,
}

/// What is asked of everybody who serves somebody, in one walk over the list.
pub(crate) fn asked(index: &Index, today: Day) -> HashMap<ProviderId, Asked> {
    let mut all: HashMap<ProviderId, Asked> = HashMap::new();
    for row in index.served() {
        let Some(provider) = row.provider else { continue };
        let (tier, gap_days) = Tier::of(&row);
        let sum = all.entry(provider).or_default();
        sum.people += 1;
        sum.tiers[tier as usize] += 1;
        sum.contacts_a_week += gap_days.map_or(0.0, |gap| f64::from(WEEK) / gap.max(1.0));
        sum.with_issue += usize::from(row.open_issues > 0);
        sum.with_due += usize::from(row.next_due_day.is_some_and(|day| day <= today.plus(WEEK - 1)));
        sum.rhythm_known += usize::from(row.contact_rhythm.is_some());
        sum.rhythm_kept += usize::from(row.contact_rhythm == Some("on_rhythm"));
    }
    all
}

fn load(asked: &HashMap<ProviderId, Asked>, scene: &Scene, provider: Provider) -> ProviderLoad {
    let asked = asked.get(&provider.id).copied().unwrap_or_default();
    let (kept, known) = (asked.rhythm_kept, asked.rhythm_known);
    let (low, high) = Beta::posterior(kept as f64, known as f64).interval80();
    ProviderLoad {
        people: asked.people,
        tiers: Tier::ALL.into_iter().zip(asked.tiers).collect(),
        owed: (asked.with_issue, asked.with_due),
        needed: hours(asked.contacts_a_week, (asked.with_issue + asked.with_due) as f64),
        available: provider.minutes_per_week.map(|minutes| f64::from(minutes) / 60.0),
        cadence: (known > 0).then_some(CadenceKept { kept, known, low, high }),
        promises: kept_rate(scene, Some(provider.id)),
        provider,
    }
}

/// The hours of so many contacts that chance spreads over the weeks, and so many that are certain.
fn hours(by_chance: f64, certain: f64) -> Hours {
    let each = f64::from(CONTACT_MINUTES) / 60.0;
    let spread = DEVIATIONS_80 * by_chance.sqrt();
    Hours {
        low: ((by_chance - spread).max(0.0) + certain) * each,
        usual: (by_chance + certain) * each,
        high: (by_chance + spread + certain) * each,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_by_chance_has_a_range_and_what_is_owed_has_none() {
        let week = hours(16.0, 0.0);
        assert_eq!(week.usual, 4.0);
        assert!((week.low - 2.72).abs() < 0.01 && (week.high - 5.28).abs() < 0.01, "{week:?}");
        assert_eq!(hours(0.0, 8.0), Hours { low: 2.0, usual: 2.0, high: 2.0 });
    }

    #[test]
    fn full_begins_at_nine_tenths() {
        assert_eq!(
            [8.9, 9.0, 10.0, 10.1].map(|needed| fullness(needed, 10.0)),
            ["room", "full", "full", "over"]
        );
    }
}
