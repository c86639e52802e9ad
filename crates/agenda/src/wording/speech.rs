//! Small words: days, spans, rhythms, amounts and products as people say them.

use crate::look::Look;
use book::{Day, Fact, FactRef, History, Money, Purchase};
use judge::words;

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const NUMBERS: [&str; 11] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const ORDINALS: [&str; 10] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
/// Longest quotation, in letters; more is in the fact itself.
const QUOTE_LETTERS: usize = 120;
/// Facts listed under an entry; the newest say enough.
const FACTS_LISTED: usize = 12;

/// `Friday`.
pub(crate) fn weekday(day: Day) -> &'static str {
    let place = day.date().weekday().to_monday_zero_offset();
    WEEKDAYS[usize::from(place.unsigned_abs()) % 7]
}

/// `today`, `yesterday`, `on Monday` within the week, else `on 12 March`.
pub(crate) fn on(day: Day, today: Day) -> String {
    match today.days_since(day) {
        2..=6 => format!("on {}", weekday(day)),
        _ => words::on_date(day, today),
    }
}

/// `Wednesday 1 December 2010`.
pub(crate) fn full_date(day: Day) -> String {
    // Seen from another year, a date is said with its own.
    format!("{} {}", weekday(day), words::date(day, Day(day.0 - 800)))
}

/// `December 2009`, without the year when it is this one.
pub(crate) fn month(day: Day, today: Day) -> String {
    let date = words::date(day, today);
    date.split_once(' ').map_or(date.clone(), |(_, month)| month.to_owned())
}

/// Small numbers in letters: `three`, `12`.
pub(crate) fn number(number: u32) -> String {
    NUMBERS
        .get(number as usize)
        .map_or_else(|| book::money::thousands(u64::from(number)), |word| (*word).into())
}

/// `one order`, `three orders`, `12 orders`.
pub(crate) fn count(count: u32, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", number(count))
}

/// `once`, `twice`, `three times`.
pub(crate) fn times(count: u32) -> String {
    match count {
        1 => "once".into(),
        2 => "twice".into(),
        _ => format!("{} times", number(count)),
    }
}

/// `first`, `tenth`, `50th`.
pub(crate) fn ordinal(number: u32) -> String {
    if let Some(word) = number.checked_sub(1).and_then(|place| ORDINALS.get(place as usize)) {
        return (*word).into();
    }
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{}{ending}", book::money::thousands(u64::from(number)))
}

/// A usual gap as people say it: `about once a week`, `every 24 days`, `about every three months`.
pub(crate) fn every(days: f64) -> String {
    match days {
        ..1.5 => "almost every day".into(),
        1.5..2.5 => "every other day".into(),
        6.0..8.5 => "about once a week".into(),
        12.5..15.5 => "about every two weeks".into(),
        20.0..22.5 => "about every three weeks".into(),
        27.0..34.0 => "about once a month".into(),
        ..45.0 => format!("every {} days or so", days.round()),
        45.0..76.0 => format!("about every {} weeks", number((days / 7.0).round() as u32)),
        76.0..340.0 => format!("about every {} months", number((days / 30.44).round() as u32)),
        340.0..550.0 => "about once a year".into(),
        _ => format!("about every {} years", number((days / 365.25).round() as u32)),
    }
}

/// A span that has passed: `80 days ago`, `five months ago`, `two years ago`.
pub(crate) fn ago(days: i32) -> String {
    match days {
        ..=90 => format!("{} ago", words::span(days)),
        91..=700 => format!("{} ago", count((f64::from(days) / 30.44).round() as u32, "month")),
        _ => format!("{} ago", count((f64::from(days) / 365.25).round() as u32, "year")),
    }
}

/// What a person wrote, in quotation marks, cut at a word.
pub(crate) fn quoted(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_end_matches(['.', '!', ',']);
    if text.chars().count() <= QUOTE_LETTERS {
        return format!("“{text}”");
    }
    let cut: String = text.chars().take(QUOTE_LETTERS).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("“{cut} …”")
}

/// A note's ISO dates as people say them: `on 2010-12-08` becomes `on 8 December`.
pub(crate) fn with_spoken_dates(text: &str, today: Day) -> String {
    let spoken = |word: &str| {
        let bare = word.trim_end_matches([',', '.', ';', ')']);
        let date = bare.parse::<jiff::civil::Date>().ok().filter(|_| bare.len() == 10)?;
        Some(format!("{}{}", words::date(Day::from_date(date), today), &word[bare.len()..]))
    };
    text.split(' ').map(|word| spoken(word).unwrap_or_else(|| word.to_owned())).collect::<Vec<_>>().join(" ")
}

/// A product's name, in quotation marks; what a system shouts is said in a normal voice.
pub(crate) fn product(name: &str) -> String {
    if name.chars().any(char::is_lowercase) { quoted(name) } else { quoted(&name.to_lowercase()) }
}

/// `£312.40`; `None` where no amount is known.
pub(crate) fn money(look: &Look, sale: &Fact<Purchase>) -> Option<String> {
    let currency = sale.detail.currency.unwrap_or(look.context.currency);
    (sale.detail.amount_minor > 0).then(|| Money { minor: sale.detail.amount_minor, currency }.to_string())
}

/// A sum to two figures: `£4,300`; `None` where sales are in several currencies or have no amounts.
pub(crate) fn about_money<'a>(
    look: &Look,
    sales: impl Iterator<Item = &'a Fact<Purchase>>,
) -> Option<String> {
    let (mut sum, mut currency) = (0_i64, None);
    for sale in sales {
        let of_sale = sale.detail.currency.unwrap_or(look.context.currency);
        if *currency.get_or_insert(of_sale) != of_sale {
            return None;
        }
        sum = sum.saturating_add(sale.detail.amount_minor);
    }
    let currency = currency.filter(|_| sum > 0)?;
    let digits = sum.to_string().len() as u32;
    let step = 10_i64.pow(digits.saturating_sub(2)).max(10_i64.pow(currency.exponent()));
    let minor = (sum / step + i64::from(sum % step * 2 >= step)) * step;
    // The sum is in whole units by now: its minor digits say nothing.
    let no_minor = format!(".{}", "0".repeat(currency.exponent() as usize));
    Some(Money { minor, currency }.to_string().replacen(&no_minor, "", 1))
}

/// Sales of the last 12 months, newest first.
pub(crate) fn year_sales<'a>(look: &Look<'a>) -> impl Iterator<Item = &'a Fact<Purchase>> {
    let since = look.today().plus(-365);
    look.history.sales().rev().take_while(move |sale| sale.day > since)
}

/// The newest sales as facts.
pub(crate) fn sale_facts(history: &History) -> Vec<FactRef> {
    history.sales().rev().take(FACTS_LISTED).map(Fact::reference).collect()
}

/// The newest contacts as facts: what was said, and sales that a named provider served.
pub(crate) fn contact_facts(history: &History) -> Vec<FactRef> {
    let spoken = history.interactions.iter().rev().map(Fact::reference);
    let served = history.sales().rev().filter(|sale| sale.provider.is_some()).map(Fact::reference);
    spoken.chain(served).take(FACTS_LISTED).collect()
}

/// The newest occasions on which a customer could have spoken: deliveries, contacts, sales.
pub(crate) fn exposure_facts(history: &History) -> Vec<FactRef> {
    let delivered = history.deliveries.iter().rev().map(Fact::reference);
    let spoken = history.interactions.iter().rev().map(Fact::reference);
    let sold = history.sales().rev().map(Fact::reference);
    delivered.chain(spoken).chain(sold).take(FACTS_LISTED).collect()
}

/// What a contact is called here: `stay`, `visit` where nearly all have that one purpose and people come in
/// person; `None` where people speak or write.
pub(crate) fn occasion(history: &History) -> Option<&str> {
    let last = history.interactions.last()?;
    let purpose = last.detail.purpose.as_deref()?;
    let is_word = !purpose.is_empty() && purpose.chars().all(|letter| letter.is_ascii_lowercase());
    let in_person = last.detail.channel.as_deref() == Some("in_person");
    let same =
        history.interactions.iter().filter(|one| one.detail.purpose.as_deref() == Some(purpose)).count();
    (is_word && in_person && same * 5 >= history.interactions.len() * 4).then_some(purpose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rhythms_are_said_as_people_say_them() {
        let said: Vec<String> =
            [1.0, 2.0, 5.0, 7.0, 24.0, 30.4, 60.0, 91.0, 365.0, 800.0].map(every).to_vec();
        assert_eq!(
            said,
            [
                "almost every day",
                "every other day",
                "every 5 days or so",
                "about once a week",
                "every 24 days or so",
                "about once a month",
                "about every nine weeks",
                "about every three months",
                "about once a year",
                "about every two years"
            ]
        );
    }

    #[test]
    fn days_near_by_have_names() {
        let today = Day(14_944); // Wednesday 2010-12-01
        assert_eq!(on(today.plus(-2), today), "on Monday");
        assert_eq!(on(today.plus(-1), today), "yesterday");
        assert_eq!(on(today.plus(-7), today), "on 24 November");
        assert_eq!(full_date(today), "Wednesday 1 December 2010");
        assert_eq!(month(today.plus(-360), today), "December 2009");
        assert_eq!(month(today, today), "December");
    }

    #[test]
    fn what_is_shouted_is_said_in_a_normal_voice() {
        assert_eq!(product("WHITE HANGING HEART "), "“white hanging heart”");
        assert_eq!(product("Swiss chocolate"), "“Swiss chocolate”");
        assert!(quoted(&"word ".repeat(60)).ends_with("word …”"));
        assert_eq!(
            with_spoken_dates("moves on 2010-12-08, perhaps", Day(14_944)),
            "moves on 8 December, perhaps"
        );
        assert_eq!(ordinal(50), "50th");
        assert_eq!(ordinal(11), "11th");
        assert_eq!(times(3), "three times");
    }
}
