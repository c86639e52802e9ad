//! One customer as a row of the list.

use crate::column::{Column, ColumnKind, NUMBER_COLUMNS, Place, WORD_COLUMNS, columns};
use book::{CustomerId, Day, PartyKind, ProviderId, Text};

/// One customer: profile, judgements and summary. `S` is how texts and `W` how words are held: `&str` when a
/// row goes in ([`NewRow`]), [`Text`] and `&'static str` when it comes out ([`Row`]).
///
/// `None` is unknown, or not assessed. An empty text goes in as unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct RowOf<S, W> {
    /// Number inside the book.
    pub id: CustomerId,
    /// The source's own id.
    pub external_id: S,
    /// Name of the source.
    pub source: S,
    /// Name as the source writes it.
    pub name: Option<S>,
    /// E-mail address.
    pub email: Option<S>,
    /// Telephone number.
    pub phone: Option<S>,
    /// Person or organization.
    pub kind: Option<PartyKind>,
    /// Who is responsible.
    pub provider: Option<ProviderId>,
    /// Who was assigned by the records.
    pub assigned: Option<ProviderId>,
    /// Preferred language.
    pub language: Option<S>,
    /// Customer since this day.
    pub since: Option<Day>,
    /// J1.
    pub relationship_kind: Option<W>,
    /// J2.
    pub opc_configuration: Option<W>,
    /// J4.
    pub foundation_gate: Option<W>,
    /// J4.
    pub rung: Option<W>,
    /// J5.
    pub three_part_test: Option<W>,
    /// J6a on contacts.
    pub contact_rhythm: Option<W>,
    /// J6a on purchases.
    pub purchase_rhythm: Option<W>,
    /// J6c.
    pub initiative: Option<W>,
    /// J6d.
    pub candor_silence: Option<W>,
    /// J6e.
    pub accumulating_load: Option<W>,
    /// J6f.
    pub velocity: Option<W>,
    /// J6.
    pub decline: Option<W>,
    /// Signs of decline, zero or more.
    pub signs: Option<i64>,
    /// Chance of still buying, 0 to 1, kept to four decimals.
    pub p_alive: Option<f64>,
    /// Purchases expected in 90 days, kept to four decimals.
    pub expected_purchases: Option<f64>,
    /// Share of our promises kept on time, 0 to 1, kept to four decimals.
    pub promises_kept: Option<f64>,
    /// Share of the customer's promises kept on time, 0 to 1, kept to four decimals.
    pub promises_kept_by_customer: Option<f64>,
    /// Share of due follow-ups done, 0 to 1, kept to four decimals.
    pub follow_up_coverage: Option<f64>,
    /// Contacts of any kind.
    pub contact_count: u32,
    /// Day of the first contact.
    pub first_contact_day: Option<Day>,
    /// Day of the last contact.
    pub last_contact_day: Option<Day>,
    /// Purchases.
    pub purchase_count: u32,
    /// Day of the first purchase.
    pub first_purchase_day: Option<Day>,
    /// Day of the last purchase.
    pub last_purchase_day: Option<Day>,
    /// Spent in all, in minor units of the book's currency.
    pub spent_minor: i64,
    /// Open issues.
    pub open_issues: u32,
    /// Day of the oldest open issue.
    pub oldest_issue_day: Option<Day>,
    /// Open promises.
    pub open_promises: u32,
    /// Day on which the next open promise is due.
    pub next_due_day: Option<Day>,
    /// Day on which the customer was last asked how it goes.
    pub last_asked_day: Option<Day>,
    /// Day of the last frank word.
    pub last_voice_day: Option<Day>,
    /// How the customer wishes to be treated: a word of [`book::Style`].
    pub wanted_style: Option<W>,
    /// Whether the customer refused to be contacted.
    pub refused: bool,
}

/// A row going in.
pub type NewRow<'a> = RowOf<&'a str, &'a str>;
/// A row coming out.
pub type Row = RowOf<Text, &'static str>;

/// Why a row cannot be kept.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RowProblem {
    /// A word that the catalogue does not know.
    #[error("customer {customer}: {column} is `{found}`; expected one of {expected}")]
    Word {
        /// The customer's number.
        customer: u32,
        /// Key of the column.
        column: &'static str,
        /// The word.
        found: String,
        /// The words of the column, separated by commas.
        expected: String,
    },
    /// The texts of all customers exceed what offsets can reach.
    #[error("the list is full: the texts of all customers together exceed 4 GiB")]
    Full,
    /// More sources, languages or providers than can be told apart.
    #[error("the list is full: more than {max} different values of {column}")]
    TooManyValues {
        /// Key of the column.
        column: &'static str,
        /// The limit.
        max: usize,
    },
}

/// Ten thousandths: estimates are kept to four decimals.
pub(crate) const ESTIMATE_SCALE: f64 = 10_000.0;

fn scaled(value: Option<f64>) -> Option<i64> {
    value.filter(|value| value.is_finite()).map(|value| (value * ESTIMATE_SCALE).round() as i64)
}

fn unscaled(value: Option<i64>) -> Option<f64> {
    value.map(|value| value as f64 / ESTIMATE_SCALE)
}

fn number(day: Option<Day>) -> Option<i64> {
    day.map(|day| i64::from(day.0))
}

impl<S, W: AsRef<str>> RowOf<S, W> {
    /// The words, in the order of [`Place::Word`].
    pub(crate) fn words(&self) -> [Option<&str>; WORD_COLUMNS] {
        let kind = self.kind.map(|kind| match kind {
            PartyKind::Person => "person",
            PartyKind::Organization => "organization",
        });
        let refused = if self.refused { "yes" } else { "no" };
        [
            kind,
            self.relationship_kind.as_ref().map(W::as_ref),
            self.opc_configuration.as_ref().map(W::as_ref),
            self.foundation_gate.as_ref().map(W::as_ref),
            self.rung.as_ref().map(W::as_ref),
            self.three_part_test.as_ref().map(W::as_ref),
            self.contact_rhythm.as_ref().map(W::as_ref),
            self.purchase_rhythm.as_ref().map(W::as_ref),
            self.initiative.as_ref().map(W::as_ref),
            self.candor_silence.as_ref().map(W::as_ref),
            self.accumulating_load.as_ref().map(W::as_ref),
            self.velocity.as_ref().map(W::as_ref),
            self.decline.as_ref().map(W::as_ref),
            self.wanted_style.as_ref().map(W::as_ref),
            Some(refused),
        ]
    }
}

impl<S, W> RowOf<S, W> {
    /// The small numbers, in the order of [`Place::Number`]: days, counts, and estimates in ten thousandths.
    pub(crate) fn numbers(&self) -> [Option<i64>; NUMBER_COLUMNS] {
        [
            number(self.since),
            self.signs,
            scaled(self.p_alive),
            scaled(self.expected_purchases),
            scaled(self.promises_kept),
            scaled(self.promises_kept_by_customer),
            scaled(self.follow_up_coverage),
            Some(i64::from(self.contact_count)),
            number(self.first_contact_day),
            number(self.last_contact_day),
            Some(i64::from(self.open_issues)),
            number(self.oldest_issue_day),
            Some(i64::from(self.open_promises)),
            number(self.next_due_day),
            number(self.last_asked_day),
            number(self.last_voice_day),
            Some(i64::from(self.purchase_count)),
            number(self.first_purchase_day),
            number(self.last_purchase_day),
        ]
    }
}

/// The profile half of a row, as the index keeps it.
pub(crate) struct Profile<S> {
    pub id: CustomerId,
    pub external_id: S,
    pub source: S,
    pub name: Option<S>,
    pub email: Option<S>,
    pub phone: Option<S>,
    pub language: Option<S>,
    pub provider: Option<ProviderId>,
    pub assigned: Option<ProviderId>,
}

impl Row {
    /// A row from what the index keeps: the inverse of `words` and `numbers`.
    pub(crate) fn assemble(
        profile: Profile<Text>,
        words: [Option<&'static str>; WORD_COLUMNS],
        numbers: [Option<i64>; NUMBER_COLUMNS],
        spent_minor: i64,
    ) -> Row {
        let day = |place: usize| numbers[place].map(|day| Day(day as i32));
        let count = |place: usize| numbers[place].unwrap_or(0) as u32;
        Row {
            id: profile.id,
            external_id: profile.external_id,
            source: profile.source,
            name: profile.name,
            email: profile.email,
            phone: profile.phone,
            kind: words[0].map(
                |word| {
                    if word == "person" { PartyKind::Person } else { PartyKind::Organization }
                },
            ),
            provider: profile.provider,
            assigned: profile.assigned,
            language: profile.language,
            since: day(0),
            relationship_kind: words[1],
            opc_configuration: words[2],
            foundation_gate: words[3],
            rung: words[4],
            three_part_test: words[5],
            contact_rhythm: words[6],
            purchase_rhythm: words[7],
            initiative: words[8],
            candor_silence: words[9],
            accumulating_load: words[10],
            velocity: words[11],
            decline: words[12],
            signs: numbers[1],
            p_alive: unscaled(numbers[2]),
            expected_purchases: unscaled(numbers[3]),
            promises_kept: unscaled(numbers[4]),
            promises_kept_by_customer: unscaled(numbers[5]),
            follow_up_coverage: unscaled(numbers[6]),
            contact_count: count(7),
            first_contact_day: day(8),
            last_contact_day: day(9),
            purchase_count: count(16),
            first_purchase_day: day(17),
            last_purchase_day: day(18),
            spent_minor,
            open_issues: count(10),
            oldest_issue_day: day(11),
            open_promises: count(12),
            next_due_day: day(13),
            last_asked_day: day(14),
            last_voice_day: day(15),
            wanted_style: words[13],
            refused: words[14] == Some("yes"),
        }
    }

    /// The name, or the source's id where no name is known.
    pub fn display_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.external_id)
    }
}

/// What one column says of one row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Unknown, never, or not assessed.
    Empty,
    /// A text.
    Text(&'a str),
    /// A word with its label.
    Word(crate::Word),
    /// A provider.
    Provider(ProviderId),
    /// A day.
    Day(Day),
    /// A whole number.
    Count(i64),
    /// Minor units.
    Money(i64),
    /// The word for an estimate: the number alone would claim more than is known, as its interval is on the
    /// person's own page.
    Estimate(crate::Word),
}

fn cell_text(text: Option<&Text>) -> Cell<'_> {
    text.map_or(Cell::Empty, |text| Cell::Text(text))
}

impl<S, W> RowOf<S, W>
where
    S: AsRef<str>,
    W: AsRef<str>,
{
    /// The value of a word column.
    pub(crate) fn word_in(&self, column: Column) -> Option<crate::Word> {
        let (Place::Word(place), ColumnKind::Word(words)) = (column.place(), column.kind()) else {
            return None;
        };
        let found = self.words()[place]?;
        words.iter().copied().find(|word| word.word == found)
    }
}

impl Row {
    /// What a column says of this row.
    pub fn cell(&self, column: Column) -> Cell<'_> {
        match column.place() {
            Place::Name => Cell::Text(self.display_name()),
            Place::ExternalId => Cell::Text(&self.external_id),
            Place::Email => cell_text(self.email.as_ref()),
            Place::Phone => cell_text(self.phone.as_ref()),
            Place::Source => Cell::Text(&self.source),
            Place::Language => cell_text(self.language.as_ref()),
            Place::Provider => self.provider.map_or(Cell::Empty, Cell::Provider),
            Place::Assigned => self.assigned.map_or(Cell::Empty, Cell::Provider),
            Place::Word(_) => self.word_in(column).map_or(Cell::Empty, Cell::Word),
            Place::Spent => Cell::Money(self.spent_minor),
            Place::Number(place) => self.numbers()[place].map_or(Cell::Empty, |value| match column.kind() {
                ColumnKind::Day => Cell::Day(Day(value as i32)),
                ColumnKind::Estimate(bands) => Cell::Estimate(band_of(bands, value)),
                _ => Cell::Count(value),
            }),
        }
    }
}

fn band_of(bands: &'static [crate::Band], scaled: i64) -> crate::Word {
    let value = scaled as f64 / ESTIMATE_SCALE;
    let last = bands.len() - 1;
    bands[bands.iter().position(|band| value < band.below).unwrap_or(last)].word
}

/// Code of a word in a column: 0 is unknown, the first word of its list is 1.
pub(crate) fn code_of(place: usize, found: &str) -> Option<u8> {
    let words = word_list(place);
    let code = words.iter().position(|word| word.word.len() == found.len() && word.word == found)?;
    Some(code as u8 + 1)
}

/// The words of a word column.
pub(crate) fn word_list(place: usize) -> &'static [crate::Word] {
    WORD_LISTS[place]
}

static WORD_LISTS: std::sync::LazyLock<[&'static [crate::Word]; WORD_COLUMNS]> =
    std::sync::LazyLock::new(|| {
        let mut lists: [&'static [crate::Word]; WORD_COLUMNS] = [&[]; WORD_COLUMNS];
        for info in columns() {
            if let (Place::Word(place), ColumnKind::Word(words)) = (info.place, info.kind) {
                lists[place] = words;
            }
        }
        lists
    });

/// Key of a word column.
pub(crate) fn word_key(place: usize) -> &'static str {
    columns().iter().find(|info| info.place == Place::Word(place)).map_or("", |info| info.key)
}
