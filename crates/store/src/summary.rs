//! Counts and days of each customer's facts, kept beside the judgements so that lists of a million people
//! need no history. Never an input.

use crate::cache::{Judged, JudgedRow, bind_judged, insert_judged};
use crate::column::take;
use crate::error::{At, Problem, StoreError};
use crate::insert::Inserter;
use crate::merge;
use crate::narrow::Places;
use crate::open::Book;
use crate::read::CustomerRange;
use crate::sql::{self, statement};
use book::{Customer, CustomerId, Day, Style};
use rusqlite::{Connection, Row, Statement, Transaction, TransactionBehavior};

/// Counts and days of one customer. A day is `None` when there is none; money is in minor units of the book's
/// currency.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs, reason = "the plain ones say what they are")]
pub struct SummaryRow {
    /// Whom it is about.
    pub customer: u32,
    pub contact_count: u32,
    pub first_contact_day: Option<Day>,
    pub last_contact_day: Option<Day>,
    /// Purchases that are not returns.
    pub purchase_count: u32,
    pub first_purchase_day: Option<Day>,
    pub last_purchase_day: Option<Day>,
    /// What was paid, less what came back.
    pub spent_minor: i64,
    /// Complaints and concerns not put right.
    pub open_issues: u32,
    pub oldest_issue_day: Option<Day>,
    /// Promises of ours still to be kept.
    pub open_promises: u32,
    pub next_due_day: Option<Day>,
    /// When a check-in question was asked last.
    pub last_asked_day: Option<Day>,
    pub last_voice_day: Option<Day>,
    pub wanted_style: Option<Style>,
    /// The customer allows no contact.
    pub refused: bool,
}

/// A part of a full pass: what was derived about a range of customers, in order of number.
#[derive(Debug, Clone, Copy)]
pub struct Pass<'p> {
    /// The day it holds for.
    pub as_of: Day,
    /// Version of the rules and parameters.
    pub rule_version: &'p str,
    /// Judgements of those who were judged.
    pub judged: &'p [JudgedRow],
    /// Counts and days.
    pub summaries: &'p [SummaryRow],
}

fn days(row: &SummaryRow) -> [(usize, Option<Day>); 8] {
    [
        (3, row.first_contact_day),
        (4, row.last_contact_day),
        (6, row.first_purchase_day),
        (7, row.last_purchase_day),
        (10, row.oldest_issue_day),
        (12, row.next_due_day),
        (13, row.last_asked_day),
        (14, row.last_voice_day),
    ]
}

fn bind(insert: &mut Statement<'_>, shift: usize, row: &SummaryRow) -> Result<(), Problem> {
    insert.raw_bind_parameter(shift + 1, row.customer)?;
    insert.raw_bind_parameter(shift + 2, row.contact_count)?;
    insert.raw_bind_parameter(shift + 5, row.purchase_count)?;
    insert.raw_bind_parameter(shift + 8, row.spent_minor)?;
    insert.raw_bind_parameter(shift + 9, row.open_issues)?;
    insert.raw_bind_parameter(shift + 11, row.open_promises)?;
    insert.raw_bind_parameter(shift + 16, row.refused)?;
    for (place, day) in days(row) {
        if let Some(day) = day {
            insert.raw_bind_parameter(shift + place, day.0)?;
        }
    }
    if let Some(style) = row.wanted_style {
        insert.raw_bind_parameter(shift + 15, style.word())?;
    }
    Ok(())
}

pub(crate) fn read(row: &Row<'_>) -> Result<SummaryRow, Problem> {
    let customer: CustomerId = take(row, 0)?;
    Ok(SummaryRow {
        customer: customer.0,
        contact_count: take(row, 1)?,
        first_contact_day: take(row, 2)?,
        last_contact_day: take(row, 3)?,
        purchase_count: take(row, 4)?,
        first_purchase_day: take(row, 5)?,
        last_purchase_day: take(row, 6)?,
        spent_minor: take(row, 7)?,
        open_issues: take(row, 8)?,
        oldest_issue_day: take(row, 9)?,
        open_promises: take(row, 10)?,
        next_due_day: take(row, 11)?,
        last_asked_day: take(row, 12)?,
        last_voice_day: take(row, 13)?,
        wanted_style: take(row, 14)?,
        refused: take(row, 15)?,
    })
}

/// The summary of one customer, or of the one it is merged into.
pub(crate) fn one(connection: &Connection, id: CustomerId) -> Result<Option<SummaryRow>, Problem> {
    let root = merge::root(connection, id)?.0;
    sql::one(connection, "scan_summary", (root, root), read)
}

/// Replaces what was derived about a range of customers.
pub(crate) fn save_pass(
    connection: &Connection,
    range: &CustomerRange,
    pass: &Pass<'_>,
) -> Result<(), Problem> {
    let bounds = [*range.start(), *range.end()];
    statement(connection, "drop_judged_range")?.execute(bounds)?;
    statement(connection, "drop_summary_range")?.execute(bounds)?;
    insert_judged(connection, pass.as_of, pass.rule_version, pass.judged)?;
    Inserter::new(connection, "save_summary", true)?
        .insert(pass.summaries.len(), |insert, shift, index| bind(insert, shift, &pass.summaries[index]))?;
    Ok(())
}

/// Replaces what was derived about one customer, with single statements: for what a person just changed.
pub(crate) fn save_one(connection: &Connection, pass: &Pass<'_>) -> Result<(), Problem> {
    for row in pass.judged {
        statement(connection, "remove_judged")?.execute([row.customer])?;
        let mut insert = statement(connection, "save_judged")?;
        insert.clear_bindings();
        bind_judged(&mut insert, (&Places::ALL, 0), pass.as_of, pass.rule_version, row)?;
        insert.raw_execute()?;
    }
    for row in pass.summaries {
        statement(connection, "remove_summary")?.execute([row.customer])?;
        let mut insert = statement(connection, "save_summary")?;
        insert.clear_bindings();
        bind(&mut insert, 0, row)?;
        insert.raw_execute()?;
    }
    Ok(())
}

/// The range of every number a customer can have.
const EVERYBODY: CustomerRange = 1..=u32::MAX;

impl Book {
    /// Replaces what a full pass derived about a range of customers, in one transaction. A pass over
    /// everybody is saved in parts, so that it neither fills the memory nor keeps others from writing for
    /// long; each row says for which day and rules it holds.
    ///
    /// # Errors
    /// What the database reports.
    pub fn save_pass(&mut self, range: CustomerRange, pass: &Pass<'_>) -> Result<(), StoreError> {
        let save = || -> Result<(), Problem> {
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
            save_pass(&transaction, &range, pass)?;
            Ok(transaction.commit()?)
        };
        save().at(&self.path)
    }

    /// Calls `step` with the summary of every customer who is not merged into another, in order of number.
    ///
    /// # Errors
    /// What the database reports.
    pub fn for_each_summary(&self, step: impl FnMut(SummaryRow)) -> Result<(), StoreError> {
        self.summaries_in(&EVERYBODY, step)
    }

    /// Calls `step` with the judgements of every customer judged, as [`Book::judged`] does for a range.
    ///
    /// # Errors
    /// What the database reports.
    pub fn for_each_judged(&self, step: impl FnMut(Judged)) -> Result<(), StoreError> {
        self.judged(EVERYBODY, step)
    }

    /// Calls `step` with every customer who is not merged into another, in order of number, gaps filled from
    /// those who are gone into them.
    ///
    /// # Errors
    /// What the database reports.
    pub fn for_each_customer(&self, step: impl FnMut(Customer)) -> Result<(), StoreError> {
        self.customers_in(&EVERYBODY, step)
    }
}
