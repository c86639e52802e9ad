//! What these records cannot say, in plain words, and what was said last.

use crate::{look::Look, wording::speech};
use book::Initiator;
use judge::{Context, words};

/// Under so many days of records a season cannot be told from a loss (evidence 1.3).
const SEASON_DAYS: i32 = 730;

/// What cannot be judged from the records of the whole book, and what would change that.
pub(crate) fn notes(context: &Context) -> Vec<String> {
    let population = context.population;
    let mut notes = Vec::new();
    if population.interactions == 0 && population.contact_days == 0 {
        notes.push(
            "These records are orders only: nothing says who spoke with whom. So kinds of relationship, \
             frankness, and whether somebody has asked already cannot be judged. Log a contact and they can."
                .to_owned(),
        );
    } else if population.questions_asked == 0 {
        notes.push(
            "No record says whether anybody asked how things were. Tick it when you log a contact, and \
             whoever has been asked will leave this list."
                .to_owned(),
        );
    }
    if population.promises == 0 {
        notes.push(
            "No promises yet. Say one while logging a contact: “I'll send the drawings by Friday.”"
                .to_owned(),
        );
    }
    let pace = population.purchase_pace.or(population.contact_pace);
    if pace.is_some_and(|pace| pace.is_quiet()) {
        notes.push(
            "The last four weeks were much quieter than usual for everybody, so one person's silence says \
             less."
                .to_owned(),
        );
    }
    if let (Some(first), Some(last)) = (population.first_day, population.last_day) {
        let days = last.days_since(first);
        if days < SEASON_DAYS {
            notes.push(format!(
                "The records go back {}: too short to tell a season from a loss. You may know why somebody \
                 is quiet.",
                words::span(days)
            ));
        }
    }
    notes
}

/// `They wrote on 3 October, about returns`: the last contact in words.
pub(crate) fn last_contact(look: &Look) -> Option<String> {
    let last = look.history.interactions.last()?;
    // A stay or visit is the service itself, which the sentence already tells.
    if speech::occasion(look.history).is_some() {
        return None;
    }
    let channel = match last.detail.channel.as_deref() {
        Some("in_person") => "in person".to_owned(),
        Some(channel) => format!("by {}", channel.replace('_', " ")),
        None => "contact".to_owned(),
    };
    let mut text = format!("{channel} {}", speech::on(last.day, look.today()));
    if let Some(provider) = last.provider {
        text.push_str(&format!(" with {}", look.context.directory.name(provider)));
    }
    if let Some(purpose) = &last.detail.purpose {
        text.push_str(&format!(", about {}", purpose.replace('_', " ")));
    }
    match (last.detail.two_way, last.detail.initiated_by) {
        (Some(false), Some(Initiator::Us)) => text.push_str("; no answer"),
        (Some(false), Some(Initiator::Customer)) => text.push_str("; nobody reached them back"),
        _ => {}
    }
    Some(text)
}
