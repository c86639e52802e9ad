//! What rows say about parties themselves: profiles fill stubs, and later ones are compared.

use crate::column::party_word;
use crate::error::Problem;
use crate::id::ImportId;
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

    /// What the source last said of the party, 0 for nothing; and whether a person changed the party since.
    fn stored(&self, connection: &Connection) -> Result<(u64, bool), Problem> {
        let name = match self.says {
            Says::Customer(..) => "customer_content",
            Says::Provider(_) => "provider_content",
        };
        let (content, told): (i64, Option<i64>) =
            statement(connection, name)?.query_row([self.number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((told.unwrap_or(content).unsigned_abs(), told.is_some()))
    }

    fn fill(&self, connection: &Connection, import: Option<ImportId>) -> Result<(), Problem> {
        let (content, extras) = (self.content, self.extras.as_deref());
        let stamp = match &self.says {
            Says::Customer(profile, assigned_to) => {
                fill_customer(connection, self.number, content, profile, *assigned_to, extras)?;
                "stamp_filled_customer"
            }
            Says::Provider(profile) => {
                fill_provider(connection, self.number, content, profile, extras)?;
                "stamp_filled_provider"
            }
        };
        let import = import.map(|import| import.0);
        statement(connection, stamp)?.execute((self.number, import))?;
        Ok(())
    }

    fn conflict(&self) -> Conflict {
        let table = if matches!(self.says, Says::Customer(..)) { "customer" } else { "provider" };
        Conflict { line: self.line, place: format!("{table}/{}", self.external_id) }
    }
}

fn text(value: &Option<Text>) -> Option<&str> {
    value.as_deref().filter(|text| !text.is_empty())
}

/// Writes everything a profile says over the row of a customer.
pub(crate) fn fill_customer(
    connection: &Connection,
    number: u32,
    content: u64,
    profile: &CustomerProfile,
    assigned_to: Option<u32>,
    extras: Option<&str>,
) -> Result<(), Problem> {
    statement(connection, "fill_customer")?.execute(params![
        number,
        content as i64,
        profile.kind.map(party_word),
        text(&profile.name),
        text(&profile.email),
        text(&profile.phone),
        profile.since.map(|day| day.0),
        assigned_to,
        text(&profile.language),
        text(&profile.timezone),
        extras,
    ])?;
    Ok(())
}

/// Writes everything a profile says over the row of a provider.
pub(crate) fn fill_provider(
    connection: &Connection,
    number: u32,
    content: u64,
    profile: &ProviderProfile,
    extras: Option<&str>,
) -> Result<(), Problem> {
    statement(connection, "fill_provider")?.execute(params![
        number,
        content as i64,
        text(&profile.name),
        text(&profile.email),
        profile.started_on.map(|day| day.0),
        profile.minutes_per_week,
        text(&profile.skills),
        text(&profile.languages),
        text(&profile.team),
        extras,
    ])?;
    Ok(())
}

/// Writes profiles, in the order in which they came.
pub(crate) fn write(
    connection: &Connection,
    profiles: &[Profile],
    is_update: bool,
    import: Option<ImportId>,
    tally: &mut Tally,
) -> Result<(), Problem> {
    for profile in profiles {
        let (stored, is_changed) = profile.stored(connection)?;
        if stored == profile.content {
            tally.same += 1;
        } else if stored == 0 && !is_changed {
            profile.fill(connection, import)?;
            tally.new += 1;
        } else if is_update {
            profile.fill(connection, import)?;
            tally.updated += 1;
        } else {
            tally.conflicts.push(profile.conflict());
        }
    }
    Ok(())
}
