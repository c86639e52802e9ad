//! Everything a step can write. Each method does one thing; what belongs together goes into one step.

use crate::account::{self, Account, NewAccount};
use crate::act::{self, NewAct};
use crate::agenda_day::{self, AgendaDay, SuggestionOutcome};
use crate::amendment;
use crate::apart::{self, Apart};
use crate::batch::Tx;
use crate::change::{self, NewFact};
use crate::error::{At, Problem, StoreError};
use crate::id::{AccountId, ActId, ImportId, OverrideId, ViewId};
use crate::import_run::{self, ImportCounts, ImportState, NewImport};
use crate::merge::{self, Merge};
use crate::note;
use crate::override_::{self, NewOverride};
use crate::party_change::{self, Assigned};
use crate::read::CustomerRange;
use crate::session::{self, Session, SignInLink};
use crate::settings::{self, Settings};
use crate::suggestion::{self, SuggestionRow};
use crate::summary::{self, Pass};
use crate::undo::{self, UndoneImport};
use crate::view;
use book::record::{CustomerProfile, ProviderProfile};
use book::*;

/// Declares writing methods: what each calls, and whether facts or parties change by it.
macro_rules! writes {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $kind:ty),*) -> $result:ty
        = $write:path $([ $mark:ident ])?;)*) => {
        impl Tx<'_> {
            $($(#[$doc])*
            ///
            /// # Errors
            /// [`Problem::Unknown`] when something named is not in the book, and what the database reports;
            /// others as said above.
            pub fn $name(&mut self $(, $arg: $kind)*) -> Result<$result, StoreError> {
                $(self.changed.$mark = true;)?
                $write(self.connection $(, $arg)*).at(self.path)
            })*
        }
    };
}

writes! {
    /// Adds a fact; the same again changes nothing. [`Problem::FactExists`] when another fact of the kind and
    /// source has the id and says something else; [`Problem::NotAFact`], [`Problem::NoSuchYear`].
    fn add_fact(new: NewFact<'_>) -> FactId = change::add [facts];
    /// Takes a fact out again that was recorded here, for an undo; returns what it said.
    /// [`Problem::NotOurs`], or [`Problem::BuiltUpon`] when it was amended or delivered.
    fn remove_fact(id: FactId) -> Record = change::remove [facts];
    /// Says how a fact stands now. The fact itself stays what its source said.
    /// [`Problem::WrongKind`] when the change is about another kind of fact.
    fn amend(
        account: AccountId, kind: FactKind, fact: FactId, at: Timestamp, change: &Change
    ) -> AmendmentId = amendment::add [facts];
    /// Takes an amendment away, so that the fact stands as it did before; returns it.
    fn remove_amendment(id: AmendmentId) -> Amendment = amendment::remove [facts];
    /// Says that two customers are one: `gone` is no longer listed, and its facts are read with those of
    /// `into`. [`Problem::AlreadyMerged`].
    fn merge(
        gone: CustomerId, into: CustomerId, at: Timestamp, account: AccountId
    ) -> () = merge::add [facts];
    /// Takes a merge away, so that both customers are as they were; returns it, if there was one.
    fn unmerge(gone: CustomerId) -> Option<Merge> = merge::remove [facts];
    /// Says that two customers who look alike are two; false when that was said before.
    fn tell_apart(pair: (CustomerId, CustomerId), at: Timestamp, account: AccountId) -> bool
        = apart::add;
    /// Takes that back; returns when and by whom it was said, if it was.
    fn untell_apart(pair: (CustomerId, CustomerId)) -> Option<Apart> = apart::remove;
    /// Adds a customer of the source [`crate::OWN_SOURCE`]. [`Problem::Taken`] when the id is in use,
    /// [`Problem::NoProvider`] when the profile names one whom nobody knows.
    fn add_customer(profile: &CustomerProfile, external_id: &Text) -> CustomerId
        = party_change::add_customer [facts];
    /// Takes a customer out again who was added here. [`Problem::NotOurs`], or [`Problem::BuiltUpon`] when
    /// anything hangs on the customer.
    fn remove_customer(id: CustomerId) -> () = party_change::remove_customer [facts];
    /// Assigns a customer to a provider or to nobody; returns to whom it was assigned.
    fn assign(customer: CustomerId, provider: Option<ProviderId>) -> Option<ProviderId>
        = party_change::assign [facts];
    /// Adds a provider of the source [`crate::OWN_SOURCE`]. [`Problem::Taken`] when the id is in use.
    fn add_provider(profile: &ProviderProfile, external_id: &Text) -> ProviderId
        = party_change::add_provider [facts];
    /// Writes a provider's profile; returns the one before, for an undo.
    fn set_provider(id: ProviderId, profile: &ProviderProfile) -> ProviderProfile
        = party_change::set_provider [facts];
    /// Takes a provider out again who was added here. [`Problem::NotOurs`], or [`Problem::BuiltUpon`] when
    /// anything hangs on the provider.
    fn remove_provider(id: ProviderId) -> () = party_change::remove_provider [facts];
    /// Adds somebody who may sign in. [`Problem::Taken`] when the address is in use.
    fn add_account(new: &NewAccount) -> AccountId = account::add;
    /// Replaces everything about an account but its number; returns it as it was. [`Problem::Taken`].
    fn update_account(changed: &Account) -> Account = account::update;
    /// Uses a code of the second factor up: true when neither it nor a later one was used before.
    fn use_totp_step(account: AccountId, step: i64) -> bool = account::use_totp_step;
    /// Adds a session.
    fn add_session(new: &Session) -> () = session::add;
    /// Notes that a session was used, and until when it is good now; true when there is such a session.
    fn touch_session(token_hash: &str, seen_at: Timestamp, expires_at: Timestamp) -> bool = session::touch;
    /// Notes that the second factor was given; true when there is such a session. Whoever wants a new token
    /// at this point removes the session and adds another.
    fn complete_session(token_hash: &str) -> bool = session::complete;
    /// Signs a browser out; true when there is such a session.
    fn remove_session(token_hash: &str) -> bool = session::remove;
    /// Signs every browser of an account out; how many there were.
    fn remove_sessions_of(account: AccountId) -> usize = session::remove_of;
    /// Removes the sessions that ended; how many there were.
    fn remove_expired_sessions(now: Timestamp) -> usize = session::remove_expired;
    /// Hands out a link.
    fn add_link(new: &SignInLink) -> () = session::add_link;
    /// Uses a link up: the link when it worked, `None` when it is unknown, ended or was used before.
    fn use_link(token_hash: &str, at: Timestamp) -> Option<SignInLink> = session::use_link;
    /// Records what somebody did.
    fn record_act(new: &NewAct) -> ActId = act::record;
    /// Notes that an act was undone; false when it is unknown or was undone before.
    fn mark_undone(id: ActId, at: Timestamp, by: AccountId) -> bool = act::mark_undone;
    /// Puts a judgement aside.
    fn add_override(new: &NewOverride) -> OverrideId = override_::add;
    /// Ends an override before its day, or with `None` lets it hold again.
    fn lift_override(id: OverrideId, at: Option<Timestamp>) -> () = override_::lift;
    /// Saves a list of people; one of the same name gets the new query and keeps its number.
    fn add_view(account: AccountId, name: &str, query: &str) -> ViewId = view::add;
    /// Removes a saved list; true when that account had it.
    fn remove_view(account: AccountId, id: ViewId) -> bool = view::remove;
    /// Notes that somebody opened a confidence.
    fn note_opened(fact: FactId, at: Timestamp, account: AccountId) -> () = note::opened;
    /// Says who may read a confidence from now on; returns who might before.
    fn set_note_readers(fact: FactId, accounts: &[AccountId]) -> Vec<AccountId> = note::set_readers;
    /// Keeps an agenda as it was shown, in place of an earlier one of the same day and provider.
    fn save_agenda_day(agenda: &AgendaDay) -> () = agenda_day::save;
    /// Keeps what became of a suggestion; returns what was kept before.
    fn set_outcome(new: &SuggestionOutcome) -> Option<SuggestionOutcome> = agenda_day::set_outcome;
    /// Takes an answer to a suggestion back; returns it.
    fn clear_outcome(
        customer: CustomerId, act: &str, day: Day, provider: Option<ProviderId>
    ) -> Option<SuggestionOutcome> = agenda_day::clear_outcome;
    /// Keeps suggestions, as [`crate::Book::record_suggestions`] does.
    fn record_suggestions(suggestions: &[SuggestionRow]) -> () = suggestion::record;
    /// Replaces what was derived about the few customers in `pass`, and of nobody else.
    fn save_derived(pass: &Pass<'_>) -> () = summary::save_one;
    /// Replaces what a full pass derived about a range of customers.
    fn save_pass(range: &CustomerRange, pass: &Pass<'_>) -> () = summary::save_pass;
    /// Notes that an import begins; its number goes to [`crate::Importer::set_import`].
    fn begin_import(new: &NewImport) -> ImportId = import_run::begin;
    /// Notes what became of an import.
    fn finish_import(id: ImportId, state: ImportState, counts: &ImportCounts) -> () = import_run::finish;
    /// Takes out again everything an import brought. [`Problem::BuiltUpon`] when somebody acted on a customer
    /// it brought, amended a fact of it, merged or changed such a customer, when facts that came otherwise
    /// hang on one, or when it replaced what was there before; [`Problem::AlreadyUndone`].
    fn undo_import(id: ImportId, at: Timestamp) -> UndoneImport = undo::undo [facts];
}

impl Tx<'_> {
    /// Writes a customer's profile; returns the one before, for an undo. `assigned_to` names a provider by a
    /// source's id: the present one where it fits, otherwise one of the customer's source, of the program
    /// itself, or of any source.
    ///
    /// # Errors
    /// [`Problem::Unknown`], [`Problem::NoProvider`], and what the database reports.
    pub fn set_profile(
        &mut self,
        id: CustomerId,
        profile: &CustomerProfile,
    ) -> Result<CustomerProfile, StoreError> {
        self.changed.facts = true;
        let set = party_change::set_customer(self.connection, id, profile, Assigned::ByName);
        set.map(|(before, _)| before).at(self.path)
    }

    /// Changes currency, time zone, name or the simulated flag; the seed stays. Returns what was set before.
    /// The book itself knows the new settings when the batch is committed.
    ///
    /// # Errors
    /// [`Problem::Setting`] when the time zone does not exist, and what the database reports.
    pub fn change_settings(&mut self, wanted: &Settings) -> Result<Settings, StoreError> {
        self.changed.settings = true;
        let change = || -> Result<Settings, Problem> {
            let before = settings::read(self.connection)?;
            let wanted = Settings { seed: before.seed, ..wanted.clone() };
            wanted.calendar()?;
            settings::write(self.connection, &wanted)?;
            Ok(before)
        };
        change().at(self.path)
    }

    /// What the book said about itself when the batch began.
    pub fn settings(&self) -> &Settings {
        self.settings
    }

    /// The calendar of the book's time zone when the batch began.
    pub fn calendar(&self) -> &Calendar {
        self.calendar
    }

    /// Everything known about one customer, or about the one it is merged into; `None` when there is no such
    /// customer. It contains what this batch wrote.
    ///
    /// # Errors
    /// As [`crate::Book::history`].
    pub fn history(&self, id: CustomerId) -> Result<Option<History>, StoreError> {
        crate::whole::one(self.connection, self.calendar, id).at(self.path)
    }
}
