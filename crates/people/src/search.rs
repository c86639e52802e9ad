//! Search by the beginnings of words. Every word of every row has one posting, sorted by the word itself
//! within segments of 65,536 rows; the words are not stored but read back from the row's texts, so that a
//! posting takes three bytes.

use crate::fold::{fold_onto, folded, looks_like_phone, national_digits, phone_digits, words_in};
use crate::order::{sort_key, sort_keys};
use crate::texts::{Parts, Texts};
use std::cmp::Ordering;
use std::ops::Range;

/// Rows of a segment: what two bytes can number.
const SEGMENT_ROWS: usize = 1 << 16;
/// Words of a row that can be found: what one byte can number.
const WORDS_MAX: usize = 255;

/// The postings of a segment, in order of (word, row, place of the word in its row).
#[derive(Debug, Clone, Default)]
pub(crate) struct Segment {
    rows: Vec<u16>,
    places: Vec<u8>,
}

/// What is typed, taken apart: every piece must match, a piece by any of its alternatives, an alternative
/// by all its words, a word as the beginning of a word of the row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Needle {
    pub pieces: Vec<Vec<Vec<String>>>,
}

impl Needle {
    pub fn new(search: &str) -> Needle {
        if looks_like_phone(search) {
            // What begins with a plus is no id of several numbers.
            let split = (!search.trim_start().starts_with('+'))
                .then(|| words_in(search).map(str::to_owned).collect::<Vec<_>>());
            let alternatives = [vec![phone_digits(search)]].into_iter().chain(split).collect();
            return Needle { pieces: vec![alternatives] };
        }
        let whole = folded(search);
        let pieces = whole.split_whitespace().filter_map(|piece| {
            let mut alternatives: Vec<Vec<String>> = vec![words_in(piece).map(str::to_owned).collect()];
            if let Some((local, domain)) = piece.rsplit_once('@') {
                let words = words_in(local).chain((!domain.is_empty()).then_some(domain));
                alternatives = vec![words.map(str::to_owned).collect()];
            } else if piece.contains('.') {
                alternatives.push(vec![piece.to_owned()]);
            }
            if looks_like_phone(piece) {
                alternatives.push(vec![phone_digits(piece)]);
            }
            alternatives.retain(|words| !words.is_empty());
            (!alternatives.is_empty()).then_some(alternatives)
        });
        Needle { pieces: pieces.collect() }
    }
}

/// Calls `step` with each word of a row that can be found, in order, until it answers `false`. `buffer` is
/// only there to be used again.
pub(crate) fn each_word(parts: &Parts<'_>, buffer: &mut String, mut step: impl FnMut(&str) -> bool) {
    let texts = [parts.name, Some(parts.external_id), parts.local];
    for text in texts.into_iter().flatten() {
        buffer.clear();
        fold_onto(buffer, text);
        if !words_in(buffer).all(&mut step) {
            return;
        }
    }
    if let Some(domain) = parts.domain {
        buffer.clear();
        fold_onto(buffer, domain);
        buffer.retain(|letter| !letter.is_whitespace());
        if !buffer.is_empty() && !step(buffer) {
            return;
        }
    }
    if let Some(phone) = parts.phone {
        phone.write(buffer);
        let digits = phone_digits(buffer);
        if !digits.is_empty() && !step(&digits) {
            return;
        }
        if let Some(national) = national_digits(buffer) {
            step(&national);
        }
    }
}

/// The words of a row with their places, each once.
fn postings(parts: &Parts<'_>) -> Vec<(String, u8)> {
    let mut words: Vec<(String, u8)> = Vec::new();
    let mut place = 0;
    each_word(parts, &mut String::new(), |word| {
        if words.iter().all(|(known, _)| known != word) {
            words.push((word.to_owned(), place as u8));
        }
        place += 1;
        place < WORDS_MAX
    });
    words
}

/// Words of a segment while it is built.
#[derive(Default)]
struct Draft {
    bytes: Vec<u8>,
    /// Where each word ends in `bytes`, which row it is of, and its place there.
    words: Vec<(u32, u16, u8)>,
    keys: Vec<u128>,
}

impl Draft {
    fn word(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.words[before].0 as usize);
        &self.bytes[start..self.words[number].0 as usize]
    }

    fn add(&mut self, row: u16, parts: &Parts<'_>, buffer: &mut String) {
        let first = self.words.len();
        let mut place = 0;
        each_word(parts, buffer, |word| {
            let is_known = (first..self.words.len()).any(|known| self.word(known as u32) == word.as_bytes());
            if !is_known {
                self.keys.push(sort_key(word.as_bytes(), 0, self.words.len() as u32));
                self.bytes.extend_from_slice(word.as_bytes());
                self.words.push((self.bytes.len() as u32, row, place as u8));
            }
            place += 1;
            place < WORDS_MAX
        });
    }

    fn finish(mut self) -> Segment {
        let mut keys = std::mem::take(&mut self.keys);
        sort_keys(&mut keys, 0, &mut |number, offset| sort_key(self.word(number), offset, number));
        let of = |key: &u128| self.words[*key as u32 as usize];
        Segment {
            rows: keys.iter().map(|key| of(key).1).collect(),
            places: keys.iter().map(|key| of(key).2).collect(),
        }
    }
}

impl Segment {
    fn build(texts: &Texts, slots: Range<usize>) -> Segment {
        let mut draft = Draft::default();
        let mut buffer = String::new();
        for (row, slot) in slots.enumerate() {
            draft.add(row as u16, &texts.get(slot), &mut buffer);
        }
        draft.finish()
    }

    /// Compares the word of a posting with another; a word that begins with it counts as equal where
    /// `begins`.
    fn compare(&self, texts: &Texts, first: usize, posting: usize, word: &str, begins: bool) -> Ordering {
        let mut found = Ordering::Less;
        let mut left = self.places[posting];
        let parts = texts.get(first + usize::from(self.rows[posting]));
        each_word(&parts, &mut String::with_capacity(64), |own| {
            if left == 0 {
                found = if begins && own.starts_with(word) { Ordering::Equal } else { own.cmp(word) };
                return false;
            }
            left -= 1;
            true
        });
        found
    }

    /// The postings of words that begin with `word`.
    fn beginning(&self, texts: &Texts, first: usize, word: &str) -> Range<usize> {
        let is_before = |posting: usize| self.compare(texts, first, posting, word, true) == Ordering::Less;
        let start = first_false(0..self.rows.len(), is_before);
        // Most words are rare: look near the start first.
        let is_within = |posting: usize| self.compare(texts, first, posting, word, true) == Ordering::Equal;
        let mut step = 1;
        while start + step < self.rows.len() && is_within(start + step) {
            step *= 2;
        }
        let end = first_false(start + step / 2..(start + step).min(self.rows.len()), is_within);
        start..end
    }

    /// Where the posting of a word at a place of a row stands, or would stand.
    fn position(&self, texts: &Texts, first: usize, word: &str, row: u16, place: u8) -> usize {
        first_false(0..self.rows.len(), |posting| {
            let words = self.compare(texts, first, posting, word, false);
            let own = (self.rows[posting], self.places[posting]);
            words.then(own.cmp(&(row, place))) == Ordering::Less
        })
    }
}

fn first_false(range: Range<usize>, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The postings of all rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Search {
    segments: Vec<Segment>,
}

impl Search {
    pub fn build(texts: &Texts, slots: usize) -> Search {
        let starts = (0..slots).step_by(SEGMENT_ROWS);
        let segments = starts.map(|start| Segment::build(texts, start..(start + SEGMENT_ROWS).min(slots)));
        Search { segments: segments.collect() }
    }

    /// Builds the segments of some slots, in increasing order, anew.
    pub fn rebuild(&mut self, texts: &Texts, changed: &[usize], slots: usize) {
        let mut numbers: Vec<usize> = changed.iter().map(|slot| slot / SEGMENT_ROWS).collect();
        numbers.dedup();
        self.segments.resize(slots.div_ceil(SEGMENT_ROWS), Segment::default());
        for number in numbers {
            let start = number * SEGMENT_ROWS;
            self.segments[number] = Segment::build(texts, start..(start + SEGMENT_ROWS).min(slots));
        }
    }

    /// Takes the words of a slot out, while its texts are still the ones they were built from.
    pub fn remove(&mut self, texts: &Texts, slot: usize) {
        let (number, row) = (slot / SEGMENT_ROWS, (slot % SEGMENT_ROWS) as u16);
        let Some(segment) = self.segments.get_mut(number) else { return };
        for (word, place) in postings(&texts.get(slot)) {
            let at = segment.position(texts, number * SEGMENT_ROWS, &word, row, place);
            if segment.rows.get(at) == Some(&row) && segment.places[at] == place {
                segment.rows.remove(at);
                segment.places.remove(at);
            }
        }
    }

    /// Puts the words of a slot in.
    pub fn insert(&mut self, texts: &Texts, slot: usize) {
        let (number, row) = (slot / SEGMENT_ROWS, (slot % SEGMENT_ROWS) as u16);
        if number == self.segments.len() {
            self.segments.push(Segment::default());
        }
        let Some(segment) = self.segments.get_mut(number) else { return };
        for (word, place) in postings(&texts.get(slot)) {
            let at = segment.position(texts, number * SEGMENT_ROWS, &word, row, place);
            segment.rows.insert(at, row);
            segment.places.insert(at, place);
        }
    }

    pub fn bytes(&self) -> usize {
        self.segments.iter().map(|segment| segment.rows.capacity() * 2 + segment.places.capacity()).sum()
    }
}

impl Search {
    /// Keeps the rows that a search finds.
    pub fn keep(&self, texts: &Texts, mask: &mut [u64], needle: &Needle) {
        let chunks = mask.chunks_mut(SEGMENT_ROWS / 64);
        for (number, (bits, segment)) in chunks.zip(&self.segments).enumerate() {
            if bits.iter().any(|bits| *bits != 0) {
                segment.keep(texts, number * SEGMENT_ROWS, bits, needle);
            }
        }
    }
}

impl Segment {
    fn keep(&self, texts: &Texts, first: usize, bits: &mut [u64], needle: &Needle) {
        for alternatives in &needle.pieces {
            let mut any = vec![0_u64; bits.len()];
            for words in alternatives {
                let mut all = bits.to_vec();
                for word in words {
                    let mut found = vec![0_u64; bits.len()];
                    for row in &self.rows[self.beginning(texts, first, word)] {
                        found[usize::from(*row) / 64] |= 1 << (row % 64);
                    }
                    all.iter_mut().zip(&found).for_each(|(all, found)| *all &= found);
                }
                any.iter_mut().zip(&all).for_each(|(any, all)| *any |= all);
            }
            bits.copy_from_slice(&any);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether a search finds a row, the obvious way.
    fn is_found(parts: &Parts<'_>, needle: &Needle) -> bool {
        let mut own: Vec<String> = Vec::new();
        each_word(parts, &mut String::new(), |word| {
            own.push(word.to_owned());
            true
        });
        let has = |word: &String| own.iter().any(|own| own.starts_with(word.as_str()));
        needle.pieces.iter().all(|piece| piece.iter().any(|words| words.iter().all(has)))
    }

    proptest! {
        #[test]
        fn a_search_finds_what_a_naive_one_finds(
            names in proptest::collection::vec(
                ("[ab]{1,2}( [ab1]{1,12})?", "[ab.]{1,3}@[ab]{1,9}\\.c", "\\+?[12 ]{0,9}"), 1..60,
            ),
            changed in proptest::collection::vec((any::<prop::sample::Index>(), "[ab]{1,9}"), 0..9),
            searches in proptest::collection::vec("[ab12]{1,10}([ .@][ab1]{1,3})?", 1..8),
        ) {
            let mut texts = Texts::default();
            for (name, email, phone) in &names {
                texts.push(&Parts::new("1", Some(name), Some(email), Some(phone))).unwrap();
            }
            let mut search = Search::build(&texts, names.len());
            for (place, name) in &changed {
                let slot = place.index(names.len());
                search.remove(&texts, slot);
                texts.set(slot, &Parts::new("2", Some(name), None, None)).unwrap();
                search.insert(&texts, slot);
            }
            for typed in &searches {
                let needle = Needle::new(typed);
                let mut mask = vec![u64::MAX];
                search.keep(&texts, &mut mask, &needle);
                for slot in 0..names.len() {
                    let found = mask[0] & 1 << slot != 0;
                    prop_assert_eq!(found, is_found(&texts.get(slot), &needle), "{} {}", typed, slot);
                }
            }
        }
    }

    #[test]
    fn what_is_typed_is_taken_apart() {
        let read = |search: &str| Needle::new(search).pieces;
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(read(" Ána  RUIZ "), vec![vec![words(&["ana"])], vec![words(&["ruiz"])]]);
        assert_eq!(read("ana.ruiz@Exam"), vec![vec![words(&["ana", "ruiz", "exam"])]]);
        assert_eq!(read("example.com"), vec![vec![words(&["example", "com"]), words(&["example.com"])]]);
        assert_eq!(read("+44 (20) 7946"), vec![vec![words(&["44207946"])]]);
        assert_eq!(read("2024 0017"), vec![vec![words(&["20240017"]), words(&["2024", "0017"])]]);
        assert_eq!(
            read("hale 7946-09"),
            vec![vec![words(&["hale"])], vec![words(&["7946", "09"]), words(&["794609"])],]
        );
        assert_eq!(read(" - "), Vec::<Vec<Vec<String>>>::new());
    }
}
