//! Birthdays: a day and a month, with the person's word that we may keep it (ethics 4.4). The year would tell
//! an age, and no greeting needs it.

use crate::Refusal;
use crate::refusal::code;
use book::time::MONTHS;
use std::fmt;

/// Days of each month, January first, in a year that has the most.
const MONTH_DAYS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// A day of the year without a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Birthday {
    month: u8,
    day: u8,
}

impl Birthday {
    /// The birthday on `day` (1 to 31) of `month` (1 to 12); `None` when the calendar has no such day. 29
    /// February is one.
    pub fn new(month: u8, day: u8) -> Option<Birthday> {
        let days = MONTH_DAYS.get(usize::from(month).checked_sub(1)?)?;
        (1..=*days).contains(&day).then_some(Birthday { month, day })
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// As stored: `--03-05` (ISO 8601 and vCard: the year left out).
    pub fn stored(self) -> String {
        format!("--{:02}-{:02}", self.month, self.day)
    }

    /// Reads `--03-05`, `03-05`, `5 March`, `5. March`, `March 5`. Numbers alone are month first, as in ISO
    /// 8601.
    ///
    /// # Errors
    /// `N1` when there is a year, or no such day.
    pub fn parse(text: &str) -> Result<Birthday, Refusal> {
        let parts: Vec<&str> =
            text.split(|letter: char| !letter.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
        let has_year =
            parts.len() > 2 || parts.iter().any(|part| part.len() == 4 && part.parse::<u16>().is_ok());
        if has_year {
            return Err(Refusal::new(
                code::DAY_AND_MONTH_ONLY,
                "Not kept: a birthday is a day and a month here, because the year tells an age nobody needs.",
                "Leave the year out, such as 5 March.",
            ));
        }
        let birthday = match parts[..] {
            [first, second] => match (first.parse(), second.parse()) {
                (Ok(month), Ok(day)) => Birthday::new(month, day),
                (Ok(day), Err(_)) => month_named(second).and_then(|month| Birthday::new(month, day)),
                (Err(_), Ok(day)) => month_named(first).and_then(|month| Birthday::new(month, day)),
                (Err(_), Err(_)) => None,
            },
            _ => None,
        };
        birthday.ok_or_else(|| {
            let found: String = text.chars().take(40).collect();
            Refusal::new(
                code::DAY_AND_MONTH_ONLY,
                format!("Not kept: \"{found}\" is not a day and a month."),
                "Write it such as 5 March, or 03-05 with the month first.",
            )
        })
    }
}

impl fmt::Display for Birthday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.day, MONTHS[usize::from(self.month) - 1])
    }
}

fn month_named(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let is_it = |name: &str| word.len() >= 3 && name.to_lowercase().starts_with(&word);
    let place = MONTHS.iter().position(|name| is_it(name))?;
    u8::try_from(place + 1).ok()
}

/// A birthday that may be kept: a day and a month, and the person said so.
///
/// # Errors
/// `N1` as [`Birthday::parse`]; `N2` without consent.
pub fn may_store_birthday(text: &str, has_consented: bool) -> Result<Birthday, Refusal> {
    let birthday = Birthday::parse(text)?;
    if has_consented {
        return Ok(birthday);
    }
    Err(Refusal::new(
        code::BIRTHDAY_CONSENT,
        "Not kept: nobody has noted that this person would like their birthday remembered.",
        "Ask, and tick that they said yes.",
    ))
}
