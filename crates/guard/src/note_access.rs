//! Who may open a note, and who may name its readers (ethics 4.4: confidences are for named people).

use crate::refusal::code;
use crate::{Actor, ChangePerson, NoteKind, OverrideReason, Refusal, Role, SeePerson};
use book::ProviderId;

/// What decides who may open one note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteAccess<'a> {
    /// Which kind.
    pub kind: NoteKind,
    /// The account that wrote it, when known.
    pub author: Option<u32>,
    /// The provider it was told to, when known (imported notes have no author).
    pub provider: Option<ProviderId>,
    /// Accounts named as readers.
    pub readers: &'a [u32],
}

impl NoteAccess<'_> {
    fn is_author(&self, actor: &Actor) -> bool {
        let is_told = self.provider.is_some() && self.provider == actor.provider;
        self.author == Some(actor.account) || (self.author.is_none() && is_told)
    }

    /// True when nobody at all could open it: then an administrator must be able to.
    fn is_orphan(&self) -> bool {
        self.author.is_none() && self.provider.is_none() && self.readers.is_empty()
    }
}

/// May open one note. Whoever sees the person opens facts, opinions and care; a confidence only its author
/// (or the provider it was told to), the named readers, and an administrator where nobody is named at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadNote {
    actor: Actor,
    kind: NoteKind,
}

impl ReadNote {
    /// Whoever holds the permit.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// True for a confidence: opening it is recorded, so that the person can be told who did.
    pub fn is_recorded(&self) -> bool {
        self.kind == NoteKind::Confidence
    }
}

/// May name the readers of a confidence: its author, or an administrator with a reason that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameReaders {
    actor: Actor,
    reason: Option<OverrideReason>,
}

impl NameReaders {
    /// Whoever holds the permit.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The administrator's reason.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_ref().map(OverrideReason::as_str)
    }
}

impl SeePerson {
    /// To open one note of this person; see [`ReadNote`].
    ///
    /// # Errors
    /// `P7` for a confidence that was not shared with the actor.
    pub fn read_note(&self, note: NoteAccess<'_>) -> Result<ReadNote, Refusal> {
        let actor = self.actor();
        let is_named = note.is_author(actor)
            || note.readers.contains(&actor.account)
            || (note.is_orphan() && actor.role == Role::Administrator);
        if note.kind != NoteKind::Confidence || is_named {
            return Ok(ReadNote { actor: actor.clone(), kind: note.kind });
        }
        Err(Refusal::new(
            code::TOLD_IN_TRUST,
            "Not opened: this was told in trust, and not to you.",
            "Ask whoever wrote it; they can name you as a reader if the person would agree.",
        ))
    }
}

impl ChangePerson {
    /// To name the readers of a confidence; see [`NameReaders`].
    ///
    /// # Errors
    /// `P7` for anybody but its author or an administrator; `A2` for an administrator without a reason.
    pub fn name_readers(&self, note: NoteAccess<'_>, reason: &str) -> Result<NameReaders, Refusal> {
        let actor = self.actor();
        if note.is_author(actor) {
            return Ok(NameReaders { actor: actor.clone(), reason: None });
        }
        if actor.role == Role::Administrator {
            return Ok(NameReaders { actor: actor.clone(), reason: Some(OverrideReason::new(reason)?) });
        }
        Err(Refusal::new(
            code::TOLD_IN_TRUST,
            "Not changed: only whoever was told this in trust may say who else reads it.",
            "Ask them, or ask an administrator, who must give a reason.",
        ))
    }
}
