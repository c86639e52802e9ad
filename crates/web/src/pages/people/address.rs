//! The address of the list: what plain HTML forms send, brought into the one way in which it is written.
//!
//! Checkboxes repeat a parameter and ranges arrive in parts (`last_contact.from`); [`Address::read`] joins
//! them, so that every form works without script, and whoever is sent on sees one address for one list.

use book::{Currency, Money};
use office::Scene;
use people::{Column, ColumnKind, Query, QueryError};
use std::collections::BTreeMap;

/// What the address of the page says.
#[derive(Debug, Clone)]
pub(super) struct Address {
    /// The list.
    pub query: Query,
    /// A filter that is about to be added: its chip stands open.
    pub adding: Option<Column>,
    /// Rows close together.
    pub is_dense: bool,
    /// The act that led here.
    pub done: Option<u64>,
}

/// The parts in which a range arrives.
const PARTS: [&str; 5] = ["from", "to", "from_days", "to_days", "unknown"];

/// One parameter as forms send it.
#[derive(Default)]
struct Sent {
    /// Values without a part, in order.
    whole: Vec<String>,
    parts: BTreeMap<&'static str, String>,
}

pub(super) fn pairs(raw: &str) -> Vec<(String, String)> {
    // Anything is a query string: what means nothing is named when it is read.
    serde_urlencoded::from_str(raw).unwrap_or_default()
}

fn written(pairs: &[(String, String)]) -> String {
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

fn error(parameter: &str, found: &str, expected: &str) -> QueryError {
    QueryError { parameter: parameter.into(), found: found.into(), expected: expected.into() }
}

impl Address {
    /// Reads what stands after the question mark.
    ///
    /// # Errors
    /// [`QueryError`] names the parameter that cannot be understood.
    pub fn read(raw: &str, scene: &Scene) -> Result<Address, QueryError> {
        let (mut adding, mut is_dense, mut done) = (None, false, None);
        let mut plain: Vec<(String, String)> = Vec::new();
        let mut sent: Vec<(Column, Sent)> = Vec::new();
        let mut columns: Vec<String> = Vec::new();
        for (key, value) in pairs(raw) {
            match key.as_str() {
                "done" => done = value.parse().ok(),
                "dense" => is_dense = !value.is_empty(),
                "columns" => columns.push(value),
                "add" => {
                    let column = Column::parse(&value).filter(|column| column.can_be_filtered());
                    let refuse = || error("add", &value, "the name of a column that can be filtered");
                    adding = Some(column.ok_or_else(refuse)?);
                }
                _ => match part_of(&key) {
                    Some((column, part)) => take(&mut sent, column, part, &value),
                    None => plain.push((key, value)),
                },
            }
        }
        columns.retain(|value| !value.is_empty());
        if !columns.is_empty() {
            plain.push(("columns".into(), columns.join(",")));
        }
        for (column, sent) in sent {
            plain.push((column.key().into(), sent.value(column, scene.currency())?));
        }
        let query = Query::parse(&written(&plain), scene.directory())?;
        let adding = adding.filter(|column| query.filter(*column).is_none());
        Ok(Address { query, adding, is_dense, done })
    }

    /// The address of a list, as this page is shown: without what leads away from it.
    pub fn href(&self, query: &Query, scene: &Scene) -> String {
        with_path(&self.tail(query.url(scene.directory())))
    }

    /// The address of the list in another density.
    pub fn other_density(&self, scene: &Scene) -> String {
        let other = Address { is_dense: !self.is_dense, ..self.clone() };
        other.href(&self.query, scene)
    }

    /// The address on which the filter of a column is about to be added.
    pub fn adding(&self, column: Column, scene: &Scene) -> String {
        let query = self.query.clone().at_page(1);
        let list = self.tail(query.url(scene.directory()));
        let joint = if list.is_empty() { "" } else { "&" };
        with_path(&format!("{list}{joint}add={}", column.key()))
    }

    /// What stands after the question mark, in the one way in which it is written.
    pub fn canonical(&self, scene: &Scene) -> String {
        let mut text = self.tail(self.query.url(scene.directory()));
        let add = self.adding.map(|column| format!("add={}", column.key()));
        let done = self.done.map(|act| format!("done={act}"));
        for more in add.into_iter().chain(done) {
            if !text.is_empty() {
                text.push('&');
            }
            text.push_str(&more);
        }
        text
    }

    /// The parameters that a form must carry besides its own, which are `but`.
    pub fn carried(&self, query: &Query, but: &str, scene: &Scene) -> Vec<(String, String)> {
        let mut all = pairs(&self.tail(query.url(scene.directory())));
        all.retain(|(key, _)| key != but && key != "page");
        all
    }

    fn tail(&self, mut query: String) -> String {
        if self.is_dense {
            query.push_str(if query.is_empty() { "dense=1" } else { "&dense=1" });
        }
        query
    }
}

/// The page with a query string.
pub(super) fn with_path(query: &str) -> String {
    if query.is_empty() { "/people".to_owned() } else { format!("/people?{query}") }
}

/// The address without a parameter: the way out when it cannot be understood.
pub(super) fn without(raw: &str, parameter: &str) -> String {
    let name = parameter.split('.').next().unwrap_or(parameter);
    let mut rest = pairs(raw);
    rest.retain(|(key, _)| key != "done" && key.split('.').next() != Some(name));
    with_path(&written(&rest))
}

/// The column, and which part of its range: `None` for what is no filter, or an unknown part.
fn part_of(key: &str) -> Option<(Column, Option<&'static str>)> {
    let (name, part) = match key.split_once('.') {
        Some((name, part)) => (name, Some(PARTS.into_iter().find(|known| *known == part)?)),
        None => (key, None),
    };
    let column = Column::parse(name).filter(|column| column.can_be_filtered())?;
    Some((column, part))
}

fn take(sent: &mut Vec<(Column, Sent)>, column: Column, part: Option<&'static str>, value: &str) {
    let value = value.trim().to_owned();
    if value.is_empty() {
        return;
    }
    let place = sent.iter().position(|(known, _)| *known == column).unwrap_or_else(|| {
        sent.push((column, Sent::default()));
        sent.len() - 1
    });
    match part {
        Some(part) => {
            sent[place].1.parts.insert(part, value);
        }
        None => sent[place].1.whole.push(value),
    }
}

impl Sent {
    /// The value of the filter as the list's own address writes it.
    fn value(mut self, column: Column, currency: Currency) -> Result<String, QueryError> {
        let mut ends = [self.parts.remove("from"), self.parts.remove("to")];
        if column.kind() == ColumnKind::Money {
            for end in ends.iter_mut().flatten() {
                *end = minor(end, column, currency)?;
            }
        }
        let days = [self.parts.remove("from_days"), self.parts.remove("to_days")];
        if let Some(range) = ago(column, days)?.or_else(|| range(ends)) {
            self.whole.push(range);
        }
        if self.parts.contains_key("unknown") {
            let unknown = if column.kind() == ColumnKind::Day { "never" } else { "unknown" };
            self.whole.push(unknown.to_owned());
        }
        Ok(self.whole.join(","))
    }
}

fn minor(amount: &str, column: Column, currency: Currency) -> Result<String, QueryError> {
    let refuse = |_| error(column.key(), amount, "an amount such as 120 or 99.50");
    Money::parse_minor(amount.as_bytes(), currency).map(|minor| minor.to_string()).map_err(refuse)
}

/// Ends in their order, whichever field they were typed into.
fn range([from, to]: [Option<String>; 2]) -> Option<String> {
    match (from, to) {
        (None, None) => None,
        (Some(from), Some(to)) if from == to => Some(from),
        (from, to) => {
            let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
            let is_turned = match (from.parse::<i64>(), to.parse::<i64>()) {
                (Ok(from), Ok(to)) => from > to,
                // Days sort like their digits.
                _ => from.len() == 10 && to.len() == 10 && from > to,
            };
            Some(if is_turned { format!("{to}..{from}") } else { format!("{from}..{to}") })
        }
    }
}

/// `at least 30 days ago, at most 90`: in either order.
fn ago(column: Column, days: [Option<String>; 2]) -> Result<Option<String>, QueryError> {
    let number = |text: Option<String>| -> Result<Option<u32>, QueryError> {
        let Some(text) = text else { return Ok(None) };
        let days = text.parse().ok().filter(|days| *days < 100_000);
        days.map(Some).ok_or_else(|| error(column.key(), &text, "a number of days, such as 90"))
    };
    let [least, most] = days;
    Ok(match (number(least)?, number(most)?) {
        (None, None) => None,
        (Some(least), None) => Some(format!("{least}d..")),
        (None, Some(most)) => Some(format!("0d..{most}d")),
        (Some(one), Some(other)) => Some(format!("{}d..{}d", one.min(other), one.max(other))),
    })
}
