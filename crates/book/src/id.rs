//! Ids: small numbers inside one book, and one id per fact that is the same in every book.

use crate::content::Hash63;
use crate::fact::FactKind;
use serde::{Deserialize, Serialize};

macro_rules! small_id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub $inner);
    };
}

small_id!(
    /// A customer inside one book, numbered from 1 in order of first appearance.
    CustomerId(u32)
);
small_id!(
    /// A provider inside one book, numbered from 1 in order of first appearance.
    ProviderId(u32)
);
small_id!(
    /// A named source of records inside one book, numbered from 1.
    SourceId(u16)
);

/// A fact's id: a 63-bit hash of (source name, kind, the source's own id), so that the same row read again,
/// in any order and into any book, is the same fact. Always positive, so it fits a signed 64-bit column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FactId(pub u64);

impl FactId {
    /// The id of the fact that `source` calls `external_id`.
    pub fn of(source: &str, kind: FactKind, external_id: &str) -> FactId {
        let mut hasher = Hash63::default();
        hasher.update(source.as_bytes());
        hasher.update(&[0, kind as u8, 0]);
        hasher.update(external_id.as_bytes());
        FactId(hasher.finish())
    }

    /// The id of a row whose source gives none: a hash of what it says, and which of several equal rows
    /// of one file it is (0 for the first). Reading the file again gives the same ids.
    pub fn of_content(source: &str, kind: FactKind, content: u64, occurrence: u32) -> FactId {
        let mut hasher = Hash63::default();
        hasher.update(source.as_bytes());
        hasher.update(&[0, kind as u8, 1]);
        hasher.update(&content.to_le_bytes());
        hasher.update(&occurrence.to_le_bytes());
        FactId(hasher.finish())
    }
}

/// How a fact is named to a person: `purchase/489434`, or `purchase/~1f3a…` when its source gave no id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FactRef {
    /// What kind of fact.
    pub kind: FactKind,
    /// Its id in every book.
    pub id: FactId,
    /// The source's own id, when it gave one.
    pub external_id: Option<crate::Text>,
}

impl std::fmt::Display for FactRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.external_id {
            Some(external_id) => write!(f, "{}/{}", self.kind.word(), external_id),
            None => write!(f, "{}/~{:016x}", self.kind.word(), self.id.0),
        }
    }
}
