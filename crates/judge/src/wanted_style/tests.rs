use super::*;
use crate::fixtures::{BEN, Setting, Tale, day, noon};
use crate::portrait;
use book::{Initiator, Interaction, Permission, PermissionState, Referral};
use proptest::prelude::*;

fn style(tale: Tale) -> StyleVerdict {
    assess(&tale.done(), &Setting::of(&["Ben"]).context())
}

fn idea() -> Voice {
    Voice { kind: Some(VoiceKind::Suggestion), ..Voice::default() }
}

fn opted_out() -> Touch {
    Touch { tactic: "newsletter".into(), opted_out: Some(true), same_for_all: Some(true), ..Touch::default() }
}

fn wants(style: Style) -> Wish {
    Wish { style: Some(style), ..Wish::default() }
}

fn told(tale: Tale, ideas: i32, no: i32, days: i32) -> Tale {
    let tale = (0..ideas).fold(tale, |tale, _| tale.voice(days, BEN, idea()));
    (0..no).fold(tale, |tale, _| tale.touch(days, None, opted_out()))
}

fn refuses(tale: Tale, days: i32, channel: &str) -> Tale {
    tale.change(|history| {
        let detail = Permission {
            channel: channel.into(),
            purpose: "marketing".into(),
            state: Some(PermissionState::Refused),
            evidence: None,
        };
        history.permissions.push(Fact {
            id: book::FactId(77),
            source: book::SourceId(1),
            external_id: Some("77".into()),
            at: noon(days),
            day: day(days),
            provider: None,
            detail,
        });
    })
}

#[test]
fn published_styles() {
    use WantedStyle::{Collaborative, Unknown};
    let cases = [
        (5, 1, (6.0, 4.0), 0.746, Unknown),
        (6, 1, (7.0, 4.0), 0.828, Collaborative),
        (4, 0, (5.0, 3.0), 0.773, Unknown),
        (5, 0, (6.0, 3.0), 0.855, Collaborative),
    ];
    for (ideas, no, (a, b), probability, expected) in cases {
        let verdict = style(told(Tale::of("ana"), ideas, no, 0));
        let lean = verdict.lean.unwrap();
        assert_eq!((lean.style, lean.share, verdict.style), (Style::Collaborative, Beta { a, b }, expected));
        assert!((lean.probability - probability).abs() < 1e-3, "{verdict:?}");
        assert_eq!(verdict.signs, [no as u32, ideas as u32, 0]);
    }
}

#[test]
fn what_they_said_decides_until_it_is_two_years_old() {
    let said = |days| told(Tale::of("ana"), 6, 0, 0).wish(days, wants(Style::Fan));
    assert_eq!((style(said(-729)).style, style(said(-729)).stated_before), (WantedStyle::Fan, None));
    let old = style(said(-730));
    assert_eq!((old.style, old.stated_before), (WantedStyle::Collaborative, Some(day(-730))));
    let twice = said(-90).wish(-9, wants(Style::StrictlyBusiness));
    assert_eq!(style(twice).stated, Some((Style::StrictlyBusiness, day(-9))));
    let guessed = Wish { origin: Some(Origin::Asserted), ..wants(Style::Fan) };
    assert_eq!(style(Tale::of("ana").wish(-9, guessed)).style, WantedStyle::Unknown);
    let seen = Wish { origin: Some(Origin::Observed), ..wants(Style::Fan) };
    assert_eq!(style(Tale::of("ana").wish(-9, seen)).signs, [0, 0, 1]);
}

#[test]
fn what_they_do_never_replaces_what_they_said_but_asks() {
    let tale = |ideas| told(Tale::of("ana"), ideas, 0, 0).wish(-9, wants(Style::StrictlyBusiness));
    let some = style(tale(5));
    assert_eq!((some.style, some.conflict), (WantedStyle::StrictlyBusiness, false));
    let many = style(tale(8));
    assert_eq!((many.style, many.conflict), (WantedStyle::StrictlyBusiness, true));
    let agreed = told(Tale::of("ana"), 9, 0, 0).wish(-9, wants(Style::Collaborative));
    assert!(!style(agreed).conflict);
}

#[test]
fn signs_fade_by_half_in_a_year() {
    let verdict = style(told(Tale::of("ana"), 8, 0, -365));
    assert!((verdict.weights[1] - 4.0).abs() < 1e-9, "{verdict:?}");
    assert_eq!(verdict.style, WantedStyle::Unknown);
}

#[test]
fn each_act_is_one_sign() {
    let signs = |tale| style(tale).signs;
    let talk = |purpose: &str| Interaction {
        initiated_by: Some(Initiator::Customer),
        two_way: Some(true),
        purpose: Some(purpose.into()),
        ..Interaction::default()
    };
    assert_eq!(signs(Tale::of("ana").interaction(-3, BEN, talk("Joint plan"))), [0, 1, 0]);
    assert_eq!(signs(Tale::of("ana").interaction(-3, BEN, talk("open day"))), [0, 0, 1]);
    assert_eq!(signs(Tale::of("ana").interaction(-3, BEN, talk("self-service"))), [1, 0, 0]);
    assert_eq!(signs(Tale::of("ana").interaction(-3, BEN, talk("haircut"))), [0, 0, 0]);
    let asked = Interaction { asked_question: Some(true), ..talk("check") };
    let concern = Voice { kind: Some(VoiceKind::Concern), ..Voice::default() };
    let answered = Tale::of("ana").interaction(-3, BEN, asked).voice(-3, BEN, concern.clone());
    assert_eq!(signs(answered), [0, 1, 0]);
    assert_eq!(signs(Tale::of("ana").voice(-3, BEN, concern)), [0, 0, 0], "nobody asked");
    let news = Touch { tactic: "news".into(), same_for_all: Some(true), ..Touch::default() };
    assert_eq!(signs(Tale::of("ana").touch(-3, None, news.clone())), [0, 0, 0], "no answer is no sign");
    let read = Touch { answered_at: Some(noon(-2)), ..news };
    assert_eq!(signs(Tale::of("ana").touch(-3, None, read.clone())), [0, 0, 1]);
    let coupon = Touch { conditional_on_purchase: Some(true), ..read };
    assert_eq!(signs(Tale::of("ana").touch(-3, None, coupon)), [0, 0, 0]);
    assert_eq!(signs(refuses(Tale::of("ana"), -3, "email")), [1, 0, 0]);
    assert_eq!(signs(refuses(Tale::of("ana").touch(-3, None, opted_out()), -3, "email")), [1, 0, 0], "once");
    let brought = |rewarded| {
        Tale::of("ana").change(|history| {
            let told = Tale::of("ana").contact(-40, BEN).done().interactions.remove(0);
            history.referrals.push(Fact {
                id: told.id,
                source: told.source,
                external_id: None,
                at: told.at,
                day: told.day,
                provider: None,
                detail: Referral { to_customer: "carl".into(), rewarded },
            });
        })
    };
    assert_eq!((signs(brought(None)), signs(brought(Some(true)))), ([0, 0, 1], [0, 0, 0]));
}

#[test]
fn an_objection_ends_all_weighing() {
    let verdict = style(refuses(told(Tale::of("ana"), 9, 0, 0), -3, "all"));
    assert_eq!((verdict.style, verdict.signs, verdict.objected), (WantedStyle::Unknown, [0; 3], true));
    let stated = refuses(Tale::of("ana").wish(-9, wants(Style::Fan)), -3, "all");
    assert_eq!(style(stated).style, WantedStyle::Fan);
}

#[test]
fn thirty_stated_styles_replace_the_prior() {
    assert_eq!(prior([20, 5, 4]), PRIOR);
    let own = prior([6, 24, 0]);
    assert!((own.iter().sum::<f64>() - 4.0).abs() < 1e-12);
    assert!((own[1] - 4.0 * 25.0 / 34.0).abs() < 1e-12 && own[2] > 0.0, "{own:?}");
    let mut setting = Setting::of(&["Ben"]);
    let history = told(Tale::of("ana"), 5, 1, 0).done();
    assert_eq!(assess(&history, &setting.context()).style, WantedStyle::Unknown);
    setting.population.stated_styles = [6, 24, 0];
    assert_eq!(assess(&history, &setting.context()).style, WantedStyle::Collaborative);
}

#[test]
fn styles_in_words() {
    let setting = Setting::of(&["Ben"]);
    let shown = |tale: Tale| {
        let (history, context) = (tale.done(), setting.context());
        judgements(&assess(&history, &context), &history, &context)
    };
    let ana = || Tale::of("ana");
    let praise = Voice { kind: Some(VoiceKind::Praise), ..Voice::default() };
    let fan = (0..6).fold(ana(), |tale, _| tale.voice(0, BEN, praise.clone()));
    let portrait = portrait::all([
        ("said", shown(ana().wish(-9, wants(Style::Collaborative)))),
        ("said otherwise than done", shown(told(ana(), 8, 0, 0).wish(-9, wants(Style::StrictlyBusiness)))),
        ("six ideas and one no", shown(told(ana(), 6, 1, 0))),
        ("five ideas and one no", shown(told(ana(), 5, 1, 0))),
        ("two ideas", shown(told(ana(), 2, 0, -9))),
        ("said long ago", shown(told(ana(), 1, 2, -9).wish(-900, wants(Style::Fan)))),
        ("fan", shown(fan)),
        ("only opting out", shown(told(ana(), 0, 5, 0))),
        ("objects", shown(refuses(ana(), -9, "all"))),
        ("nothing", shown(Tale::of("13085").purchase(-4, 900, None))),
    ]);
    insta::assert_snapshot!(portrait);
}

proptest! {
    #[test]
    fn one_more_idea_never_makes_them_less_collaborative(
        ideas in 0..12_i32, no in 0..6_i32, days in -900..=0_i32,
    ) {
        let share = |ideas| {
            let verdict = style(told(Tale::of("ana"), ideas, no, days));
            (1.0 + verdict.weights[1]) / (4.0 + verdict.weights.iter().sum::<f64>())
        };
        prop_assert!(share(ideas + 1) > share(ideas));
    }

    #[test]
    fn no_style_is_read_from_fewer_than_five_signs(ideas in 0..5_i32, no in 0..5_i32, days in -900..=0_i32) {
        prop_assume!(ideas + no < 5);
        prop_assert_eq!(style(told(Tale::of("ana"), ideas, no, days)).style, WantedStyle::Unknown);
    }
}
