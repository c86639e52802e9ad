//! `demo`: a simulated company, judged, and its agenda.

use super::agenda::{day, shortlist, write};
use crate::cli::{Cli, Demo, exit};
use crate::clock;
use crate::desk::Desk;
use crate::output::{Output, print_json};
use crate::score;
use agenda::Agenda;
use anyhow::Context as _;
use book::{Calendar, Currency, money::thousands};
use serde::Serialize;
use simulate::{Company, Scenario};
use store::{Book, Settings};

/// What the demo shows, as JSON.
#[derive(Serialize)]
struct Document {
    simulated: bool,
    seed: u64,
    company: &'static str,
    records: usize,
    agendas: Vec<Agenda>,
}

/// Simulates, imports, judges, and prints today's agenda of every provider in short and of the first in full.
///
/// # Errors
/// When the demo's book cannot be written.
pub fn run(cli: &Cli, options: &Demo) -> anyhow::Result<u8> {
    let scenario = scenario(cli, options);
    let company = Company::simulate(&scenario);
    if let Some(folder) = &options.write {
        std::fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
        company.write_csv(folder)?;
    }
    let records = company.records.len();
    let place = Place::of(cli, options)?;
    let mut book = new_book(&place, &scenario)?;
    let mut importer = book.importer(simulate::SOURCE, false)?;
    importer.write(company.records)?;
    importer.finish()?;
    let mut desk = Desk { book, as_of_day: scenario.end_day, json: cli.json, progress: cli.progress };
    if options.score {
        score::print(&mut desk, &company.truth)?;
        return Ok(exit::DONE);
    }
    let scene = desk.scene()?;
    let shortlist = shortlist(&desk, &scene)?;
    let mut agendas = Vec::new();
    for provider in shortlist.providers() {
        agendas.push(day(&mut desk, &scene, &shortlist, provider, None)?);
    }
    if cli.json {
        let company = simulate::COMPANY_NAME;
        print_json(&Document { simulated: true, seed: scenario.seed, company, records, agendas })?;
    } else {
        print(&desk, &agendas, records, &place)?;
    }
    Ok(exit::DONE)
}

/// The company up to the day that is judged: today, so that its agenda is today's.
fn scenario(cli: &Cli, options: &Demo) -> Scenario {
    let size = if options.trial { Scenario::trial() } else { Scenario::demo() };
    let end_day = cli.as_of.unwrap_or_else(|| clock::today(&Calendar::utc()));
    Scenario { seed: options.seed, end_day, ..size }
}

/// Where the demo's book is: kept where the command line says, or in a folder that goes at the end.
enum Place {
    Kept(std::path::PathBuf),
    Passing(tempfile::TempDir),
}

impl Place {
    fn of(cli: &Cli, options: &Demo) -> anyhow::Result<Place> {
        if options.keep {
            return Ok(Place::Kept(cli.book.clone()));
        }
        let folder = tempfile::Builder::new().prefix("steadfast-demo").tempdir();
        Ok(Place::Passing(folder.context("no folder for the demo's book")?))
    }
}

fn new_book(place: &Place, scenario: &Scenario) -> anyhow::Result<Book> {
    let settings = Settings {
        currency: Currency::parse(simulate::CURRENCY).unwrap_or(Currency::NONE),
        business_name: simulate::COMPANY_NAME.into(),
        seed: scenario.seed,
        simulated: true,
        ..Settings::default()
    };
    let path = match place {
        Place::Kept(path) => path.clone(),
        Place::Passing(folder) => folder.path().join("demo.db"),
    };
    Ok(Book::create(path, &settings)?)
}

fn print(desk: &Desk, agendas: &[Agenda], records: usize, place: &Place) -> anyhow::Result<()> {
    let mut out = desk.output();
    out.paragraph(0, &format!("{}: {}.", simulate::COMPANY_NAME, simulate::COMPANY_LINE));
    out.line(&format!(
        "{} records of {} customers were imported and judged.\n",
        thousands(records as u64),
        thousands(desk.book.customer_count()?)
    ));
    let fullest = agendas.iter().max_by_key(|agenda| agenda.entries.len());
    if let Some(agenda) = fullest {
        write(&mut out, agenda);
    }
    out.heading("The others today");
    for agenda in agendas.iter().filter(|agenda| Some(*agenda) != fullest) {
        out.line(&format!("  {}", in_short(agenda)));
    }
    out.line("");
    closing(&mut out, place);
    Ok(out.print()?)
}

fn in_short(agenda: &Agenda) -> String {
    let name = agenda.provider_name.as_deref().unwrap_or("The owner");
    let people = agenda.entries.len();
    let first =
        agenda.entries.first().map_or(String::new(), |entry| format!(", first {}", entry.person.name));
    format!(
        "{name:<16} {people} people, {} of {} minutes{first}",
        agenda.minutes_planned, agenda.minutes_available
    )
}

const KEEP_IT: &str = "Keep this book with `demo --keep`; see how well we judge with `demo --score`. Your \
    own records: `steadfast import FILE`, then `steadfast agenda`.";

fn closing(out: &mut Output, place: &Place) {
    match place {
        Place::Kept(path) => out.paragraph(
            0,
            &format!(
                "The book is {}: look at `steadfast --book {} person NAME`.",
                path.display(),
                path.display()
            ),
        ),
        Place::Passing(_) => out.paragraph(0, KEEP_IT),
    }
}
