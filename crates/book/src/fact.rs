//! The kinds of fact, one struct each. A field that is `None` is unknown, which is neither zero nor "fine".

use crate::content::{Content, ContentHasher};
use crate::{Currency, Day, FactId, FactRef, ProviderId, SourceId, Text, Timestamp};
use serde::{Deserialize, Serialize};

/// The kinds of fact. The number is part of every [`FactId`]: never renumber.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum FactKind {
    /// An [`Interaction`].
    Interaction = 1,
    /// A [`Purchase`].
    Purchase = 2,
    /// A [`Delivery`].
    Delivery = 3,
    /// A [`Voice`] event.
    Voice = 4,
    /// A [`Promise`].
    Promise = 5,
    /// A [`Knowledge`] fact.
    Knowledge = 6,
    /// An [`Adaptation`].
    Adaptation = 7,
    /// A [`Wish`].
    Wish = 8,
    /// A [`Referral`].
    Referral = 9,
    /// A [`Benefit`].
    Benefit = 10,
    /// A [`Permission`].
    Permission = 11,
    /// A [`Touch`].
    Touch = 12,
}

impl FactKind {
    /// Every kind, in order of number.
    pub const ALL: [FactKind; 12] = [
        FactKind::Interaction,
        FactKind::Purchase,
        FactKind::Delivery,
        FactKind::Voice,
        FactKind::Promise,
        FactKind::Knowledge,
        FactKind::Adaptation,
        FactKind::Wish,
        FactKind::Referral,
        FactKind::Benefit,
        FactKind::Permission,
        FactKind::Touch,
    ];

    /// The word for it in ids, tables and JSON.
    pub fn word(self) -> &'static str {
        match self {
            FactKind::Interaction => "interaction",
            FactKind::Purchase => "purchase",
            FactKind::Delivery => "delivery",
            FactKind::Voice => "voice",
            FactKind::Promise => "promise",
            FactKind::Knowledge => "knowledge",
            FactKind::Adaptation => "adaptation",
            FactKind::Wish => "wish",
            FactKind::Referral => "referral",
            FactKind::Benefit => "benefit",
            FactKind::Permission => "permission",
            FactKind::Touch => "touch",
        }
    }
}

/// A fact of one customer, resolved inside a book.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact<D> {
    /// The same in every book.
    pub id: FactId,
    /// Where it came from.
    pub source: SourceId,
    /// The source's own id, when it gave one.
    pub external_id: Option<Text>,
    /// When it happened.
    pub at: Timestamp,
    /// The civil day of `at` in the book's time zone.
    pub day: Day,
    /// The provider it involves, when known.
    pub provider: Option<ProviderId>,
    /// What happened.
    pub detail: D,
}

impl<D: Detail> Fact<D> {
    /// How to name this fact to a person.
    pub fn reference(&self) -> FactRef {
        FactRef { kind: D::KIND, id: self.id, external_id: self.external_id.clone() }
    }
}

/// What every kind of fact can do.
pub trait Detail {
    /// The kind.
    const KIND: FactKind;
    /// Adds its fields to a content hash.
    fn add_content(&self, hasher: &mut ContentHasher);
}

/// Declares a kind of fact: its struct, and its content hash over all fields, so that none can be forgotten.
macro_rules! detail {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
        pub struct $name { $($(#[$field_doc])* pub $field: $kind,)* }
        impl Detail for $name {
            const KIND: FactKind = FactKind::$name;
            fn add_content(&self, hasher: &mut ContentHasher) {
                $(hasher.field(stringify!($field), &self.$field);)*
            }
        }
    };
}

/// Declares a closed list of words: the enum, its snake_case spelling, and its reading.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[repr(u8)]
        pub enum $name { $($(#[$word_doc])* $variant,)* }
        impl $name {
            /// Every word, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];
            /// The word as written in records.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
            /// Reads the word; `None` when it is none of the list.
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($word => Some($name::$variant),)* _ => None }
            }
        }
        impl Content for $name {
            fn add_to(&self, hasher: &mut crate::content::Hash63) {
                hasher.update(self.word().as_bytes());
            }
        }
    };
}

words!(
    /// Who began a contact.
    Initiator {
        /// The customer.
        Customer = "customer",
        /// The business.
        Us = "us",
    }
);
words!(
    /// Kinds of voice (Hirschman 1970): what a customer says about how it goes.
    VoiceKind {
        /// Something went wrong.
        Complaint = "complaint",
        /// Something may go wrong.
        Concern = "concern",
        /// Something could be better.
        Suggestion = "suggestion",
        /// Something went well.
        Praise = "praise",
    }
);
words!(
    /// Who made a promise.
    Promisor {
        /// The person who serves.
        Provider = "provider",
        /// The business.
        Organization = "organization",
        /// The customer.
        Customer = "customer",
    }
);
words!(
    /// What became of a promise.
    PromiseOutcome {
        /// Still to be kept.
        Open = "open",
        /// Kept on time.
        Kept = "kept",
        /// Kept after it was due.
        Late = "late",
        /// Not kept.
        Broken = "broken",
        /// Changed before it was due, and accepted.
        Renegotiated = "renegotiated",
        /// Released by the one to whom it was made.
        Withdrawn = "withdrawn",
    }
);
words!(
    /// Where a fact comes from. For wishes: stated outranks observed, asserted and inferred.
    Origin {
        /// The customer's own words.
        Stated = "stated",
        /// An event that happened.
        Observed = "observed",
        /// A provider's opinion.
        Asserted = "asserted",
        /// Computed.
        Inferred = "inferred",
    }
);
words!(
    /// How deep a benefit binds (Berry & Parasuraman 1991; Kotler's three approaches, C66).
    BondLevel {
        /// Money.
        Financial = "financial",
        /// Personal attention.
        Social = "social",
        /// Equipment, links, ways of working.
        Structural = "structural",
    }
);
words!(
    /// Whether a person may be contacted for a purpose.
    PermissionState {
        /// Said yes, with evidence.
        Granted = "granted",
        /// Bought similar goods and was offered a free way out (ePrivacy Art. 13).
        SoftOptIn = "soft_opt_in",
        /// Said no.
        Refused = "refused",
    }
);
words!(
    /// The relationship styles a customer may wish for (E4, C158).
    Style {
        /// Buy and fly.
        StrictlyBusiness = "strictly_business",
        /// To mutual benefit.
        Collaborative = "collaborative",
        /// Eager for what is next.
        Fan = "fan",
    }
);

detail!(
    /// One contact between the customer and the business.
    Interaction {
        /// Who began it.
        initiated_by: Option<Initiator>,
        /// True when both sides spoke; a message without an answer is not.
        two_way: Option<bool>,
        /// `phone`, `email`, `in_person`, …
        channel: Option<Text>,
        /// Minutes it took, zero or more.
        minutes: Option<f64>,
        /// What it was about.
        purpose: Option<Text>,
        /// The customer's matter was settled.
        solved: Option<bool>,
        /// The provider opened the customer's history before or during it.
        history_seen: Option<bool>,
        /// It had to be passed to somebody else.
        handed_off: Option<bool>,
        /// The provider asked how things are (a check-in question).
        asked_question: Option<bool>,
    }
);
detail!(
    /// A commercial exchange: one order, invoice or sale. A return is one too, with `returned` set.
    Purchase {
        /// Total in minor units of `currency`, zero or more; what came back when `returned`.
        amount_minor: i64,
        /// Currency of all amounts of this purchase; the book's own when `None`.
        currency: Option<Currency>,
        /// Cost to the business in minor units.
        cost_minor: Option<i64>,
        /// Discount given in minor units.
        discount_minor: Option<i64>,
        /// Product, or the leading one of several.
        product: Option<Text>,
        /// Number of pieces.
        quantity: Option<f64>,
        /// Incentive under which it was bought.
        incentive: Option<Text>,
        /// True when goods came back: a return or cancellation, never counted as a purchase.
        returned: Option<bool>,
    }
);
detail!(
    /// The fulfilment of a purchase and the customer's three answers (C147). `at` is the day delivered.
    Delivery {
        /// The purchase it fulfils.
        purchase: Option<FactId>,
        /// When it was promised for.
        promised_at: Option<Timestamp>,
        /// Did the customer get what was wanted?
        got_it: Option<bool>,
        /// Was it easy?
        easy: Option<bool>,
        /// Was it pleasant?
        pleasant: Option<bool>,
        /// It came back.
        returned: Option<bool>,
        /// It was defective.
        defect: Option<bool>,
    }
);
detail!(
    /// A word from the customer. An unresolved complaint or concern is an open issue.
    Voice {
        /// Which kind of word.
        kind: Option<VoiceKind>,
        /// 1 (slight) to 3 (grave).
        severity: Option<u8>,
        /// How it was said.
        channel: Option<Text>,
        /// When it was put right; unknown or never when `None`.
        resolved_at: Option<Timestamp>,
        /// The customer's own answer, after it was put right.
        satisfied: Option<bool>,
        /// What was said.
        text: Option<Text>,
    }
);
detail!(
    /// A promise, in either direction (C8, C126). `at` is when it was made.
    Promise {
        /// In which words.
        what: Text,
        /// Who made it; the provider when `None`.
        by: Option<Promisor>,
        /// When it is due.
        due_at: Option<Timestamp>,
        /// What became of it; open when `None`.
        outcome: Option<PromiseOutcome>,
        /// When it was settled.
        closed_at: Option<Timestamp>,
        /// On whom or what it depends (C62).
        depends_on: Option<Text>,
    }
);
detail!(
    /// Something known about the customer. `at` is when it was learnt.
    Knowledge {
        /// Kind of knowledge: `preference`, `family`, `common_ground`, `care`, `future_need`,
        /// `expectation`, …
        kind: Text,
        /// What is known, written as if the person will read it.
        text: Text,
        /// Stated, observed or asserted.
        origin: Option<Origin>,
        /// No longer to be relied on after this.
        expires_at: Option<Timestamp>,
    }
);
detail!(
    /// A known fact was used to adapt the service.
    Adaptation {
        /// The knowledge that was used.
        knowledge: Option<FactId>,
        /// The contact in which it was used.
        interaction: Option<FactId>,
    }
);
detail!(
    /// How the customer wants to be treated: exactly one of style, cadence, named provider.
    Wish {
        /// A wished style.
        style: Option<Style>,
        /// A wished cadence in days between contacts.
        cadence_days: Option<u32>,
        /// A named provider, by the source's id.
        named_provider: Option<Text>,
        /// Stated unless another origin is named.
        origin: Option<Origin>,
        /// How it was said.
        channel: Option<Text>,
    }
);
detail!(
    /// This customer brought another one.
    Referral {
        /// The source's id of the customer who came.
        to_customer: Text,
        /// A reward was given for it.
        rewarded: Option<bool>,
    }
);
detail!(
    /// A benefit given to the customer.
    Benefit {
        /// How deep it binds.
        level: Option<BondLevel>,
        /// What it is.
        what: Text,
        /// Cost in minor units of the book's currency.
        cost_minor: Option<i64>,
        /// Given only with a purchase (an incentive; never called a gift).
        conditional: Option<bool>,
        /// When it was used.
        used_at: Option<Timestamp>,
        /// The customer confirmed its worth.
        valued: Option<bool>,
        /// How the customer can leave it (for structural ties).
        exit_route: Option<Text>,
    }
);
detail!(
    /// What the customer allows.
    Permission {
        /// Channel it is about; `all` for every channel.
        channel: Text,
        /// Purpose it is about; `all` for every purpose.
        purpose: Text,
        /// Yes, soft yes, or no.
        state: Option<PermissionState>,
        /// How it is known.
        evidence: Option<Text>,
    }
);
detail!(
    /// One outbound message or act of a tactic.
    Touch {
        /// The tactic it belongs to.
        tactic: Text,
        /// How it was sent.
        channel: Option<Text>,
        /// Its benefit depends on buying.
        conditional_on_purchase: Option<bool>,
        /// Its words claim a relationship.
        claims_relationship: Option<bool>,
        /// The same words went to nearly everybody.
        same_for_all: Option<bool>,
        /// A person wrote it.
        human_author: Option<bool>,
        /// Signed by someone who did not write it.
        signed_by_nonauthor: Option<bool>,
        /// When the customer answered.
        answered_at: Option<Timestamp>,
        /// The customer opted out because of it.
        opted_out: Option<bool>,
        /// The customer complained about it.
        complained: Option<bool>,
    }
);
