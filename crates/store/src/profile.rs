//! What rows say about parties themselves: profiles fill stubs, and later ones are compared.

use crate::column::party_word;
use crate::error::Problem;
use crate::import::Conflict;
use crate::sql::statement;
use crate::write::Tally;
use book::record::{CustomerProfile, ProviderProfile};
use book::*;
use rusqlite::{Connection, params};

/// A profile waiting to be written.
pub(crate) struct Profile {
    line: u64,
    external_id: Text,
    number: u32,
    content: u64,
    says: Says,
    extras: Option<Box<str>>,
}

enum Says {
    Customer(Box<CustomerProfile>, Option<u32>),
    Provider(Box<ProviderProfile>),
}

/// The content of a profile: never 0, which marks a stub.
pub(crate) fn content(record: &Record) -> u64 {
    record.content_hash().max(1)
}

impl Profile {
    /// The profile of customer `number`, assigned to provider `assigned_to`.
    pub(crate) fn customer(record: Record, number: u32, assigned_to: Option<u32>) -> Profile {
        let content = content(&record);
        let Body::Customer(profile) = record.body else { unreachable!("called for a customer's profile") };
        let says = Says::Customer(Box::new(profile), assigned_to);
        Profile {
            line: record.line,
            external_id: record.customer,
            number,
            content,
            says,
            extras: record.extras,
        }
    }

    /// The profile of provider `number`.
    pub(crate) fn provider(record: Record, number: u32) -> Profile {
        let content = content(&record);
        let external_id = record.provider.unwrap_or_default();
        let Body::Provider(profile) = record.body else { unreachable!("called for a provider's profile") };
        let says = Says::Provider(Box::new(profile));
        Profile { line: record.line, external_id, number, content, says, extras: record.extras }
    }

    fn stored_content(&self, connection: &Connection) -> Result<u64, Problem> {
        let name = match self.says {
            Says::Customer(..) => "customer_content",
            Says::Provider(_) => "provider_content",
        };
        let content: i64 = statement(connection, name)?.query_row([self.number], |row| row.get(0))?;
        Ok(content.unsigned_abs())
    }

    fn fill(&self, connection: &Connection) -> Result<(), Problem> {
        fn text(value: &Option<Text>) -> Option<&str> {
            value.as_deref().filter(|text| !text.is_empty())
        }
        let content = self.content as i64;
        match &self.says {
            Says::Customer(profile, assigned_to) => {
                statement(connection, "fill_customer")?.execute(params![
                    self.number,
                    content,
                    profile.kind.map(party_word),
                    text(&profile.name),
                    text(&profile.email),
                    text(&profile.phone),
                    profile.since.map(|day| day.0),
                    assigned_to,
                    text(&profile.language),
                    text(&profile.timezone),
                    self.extras,
                ])?
            }
            Says::Provider(profile) => statement(connection, "fill_provider")?.execute(params![
                self.number,
                content,
                text(&profile.name),
                text(&profile.email),
                profile.started_on.map(|day| day.0),
                profile.minutes_per_week,
                text(&profile.skills),
                text(&profile.languages),
                text(&profile.team),
                self.extras,
            ])?,
        };
        Ok(())
    }

    fn conflict(&self) -> Conflict {
        let table = if matches!(self.says, Says::Customer(..)) { "customer" } else { "provider" };
        Conflict { line: self.line, place: format!("{table}/{}", self.external_id) }
    }
}

/// Writes profiles, in the order in which they came.
pub(crate) fn write(
    connection: &Connection,
    profiles: &[Profile],
    is_update: bool,
    tally: &mut Tally,
) -> Result<(), Problem> {
    for profile in profiles {
        let stored = profile.stored_content(connection)?;
        if stored == profile.content {
            tally.same += 1;
        } else if stored == 0 {
            profile.fill(connection)?;
            tally.new += 1;
        } else if is_update {
            profile.fill(connection)?;
            tally.updated += 1;
        } else {
            tally.conflicts.push(profile.conflict());
        }
    }
    Ok(())
}
