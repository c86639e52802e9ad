//! The main job on real records: from invoices or stays to a day worth having.
//!
//! `cargo test -p agenda --test real_records -- --nocapture` prints the days, to be read as by their owner.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

use agenda::{Act, Agenda, HoldOut, Member, Request, Shortlist, candidates, compose, render};
use book::*;
use judge::{Context, Parameters, Population, PopulationBuilder};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn open(path: &str) -> Option<csv::Reader<impl std::io::Read>> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/")).join(path);
    let Ok(file) = std::fs::File::open(&path) else {
        eprintln!("not run: {} is absent", path.display());
        return None;
    };
    Some(csv::Reader::from_reader(flate2::read::MultiGzDecoder::new(file)))
}

fn instant(text: &str) -> Timestamp {
    let date: jiff::civil::Date = text[..10].parse().unwrap();
    let clock = text.get(11..).filter(|clock| !clock.is_empty());
    let time = clock.map_or(jiff::civil::Time::midnight(), |clock| clock.parse().unwrap());
    Calendar::utc().at_civil(date.to_datetime(time))
}

fn customer(number: usize, external_id: &str) -> Customer {
    Customer::new(CustomerId(number as u32 + 1), "records", external_id)
}

fn fact<D: Detail>(id: &str, at: Timestamp, provider: Option<ProviderId>, detail: D) -> Fact<D> {
    Fact {
        id: FactId::of("records", D::KIND, id),
        source: SourceId(1),
        external_id: Some(id.into()),
        at,
        day: Calendar::utc().day(at),
        provider,
        detail,
    }
}

/// One purchase per invoice; the product that took most of the money leads; `C` invoices are returns.
fn online_retail() -> Option<Vec<History>> {
    struct Invoice {
        customer: String,
        at: Timestamp,
        pence: f64,
        lines: BTreeMap<String, f64>,
    }
    let mut invoices: BTreeMap<String, Invoice> = BTreeMap::new();
    for row in open("online-retail/online_retail_2009_2010.csv.gz")?.into_records() {
        let row = row.unwrap();
        if row[6].is_empty() {
            continue;
        }
        let pence = row[3].parse::<f64>().unwrap() * row[5].parse::<f64>().unwrap() * 100.0;
        let invoice = invoices.entry(row[0].to_owned()).or_insert_with(|| Invoice {
            customer: row[6].trim_end_matches(".0").to_owned(),
            at: instant(&row[4]),
            pence: 0.0,
            lines: BTreeMap::new(),
        });
        invoice.pence += pence;
        if !["POST", "DOT", "C2", "M", "D", "ADJUST", "BANK CHARGES"].contains(&&row[1]) {
            *invoice.lines.entry(row[2].trim().to_owned()).or_default() += pence.abs();
        }
    }
    let mut histories: BTreeMap<String, History> = BTreeMap::new();
    for (number, invoice) in invoices {
        let place = histories.len();
        let history = histories
            .entry(invoice.customer.clone())
            .or_insert_with(|| History::new(customer(place, &invoice.customer)));
        let leading = invoice.lines.iter().max_by(|one, other| one.1.total_cmp(other.1));
        let detail = Purchase {
            amount_minor: invoice.pence.abs().round() as i64,
            currency: Currency::parse("GBP"),
            product: leading.map(|(name, _)| name.as_str().into()),
            returned: Some(number.starts_with('C')),
            ..Purchase::default()
        };
        history.purchases.push(fact(&number, invoice.at, None, detail));
    }
    Some(histories.into_values().collect())
}

/// Stays of guests with their hosts.
fn guest_stays() -> Option<(Vec<History>, Directory)> {
    let mut histories: BTreeMap<String, History> = BTreeMap::new();
    let mut hosts: BTreeMap<String, ProviderId> = BTreeMap::new();
    for row in open("guest-stays/interactions.csv.gz")?.into_records() {
        let row = row.unwrap();
        let next = ProviderId(hosts.len() as u32 + 1);
        let host = *hosts.entry(row[3].to_owned()).or_insert(next);
        let place = histories.len();
        let history =
            histories.entry(row[2].to_owned()).or_insert_with(|| History::new(customer(place, &row[2])));
        let detail = Interaction {
            initiated_by: Some(Initiator::Customer),
            two_way: Some(true),
            channel: Some(row[6].into()),
            purpose: Some(row[8].into()),
            ..Interaction::default()
        };
        history.interactions.push(fact(&row[0], instant(&row[1]), Some(host), detail));
    }
    let mut providers: Vec<Provider> = hosts
        .into_iter()
        .map(|(external_id, id)| Provider {
            id,
            external_id: external_id.into(),
            source: "records".into(),
            name: None,
            email: None,
            started_on: None,
            minutes_per_week: None,
            skills: None,
            languages: None,
            team: None,
        })
        .collect();
    providers.sort_by_key(|provider| provider.id);
    Some((histories.into_values().collect(), Directory { providers }))
}

struct Book {
    histories: Vec<History>,
    population: Population,
    parameters: Parameters,
    directory: Directory,
    calendar: Calendar,
    day: Day,
}

impl Book {
    fn on(day: &str, mut histories: Vec<History>, directory: Directory) -> Book {
        let calendar = Calendar::utc();
        let day = Day::from_date(day.parse().unwrap());
        let as_of = Timestamp(calendar.start_of(day.plus(1)).0 - 1);
        let parameters = Parameters::default();
        let mut builder = PopulationBuilder::new(day, &calendar, Currency::parse("GBP").unwrap());
        for history in &mut histories {
            history.sort();
            history.truncate_to(as_of);
            builder.add(history);
        }
        let population = builder.finish(&parameters);
        Book { histories, population, parameters, directory, calendar, day }
    }

    fn context(&self) -> Context<'_> {
        Context {
            as_of_day: self.day,
            as_of: Timestamp(self.calendar.start_of(self.day.plus(1)).0 - 1),
            calendar: &self.calendar,
            parameters: &self.parameters,
            population: &self.population,
            directory: &self.directory,
            currency: Currency::parse("GBP").unwrap(),
        }
    }

    /// Both steps: the shortlist from everybody, then the day from the few.
    fn agenda(&self, provider: Option<ProviderId>, minutes: Option<u32>) -> Agenda {
        let context = self.context();
        let mut shortlist = Shortlist::default();
        for history in &self.histories {
            shortlist.add(&candidates(history, &context, &judge::assess(history, &context)));
        }
        let wanted = shortlist.customers(provider);
        let members: Vec<Member> = self
            .histories
            .iter()
            .filter(|history| wanted.binary_search(&history.customer.id).is_ok())
            .map(|history| Member { history: history.clone(), assessment: judge::assess(history, &context) })
            .collect();
        let mut request = Request::new(provider, &self.directory);
        request.hold_out = HoldOut { seed: 42, share: 0.10 };
        request.minutes = minutes.unwrap_or(request.minutes);
        compose(&request, &context, &members)
    }
}

/// What the sentences say, counted again from the invoices.
fn is_true_to_the_invoices(book: &Book, agenda: &Agenda) {
    for entry in &agenda.entries {
        let person = &entry.person.customer;
        let history = book.histories.iter().find(|history| history.customer.external_id == person).unwrap();
        let of_person = |fact: &String| {
            let known = |purchase: &Fact<Purchase>| purchase.reference().to_string() == *fact;
            history.purchases.iter().any(known)
        };
        assert!(entry.facts.iter().all(of_person), "{person}: every fact named is this person's own");
        let days: std::collections::BTreeSet<Day> = history.sales().map(|sale| sale.day).collect();
        if entry.sentence.starts_with("Their first order") {
            assert!(days.first().is_some_and(|first| book.day.days_since(*first) <= 45), "{person}");
        }
        if let Some((number, _)) = entry.sentence.split_once(" orders in twelve months") {
            let year = days.iter().filter(|day| book.day.days_since(**day) < 365).count();
            assert!(number.parse::<usize>().is_ok_and(|number| number == year) || year <= 10, "{person}");
        }
        if entry.act == Act::OffRhythm {
            assert!(days.len() >= 4, "{person}: fewer orders make no rhythm");
            assert!(days.last().is_some_and(|last| book.day.days_since(*last) > 14), "{person}");
        }
    }
}

fn number(agenda: &Agenda, act: Act) -> usize {
    agenda.entries.iter().filter(|entry| entry.act == act).count()
}

#[test]
fn a_shop_of_invoices_gets_a_day_worth_having() {
    let Some(histories) = online_retail() else { return };
    let book = Book::on("2010-12-01", histories, Directory::default());
    let agenda = book.agenda(None, None);
    println!("{}", render(&agenda, 100));
    assert!((8..=14).contains(&agenda.entries.len()), "{}", agenda.entries.len());
    assert!(agenda.minutes_planned <= 120);
    for act in [Act::FollowUp, Act::OffRhythm, Act::Newcomer, Act::VerifyFoundation] {
        assert!(number(&agenda, act) >= 1, "{act:?}");
    }
    assert!(agenda.notes.iter().any(|note| note.contains("orders only")));
    assert_eq!(agenda, book.agenda(None, None), "the same facts give the same day");
    is_true_to_the_invoices(&book, &agenda);
    println!("{}", render(&book.agenda(None, Some(500)), 110));
}

#[test]
fn a_host_gets_a_day_worth_having() {
    let Some((histories, directory)) = guest_stays() else { return };
    let mut stays: BTreeMap<ProviderId, usize> = BTreeMap::new();
    for contact in histories.iter().flat_map(|history| &history.interactions) {
        *stays.entry(contact.provider.unwrap()).or_default() += 1;
    }
    let mut busiest: Vec<(ProviderId, usize)> = stays.into_iter().collect();
    busiest.sort_by_key(|(host, number)| (std::cmp::Reverse(*number), *host));
    let last = histories.iter().flat_map(|history| &history.interactions).map(|stay| stay.day).max().unwrap();
    let book = Book::on(&last.to_string(), histories, directory);
    for (host, _) in &busiest[..3] {
        let agenda = book.agenda(Some(*host), None);
        println!("{}", render(&agenda, 100));
        assert!(agenda.minutes_planned <= 120);
        assert!(!agenda.entries.is_empty());
    }
    println!("{}", render(&book.agenda(Some(busiest[0].0), Some(500)), 110));
}
