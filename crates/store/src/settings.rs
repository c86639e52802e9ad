//! What a book says about itself.

use crate::error::Problem;
use crate::sql::statement;
use book::{Calendar, Currency, Text};
use rusqlite::Connection;
use rustc_hash::FxHashMap;

/// What is fixed or chosen for a whole book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Currency of amounts that name none; [`Currency::NONE`] until told.
    pub currency: Currency,
    /// IANA name of the time zone in which days are counted.
    pub timezone: Text,
    /// Name of the business; empty until told.
    pub business_name: Text,
    /// Decides which suggestions are held out; fixed when the book is created.
    pub seed: u64,
    /// True when the book holds an invented company.
    pub simulated: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            currency: Currency::NONE,
            timezone: Text::const_new("UTC"),
            business_name: Text::default(),
            seed: 0,
            simulated: false,
        }
    }
}

impl Settings {
    /// Each setting as it is stored.
    fn pairs(&self) -> [(&'static str, String); 5] {
        [
            ("business_name", self.business_name.to_string()),
            ("currency", self.currency.code().to_string()),
            ("seed", self.seed.to_string()),
            ("simulated", self.simulated.to_string()),
            ("timezone", self.timezone.to_string()),
        ]
    }

    /// The calendar of the time zone.
    ///
    /// # Errors
    /// [`Problem::Setting`] when there is no such zone.
    pub(crate) fn calendar(&self) -> Result<Calendar, Problem> {
        let expected = "an IANA time zone such as Europe/London";
        let found = self.timezone.to_string();
        Calendar::named(&self.timezone).map_err(|_| Problem::Setting { name: "timezone", found, expected })
    }
}

/// Writes all settings; `seed` of an existing book is the caller's to keep.
pub(crate) fn write(connection: &Connection, settings: &Settings) -> Result<(), Problem> {
    let mut set = statement(connection, "set_setting")?;
    for (name, value) in settings.pairs() {
        set.execute((name, value))?;
    }
    Ok(())
}

/// Reads all settings.
///
/// # Errors
/// [`Problem::Setting`] for one that is absent or cannot be understood.
pub(crate) fn read(connection: &Connection) -> Result<Settings, Problem> {
    let mut stored = FxHashMap::default();
    let mut settings = statement(connection, "settings")?;
    let mut rows = settings.query([])?;
    while let Some(row) = rows.next()? {
        stored.insert(row.get::<_, String>(0)?, row.get::<_, String>(1)?);
    }
    let take = |name: &'static str| stored.get(name).map(String::as_str).unwrap_or("");
    let wrong =
        |name: &'static str, expected| Problem::Setting { name, found: take(name).to_string(), expected };
    let code = take("currency");
    Ok(Settings {
        currency: Currency::parse(code).ok_or_else(|| wrong("currency", "three letters of ISO 4217"))?,
        timezone: take("timezone").into(),
        business_name: take("business_name").into(),
        seed: take("seed").parse().map_err(|_| wrong("seed", "a whole number"))?,
        simulated: take("simulated").parse().map_err(|_| wrong("simulated", "true or false"))?,
    })
}

/// The counter that every change of facts or parties raises.
pub(crate) fn facts_version(connection: &Connection) -> Result<u64, Problem> {
    let found: String = statement(connection, "facts_version")?.query_row([], |row| row.get(0))?;
    let expected = "a whole number";
    found.parse().map_err(|_| Problem::Setting { name: "facts_version", found, expected })
}

/// Sets the counter.
pub(crate) fn set_facts_version(connection: &Connection, version: u64) -> Result<(), Problem> {
    statement(connection, "set_setting")?.execute(("facts_version", version.to_string()))?;
    Ok(())
}
