use super::*;
use crate::fixtures::{BEN, Setting, TODAY, Tale};
use crate::portrait;

/// A customer with contacts for two years, and a link of these strengths at the ends of the last quarters.
fn over(strengths: &[f64]) -> Option<VelocityVerdict> {
    let setting = Setting::of(&["Ben"]);
    let history = Tale::of("ana").contacts(&[-700, -400, -100], BEN).done();
    assess(&history, &setting.context(), |day| {
        let ago = (TODAY.days_since(day) / QUARTER_DAYS) as usize;
        strengths.len().checked_sub(ago + 1).map(|place| strengths[place])
    })
}

#[test]
fn published_slope() {
    let verdict = over(&[0.78, 0.74, 0.66, 0.61]).unwrap();
    assert!((verdict.slope + 0.0583).abs() < 1e-4, "{verdict:?}");
    assert_eq!((verdict.quarters, verdict.kendall_s, verdict.sign), (4, -6, true));
    assert_eq!(verdict.strengths, (0.78, 0.61));
}

#[test]
fn three_quarters_are_too_few() {
    assert_eq!(over(&[0.78, 0.74, 0.66]), None);
    let setting = Setting::of(&["Ben"]);
    let young = Tale::of("ana").contacts(&[-200, -100], BEN).done();
    assert_eq!(assess(&young, &setting.context(), |_| Some(0.5)), None);
}

#[test]
fn a_steady_link_is_no_sign() {
    assert!(!over(&[0.7; 8]).unwrap().sign);
    assert!(!over(&[0.70, 0.69, 0.68, 0.67]).unwrap().sign, "slower than the bar");
}

#[test]
fn trends_in_words() {
    let setting = Setting::of(&["Ben"]);
    let history = Tale::of("ana").contacts(&[-700, -400, -100], BEN).done();
    let invoices = Tale::of("13085").purchase(-5, 900, None).done();
    let context = setting.context();
    let shown = |strengths: &[f64]| judgements(over(strengths).as_ref(), &history, &context);
    let portrait = portrait::all([
        ("falling", shown(&[0.78, 0.74, 0.66, 0.61])),
        ("steady", shown(&[0.70, 0.69, 0.70, 0.71])),
        ("rising", shown(&[0.40, 0.46, 0.55, 0.61])),
        ("too early", judgements(None, &Tale::of("ana").contacts(&[-100, -5], BEN).done(), &context)),
        ("invoices only", judgements(None, &invoices, &context)),
    ]);
    insta::assert_snapshot!(portrait);
}
