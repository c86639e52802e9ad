//! Parties: the people and organizations the business knows.

use crate::{CustomerId, Day, ProviderId, Text};
use serde::{Deserialize, Serialize};

/// What a party is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// One human being.
    Person,
    /// A firm, association or authority.
    Organization,
}

/// A party that buys or is served. Only the ids are certain; everything else is unknown until a record says
/// it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Customer {
    /// Number inside this book.
    pub id: CustomerId,
    /// The source's own id: what a person types to find this customer.
    pub external_id: Text,
    /// Name of the source that brought this customer.
    pub source: Text,
    /// Person or organization, when known.
    pub kind: Option<PartyKind>,
    /// Name as the source writes it.
    pub name: Option<Text>,
    /// E-mail address.
    pub email: Option<Text>,
    /// Telephone number.
    pub phone: Option<Text>,
    /// Customer since this day, when stated.
    pub since: Option<Day>,
    /// The provider this customer is assigned to (Kotler/Donnelly: served by the professional assigned).
    pub assigned_to: Option<ProviderId>,
    /// Preferred language.
    pub language: Option<Text>,
    /// IANA time zone of the customer.
    pub timezone: Option<Text>,
}

impl Customer {
    /// A customer of whom only the ids are known.
    pub fn new(id: CustomerId, source: &str, external_id: &str) -> Customer {
        Customer {
            id,
            external_id: external_id.into(),
            source: source.into(),
            kind: None,
            name: None,
            email: None,
            phone: None,
            since: None,
            assigned_to: None,
            language: None,
            timezone: None,
        }
    }

    /// The name, or the source's id where no name is known.
    pub fn display_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.external_id)
    }
}

/// A person who serves customers (the P of the triangle).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provider {
    /// Number inside this book.
    pub id: ProviderId,
    /// The source's own id.
    pub external_id: Text,
    /// Name of the source that brought this provider.
    pub source: Text,
    /// Name as the source writes it.
    pub name: Option<Text>,
    /// E-mail address.
    pub email: Option<Text>,
    /// First working day, when known.
    pub started_on: Option<Day>,
    /// Minutes a week this person has for customers, when known.
    pub minutes_per_week: Option<u32>,
    /// Skills, separated by semicolons.
    pub skills: Option<Text>,
    /// Languages, separated by semicolons.
    pub languages: Option<Text>,
    /// Team.
    pub team: Option<Text>,
}

impl Provider {
    /// The name, or the source's id where no name is known.
    pub fn display_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.external_id)
    }
}

/// All providers of a book, for looking names up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Directory {
    /// In order of id.
    pub providers: Vec<Provider>,
}

impl Directory {
    /// The provider with this id.
    pub fn provider(&self, id: ProviderId) -> Option<&Provider> {
        self.providers
            .binary_search_by_key(&id, |provider| provider.id)
            .ok()
            .map(|place| &self.providers[place])
    }

    /// The name to print for a provider.
    pub fn name(&self, id: ProviderId) -> &str {
        self.provider(id).map_or("an unknown provider", Provider::display_name)
    }
}
