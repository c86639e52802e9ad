//! Words that tell something of a special category (GDPR Art. 9; ethics 4.4 and X10), by language. The lists
//! are files a person can read and edit (`words/*.toml`): they stop softly and ask, they do not judge.

use crate::matching::{Pattern, Token, tokens};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a word may tell about a person. The first eight are those of Art. 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the everyday word")]
pub enum Category {
    Ethnicity,
    Politics,
    Religion,
    Union,
    Genetic,
    Biometric,
    Health,
    Sexuality,
    Pregnancy,
    /// Being short of money.
    Money,
    /// Being easy to hurt or to talk into something.
    Vulnerability,
    /// Spouses, partners, children: off by default, and a spouse's name tells more than it says (CJEU
    /// C-184/20).
    Family,
}

impl Category {
    /// Every category, in order.
    pub const ALL: [Category; 12] = [
        Category::Ethnicity,
        Category::Politics,
        Category::Religion,
        Category::Union,
        Category::Genetic,
        Category::Biometric,
        Category::Health,
        Category::Sexuality,
        Category::Pregnancy,
        Category::Money,
        Category::Vulnerability,
        Category::Family,
    ];

    /// The words for a sentence: "this may tell something about …".
    pub fn phrase(self) -> &'static str {
        match self {
            Category::Ethnicity => "origin or ethnicity",
            Category::Politics => "political opinion",
            Category::Religion => "religion or belief",
            Category::Union => "union membership",
            Category::Genetic => "genes",
            Category::Biometric => "the body as a proof of identity",
            Category::Health => "health",
            Category::Sexuality => "love life",
            Category::Pregnancy => "pregnancy",
            Category::Money => "money worries",
            Category::Vulnerability => "being in a weak position",
            Category::Family => "family and partners",
        }
    }

    /// True for what X10 forbids to infer from behaviour: everything but family.
    pub fn is_never_inferred(self) -> bool {
        self != Category::Family
    }
}

/// A word found in a note, and what to store instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SensitiveWord {
    /// As typed.
    pub word: String,
    /// What it may tell.
    pub category: Category,
    /// What to store instead: the accommodation, not the diagnosis.
    pub suggestion: String,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends in the text, in bytes.
    pub end: usize,
}

/// Why a word list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WordListError {
    /// Not the expected TOML; the message names the line, what was found and what was expected.
    #[error("{file}: {detail}Expected `language = \"en\"` and tables such as [category.health].")]
    Form {
        /// The file that was read.
        file: String,
        /// Line, column and what is wrong there.
        detail: String,
    },
    /// An entry that matches nothing or too much.
    #[error(
        "{file}, category {category:?}, entry \"{entry}\": expected words, or stems of three letters or more \
         with a * at an end, such as \"diabet*\"."
    )]
    Entry {
        /// The file that was read.
        file: String,
        /// The table it stands in.
        category: Category,
        /// As written.
        entry: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    category: BTreeMap<Category, Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    suggestion: String,
    words: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    instead: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
struct Entry {
    pattern: Pattern,
    category: Category,
    suggestion: String,
}

#[derive(Debug, Clone, Default)]
struct WordList {
    entries: Vec<Entry>,
    exceptions: Vec<(Category, Pattern)>,
}

/// The word lists by language.
#[derive(Debug, Clone)]
pub struct WordLists {
    lists: BTreeMap<String, WordList>,
}

/// Name and text of every list that comes with the program.
const BUILT_IN: [(&str, &str); 4] = [
    ("words/de.toml", include_str!("../words/de.toml")),
    ("words/en.toml", include_str!("../words/en.toml")),
    ("words/es.toml", include_str!("../words/es.toml")),
    ("words/fr.toml", include_str!("../words/fr.toml")),
];

impl WordLists {
    /// The lists that come with the program: German, English, Spanish, French. Read once.
    pub fn built_in() -> &'static WordLists {
        static LISTS: OnceLock<WordLists> = OnceLock::new();
        LISTS.get_or_init(|| {
            let mut lists = WordLists { lists: BTreeMap::new() };
            for (file, text) in BUILT_IN {
                lists.replace(file, text).expect("the lists in the program are read by a test");
            }
            lists
        })
    }

    /// Takes the list of one language from the text of a file, in place of the one there was. `file` is named
    /// in errors.
    ///
    /// # Errors
    /// When the text is no word list; nothing is changed then.
    pub fn replace(&mut self, file: &str, text: &str) -> Result<(), WordListError> {
        let form = |detail: String| WordListError::Form { file: file.to_owned(), detail };
        let read: File = toml::from_str(text).map_err(|error| form(error.to_string()))?;
        let mut list = WordList::default();
        for (category, section) in &read.category {
            let pattern = |entry: &String| {
                Pattern::parse(entry).ok_or_else(|| WordListError::Entry {
                    file: file.to_owned(),
                    category: *category,
                    entry: entry.clone(),
                })
            };
            for word in &section.words {
                let suggestion = section.suggestion.clone();
                list.entries.push(Entry { pattern: pattern(word)?, category: *category, suggestion });
            }
            for (word, suggestion) in &section.instead {
                let suggestion = suggestion.clone();
                list.entries.push(Entry { pattern: pattern(word)?, category: *category, suggestion });
            }
            for phrase in &section.except {
                list.exceptions.push((*category, pattern(phrase)?));
            }
        }
        self.lists.insert(base_language(&read.language), list);
        Ok(())
    }

    /// The languages there are lists for: `de`, `en`, …
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    /// The sensitive words of a text in the language it is written in (`en`, `de-AT`), in order of place. In
    /// a language without a list, or an unknown one, every list is asked: a needless question does less harm.
    pub fn check(&self, text: &str, language: &str) -> Vec<SensitiveWord> {
        let words = tokens(text);
        let mut found = Vec::new();
        match self.lists.get(&base_language(language)) {
            Some(list) => list.find(text, &words, &mut found),
            None => self.lists.values().for_each(|list| list.find(text, &words, &mut found)),
        }
        // Of two finds of one category at one place, the longer says more.
        found.sort_by_key(|hit| (hit.start, hit.category, std::cmp::Reverse(hit.end)));
        let mut kept: Vec<SensitiveWord> = Vec::new();
        for hit in found {
            let is_inside = |other: &SensitiveWord| other.category == hit.category && hit.start < other.end;
            if !kept.iter().any(is_inside) {
                kept.push(hit);
            }
        }
        kept
    }
}

impl WordList {
    fn find(&self, text: &str, words: &[Token], found: &mut Vec<SensitiveWord>) {
        for start in 0..words.len() {
            for entry in &self.entries {
                let Some(count) = entry.pattern.matches_at(words, start) else { continue };
                if self.is_excepted(entry.category, words, start..start + count) {
                    continue;
                }
                let place = words[start].place.start..words[start + count - 1].place.end;
                found.push(SensitiveWord {
                    word: text[place.clone()].to_owned(),
                    category: entry.category,
                    suggestion: entry.suggestion.clone(),
                    start: place.start,
                    end: place.end,
                });
            }
        }
    }

    /// True when the words belong to a phrase that means something else, such as "Union Street".
    fn is_excepted(&self, category: Category, words: &[Token], hit: std::ops::Range<usize>) -> bool {
        let longest = 6;
        let first = hit.start.saturating_sub(longest);
        self.exceptions.iter().filter(|(excepted, _)| *excepted == category).any(|(_, phrase)| {
            (first..hit.end).any(|start| {
                let end = start + phrase.matches_at(words, start).unwrap_or(0);
                start <= hit.start && hit.end <= end
            })
        })
    }
}

/// `de-AT`, `de_AT` and `DE` are `de`.
fn base_language(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

/// The sensitive words of a text, by the lists that come with the program: [`WordLists::check`].
pub fn check_note(text: &str, language: &str) -> Vec<SensitiveWord> {
    WordLists::built_in().check(text, language)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exceptions that except nothing are left behind when a word is taken out, and mislead whoever edits
    /// next.
    #[test]
    fn every_exception_is_needed() {
        let mut idle = Vec::new();
        for (file, text) in BUILT_IN {
            let read: File = toml::from_str(text).unwrap();
            let mut bare = WordLists { lists: BTreeMap::new() };
            bare.replace(file, text).unwrap();
            bare.lists.values_mut().for_each(|list| list.exceptions.clear());
            for (category, section) in &read.category {
                for phrase in &section.except {
                    let found = bare.check(&phrase.replace('*', ""), &read.language);
                    if !found.iter().any(|hit| hit.category == *category) {
                        idle.push(format!("{file}: {category:?}: {phrase}"));
                    }
                }
            }
        }
        assert!(idle.is_empty(), "{}", idle.join("\n"));
    }

    #[test]
    fn every_list_knows_every_category() {
        for (file, text) in BUILT_IN {
            let read: File = toml::from_str(text).unwrap();
            assert!(read.category.keys().eq(Category::ALL.iter()), "{file}");
            assert!(Category::ALL.iter().all(|category| !category.phrase().is_empty()));
        }
    }
}
