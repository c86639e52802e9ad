//! One row of a source, understood: what `intake` and `simulate` yield and `store` keeps.

use crate::content::ContentHasher;
use crate::*;

/// What a row says about a customer as a party (`customers.csv`).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CustomerProfile {
    /// Person or organization.
    pub kind: Option<PartyKind>,
    /// Name.
    pub name: Option<Text>,
    /// E-mail address.
    pub email: Option<Text>,
    /// Telephone number.
    pub phone: Option<Text>,
    /// Customer since.
    pub since: Option<Day>,
    /// The source's id of the provider the customer is assigned to.
    pub assigned_to: Option<Text>,
    /// Language.
    pub language: Option<Text>,
    /// IANA time zone.
    pub timezone: Option<Text>,
}

/// What a row says about a provider (`providers.csv`).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProviderProfile {
    /// Name.
    pub name: Option<Text>,
    /// E-mail address.
    pub email: Option<Text>,
    /// First working day.
    pub started_on: Option<Day>,
    /// Minutes a week for customers.
    pub minutes_per_week: Option<u32>,
    /// Skills, separated by semicolons.
    pub skills: Option<Text>,
    /// Languages, separated by semicolons.
    pub languages: Option<Text>,
    /// Team.
    pub team: Option<Text>,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "each variant is the fact kind of the same name")]
pub enum Body {
    Customer(CustomerProfile),
    Provider(ProviderProfile),
    Interaction(Interaction),
    Purchase(Purchase),
    Delivery(Delivery),
    Voice(Voice),
    Promise(Promise),
    Knowledge(Knowledge),
    Adaptation(Adaptation),
    Wish(Wish),
    Referral(Referral),
    Benefit(Benefit),
    Permission(Permission),
    Touch(Touch),
}

impl Body {
    /// The fact kind, or `None` for what describes a party.
    pub fn kind(&self) -> Option<FactKind> {
        match self {
            Body::Customer(_) | Body::Provider(_) => None,
            Body::Interaction(_) => Some(FactKind::Interaction),
            Body::Purchase(_) => Some(FactKind::Purchase),
            Body::Delivery(_) => Some(FactKind::Delivery),
            Body::Voice(_) => Some(FactKind::Voice),
            Body::Promise(_) => Some(FactKind::Promise),
            Body::Knowledge(_) => Some(FactKind::Knowledge),
            Body::Adaptation(_) => Some(FactKind::Adaptation),
            Body::Wish(_) => Some(FactKind::Wish),
            Body::Referral(_) => Some(FactKind::Referral),
            Body::Benefit(_) => Some(FactKind::Benefit),
            Body::Permission(_) => Some(FactKind::Permission),
            Body::Touch(_) => Some(FactKind::Touch),
        }
    }
}

/// One row of a source, understood.
///
/// For a [`Body::Customer`] `customer` is the party itself and `id`, `at` and `provider` mean nothing; for a
/// [`Body::Provider`] `provider` is the party itself and `customer` is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Line of the file on which the row starts, from 1; the header is line 1.
    pub line: u64,
    /// The fact's id (see [`FactId::of`] and [`FactId::of_content`]).
    pub id: FactId,
    /// The source's own id, when it gave one.
    pub external_id: Option<Text>,
    /// When it happened.
    pub at: Timestamp,
    /// The source's id of the customer; empty for a [`Delivery`], whose customer is the one of its purchase.
    pub customer: Text,
    /// The source's id of the provider, when one was named.
    pub provider: Option<Text>,
    /// What the row says.
    pub body: Body,
    /// Columns that no field takes, as one JSON object.
    pub extras: Option<Box<str>>,
}

impl Record {
    /// Hash of everything the row says apart from its line and id: two rows with equal hashes say the same.
    pub fn content_hash(&self) -> u64 {
        let mut hasher = ContentHasher::default();
        hasher.field("at", &self.at);
        hasher.field("customer", &self.customer);
        hasher.field("provider", &self.provider);
        if let Some(extras) = &self.extras {
            hasher.field("extras", extras.as_ref());
        }
        match &self.body {
            Body::Customer(profile) => add_customer(profile, &mut hasher),
            Body::Provider(profile) => add_provider(profile, &mut hasher),
            Body::Interaction(detail) => detail.add_content(&mut hasher),
            Body::Purchase(detail) => detail.add_content(&mut hasher),
            Body::Delivery(detail) => detail.add_content(&mut hasher),
            Body::Voice(detail) => detail.add_content(&mut hasher),
            Body::Promise(detail) => detail.add_content(&mut hasher),
            Body::Knowledge(detail) => detail.add_content(&mut hasher),
            Body::Adaptation(detail) => detail.add_content(&mut hasher),
            Body::Wish(detail) => detail.add_content(&mut hasher),
            Body::Referral(detail) => detail.add_content(&mut hasher),
            Body::Benefit(detail) => detail.add_content(&mut hasher),
            Body::Permission(detail) => detail.add_content(&mut hasher),
            Body::Touch(detail) => detail.add_content(&mut hasher),
        }
        hasher.finish()
    }
}

fn add_customer(profile: &CustomerProfile, hasher: &mut ContentHasher) {
    let kind = profile
        .kind
        .map(|kind| Text::const_new(if kind == PartyKind::Person { "person" } else { "organization" }));
    hasher.field("kind", &kind);
    hasher.field("name", &profile.name);
    hasher.field("email", &profile.email);
    hasher.field("phone", &profile.phone);
    hasher.field("since", &profile.since);
    hasher.field("assigned_to", &profile.assigned_to);
    hasher.field("language", &profile.language);
    hasher.field("timezone", &profile.timezone);
}

fn add_provider(profile: &ProviderProfile, hasher: &mut ContentHasher) {
    hasher.field("name", &profile.name);
    hasher.field("email", &profile.email);
    hasher.field("started_on", &profile.started_on);
    hasher.field("minutes_per_week", &profile.minutes_per_week);
    hasher.field("skills", &profile.skills);
    hasher.field("languages", &profile.languages);
    hasher.field("team", &profile.team);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn purchase(amount_minor: i64, product: Option<&str>) -> Record {
        let detail = Purchase { amount_minor, product: product.map(Text::from), ..Purchase::default() };
        Record {
            line: 2,
            id: FactId::of("shop", FactKind::Purchase, "1"),
            external_id: Some("1".into()),
            at: Timestamp(0),
            customer: "ana".into(),
            provider: None,
            body: Body::Purchase(detail),
            extras: None,
        }
    }

    #[test]
    fn what_a_row_says_decides_its_hash_and_its_line_does_not() {
        let row = purchase(100, None);
        let moved = Record { line: 99, ..row.clone() };
        assert_eq!(row.content_hash(), moved.content_hash());
        assert_ne!(row.content_hash(), purchase(101, None).content_hash());
        assert_ne!(row.content_hash(), purchase(100, Some("soap")).content_hash());
    }
}
