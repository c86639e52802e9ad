//! The words of the simulated people: invented, plain, as somebody at the counter would type them.
//!
//! In every text `{due}` is a day ("Friday", "June 12"), `{provider}` the first name of who serves,
//! `{child}`, `{partner}`, `{pet}` and `{town}` the customer's own; what stands in braces is filled by
//! [`fill`].

pub(crate) mod goods;
pub(crate) mod names;
pub(crate) mod notes;
pub(crate) mod spoken;
pub(crate) mod vows;

use book::Day;

/// The names that one customer's texts refer to: the same child in every note.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circle {
    pub child: &'static str,
    pub partner: &'static str,
    pub pet: &'static str,
    pub town: &'static str,
}

/// Fills the braces of a template.
pub(crate) fn fill(template: &str, circle: Circle, provider: &str, due: &str) -> String {
    template
        .replace("{due}", due)
        .replace("{provider}", provider)
        .replace("{child}", circle.child)
        .replace("{partner}", circle.partner)
        .replace("{pet}", circle.pet)
        .replace("{town}", circle.town)
}

/// A day as one says it on another day: the weekday within the week, the date otherwise.
pub(crate) fn spoken_day(day: Day, said_on: Day) -> String {
    let ahead = day.days_since(said_on);
    let form = if (1..=6).contains(&ahead) { "%A" } else { "%B %-d" };
    day.date().strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_as_people_say_them() {
        let friday = Day(20_777);
        assert_eq!(spoken_day(friday.plus(4), friday), "Tuesday");
        assert_eq!(spoken_day(friday.plus(7), friday), "November 27");
    }

    #[test]
    fn no_brace_is_left() {
        let circle = Circle { child: "Ada", partner: "Jo", pet: "Pip", town: "Elm" };
        let all = notes::ALL
            .iter()
            .map(|note| note.text)
            .chain(notes::NEEDS.iter().map(|note| note.text))
            .chain(spoken::ALL.iter().filter_map(|saying| saying.mending))
            .chain(vows::ALL.iter().map(|vow| vow.what))
            .chain(spoken::ALL.iter().map(|word| word.text));
        for text in all {
            let filled = fill(text, circle, "Ben", "Friday");
            assert!(!filled.contains(['{', '}']), "{filled}");
            assert!(filled.starts_with(|letter: char| letter.is_uppercase()), "{filled}");
        }
    }
}
