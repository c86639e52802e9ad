//! Rate limits: a token bucket for every key, in a fixed amount of memory.
//!
//! A map from keys to buckets grows with every key somebody invents, and a map that forgets lets an attacker
//! push out the bucket that stops him. Here buckets stand in four rows (a count-min sketch): a key has one
//! bucket in each row, found by a keyed hash, and is judged by the emptiest of its four. So no bucket is ever
//! forgotten; the only error is on the safe side, and needs a collision in all four rows.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use std::net::IpAddr;

const ROWS: usize = 4;
/// Buckets in a row: a megabyte of memory for a limiter, touched only where used.
const BUCKETS: usize = 1 << 15;
const MINUTE_MICROS: i64 = 60_000_000;

/// How much is allowed: `count` at once, refilled evenly over `window_micros`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// At once; at least 1.
    pub count: u32,
    /// Time in which an empty bucket is full again, in microseconds.
    pub window_micros: i64,
}

impl Limit {
    fn refill_micros(self) -> i64 {
        self.window_micros / i64::from(self.count.max(1))
    }
}

/// Refused for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("There were several tries in a short time. Wait {}; nothing has changed.", wait(*.seconds))]
pub struct RetryAfter {
    /// Seconds until one more try is allowed, at least 1 (for the header `Retry-After`).
    pub seconds: u32,
}

fn wait(seconds: u32) -> String {
    match seconds {
        1 => "a second".into(),
        2..60 => format!("{seconds} seconds"),
        60 => "a minute".into(),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

/// One taken from a bucket; it can be given back when the try turns out well.
#[derive(Debug)]
#[must_use = "give it back when the try was no failure"]
pub struct Taken {
    buckets: [usize; ROWS],
    at_micros: i64,
}

/// Token buckets for any number of keys.
#[derive(Clone)]
pub struct RateLimiter {
    limit: Limit,
    key: [u8; 32],
    /// For each bucket the instant at which it is full again, in microseconds since 1970.
    full_at_micros: Vec<i64>,
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimiter").field("limit", &self.limit).finish_non_exhaustive()
    }
}

impl RateLimiter {
    /// A limiter with every bucket full. `key` is 32 fresh random bytes: without it nobody can find two keys
    /// that share a bucket. Times must not be before 1970.
    pub fn new(limit: Limit, key: [u8; 32]) -> RateLimiter {
        RateLimiter { limit, key, full_at_micros: vec![0; ROWS * BUCKETS] }
    }

    /// Takes one for `key`.
    ///
    /// # Errors
    /// When its bucket is empty: the seconds until one drop is back. Nothing is taken then.
    pub fn take(&mut self, key: &str, now_micros: i64) -> Result<Taken, RetryAfter> {
        let buckets = self.buckets(key);
        let refill = self.limit.refill_micros();
        let missing = buckets.map(|place| self.full_at_micros[place].saturating_sub(now_micros).max(0));
        let missing = missing.into_iter().min().unwrap_or_default();
        let too_much = missing.saturating_add(refill).saturating_sub(self.limit.window_micros);
        // The window may not divide evenly by the count; a microsecond for each is forgiven.
        if too_much > i64::from(self.limit.count) {
            let seconds = u32::try_from(too_much.div_euclid(1_000_000).saturating_add(1)).unwrap_or(u32::MAX);
            return Err(RetryAfter { seconds });
        }
        for place in buckets {
            let full_at = self.full_at_micros[place].max(now_micros);
            self.full_at_micros[place] = full_at.saturating_add(refill);
        }
        Ok(Taken { buckets, at_micros: now_micros })
    }

    /// Gives one back. After the time in which one drop refills there is nothing left to give.
    #[expect(clippy::needless_pass_by_value, reason = "what is given back is gone, so that it is given once")]
    pub fn give_back(&mut self, taken: Taken, now_micros: i64) {
        let refill = self.limit.refill_micros();
        if now_micros.saturating_sub(taken.at_micros) >= refill {
            return;
        }
        for place in taken.buckets {
            self.full_at_micros[place] = self.full_at_micros[place].saturating_sub(refill);
        }
    }

    fn buckets(&self, key: &str) -> [usize; ROWS] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        mac.update(key.as_bytes());
        let hash: [u8; 32] = mac.finalize().into_bytes().into();
        std::array::from_fn(|row| {
            let place = usize::from(u16::from_le_bytes([hash[2 * row], hash[2 * row + 1]])) % BUCKETS;
            row * BUCKETS + place
        })
    }
}

/// The limits of sign-in: 5 failures an account and 20 an address in 15 minutes. The first five may come at
/// once; then one is back every three minutes.
#[derive(Debug, Clone)]
pub struct SignInLimits {
    accounts: RateLimiter,
    addresses: RateLimiter,
}

/// A sign-in under way, counted as a failure until it succeeds: a hundred tries at once are counted before
/// the first of them is answered.
#[derive(Debug)]
#[must_use = "tell SignInLimits::succeeded when it was no failure"]
pub struct SignInAttempt {
    account: Taken,
    address: Taken,
}

impl SignInLimits {
    /// The limits with nothing counted. `key` is 32 fresh random bytes.
    pub fn new(key: [u8; 32]) -> SignInLimits {
        let limit = |count| Limit { count, window_micros: 15 * MINUTE_MICROS };
        SignInLimits {
            accounts: RateLimiter::new(limit(5), key),
            addresses: RateLimiter::new(limit(20), key),
        }
    }

    /// Before the password or the code is looked at. `email` is as typed, whether or not it has an account:
    /// an unknown one is counted alike, so that the limit does not tell. `address` is [`address_key`]'s.
    ///
    /// # Errors
    /// When the account or the address has no try left. A try against a locked account still counts for the
    /// address.
    pub fn take(&mut self, email: &str, address: &str, now_micros: i64) -> Result<SignInAttempt, RetryAfter> {
        let address = self.addresses.take(address, now_micros)?;
        let account = self.accounts.take(&email.trim().to_lowercase(), now_micros)?;
        Ok(SignInAttempt { account, address })
    }

    /// The try was right: it counts as no failure.
    pub fn succeeded(&mut self, attempt: SignInAttempt, now_micros: i64) {
        self.accounts.give_back(attempt.account, now_micros);
        self.addresses.give_back(attempt.address, now_micros);
    }
}

/// The key under which an address is counted: IPv4 whole, of IPv6 the first 64 bits, because one household
/// has all the rest.
pub fn address_key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(four) => four.to_string(),
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: [u8; 32] = [7; 32];
    const NOW: i64 = 1_700_000_000_000_000;

    #[test]
    fn five_failures_then_one_every_three_minutes() {
        let mut limits = SignInLimits::new(KEY);
        for second in 0..5 {
            assert!(limits.take("ana@example.org", "10.0.0.1", NOW + second).is_ok());
        }
        let refused = limits.take(" ANA@example.org ", "10.0.0.2", NOW + 5).unwrap_err();
        assert_eq!(refused.seconds, 180);
        assert!(refused.to_string().contains("Wait 3 minutes"), "{refused}");
        assert!(limits.take("ben@example.org", "10.0.0.1", NOW + 5).is_ok(), "another account may");
        let later = NOW + 181_000_000;
        assert!(limits.take("ana@example.org", "10.0.0.2", later).is_ok());
        assert!(limits.take("ana@example.org", "10.0.0.2", later).is_err());
    }

    #[test]
    fn twenty_failures_of_an_address() {
        let mut limits = SignInLimits::new(KEY);
        for number in 0..20 {
            assert!(limits.take(&format!("{number}@example.org"), "10.0.0.1", NOW).is_ok());
        }
        assert!(limits.take("20@example.org", "10.0.0.1", NOW).is_err());
        assert!(limits.take("20@example.org", "10.0.0.9", NOW).is_ok());
    }

    #[test]
    fn what_was_right_is_not_counted() {
        let mut limits = SignInLimits::new(KEY);
        for second in 0..100 {
            let now = NOW + second * 1_000_000;
            let attempt = limits.take("ana@example.org", "10.0.0.1", now).unwrap();
            limits.succeeded(attempt, now + 50_000);
        }
    }

    #[test]
    fn a_late_return_gives_nothing() {
        let limit = Limit { count: 1, window_micros: 100 };
        let mut limiter = RateLimiter::new(limit, KEY);
        let early = limiter.take("a", 1000).unwrap();
        let second = limiter.take("a", 1100);
        assert!(second.is_ok());
        limiter.give_back(early, 1150);
        assert!(limiter.take("a", 1150).is_err(), "the first drop was back already");
    }

    #[test]
    fn many_other_keys_neither_block_nor_free_one() {
        let mut limits = SignInLimits::new(KEY);
        for _ in 0..5 {
            assert!(limits.take("ana@example.org", "10.0.0.1", NOW).is_ok());
        }
        for number in 0..20_000 {
            let _ = limits.take(&format!("{number}@example.org"), &format!("10.1.{number}"), NOW);
        }
        assert!(limits.take("ana@example.org", "10.0.0.1", NOW).is_err(), "never forgotten");
        let free = (0..1000)
            .filter(|number| limits.take(&format!("new{number}"), &format!("new{number}"), NOW).is_ok());
        assert!(free.count() >= 999, "and hardly anybody else is stopped");
    }

    #[test]
    fn an_address_and_a_household() {
        let key = |text: &str| address_key(text.parse().unwrap());
        assert_eq!(key("192.0.2.7"), "192.0.2.7");
        assert_eq!(key("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
    }

    proptest! {
        #[test]
        fn never_more_than_the_bucket_and_its_refill(
            count in 1_u32..8,
            steps in proptest::collection::vec((0_i64..400, any::<bool>()), 1..80),
        ) {
            let window_micros = i64::from(count) * 100;
            let mut limiter = RateLimiter::new(Limit { count, window_micros }, KEY);
            let (mut now, mut kept) = (NOW, 0_i64);
            for (wait, is_right) in steps {
                now += wait;
                if let Ok(taken) = limiter.take("one", now) {
                    if is_right { limiter.give_back(taken, now) } else { kept += 1 }
                }
                let allowed = i64::from(count) + (now - NOW) / 100 + 1;
                prop_assert!(kept <= allowed, "{} of {}", kept, allowed);
            }
        }
    }
}
