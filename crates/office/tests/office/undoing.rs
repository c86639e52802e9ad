//! Every act can be taken back: the book says what it said before, and the trail keeps both.

use crate::room::{Room, ada};
use book::{CustomerId, FactId, Origin, PromiseOutcome, Promisor, Style, VoiceKind};
use guard::NoteKind;
use judge::JudgementKind;
use office::Receipt;
use office::acts::assign::Chosen;
use office::acts::contact::Contact;
use office::acts::issue::{Step, Word};
use office::acts::note::NewNote;
use office::acts::outcome::{Outcome, Settle};
use office::acts::override_::Otherwise;
use office::acts::profile::PartyForm;
use office::acts::promise::NewPromise;
use office::acts::provider::ProviderForm;
use office::acts::wish::{NewWish, Wished};
use people::Query;
use store::AccountId;

/// Everything that people read of some customers, and what hangs on nobody.
fn told(room: &Room, customers: &[CustomerId]) -> String {
    let book = room.book();
    let now = room.office.now();
    let mut told = String::new();
    for customer in customers {
        let history = book.history(*customer).unwrap();
        let overrides = book.overrides(*customer).unwrap();
        let in_force: Vec<_> = overrides.into_iter().filter(|other| other.is_in_force(now)).collect();
        told += &format!("{history:?}\n{in_force:?}\n");
    }
    let views: Vec<_> = book.views(AccountId(1)).unwrap().into_iter().map(|view| view.name).collect();
    told + &format!("{:?}\n{views:?}", book.directory().unwrap())
}

/// Does an act, takes it back, and compares.
async fn and_back(room: &Room, customers: &[CustomerId], act: impl AsyncFnOnce() -> Receipt) {
    let before = told(room, customers);
    let receipt = act().await;
    assert!(receipt.can_undo, "{}", receipt.sentence);
    assert_ne!(told(room, customers), before, "{}", receipt.sentence);
    let undone = room.office.undo(&ada(), receipt.act.0.into()).await.unwrap();
    assert_eq!(told(room, customers), before, "{}", receipt.sentence);
    let book = room.book();
    let first = book.act(receipt.act).unwrap().unwrap();
    assert!(first.undone_at.is_some() && first.undone_by == Some(AccountId(1)));
    assert_eq!(book.act(undone.act).unwrap().unwrap().sentence, format!("Undone: {}", receipt.sentence));
    assert!(room.office.undo(&ada(), receipt.act.0.into()).await.is_err(), "only once");
    let row = room.office.desk().unwrap().people().row(customers[0]);
    let contacts = book.history(customers[0]).unwrap().unwrap().interactions.len();
    assert_eq!(row.unwrap().contact_count as usize, contacts);
}

fn promise(room: &Room) -> NewPromise {
    NewPromise {
        what: "send the catalogue".into(),
        due: Some(room.day.plus(3)),
        by: Promisor::Provider,
        depends_on: String::new(),
        provider: None,
    }
}

fn word() -> Word {
    Word { kind: VoiceKind::Complaint, severity: Some(2), text: "It broke.".into(), channel: "phone".into() }
}

fn note() -> NewNote {
    NewNote {
        kind: NoteKind::Fact,
        topic: "preference".into(),
        text: "Prefers mornings.".into(),
        origin: Some(Origin::Stated),
        ground: None,
        readers: Vec::new(),
    }
}

fn newest<D>(facts: &[book::Fact<D>]) -> FactId {
    facts.iter().max_by_key(|fact| fact.at).unwrap().id
}

#[tokio::test]
async fn what_is_said_about_a_person() {
    let room = Room::simulated().await;
    let customer = room.people()[3];
    let (office, permit, one) = (&room.office, room.change(customer), &[customer][..]);
    let contact = Contact { channel: "phone".into(), two_way: true, ..Contact::default() };
    and_back(&room, one, async || office.log_contact(&permit, contact).await.unwrap()).await;
    and_back(&room, one, async || office.make_promise(&permit, promise(&room)).await.unwrap()).await;
    and_back(&room, one, async || office.note_word(&permit, word()).await.unwrap()).await;
    and_back(&room, one, async || office.keep_note(&permit, note()).await.unwrap()).await;
    let wish = NewWish {
        wished: Wished::Style(Style::StrictlyBusiness),
        origin: Origin::Stated,
        channel: "phone".into(),
    };
    and_back(&room, one, async || office.set_wish(&permit, wish).await.unwrap()).await;
    let otherwise = Otherwise {
        judgement: JudgementKind::Decline,
        value: "none".into(),
        reason: "They moved house and told us so.".into(),
        until: None,
    };
    and_back(&room, one, async || office.judge_otherwise(&permit, otherwise).await.unwrap()).await;
    let form = PartyForm { kind: None, name: "Another Name".into(), ..PartyForm::default() };
    and_back(&room, one, async || office.edit_person(&permit, form, None).await.unwrap()).await;
}

#[tokio::test]
async fn what_becomes_of_what_was_said() {
    let room = Room::simulated().await;
    let customer = room.people()[4];
    let (office, permit, one) = (&room.office, room.change(customer), &[customer][..]);
    office.make_promise(&permit, promise(&room)).await.unwrap();
    office.note_word(&permit, word()).await.unwrap();
    office.keep_note(&permit, note()).await.unwrap();
    let history = room.book().history(customer).unwrap().unwrap();
    let (made, issue) = (newest(&history.promises), newest(&history.voice));
    let kept = newest(&history.knowledge);
    for outcome in [PromiseOutcome::Kept, PromiseOutcome::Broken, PromiseOutcome::Withdrawn] {
        let settle =
            async || office.settle_promise(&permit, made, outcome, None, "So it was.").await.unwrap();
        and_back(&room, one, settle).await;
    }
    let later = Some(room.day.plus(9));
    let agreed = PromiseOutcome::Renegotiated;
    let settle = async || office.settle_promise(&permit, made, agreed, later, "They agreed.").await.unwrap();
    and_back(&room, one, settle).await;
    let put_right =
        async || office.move_issue(&permit, issue, Step::PutRight, "A new one was sent.").await.unwrap();
    and_back(&room, one, put_right).await;
    and_back(&room, one, async || office.retract_note(&permit, kept).await.unwrap()).await;
}

#[tokio::test]
async fn who_is_who_and_whose() {
    let room = Room::simulated().await;
    let people = room.people();
    let (into, gone) = (people[5], people[6]);
    let (office, manage) = (&room.office, ada().manage().unwrap());
    let both = &[into, gone][..];
    let assigned = room.book().customer(into).unwrap().unwrap().assigned_to;
    let to = room.providers().into_iter().find(|provider| Some(*provider) != assigned);
    let these = || Chosen::These(vec![into]);
    and_back(&room, both, async || office.assign_people(&manage, these(), to).await.unwrap()).await;
    told_apart(&room, (into, gone)).await;
    and_back(&room, both, async || office.merge_people(&manage, gone, into).await.unwrap()).await;
    office.merge_people(&manage, gone, into).await.unwrap();
    and_back(&room, both, async || office.unmerge_people(&manage, gone).await.unwrap()).await;
    let list = ada().see_people().unwrap();
    let save = async || office.save_view(&list, "Quiet", &Query::default()).await.unwrap();
    and_back(&room, both, save).await;
    let form = ProviderForm { name: "Nia New".into(), hours: "10".into(), ..ProviderForm::default() };
    let provider = to.unwrap();
    let change = async || office.change_provider(&manage, provider, form).await.unwrap();
    and_back(&room, both, change).await;
    let form = || ProviderForm { name: "Nora New".into(), hours: "20".into(), ..ProviderForm::default() };
    and_back(&room, both, async || office.add_provider(&manage, form()).await.unwrap().1).await;
    let names = || office.scene().unwrap().directory().providers.len();
    let before = names();
    let (nora, added) = office.add_provider(&manage, form()).await.unwrap();
    office.assign_people(&manage, these(), Some(nora)).await.unwrap();
    let refused = office.undo(&ada(), added.act.0.into()).await.unwrap_err();
    assert!(refused.to_string().contains("somebody is assigned to them"), "{refused}");
    assert_eq!(names(), before + 1);
}

/// Two who look alike are told apart and may be one again, both with a way back.
async fn told_apart(room: &Room, (one, other): (CustomerId, CustomerId)) {
    let (office, manage) = (&room.office, ada().manage().unwrap());
    let said = || room.book().told_apart().unwrap().len();
    let undo = async |receipt: Receipt| office.undo(&ada(), receipt.act.0.into()).await.unwrap();
    let receipt = office.tell_apart(&manage, other, one).await.unwrap();
    assert_eq!(said(), 1);
    assert!(office.tell_apart(&manage, one, other).await.is_err(), "that was said");
    undo(receipt).await;
    assert_eq!(said(), 0);
    assert!(office.untell_apart(&manage, one, other).await.is_err(), "nobody said so");
    office.tell_apart(&manage, one, other).await.unwrap();
    let receipt = office.untell_apart(&manage, one, other).await.unwrap();
    assert_eq!(said(), 0);
    undo(receipt).await;
    assert_eq!(said(), 1);
}

#[tokio::test]
async fn a_card_of_the_day() {
    let room = Room::simulated().await;
    let mut cards = Vec::new();
    for provider in [None].into_iter().chain(room.providers().into_iter().map(Some)) {
        let today = room.office.today(&ada().see_day(provider).unwrap()).await.unwrap();
        cards.extend(today.cards().map(|(card, _)| (provider, card.clone())));
    }
    for ((provider, card), outcome) in cards.into_iter().zip(Outcome::ALL) {
        let (day, person) = (ada().change_day(provider).unwrap(), room.change(card.customer));
        let before = told(&room, &[card.customer]);
        let settle = Settle {
            act: card.act,
            outcome,
            channel: String::new(),
            note: "Because it is better so.".into(),
            until: None,
        };
        let receipt = room.office.settle_card(&day, &person, settle).await.unwrap();
        room.office.undo(&ada(), receipt.act.0.into()).await.unwrap();
        assert_eq!(told(&room, &[card.customer]), before, "{outcome:?}");
        let outcomes = room.book().suggestion_outcomes(room.day, provider).unwrap();
        assert!(outcomes.iter().all(|kept| kept.customer != card.customer), "{outcome:?}");
        let today = room.office.today(&ada().see_day(provider).unwrap()).await.unwrap();
        let same = today.cards().find(|(one, _)| one.customer == card.customer && one.act == card.act);
        assert_eq!(*same.unwrap().1, office::CardState::Open, "{outcome:?}");
    }
}
