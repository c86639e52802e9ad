//! What customers say: complaints, concerns, suggestions, praise.

use super::notes::About::{self, Anyone, Chairs, Color, Salon, Shop, Trade};
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
    /// How we promise to put it right.
    pub mending: Option<&'static str>,
}

const fn saying(kind: VoiceKind, severity: u8, text: &'static str, about: About) -> Saying {
    Saying { kind, severity, text, about, mending: None }
}

const fn complaint(severity: u8, text: &'static str, about: About, mending: &'static str) -> Saying {
    Saying { kind: Complaint, severity, text, about, mending: Some(mending) }
}

/// Everything that is said.
pub(crate) const ALL: &[Saying] = &[
    complaint(2, "The color came out warmer than agreed", Color, "Correct the tone at no charge by {due}"),
    complaint(3, "The dye burned my scalp", Color, "Ask after the scalp and give the money back by {due}"),
    complaint(
        2,
        "The cut is longer on the left than on the right",
        Salon,
        "Even out the cut at no charge by {due}",
    ),
    complaint(
        1,
        "I waited twenty-five minutes although the time was fixed",
        Salon,
        "Tell by {due} how the waiting is to end",
    ),
    complaint(1, "The bill was higher than the price I was told", Salon, "Give the difference back by {due}"),
    complaint(2, "I had to explain everything again", Salon, "Write the wishes down and show them by {due}"),
    complaint(2, "It leaked in my bag", Shop, "Have a new one ready by {due}"),
    complaint(1, "What I came for was out of stock again", Shop, "Put two aside and call by {due}"),
    complaint(2, "It came apart within a week", Shop, "Exchange it by {due}"),
    complaint(2, "Two pieces short, and nobody told us", Trade, "Bring the two missing pieces by {due}"),
    complaint(
        2,
        "The delivery came in the middle of our busiest hour",
        Trade,
        "Agree a delivery hour and confirm it by {due}",
    ),
    complaint(3, "The batch was past its date", Trade, "Exchange the whole batch by {due}"),
    complaint(1, "The invoice names the wrong branch", Trade, "Correct the invoice by {due}"),
    complaint(2, "Part of the box was crushed", Trade, "Credit what was crushed by {due}"),
    saying(Concern, 1, "My scalp has itched a little since the last color", Color),
    saying(Concern, 1, "The color fades faster than it used to", Color),
    saying(Concern, 2, "The Saturday hours are always gone", Salon),
    saying(Concern, 1, "The last two visits felt rushed", Salon),
    saying(Concern, 1, "The new conditioner weighs the hair down", Shop),
    saying(Concern, 1, "The shelf is empty more often than it was", Shop),
    saying(Concern, 2, "The last two deliveries came without a note", Trade),
    saying(Concern, 1, "The order desk takes longer to answer than it did", Trade),
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
    saying(Praise, 1, "The training made our apprentices proud", Chairs),
    saying(Praise, 1, "On time all quarter; we notice", Trade),
];
