//! What the pictures look like, as text that a person can read in a review.

use book::Day;
use pictures::{
    Capacity, Estimate, Grade, Icon, Kind, KindsMix, Link, Mark, MarkForm, Rhythm, Row, RowKind, Sparkline,
    Timeline, TooEarly, Triangle, Width, icon, suggested_from,
};

/// One element a line, so that a changed picture is a readable change.
fn lines(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

const TODAY: Day = Day(20_779);

fn triangle() -> Triangle<'static> {
    Triangle {
        organization: "Hale & Ortiz",
        provider: "Ben Ortiz",
        customer: "Universal Amalgamated Fittings of Rotterdam",
        organization_provider: Link::Loose,
        provider_customer: Link::Tight,
        organization_customer: Link::Undetermined,
    }
}

fn timeline() -> Timeline<'static> {
    let mark = |ago: i32, form, words| Mark { day: Day(TODAY.0 - ago), form, words };
    Timeline {
        name: "Ana Ruiz",
        from: Day(TODAY.0 - 400),
        today: TODAY,
        rhythm: Some(Rhythm { last: Day(TODAY.0 - 90), usual_gap_days: 36, is_overdue: true }),
        rows: vec![
            Row {
                kind: RowKind::Contacts,
                marks: vec![
                    mark(500, MarkForm::Full, "before the picture begins"),
                    mark(90, MarkForm::Full, "called; reached"),
                    mark(130, MarkForm::Hollow, "wrote"),
                    mark(131, MarkForm::Full, "she called"),
                ],
            },
            Row { kind: RowKind::Voice, marks: vec![mark(12, MarkForm::Bad, "“too dark”")] },
            Row { kind: RowKind::Gifts, marks: vec![] },
        ],
    }
}

#[test]
fn triangle_in_all_three_strengths() {
    insta::assert_snapshot!(lines(&triangle().svg()));
    insta::assert_snapshot!("triangle_table", lines(&triangle().table()));
}

#[test]
fn interval_bar() {
    let share = Estimate {
        name: "Promises kept on time",
        low: 0.76,
        high: 0.97,
        middle: Some(0.88),
        threshold: Some(0.8),
        full: 1.0,
        grade: Grade::Fair,
    };
    insta::assert_snapshot!(lines(&share.svg()));
    assert_eq!(
        share.sentence(),
        "Between 76 % and 97 % (80 % interval), evidence fair. The line is at 80 %."
    );
}

#[test]
fn too_early_is_an_empty_hairline() {
    let early = TooEarly { name: "Frank words", needed_count: 3, unit: "deliveries" };
    insta::assert_snapshot!(lines(&early.svg()));
    assert!(!early.svg().contains("<rect"), "nothing is drawn on the line");
}

#[test]
fn timeline_on_a_phone() {
    insta::assert_snapshot!(lines(&timeline().svg(Width::Phone)));
    insta::assert_snapshot!("timeline_table", lines(&timeline().table()));
}

#[test]
fn timeline_on_a_desk() {
    insta::assert_snapshot!(lines(&timeline().svg(Width::Wide)));
    assert_eq!(
        timeline().sentence(),
        "4 contacts, 1 voice, 0 gifts. Last contact 24 August 2026, 90 days ago; usually every 36 days."
    );
}

#[test]
fn capacity_says_room_full_or_over() {
    let words = [
        (23.0, 30.0, "room"),
        (19.2, 20.0, "full"),
        (31.5, 24.0, "over"),
        (0.0, 0.0, "full"),
        (1.0, 0.0, "over"),
    ];
    for (needed_hours, available_hours, word) in words {
        let capacity = Capacity { name: "Ben", needed_hours, available_hours };
        assert_eq!(capacity.word(), word, "{needed_hours} of {available_hours}");
    }
    insta::assert_snapshot!(lines(
        &Capacity { name: "Sam", needed_hours: 31.5, available_hours: 24.0 }.svg()
    ));
}

#[test]
fn sparkline_and_mix() {
    insta::assert_snapshot!(lines(&Sparkline { name: "Contacts a month", counts: &[3, 0, 5] }.svg()));
    let kind = |name, counts: [u32; 2]| Kind { name, counts: counts.to_vec() };
    let mix = KindsMix {
        title: "More relationships than a year ago",
        periods: vec!["2025".into(), "2026".into()],
        kinds: vec![kind("Relationship", [10, 30]), kind("Encounter", [30, 10])],
    };
    insta::assert_snapshot!("mix", lines(&mix.svg(Width::Wide)));
    assert_eq!(mix.sentence(), "From 2025 to 2026: Relationship 25 % to 75 %, Encounter 75 % to 25 %.");
    assert!(mix.table().contains("<th scope=\"row\">2026</th><td>30</td><td>10</td>"));
}

#[test]
fn one_period_of_a_mix_is_bars() {
    let kind = |name, count: u32| Kind { name, counts: vec![count] };
    let kinds = vec![kind("Relationship", 30), kind("Encounter", 10), kind("Pretended", 0)];
    let mix = KindsMix { title: "Kinds", periods: vec!["2026".into()], kinds };
    assert_eq!(mix.sentence(), "2026: Relationship 75 %, Encounter 25 %, Pretended 0 %.");
    let drawn = mix.svg(Width::Wide);
    // Three quarters and one quarter of 78 px, and a hairline for nobody.
    let bars = ["height=\"58.5\"", "height=\"19.5\"", "height=\"1\""];
    assert!(bars.iter().all(|bar| drawn.matches(bar).count() == 1), "{drawn}");
    assert!(!drawn.contains("circle"));
}

#[test]
fn a_long_history_is_cut_to_twelve_usual_gaps() {
    let from = |first_ago: i32, gap| TODAY.0 - suggested_from(Day(TODAY.0 - first_ago), TODAY, gap).0;
    assert_eq!(from(4_000, Some(36)), 432);
    assert_eq!(from(4_000, None), 730);
    assert_eq!(from(100, Some(36)), 114, "a fortnight of air before the first fact");
    assert_eq!(from(0, Some(1)), 14);
}

#[test]
fn icons_are_hidden_from_those_who_listen() {
    for each in Icon::ALL {
        assert!(icon(each).contains("aria-hidden=\"true\""));
    }
}
