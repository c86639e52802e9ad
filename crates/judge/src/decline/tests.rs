use super::*;
use crate::candor::CandorSilence;
use crate::fixtures::{Setting, TODAY, Tale, day};
use crate::portrait;
use proptest::prelude::*;

fn rhythm(label: Rhythm) -> RhythmVerdict {
    RhythmVerdict {
        gaps: 5,
        usual_days: 30.0,
        weight_gaps: 5.0,
        agreed_days: None,
        shape: 2,
        last_day: day(-100),
        open_days: 100,
        survival: 0.01,
        label: Some(label),
        seasonal: false,
        came_back_day: None,
        paused_until: None,
    }
}

fn silence(sign: bool) -> CandorVerdict {
    CandorVerdict {
        exposures: 40,
        expected_words: 4.0,
        chance: 0.11,
        last_voice_day: None,
        last_asked_day: None,
        said_fine_day: None,
        silence: CandorSilence::NotContacted,
        recorded: true,
        sign,
    }
}

fn load(sign: bool) -> LoadVerdict {
    let (issues, oldest) = if sign { (1, Some(day(-60))) } else { (0, None) };
    LoadVerdict { load: 0.0, open_issues: issues, broken_promises: 0, oldest_day: oldest, sign }
}

fn fading(sign: bool) -> InitiativeVerdict {
    InitiativeVerdict { recent: (1, 8), earlier: (6, 10), probability: 0.97, sign }
}

fn falling(sign: bool) -> VelocityVerdict {
    VelocityVerdict { quarters: 4, strengths: (0.7, 0.5), slope: -0.06, kendall_s: -6, sign }
}

/// The verdict for signs in the order of the fields; rhythms overdue when they are signs.
fn with([contact, purchase, initiative, candor, load_sign, velocity]: [bool; 6]) -> DeclineVerdict {
    let label = |sign| rhythm(if sign { Rhythm::Overdue } else { Rhythm::OnRhythm });
    assess(
        Some(&label(contact)),
        Some(&label(purchase)),
        Some(&fading(initiative)),
        &silence(candor),
        &load(load_sign),
        Some(&falling(velocity)),
    )
}

#[test]
fn levels_follow_the_number_of_signs() {
    assert_eq!(with([false; 6]).level, Decline::None);
    assert_eq!(with([true, false, false, false, false, false]).level, Decline::Watch);
    assert_eq!(with([true, true, false, false, false, false]).level, Decline::Declining);
    assert_eq!(with([true, true, true, false, false, false]).level, Decline::Declining);
    assert_eq!(with([true, true, true, false, true, false]).level, Decline::Serious);
}

#[test]
fn silence_has_small_weight() {
    assert_eq!(with([false, false, false, true, false, false]).level, Decline::Watch);
    assert_eq!(with([true, false, false, true, false, false]).level, Decline::Watch);
    assert_eq!(with([true, true, true, true, false, false]).level, Decline::Declining);
}

#[test]
fn gone_quiet_with_something_unresolved_is_serious() {
    let gone = rhythm(Rhythm::GoneQuiet);
    let verdict = |load: &LoadVerdict| assess(Some(&gone), None, None, &silence(false), load, None);
    assert_eq!(verdict(&load(true)).level, Decline::Serious);
    assert_eq!(verdict(&load(false)).level, Decline::Watch);
}

#[test]
fn a_season_or_a_pause_is_no_sign() {
    let seasonal =
        RhythmVerdict { seasonal: true, came_back_day: Some(day(-300)), ..rhythm(Rhythm::GoneQuiet) };
    let paused = RhythmVerdict { paused_until: Some(day(9)), ..rhythm(Rhythm::GoneQuiet) };
    let verdict = assess(Some(&paused), Some(&seasonal), None, &silence(false), &load(true), None);
    assert_eq!(
        (verdict.level, verdict.contact_rhythm, verdict.purchase_rhythm),
        (Decline::Watch, false, false)
    );
}

#[test]
fn nothing_to_judge_from_is_not_no_decline() {
    let early = RhythmVerdict { label: None, ..rhythm(Rhythm::OnRhythm) };
    let unrecorded = CandorVerdict { recorded: false, ..silence(false) };
    let verdict = assess(None, Some(&early), None, &unrecorded, &load(false), None);
    assert!(!verdict.judged && verdict.level == Decline::None);
}

#[test]
fn declines_in_words() {
    let setting = Setting::of(&["Ben"]);
    let history = Tale::of("ana").done();
    let context = setting.context();
    let unrecorded = CandorVerdict { recorded: false, ..silence(false) };
    let shown = |verdict: &DeclineVerdict| judgements(verdict, &history, &context);
    let invoices = assess(None, Some(&rhythm(Rhythm::OnRhythm)), None, &unrecorded, &load(false), None);
    let nothing = assess(None, None, None, &unrecorded, &load(false), None);
    let portrait = portrait::all([
        ("none", shown(&with([false; 6]))),
        ("none, invoices only", shown(&invoices)),
        ("watch", shown(&with([false, true, false, false, false, false]))),
        ("declining", shown(&with([true, true, true, false, false, false]))),
        ("serious", shown(&with([true; 6]))),
        ("nothing known", shown(&nothing)),
    ]);
    assert_eq!(context.as_of_day, TODAY);
    insta::assert_snapshot!(portrait);
}

proptest! {
    #[test]
    fn one_more_sign_never_lowers_the_level(
        signs in prop::array::uniform6(any::<bool>()), place in 0..6_usize,
    ) {
        let mut more = signs;
        more[place] = true;
        prop_assert!(with(more).level >= with(signs).level);
    }
}
