//! How long sessions and links last.

const MINUTE_MICROS: i64 = 60_000_000;
const HOUR_MICROS: i64 = 60 * MINUTE_MICROS;
const DAY_MICROS: i64 = 24 * HOUR_MICROS;

/// Lifetimes of a session, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionRules {
    /// Without a request for so long, it ends.
    pub idle_micros: i64,
    /// After so long it ends, whatever happens.
    pub absolute_micros: i64,
    /// So long may pass between the password and the second factor.
    pub second_factor_micros: i64,
    /// Being seen is written down at most so often: a write for every page would be waste.
    pub touch_micros: i64,
}

impl Default for SessionRules {
    /// Idle 12 hours (a working day with its pauses), at most 7 days, 10 minutes for the second factor, seen
    /// every 5 minutes.
    fn default() -> SessionRules {
        SessionRules {
            idle_micros: 12 * HOUR_MICROS,
            absolute_micros: 7 * DAY_MICROS,
            second_factor_micros: 10 * MINUTE_MICROS,
            touch_micros: 5 * MINUTE_MICROS,
        }
    }
}

/// What the book keeps of a session's times, in microseconds since 1970 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTimes {
    /// When it began.
    pub created_micros: i64,
    /// When it was last seen.
    pub seen_micros: i64,
    /// The end that was written when it began.
    pub expires_micros: i64,
    /// The second factor is done, or there is none.
    pub is_complete: bool,
}

/// What may be done with a session now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// Signed in. `needs_touch`: write down that it was seen.
    Live {
        /// More than five minutes have passed since that was last written.
        needs_touch: bool,
    },
    /// The password was right and the second factor is still to come: nothing else may be done.
    AwaitsSecondFactor,
    /// Over: to be removed, and to be signed in anew.
    Over,
}

impl SessionRules {
    /// The end to write when a session begins at `now_micros`.
    pub fn expires_micros(&self, now_micros: i64) -> i64 {
        now_micros.saturating_add(self.absolute_micros)
    }

    /// The state of a session at `now_micros`. A session from the future (the clock was set back) is over by
    /// its written end like any other.
    pub fn state(&self, times: SessionTimes, now_micros: i64) -> SessionState {
        let age_micros = now_micros.saturating_sub(times.created_micros);
        let idle_micros = now_micros.saturating_sub(times.seen_micros);
        let is_old = now_micros >= times.expires_micros || age_micros >= self.absolute_micros;
        if is_old || idle_micros >= self.idle_micros {
            return SessionState::Over;
        }
        if !times.is_complete {
            let is_late = age_micros >= self.second_factor_micros;
            return if is_late { SessionState::Over } else { SessionState::AwaitsSecondFactor };
        }
        SessionState::Live { needs_touch: idle_micros >= self.touch_micros }
    }
}

/// What a link handed out by an administrator is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkPurpose {
    /// To set the first password of a new account.
    Invite,
    /// To set another password.
    Reset,
}

impl LinkPurpose {
    /// The word in the book.
    pub fn word(self) -> &'static str {
        match self {
            LinkPurpose::Invite => "invite",
            LinkPurpose::Reset => "reset",
        }
    }

    /// Reads the word; `None` when it is neither.
    pub fn parse(text: &str) -> Option<LinkPurpose> {
        [LinkPurpose::Invite, LinkPurpose::Reset].into_iter().find(|purpose| purpose.word() == text)
    }

    /// When a link made at `now_micros` ends: an invitation after 7 days, a reset after 24 hours.
    pub fn expires_micros(self, now_micros: i64) -> i64 {
        let lifetime_micros = match self {
            LinkPurpose::Invite => 7 * DAY_MICROS,
            LinkPurpose::Reset => DAY_MICROS,
        };
        now_micros.saturating_add(lifetime_micros)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: SessionRules =
        SessionRules { idle_micros: 100, absolute_micros: 1000, second_factor_micros: 50, touch_micros: 10 };

    fn state(created: i64, seen: i64, is_complete: bool, now: i64) -> SessionState {
        let expires_micros = RULES.expires_micros(created);
        RULES.state(
            SessionTimes { created_micros: created, seen_micros: seen, expires_micros, is_complete },
            now,
        )
    }

    #[test]
    fn it_ends_when_idle_and_when_old() {
        assert_eq!(state(0, 0, true, 9), SessionState::Live { needs_touch: false });
        assert_eq!(state(0, 0, true, 10), SessionState::Live { needs_touch: true });
        assert_eq!(state(0, 0, true, 100), SessionState::Over, "idle");
        assert_eq!(state(0, 950, true, 999), SessionState::Live { needs_touch: true });
        assert_eq!(state(0, 999, true, 1000), SessionState::Over, "old, however busy");
    }

    #[test]
    fn half_a_sign_in_ends_sooner_and_may_do_nothing() {
        assert_eq!(state(0, 49, false, 49), SessionState::AwaitsSecondFactor);
        assert_eq!(state(0, 49, false, 50), SessionState::Over);
    }

    #[test]
    fn the_written_end_holds_when_the_rules_grow() {
        let times =
            SessionTimes { created_micros: 0, seen_micros: 90, expires_micros: 95, is_complete: true };
        assert_eq!(RULES.state(times, 95), SessionState::Over);
    }

    #[test]
    fn extreme_times_do_not_break_it() {
        for now in [i64::MIN, 0, i64::MAX] {
            for then in [i64::MIN, 0, i64::MAX] {
                let _ = state(then, then, true, now);
            }
        }
        assert_eq!(LinkPurpose::Invite.expires_micros(i64::MAX), i64::MAX);
        assert_eq!(LinkPurpose::parse("reset"), Some(LinkPurpose::Reset));
    }
}
