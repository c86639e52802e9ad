//! The twelve kinds of fact as tables: for each its columns, written and read field by field.

use crate::column::Column;
use crate::error::Problem;
use crate::narrow::Places;
use crate::row::RowWriter;
use book::*;
use rusqlite::Row;

/// Columns before the first one of the detail: customer_id, at, fact_id, source_id, external_id, provider_id.
pub(crate) const LEADING: usize = 6;

/// A kind of fact that has a table.
pub(crate) trait Stored: Detail + Sized {
    /// Names of the kind's queries.
    const QUERIES: Queries;
    /// Names of the detail's own columns, in order.
    const COLUMNS: &'static [&'static str];
    /// Packs the detail as the parameters after the leading ones.
    fn put(&self, row: &mut RowWriter<'_>);
    /// Reads the detail from the columns after the leading ones.
    fn take(row: &Row<'_>, places: &Places) -> Result<Self, Problem>;
    /// The list of this kind in a history.
    fn list(history: &mut History) -> &mut Vec<Fact<Self>>;
    /// The detail as part of a record.
    fn body(self) -> Body;
}

/// Names of the queries that every kind has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Queries {
    /// Facts of a range of customers.
    pub scan: &'static str,
    /// One fact with its extras.
    pub whole: &'static str,
    /// All facts with their extras.
    pub all: &'static str,
    /// Adds one.
    pub insert: &'static str,
    /// Removes one.
    pub delete: &'static str,
}

macro_rules! stored {
    ($kind:ident, $table:literal, $list:ident { $($field:ident = $column:literal,)* }) => {
        impl Stored for $kind {
            const QUERIES: Queries = Queries {
                scan: concat!("scan_", $table),
                whole: concat!("whole_", $table),
                all: concat!("all_", $table),
                insert: concat!("insert_", $table),
                delete: concat!("delete_", $table),
            };
            const COLUMNS: &'static [&'static str] = &[$($column,)*];
            fn put(&self, row: &mut RowWriter<'_>) {
                let mut place = LEADING as u8;
                $(place += 1; self.$field.put(place, row);)*
                debug_assert_eq!(usize::from(place), LEADING + Self::COLUMNS.len());
            }
            #[inline]
            fn take(row: &Row<'_>, places: &Places) -> Result<Self, Problem> {
                let mut column = LEADING;
                let mut next = || { column += 1; column - 1 };
                Ok($kind { $($field: places.take(row, next())?,)* })
            }
            fn list(history: &mut History) -> &mut Vec<Fact<Self>> {
                &mut history.$list
            }
            fn body(self) -> Body {
                Body::$kind(self)
            }
        }
    };
}

stored!(Interaction, "interaction", interactions {
    initiated_by = "initiated_by",
    two_way = "two_way",
    channel = "channel",
    minutes = "minutes",
    purpose = "purpose",
    solved = "solved",
    history_seen = "history_seen",
    handed_off = "handed_off",
    asked_question = "asked_question",
});
stored!(Purchase, "purchase", purchases {
    amount_minor = "amount_minor",
    currency = "currency",
    cost_minor = "cost_minor",
    discount_minor = "discount_minor",
    product = "product",
    quantity = "quantity",
    incentive = "incentive",
    returned = "returned",
});
stored!(Delivery, "delivery", deliveries {
    purchase = "purchase_fact_id",
    promised_at = "promised_at",
    got_it = "got_it",
    easy = "easy",
    pleasant = "pleasant",
    returned = "returned",
    defect = "defect",
});
stored!(Voice, "voice", voice {
    kind = "kind",
    severity = "severity",
    channel = "channel",
    resolved_at = "resolved_at",
    satisfied = "satisfied",
    text = "text",
});
stored!(Promise, "promise", promises {
    what = "what",
    by = "promisor",
    due_at = "due_at",
    outcome = "outcome",
    closed_at = "closed_at",
    depends_on = "depends_on",
});
stored!(Knowledge, "knowledge", knowledge {
    kind = "kind",
    text = "text",
    origin = "origin",
    expires_at = "expires_at",
});
stored!(Adaptation, "adaptation", adaptations {
    knowledge = "knowledge_fact_id",
    interaction = "interaction_fact_id",
});
stored!(Wish, "wish", wishes {
    style = "style",
    cadence_days = "cadence_days",
    named_provider = "named_provider",
    origin = "origin",
    channel = "channel",
});
stored!(Referral, "referral", referrals {
    to_customer = "to_customer",
    rewarded = "rewarded",
});
stored!(Benefit, "benefit", benefits {
    level = "level",
    what = "what",
    cost_minor = "cost_minor",
    conditional = "conditional",
    used_at = "used_at",
    valued = "valued",
    exit_route = "exit_route",
});
stored!(Permission, "permission", permissions {
    channel = "channel",
    purpose = "purpose",
    state = "state",
    evidence = "evidence",
});
stored!(Touch, "touch", touches {
    tactic = "tactic",
    channel = "channel",
    conditional_on_purchase = "conditional_on_purchase",
    claims_relationship = "claims_relationship",
    same_for_all = "same_for_all",
    human_author = "human_author",
    signed_by_nonauthor = "signed_by_nonauthor",
    answered_at = "answered_at",
    opted_out = "opted_out",
    complained = "complained",
});

/// Does the same for the type of every kind of fact, or for the type of one kind known only at run time.
macro_rules! for_kind {
    ($kind:expr, $Type:ident => $body:expr) => {{
        use book::*;
        match $kind {
            FactKind::Interaction => {
                type $Type = Interaction;
                $body
            }
            FactKind::Purchase => {
                type $Type = Purchase;
                $body
            }
            FactKind::Delivery => {
                type $Type = Delivery;
                $body
            }
            FactKind::Voice => {
                type $Type = Voice;
                $body
            }
            FactKind::Promise => {
                type $Type = Promise;
                $body
            }
            FactKind::Knowledge => {
                type $Type = Knowledge;
                $body
            }
            FactKind::Adaptation => {
                type $Type = Adaptation;
                $body
            }
            FactKind::Wish => {
                type $Type = Wish;
                $body
            }
            FactKind::Referral => {
                type $Type = Referral;
                $body
            }
            FactKind::Benefit => {
                type $Type = Benefit;
                $body
            }
            FactKind::Permission => {
                type $Type = Permission;
                $body
            }
            FactKind::Touch => {
                type $Type = Touch;
                $body
            }
        }
    }};
}
pub(crate) use for_kind;

/// The queries of a kind.
pub(crate) fn queries(kind: FactKind) -> Queries {
    for_kind!(kind, Kind => Kind::QUERIES)
}
