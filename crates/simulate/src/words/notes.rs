//! What is known about people: one note per matter, so that a life never contradicts itself.

use crate::{Segment, person::Person};
use book::Origin::{self, Asserted, Observed, Stated};

/// A note that may be learnt about a customer.
#[derive(Debug)]
pub(crate) struct Note {
    /// Kind of knowledge, as in the records.
    pub kind: &'static str,
    /// In words.
    pub text: &'static str,
    /// Where it usually comes from.
    pub origin: Origin,
    /// For whom it can be true.
    pub about: About,
    /// Notes with the same matter exclude each other.
    pub matter: &'static str,
}

/// For whom a note can be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    Anyone,
    Salon,
    Color,
    LongHair,
    Shop,
    Trade,
    /// Hotels and spas.
    Rooms,
    /// Salons that buy from us.
    Chairs,
}

impl About {
    /// True when a text fits a customer.
    pub(crate) fn fits(self, person: &Person) -> bool {
        let segment = person.segment;
        match self {
            About::Anyone => segment != Segment::Trade,
            About::Salon => segment == Segment::Salon,
            About::Color => segment == Segment::Salon && person.has_color,
            About::LongHair => segment == Segment::Salon && person.has_long_hair,
            About::Shop => segment == Segment::Shop,
            About::Trade => segment == Segment::Trade,
            About::Rooms => segment == Segment::Trade && person.has_rooms,
            About::Chairs => segment == Segment::Trade && !person.has_rooms,
        }
    }
}

const fn note(
    kind: &'static str,
    text: &'static str,
    origin: Origin,
    about: About,
    matter: &'static str,
) -> Note {
    Note { kind, text, origin, about, matter }
}

use About::{Anyone, Chairs, Color, LongHair, Rooms, Salon, Shop, Trade};

/// Everything that can be known.
pub(crate) const ALL: &[Note] = &[
    note("preference", "Likes quiet at the basin, talks gladly afterwards", Observed, Salon, "talk"),
    note("preference", "Loves a good talk; save the news from the street", Observed, Salon, "talk"),
    note("preference", "Tea without milk, never coffee", Stated, Salon, "drink"),
    note("preference", "Coffee, black, in the big cup", Stated, Salon, "drink"),
    note("preference", "Fringe just above the eyebrows, never shorter", Stated, LongHair, "fringe"),
    note("preference", "Wears the parting on the left", Observed, Salon, "parting"),
    note("preference", "Likes the chair by the window", Stated, Salon, "chair"),
    note("preference", "First appointment of the day, then straight to work", Stated, Salon, "time"),
    note("preference", "Late appointments only; comes from the early shift", Stated, Salon, "time"),
    note("preference", "Wants to be told frankly when an idea will not suit", Stated, Salon, "advice"),
    note("preference", "No perfume in anything, please", Stated, Anyone, "scent"),
    note("preference", "Likes to hear the price before we begin", Stated, Salon, "price"),
    note("preference", "Rather a text message than a call", Stated, Anyone, "reach"),
    note("preference", "Rather a call than an e-mail; reads mail once a week", Stated, Anyone, "reach"),
    note("preference", "Reads during the color: bring the side lamp", Observed, Color, "reading"),
    note("preference", "Cool tones only; copper made the skin look red", Stated, Color, "tone"),
    note("preference", "Gray to be blended, not covered", Stated, Color, "gray"),
    note("preference", "Formula 7.3 with a third of 7.1, 35 minutes", Observed, Color, "formula"),
    note("preference", "Formula 5.0 with 6 %, roots first, 30 minutes", Observed, Color, "formula"),
    note("preference", "Gives presents early: asks for gift boxes in October", Observed, Shop, "gifts"),
    note("preference", "Uses only refills; brings the empty bottles", Observed, Shop, "refill"),
    note("care", "Scalp reacts to ammonia: gentle line, patch test first", Stated, Color, "scalp"),
    note("care", "Sore neck: an extra towel at the basin", Stated, Salon, "neck"),
    note("care", "Hears badly on the left: stand on the right", Observed, Salon, "hearing"),
    note("care", "Long sitting hurts: a break after half an hour", Stated, Salon, "back"),
    note("care", "Latex allergy: nitrile gloves", Stated, Salon, "latex"),
    note("care", "Eczema on the hands: samples of the mild line only", Stated, Shop, "skin"),
    note("family", "{child}, the eldest, plays the cello", Stated, Anyone, "child"),
    note("family", "{child} has just learnt to cycle", Stated, Anyone, "child"),
    note("family", "Grandchild {child} stays every Wednesday", Stated, Anyone, "child"),
    note("family", "{partner} works nights, so mornings are hard", Stated, Anyone, "partner"),
    note("family", "Mother lives in {town} and comes along before holidays", Stated, Salon, "mother"),
    note("family", "The dog {pet} comes too, and is welcome", Observed, Anyone, "pet"),
    note("work", "Teaches chemistry; free after four", Stated, Anyone, "work"),
    note("work", "Nurse on changing shifts; books at short notice", Stated, Anyone, "work"),
    note("work", "Bakes at {town}; comes straight from the oven", Stated, Anyone, "work"),
    note("work", "Speaks on stages: must look alike on every photograph", Stated, Salon, "work"),
    note("work", "Drives the number 9 bus; knows everyone's timetable", Stated, Anyone, "work"),
    note("interest", "Follows the handball team of {town}", Stated, Anyone, "interest"),
    note("interest", "Restores an old sailing boat", Stated, Anyone, "interest"),
    note("interest", "Learns Portuguese for a long journey", Stated, Anyone, "interest"),
    note("interest", "Reads crime novels and lends them on", Observed, Anyone, "interest"),
    note("expectation", "Expects a reminder two days before", Stated, Salon, "reminder"),
    note("expectation", "Must be out within the hour", Stated, Salon, "hour"),
    note("expectation", "Wants honesty about damage, not comfort", Stated, Color, "honesty"),
    note("expectation", "Expects the shelf to hold Night Repair oil", Stated, Shop, "stock"),
    note("preference", "Deliveries before ten, at the yard door", Stated, Trade, "yard"),
    note("preference", "Orders by telephone; the portal is not opened", Observed, Trade, "orders"),
    note("preference", "One invoice a month, to the head office", Stated, Trade, "invoice"),
    note("preference", "Buys the silver tones by the tube, the rest by the case", Observed, Trade, "mix"),
    note("expectation", "Expects a call when anything will be short", Stated, Trade, "short"),
    note("expectation", "Compares prices every January", Stated, Trade, "compare"),
    note("work", "Eight chairs, two apprentices; Monday is training day", Observed, Chairs, "size"),
    note("work", "Forty rooms; the spa doubles in summer", Stated, Rooms, "size"),
    note("work", "The owner decides, the first stylist orders", Observed, Chairs, "who"),
    note("work", "{partner} signs the orders; on leave in August", Stated, Trade, "signs"),
    note("care", "One stylist reacts to persulfates: keep the dust-free powder", Stated, Chairs, "powder"),
    note("family", "The owner's eldest, {child}, starts as an apprentice", Stated, Chairs, "owner"),
    note("preference", "Seems to decide by sample, not by catalogue", Asserted, Trade, "sample"),
    note("preference", "Seems in a hurry; short answers suit best", Asserted, Anyone, "hurry"),
];

/// Needs of a known day: `{due}` is the day, which is also when the note expires.
pub(crate) const NEEDS: &[Note] = &[
    note(
        "future_need",
        "Daughter's wedding on {due}: up-do, with a trial two weeks before",
        Stated,
        Salon,
        "wedding",
    ),
    note("future_need", "Wedding of a friend on {due}: up-do", Stated, LongHair, "guest"),
    note("future_need", "Job interview on {due}: a cut some days before", Stated, Salon, "interview"),
    note("future_need", "School reunion on {due}: color and finish", Stated, Color, "reunion"),
    note("future_need", "Family photograph on {due}: roots done before it", Stated, Color, "photograph"),
    note("future_need", "Sixtieth birthday on {due}: something festive", Stated, Salon, "birthday"),
    note("future_need", "Flies to see family on {due}: travel sizes", Stated, Anyone, "journey"),
    note(
        "future_need",
        "Back at work on {due}: wants a cut that is easy to keep",
        Stated,
        Salon,
        "work again",
    ),
    note("future_need", "Needs a present for a sister by {due}", Stated, Shop, "present"),
    note("future_need", "Will run out of Night Repair oil about {due}", Stated, Shop, "oil"),
    note(
        "future_need",
        "Opens a second house on {due}: first stock for six chairs",
        Stated,
        Chairs,
        "second house",
    ),
    note(
        "future_need",
        "Spa closed for building until {due}: back-bar order then",
        Stated,
        Rooms,
        "building",
    ),
    note("future_need", "Open evening on {due}: two hundred samples", Stated, Trade, "evening"),
    note("future_need", "Contract with the other supplier ends on {due}", Stated, Trade, "contract"),
    note("future_need", "New apprentices start on {due}: product training", Stated, Chairs, "training"),
];
