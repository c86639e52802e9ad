//! Writes the style guide: every component of the web app in realistic content, as pages to look at.
//!
//! `cargo run -p pictures --example style_guide -- DIR [light|dark]`, then open `DIR/today.html`.

use book::Day;
use pictures::{
    Capacity, Estimate, Grade, Icon, Kind, KindsMix, Link, Mark, MarkForm, Rhythm, Row, RowKind, Sparkline,
    Timeline, TooEarly, Triangle, Width, escape, icon, suggested_from,
};
use std::path::PathBuf;

/// Sunday 22 November 2026.
const TODAY: Day = Day(20_779);
const FRAME: &str = include_str!("frame.html");

/// File name, which page of the rail is on, title, content.
const PAGES: [(&str, &str, &str); 8] = [
    ("today", "Today", include_str!("today.html")),
    ("person", "Ana Ruiz", include_str!("person.html")),
    ("people", "People", include_str!("people.html")),
    ("board", "Promises", include_str!("board.html")),
    ("form", "Import", include_str!("form.html")),
    ("empty", "Promises", include_str!("empty.html")),
    ("providers", "Providers", include_str!("providers.html")),
    ("components", "Components", include_str!("components.html")),
];

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let place = PathBuf::from(arguments.next().unwrap_or_else(|| "target/style_guide".to_owned()));
    let theme = arguments.next().unwrap_or_default();
    std::fs::create_dir_all(&place)?;
    std::fs::write(place.join("app.css"), include_str!("../../../web/assets/app.css"))?;
    std::fs::write(place.join("app.js"), include_str!("../../../web/assets/app.js"))?;
    for (name, title, main) in PAGES {
        let on = format!("{{{{on:{name}}}}}");
        let page = FRAME
            .replace(&on, " aria-current=\"page\"")
            .replace("{{title}}", title)
            .replace("{{main}}", main);
        std::fs::write(place.join(format!("{name}.html")), filled(&page.replace("{{theme}}", &theme)))?;
    }
    std::fs::write(place.join("door.html"), include_str!("door.html").replace("{{theme}}", &theme))
}

/// A page with its placeholders filled; those of other pages' rails vanish.
fn filled(page: &str) -> String {
    let mut html = page.replace("{{rows}}", &rows());
    while let Some(at) = html.find("{{") {
        let Some(length) = html[at..].find("}}") else { break };
        let value = value(&html[at + 2..at + length]);
        html.replace_range(at..at + length + 2, &value);
    }
    html
}

fn value(name: &str) -> String {
    let (kind, detail) = name.split_once(':').unwrap_or((name, ""));
    match kind {
        "icon" => {
            Icon::ALL.into_iter().find(|found| format!("{found:?}") == detail).map_or("", icon).to_owned()
        }
        "icons" => Icon::ALL.map(icon).concat(),
        "acts" => include_str!("acts.html").replace("{{id}}", detail),
        "keep" => include_str!("keep.html").replace("{{id}}", detail),
        "triangle" => triangle(Link::Loose, Link::Tight, Link::Undetermined).svg(),
        "triangles" => {
            triangle(Link::Tight, Link::Tight, Link::Tight).svg()
                + &triangle(Link::Loose, Link::Undetermined, Link::Tight).svg()
        }
        "interval" => interval(detail),
        "early" => TooEarly { name: "Frank words", needed_count: 3, unit: "deliveries" }.svg(),
        "timeline" => timeline().svg(Width::Wide) + &timeline().svg(Width::Phone),
        "timeline_table" => timeline().table(),
        "capacity" => capacity(detail),
        "mix" => mix().svg(Width::Wide) + &mix().svg(Width::Phone),
        "mix_table" => mix().table(),
        _ => String::new(),
    }
}

fn triangle(first: Link, second: Link, third: Link) -> Triangle<'static> {
    Triangle {
        organization: "Hale & Ortiz",
        provider: "Ben Ortiz",
        customer: "Ana Ruiz",
        organization_provider: first,
        provider_customer: second,
        organization_customer: third,
    }
}

fn interval(detail: &str) -> String {
    let (name, low, high, threshold, grade) = match detail {
        "rhythm" => ("Chance that a gap is this long", 0.02, 0.09, 0.2, Grade::Good),
        "kind" => ("Share of her contacts with Ben", 0.61, 0.86, 0.5, Grade::Fair),
        _ => ("Promises kept on time", 0.76, 0.97, 0.8, Grade::Fair),
    };
    let middle = Some((low + high) / 2.0);
    Estimate { name, low, high, middle, threshold: Some(threshold), full: 1.0, grade }.svg()
}

fn capacity(detail: &str) -> String {
    let mut parts = detail.split(':');
    let mut hours = || parts.next().and_then(|text| text.parse().ok()).unwrap_or(0.0);
    let (needed_hours, available_hours) = (hours(), hours());
    Capacity { name: parts.next().unwrap_or(""), needed_hours, available_hours }.svg()
}

fn timeline() -> Timeline<'static> {
    let marks = |days: &[(i32, MarkForm, &'static str)]| -> Vec<Mark<'static>> {
        days.iter().map(|(ago, form, words)| Mark { day: Day(TODAY.0 - ago), form: *form, words }).collect()
    };
    let contacts: Vec<(i32, MarkForm, &'static str)> = (0..34)
        .map(|place| {
            let ago = 90 + place * 33 + (place * 7) % 11;
            let form = if place % 4 == 2 { MarkForm::Hollow } else { MarkForm::Full };
            (ago, form, if place % 4 == 2 { "you wrote" } else { "you called; reached" })
        })
        .collect();
    let purchases: Vec<(i32, MarkForm, &'static str)> = (0..60)
        .map(|place| (40 + place * 9 + (place * place) % 17, MarkForm::Full, "glaze and frit"))
        .collect();
    let voice = [
        (12, MarkForm::Bad, "“too dark again”"),
        (230, MarkForm::Good, "praise"),
        (300, MarkForm::Hollow, "concern"),
    ];
    let promises = [
        (-12, MarkForm::Hollow, "sample tiles"),
        (70, MarkForm::Good, "price list"),
        (190, MarkForm::Bad, "the visit in May"),
        (260, MarkForm::Good, "test batch"),
    ];
    let row = |kind, days: &[(i32, MarkForm, &'static str)]| Row { kind, marks: marks(days) };
    Timeline {
        name: "Ana Ruiz",
        from: suggested_from(Day(TODAY.0 - 2_000), TODAY, Some(36)),
        today: TODAY,
        rhythm: Some(Rhythm { last: Day(TODAY.0 - 90), usual_gap_days: 36, is_overdue: true }),
        rows: vec![
            row(RowKind::Contacts, &contacts),
            row(RowKind::Purchases, &purchases),
            row(RowKind::Voice, &voice),
            row(RowKind::Promises, &promises),
            row(RowKind::Gifts, &[(150, MarkForm::Full, "a book on ash glazes")]),
        ],
    }
}

fn mix() -> KindsMix<'static> {
    let periods = (2019..=2026).map(|year| year.to_string()).collect();
    let kind = |name, counts: [u32; 8]| Kind { name, counts: counts.to_vec() };
    KindsMix {
        title: "More of our people are in a relationship than a year ago",
        periods,
        kinds: vec![
            kind("Relationship", [12, 18, 25, 31, 44, 60, 71, 96]),
            kind("Pseudo-relationship", [40, 44, 52, 61, 66, 70, 78, 81]),
            kind("Enhanced encounter", [60, 58, 63, 70, 68, 66, 60, 59]),
            kind("Encounter", [210, 200, 190, 188, 171, 160, 148, 140]),
        ],
    }
}

fn rows() -> String {
    let people = [
        ("Ana Ruiz", 90, "overdue", "relationship", "asked in March"),
        ("Marguerite Delacroix", 84, "gone quiet", "pseudo-relationship", "never asked"),
        ("Hale & Sons", 77, "overdue", "relationship", "never asked"),
        ("Okafor Foods", 71, "overdue", "enhanced encounter", "never asked"),
        ("Priya Nair", 66, "quiet", "relationship", "told us"),
        ("Jonas Weber", 61, "quiet", "encounter", "too early"),
        ("Lindqvist Boatyard", 60, "overdue", "relationship", "never asked"),
        ("St Bride’s School", 58, "quiet", "pseudo-relationship", "never asked"),
        ("Fatima Zahra Benali", 55, "overdue", "enhanced encounter", "too early"),
        ("Kowalczyk Tiling", 52, "gone quiet", "encounter", "never asked"),
        ("Mei-Ling Chen", 51, "quiet", "relationship", "told us"),
        ("Harbour Café", 50, "quiet", "encounter", "never asked"),
    ];
    let row = |(place, (name, days, rhythm, kind, frank)): (usize, (&str, u32, &str, &str, &str))| {
        let counts: Vec<u32> = (0..12_u32).map(|month| (month * 7 + days) % 5).collect();
        let rhythm = match rhythm {
            "quiet" => format!("<span class=\"badge\">{rhythm}</span>"),
            _ => format!("<span class=\"badge bad\">{rhythm}</span>"),
        };
        let frank = match frank {
            "told us" => "<span class=\"badge well\">told us</span>".to_owned(),
            "asked in March" => frank.to_owned(),
            _ => format!("<span class=\"badge unknown\">{frank}</span>"),
        };
        let spark = Sparkline { name: "Contacts a month", counts: &counts }.svg();
        let fields = [
            ("{{id}}", place.to_string()),
            ("{{name}}", escape(name).into_owned()),
            ("{{provider}}", "Ben Ortiz".to_owned()),
            ("{{days}}", days.to_string()),
            ("{{checked}}", if place == 1 || place == 2 { " checked".to_owned() } else { String::new() }),
            ("{{spark}}", spark),
            ("{{rhythm}}", rhythm),
            ("{{kind}}", kind.to_owned()),
            ("{{frank}}", frank),
            ("{{open}}", (place % 3).to_string()),
        ];
        fields.iter().fold(include_str!("row.html").to_owned(), |html, (from, to)| html.replace(from, to))
    };
    people.into_iter().enumerate().map(row).collect()
}
