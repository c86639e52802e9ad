use super::*;
use crate::fixtures::{BEN, Setting, Tale};
use crate::portrait;
use proptest::prelude::*;

/// `recent` of the last eight and `earlier.0` of `earlier.1` before them were begun by the customer.
fn talks(recent: u32, earlier: (u32, u32)) -> Tale {
    let begun = |place: u32, of: u32| if place < of { Initiator::Customer } else { Initiator::Us };
    let before = (0..earlier.1).map(|place| begun(place, earlier.0));
    let lately = (0..RECENT).map(|place| begun(place, recent));
    before.chain(lately).zip(0..).fold(Tale::of("ana"), |tale, (initiator, place)| {
        let talk =
            Interaction { initiated_by: Some(initiator), two_way: Some(true), ..Interaction::default() };
        tale.interaction(-500 + 7 * place, BEN, talk)
    })
}

#[test]
fn published_fading() {
    let setting = Setting::of(&["Ben"]);
    let verdict = assess(&talks(1, (6, 10)).done(), &setting.context()).unwrap();
    assert_eq!((verdict.recent, verdict.earlier), ((1, 8), (6, 10)));
    assert!((verdict.probability - 0.9751).abs() < 1e-3 && verdict.sign, "{verdict:?}");
}

#[test]
fn unanswered_messages_are_no_loss_of_initiative() {
    let setting = Setting::of(&["Ben"]);
    let calm = talks(5, (6, 10));
    let newsletter =
        || Interaction { initiated_by: Some(Initiator::Us), two_way: Some(false), ..Interaction::default() };
    let flooded = (0..30).fold(talks(5, (6, 10)), |tale, days| tale.interaction(-days, None, newsletter()));
    let context = setting.context();
    assert_eq!(assess(&flooded.done(), &context), assess(&calm.done(), &context));
}

#[test]
fn initiative_in_words() {
    let setting = Setting::of(&["Ben"]);
    let shown = |tale: Tale| {
        let (history, context) = (tale.done(), setting.context());
        judgements(assess(&history, &context).as_ref(), &history, &context)
    };
    let portrait = portrait::all([
        ("fading", shown(talks(1, (6, 10)))),
        ("steady", shown(talks(5, (6, 10)))),
        ("too few", shown(talks(5, (1, 2)))),
        ("invoices only", shown(Tale::of("13085").purchase(-5, 900, None))),
    ]);
    insta::assert_snapshot!(portrait);
}

proptest! {
    #[test]
    fn one_more_beginning_of_theirs_never_adds_a_sign(
        recent in 0..8_u32, earlier in 0..20_u32, more in 3..20_u32,
    ) {
        let setting = Setting::of(&["Ben"]);
        let earlier = (earlier.min(more), more);
        let p = |recent| assess(&talks(recent, earlier).done(), &setting.context()).unwrap().probability;
        prop_assert!(p(recent + 1) <= p(recent) + 1e-12);
    }
}
