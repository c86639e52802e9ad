//! What a simulated customer really is like: drawn once, before the first contact, and never recorded.

use crate::{
    Segment,
    cast::{Cast, OVERLOADED, Role},
    random::Random,
    scenario::Scenario,
    words::{Circle, goods, names},
};
use book::{Day, Style, Text};

/// The processes that generate the kinds of J1, and the near misses that make recovery hard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    /// One person serves, knows, adapts; both expect a next time.
    Close,
    /// Warm, but one of the parts is often missing.
    Near,
    /// Always the same person, by roster or custom; nothing known, nothing adapted.
    Habit,
    /// Anybody serves, everybody is informed and may decide.
    House,
    /// Letters speak of friendship; the service knows nothing.
    Pretended,
    /// Comes, buys, goes.
    Passing,
}

/// Rates and traits of one customer's dealings.
#[derive(Debug, Clone)]
pub(crate) struct Traits {
    pub script: Script,
    /// Chance that a contact is with the usual provider.
    pub continuity: f64,
    /// Chance that a contact teaches us something.
    pub learning: f64,
    /// Chance that a contact is adapted to what is known.
    pub adaptation: f64,
    /// Asks for the usual provider by name.
    pub asks_by_name: bool,
    /// The customer expects to come again to the same person.
    pub customer_expects: bool,
    /// The provider plans with this customer.
    pub provider_expects: bool,
    /// Chance that the history is opened.
    pub informed: f64,
    /// Chance that the matter is settled without handing off.
    pub empowered: f64,
    /// Letters a year that speak of friendship.
    pub claims_per_year: f64,
    /// Mean days between visits, and regularity (Erlang shape).
    pub gap_days: f64,
    pub shape: u32,
    /// Chance, after a visit, that it was the last one.
    pub leaving: f64,
    /// Chance that the customer begins a contact, before any fading.
    pub initiative: f64,
    /// From this day the customer begins a quarter as many.
    pub fades_from: Option<Day>,
    /// Never says a word about how it goes.
    pub stays_silent: bool,
    pub style: Style,
    /// Chance that a delivery is what was wanted.
    pub delivered_right: f64,
    /// Chance that a check-in finds out.
    pub checked: f64,
}

/// One simulated customer.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub id: Text,
    pub name: Text,
    pub segment: Segment,
    pub first_day: Day,
    /// Customer since, where the file says so: before the records begin for older customers.
    pub since: Option<Day>,
    /// Place of the usual provider, and of the one before a handover.
    pub usual: usize,
    pub is_handed_over: bool,
    pub circle: Circle,
    /// Places in the price list: the usual service or case, and another.
    pub goods: (usize, usize),
    pub has_color: bool,
    pub has_long_hair: bool,
    /// A hotel or a spa, not a salon.
    pub has_rooms: bool,
    pub traits: Traits,
}

const SCRIPTS: [Script; 6] =
    [Script::Close, Script::Near, Script::Habit, Script::House, Script::Pretended, Script::Passing];

impl Person {
    /// Draws customer number `number` (from 1).
    pub(crate) fn draw(number: u32, scenario: &Scenario, cast: &Cast, random: &mut Random) -> Person {
        let segment = [Segment::Salon, Segment::Shop, Segment::Trade][random.weighted(&[0.68, 0.17, 0.15])];
        let weights = match segment {
            Segment::Salon => [0.26, 0.10, 0.14, 0.14, 0.12, 0.24],
            Segment::Shop => [0.06, 0.06, 0.10, 0.14, 0.18, 0.46],
            Segment::Trade => [0.34, 0.12, 0.14, 0.26, 0.06, 0.08],
        };
        let script = SCRIPTS[random.weighted(&weights)];
        let usual = usual_provider(segment, cast, random);
        let name = name_of(segment, number);
        let first_day = first_day(number, scenario, random);
        let traits = Traits::draw(script, segment, (first_day, scenario.end_day), random);
        let goods = usual_goods(segment, random);
        let is_old = first_day.days_since(scenario.start_day()) < 90;
        let since = match (is_old, random.chance(0.7)) {
            (true, true) => Some(scenario.start_day().plus(-random.whole(30, 3_000))),
            _ => random.chance(0.6).then_some(first_day),
        };
        Person {
            id: format!("c-{number:04}").into(),
            has_rooms: ["Hotel", "Spa", "Villa", "Baths"].iter().any(|word| name.contains(word)),
            has_long_hair: !names::SHORT_HAIR.iter().any(|short| name.starts_with(&format!("{short} "))),
            name,
            segment,
            first_day,
            since,
            usual,
            is_handed_over: usual == crate::cast::HANDS_OVER && random.chance(0.55),
            circle: Circle {
                child: random.pick::<&str>(&names::CHILDREN),
                partner: random.pick::<&str>(&names::PARTNERS),
                pet: random.pick::<&str>(&names::PETS),
                town: random.pick::<&str>(&names::TOWNS),
            },
            has_color: segment == Segment::Salon && goods.0 >= goods::COLOR_FROM,
            goods,
            traits,
        }
    }
}

fn usual_provider(segment: Segment, cast: &Cast, random: &mut Random) -> usize {
    let role = role_of(segment);
    let weights: Vec<f64> = cast
        .providers
        .iter()
        .enumerate()
        .map(|(place, provider)| match provider.role == role && place != crate::cast::NEWCOMER {
            // The overloaded one is everybody's favorite: that is how the overload came about.
            true if place == OVERLOADED => 1.6 * provider.weight,
            true => provider.weight,
            false => 0.0,
        })
        .collect();
    random.weighted(&weights)
}

/// Who serves a segment.
pub(crate) fn role_of(segment: Segment) -> Role {
    match segment {
        Segment::Salon => Role::Stylist,
        Segment::Shop => Role::Counter,
        Segment::Trade => Role::Trade,
    }
}

/// Four in ten were there before the records begin, one in twenty came in the last month.
fn first_day(number: u32, scenario: &Scenario, random: &mut Random) -> Day {
    let days = scenario.end_day.days_since(scenario.start_day());
    let offset = match number % 20 {
        7 => days - random.whole(5, 28),
        0..7 => random.whole(0, 75),
        _ => random.whole(60, days - 30),
    };
    scenario.start_day().plus(offset)
}

fn usual_goods(segment: Segment, random: &mut Random) -> (usize, usize) {
    let len = match segment {
        Segment::Salon => goods::SERVICES.len(),
        Segment::Shop => goods::GIFT_SET,
        Segment::Trade => goods::CASES.len(),
    };
    (random.place(len), random.place(len))
}

fn name_of(segment: Segment, number: u32) -> Text {
    if segment == Segment::Trade {
        let first = names::FIRM_FIRST[number as usize % names::FIRM_FIRST.len()];
        let place = names::FIRM_PLACE[(number as usize / names::FIRM_FIRST.len()) % names::FIRM_PLACE.len()];
        return format!("{first} {place}").trim_end().into();
    }
    // Walking the two lists with coprime steps gives every pair once before any comes twice.
    let first = names::FIRST[number as usize % names::FIRST.len()];
    let step = number as usize / names::FIRST.len() + number as usize * 31;
    format!("{first} {}", names::LAST[step % names::LAST.len()]).into()
}

impl Traits {
    fn draw(script: Script, segment: Segment, (first, end): (Day, Day), random: &mut Random) -> Traits {
        let mut traits = Traits::of_script(script, random);
        let (median, spread, low, high) = match segment {
            Segment::Salon => (40.0, 0.38, 16.0, 140.0),
            Segment::Shop => (50.0, 0.45, 18.0, 170.0),
            Segment::Trade => (22.0, 0.40, 8.0, 80.0),
        };
        let gap_days: f64 = median * (spread * random.normal()).exp();
        traits.gap_days = gap_days.clamp(low, high);
        traits.shape = [1, 2, 3, 4, 6][random.weighted(&[0.10, 0.30, 0.28, 0.22, 0.10])];
        traits.initiative =
            if segment == Segment::Trade { random.range(0.35, 0.7) } else { random.range(0.6, 0.92) };
        let life_days = end.days_since(first);
        let fades = random.chance(if script == Script::Close { 0.07 } else { 0.16 }) && life_days > 240;
        let fades_after = random.whole(life_days * 2 / 5, (life_days * 9 / 10).max(1));
        traits.fades_from = fades.then_some(first.plus(fades_after));
        traits.stays_silent = random.chance(0.45);
        let styles = match script {
            Script::Close | Script::Near => [0.30, 0.42, 0.28],
            _ => [0.66, 0.19, 0.15],
        };
        traits.style = Style::ALL[random.weighted(&styles)];
        let right = if random.chance(0.12) { random.range(0.35, 0.68) } else { random.range(0.84, 0.995) };
        traits.delivered_right = right;
        traits.checked = random.range(0.15, 0.7);
        traits
    }

    /// What the script decides; the rest is filled by [`Traits::draw`].
    fn of_script(script: Script, random: &mut Random) -> Traits {
        use Script::{Close, Habit, House, Near, Passing, Pretended};
        let mut within = |of: [(f64, f64); 6]| {
            let (low, high) = of[script as usize];
            random.range(low, high)
        };
        // Close  Near   Habit  House  Pretended     Passing
        let continuity =
            within([(0.88, 0.99), (0.55, 0.85), (0.75, 0.96), (0.15, 0.40), (0.15, 0.40), (0.15, 0.45)]);
        let learning =
            within([(0.30, 0.55), (0.12, 0.30), (0.00, 0.04), (0.14, 0.30), (0.00, 0.03), (0.00, 0.04)]);
        let adaptation =
            within([(0.45, 0.90), (0.05, 0.35), (0.00, 0.06), (0.28, 0.60), (0.00, 0.03), (0.00, 0.04)]);
        let informed =
            within([(0.50, 0.95), (0.30, 0.75), (0.10, 0.40), (0.75, 0.98), (0.05, 0.30), (0.10, 0.45)]);
        let empowered =
            within([(0.85, 0.99), (0.75, 0.95), (0.70, 0.95), (0.85, 0.99), (0.55, 0.85), (0.60, 0.92)]);
        let leaving = within([
            (0.001, 0.010),
            (0.004, 0.02),
            (0.004, 0.025),
            (0.004, 0.02),
            (0.008, 0.04),
            (0.03, 0.30),
        ]);
        let letters = if script == Pretended { (3.0, 6.0) } else { (0.0, 0.0) };
        let (asks, expects, plans) = match script {
            Close => (0.93, 0.95, 0.94),
            Near => (0.45, 0.55, 0.50),
            Habit => (0.15, 0.25, 0.10),
            House | Pretended | Passing => (0.05, 0.15, 0.05),
        };
        Traits {
            script,
            continuity,
            learning,
            adaptation,
            asks_by_name: random.chance(asks),
            customer_expects: random.chance(expects),
            provider_expects: random.chance(plans),
            informed,
            empowered,
            claims_per_year: random.range(letters.0, letters.1),
            gap_days: 0.0,
            shape: 1,
            leaving,
            initiative: 0.0,
            fades_from: None,
            stays_silent: false,
            style: Style::StrictlyBusiness,
            delivered_right: 0.0,
            checked: 0.0,
        }
    }
}
