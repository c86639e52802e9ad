//! Folding: what is the same to somebody who types without looking at case and accents.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Appends the folded letters of a text: compatibility decomposition without marks, lower case, and the
/// letters that have no decomposition in their usual spelling (`ø` as `o`, `ß` as `ss`). Control signs
/// become spaces.
pub(crate) fn fold_onto(folded: &mut String, text: &str) {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        let start = folded.len();
        folded.push_str(text);
        folded[start..].make_ascii_lowercase();
        return;
    }
    for letter in text.chars() {
        if letter.is_control() {
            folded.push(' ');
        } else if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else {
            decompose_compatible(letter, |part| fold_letter(folded, part));
        }
    }
}

fn fold_letter(folded: &mut String, letter: char) {
    if is_combining_mark(letter) {
        return;
    }
    for lower in letter.to_lowercase() {
        match lower {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            other if is_combining_mark(other) => {}
            other => folded.push(other),
        }
    }
}

/// A text folded.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_onto(&mut out, text);
    out
}

/// The digits of a telephone number, without leading zeros, in order. An extension after `x` or `ext` counts.
pub(crate) fn phone_digits(phone: &str) -> String {
    let mut digits = String::with_capacity(phone.len());
    digits
        .extend(phone.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').map(char::from));
    digits
}

/// The digits after the country code, without leading zeros, of a number written like `+44 20 7946 0958`.
pub(crate) fn national_digits(phone: &str) -> Option<String> {
    let after = phone.trim_start().strip_prefix('+')?;
    let (_, national) = after.split_once(|letter: char| !letter.is_ascii_digit())?;
    Some(phone_digits(national)).filter(|digits| digits.len() >= 4)
}

/// Whether a whole text looks like a telephone number being typed: digits and their usual punctuation only.
pub(crate) fn looks_like_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4 && text.bytes().all(|byte| byte.is_ascii_digit() || b" +-()./".contains(&byte))
}

/// The runs of letters and digits of a folded text.
pub(crate) fn words_in(folded: &str) -> impl Iterator<Item = &str> {
    let is_between = |letter: char| {
        // Most letters are ASCII, which needs no table.
        if letter.is_ascii() { !letter.is_ascii_alphanumeric() } else { !letter.is_alphanumeric() }
    };
    folded.split(is_between).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_matter() {
        for (text, expected) in [
            ("Ana Ruíz", "ana ruiz"),
            ("MÜLLER", "muller"),
            ("Straße", "strasse"),
            ("Łukasz Ødegård", "lukasz odegard"),
            ("İstanbul", "istanbul"),
            ("ﬁne Ａ１", "fine a1"),
            ("Ngô Bảo Châu", "ngo bao chau"),
            ("Ѐлена", "елена"),
        ] {
            assert_eq!(folded(text), expected);
        }
    }

    #[test]
    fn numbers_are_found_as_people_type_them() {
        assert_eq!(phone_digits("0044 (20) 7946-0958"), "442079460958");
        assert_eq!(national_digits("+44 (0)20 7946 0958").as_deref(), Some("2079460958"));
        assert_eq!(national_digits("+442079460958"), None);
        assert!(looks_like_phone("020 7946"));
        assert!(!looks_like_phone("ana 1234"));
    }
}
