//! Issues: a complaint comes in, is put right, and after a while somebody asks whether it stayed right. It is
//! closed only with the customer's own answer or a stated reason.

use super::{Said, add_fact, amend, required};
use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt};
use crate::state::Office;
use book::{Body, Change, FactId, FactKind, Text, Voice, VoiceKind};
use guard::ChangePerson;

/// What the note of an issue begins with that was closed without the customer's answer, so that it is told
/// apart from one that waits for it.
pub(crate) const CLOSED_WITHOUT_ANSWER: &str = "Closed without their answer: ";

/// A word from the customer as a person notes it.
#[derive(Debug, Clone)]
pub struct Word {
    /// Which kind of word.
    pub kind: VoiceKind,
    /// 1 (slight) to 3 (grave); unknown when `None`.
    pub severity: Option<u8>,
    /// What was said, in their words.
    pub text: String,
    /// How it was said.
    pub channel: String,
}

/// What happens to an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It was put right; a check-back is due in 14 days.
    PutRight,
    /// The customer says it stayed right.
    Satisfied,
    /// The customer says it did not: open again.
    NotSatisfied,
    /// Closed without an answer, for a reason.
    ClosedWithReason,
    /// It was closed too early.
    Reopen,
}

impl Step {
    /// Reads the word of a form; `None` when it is none of the steps.
    pub fn parse(word: &str) -> Option<Step> {
        Some(match word {
            "put_right" => Step::PutRight,
            "satisfied" => Step::Satisfied,
            "not_satisfied" => Step::NotSatisfied,
            "closed" => Step::ClosedWithReason,
            "reopen" => Step::Reopen,
            _ => return None,
        })
    }
}

impl Office {
    /// Notes a word from a person: complaint, concern, suggestion or praise.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] without words.
    pub async fn note_word(&self, permit: &ChangePerson, word: Word) -> OfficeResult<Receipt> {
        let said = required("text", &word.text, "Write what was said, as nearly as you can in their words.")?;
        if word.severity.is_some_and(|severity| !(1..=3).contains(&severity)) {
            return Err(OfficeError::field("severity", "From 1 (slight) to 3 (grave)."));
        }
        let customer = permit.customer();
        let name = self.name_of(customer)?;
        let provider = permit.actor().provider;
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "note_word",
            customer: Some(customer),
            provider,
            sentence: format!("Noted a {} of {name}. Being told is worth a thank-you.", word.kind.word()),
        };
        let detail = Voice {
            kind: Some(word.kind),
            severity: word.severity,
            channel: super::text(&word.channel),
            resolved_at: None,
            satisfied: None,
            text: Some(said),
        };
        self.act(draft, move |tx, moment| {
            let said = Said { customer, provider, at: None, body: Body::Voice(detail) };
            Ok(Effect::added(customer, add_fact(tx, moment, said)?))
        })
        .await
    }

    /// Takes an issue one step on.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when the person has no such issue; [`OfficeError::Invalid`] when it would be
    /// closed without an answer and without a reason.
    pub async fn move_issue(
        &self,
        permit: &ChangePerson,
        issue: FactId,
        step: Step,
        note: &str,
    ) -> OfficeResult<Receipt> {
        let customer = permit.customer();
        let history = self.read()?.history(customer)?.ok_or(OfficeError::Missing("this person"))?;
        let found = history.voice.iter().find(|fact| fact.id == issue);
        let found = found.ok_or(OfficeError::Missing("this issue"))?;
        let note: Option<Text> = match step {
            Step::ClosedWithReason => {
                let why = "Why is it closed without their answer? One sentence is enough.";
                let reason = required("note", note, why)?;
                guard::may_close_issue(None, &reason).map_err(|refusal| {
                    OfficeError::field("note", format!("{} {}", refusal.sentence, refusal.better_way))
                })?;
                Some(format!("{CLOSED_WITHOUT_ANSWER}{reason}").into())
            }
            Step::PutRight => Some(required("note", note, "What was done to put it right?")?),
            _ => super::text(note),
        };
        let name = history.customer.display_name();
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "move_issue",
            customer: Some(customer),
            provider: found.provider,
            sentence: format!("{} with {name}.", step_words(step)),
        };
        let before = found.detail.resolved_at;
        self.act(draft, move |tx, moment| {
            let change = match step {
                Step::PutRight => Change::Voice { resolved_at: Some(moment.now), satisfied: None, note },
                Step::Satisfied => {
                    let resolved_at = Some(before.unwrap_or(moment.now));
                    Change::Voice { resolved_at, satisfied: Some(true), note }
                }
                Step::ClosedWithReason => {
                    Change::Voice { resolved_at: Some(before.unwrap_or(moment.now)), satisfied: None, note }
                }
                Step::NotSatisfied | Step::Reopen => {
                    Change::Voice { resolved_at: None, satisfied: None, note }
                }
            };
            amend(tx, moment, customer, (FactKind::Voice, issue), &change)
        })
        .await
    }
}

fn step_words(step: Step) -> &'static str {
    match step {
        Step::PutRight => "Put an issue right",
        Step::Satisfied => "Heard that it stayed right",
        Step::NotSatisfied => "Heard that it is not right yet",
        Step::ClosedWithReason => "Closed an issue for a stated reason",
        Step::Reopen => "Opened an issue again",
    }
}
