//! What can go wrong in the office, each with a way out.

use guard::Refusal;
use store::StoreError;

/// One field of a form, and what is the matter with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field in the form.
    pub field: &'static str,
    /// What was found, what is expected.
    pub message: String,
}

impl FieldError {
    /// A message at a field.
    pub fn new(field: &'static str, message: impl Into<String>) -> FieldError {
        FieldError { field, message: message.into() }
    }
}

/// Why something asked of the office did not happen. Nothing was changed when it is returned.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// Not allowed, or a refusal of `guard`; with a better way.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Fields of a form are not as they must be.
    #[error("{}", .0.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<FieldError>),
    /// There is nothing under this address.
    #[error("{0} is not in this book")]
    Missing(&'static str),
    /// Somebody else changed it in between.
    #[error("{0}")]
    Conflict(String),
    /// It cannot be undone any more.
    #[error("{0}")]
    NotUndoable(String),
    /// The first pass over the book is still going on.
    #[error("the book is still being read: this page is ready in a moment")]
    NotReady,
    /// The change could not be made durable; the book is as it was.
    #[error("not saved: {0}. Nothing was changed; try again")]
    NotSaved(String),
    /// The list.
    #[error(transparent)]
    List(#[from] people::RowProblem),
    /// The book.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OfficeError {
    /// One bad field.
    pub fn field(field: &'static str, message: impl Into<String>) -> OfficeError {
        OfficeError::Invalid(vec![FieldError::new(field, message)])
    }
}

/// What the office answers.
pub type OfficeResult<T> = Result<T, OfficeError>;
