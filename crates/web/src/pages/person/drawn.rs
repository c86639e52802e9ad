//! The timeline: everything between one person and the business, with the usual rhythm and today.

use super::before::Look;
use super::said;
use book::{Day, Fact, PromiseOutcome, VoiceKind};
use pictures::{Mark, MarkForm, Rhythm, Row, RowKind, Timeline, Width, suggested_from};

/// Marks of a row that get words although they are older than what is drawn: they may be in the table.
const WORDED: usize = 200;

/// The timeline as the page shows it.
pub struct Drawn {
    /// Both widths.
    pub svgs: String,
    /// One or two sentences.
    pub sentence: String,
}

/// One thing that happened, with words of its own.
struct Event {
    day: Day,
    form: MarkForm,
    words: String,
}

/// Draws the timeline; nothing when nothing ever happened.
pub fn timeline(look: &Look<'_>) -> Option<Drawn> {
    let history = look.history;
    let firsts = [
        history.interactions.first().map(|fact| fact.day),
        history.purchases.first().map(|fact| fact.day),
        history.voice.first().map(|fact| fact.day),
        history.promises.first().map(|fact| fact.day),
        history.benefits.first().map(|fact| fact.day),
    ];
    let first = firsts.into_iter().flatten().min()?;
    let rhythm = rhythm(look);
    let from = suggested_from(first, look.today, rhythm.map(|rhythm| rhythm.usual_gap_days));
    let all = events(look, from);
    let rows = all.iter().map(|(kind, events)| Row { kind: *kind, marks: marks(events) }).collect();
    let name = history.customer.display_name();
    let timeline = Timeline { name, from, today: look.today, rhythm, rows };
    Some(Drawn {
        svgs: timeline.svg(Width::Wide) + &timeline.svg(Width::Phone),
        sentence: timeline.sentence(),
    })
}

fn marks(events: &[Event]) -> Vec<Mark<'_>> {
    events.iter().map(|event| Mark { day: event.day, form: event.form, words: &event.words }).collect()
}

fn rhythm(look: &Look<'_>) -> Option<Rhythm> {
    let verdict = look.dossier.person.assessment.contact_rhythm?;
    verdict.label?;
    Some(Rhythm {
        last: verdict.last_day,
        usual_gap_days: verdict.usual_days.round().clamp(1.0, 3_660.0) as i32,
        is_overdue: verdict.is_sign(),
    })
}

/// The events of a row, with words where they can be read.
fn row<D>(facts: &[Fact<D>], from: Day, look_at: impl Fn(&Fact<D>, bool) -> Event) -> Vec<Event> {
    let worded = facts.len().saturating_sub(WORDED);
    let needs = |place: usize, day: Day| day >= from || place >= worded;
    facts.iter().enumerate().map(|(place, fact)| look_at(fact, needs(place, fact.day))).collect()
}

fn event(day: Day, form: MarkForm, words: Option<String>) -> Event {
    Event { day, form, words: words.unwrap_or_default() }
}

fn events(look: &Look<'_>, from: Day) -> [(RowKind, Vec<Event>); 5] {
    let (history, directory) = (look.history, look.directory);
    let contacts = row(&history.interactions, from, |fact, needs| {
        let form = if fact.detail.two_way == Some(false) { MarkForm::Hollow } else { MarkForm::Full };
        event(fact.day, form, needs.then(|| said::contact(fact, directory)))
    });
    let purchases = row(&history.purchases, from, |fact, needs| {
        let form = if fact.detail.returned == Some(true) { MarkForm::Hollow } else { MarkForm::Full };
        event(fact.day, form, needs.then(|| said::purchase(fact)))
    });
    let voice = row(&history.voice, from, |fact, needs| {
        let form = match fact.detail.kind {
            Some(VoiceKind::Praise) => MarkForm::Good,
            Some(VoiceKind::Complaint) => MarkForm::Bad,
            _ => MarkForm::Hollow,
        };
        event(fact.day, form, needs.then(|| said::voice(fact)))
    });
    let promises = row(&history.promises, from, |fact, needs| {
        let form = match fact.detail.outcome {
            Some(PromiseOutcome::Kept | PromiseOutcome::Late) => MarkForm::Good,
            Some(PromiseOutcome::Broken) => MarkForm::Bad,
            _ => MarkForm::Hollow,
        };
        event(fact.day, form, needs.then(|| said::promise(fact, directory)))
    });
    let gifts = row(&history.benefits, from, |fact, needs| {
        event(fact.day, MarkForm::Full, needs.then(|| said::benefit(fact)))
    });
    [
        (RowKind::Contacts, contacts),
        (RowKind::Purchases, purchases),
        (RowKind::Voice, voice),
        (RowKind::Promises, promises),
        (RowKind::Gifts, gifts),
    ]
}
