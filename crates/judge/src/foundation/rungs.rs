//! The observed, the wanted and the working rung.

use super::{FoundationGate, Rung};
use crate::Context;
use book::{Day, History, Interaction, Origin, Style, VoiceKind};

/// Days in which acts show a rung (12 months).
pub(super) const ACTS_DAYS: i32 = 365;
/// Acts of a kind that show its rung (J4).
const ACTS_MIN: usize = 2;

/// Highest rung with two acts of its kind within 12 months. Collaborators suggest, test, plan with us; fans
/// praise, bring others unprompted and come to events. Anyone who bought or spoke is at least doing business.
pub(super) fn observed(history: &History, context: &Context) -> Option<Rung> {
    let from_day = context.as_of_day.plus(-ACTS_DAYS);
    if fan_acts(history, from_day) >= ACTS_MIN {
        Some(Rung::Fan)
    } else if collaborator_acts(history, from_day) >= ACTS_MIN {
        Some(Rung::Collaborator)
    } else {
        let bought = history.sales().next_back().is_some_and(|sale| sale.day > from_day);
        let received = history.deliveries.last().is_some_and(|delivery| delivery.day > from_day);
        let spoke = history.interactions.last().is_some_and(|contact| contact.day > from_day);
        (bought || received || spoke).then_some(Rung::StrictlyBusiness)
    }
}

pub(super) fn fan_acts(history: &History, from_day: Day) -> usize {
    let praise = said(history, VoiceKind::Praise, from_day);
    let brought = history
        .referrals
        .iter()
        .filter(|act| act.day > from_day && act.detail.rewarded != Some(true))
        .count();
    praise + brought + spoke_about(history, &["event", "fair", "open day"], from_day)
}

pub(super) fn collaborator_acts(history: &History, from_day: Day) -> usize {
    said(history, VoiceKind::Suggestion, from_day)
        + spoke_about(history, &["test", "trial", "plan", "joint plan", "workshop"], from_day)
}

fn said(history: &History, kind: VoiceKind, from_day: Day) -> usize {
    history.voice.iter().filter(|voice| voice.day > from_day && voice.detail.kind == Some(kind)).count()
}

fn spoke_about(history: &History, purposes: &[&str], from_day: Day) -> usize {
    let is_about = |contact: &Interaction| {
        contact.two_way == Some(true)
            && contact.purpose.as_deref().is_some_and(|purpose| purposes.contains(&purpose))
    };
    history.interactions.iter().filter(|act| act.day > from_day && is_about(&act.detail)).count()
}

/// The style stated last, while it is younger than the window (24 months).
pub(super) fn wanted(history: &History, context: &Context) -> Option<Rung> {
    let from_day = context.as_of_day.plus(-context.parameters.window_days);
    let stated = history.wishes.iter().rev().find(|wish| {
        wish.day > from_day
            && wish.detail.style.is_some()
            && wish.detail.origin.unwrap_or(Origin::Stated) == Origin::Stated
    });
    stated.and_then(|wish| wish.detail.style).map(|style| match style {
        Style::StrictlyBusiness => Rung::StrictlyBusiness,
        Style::Collaborative => Rung::Collaborator,
        Style::Fan => Rung::Fan,
    })
}

/// The rung to work on: the foundation while it is not met; what is observed at most while nobody checked;
/// else one rung above what is observed, and never above what is wanted. Unasked, nobody is pushed up.
pub(super) fn working(gate: FoundationGate, observed: Option<Rung>, wanted: Option<Rung>) -> Rung {
    let observed = observed.unwrap_or(Rung::Foundation);
    match gate {
        FoundationGate::NotMet => Rung::Foundation,
        FoundationGate::Unverified => wanted.map_or(observed, |wanted| wanted.min(observed)),
        FoundationGate::Met => wanted.map_or(observed, |wanted| wanted.min(above(observed))),
    }
}

fn above(rung: Rung) -> Rung {
    match rung {
        Rung::Foundation => Rung::StrictlyBusiness,
        Rung::StrictlyBusiness => Rung::Collaborator,
        Rung::Collaborator | Rung::Fan => Rung::Fan,
    }
}
