//! Every threshold of the judgements, with its meaning. Change one and [`RULE_VERSION`] changes too.

use serde::{Deserialize, Serialize};

/// Version of the rules: written into every judgement.
pub const RULE_VERSION: &str = "2026-11-22.2";

/// Thresholds of the judgements; `Default` gives the documented ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// Days looked back for contacts and knowledge (24 months).
    pub window_days: i32,
    /// Probability at which a test passes.
    pub pass_probability: f64,
    /// Probability at which a test fails.
    pub fail_probability: f64,
    /// Share of contacts with one provider that continuity must exceed.
    pub continuity_bar: f64,
    /// Chance level at which continuity beats chance (evidence 1.5).
    pub chance_level: f64,
    /// Contact days needed for the test against chance.
    pub chance_contacts_min: u32,
    /// Rate of adaptation per contact that must be exceeded.
    pub adaptation_bar: f64,
    /// Rate of informed and of empowered contacts that must be exceeded.
    pub informed_bar: f64,
    /// Two-way contacts needed for anything above an encounter.
    pub contacts_min: u32,
    /// Days those contacts must span.
    pub contact_span_days_min: i32,
    /// Days for which a stated style or wish holds (24 months).
    pub stated_wish_days: i32,
    /// Share of signs that the leading style must exceed.
    pub style_bar: f64,
    /// Probability at which a style is read from what somebody does.
    pub style_probability: f64,
    /// Weighted signs needed for that.
    pub style_signs_min: f64,
    /// Half-life of a sign's weight, in days.
    pub style_half_life_days: f64,
    /// Probability at which what they do speaks against what they said.
    pub style_conflict: f64,
    /// Share of right deliveries that the gate asks for.
    pub gate_bar: f64,
    /// Verified deliveries needed for the gate.
    pub gate_deliveries_min: u32,
    /// Days after which an open complaint shuts the gate.
    pub gate_complaint_days: i32,
    /// Strength a link must reach to be tight.
    pub link_bar: f64,
    /// Weight, in gaps, of the population's gap in a customer's usual gap.
    pub cadence_prior_gaps: f64,
    /// Half-life of a gap's weight, in gaps.
    pub cadence_half_life_gaps: f64,
    /// Regularity (Erlang shape) when the population is too small to tell.
    pub cadence_shape: u32,
    /// Below this survival: quiet.
    pub rhythm_quiet: f64,
    /// Below this survival: overdue.
    pub rhythm_overdue: f64,
    /// Below this survival: gone quiet.
    pub rhythm_gone: f64,
    /// Voice prior, shape.
    pub voice_alpha: f64,
    /// Voice prior, exposures.
    pub voice_beta: f64,
    /// Below this chance of silence, silence is a sign.
    pub voice_sign: f64,
    /// Load at which accumulation is a sign.
    pub load_sign: f64,
    /// Change of link strength per quarter that is a sign.
    pub velocity_sign: f64,
    /// Settled requests with minutes that a tie's efficiency needs.
    pub efficiency_contacts_min: u32,
    /// Kendall's S, up or down, that it needs (and that luck would reach less than one time in ten).
    pub efficiency_kendall_min: u64,
    /// Unanswered outbound messages in a row after which to wait.
    pub stop_after_unanswered: u32,
    /// Days to wait then, unless they write.
    pub stop_days: i32,
    /// Messages in thirty days that nobody needs and that are bearable, unless they said otherwise.
    pub monthly_messages: u32,
    /// Newest outbound acts among which gives and asks are counted.
    pub give_ask_acts: u32,
    /// Days after which an open issue forbids asking to buy.
    pub sales_issue_days: i32,
    /// Days for which a broken promise without an apology does.
    pub sales_promise_days: i32,
    /// Days after a sale on which to follow up.
    pub follow_up_sale_days: i32,
    /// First and last day after a sale that count as followed up.
    pub follow_up_window_days: (i32, i32),
    /// Days after a new product's first use, and after a closed issue, on which to ask.
    pub check_back_days: i32,
    /// Horizon of expected purchases, in days.
    pub horizon_days: i32,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            window_days: 730,
            pass_probability: 0.80,
            fail_probability: 0.20,
            continuity_bar: 0.5,
            chance_level: 0.05,
            chance_contacts_min: 4,
            adaptation_bar: 0.2,
            informed_bar: 0.5,
            contacts_min: 3,
            contact_span_days_min: 60,
            stated_wish_days: 730,
            style_bar: 0.5,
            style_probability: 0.75,
            style_signs_min: 5.0,
            style_half_life_days: 365.0,
            style_conflict: 0.90,
            gate_bar: 0.7,
            gate_deliveries_min: 4,
            gate_complaint_days: 14,
            link_bar: 0.5,
            cadence_prior_gaps: 2.0,
            cadence_half_life_gaps: 5.0,
            cadence_shape: 2,
            rhythm_quiet: 0.25,
            rhythm_overdue: 0.10,
            rhythm_gone: 0.02,
            voice_alpha: 2.0,
            voice_beta: 20.0,
            voice_sign: 0.20,
            load_sign: 6.0,
            velocity_sign: -0.03,
            efficiency_contacts_min: 8,
            efficiency_kendall_min: 16,
            stop_after_unanswered: 3,
            stop_days: 60,
            monthly_messages: 2,
            give_ask_acts: 10,
            sales_issue_days: 2,
            sales_promise_days: 30,
            follow_up_sale_days: 7,
            follow_up_window_days: (3, 14),
            check_back_days: 14,
            horizon_days: 90,
        }
    }
}
