//! Reading one thing or a short list: the same methods for a book and for a step of a batch.

use crate::account::{self, Account};
use crate::act::{self, Act, ActFilter};
use crate::agenda_day::{self, AgendaDay, SuggestionOutcome};
use crate::amendment;
use crate::apart::{self, Apart};
use crate::batch::Tx;
use crate::error::{At, Problem, StoreError};
use crate::find::{self, OpenedFact};
use crate::id::{AccountId, ActId, ImportId};
use crate::import_run::{self, ImportRun};
use crate::merge::{self, Merge};
use crate::note::{self, NoteOpening};
use crate::open::Book;
use crate::override_::{self, Override};
use crate::party::{self, SourceNames};
use crate::session::{self, Session, SignInLink};
use crate::summary::{self, SummaryRow};
use crate::view::{self, SavedView};
use book::*;
use rusqlite::Connection;

macro_rules! reads {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $kind:ty),*) -> $result:ty = $read:path;)*) => {
        reads!(@on Book, $($(#[$doc])* fn $name($($arg: $kind),*) -> $result = $read;)*);
        reads!(@on Tx<'_>, $($(#[$doc])* fn $name($($arg: $kind),*) -> $result = $read;)*);
    };
    (@on $target:ty, $($(#[$doc:meta])* fn $name:ident($($arg:ident: $kind:ty),*) -> $result:ty
        = $read:path;)*) => {
        impl $target {
            $($(#[$doc])*
            ///
            /// # Errors
            /// [`Problem::Damaged`] for a value of the wrong kind, and what the database reports.
            pub fn $name(&self $(, $arg: $kind)*) -> Result<$result, StoreError> {
                $read(&self.connection $(, $arg)*).at(&self.path)
            })*
        }
    };
}

reads! {
    /// Everybody who may sign in, or once might, in order of number.
    fn accounts() -> Vec<Account> = account::all;
    /// One account.
    fn account(id: AccountId) -> Option<Account> = account::one;
    /// One account by its address, in any case.
    fn account_by_email(email: &str) -> Option<Account> = account::by_email;
    /// The session behind the hash of a token, also when it has ended.
    fn session(token_hash: &str) -> Option<Session> = session::one;
    /// The sessions of an account, the last one seen first.
    fn sessions_of(account: AccountId) -> Vec<Session> = session::of_account;
    /// The link behind the hash of a token, also when it has ended or was used.
    fn sign_in_link(token_hash: &str) -> Option<SignInLink> = session::one_link;
    /// One act.
    fn act(id: ActId) -> Option<Act> = act::one;
    /// What people did, newest first: the audit trail.
    fn acts(filter: &ActFilter) -> Vec<Act> = act::filtered;
    /// What was said about the facts of a customer after they were recorded, and of those merged with it, in
    /// the order in which it was said.
    fn amendments(customer: CustomerId) -> Vec<Amendment> = amendment::of_customer;
    /// What was said about one fact after it was recorded, in that order.
    fn amendments_of_fact(fact: FactId) -> Vec<Amendment> = amendment::of_fact;
    /// Every merge, in order of the customer who is gone.
    fn merges() -> Vec<Merge> = merge::all;
    /// The merges directly into one customer, the latest first.
    fn merges_into(customer: CustomerId) -> Vec<Merge> = merge::into;
    /// Every pair of customers who look alike and of whom somebody said that they are two, in order.
    fn told_apart() -> Vec<Apart> = apart::all;
    /// The customer who is read when one asks for `customer`: itself, or the one it was merged into.
    fn standing_customer(customer: CustomerId) -> CustomerId = merge::root;
    /// One customer, or the one it was merged into, gaps filled from those who are gone into it.
    fn customer(id: CustomerId) -> Option<Customer> = whole_customer;
    /// What else the rows of a customer and of those merged with it said, as JSON by column: the one who
    /// stays first. Those whose rows had no other columns are not in it.
    fn customer_extras(customer: CustomerId) -> Vec<Text> = find::extras;
    /// Those who stay and whom any source calls by this id, or has merged in one whom it does, in order of
    /// number.
    fn customers_called(external_id: &str) -> Vec<CustomerId> = find::standing_called;
    /// One customer by itself, whatever was merged.
    fn own_customer(id: CustomerId) -> Option<Customer> = own_customer;
    /// A fact by its id, with everything its row says, as its source said it.
    fn open_fact(id: FactId) -> Option<OpenedFact> = find::open_fact;
    /// Customers with a promise to us that their source left open, the most urgent first, at most so many:
    /// one that was settled since is still among them, until its history is read.
    fn promised_by_customers(limit: u32) -> Vec<CustomerId> = find::promised_by_customers;
    /// All providers.
    fn directory() -> Directory = party::directory;
    /// Those who stay and to whom a provider's promises stand open as their source said them, at most so
    /// many, in order of number.
    fn promised_by_provider(provider: ProviderId, limit: u32) -> Vec<CustomerId>
        = find::promised_by_provider;
    /// Providers who have promised a customer, or one merged with it, something that was not settled before
    /// `since`; in order of number.
    fn promisors(customer: CustomerId, since: Timestamp) -> Vec<ProviderId> = find::promisors;
    /// Overrides about a customer and those merged with it, newest first, also those that ended.
    fn overrides(customer: CustomerId) -> Vec<Override> = override_::of_customer;
    /// Overrides of everybody that hold at an instant, in order of customer.
    fn overrides_in_force(at: Timestamp) -> Vec<Override> = override_::in_force;
    /// Who opened the confidences of a customer and those merged with it, newest first.
    fn note_openings(customer: CustomerId) -> Vec<NoteOpening> = note::openings;
    /// Who may read which confidence of a customer and those merged with it, in order of fact and account.
    fn note_readers(customer: CustomerId) -> Vec<(FactId, AccountId)> = note::readers;
    /// The lists that an account saved, by name.
    fn views(account: AccountId) -> Vec<SavedView> = view::of_account;
    /// Every import, the latest first, without its rejects.
    fn import_runs() -> Vec<ImportRun> = import_run::all;
    /// One import, with its rejects.
    fn import_run(id: ImportId) -> Option<ImportRun> = import_run::one;
    /// The agenda of a day as it was shown.
    fn agenda_day(day: Day, provider: Option<ProviderId>) -> Option<AgendaDay> = agenda_day::one;
    /// What became of the suggestions of a day, in order of customer and act.
    fn suggestion_outcomes(day: Day, provider: Option<ProviderId>) -> Vec<SuggestionOutcome>
        = agenda_day::outcomes;
    /// Suggestions of everybody that were put off to `day` or later.
    fn suggestions_put_off(day: Day) -> Vec<SuggestionOutcome> = agenda_day::outcomes_until;
    /// The summary of one customer, or of the one it was merged into.
    fn summary(customer: CustomerId) -> Option<SummaryRow> = summary::one;
}

fn whole_customer(connection: &Connection, id: CustomerId) -> Result<Option<Customer>, Problem> {
    merge::customer(connection, &SourceNames::read(connection)?, id)
}

fn own_customer(connection: &Connection, id: CustomerId) -> Result<Option<Customer>, Problem> {
    find::own_customer(connection, &SourceNames::read(connection)?, id)
}
