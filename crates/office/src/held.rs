//! What holds instead of a judgement, where somebody judged otherwise: the value that lists, filters and
//! Today go by for as long as it is in force. The page of the person shows the judgement itself beside it.

use crate::acts::override_::values;
use crate::error::OfficeResult;
use crate::state::Office;
use book::{CustomerId, Day, Text, Timestamp};
use judge::candor::CandorSilence;
use judge::foundation::{FoundationGate, Rung};
use judge::rhythm::{Rhythm, RhythmVerdict};
use judge::{Assessment, JudgementKind};
use std::collections::HashMap;
use store::{Book, JudgedRow, Override, StoreError};

/// The overrides of everybody that are in force at an instant, by the customer who stays. None for nearly
/// everybody.
#[derive(Debug, Default)]
pub(crate) struct Held(HashMap<CustomerId, Vec<Override>>);

impl Held {
    /// Reads those in force at an instant.
    pub(crate) fn read(book: &Book, at: Timestamp) -> Result<Held, StoreError> {
        let mut held: HashMap<CustomerId, Vec<Override>> = HashMap::new();
        for found in book.overrides_in_force(at)? {
            held.entry(book.standing_customer(found.customer)?).or_default().push(found);
        }
        // Of two about the same judgement the later one holds.
        held.values_mut().for_each(|all| all.sort_by_key(|one| std::cmp::Reverse(one.id)));
        Ok(Held(held))
    }

    /// Those of one customer, the latest first.
    pub(crate) fn of(&self, customer: CustomerId) -> &[Override] {
        self.0.get(&customer).map_or(&[], Vec::as_slice)
    }
}

/// What holds instead, by judgement: of two about the same judgement the later one. `overrides` are the
/// latest first; those not in force at `at` are passed over.
fn holding(overrides: &[Override], at: Timestamp) -> Vec<(JudgementKind, &'static str)> {
    let mut found: Vec<(JudgementKind, &'static str)> = Vec::new();
    for one in overrides.iter().filter(|one| one.is_in_force(at)) {
        let kind = JudgementKind::ALL.into_iter().find(|kind| kind.word() == one.judgement);
        let Some(kind) = kind.filter(|kind| found.iter().all(|(known, _)| known != kind)) else { continue };
        if let Some(value) = values(kind).iter().find(|value| **value == one.value) {
            found.push((kind, value));
        }
    }
    found
}

/// Puts what holds into the verdicts by which a day is planned. A verdict that the records do not allow at
/// all is not made up.
pub(crate) fn put_into(assessment: &mut Assessment, overrides: &[Override], at: Timestamp) {
    for (kind, value) in holding(overrides, at) {
        match kind {
            JudgementKind::ContactRhythm => put_rhythm(&mut assessment.contact_rhythm, value),
            JudgementKind::PurchaseRhythm => put_rhythm(&mut assessment.purchase_rhythm, value),
            JudgementKind::FoundationGate => {
                let gates = [FoundationGate::Met, FoundationGate::NotMet];
                if let Some(gate) = gates.into_iter().find(|gate| gate.word() == value) {
                    assessment.foundation.gate = gate;
                }
            }
            JudgementKind::Rung => {
                let rungs = [Rung::Foundation, Rung::StrictlyBusiness, Rung::Collaborator, Rung::Fan];
                if let Some(rung) = rungs.into_iter().find(|rung| rung.word() == value) {
                    assessment.foundation.working_rung = rung;
                }
            }
            JudgementKind::CandorSilence => {
                let all =
                    [CandorSilence::NotContacted, CandorSilence::AskedNoAnswer, CandorSilence::AskedSaidFine];
                if let Some(silence) = all.into_iter().find(|silence| silence.word() == value) {
                    assessment.candor.silence = silence;
                }
            }
            _ => {}
        }
    }
}

fn put_rhythm(verdict: &mut Option<RhythmVerdict>, value: &str) {
    let all = [Rhythm::OnRhythm, Rhythm::Quiet, Rhythm::Overdue, Rhythm::GoneQuiet];
    if let (Some(verdict), Some(rhythm)) = (verdict, all.into_iter().find(|one| one.word() == value)) {
        verdict.label = Some(rhythm);
    }
}

/// Puts what holds into a row of the list. Chances and shares stay as they were computed.
pub(crate) fn put_into_row(row: &mut JudgedRow, overrides: &[Override], at: Timestamp) {
    for (kind, value) in holding(overrides, at) {
        let place = match kind {
            JudgementKind::RelationshipKind => &mut row.relationship_kind,
            JudgementKind::OpcConfiguration => &mut row.opc_configuration,
            JudgementKind::FoundationGate => &mut row.foundation_gate,
            JudgementKind::Rung => &mut row.rung,
            JudgementKind::ThreePartTest => &mut row.three_part_test,
            JudgementKind::ContactRhythm => &mut row.contact_rhythm,
            JudgementKind::PurchaseRhythm => &mut row.purchase_rhythm,
            JudgementKind::Initiative => &mut row.initiative,
            JudgementKind::CandorSilence => &mut row.candor_silence,
            JudgementKind::AccumulatingLoad => &mut row.accumulating_load,
            JudgementKind::Velocity => &mut row.velocity,
            JudgementKind::Decline => &mut row.decline,
            _ => continue,
        };
        *place = Some(value);
    }
}

/// A judgement that somebody set aside, as lists and Today mark it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The judgement's word.
    pub judgement: Text,
    /// What holds instead.
    pub value: Text,
    /// Name of whoever said so.
    pub who: String,
    /// The last day on which it holds.
    pub until: Day,
}

impl Office {
    /// What was set aside of some customers and is in force now, the latest first. Of whom nothing was is not
    /// in it. The customers are those of a list or a day that a permit gave.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn set_aside(
        &self,
        customers: impl IntoIterator<Item = CustomerId>,
    ) -> OfficeResult<HashMap<CustomerId, Vec<SetAside>>> {
        let book = self.read()?;
        let held = Held::read(&book, self.now())?;
        if held.0.is_empty() {
            return Ok(HashMap::new());
        }
        let accounts = book.accounts()?;
        let shown = |one: &Override| SetAside {
            judgement: one.judgement.clone(),
            value: one.value.clone(),
            who: accounts
                .iter()
                .find(|account| account.id == one.account)
                .map_or_else(|| "somebody".to_owned(), |account| account.name.to_string()),
            until: book.calendar().day(one.expires_at),
        };
        let mut found = HashMap::new();
        for customer in customers {
            let own = held.of(customer);
            if !own.is_empty() {
                found.insert(customer, own.iter().map(shown).collect());
            }
        }
        Ok(found)
    }
}
