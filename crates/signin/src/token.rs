//! Tokens of sessions and links: 32 random bytes. The book keeps the hash alone, so that a copy of the book
//! signs nobody in.

use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroize;

/// A secret that is shown once: in a cookie or a link.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// Letters of 32 bytes in base64url.
const TOKEN_CHARS: usize = 43;

impl Token {
    /// A token of 32 fresh random bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Token {
        Token(Base64UrlUnpadded::encode_string(&bytes))
    }

    /// Reads what a cookie or a link carried; `None` when it cannot be a token, so that nothing needs looking
    /// up.
    pub fn parse(text: &str) -> Option<Token> {
        let mut bytes = [0; 32];
        let is_token = text.len() == TOKEN_CHARS && Base64UrlUnpadded::decode(text, &mut bytes).is_ok();
        bytes.zeroize();
        is_token.then(|| Token(text.to_owned()))
    }

    /// The token itself, 43 letters of base64url: for the cookie or the link, nowhere else.
    pub fn plain(&self) -> &str {
        &self.0
    }

    /// What the book keeps: the SHA-256 of the plain text, 64 hexadecimal digits.
    pub fn hash(&self) -> String {
        token_hash(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// The SHA-256 of a text as 64 hexadecimal digits. A plain hash is enough for 256 random bits: there is
/// nothing to guess.
pub fn token_hash(plain: &str) -> String {
    hex(&Sha256::digest(plain.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes every write");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_hash_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(token_hash("abc"), abc);
    }

    #[test]
    fn what_cannot_be_a_token_is_none() {
        let good = Token::from_bytes([255; 32]);
        assert_eq!(good.plain(), "__________________________________________8");
        assert_eq!(format!("{good:?}"), "[hidden]");
        let dirty = format!("{}9", "_".repeat(42));
        for wrong in ["", "abc", &"a".repeat(44), &"+".repeat(43), &dirty, &"é".repeat(21)] {
            assert_eq!(Token::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn there_and_back(bytes: [u8; 32]) {
            let token = Token::from_bytes(bytes);
            prop_assert_eq!(token.plain().len(), TOKEN_CHARS);
            prop_assert_eq!(Token::parse(token.plain()), Some(token));
        }
    }
}
