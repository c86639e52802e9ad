//! What a customer has said no to, as far as judgements must know it.

use book::{Fact, History, Permission, PermissionState};

/// Words for every channel or every purpose.
const EVERY: &[&str] = &["all", "any", "*", "do_not_contact", "contact"];
/// Purposes without which an order could not be served; to refuse these is not to refuse marketing.
const NECESSARY: &[&str] = &["service", "necessary", "order", "orders", "delivery"];

fn is_every(word: &str) -> bool {
    word.trim().is_empty() || crate::signals::one_of(word.trim(), EVERY)
}

/// Whether a purpose is marketing, or includes it; a purpose nobody knows is read as marketing.
pub fn is_marketing(purpose: &str) -> bool {
    is_every(purpose) || !crate::signals::one_of(purpose.trim(), NECESSARY)
}

/// Whether a later yes, with evidence, takes the refusal at `place` back: for its channel or for every one.
fn is_lifted(permissions: &[Fact<Permission>], place: usize) -> bool {
    let refused = &permissions[place].detail;
    permissions[place + 1..].iter().any(|later| {
        let detail = &later.detail;
        let same_channel =
            detail.channel.trim().eq_ignore_ascii_case(refused.channel.trim()) || is_every(&detail.channel);
        detail.state == Some(PermissionState::Granted) && detail.evidence.is_some() && same_channel
    })
}

/// Refusals of marketing (by any channel, or by every one) that stand, in order of time.
pub fn refusals(history: &History) -> impl Iterator<Item = &Fact<Permission>> {
    let permissions = &history.permissions;
    permissions.iter().enumerate().filter_map(move |(place, refusal)| {
        let is_refusal = refusal.detail.state == Some(PermissionState::Refused)
            && is_marketing(&refusal.detail.purpose)
            && !is_lifted(permissions, place);
        is_refusal.then_some(refusal)
    })
}

/// Whether a permission is about a channel: by name, or about every one.
pub fn is_about_channel(permission: &Permission, channel: &str) -> bool {
    let named = permission.channel.trim();
    is_every(named) || named.eq_ignore_ascii_case(channel.trim())
}

/// The objection to marketing by every channel that stands. Then nothing is inferred about the person for
/// marketing either (GDPR Art. 21(2): "including profiling").
pub fn objection(history: &History) -> Option<&Fact<Permission>> {
    refusals(history).find(|refusal| is_every(&refusal.detail.channel))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::Tale;

    fn history(said: &[(&str, &str, PermissionState)]) -> History {
        let mut history = Tale::of("ana").contact(-9, None).done();
        let told = history.interactions[0].clone();
        for ((channel, purpose, state), place) in said.iter().zip(1..) {
            history.permissions.push(Fact {
                id: book::FactId(place),
                source: told.source,
                external_id: None,
                at: told.at,
                day: told.day,
                provider: None,
                detail: Permission {
                    channel: (*channel).into(),
                    purpose: (*purpose).into(),
                    state: Some(*state),
                    evidence: Some("said so".into()),
                },
            });
        }
        history
    }

    #[test]
    fn an_objection_is_to_every_channel_and_to_marketing() {
        use PermissionState::{Granted, Refused, SoftOptIn};
        let objects = |said: &[_]| objection(&history(said)).is_some();
        assert!(objects(&[("all", "marketing", Refused)]) && objects(&[("", "all", Refused)]));
        assert!(objects(&[("ALL", "newsletters", Refused)]), "unknown purposes are marketing");
        assert!(!objects(&[("all", "service", Refused)]) && !objects(&[("email", "marketing", Refused)]));
        assert!(!objects(&[("all", "all", Refused), ("all", "all", Granted)]));
        assert!(objects(&[("all", "all", Refused), ("email", "marketing", Granted)]), "one channel only");
        assert!(objects(&[("all", "all", Refused), ("all", "all", SoftOptIn)]));
        assert_eq!(
            refusals(&history(&[("email", "marketing", Refused), ("sms", "all", Refused)])).count(),
            2
        );
    }
}
