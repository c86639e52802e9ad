//! What the house sells. Prices and costs in cents.

/// Something on the price list.
#[derive(Debug)]
pub(crate) struct Good {
    pub name: &'static str,
    pub price_minor: i64,
    /// Cost as a share of the price, in percent.
    pub cost_percent: i64,
    /// Minutes of work, 0 for goods off the shelf.
    pub minutes: i32,
}

const fn good(name: &'static str, price_minor: i64, cost_percent: i64, minutes: i32) -> Good {
    Good { name, price_minor, cost_percent, minutes }
}

/// Services: first those without color, from [`COLOR_FROM`] those with.
pub(crate) const SERVICES: [Good; 10] = [
    good("cut and finish", 6_200, 30, 45),
    good("restyle cut", 7_800, 30, 60),
    good("short cut", 4_800, 28, 40),
    good("blow-dry", 3_800, 30, 35),
    good("curl cut", 8_400, 30, 70),
    good("root touch-up", 7_400, 38, 75),
    good("full color", 11_800, 38, 120),
    good("half-head highlights", 12_900, 40, 135),
    good("gloss treatment", 4_800, 35, 40),
    good("color and cut", 14_600, 36, 140),
];

/// Place of what is done when a visit follows soon after another.
pub(crate) const BLOW_DRY: usize = 3;

/// Place of the first service with color.
pub(crate) const COLOR_FROM: usize = 5;

/// What stands on the shop's shelves.
pub(crate) const SHELF: [Good; 10] = [
    good("Silk Cleanse shampoo", 2_400, 52, 0),
    good("Oat Milk conditioner", 2_200, 52, 0),
    good("Cedar styling paste", 1_900, 50, 0),
    good("Night Repair oil", 3_600, 48, 0),
    good("Heat Shield spray", 2_100, 50, 0),
    good("Silver Tone mask", 2_700, 50, 0),
    good("Round brush, boar bristle", 2_900, 55, 0),
    good("Rinse-Free foam", 1_700, 50, 0),
    good("Winter Garden gift set", 4_900, 54, 0),
    good("Travel trio", 1_600, 56, 0),
];

/// Place of the gift set, which sells in December.
pub(crate) const GIFT_SET: usize = 8;

/// What the wholesale arm delivers.
pub(crate) const CASES: [Good; 7] = [
    good("Color tubes, mixed case of 48", 31_200, 68, 0),
    good("Developer, four by 5 l", 9_600, 66, 0),
    good("Back-bar shampoo 10 l", 7_400, 64, 0),
    good("Retail shelf refill", 22_400, 66, 0),
    good("Foil rolls, box of 12", 5_400, 62, 0),
    good("Gloss line starter case", 18_800, 65, 0),
    good("Guest-room care set, 100 pieces", 14_200, 67, 0),
];
