//! Query strings: pairs of key and value, percent-encoded as forms do.

/// The pairs of a query string, decoded; a plus is a space. Bytes that are no UTF-8 become U+FFFD.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key), decoded(value))
    })
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let hex = |place: usize| after.get(place).and_then(|digit| char::from(*digit).to_digit(16));
        match (*first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            (b'+', ..) => bytes.push(b' '),
            (other, ..) => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Appends `key=value`, encoding what a query string cannot carry; commas, colons and the like stay readable.
pub(crate) fn append(query: &mut String, key: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(key);
    query.push('=');
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => query.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'~' | b',' | b'@' | b':' | b'!' | b'*' => query.push(char::from(byte)),
            b' ' => query.push('+'),
            _ => {
                query.push('%');
                for digit in [byte >> 4, byte & 15] {
                    query.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn broken_escapes_stay_as_they_are() {
        let read: Vec<_> = pairs("?q=100%&w=%4&x=%C3%A9+b&&flag").collect();
        let expected = [("q", "100%"), ("w", "%4"), ("x", "é b"), ("flag", "")];
        assert_eq!(read, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(value in "\\PC*") {
            let mut query = String::new();
            append(&mut query, "q", &value);
            prop_assert_eq!(pairs(&query).collect::<Vec<_>>(), vec![("q".to_owned(), value)]);
            prop_assert!(query.is_ascii());
        }
    }
}
