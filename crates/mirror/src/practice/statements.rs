//! The nine dimensions, and a statement for each practice in each of them, in our own words.

use serde::Serialize;

/// One of the nine dimensions of the field studies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// What an exchange is for.
    Purpose,
    /// Who speaks to whom.
    Communication,
    /// How people meet.
    Contact,
    /// How long it lasts.
    Duration,
    /// How formal it is.
    Formality,
    /// What those who direct it want.
    Intent,
    /// What planning is about.
    Planning,
    /// What money and time go into.
    Investment,
    /// Who does it.
    Level,
}

/// The nine, in the order of [`STATEMENTS`].
pub const DIMENSIONS: [Dimension; 9] = [
    Dimension::Purpose,
    Dimension::Communication,
    Dimension::Contact,
    Dimension::Duration,
    Dimension::Formality,
    Dimension::Intent,
    Dimension::Planning,
    Dimension::Investment,
    Dimension::Level,
];

/// Nine statements by four practices (transaction, database, interaction, network), each rated from 1, never,
/// to 5, always. Source of the dimensions: sources 2.3.
pub const STATEMENTS: [[&str; 4]; 9] = [
    [
        "When we deal with buyers, we want to make the sale.",
        "When we deal with buyers, we want to make the sale and learn something about them.",
        "When we deal with a customer, we want the two of us to get on well for years.",
        "When we deal with others, we want several firms to gain from being tied together.",
    ],
    [
        "We speak to the market as a whole, and it listens.",
        "We write to each person by name, from what our records say.",
        "One of us talks with one of them, and both have a say.",
        "People of several firms talk with one another.",
    ],
    [
        "We hardly ever meet those who buy.",
        "We know our buyers from their records rather than from meeting them.",
        "We meet our customers in person.",
        "Who meets whom goes across firms, from a brief note to a long talk.",
    ],
    [
        "When a sale is made, the matter is closed.",
        "Sales are separate, and our records tie them together.",
        "We stay in touch, whether anything is being sold or not.",
        "Our ties with other firms go on, though what we do in them changes.",
    ],
    [
        "Dealings are formal.",
        "Dealings are formal, with a personal touch that our system adds.",
        "Dealings are as formal or informal as the two people are.",
        "Between firms there are contracts, and friendships too.",
    ],
    [
        "We try to draw new buyers.",
        "We try to keep the buyers we have.",
        "We try to work together with each customer.",
        "We try to get several firms to act in step.",
    ],
    [
        "We plan products and brands.",
        "We plan products, and which groups of customers get which.",
        "We plan with and for single customers.",
        "We plan our place among other firms.",
    ],
    [
        "We put our money into products, prices and advertising.",
        "We put our money into data and the machines that use it.",
        "We put our time into single people.",
        "We put our time into our standing among other firms.",
    ],
    [
        "Marketing is done by marketing people.",
        "Marketing is done by those who run the records and the loyalty programme.",
        "Marketing is done by everybody who deals with customers.",
        "Marketing is done by those who run the firm.",
    ],
];
