//! Judging otherwise: a person sets a judgement aside, with a reason that others read and a day on which it
//! ends. The facts and the judgement itself stay as they are.

use crate::error::{OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt, Undo};
use crate::scene::end_of;
use crate::state::Office;
use book::Day;
use guard::{ChangePerson, OVERRIDE_DAYS, OverrideReason};
use judge::JudgementKind;
use store::NewOverride;

/// A judgement as a person sees it.
#[derive(Debug, Clone)]
pub struct Otherwise {
    /// Which judgement.
    pub judgement: JudgementKind,
    /// What holds instead: one of [`values`].
    pub value: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds; in 180 days when `None`.
    pub until: Option<Day>,
}

/// What a judgement may be set to. Empty where a judgement only counts facts: then the facts are to be put
/// right instead.
pub fn values(judgement: JudgementKind) -> &'static [&'static str] {
    match judgement {
        JudgementKind::WantedStyle => &["strictly_business", "collaborative", "fan"],
        JudgementKind::WishToConnect => &["wished", "not_wished"],
        JudgementKind::Efficiency => &["more_efficient", "less_efficient", "no_clear_change"],
        JudgementKind::BenefitLevel => &["structural", "social", "financial", "none"],
        JudgementKind::ContactLoad => &["wait", "above_cap", "within_cap"],
        JudgementKind::GiveAsk => &["balanced", "asks_more"],
        JudgementKind::ServiceLevel => &["basic", "reactive", "accountable", "proactive", "partnership"],
        JudgementKind::RelationshipKind => {
            &["relationship", "pseudo_relationship", "enhanced_encounter", "encounter"]
        }
        JudgementKind::OpcConfiguration => &[
            "tight_tight_tight",
            "tight_tight_loose",
            "tight_loose_tight",
            "tight_loose_loose",
            "loose_tight_tight",
            "loose_tight_loose",
            "loose_loose_tight",
            "loose_loose_loose",
        ],
        JudgementKind::FoundationGate => &["met", "not_met"],
        JudgementKind::Rung => &["foundation", "strictly_business", "collaborator", "fan"],
        JudgementKind::ThreePartTest => &["real_relationship", "partly", "none"],
        JudgementKind::ContactRhythm | JudgementKind::PurchaseRhythm => {
            &["on_rhythm", "quiet", "overdue", "gone_quiet"]
        }
        JudgementKind::Alive => &["alive_likely", "alive_unlikely"],
        JudgementKind::Initiative => &["steady", "fading"],
        JudgementKind::CandorSilence => &["voiced", "asked_said_fine", "asked_no_answer", "not_contacted"],
        JudgementKind::AccumulatingLoad => &["none", "light", "heavy"],
        JudgementKind::Velocity => &["rising", "steady", "falling"],
        JudgementKind::Decline => &["none", "watch", "declining", "serious"],
        JudgementKind::ExpectedPurchases
        | JudgementKind::PromisesKept
        | JudgementKind::PromisesKeptByCustomer
        | JudgementKind::FollowUpCoverage => &[],
    }
}

impl Office {
    /// Sets a judgement about a person aside.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] for a value that the judgement cannot have, a reason that says too little, or
    /// a day that is past or more than 180 days away.
    pub async fn judge_otherwise(&self, permit: &ChangePerson, other: Otherwise) -> OfficeResult<Receipt> {
        let allowed = values(other.judgement);
        let value = allowed.iter().find(|value| **value == other.value);
        let value = *value.ok_or_else(|| OfficeError::field("value", "Choose what holds instead."))?;
        let reason = OverrideReason::new(&other.reason)
            .map_err(|refusal| OfficeError::field("reason", refusal.to_string()))?;
        let today = self.today_day()?;
        let until = other.until.unwrap_or(today.plus(OVERRIDE_DAYS));
        if until < today || until > today.plus(OVERRIDE_DAYS) {
            let last = today.plus(OVERRIDE_DAYS);
            return Err(OfficeError::field(
                "until",
                format!("A day from today to {last}; it can be renewed."),
            ));
        }
        let customer = permit.customer();
        let name = self.name_of(customer)?;
        let judgement = other.judgement.word();
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "judge_otherwise",
            customer: Some(customer),
            provider: permit.actor().provider,
            sentence: format!(
                "Judged {name} otherwise: {} is \u{201c}{}\u{201d} until {until}, because {}",
                judgement.replace('_', " "),
                value.replace('_', " "),
                reason.as_str()
            ),
        };
        let reason = reason.as_str().to_owned();
        self.act(draft, move |tx, moment| {
            let number = tx.add_override(&NewOverride {
                customer,
                judgement: judgement.into(),
                value: value.into(),
                reason: reason.as_str().into(),
                account: moment.account,
                at: moment.now,
                expires_at: end_of(until, tx.calendar()),
            })?;
            let undo = vec![Undo::LiftOverride { customer, number: number.0 }];
            Ok(Effect { value: (), undo, touched: vec![customer] })
        })
        .await
    }

    /// Lets a judgement stand again.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when no such override is in force for this person.
    pub async fn lift_override(&self, permit: &ChangePerson, number: u32) -> OfficeResult<Receipt> {
        let customer = permit.customer();
        let now = self.now();
        let known = self.read()?.overrides(customer)?;
        let found = known.into_iter().find(|known| known.id.0 == number && known.is_in_force(now));
        let found = found.ok_or(OfficeError::Missing("this override"))?;
        let name = self.name_of(customer)?;
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "lift_override",
            customer: Some(customer),
            provider: permit.actor().provider,
            sentence: format!(
                "Let the judgement on {name} stand again: {}.",
                found.judgement.replace('_', " ")
            ),
        };
        self.act(draft, move |tx, moment| {
            tx.lift_override(found.id, Some(moment.now))?;
            let undo = vec![Undo::RestoreOverride { customer, number }];
            Ok(Effect { value: (), undo, touched: vec![customer] })
        })
        .await
    }
}
