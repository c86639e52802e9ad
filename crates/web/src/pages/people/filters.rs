//! The filter as a sentence of chips, each of which opens to the inputs that fit its column.

use super::address::Address;
use crate::respond::WebError;
use guard::SeePeople;
use office::{Office, Scene};
use people::{Band, Bound, Column, ColumnKind, Filter, Query, Range, Speech, columns};

/// One part of the sentence.
pub(super) struct Chip {
    /// As in the sentence.
    pub text: String,
    /// The list without it.
    pub remove: String,
    /// What it opens to.
    pub form: FilterForm,
    /// Stands open.
    pub is_open: bool,
}

/// The inputs of one filter.
pub(super) struct FilterForm {
    pub key: &'static str,
    pub label: String,
    /// One tap each.
    pub presets: Vec<Preset>,
    pub inputs: Inputs,
    /// The word for unknown, and whether it is chosen.
    pub unknown: Option<(&'static str, bool)>,
    /// What else the address says.
    pub carried: Vec<(String, String)>,
}

impl FilterForm {
    /// Whether the presets say it all, so that there is nothing to send.
    pub fn is_presets(&self) -> bool {
        matches!(self.inputs, Inputs::Nothing)
    }
}

/// A link to a whole list.
pub(super) struct Preset {
    pub label: String,
    pub href: String,
    pub is_on: bool,
}

/// The fields of a filter.
pub(super) enum Inputs {
    /// Words to search for.
    Search(String),
    /// Any of some words.
    Choices(Vec<Choice>),
    /// Days as dates and, where they lie in the past, as days ago.
    Days { from: String, to: String, ago: Option<(String, String)> },
    /// Numbers or amounts.
    Numbers { from: String, to: String, is_money: bool },
    /// The presets say it all.
    Nothing,
}

pub(super) struct Choice {
    pub value: String,
    pub label: String,
    pub is_on: bool,
}

/// A heading of the menu of filters with its columns.
pub(super) struct MenuGroup {
    pub heading: &'static str,
    pub entries: Vec<Preset>,
}

/// What chips and forms are made from.
pub(super) struct Maker<'a> {
    pub office: &'a Office,
    pub permit: &'a SeePeople,
    pub scene: &'a Scene,
    pub address: &'a Address,
}

fn days_ago(column: Column, from: Option<i32>, to: Option<i32>) -> Filter {
    let range = Range { from: from.map(Bound::DaysAgo), to: to.map(Bound::DaysAgo) };
    Filter::Range { column, range: Some(range), or_unknown: false }
}

fn never(column: Column) -> Filter {
    Filter::Range { column, range: None, or_unknown: true }
}

/// The range of a band in ten thousandths, both ends included.
fn band_range(bands: &[Band], place: usize) -> Range {
    let scaled = |bound: f64| (bound * 10_000.0).ceil() as i64;
    let from = place.checked_sub(1).map(|before| Bound::Number(scaled(bands[before].below)));
    let below = bands[place].below;
    let to = below.is_finite().then(|| Bound::Number(scaled(below) - 1));
    Range { from, to }
}

/// The words for unknown in a column; `None` where nothing is ever unknown.
fn unknown_words(column: Column) -> Option<&'static str> {
    Some(match (column, column.kind()) {
        (Column::Since | Column::Language, _) => "not known",
        (Column::OldestIssue, _) => "no open issue",
        (Column::NextDue, _) => "nothing due",
        (_, ColumnKind::Day) => "never",
        (_, ColumnKind::Provider) => "nobody",
        (Column::Signs, _) | (_, ColumnKind::Estimate(_)) => "too early to say",
        (Column::Party | Column::WantedStyle, _) => "not known",
        (Column::Refused | Column::Source, _) => return None,
        (_, ColumnKind::Word(_)) => "too early to say",
        _ => return None,
    })
}

impl Maker<'_> {
    fn query(&self) -> &Query {
        &self.address.query
    }

    /// The sentence, and the chip that is about to be added.
    pub fn chips(&self) -> Result<Vec<Chip>, WebError> {
        let speech = Speech { providers: self.scene.directory(), currency: self.scene.currency() };
        let mut chips = Vec::new();
        for chip in self.query().chips(&speech) {
            let (form, rest) = match chip.column {
                None => (self.search(), self.query().clone().searching("")),
                Some(column) => (self.form(column)?, self.query().clone().without(column)),
            };
            let text = chip.column.and_then(|column| self.band_words(column)).unwrap_or(chip.text);
            chips.push(Chip { text, remove: self.address.href(&rest, self.scene), form, is_open: false });
        }
        if let Some(column) = self.address.adding {
            let remove = self.address.href(self.query(), self.scene);
            let text = format!("{} …", column.label().to_lowercase());
            chips.push(Chip { text, remove, form: self.form(column)?, is_open: true });
        }
        Ok(chips)
    }

    /// A filter that is one band of an estimate, in its word: the numbers would claim more than is known.
    fn band_words(&self, column: Column) -> Option<String> {
        let ColumnKind::Estimate(bands) = column.kind() else { return None };
        let Some(Filter::Range { range: Some(range), or_unknown: false, .. }) = self.query().filter(column)
        else {
            return None;
        };
        let place = (0..bands.len()).find(|place| band_range(bands, *place) == *range)?;
        Some(format!("{}: {}", column.label().to_lowercase(), bands[place].word.label))
    }

    fn search(&self) -> FilterForm {
        FilterForm {
            key: "q",
            label: "Name, e-mail, phone or id".to_owned(),
            presets: Vec::new(),
            inputs: Inputs::Search(self.query().search.clone()),
            unknown: None,
            carried: self.address.carried(self.query(), "q", self.scene),
        }
    }

    fn form(&self, column: Column) -> Result<FilterForm, WebError> {
        let filter = self.query().filter(column);
        let or_unknown = match filter {
            Some(Filter::Range { or_unknown, .. } | Filter::Open { or_unknown, .. }) => *or_unknown,
            _ => false,
        };
        let inputs = self.inputs(column, filter)?;
        let is_range = matches!(inputs, Inputs::Days { .. } | Inputs::Numbers { .. });
        Ok(FilterForm {
            key: column.key(),
            label: column.label().to_owned(),
            presets: self.presets(column),
            inputs,
            unknown: unknown_words(column).filter(|_| is_range).map(|words| (words, or_unknown)),
            carried: self.address.carried(&self.query().clone().without(column), column.key(), self.scene),
        })
    }

    fn inputs(&self, column: Column, filter: Option<&Filter>) -> Result<Inputs, WebError> {
        Ok(match column.kind() {
            ColumnKind::Word(_) | ColumnKind::Open | ColumnKind::Provider => {
                Inputs::Choices(self.choices(column, filter)?)
            }
            ColumnKind::Day => day_inputs(column, filter),
            ColumnKind::Count | ColumnKind::Money => {
                let is_money = column.kind() == ColumnKind::Money;
                let [from, to] = ends(filter).map(|bound| match bound {
                    Some(Bound::Number(number)) if is_money => self.major(number),
                    Some(Bound::Number(number)) => number.to_string(),
                    _ => String::new(),
                });
                Inputs::Numbers { from, to, is_money }
            }
            ColumnKind::Estimate(_) | ColumnKind::Text => Inputs::Nothing,
        })
    }

    /// Minor units as they are typed.
    fn major(&self, minor: i64) -> String {
        let exponent = self.scene.currency().exponent();
        let scale = 10_u64.pow(exponent);
        let minus = if minor < 0 { "-" } else { "" };
        let (whole, part) = (minor.unsigned_abs() / scale, minor.unsigned_abs() % scale);
        if part == 0 {
            return format!("{minus}{whole}");
        }
        format!("{minus}{whole}.{part:0width$}", width = exponent as usize)
    }

    fn choices(&self, column: Column, filter: Option<&Filter>) -> Result<Vec<Choice>, WebError> {
        let mut choices: Vec<Choice> = match column.kind() {
            ColumnKind::Word(list) => word_choices(list, filter),
            ColumnKind::Provider => self.provider_choices(filter),
            _ => {
                let words = self.office.words_of(self.permit, column)?;
                let is_on = |word: &str| match filter {
                    Some(Filter::Open { any, .. }) => any.iter().any(|chosen| chosen == word),
                    _ => false,
                };
                let choice = |word: String| Choice {
                    value: word.replace('\\', "\\\\").replace(',', "\\,"),
                    is_on: is_on(&word),
                    label: word,
                };
                words.into_iter().map(choice).collect()
            }
        };
        if let Some(label) = unknown_words(column) {
            let is_on = match filter {
                Some(Filter::Words { any, .. }) => any.has_unknown(),
                Some(Filter::Providers { or_nobody, .. }) => *or_nobody,
                Some(Filter::Open { or_unknown, .. }) => *or_unknown,
                _ => false,
            };
            let value = if column.kind() == ColumnKind::Provider { "nobody" } else { "unknown" };
            choices.push(Choice { value: value.to_owned(), label: label.to_owned(), is_on });
        }
        Ok(choices)
    }

    fn provider_choices(&self, filter: Option<&Filter>) -> Vec<Choice> {
        let chosen: &[book::ProviderId] = match filter {
            Some(Filter::Providers { any, .. }) => any,
            _ => &[],
        };
        let providers = &self.scene.directory().providers;
        let own = |id| self.permit.only().is_none_or(|only| only == id);
        providers
            .iter()
            .filter(|provider| own(provider.id))
            .map(|provider| Choice {
                // By number, which every address may say; the one way of writing it follows.
                value: format!("~{}", provider.id.0),
                label: provider.display_name().to_owned(),
                is_on: chosen.contains(&provider.id),
            })
            .collect()
    }

    fn preset(&self, label: &str, filter: Filter) -> Preset {
        let is_on = self.query().filter(filter.column()) == Some(&filter);
        let query = self.query().clone().with(filter);
        Preset { label: label.to_owned(), href: self.address.href(&query, self.scene), is_on }
    }

    fn presets(&self, column: Column) -> Vec<Preset> {
        match column.kind() {
            ColumnKind::Day if column == Column::NextDue => vec![
                self.preset("overdue", days_ago(column, Some(1), None)),
                self.preset("within the next 7 days", days_ago(column, Some(-7), Some(0))),
                self.preset("nothing due", never(column)),
            ],
            ColumnKind::Day => {
                let mut presets = vec![
                    self.preset("within the last 30 days", days_ago(column, Some(0), Some(30))),
                    self.preset("90 days ago or longer", days_ago(column, Some(90), None)),
                    self.preset("a year ago or longer", days_ago(column, Some(365), None)),
                ];
                presets.extend(unknown_words(column).map(|words| self.preset(words, never(column))));
                presets
            }
            ColumnKind::Estimate(bands) => {
                let band = |place: usize| {
                    let range = Some(band_range(bands, place));
                    self.preset(bands[place].word.label, Filter::Range { column, range, or_unknown: false })
                };
                let unknown = self.preset("too early to say", never(column));
                (0..bands.len()).map(band).chain([unknown]).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What one adds most, where it is not said yet.
    pub fn common(&self) -> Vec<Preset> {
        let word = |label: &str, column: Column, words: &[&str]| {
            Filter::words(column, words).map(|filter| self.preset(label, filter))
        };
        let with_issue = Filter::Range {
            column: Column::OpenIssues,
            range: Some(Range { from: Some(Bound::Number(1)), to: None }),
            or_unknown: false,
        };
        let mut common = vec![
            (Column::OpenIssues, Some(self.preset("with an open issue", with_issue))),
            (
                Column::NextDue,
                Some(self.preset("a promise overdue", days_ago(Column::NextDue, Some(1), None))),
            ),
            (
                Column::ContactRhythm,
                word("overdue or gone quiet", Column::ContactRhythm, &["overdue", "gone_quiet"]),
            ),
            (Column::CandorSilence, word("never asked", Column::CandorSilence, &["not_contacted"])),
        ];
        if self.permit.only().is_none() {
            let nobody = Filter::provider(Column::Provider, None);
            common.push((Column::Provider, Some(self.preset("nobody serves", nobody))));
        }
        let is_free = |column: Column| self.query().filter(column).is_none();
        common.into_iter().filter(|(column, _)| is_free(*column)).filter_map(|(_, preset)| preset).collect()
    }

    /// Every column that can be filtered and is not yet, by heading; money last.
    pub fn menu(&self) -> Vec<MenuGroup> {
        const GROUPS: [(&str, Column); 4] = [
            ("Who they are", Column::Assigned),
            ("What is judged", Column::FollowUpCoverage),
            ("What was said", Column::Refused),
            ("What was bought", Column::Spent),
        ];
        let mut groups: Vec<MenuGroup> =
            GROUPS.iter().map(|(heading, _)| MenuGroup { heading, entries: Vec::new() }).collect();
        for info in columns() {
            let column = info.column;
            if !column.can_be_filtered() || self.query().filter(column).is_some() {
                continue;
            }
            let place = GROUPS.iter().position(|(_, last)| column <= *last).unwrap_or(GROUPS.len() - 1);
            let href = self.address.adding(column, self.scene);
            groups[place].entries.push(Preset { label: info.label.to_owned(), href, is_on: false });
        }
        groups.retain(|group| !group.entries.is_empty());
        groups
    }
}

fn word_choices(list: &'static [people::Word], filter: Option<&Filter>) -> Vec<Choice> {
    let is_on = |place: usize| matches!(filter, Some(Filter::Words { any, .. }) if any.has(place));
    let choice = |(place, word): (usize, &people::Word)| Choice {
        value: word.word.to_owned(),
        label: word.label.to_owned(),
        is_on: is_on(place),
    };
    list.iter().enumerate().map(choice).collect()
}

fn ends(filter: Option<&Filter>) -> [Option<Bound>; 2] {
    match filter {
        Some(Filter::Range { range: Some(range), .. }) => [range.from, range.to],
        _ => [None, None],
    }
}

fn day_inputs(column: Column, filter: Option<&Filter>) -> Inputs {
    let ends = ends(filter);
    let [from, to] = ends.map(|bound| match bound {
        Some(Bound::Day(day)) => day.to_string(),
        _ => String::new(),
    });
    let [least, most] = ends.map(|bound| match bound {
        Some(Bound::DaysAgo(days)) if days > 0 => days.to_string(),
        _ => String::new(),
    });
    let ago = (column != Column::NextDue).then_some((least, most));
    Inputs::Days { from, to, ago }
}
