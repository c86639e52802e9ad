//! What to simulate: the arguments that make a company reproducible.

use book::Day;
use serde::{Deserialize, Serialize};

/// How badly the simulated staff keep their books: shares from 0 to 1 of what really happened and was not
/// written down. Providers differ around these.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Noise {
    /// Contacts never logged. The till still knows the purchase.
    pub contacts_unlogged: f64,
    /// Things learnt about a customer that stay in the provider's head.
    pub knowledge_unrecorded: f64,
    /// Adaptations that nobody ticks.
    pub adaptations_unticked: f64,
    /// Logged contacts that do not say who served.
    pub provider_unnamed: f64,
    /// Yes-or-no fields left empty.
    pub answers_missing: f64,
}

impl Noise {
    /// A firm that keeps its books tolerably well.
    pub const USUAL: Noise = Noise {
        contacts_unlogged: 0.08,
        knowledge_unrecorded: 0.25,
        adaptations_unticked: 0.25,
        provider_unnamed: 0.03,
        answers_missing: 0.12,
    };
    /// Everything is written down: what is then not recovered is a limit of the rule, not of the records.
    pub const NONE: Noise = Noise {
        contacts_unlogged: 0.0,
        knowledge_unrecorded: 0.0,
        adaptations_unticked: 0.0,
        provider_unnamed: 0.0,
        answers_missing: 0.0,
    };
}

/// A company to simulate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Seed of all chance.
    pub seed: u64,
    /// Number of customers who come at least once.
    pub customers: u32,
    /// Number of providers; never fewer than the nine of the cast.
    pub providers: u32,
    /// Days simulated, the last one included; at least 120.
    pub days: u32,
    /// The last simulated day: the day to judge from.
    pub end_day: Day,
    /// What is not written down.
    pub noise: Noise,
}

impl Scenario {
    /// A small firm to show: 320 customers, nine providers, three years up to Friday, 2026-11-20.
    pub fn demo() -> Scenario {
        Scenario {
            seed: 2026,
            customers: 320,
            providers: 9,
            days: 1095,
            end_day: Day(20_777),
            noise: Noise::USUAL,
        }
    }

    /// A firm large enough to score judgements on: 5,000 customers, 60 providers.
    pub fn trial() -> Scenario {
        Scenario { seed: 1, customers: 5_000, providers: 60, ..Scenario::demo() }
    }

    /// The first simulated day.
    pub fn start_day(&self) -> Day {
        self.end_day.plus(1 - self.days.max(120) as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_ends_on_a_working_day() {
        let scenario = Scenario::demo();
        assert_eq!(scenario.end_day.to_string(), "2026-11-20");
        assert_eq!(scenario.end_day.date().weekday(), jiff::civil::Weekday::Friday);
        assert_eq!(scenario.start_day().to_string(), "2023-11-22");
    }
}
