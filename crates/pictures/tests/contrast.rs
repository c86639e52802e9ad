//! The colours of the web app keep WCAG 2.2 AA in both themes: 4.5 : 1 for text, 3 : 1 for what frames a
//! control or carries meaning in a picture (success criteria 1.4.3 and 1.4.11).

use std::collections::BTreeMap;

const CSS: &str = include_str!("../../web/assets/app.css");

/// Text on grounds it is really put on.
const TEXT: &[(&str, &[&str])] = &[
    ("ink", &["paper", "raised", "sunk", "accent-wash", "attention-wash", "good-wash"]),
    ("muted", &["paper", "raised", "sunk", "accent-wash", "attention-wash", "good-wash"]),
    ("accent", &["paper", "raised", "sunk", "accent-wash", "attention-wash"]),
    ("accent-strong", &["paper", "raised", "accent-wash", "attention-wash"]),
    ("attention", &["paper", "raised", "sunk", "accent-wash", "attention-wash"]),
    ("good", &["paper", "raised", "accent-wash", "good-wash"]),
    ("on-accent", &["accent", "accent-strong"]),
    // The count in a block of a timeline, and what is selected.
    ("paper", &["muted"]),
];

/// Edges of controls, lines and marks.
const FORMS: &[(&str, &[&str])] = &[
    ("edge", &["paper", "raised"]),
    ("muted", &["paper", "raised"]),
    ("accent", &["paper", "raised", "line"]),
    ("attention", &["paper", "raised", "line"]),
    ("good", &["paper", "raised"]),
];

/// Name to (light, dark), from lines such as `--paper: light-dark(#FCFBF8, #161614);`.
fn tokens() -> BTreeMap<&'static str, [&'static str; 2]> {
    let mut tokens = BTreeMap::new();
    for line in CSS.lines() {
        let Some((name, rest)) =
            line.trim().strip_prefix("--").and_then(|line| line.split_once(": light-dark(#"))
        else {
            continue;
        };
        let both = rest.trim_end_matches(");");
        let (light, dark) = both.split_once(", #").expect("two colours");
        tokens.insert(name, [light, dark]);
    }
    tokens
}

/// Relative luminance as WCAG 2.2 defines it, of a colour of six hexadecimal digits.
fn luminance(color: &str) -> f64 {
    let part = |place: usize| {
        let value = u8::from_str_radix(&color[place..place + 2], 16).expect("hexadecimal digits");
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

fn contrast(first: &str, second: &str) -> f64 {
    let (first, second) = (luminance(first), luminance(second));
    (first.max(second) + 0.05) / (first.min(second) + 0.05)
}

fn check(pairs: &[(&str, &[&str])], least: f64) -> Vec<String> {
    let tokens = tokens();
    let mut faults = Vec::new();
    for (front, grounds) in pairs {
        for ground in *grounds {
            for (theme, name) in ["light", "dark"].into_iter().enumerate() {
                let found = contrast(tokens[front][theme], tokens[ground][theme]);
                if found < least {
                    faults.push(format!("{name}: --{front} on --{ground} is {found:.2} : 1, not {least}"));
                }
            }
        }
    }
    faults
}

#[test]
fn the_formula_gives_the_known_extremes() {
    assert!((contrast("000000", "FFFFFF") - 21.0).abs() < 1e-9);
    assert!((contrast("777777", "FFFFFF") - 4.48).abs() < 0.01);
}

#[test]
fn text_can_be_read_in_both_themes() {
    assert!(tokens().len() >= 14, "the tokens were not found");
    let faults = check(TEXT, 4.5);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn edges_and_marks_can_be_seen_in_both_themes() {
    let faults = check(FORMS, 3.0);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_class_of_a_picture_has_its_looks() {
    for source in [
        include_str!("../src/triangle.rs"),
        include_str!("../src/timeline.rs"),
        include_str!("../src/glyph.rs"),
        include_str!("../src/mix.rs"),
        include_str!("../src/bars.rs"),
        include_str!("../src/columns.rs"),
        include_str!("../src/interval.rs"),
        include_str!("../src/timeline/axis.rs"),
        include_str!("../src/timeline/marks.rs"),
    ] {
        let quoted = source.split('"').skip(1).step_by(2).flat_map(|text| text.split(' '));
        for class in quoted.filter(|word| word.starts_with("p-")) {
            assert!(CSS.contains(&format!(".{class}")), "app.css has no looks for .{class}");
        }
    }
}
