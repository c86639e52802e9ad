//! Those who serve customers: added, renamed, given hours, skills and languages.

use super::{SOURCE, required, text};
use crate::error::{FieldError, OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt, Undo};
use crate::state::Office;
use book::record::ProviderProfile;
use book::{Provider, ProviderId, Text};
use guard::Manage;
use serde::{Deserialize, Serialize};

/// Most minutes a week that anybody can have.
const WEEK_MINUTES: u32 = 7 * 24 * 60;

/// What is typed about somebody who serves customers.
#[derive(Debug, Clone, Default)]
pub struct ProviderForm {
    /// Name.
    pub name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Hours a week for customers, such as `7.5`; unknown when empty.
    pub hours: String,
    /// Skills, separated by semicolons.
    pub skills: String,
    /// Languages, separated by semicolons.
    pub languages: String,
}

/// A provider's profile in words, to be kept with an act.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ProviderWords {
    name: Option<String>,
    email: Option<String>,
    started_on: Option<book::Day>,
    minutes_per_week: Option<u32>,
    skills: Option<String>,
    languages: Option<String>,
    team: Option<String>,
}

impl ProviderWords {
    fn of(profile: &ProviderProfile) -> ProviderWords {
        let words = |text: &Option<Text>| text.as_ref().map(ToString::to_string);
        ProviderWords {
            name: words(&profile.name),
            email: words(&profile.email),
            started_on: profile.started_on,
            minutes_per_week: profile.minutes_per_week,
            skills: words(&profile.skills),
            languages: words(&profile.languages),
            team: words(&profile.team),
        }
    }

    /// The profile that says it.
    pub(crate) fn profile(&self) -> ProviderProfile {
        let text = |words: &Option<String>| words.as_deref().map(Text::from);
        ProviderProfile {
            name: text(&self.name),
            email: text(&self.email),
            started_on: self.started_on,
            minutes_per_week: self.minutes_per_week,
            skills: text(&self.skills),
            languages: text(&self.languages),
            team: text(&self.team),
        }
    }
}

impl ProviderForm {
    /// As typed over what was known before; the day of starting and the team stay.
    fn profile(&self, before: Option<&Provider>) -> OfficeResult<ProviderProfile> {
        let mut problems = Vec::new();
        let name = required("name", &self.name, "Type the name that customers know.");
        let minutes = minutes(&self.hours);
        if let Err(OfficeError::Invalid(found)) = &name {
            problems.extend(found.iter().cloned());
        }
        if minutes.is_err() {
            let message = "Hours a week, such as 20 or 7.5: from 0 to 168. Leave it empty when unknown.";
            problems.push(FieldError::new("hours", message));
        }
        if !problems.is_empty() {
            return Err(OfficeError::Invalid(problems));
        }
        Ok(ProviderProfile {
            name: Some(name?),
            email: text(&self.email),
            started_on: before.and_then(|known| known.started_on),
            minutes_per_week: minutes.unwrap_or_default(),
            skills: text(&self.skills),
            languages: text(&self.languages),
            team: before.and_then(|known| known.team.clone()),
        })
    }
}

fn minutes(typed: &str) -> Result<Option<u32>, ()> {
    let typed = typed.trim().replace(',', ".");
    if typed.is_empty() {
        return Ok(None);
    }
    let hours: f64 = typed.parse().map_err(drop)?;
    let minutes = (hours * 60.0).round();
    let is_possible = minutes.is_finite() && (0.0..=f64::from(WEEK_MINUTES)).contains(&minutes);
    if is_possible { Ok(Some(minutes as u32)) } else { Err(()) }
}

impl Office {
    /// Adds somebody who serves customers.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] without a name, with a name that is there already, or with impossible hours.
    pub async fn add_provider(
        &self,
        permit: &Manage,
        form: ProviderForm,
    ) -> OfficeResult<(ProviderId, Receipt)> {
        let profile = form.profile(None)?;
        let name = form.name.trim().to_owned();
        let id = Text::from(name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-"));
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "add_provider",
            customer: None,
            provider: None,
            sentence: format!("Added {name} to those who serve customers."),
        };
        let added = self.record(draft, move |tx, _| {
            let is_there = |known: &Provider| {
                known.display_name() == name || (known.source == SOURCE && known.external_id == id)
            };
            if tx.directory()?.providers.iter().any(is_there) {
                let message = "Somebody of this name is here already. Add what tells the two apart.";
                return Err(OfficeError::field("name", message));
            }
            let value = tx.add_provider(&profile, &id)?;
            let undo = vec![Undo::RemoveProvider { provider: value }];
            Ok(Effect { value, undo, touched: Vec::new() })
        });
        let added = added.await?;
        self.read_directory()?;
        Ok(added)
    }

    /// Changes name, hours, skills or languages of somebody who serves customers.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when there is no such provider; [`OfficeError::Invalid`] without a name, or
    /// with impossible hours.
    pub async fn change_provider(
        &self,
        permit: &Manage,
        provider: ProviderId,
        form: ProviderForm,
    ) -> OfficeResult<Receipt> {
        let directory = self.read()?.directory()?;
        let known = directory.provider(provider).ok_or(OfficeError::Missing("this provider"))?;
        let profile = form.profile(Some(known))?;
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "change_provider",
            customer: None,
            provider: Some(provider),
            sentence: changed(known, &profile),
        };
        let receipt = self.act(draft, move |tx, _| {
            let before = ProviderWords::of(&tx.set_provider(provider, &profile)?);
            let undo = vec![Undo::Provider { provider, before }];
            Ok(Effect { value: (), undo, touched: Vec::new() })
        });
        let receipt = receipt.await?;
        self.read_directory()?;
        Ok(receipt)
    }
}

fn changed(known: &Provider, profile: &ProviderProfile) -> String {
    let name = profile.name.as_deref().unwrap_or(known.display_name());
    let hours = profile.minutes_per_week;
    if hours == known.minutes_per_week {
        return format!("Changed what is known of {name}.");
    }
    match hours {
        Some(minutes) => format!("Set the hours of {name} to {} a week.", f64::from(minutes) / 60.0),
        None => format!("Took the hours of {name} back: they are unknown again."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!(minutes(" 7,5 "), Ok(Some(450)));
        assert_eq!(minutes(""), Ok(None));
        for wrong in ["-1", "169", "many", "NaN", "inf"] {
            assert_eq!(minutes(wrong), Err(()), "{wrong}");
        }
    }
}
