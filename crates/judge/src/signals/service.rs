//! How the customer was served: adaptation, informed and empowered contacts, and what our messages claim.

use super::{Moment, Whom, YEAR_DAYS};
use book::{Adaptation, Fact, FactId, History, Interaction, Touch};

/// Successes out of known chances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rate {
    /// Successes.
    pub successes: u32,
    /// Contacts of which it is known whether they were one.
    pub chances: u32,
}

impl Rate {
    fn add(&mut self, known: Option<bool>) {
        self.chances += u32::from(known.is_some());
        self.successes += u32::from(known == Some(true));
    }
}

/// Whether an adaptation was made by them: it names the provider, or the interaction it belongs to does.
pub fn is_adaptation_by(whom: Whom, adaptation: &Fact<Adaptation>, history: &History) -> bool {
    if whom == Whom::Organization {
        return true;
    }
    let of_contact = |id: FactId| {
        let contact = history.interactions.iter().find(|contact| contact.id == id);
        contact.and_then(|contact| contact.provider)
    };
    let provider = adaptation.provider.or_else(|| adaptation.detail.interaction.and_then(of_contact));
    whom.concerns(provider)
}

/// T3: contacts within the window in which a known fact was used. Several uses in one contact (or, where no
/// contact is named, on one day) count once.
pub fn adapted_contacts(history: &History, moment: &Moment, window_days: i32, whom: Whom) -> u32 {
    let same_contact = |one: &Fact<Adaptation>, other: &Fact<Adaptation>| match (
        one.detail.interaction,
        other.detail.interaction,
    ) {
        (Some(one), Some(other)) => one == other,
        _ => one.day == other.day,
    };
    let (mut contacts, mut theirs): (u32, Vec<&Fact<Adaptation>>) = (0, Vec::new());
    for adaptation in moment.of(&history.adaptations, window_days) {
        if is_adaptation_by(whom, adaptation, history) {
            let again = theirs.iter().rev().any(|earlier| same_contact(earlier, adaptation));
            contacts += u32::from(!again);
            theirs.push(adaptation);
        }
    }
    contacts
}

/// Whether a message claims a relationship, within 12 months.
pub fn is_claim(touch: &Fact<Touch>, moment: &Moment) -> bool {
    touch.detail.claims_relationship == Some(true) && moment.within(touch.day, YEAR_DAYS)
}

/// Claims of a relationship within 12 months made in this provider's name; for the organization, those made
/// in nobody's name.
pub fn claims(history: &History, moment: &Moment, whom: Whom) -> u32 {
    let made_by = |touch: &&Fact<Touch>| match whom {
        Whom::Organization => touch.provider.is_none(),
        Whom::Provider { id, .. } => touch.provider == Some(id),
    };
    let claims =
        moment.of(&history.touches, YEAR_DAYS).iter().filter(|touch| is_claim(touch, moment)).filter(made_by);
    u32::try_from(claims.count()).unwrap_or(u32::MAX)
}

/// The customer's history was opened, of the contacts of which that is known.
pub fn informed(history: &History, moment: &Moment, window_days: i32) -> Rate {
    rate(history, moment, window_days, |contact| contact.history_seen)
}

/// The matter was settled without passing it on, of the contacts of which that is known. A matter that was
/// not settled, or was passed on, is a known failure whatever the other answer.
pub fn empowered(history: &History, moment: &Moment, window_days: i32) -> Rate {
    rate(history, moment, window_days, |contact| match (contact.solved, contact.handed_off) {
        (Some(false), _) | (_, Some(true)) => Some(false),
        (Some(true), Some(false)) => Some(true),
        (None, _) | (_, None) => None,
    })
}

fn rate(
    history: &History,
    moment: &Moment,
    window_days: i32,
    known: impl Fn(&Interaction) -> Option<bool>,
) -> Rate {
    let mut rate = Rate::default();
    let within = moment.of(&history.interactions, window_days).iter();
    for contact in within.filter(|contact| contact.detail.two_way != Some(false)) {
        rate.add(known(&contact.detail));
    }
    rate
}
