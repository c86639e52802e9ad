//! J6a in words.

use super::{Rhythm, RhythmVerdict, spoken};
use crate::{Context, Judgement, JudgementKind, draft::Draft, words};
use book::{Day, History};

/// What kind of event the rhythm is made of.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Contacts,
    Purchases,
}

pub(super) fn judgement(
    kind: JudgementKind,
    verdict: Option<&RhythmVerdict>,
    history: &History,
    context: &Context,
) -> Judgement {
    let of = if kind == JudgementKind::ContactRhythm { Of::Contacts } else { Of::Purchases };
    let draft = Draft::new(kind, history, context);
    let draft = match of {
        Of::Contacts => draft.facts(spoken(history)),
        Of::Purchases => draft.facts(history.sales()),
    };
    let Some(verdict) = verdict else {
        return nothing_yet(of, draft);
    };
    let Some(label) = verdict.label else {
        return too_early(of, verdict, draft, context);
    };
    let (low, high) = survival_range(verdict);
    let mut draft = draft
        .assessed(label.word())
        .estimate(verdict.survival, low, high)
        .sentence(sentence(of, label, verdict, context))
        .would_change(would_change(of, label, verdict, context));
    if let Some(caveat) = caveat(of, label, verdict, context) {
        draft = draft.caveat(caveat);
    }
    draft.done()
}

fn nothing_yet(of: Of, draft: Draft) -> Judgement {
    let (sentence, would_change) = match of {
        Of::Contacts => {
            ("No conversation is recorded.", "Conversations on three different days show a rhythm.")
        }
        Of::Purchases => ("No order is recorded.", "Orders on three different days show a rhythm."),
    };
    draft.not_assessed(sentence).would_change(would_change).done()
}

fn too_early(of: Of, verdict: &RhythmVerdict, draft: Draft, context: &Context) -> Judgement {
    let (one, what) = match of {
        Of::Contacts => ("conversation", "conversations"),
        Of::Purchases => ("order", "orders"),
    };
    let last = words::on_date(verdict.last_day, context.as_of_day);
    let (seen, more) = match verdict.gaps {
        0 => {
            (format!("One {one} so far, {last}"), format!("{} on two more days", words::sentence_case(what)))
        }
        _ => {
            let one_more = if of == Of::Contacts { "A conversation" } else { "An order" };
            let seen = format!("{} on two days so far, the last {last}", words::sentence_case(what));
            (seen, format!("{one_more} on one more day"))
        }
    };
    let sentence = format!("{seen}: too early to speak of a rhythm.");
    draft.not_enough(sentence).would_change(format!("{more} would show a rhythm.")).done()
}

/// The survival if the usual gap were a little shorter or longer: its posterior is about log-normal with a
/// relative deviation of 1 / sqrt(shape x gaps).
fn survival_range(verdict: &RhythmVerdict) -> (f64, f64) {
    const NORMAL_90: f64 = 1.2816;
    let gaps = f64::from(verdict.shape) * verdict.weight_gaps;
    if gaps <= 0.0 {
        return (f64::NAN, f64::NAN);
    }
    let spread = (NORMAL_90 / gaps.sqrt()).exp();
    let at =
        |usual_days: f64| stats::erlang_survival(f64::from(verdict.open_days), usual_days, verdict.shape);
    (at(verdict.usual_days / spread), at(verdict.usual_days * spread))
}

fn sentence(of: Of, label: Rhythm, verdict: &RhythmVerdict, context: &Context) -> String {
    let usual = usual(of, verdict);
    let last = last(of, verdict, context);
    let often = words::one_in(verdict.survival);
    if let Some(until) = verdict.paused_until {
        let until = words::date(until, context.as_of_day);
        return format!("{usual}; {last}. The clock stands still until {until}, as noted.");
    }
    let weight = match label {
        Rhythm::OnRhythm => "That is within the usual.".to_owned(),
        Rhythm::Quiet => format!("A gap that long happens {often}: a little quiet, no more."),
        Rhythm::Overdue | Rhythm::GoneQuiet => format!("A gap that long happens {often}."),
    };
    match verdict.came_back_day {
        Some(day) => {
            let back = words::date(day, context.as_of_day);
            let what = if of == Of::Contacts { "you spoke again" } else { "they ordered again" };
            format!("{usual}; {last}. {weight} But they were as quiet a year ago, until {what} on {back}.")
        }
        None => format!("{usual}; {last}. {weight}"),
    }
}

/// `Usually you speak every 36 days`, `Agreed: a word every 30 days`, `Usually orders every 24 days`.
fn usual(of: Of, verdict: &RhythmVerdict) -> String {
    let every = match verdict.usual_days.round().max(1.0) as i32 {
        1 => "every day".to_owned(),
        days => format!("every {}", words::span(days)),
    };
    match (of, verdict.agreed_days) {
        (Of::Contacts, Some(days)) if verdict.gaps < 2 => {
            format!("You agreed to speak every {}", words::span(i32::try_from(days).unwrap_or(i32::MAX)))
        }
        (Of::Contacts, _) => format!("Usually you speak {every}"),
        (Of::Purchases, _) => format!("Usually orders {every}"),
    }
}

fn last(of: Of, verdict: &RhythmVerdict, context: &Context) -> String {
    let days = context.days_ago(verdict.last_day);
    let date = words::date(verdict.last_day, context.as_of_day);
    match (of, days) {
        (Of::Contacts, 0) => "you spoke today".to_owned(),
        (Of::Contacts, 1) => "you spoke yesterday".to_owned(),
        (Of::Contacts, _) => format!("it has been {}, since {date}", words::span(days)),
        (Of::Purchases, 0) => "the last order was today".to_owned(),
        (Of::Purchases, 1) => "the last order was yesterday".to_owned(),
        (Of::Purchases, _) => format!("the last order was {} ago, on {date}", words::span(days)),
    }
}

fn would_change(of: Of, label: Rhythm, verdict: &RhythmVerdict, context: &Context) -> String {
    let parameters = context.parameters;
    let (an_event, no_event) = match of {
        Of::Contacts => ("A conversation", "No conversation"),
        Of::Purchases => ("An order", "No order"),
    };
    if let Some(until) = verdict.paused_until {
        return format!("The count goes on after {}.", words::date(until, context.as_of_day));
    }
    let a_year_on = verdict.came_back_day.map(|day| day.plus(365)).filter(|day| *day > context.as_of_day);
    if let Some(day) = a_year_on {
        let date = words::date(day, context.as_of_day);
        return format!("{no_event} by {date}, when they came back last year, would be a sign.");
    }
    let next = match label {
        Rhythm::OnRhythm => Some((parameters.rhythm_quiet, "a little quiet")),
        Rhythm::Quiet => Some((parameters.rhythm_overdue, "overdue")),
        Rhythm::Overdue | Rhythm::GoneQuiet => None,
    };
    match next.and_then(|(bar, word)| day_below(verdict, bar, context).map(|day| (day, word))) {
        Some((day, word)) => {
            format!("{no_event} by {} would make it {word}.", words::date(day, context.as_of_day))
        }
        None => format!("{an_event} this week would put it back on rhythm."),
    }
}

/// The first day on which the survival would be below `bar`, should nothing happen; within ten years.
fn day_below(verdict: &RhythmVerdict, bar: f64, context: &Context) -> Option<Day> {
    let below = |days: i32| {
        let open_days = f64::from(verdict.open_days + days);
        stats::erlang_survival(open_days, verdict.usual_days, verdict.shape) < bar
    };
    let (mut low, mut high) = (0, 3_653);
    if !below(high) {
        return None;
    }
    while high - low > 1 {
        let middle = i32::midpoint(low, high);
        if below(middle) { high = middle } else { low = middle }
    }
    Some(context.as_of_day.plus(high))
}

fn caveat(of: Of, label: Rhythm, verdict: &RhythmVerdict, context: &Context) -> Option<String> {
    let kind = if of == Of::Contacts { JudgementKind::ContactRhythm } else { JudgementKind::PurchaseRhythm };
    let about_records = || records_caveat(kind, context);
    let few_gaps = || {
        (verdict.gaps < 4 && !(verdict.gaps < 2 && verdict.agreed_days.is_some())).then(|| {
            let gaps = words::count(verdict.gaps, "gap");
            format!("With {gaps} of their own, the usual gap leans on that of other customers.")
        })
    };
    let unlogged = || {
        Some(match of {
            Of::Contacts => "Conversations nobody wrote down count as silence.".to_owned(),
            Of::Purchases => "Orders under another name or number count as silence.".to_owned(),
        })
    };
    if label == Rhythm::OnRhythm {
        return few_gaps();
    }
    about_records().or_else(few_gaps).or_else(unlogged)
}

/// What the records as a whole cannot tell from a silence: newer ones may be missing, everybody may be quiet,
/// or the book may be too young to know a season (evidence 1.3: under two years, say so).
pub(crate) fn records_caveat(kind: JudgementKind, context: &Context) -> Option<String> {
    const STALE_DAYS: i32 = 14;
    const SEASON_DAYS: i32 = 425;
    const TWO_YEARS_DAYS: i32 = 730;
    let population = context.population;
    let last_day = population.last_day?;
    if context.days_ago(last_day) > STALE_DAYS {
        let date = words::date(last_day, context.as_of_day);
        return Some(format!(
            "Nothing at all is recorded in this book since {date}: newer records may be missing."
        ));
    }
    let (pace, what) = match kind {
        JudgementKind::ContactRhythm => (population.contact_pace, "conversations"),
        _ => (population.purchase_pace, "orders"),
    };
    if let Some(pace) = pace.filter(|pace| pace.is_quiet()) {
        let (recent, usual) = (pace.recent.round(), pace.usual.round());
        return Some(format!(
            "The whole shop is quiet just now: about {recent} {what} a week, where {usual} are usual."
        ));
    }
    let covered_days = population.days_covered(context.as_of_day);
    let months = (f64::from(covered_days) / 30.44).round() as i32;
    if covered_days < SEASON_DAYS {
        return Some(format!("The book covers {months} months, so a lapse cannot be told from a season."));
    }
    (covered_days < TWO_YEARS_DAYS && kind == JudgementKind::PurchaseRhythm)
        .then(|| format!("The book covers only {months} months, so seasons are known from one year at most."))
}
