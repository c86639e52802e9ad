//! Promises, in the words in which they are made.

pub(crate) use super::notes::About;
use super::notes::About::{Anyone, Chairs, Color, Rooms, Salon, Shop, Trade};
use book::Promisor::{self, Customer, Organization, Provider};

/// A promise that may be made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vow {
    /// In words.
    pub what: &'static str,
    /// By whom.
    pub by: Promisor,
    /// For whom it makes sense.
    pub about: About,
    /// Days until it is due, least and most.
    pub due_days: (i32, i32),
    /// On whom it depends.
    pub depends_on: Option<&'static str>,
}

const fn vow(what: &'static str, by: Promisor, about: About, due_days: (i32, i32)) -> Vow {
    Vow { what, by, about, due_days, depends_on: None }
}

const fn needs(vow: Vow, depends_on: &'static str) -> Vow {
    Vow { depends_on: Some(depends_on), ..vow }
}

/// Every promise of ordinary days.
pub(crate) const ALL: &[Vow] = &[
    vow("Ring by {due} with a time on a Saturday", Provider, Salon, (3, 12)),
    vow("Look up the gentler dye and write by {due}", Provider, Color, (2, 9)),
    vow("Send the revised color chart by {due}", Provider, Color, (2, 8)),
    vow("Send three pictures of short cuts by {due}", Provider, Salon, (2, 8)),
    vow("Call on {due} to hear how the new color wears", Provider, Color, (6, 14)),
    vow("Call on {due} to hear how the cut falls after washing", Provider, Salon, (5, 12)),
    vow("Find out by {due} whether the Saturday slot opens up", Provider, Salon, (3, 10)),
    needs(vow("Have the Silver Tone mask here by {due}", Provider, Color, (4, 14)), "warehouse"),
    needs(
        vow("Ask the maker about the fragrance-free line and write by {due}", Provider, Anyone, (5, 16)),
        "maker",
    ),
    vow("Write down the care steps at home and send them by {due}", Provider, Salon, (2, 7)),
    needs(vow("Put the oil aside and call when it arrives, by {due}", Provider, Shop, (3, 12)), "warehouse"),
    vow("Bring the other brush from the store room by {due}", Provider, Shop, (2, 6)),
    vow("Find out by {due} whether the shampoo comes in refills", Provider, Shop, (3, 10)),
    needs(
        vow("Put the refund for the returned oil through by {due}", Organization, Anyone, (3, 10)),
        "accounts",
    ),
    vow("Send the corrected receipt by {due}", Organization, Anyone, (2, 7)),
    vow("Have the voucher ready at the desk by {due}", Organization, Anyone, (3, 12)),
    vow("Bring a picture of the wanted cut by {due}", Customer, Salon, (10, 40)),
    vow("Tell us by {due} how the new oil does", Customer, Salon, (5, 20)),
    vow("Come by on {due} for the patch test", Customer, Color, (3, 14)),
    vow("Settle the open ten dollars by {due}", Customer, Anyone, (5, 30)),
    vow("Bring the empty bottles back by {due}", Customer, Shop, (10, 40)),
    vow("Try the sample and say by {due} how it feels", Customer, Shop, (7, 25)),
    vow("Pick up what was put aside by {due}", Customer, Anyone, (3, 14)),
    vow("Send the revised color chart by {due}", Provider, Trade, (2, 8)),
    vow("Send a quote for the autumn case by {due}", Provider, Trade, (2, 8)),
    vow("Come on {due} to train the two apprentices", Provider, Chairs, (10, 30)),
    vow("Come on {due} to show the care set to the staff", Provider, Rooms, (10, 30)),
    needs(vow("Replace the leaking developer by {due}", Provider, Trade, (2, 7)), "warehouse"),
    vow("Bring the display shelf by {due}", Provider, Trade, (5, 15)),
    needs(
        vow("Find out why the last crate came short, and call by {due}", Provider, Trade, (1, 5)),
        "warehouse",
    ),
    vow("Hold ten cases of the gloss line until {due}", Provider, Trade, (7, 21)),
    needs(vow("Deliver the back order by {due}", Organization, Trade, (3, 12)), "warehouse"),
    needs(vow("Credit the damaged tubes by {due}", Organization, Trade, (4, 14)), "accounts"),
    vow("Confirm the yearly volume by {due}", Customer, Trade, (7, 30)),
    vow("Count the shelf and write by {due}", Customer, Trade, (2, 10)),
    vow("Pay the open invoice by {due}", Customer, Trade, (5, 20)),
];
