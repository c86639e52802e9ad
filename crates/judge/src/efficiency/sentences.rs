//! J10 in words.

use super::{Change, EfficiencyVerdict, minutes, numbered};
use crate::{Context, Judgement, JudgementKind, draft::Draft};
use book::History;

const CAVEAT: &str =
    "Requests may have become easier, and slow ones may have stayed away; faster is not better.";

pub(super) fn judgement(verdict: &EfficiencyVerdict, history: &History, context: &Context) -> Judgement {
    let draft = Draft::new(JudgementKind::Efficiency, history, context)
        .facts(numbered(history, verdict.provider).into_iter().map(|(_, request, _)| request));
    let (draft, with) = match verdict.provider {
        Some(provider) => {
            (draft.provider(provider, context), format!("With {}", context.directory.name(provider)))
        }
        None => (draft, "Whoever serves them".to_owned()),
    };
    let (factor, low, high) = verdict.factor_per_doubling();
    let likely = likely(low, high);
    let sentence = match verdict.change {
        Change::NoClearChange => {
            format!(
                "{with}, practice has made no clear difference to the time so far: {likely} per \
                 doubling of visits."
            )
        }
        Change::MoreEfficient | Change::LessEfficient => format!(
            "{with}, each doubling of visits has come with about {} time ({likely}).",
            more_or_less(factor)
        ),
    };
    let (settled, known) = verdict.settled;
    let from = format!(
        " That is from {} settled requests; in all, {settled} of {known} were settled.",
        verdict.contacts
    );
    let would_change = match verdict.change {
        Change::NoClearChange => "A longer run of requests that take less and less time, or more and more.",
        Change::MoreEfficient => "Several settled requests that take longer than those before.",
        Change::LessEfficient => "Several settled requests that take less time than those before.",
    };
    draft
        .assessed(verdict.change.word())
        .estimate(factor, low, high)
        .sentence(sentence + &from)
        .would_change(would_change)
        .caveat(CAVEAT)
        .done()
}

/// `18 % less`, `4 % more`, `no more and no less` of a time, by its factor.
fn more_or_less(factor: f64) -> String {
    let percent = ((factor - 1.0) * 100.0).round();
    match percent {
        0.0 => "the same".to_owned(),
        less if less < 0.0 => format!("{:.0} % less", -less),
        more => format!("{more:.0} % more"),
    }
}

/// `likely 17 to 19 % less`, `likely between 11 % less and 10 % more`.
fn likely(low: f64, high: f64) -> String {
    let percent = |factor: f64| ((factor - 1.0).abs() * 100.0).round();
    if high < 1.0 {
        format!("likely {} to {} % less", percent(high), percent(low))
    } else if low > 1.0 {
        format!("likely {} to {} % more", percent(low), percent(high))
    } else {
        format!("likely between {} and {}", more_or_less(low), more_or_less(high))
    }
}

/// How many settled requests of one kind there are.
pub(super) fn too_early(history: &History, context: &Context) -> Judgement {
    let requests = history.interactions.iter().filter(|request| minutes(request).is_some());
    let draft = Draft::new(JudgementKind::Efficiency, history, context).facts(requests.clone());
    let need = context.parameters.efficiency_contacts_min;
    let have = requests.count() as u32;
    let would_change = "Note the minutes of a visit, what it was about, and whether it settled the matter.";
    if have == 0 {
        let draft = draft.not_assessed("Of no settled request are the minutes known.");
        return draft.would_change(would_change).done();
    }
    if have >= need {
        let sentence = "Too early to say: hardly two settled requests were about the same thing.";
        return draft.not_enough(sentence).would_change("More requests of a kind they had before.").done();
    }
    draft.too_early(have, need, "settled request").done()
}
