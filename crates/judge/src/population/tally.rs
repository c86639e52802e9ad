//! Counts that can be added in any order and merged.

use super::Pace;
use book::Day;

/// Values counted in steps, for a median that does not depend on order. Values beyond the last step count
/// as the last step.
#[derive(Debug, Clone, Default)]
pub(super) struct Histogram(Vec<u32>);

impl Histogram {
    /// Steps per unit: a tenth of a day is finer than any sentence.
    const STEPS: f64 = 10.0;
    /// Eleven years in tenths of a day.
    const LAST: usize = 40_000;

    pub(super) fn add(&mut self, value: f64) {
        let place = ((value * Self::STEPS).round() as usize).min(Self::LAST);
        if place >= self.0.len() {
            self.0.resize(place + 1, 0);
        }
        self.0[place] += 1;
    }

    pub(super) fn merge(&mut self, other: &Histogram) {
        add_each(&mut self.0, &other.0);
    }

    /// The middle value, or the mean of the two middle ones.
    pub(super) fn median(&self) -> Option<f64> {
        let total: u64 = self.0.iter().map(|count| u64::from(*count)).sum();
        if total == 0 {
            return None;
        }
        let value_at = |rank: u64| {
            let mut seen = 0;
            self.0.iter().position(|count| {
                seen += u64::from(*count);
                seen > rank
            })
        };
        let (low, high) = (value_at((total - 1) / 2)?, value_at(total / 2)?);
        Some((low + high) as f64 / 2.0 / Self::STEPS)
    }
}

/// Adds `other` to `counts` place by place.
fn add_each(counts: &mut Vec<u32>, other: &[u32]) {
    if counts.len() < other.len() {
        counts.resize(other.len(), 0);
    }
    for (count, more) in counts.iter_mut().zip(other) {
        *count += more;
    }
}

/// Gaps between event days: each customer's mean, the regularity of the last two, and events per week.
#[derive(Debug, Clone, Default)]
pub(super) struct GapTally {
    means: Histogram,
    /// Customers with two gaps, and the sum of (M - 1/2)^2 in parts per billion.
    pairs: u64,
    squares_ppb: u64,
    /// Events by weeks before the day judged; 0 is the week that ends on it.
    weeks: Vec<u32>,
}

/// A part of one in a whole number, so that sums do not depend on their order.
const BILLION: f64 = 1e9;

impl GapTally {
    /// Adds one customer's event days, in order, repeats allowed; says how many distinct ones there were.
    pub(super) fn add(&mut self, days: impl Iterator<Item = Day>, as_of_day: Day) -> u32 {
        let mut last_three = [Day(0); 3];
        let (mut first_day, mut distinct) = (Day(0), 0_u32);
        for day in days {
            if distinct == 0 {
                first_day = day;
            } else if day <= last_three[2] {
                continue;
            }
            distinct += 1;
            last_three = [last_three[1], last_three[2], day];
            self.count_week(as_of_day.days_since(day));
        }
        if distinct >= 2 {
            let span_days = f64::from(last_three[2].days_since(first_day));
            self.means.add(span_days / f64::from(distinct - 1));
        }
        if distinct >= 3 {
            let (first, second) =
                (last_three[1].days_since(last_three[0]), last_three[2].days_since(last_three[1]));
            let from_half = f64::from(first) / f64::from(first + second) - 0.5;
            self.pairs += 1;
            self.squares_ppb += (from_half * from_half * BILLION).round() as u64;
        }
        distinct
    }

    fn count_week(&mut self, days_ago: i32) {
        let week = (days_ago.max(0) / 7) as usize;
        if week < Self::WEEKS {
            if week >= self.weeks.len() {
                self.weeks.resize(week + 1, 0);
            }
            self.weeks[week] += 1;
        }
    }

    /// Four weeks lately and the 52 before them.
    const WEEKS: usize = 56;
    const LATELY: usize = 4;

    pub(super) fn merge(&mut self, other: &GapTally) {
        self.means.merge(&other.means);
        self.pairs += other.pairs;
        self.squares_ppb += other.squares_ppb;
        add_each(&mut self.weeks, &other.weeks);
    }

    /// The median over customers of their mean gap, in days.
    pub(super) fn median_days(&self) -> Option<f64> {
        self.means.median()
    }

    /// Wheat and Morrison's regularity with the variance taken about one half (as `stats::regularity` does);
    /// `None` under 30 customers with two gaps.
    pub(super) fn shape(&self) -> Option<u32> {
        const CUSTOMERS_MIN: u64 = 30;
        const SHAPE_MAX: f64 = 6.0;
        if self.pairs < CUSTOMERS_MIN {
            return None;
        }
        let variance = self.squares_ppb as f64 / BILLION / self.pairs as f64;
        let shape = if variance > 0.0 { (1.0 - 4.0 * variance) / (8.0 * variance) } else { SHAPE_MAX };
        Some(shape.round().clamp(1.0, SHAPE_MAX) as u32)
    }

    /// Events per week lately and before; `None` when fewer than eight whole weeks lie before the last four.
    pub(super) fn pace(&self, days_covered: i32) -> Option<Pace> {
        const WEEKS_MIN: usize = 8;
        let covered = (days_covered.max(0) as usize / 7).min(Self::WEEKS);
        let before = covered.checked_sub(Self::LATELY).filter(|weeks| *weeks >= WEEKS_MIN)?;
        let sum = |weeks: &[u32]| weeks.iter().map(|count| u64::from(*count)).sum::<u64>() as f64;
        let (recent, rest) = self.weeks.split_at(self.weeks.len().min(Self::LATELY));
        let usual = sum(&rest[..rest.len().min(before)]) / before as f64;
        (usual > 0.0).then(|| Pace { recent: sum(recent) / Self::LATELY as f64, usual })
    }
}

/// Frank words per exposure over customers, for the Gamma prior of a silence.
#[derive(Debug, Clone, Default)]
pub(super) struct VoiceTally {
    customers: u64,
    words: u64,
    exposures: u64,
    exposures_squared: u128,
    /// Sum of words^2 / exposures, in parts per billion.
    words_squared_per_exposure_ppb: u128,
}

impl VoiceTally {
    pub(super) fn add(&mut self, words: u32, exposures: u32) {
        if exposures == 0 {
            return;
        }
        let (words, exposures) = (u64::from(words), u64::from(exposures));
        self.customers += 1;
        self.words += words;
        self.exposures += exposures;
        self.exposures_squared += u128::from(exposures) * u128::from(exposures);
        self.words_squared_per_exposure_ppb +=
            u128::from(words) * u128::from(words) * (BILLION as u128) / u128::from(exposures);
    }

    pub(super) fn merge(&mut self, other: &VoiceTally) {
        self.customers += other.customers;
        self.words += other.words;
        self.exposures += other.exposures;
        self.exposures_squared += other.exposures_squared;
        self.words_squared_per_exposure_ppb += other.words_squared_per_exposure_ppb;
    }

    pub(super) fn counts(&self) -> (u64, u64) {
        (self.words, self.exposures)
    }

    /// The Gamma prior (shape, exposures) by moments, weights being exposures; `default` until there are
    /// thirty frank words of thirty customers. The shape stays between 1/2 and 20: beyond either end the
    /// moments say more about who was left out of the book than about people.
    pub(super) fn prior(&self, default: (f64, f64)) -> (f64, f64) {
        const ENOUGH: u64 = 30;
        if self.words < ENOUGH || self.customers < ENOUGH {
            return default;
        }
        let (words, exposures) = (self.words as f64, self.exposures as f64);
        let rate = words / exposures;
        let spread = self.words_squared_per_exposure_ppb as f64 / BILLION - words * rate;
        let by_chance = (self.customers - 1) as f64 * rate;
        let variance = (spread - by_chance) / (exposures - self.exposures_squared as f64 / exposures);
        let shape = if variance > 0.0 { (rate * rate / variance).clamp(0.5, 20.0) } else { 20.0 };
        (shape, shape / rate)
    }
}
