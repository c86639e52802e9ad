//! Whatever comes in, what goes out is well-formed, escaped, finite and inside the view box.

use book::Day;
use pictures::{
    Capacity, Estimate, Grade, Kind, KindsMix, Link, Mark, MarkForm, Rhythm, Row, RowKind, Sparkline,
    Timeline, TooEarly, Triangle, Width,
};
use proptest::prelude::*;

/// The value of an attribute inside of one tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

fn numbers(text: &str) -> Vec<f64> {
    let separated = text.replace(['M', 'L', 'Z'], " ");
    separated.split_whitespace().map(|number| number.parse().expect("a plain number")).collect()
}

/// Every tag of the picture; fails where one is left open or anything is not escaped.
fn tags(svg: &str) -> Vec<String> {
    let (mut tags, mut open) = (Vec::new(), Vec::new());
    for piece in svg.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("every < begins a tag");
        assert!(!text.contains('>'), "a bare > in {text}");
        for (place, _) in text.match_indices('&') {
            let end = text[place..].find(';').expect("an entity ends");
            assert!(["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].contains(&&text[place..=place + end]));
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "tags nest");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or("").to_owned());
        }
        tags.push(tag.to_owned());
    }
    assert!(open.is_empty(), "left open: {open:?}");
    tags
}

fn check(svg: &str) {
    assert!(!svg.contains("NaN") && !svg.contains("inf\"") && !svg.contains("style"), "{svg}");
    assert!(svg.contains("role=\"img\"") && svg.contains("<title>") && svg.contains("<desc>"));
    assert!(!svg.chars().any(char::is_control), "control characters are not XML");
    let tags = tags(svg);
    let known = ["svg", "title", "desc", "path", "rect", "circle", "text", "g"];
    let size = numbers(attribute(&tags[0], "viewBox").expect("a view box"));
    let (wide, high) = (size[2] + 0.11, size[3] + 0.11);
    for tag in tags.iter().filter(|tag| !tag.starts_with('/')) {
        let name = tag.split([' ', '/']).next().unwrap_or("");
        assert!(known.contains(&name), "<{tag}>");
        let get = |name| attribute(tag, name).map_or(0.0, |value| value.parse::<f64>().expect("a number"));
        let ends = match name {
            "rect" => vec![(get("x"), get("y")), (get("x") + get("width"), get("y") + get("height"))],
            "circle" => {
                let (x, y, radius) = (get("cx"), get("cy"), get("r"));
                vec![(x - radius, y - radius), (x + radius, y + radius)]
            }
            "text" => vec![(get("x"), get("y"))],
            "path" => {
                let points = numbers(attribute(tag, "d").expect("a path has a d"));
                points.chunks(2).map(|point| (point[0], point[1])).collect()
            }
            _ => vec![],
        };
        for (x, y) in ends {
            assert!((-0.11..=wide).contains(&x) && (-0.11..=high).contains(&y), "<{tag}> leaves {size:?}");
        }
    }
}

fn any_link() -> impl Strategy<Value = Link> {
    prop::sample::select(Link::ALL.to_vec())
}

fn any_row() -> impl Strategy<Value = (RowKind, Vec<(Day, MarkForm, String)>)> {
    let kinds = [RowKind::Contacts, RowKind::Purchases, RowKind::Voice, RowKind::Promises, RowKind::Gifts];
    let forms = [MarkForm::Full, MarkForm::Hollow, MarkForm::Good, MarkForm::Bad];
    let day = prop_oneof![18_000..21_500_i32, any::<i32>()].prop_map(Day);
    let mark = (day, prop::sample::select(forms.to_vec()), ".{0,12}");
    (prop::sample::select(kinds.to_vec()), prop::collection::vec(mark, 0..40))
}

proptest! {
    #[test]
    fn triangles(names in ["\\PC{0,60}", ".{0,30}", "[<>&\"']{0,9}"],
                 links in [any_link(), any_link(), any_link()]) {
        let triangle = Triangle {
            organization: &names[0],
            provider: &names[1],
            customer: &names[2],
            organization_provider: links[0],
            provider_customer: links[1],
            organization_customer: links[2],
        };
        check(&triangle.svg());
        tags(&triangle.table());
    }

    #[test]
    fn intervals(name in ".{0,30}", low in any::<f64>(), high in any::<f64>(), middle in any::<Option<f64>>(),
                 threshold in any::<Option<f64>>(), full in any::<f64>(), needed_count in any::<u32>()) {
        check(&Estimate { name: &name, low, high, middle, threshold, full, grade: Grade::Thin }.svg());
        check(&Estimate { name: &name, low, high, middle, threshold, full: 1.0, grade: Grade::None }.svg());
        check(&TooEarly { name: &name, needed_count, unit: &name }.svg());
    }

    #[test]
    fn ordinary_intervals(low in 0.0..1.0_f64, wide in 0.0..1.0_f64, at in 0.0..1.0_f64) {
        let high = (low + wide).min(1.0);
        let middle = Some(low + (high - low) * at);
        let (threshold, grade) = (Some(at), Grade::Good);
        check(&Estimate { name: "", low, high, middle, threshold, full: 1.0, grade }.svg());
    }

    #[test]
    fn capacities(name in ".{0,30}", needed_hours in any::<f64>(), available_hours in any::<f64>()) {
        check(&Capacity { name: &name, needed_hours, available_hours }.svg());
    }

    #[test]
    fn sparklines(name in ".{0,30}", counts in prop::collection::vec(any::<u32>(), 0..90)) {
        check(&Sparkline { name: &name, counts: &counts }.svg());
    }

    #[test]
    fn mixes(title in ".{0,30}", periods in prop::collection::vec(".{0,9}", 0..12),
             counts in prop::collection::vec(prop::collection::vec(any::<u32>(), 0..14), 0..9)) {
        let kinds = counts.into_iter().map(|counts| Kind { name: &title, counts }).collect();
        let mix = KindsMix { title: &title, periods, kinds };
        check(&mix.svg(Width::Wide));
        check(&mix.svg(Width::Phone));
        tags(&mix.table());
    }

    #[test]
    fn timelines(name in ".{0,30}", from in prop_oneof![18_000..20_779_i32, any::<i32>()],
                 today in prop_oneof![Just(20_779_i32), any::<i32>()],
                 rhythm in any::<Option<(i32, i32, bool)>>(),
                 rows in prop::collection::vec(any_row(), 0..6)) {
        let rows = rows.iter().map(|(kind, marks)| Row {
            kind: *kind,
            marks: marks.iter().map(|(day, form, words)| Mark { day: *day, form: *form, words }).collect(),
        });
        let rhythm = rhythm.map(|(last, usual_gap_days, is_overdue)| {
            Rhythm { last: Day(last), usual_gap_days, is_overdue }
        });
        let (from, today) = (Day(from), Day(today));
        let timeline = Timeline { name: &name, from, today, rhythm, rows: rows.collect() };
        check(&timeline.svg(Width::Wide));
        check(&timeline.svg(Width::Phone));
        tags(&timeline.table());
    }
}
