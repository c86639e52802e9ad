//! Importing from the browser: a file comes in, is looked at, understood, brought in, and taken out again.
//!
//! * `upload`: the file beside the book, under a name of our own, for a day at most;
//! * `look`: what it is, how its columns would be understood, ten rows as they would come in;
//! * `same`: people without ids are matched by address and number, in the file and against the book;
//! * `run`: a thread of its own reads and matches, and hands chunks to the writer, so that nobody waits long;
//! * `shown`: the imports so far, their rejects, and undoing one as a whole;
//! * `simulated`: an invented company in an empty book.

mod columns;
mod look;
mod run;
mod same;
mod shown;
mod simulated;
mod upload;

pub use columns::Choice;
pub(crate) use columns::is_company;
pub use look::{ColumnShown, Look, MappingShown, Understood};
pub use run::ImportProgress;
pub(crate) use same::company_id;
pub(crate) use shown::take_out;
pub use shown::{ImportShown, ImportStands, RejectShown};
pub use upload::{UPLOAD_BYTES_MAX, Upload};

use same::Known;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// What the office remembers of imports while it is open.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    /// Imports that are going on, by number.
    running: Mutex<HashMap<u32, Arc<run::Running>>>,
    /// Everybody's addresses and numbers, with the version of the facts that they were read at.
    known: Mutex<Option<(u64, Arc<Known>)>>,
}
