//! `import`: records in; the same records again change nothing.

use crate::cli::{Cli, Import, exit};
use crate::clock::Stopwatch;
use crate::output::{Output, print_json};
use crate::progress::Progress;
use anyhow::{Context as _, bail};
use book::{Body, Calendar, Currency};
use intake::{Batch, Format, IntakeError, Mapping, Options, Reader, RejectWriter, Source};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use store::{Book, Outcome, Settings};

/// Rows read at a time.
const READ_ROWS: usize = 65_536;

/// Conflicts that are named one by one.
const CONFLICTS_NAMED: usize = 20;

/// Seed of the hold-outs of a new book: fixed, since arms depend on each customer's own id.
const HOLD_OUT_SEED: u64 = 1;

/// What became of the rows.
#[derive(Serialize, Default)]
struct Counts {
    rows: u64,
    facts_new: u64,
    facts_same: u64,
    facts_updated: u64,
    conflicts: u64,
    rejected: u64,
    skipped: BTreeMap<String, u64>,
    customers_new: u64,
    providers_new: u64,
}

impl Counts {
    fn read(&mut self, batch: &Batch) {
        self.rows += batch.rows;
        self.rejected += batch.rejects.len() as u64;
        for (reason, rows) in &batch.skipped {
            *self.skipped.entry(reason.to_string()).or_default() += rows;
        }
    }

    fn written(&mut self, outcome: &Outcome) {
        self.facts_new += outcome.facts_new;
        self.facts_same += outcome.facts_same;
        self.facts_updated += outcome.facts_updated;
        self.conflicts += outcome.conflicts.len() as u64;
        self.customers_new += outcome.customers_new;
        self.providers_new += outcome.providers_new;
    }

    fn add(&mut self, file: &Counts) {
        self.rows += file.rows;
        self.facts_new += file.facts_new;
        self.facts_same += file.facts_same;
        self.facts_updated += file.facts_updated;
        self.conflicts += file.conflicts;
        self.rejected += file.rejected;
        self.customers_new += file.customers_new;
        self.providers_new += file.providers_new;
        for (reason, rows) in &file.skipped {
            *self.skipped.entry(reason.clone()).or_default() += rows;
        }
    }
}

/// The whole import.
#[derive(Serialize)]
struct Summary {
    #[serde(flatten)]
    counts: Counts,
    seconds: f64,
    dry_run: bool,
    files: Vec<FileSummary>,
    ignored: Vec<String>,
}

/// One file of it.
#[derive(Serialize)]
struct FileSummary {
    file: String,
    format: &'static str,
    source: String,
    #[serde(flatten)]
    counts: Counts,
    rejects_file: Option<String>,
    /// The first conflicts, each with its line.
    conflicts_named: Vec<String>,
    /// Columns that no field takes; kept with each fact.
    extra_columns: Vec<String>,
}

/// Reads every file into the book.
///
/// # Errors
/// When a file cannot be read or the book not written; whole durable batches stay.
pub fn run(cli: &Cli, options: &Import) -> anyhow::Result<u8> {
    let watch = Stopwatch::start();
    if let Some(draft) = options.map.as_ref().filter(|map| !map.exists()) {
        return write_draft(draft, options);
    }
    let mut reading = reading(options)?;
    let mut book = open_book(cli, options, &mut reading)?;
    let plan = intake::plan(&options.paths, &reading)?;
    let why = |(path, reason): &(PathBuf, &str)| format!("{}: {reason}", path.display());
    let ignored: Vec<String> = plan.ignored.iter().map(why).collect();
    if plan.files.is_empty() {
        bail!("no record files found. {}", ignored.join("; "));
    }
    let mut files = Vec::with_capacity(plan.files.len());
    for file in &plan.files {
        let reader = Reader::open(&file.path, &reading)?;
        let one = OneFile { path: &file.path, cli, options };
        files.push(one.import(reader, book.as_mut())?);
    }
    let mut counts = Counts::default();
    files.iter().for_each(|file| counts.add(&file.counts));
    let summary = Summary { counts, seconds: watch.seconds(), dry_run: options.dry_run, files, ignored };
    if cli.json {
        print_json(&summary)?;
    } else {
        print(&summary)?;
    }
    let all_in = summary.counts.rejected == 0 && summary.counts.conflicts == 0;
    Ok(if all_in { exit::DONE } else { exit::SOME_REJECTED })
}

/// How to read, as the command line says; currency and calendar are those of a new book for now.
fn reading(options: &Import) -> anyhow::Result<Options> {
    let format = match options.format.as_deref() {
        None => None,
        Some(word) => {
            let known = || format!("--format {word}: expected one of {}", Format::words().join(", "));
            Some(Format::parse(word).with_context(known)?)
        }
    };
    let mapping = options.map.as_deref().map(Mapping::open).transpose()?;
    let source = options.source.as_deref().map(book::Text::from);
    Ok(Options { source, format, mapping, ..Options::default() })
}

/// Opens the book, or begins one with the settings that the command line or the first records give; none when
/// nothing is to be written and there is none.
fn open_book(cli: &Cli, options: &Import, reading: &mut Options) -> anyhow::Result<Option<Book>> {
    let zone = &options.timezone;
    let calendar = Calendar::named(zone).ok().with_context(|| {
        format!("--timezone {zone}: there is no such zone; expected an IANA name such as Europe/London")
    })?;
    let named = match options.currency.as_deref() {
        None => None,
        Some(code) => Some(Currency::parse(code).with_context(|| {
            format!("--currency {code}: expected three letters of ISO 4217, such as EUR")
        })?),
    };
    (reading.calendar, reading.currency) = (calendar, named.unwrap_or(Currency::NONE));
    let told =
        |reading: &Options| named.or_else(|| first_currency(options, reading)).unwrap_or(Currency::NONE);
    let book = if cli.book.exists() {
        let mut book = Book::open(&cli.book)?;
        if book.currency() == Currency::NONE && !options.dry_run {
            learn_currency(&mut book, told(reading))?;
        }
        Some(book)
    } else if options.dry_run {
        None
    } else {
        let (currency, timezone) = (told(reading), zone.as_str().into());
        let settings = Settings { currency, timezone, seed: HOLD_OUT_SEED, ..Settings::default() };
        Some(Book::create(&cli.book, &settings)?)
    };
    if let Some(book) = &book {
        (reading.calendar, reading.currency) = (book.calendar().clone(), book.currency());
    }
    Ok(book)
}

/// A book that was told no currency takes the first that its purchases name, whichever file comes first.
fn learn_currency(book: &mut Book, currency: Currency) -> anyhow::Result<()> {
    if currency != Currency::NONE {
        book.change_settings(&Settings { currency, ..book.settings().clone() })?;
    }
    Ok(())
}

/// The currency that the first purchases name, for a book that has not been told any.
fn first_currency(options: &Import, reading: &Options) -> Option<Currency> {
    let plan = intake::plan(&options.paths, reading).ok()?;
    plan.files.iter().find_map(|file| {
        let mut reader = Reader::open(&file.path, reading).ok()?;
        if let Some(currency) = reader.format().currency() {
            return Some(currency);
        }
        let batch = reader.next_batch(100).ok()?;
        batch.records.iter().find_map(|record| match &record.body {
            Body::Purchase(purchase) => purchase.currency,
            _ => None,
        })
    })
}

/// Writes a first mapping for a file whose columns are not known.
fn write_draft(draft: &Path, options: &Import) -> anyhow::Result<u8> {
    let [file] = options.paths.as_slice() else {
        bail!(
            "{} is absent; a draft is written from one file, found {}",
            draft.display(),
            options.paths.len()
        );
    };
    let (header, sample) = Reader::sample(Source::open(file)?, SAMPLE_ROWS)?;
    let name = file.file_stem().map_or_else(|| "source".into(), |stem| stem.to_string_lossy());
    std::fs::write(draft, intake::draft_mapping(&name, &header, &sample))
        .with_context(|| format!("{}: the draft cannot be written", draft.display()))?;
    let mut out = Output::new();
    out.paragraph(
        0,
        &format!(
            "A draft mapping is in {}. Nothing was imported. Read it, mend what was guessed wrong, and run \
         the same command again.",
            draft.display()
        ),
    );
    out.print()?;
    Ok(exit::DONE)
}

/// Rows shown to the guessing of a draft.
const SAMPLE_ROWS: usize = 50;

/// One file on its way into the book.
struct OneFile<'a> {
    path: &'a Path,
    cli: &'a Cli,
    options: &'a Import,
}

impl OneFile<'_> {
    /// Reads on one thread, writes on another; each commit is durable as a whole.
    fn import(&self, reader: Reader, book: Option<&mut Book>) -> anyhow::Result<FileSummary> {
        let mut summary = FileSummary {
            file: self.path.display().to_string(),
            format: reader.format().word(),
            source: reader.source_name().to_string(),
            counts: Counts::default(),
            rejects_file: None,
            conflicts_named: Vec::new(),
            extra_columns: reader.unknown_columns().iter().map(ToString::to_string).collect(),
        };
        let progress = Progress::begin(self.cli.progress, &summary.file, reader.bytes_total(), true);
        let rejects = RejectWriter::beside(self.path, reader.header());
        let write = |batches: Receiver<_>| -> anyhow::Result<Option<PathBuf>> {
            let mut writer =
                Writer { summary: &mut summary, rejects, progress, dry_run: self.options.dry_run };
            let is_writing = !self.options.dry_run;
            writer.write_all(batches, book.filter(|_| is_writing), self.options)?;
            Ok(if self.options.dry_run { None } else { writer.rejects.finish()? })
        };
        let rejects_file = std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel(2);
            let rows = self.options.batch_rows.unwrap_or(READ_ROWS).clamp(1, READ_ROWS);
            scope.spawn(move || read_all(reader, rows, &sender));
            write(receiver)
        })?;
        summary.rejects_file = rejects_file.map(|path| path.display().to_string());
        Ok(summary)
    }
}

/// Reads a file to its end, or until nobody listens.
fn read_all(
    mut reader: Reader,
    rows: usize,
    sender: &std::sync::mpsc::SyncSender<Result<Batch, IntakeError>>,
) {
    loop {
        let batch = reader.next_batch(rows);
        let is_last = batch.as_ref().map_or(true, |batch| batch.is_last);
        if sender.send(batch).is_err() || is_last {
            return;
        }
    }
}

/// What takes the batches of one file.
struct Writer<'s> {
    summary: &'s mut FileSummary,
    rejects: RejectWriter,
    progress: Progress,
    dry_run: bool,
}

impl Writer<'_> {
    fn write_all(
        &mut self,
        batches: Receiver<Result<Batch, IntakeError>>,
        book: Option<&mut Book>,
        options: &Import,
    ) -> anyhow::Result<()> {
        let source = self.summary.source.clone();
        let mut importer = book.map(|book| book.importer(&source, options.update)).transpose()?;
        // A batch is full by its bytes, so that long texts cannot outgrow the memory.
        let is_full = |importer: &store::Importer<'_>| match options.batch_rows {
            Some(rows) => importer.staged_rows() >= rows,
            None => importer.is_full(),
        };
        for batch in batches {
            // An unreadable rest is an error, but what came before it is kept whole.
            let batch = match batch {
                Ok(batch) => batch,
                Err(error) => {
                    self.commit(importer.as_mut())?;
                    return Err(error.into());
                }
            };
            self.summary.counts.read(&batch);
            if !self.dry_run {
                batch.rejects.iter().try_for_each(|reject| self.rejects.write(reject))?;
            }
            let bytes = batch.bytes_read;
            let is_last = batch.is_last;
            if let Some(importer) = importer.as_mut() {
                importer.stage(batch.records)?;
            }
            if is_last || importer.as_ref().is_some_and(is_full) {
                self.commit(importer.as_mut())?;
                self.progress.at(bytes, self.durable_rows());
            } else {
                self.progress.set(bytes);
            }
        }
        Ok(importer.map_or(Ok(()), store::Importer::finish)?)
    }

    fn durable_rows(&self) -> u64 {
        let counts = &self.summary.counts;
        counts.facts_new + counts.facts_same + counts.facts_updated
    }

    fn commit(&mut self, importer: Option<&mut store::Importer<'_>>) -> anyhow::Result<()> {
        let Some(importer) = importer else { return Ok(()) };
        let outcome = importer.commit()?;
        self.summary.counts.written(&outcome);
        let room = CONFLICTS_NAMED.saturating_sub(self.summary.conflicts_named.len());
        let named = outcome.conflicts.iter().take(room);
        self.summary
            .conflicts_named
            .extend(named.map(|found| format!("line {}: {}", found.line, found.place)));
        Ok(())
    }
}

fn print(summary: &Summary) -> anyhow::Result<()> {
    let number = book::money::thousands;
    let mut out = Output::new();
    let rows = |file: &FileSummary| {
        let counts = &file.counts;
        vec![
            file.file.clone(),
            file.format.to_owned(),
            number(counts.rows),
            number(counts.facts_new),
            number(counts.facts_same),
            number(counts.conflicts),
            number(counts.rejected),
            number(counts.skipped.values().sum()),
        ]
    };
    let head = ["file", "format", "rows", "new", "same", "conflicts", "rejected", "left out"];
    let mut table = vec![head.map(str::to_owned).to_vec()];
    table.extend(summary.files.iter().map(rows));
    out.table(0, &table, &[2, 3, 4, 5, 6, 7]);
    out.line("");
    for (reason, rows) in &summary.counts.skipped {
        out.hanging(0, "- ", &format!("{} rows left out: {reason}", number(*rows)));
    }
    for file in &summary.files {
        tell_about(&mut out, file);
    }
    summary.ignored.iter().for_each(|ignored| out.hanging(0, "- ", &format!("left alone: {ignored}")));
    let (customers, providers) = (summary.counts.customers_new, summary.counts.providers_new);
    let done = if summary.dry_run { "Nothing was written (dry run)" } else { "In the book" };
    out.paragraph(
        0,
        &format!(
            "{done}: {} new facts, {} new customers, {} new providers, in {} s.",
            number(summary.counts.facts_new),
            number(customers),
            number(providers),
            summary.seconds
        ),
    );
    Ok(out.print()?)
}

/// What a person should look at in one file.
fn tell_about(out: &mut Output, file: &FileSummary) {
    if !file.extra_columns.is_empty() {
        out.hanging(0, "- ", &format!("{}: kept as extras: {}", file.file, file.extra_columns.join(", ")));
    }
    if let Some(rejects) = &file.rejects_file {
        out.hanging(
            0,
            "! ",
            &format!(
                "{} rows could not be read; they are in {rejects} with line, field, found and expected. Mend \
             them there and import again: what is in the book stays as it is.",
                file.counts.rejected
            ),
        );
    }
    if !file.conflicts_named.is_empty() {
        out.hanging(
            0,
            "! ",
            &format!(
                "{} rows say something else than the book under the same id and changed nothing: {}. Use \
             --update to let them replace it.",
                file.counts.conflicts,
                file.conflicts_named.join("; ")
            ),
        );
    }
}
