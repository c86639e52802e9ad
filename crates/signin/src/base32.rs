//! Base 32 (RFC 4648), as authenticator apps want their secrets.

const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Bytes to letters, without padding: apps choke on `=`.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let mut group = [0; 5];
        group[..chunk.len()].copy_from_slice(chunk);
        let bits = group.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
        let letters = (chunk.len() * 8).div_ceil(5);
        for place in 0..letters {
            let five = (bits >> (35 - 5 * place)) & 31;
            text.push(char::from(LETTERS[five as usize]));
        }
    }
    text
}

/// Letters to bytes: small letters, blanks, hyphens and padding are forgiven, as people type them. `None` for
/// any other character, or a length no bytes have.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut bit_count, mut letters) = (0_u64, 0_u32, 0_usize);
    for letter in text.trim_end_matches(['=', ' ']).bytes().filter(|letter| !matches!(letter, b' ' | b'-')) {
        let value = LETTERS.iter().position(|known| *known == letter.to_ascii_uppercase())?;
        bits = (bits << 5) | value as u64;
        bit_count += 5;
        letters += 1;
        if bit_count >= 8 {
            bit_count -= 8;
            bytes.push(((bits >> bit_count) & 0xff) as u8);
        }
        bits &= (1 << bit_count) - 1;
    }
    // 1, 3 or 6 letters are no whole number of bytes, and bits left over must be zero.
    let is_whole = !matches!(letters % 8, 1 | 3 | 6) && bits == 0;
    is_whole.then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_vectors_of_rfc_4648() {
        let vectors = [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ];
        for (plain, letters) in vectors {
            assert_eq!(encode(plain.as_bytes()), letters);
            assert_eq!(decode(letters).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(decode("mzxw 6ytb-oi======").as_deref(), Some(b"foobar".as_slice()));
        for wrong in ["A", "MZ1", "MZXW6!", "ÄÄ", "MZ"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn there_and_back(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,40}") {
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
            }
        }
    }
}
