//! Queries as sentences, chips, errors and files.

#![allow(clippy::unwrap_used, reason = "a failed test says where")]

use book::{Currency, CustomerId, Day, Directory, Provider, ProviderId};
use people::{Cell, Column, Filter, Index, Matcher, NewRow, Query, Speech};

const TODAY: Day = Day(20_779);

fn providers() -> Directory {
    let one = |id: u32, name: &str| Provider {
        id: ProviderId(id),
        external_id: name.to_lowercase().as_str().into(),
        source: "test".into(),
        name: Some(name.into()),
        email: None,
        started_on: None,
        minutes_per_week: None,
        skills: None,
        languages: None,
        team: None,
    };
    Directory { providers: vec![one(1, "Ben"), one(2, "Iris")] }
}

fn speech(providers: &Directory) -> Speech<'_> {
    Speech { providers, currency: Currency::parse("EUR").unwrap() }
}

#[test]
fn a_query_reads_as_a_sentence() {
    let providers = providers();
    for (url, sentence) in [
        ("", "everyone"),
        ("page=3&sort=-spent", "everyone"),
        (
            "provider=ben&rhythm=overdue,gone_quiet&asked=never",
            "people Ben serves, overdue or gone quiet, never asked",
        ),
        ("provider=ben,iris,nobody", "people Ben, Iris or nobody serves"),
        ("q=ana+ruiz&assigned=iris", "people, matching “ana ruiz”, assigned to Iris"),
        ("last_contact=90d..,never", "people, last spoken to 90 days ago or longer or never spoken to"),
        ("last_contact=0d..30d", "people, last spoken to within the last 30 days"),
        ("next_due=-7d..0d", "people, next promise due within the next 7 days"),
        ("next_due=1d..", "people, next promise due yesterday or longer ago"),
        ("since=2020-01-01..2021-12-31", "people, became a customer between 2020-01-01 and 2021-12-31"),
        ("spent=100000..&issues=1..", "people, open issues 1 or more, spent €1,000.00 or more"),
        ("alive=..0.3", "people, still buying 30 % or less"),
        ("candor=not_contacted&refused=no", "people, not asked, may be contacted"),
        (
            "rhythm=unknown&decline=unknown,serious",
            "people, contact rhythm unknown, decline serious or unknown",
        ),
        ("language=en,unknown&kind=relationship", "people, language en or unknown, relationship"),
        ("triangle=tight_loose_tight", "people, triangle O-P tight, P-C loose, O-C tight"),
    ] {
        let query = Query::parse(url, &providers).unwrap();
        assert_eq!(query.sentence(&speech(&providers)), sentence, "{url}");
    }
}

#[test]
fn a_chip_takes_its_part_away() {
    let providers = providers();
    let query =
        Query::parse("provider=ben&q=ana&rhythm=overdue&sort=-last_contact&page=3", &providers).unwrap();
    let chips = query.chips(&speech(&providers));
    let shown: Vec<(&str, &str)> =
        chips.iter().map(|chip| (chip.text.as_str(), chip.without.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("matching “ana”", "provider=ben&rhythm=overdue&sort=-last_contact"),
            ("Ben serves", "q=ana&rhythm=overdue&sort=-last_contact"),
            ("overdue", "q=ana&provider=ben&sort=-last_contact"),
        ]
    );
}

#[test]
fn what_cannot_be_read_says_what_was_expected() {
    let refuse = |url: &str| Query::parse(url, &providers()).unwrap_err().to_string();
    assert_eq!(
        refuse("rhythm=late"),
        "`rhythm` is `late`; expected any of on_rhythm, quiet, overdue, gone_quiet, unknown, \
         with commas between them"
    );
    assert_eq!(refuse("page=0"), "`page` is `0`; expected a page number from 1");
    assert_eq!(refuse("q=a&q=b"), "`q` is `b`; expected it only once");
    assert!(
        refuse("colour=red")
            .starts_with("`colour` is `red`; expected one of the parameters q, sort, columns, page,")
    );
    assert!(refuse("provider=zoe").contains("ids of people who serve, or `nobody`"));
    assert!(refuse("sort=height").contains("one of the columns name, id,"));
    for bad in [
        "since=2020-02-30",
        "since=2021..2020",
        "since=90d..2020-01-01",
        "since=9d..3d",
        "since=1..2",
        "since=3d..,3d..",
    ] {
        assert!(refuse(bad).contains("a range such as 2026-01-01..2026-03-31"), "{bad}");
    }
    assert!(refuse("issues=-1..").contains("a range such as 2..5"));
    assert!(refuse("alive=0.12345").contains("at most four decimals"));
    assert!(
        Query::parse("rhythm=&q=&page=", &providers()).unwrap() == Query::default(),
        "an empty form field is no filter"
    );
}

fn row<'a>(id: u32, name: &'a str, email: Option<&'a str>, phone: Option<&'a str>) -> NewRow<'a> {
    NewRow {
        id: CustomerId(id),
        external_id: "=1+1",
        source: "test",
        name: Some(name),
        email,
        phone,
        kind: None,
        provider: Some(ProviderId(1)),
        assigned: None,
        language: None,
        since: None,
        relationship_kind: Some("relationship"),
        opc_configuration: None,
        foundation_gate: None,
        rung: None,
        three_part_test: None,
        contact_rhythm: Some("overdue"),
        purchase_rhythm: None,
        initiative: None,
        candor_silence: None,
        accumulating_load: None,
        velocity: None,
        decline: None,
        signs: None,
        p_alive: Some(0.91),
        expected_purchases: None,
        promises_kept: None,
        promises_kept_by_customer: None,
        follow_up_coverage: None,
        contact_count: 3,
        first_contact_day: None,
        last_contact_day: Some(Day(20_700)),
        purchase_count: 0,
        first_purchase_day: None,
        last_purchase_day: None,
        spent_minor: 123_450,
        open_issues: 0,
        oldest_issue_day: None,
        open_promises: 0,
        next_due_day: None,
        last_asked_day: None,
        last_voice_day: None,
        wanted_style: None,
        refused: false,
    }
}

fn index(rows: &[NewRow<'_>]) -> Index {
    let mut builder = Index::builder(rows.len());
    rows.iter().for_each(|row| builder.push(row).unwrap());
    builder.finish(&providers())
}

#[test]
fn a_file_claims_no_more_than_is_known() {
    let providers = providers();
    let index = index(&[row(1, "Ana \"Ani\" Ruiz, Hale", None, Some("+44 20")), row(2, "@home", None, None)]);
    let shown = "columns=name,provider,rhythm,purchase_rhythm,alive,promises_kept,last_contact,spent,phone";
    let query = Query::parse(shown, &providers).unwrap();
    let mut export = index.export(&query, TODAY, None, Currency::parse("EUR").unwrap());
    let mut file = String::new();
    while let Some(chunk) = export.chunk(&index, &providers, 1) {
        file.push_str(&chunk);
    }
    assert_eq!(
        file,
        "id,name,provider,rhythm,purchase_rhythm,alive,promises_kept,last_contact,spent_EUR,phone\r\n\
         '=1+1,'@home,Ben,overdue,,likely,,2026-09-04,1234.50,\r\n\
         '=1+1,\"Ana \"\"Ani\"\" Ruiz, Hale\",Ben,overdue,,likely,,2026-09-04,1234.50,'+44 20\r\n"
    );
    let ana = index.row(CustomerId(1)).unwrap();
    assert!(matches!(ana.cell(Column::Alive), Cell::Estimate(word) if word.word == "likely"));
}

#[test]
fn an_unknown_word_is_refused_and_changes_nothing() {
    let mut index = index(&[row(1, "Ana", None, None)]);
    let mut bad = row(1, "Ben", None, None);
    bad.decline = Some("lost");
    assert_eq!(
        index.update(&bad).unwrap_err().to_string(),
        "customer 1: decline is `lost`; expected one of none, watch, declining, serious"
    );
    assert_eq!(index.row(CustomerId(1)).unwrap().display_name(), "Ana");
}

#[test]
fn duplicates_come_with_their_evidence() {
    let mut index = index(&[
        row(1, "Ana Ruiz", Some("ana@hale.example"), None),
        row(2, "Ruíz, Ana", Some("ANA@hale.example"), None),
        row(3, "Ben Hale", Some("ben@hale.example"), Some("020 7946 0958")),
        row(4, "Benn Hale", Some("b.hale@hale.example"), None),
        row(5, "Someone Else", None, Some("+44 20 7946 0958")),
        row(6, "Karolina Nowak", None, None),
        row(7, "Carolina Nowak", None, None),
    ]);
    let said = |index: &Index| -> Vec<String> {
        let pairs = index.duplicates(10);
        let line = |pair: &people::Pair| {
            let evidence: Vec<String> = pair.evidence.iter().map(ToString::to_string).collect();
            format!("{}-{} {}: {}", pair.a.0, pair.b.0, pair.weight, evidence.join("; "))
        };
        pairs.iter().map(line).collect()
    };
    assert_eq!(
        said(&index),
        [
            "1-2 3: the same e-mail address, ana@hale.example; the same name, Ana Ruiz",
            "3-4 2: similar names, Ben Hale and Benn Hale; \
             e-mail addresses of one organization, hale.example",
            "6-7 1: similar names, Karolina Nowak and Carolina Nowak",
        ]
    );
    let mut matcher = Matcher::new(&index);
    let incoming = row(8, "Ana M. Ruiz", Some("ana@hale.example"), None);
    let found = matcher.matches(&index, &incoming);
    assert_eq!(found.iter().map(|one| one.id.0).collect::<Vec<_>>(), [1, 2]);
    index.update(&row(9, "New Face", Some("new@face.example"), None)).unwrap();
    matcher.add(&index, CustomerId(9));
    assert_eq!(
        matcher.matches(&index, &row(10, "New Face", Some("new@face.example"), None))[0].id,
        CustomerId(9)
    );
    index.remove(CustomerId(2));
    assert_eq!(said(&index).len(), 2);
}

#[test]
fn a_filter_can_be_made_without_a_url() {
    let filter = Filter::words(Column::ContactRhythm, &["gone_quiet", "unknown"]).unwrap();
    let query = Query::default().with(filter).with(Filter::provider(Column::Provider, None));
    assert_eq!(query.url(&providers()), "provider=nobody&rhythm=gone_quiet,unknown");
    assert_eq!(Filter::words(Column::ContactRhythm, &["late"]), None);
}
