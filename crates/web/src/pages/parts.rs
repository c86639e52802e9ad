//! What several boards share: whose people are meant, where a day stands, an estimate with its interval.

use crate::app::App;
use crate::respond::WebError;
use crate::session::SignedIn;
use book::{Day, ProviderId};
use guard::Role;
use pictures::{Estimate, Grade};

/// Whose people a board shows.
#[derive(Debug)]
pub(super) struct Whose {
    /// As in the address; empty for everybody whom one may see.
    pub named: String,
    /// The one provider that is meant.
    pub provider: Option<ProviderId>,
    /// In words: "Everybody's", "Yours", "Ben Ortiz's".
    pub label: String,
    /// What else may be chosen: words and what to put into the address.
    pub others: Vec<(String, String)>,
}

impl Whose {
    /// Reads `whose=mine`, `whose=7` or nothing. A provider has no choice: own people are all there is.
    pub fn read(app: &App, by: &SignedIn, named: &str) -> Result<Whose, WebError> {
        let scene = app.office.scene()?;
        let directory = scene.directory();
        let own = by.actor.provider;
        if by.actor.role == Role::Provider {
            return Ok(Whose {
                named: String::new(),
                provider: None,
                label: "Yours".into(),
                others: Vec::new(),
            });
        }
        let (provider, label) = match named {
            "" | "all" => (None, "Everybody\u{2019}s".to_owned()),
            "mine" => (own, "Yours".to_owned()),
            number => {
                let id = number.parse().ok().map(ProviderId);
                let found = id.and_then(|id| directory.provider(id)).ok_or(WebError::NotFound)?;
                (Some(found.id), format!("{}\u{2019}s", found.display_name()))
            }
        };
        let mut others = vec![("Everybody\u{2019}s".to_owned(), String::new())];
        others.extend(own.map(|_| ("Yours".to_owned(), "mine".to_owned())));
        let all = directory.providers.iter().filter(|one| Some(one.id) != own);
        others.extend(all.map(|one| (one.display_name().to_owned(), one.id.0.to_string())));
        let named = if provider.is_some() { named.to_owned() } else { String::new() };
        others.retain(|(_, key)| *key != named);
        Ok(Whose { named, provider, label, others })
    }

    /// The address of a board with this choice and further parameters, empty ones left out.
    pub fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let whose = [("whose", self.named.as_str())];
        with_query(path, whose.iter().chain(more).copied())
    }
}

/// A path with those parameters that are not empty.
pub(super) fn with_query<'a>(path: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<(&str, &str)> = pairs.filter(|(_, value)| !value.is_empty()).collect();
    let query = serde_urlencoded::to_string(&pairs).unwrap_or_default();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// `Wednesday` within the week to come, else as [`crate::words::ago`].
pub(super) fn when(day: Day, today: Day) -> String {
    match day.days_since(today) {
        2..=6 => {
            let place = day.date().weekday().to_monday_zero_offset();
            WEEKDAYS[usize::from(place.unsigned_abs()) % 7].to_owned()
        }
        _ => crate::words::ago(day, today),
    }
}

/// A share with its 80 % interval as a picture, which carries the words.
pub(super) fn share(name: &str, low: f64, high: f64, middle: Option<f64>) -> String {
    let grade = match high - low {
        width if width < 0.15 => Grade::Good,
        width if width < 0.3 => Grade::Fair,
        width if width <= 0.5 => Grade::Thin,
        _ => Grade::None,
    };
    Estimate { name, low, high, middle, threshold: None, full: 1.0, grade }.svg()
}

/// A day in a form; nothing when empty.
pub(super) fn day(field: &'static str, typed: &str) -> Result<Option<Day>, WebError> {
    match typed.trim() {
        "" => Ok(None),
        text => match Day::parse(text) {
            Some(day) => Ok(Some(day)),
            None => Err(office::OfficeError::field(field, "Write a day such as 2026-11-30.").into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_this_week_has_its_name() {
        let sunday = Day::parse("2026-11-22").unwrap();
        assert_eq!(when(sunday.plus(3), sunday), "Wednesday");
        assert_eq!(when(sunday.plus(1), sunday), "tomorrow");
        assert_eq!(when(sunday.plus(-3), sunday), "3 days ago");
        assert_eq!(when(sunday.plus(40), sunday), "1 January 2027");
    }

    #[test]
    fn empty_parameters_leave_no_trace() {
        assert_eq!(with_query("/x", [("a", ""), ("b", "")].into_iter()), "/x");
        assert_eq!(with_query("/x", [("a", "1 2"), ("b", "")].into_iter()), "/x?a=1+2");
    }
}
