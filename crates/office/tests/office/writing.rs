//! Many at once: everything is durable, and what fails hurts nobody else.

use crate::room::{DAY_MICROS, Room, ada};
use book::Timestamp;
use office::acts::contact::Contact;
use office::{Draft, Effect, OfficeError};
use store::ActFilter;

const MANY: usize = 150;

fn call() -> Contact {
    Contact { channel: "phone".into(), two_way: true, ..Contact::default() }
}

#[tokio::test]
async fn everybody_who_was_answered_is_on_disk_and_a_failure_is_alone() {
    let room = Room::simulated().await;
    let people = room.people();
    let before = room.book().acts(&ActFilter { limit: 1_000, ..ActFilter::default() }).unwrap().len();
    let mut working = tokio::task::JoinSet::new();
    for place in 0..MANY {
        let office = room.office.clone();
        let permit = room.change(people[place % people.len()]);
        working.spawn(async move { office.log_contact(&permit, call()).await.map(drop) });
        if place % 10 == 0 {
            // Writes something and then fails: nothing of it may stay.
            let (office, customer) = (room.office.clone(), people[place % people.len()]);
            working.spawn(async move {
                let draft = Draft {
                    actor: ada(),
                    verb: "assign",
                    customer: Some(customer),
                    provider: None,
                    sentence: "Never happened.".into(),
                };
                let failing = office.act(draft, move |tx, _| {
                    tx.assign(customer, None)?;
                    Err::<Effect, _>(OfficeError::Conflict("on purpose".into()))
                });
                assert!(matches!(failing.await, Err(OfficeError::Conflict(_))));
                Ok(())
            });
        }
    }
    while let Some(done) = working.join_next().await {
        done.unwrap().unwrap();
    }
    let book = room.book();
    let acts = book.acts(&ActFilter { limit: 1_000, ..ActFilter::default() }).unwrap();
    assert_eq!(acts.len() - before, MANY);
    assert!(acts.iter().all(|act| act.sentence != "Never happened."));
    let ours = |customer| {
        let history = book.history(customer).unwrap().unwrap();
        history
            .interactions
            .iter()
            .filter(|contact| contact.at.0 >= i64::from(room.day.0) * DAY_MICROS)
            .count()
    };
    assert!(people.iter().map(|customer| ours(*customer)).sum::<usize>() >= MANY);
}

#[tokio::test]
async fn what_is_done_while_everybody_is_read_is_not_lost() {
    let room = Room::simulated().await;
    let people = room.people();
    for round in people.chunks(8).take(5) {
        room.office.read_again();
        for customer in round {
            room.office.log_contact(&room.change(*customer), call()).await.unwrap();
        }
        room.read_through().await;
        let desk = room.office.desk().unwrap();
        for customer in round {
            let row = desk.people().row(*customer).unwrap();
            assert_eq!(row.last_contact_day, Some(room.day), "{customer:?}");
            let summary = room.book().history(*customer).unwrap().unwrap();
            assert_eq!(row.contact_count as usize, summary.interactions.len());
        }
    }
}

#[tokio::test]
async fn a_contact_of_the_future_changes_nothing() {
    let room = Room::simulated().await;
    let customer = room.people()[0];
    let before = room.book().history(customer).unwrap();
    let at = Some(Timestamp(i64::MAX / 2));
    let refused = room.office.log_contact(&room.change(customer), Contact { at, ..call() }).await;
    assert!(matches!(refused, Err(OfficeError::Invalid(_))));
    assert_eq!(room.book().history(customer).unwrap(), before);
}
