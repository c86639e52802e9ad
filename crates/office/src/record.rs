//! How an act becomes facts: one durable step that changes the book, writes the trail, judges whom it touched
//! anew, and knows how to be undone.

use crate::day_plan::Owed;
use crate::error::{OfficeError, OfficeResult};
use crate::scene::Scene;
use crate::state::{Inner, Office};
use crate::writer::Step;
use crate::{day_plan, summary};
use book::record::CustomerProfile;
use book::{AmendmentId, Customer, CustomerId, Day, FactId, ProviderId, Text, Timestamp};
use guard::Actor;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError};
use store::{ActId, AgendaDay, NewAct, Pass, Tx};

/// What the trail says about an act.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Who acts.
    pub actor: Actor,
    /// The act in one word: `log_contact`, `make_promise`, …
    pub verb: &'static str,
    /// Whom it is about.
    pub customer: Option<CustomerId>,
    /// Which provider it is about.
    pub provider: Option<ProviderId>,
    /// The act in one plain sentence without its actor: "logged a call with Ana Ruiz".
    pub sentence: String,
}

/// What an act changed.
#[derive(Debug, Default)]
pub struct Effect<T = ()> {
    /// What the caller wants to know.
    pub value: T,
    /// How to take it back, in the order in which to do so; empty when it cannot be.
    pub undo: Vec<Undo>,
    /// Customers whose facts or profile changed: they are judged anew.
    pub touched: Vec<CustomerId>,
}

/// One way back. Kept as JSON with the act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "undo", rename_all = "snake_case")]
pub enum Undo {
    /// A fact was added.
    RemoveFact {
        /// Whom it is about.
        customer: CustomerId,
        /// Its id.
        fact: FactId,
    },
    /// Something was said about a fact.
    RemoveAmendment {
        /// Whom it is about.
        customer: CustomerId,
        /// Its number.
        amendment: AmendmentId,
    },
    /// A customer was assigned to somebody.
    Assign {
        /// Whom.
        customer: CustomerId,
        /// To whom before.
        provider: Option<ProviderId>,
    },
    /// A profile was changed; what it said before.
    Profile {
        /// Whom.
        customer: CustomerId,
        /// Before.
        before: ProfileWords,
    },
    /// A provider was changed; what was known before.
    Provider {
        /// Whom.
        provider: ProviderId,
        /// Before.
        before: crate::acts::provider::ProviderWords,
    },
    /// Two customers were merged.
    Unmerge {
        /// Who was merged away.
        gone: CustomerId,
    },
    /// Two customers were taken apart.
    Merge {
        /// Who was merged away.
        gone: CustomerId,
        /// Into whom.
        into: CustomerId,
    },
    /// Two customers were told apart.
    UntellApart {
        /// One of them.
        one: CustomerId,
        /// The other.
        other: CustomerId,
    },
    /// It was said that two customers may be one after all.
    TellApart {
        /// One of them.
        one: CustomerId,
        /// The other.
        other: CustomerId,
    },
    /// A file was brought in.
    Import {
        /// Number of the import.
        import: u32,
    },
    /// A judgement was overridden.
    LiftOverride {
        /// Whom it is about.
        customer: CustomerId,
        /// Number of the override.
        number: u32,
    },
    /// A list of people was saved.
    RemoveView {
        /// Whose it is.
        account: u32,
        /// Its number.
        number: u32,
    },
    /// A saved list was removed, or got another address.
    SaveView {
        /// Whose it is.
        account: u32,
        /// What it is called.
        name: String,
        /// What its address said.
        query: String,
    },
    /// An override was lifted.
    RestoreOverride {
        /// Whom it is about.
        customer: CustomerId,
        /// Number of the override.
        number: u32,
    },
    /// The readers of a confidence were named.
    NoteReaders {
        /// Whom it is about.
        customer: CustomerId,
        /// The confidence.
        fact: FactId,
        /// Numbers of the accounts that might open it before.
        before: Vec<u32>,
    },
    /// A customer was added.
    RemoveCustomer {
        /// Whom.
        customer: CustomerId,
    },
    /// A provider was added.
    RemoveProvider {
        /// Whom.
        provider: ProviderId,
    },
    /// A card of a day was settled.
    ClearOutcome {
        /// Whose day; `None` is the owner's.
        provider: Option<ProviderId>,
        /// Which day.
        day: Day,
        /// About whom.
        customer: CustomerId,
        /// Which act.
        act: String,
    },
}

/// A customer's profile in words, to be kept with an act.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ProfileWords {
    /// `person` or `organization`.
    pub kind: Option<book::PartyKind>,
    /// Name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Customer since.
    pub since: Option<Day>,
    /// Language.
    pub language: Option<String>,
    /// Time zone.
    pub timezone: Option<String>,
    /// The source's id of the provider assigned.
    pub assigned_to: Option<String>,
}

impl ProfileWords {
    /// In words what a profile says.
    pub fn of(profile: &CustomerProfile) -> ProfileWords {
        let words = |text: &Option<Text>| text.as_ref().map(ToString::to_string);
        ProfileWords {
            kind: profile.kind,
            name: words(&profile.name),
            email: words(&profile.email),
            phone: words(&profile.phone),
            since: profile.since,
            language: words(&profile.language),
            timezone: words(&profile.timezone),
            assigned_to: words(&profile.assigned_to),
        }
    }

    /// The profile that says it.
    pub fn profile(&self) -> CustomerProfile {
        let text = |words: &Option<String>| words.as_deref().map(Text::from);
        CustomerProfile {
            kind: self.kind,
            name: text(&self.name),
            email: text(&self.email),
            phone: text(&self.phone),
            since: self.since,
            assigned_to: text(&self.assigned_to),
            language: text(&self.language),
            timezone: text(&self.timezone),
        }
    }
}

/// What the person who acted is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The act in the trail.
    pub act: ActId,
    /// What was done: "logged a call with Ana Ruiz".
    pub sentence: String,
    /// Whether it can be taken back.
    pub can_undo: bool,
}

/// What an act may ask inside its step.
#[derive(Debug, Clone)]
pub struct Moment {
    /// The time of the act.
    pub now: Timestamp,
    /// Its civil day.
    pub today: Day,
    /// Who acts.
    pub account: store::AccountId,
    /// 16 random bytes in hex, the same for the whole act: the source's own id of what it adds.
    pub mark: String,
}

/// A customer judged anew after an act.
#[derive(Debug)]
pub(crate) struct Refreshed {
    pub(crate) customer: CustomerId,
    /// The list's row; `None` when merged away.
    pub(crate) row: Option<OwnedRow>,
    /// What is to be done today.
    pub(crate) owed: Owed,
}

/// What a row of the People list is made of.
#[derive(Debug)]
pub(crate) struct OwnedRow {
    pub(crate) customer: Customer,
    pub(crate) judged: store::JudgedRow,
    pub(crate) summary: store::SummaryRow,
}

impl Office {
    /// Does what `change` says in one durable step, and answers when it is on disk.
    ///
    /// # Errors
    /// What `change` returned, in which case nothing happened; [`OfficeError::NotSaved`].
    pub async fn record<T: Send + 'static>(
        &self,
        draft: Draft,
        change: impl FnOnce(&mut Tx<'_>, &Moment) -> OfficeResult<Effect<T>> + Send + 'static,
    ) -> OfficeResult<(T, Receipt)> {
        let inner = self.inner.clone();
        let mark: [u8; 16] = self.random();
        let mark = mark.iter().map(|byte| format!("{byte:02x}")).collect();
        let step = move |tx: &mut Tx<'_>| {
            let now = (inner.clock)();
            let account = store::AccountId(draft.actor.account);
            let moment = Moment { now, today: tx.calendar().day(now), account, mark };
            let effect = change(tx, &moment)?;
            let receipt = write_down(tx, &draft, &moment, &effect)?;
            let refreshed = refresh(&inner, tx, &effect.touched)?;
            let after: Box<dyn FnOnce() + Send> = Box::new(move || take(&inner, &refreshed));
            Ok(Step { value: (effect.value, receipt), after: Some(after) })
        };
        self.inner.writer.step(step).await
    }

    /// As [`Office::record`], for acts without an answer of their own.
    ///
    /// # Errors
    /// As [`Office::record`].
    pub async fn act(
        &self,
        draft: Draft,
        change: impl FnOnce(&mut Tx<'_>, &Moment) -> OfficeResult<Effect> + Send + 'static,
    ) -> OfficeResult<Receipt> {
        Ok(self.record(draft, change).await?.1)
    }
}

fn write_down<T>(
    tx: &mut Tx<'_>,
    draft: &Draft,
    moment: &Moment,
    effect: &Effect<T>,
) -> OfficeResult<Receipt> {
    let can_undo = !effect.undo.is_empty();
    let undo = if can_undo {
        let json = serde_json::to_string(&effect.undo);
        Some(json.map_err(|error| OfficeError::NotSaved(error.to_string()))?)
    } else {
        None
    };
    let act = tx.record_act(&NewAct {
        at: moment.now,
        account: moment.account,
        verb: draft.verb.into(),
        customer: draft.customer,
        provider: draft.provider,
        sentence: draft.sentence.as_str().into(),
        undo: undo.map(Into::into),
    })?;
    Ok(Receipt { act, sentence: draft.sentence.clone(), can_undo })
}

/// Judges the touched customers inside the same transaction, so that what lists show is as durable as what
/// they rest on.
fn refresh(inner: &Arc<Inner>, tx: &mut Tx<'_>, touched: &[CustomerId]) -> OfficeResult<Vec<Refreshed>> {
    let Ok(desk) = inner.desk_now() else {
        // Nobody has read the book yet; whoever is reading it now may have passed these already.
        note_changed(inner, touched);
        return Ok(Vec::new());
    };
    if inner.progress().running.load(std::sync::atomic::Ordering::Acquire) {
        note_changed(inner, touched);
    }
    let scene = desk.scene();
    let mut all = Vec::with_capacity(touched.len());
    for customer in touched {
        all.push(refresh_one(tx, &scene, *customer, (inner.clock)())?);
    }
    Ok(all)
}

fn note_changed(inner: &Inner, touched: &[CustomerId]) {
    let mut changed = inner.changed_during_pass.lock().unwrap_or_else(PoisonError::into_inner);
    changed.extend_from_slice(touched);
}

pub(crate) fn refresh_one(
    tx: &mut Tx<'_>,
    scene: &Scene,
    customer: CustomerId,
    now: Timestamp,
) -> OfficeResult<Refreshed> {
    let gone = Refreshed { customer, row: None, owed: Owed::nothing(customer) };
    if tx.standing_customer(customer)? != customer {
        return Ok(gone);
    }
    let Some(mut history) = tx.history(customer)? else { return Ok(gone) };
    let overrides = tx.overrides(customer)?;
    let assessment = scene.assess_as_held(&mut history, &overrides, now);
    let judged = scene.row_as_held(&history, &assessment, &overrides, now);
    let summary = summary::summary(&history, &scene.context());
    tx.save_derived(&Pass {
        as_of: scene.day(),
        rule_version: judge::RULE_VERSION,
        judged: std::slice::from_ref(&judged),
        summaries: std::slice::from_ref(&summary),
    })?;
    let customer_now = history.customer.clone();
    let row = Some(OwnedRow { customer: customer_now, judged, summary });
    Ok(Refreshed { customer, row, owed: Owed::of(scene, history, assessment) })
}

/// Brings the desk up to date with what is now durable.
fn take(inner: &Arc<Inner>, refreshed: &[Refreshed]) {
    let Ok(desk) = inner.desk_now() else { return };
    for one in refreshed {
        desk.take(one);
        let (day, made_at) = (desk.scene().day(), (inner.clock)());
        for (provider, json) in day_plan::take(&desk, &one.owed) {
            let agenda = AgendaDay { day, provider, json, made_at };
            inner.writer.step_later(move |tx| Ok(tx.save_agenda_day(&agenda)?));
        }
    }
}
