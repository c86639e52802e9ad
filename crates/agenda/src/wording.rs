//! Putting a reason into words: the fact, its weight, then what would help. Never blame, never a warm
//! sentence written in somebody's name (ethics 4.3), and money last.

mod asking;
mod duties;
mod giving;
pub(crate) mod speech;

use crate::{Act, Basis, Candidate, look::Look};
use book::FactRef;

/// One reason in words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Words {
    /// What is the case, and how much it weighs: one or more sentences.
    pub fact: String,
    /// What would help: one sentence.
    pub ask: String,
    /// What it rests on.
    pub facts: Vec<FactRef>,
    /// What would take the entry off the list.
    pub removed_by: &'static str,
}

impl Words {
    /// Fact and help together.
    pub fn sentence(&self) -> String {
        format!("{} {}", self.fact, self.ask)
    }
}

/// The words for one candidate.
pub(crate) fn words(look: &Look, candidate: &Candidate) -> Words {
    match candidate.basis {
        Basis::Promise(place) => duties::promise(look, place),
        Basis::Issue(place) => duties::issue(look, place),
        Basis::FollowUp(due) if candidate.act == Act::CheckBack => duties::check_back(look, &due),
        Basis::FollowUp(due) => asking::follow_up(look, &due, candidate.act),
        Basis::Foundation => asking::foundation(look),
        Basis::GoodsBack(place) => asking::goods_back(look, place),
        Basis::Silence => asking::silence(look),
        Basis::PurchaseRhythm | Basis::ContactRhythm => asking::off_rhythm(look, candidate.basis),
        Basis::FutureNeed(place, day) => giving::future_need(look, place, day),
        Basis::Referral(place) => giving::referral(look, place),
        Basis::Praise(place) => giving::praise(look, place),
        Basis::Milestone(number) => giving::milestone(look, number),
        Basis::Anniversary(years) => giving::anniversary(look, years),
        Basis::Reorder => giving::reorder(look),
        Basis::Unanswered(count, until) => giving::unanswered(look, count, until),
        Basis::Paused(until) => giving::paused(look, until),
        Basis::Gone => giving::gone(look),
    }
}
