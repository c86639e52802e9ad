//! Putting verdicts into words: counts, dates, chances and spans as a shopkeeper would say them.
//!
//! Sentences never blame, never exclaim, and never print a false precision: "about 1 time in 24", not 4.25 %.

use book::Day;
use book::time::MONTHS;

/// `1 order`, `2 orders`, `1,200 orders`: a count with its noun, whose plural adds an s.
pub fn count(number: u32, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    if number < 1_000 {
        return format!("{number} {noun}{plural}");
    }
    format!("{} {noun}{plural}", book::money::thousands(u64::from(number)))
}

/// `once`, `twice`, `3 times`.
pub fn times(number: u32) -> String {
    match number {
        1 => "once".into(),
        2 => "twice".into(),
        _ => format!("{} times", book::money::thousands(u64::from(number))),
    }
}

/// `today`, `tomorrow`, `1 day`, `90 days`, `8 months`, `2 years`: a span as people say it. Up to 120 days
/// stay days, since rhythms are read in days.
pub fn span(days: i32) -> String {
    match days {
        ..=120 => count(days.unsigned_abs(), "day"),
        121..=730 => count(((f64::from(days) / 30.44).round()) as u32, "month"),
        _ => count(((f64::from(days) / 365.25).round()) as u32, "year"),
    }
}

/// `12 March`, with the year when it is not the year of `today`.
pub fn date(day: Day, today: Day) -> String {
    let (date, now) = (day.date(), today.date());
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    if date.year() == now.year() {
        format!("{} {month}", date.day())
    } else {
        format!("{} {month} {}", date.day(), date.year())
    }
}

/// `today`, `yesterday`, `tomorrow`, `on 12 March`.
pub fn on_date(day: Day, today: Day) -> String {
    match day.days_since(today) {
        0 => "today".into(),
        -1 => "yesterday".into(),
        1 => "tomorrow".into(),
        _ => format!("on {}", date(day, today)),
    }
}

/// A small chance as a frequency: `about 1 time in 24`; `less than 1 time in 1,000`; `about 6 times in 10`
/// from a fifth upwards.
pub fn one_in(chance: f64) -> String {
    if chance < 0.001 {
        return "less than 1 time in 1,000".into();
    }
    if chance >= 0.2 {
        return format!("about {} times in 10", (chance * 10.0).round().clamp(2.0, 10.0));
    }
    let one_in = 1.0 / chance;
    // Beyond a hundred the last digits are noise: in fifties.
    let rounded = if one_in < 100.0 { one_in.round() } else { (one_in / 50.0).round() * 50.0 };
    format!("about 1 time in {}", book::money::thousands(rounded as u64))
}

/// A probability in tenths: `about 7 in 10`, `nearly none`, `nearly all`.
pub fn in_ten(probability: f64) -> String {
    match (probability * 10.0).round() as i64 {
        ..=0 => "nearly none".into(),
        10.. => "nearly all".into(),
        tenths => format!("about {tenths} in 10"),
    }
}

/// A probability in whole percent, never rounded to certainty: `98 %`, `over 99 %`, `under 1 %`.
pub fn percent(probability: f64) -> String {
    if probability > 0.99 {
        "over 99 %".into()
    } else if probability < 0.01 {
        "under 1 %".into()
    } else {
        format!("{:.0} %", probability * 100.0)
    }
}

/// An interval in whole percent: `83-93 %`.
pub fn percent_between(low: f64, high: f64) -> String {
    format!("{:.0}-{:.0} %", low * 100.0, high * 100.0)
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The first letter in upper case, for the start of a sentence.
pub fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        None => String::new(),
        Some(first) if first.is_ascii() => {
            let mut sentence = text.to_owned();
            sentence[..1].make_ascii_uppercase();
            sentence
        }
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!(count(1, "order"), "1 order");
        assert_eq!(count(1200, "order"), "1,200 orders");
        assert_eq!(times(2), "twice");
        assert_eq!(span(90), "90 days");
        assert_eq!(span(250), "8 months");
        assert_eq!(one_in(0.0425), "about 1 time in 24");
        assert_eq!(one_in(0.00245), "about 1 time in 400");
        assert_eq!(one_in(0.0), "less than 1 time in 1,000");
        assert_eq!(in_ten(0.727), "about 7 in 10");
        assert_eq!(percent(0.998), "over 99 %");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }

    #[test]
    fn dates_leave_out_what_is_understood() {
        let today = Day(14_944); // 2010-12-01
        assert_eq!(date(Day(14_940), today), "27 November");
        assert_eq!(date(Day(14_940 - 365), today), "27 November 2009");
        assert_eq!(on_date(today, today), "today");
        assert_eq!(on_date(today.plus(-1), today), "yesterday");
    }
}
