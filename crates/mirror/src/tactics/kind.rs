//! The six tactics that E2 asks about, as kinds. None has a verdict of its own: what came of it decides.

use serde::Serialize;

/// A kind of tactic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TacticKind {
    /// Discounts for those who buy often (C90).
    FrequentShopperDiscount,
    /// Mailings with the name filled in (C91).
    PersonalizedMailing,
    /// Surveys after a purchase (C92).
    FollowUpSurvey,
    /// Credit cards for preferred customers (C93).
    PreferredCustomerCard,
    /// Help desks by live chat (C94).
    LiveChatHelpDesk,
    /// Cards on birthdays (C95).
    BirthdayCard,
    /// Anything else.
    Other,
}

impl TacticKind {
    /// The six, in the order of the essay.
    pub const SEEDED: [TacticKind; 6] = [
        TacticKind::FrequentShopperDiscount,
        TacticKind::PersonalizedMailing,
        TacticKind::FollowUpSurvey,
        TacticKind::PreferredCustomerCard,
        TacticKind::LiveChatHelpDesk,
        TacticKind::BirthdayCard,
    ];

    /// Stems that a tactic's own name is recognized by.
    fn stems(self) -> &'static [&'static str] {
        match self {
            TacticKind::FrequentShopperDiscount => &["frequent", "loyalty", "points", "discount"],
            TacticKind::PersonalizedMailing => &["mailing", "newsletter", "mailshot"],
            TacticKind::FollowUpSurvey => &["survey", "questionnaire"],
            TacticKind::PreferredCustomerCard => &["credit_card", "preferred"],
            TacticKind::LiveChatHelpDesk => &["chat", "help_desk", "helpdesk"],
            TacticKind::BirthdayCard => &["birthday"],
            TacticKind::Other => &[],
        }
    }

    /// The kind that a tactic's own name speaks of: `Birthday cards 2026` is a birthday card.
    pub fn of(name: &str) -> TacticKind {
        let folded: String =
            name.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
        let speaks_of = |kind: &TacticKind| kind.stems().iter().any(|stem| folded.contains(stem));
        TacticKind::SEEDED.into_iter().find(speaks_of).unwrap_or(TacticKind::Other)
    }

    /// The concept it comes from; `None` for the owner's own.
    pub fn concept(self) -> Option<&'static str> {
        match self {
            TacticKind::FrequentShopperDiscount => Some("C90"),
            TacticKind::PersonalizedMailing => Some("C91"),
            TacticKind::FollowUpSurvey => Some("C92"),
            TacticKind::PreferredCustomerCard => Some("C93"),
            TacticKind::LiveChatHelpDesk => Some("C94"),
            TacticKind::BirthdayCard => Some("C95"),
            TacticKind::Other => None,
        }
    }
}
