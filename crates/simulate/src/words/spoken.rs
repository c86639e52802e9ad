//! What customers say: complaints, concerns, suggestions, praise.

use super::notes::About::{self, Anyone, Color, Salon, Shop, Trade};
use book::VoiceKind::{self, Complaint, Concern, Praise, Suggestion};

/// Something a customer may say.
#[derive(Debug)]
pub(crate) struct Saying {
    /// Which kind of word.
    pub kind: VoiceKind,
    /// 1 (slight) to 3 (grave), for complaints and concerns.
    pub severity: u8,
    /// In words.
    pub text: &'static str,
    /// Who may say it.
    pub about: About,
}

const fn saying(kind: VoiceKind, severity: u8, text: &'static str, about: About) -> Saying {
    Saying { kind, severity, text, about }
}

/// Everything that is said.
pub(crate) const ALL: &[Saying] = &[
    saying(Complaint, 2, "The color came out warmer than agreed", Color),
    saying(Complaint, 3, "The dye burned my scalp", Color),
    saying(Complaint, 2, "The cut is longer on the left than on the right", Salon),
    saying(Complaint, 1, "I waited twenty-five minutes although the time was fixed", Salon),
    saying(Complaint, 1, "The bill was higher than the price I was told", Salon),
    saying(Complaint, 2, "I had to explain everything again to somebody new", Salon),
    saying(Complaint, 2, "The pump leaked in my bag", Shop),
    saying(Complaint, 1, "What I came for was out of stock again", Shop),
    saying(Complaint, 2, "The brush lost its bristles within a week", Shop),
    saying(Complaint, 2, "Two cases short, and nobody told us", Trade),
    saying(Complaint, 2, "The delivery came in the middle of our busiest hour", Trade),
    saying(Complaint, 3, "The developer was past its date", Trade),
    saying(Complaint, 1, "The invoice names the wrong branch", Trade),
    saying(Complaint, 2, "Nine tubes were crushed in the box", Trade),
    saying(Concern, 1, "Will the new color grow out well?", Color),
    saying(Concern, 1, "I heard that prices will rise", Anyone),
    saying(Concern, 2, "Will the Saturday hours stay?", Salon),
    saying(Concern, 1, "Is the old conditioner being dropped?", Shop),
    saying(Concern, 2, "If the least order grows, we cannot follow", Trade),
    saying(Concern, 1, "Does the gloss line stay in the range?", Trade),
    saying(Suggestion, 1, "Open one evening a week", Anyone),
    saying(Suggestion, 1, "Offer refills for the shampoo bottles", Anyone),
    saying(Suggestion, 1, "Send the appointment so that it fits into a calendar", Salon),
    saying(Suggestion, 1, "Put a hook beside each basin", Salon),
    saying(Suggestion, 1, "Keep testers out, I buy what I have smelled", Shop),
    saying(Suggestion, 1, "Print the shade number on the side of the box", Trade),
    saying(Suggestion, 1, "Offer half cases of the silver tones", Trade),
    saying(Suggestion, 1, "Deliver on Tuesdays before ten", Trade),
    saying(Praise, 1, "Best cut in years; three people asked who did it", Salon),
    saying(Praise, 1, "Thank you for fitting me in before the funeral", Salon),
    saying(Praise, 1, "{provider} remembered what I said last time", Salon),
    saying(Praise, 1, "After seven weeks the color still looks fresh", Color),
    saying(Praise, 1, "Good advice, and nothing sold that I did not need", Shop),
    saying(Praise, 1, "The training made our apprentices proud", Trade),
    saying(Praise, 1, "On time all quarter; we notice", Trade),
];
