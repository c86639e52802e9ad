//! J12 in words.

use super::{Claimed, Observed, Practice, PracticeLabel, Profile, Share, StaffAnswer, assess, claimed};
use crate::finding::{Draft, Finding, FindingKind, Subject};
use crate::{Parameters, rate::count};
use book::Day;
use judge::words;

/// `60 % (58-62 %) the same to many`.
fn said((share, low, high): Share, practice: Practice) -> String {
    format!("{} {} ({})", words::percent(share), practice.words(), words::percent_between(low, high))
}

/// The largest shares first, those under 1 in 20 left out.
fn largest(shares: &[Share; 4]) -> String {
    let mut told: Vec<(Share, Practice)> = shares.iter().copied().zip(Practice::ALL).collect();
    told.retain(|((share, ..), _)| *share >= 0.05);
    told.sort_by(|a, b| b.0.0.total_cmp(&a.0.0));
    words::list(&told.into_iter().map(|(share, practice)| said(share, practice)).collect::<Vec<String>>())
}

/// What the business does, with what its staff say beside it where they were asked.
pub fn observed_finding(
    observed: &Observed,
    answers: &[StaffAnswer],
    parameters: &Parameters,
    as_of: Day,
) -> Finding {
    let names = ["transaction", "database", "interaction", "network"];
    let mut draft = Draft::new(FindingKind::Practice, Subject::business(), as_of);
    for (name, count) in names.into_iter().zip(observed.counts) {
        draft = draft.rests_on(name, count);
    }
    draft = draft.count("unclassed", observed.unclassed);
    let Some(profile) = assess(observed, parameters) else {
        return too_few(draft, observed, parameters);
    };
    let draft = if profile.sure {
        draft.assessed(profile.label.word())
    } else {
        draft.undetermined(profile.label.word())
    };
    let time = match profile.by_minutes {
        Some(shares) => format!("; by people\u{2019}s time {}", largest(&shares)),
        None => "; people\u{2019}s time is not recorded".to_owned(),
    };
    let label = label(&profile);
    let staff = claimed(answers, parameters).map_or_else(String::new, |staff| beside(&profile, &staff));
    draft
        .estimate(profile.relational)
        .sentence(format!(
            "By messages and contacts we are {}{time}.{label}{staff}",
            largest(&profile.by_count)
        ))
        .would_change(would_change(&profile))
        .caveat(
            "A crude rule: how many people or firms took part is seldom recorded, so work among several \
             firms looks smaller than it is, and what takes no note takes no time here.",
        )
        .done()
}

fn too_few(draft: Draft, observed: &Observed, parameters: &Parameters) -> Finding {
    let total = observed.total();
    let missing = parameters.practice_touches_min.saturating_sub(total);
    let seen = if total == 0 {
        "no message or contact is recorded".to_owned()
    } else {
        format!("{} so far", count(total, "message or contact").replace("contacts", "contact"))
    };
    let seen = seen.replace("message or contact so", "messages and contacts so");
    let draft = draft.not_enough(format!("Too early to say: {seen}."));
    draft.would_change(format!("{missing} more would be enough for a profile.")).done()
}

fn label(profile: &Profile) -> String {
    let how = match profile.label {
        PracticeLabel::Transactional => "mostly selling to many",
        PracticeLabel::Relational => "mostly people with people",
        PracticeLabel::Hybrid => "both at once",
    };
    if profile.sure {
        format!(" Taken together: {how}.")
    } else {
        let (_, low, high) = profile.relational;
        let between = words::percent_between(low, high);
        format!(" Taken together perhaps {how}: the personal part is {between}, which leaves it open.")
    }
}

/// What staff say, against what is done.
fn beside(profile: &Profile, staff: &Claimed) -> String {
    let place = (0..4).max_by(|a, b| staff.means[*a].total_cmp(&staff.means[*b])).unwrap_or(0);
    let claim = Practice::ALL[place].words();
    let top = |shares: &[Share; 4]| (0..4).all(|other| shares[place].0 >= shares[other].0);
    let by_count = top(&profile.by_count);
    let by_time = profile.by_minutes.as_ref().map(top);
    let truth = match (by_count, by_time) {
        (true, Some(true) | None) => "true of what we send and of our hours",
        (true, Some(false)) => "true of what we send, not of our hours",
        (false, Some(true)) => "true of our hours, not of what customers mostly receive",
        (false, Some(false) | None) => "the records do not bear it out",
    };
    let (mean, people) = (staff.means[place], crate::rate::people(staff.staff as u64));
    format!(" Staff ({people}) say we are {claim} first ({mean:.1} of 5): {truth}.")
}

fn would_change(profile: &Profile) -> String {
    match profile.label {
        PracticeLabel::Transactional => "More conversations, or fewer mailings to everybody.",
        PracticeLabel::Relational => "More mailings to everybody, or fewer conversations.",
        PracticeLabel::Hybrid => "More conversations or more mailings would tip it one way.",
    }
    .into()
}

/// What staff say, by itself.
pub fn claimed_finding(answers: &[StaffAnswer], parameters: &Parameters, as_of: Day) -> Finding {
    let draft = Draft::new(FindingKind::ClaimedPractice, Subject::business(), as_of)
        .rests_on("staff_answers", answers.len() as u64)
        .caveat(
            "What people say they do differs from what they do, most of all when they know why one asks.",
        );
    let Some(staff) = claimed(answers, parameters) else {
        let missing = (parameters.staff_min as u64).saturating_sub(answers.len() as u64).max(1);
        let seen = if answers.is_empty() {
            "nobody on the staff was asked".into()
        } else {
            format!("{} on the staff answered", crate::rate::people(answers.len() as u64))
        };
        let draft = draft.not_enough(format!("Too early to say: {seen}."));
        return draft.would_change(format!("{} would be enough.", count(missing, "more full answer"))).done();
    };
    let told: Vec<String> = Practice::ALL
        .into_iter()
        .zip(staff.index)
        .map(|(practice, (index, low, high))| {
            format!("{} {index:.2} ({low:.2} to {high:.2})", practice.words())
        })
        .collect();
    let people = crate::rate::people(staff.staff as u64);
    draft
        .measured()
        .sentence(format!("{people} on the staff say, from 0 (never) to 1 (always): {}.", words::list(&told)))
        .would_change("Each further answer, and asking again in a year.")
        .done()
}
