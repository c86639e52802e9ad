use super::*;
use crate::fixtures::{BEN, CLEO, Setting, TODAY, Tale, day, noon};
use crate::portrait;
use book::{Delivery, Voice};
use proptest::prelude::*;

/// A book two years old in which conversations are recorded.
fn old_book() -> Setting {
    let mut setting = Setting::of(&["Ben", "Cleo"]);
    setting.population.first_day = Some(day(-730));
    setting.population.last_day = Some(TODAY);
    setting
}

/// A conversation we began.
fn call() -> Interaction {
    Interaction { initiated_by: Some(Initiator::Us), two_way: Some(true), ..Interaction::default() }
}

/// A customer of old, so that nothing is due for a newcomer.
fn known() -> Tale {
    Tale::of("ana").customer(|customer| customer.since = Some(day(-2_000)))
}

fn verdict(tale: Tale) -> FollowUpVerdict {
    assess(&tale.done(), &old_book().context())
}

/// Sales every 25 days up to `-20`, of which `done` were followed up after a week.
fn sales(done: i32, due: i32) -> Tale {
    (0..due).fold(known(), |tale, place| {
        let days = -20 - 25 * place;
        let tale = tale.purchase(days, 900, None);
        if place < done { tale.interaction(days + 7, BEN, call()) } else { tale }
    })
}

#[test]
fn published_coverage() {
    let found = verdict(sales(7, 12));
    assert_eq!((found.done, found.recorded, found.pending.len()), ((7, 12), true, 0));
    let history = sales(7, 12).done();
    let setting = old_book();
    let judgement = judgements(&found, &history, &setting.context()).remove(0);
    let [mean, low, high] = [judgement.estimate, judgement.low, judgement.high].map(Option::unwrap);
    assert!((mean - 0.571).abs() < 1e-3 && (low - 0.402).abs() < 1e-3 && (high - 0.736).abs() < 1e-3);
}

#[test]
fn a_sale_is_followed_up_from_day_three_to_fourteen() {
    let sold = |days| known().purchase(days, 900, None);
    assert!(verdict(sold(-6)).pending.is_empty(), "not yet due");
    let due = verdict(sold(-7)).pending;
    assert_eq!(
        (due.len(), due[0].reason, due[0].due_day, due[0].last_day),
        (1, FollowUpReason::Sale, day(0), day(7))
    );
    assert_eq!(verdict(sold(-14)).pending.len(), 1);
    assert_eq!((verdict(sold(-15)).pending.len(), verdict(sold(-15)).done), (0, (0, 1)));
    for (days_after, done) in [(2, false), (3, true), (9, true)] {
        let pending = verdict(sold(-10).interaction(-10 + days_after, BEN, call())).pending;
        assert_eq!(pending.is_empty(), done, "{days_after} days after");
    }
}

#[test]
fn a_message_without_an_answer_follows_nothing_up() {
    let unanswered = Interaction { two_way: Some(false), ..call() };
    let theirs = Interaction { initiated_by: Some(Initiator::Customer), ..call() };
    let asked = Interaction { asked_question: Some(true), ..theirs.clone() };
    let pending =
        |contact| verdict(known().purchase(-10, 900, None).interaction(-5, BEN, contact)).pending.len();
    assert_eq!((pending(unanswered), pending(theirs), pending(asked)), (1, 1, 0));
}

#[test]
fn an_answer_about_the_delivery_is_a_follow_up() {
    let tale = known().purchase(-30, 900, None).change(|history| {
        let sale = history.purchases[0].id;
        let told = Tale::of("ana").delivery(-28, Some(true)).done();
        let mut delivery = told.deliveries[0].clone();
        delivery.detail = Delivery { purchase: Some(sale), ..delivery.detail };
        history.deliveries.push(delivery);
    });
    assert_eq!(verdict(tale).done, (1, 1));
}

#[test]
fn sales_in_quick_succession_are_followed_up_once() {
    let weekly = (0..9).fold(known(), |tale, week| tale.purchase(-100 + 7 * week, 900, None));
    assert_eq!(verdict(weekly).done, (0, 3), "on days -100, -79 and -58");
}

#[test]
fn newcomers_have_their_three_dates() {
    let came = |days| Tale::of("ana").purchase(days, 900, None);
    let found = |days| {
        let verdict = verdict(came(days));
        (
            verdict.pending.iter().map(|act| act.due_day.days_since(act.after_day)).collect::<Vec<_>>(),
            verdict.done,
        )
    };
    assert_eq!(found(-1), (vec![], (0, 0)));
    assert_eq!(found(-3), (vec![2], (0, 0)));
    assert_eq!(found(-12), (vec![10], (0, 1)));
    assert_eq!(found(-31), (vec![30], (0, 2)));
    let mut young = old_book();
    young.population.first_day = Some(day(-60));
    let unknowable = assess(&came(-12).done(), &young.context());
    assert_eq!(unknowable.pending.iter().map(|act| act.reason).collect::<Vec<_>>(), [FollowUpReason::Sale]);
}

#[test]
fn after_the_crisis_ask_once_more() {
    let complaint = |resolved, satisfied| Voice {
        kind: Some(VoiceKind::Complaint),
        resolved_at: Some(noon(resolved)),
        satisfied,
        ..Voice::default()
    };
    let found = |resolved, satisfied| verdict(known().voice(-90, BEN, complaint(resolved, satisfied)));
    assert!(found(-13, None).pending.is_empty());
    let due = found(-14, None).pending;
    assert_eq!(
        (due[0].reason, due[0].after_day, due[0].due_day),
        (FollowUpReason::IssueClosed, day(-14), TODAY)
    );
    assert!(found(-14, Some(true)).pending.is_empty(), "they have said so already");
    assert_eq!((found(-40, Some(true)).done, found(-40, None).done), ((1, 1), (0, 1)));
}

#[test]
fn a_new_product_matters_to_those_who_buy_what_they_know() {
    let buys = |products: &[&str]| {
        let tale = products.iter().zip(0..).fold(known(), |tale, (product, place)| {
            let days = -20 - 40 * (products.len() as i32 - 1 - place);
            tale.purchase(days, 900, None).change(|history| {
                history.purchases.last_mut().unwrap().detail.product = Some((*product).into());
            })
        });
        let pending = verdict(tale).pending;
        pending.iter().filter(|act| act.reason == FollowUpReason::NewProduct).count()
    };
    assert_eq!(buys(&["soap", "soap", "soap", "oil"]), 1);
    assert_eq!(buys(&["soap", "soap", "soap", "soap"]), 0);
    assert_eq!(buys(&["soap", "oil", "wax", "ink"]), 0, "always something new");
}

#[test]
fn a_new_provider_is_an_ambiguity_moment() {
    let changed = |days: &[i32], last| verdict(known().contacts(days, BEN).contact(-8, last)).pending;
    let due = changed(&[-200, -100], CLEO);
    assert_eq!((due.len(), due[0].reason, due[0].provider), (1, FollowUpReason::ProviderChange, Some(CLEO)));
    assert!(changed(&[-200, -100], BEN).is_empty());
    assert!(changed(&[-100], CLEO).is_empty(), "one visit to Ben was no habit");
}

#[test]
fn follow_ups_in_words() {
    let setting = old_book();
    let mut invoices_only = old_book();
    invoices_only.population.interactions = 0;
    let shown = |setting: &Setting, tale: Tale| {
        let (history, context) = (tale.done(), setting.context());
        judgements(&assess(&history, &context), &history, &context)
    };
    let portrait = portrait::all([
        ("7 of 12", shown(&setting, sales(7, 12))),
        ("0 of 6, one waiting", shown(&setting, sales(0, 6).purchase(-5, 900, None).purchase(-4, 900, None))),
        ("too few", shown(&setting, sales(1, 2))),
        ("nothing due", shown(&setting, known().purchase(-2, 900, None))),
        ("first week", shown(&setting, Tale::of("ana").purchase(-9, 900, None))),
        ("a book of invoices", shown(&invoices_only, sales(0, 6).purchase(-2, 900, None))),
        (
            "a newcomer in a book of invoices",
            shown(&invoices_only, Tale::of("13085").purchase(-11, 900, None)),
        ),
    ]);
    insta::assert_snapshot!(portrait);
}

proptest! {
    #[test]
    fn one_more_call_never_lowers_the_coverage(
        days in prop::collection::vec(-400..0_i32, 1..20), call_on in -400..0_i32,
    ) {
        let tale = || days.iter().fold(known(), |tale, days| tale.purchase(*days, 900, None));
        let (before, after) = (verdict(tale()), verdict(tale().interaction(call_on, BEN, call())));
        prop_assert!(after.done.0 >= before.done.0 && after.done.1 == before.done.1);
        prop_assert!(after.pending.len() <= before.pending.len());
        prop_assert!(before.done.0 == 0);
    }
}
