//! What is wrong with a new password, in words that help to choose a better one (after NIST SP 800-63B:
//! length and what is known to be guessed, no rules about kinds of letters, no expiry).

/// Characters a password has at least.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Bytes it has at most: [`crate::verify_password`] takes no more.
const PASSWORD_BYTES_MAX: usize = 1024;
/// Different characters it has at least.
const DIFFERENT_MIN: usize = 5;
/// Words shorter than this are in anything.
const OWN_WORD_CHARS_MIN: usize = 4;

/// Words and rows of keys that guessers try first, in small letters. After taking these and digits away,
/// little may not be all that is left.
const GUESSED_FIRST: &[&str] = &[
    "password",
    "passwort",
    "contraseña",
    "contrasena",
    "motdepasse",
    "passwd",
    "kennwort",
    "qwertyuiop",
    "qwertzuiop",
    "qwerty",
    "qwertz",
    "azertyuiop",
    "azerty",
    "asdfghjkl",
    "asdfgh",
    "zxcvbnm",
    "yxcvbnm",
    "iloveyou",
    "letmein",
    "welcome",
    "willkommen",
    "bienvenue",
    "bienvenido",
    "hallo",
    "hello",
    "monkey",
    "dragon",
    "football",
    "fussball",
    "baseball",
    "superman",
    "batman",
    "princess",
    "sunshine",
    "shadow",
    "master",
    "admin",
    "administrator",
    "login",
    "secret",
    "geheim",
    "changeme",
    "default",
    "trustno",
    "starwars",
    "whatever",
    "abcdefghijkl",
    "abcdef",
    "abcd",
    "abc",
    "summer",
    "winter",
    "spring",
    "autumn",
    "sommer",
    "herbst",
    "steadfast",
];

/// What is wrong with a new password, one sentence each; empty when it will do. `name` and `email` are the
/// account's: guessers know them.
pub fn password_problems(password: &str, name: &str, email: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let count = password.chars().count();
    if count < PASSWORD_CHARS_MIN {
        problems.push(format!(
            "It has {count} characters and needs at least {PASSWORD_CHARS_MIN}: four unrelated words are \
             easy to keep in mind."
        ));
        return problems;
    }
    if password.len() > PASSWORD_BYTES_MAX {
        problems.push(format!("It is longer than {PASSWORD_BYTES_MAX} bytes; a sentence is enough."));
        return problems;
    }
    let lower = password.to_lowercase();
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < DIFFERENT_MIN {
        let different = letters.len();
        problems.push(format!("It repeats only {different} different characters, which is guessed soon."));
    } else if is_row(&lower) {
        problems.push("It is a row of neighbours such as abcd or 1234, which is guessed soon.".into());
    } else if is_guessed_first(&lower) {
        problems.push(
            "It is made of words that guessers try first. Take words nobody would put together.".into(),
        );
    }
    if let Some(own) = own_words(name, email).find(|word| leaves_little(&lower, word)) {
        problems.push(format!("Little is left of it without \"{own}\", which everybody knows about you."));
    }
    problems
}

/// True when nearly every character follows its neighbour in the alphabet or among the digits, up or down.
fn is_row(lower: &str) -> bool {
    let letters: Vec<u32> = lower.chars().map(u32::from).collect();
    let is_next = |pair: &&[u32]| pair[0].abs_diff(pair[1]) == 1;
    let steps = letters.windows(2).filter(is_next).count();
    steps * 4 >= (letters.len() - 1) * 3
}

fn is_guessed_first(lower: &str) -> bool {
    // The usual disguises first: p@ssw0rd is no other word.
    let plain: String = lower.chars().map(undisguised).collect();
    [lower, plain.as_str()].iter().any(|text| {
        let rest = GUESSED_FIRST.iter().fold((*text).to_owned(), |rest, word| rest.replace(word, ""));
        is_little(&rest, text)
    })
}

fn undisguised(letter: char) -> char {
    match letter {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

fn own_words(name: &str, email: &str) -> impl Iterator<Item = String> {
    let text = format!("{name} {email}").to_lowercase();
    let words: Vec<String> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() >= OWN_WORD_CHARS_MIN)
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

fn leaves_little(lower: &str, word: &str) -> bool {
    is_little(&lower.replace(word, ""), lower)
}

/// True when words were taken away and fewer than six letters (not digits or signs) are left.
fn is_little(rest: &str, whole: &str) -> bool {
    rest.len() < whole.len() && rest.chars().filter(|letter| letter.is_alphabetic()).count() < 6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(password: &str) -> Vec<String> {
        password_problems(password, "Ana Ruiz-Delgado", "ana.delgado@halesons.example")
    }

    #[test]
    fn good_ones_pass() {
        for good in [
            "correct horse battery staple",
            "vier kalte Enten am Steg",
            "xK9#mQ2$vL7p",
            "delgado rides a purple tram",
            "пароль из четырёх слов",
            "abcd walks into every bar",
        ] {
            assert_eq!(problems(good), Vec::<String>::new(), "{good}");
        }
    }

    #[test]
    fn bad_ones_are_named() {
        for (bad, says) in [
            ("short", "It has 5 characters and needs at least 12"),
            ("aaaaaaaaaaaaaa", "only 1 different"),
            ("123123123123", "only 3 different"),
            ("abcdefghijklmnop", "row of neighbours"),
            ("987654321098", "row of neighbours"),
            ("Password1234!", "guessers try first"),
            ("p@ssw0rdP@ssw0rd", "guessers try first"),
            ("qwertyuiop2026", "guessers try first"),
            ("Summer2026Summer", "guessers try first"),
            ("Delgado-2026!!", "\"delgado\""),
            ("halesons2026!!", "\"halesons\""),
        ] {
            let found = problems(bad);
            assert!(found.iter().any(|problem| problem.contains(says)), "{bad}: {found:?}");
        }
        assert!(!problems(&"long words ".repeat(100)).is_empty());
    }
}
