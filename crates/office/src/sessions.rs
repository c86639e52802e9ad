//! Sessions: one signed-in browser each, begun by a password, completed by a second factor where there is
//! one. How long they last is a rule of [`signin::SessionRules`].

use crate::accounts::actor;
use crate::error::{OfficeError, OfficeResult};
use crate::state::Office;
use crate::writer::Step;
use book::Timestamp;
use guard::Actor;
use signin::{SessionRules, SessionState, SessionTimes, TotpSecret};
use store::{AccountId, Tx};

/// One signed-in browser.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub actor: Actor,
    /// The token every form must carry.
    pub csrf: String,
    /// Password and, where there is one, second factor were right.
    pub is_complete: bool,
}

/// What became of an attempt to sign in.
#[derive(Debug)]
pub enum SignIn {
    /// The token for the cookie; a second factor may still be asked for.
    In {
        /// The plain token.
        token: String,
        /// Whether the second factor comes next.
        needs_second_factor: bool,
    },
}

impl Office {
    /// Begins a session for an account whose password was right.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub async fn begin_session(&self, account: AccountId) -> OfficeResult<SignIn> {
        let (token, csrf, now) = (self.new_token(), self.new_token().plain().to_owned(), self.now());
        let token_hash = token.hash();
        let step = move |tx: &mut Tx<'_>| {
            let found = tx.account(account)?.ok_or(OfficeError::Missing("this account"))?;
            let needs_second_factor = found.totp_secret.is_some();
            tx.remove_expired_sessions(now)?;
            tx.add_session(&session_row(&token_hash, account, &csrf, now, !needs_second_factor))?;
            Ok(Step { value: needs_second_factor, after: None })
        };
        let needs_second_factor = self.inner.writer.step(step).await?;
        Ok(SignIn::In { token: token.plain().to_owned(), needs_second_factor })
    }

    /// Completes a session with the six digits of the second factor; false when they are wrong or were used
    /// before. The session gets a new token, so that the old one is of no use to anybody.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub async fn second_factor(&self, token: &str, digits: &str) -> OfficeResult<Option<String>> {
        let old_hash = signin::token_hash(token);
        let (digits, now) = (digits.to_owned(), self.now());
        let (fresh, csrf) = (self.new_token(), self.new_token().plain().to_owned());
        let fresh_hash = fresh.hash();
        let step = move |tx: &mut Tx<'_>| {
            let Some(session) = tx.session(&old_hash)? else { return Ok(Step { value: false, after: None }) };
            if SessionRules::default().state(times(&session), now.0) != SessionState::AwaitsSecondFactor {
                return Ok(Step { value: false, after: None });
            }
            let Some(account) = tx.account(session.account)? else {
                return Ok(Step { value: false, after: None });
            };
            let secret = account.totp_secret.as_deref().and_then(TotpSecret::from_base32);
            let used = secret.and_then(|totp| totp.verify(&digits, now.0, account.totp_last_step));
            let Some(used) = used else {
                return Ok(Step { value: false, after: None });
            };
            let is_fresh = tx.use_totp_step(account.id, used)?;
            if is_fresh {
                tx.remove_session(&old_hash)?;
                tx.add_session(&session_row(&fresh_hash, account.id, &csrf, now, true))?;
            }
            Ok(Step { value: is_fresh, after: None })
        };
        Ok(self.inner.writer.step(step).await?.then(|| fresh.plain().to_owned()))
    }

    /// The session of a token; `None` when there is none, it is over, or the account was closed.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub async fn session(&self, token: &str) -> OfficeResult<Option<Session>> {
        let hash = signin::token_hash(token);
        let now = self.now();
        let (session, account) = {
            let book = self.read()?;
            let Some(session) = book.session(&hash)? else { return Ok(None) };
            let Some(account) = book.account(session.account)? else { return Ok(None) };
            (session, account)
        };
        if account.disabled_at.is_some() {
            return Ok(None);
        }
        let state = SessionRules::default().state(times(&session), now.0);
        if state == SessionState::Over {
            return Ok(None);
        }
        if state == (SessionState::Live { needs_touch: true }) {
            let expires_at = session.expires_at;
            let touch = move |tx: &mut Tx<'_>| {
                tx.touch_session(&hash, now, expires_at)?;
                Ok(Step { value: (), after: None })
            };
            self.inner.writer.step(touch).await?;
        }
        let (csrf, is_complete) = (session.csrf.to_string(), session.is_complete);
        Ok(Some(Session { actor: actor(&account), csrf, is_complete }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub async fn sign_out(&self, token: &str) -> OfficeResult<()> {
        let hash = signin::token_hash(token);
        let step = move |tx: &mut Tx<'_>| {
            tx.remove_session(&hash)?;
            Ok(Step { value: (), after: None })
        };
        self.inner.writer.step(step).await
    }
}

fn times(session: &store::Session) -> SessionTimes {
    SessionTimes {
        created_micros: session.created_at.0,
        seen_micros: session.seen_at.0,
        expires_micros: session.expires_at.0,
        is_complete: session.is_complete,
    }
}

/// The row of a session that begins now.
pub(crate) fn session_row(
    token_hash: &str,
    account: AccountId,
    csrf: &str,
    now: Timestamp,
    is_complete: bool,
) -> store::Session {
    store::Session {
        token_hash: token_hash.into(),
        account,
        created_at: now,
        seen_at: now,
        expires_at: Timestamp(SessionRules::default().expires_micros(now.0)),
        is_complete,
        csrf: csrf.into(),
    }
}
