//! What can be done for a customer today, in order of position.

use serde::{Deserialize, Serialize};

/// One kind of entry. The order is the order of position on the page: what was promised and what went wrong
/// first, then asking, then giving, and selling last (ethics 4.3; C55, C162).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A promise of ours is due or overdue (J8).
    KeepPromise,
    /// An issue is open; the oldest first (J6e).
    ResolveIssue,
    /// A bit after a crisis: ask whether it stayed right (J16, C110).
    CheckBack,
    /// After a sale (J16, C46).
    FollowUp,
    /// Nobody has checked whether the goods are right (J4).
    VerifyFoundation,
    /// Long without a frank word (J6d, C119).
    AskSilent,
    /// Off their own rhythm (J6a), ranked by expected loss (evidence 1.4).
    OffRhythm,
    /// A moment of ambiguity: new customer, first use of a product, new provider (C44).
    Newcomer,
    /// A need they named, whose date has come (C48).
    FutureNeed,
    /// A thank-you with nothing to sell.
    JustBecause,
    /// An offer, where the foundation stands and it is wanted (J17, X5).
    Sell,
    /// Better not today, with the reason (evidence 1.10).
    LeaveAlone,
}

/// The headings of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Promises.
    KeepAPromise,
    /// Open issues.
    PutRight,
    /// Everything that asks and listens.
    Ask,
    /// Thanks.
    Give,
    /// Offers.
    Sell,
    /// Nobody is to be contacted.
    LeaveAlone,
}

impl Group {
    /// The heading in print.
    pub fn heading(self) -> &'static str {
        match self {
            Group::KeepAPromise => "KEEP A PROMISE",
            Group::PutRight => "PUT RIGHT",
            Group::Ask => "ASK",
            Group::Give => "GIVE",
            Group::Sell => "SELL",
            Group::LeaveAlone => "LEAVE ALONE",
        }
    }
}

impl Act {
    /// Every act, in order of position.
    pub const ALL: [Act; 12] = [
        Act::KeepPromise,
        Act::ResolveIssue,
        Act::CheckBack,
        Act::FollowUp,
        Act::VerifyFoundation,
        Act::AskSilent,
        Act::OffRhythm,
        Act::Newcomer,
        Act::FutureNeed,
        Act::JustBecause,
        Act::Sell,
        Act::LeaveAlone,
    ];

    /// Which of several reasons leads the entry when no duty does: the one with a date or a single moment
    /// before the one that will still be true next week.
    pub(crate) const PRECEDENCE: [Act; 9] = [
        Act::FutureNeed,
        Act::Newcomer,
        Act::OffRhythm,
        Act::FollowUp,
        Act::JustBecause,
        Act::AskSilent,
        Act::VerifyFoundation,
        Act::Sell,
        Act::LeaveAlone,
    ];

    /// The snake_case word used in JSON and in the book.
    pub fn word(self) -> &'static str {
        match self {
            Act::KeepPromise => "keep_promise",
            Act::ResolveIssue => "resolve_issue",
            Act::CheckBack => "check_back",
            Act::FollowUp => "follow_up",
            Act::VerifyFoundation => "verify_foundation",
            Act::AskSilent => "ask_silent",
            Act::OffRhythm => "off_rhythm",
            Act::Newcomer => "newcomer",
            Act::FutureNeed => "future_need",
            Act::JustBecause => "just_because",
            Act::Sell => "sell",
            Act::LeaveAlone => "leave_alone",
        }
    }

    /// The heading under which it stands.
    pub fn group(self) -> Group {
        match self {
            Act::KeepPromise => Group::KeepAPromise,
            Act::ResolveIssue => Group::PutRight,
            Act::JustBecause => Group::Give,
            Act::Sell => Group::Sell,
            Act::LeaveAlone => Group::LeaveAlone,
            _ => Group::Ask,
        }
    }

    /// A duty: never held out, never left out for want of minutes.
    pub fn is_duty(self) -> bool {
        matches!(self, Act::KeepPromise | Act::ResolveIssue | Act::CheckBack)
    }

    /// Entries an act may take in each round of sharing the day out, so that none starves another.
    pub(crate) fn weight(self) -> usize {
        match self {
            Act::FollowUp | Act::OffRhythm | Act::Newcomer | Act::VerifyFoundation | Act::FutureNeed => 2,
            _ => 1,
        }
    }

    /// The most entries of an act that a day of so many minutes bears: half a day of one question is enough,
    /// and a shorter day is better than a padded one.
    pub(crate) fn daily_max(self, minutes: u32) -> usize {
        match self {
            Act::JustBecause | Act::Sell => 2,
            Act::LeaveAlone => 3,
            _ => (minutes as usize / 20).max(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_follow_ask_keep_give_sell() {
        assert!(Act::ALL.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(Act::ALL.windows(2).all(|pair| pair[0].group() <= pair[1].group()));
        for act in Act::ALL {
            assert_eq!(serde_json::to_value(act).unwrap(), act.word());
            assert_ne!(
                act.is_duty(),
                Act::PRECEDENCE.contains(&act),
                "{act:?} is a duty or has a precedence"
            );
        }
    }
}
