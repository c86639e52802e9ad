//! The list against a naive one: the same rows kept as they are, filtered and sorted the obvious way.

#![allow(clippy::unwrap_used, reason = "a failed test says where")]

use book::{Currency, CustomerId, Day, Directory, PartyKind, Provider, ProviderId};
use people::{Bound, Cell, Column, ColumnKind, Filter, Index, NewRow, Query, Row, Speech, columns};
use proptest::prelude::*;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

const TODAY: Day = Day(20_779);

fn providers() -> Directory {
    let one = |id: u32, key: &str, name: &str| Provider {
        id: ProviderId(id),
        external_id: key.into(),
        source: "test".into(),
        name: Some(name.into()),
        email: None,
        started_on: None,
        minutes_per_week: None,
        skills: None,
        languages: None,
        team: None,
    };
    Directory {
        providers: vec![
            one(1, "iris", "Iris"),
            one(2, "ben", "Ben"),
            one(3, "x,y", "Odd"),
            one(4, "ben", "Ben B"),
        ],
    }
}

/// A row that owns its texts.
#[derive(Debug, Clone)]
struct Kept {
    id: u32,
    texts: [Option<String>; 5],
    numbers: [Option<i64>; 8],
    seed: u64,
}

impl Kept {
    fn word(&self, column: Column) -> Option<&'static str> {
        let ColumnKind::Word(words) = column.kind() else { return None };
        let mixed = (self.seed ^ (column as u64 + 1)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
        words.get(mixed as usize % (words.len() + 1)).map(|word| word.word)
    }

    fn row(&self) -> NewRow<'_> {
        let day = |place: usize| self.numbers[place].map(|day| Day(day as i32));
        let count = |place: usize| self.numbers[place].unwrap_or(0).unsigned_abs() as u32;
        let share = |place: usize| {
            self.numbers[place].map(|number| (number.unsigned_abs() % 10_001) as f64 / 10_000.0)
        };
        let provider = |seed: u64| (!seed.is_multiple_of(4)).then_some(ProviderId((seed % 4) as u32));
        NewRow {
            id: CustomerId(self.id),
            external_id: self.texts[0].as_deref().unwrap_or("none"),
            source: if self.seed.is_multiple_of(3) { "shop, old" } else { "unknown" },
            name: self.texts[1].as_deref(),
            email: self.texts[2].as_deref(),
            phone: self.texts[3].as_deref(),
            kind: match self.seed % 3 {
                0 => None,
                1 => Some(PartyKind::Person),
                _ => Some(PartyKind::Organization),
            },
            provider: provider(self.seed >> 3),
            assigned: provider(self.seed >> 7),
            language: self.texts[4].as_deref(),
            since: day(0),
            relationship_kind: self.word(Column::RelationshipKind),
            opc_configuration: self.word(Column::OpcConfiguration),
            foundation_gate: self.word(Column::FoundationGate),
            rung: self.word(Column::Rung),
            three_part_test: self.word(Column::ThreePartTest),
            contact_rhythm: self.word(Column::ContactRhythm),
            purchase_rhythm: self.word(Column::PurchaseRhythm),
            initiative: self.word(Column::Initiative),
            candor_silence: self.word(Column::CandorSilence),
            accumulating_load: self.word(Column::AccumulatingLoad),
            velocity: self.word(Column::Velocity),
            decline: self.word(Column::Decline),
            signs: self.numbers[1].map(|signs| signs.rem_euclid(7)),
            p_alive: share(2),
            expected_purchases: self.numbers[3].map(|number| number as f64 / 100.0),
            promises_kept: share(4),
            promises_kept_by_customer: share(5),
            follow_up_coverage: None,
            contact_count: count(6),
            first_contact_day: day(6),
            last_contact_day: day(7),
            purchase_count: count(7),
            first_purchase_day: day(5),
            last_purchase_day: day(4),
            spent_minor: self.numbers[2].unwrap_or(0),
            open_issues: count(3) % 3,
            oldest_issue_day: day(3),
            open_promises: count(1) % 4,
            next_due_day: day(2),
            last_asked_day: day(1),
            last_voice_day: None,
            wanted_style: self.word(Column::WantedStyle),
            refused: self.seed.is_multiple_of(5),
        }
    }
}

fn kept(id: impl Strategy<Value = u32>) -> impl Strategy<Value = Kept> {
    let text =
        || proptest::option::weighted(0.8, prop_oneof!["[A-Ca-cÁäß]{1,3}( [A-Ca-c]{1,3})?", "\\PC{0,8}"]);
    let email = proptest::option::of("[ab]{1,2}(\\.[ab])?@[ab]{1,2}\\.com");
    let phone = proptest::option::of(prop_oneof!["\\+4[1-3] 20 [1-3]{2} [1-3]{2}", "[0-9]{3,9}", "ext 12"]);
    let day = prop_oneof![8 => 20_700_i64..20_900, 1 => -40_000_i64..80_000];
    let numbers = proptest::array::uniform8(proptest::option::weighted(0.8, day));
    let language = proptest::option::of(prop_oneof![Just("en".to_owned()), Just("a\\,b".to_owned())]);
    (id, (text(), text(), email, phone, language), numbers, any::<u64>()).prop_map(
        |(id, texts, numbers, seed)| Kept {
            id,
            texts: [texts.0, texts.1, texts.2, texts.3, texts.4],
            numbers,
            seed,
        },
    )
}

fn built(rows: &[Kept]) -> Index {
    let mut builder = Index::builder(rows.len());
    rows.iter().for_each(|row| builder.push(&row.row()).unwrap());
    builder.finish(&providers())
}

/// The number a filter sees; only for columns of numbers, days and money.
fn number(row: &Row, column: Column) -> Option<i64> {
    let share = |share: Option<f64>| share.map(|share| (share * 10_000.0).round() as i64);
    match column {
        Column::Alive => share(row.p_alive),
        Column::ExpectedPurchases => share(row.expected_purchases),
        Column::PromisesKept => share(row.promises_kept),
        Column::PromisesKeptByCustomer => share(row.promises_kept_by_customer),
        Column::FollowUpCoverage => share(row.follow_up_coverage),
        _ => match row.cell(column) {
            Cell::Day(day) => Some(i64::from(day.0)),
            Cell::Count(value) | Cell::Money(value) => Some(value),
            _ => None,
        },
    }
}

fn passes(row: &Row, filter: &Filter) -> bool {
    match filter {
        Filter::Words { column, any } => {
            let ColumnKind::Word(words) = column.kind() else { return false };
            match row.cell(*column) {
                Cell::Word(word) => any.has(words.iter().position(|known| *known == word).unwrap()),
                _ => any.has_unknown(),
            }
        }
        Filter::Providers { column, any, or_nobody } => match row.cell(*column) {
            Cell::Provider(id) => any.contains(&id),
            _ => *or_nobody,
        },
        Filter::Open { column, any, or_unknown } => match row.cell(*column) {
            Cell::Text(text) => any.iter().any(|word| word == text),
            _ => *or_unknown,
        },
        Filter::Range { column, range, or_unknown } => {
            let Some(value) = number(row, *column) else { return *or_unknown };
            let Some(range) = range else { return false };
            let end = |bound: Option<Bound>| match bound {
                None => (None, false),
                Some(Bound::Number(number)) => (Some(number), false),
                Some(Bound::Day(day)) => (Some(i64::from(day.0)), false),
                Some(Bound::DaysAgo(days)) => (Some(i64::from(TODAY.0 - days)), true),
            };
            let ((from, from_age), (to, to_age)) = (end(range.from), end(range.to));
            let (low, high) = if from_age || to_age { (to, from) } else { (from, to) };
            low.is_none_or(|low| low <= value) && high.is_none_or(|high| value <= high)
        }
    }
}

fn in_order(left: &Row, right: &Row, column: Column, descending: bool) -> Ordering {
    let turn = |order: Ordering| if descending { order.reverse() } else { order };
    let values = |left: Option<i64>, right: Option<i64>| match (left, right) {
        (Some(left), Some(right)) => turn(left.cmp(&right)),
        _ => left.is_none().cmp(&right.is_none()),
    };
    let word = |row: &Row| match (row.cell(column), column.kind()) {
        (Cell::Word(word), ColumnKind::Word(words)) => words.iter().position(|known| *known == word),
        _ => None,
    };
    match column.kind() {
        ColumnKind::Word(_) => {
            values(word(left).map(|place| place as i64), word(right).map(|place| place as i64))
        }
        _ => values(number(left, column), number(right, column)),
    }
}

/// A filter of any column, by its value in a URL.
fn filter() -> impl Strategy<Value = (Column, String)> {
    let filterable: Vec<Column> =
        columns().iter().map(|info| info.column).filter(|column| column.can_be_filtered()).collect();
    proptest::sample::select(filterable).prop_flat_map(|column| {
        let values: BoxedStrategy<String> = match column.kind() {
            ColumnKind::Word(words) => {
                let words: Vec<&str> = words.iter().map(|word| word.word).chain(["unknown"]).collect();
                proptest::sample::subsequence(words.clone(), 1..=words.len().min(6))
                    .prop_map(|any| any.join(","))
                    .boxed()
            }
            ColumnKind::Provider => {
                proptest::sample::subsequence(vec!["iris", "~2", "~3", "~77", "nobody"], 1..4)
                    .prop_map(|any| any.join(","))
                    .boxed()
            }
            ColumnKind::Open => {
                let any = vec!["en", "\\unknown", "shop\\, old", "unknown", "a\\\\\\,b"];
                proptest::sample::subsequence(any, 1..3).prop_map(|any| any.join(",")).boxed()
            }
            ColumnKind::Day => prop_oneof![
                Just("never".to_owned()),
                (-30_i32..100, 0_i32..90, any::<bool>()).prop_map(|(from, more, open)| {
                    if open { format!("{from}d..,never") } else { format!("{from}d..{}d", from + more) }
                }),
                (20_600_i32..20_900, 0_i32..90).prop_map(|(from, more)| format!(
                    "{}..{}",
                    Day(from),
                    Day(from + more)
                )),
                (20_600_i32..20_900).prop_map(|day| format!("..{}", Day(day))),
            ]
            .boxed(),
            ColumnKind::Estimate(_) => prop_oneof![
                Just("0.5..".to_owned()),
                Just("..0.25,unknown".to_owned()),
                Just("0.1..0.9".to_owned())
            ]
            .boxed(),
            _ => prop_oneof![
                Just("1..3".to_owned()),
                Just("..20800".to_owned()),
                Just("20750..".to_owned()),
                Just("2".to_owned())
            ]
            .boxed(),
        };
        values.prop_map(move |value| (column, value))
    })
}

fn encoded(value: &str) -> String {
    value.replace('\\', "%5C").replace(' ', "+")
}

fn query_of(filters: &[(Column, String)], rest: &str) -> Query {
    let mut text = rest.to_owned();
    for (place, (column, value)) in filters.iter().enumerate() {
        if filters[..place].iter().all(|(other, _)| other != column) {
            text = format!("{text}&{}={}", column.key(), encoded(value));
        }
    }
    Query::parse(&text, &providers()).unwrap()
}

/// Every row of a query, page after page.
fn whole(index: &Index, query: &Query, only: Option<ProviderId>) -> (usize, Vec<Row>) {
    let first = index.page(query, TODAY, only);
    let mut rows = first.rows;
    for page in 2..=first.pages {
        let next = index.page(&query.clone().at_page(page), TODAY, only);
        assert_eq!((next.total, next.page), (first.total, page));
        rows.extend(next.rows);
    }
    (first.total, rows)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_filtered_list_is_what_a_naive_scan_finds(
        rows in proptest::collection::vec(kept(1_u32..400), 0..150),
        filters in proptest::collection::vec(filter(), 0..4),
        sort in proptest::sample::select(columns().to_vec()),
        descending in any::<bool>(),
        only in proptest::option::of(1_u32..5),
    ) {
        let index = built(&rows);
        let only = only.map(ProviderId);
        let minus = if descending { "-" } else { "" };
        let query = query_of(&filters, &format!("sort={minus}{}", sort.key));
        let own = |row: &Row| only.is_none() || row.provider == only || row.assigned == only;
        let mut ids: Vec<u32> = rows.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut expected: Vec<u32> = ids.iter().copied().filter(|id| {
            let row = index.row(CustomerId(*id)).unwrap();
            own(&row) && query.filters().iter().all(|filter| passes(&row, filter))
        }).collect();
        let (total, found) = whole(&index, &query, only);
        prop_assert_eq!(total, found.len());
        let exported = index.ids(&query, TODAY, only);
        prop_assert_eq!(&exported, &found.iter().map(|row| row.id).collect::<Vec<_>>());
        if !matches!(sort.kind, ColumnKind::Text | ColumnKind::Open | ColumnKind::Provider) {
            for pair in found.windows(2) {
                prop_assert_ne!(in_order(&pair[0], &pair[1], sort.column, descending), Ordering::Greater);
            }
        }
        let mut found: Vec<u32> = found.iter().map(|row| row.id.0).collect();
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_changed_list_is_the_list_built_anew(
        before in proptest::collection::vec(kept(1_u32..60), 0..60),
        changes in proptest::collection::vec((kept(1_u32..80), any::<bool>()), 0..40),
        search in "[a-c]{1,2}( [a-c])?",
        sort in proptest::sample::select(vec!["name", "-name", "id", "-email", "phone", "provider"]),
    ) {
        let mut index = built(&before);
        let query = Query::parse(&format!("sort={sort}"), &providers()).unwrap();
        index.page(&query, TODAY, None);
        let mut model: BTreeMap<u32, Kept> = before.iter().map(|row| (row.id, row.clone())).collect();
        for (row, stays) in &changes {
            if *stays {
                index.update(&row.row()).unwrap();
                model.insert(row.id, row.clone());
            } else {
                prop_assert_eq!(index.remove(CustomerId(row.id)), model.remove(&row.id).is_some());
            }
        }
        let again = changes.iter().filter(|(row, _)| model.contains_key(&row.id));
        let again: Vec<Kept> = again.map(|(row, _)| row.clone()).collect();
        index.update_all(&again.iter().map(Kept::row).collect::<Vec<_>>()).unwrap();
        model.extend(again.into_iter().map(|row| (row.id, row)));
        index.set_providers(&providers());
        let anew = built(&model.values().cloned().collect::<Vec<_>>());
        prop_assert_eq!(index.len(), model.len());
        for id in model.keys() {
            prop_assert_eq!(index.row(CustomerId(*id)), anew.row(CustomerId(*id)));
        }
        for query in [query.clone(), query.searching(&search)] {
            let key = |row: &Row| format!("{:?}", row.cell(query.sort.column)).to_lowercase();
            let (left, right) = (whole(&index, &query, None), whole(&anew, &query, None));
            prop_assert_eq!(left.0, right.0);
            // Equals stand in order of arrival, so the ids are compared as sets and the order by what it
            // shows.
            prop_assert_eq!(left.1.iter().map(key).count(), right.1.len());
            let ids = |rows: &[Row]| rows.iter().map(|row| row.id.0).collect::<BTreeSet<_>>();
            prop_assert_eq!(ids(&left.1), ids(&right.1));
        }
    }

    #[test]
    fn a_query_is_its_url(
        filters in proptest::collection::vec(filter(), 0..8),
        search in "\\PC{0,12}",
        sort in proptest::sample::select(columns().to_vec()),
        shown in proptest::sample::subsequence(columns().to_vec(), 1..6),
        page in 1_u32..1_000,
        descending in any::<bool>(),
    ) {
        let shown: Vec<Column> = shown.iter().map(|info| info.column).collect();
        let query = query_of(&filters, "").searching(&search).sorted(sort.column, descending);
        let query = query.showing(&shown).at_page(page);
        let url = query.url(&providers());
        let read = Query::parse(&url, &providers()).unwrap();
        prop_assert_eq!(&read, &query);
        prop_assert_eq!(read.url(&providers()), url);
        let speech = Speech { providers: &providers(), currency: Currency::NONE };
        for chip in query.chips(&speech) {
            let without = Query::parse(&chip.without, &providers()).unwrap();
            prop_assert!(!chip.text.is_empty());
            match chip.column {
                Some(_) => prop_assert_eq!(without.filters().len() + 1, query.filters().len()),
                None => prop_assert!(without.search.is_empty()),
            }
        }
    }

    #[test]
    fn any_text_is_a_query_or_an_error_that_names_the_parameter(text in "(\\PC|[&=,.~0-9a-d-]){0,40}") {
        if let Err(error) = Query::parse(&text, &providers()) {
            prop_assert!(!error.expected.is_empty());
        }
    }
}

#[test]
fn numbers_beyond_their_codes_are_filtered_and_sorted() {
    let row = |id: u32, day: i64, spent: i64| Kept {
        id,
        texts: [Some(format!("c{id}")), None, None, None, None],
        numbers: [Some(day), None, Some(spent), None, None, None, None, None],
        seed: 4,
    };
    let index = built(&[
        row(1, 20_000, 5),
        row(2, -40_000, i64::MAX),
        row(3, 80_000, -4_000_000_000),
        row(4, 90_000, 7),
    ]);
    let ids = |text: &str| -> Vec<u32> {
        let query = Query::parse(text, &providers()).unwrap();
        index.page(&query, TODAY, None).rows.iter().map(|row| row.id.0).collect()
    };
    assert_eq!(ids("sort=since"), [2, 1, 3, 4]);
    assert_eq!(ids("sort=-since"), [4, 3, 1, 2]);
    assert_eq!(ids("sort=spent"), [3, 1, 4, 2]);
    assert_eq!(ids("since=2100-01-01..&sort=-spent"), [4, 3]);
    assert_eq!(ids("since=..1950-01-01"), [2]);
    assert_eq!(ids("spent=..-1"), [3]);
}

#[test]
fn people_are_found_by_the_beginnings_of_words() {
    let row = |id: u32, texts: [Option<&str>; 4]| {
        let [external_id, name, email, phone] = texts.map(|text| text.map(str::to_owned));
        Kept { id, texts: [external_id, name, email, phone, None], numbers: [None; 8], seed: 1 }
    };
    let mut index = built(&[
        row(1, [Some("C-0017"), Some("Ana Ruíz"), Some("Ana.Ruiz@Hale.example"), Some("+44 20 7946 0958")]),
        row(2, [Some("C-0018"), Some("Bánh Ørsted"), None, Some("0044 161 496 0000")]),
        row(3, [Some("77001"), None, Some("info@hale.example"), None]),
    ]);
    let found = |index: &Index, search: &str| -> Vec<u32> {
        let query = Query::default().searching(search);
        let mut ids: Vec<u32> = index.page(&query, TODAY, None).rows.iter().map(|row| row.id.0).collect();
        ids.sort_unstable();
        ids
    };
    for (search, expected) in [
        ("ana", vec![1]),
        ("RUI an", vec![1]),
        ("ruíz", vec![1]),
        ("banh orst", vec![2]),
        ("hale.example", vec![1, 3]),
        ("info@hale", vec![3]),
        ("@hale", vec![1, 3]),
        ("+44 20 79", vec![1]),
        ("020 7946 09", vec![1]),
        ("44161", vec![2]),
        ("7700", vec![3]),
        ("c-001", vec![1, 2]),
        ("0018", vec![2]),
        ("na", vec![]),
        ("-", vec![1, 2, 3]),
    ] {
        assert_eq!(found(&index, search), expected, "{search}");
    }
    index.update(&row(3, [Some("77001"), Some("Anatol"), None, None]).row()).unwrap();
    index.remove(CustomerId(1));
    assert_eq!(found(&index, "ana"), [3]);
    assert_eq!(found(&index, "hale"), Vec::<u32>::new());
}
