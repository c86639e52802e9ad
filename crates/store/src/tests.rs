//! The book as its callers use it.

use crate::*;
use ::book::record::*;
use ::book::*;

pub(crate) fn purchase(id: &str, customer: &str, at: i64, amount_minor: i64) -> Record {
    Record {
        line: 1,
        id: FactId::of("shop", FactKind::Purchase, id),
        external_id: Some(id.into()),
        at: Timestamp(at),
        customer: customer.into(),
        provider: None,
        body: Body::Purchase(Purchase { amount_minor, ..Purchase::default() }),
        extras: None,
    }
}

pub(crate) fn new_book() -> (tempfile::TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let book = Book::create(folder.path().join("a.db"), &Settings::default()).unwrap();
    (folder, book)
}

#[test]
fn a_fact_goes_in_once_and_comes_out_in_order() {
    let (_folder, mut book) = new_book();
    let rows = vec![purchase("2", "ana", 20, 200), purchase("1", "ana", 10, 100), purchase("3", "bo", 5, 1)];
    let mut importer = book.importer("shop", false).unwrap();
    let outcome = importer.write(rows.clone()).unwrap();
    assert_eq!((outcome.rows, outcome.facts_new, outcome.customers_new), (3, 3, 2));
    let outcome = importer.write(rows).unwrap();
    assert_eq!((outcome.facts_new, outcome.facts_same), (0, 3));
    let outcome = importer.write(vec![purchase("1", "ana", 10, 101)]).unwrap();
    assert_eq!(outcome.conflicts, [Conflict { line: 1, place: "purchase/1".into() }]);
    importer.finish().unwrap();
    assert_eq!(book.facts_version().unwrap(), 1);
    let ana = book.history(CustomerId(1)).unwrap().unwrap();
    assert_eq!(ana.customer.external_id, "ana");
    assert_eq!(ana.purchases.iter().map(|fact| fact.detail.amount_minor).collect::<Vec<_>>(), [100, 200]);
    assert_eq!(book.history(CustomerId(3)).unwrap(), None);
}

#[test]
fn an_update_replaces_what_the_book_said() {
    let (_folder, mut book) = new_book();
    book.importer("shop", false).unwrap().write(vec![purchase("1", "ana", 10, 100)]).unwrap();
    let rows = vec![purchase("1", "bo", 11, 100), purchase("2", "bo", 1, 1), purchase("1", "bo", 12, 9)];
    let outcome = book.importer("shop", true).unwrap().write(rows).unwrap();
    assert_eq!((outcome.facts_new, outcome.facts_updated), (1, 2));
    assert!(book.history(CustomerId(1)).unwrap().unwrap().purchases.is_empty());
    let bo = book.history(CustomerId(2)).unwrap().unwrap();
    assert_eq!(bo.purchases.iter().map(|fact| fact.at.0).collect::<Vec<_>>(), [1, 12]);
}

#[test]
fn a_delivery_finds_its_customer_whichever_comes_first() {
    let delivery = Record {
        id: FactId::of("shop", FactKind::Delivery, "1"),
        customer: Text::default(),
        body: Body::Delivery(Delivery {
            purchase: Some(FactId::of("shop", FactKind::Purchase, "1")),
            got_it: Some(true),
            ..Delivery::default()
        }),
        ..purchase("1", "", 30, 0)
    };
    let sold = purchase("1", "ana", 10, 100);
    for batches in [
        vec![vec![delivery.clone()], vec![sold.clone()]],
        vec![vec![sold.clone()], vec![delivery.clone()]],
        vec![vec![delivery.clone(), sold]],
    ] {
        let (_folder, mut book) = new_book();
        let mut importer = book.importer("shop", false).unwrap();
        for batch in batches {
            importer.write(batch).unwrap();
        }
        let again = importer.write(vec![delivery.clone()]).unwrap();
        assert_eq!((again.facts_same, again.conflicts.len()), (1, 0));
        let ana = book.history(CustomerId(1)).unwrap().unwrap();
        assert_eq!(ana.deliveries.len(), 1);
        let opened = book.open_fact(delivery.id).unwrap().unwrap();
        assert_eq!(opened.record.customer, "ana");
        assert_eq!(opened.record.body, delivery.body);
    }
}

#[test]
fn a_delivery_follows_its_purchase_to_another_customer() {
    let (_folder, mut book) = new_book();
    let purchased = Some(FactId::of("shop", FactKind::Purchase, "1"));
    let delivery = Record {
        id: FactId::of("shop", FactKind::Delivery, "1"),
        body: Body::Delivery(Delivery { purchase: purchased, ..Delivery::default() }),
        ..purchase("1", "", 30, 0)
    };
    let rows = vec![purchase("1", "ana", 10, 100), delivery.clone()];
    book.importer("shop", false).unwrap().write(rows).unwrap();
    book.importer("shop", true).unwrap().write(vec![purchase("1", "bo", 10, 100)]).unwrap();
    assert_eq!(book.open_fact(delivery.id).unwrap().unwrap().record.customer, "bo");
    assert_eq!(book.history(CustomerId(2)).unwrap().unwrap().deliveries.len(), 1);
    assert_eq!(book.check().unwrap(), []);
    let again = book.importer("shop", false).unwrap().write(vec![delivery]).unwrap();
    assert_eq!(again.facts_same, 1);
}

#[test]
fn a_profile_fills_a_stub_and_a_second_one_is_a_conflict() {
    let (_folder, mut book) = new_book();
    let profile = |name: &str| Record {
        body: Body::Customer(CustomerProfile {
            name: Some(name.into()),
            assigned_to: Some("eve".into()),
            ..CustomerProfile::default()
        }),
        ..purchase("", "ana", 77, 0)
    };
    let mut importer = book.importer("shop", false).unwrap();
    importer.write(vec![purchase("1", "ana", 10, 100)]).unwrap();
    assert_eq!(importer.write(vec![profile("Ana")]).unwrap().facts_new, 1);
    assert_eq!(importer.write(vec![profile("Ana")]).unwrap().facts_same, 1);
    assert_eq!(importer.write(vec![profile("Anna")]).unwrap().conflicts[0].place, "customer/ana");
    let found = book.find_customers("ANA").unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name.as_deref(), Some("Ana"));
    let eve = book.find_provider("eve").unwrap().unwrap();
    assert_eq!(found[0].assigned_to, Some(eve.id));
}

#[test]
fn all_histories_come_once_on_any_number_of_threads() {
    let (_folder, mut book) = new_book();
    let rows = (0..500).map(|n| purchase(&n.to_string(), &format!("c{}", n % 97), n, n)).collect();
    book.importer("shop", false).unwrap().write(rows).unwrap();
    let states = book.for_each_history_parallel(3, Vec::new, |seen, history| {
        seen.push((history.customer.id, history.purchases.len()));
    });
    let mut seen: Vec<_> = states.unwrap().concat();
    seen.sort_unstable();
    assert_eq!(seen.len(), 97);
    assert_eq!(seen.iter().map(|(_, count)| count).sum::<usize>(), 500);
    let ranges = book.partitions(10).unwrap();
    assert_eq!((*ranges[0].start(), *ranges.last().unwrap().end()), (1, 97));
}

#[test]
fn a_selection_reads_some_customers_and_some_kinds() {
    let (_folder, mut book) = new_book();
    let rows = (0..500).map(|n| purchase(&n.to_string(), &format!("c{}", n % 97), n, n)).collect();
    book.importer("shop", false).unwrap().write(rows).unwrap();
    let read = |selection: Selection<'_>| {
        let seen = book.for_each_selected_parallel(2, selection, Vec::new, |seen, history| {
            seen.push(history.clone());
        });
        let mut seen = seen.unwrap().concat();
        seen.sort_by_key(|history: &History| history.customer.id);
        seen
    };
    let all = read(Selection::default());
    let odd = |source: &str, id: &str| source == "shop" && id.ends_with(['1', '3', '5', '7', '9']);
    let some = read(Selection { customers: Some(&odd), kinds: None });
    let expected: Vec<History> =
        all.iter().filter(|history| odd("shop", &history.customer.external_id)).cloned().collect();
    assert!(some.len() > 40 && some == expected);
    let promises = read(Selection { customers: None, kinds: Some(&[FactKind::Promise]) });
    assert!(promises.len() == 97 && promises.iter().all(|history| history.fact_count() == 0));
    assert!(book.is_recorded(FactKind::Purchase, "amount_minor").unwrap());
    assert!(!book.is_recorded(FactKind::Purchase, "product").unwrap());
    assert!(!book.is_recorded(FactKind::Promise, "fact_id").unwrap());
}

#[test]
fn a_check_finds_what_was_changed_behind_its_back() {
    let changes = [
        (
            "update purchase set amount_minor = 7 where fact_id = (select min(fact_id) from purchase)",
            "a fact says",
        ),
        (
            "delete from purchase where fact_id = (select min(fact_id) from purchase)",
            "every fact has its key",
        ),
        (
            "delete from fact_key where fact_id = (select min(fact_id) from fact_key)",
            "every fact has its key",
        ),
        ("update fact_key set customer_id = 2 where customer_id = 1", "every fact has its key"),
        ("delete from customer where customer_id = 1", "a fact's customer"),
        ("update purchase set provider_id = 9 where customer_id = 1", "a fact's customer"),
        ("update purchase set source_id = 9", "a fact's customer"),
        ("update customer set name = 'x' where customer_id = 1", "a party says"),
        ("delete from setting where name = 'seed'", "every setting"),
        ("pragma foreign_keys = off; update customer set source_id = 8", "every reference"),
    ];
    for (change, invariant) in changes {
        let (_folder, mut book) = new_book();
        let rows = vec![purchase("1", "ana", 10, 100), purchase("2", "bo", 20, 200)];
        book.importer("shop", false).unwrap().write(rows).unwrap();
        assert_eq!(book.check().unwrap(), []);
        book.connection.execute_batch(change).unwrap();
        let findings = book.check().unwrap();
        assert!(
            findings.iter().any(|finding| finding.invariant.starts_with(invariant)),
            "{change}: {findings:?}"
        );
    }
}

#[test]
fn opening_says_what_is_wrong_and_what_to_do() {
    let (folder, book) = new_book();
    let path = book.path().to_path_buf();
    let missing = Book::open(folder.path().join("b.db")).unwrap_err();
    assert!(matches!(missing.problem, Problem::Missing), "{missing}");
    assert!(matches!(Book::create(&path, &Settings::default()).unwrap_err().problem, Problem::Exists));
    let other = folder.path().join("notes.txt");
    std::fs::write(&other, "not a database, but long enough to be looked at as if it were one".repeat(20))
        .unwrap();
    for problem in
        [Book::open(&other), Book::open_read_only(&other)].map(|opened| opened.unwrap_err().problem)
    {
        assert!(matches!(problem, Problem::NotABook), "{problem}");
    }
    let nowhere = Settings { timezone: "Europe/Atlantis".into(), ..Settings::default() };
    let problem = Book::create(folder.path().join("c.db"), &nowhere).unwrap_err();
    assert!(problem.to_string().ends_with("set it again or restore the last copy"), "{problem}");
    book.connection.execute_batch("insert into schema_version (version) values (99)").unwrap();
    drop(book);
    for problem in [Book::open(&path), Book::open_read_only(&path)].map(|opened| opened.unwrap_err().problem)
    {
        assert!(matches!(problem, Problem::Newer { found: 99, .. }), "{problem}");
    }
}

#[test]
fn two_writers_are_told_of_each_other() {
    let (_folder, mut book) = new_book();
    let mut other = Book::open(book.path()).unwrap();
    other.connection.busy_timeout(std::time::Duration::ZERO).unwrap();
    let mut importer = book.importer("shop", false).unwrap();
    importer.write(vec![purchase("1", "ana", 1, 1)]).unwrap();
    let mut late = other.importer("shop", false).unwrap();
    importer.write(vec![purchase("2", "bo", 1, 1)]).unwrap();
    let refused = late.write(vec![purchase("3", "cy", 1, 1)]).unwrap_err();
    assert!(matches!(refused.problem, Problem::ChangedMeanwhile), "{refused}");
    assert!(matches!(late.commit().unwrap_err().problem, Problem::Poisoned));
    book.connection.execute_batch("begin immediate").unwrap();
    let refused = other.importer("shop", false).unwrap().write(vec![purchase("3", "cy", 1, 1)]).unwrap_err();
    assert!(matches!(refused.problem, Problem::Locked), "{refused}");
}

#[test]
fn caches_are_good_for_one_state_of_the_facts() {
    let (_folder, mut book) = new_book();
    let day = Day(10);
    book.save_population(0, day, "1", "{}").unwrap();
    assert_eq!(book.population(day, "1").unwrap().as_deref(), Some("{}"));
    assert_eq!(book.population(day, "2").unwrap(), None);
    book.importer("shop", false).unwrap().write(vec![purchase("1", "ana", 1, 1)]).unwrap();
    assert_eq!(book.population(day, "1").unwrap(), None);
    let rows: Vec<JudgedRow> = (1..=200)
        .map(|customer| JudgedRow { customer, rung: Some("fan"), p_alive: Some(0.5), ..JudgedRow::default() })
        .collect();
    book.save_judged(day, "1", &rows).unwrap();
    book.save_judged(day, "1", &rows[..150]).unwrap();
    let mut count = 0;
    book.judged(1..=u32::MAX, |judged| {
        count += 1;
        assert_eq!(
            (judged.as_of, judged.row.rung.as_deref(), judged.row.p_alive),
            (day, Some("fan"), Some(0.5))
        );
        assert_eq!((judged.row.decline, judged.row.signs), (None, None));
    })
    .unwrap();
    assert_eq!(count, 150);
    assert!(book.judged_customer(CustomerId(151)).unwrap().is_none());
}

#[test]
fn a_suggestion_keeps_the_arm_once_drawn() {
    let (_folder, mut book) = new_book();
    let row = |arm, sentence: &str| SuggestionRow {
        day: Day(1),
        provider: None,
        customer: CustomerId(1),
        act: "ask".into(),
        arm,
        sentence: sentence.into(),
    };
    book.record_suggestions(&[row(Arm::HeldOut, "one")]).unwrap();
    book.record_suggestions(&[row(Arm::Treated, "two")]).unwrap();
    assert_eq!(book.suggestions(Day(1)).unwrap(), [row(Arm::HeldOut, "two")]);
    assert_eq!(book.suggestions(Day(2)).unwrap(), []);
    let before = SuggestionRow { day: Day(0), act: "thank".into(), ..row(Arm::Treated, "three") };
    book.record_suggestions(&[before]).unwrap();
    let mut told = Vec::new();
    book.for_each_suggestion(|row| told.push((row.day, row.act, row.arm, row.sentence))).unwrap();
    let of = |day, act: &str, arm| (Day(day), book::Text::from(act), arm, book::Text::default());
    assert_eq!(told, [of(0, "thank", Arm::Treated), of(1, "ask", Arm::HeldOut)]);
}

#[test]
fn what_a_page_asks_is_planned_once() {
    use rusqlite::StatementStatus::RePrepare;
    let (_folder, mut book) = new_book();
    let rows = (1..=20).map(|n| purchase(&n.to_string(), &format!("c{n}"), 1, 1)).collect();
    book.importer("shop", false).unwrap().write(rows).unwrap();
    for id in (1..=20).map(CustomerId) {
        assert!(book.history(id).unwrap().is_some());
        assert!(book.overrides(id).unwrap().is_empty() && book.merges_into(id).unwrap().is_empty());
    }
    for name in ["takes_part_in_merge", "overrides", "merges_into", "scan_amendment"] {
        let asked = crate::sql::statement(&book.connection, name).unwrap();
        assert_eq!(asked.get_status(RePrepare), 0, "{name}");
    }
}
