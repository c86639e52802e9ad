//! J9: what each tactic really is: building a relationship, a service, an incentive, unproven, or a pretence
//! of a relationship (E2).
//!
//! What a tactic *says* it is does not count. Its design (does its benefit depend on buying, does it claim a
//! relationship, who signed) and what came of it (a conversation with a person within 14 days, something
//! learned and later used, common ground, harm) decide, in this order:
//!
//! 1. conditional on buying *and* claiming a relationship: an incentive dressed as friendship, pretended;
//! 2. claiming, or signed by somebody who did not write it, while P(conversation > .10) <= .20 and
//!    P(learned and used > .05) <= .20: pretended;
//! 3. conditional on buying and no claim: an incentive. Nothing is wrong with that;
//! 4. two or more of P(conversation > .10) >= .80, P(learned and used > .05) >= .80, common ground in at
//!    least 1 of 20: building a relationship;
//! 5. it answered requests (half the touches or more) and P(settled > .70) >= .80: a service;
//! 6. anything else, or fewer than 20 touches: unproven.
//!
//! Where it is known how many talked in the 14 days *before* a touch, conversations pass only if there are
//! more after it (P >= .80): people who come every week talk after any mailing.
//!
//! What the book does not record is unknown, never zero: without records of what was learned nothing is
//! called a pretence. A whole design needs no twenty touches: what is conditional is so from the first.

use crate::{Parameters, Rate, Said};
use judge::TestOutcome;
use serde::Serialize;

mod better;
mod kind;
mod sentences;

pub use better::better_versions;
pub use kind::TacticKind;
pub use sentences::finding;

/// How a tactic is made, as its touches say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Design {
    /// Its benefit depends on buying.
    pub conditional_on_purchase: Said,
    /// Its words claim a relationship.
    pub claims_relationship: Said,
    /// The same words went to nearly everybody.
    pub same_for_all: Said,
    /// A person wrote it.
    pub human_author: Said,
    /// Signed by somebody who did not write it.
    pub signed_by_nonauthor: Said,
    /// An answer reaches a person.
    pub reply_goes_to_a_person: Said,
}

/// Buying again only under the incentive, and what those who do say (Dick & Basu 1994).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Loyalty {
    /// Customers who bought on more than one occasion, always under this incentive.
    pub always_with_incentive: u64,
    /// Of these, who were asked how it was and answered.
    pub answered: u64,
    /// Of those who answered, whose last answer was poor.
    pub weak: u64,
}

/// Everything counted about one tactic. Sums only: parts merge in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct TacticTally {
    /// Touches sent.
    pub sends: u64,
    /// How it is made.
    pub design: Design,
    /// Touches the customer answered in any way.
    pub answered: u64,
    /// Touches followed by a conversation with a person within 14 days.
    pub conversations: u64,
    /// Touches before which they had talked in as many days, of those where that is known: people who come
    /// every week talk after any mailing.
    pub talked_before: Said,
    /// Touches by which something was learned that was used later.
    pub learned_and_used: u64,
    /// Touches by which common ground came up.
    pub common_ground: u64,
    /// Touches after which somebody opted out or complained. Never an order of people.
    pub harm: u64,
    /// Requests that came with it: settled, of those whose outcome is known.
    pub requests: Said,
    /// Buying again under it.
    pub loyalty: Loyalty,
}

impl TacticTally {
    /// Adds the sums of another part.
    pub fn merge(&mut self, other: &TacticTally) {
        self.sends += other.sends;
        self.answered += other.answered;
        self.conversations += other.conversations;
        self.talked_before.merge(other.talked_before);
        self.learned_and_used += other.learned_and_used;
        self.common_ground += other.common_ground;
        self.harm += other.harm;
        self.requests.merge(other.requests);
        self.loyalty.always_with_incentive += other.loyalty.always_with_incentive;
        self.loyalty.answered += other.loyalty.answered;
        self.loyalty.weak += other.loyalty.weak;
        let (design, others) = (&mut self.design, &other.design);
        design.conditional_on_purchase.merge(others.conditional_on_purchase);
        design.claims_relationship.merge(others.claims_relationship);
        design.same_for_all.merge(others.same_for_all);
        design.human_author.merge(others.human_author);
        design.signed_by_nonauthor.merge(others.signed_by_nonauthor);
        design.reply_goes_to_a_person.merge(others.reply_goes_to_a_person);
    }
}

/// What the book records at all; where it does not, nothing that did not happen is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// Conversations.
    pub conversations: bool,
    /// What is learned about people, and when it is used.
    pub learning: bool,
}

impl Recorded {
    /// A book that holds everything.
    pub const ALL: Recorded = Recorded { conversations: true, learning: true };
}

/// The classes of J9, none of which is a shame but the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TacticClass {
    /// People talk, and what they say is used.
    RelationshipBuilding,
    /// It settles what people ask for.
    Service,
    /// A benefit for buying, called that.
    Incentive,
    /// Too early, or nothing came of it yet.
    Unproven,
    /// It claims what it does not do.
    PretendedRelationship,
}

impl TacticClass {
    /// The `snake_case` word.
    pub fn word(self) -> &'static str {
        match self {
            TacticClass::RelationshipBuilding => "relationship_building",
            TacticClass::Service => "service",
            TacticClass::Incentive => "incentive",
            TacticClass::Unproven => "unproven",
            TacticClass::PretendedRelationship => "pretended_relationship",
        }
    }
}

/// Whether people buy again only because of an incentive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpuriousLoyalty {
    /// Nobody buys again only under it.
    None,
    /// They do, and nobody asked them how it is.
    NeverAsked,
    /// They do, and most of those who answered said it is poor.
    Noted,
    /// They do, and most of those who answered are content.
    Content,
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TacticVerdict {
    /// What it is.
    pub class: TacticClass,
    /// Conditional and claiming at once: an incentive dressed as friendship.
    pub dressed: bool,
    /// Fewer touches than evidence takes.
    pub too_few: bool,
    /// Conversations per touch.
    pub two_way: Rate,
    /// Something learned and used, per touch.
    pub learned_and_used: Rate,
    /// Common ground, per touch.
    pub common_ground: Rate,
    /// Opt-outs and complaints, per touch.
    pub harm: Rate,
    /// Do people talk? Is something learned and used? Does common ground come up?
    pub tests: [TestOutcome; 3],
    /// The note on loyalty.
    pub loyalty: SpuriousLoyalty,
}

/// Half of what is known says so; unknown counts as no claim.
fn says(said: Said) -> bool {
    said.is(0.5) == Some(true)
}

/// Judges one tactic.
pub fn assess(tally: &TacticTally, recorded: Recorded, parameters: &Parameters) -> TacticVerdict {
    let rate = |seen| Rate::of(seen, tally.sends);
    let two_way = rate(tally.conversations);
    let learned_and_used = rate(tally.learned_and_used);
    let common_ground = rate(tally.common_ground);
    let too_few = tally.sends < parameters.sends_min;
    let tests = [
        talks(tally, &two_way, recorded, parameters),
        decided(recorded.learning, learned_and_used.above(parameters.learned_bar), too_few, parameters),
        shared(tally, recorded, too_few, parameters),
    ];
    let claims = says(tally.design.claims_relationship);
    let conditional = says(tally.design.conditional_on_purchase);
    let dressed = claims && conditional;
    let poses = claims || says(tally.design.signed_by_nonauthor);
    let passed = tests.iter().filter(|test| **test == TestOutcome::Pass).count();
    let class = if dressed || (poses && tests[0] == TestOutcome::Fail && tests[1] == TestOutcome::Fail) {
        TacticClass::PretendedRelationship
    } else if conditional {
        TacticClass::Incentive
    } else if passed >= 2 {
        TacticClass::RelationshipBuilding
    } else if is_service(tally, too_few, parameters) {
        TacticClass::Service
    } else {
        TacticClass::Unproven
    };
    let harm = rate(tally.harm);
    let loyalty = spurious_loyalty(&tally.loyalty);
    TacticVerdict { class, dressed, too_few, two_way, learned_and_used, common_ground, harm, tests, loyalty }
}

/// Whether people talk after it, and more than they had before it where that is known: what would have
/// happened anyway proves nothing.
fn talks(tally: &TacticTally, two_way: &Rate, recorded: Recorded, parameters: &Parameters) -> TestOutcome {
    let too_few = tally.sends < parameters.sends_min;
    let outcome = decided(recorded.conversations, two_way.above(parameters.two_way_bar), too_few, parameters);
    let before = tally.talked_before;
    let more = || stats::beta_less(&Rate::of(before.yes, before.known).belief(), &two_way.belief());
    if outcome == TestOutcome::Pass && before.known > 0 && more() < parameters.pass_probability {
        return TestOutcome::Unknown;
    }
    outcome
}

fn decided(recorded: bool, probability: f64, too_few: bool, parameters: &Parameters) -> TestOutcome {
    match (recorded && !too_few, probability) {
        (false, _) => TestOutcome::Unknown,
        (true, p) if p >= parameters.pass_probability => TestOutcome::Pass,
        (true, p) if p <= parameters.fail_probability => TestOutcome::Fail,
        (true, _) => TestOutcome::Unknown,
    }
}

/// Common ground in at least 1 touch of 20, as counted.
fn shared(tally: &TacticTally, recorded: Recorded, too_few: bool, parameters: &Parameters) -> TestOutcome {
    let enough = tally.common_ground as f64 >= parameters.learned_bar * tally.sends as f64;
    match (recorded.learning && !too_few, enough) {
        (false, _) => TestOutcome::Unknown,
        (true, true) => TestOutcome::Pass,
        (true, false) => TestOutcome::Fail,
    }
}

fn is_service(tally: &TacticTally, too_few: bool, parameters: &Parameters) -> bool {
    let requests = tally.requests;
    let settled = Rate::of(requests.yes, requests.known).above(parameters.settled_bar);
    !too_few && requests.known * 2 >= tally.sends && settled >= parameters.pass_probability
}

fn spurious_loyalty(loyalty: &Loyalty) -> SpuriousLoyalty {
    if loyalty.always_with_incentive == 0 {
        SpuriousLoyalty::None
    } else if loyalty.answered == 0 {
        SpuriousLoyalty::NeverAsked
    } else if loyalty.weak * 2 > loyalty.answered {
        SpuriousLoyalty::Noted
    } else {
        SpuriousLoyalty::Content
    }
}

#[cfg(test)]
mod tests;
