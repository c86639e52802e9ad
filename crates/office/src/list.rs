//! The People list: what the desk keeps of everybody, asked by a permit.

use crate::error::{OfficeError, OfficeResult};
use crate::record::OwnedRow;
use crate::state::Office;
use book::{Customer, Style};
use guard::SeePeople;
use people::{NewRow, Page, Query};
use store::{JudgedRow, SummaryRow};

impl OwnedRow {
    pub(crate) fn as_row(&self) -> NewRow<'_> {
        row(&self.customer, Some(&self.judged), Some(&self.summary))
    }
}

/// The list's row of a customer; what was never judged or counted is unknown.
pub(crate) fn row<'a, W: AsRef<str>>(
    customer: &'a Customer,
    judged: Option<&'a JudgedRow<W>>,
    summary: Option<&'a SummaryRow>,
) -> NewRow<'a> {
    let word =
        |pick: fn(&JudgedRow<W>) -> &Option<W>| judged.and_then(|row| pick(row).as_ref()).map(AsRef::as_ref);
    let estimate = |pick: fn(&JudgedRow<W>) -> Option<f64>| judged.and_then(pick);
    let day = |pick: fn(&SummaryRow) -> Option<book::Day>| summary.and_then(pick);
    let count = |pick: fn(&SummaryRow) -> u32| summary.map_or(0, pick);
    NewRow {
        id: customer.id,
        external_id: &customer.external_id,
        source: &customer.source,
        name: customer.name.as_deref(),
        email: customer.email.as_deref(),
        phone: customer.phone.as_deref(),
        kind: customer.kind,
        provider: judged.and_then(|row| row.provider).or(customer.assigned_to),
        assigned: customer.assigned_to,
        language: customer.language.as_deref(),
        since: customer.since,
        relationship_kind: word(|row| &row.relationship_kind),
        opc_configuration: word(|row| &row.opc_configuration),
        foundation_gate: word(|row| &row.foundation_gate),
        rung: word(|row| &row.rung),
        three_part_test: word(|row| &row.three_part_test),
        contact_rhythm: word(|row| &row.contact_rhythm),
        purchase_rhythm: word(|row| &row.purchase_rhythm),
        initiative: word(|row| &row.initiative),
        candor_silence: word(|row| &row.candor_silence),
        accumulating_load: word(|row| &row.accumulating_load),
        velocity: word(|row| &row.velocity),
        decline: word(|row| &row.decline),
        signs: judged.and_then(|row| row.signs),
        p_alive: estimate(|row| row.p_alive),
        expected_purchases: estimate(|row| row.expected_purchases),
        promises_kept: estimate(|row| row.promises_kept),
        promises_kept_by_customer: estimate(|row| row.promises_kept_by_customer),
        follow_up_coverage: estimate(|row| row.follow_up_coverage),
        contact_count: count(|row| row.contact_count),
        first_contact_day: day(|row| row.first_contact_day),
        last_contact_day: day(|row| row.last_contact_day),
        purchase_count: count(|row| row.purchase_count),
        first_purchase_day: day(|row| row.first_purchase_day),
        last_purchase_day: day(|row| row.last_purchase_day),
        spent_minor: summary.map_or(0, |row| row.spent_minor),
        open_issues: count(|row| row.open_issues),
        oldest_issue_day: day(|row| row.oldest_issue_day),
        open_promises: count(|row| row.open_promises),
        next_due_day: day(|row| row.next_due_day),
        last_asked_day: day(|row| row.last_asked_day),
        last_voice_day: day(|row| row.last_voice_day),
        wanted_style: summary.and_then(|row| row.wanted_style).map(Style::word),
        refused: summary.is_some_and(|row| row.refused),
    }
}

impl Office {
    /// One page of the list, as far as the permit reaches.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the book is read for the first time.
    pub fn people(&self, permit: &SeePeople, query: &Query) -> OfficeResult<Page> {
        let desk = self.desk()?;
        let today = desk.scene().day();
        let page = desk.people().page(query, today, permit.only());
        Ok(page)
    }

    /// How many people a query finds, as far as the permit reaches.
    ///
    /// # Errors
    /// As [`Office::people`].
    pub fn count_people(&self, permit: &SeePeople, query: &Query) -> Result<usize, OfficeError> {
        let desk = self.desk()?;
        let today = desk.scene().day();
        let count = desk.people().count(query, today, permit.only());
        Ok(count)
    }
}
