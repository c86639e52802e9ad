//! The kinds of plain record and their columns: the one table from which reading, detection, drafts of
//! mappings and messages all take their names.

use book::FactKind;

/// One column of a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// True when every row must fill it.
    pub is_required: bool,
    /// What stands in it, for messages and drafts.
    pub what: &'static str,
}

/// A column's place in the table of its kind.
pub trait Place: Copy {
    /// Place from 0.
    fn place(self) -> usize;
}

/// Declares the columns of one kind: a table of [`Column`]s and an enum of their places.
macro_rules! columns {
    ($(#[$doc:meta])* $place:ident in $table:ident {
        $($variant:ident = $name:literal $need:ident $what:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[allow(missing_docs, reason = "each place is the column of the same name")]
        pub enum $place { $($variant,)* }
        impl Place for $place {
            fn place(self) -> usize { self as usize }
        }
        const $table: &[Column] = &[
            $(Column { name: $name, is_required: columns!(@ $need), what: $what },)*
        ];
    };
    (@ required) => { true };
    (@ optional) => { false };
}

columns!(
    /// Columns of `providers.csv`.
    ProviderColumn in PROVIDERS {
        Provider = "provider" required "the source's id of the provider",
        Name = "name" optional "a name",
        Email = "email" optional "an e-mail address",
        StartedOn = "started_on" optional "a day such as 2024-01-31",
        MinutesPerWeek = "minutes_per_week" optional "whole minutes from 0 to 10080",
        Skills = "skills" optional "skills, separated by semicolons",
        Languages = "languages" optional "languages, separated by semicolons",
        Team = "team" optional "a team",
    }
);
columns!(
    /// Columns of `customers.csv`.
    CustomerColumn in CUSTOMERS {
        Customer = "customer" required "the source's id of the customer",
        Kind = "kind" optional "person or organization",
        Name = "name" optional "a name",
        Email = "email" optional "an e-mail address",
        Phone = "phone" optional "a telephone number",
        Since = "since" optional "a day such as 2024-01-31",
        AssignedTo = "assigned_to" optional "the source's id of a provider",
        Language = "language" optional "a language",
        Timezone = "timezone" optional "an IANA time zone such as Europe/London",
    }
);
columns!(
    /// Columns of `interactions.csv`.
    InteractionColumn in INTERACTIONS {
        Id = "id" required "the source's id of the interaction",
        At = "at" required "when it happened",
        Customer = "customer" required "the source's id of the customer",
        Provider = "provider" optional "the source's id of the provider",
        InitiatedBy = "initiated_by" optional "customer or us",
        TwoWay = "two_way" optional "true or false: both sides spoke",
        Channel = "channel" optional "a channel such as phone",
        Minutes = "minutes" optional "minutes it took",
        Purpose = "purpose" optional "what it was about",
        Solved = "solved" optional "true or false: the matter was settled",
        HistorySeen = "history_seen" optional "true or false: the provider saw the history",
        HandedOff = "handed_off" optional "true or false: it was passed on",
        AskedQuestion = "asked_question" optional "true or false: the provider asked how things are",
    }
);
columns!(
    /// Columns of `purchases.csv`. A negative amount is money given back: a return, as is `returned`.
    PurchaseColumn in PURCHASES {
        Id = "id" required "the source's id of the purchase",
        At = "at" required "when it was bought",
        Customer = "customer" required "the source's id of the customer",
        Amount = "amount" required "the total",
        Currency = "currency" optional "three letters such as EUR",
        Provider = "provider" optional "the source's id of the provider",
        Cost = "cost" optional "cost to the business",
        Discount = "discount" optional "discount given",
        Product = "product" optional "the product, or the leading one",
        Quantity = "quantity" optional "number of pieces",
        Incentive = "incentive" optional "the incentive under which it was bought",
        Returned = "returned" optional "true or false: goods came back",
    }
);
columns!(
    /// Columns of `deliveries.csv`.
    DeliveryColumn in DELIVERIES {
        Id = "id" required "the source's id of the delivery",
        Purchase = "purchase" required "the source's id of the purchase",
        DeliveredAt = "delivered_at" required "when it was delivered",
        PromisedAt = "promised_at" optional "when it was promised for",
        GotIt = "got_it" optional "true or false: the customer got what was wanted",
        Easy = "easy" optional "true or false: it was easy",
        Pleasant = "pleasant" optional "true or false: it was pleasant",
        Returned = "returned" optional "true or false: it came back",
        Defect = "defect" optional "true or false: it was defective",
    }
);
columns!(
    /// Columns of `voice.csv`.
    VoiceColumn in VOICE {
        Id = "id" required "the source's id of the word",
        At = "at" required "when it was said",
        Customer = "customer" required "the source's id of the customer",
        Kind = "kind" required "complaint, concern, suggestion or praise",
        Provider = "provider" optional "the source's id of the provider",
        Severity = "severity" optional "1 (slight), 2 or 3 (grave)",
        Channel = "channel" optional "a channel such as phone",
        ResolvedAt = "resolved_at" optional "when it was put right",
        Satisfied = "satisfied" optional "true or false: the customer is satisfied with it",
        Text = "text" optional "what was said",
    }
);
columns!(
    /// Columns of `promises.csv`.
    PromiseColumn in PROMISES {
        Id = "id" required "the source's id of the promise",
        MadeAt = "made_at" required "when it was made",
        Customer = "customer" required "the source's id of the customer",
        What = "what" required "what was promised",
        Provider = "provider" optional "the source's id of the provider",
        By = "by" optional "provider, organization or customer",
        DueAt = "due_at" optional "when it is due",
        Outcome = "outcome" optional "open, kept, late, broken, renegotiated or withdrawn",
        ClosedAt = "closed_at" optional "when it was settled",
        DependsOn = "depends_on" optional "on whom or what it depends",
    }
);
columns!(
    /// Columns of `knowledge.csv`.
    KnowledgeColumn in KNOWLEDGE {
        Id = "id" required "the source's id of the knowledge",
        LearnedAt = "learned_at" required "when it was learnt",
        Customer = "customer" required "the source's id of the customer",
        Kind = "kind" required "a kind such as preference",
        Text = "text" required "what is known",
        Provider = "provider" optional "the source's id of the provider",
        Origin = "origin" optional "stated, observed or asserted",
        ExpiresAt = "expires_at" optional "until when it can be relied on",
    }
);
columns!(
    /// Columns of `adaptations.csv`.
    AdaptationColumn in ADAPTATIONS {
        Id = "id" required "the source's id of the adaptation",
        At = "at" required "when it happened",
        Customer = "customer" required "the source's id of the customer",
        Knowledge = "knowledge" required "the source's id of the knowledge used",
        Provider = "provider" optional "the source's id of the provider",
        Interaction = "interaction" optional "the source's id of the interaction",
    }
);
columns!(
    /// Columns of `wishes.csv`.
    WishColumn in WISHES {
        Id = "id" required "the source's id of the wish",
        At = "at" required "when it was said",
        Customer = "customer" required "the source's id of the customer",
        Wish = "wish" required "strictly_business, collaborative, fan, a cadence such as P30D, or a provider",
        Origin = "origin" optional "stated, observed, asserted or inferred",
        Channel = "channel" optional "a channel such as phone",
    }
);
columns!(
    /// Columns of `referrals.csv`.
    ReferralColumn in REFERRALS {
        Id = "id" required "the source's id of the referral",
        At = "at" required "when it happened",
        FromCustomer = "from_customer" required "the source's id of the customer who brought another",
        ToCustomer = "to_customer" required "the source's id of the customer who came",
        Rewarded = "rewarded" optional "true or false: a reward was given for it",
    }
);
columns!(
    /// Columns of `benefits.csv`.
    BenefitColumn in BENEFITS {
        Id = "id" required "the source's id of the benefit",
        At = "at" required "when it was given",
        Customer = "customer" required "the source's id of the customer",
        Level = "level" required "financial, social or structural",
        What = "what" required "what it is",
        Cost = "cost" optional "cost to the business",
        Conditional = "conditional" optional "true or false: given only with a purchase",
        UsedAt = "used_at" optional "when it was used",
        Valued = "valued" optional "true or false: the customer confirmed its worth",
        ExitRoute = "exit_route" optional "how the customer can leave it",
    }
);
columns!(
    /// Columns of `permissions.csv`.
    PermissionColumn in PERMISSIONS {
        Id = "id" required "the source's id of the permission",
        At = "at" required "since when it holds",
        Customer = "customer" required "the source's id of the customer",
        Channel = "channel" required "a channel such as email, or all",
        Purpose = "purpose" required "a purpose, or all",
        State = "state" required "granted, soft_opt_in or refused",
        Evidence = "evidence" optional "how it is known",
    }
);
columns!(
    /// Columns of `touches.csv`.
    TouchColumn in TOUCHES {
        Id = "id" required "the source's id of the touch",
        At = "at" required "when it was sent",
        Customer = "customer" required "the source's id of the customer",
        Tactic = "tactic" required "the tactic it belongs to",
        Channel = "channel" required "a channel such as email",
        Provider = "provider" optional "the source's id of the provider",
        ConditionalOnPurchase = "conditional_on_purchase" optional "true or false: depends on buying",
        ClaimsRelationship = "claims_relationship" optional "true or false: its words claim a relationship",
        SameForAll = "same_for_all" optional "true or false: the same words went to nearly everybody",
        HumanAuthor = "human_author" optional "true or false: a person wrote it",
        SignedByNonauthor = "signed_by_nonauthor" optional "true or false: signed by another",
        AnsweredAt = "answered_at" optional "when the customer answered",
        OptedOut = "opted_out" optional "true or false: the customer opted out because of it",
        Complained = "complained" optional "true or false: the customer complained about it",
    }
);

/// The kinds of plain record, in the order in which files are best read: parties first, then what others
/// refer to, then the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each kind is the file of the same name")]
pub enum RecordKind {
    Providers,
    Customers,
    Purchases,
    Interactions,
    Knowledge,
    Deliveries,
    Voice,
    Promises,
    Adaptations,
    Wishes,
    Referrals,
    Benefits,
    Permissions,
    Touches,
}

impl RecordKind {
    /// Every kind, in reading order.
    pub const ALL: [RecordKind; 14] = [
        RecordKind::Providers,
        RecordKind::Customers,
        RecordKind::Purchases,
        RecordKind::Interactions,
        RecordKind::Knowledge,
        RecordKind::Deliveries,
        RecordKind::Voice,
        RecordKind::Promises,
        RecordKind::Adaptations,
        RecordKind::Wishes,
        RecordKind::Referrals,
        RecordKind::Benefits,
        RecordKind::Permissions,
        RecordKind::Touches,
    ];

    /// The word for it: its file's name without `.csv`.
    pub fn word(self) -> &'static str {
        match self {
            RecordKind::Providers => "providers",
            RecordKind::Customers => "customers",
            RecordKind::Purchases => "purchases",
            RecordKind::Interactions => "interactions",
            RecordKind::Knowledge => "knowledge",
            RecordKind::Deliveries => "deliveries",
            RecordKind::Voice => "voice",
            RecordKind::Promises => "promises",
            RecordKind::Adaptations => "adaptations",
            RecordKind::Wishes => "wishes",
            RecordKind::Referrals => "referrals",
            RecordKind::Benefits => "benefits",
            RecordKind::Permissions => "permissions",
            RecordKind::Touches => "touches",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<RecordKind> {
        RecordKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Its columns, required ones first.
    pub fn columns(self) -> &'static [Column] {
        match self {
            RecordKind::Providers => PROVIDERS,
            RecordKind::Customers => CUSTOMERS,
            RecordKind::Purchases => PURCHASES,
            RecordKind::Interactions => INTERACTIONS,
            RecordKind::Knowledge => KNOWLEDGE,
            RecordKind::Deliveries => DELIVERIES,
            RecordKind::Voice => VOICE,
            RecordKind::Promises => PROMISES,
            RecordKind::Adaptations => ADAPTATIONS,
            RecordKind::Wishes => WISHES,
            RecordKind::Referrals => REFERRALS,
            RecordKind::Benefits => BENEFITS,
            RecordKind::Permissions => PERMISSIONS,
            RecordKind::Touches => TOUCHES,
        }
    }

    /// The kind of fact its rows are; `None` for parties.
    pub fn fact_kind(self) -> Option<FactKind> {
        Some(match self {
            RecordKind::Providers | RecordKind::Customers => return None,
            RecordKind::Purchases => FactKind::Purchase,
            RecordKind::Interactions => FactKind::Interaction,
            RecordKind::Knowledge => FactKind::Knowledge,
            RecordKind::Deliveries => FactKind::Delivery,
            RecordKind::Voice => FactKind::Voice,
            RecordKind::Promises => FactKind::Promise,
            RecordKind::Adaptations => FactKind::Adaptation,
            RecordKind::Wishes => FactKind::Wish,
            RecordKind::Referrals => FactKind::Referral,
            RecordKind::Benefits => FactKind::Benefit,
            RecordKind::Permissions => FactKind::Permission,
            RecordKind::Touches => FactKind::Touch,
        })
    }
}
