//! Which manager would suit an account: language, skills, stated common ground. Named reasons, no sum.

use book::{ProviderId, Text};
use serde::Serialize;
use std::cmp::Reverse;

/// What an account needs. Nothing else about its people is asked, so nothing else can decide.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct AccountNeeds {
    /// Skills.
    pub skills: Vec<Text>,
    /// Languages in which they want to be served.
    pub languages: Vec<Text>,
    /// Common ground in the customer's own words; what others guess is left out.
    pub stated_common_ground: Vec<Text>,
}

/// Who could manage an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manager {
    /// Who.
    pub provider: ProviderId,
    /// As people call them.
    pub name: Text,
    /// Skills.
    pub skills: Vec<Text>,
    /// Languages.
    pub languages: Vec<Text>,
    /// What they told of themselves as common ground with customers.
    pub common_ground: Vec<Text>,
    /// Accounts that they could still take.
    pub free_places: u32,
}

/// How a manager suits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Match {
    /// Who.
    pub provider: ProviderId,
    /// As people call them.
    pub name: Text,
    /// Languages in common.
    pub languages: Vec<Text>,
    /// Needed skills that are there.
    pub skills: Vec<Text>,
    /// Needed skills that are not.
    pub skills_missing: Vec<Text>,
    /// Common ground that the customer stated.
    pub common_ground: Vec<Text>,
    /// There is a free place.
    pub is_free: bool,
}

/// Every manager, those who suit best first: a free place, then a language in common, then fewer skills
/// missing, then more common ground, then more free places, then the number in the book.
pub fn match_managers(needs: &AccountNeeds, managers: &[Manager]) -> Vec<Match> {
    let shared = |wanted: &[Text], there: &[Text]| -> (Vec<Text>, Vec<Text>) {
        let is_there = |one: &Text| there.iter().any(|other| other.trim().eq_ignore_ascii_case(one.trim()));
        wanted.iter().cloned().partition(is_there)
    };
    let mut matches: Vec<(u32, Match)> = managers
        .iter()
        .map(|manager| {
            let (skills, skills_missing) = shared(&needs.skills, &manager.skills);
            let suits = Match {
                provider: manager.provider,
                name: manager.name.clone(),
                languages: shared(&needs.languages, &manager.languages).0,
                skills,
                skills_missing,
                common_ground: shared(&needs.stated_common_ground, &manager.common_ground).0,
                is_free: manager.free_places > 0,
            };
            (manager.free_places, suits)
        })
        .collect();
    matches.sort_by_key(|(free_places, suits)| {
        let speaks = needs.languages.is_empty() || !suits.languages.is_empty();
        (
            Reverse((suits.is_free, speaks)),
            suits.skills_missing.len(),
            Reverse((suits.common_ground.len(), *free_places)),
            suits.provider,
        )
    });
    matches.into_iter().map(|(_, suits)| suits).collect()
}

impl Match {
    /// `speaks Dutch, knows pumps, both keep bees; no free place`.
    pub fn reasons(&self) -> String {
        let list =
            |texts: &[Text]| judge::words::list(&texts.iter().map(ToString::to_string).collect::<Vec<_>>());
        let mut reasons = Vec::new();
        for (what, texts) in [
            ("speaks", &self.languages),
            ("knows", &self.skills),
            ("has in common", &self.common_ground),
            ("would have to learn", &self.skills_missing),
        ] {
            if !texts.is_empty() {
                reasons.push(format!("{what} {}", list(texts)));
            }
        }
        if reasons.is_empty() {
            reasons.push("nothing known for or against".to_owned());
        }
        let free = if self.is_free { "" } else { "; no free place" };
        format!("{}{free}", reasons.join(", "))
    }
}
