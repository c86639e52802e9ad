//! The scene: what every judgement of a day may know besides one history.

use crate::{held, kept};
use book::{Calendar, Currency, Day, Directory, History, Timestamp};
use judge::{Assessment, Context, Judgement, Parameters, Population};
use store::{Book, JudgedRow, Override, StoreError};

/// What a judgement may know besides one history, owned.
#[derive(Debug, Clone)]
pub struct Scene {
    as_of_day: Day,
    as_of: Timestamp,
    calendar: Calendar,
    parameters: Parameters,
    population: Population,
    directory: Directory,
    currency: Currency,
}

impl Scene {
    /// The scene of a day: `population` is that of the same day and rules.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn new(book: &Book, as_of_day: Day, population: Population) -> Result<Scene, StoreError> {
        Ok(Scene {
            as_of_day,
            as_of: end_of(as_of_day, book.calendar()),
            calendar: book.calendar().clone(),
            parameters: Parameters::default(),
            population,
            directory: book.directory()?,
            currency: book.currency(),
        })
    }

    /// The arguments of every judgement.
    pub fn context(&self) -> Context<'_> {
        Context {
            as_of_day: self.as_of_day,
            as_of: self.as_of,
            calendar: &self.calendar,
            parameters: &self.parameters,
            population: &self.population,
            directory: &self.directory,
            currency: self.currency,
        }
    }

    /// The day judged from.
    pub fn day(&self) -> Day {
        self.as_of_day
    }

    /// Names of providers.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The book's calendar.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The book's currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The same day with the providers as they are now.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn with_directory_of(&self, book: &Book) -> Result<Scene, StoreError> {
        Ok(Scene { directory: book.directory()?, ..self.clone() })
    }

    /// Cuts a history to the day and judges it.
    pub fn assess(&self, history: &mut History) -> Assessment {
        history.truncate_to(self.as_of);
        judge::assess(history, &self.context())
    }

    /// As [`Scene::assess`], with what somebody set aside and is in force at `now` in its place: what lists
    /// and Today go by. `overrides` are the customer's, the latest first.
    pub(crate) fn assess_as_held(
        &self,
        history: &mut History,
        overrides: &[Override],
        now: Timestamp,
    ) -> Assessment {
        let mut assessment = self.assess(history);
        held::put_into(&mut assessment, overrides, now);
        assessment
    }

    /// The list's row of a customer whose history is cut and assessed, with what was set aside in its place.
    pub(crate) fn row_as_held(
        &self,
        history: &History,
        assessment: &Assessment,
        overrides: &[Override],
        now: Timestamp,
    ) -> JudgedRow {
        let mut row = kept::row(history, assessment, &self.context());
        held::put_into_row(&mut row, overrides, now);
        row
    }

    /// Every judgement in words of a history that is cut and assessed.
    pub fn judgements(&self, history: &History, assessment: &Assessment) -> Vec<Judgement> {
        judge::judgements(history, &self.context(), assessment)
    }
}

/// The last instant of a day.
pub fn end_of(day: Day, calendar: &Calendar) -> Timestamp {
    Timestamp(calendar.start_of(day.plus(1)).0 - 1)
}
