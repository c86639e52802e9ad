//! The observed, the wanted and the working rung.

use super::{FoundationGate, Rung};
use crate::{Context, signals::one_of, wanted_style::WantedStyle};
use book::{Day, History, Initiator, Interaction, Referral, Voice, VoiceKind};

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
    let praise = history.voice.iter().filter(|word| word.day > from_day && is_fan_word(&word.detail)).count();
    let brought =
        history.referrals.iter().filter(|act| act.day > from_day && is_unprompted(&act.detail)).count();
    praise + brought + talks(history, is_fan_talk, from_day)
}

pub(super) fn collaborator_acts(history: &History, from_day: Day) -> usize {
    let ideas = history.voice.iter().filter(|word| word.day > from_day && is_collaborator_word(&word.detail));
    ideas.count() + talks(history, is_collaborator_talk, from_day)
}

fn talks(history: &History, is_such: impl Fn(&Interaction) -> bool, from_day: Day) -> usize {
    history.interactions.iter().filter(|talk| talk.day > from_day && is_such(&talk.detail)).count()
}

/// A word of praise.
pub(crate) fn is_fan_word(word: &Voice) -> bool {
    word.kind == Some(VoiceKind::Praise)
}

/// A conversation at an event, or one in which they ask what comes next.
pub(crate) fn is_fan_talk(talk: &Interaction) -> bool {
    is_about(talk, &["event", "fair", "open_day"])
        || (talk.initiated_by == Some(Initiator::Customer) && is_about(talk, &["whats_next", "preview"]))
}

/// Somebody they brought without being paid for it.
pub(crate) fn is_unprompted(referral: &Referral) -> bool {
    referral.rewarded != Some(true)
}

/// An idea of theirs.
pub(crate) fn is_collaborator_word(word: &Voice) -> bool {
    word.kind == Some(VoiceKind::Suggestion)
}

/// A conversation about a test, a plan, a workshop.
pub(crate) fn is_collaborator_talk(talk: &Interaction) -> bool {
    is_about(talk, &["test", "trial", "plan", "joint_plan", "workshop"])
}

/// Whether both spoke, about one of these.
pub(crate) fn is_about(talk: &Interaction, purposes: &[&str]) -> bool {
    talk.two_way == Some(true) && talk.purpose.as_deref().is_some_and(|purpose| one_of(purpose, purposes))
}

/// The rung a wanted style stands on; `None` while nobody knows the style.
pub(super) fn wanted(style: WantedStyle) -> Option<Rung> {
    match style {
        WantedStyle::StrictlyBusiness => Some(Rung::StrictlyBusiness),
        WantedStyle::Collaborative => Some(Rung::Collaborator),
        WantedStyle::Fan => Some(Rung::Fan),
        WantedStyle::Unknown => None,
    }
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
