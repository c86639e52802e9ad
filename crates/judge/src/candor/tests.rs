use super::*;
use crate::fixtures::{BEN, Setting, Tale, day, noon};
use crate::portrait;
use book::{Interaction, VoiceKind};
use proptest::prelude::*;

/// A book in which people do speak, with the documented prior.
fn frank_book() -> Setting {
    let mut setting = Setting::of(&["Ben"]);
    setting.population.voice = (40, 400);
    setting.population.voice_prior = (2.0, 20.0);
    setting
}

fn delivered(count: i32) -> Tale {
    (1..=count).fold(Tale::of("ana"), |tale, place| tale.delivery(-9 * place, None))
}

fn said(kind: VoiceKind) -> Voice {
    Voice { kind: Some(kind), ..Voice::default() }
}

fn question(two_way: bool, solved: Option<bool>) -> Interaction {
    Interaction { two_way: Some(two_way), asked_question: Some(true), solved, ..Interaction::default() }
}

#[test]
fn published_silences() {
    let setting = frank_book();
    for (exposures, chance, sign) in [(18, 0.27701, false), (40, 0.11111, true)] {
        let verdict = assess(&delivered(exposures).done(), &setting.context());
        assert!((verdict.chance - chance).abs() < 1e-5, "{verdict:?}");
        assert_eq!((verdict.exposures, verdict.sign), (exposures as u32, sign));
        assert_eq!(verdict.silence, CandorSilence::NotContacted);
    }
    assert_eq!(assess(&delivered(40).done(), &setting.context()).expected_words, 4.0);
}

#[test]
fn in_a_book_without_words_or_questions_silence_tells_nothing() {
    let setting = Setting::of(&[]);
    let verdict = assess(&delivered(40).done(), &setting.context());
    assert!(!verdict.recorded && !verdict.sign, "{verdict:?}");
    assert_eq!(verdict.exposures, 40, "still known, so that somebody may ask");
}

#[test]
fn a_frank_word_begins_the_count_anew_and_praise_does_not() {
    let setting = frank_book();
    let after = |kind| assess(&delivered(40).voice(-100, None, said(kind)).done(), &setting.context());
    for kind in [VoiceKind::Complaint, VoiceKind::Concern, VoiceKind::Suggestion] {
        assert_eq!((after(kind).exposures, after(kind).last_voice_day), (11, Some(day(-100))));
    }
    assert_eq!((after(VoiceKind::Praise).exposures, after(VoiceKind::Praise).last_voice_day), (40, None));
}

#[test]
fn a_day_is_one_occasion() {
    let setting = frank_book();
    let tale =
        Tale::of("ana").purchase(-9, 100, None).purchase(-9, 200, None).contact(-9, BEN).contact(-8, BEN);
    assert_eq!(assess(&tale.done(), &setting.context()).exposures, 2);
}

#[test]
fn fine_clears_the_sign_for_ninety_days() {
    let setting = frank_book();
    let asked = |days, two_way, solved| {
        assess(&delivered(40).interaction(days, BEN, question(two_way, solved)).done(), &setting.context())
    };
    let fine = asked(-89, true, Some(true));
    assert_eq!((fine.silence, fine.sign), (CandorSilence::AskedSaidFine, false));
    assert_eq!(
        (asked(-91, true, Some(true)).silence, asked(-91, true, Some(true)).sign),
        (CandorSilence::AskedSaidFine, true)
    );
    let unanswered = asked(-20, false, None);
    assert_eq!((unanswered.silence, unanswered.sign), (CandorSilence::AskedNoAnswer, true));
    let content = Voice { resolved_at: Some(noon(-30)), satisfied: Some(true), ..said(VoiceKind::Complaint) };
    let repaired = assess(&delivered(60).voice(-539, None, content).done(), &setting.context());
    assert_eq!((repaired.silence, repaired.sign), (CandorSilence::AskedSaidFine, false));
}

#[test]
fn silences_in_words() {
    let (setting, dumb) = (frank_book(), Setting::of(&[]));
    let shown = |setting: &Setting, tale: Tale| {
        let (history, context) = (tale.done(), setting.context());
        judgements(&assess(&history, &context), &history, &context)
    };
    let portrait = portrait::all([
        ("forty deliveries", shown(&setting, delivered(40))),
        ("asked in autumn", shown(&setting, delivered(40).interaction(-150, BEN, question(false, None)))),
        ("said fine", shown(&setting, delivered(40).interaction(-20, BEN, question(true, Some(true))))),
        ("eighteen deliveries", shown(&setting, delivered(18))),
        ("one purchase", shown(&setting, Tale::of("13085").purchase(-5, 900, None))),
        ("spoke lately", shown(&setting, delivered(40).voice(-100, None, said(VoiceKind::Suggestion)))),
        ("spoke long ago", shown(&setting, delivered(60).voice(-539, None, said(VoiceKind::Complaint)))),
        ("spoke last", shown(&setting, delivered(4).voice(-2, None, said(VoiceKind::Complaint)))),
        ("nothing happened", shown(&setting, Tale::of("ana"))),
        ("a book of invoices", shown(&dumb, Tale::of("13085").purchase(-5, 900, None))),
    ]);
    insta::assert_snapshot!(portrait);
}

proptest! {
    #[test]
    fn more_silence_is_never_likelier(count in 0..120_i32, more in 0..50_i32) {
        let setting = frank_book();
        let (less, more) = (delivered(count).done(), delivered(count + more).done());
        let (less, more) = (assess(&less, &setting.context()), assess(&more, &setting.context()));
        prop_assert!(more.chance <= less.chance);
        prop_assert!(more.sign || !less.sign);
        prop_assert!(less.exposures > 0 || !less.sign, "a sign on the prior alone");
    }
}
