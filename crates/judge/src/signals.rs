//! What the records say for and against a relationship: the signals behind J1, J2 and J5.
//!
//! Every rule below reads facts up to a [`Moment`] and about a [`Whom`] (one provider, or the organization).
//! A fact that names no provider concerns the organization, and of the providers only the closest one: the
//! one the customer named, else the one assigned, else the one who served most. A provider's opinion
//! (`asserted`), like a fact of unknown origin, never passes a test alone; what is `inferred` passes nothing.
//!
//! * **We know them** (T2, ours): [`Knowledge`] learnt within the window and not expired: three facts in two
//!   kinds, one of them not from buying ([`FROM_BUYING`]), one stated or observed.
//! * **They know the provider** (T2, theirs): a [`Wish`] naming the provider; knowledge of a kind in
//!   [`KNOWS_PROVIDER`], stated or observed; an [`Interaction`] the customer began with a purpose in
//!   [`ASKS_FOR_PROVIDER`].
//! * **Adaptation** (T3): an [`Adaptation`] by the provider (or in an interaction with the provider), once
//!   per contact.
//! * **Future, theirs** (T4), within 12 months: knowledge of a kind in [`EXPECTS`], stated or observed; a
//!   wish for the provider, or for a cadence; a promise of theirs, open and not past due; an interaction
//!   about a next date ([`NEXT_DATE`]). Against: knowledge of a kind in [`LEAVES`].
//! * **Future, ours** (T4), within 12 months: a promise of ours, open and not past due; knowledge of a kind
//!   in [`EXPECTS`] that we observed or assert; an interaction about a next date.
//! * **Trust, theirs** (T5): a frank word ([`Voice`]: complaint, concern or suggestion); knowledge of a kind
//!   in [`CONFIDES`], stated or observed. Against: an issue closed without satisfying them; a message they
//!   complained about; knowledge of a kind in [`DISTRUSTS`].
//! * **Trust, ours** (T5): a suggestion of theirs that was acted on; a promise of theirs that was kept;
//!   knowledge of a kind in [`TRUSTED`]. Against: a promise of theirs that was broken.
//! * **Claims**: a [`Touch`] with `claims_relationship`, within 12 months.
//! * **Informed**: among interactions where `history_seen` is known, those where it was.
//! * **Empowered**: `solved` and not `handed_off`, among interactions where that is known.
//! * **Common ground** (J5): knowledge of a kind in [`COMMON_GROUND`], live, stated or observed ("yes,
//!   private" is enough).
//!
//! A side that has a signal and a newer one against it fails; a side with neither is unknown, never failed.
//! Kinds and purposes are compared without regard to case, and `next date` is `next_date`.
//!
//! [`Knowledge`]: book::Knowledge
//! [`Wish`]: book::Wish
//! [`Interaction`]: book::Interaction
//! [`Adaptation`]: book::Adaptation
//! [`Voice`]: book::Voice
//! [`Touch`]: book::Touch

use crate::{Context, TestOutcome};
use book::{Calendar, Day, Directory, History, Knowledge, Origin, ProviderId, Text, Timestamp, fact::Fact};

mod future;
mod knowledge;
mod service;
mod trust;

pub use future::{future, is_ahead, is_expectation};
pub use knowledge::{common_ground, is_common_ground, is_live, they_know_us, we_know_them};
pub use service::{Rate, adapted_contacts, claims, empowered, informed, is_adaptation_by, is_claim};
pub use trust::trust;

/// Days in which a future signal, a claim or the use of a benefit counts (12 months).
pub const YEAR_DAYS: i32 = 365;

/// Kinds of knowledge that come from buying alone.
pub const FROM_BUYING: &[&str] = &["purchase", "order", "transaction", "payment", "billing", "spend"];
/// Kinds of knowledge that show that the customer knows the provider.
pub const KNOWS_PROVIDER: &[&str] = &["asks_for", "asks_by_name", "knows_provider", "met"];
/// Purposes of an interaction that show it.
pub const ASKS_FOR_PROVIDER: &[&str] = &["asks_by_name", "asked_for_provider", "personal"];
/// Kinds of knowledge that show that a next time is expected.
pub const EXPECTS: &[&str] =
    &["expectation", "future_need", "next_date", "next_booking", "booking", "standing_order", "plan"];
/// Kinds of knowledge that show that none is.
pub const LEAVES: &[&str] = &["leaving", "farewell", "exit"];
/// Purposes of an interaction in which both agreed on a next time.
pub const NEXT_DATE: &[&str] =
    &["booking", "next_booking", "next_date", "appointment", "standing_order", "subscription"];
/// Kinds of knowledge that a customer tells only where there is trust.
pub const CONFIDES: &[&str] = &["family", "care", "confided", "advice_accepted", "key_handed_over"];
/// Kinds of knowledge that show distrust.
pub const DISTRUSTS: &[&str] = &["distrust"];
/// Kinds of knowledge that show our trust in the customer.
pub const TRUSTED: &[&str] = &["credit_given", "advice_taken", "trusted"];
/// Kinds of knowledge about what both share besides the business.
pub const COMMON_GROUND: &[&str] = &[
    "common_ground",
    "shared_interest",
    "shared_place",
    "shared_people",
    "shared_cause",
    "shared_goal",
    "shared_trade",
    "mutual_friend",
];

/// The end of a day: facts after it are not seen, even in a history that holds them.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The day.
    pub day: Day,
    /// Its last instant.
    pub at: Timestamp,
    calendar: &'a Calendar,
}

impl<'a> Moment<'a> {
    /// The day judged.
    pub fn now(context: &Context<'a>) -> Moment<'a> {
        Moment { day: context.as_of_day, at: context.as_of, calendar: context.calendar }
    }

    /// The end of another day.
    pub fn end_of(day: Day, context: &Context<'a>) -> Moment<'a> {
        let next = context.calendar.start_of(day.plus(1));
        Moment { day, at: Timestamp(next.0 - 1), calendar: context.calendar }
    }

    /// Whether a day lies in the `days` days that end with this one.
    pub fn within(&self, day: Day, days: i32) -> bool {
        (0..days).contains(&self.day.days_since(day))
    }

    /// Those of `facts`, which are in order of time, that lie in the `days` days that end with this one.
    pub fn of<'f, D>(&self, facts: &'f [Fact<D>], days: i32) -> &'f [Fact<D>] {
        let until = &facts[..facts.partition_point(|fact| fact.day <= self.day)];
        &until[until.partition_point(|fact| !self.within(fact.day, days))..]
    }

    /// Whether an instant lies in the `days` days that end with this one.
    pub fn is_within(&self, at: Timestamp, days: i32) -> bool {
        self.within(self.calendar.day(at), days)
    }

    /// Whether something due then is still to come (a day of grace: due today is not past).
    pub fn is_ahead(&self, due: Timestamp) -> bool {
        self.calendar.day(due) >= self.day
    }
}

/// About whom a signal speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// The customer and the organization: every fact concerns it.
    Organization,
    /// The customer and one provider; `closest` takes the facts that name nobody as well.
    Provider {
        /// The provider.
        id: ProviderId,
        /// Whether this is the closest one.
        closest: bool,
    },
}

impl Whom {
    /// Whether a fact of this provider (or of nobody named) concerns them.
    pub fn concerns(self, provider: Option<ProviderId>) -> bool {
        match self {
            Whom::Organization => true,
            Whom::Provider { id, closest } => provider.map_or(closest, |provider| provider == id),
        }
    }

    /// Whether they are this very provider.
    pub fn is(self, provider: ProviderId) -> bool {
        matches!(self, Whom::Provider { id, .. } if id == provider)
    }
}

/// Whether `text` is one of `words`, without regard to case, spaces and hyphens counting as underscores.
pub fn one_of(text: &str, words: &[&str]) -> bool {
    let same = |letter: u8| if letter == b' ' || letter == b'-' { b'_' } else { letter.to_ascii_lowercase() };
    words.iter().any(|word| word.len() == text.len() && word.bytes().eq(text.bytes().map(same)))
}

/// Whether a fact says what the customer said or what happened, not what somebody thinks.
pub(crate) fn is_witnessed(fact: &Fact<Knowledge>) -> bool {
    matches!(fact.detail.origin, Some(Origin::Stated | Origin::Observed))
}

/// The newer of a signal and its contrary decides; neither is unknown.
fn newer(signal: Option<Day>, contrary: Option<Day>) -> TestOutcome {
    match (signal, contrary) {
        (_, Some(against)) if signal.is_none_or(|day| day <= against) => TestOutcome::Fail,
        (Some(_), _) => TestOutcome::Pass,
        (None, _) => TestOutcome::Unknown,
    }
}

/// The provider whom the customer asked for, by the newest wish still valid (24 months), when the directory
/// knows the id. Inferred and asserted wishes are not the customer's.
pub fn named_provider(
    history: &History,
    moment: &Moment,
    window_days: i32,
    directory: &Directory,
) -> Option<ProviderId> {
    let wished: &Text = history.wishes.iter().rev().find_map(|wish| {
        let own = matches!(wish.detail.origin, None | Some(Origin::Stated | Origin::Observed));
        let named = wish.detail.named_provider.as_ref();
        named.filter(|_| own && moment.within(wish.day, window_days))
    })?;
    let known = directory.providers.iter().find(|provider| provider.external_id == *wished);
    known.map(|provider| provider.id)
}

#[cfg(test)]
mod tests;
