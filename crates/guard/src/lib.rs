//! Who may do what, and what the product will not do for anybody.
//!
//! **Permission is a type.** A [`permit`] has private fields and is made by [`Actor`]'s methods alone, so
//! code that holds none cannot call a function that asks for one:
//!
//! ```compile_fail,E0451
//! use guard::{Actor, Administer, Role};
//! let viewer = Actor { account: 4, name: "Vera".into(), role: Role::Viewer, provider: None };
//! let forged = Administer { actor: viewer };
//! ```
//!
//! **A refusal is an answer**: its code, what was not done and why, and a better way ([`Refusal`]).
//!
//! Nothing here reads a clock, a file or a book: days and facts are arguments. The rules come from the
//! essays' refusals X1 to X17; each function names the one it enforces.

mod actor;
mod birthday;
mod conduct;
mod contact;
mod matching;
mod note;
mod note_access;
pub mod permit;
mod refusal;
mod words;

pub use actor::{Actor, Role};
pub use birthday::{Birthday, may_store_birthday};
pub use conduct::{
    Ask, Gate, IssueClosing, OVERRIDE_DAYS, OverrideReason, SalesAsk, Standing, is_freshly_broken, may_ask,
    may_ask_despite, may_close_issue, may_replace_wish, may_sell, wish_outranks,
};
pub use contact::{MayContact, may_contact};
pub use note::{
    Ground, NewNote, NoteKind, SpecialDataConsent, StorableNote, Use, is_unused_too_long, may_store_note,
    may_use,
};
pub use note_access::{NameReaders, NoteAccess, ReadNote};
pub use permit::{
    Administer, ChangeDay, ChangePerson, ExportNotes, Manage, SeeAudit, SeeDay, SeeMirror, SeePeople,
    SeePerson, UndoAct,
};
pub use refusal::Refusal;
pub use words::{Category, SensitiveWord, WordListError, WordLists, check_note};
