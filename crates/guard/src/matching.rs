//! Whole words and stems, whatever the accents and capitals. No dictionary: a list that a person can read.

use std::ops::Range;

/// One word of a text: small letters without accents, and where it stands in the text (bytes).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub folded: String,
    pub place: Range<usize>,
}

/// The words of a text. An apostrophe or a hyphen ends a word; a combining accent and a soft hyphen do not.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut is_open = false;
    for (start, letter) in text.char_indices() {
        let is_silent = matches!(letter, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}');
        if !letter.is_alphanumeric() && !is_silent {
            is_open = false;
            continue;
        }
        if !is_open {
            found.push(Token { folded: String::new(), place: start..start });
            is_open = true;
        }
        if let Some(token) = found.last_mut() {
            token.place.end = start + letter.len_utf8();
            if !is_silent {
                fold_into(letter, &mut token.folded);
            }
        }
    }
    found.retain(|token| !token.folded.is_empty());
    found
}

/// Small letters without accents: é is e, ß is ss. Letters of other scripts stay as they are.
fn fold_into(letter: char, folded: &mut String) {
    for small in letter.to_lowercase() {
        match small {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' | 'ī' => folded.push('i'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ś' | 'š' => folded.push('s'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'ł' => folded.push('l'),
            'ß' => folded.push_str("ss"),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            '\u{300}'..='\u{36f}' => {}
            other => folded.push(other),
        }
    }
}

/// One word of a pattern; `*` at either end stands for any letters or none.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    folded: String,
    is_open_before: bool,
    is_open_after: bool,
}

impl Part {
    fn matches(&self, word: &str) -> bool {
        match (self.is_open_before, self.is_open_after) {
            (false, false) => word == self.folded,
            (false, true) => word.starts_with(&self.folded),
            (true, false) => word.ends_with(&self.folded),
            (true, true) => word.contains(&self.folded),
        }
    }
}

/// A word, a stem (`diabet*`), a German ending (`*erkrankung`), or several of them in a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pattern {
    parts: Vec<Part>,
}

/// A stem shorter than this would match half the language.
const STEM_LETTERS_MIN: usize = 3;

impl Pattern {
    /// Reads a pattern; `None` when it has no word, a `*` inside a word, or a stem of under three letters.
    pub fn parse(text: &str) -> Option<Pattern> {
        let read = |word: &str| {
            let is_open_before = word.starts_with('*');
            let is_open_after = word.ends_with('*');
            let stem = word.trim_matches('*');
            let mut folded = tokens(stem);
            if folded.len() != 1 || stem.contains('*') {
                return None;
            }
            let folded = folded.pop()?.folded;
            let is_stem = is_open_before || is_open_after;
            let is_long_enough = !is_stem || folded.chars().count() >= STEM_LETTERS_MIN;
            is_long_enough.then_some(Part { folded, is_open_before, is_open_after })
        };
        // A hyphen or an apostrophe parts words in a text, so it parts them in a pattern too.
        let words = text.split([' ', '-', '\'', '’']).filter(|word| !word.is_empty());
        let parts: Vec<Part> = words.map(read).collect::<Option<_>>()?;
        (!parts.is_empty()).then_some(Pattern { parts })
    }

    /// How many words it takes when it matches from `start` on.
    pub fn matches_at(&self, words: &[Token], start: usize) -> Option<usize> {
        let there = words.get(start..start + self.parts.len())?;
        let is_match = self.parts.iter().zip(there).all(|(part, word)| part.matches(&word.folded));
        is_match.then_some(self.parts.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_found(pattern: &str, text: &str) -> bool {
        let words = tokens(text);
        let pattern = Pattern::parse(pattern).unwrap();
        (0..words.len()).any(|start| pattern.matches_at(&words, start).is_some())
    }

    #[test]
    fn whole_words_stems_and_endings() {
        assert!(is_found("union", "a Union, at last"));
        assert!(!is_found("union", "reunion; unions; unionized"));
        assert!(is_found("diabet*", "She is DIABETIC."));
        assert!(!is_found("diabet*", "antidiabetic"));
        assert!(is_found("*erkrankung", "eine Herzerkrankung"));
        assert!(is_found("trade union*", "the trade-unionist"));
        assert!(is_found("crohn's", "has Crohn’s"));
    }

    #[test]
    fn accents_and_capitals_do_not_matter() {
        assert!(is_found("enfermedad*", "ENFERMEDADES"));
        assert!(is_found("religiös*", "religioes") == is_found("religios*", "religioes"));
        assert!(is_found("célibataire", "celibataire"));
        assert!(is_found("celibataire", "ce\u{301}libataire"));
        assert!(is_found("gross", "groß"));
    }

    #[test]
    fn a_bad_pattern_is_no_pattern() {
        for text in ["", "  ", "*", "ab*", "a*b", "**"] {
            assert_eq!(Pattern::parse(text), None, "{text:?}");
        }
    }
}
