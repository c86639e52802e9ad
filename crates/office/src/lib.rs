//! The office: an open book with people working in it, without a word of HTTP.
//!
//! One writer thread with group commit, a few readers, and the **desk** of the day in memory: the scene of
//! all judgements, the People list, and each provider's day. Whatever a person may do is an act, one file
//! each in `acts`, that needs a permit of [`guard`], becomes facts, is written to the trail and can be
//! undone.
//!
//! **Invariants.** A person's page is judged from the facts when it is asked for, so it is never stale. Lists
//! come from the desk, which every act updates for the customers that it touched, after it is durable and
//! before it is answered. The clock is an argument ([`Clock`]).

pub mod accounts;
pub mod acts;
pub mod company;
mod day_plan;
mod desk;
mod dossier;
pub mod duplicates;
mod error;
mod everybody;
mod export;
pub mod handover;
mod held;
pub mod imports;
pub mod issues;
mod kept;
mod list;
pub mod merging;
mod mirrored;
mod named;
mod pass;
mod person;
pub mod promises;
pub mod providers;
mod readers;
mod record;
pub mod said;
mod scene;
mod sessions;
mod state;
mod summary;
mod today;
pub mod trail;
mod writer;

pub use day_plan::suggestions;
pub use desk::Desk;
pub use dossier::{Confidence, Dossier, grade};
pub use error::{FieldError, OfficeError, OfficeResult};
pub use everybody::{Crew, Report, Stage, judge_everybody, kept_population, learn};
pub use export::PeopleExport;
pub use held::SetAside;
pub use kept::{VALUES as JUDGED_VALUES, row as judged_row, values as judged_values};
pub use mirrored::{MirrorView, OwnTriangles, hold_up_mirror};
pub use person::PersonView;
pub use readers::Reader;
pub use record::{Draft, Effect, Receipt, Undo};
pub use scene::{Scene, end_of};
pub use state::{Clock, Office, Progress, Randomness};
pub use summary::summary;
pub use today::{Card, CardState, Today};
