use super::*;
use crate::fixtures::{BEN, CLEO, DAN, Setting, Tale};
use crate::{follow_up, portrait, wanted_style};
use book::{Origin, Promisor, Style, Wish};

/// A book that knows margins (thirds at 100.00 and 500.00) and that Ben serves few, Cleo some and Dan many.
fn book() -> Setting {
    let mut setting = Setting::of(&["Ben", "Cleo", "Dan"]);
    setting.population.margin_thirds = Some((10_000, 50_000));
    setting.population.customer_thirds = Some((20, 60));
    setting.population.provider_customers = vec![(BEN, 5), (CLEO, 20), (DAN, 60)];
    setting
}

fn verdict_in(setting: &Setting, tale: Tale, responsible: Option<ProviderId>) -> ServiceLevelVerdict {
    let (history, context) = (tale.done(), setting.context());
    let style = wanted_style::assess(&history, &context);
    let follow_up = follow_up::assess(&history, &context);
    assess(&history, &context, (&style, &follow_up), responsible)
}

/// One sale of a year with this margin.
fn earned(margin_minor: i64) -> Tale {
    Tale::of("ana").purchase(-90, margin_minor + 700, None).change(|history| {
        history.purchases[0].detail.cost_minor = Some(700);
    })
}

fn wants(style: Style) -> Wish {
    Wish { style: Some(style), ..Wish::default() }
}

fn about(purpose: &str, by: Initiator) -> Interaction {
    Interaction {
        initiated_by: Some(by),
        two_way: Some(true),
        purpose: Some(purpose.into()),
        ..Interaction::default()
    }
}

fn promise(by: Promisor) -> Promise {
    Promise { what: "Send the list.".into(), by: Some(by), ..Promise::default() }
}

#[test]
fn kotlers_grid() {
    use ServiceLevel::{Accountable, Basic, Partnership, Proactive, Reactive};
    let cell = |margin, provider| {
        let found = verdict_in(&book(), earned(margin), provider).affordable.unwrap();
        (found.low, found.high)
    };
    let rows = [
        (50_000, [Partnership, Proactive, Accountable]),
        (10_000, [Proactive, Accountable, Reactive]),
        (9_999, [Accountable, Reactive, Reactive]),
    ];
    for (margin, expected) in rows {
        for (provider, level) in [BEN, CLEO, DAN].into_iter().zip(expected) {
            let low = if (margin, provider) == (9_999, DAN) { Basic } else { level };
            assert_eq!(cell(margin, Some(provider)), (low, level), "{margin} {provider:?}");
        }
    }
    assert_eq!(cell(50_000, None), (Accountable, Partnership), "unknown widens");
    assert_eq!(cell(9_999, None), (Basic, Accountable));
}

#[test]
fn without_costs_nothing_is_said_of_what_can_be_carried() {
    let unknown = Tale::of("ana").purchase(-90, 90_000, None);
    assert_eq!(verdict_in(&book(), unknown, Some(BEN)).affordable, None);
    assert_eq!(verdict_in(&Setting::of(&["Ben"]), earned(90_000), Some(BEN)).affordable, None);
    assert_eq!(verdict_in(&book(), Tale::of("ana"), Some(BEN)).affordable, None, "nothing bought");
}

#[test]
fn where_all_are_alike_all_are_the_middle() {
    assert_eq!([4, 5, 6].map(|value| Third::of(value, (5, 5))), [Third::Low, Third::Middle, Third::High]);
    assert_eq!(
        [4, 5, 8, 9].map(|value| Third::of(value, (5, 9))),
        [Third::Low, Third::Middle, Third::Middle, Third::High]
    );
}

#[test]
fn levels_show_in_acts_of_the_year() {
    use ServiceLevel::{Accountable, Basic, Partnership, Proactive, Reactive};
    let observed = |tale| verdict_in(&Setting::of(&["Ben"]), tale, None).observed;
    let sold = || Tale::of("ana").purchase(-90, 900, None);
    assert_eq!(observed(Tale::of("ana")), None);
    assert_eq!((observed(sold()), observed(Tale::of("ana").purchase(-400, 900, None))), (Some(Basic), None));
    assert_eq!(observed(sold().contact(-50, BEN)), Some(Reactive));
    assert_eq!(observed(sold().customer(|customer| customer.assigned_to = Some(BEN))), Some(Reactive));
    assert_eq!(observed(sold().interaction(-84, BEN, about("check", Initiator::Us))), Some(Accountable));
    assert_eq!(observed(sold().delivery(-88, Some(false))), Some(Accountable));
    assert_eq!(observed(sold().delivery(-88, None)), Some(Basic));
    assert_eq!(observed(sold().interaction(-30, BEN, about("Tip", Initiator::Us))), Some(Proactive));
    assert_eq!(observed(sold().interaction(-30, BEN, about("tip", Initiator::Customer))), Some(Reactive));
    let written = Touch { tactic: "idea".into(), same_for_all: Some(false), ..Touch::default() };
    assert_eq!(observed(sold().touch(-30, BEN, written.clone())), Some(Proactive));
    assert_eq!(observed(sold().touch(-30, BEN, Touch { same_for_all: Some(true), ..written })), Some(Basic));
    let planned = || sold().interaction(-30, BEN, about("joint plan", Initiator::Customer));
    let ours = || planned().promise(-30, BEN, promise(Promisor::Provider));
    assert_eq!((observed(planned()), observed(ours())), (Some(Reactive), Some(Reactive)));
    assert_eq!(observed(ours().promise(-30, BEN, promise(Promisor::Customer))), Some(Partnership));
    let withdrawn = Promise { outcome: Some(PromiseOutcome::Withdrawn), ..promise(Promisor::Customer) };
    assert_eq!(observed(ours().promise(-30, BEN, withdrawn)), Some(Reactive));
    let noted = sold().knows(-30, BEN, "joint_plan", "Open a second shop.", Origin::Stated);
    let noted = noted.promise(-30, BEN, promise(Promisor::Customer));
    assert_eq!(observed(noted.promise(-30, BEN, promise(Promisor::Organization))), Some(Partnership));
}

#[test]
fn a_book_without_contacts_does_not_tell_what_was_done() {
    let mut setting = Setting::of(&["Ben"]);
    setting.population.interactions = 0;
    assert_eq!(verdict_in(&setting, Tale::of("ana").purchase(-90, 900, None), None).observed, None);
}

#[test]
fn wanted_levels_follow_the_style() {
    use ServiceLevel::{Accountable, Basic, Partnership, Proactive};
    let wanted = |style| {
        let levels = verdict_in(&book(), Tale::of("ana").wish(-9, wants(style)), None).wanted.unwrap();
        (levels.low, levels.high)
    };
    assert_eq!(wanted(Style::StrictlyBusiness), (Basic, Accountable));
    assert_eq!(wanted(Style::Collaborative), (Proactive, Partnership));
    assert_eq!(wanted(Style::Fan), (Proactive, Proactive));
    assert_eq!(verdict_in(&book(), Tale::of("ana"), None).wanted, None);
}

#[test]
fn three_levels_in_words() {
    let setting = book();
    let shown = |tale: Tale, responsible| {
        let (history, context) = (tale.done(), setting.context());
        let style = wanted_style::assess(&history, &context);
        let follow_up = follow_up::assess(&history, &context);
        let verdict = assess(&history, &context, (&style, &follow_up), responsible);
        judgements(&verdict, &history, &context)
    };
    let tip = |tale: Tale| tale.interaction(-30, BEN, about("tip", Initiator::Us));
    let said = |tale: Tale, style| tale.wish(-9, wants(style));
    let portrait = portrait::all([
        ("as wanted", shown(said(tip(earned(10_000)), Style::Fan), Some(BEN))),
        ("wants more, and it carries", shown(said(earned(50_000), Style::Collaborative), Some(BEN))),
        ("wants more than it carries", shown(said(earned(900), Style::Collaborative), Some(DAN))),
        ("does more than asked", shown(said(tip(earned(900)), Style::StrictlyBusiness), Some(DAN))),
        ("does more than it carries", shown(tip(earned(900)), Some(DAN))),
        ("could do more", shown(earned(50_000), Some(BEN))),
        ("content with less", shown(said(earned(50_000), Style::StrictlyBusiness), None)),
        ("costs unknown", shown(said(Tale::of("ana").purchase(-9, 900, None), Style::Fan), Some(BEN))),
        ("nothing done", shown(said(Tale::of("ana"), Style::Fan), None)),
        ("nothing", shown(Tale::of("ana"), None)),
    ]);
    insta::assert_snapshot!(portrait);
}
