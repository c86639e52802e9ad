//! Dates, money and counts as pages say them.

use book::{Currency, Day, Money};

/// `3 days ago`, `today`, `in 2 weeks`: for a day near the other one; else the date.
pub fn ago(day: Day, today: Day) -> String {
    match today.days_since(day) {
        0 => "today".into(),
        1 => "yesterday".into(),
        -1 => "tomorrow".into(),
        days @ 2..=20 => format!("{days} days ago"),
        days @ -20..=-2 => format!("in {} days", -days),
        _ => judge::words::date(day, today),
    }
}

/// An amount with its currency.
pub fn money(minor: i64, currency: Currency) -> String {
    Money { minor, currency }.to_string()
}

/// `1 h 40 min`, `20 min`.
pub fn minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

/// `keep_promise` as `keep promise`.
pub fn plain(word: &str) -> String {
    word.replace('_', " ")
}
