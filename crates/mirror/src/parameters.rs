//! Every threshold of this room, with its meaning. Change one and [`crate::RULE_VERSION`] changes too.

use serde::{Deserialize, Serialize};

/// Thresholds; `Default` gives the documented ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// Probability at which a test passes.
    pub pass_probability: f64,
    /// Probability at which a test fails.
    pub fail_probability: f64,
    /// J9: share of touches that must lead to a conversation.
    pub two_way_bar: f64,
    /// J9: share of touches by which something was learned and later used; also the bar of common ground.
    pub learned_bar: f64,
    /// J9: share of requests that must be settled for a service.
    pub settled_bar: f64,
    /// J9: touches needed before evidence decides.
    pub sends_min: u64,
    /// J9: share of the same words from which on everybody got the same.
    pub same_for_all_bar: f64,
    /// J12: touches and contacts needed for a profile.
    pub practice_touches_min: u64,
    /// J12: staff answers needed for the claimed index.
    pub staff_min: usize,
    /// J12: share from which on a practice is transactional, or relational.
    pub practice_bar: f64,
    /// J10: ties needed for a group.
    pub ties_min: usize,
    /// J10: finished requests a tie needs to count.
    pub tie_requests_min: usize,
    /// J7: use of hours up to which there is room.
    pub room_to: f64,
    /// J7: use of hours up to which somebody is full, and beyond which over.
    pub full_to: f64,
    /// J7: key accounts of one manager ("one or only a few").
    pub key_accounts_cap: u32,
    /// J7: share of due contacts kept that one's own limit asks for.
    pub kept_bar: f64,
    /// J7: months, and due contacts, needed for one's own limit.
    pub own_limit_min: (usize, u64),
    /// J13: months of margins needed to compare accounts.
    pub margin_months_min: u32,
    /// J13: weights of value, growth, pioneering and fit.
    pub account_weights: [f64; 4],
    /// J14: chance that somebody would not have come anyway: likely, low, high.
    pub influence_chance: (f64, f64, f64),
    /// J14: weight of the second degree.
    pub second_degree: f64,
    /// J15: customers asked, staff asked, pairs, needed.
    pub perception_min: (u64, usize, usize),
    /// J18: tags needed.
    pub conduct_tags_min: u64,
    /// Hold-outs: people needed in each arm.
    pub arm_min: u64,
    /// Hold-outs: chance at which one arm is said to do better.
    pub effect_probability: f64,
    /// Calibration: predictions needed.
    pub calibration_min: u64,
    /// Settled promises, or due follow-ups, that make a rate.
    pub settled_min: u64,
}

impl Parameters {
    /// J9: days within which a conversation counts as following a touch.
    pub const CONVERSATION_DAYS: i32 = 14;
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            pass_probability: 0.80,
            fail_probability: 0.20,
            two_way_bar: 0.10,
            learned_bar: 0.05,
            settled_bar: 0.70,
            sends_min: 20,
            same_for_all_bar: 0.9,
            practice_touches_min: 30,
            staff_min: 3,
            practice_bar: 0.6,
            ties_min: 10,
            tie_requests_min: 4,
            room_to: 0.70,
            full_to: 0.90,
            key_accounts_cap: 5,
            kept_bar: 0.8,
            own_limit_min: (6, 60),
            margin_months_min: 6,
            account_weights: [0.40, 0.20, 0.10, 0.30],
            influence_chance: (0.5, 0.25, 0.75),
            second_degree: 0.5,
            perception_min: (10, 3, 5),
            conduct_tags_min: 10,
            arm_min: 10,
            effect_probability: 0.95,
            calibration_min: 50,
            settled_min: 3,
        }
    }
}
