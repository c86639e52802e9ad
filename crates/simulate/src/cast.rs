//! Who works there: nine people of the house, and as many more like them as a larger trial needs.

use crate::{random::Random, scenario::Scenario, words::names};
use book::{Body, Day, FactId, Record, Text, Timestamp, record::ProviderProfile};

/// What a provider does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Stylist,
    Counter,
    Trade,
}

/// One provider, with what is really so about the way they work.
#[derive(Debug, Clone)]
pub(crate) struct Provider {
    pub id: Text,
    pub name: Text,
    pub role: Role,
    pub started_on: Day,
    pub minutes_per_week: u32,
    pub skills: &'static str,
    pub languages: &'static str,
    /// Chance that a promise is kept on time.
    pub promises_kept: f64,
    /// Multiplies the share of contacts that stay unlogged.
    pub untidiness: f64,
    /// Chance of calling after a sale.
    pub follows_up: f64,
    /// How often a customer without a usual provider ends up here.
    pub weight: f64,
    /// What this provider may share with a customer, and how the customer's side of it is written down.
    pub grounds: [&'static str; 2],
}

/// Everybody who works there.
#[derive(Debug, Clone)]
pub(crate) struct Cast {
    pub providers: Vec<Provider>,
    /// From this day the newcomer serves the customers who were handed over.
    pub handover_day: Day,
}

/// Place of the provider who hands customers over, and of the newcomer who takes them.
pub(crate) const HANDS_OVER: usize = 3;
pub(crate) const NEWCOMER: usize = 8;
/// Place of the provider with more regulars than hours.
pub(crate) const OVERLOADED: usize = 1;

struct Sketch {
    name: &'static str,
    role: Role,
    minutes_per_week: u32,
    skills: &'static str,
    languages: &'static str,
    promises_kept: f64,
    untidiness: f64,
    follows_up: f64,
    weight: f64,
    grounds: [&'static str; 2],
}

const HOUSE: [Sketch; 9] = [
    Sketch {
        name: "Iris Larkspur",
        role: Role::Stylist,
        minutes_per_week: 600,
        skills: "cutting;long hair;training",
        languages: "en;fr",
        promises_kept: 0.95,
        untidiness: 0.5,
        follows_up: 0.35,
        weight: 0.6,
        grounds: [
            "Grows old roses and shows them in autumn, as Iris does",
            "Sits on the committee of the lending library with Iris",
        ],
    },
    Sketch {
        name: "Ben Okafor",
        role: Role::Stylist,
        minutes_per_week: 300,
        skills: "cutting;beards",
        languages: "en",
        promises_kept: 0.78,
        untidiness: 1.6,
        follows_up: 0.10,
        weight: 1.6,
        grounds: [
            "Has a plot at the Hollow Lane allotments, two rows from Ben's",
            "Runs the Sunday ten kilometers that Ben runs",
        ],
    },
    Sketch {
        name: "Mara Lindqvist",
        role: Role::Stylist,
        minutes_per_week: 720,
        skills: "color;correction",
        languages: "en;sv",
        promises_kept: 0.92,
        untidiness: 0.4,
        follows_up: 0.40,
        weight: 1.1,
        grounds: [
            "Sings alto in the Harbor Street choir, as Mara does",
            "Swims in the lake all winter, like Mara",
        ],
    },
    Sketch {
        name: "Theo Marsh",
        role: Role::Stylist,
        minutes_per_week: 420,
        skills: "cutting;children",
        languages: "en;es",
        promises_kept: 0.85,
        untidiness: 1.2,
        follows_up: 0.15,
        weight: 1.0,
        grounds: ["Coaches the school chess club with Theo", "Walks a dog on the heath at six, as Theo does"],
    },
    Sketch {
        name: "Priya Nair",
        role: Role::Stylist,
        minutes_per_week: 660,
        skills: "color;up-dos;weddings",
        languages: "en;ml;hi",
        promises_kept: 0.88,
        untidiness: 0.8,
        follows_up: 0.25,
        weight: 1.0,
        grounds: [
            "Helps at the night shelter on Thursdays, as Priya does",
            "Went to Fernhill school, like Priya",
        ],
    },
    Sketch {
        name: "Sam Whitlock",
        role: Role::Counter,
        minutes_per_week: 600,
        skills: "products;gifts",
        languages: "en",
        promises_kept: 0.82,
        untidiness: 1.5,
        follows_up: 0.08,
        weight: 1.0,
        grounds: ["Restores bicycles, as Sam does", "Plays in the Monday quiz team against Sam's"],
    },
    Sketch {
        name: "Lotte Verhoeven",
        role: Role::Trade,
        minutes_per_week: 900,
        skills: "wholesale;training",
        languages: "en;nl;de",
        promises_kept: 0.93,
        untidiness: 0.5,
        follows_up: 0.35,
        weight: 1.0,
        grounds: [
            "Sails a small boat from the same harbor as Lotte",
            "Raises funds for the lifeboat with Lotte",
        ],
    },
    Sketch {
        name: "Gustav Ek",
        role: Role::Trade,
        minutes_per_week: 780,
        skills: "wholesale;delivery",
        languages: "en;sv",
        promises_kept: 0.70,
        untidiness: 1.3,
        follows_up: 0.12,
        weight: 0.9,
        grounds: ["Keeps bees, as Gustav does", "Comes from the same valley as Gustav"],
    },
    Sketch {
        name: "Noor Haddad",
        role: Role::Stylist,
        minutes_per_week: 720,
        skills: "cutting;curls",
        languages: "en;ar",
        promises_kept: 0.94,
        untidiness: 0.5,
        follows_up: 0.45,
        weight: 0.5,
        grounds: [
            "Paints watercolors at the evening class Noor goes to",
            "Bakes sourdough and swaps starters with Noor",
        ],
    },
];

/// The days between the newcomer's first day and the end.
const NEWCOMER_DAYS: i32 = 75;

impl Cast {
    /// The cast of a scenario: the house of nine first, then others.
    pub(crate) fn of(scenario: &Scenario) -> Cast {
        let mut random = Random::new(scenario.seed, u64::MAX);
        let mut providers: Vec<Provider> = HOUSE.iter().map(|sketch| of_sketch(sketch, scenario)).collect();
        let mut place = HOUSE.len();
        while providers.len() < scenario.providers as usize {
            providers.push(further(&HOUSE[place % NEWCOMER], place, scenario, &mut random));
            place += 1;
        }
        Cast { providers, handover_day: scenario.end_day.plus(10 - NEWCOMER_DAYS) }
    }

    /// Their profiles as records, in order.
    pub(crate) fn records(&self) -> impl Iterator<Item = Record> + '_ {
        self.providers.iter().zip(2..).map(|(provider, line)| Record {
            line,
            id: FactId(0),
            external_id: None,
            at: Timestamp(0),
            customer: Text::default(),
            provider: Some(provider.id.clone()),
            body: Body::Provider(provider.profile()),
            extras: None,
        })
    }
}

impl Provider {
    fn profile(&self) -> ProviderProfile {
        ProviderProfile {
            name: Some(self.name.clone()),
            email: Some(Text::from(format!("{}@larkspur.example.com", self.id))),
            started_on: Some(self.started_on),
            minutes_per_week: Some(self.minutes_per_week),
            skills: Some(self.skills.into()),
            languages: Some(self.languages.into()),
            team: Some(
                match self.role {
                    Role::Stylist => "salon",
                    Role::Counter => "shop",
                    Role::Trade => "wholesale",
                }
                .into(),
            ),
        }
    }

    /// The name to use in a sentence.
    pub(crate) fn first_name(&self) -> &str {
        self.name.split(' ').next().unwrap_or(&self.name)
    }
}

fn of_sketch(sketch: &Sketch, scenario: &Scenario) -> Provider {
    let years = sketch.name.len() as i32 % 7 + 1;
    let is_newcomer = sketch.name == HOUSE[NEWCOMER].name;
    let started_on = if is_newcomer {
        scenario.end_day.plus(-NEWCOMER_DAYS)
    } else {
        scenario.start_day().plus(-365 * years - 17)
    };
    let first = sketch.name.split(' ').next().unwrap_or(sketch.name);
    Provider {
        id: first.to_lowercase().into(),
        name: sketch.name.into(),
        role: sketch.role,
        started_on,
        minutes_per_week: sketch.minutes_per_week,
        skills: sketch.skills,
        languages: sketch.languages,
        promises_kept: sketch.promises_kept,
        untidiness: sketch.untidiness,
        follows_up: sketch.follows_up,
        weight: sketch.weight,
        grounds: sketch.grounds,
    }
}

fn further(like: &Sketch, place: usize, scenario: &Scenario, random: &mut Random) -> Provider {
    let first = names::FIRST[(place * 7 + 3) % names::FIRST.len()];
    let last = names::LAST[(place * 11 + 5) % names::LAST.len()];
    let mut provider = of_sketch(like, scenario);
    provider.id = format!("{}-{}", first.to_lowercase(), place + 1).into();
    provider.name = format!("{first} {last}").into();
    provider.minutes_per_week = 60 * random.whole(5, 12) as u32;
    provider.promises_kept = random.range(0.62, 0.97);
    provider.untidiness = random.range(0.4, 1.6);
    provider.follows_up = random.range(0.05, 0.45);
    provider.weight = random.range(0.6, 1.4);
    provider.grounds = [
        "Goes to the same early yoga class as the one who serves here",
        "Comes from the same village as the one who serves here",
    ];
    provider
}
