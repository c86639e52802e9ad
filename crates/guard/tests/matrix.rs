//! Every role against every permit, printed whole: a change of what a role may do is a change of this
//! picture.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says where")]

use book::{CustomerId, ProviderId};
use guard::{Actor, NoteAccess, NoteKind, Refusal, Role};
use std::fmt::Write as _;

const BEN: ProviderId = ProviderId(1);
const CLEO: ProviderId = ProviderId(2);
const ANA: CustomerId = CustomerId(1);
const OWN: &[Option<ProviderId>] = &[None, Some(BEN)];
const ANOTHERS: &[Option<ProviderId>] = &[Some(CLEO), None];
const NOBODYS: &[Option<ProviderId>] = &[None, None];

fn actors() -> Vec<(&'static str, Actor)> {
    let actor = |account, role, provider| Actor { account, name: "somebody".into(), role, provider };
    vec![
        ("administrator", actor(1, Role::Administrator, None)),
        ("manager", actor(2, Role::Manager, None)),
        ("provider", actor(3, Role::Provider, Some(BEN))),
        ("not linked", actor(5, Role::Provider, None)),
        ("viewer", actor(4, Role::Viewer, None)),
    ]
}

type Attempt = (&'static str, fn(&Actor) -> Result<String, Refusal>);

fn may<T>(permit: Result<T, Refusal>) -> Result<String, Refusal> {
    permit.map(|_| "yes".to_owned())
}

fn confidence<'a>(author: Option<u32>, provider: Option<ProviderId>, readers: &'a [u32]) -> NoteAccess<'a> {
    NoteAccess { kind: NoteKind::Confidence, author, provider, readers }
}

const SEE: &[Attempt] = &[
    ("see own person", |actor| may(actor.see_person(ANA, OWN))),
    ("see another's person", |actor| may(actor.see_person(ANA, ANOTHERS))),
    ("see nobody's person", |actor| may(actor.see_person(ANA, NOBODYS))),
    ("see people", |actor| {
        let permit = actor.see_people()?;
        Ok(permit.only().map_or("all".to_owned(), |provider| format!("of {}", provider.0)))
    }),
    ("see the mirror", |actor| {
        let permit = actor.see_mirror()?;
        Ok(permit.only().map_or("all".to_owned(), |provider| format!("of {}", provider.0)))
    }),
    ("see own day", |actor| may(actor.see_day(Some(BEN)))),
    ("see another's day", |actor| may(actor.see_day(Some(CLEO)))),
    ("see owner's day", |actor| may(actor.see_day(None))),
    ("see audit trail", |actor| {
        let permit = actor.see_audit()?;
        Ok(permit.only().map_or("all".to_owned(), |account| format!("of {account}")))
    }),
];

const CHANGE: &[Attempt] = &[
    ("change own person", |actor| may(actor.change_person(ANA, OWN))),
    ("change another's person", |actor| may(actor.change_person(ANA, ANOTHERS))),
    ("change nobody's person", |actor| may(actor.change_person(ANA, NOBODYS))),
    ("change own day", |actor| may(actor.change_day(Some(BEN)))),
    ("change another's day", |actor| may(actor.change_day(Some(CLEO)))),
    ("change owner's day", |actor| may(actor.change_day(None))),
    ("undo own act", |actor| may(actor.undo_act(actor.account))),
    ("undo another's act", |actor| may(actor.undo_act(99))),
    ("manage", |actor| may(actor.manage())),
    ("administer", |actor| may(actor.administer())),
    ("export notes", |actor| may(actor.export_notes("the auditor asked for them"))),
];

const NOTES: &[Attempt] = &[
    ("open a fact, opinion, care", |actor| {
        let note = NoteAccess { kind: NoteKind::Opinion, ..confidence(Some(99), None, &[]) };
        may(actor.see_person(ANA, OWN)?.read_note(note))
    }),
    ("open own confidence", |actor| {
        may(actor.see_person(ANA, OWN)?.read_note(confidence(Some(actor.account), None, &[])))
    }),
    ("open one shared with all", |actor| {
        may(actor.see_person(ANA, OWN)?.read_note(confidence(Some(99), None, &[1, 2, 3, 4, 5])))
    }),
    ("open another's confidence", |actor| {
        may(actor.see_person(ANA, OWN)?.read_note(confidence(Some(99), Some(BEN), &[98])))
    }),
    ("open one told to provider 1", |actor| {
        may(actor.see_person(ANA, OWN)?.read_note(confidence(None, Some(BEN), &[])))
    }),
    ("open one of nobody", |actor| may(actor.see_person(ANA, OWN)?.read_note(confidence(None, None, &[])))),
    ("name readers of own", |actor| {
        may(actor.change_person(ANA, OWN)?.name_readers(confidence(Some(actor.account), None, &[]), ""))
    }),
    ("name readers of another's", |actor| {
        may(actor.change_person(ANA, OWN)?.name_readers(confidence(Some(99), None, &[]), "she has left us"))
    }),
];

fn table(rows: &[Attempt]) -> String {
    let mut text = format!("{:<29}", "");
    for (name, _) in actors() {
        write!(text, "{name:<15}").unwrap();
    }
    for (attempt, act) in rows {
        write!(text, "\n{attempt:<29}").unwrap();
        for (_, actor) in actors() {
            let cell = act(&actor).unwrap_or_else(|refusal| format!("- {}", refusal.code));
            write!(text, "{cell:<15}").unwrap();
        }
    }
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[test]
fn every_role_against_every_permit() {
    insta::assert_snapshot!(format!("{}\n{}\n{}", table(SEE), table(CHANGE), table(NOTES)));
}

#[test]
fn every_refusal_says_what_and_what_instead() {
    let mut texts: Vec<String> = Vec::new();
    for (_, act) in [SEE, CHANGE, NOTES].concat() {
        for refusal in actors().iter().filter_map(|(_, actor)| act(actor).err()) {
            assert!(refusal.is_permission());
            assert!(refusal.sentence.starts_with("Not ") && refusal.sentence.ends_with('.'), "{refusal}");
            assert!(refusal.better_way.ends_with('.') && !refusal.to_string().contains('!'), "{refusal}");
            texts.push(format!("{} {refusal}", refusal.code));
        }
    }
    texts.sort();
    texts.dedup();
    insta::assert_snapshot!(texts.join("\n"));
}

#[test]
fn what_implies_what() {
    let (_, manager) = actors().swap_remove(1);
    let change = manager.manage().unwrap().person(ANA);
    assert_eq!((change.see().customer(), change.actor().account), (ANA, 2));
    assert_eq!(manager.change_day(Some(CLEO)).unwrap().see().provider(), Some(CLEO));
    assert!(Actor::host().administer().unwrap().manage().actor().role == Role::Administrator);
    let refusal = Actor::host().export_notes(" ").unwrap_err();
    assert_eq!((refusal.code, refusal.is_permission()), ("A2", false));
}

#[test]
fn a_role_is_its_word() {
    for role in Role::ALL {
        assert_eq!(Role::parse(role.word()), Some(role));
        assert!(role.explanation().ends_with('.'));
    }
    assert_eq!(Role::parse("Administrator"), None);
}
