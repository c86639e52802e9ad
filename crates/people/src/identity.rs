//! What tells one customer from another, and what two of them have in common. Only names, addresses and
//! numbers are compared, never language, origin or anything else that a person is born into.

use crate::fold::{fold_onto, phone_digits, words_in};
use crate::similar::{ALIKE, jaro_winkler};
use crate::texts::Parts;
use book::{PartyKind, Text};

/// One thing that two customers have in common, in words ready to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// The same e-mail address.
    SameEmail(Text),
    /// The same telephone number, as the first of the two writes it.
    SamePhone(Text),
    /// The same words in their names, in any order, case and accents aside.
    SameName(Text),
    /// Names that sound and look alike.
    SimilarName(Text, Text),
    /// Addresses of one organization (never of a public mail service).
    SameDomain(Text),
}

impl std::fmt::Display for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Evidence::SameEmail(email) => write!(f, "the same e-mail address, {email}"),
            Evidence::SamePhone(phone) => write!(f, "the same telephone number, {phone}"),
            Evidence::SameName(name) => write!(f, "the same name, {name}"),
            Evidence::SimilarName(left, right) => write!(f, "similar names, {left} and {right}"),
            Evidence::SameDomain(domain) => write!(f, "e-mail addresses of one organization, {domain}"),
        }
    }
}

/// Mail services that anybody can use: an address there says nothing about an organization.
const PUBLIC_MAIL: &[&str] = &[
    "126.com",
    "163.com",
    "aol.com",
    "bluewin.ch",
    "comcast.net",
    "free.fr",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.co.uk",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rediffmail.com",
    "seznam.cz",
    "t-online.de",
    "uol.com.br",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yandex.ru",
    "ymail.com",
    "zoho.com",
];

/// Words that say what an organization is in law, not which.
const LEGAL_FORMS: &[&str] = &[
    "ab",
    "ag",
    "and",
    "aps",
    "as",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "oy",
    "plc",
    "pty",
    "sa",
    "sarl",
    "sas",
    "sl",
    "spa",
    "srl",
    "the",
];

/// Digits of a phone number that are compared: the last ones, as country codes are often left out.
const PHONE_TAIL: usize = 9;
/// Fewer digits are an extension, not a number.
const PHONE_DIGITS_MIN: usize = 7;

/// What identifies a customer, folded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Identity {
    pub email: Option<String>,
    /// Of an organization's address.
    pub domain: Option<String>,
    /// The last digits.
    pub phone: Option<Text>,
    /// The words of the name, sorted; without legal forms where others are left.
    pub words: Vec<String>,
    pub kind: Option<PartyKind>,
}

impl Identity {
    pub fn new(parts: &Parts<'_>, kind: Option<PartyKind>) -> Identity {
        let mut folded = String::new();
        let mut email = None;
        let mut domain = None;
        if let (Some(local), Some(host)) = (parts.local, parts.domain) {
            fold_onto(&mut folded, host);
            let is_public = PUBLIC_MAIL.binary_search(&folded.as_str()).is_ok();
            domain = (!is_public && !folded.is_empty()).then(|| folded.clone());
            folded.insert(0, '@');
            let mut whole = String::new();
            fold_onto(&mut whole, local);
            email = (!whole.trim().is_empty()).then(|| whole + &folded);
        }
        let digits = parts.phone.map(|phone| {
            phone.write(&mut folded);
            phone_digits(&folded)
        });
        let digits = digits.filter(|digits| digits.len() >= PHONE_DIGITS_MIN);
        let phone = digits.map(|digits| Text::from(&digits[digits.len().saturating_sub(PHONE_TAIL)..]));
        folded.clear();
        fold_onto(&mut folded, parts.name.unwrap_or(""));
        Identity { email, domain, phone, words: name_words(&folded), kind }
    }

    /// The name as compared: its words in order of the alphabet.
    fn name(&self) -> String {
        self.words.join(" ")
    }

    /// How the name sounds, roughly; `None` without a name.
    pub fn sound(&self) -> Option<String> {
        let mut sounds: Vec<String> = self.words.iter().map(|word| sound(word)).collect();
        sounds.sort_unstable();
        (!sounds.is_empty()).then(|| sounds.join(" "))
    }

    /// Whether both are known and differ: then a name alone says nothing.
    fn contradicts(&self, other: &Identity) -> bool {
        let differ = |left: &Option<String>, right: &Option<String>| {
            left.is_some() && right.is_some() && left != right
        };
        let phones_differ = self.phone.is_some() && other.phone.is_some() && self.phone != other.phone;
        differ(&self.email, &other.email) || phones_differ
    }
}

fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.binary_search(&word).is_ok()
}

fn name_words(folded: &str) -> Vec<String> {
    let mut words: Vec<String> = words_in(folded).map(str::to_owned).collect();
    if words.iter().any(|word| !is_legal_form(word)) {
        words.retain(|word| !is_legal_form(word));
    }
    words.sort_unstable();
    words
}

/// The consonants of a word that a listener tells apart, after its first letter, repetitions once:
/// `philips` and `filips` both `flps`. A rough key for Latin letters, only there to put likely pairs side
/// by side.
pub(crate) fn sound(word: &str) -> String {
    let mut sound = String::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    let mut place = 0;
    while let Some(letter) = letters.next() {
        place += 1;
        let heard = match (letter, letters.peek()) {
            ('p', Some('h')) | ('v' | 'w', _) => 'f',
            ('c' | 'q' | 'g', _) => 'k',
            ('z' | 'x', _) => 's',
            ('d', Some('t')) => continue,
            ('d', _) => 't',
            ('m', _) => 'n',
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' | 'h', _) if place > 1 => continue,
            ('y' | 'j', _) => 'i',
            (other, _) => other,
        };
        if !sound.ends_with(heard) {
            sound.push(heard);
        }
    }
    sound
}

/// What two customers have in common, and how much it weighs: 3 nearly sure, 2 likely, 1 possible; `None`
/// when it is not worth a person's look. `is_rare`: hardly anybody else has such a name.
pub(crate) fn compare(
    (left, left_parts): (&Identity, &Parts<'_>),
    (right, right_parts): (&Identity, &Parts<'_>),
    is_rare: bool,
) -> Option<(u8, Vec<Evidence>)> {
    if left.kind.is_some() && right.kind.is_some() && left.kind != right.kind {
        return None;
    }
    let mut evidence = Vec::new();
    let same_email = left.email.is_some() && left.email == right.email;
    let same_phone = left.phone.is_some() && left.phone == right.phone;
    let same_domain = !same_email && left.domain.is_some() && left.domain == right.domain;
    let has_names = !left.words.is_empty() && !right.words.is_empty();
    let same_name = has_names && left.words == right.words;
    let similar_name = has_names && !same_name && are_similar(left, right);
    let name = |parts: &Parts<'_>| Text::from(parts.display_name());
    if same_email {
        evidence.extend(left_parts.email().map(Evidence::SameEmail));
    }
    if same_phone {
        evidence.extend(left_parts.phone.map(|phone| Evidence::SamePhone(phone.text())));
    }
    if same_name {
        evidence.push(Evidence::SameName(name(left_parts)));
    }
    if similar_name {
        evidence.push(Evidence::SimilarName(name(left_parts), name(right_parts)));
    }
    if same_domain {
        evidence.extend(left_parts.domain.map(|domain| Evidence::SameDomain(domain.into())));
    }
    let alike = same_name || similar_name;
    let is_full_name = left.words.len() >= 2 && right.words.len() >= 2;
    let weight = match () {
        () if (same_email || same_phone) && (alike || !has_names) => 3,
        () if same_name && same_domain => 3,
        () if same_email || (similar_name && same_domain) => 2,
        () if alike && is_rare && is_full_name && !left.contradicts(right) => 1,
        () => return None,
    };
    Some((weight, evidence))
}

/// Names alike as a whole, and in every word: `Ana Ruiz` and `Anna Ruiz` are, `Ana Ruiz` and `Ana Ruth` are
/// not.
fn are_similar(left: &Identity, right: &Identity) -> bool {
    let words_agree = left.words.len() == right.words.len()
        && left
            .words
            .iter()
            .zip(&right.words)
            .all(|(left, right)| left == right || jaro_winkler(left, right) >= 0.85);
    words_agree && jaro_winkler(&left.name(), &right.name()) >= ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(name: &'static str, email: &'static str, phone: &'static str) -> (Identity, Parts<'static>) {
        let parts = Parts::new("x", Some(name), Some(email), Some(phone));
        (Identity::new(&parts, None), parts)
    }

    fn weight(left: &(Identity, Parts<'_>), right: &(Identity, Parts<'_>)) -> Option<u8> {
        compare((&left.0, &left.1), (&right.0, &right.1), true).map(|(weight, _)| weight)
    }

    #[test]
    fn lists_are_sorted_to_be_searched() {
        assert!(PUBLIC_MAIL.is_sorted());
        assert!(LEGAL_FORMS.is_sorted());
    }

    #[test]
    fn what_two_people_have_in_common() {
        let ana = identity("Ana Ruíz", "ana@hale.example", "+44 20 7946 0958");
        assert_eq!(weight(&ana, &identity("Ruiz, Ana", "ANA@Hale.example", "")), Some(3));
        assert_eq!(weight(&ana, &identity("Anna Ruiz", "", "020 7946 0958")), Some(3));
        assert_eq!(weight(&ana, &identity("Anna Ruiz", "a.ruiz@hale.example", "")), Some(2));
        assert_eq!(weight(&ana, &identity("Ana Ruiz", "", "")), Some(1));
        assert_eq!(weight(&ana, &identity("Ana Ruiz", "ana@other.example", "")), None, "another Ana");
        assert_eq!(
            weight(&ana, &identity("Ben Hale", "ben@hale.example", "020 7946 0958")),
            None,
            "a colleague"
        );
        let at_gmail = identity("Jo Lee", "jo@gmail.com", "");
        assert_eq!(
            weight(&at_gmail, &identity("Jo Lee", "jolee@gmail.com", "")),
            None,
            "a public mail service"
        );
        let hale = identity("Hale & Sons Ltd.", "", "555 123 4567");
        assert_eq!(weight(&hale, &identity("HALE AND SONS", "", "(555) 123-4567")), Some(3));
    }

    #[test]
    fn evidence_is_said_in_words() {
        let (left, right) =
            (identity("Ana Ruiz", "", "5551234567"), identity("Anna Ruiz", "", "555-123-4567"));
        let (_, evidence) = compare((&left.0, &left.1), (&right.0, &right.1), false).unwrap();
        let said: Vec<String> = evidence.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["the same telephone number, 5551234567", "similar names, Ana Ruiz and Anna Ruiz"]);
    }

    #[test]
    fn words_that_sound_alike_have_one_key() {
        for (left, right) in
            [("philips", "filips"), ("schmidt", "schmitt"), ("jonsson", "johnson"), ("meier", "meyer")]
        {
            assert_eq!(sound(left), sound(right), "{left} {right}");
        }
        assert_ne!(sound("ruiz"), sound("ruth"));
    }
}
