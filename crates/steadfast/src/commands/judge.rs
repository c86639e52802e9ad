//! `judge`: everybody, or one customer. Without `--json` the counts; with it one line per judgement.

use crate::cli::{JudgeOptions, exit};
use crate::desk::Desk;
use crate::output::{Output, interval_bar, print_json_lines, quietly};
use crate::pass;
use anyhow::Context as _;
use book::{History, money::thousands};
use judge::{Assessment, Judgement, JudgementKind, Outcome, RULE_VERSION};
use office::{JUDGED_VALUES, judged_row, judged_values};
use std::io::Write;
use std::sync::Mutex;
use store::JudgedRow;

/// Judges.
///
/// # Errors
/// When the book cannot be read, or `--kind` or `--customer` name nothing.
pub fn run(mut desk: Desk, options: &JudgeOptions) -> anyhow::Result<u8> {
    let kind = match options.kind.as_deref() {
        None => None,
        Some(word) => {
            let words: Vec<&str> = JudgementKind::ALL.into_iter().map(JudgementKind::word).collect();
            let known = || format!("--kind {word}: expected one of {}", words.join(", "));
            Some(JudgementKind::parse(word).with_context(known)?)
        }
    };
    match &options.customer {
        Some(customer) => one(&mut desk, customer, kind)?,
        None if desk.json => lines(&mut desk, kind)?,
        None => everybody(&mut desk, kind)?,
    }
    Ok(exit::DONE)
}

fn wanted(kind: Option<JudgementKind>) -> impl Fn(&Judgement) -> bool {
    move |judgement| kind.is_none_or(|kind| judgement.judgement == kind)
}

fn one(desk: &mut Desk, customer: &str, kind: Option<JudgementKind>) -> anyhow::Result<()> {
    let customer = desk.find(customer)?;
    let scene = desk.scene()?;
    let mut history = desk.history(customer.id)?;
    let assessment = scene.assess(&mut history);
    let mut judgements = scene.judgements(&history, &assessment);
    judgements.retain(wanted(kind));
    if desk.json {
        return print_json_lines(&judgements);
    }
    let mut out = desk.output();
    out.line(&format!("{}, as of {}", customer.display_name(), desk.as_of_day));
    for judgement in &judgements {
        verdict(&mut out, judgement);
    }
    Ok(out.print()?)
}

/// One judgement as a person reads it: name, verdict in a word, interval, sentence, what would change it.
pub fn verdict(out: &mut Output, judgement: &Judgement) {
    let name = judgement.judgement.word().replace('_', " ");
    let bar = match (judgement.low, judgement.high) {
        (Some(low), Some(high)) if low >= 0.0 && high <= 1.0 => interval_bar(low, high),
        (Some(low), Some(high)) => format!("{low:.1} to {high:.1}"),
        _ => String::new(),
    };
    out.line(format!("\n  {name:<26} {:<22} {bar}", verdict_word(judgement)).trim_end());
    out.paragraph(6, &judgement.sentence);
    if !judgement.would_change.is_empty() {
        out.hanging(6, "> ", &judgement.would_change);
    }
    if let Some(caveat) = &judgement.caveat {
        out.hanging(6, "? ", caveat);
    }
}

fn verdict_word(judgement: &Judgement) -> String {
    match (judgement.outcome, judgement.value) {
        (Outcome::Assessed, Some(value)) => value.replace('_', " "),
        (Outcome::Assessed, None) => {
            judgement.estimate.map_or(String::new(), |estimate| format!("{estimate:.2}"))
        }
        (Outcome::NotAssessed, _) => "not assessed".into(),
        (Outcome::NotEnoughEvidence, _) => "too early to say".into(),
        (Outcome::Undetermined, _) => "undetermined".into(),
    }
}

/// Bytes of JSON a thread collects before it prints them.
const LINES_BYTES: usize = 1 << 20;

/// One line per judgement, in order of customer within each part of the book.
fn lines(desk: &mut Desk, kind: Option<JudgementKind>) -> anyhow::Result<()> {
    let scene = desk.scene()?;
    let context = scene.context();
    let keep = wanted(kind);
    let failure: Mutex<Option<std::io::Error>> = Mutex::new(None);
    let flush = |text: &mut Vec<u8>| {
        if let Err(error) = std::io::stdout().lock().write_all(text)
            && let Ok(mut failure) = failure.lock()
        {
            failure.get_or_insert(error);
        }
        text.clear();
    };
    let step = |text: &mut Vec<u8>, history: &History, assessment: &Assessment| {
        for judgement in judge::judgements(history, &context, assessment).iter().filter(|found| keep(found)) {
            // A judgement is plain data: writing it to memory cannot fail.
            if serde_json::to_writer(&mut *text, judgement).is_ok() {
                text.push(b'\n');
            }
        }
        if text.len() >= LINES_BYTES {
            flush(text);
        }
    };
    let rest = pass::judge_everybody(&desk.book, &scene, desk.progress, Vec::new, step)?;
    rest.into_iter().for_each(|mut text| flush(&mut text));
    let failed = failure.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(quietly(failed.map_or(Ok(()), Err))?)
}

/// Counts of each judgement's values, and the rows that are kept for lists.
#[derive(Default)]
struct Tally {
    /// The values of each judgement in the order of [`judged_values`], those met first first: a handful each,
    /// sooner found by looking through than in a map.
    counts: [Vec<(Option<&'static str>, u64)>; JUDGED_VALUES],
    rows: Vec<JudgedRow>,
}

fn count(counts: &mut Vec<(Option<&'static str>, u64)>, value: Option<&'static str>, number: u64) {
    match counts.iter_mut().find(|(known, _)| *known == value) {
        Some((_, known)) => *known += number,
        None => counts.push((value, number)),
    }
}

impl Tally {
    fn add(&mut self, row: JudgedRow) {
        for (counts, (_, value)) in self.counts.iter_mut().zip(judged_values(&row)) {
            count(counts, value, 1);
        }
        self.rows.push(row);
    }

    fn merge(&mut self, other: Tally) {
        self.rows.extend(other.rows);
        for (counts, others) in self.counts.iter_mut().zip(other.counts) {
            others.into_iter().for_each(|(value, number)| count(counts, value, number));
        }
    }
}

/// Judges everybody, keeps one row each for lists, and prints the counts.
fn everybody(desk: &mut Desk, kind: Option<JudgementKind>) -> anyhow::Result<()> {
    let scene = desk.scene()?;
    let step = |tally: &mut Tally, history: &History, assessment: &Assessment| {
        tally.add(judged_row(history, assessment, &scene.context()));
    };
    let mut whole = Tally::default();
    for tally in pass::judge_everybody(&desk.book, &scene, desk.progress, Tally::default, step)? {
        whole.merge(tally);
    }
    whole.rows.sort_unstable_by_key(|row| row.customer);
    desk.book.save_judged(desk.as_of_day, RULE_VERSION, &whole.rows)?;
    print(desk, &whole, kind)
}

fn print(desk: &Desk, tally: &Tally, wanted: Option<JudgementKind>) -> anyhow::Result<()> {
    let mut out = desk.output();
    let customers = tally.rows.len() as u64;
    out.line(&format!("{} customers, as of {}", thousands(customers), desk.as_of_day));
    for kind in JudgementKind::ALL.into_iter().filter(|kind| wanted.is_none_or(|wanted| wanted == *kind)) {
        let place = judged_values(&JudgedRow::default()).iter().position(|(of, _)| *of == kind);
        let mut counts = place.map_or_else(Vec::new, |place| tally.counts[place].clone());
        if counts.is_empty() {
            continue;
        }
        counts.sort_unstable();
        out.line(&format!("\n  {}", kind.word().replace('_', " ")));
        let row = |(value, count): &(Option<&'static str>, u64)| {
            let value = value
                .map_or("nothing to judge from, or too early to say".to_owned(), |v| v.replace('_', " "));
            vec![thousands(*count), value]
        };
        out.table(4, &counts.iter().map(row).collect::<Vec<_>>(), &[0]);
    }
    out.line("\nEach with its sentence and facts: judge --json, or judge --customer C.");
    Ok(out.print()?)
}
