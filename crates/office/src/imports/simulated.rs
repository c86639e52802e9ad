//! An invented company for an empty book, to look around in before the own records come.

use crate::error::{OfficeError, OfficeResult};
use crate::state::Office;
use book::Currency;
use guard::Manage;
use simulate::{Company, Scenario};
use store::NewImport;

impl Office {
    /// Whether nobody is in the book: no customer and no provider.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn is_empty_book(&self) -> OfficeResult<bool> {
        let book = self.read()?;
        Ok(book.customer_count()? == 0 && book.directory()?.providers.is_empty())
    }

    /// Fills an empty book with the simulated company, up to today, and marks the book so that every page
    /// says that its people are invented. It is an import like others: it can be undone. Gives its number.
    ///
    /// # Errors
    /// [`OfficeError::Conflict`] when somebody is in the book: invented people never stand beside real ones.
    pub async fn load_simulated(&self, permit: &Manage) -> OfficeResult<u32> {
        if !self.is_empty_book()? {
            let message = "The simulated company is only for an empty book: invented people never stand \
                 beside real ones. Undo what was imported first, or start a second book.";
            return Err(OfficeError::Conflict(message.into()));
        }
        let new = NewImport {
            at: self.now(),
            account: Some(store::AccountId(permit.actor().account)),
            file_name: simulate::COMPANY_NAME.into(),
            source: simulate::SOURCE.into(),
            format: "Simulated company".into(),
        };
        let mut settings = self.settings();
        let before = settings.currency.code().to_owned();
        settings.simulated = true;
        settings.currency = Currency::parse(simulate::CURRENCY).unwrap_or(settings.currency);
        self.change_settings(settings).await?;
        let end_day = self.today_day()?;
        let run = self.begin_run(permit, new).await?;
        let id = run.id.0;
        let thread = std::thread::Builder::new().name("import".into());
        let spawned = thread.spawn(move || {
            run.go(
                |run| {
                    run.notes().currency_before = Some(before);
                    let company = Company::simulate(&Scenario { end_day, ..Scenario::demo() });
                    run.count(company.records.len() as u64);
                    run.write(company.records)
                },
                |_| {},
            );
        });
        spawned.map_err(|error| OfficeError::NotSaved(error.to_string()))?;
        Ok(id)
    }
}
