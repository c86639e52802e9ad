//! Finding rows and fields in a stretch of bytes.

use crate::layout::Delimiter;

/// A field: bytes `start..end`, spaces around it not yet removed.
pub type Span = (usize, usize);

/// Writes the places of every newline and delimiter in `bytes` into `marks`, in order. Eight bytes at a time
/// in ordinary integers: on short rows this is several times faster than one search for each field.
pub fn marks(bytes: &[u8], delimiter: u8, marks: &mut Vec<u32>) {
    marks.clear();
    let (delimiters, newlines) = (splat(delimiter), splat(b'\n'));
    let (blocks, rest) = bytes.as_chunks::<64>();
    for (block, block_bytes) in blocks.iter().enumerate() {
        let mut hits = 0_u64;
        for (word, word_bytes) in block_bytes.as_chunks::<8>().0.iter().enumerate() {
            let word_value = u64::from_le_bytes(*word_bytes);
            let found = zero_bytes(word_value ^ delimiters) | zero_bytes(word_value ^ newlines);
            // Multiplying gathers the eight flags into the top byte, in order.
            hits |= ((found >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * word);
        }
        while hits != 0 {
            marks.push(block as u32 * 64 + hits.trailing_zeros());
            hits &= hits - 1;
        }
    }
    let rest_offset = bytes.len() - rest.len();
    let hit = |b: u8| b == delimiter || b == b'\n';
    marks.extend((rest_offset..bytes.len()).filter(|at| hit(bytes[*at])).map(|at| at as u32));
}

fn splat(byte: u8) -> u64 {
    u64::from(byte) * 0x0101_0101_0101_0101
}

/// The top bit of every byte of `word` that is zero, exactly (no borrow runs from one byte into the next).
#[inline]
fn zero_bytes(word: u64) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    !(((word & LOW) + LOW) | word | LOW)
}

/// The fields of one line separated by runs of spaces and tabs.
pub fn by_whitespace(line: &[u8], offset: usize, spans: &mut Vec<Span>) {
    spans.clear();
    let mut start = None;
    for (at, b) in line.iter().enumerate() {
        match (b.is_ascii_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                spans.push((offset + from, offset + at));
                start = None;
            }
            _ => {}
        }
    }
    spans.extend(start.map(|from| (offset + from, offset + line.len())));
}

/// Where a record that may hold quotes ends.
#[derive(Debug, PartialEq, Eq)]
pub enum RecordEnd {
    /// The record's newline (or the end of the last record) is at this place.
    At(usize),
    /// The bytes end within the record, and within a quoted field if told so.
    Open {
        /// Whether a quote is open.
        quoted: bool,
    },
}

/// Finds the fields of the record that begins at `start` (RFC 4180: a field that begins with a quote runs to
/// the quote that closes it, with `""` for one quote; a quote elsewhere is an ordinary character). Spans of
/// quoted fields include their quotes.
pub fn quoted_record(bytes: &[u8], start: usize, delimiter: u8, spans: &mut Vec<Span>) -> RecordEnd {
    spans.clear();
    let mut field = start;
    loop {
        let mut at = field;
        if bytes.get(at) == Some(&b'"') {
            match closing_quote(bytes, at + 1) {
                Some(after) => at = after,
                None => return RecordEnd::Open { quoted: true },
            }
        }
        match memchr::memchr2(delimiter, b'\n', &bytes[at..]) {
            None => {
                spans.push((field, bytes.len()));
                return RecordEnd::Open { quoted: false };
            }
            Some(length) => {
                spans.push((field, at + length));
                if bytes[at + length] == b'\n' {
                    return RecordEnd::At(at + length);
                }
                field = at + length + 1;
            }
        }
    }
}

/// The place after the quote that closes a field whose text begins at `from`.
fn closing_quote(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr(b'"', bytes.get(at..)?)? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

/// Appends the text of a field to `text`, without the quotes around it and with `""` turned into `"`.
pub fn unquote(field: &[u8], text: &mut Vec<u8>) {
    let field = field.trim_ascii();
    let Some(inner) = field.strip_prefix(b"\"") else {
        text.extend_from_slice(field);
        return;
    };
    let mut rest = inner;
    while let Some(at) = memchr::memchr(b'"', rest) {
        text.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        if rest.first() == Some(&b'"') {
            text.push(b'"');
            rest = &rest[1..];
        }
    }
    text.extend_from_slice(rest);
}

/// The cells of the first record of a file, and the bytes it takes with its newline.
pub fn first_record(bytes: &[u8], delimiter: Delimiter) -> (Vec<Vec<u8>>, usize) {
    let mut spans = Vec::new();
    let end = match delimiter {
        Delimiter::Whitespace => {
            let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
            by_whitespace(&bytes[..end], 0, &mut spans);
            end
        }
        Delimiter::Byte(delimiter) => match quoted_record(bytes, 0, delimiter, &mut spans) {
            RecordEnd::At(end) => end,
            RecordEnd::Open { .. } => bytes.len(),
        },
    };
    let cell = |(from, to): &Span| {
        let mut text = Vec::new();
        unquote(&bytes[*from..*to], &mut text);
        text
    };
    (spans.iter().map(cell).collect(), (end + 1).min(bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_are_those_of_a_plain_search(bytes in proptest::collection::vec(
            prop_oneof![Just(b','), Just(b'\n'), any::<u8>()], 0..300)) {
            let mut found = Vec::new();
            marks(&bytes, b',', &mut found);
            let hit = |at: &usize| matches!(bytes[*at], b',' | b'\n');
            let plain: Vec<u32> = (0..bytes.len()).filter(hit).map(|at| at as u32).collect();
            prop_assert_eq!(found, plain);
        }

        #[test]
        fn quoted_fields_come_back(cells in proptest::collection::vec("[a\",\n;x]{0,6}", 1..6)) {
            let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let line = cells.iter().map(quote).collect::<Vec<_>>().join(",") + "\nnext";
            let (read, length) = first_record(line.as_bytes(), Delimiter::Byte(b','));
            let read: Vec<String> = read.into_iter().map(|cell| String::from_utf8(cell).unwrap()).collect();
            prop_assert_eq!(read, cells);
            prop_assert_eq!(&line[length..], "next");
        }
    }

    #[test]
    fn a_quote_within_a_field_is_an_ordinary_character() {
        let (cells, _) = first_record(b"5\" pipe,\"a\"\"b\" , c\r\n", Delimiter::Byte(b','));
        assert_eq!(cells, [&b"5\" pipe"[..], b"a\"b", b"c"]);
    }

    #[test]
    fn an_open_quote_is_told_from_an_open_row() {
        let mut spans = Vec::new();
        assert_eq!(quoted_record(b"a,\"b\nc", 0, b',', &mut spans), RecordEnd::Open { quoted: true });
        assert_eq!(quoted_record(b"a,b", 0, b',', &mut spans), RecordEnd::Open { quoted: false });
        assert_eq!(quoted_record(b"a,\"b\nc\"\n", 0, b',', &mut spans), RecordEnd::At(7));
    }
}
