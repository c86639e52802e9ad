//! X1: nothing is sent to a person who said no, and what cannot be checked is not sent.

use crate::Refusal;
use book::{Fact, Permission, PermissionState};

/// May send on one channel for one purpose (X1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MayContact {
    channel: String,
    purpose: String,
}

impl MayContact {
    /// The channel that was checked: `email`, `phone`, …
    pub fn channel(&self) -> &str {
        &self.channel
    }

    /// The purpose that was checked: `marketing`, `service`, …
    pub fn purpose(&self) -> &str {
        &self.purpose
    }
}

/// Written channels on which marketing needs a yes beforehand (ePrivacy Art. 13).
const NEEDS_YES: &[&str] = &["email", "sms", "message", "whatsapp"];
/// Both `permissions.csv` words that mean "every one".
const ALL: &str = "all";

/// X1: no send against a no, on that channel, for that purpose, or altogether; and no marketing by e-mail or
/// text without a yes (granted, or soft opt-in). `permissions` are one customer's, in order of time.
///
/// A no is lifted only by the customer's own later yes with evidence; a soft opt-in never lifts it. A promise
/// kept or an answer given (purpose `service`) needs no yes, and still respects a no altogether.
///
/// # Errors
/// `X1`, saying which no stands.
pub fn may_contact(
    permissions: &[Fact<Permission>],
    channel: &str,
    purpose: &str,
) -> Result<MayContact, Refusal> {
    let covering = |permission: &&Permission| {
        covers(&permission.channel, channel) && covers(&permission.purpose, purpose)
    };
    let mut refusals: Vec<&Permission> = Vec::new();
    let mut is_allowed = false;
    for permission in permissions.iter().map(|fact| &fact.detail).filter(covering) {
        match permission.state {
            Some(PermissionState::Refused) => refusals.push(permission),
            Some(PermissionState::Granted) => {
                let has_evidence = permission.evidence.as_ref().is_some_and(|text| !text.trim().is_empty());
                is_allowed = true;
                if has_evidence {
                    refusals.retain(|no| !lifts(permission, no));
                }
            }
            Some(PermissionState::SoftOptIn) => is_allowed = true,
            None => {}
        }
    }
    if let Some(no) = refusals.first() {
        return Err(said_no(no));
    }
    if !is_allowed && purpose == "marketing" && NEEDS_YES.contains(&channel) {
        return Err(Refusal::new(
            "X1",
            format!("Not sent: we do not know whether this person wants offers by {channel}."),
            "Ask when you next speak, and record the answer with the words that were used.",
        ));
    }
    Ok(MayContact { channel: channel.to_owned(), purpose: purpose.to_owned() })
}

/// An empty word, like `all`, covers everything: what is not narrowed must be taken broadly.
fn covers(scope: &str, asked: &str) -> bool {
    scope.is_empty() || scope.eq_ignore_ascii_case(ALL) || scope.eq_ignore_ascii_case(asked)
}

/// A yes to a part does not lift a no to the whole.
fn lifts(yes: &Permission, no: &Permission) -> bool {
    covers(&yes.channel, &no.channel) && covers(&yes.purpose, &no.purpose)
}

fn said_no(no: &Permission) -> Refusal {
    let is_all = |scope: &str| scope.is_empty() || scope.eq_ignore_ascii_case(ALL);
    let what = match (is_all(&no.channel), is_all(&no.purpose)) {
        (true, true) => "asked us not to get in touch".to_owned(),
        (true, false) => format!("asked not to be contacted for {}", no.purpose),
        (false, true) => format!("asked not to be contacted by {}", no.channel),
        (false, false) => format!("asked not to be contacted by {} for {}", no.channel, no.purpose),
    };
    Refusal::new(
        "X1",
        format!("Not sent: this person {what}."),
        "Leave them alone until they get in touch; only their own later word, with evidence, changes this.",
    )
}
