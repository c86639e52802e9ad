//! What the list costs: `cargo run --release -p people --example measure -- 1000000` prints processor time
//! by kind of query, and memory; a second argument `load` stops after loading.

#![allow(clippy::print_stdout, reason = "it prints its measurements")]

use book::{CustomerId, Day, Directory, PartyKind, Provider, ProviderId};
use people::{Index, NewRow, Query};

const TODAY: Day = Day(20_779);
const GIVEN: [&str; 24] = [
    "Ana", "Ben", "Chloe", "David", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jakob", "Karolina", "Liam",
    "Mara", "Noor", "Olga", "Pedro", "Quentin", "Rosa", "Søren", "Theo", "Uma", "Victor", "Wanda", "Zoë",
];
const SYLLABLES: [&str; 20] = [
    "al", "ber", "cor", "den", "el", "fer", "gan", "hol", "ing", "jo", "kar", "len", "mar", "nor", "ov",
    "per", "quist", "ruiz", "son", "ton",
];

/// SplitMix64: the same people in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }
    /// One of some words, or unknown in a fifth of cases.
    fn word(&mut self, words: &[&'static str]) -> Option<&'static str> {
        (self.below(5) > 0).then(|| self.pick(words))
    }
    fn day(&mut self, within: u64) -> Option<Day> {
        (self.below(10) > 0).then(|| Day(TODAY.0 - self.below(within) as i32))
    }
}

/// The texts of one invented customer.
struct Person {
    id: u32,
    external_id: String,
    name: String,
    email: String,
    phone: String,
}

fn person(id: u32, random: &mut Random) -> Person {
    let given = random.pick(&GIVEN);
    let mut family: String = (0..2 + random.below(2)).map(|_| random.pick(&SYLLABLES)).collect();
    family[..1].make_ascii_uppercase();
    let number = random.below(1_000);
    Person {
        id,
        external_id: format!("C{id:07}"),
        email: format!(
            "{}.{}{number}@company{}.example",
            given.to_lowercase(),
            family.to_lowercase(),
            id % 50_000
        ),
        name: format!("{given} {family}"),
        phone: format!("+44 20 {:04} {:04}", random.below(10_000), random.below(10_000)),
    }
}

fn row<'a>(person: &'a Person, random: &mut Random) -> NewRow<'a> {
    let contacts = random.day(900);
    NewRow {
        id: CustomerId(person.id),
        external_id: &person.external_id,
        source: "steadfast",
        name: Some(&person.name),
        email: Some(&person.email),
        phone: Some(&person.phone),
        kind: Some(if random.below(9) == 0 { PartyKind::Organization } else { PartyKind::Person }),
        provider: Some(ProviderId(1 + random.below(40) as u32)),
        assigned: None,
        language: Some("en"),
        since: random.day(3_000),
        relationship_kind: random.word(&["encounter", "pseudo_relationship", "relationship"]),
        opc_configuration: random.word(&[
            "tight_tight_tight",
            "loose_tight_loose",
            "undetermined_loose_tight",
        ]),
        foundation_gate: random.word(&["met", "not_met", "unverified"]),
        rung: random.word(&["foundation", "strictly_business", "collaborator", "fan"]),
        three_part_test: random.word(&["none", "partly", "real_relationship"]),
        contact_rhythm: random.word(&["on_rhythm", "quiet", "overdue", "gone_quiet"]),
        purchase_rhythm: random.word(&["on_rhythm", "quiet", "overdue", "gone_quiet"]),
        initiative: random.word(&["fading", "steady"]),
        candor_silence: random.word(&["voiced", "asked_said_fine", "not_contacted"]),
        accumulating_load: random.word(&["none", "light", "heavy"]),
        velocity: random.word(&["rising", "steady", "falling"]),
        decline: random.word(&["none", "watch", "declining", "serious"]),
        signs: Some(random.below(6) as i64),
        p_alive: Some(random.below(10_000) as f64 / 10_000.0),
        expected_purchases: Some(random.below(50_000) as f64 / 10_000.0),
        promises_kept: Some(random.below(10_000) as f64 / 10_000.0),
        promises_kept_by_customer: None,
        follow_up_coverage: None,
        contact_count: random.below(60) as u32,
        first_contact_day: random.day(3_000),
        last_contact_day: contacts,
        purchase_count: random.below(40) as u32,
        first_purchase_day: random.day(3_000),
        last_purchase_day: random.day(900),
        spent_minor: random.below(2_000_000) as i64,
        open_issues: u32::from(random.below(30) == 0),
        oldest_issue_day: None,
        open_promises: u32::from(random.below(20) == 0),
        next_due_day: random.day(30),
        last_asked_day: random.day(400),
        last_voice_day: random.day(400),
        wanted_style: None,
        refused: random.below(50) == 0,
    }
}

/// Seconds that this thread has had a processor.
fn processor_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split_whitespace().next().and_then(|field| field.parse::<f64>().ok());
    nanos.unwrap_or(0.0) / 1e9
}

/// Resident memory in MiB: now, and at its highest.
fn memory() -> (f64, f64) {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    };
    (field("VmRSS:"), field("VmHWM:"))
}

fn measure<T>(what: &str, times: u32, mut step: impl FnMut(u32) -> T) -> T {
    let mut last = step(0);
    let before = processor_seconds();
    for time in 1..=times {
        last = step(time);
    }
    let each = (processor_seconds() - before) / f64::from(times);
    println!("{what:<64} {:>10.3} ms", each * 1e3);
    last
}

const QUERIES: [&str; 26] = [
    "",
    "page=200",
    "page=10000",
    "page=19999",
    "sort=-name&page=10000",
    "sort=-last_contact",
    "sort=last_contact&page=10000",
    "sort=-spent",
    "sort=-spent&page=10000",
    "sort=provider&page=3000",
    "sort=id",
    "sort=email&page=9000",
    "rhythm=overdue,gone_quiet",
    "rhythm=overdue,gone_quiet&provider=~3&asked=never&sort=-last_contact",
    "provider=~3&sort=-last_contact",
    "last_contact=90d..,never&sort=last_contact&page=4000",
    "alive=..0.3&spent=1000000..&sort=-spent",
    "kind=relationship&rung=fan,collaborator&candor=not_contacted&load=none,light&decline=none&sort=rung",
    "since=2020-01-01..2021-12-31&issues=1..&sort=-issues",
    "q=ana",
    "q=a",
    "q=ana+ruiz",
    "q=ana.ruiz@company77",
    "q=%2B44+20+7946",
    "q=C0123456",
    "q=mar+son&rhythm=quiet,unknown&sort=-last_contact&page=9",
];

fn main() {
    let rows = std::env::args().nth(1).and_then(|rows| rows.parse().ok()).unwrap_or(100_000_u32);
    let mut random = Random(7);
    let people: Vec<Person> = (1..=rows).map(|id| person(id, &mut random)).collect();
    let sample: Vec<NewRow<'_>> = people.iter().map(|person| row(person, &mut random)).collect();
    let providers = Directory { providers: (1..=40).map(provider).collect() };
    let (before, _) = memory();
    let start = processor_seconds();
    let mut builder = Index::builder(rows as usize);
    for row in &sample {
        builder.push(row).expect("the sample is made of known words");
    }
    let pushed = processor_seconds();
    let mut index = builder.finish(&providers);
    let finished = processor_seconds();
    let (after, highest) = memory();
    println!(
        "{rows} customers: pushed in {:.3} s, finished in {:.3} s of processor",
        pushed - start,
        finished - pushed
    );
    println!("memory: {:.1} MiB counted", index.bytes() as f64 / 1_048_576.0);
    println!(
        "        {:.1} MiB resident more than before, {:.1} at the highest",
        after - before,
        highest - before
    );
    if std::env::args().nth(2).is_some_and(|what| what == "load") {
        return;
    }
    for text in QUERIES {
        let query = Query::parse(text, &providers).expect("a query that is understood");
        let page = measure(&format!("?{text}"), 100, |_| index.page(&query, TODAY, None));
        println!("{:>70} of {}", page.rows.len(), page.total);
    }
    let own = Query::default();
    measure("own people of one provider", 100, |_| index.page(&own, TODAY, Some(ProviderId(7))));
    let mut changed = sample[rows as usize / 2].clone();
    measure("a contact is logged", 1_000, |time| {
        changed.contact_count = time;
        changed.last_contact_day = Some(TODAY);
        index.update(&changed)
    })
    .expect("the row is made of known words");
    let names: Vec<String> = (0..=200).map(|time| format!("Someone Else{}", time % 7)).collect();
    measure("a name is changed", 200, |time| {
        changed.name = Some(&names[time as usize]);
        index.update(&changed)
    })
    .expect("the row is made of known words");
    let pairs = measure("duplicates", 1, |_| index.duplicates(100));
    println!("{:>70} pairs", pairs.len());
    measure_matching(&mut index, rows);
}

/// Import: rows come one by one, each is matched against everybody and added.
fn measure_matching(index: &mut Index, rows: u32) {
    let mut random = Random(11);
    let start = processor_seconds();
    let mut matcher = people::Matcher::new(index);
    let made = processor_seconds();
    let people: Vec<Person> = (rows + 1..=rows + 10_000)
        .map(|id| {
            let mut person = person(id, &mut random);
            person.email = format!("{}.{id}@import{}.example", person.name.replace(' ', "."), id % 500);
            person
        })
        .collect();
    let sample: Vec<NewRow<'_>> = people.iter().map(|person| row(person, &mut random)).collect();
    let (mut found, mut matching, mut adding) = (0, 0.0, 0.0);
    for batch in sample.chunks(2_000) {
        let begun = processor_seconds();
        found += batch.iter().filter(|row| !matcher.matches(index, row).is_empty()).count();
        let matched = processor_seconds();
        index.update_all(batch).expect("the sample is made of known words");
        batch.iter().for_each(|row| matcher.add(index, row.id));
        matching += matched - begun;
        adding += processor_seconds() - matched;
    }
    println!("matcher made in {:.3} s", made - start);
    println!(
        "10,000 rows of 500 companies: matched in {matching:.3} s ({found} found), added in {adding:.3} s"
    );
}

fn provider(id: u32) -> Provider {
    Provider {
        id: ProviderId(id),
        external_id: format!("p{id}").as_str().into(),
        source: "steadfast".into(),
        name: Some(format!("Provider {id}").as_str().into()),
        email: None,
        started_on: None,
        minutes_per_week: None,
        skills: None,
        languages: None,
        team: None,
    }
}
