//! The second factor: time-based one-time passwords (RFC 6238) over HMAC-SHA-1, 6 digits, steps of 30
//! seconds, which is what every authenticator app understands.

use crate::{base32, csrf};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::fmt;
use zeroize::Zeroize;

/// Length of a step.
const STEP_MICROS: i64 = 30_000_000;
/// Digits of a code.
const DIGITS: u32 = 6;
/// Steps a phone's clock may be off, either way.
const STEPS_OFF: i64 = 1;

/// The secret shared with an authenticator app: 20 bytes (RFC 4226 asks for 20).
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// A secret of 20 fresh random bytes.
    pub fn from_bytes(bytes: [u8; 20]) -> TotpSecret {
        TotpSecret(bytes)
    }

    /// Reads the secret as the book keeps it; `None` when it is not base 32 of 20 bytes.
    pub fn from_base32(text: &str) -> Option<TotpSecret> {
        base32::decode(text)?.try_into().ok().map(TotpSecret)
    }

    /// 32 letters and digits: for the book, and for people who type it into their app.
    pub fn base32(&self) -> String {
        base32::encode(&self.0)
    }

    /// The same in groups of four, to be read aloud or typed.
    pub fn base32_in_groups(&self) -> String {
        let letters: Vec<char> = self.base32().chars().collect();
        letters.chunks(4).map(|group| group.iter().collect()).collect::<Vec<String>>().join(" ")
    }

    /// The code of an instant, six digits: for tests and for the demonstration.
    pub fn code_at(&self, now_micros: i64) -> String {
        self.code(step_of(now_micros))
    }

    /// Checks a typed code (blanks forgiven). Accepts the step of `now_micros` and one either side, and never
    /// a step up to `last_step`, so that a code seen over a shoulder works once at most. Gives the step to
    /// store as the new `last_step`; `None` when the code is wrong or used.
    pub fn verify(&self, typed: &str, now_micros: i64, last_step: Option<i64>) -> Option<i64> {
        let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
        let now = step_of(now_micros);
        let mut accepted = None;
        // Every step is compared, so that the time does not tell which one it was.
        for step in now - STEPS_OFF..=now + STEPS_OFF {
            let is_right = csrf::is_equal(&self.code(step), &typed);
            let is_fresh = step >= 0 && last_step.is_none_or(|last| step > last);
            if is_right && is_fresh {
                accepted = Some(step);
            }
        }
        accepted
    }

    /// The `otpauth://` address that an app reads from a QR code ([`crate::qr_svg`]). `issuer` is the
    /// business,
    /// `account` the e-mail address.
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        // A colon would part the label in two; the issuer may hold none.
        let issuer = encoded(&issuer.replace(':', " "));
        let account = encoded(&account.replace(':', " "));
        let secret = self.base32();
        format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}\
             &algorithm=SHA1&digits=6&period=30"
        )
    }

    fn code(&self, step: i64) -> String {
        let number = truncated(&self.0, step as u64) % 10_u32.pow(DIGITS);
        format!("{number:06}")
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

impl Drop for TotpSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

fn step_of(now_micros: i64) -> i64 {
    now_micros.div_euclid(STEP_MICROS)
}

/// The dynamic truncation of RFC 4226 section 5.3: 31 bits.
fn truncated(secret: &[u8], counter: u64) -> u32 {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(&counter.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let place = usize::from(hash[19] & 0xf);
    let four = [hash[place], hash[place + 1], hash[place + 2], hash[place + 3]];
    u32::from_be_bytes(four) & 0x7fff_ffff
}

/// Percent-encoding of everything but RFC 3986's unreserved characters.
fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").expect("a String takes every write"),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RFC: &[u8; 20] = b"12345678901234567890";
    const SECOND: i64 = 1_000_000;

    #[test]
    fn the_vectors_of_rfc_4226() {
        let secret = TotpSecret::from_bytes(*RFC);
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ];
        for (step, code) in codes.iter().enumerate() {
            assert_eq!(secret.code(step as i64), *code);
        }
        assert_eq!(truncated(RFC, 0), 1_284_755_224, "the decimal of appendix D");
    }

    #[test]
    fn the_vectors_of_rfc_6238() {
        // Appendix B, SHA-1, 8 digits; ours are the last six of them.
        let vectors = [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000_i64, 65_353_130),
        ];
        let secret = TotpSecret::from_bytes(*RFC);
        for (seconds, eight) in vectors {
            let step = step_of(seconds * SECOND);
            assert_eq!(truncated(RFC, step as u64) % 100_000_000, eight);
            assert_eq!(secret.code_at(seconds * SECOND), format!("{:06}", eight % 1_000_000));
        }
    }

    #[test]
    fn a_code_works_once_and_a_step_early_or_late() {
        let secret = TotpSecret::from_bytes(*RFC);
        let now = 1_234_567_890 * SECOND;
        let code = secret.code_at(now);
        let step = secret.verify(&code, now, None).unwrap();
        assert_eq!(secret.verify(&code, now, Some(step)), None, "used");
        assert_eq!(secret.verify(&code, now + STEP_MICROS, None), Some(step));
        assert_eq!(secret.verify(&code, now - STEP_MICROS, None), Some(step));
        assert_eq!(secret.verify(&code, now + 2 * STEP_MICROS, None), None, "too late");
        assert_eq!(secret.verify(&code, now - 2 * STEP_MICROS, None), None, "too early");
        assert_eq!(secret.verify(&secret.code_at(now - STEP_MICROS), now, Some(step)), None, "an older step");
        assert_eq!(secret.verify("005 924", now, None), Some(step), "blanks are forgiven");
        for wrong in ["", "5924", "0059240", "00592４", "abcdef", "-05924"] {
            assert_eq!(secret.verify(wrong, now, None), None, "{wrong}");
        }
    }

    #[test]
    fn the_address_for_the_app() {
        let secret = TotpSecret::from_bytes(*RFC);
        assert_eq!(
            secret.uri("Hale & Sons: Tea", "ana+x@example.org"),
            "otpauth://totp/Hale%20%26%20Sons%20%20Tea:ana%2Bx%40example.org\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Hale%20%26%20Sons%20%20Tea\
             &algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(secret.base32_in_groups(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(TotpSecret::from_base32(&secret.base32_in_groups()).as_ref(), Some(&secret));
        assert_eq!(format!("{secret:?}"), "[hidden]");
    }

    proptest! {
        #[test]
        fn a_right_code_is_accepted_once(
            bytes: [u8; 20],
            seconds in 0_i64..20_000_000_000,
            off in -30_i64..=30,
        ) {
            let secret = TotpSecret::from_bytes(bytes);
            let code = secret.code_at(seconds * SECOND);
            let now = (seconds + off).max(0) * SECOND;
            let step = secret.verify(&code, now, None);
            prop_assert!(step.is_some());
            // The same six digits may, one time in a million, also be a later step's.
            prop_assert!(secret.verify(&code, now, step).is_none_or(|later| Some(later) > step));
        }

        #[test]
        fn no_text_and_no_time_breaks_it(
            typed in "\\PC{0,12}",
            now: i64,
            last in proptest::option::of(any::<i64>()),
        ) {
            let now = now / 2;
            let _ = TotpSecret::from_bytes(*RFC).verify(&typed, now, last);
        }
    }
}
