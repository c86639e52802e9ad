//! `mirror`: what the business really does, by its own records. With `--json` one document.

use crate::cli::exit;
use crate::desk::Desk;
use crate::output::{Output, interval_bar, print_json};
use crate::pass;
use ::mirror::{Finding, FindingKind, Mirror};
use book::money::thousands;
use judge::Outcome;
use serde::Serialize;

/// A part of the page: its heading, what stands in it, and what to record where nothing does.
type Part = (&'static str, &'static [FindingKind], &'static str);

const PARTS: [Part; 8] = [
    ("Kinds of relationship", &[FindingKind::KindsMix], ""),
    (
        "Triangles",
        &[FindingKind::Triangles],
        "Nobody is known yet to serve anybody: note with each contact who spoke.",
    ),
    (
        "Tactics",
        &[FindingKind::Tactic],
        "No mailing, card or discount is recorded: touches.csv holds what was sent to whom, and why.",
    ),
    ("Practice", &[FindingKind::Practice, FindingKind::ClaimedPractice], ""),
    ("Time per matter", &[FindingKind::Efficiency], ""),
    (
        "Promises, by what they waited for",
        &[FindingKind::Dependency],
        "No promise says on whom or what it depended: name it when you make one.",
    ),
    ("Where nobody asked", &[FindingKind::Silence, FindingKind::FollowUpCoverage], ""),
    (
        "Effects of suggestions",
        &[FindingKind::Effect],
        "Nothing was suggested yet: each day's agenda keeps some suggestions back, and 90 days later one can \
         compare.",
    ),
];

/// The document of `--json`.
#[derive(Serialize)]
struct Document<'m> {
    as_of: String,
    simulated: bool,
    #[serde(flatten)]
    mirror: &'m Mirror,
}

/// Reads everybody and prints what was found.
///
/// # Errors
/// When the book cannot be read.
pub fn run(mut desk: Desk) -> anyhow::Result<u8> {
    let scene = desk.scene()?;
    let mirror = pass::hold_up_mirror(&desk.book, &scene, desk.progress)?;
    if desk.json {
        let simulated = desk.book.settings().simulated;
        print_json(&Document { as_of: desk.as_of_day.to_string(), simulated, mirror: &mirror })?;
        return Ok(exit::DONE);
    }
    let mut out = desk.output();
    out.line(&format!("{} customers, as of {}", thousands(mirror.customers), desk.as_of_day));
    for (heading, kinds, nothing) in PARTS {
        out.heading(heading);
        let found: Vec<&Finding> =
            mirror.findings.iter().filter(|finding| kinds.contains(&finding.judgement)).collect();
        if found.is_empty() {
            out.paragraph(2, nothing);
        }
        for (place, finding) in found.into_iter().enumerate() {
            if place > 0 {
                out.line("");
            }
            print(&mut out, finding);
        }
    }
    out.line("");
    out.paragraph(0, "Each with all its counts, and whose word brought whom: mirror --json.");
    out.print()?;
    Ok(exit::DONE)
}

/// One finding: verdict and interval where it has them, the sentence, what would change it, how it could be
/// wrong.
fn print(out: &mut Output, finding: &Finding) {
    let bar = match (finding.low, finding.high) {
        (Some(low), Some(high)) if low >= 0.0 && high <= 1.0 => interval_bar(low, high),
        (Some(low), Some(high)) => format!("{low:.2} to {high:.2}"),
        _ => String::new(),
    };
    let answer = match verdict(finding) {
        answer if answer.is_empty() => bar,
        answer => format!("{answer:<26} {bar}"),
    };
    if !answer.is_empty() {
        out.line(format!("  {answer}").trim_end());
    }
    out.paragraph(4, &finding.sentence);
    out.hanging(4, "> ", &finding.would_change);
    if let Some(better) = &finding.better {
        out.hanging(4, "+ ", better);
    }
    if let Some(caveat) = &finding.caveat {
        out.hanging(4, "? ", caveat);
    }
}

fn verdict(finding: &Finding) -> String {
    match (finding.outcome, finding.value) {
        (Outcome::Assessed, Some(value)) => value.replace('_', " "),
        // The number is the answer.
        (Outcome::Assessed, None) => String::new(),
        (Outcome::NotAssessed, _) => "not assessed".into(),
        (Outcome::NotEnoughEvidence, _) => "too early to say".into(),
        (Outcome::Undetermined, Some(value)) => format!("undetermined: {}", value.replace('_', " ")),
        (Outcome::Undetermined, None) => "undetermined".into(),
    }
}
