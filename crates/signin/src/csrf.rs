//! Forms carry proof that they came from our own page.

use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

fn mac(secret: &[u8; 32], binding: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(b"steadfast form 1\0");
    mac.update(binding.as_bytes());
    mac
}

/// The hidden field of a form: an HMAC-SHA-256 under the server's `secret` of what the form is bound to (the
/// session's token hash; before sign-in the value of a short-lived cookie). 43 letters of base64url.
pub fn csrf_token(secret: &[u8; 32], binding: &str) -> String {
    Base64UrlUnpadded::encode_string(&mac(secret, binding).finalize().into_bytes())
}

/// True when `presented` is the token of `binding`; takes the same time wherever they differ. An empty
/// binding has no token: nobody is nobody's session.
pub fn is_csrf_token(secret: &[u8; 32], binding: &str, presented: &str) -> bool {
    !binding.is_empty() && is_equal(&csrf_token(secret, binding), presented)
}

/// True when two secrets are the same text, taking the same time wherever they differ. (Their length is no
/// secret.)
pub fn is_equal(first: &str, second: &str) -> bool {
    first.as_bytes().ct_eq(second.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_token_is_of_one_server_and_one_session() {
        let token = csrf_token(&[1; 32], "session");
        assert_eq!(token.len(), 43);
        assert!(is_csrf_token(&[1; 32], "session", &token));
        assert!(!is_csrf_token(&[2; 32], "session", &token));
        assert!(!is_csrf_token(&[1; 32], "other", &token));
        assert!(!is_csrf_token(&[1; 32], "session", ""));
        assert!(!is_csrf_token(&[1; 32], "", &csrf_token(&[1; 32], "")));
    }

    proptest! {
        #[test]
        fn equal_is_equal(first in "\\PC{0,20}", second in "\\PC{0,20}") {
            prop_assert_eq!(is_equal(&first, &second), first == second);
            prop_assert!(is_equal(&first, &first));
        }
    }
}
