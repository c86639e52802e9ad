//! What was derived from the facts, kept so that lists need not compute it again. Never an input.

use crate::column::take;
use crate::error::{At, Problem, StoreError};
use crate::insert::Inserter;
use crate::merge::Merges;
use crate::narrow::{Columns, Places, narrowed};
use crate::open::Book;
use crate::read::CustomerRange;
use crate::settings;
use crate::sql::statement;
use book::{CustomerId, Day, ProviderId, Text};
use rusqlite::{Connection, OptionalExtension, Statement, Transaction, TransactionBehavior};

/// The judgements of one customer, as one row: a word or number is `None` when it was not assessed. `W` is
/// `&'static str` when saving and [`Text`] when reading.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs, reason = "each field holds the judgement of the same name")]
pub struct JudgedRow<W = &'static str> {
    /// Whom it is about.
    pub customer: u32,
    /// The provider at the other end, where there is a main one.
    pub provider: Option<ProviderId>,
    pub relationship_kind: Option<W>,
    pub opc_configuration: Option<W>,
    pub foundation_gate: Option<W>,
    pub rung: Option<W>,
    pub three_part_test: Option<W>,
    pub contact_rhythm: Option<W>,
    pub purchase_rhythm: Option<W>,
    pub initiative: Option<W>,
    pub candor_silence: Option<W>,
    pub accumulating_load: Option<W>,
    pub velocity: Option<W>,
    pub decline: Option<W>,
    /// How many signs of decline there are, zero or more.
    pub signs: Option<i64>,
    /// Chance that the customer is still buying, 0 to 1.
    pub p_alive: Option<f64>,
    /// Purchases expected in the next 90 days, zero or more.
    pub expected_purchases: Option<f64>,
    /// Share of our promises kept on time, 0 to 1.
    pub promises_kept: Option<f64>,
    /// Share of the customer's promises kept on time, 0 to 1.
    pub promises_kept_by_customer: Option<f64>,
    /// Share of due follow-ups that were done, 0 to 1.
    pub follow_up_coverage: Option<f64>,
}

/// Number of word columns and of number columns, and the parameters before the words.
const WORDS: usize = 12;
const NUMBERS: usize = 5;
const BEFORE_WORDS: usize = 4;

impl<W> JudgedRow<W> {
    fn words(&self) -> [&Option<W>; WORDS] {
        [
            &self.relationship_kind,
            &self.opc_configuration,
            &self.foundation_gate,
            &self.rung,
            &self.three_part_test,
            &self.contact_rhythm,
            &self.purchase_rhythm,
            &self.initiative,
            &self.candor_silence,
            &self.accumulating_load,
            &self.velocity,
            &self.decline,
        ]
    }

    /// The columns that the row fills, besides those before the words.
    fn filled(&self) -> Columns {
        let words = self.words().map(Option::is_some);
        let numbers = self.numbers().map(|number| number.is_some());
        let all = words.into_iter().chain([self.signs.is_some()]).chain(numbers);
        let mut filled = Columns::default();
        for (column, _) in (BEFORE_WORDS + 1..).zip(all).filter(|(_, is_filled)| *is_filled) {
            filled.insert(column as u8);
        }
        filled
    }

    fn numbers(&self) -> [Option<f64>; NUMBERS] {
        [
            self.p_alive,
            self.expected_purchases,
            self.promises_kept,
            self.promises_kept_by_customer,
            self.follow_up_coverage,
        ]
    }
}

/// A judged row together with the day and rules it holds for.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The day it holds for.
    pub as_of: Day,
    /// Version of the rules and parameters.
    pub rule_version: Text,
    /// The judgements.
    pub row: JudgedRow<Text>,
}

impl Book {
    /// Figures of the whole population kept for the present facts, a day and rules; `None` when they must be
    /// computed.
    ///
    /// # Errors
    /// What the database reports.
    pub fn population(&self, as_of: Day, rule_version: &str) -> Result<Option<String>, StoreError> {
        let find = || -> Result<Option<String>, Problem> {
            let version = settings::facts_version(&self.connection)? as i64;
            let mut find = statement(&self.connection, "find_population")?;
            Ok(find.query_row((version, as_of.0, rule_version), |row| row.get(0)).optional()?)
        };
        find().at(&self.path)
    }

    /// Keeps figures of the whole population that were computed at `facts_version`; those of older facts go.
    ///
    /// # Errors
    /// What the database reports.
    pub fn save_population(
        &mut self,
        facts_version: u64,
        as_of: Day,
        rule_version: &str,
        json: &str,
    ) -> Result<(), StoreError> {
        let save = || -> Result<(), Problem> {
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
            statement(&transaction, "drop_old_population")?.execute([facts_version as i64])?;
            let values = (facts_version as i64, as_of.0, rule_version, json);
            statement(&transaction, "save_population")?.execute(values)?;
            Ok(transaction.commit()?)
        };
        save().at(&self.path)
    }

    /// Replaces the judgements of the last full pass by those of this one, in one transaction. Rows are
    /// fastest in order of customer.
    ///
    /// # Errors
    /// What the database reports.
    pub fn save_judged(
        &mut self,
        as_of: Day,
        rule_version: &str,
        rows: &[JudgedRow],
    ) -> Result<(), StoreError> {
        let save = || -> Result<(), Problem> {
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
            statement(&transaction, "drop_judged")?.execute([])?;
            insert_judged(&transaction, as_of, rule_version, rows)?;
            Ok(transaction.commit()?)
        };
        save().at(&self.path)
    }

    /// Calls `step` with the judgements of the last full pass for a range of customers, in order, without
    /// those who have been merged into others since.
    ///
    /// # Errors
    /// What the database reports.
    pub fn judged(&self, range: CustomerRange, mut step: impl FnMut(Judged)) -> Result<(), StoreError> {
        let mut read = || -> Result<(), Problem> {
            let merges = Merges::read(&self.connection)?;
            let mut scan = statement(&self.connection, "scan_judged")?;
            let mut rows = scan.query([range.start(), range.end()])?;
            while let Some(row) = rows.next()? {
                let judged = read_judged(row)?;
                if !merges.is_gone(judged.row.customer) {
                    step(judged);
                }
            }
            Ok(())
        };
        read().at(&self.path)
    }

    /// The judgements of the last full pass for one customer, or for the one it was merged into.
    ///
    /// # Errors
    /// What the database reports.
    pub fn judged_customer(&self, id: CustomerId) -> Result<Option<Judged>, StoreError> {
        let mut found = None;
        let id = self.standing_customer(id)?;
        self.judged(id.0..=id.0, |judged| found = Some(judged))?;
        Ok(found)
    }
}

/// Adds the rows of a pass; a column that none of them fills is left out of the statement.
pub(crate) fn insert_judged(
    connection: &Connection,
    as_of: Day,
    rule_version: &str,
    rows: &[JudgedRow],
) -> Result<(), Problem> {
    let used = rows.iter().fold(Columns::default(), |used, row| used.and(row.filled()));
    let places = Places::of(used);
    let insert = narrowed("save_judged", used);
    Inserter::of_text(connection, &insert, true)?.insert(rows.len(), |insert, shift, index| {
        bind_judged(insert, (&places, shift), as_of, rule_version, &rows[index])
    })?;
    Ok(())
}

/// Binds a row to the parameters that `places` gives its columns, shifted.
pub(crate) fn bind_judged(
    insert: &mut Statement<'_>,
    (places, shift): (&Places, usize),
    as_of: Day,
    rule_version: &str,
    row: &JudgedRow,
) -> Result<(), Problem> {
    let parameter = |column: usize| shift + places.parameter(column as u8);
    insert.raw_bind_parameter(shift + 1, row.customer)?;
    insert.raw_bind_parameter(shift + 2, as_of.0)?;
    insert.raw_bind_parameter(shift + 3, rule_version)?;
    if let Some(provider) = row.provider {
        insert.raw_bind_parameter(shift + BEFORE_WORDS, provider.0)?;
    }
    for (place, word) in row.words().into_iter().enumerate() {
        if let Some(word) = word {
            insert.raw_bind_parameter(parameter(BEFORE_WORDS + 1 + place), *word)?;
        }
    }
    if let Some(signs) = row.signs {
        insert.raw_bind_parameter(parameter(BEFORE_WORDS + WORDS + 1), signs)?;
    }
    for (place, number) in row.numbers().into_iter().enumerate() {
        if let Some(number) = number {
            insert.raw_bind_parameter(parameter(BEFORE_WORDS + WORDS + 2 + place), number)?;
        }
    }
    Ok(())
}

fn read_judged(row: &rusqlite::Row<'_>) -> Result<Judged, Problem> {
    let mut place = BEFORE_WORDS - 1;
    let mut next = || {
        place += 1;
        place
    };
    let customer: CustomerId = take(row, 0)?;
    Ok(Judged {
        as_of: take(row, 1)?,
        rule_version: take(row, 2)?,
        row: JudgedRow {
            customer: customer.0,
            provider: take(row, 3)?,
            relationship_kind: take(row, next())?,
            opc_configuration: take(row, next())?,
            foundation_gate: take(row, next())?,
            rung: take(row, next())?,
            three_part_test: take(row, next())?,
            contact_rhythm: take(row, next())?,
            purchase_rhythm: take(row, next())?,
            initiative: take(row, next())?,
            candor_silence: take(row, next())?,
            accumulating_load: take(row, next())?,
            velocity: take(row, next())?,
            decline: take(row, next())?,
            signs: take(row, next())?,
            p_alive: take(row, next())?,
            expected_purchases: take(row, next())?,
            promises_kept: take(row, next())?,
            promises_kept_by_customer: take(row, next())?,
            follow_up_coverage: take(row, next())?,
        },
    })
}
