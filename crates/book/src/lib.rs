//! The domain: parties, facts and their origins, money, time and ids.
//!
//! Nothing here reads a file, a clock or a database. A **fact** is recorded once and never silently
//! changed; everything derived from facts lives in the rooms above (`judge`, `agenda`).
//!
//! Two shapes carry every fact:
//! * [`record::Record`]: one row of a source, understood, still naming people by the source's own ids;
//! * [`history::History`]: everything known about one customer, resolved and in time order.

pub mod amendment;
pub mod content;
pub mod fact;
pub mod history;
pub mod id;
pub mod money;
pub mod party;
pub mod record;
pub mod time;

pub use amendment::{Amendment, AmendmentId, Change};
pub use compact_str::CompactString as Text;
pub use fact::*;
pub use history::History;
pub use id::{CustomerId, FactId, FactRef, ProviderId, SourceId};
pub use money::{Currency, Money};
pub use party::{Customer, Directory, PartyKind, Provider};
pub use record::{Body, Record};
pub use time::{Calendar, Day, Timestamp};
