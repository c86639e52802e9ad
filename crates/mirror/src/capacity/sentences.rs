//! J7 in words.

use super::{
    CapacityVerdict, Fullness, OwnLimit, ProviderMonth, TieLoad, Tier, Week, assess, fullness, needed,
    own_limit,
};
use crate::finding::{Draft, Finding, FindingKind, Subject};
use crate::rate::{count, hours};
use crate::{Parameters, rate::people};
use book::Day;

/// Judges a provider's week and says so.
pub fn finding(subject: Subject, week: &Week, parameters: &Parameters, as_of: Day) -> Finding {
    let verdict = assess(week, parameters);
    let name = subject.name.clone();
    let ties: u64 = week.ties.iter().map(|tie| u64::from(tie.alike)).sum();
    let draft = Draft::new(FindingKind::Capacity, subject, as_of)
        .rests_on("ties", ties)
        .count("key_accounts", week.key_accounts.into())
        .caveat(
            "Minutes differ from person to person, and a head count is only a guide: other studies put \
             it anywhere from 4 to 520.",
        );
    let needed_hours = verdict.needed;
    let range = format!("{} to {} in most weeks", hours(needed_hours.low), hours(needed_hours.high));
    let notes = heads(&verdict) + &key_accounts(&verdict, parameters);
    let (Some(available), Some(full)) = (verdict.available, verdict.fullness) else {
        let sentence = match verdict.available {
            None => format!(
                "The people of {name} need about {} a week ({range}); how many hours there are nobody \
                 has said.{notes}",
                hours(needed_hours.usual)
            ),
            Some(_) => format!(
                "{name} has no hours for people, and theirs need about {} a week ({range}).{notes}",
                hours(needed_hours.usual)
            ),
        };
        return draft
            .not_enough(sentence)
            .estimate((needed_hours.usual, needed_hours.low, needed_hours.high))
            .would_change("Saying how many hours a week there are for people.")
            .done();
    };
    let draft = draft.assessed(full[1].word());
    let reading = match (full[1], full[2]) {
        (Fullness::Room, Fullness::Room) => " There is room.",
        (Fullness::Room, _) => " There is room, though not in a busy week.",
        (Fullness::Full, Fullness::Over) => " That is full, and too much in a busy week.",
        (Fullness::Full, _) => " That is full.",
        (Fullness::Over, _) => " That is more than can be kept.",
    };
    draft
        .estimate((needed_hours.usual, needed_hours.low, needed_hours.high))
        .sentence(format!(
            "{name} has {} a week for people and needs {} ({range}).{reading}{notes}",
            hours(available),
            hours(needed_hours.usual)
        ))
        .would_change(what_if(week, available, full[1], parameters))
        .done()
}

/// `Two more weekly customers would make 9.9 h`, or how much less would make room.
fn what_if(week: &Week, available: f64, full: Fullness, parameters: &Parameters) -> String {
    let minutes = week.ties.iter().map(|tie| tie.minutes).next().unwrap_or(super::CONTACT_MINUTES);
    let usual = |more: u32| {
        let mut ties = week.ties.to_vec();
        ties.push(TieLoad::of_tier(Tier::Weekly, minutes, more));
        needed(&ties, week.owed_minutes).usual
    };
    if full == Fullness::Over {
        let less = usual(0) - parameters.full_to * available;
        return format!(
            "{} less a week would make it full: choose whom to see less, or pass one on.",
            hours(less)
        );
    }
    for more in 1..=50 {
        let hours_then = usual(more);
        if fullness(hours_then, available, parameters) > full {
            let word = fullness(hours_then, available, parameters).word();
            let customers = count(more.into(), "more weekly customer");
            return format!("{customers} would make {}, which is {word}.", hours(hours_then));
        }
    }
    "Many more weekly customers would be needed to fill the week.".into()
}

/// Layers beyond their guide, softly.
fn heads(verdict: &CapacityVerdict) -> String {
    let names = [
        "every week",
        "every month or more often",
        "twice a year or more often",
        "once a year or more often",
    ];
    let over = verdict.layers.iter().zip(names).filter(|(layer, _)| layer.people > layer.guide);
    over.map(|(layer, name)| {
        let people = people(layer.people.into());
        format!(" Met {name}: {people}; a rough guide is {}.", layer.guide)
    })
    .next()
    .unwrap_or_default()
}

fn key_accounts(verdict: &CapacityVerdict, parameters: &Parameters) -> String {
    let (assigned, over) = verdict.key_accounts;
    if !over {
        return String::new();
    }
    format!(
        " {assigned} key accounts are more than the {} one manager should have without a reason.",
        parameters.key_accounts_cap
    )
}

/// The own limit of a provider, and says so; for the provider's own eyes first.
pub fn own_limit_finding(
    subject: Subject,
    months: &[ProviderMonth],
    parameters: &Parameters,
    as_of: Day,
) -> Finding {
    let name = subject.name.clone();
    let due: u64 = months.iter().map(|month| month.due).sum();
    let draft = Draft::new(FindingKind::OwnLimit, subject, as_of)
        .rests_on("due_contacts", due)
        .count("months", months.len() as u64)
        .caveat("Months differ in more than the number of people; illness and holidays look like a limit.");
    let bar = format!("{:.0} in 10", parameters.kept_bar * 10.0);
    match own_limit(months, parameters) {
        OwnLimit::TooEarly(seen, due) => draft
            .not_enough(format!(
                "Too early to say how many people {name} can keep up with: {} with {} so far.",
                count(seen as u64, "month"),
                count(due, "due contact")
            ))
            .would_change(format!(
                "It takes {} months and {} due contacts.",
                parameters.own_limit_min.0, parameters.own_limit_min.1
            ))
            .done(),
        OwnLimit::NotReached(most) => draft
            .undetermined("not_reached")
            .estimate((most.into(), most.into(), f64::INFINITY))
            .sentence(format!(
                "{name} kept {bar} contacts or more even with {most} people; the limit is there or \
                 higher."
            ))
            .would_change("A month with more people.")
            .done(),
        OwnLimit::BelowAll(least) => draft
            .undetermined("below_all")
            .estimate((least.into(), 0.0, least.into()))
            .sentence(format!(
                "Even with {least} people, the fewest so far, fewer than {bar} contacts were kept: it \
                 is too much, or not all is noted."
            ))
            .would_change("A month with fewer people, or every contact noted.")
            .done(),
        OwnLimit::Found { ties, low, high } => draft
            .measured()
            .estimate((ties.into(), low.into(), high.into()))
            .sentence(format!(
                "{name} keeps {bar} contacts or more with up to {ties} people (likely {}); beyond that \
                 fewer are kept.",
                if low == 0 { format!("{high} or fewer") } else { format!("{low} to {high}") }
            ))
            .would_change("Further months, above all with more people or fewer.")
            .done(),
    }
}
