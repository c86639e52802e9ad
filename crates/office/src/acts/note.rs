//! Notes of four kinds (ethics 4.4): facts, care, opinions that expire, and what was told in trust. Each is
//! written as if the person will read it; what may tell something of a special category needs a ground.

use super::{Said, add_fact, amend, required, text};
use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Moment, Receipt, Undo};
use crate::state::Office;
use book::{
    Body, Change, CustomerId, Fact, FactId, FactKind, Knowledge, Origin, Permission, PermissionState,
};
use guard::{ChangePerson, Ground, NoteAccess, NoteKind, SeePerson, StorableNote, WordLists, may_store_note};
use store::{AccountId, Tx};

/// A note as a person writes it.
#[derive(Debug, Clone)]
pub struct NewNote {
    /// Which of the four kinds.
    pub kind: NoteKind,
    /// What a fact is about: `preference`, `common_ground`, …; not used for the other kinds.
    pub topic: String,
    /// The words.
    pub text: String,
    /// Where it comes from; an opinion is always asserted.
    pub origin: Option<Origin>,
    /// Why it may be kept in spite of sensitive words.
    pub ground: Option<Ground>,
    /// Accounts that may open a confidence besides its author.
    pub readers: Vec<u32>,
}

/// What facts may be about, as the form offers it: the word kept, and what people read.
pub const TOPICS: [(&str, &str); 6] = [
    ("preference", "what they prefer"),
    ("common_ground", "something in common"),
    ("future_need", "what they will need"),
    ("expectation", "what they expect"),
    ("event", "a date or an occasion"),
    ("fact", "anything else"),
];

/// What is kept with the person's consent although it is of a special category: it enters no judgement.
const SPECIAL: &str = "special";

/// A note opened by somebody who may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedNote {
    /// Which.
    pub fact: FactId,
    /// Its words.
    pub text: String,
}

impl Office {
    /// Keeps a note.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] without words, [`OfficeError::Refused`] `X9` and `X10` for sensitive words
    /// without a ground.
    pub async fn keep_note(&self, permit: &ChangePerson, note: NewNote) -> OfficeResult<Receipt> {
        required("text", &note.text, "Write the note as if the person will read it, because they may.")?;
        let origin = match note.kind {
            NoteKind::Opinion => Some(Origin::Asserted),
            _ => note.origin,
        };
        let new = guard::NewNote {
            kind: note.kind,
            origin,
            text: &note.text,
            language: "",
            learned_on: self.today_day()?,
        };
        let storable = may_store_note(new, WordLists::built_in(), note.ground.clone())?;
        let customer = permit.customer();
        let name = self.name_of(customer)?;
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "keep_note",
            customer: Some(customer),
            provider: permit.actor().provider,
            sentence: sentence(&storable, &name),
        };
        let provider = permit.actor().provider;
        let kind = kind_word(&note, &storable);
        self.act(draft, move |tx, moment| {
            let detail = Knowledge {
                kind: kind.into(),
                text: storable.text().into(),
                origin,
                expires_at: storable.expires_on().map(|day| tx.calendar().start_of(day)),
            };
            let said = Said { customer, provider, at: None, body: Body::Knowledge(detail) };
            let fact = add_fact(tx, moment, said)?;
            let mut effect = Effect::added(customer, fact);
            if storable.kind() == NoteKind::Confidence {
                name_readers(tx, moment, fact, &note.readers)?;
                effect.undo.insert(0, Undo::NoteReaders { customer, fact, before: Vec::new() });
            }
            if let Some(Ground::Consent(consent)) = storable.ground() {
                effect.undo.push(keep_consent(tx, moment, customer, consent)?);
            }
            Ok(effect)
        })
        .await
    }

    /// Opens what was told in trust; who did so and when is kept beside it.
    ///
    /// # Errors
    /// [`OfficeError::Missing`]; `P7` when it was not told to whoever asks.
    pub async fn open_note(&self, permit: &SeePerson, fact: FactId) -> OfficeResult<OpenedNote> {
        let (name, found) = self.note(permit, fact)?;
        let opened = OpenedNote { fact, text: found.detail.text.to_string() };
        if NoteKind::of(&found.detail.kind) != NoteKind::Confidence {
            return Ok(opened);
        }
        let customer = permit.customer();
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "open_note",
            customer: Some(customer),
            provider: found.provider,
            sentence: format!("Opened what {name} told in trust."),
        };
        self.act(draft, move |tx, moment| {
            tx.note_opened(fact, moment.now, moment.account)?;
            Ok(Effect::default())
        })
        .await?;
        Ok(opened)
    }

    /// Takes back something known: it is not true, or not needed any more. It counts nowhere from then on.
    ///
    /// # Errors
    /// [`OfficeError::Missing`]; `P7` for a confidence that was not told to whoever asks.
    pub async fn retract_note(&self, permit: &ChangePerson, fact: FactId) -> OfficeResult<Receipt> {
        let (name, found) = self.note(&permit.see(), fact)?;
        let customer = permit.customer();
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "retract_note",
            customer: Some(customer),
            provider: found.provider,
            sentence: format!("Took back a note about {name}."),
        };
        self.act(draft, move |tx, moment| {
            amend(tx, moment, customer, (FactKind::Knowledge, fact), &Change::Retract)
        })
        .await
    }

    /// One note that the actor may read, with the person's name.
    fn note(&self, permit: &SeePerson, fact: FactId) -> OfficeResult<(String, Fact<Knowledge>)> {
        let book = self.read()?;
        let history = book.history(permit.customer())?.ok_or(OfficeError::Missing("this person"))?;
        let name = history.customer.display_name().to_owned();
        let mut notes = history.knowledge.into_iter();
        let found = notes.find(|note| note.id == fact).ok_or(OfficeError::Missing("this note"))?;
        let readers: Vec<u32> = book
            .note_readers(permit.customer())?
            .into_iter()
            .filter(|(of, _)| *of == fact)
            .map(|(_, account)| account.0)
            .collect();
        permit.read_note(access(&found, &readers))?;
        Ok((name, found))
    }
}

/// What decides who may open a note. Whoever writes a confidence is among its readers, so that an author
/// needs no column of its own.
pub(crate) fn access<'a>(note: &Fact<Knowledge>, readers: &'a [u32]) -> NoteAccess<'a> {
    let provider = note.provider.filter(|_| readers.is_empty());
    NoteAccess { kind: NoteKind::of(&note.detail.kind), author: None, provider, readers }
}

fn kind_word(note: &NewNote, storable: &StorableNote) -> String {
    let is_special = matches!(storable.ground(), Some(Ground::Consent(_)));
    match storable.kind() {
        NoteKind::Fact if is_special => SPECIAL.to_owned(),
        NoteKind::Fact => {
            let known = TOPICS.iter().find(|(topic, _)| *topic == note.topic);
            known.map_or("fact", |(topic, _)| topic).to_owned()
        }
        kind => kind.word().to_owned(),
    }
}

fn sentence(note: &StorableNote, name: &str) -> String {
    let what = match note.kind() {
        NoteKind::Fact => "Noted a fact about",
        NoteKind::Opinion => "Noted an opinion about",
        NoteKind::Confidence => "Kept what was told in trust by",
        NoteKind::Care => "Noted how to take care of",
    };
    match note.ground() {
        Some(Ground::NotAboutThat(reason)) => {
            format!("{what} {name}. Sensitive words kept because: {}", reason.as_str())
        }
        Some(Ground::Consent(_)) => format!("{what} {name}, with their consent."),
        None => format!("{what} {name}."),
    }
}

fn name_readers(tx: &mut Tx<'_>, moment: &Moment, fact: FactId, readers: &[u32]) -> OfficeResult<()> {
    let mut all = vec![moment.account];
    for reader in readers {
        let account = AccountId(*reader);
        if tx.account(account)?.is_none() {
            return Err(OfficeError::field("readers", "One of the people named has no account here."));
        }
        all.push(account);
    }
    all.sort_unstable_by_key(|account| account.0);
    all.dedup();
    tx.set_note_readers(fact, &all)?;
    Ok(())
}

/// The consent as a fact of its own, so that it can be shown, and taken back when it is withdrawn.
fn keep_consent(
    tx: &mut Tx<'_>,
    moment: &Moment,
    customer: CustomerId,
    consent: &guard::SpecialDataConsent,
) -> OfficeResult<Undo> {
    let evidence = format!("{} ({})", consent.what(), consent.how());
    let detail = Permission {
        channel: "notes".into(),
        purpose: "special_data".into(),
        state: Some(PermissionState::Granted),
        evidence: text(&evidence),
    };
    let at = Some(tx.calendar().start_of(consent.given_on()).min(moment.now));
    let said = Said { customer, provider: None, at, body: Body::Permission(detail) };
    Ok(Undo::RemoveFact { customer, fact: add_fact(tx, moment, said)? })
}
