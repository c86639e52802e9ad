//! Signing in: passwords, the second factor, tokens, rate limits and how long a session lasts.
//!
//! Pure: the time (microseconds since 1970, UTC) and every random byte are arguments, so that each rule can
//! be tested to the second and no test depends on chance. The caller fills the bytes from the system's
//! source.
//!
//! Nothing here prints a secret: [`SecretText`], [`Token`] and [`TotpSecret`] show themselves as `[hidden]`.

mod advice;
mod base32;
mod csrf;
mod password;
mod qr;
mod rate;
mod secret;
mod session;
mod token;
mod totp;

pub use advice::{PASSWORD_CHARS_MIN, password_problems};
pub use csrf::{csrf_token, is_csrf_token, is_equal};
pub use password::{hash_password, needs_new_hash, verify_nobody, verify_password};
pub use qr::{QrError, qr_svg};
pub use rate::{Limit, RateLimiter, RetryAfter, SignInAttempt, SignInLimits, Taken, address_key};
pub use secret::SecretText;
pub use session::{LinkPurpose, SessionRules, SessionState, SessionTimes};
pub use token::{Token, token_hash};
pub use totp::TotpSecret;
