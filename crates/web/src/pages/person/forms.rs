//! The forms of a person's page: at most one comes back with what was typed and what is the matter.

use crate::posted::Typed;
use book::Day;

/// The state of every form on the page.
#[derive(Debug, Default)]
pub struct Forms {
    /// The form that came back: `contact`, `settle-17`, …
    wrong: Option<String>,
    typed: Typed,
    /// Nothing is wrong: the form shows what is known.
    is_first: bool,
    /// The form that somebody asked for: those that are seldom needed are not on the page until then.
    asked: Option<String>,
    /// Today, for fields of days.
    today: String,
}

impl Forms {
    /// No form came back; perhaps one was asked for.
    pub fn new(asked: Option<String>, today: Day) -> Forms {
        Forms { asked, today: today.to_string(), ..Forms::default() }
    }

    /// One form came back.
    pub fn back(key: impl Into<String>, typed: Typed, today: Day) -> Forms {
        Forms { wrong: Some(key.into()), typed, today: today.to_string(), ..Forms::default() }
    }

    /// A form that is shown the first time with what is known.
    pub fn filled(key: impl Into<String>, typed: Typed, today: Day) -> Forms {
        Forms { is_first: true, ..Forms::back(key, typed, today) }
    }

    /// Whether any form came back.
    pub fn is_wrong(&self) -> bool {
        self.wrong.is_some() && !self.is_first
    }

    /// Whether this form came back or was asked for, and is to be shown open.
    pub fn is_open(&self, key: &str) -> bool {
        self.is_back(key) || self.asked.as_deref() == Some(key)
    }

    fn is_back(&self, key: &str) -> bool {
        self.wrong.as_deref() == Some(key)
    }

    /// What was typed into a field, or what it holds at first.
    pub fn value<'a>(&'a self, key: &str, field: &str, first: &'a str) -> &'a str {
        if self.is_back(key) { self.typed.value(field) } else { first }
    }

    /// Whether a choice is made, or is the first choice.
    pub fn is(&self, key: &str, field: &str, choice: &str, first: &str) -> bool {
        if self.is_back(key) && !self.typed.values(field).is_empty() {
            self.typed.is(field, choice)
        } else {
            choice == first
        }
    }

    /// What is the matter with a field.
    pub fn error(&self, key: &str, field: &str) -> Option<&str> {
        if self.is_back(key) { self.typed.error(field) } else { None }
    }

    /// Whether a value of a field that may hold several is chosen.
    pub fn has(&self, key: &str, field: &str, choice: &str) -> bool {
        self.is_back(key) && self.typed.is(field, choice)
    }

    /// Everything that is the matter with the form that came back: field, message.
    pub fn errors(&self) -> Vec<(String, &str)> {
        let key = self.wrong.as_deref().unwrap_or_default();
        let errors = self.typed.errors().iter();
        errors.map(|error| (format!("{key}-{}", error.field), error.message.as_str())).collect()
    }

    /// The key of a form about one fact: `settle-17-kept`.
    pub fn key(&self, form: &str, fact: impl std::fmt::Display, step: &str) -> String {
        format!("{form}-{fact}-{step}")
    }

    /// Today as a field of days holds it.
    pub fn today(&self) -> &str {
        &self.today
    }
}
