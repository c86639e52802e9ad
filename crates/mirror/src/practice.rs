//! J12: which marketing practice the business follows, by what it does and by what its staff say
//! (Contemporary Marketing Practices: Coviello, Brodie & Munro 1997).
//!
//! Each touch and contact is one practice: the same words to many is *transaction*, one way to a named
//! person is *database*, person with person is *interaction*, three or more organizations or two people on
//! each side is *network*. Shares by count (Dirichlet(1,1,1,1), marginal Betas) and by minutes of people.
//! Minutes are no independent events, so their interval counts only as many as Kish's effective number says:
//! (sum m)^2 / sum m^2. All four are practised at once; none is better.

use crate::{Parameters, rate::Said};
use serde::Serialize;
use stats::Beta;

mod sentences;
mod statements;

pub use sentences::{claimed_finding, observed_finding};
pub use statements::{DIMENSIONS, Dimension, STATEMENTS};

/// The four practices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Practice {
    /// The same to many, to sell.
    TransactionPractice,
    /// To a named person, from data.
    DatabasePractice,
    /// Person with person.
    InteractionPractice,
    /// Among several organizations.
    NetworkPractice,
}

impl Practice {
    /// The four, in the order of every array here.
    pub const ALL: [Practice; 4] = [
        Practice::TransactionPractice,
        Practice::DatabasePractice,
        Practice::InteractionPractice,
        Practice::NetworkPractice,
    ];

    /// As a sentence says it.
    pub fn words(self) -> &'static str {
        match self {
            Practice::TransactionPractice => "the same to many",
            Practice::DatabasePractice => "to a named person from data",
            Practice::InteractionPractice => "person to person",
            Practice::NetworkPractice => "among several organizations",
        }
    }
}

/// What is needed to class one touch or contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    /// The same words went to nearly everybody.
    pub same_for_all: Option<bool>,
    /// Both sides spoke.
    pub two_way: Option<bool>,
    /// Organizations that took part, ours included, when known.
    pub organizations: Option<u32>,
    /// People on their side and on ours, when known.
    pub people: Option<(u32, u32)>,
}

/// The practice of one touch or contact; `None` where the record does not say whether both spoke.
pub fn practice_of(sort: &Sort) -> Option<Practice> {
    let many = sort.organizations.is_some_and(|organizations| organizations >= 3)
        || sort.people.is_some_and(|(theirs, ours)| theirs >= 2 && ours >= 2);
    match (many, sort.two_way?) {
        (true, true) => Some(Practice::NetworkPractice),
        (_, true) => Some(Practice::InteractionPractice),
        (_, false) if sort.same_for_all == Some(true) => Some(Practice::TransactionPractice),
        (_, false) => Some(Practice::DatabasePractice),
    }
}

/// What was seen, by practice. Whole numbers, so that parts merge in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Observed {
    /// Touches and contacts.
    pub counts: [u64; 4],
    /// Those of them whose minutes are known.
    pub timed: [u64; 4],
    /// Tenths of a minute of people's time, where known.
    pub tenths: [u64; 4],
    /// Sum of the squares of these tenths.
    pub tenths_squared: u64,
    /// Records that do not say which practice they are.
    pub unclassed: u64,
    /// Whether the customer is an organization, where known; without several organizations no network shows.
    pub organizations: Said,
}

impl Observed {
    /// Adds one touch or contact with its minutes (zero for what no person spent time on; `None`: unknown).
    pub fn add(&mut self, practice: Option<Practice>, minutes: Option<f64>) {
        let Some(place) = practice.map(|practice| practice as usize) else {
            self.unclassed += 1;
            return;
        };
        self.counts[place] += 1;
        // A day has 1,440 minutes; what says more is a slip of the pen and says nothing about time.
        if let Some(minutes) = minutes.filter(|minutes| (0.0..=1_440.0).contains(minutes)) {
            let tenths = (minutes * 10.0).round() as u64;
            self.timed[place] += 1;
            self.tenths[place] += tenths;
            self.tenths_squared += tenths * tenths;
        }
    }

    /// Adds the sums of another part.
    pub fn merge(&mut self, other: &Observed) {
        for place in 0..4 {
            self.counts[place] += other.counts[place];
            self.timed[place] += other.timed[place];
            self.tenths[place] += other.tenths[place];
        }
        self.tenths_squared += other.tenths_squared;
        self.unclassed += other.unclassed;
        self.organizations.merge(other.organizations);
    }

    /// Touches and contacts in all.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// A share of one practice: estimate and 80 % interval.
pub type Share = (f64, f64, f64);

/// The label of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticeLabel {
    /// Transaction and database make 60 % or more.
    Transactional,
    /// Interaction and network make 60 % or more.
    Relational,
    /// Neither.
    Hybrid,
}

impl PracticeLabel {
    /// The `snake_case` word.
    pub fn word(self) -> &'static str {
        match self {
            PracticeLabel::Transactional => "transactional",
            PracticeLabel::Relational => "relational",
            PracticeLabel::Hybrid => "hybrid",
        }
    }
}

/// The observed profile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Profile {
    /// Shares by count.
    pub by_count: [Share; 4],
    /// Shares by minutes of people; `None` where no minutes are recorded.
    pub by_minutes: Option<[Share; 4]>,
    /// The relational share: interaction and network, the mean of count and minutes.
    pub relational: Share,
    /// The label of it.
    pub label: PracticeLabel,
    /// Whether the interval of the relational share stays within the label.
    pub sure: bool,
}

/// The marginal of a Dirichlet: `a` of this kind and `b` of the others.
fn marginal(a: f64, b: f64) -> Share {
    let belief = Beta::new(a, b);
    let (low, high) = belief.interval80();
    (belief.mean(), low, high)
}

/// Judges the profile; `None` under the touches it takes.
pub fn assess(observed: &Observed, parameters: &Parameters) -> Option<Profile> {
    let total = observed.total();
    if total < parameters.practice_touches_min {
        return None;
    }
    let of_counts =
        |some: u64, cells: f64| marginal(some as f64 + cells, (total - some) as f64 + 4.0 - cells);
    let by_count = observed.counts.map(|count| of_counts(count, 1.0));
    let relational_count = of_counts(observed.counts[2] + observed.counts[3], 2.0);
    let minutes = minutes_shares(observed);
    let relational = match minutes {
        None => relational_count,
        Some((_, of_minutes)) => (
            f64::midpoint(relational_count.0, of_minutes.0),
            f64::midpoint(relational_count.1, of_minutes.1),
            f64::midpoint(relational_count.2, of_minutes.2),
        ),
    };
    let labeled = |share: f64| {
        if share >= parameters.practice_bar {
            PracticeLabel::Relational
        } else if share <= 1.0 - parameters.practice_bar {
            PracticeLabel::Transactional
        } else {
            PracticeLabel::Hybrid
        }
    };
    let label = labeled(relational.0);
    let sure = labeled(relational.1) == label && labeled(relational.2) == label;
    Some(Profile { by_count, by_minutes: minutes.map(|(shares, _)| shares), relational, label, sure })
}

/// Shares by minutes, and the relational share of them: as measured, with the interval of so many
/// independent contacts as the effective number says.
fn minutes_shares(observed: &Observed) -> Option<([Share; 4], Share)> {
    let total: u64 = observed.tenths.iter().sum();
    if total == 0 {
        return None;
    }
    let whole = total as f64;
    let effective = (whole * whole / (observed.tenths_squared as f64).max(1.0)).max(1.0);
    let share = |some: u64, cells: f64| {
        let part = some as f64 / whole;
        let (_, low, high) = marginal(part * effective + cells, (1.0 - part) * effective + 4.0 - cells);
        (part, low.min(part), high.max(part))
    };
    let relational = share(observed.tenths[2] + observed.tenths[3], 2.0);
    Some((observed.tenths.map(|some| share(some, 1.0)), relational))
}

/// What one of the staff answered: 1 (never) to 5 (always) per dimension and practice; `None`: no answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct StaffAnswer {
    /// One row per dimension of [`DIMENSIONS`], one column per practice.
    pub ratings: [[Option<u8>; 4]; 9],
}

/// What staff say the business does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Claimed {
    /// Staff who answered anything.
    pub staff: usize,
    /// Mean rating per practice, 1 to 5, over staff.
    pub means: [f64; 4],
    /// (mean - 1) / 4 per practice, 0 to 1, with the 80 % t interval over staff, cut to [0,1].
    pub index: [Share; 4],
}

/// The claimed index; `None` under the staff it takes, or where a practice was not rated by so many.
/// Ratings outside 1 to 5 count as not given.
pub fn claimed(answers: &[StaffAnswer], parameters: &Parameters) -> Option<Claimed> {
    let mut means = [0.0; 4];
    let mut index = [(0.0, 0.0, 0.0); 4];
    let mut staff = 0;
    for place in 0..4 {
        let own: Vec<f64> = answers.iter().filter_map(|answer| own_mean(answer, place)).collect();
        if own.len() < parameters.staff_min.max(2) {
            return None;
        }
        let (mean, low, high) = stats::mean_interval(&own, 0.80)?;
        let share = |rating: f64| ((rating - 1.0) / 4.0).clamp(0.0, 1.0);
        (means[place], index[place]) = (mean, (share(mean), share(low), share(high)));
        staff = staff.max(own.len());
    }
    Some(Claimed { staff, means, index })
}

/// The mean rating that one of the staff gave to one practice.
fn own_mean(answer: &StaffAnswer, practice: usize) -> Option<f64> {
    let given =
        answer.ratings.iter().filter_map(|row| row[practice]).filter(|rating| (1..=5).contains(rating));
    let (sum, count) = given.fold((0.0, 0.0), |(sum, count), rating| (sum + f64::from(rating), count + 1.0));
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests;
