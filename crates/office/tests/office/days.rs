//! The desk follows acts; a day stands still over a restart, and the next one is another.

use crate::room::{DAY_MICROS, Room, ada};
use agenda::Act;
use book::{CustomerId, PromiseOutcome, Promisor};
use judge::JudgementKind;
use office::acts::assign::Chosen;
use office::acts::override_::Otherwise;
use office::acts::promise::NewPromise;
use office::{CardState, Today};

async fn promise(room: &Room, customer: CustomerId, what: &str) {
    let promise = NewPromise {
        what: what.into(),
        due: Some(room.day),
        by: Promisor::Provider,
        depends_on: String::new(),
        provider: None,
    };
    room.office.make_promise(&room.change(customer), promise).await.unwrap();
}

#[tokio::test]
async fn whoever_is_on_todays_plan_may_be_opened_while_it_is_today() {
    let room = Room::simulated().await;
    let has_to_do =
        |customer, provider| room.office.standing(customer).unwrap().providers.contains(&Some(provider));
    let start = room.book().calendar().start_of(room.day);
    let mut found = None;
    for provider in room.providers() {
        let day = room.office.today(&ada().see_day(Some(provider)).unwrap()).await.unwrap();
        let customers = day.cards().filter(|(card, _)| !card.act.is_duty()).map(|(card, _)| card.customer);
        let promised = |customer| room.book().promisors(customer, start).unwrap().contains(&provider);
        found = found.or(customers.filter(|one| !promised(*one)).last().map(|one| (one, provider)));
    }
    let (customer, provider) = found.unwrap();
    let other = room.providers().into_iter().find(|one| *one != provider);
    let (manage, these) = (ada().manage().unwrap(), Chosen::These(vec![customer]));
    room.office.assign_people(&manage, these, other).await.unwrap();
    assert!(has_to_do(customer, provider), "it is on their plan, and they are to speak");
    room.wait_micros(DAY_MICROS);
    assert!(!has_to_do(customer, provider), "the plan was yesterday's");
    assert!(has_to_do(customer, other.unwrap()));
}

#[tokio::test]
async fn what_is_judged_otherwise_holds_for_lists_until_its_day_is_over() {
    let room = Room::simulated().await;
    let customer = room.people()[9];
    let word = |room: &Room| room.office.desk().unwrap().people().row(customer).unwrap().contact_rhythm;
    let before = word(&room);
    let value = if before == Some("overdue") { "on_rhythm" } else { "overdue" };
    let otherwise = Otherwise {
        judgement: JudgementKind::ContactRhythm,
        value: value.into(),
        reason: "They are away on the boat and said so.".into(),
        until: Some(room.day),
    };
    room.office.judge_otherwise(&room.change(customer), otherwise).await.unwrap();
    assert_eq!(word(&room), Some(value));
    let aside = room.office.set_aside([customer]).unwrap();
    assert_eq!((aside[&customer][0].who.as_str(), aside[&customer][0].until), ("Ada", room.day));
    // Everybody is read anew, on the same day and on the next.
    let room = room.restarted().await;
    assert_eq!(word(&room), Some(value));
    room.wait_micros(DAY_MICROS);
    let room = room.restarted().await;
    assert_ne!(word(&room), Some(value), "it ended with its day");
    assert!(room.office.set_aside([customer]).unwrap().is_empty());
}

#[tokio::test]
async fn whoever_promised_may_open_until_the_promise_is_settled() {
    let room = Room::simulated().await;
    let (customer, providers) = (room.people()[7], room.providers());
    let has_to_do = |provider| room.office.standing(customer).unwrap().providers.contains(&Some(provider));
    let stranger = providers.into_iter().find(|provider| !has_to_do(*provider)).unwrap();
    let promise = NewPromise {
        what: "Bring the shade card".into(),
        due: Some(room.day.plus(9)),
        by: Promisor::Provider,
        depends_on: String::new(),
        provider: Some(stranger),
    };
    room.office.make_promise(&room.change(customer), promise).await.unwrap();
    assert!(has_to_do(stranger));
    keep(&room, customer, "Bring the shade card").await;
    assert!(has_to_do(stranger), "today they can still undo it");
    room.wait_micros(DAY_MICROS);
    assert!(!has_to_do(stranger));
}

async fn keep(room: &Room, customer: CustomerId, what: &str) {
    let history = room.book().history(customer).unwrap().unwrap();
    let made = history.promises.iter().find(|promise| promise.detail.what == what).unwrap().id;
    let kept = PromiseOutcome::Kept;
    room.office.settle_promise(&room.change(customer), made, kept, None, "").await.unwrap();
}

/// Everybody's day, the owner's first.
async fn today(room: &Room) -> Vec<Today> {
    let mut days = Vec::new();
    for provider in [None].into_iter().chain(room.providers().into_iter().map(Some)) {
        days.push(room.office.today(&ada().see_day(provider).unwrap()).await.unwrap());
    }
    days
}

fn card(today: &[Today], customer: CustomerId) -> Option<(String, CardState)> {
    let mut cards = today.iter().flat_map(Today::cards);
    let found = cards.find(|(card, _)| card.customer == customer && card.act == Act::KeepPromise);
    found.map(|(card, state)| (card.sentence.clone(), state.clone()))
}

/// Somebody to whom we owe nothing.
fn somebody(room: &Room) -> CustomerId {
    let owes_nothing = |customer: &CustomerId| {
        let history = room.book().history(*customer).unwrap().unwrap();
        history.promises.is_empty() && history.voice.is_empty() && history.knowledge.is_empty()
    };
    room.people().into_iter().find(owes_nothing).unwrap()
}

fn settled() -> CardState {
    CardState::Done { outcome: "settled".into() }
}

#[tokio::test]
async fn a_promise_comes_up_goes_away_and_comes_back() {
    let room = Room::simulated().await;
    let customer = somebody(&room);
    assert_eq!(card(&today(&room).await, customer), None);
    promise(&room, customer, "send the blue catalogue").await;
    let (sentence, state) = card(&today(&room).await, customer).unwrap();
    assert!(sentence.contains("blue catalogue"), "{sentence}");
    assert_eq!(state, CardState::Open);
    let row = room.office.desk().unwrap().people().row(customer).unwrap();
    assert_eq!((row.open_promises, row.next_due_day), (1, Some(room.day)));
    keep(&room, customer, "send the blue catalogue").await;
    assert_eq!(card(&today(&room).await, customer).unwrap().1, settled());
    promise(&room, customer, "call about the invoice").await;
    let (sentence, state) = card(&today(&room).await, customer).unwrap();
    assert!(sentence.contains("invoice"), "{sentence}");
    assert_eq!(state, CardState::Open);
}

#[tokio::test]
async fn a_restart_gives_the_same_day() {
    let room = Room::simulated().await;
    let first = today(&room).await;
    let customer = somebody(&room);
    promise(&room, customer, "send the blue catalogue").await;
    let told = |today: &[Today]| -> Vec<(CustomerId, Act, String)> {
        let one = |card: &office::Card| (card.customer, card.act, card.sentence.clone());
        today.iter().flat_map(Today::cards).map(|(card, _)| one(card)).collect()
    };
    let with_promise = today(&room).await;
    assert_eq!(told(&first).len() + 1, told(&with_promise).len());
    let room = room.restarted().await;
    assert_eq!(told(&today(&room).await), told(&with_promise));
    keep(&room, customer, "send the blue catalogue").await;
    let room = room.restarted().await;
    assert_eq!(card(&today(&room).await, customer).unwrap().1, settled(), "settled stays settled");
}

#[tokio::test]
async fn what_was_owed_before_anybody_looked_is_on_the_day() {
    let room = Room::simulated().await;
    let customer = somebody(&room);
    promise(&room, customer, "send the blue catalogue").await;
    assert!(card(&today(&room).await, customer).is_some());
    let room = room.restarted().await;
    let other = room.people().into_iter().find(|other| *other != customer && *other > customer).unwrap();
    // The plan is in the book and not in memory.
    promise(&room, other, "bring the key").await;
    let shown = card(&today(&room).await, other).unwrap().0;
    assert!(shown.contains("key"), "{shown}");
}

#[tokio::test]
async fn a_new_day_brings_a_new_plan() {
    let room = Room::simulated().await;
    let first = today(&room).await;
    room.wait_micros(DAY_MICROS);
    room.office.read_again();
    let tomorrow = room.day.plus(1);
    while room.office.scene().unwrap().day() != tomorrow {
        tokio::task::yield_now().await;
    }
    room.read_through().await;
    let second = today(&room).await;
    assert_eq!((first[0].day, second[0].day), (room.day, tomorrow));
    assert_ne!(first[0].title(), second[0].title());
    let kept = room.book().agenda_day(room.day, None).unwrap();
    assert!(kept.is_some(), "yesterday stays in the book");
}
