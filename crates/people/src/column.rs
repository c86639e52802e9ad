//! The catalogue of columns: what each is called in a URL and on the page, and what it can hold.

use crate::words::{self, Word};

/// What a column holds, and hence how it can be filtered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ColumnKind {
    /// Words of the customer's own: found by search, not by a filter.
    Text,
    /// One of a closed list of words, or unknown.
    Word(&'static [Word]),
    /// One of the words that the records themselves bring (sources, languages), or unknown.
    Open,
    /// A provider, or nobody.
    Provider,
    /// A civil day, or never.
    Day,
    /// A whole number, zero or more, or unknown.
    Count,
    /// An estimate: its value decides filters and order, but it is shown and exported only as a word, because
    /// its interval is not kept here. The list gives the upper bound of each word's band.
    Estimate(&'static [Band]),
    /// Minor units of the book's currency; negative when more was given back than paid.
    Money,
}

/// A band of an estimate: its word for values below `below` (the last band has no upper end).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Upper end, excluded; infinite for the last band.
    pub below: f64,
    /// The word and its label.
    pub word: Word,
}

/// Where the index keeps a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Name,
    ExternalId,
    Email,
    Phone,
    Source,
    Language,
    Provider,
    Assigned,
    Word(usize),
    Number(usize),
    Spent,
}

/// One line of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ColumnInfo {
    /// Which column.
    pub column: Column,
    /// Its name in URLs and in the head of a CSV file.
    pub key: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    pub(crate) place: Place,
}

macro_rules! catalogue {
    ($($(#[$doc:meta])* $column:ident $key:literal $label:literal $kind:expr, $place:expr;)*) => {
        /// The columns of the list, in the order of the catalogue.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Column { $($(#[$doc])* $column,)* }

        static CATALOGUE: &[ColumnInfo] = &[$(ColumnInfo {
            column: Column::$column, key: $key, label: $label, kind: $kind, place: $place,
        },)*];
    };
}

use ColumnKind as Kind;

catalogue! {
    /// The name, or the source's id where no name is known.
    Name "name" "Name" Kind::Text, Place::Name;
    /// The source's own id.
    ExternalId "id" "Id" Kind::Text, Place::ExternalId;
    /// E-mail address.
    Email "email" "E-mail" Kind::Text, Place::Email;
    /// Telephone number.
    Phone "phone" "Phone" Kind::Text, Place::Phone;
    /// Person or organization.
    Party "party" "Person or organization" Kind::Word(words::PARTY), Place::Word(0);
    /// The source that brought the customer.
    Source "source" "Source" Kind::Open, Place::Source;
    /// Preferred language.
    Language "language" "Language" Kind::Open, Place::Language;
    /// Customer since this day, when stated.
    Since "since" "Customer since" Kind::Day, Place::Number(0);
    /// Who is responsible.
    Provider "provider" "Served by" Kind::Provider, Place::Provider;
    /// Who was assigned by the records.
    Assigned "assigned" "Assigned to" Kind::Provider, Place::Assigned;
    /// J1.
    RelationshipKind "kind" "Kind" Kind::Word(words::KIND), Place::Word(1);
    /// J2, printed organization-provider, provider-customer, organization-customer.
    OpcConfiguration "triangle" "Triangle" Kind::Word(words::TRIANGLE), Place::Word(2);
    /// J4: the foundation gate.
    FoundationGate "gate" "Foundation" Kind::Word(words::GATE), Place::Word(3);
    /// J4: the working rung.
    Rung "rung" "Rung" Kind::Word(words::RUNG), Place::Word(4);
    /// J5.
    ThreePartTest "three_part_test" "Three-part test" Kind::Word(words::THREE_PART), Place::Word(5);
    /// J6a on contacts.
    ContactRhythm "rhythm" "Contact rhythm" Kind::Word(words::RHYTHM), Place::Word(6);
    /// J6a on purchases.
    PurchaseRhythm "purchase_rhythm" "Purchase rhythm" Kind::Word(words::RHYTHM), Place::Word(7);
    /// J6c.
    Initiative "initiative" "Initiative" Kind::Word(words::INITIATIVE), Place::Word(8);
    /// J6d.
    CandorSilence "candor" "Frank words" Kind::Word(words::CANDOR), Place::Word(9);
    /// J6e.
    AccumulatingLoad "load" "Unresolved load" Kind::Word(words::LOAD), Place::Word(10);
    /// J6f.
    Velocity "velocity" "Link over time" Kind::Word(words::VELOCITY), Place::Word(11);
    /// J6.
    Decline "decline" "Decline" Kind::Word(words::DECLINE), Place::Word(12);
    /// How many signs of decline there are.
    Signs "signs" "Signs of decline" Kind::Count, Place::Number(1);
    /// J6b: chance that the customer is still buying.
    Alive "alive" "Still buying" Kind::Estimate(words::ALIVE), Place::Number(2);
    /// J6b: purchases expected in the next 90 days.
    ExpectedPurchases "expected_purchases" "Expected purchases"
        Kind::Estimate(words::EXPECTED), Place::Number(3);
    /// J8: our promises kept on time.
    PromisesKept "promises_kept" "Our promises kept" Kind::Estimate(words::SHARE), Place::Number(4);
    /// J8: the customer's promises kept on time.
    PromisesKeptByCustomer "promises_kept_by_customer" "Their promises kept"
        Kind::Estimate(words::SHARE), Place::Number(5);
    /// J16: follow-ups done of those due.
    FollowUpCoverage "follow_up_coverage" "Follow-ups done" Kind::Estimate(words::SHARE), Place::Number(6);
    /// Contacts of any kind.
    Contacts "contacts" "Contacts" Kind::Count, Place::Number(7);
    /// Day of the first contact.
    FirstContact "first_contact" "First contact" Kind::Day, Place::Number(8);
    /// Day of the last contact.
    LastContact "last_contact" "Last contact" Kind::Day, Place::Number(9);
    /// Open issues.
    OpenIssues "issues" "Open issues" Kind::Count, Place::Number(10);
    /// Day of the oldest open issue.
    OldestIssue "oldest_issue" "Oldest issue" Kind::Day, Place::Number(11);
    /// Open promises.
    OpenPromises "promises" "Open promises" Kind::Count, Place::Number(12);
    /// Day on which the next open promise is due.
    NextDue "next_due" "Next due" Kind::Day, Place::Number(13);
    /// Day on which the customer was last asked how it goes.
    LastAsked "asked" "Last asked" Kind::Day, Place::Number(14);
    /// Day of the last frank word.
    LastVoice "voice" "Last frank word" Kind::Day, Place::Number(15);
    /// How the customer wishes to be treated.
    WantedStyle "wanted_style" "Wanted style" Kind::Word(words::STYLE), Place::Word(13);
    /// Whether the customer refused to be contacted.
    Refused "refused" "Contact refused" Kind::Word(words::YES_NO), Place::Word(14);
    /// Purchases. Figures about money come last.
    Purchases "purchases" "Purchases" Kind::Count, Place::Number(16);
    /// Day of the first purchase.
    FirstPurchase "first_purchase" "First purchase" Kind::Day, Place::Number(17);
    /// Day of the last purchase.
    LastPurchase "last_purchase" "Last purchase" Kind::Day, Place::Number(18);
    /// Spent in all.
    Spent "spent" "Spent" Kind::Money, Place::Spent;
}

/// Columns of words, and of small numbers.
pub(crate) const WORD_COLUMNS: usize = 15;
pub(crate) const NUMBER_COLUMNS: usize = 19;

/// Every column in the order of the catalogue, for pickers and filter menus.
pub fn columns() -> &'static [ColumnInfo] {
    CATALOGUE
}

impl Column {
    /// The line of the catalogue.
    pub fn info(self) -> &'static ColumnInfo {
        &CATALOGUE[self as usize]
    }

    /// The name in URLs and CSV heads.
    pub fn key(self) -> &'static str {
        self.info().key
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        self.info().label
    }

    /// What it holds.
    pub fn kind(self) -> ColumnKind {
        self.info().kind
    }

    /// The column of that key.
    pub fn parse(key: &str) -> Option<Column> {
        CATALOGUE.iter().find(|info| info.key == key).map(|info| info.column)
    }

    /// Whether a filter can name it: text is found by search instead.
    pub fn can_be_filtered(self) -> bool {
        self.kind() != ColumnKind::Text
    }

    pub(crate) fn place(self) -> Place {
        self.info().place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_where_its_number_says() {
        let mut keys = std::collections::BTreeSet::new();
        for (place, info) in columns().iter().enumerate() {
            assert_eq!(info.column as usize, place);
            assert_eq!(Column::parse(info.key), Some(info.column));
            assert!(keys.insert(info.key), "{} twice", info.key);
            assert!(!["q", "sort", "columns", "page"].contains(&info.key), "{} is taken", info.key);
        }
        for number in 0..WORD_COLUMNS {
            assert_eq!(columns().iter().filter(|info| info.place == Place::Word(number)).count(), 1);
        }
        for number in 0..NUMBER_COLUMNS {
            assert_eq!(columns().iter().filter(|info| info.place == Place::Number(number)).count(), 1);
        }
    }
}
