//! Passwords: argon2id with 19 MiB, two passes, one lane (RFC 9106; the least that OWASP's
//! password storage sheet names). One hash takes tens of milliseconds and 19 MiB: the caller bounds how many
//! run at once.

use crate::SecretText;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, Version};
use argon2::{PasswordHasher, PasswordVerifier};

/// Memory of one hash, in KiB.
const MEMORY_KIB: u32 = 19_456;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;
/// A longer text is no password, and hashing it would be somebody else's work.
const PASSWORD_BYTES_MAX: usize = 1024;

/// The hash of a password nobody knows: nobody has found a text whose argon2id is 32 bytes of zero.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn hasher() -> Argon2<'static> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within argon2's range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The password as a PHC string (`$argon2id$v=19$m=19456,t=2,p=1$…`). `salt` is 16 fresh random bytes.
///
/// A text of more than 1024 bytes gives a hash that no password verifies against;
/// [`crate::password_problems`] names it first.
pub fn hash_password(password: &SecretText, salt: [u8; 16]) -> String {
    let hash = hasher().hash_password_with_salt(password.expose().as_bytes(), &salt);
    hash.expect("a salt of 16 bytes and any text can be hashed").to_string()
}

/// True when the password is the one that was hashed. A text that is no PHC string of argon2id verifies
/// nothing. The comparison takes the same time wherever the hashes differ.
pub fn verify_password(password: &SecretText, hash: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else { return false };
    let is_ours = parsed.algorithm.as_str() == "argon2id" && is_affordable(&parsed);
    let is_short_enough = password.expose().len() <= PASSWORD_BYTES_MAX;
    is_ours && is_short_enough && hasher().verify_password(password.expose().as_bytes(), &parsed).is_ok()
}

/// The work of verifying, for an e-mail address without an account (or without a password): always false, and
/// as slow as [`verify_password`], so that sign-in does not tell which addresses have accounts.
pub fn verify_nobody(password: &SecretText) -> bool {
    std::hint::black_box(verify_password(password, NOBODY));
    false
}

/// True when a hash was made with less than today's parameters, or cannot be read: hash the password again at
/// the next sign-in, while it is known.
pub fn needs_new_hash(hash: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else { return true };
    let Ok(params) = Params::try_from(&parsed) else { return true };
    let is_weaker = params.m_cost() < MEMORY_KIB || params.t_cost() < PASSES;
    parsed.algorithm.as_str() != "argon2id" || parsed.version != Some(19) || is_weaker
}

/// A hash from a foreign book may ask for any amount of memory: at most 16 times ours is given.
fn is_affordable(parsed: &PasswordHash) -> bool {
    let Ok(params) = Params::try_from(parsed) else { return false };
    let work = u64::from(params.m_cost()) * u64::from(params.t_cost());
    work <= 16 * u64::from(MEMORY_KIB) * u64::from(PASSES) && params.p_cost() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretText {
        SecretText::new(text)
    }

    #[test]
    fn the_right_password_and_no_other() {
        let hash = hash_password(&secret("correct horse battery staple"), [9; 16]);
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$CQkJCQkJCQkJCQkJCQkJCQ$"), "{hash}");
        assert!(verify_password(&secret("correct horse battery staple"), &hash));
        assert!(!verify_password(&secret("correct horse battery stapler"), &hash));
        assert!(!verify_password(&secret(""), &hash));
        let salted = hash_password(&secret("correct horse battery staple"), [8; 16]);
        assert_ne!(hash, salted);
        assert!(!needs_new_hash(&hash));
    }

    #[test]
    fn a_hash_made_elsewhere() {
        // Other parameters and another salt ("somesalt"), as in the reference implementation's tests.
        let foreign =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assert!(verify_password(&secret("password"), foreign));
        assert!(!verify_password(&secret("passwort"), foreign));
        let other_kind = "$argon2i$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG";
        assert!(!verify_password(&secret("password"), other_kind), "argon2i is not ours");
        assert!(needs_new_hash(other_kind));
    }

    #[test]
    fn nobody_has_no_password_and_costs_the_same() {
        assert!(!verify_nobody(&secret("password")));
        let parsed = PasswordHash::new(NOBODY).unwrap();
        let params = Params::try_from(&parsed).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (MEMORY_KIB, PASSES, LANES));
        assert_eq!(parsed.hash.map(|hash| hash.len()), Some(32));
    }

    #[test]
    fn what_is_no_hash_verifies_nothing() {
        let greedy =
            "$argon2id$v=19$m=4194304,t=9,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        for wrong in ["", "password", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", greedy] {
            assert!(!verify_password(&secret("password"), wrong), "{wrong}");
        }
        assert!(needs_new_hash("") && !needs_new_hash(greedy));
        let long = "x".repeat(PASSWORD_BYTES_MAX + 1);
        assert!(!verify_password(&secret(&long), &hash_password(&secret(&long), [1; 16])));
    }
}
