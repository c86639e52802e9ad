//! What people do with a book: steps of a batch, amendments, merges, imports that are undone.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod support;

use book::record::*;
use book::*;
use store::*;
use support::work::*;
use support::{SOURCE, reads_agree, records};

#[test]
fn a_step_that_fails_undoes_itself_alone() {
    let (_folder, mut book, account) = new_book(100);
    let version = book.facts_version().unwrap();
    let reader = Book::open_reader_small(book.path()).unwrap();
    let before = reader.history(CustomerId(1)).unwrap().unwrap().interactions.len();
    let mut batch = book.batch().unwrap();
    let first: Result<FactId, StoreError> = batch.step(|tx| {
        let id = tx.add_fact(contact(1, "one"))?;
        tx.record_act(&act(account, Some(CustomerId(1)), "Talked"))?;
        Ok(id)
    });
    let failed: Result<(), StoreError> = batch.step(|tx| {
        tx.add_fact(contact(1, "two"))?;
        assert_eq!(tx.history(CustomerId(1))?.unwrap().interactions.len(), before + 2);
        tx.assign(CustomerId(1), Some(ProviderId(9999)))?;
        Ok(())
    });
    assert!(matches!(failed.unwrap_err().problem, Problem::Unknown { what: "provider", id: 9999 }));
    let third: Result<FactId, StoreError> = batch.step(|tx| tx.add_fact(contact(2, "three")));
    assert_eq!(reader.history(CustomerId(1)).unwrap().unwrap().interactions.len(), before);
    batch.commit().unwrap();
    assert_eq!(reader.history(CustomerId(1)).unwrap().unwrap().interactions.len(), before + 1);
    assert!(book.open_fact(first.unwrap()).unwrap().is_some());
    assert!(book.open_fact(third.unwrap()).unwrap().is_some());
    assert!(book.open_fact(FactId::of(OWN_SOURCE, FactKind::Interaction, "two")).unwrap().is_none());
    assert_eq!(book.facts_version().unwrap(), version + 1);
    assert_eq!(book.acts(&ActFilter::default()).unwrap().len(), 1);
    drop(book.batch().unwrap());
    clean(&book);
}

#[test]
fn a_fact_can_be_recorded_once_and_taken_out_again() {
    let (_folder, mut book, account) = new_book(200);
    let before = book.dump().unwrap();
    let id = step(&mut book, |tx| tx.add_fact(contact(1, "one")));
    clean(&book);
    assert_eq!(step(&mut book, |tx| tx.add_fact(contact(1, "one"))), id);
    let other = NewFact { at: Timestamp(NOW.0 + 1), ..contact(1, "one") };
    assert!(matches!(refused(&mut book, |tx| tx.add_fact(other)), Problem::FactExists { .. }));
    let old = NewFact { at: Timestamp(i64::MIN), ..contact(1, "old") };
    assert!(matches!(refused(&mut book, |tx| tx.add_fact(old)), Problem::NoSuchYear { .. }));
    let nobody = refused(&mut book, |tx| tx.add_fact(contact(99_999, "x")));
    assert!(matches!(nobody, Problem::Unknown { what: "customer", .. }), "{nobody}");
    let amended = step(&mut book, |tx| tx.amend(account, FactKind::Interaction, id, NOW, &Change::Retract));
    assert!(matches!(refused(&mut book, |tx| tx.remove_fact(id)), Problem::BuiltUpon { .. }));
    step(&mut book, |tx| tx.remove_amendment(amended));
    let record = step(&mut book, |tx| tx.remove_fact(id));
    assert_eq!(record.body, contact(1, "one").body);
    assert_eq!(book.dump().unwrap(), before);
    clean(&book);
    let imported = records(7, 200).into_iter().find(|row| row.body.kind() == Some(FactKind::Purchase));
    let problem = refused(&mut book, |tx| tx.remove_fact(imported.unwrap().id));
    assert!(matches!(problem, Problem::NotOurs { .. }), "{problem}");
}

/// Amends every promise, voice, delivery and benefit, and retracts some other facts.
fn amend_much(book: &mut Book, account: AccountId) -> Vec<AmendmentId> {
    let mut changes = Vec::new();
    book.histories(1..=u32::MAX, |history| {
        for fact in &history.promises {
            let (outcome, closed_at) = (PromiseOutcome::Kept, NOW);
            changes.push((FactKind::Promise, fact.id, Change::Promise { outcome, closed_at, note: None }));
            changes.push((FactKind::Promise, fact.id, Change::PromiseDue { due_at: NOW }));
        }
        for fact in &history.voice {
            let note = Some("called and put right".into());
            let change = Change::Voice { resolved_at: Some(NOW), satisfied: Some(true), note };
            changes.push((FactKind::Voice, fact.id, change));
        }
        for fact in &history.deliveries {
            let change = Change::Delivery { got_it: Some(false), easy: None, pleasant: Some(true) };
            changes.push((FactKind::Delivery, fact.id, change));
        }
        for fact in &history.benefits {
            let change = Change::Benefit { used_at: Some(NOW), valued: Some(true) };
            changes.push((FactKind::Benefit, fact.id, change));
        }
        for fact in &history.knowledge {
            changes.push((FactKind::Knowledge, fact.id, Change::Knowledge { expires_at: Some(NOW) }));
        }
        for fact in history.purchases.iter().step_by(3) {
            changes.push((FactKind::Purchase, fact.id, Change::Retract));
        }
    })
    .unwrap();
    step(book, |tx| {
        let mut at = NOW.0;
        let add = |(kind, fact, change): (FactKind, FactId, Change)| {
            at += 1;
            tx.amend(account, kind, fact, Timestamp(at), &change)
        };
        changes.into_iter().map(add).collect()
    })
}

#[test]
fn amendments_are_read_everywhere_and_change_no_fact() {
    let (_folder, mut book, account) = new_book(600);
    let before = book.dump().unwrap();
    let amendments = amend_much(&mut book, account);
    assert!(amendments.len() > 50);
    clean(&book);
    reads_agree(&book);
    let mut seen = 0;
    book.histories(1..=u32::MAX, |history| {
        seen += history.promises.len();
        assert!(history.promises.iter().all(|fact| fact.detail.outcome == Some(PromiseOutcome::Kept)));
        assert!(history.promises.iter().all(|fact| fact.detail.due_at == Some(NOW)));
        assert!(history.voice.iter().all(|fact| fact.detail.satisfied == Some(true)));
    })
    .unwrap();
    assert!(seen > 10);
    // The source says the same as ever.
    let again = book.importer(SOURCE, false).unwrap().write(records(7, 600)).unwrap();
    assert_eq!((again.facts_same, again.conflicts.len()), (600, 0));
    let wrong = Change::Knowledge { expires_at: None };
    let promise = records(7, 600).into_iter().find(|row| row.body.kind() == Some(FactKind::Promise));
    let promise = promise.unwrap().id;
    let problem = refused(&mut book, |tx| tx.amend(account, FactKind::Promise, promise, NOW, &wrong));
    assert!(matches!(problem, Problem::WrongKind { .. }), "{problem}");
    assert_eq!(book.open_fact(promise).unwrap().unwrap().amendments.len(), 2);
    for amendment in amendments {
        step(&mut book, |tx| tx.remove_amendment(amendment));
    }
    assert_eq!(book.dump().unwrap(), before);
    clean(&book);
}

#[test]
fn an_amendment_follows_its_fact_to_another_customer() {
    let (_folder, mut book, account) = new_book(300);
    let row = records(7, 300).into_iter().find(|row| row.body.kind() == Some(FactKind::Promise)).unwrap();
    step(&mut book, |tx| tx.amend(account, FactKind::Promise, row.id, NOW, &Change::Retract));
    let moved = Record { customer: "somebody new".into(), ..row };
    let outcome = book.importer(SOURCE, true).unwrap().write(vec![moved]).unwrap();
    assert_eq!(outcome.facts_updated, 1);
    clean(&book);
    let new = book.find_customers("somebody new").unwrap()[0].id;
    assert!(book.history(new).unwrap().unwrap().promises.is_empty());
    assert_eq!(book.amendments(new).unwrap().len(), 1);
}

#[test]
fn merged_customers_are_read_as_one_and_come_apart_again() {
    let (_folder, mut book, account) = new_book(600);
    amend_much(&mut book, account);
    let apart: Vec<History> = [1, 2, 3, 4].map(|id| book.history(CustomerId(id)).unwrap().unwrap()).to_vec();
    let dump = book.dump().unwrap();
    let [one, two, three, four] = [1, 2, 3, 4].map(CustomerId);
    for (gone, into) in [(two, one), (three, two), (four, one)] {
        step(&mut book, |tx| tx.merge(gone, into, NOW, account));
        clean(&book);
        reads_agree(&book);
    }
    for (gone, into) in [(two, three), (one, three), (one, one)] {
        let problem = refused(&mut book, |tx| tx.merge(gone, into, NOW, account));
        assert!(matches!(problem, Problem::AlreadyMerged { .. }), "{problem}");
    }
    let all = book.history(one).unwrap().unwrap();
    assert_eq!(all.fact_count(), apart.iter().map(History::fact_count).sum::<usize>());
    assert_eq!(book.history(three).unwrap(), Some(all));
    let name = apart[2].customer.external_id.clone();
    assert_eq!(book.find_customers(&name).unwrap().iter().map(|found| found.id).collect::<Vec<_>>(), [one]);
    let fact = step(&mut book, |tx| tx.add_fact(contact(3, "after")));
    assert_eq!(book.open_fact(fact).unwrap().unwrap().customer.unwrap().id, one);
    step(&mut book, |tx| tx.remove_fact(fact));
    for gone in [two, four, three] {
        assert!(step(&mut book, |tx| tx.unmerge(gone)).is_some());
        reads_agree(&book);
    }
    for history in apart {
        assert_eq!(book.history(history.customer.id).unwrap(), Some(history));
    }
    assert_eq!(book.dump().unwrap(), dump);
    clean(&book);
}

#[test]
fn two_who_look_alike_are_told_apart_for_as_long_as_both_are_there() {
    let (_folder, mut book, account) = new_book(200);
    let [one, two] = [1, 2].map(CustomerId);
    assert!(step(&mut book, |tx| tx.tell_apart((two, one), NOW, account)));
    assert!(!step(&mut book, |tx| tx.tell_apart((one, two), NOW, account)), "that was said before");
    let said = Apart { one, other: two, at: NOW, account };
    assert_eq!(book.told_apart().unwrap(), [said]);
    assert_eq!(step(&mut book, |tx| tx.untell_apart((two, one))), Some(said));
    assert_eq!(step(&mut book, |tx| tx.untell_apart((one, two))), None);
    assert_eq!(book.told_apart().unwrap(), []);
    let unknown = refused(&mut book, |tx| tx.tell_apart((one, CustomerId(9_999)), NOW, account));
    assert!(matches!(unknown, Problem::Unknown { .. }), "{unknown}");
    let new = step(&mut book, |tx| tx.add_customer(&CustomerProfile::default(), &"new".into()));
    step(&mut book, |tx| tx.tell_apart((one, new), NOW, account));
    step(&mut book, |tx| tx.remove_customer(new));
    assert_eq!(book.told_apart().unwrap(), [], "gone with the customer");
    clean(&book);
}

#[test]
fn a_profile_changed_here_is_still_the_same_to_its_source() {
    let (_folder, mut book, account) = new_book(400);
    let before = book.dump().unwrap();
    let provider = step(&mut book, |tx| tx.add_provider(&ProviderProfile::default(), &"own".into()));
    clean(&book);
    let mut customers = Vec::new();
    book.for_each_customer(|customer| customers.push(customer)).unwrap();
    for customer in &customers {
        let profile = CustomerProfile { name: Some("Changed".into()), ..CustomerProfile::default() };
        let previous = step(&mut book, |tx| {
            let previous = tx.set_profile(customer.id, &profile)?;
            assert_eq!(tx.assign(customer.id, Some(provider))?, None);
            Ok(previous)
        });
        if customer.id.0 % 10 == 0 {
            clean(&book);
            let again = book.importer(SOURCE, false).unwrap().write(records(7, 400)).unwrap();
            assert_eq!((again.facts_same, again.conflicts.len()), (400, 0), "{}", customer.external_id);
        }
        step(&mut book, |tx| {
            assert_eq!(tx.assign(customer.id, customer.assigned_to)?, Some(provider));
            tx.set_profile(customer.id, &previous)
        });
        assert_eq!(book.customer(customer.id).unwrap().as_ref(), Some(customer));
    }
    let profile = CustomerProfile { assigned_to: Some("own".into()), ..CustomerProfile::default() };
    let new = step(&mut book, |tx| tx.add_customer(&profile, &"new one".into()));
    clean(&book);
    assert_eq!(book.customer(new).unwrap().unwrap().assigned_to, Some(provider));
    let taken = refused(&mut book, |tx| tx.add_customer(&profile, &"new one".into()));
    assert!(matches!(taken, Problem::Taken { .. }), "{taken}");
    let first = step(&mut book, |tx| tx.record_act(&act(account, Some(new), "Added")));
    assert!(matches!(refused(&mut book, |tx| tx.remove_customer(new)), Problem::BuiltUpon { .. }));
    step(&mut book, |tx| {
        assert!(tx.mark_undone(first, NOW, account)?);
        tx.remove_customer(new)
    });
    assert_eq!(book.act(first).unwrap().unwrap().customer, None);
    clean(&book);
    let account_of_own = Account { provider: Some(provider), ..book.accounts().unwrap().remove(0) };
    let before_own = step(&mut book, |tx| tx.update_account(&account_of_own));
    let problem = refused(&mut book, |tx| tx.remove_provider(provider));
    assert!(
        matches!(&problem, Problem::BuiltUpon { what } if what == &["an account is theirs"]),
        "{problem}"
    );
    step(&mut book, |tx| tx.update_account(&before_own));
    let met = NewFact { provider: Some(provider), ..contact(1, "met") };
    let met = step(&mut book, |tx| tx.add_fact(met));
    assert!(matches!(refused(&mut book, |tx| tx.remove_provider(provider)), Problem::BuiltUpon { .. }));
    step(&mut book, |tx| tx.remove_fact(met));
    step(&mut book, |tx| tx.remove_provider(provider));
    clean(&book);
    let other = book.directory().unwrap().providers.first().unwrap().id;
    assert!(matches!(refused(&mut book, |tx| tx.remove_provider(other)), Problem::NotOurs { .. }));
    let own = "party steadfast";
    let after: String = book.dump().unwrap().lines().filter(|line| !line.starts_with(own)).collect();
    assert_eq!(after, before.lines().collect::<String>());
}

#[test]
fn accounts_sessions_and_links() {
    let (_folder, mut book, account) = new_book(0);
    let problem = refused(&mut book, |tx| tx.add_account(&new_account(" EVE@example.org ")));
    assert!(matches!(problem, Problem::Taken { .. }), "{problem}");
    let eve = book.account_by_email("Eve@Example.org").unwrap().unwrap();
    assert!(!format!("{eve:?}").contains("example"), "{eve:?}");
    let changed = Account { password_hash: Some("hash".into()), disabled_at: Some(NOW), ..eve.clone() };
    assert_eq!(step(&mut book, |tx| tx.update_account(&changed)), eve);
    assert_eq!(book.accounts().unwrap(), [changed]);
    assert!(step(&mut book, |tx| tx.use_totp_step(account, 5)));
    assert!(!step(&mut book, |tx| tx.use_totp_step(account, 5)));
    let session = Session {
        token_hash: "t".into(),
        account,
        created_at: NOW,
        seen_at: NOW,
        expires_at: Timestamp(NOW.0 + 10),
        is_complete: false,
        csrf: "c".into(),
    };
    step(&mut book, |tx| tx.add_session(&session));
    assert_eq!(book.session("t").unwrap().as_ref(), Some(&session));
    assert!(step(&mut book, |tx| tx.complete_session("t")));
    assert!(step(&mut book, |tx| tx.touch_session("t", Timestamp(NOW.0 + 1), Timestamp(NOW.0 + 20))));
    let seen = book.sessions_of(account).unwrap().remove(0);
    assert_eq!((seen.is_complete, seen.expires_at.0), (true, NOW.0 + 20));
    assert_eq!(step(&mut book, |tx| tx.remove_expired_sessions(Timestamp(NOW.0 + 20))), 1);
    let (purpose, used_at) = ("invite".into(), None);
    let expires_at = Timestamp(NOW.0 + 10);
    let link = SignInLink { token_hash: "l".into(), account, purpose, expires_at, used_at };
    step(&mut book, |tx| tx.add_link(&link));
    assert!(step(&mut book, |tx| tx.use_link("l", expires_at)).is_none());
    assert!(step(&mut book, |tx| tx.use_link("l", NOW)).is_some());
    assert!(step(&mut book, |tx| tx.use_link("l", NOW)).is_none());
    let nobody = refused(&mut book, |tx| tx.add_session(&Session { account: AccountId(9), ..session }));
    assert!(matches!(nobody, Problem::Database(_)), "{nobody}");
}

#[test]
fn acts_are_found_newest_first() {
    let (_folder, mut book, account) = new_book(100);
    let other = step(&mut book, |tx| tx.add_account(&new_account("bo@example.org")));
    for n in 0..10_u32 {
        let by = if n % 2 == 0 { account } else { other };
        step(&mut book, |tx| {
            let at = Timestamp(NOW.0 + i64::from(n));
            tx.record_act(&NewAct { at, ..act(by, Some(CustomerId(n % 3 + 1)), "Talked") })
        });
    }
    let ids =
        |filter: ActFilter| -> Vec<u32> { book.acts(&filter).unwrap().iter().map(|act| act.id.0).collect() };
    let all = ActFilter::default();
    assert_eq!(ids(all.clone()), (1..=10).rev().collect::<Vec<_>>());
    assert_eq!(ids(ActFilter { account: Some(other), before: Some(ActId(7)), ..all.clone() }), [6, 4, 2]);
    assert_eq!(ids(ActFilter { customer: Some(CustomerId(1)), limit: 2, ..all.clone() }), [10, 7]);
    let both = ActFilter { customer: Some(CustomerId(1)), account: Some(account), ..all.clone() };
    assert_eq!(ids(both), [7, 1]);
    let from = Some(Timestamp(NOW.0 + 8));
    assert_eq!(ids(ActFilter { from, verb: Some("contact".into()), ..ActFilter::default() }), [10, 9]);
    assert!(ids(ActFilter { verb: Some("merge".into()), ..all }).is_empty());
}

#[test]
fn what_is_kept_for_pages_comes_back() {
    let (_folder, mut book, account) = new_book(300);
    let (day, provider, customer) = (Day(19_800), Some(ProviderId(1)), CustomerId(1));
    let agenda = AgendaDay { day, provider, json: "[]".into(), made_at: NOW };
    let outcome = SuggestionOutcome {
        customer,
        act: "ask".into(),
        day,
        provider,
        outcome: "put_off".into(),
        at: NOW,
        account,
        note: None,
        until_day: Some(Day(19_810)),
    };
    let expires_at = Timestamp(NOW.0 + 10);
    let (judgement, value, reason) = ("rung".into(), "partner".into(), "she told me".into());
    let new = NewOverride { customer, judgement, value, reason, account, at: NOW, expires_at };
    let knowledge = records(7, 300).into_iter().find(|row| row.body.kind() == Some(FactKind::Knowledge));
    let fact = knowledge.unwrap().id;
    let overriding = step(&mut book, |tx| {
        tx.save_agenda_day(&agenda)?;
        assert_eq!(tx.set_outcome(&outcome)?, None);
        tx.add_view(account, "Mine", "a=1")?;
        assert_eq!(tx.add_view(account, "Mine", "a=2")?, ViewId(1));
        assert_eq!(tx.set_note_readers(fact, &[account])?, []);
        tx.note_opened(fact, NOW, account)?;
        tx.add_override(&new)
    });
    assert_eq!(book.agenda_day(day, provider).unwrap(), Some(agenda));
    assert_eq!(book.suggestion_outcomes(day, provider).unwrap(), std::slice::from_ref(&outcome));
    assert_eq!(book.suggestions_put_off(Day(19_810)).unwrap(), std::slice::from_ref(&outcome));
    assert!(book.suggestions_put_off(Day(19_811)).unwrap().is_empty());
    assert_eq!(book.views(account).unwrap()[0].query, "a=2");
    let whose = book.open_fact(fact).unwrap().unwrap().customer.unwrap().id;
    assert_eq!(book.note_readers(whose).unwrap(), [(fact, account)]);
    assert_eq!(book.note_openings(whose).unwrap().len(), 1);
    assert_eq!(book.overrides_in_force(NOW).unwrap().len(), 1);
    assert!(book.overrides_in_force(expires_at).unwrap().is_empty());
    step(&mut book, |tx| tx.lift_override(overriding, Some(NOW)));
    assert!(book.overrides_in_force(NOW).unwrap().is_empty());
    assert!(!book.overrides(customer).unwrap()[0].is_in_force(NOW));
    step(&mut book, |tx| {
        assert_eq!(tx.clear_outcome(customer, "ask", day, provider)?, Some(outcome));
        assert!(tx.remove_view(account, ViewId(1))?);
        tx.set_note_readers(fact, &[])
    });
    clean(&book);
}

#[test]
fn what_was_derived_is_saved_in_parts() {
    let (_folder, mut book, account) = new_book(300);
    let summary = |customer, spent_minor| SummaryRow {
        customer,
        spent_minor,
        last_contact_day: Some(Day(5)),
        wanted_style: Some(Style::Fan),
        ..SummaryRow::default()
    };
    let judged = |customer| JudgedRow { customer, rung: Some("partner"), ..JudgedRow::default() };
    let (all, rows): (Vec<_>, Vec<_>) = (1..=30).map(|id| (summary(id, 7), judged(id))).unzip();
    let pass = Pass { as_of: Day(9), rule_version: "1", judged: &rows, summaries: &all };
    book.save_pass(1..=30, &pass).unwrap();
    let half = Pass { judged: &rows[10..20], summaries: &all[10..20], ..pass };
    book.save_pass(11..=30, &half).unwrap();
    let changed = [summary(3, 8)];
    step(&mut book, |tx| tx.save_derived(&Pass { judged: &[judged(3)], summaries: &changed, ..pass }));
    step(&mut book, |tx| tx.merge(CustomerId(2), CustomerId(3), NOW, account));
    let (mut summaries, mut count) = (Vec::new(), 0);
    book.for_each_summary(|row| summaries.push(row)).unwrap();
    book.for_each_judged(|_| count += 1).unwrap();
    assert_eq!((summaries.len(), count), (19, 19));
    // In parts, and side by side with the customers: whoever is gone is in neither.
    let (mut in_parts, mut customers) = (Vec::new(), Vec::new());
    for range in [1..=2, 3..=12, 13..=u32::MAX] {
        book.summaries_in(&range, |row| in_parts.push(row)).unwrap();
        book.customers_in(&range, |customer| customers.push(customer.id.0)).unwrap();
    }
    assert_eq!(in_parts, summaries);
    assert!(in_parts.iter().all(|row| customers.contains(&row.customer)), "a summary without its customer");
    assert_eq!(summaries[1], changed[0]);
    assert_eq!(book.summary(CustomerId(2)).unwrap().as_ref(), Some(&changed[0]));
    assert_eq!(book.judged_customer(CustomerId(2)).unwrap().unwrap().row.customer, 3);
}

#[test]
fn settings_changed_elsewhere_are_seen_after_a_refresh() {
    let (_folder, mut book, _) = new_book(0);
    let mut reader = Book::open_reader(book.path(), &ReaderOptions::SMALL).unwrap();
    assert!(!reader.refresh().unwrap());
    let wanted = Settings { timezone: "Europe/Stockholm".into(), ..book.settings().clone() };
    let before = step(&mut book, |tx| tx.change_settings(&wanted));
    assert_eq!(before, Settings::default());
    assert_eq!((book.settings(), book.calendar().name()), (&wanted, "Europe/Stockholm"));
    assert!(reader.refresh().unwrap());
    assert_eq!((reader.settings(), reader.calendar().name()), (&wanted, "Europe/Stockholm"));
    let nowhere = Settings { timezone: "Europe/Atlantis".into(), ..wanted };
    assert!(matches!(refused(&mut book, |tx| tx.change_settings(&nowhere)), Problem::Setting { .. }));
    let mut serving = Book::open_to_serve(book.path()).unwrap();
    step(&mut serving, |tx| tx.add_account(&new_account("bo@example.org")));
    assert_eq!(reader.accounts().unwrap().len(), 2);
}
