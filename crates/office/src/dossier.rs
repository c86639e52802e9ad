//! What the page of one person needs besides the person: names behind numbers, and who may open what.

use crate::acts::note::access;
use crate::company::{Company, company_of};
use crate::error::{OfficeError, OfficeResult};
use crate::merging::{MergedIn, merged_in};
use crate::named::name_referrals;
use crate::person::PersonView;
use crate::state::Office;
use book::{Amendment, Change, FactId, Text, Timestamp};
use guard::{NoteKind, SeePerson};
use store::AccountId;

/// One person and what is known around them.
#[derive(Debug)]
pub struct Dossier {
    /// The person.
    pub person: PersonView,
    /// Confidences, in order of time.
    pub confidences: Vec<Confidence>,
    /// What was said about facts after they were recorded.
    amendments: Vec<Amendment>,
    /// Whom the person works for, where the list that they came with said so.
    pub company: Option<Company>,
    /// Who was merged into the person, the latest first.
    pub merged: Vec<MergedIn>,
    /// Names of accounts; empty where nobody's name is needed.
    names: Vec<(AccountId, Text)>,
    /// The instant of asking.
    pub now: Timestamp,
}

/// Who may open something told in trust, and who did.
#[derive(Debug, Clone)]
pub struct Confidence {
    /// The fact.
    pub fact: FactId,
    /// Whether whoever asks may open it.
    pub may_open: bool,
    /// Names of those who may.
    pub readers: Vec<String>,
    /// Who opened it and when, newest first.
    pub opened: Vec<(String, Timestamp)>,
}

impl Dossier {
    /// The name of an account.
    pub fn name(&self, account: u32) -> &str {
        name_in(&self.names, AccountId(account))
    }

    /// What was noted when a promise or an issue moved on, in order.
    pub fn notes_of(&self, fact: FactId) -> impl Iterator<Item = (Timestamp, &str)> {
        self.amendments.iter().filter(move |said| said.fact == fact).filter_map(|said| {
            let note = match &said.change {
                Change::Promise { note, .. } | Change::Voice { note, .. } => note.as_deref(),
                _ => None,
            };
            note.map(|note| (said.at, note))
        })
    }
}

fn name_in(names: &[(AccountId, Text)], account: AccountId) -> &str {
    names.iter().find(|(id, _)| *id == account).map_or("somebody", |(_, name)| name.as_str())
}

impl Office {
    /// The whole person with everything their page shows.
    ///
    /// # Errors
    /// As [`Office::person`].
    pub fn dossier(&self, permit: &SeePerson) -> OfficeResult<Dossier> {
        let book = self.read()?;
        let _state = book.one_state()?;
        let mut person = self.person_in(&book, permit)?;
        name_referrals(&book, &mut person.history)?;
        let customer = permit.customer();
        let is_told = |kind: &str| NoteKind::of(kind) == NoteKind::Confidence;
        let has_confidence = person.history.knowledge.iter().any(|note| is_told(&note.detail.kind));
        let needs_names = has_confidence || !person.overrides.is_empty();
        let names = if needs_names {
            book.accounts()?.into_iter().map(|account| (account.id, account.name)).collect()
        } else {
            Vec::new()
        };
        let mut confidences = Vec::new();
        if has_confidence {
            let readers = book.note_readers(customer)?;
            let openings = book.note_openings(customer)?;
            for note in person.history.knowledge.iter().filter(|note| is_told(&note.detail.kind)) {
                let may: Vec<AccountId> =
                    readers.iter().filter(|(of, _)| *of == note.id).map(|(_, account)| *account).collect();
                let numbers: Vec<u32> = may.iter().map(|account| account.0).collect();
                let opened = openings.iter().filter(|opening| opening.fact == note.id);
                confidences.push(Confidence {
                    fact: note.id,
                    may_open: permit.read_note(access(note, &numbers)).is_ok(),
                    readers: may.iter().map(|account| name_in(&names, *account).to_owned()).collect(),
                    opened: opened
                        .map(|opening| (name_in(&names, opening.account).to_owned(), opening.at))
                        .collect(),
                });
            }
        }
        let amendments = book.amendments(customer)?;
        let merged = merged_in(&book, customer)?;
        let company = company_of(&book, customer)?;
        Ok(Dossier { confidences, amendments, company, merged, names, now: self.now(), person })
    }

    /// Accounts that can be named as readers of a confidence: number and name, without whoever asks.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn possible_readers(&self, permit: &SeePerson) -> OfficeResult<Vec<(u32, String)>> {
        let own = permit.actor().account;
        let accounts = self.read()?.accounts().map_err(OfficeError::from)?;
        let open = accounts.into_iter().filter(|account| account.disabled_at.is_none());
        Ok(open
            .filter(|account| account.id.0 != own)
            .map(|account| (account.id.0, account.name.to_string()))
            .collect())
    }
}

/// How much evidence an interval of a share stands for: `none`, `thin`, `fair` or `good`.
pub fn grade(low: f64, high: f64) -> &'static str {
    stats::Grade::of(low, high).word()
}
