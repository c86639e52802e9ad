//! Signed-in browsers, and links that let one person in once. Only hashes of tokens are kept.

use crate::column::take;
use crate::error::Problem;
use crate::id::AccountId;
use crate::sql::{self, statement};
use book::{Text, Timestamp};
use rusqlite::{Connection, Row, params};
use std::fmt;

/// One signed-in browser.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of the token that the browser holds.
    pub token_hash: Text,
    /// Whose it is.
    pub account: AccountId,
    /// When the password was given.
    pub created_at: Timestamp,
    /// When it was used last.
    pub seen_at: Timestamp,
    /// From when on it is of no more use. The caller compares; an expired session is still found.
    pub expires_at: Timestamp,
    /// False while the second factor is still to be given.
    pub is_complete: bool,
    /// What a form must carry.
    pub csrf: Text,
}

/// Without hash and form token, which must not reach a log.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Session { account, expires_at, is_complete, .. } = self;
        write!(f, "Session {{ {account:?}, expires_at: {expires_at:?}, is_complete: {is_complete}, .. }}")
    }
}

/// A link that lets one person in once.
#[derive(Clone, PartialEq, Eq)]
pub struct SignInLink {
    /// Hash of the token in the link.
    pub token_hash: Text,
    /// Whom it lets in.
    pub account: AccountId,
    /// `invite` or `reset`.
    pub purpose: Text,
    /// From when on it is of no more use.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Without the hash, which must not reach a log.
impl fmt::Debug for SignInLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SignInLink { account, purpose, expires_at, used_at, .. } = self;
        write!(
            f,
            "SignInLink {{ {account:?}, {purpose}, expires_at: {expires_at:?}, used_at: {used_at:?}, .. }}"
        )
    }
}

fn session(row: &Row<'_>) -> Result<Session, Problem> {
    Ok(Session {
        token_hash: take(row, 0)?,
        account: take(row, 1)?,
        created_at: take(row, 2)?,
        seen_at: take(row, 3)?,
        expires_at: take(row, 4)?,
        is_complete: take(row, 5)?,
        csrf: take(row, 6)?,
    })
}

fn link(row: &Row<'_>) -> Result<SignInLink, Problem> {
    Ok(SignInLink {
        token_hash: take(row, 0)?,
        account: take(row, 1)?,
        purpose: take(row, 2)?,
        expires_at: take(row, 3)?,
        used_at: take(row, 4)?,
    })
}

pub(crate) fn one(connection: &Connection, token_hash: &str) -> Result<Option<Session>, Problem> {
    sql::one(connection, "session", [token_hash], session)
}

pub(crate) fn of_account(connection: &Connection, account: AccountId) -> Result<Vec<Session>, Problem> {
    sql::all(connection, "sessions_of", [account.0], session)
}

pub(crate) fn add(connection: &Connection, new: &Session) -> Result<(), Problem> {
    statement(connection, "add_session")?.execute(params![
        new.token_hash.as_str(),
        new.account.0,
        new.created_at.0,
        new.seen_at.0,
        new.expires_at.0,
        new.is_complete,
        new.csrf.as_str(),
    ])?;
    Ok(())
}

pub(crate) fn touch(
    connection: &Connection,
    token_hash: &str,
    seen_at: Timestamp,
    expires_at: Timestamp,
) -> Result<bool, Problem> {
    let values = (token_hash, seen_at.0, expires_at.0);
    Ok(statement(connection, "touch_session")?.execute(values)? == 1)
}

pub(crate) fn complete(connection: &Connection, token_hash: &str) -> Result<bool, Problem> {
    Ok(statement(connection, "complete_session")?.execute([token_hash])? == 1)
}

pub(crate) fn remove(connection: &Connection, token_hash: &str) -> Result<bool, Problem> {
    Ok(statement(connection, "remove_session")?.execute([token_hash])? == 1)
}

pub(crate) fn remove_of(connection: &Connection, account: AccountId) -> Result<usize, Problem> {
    Ok(statement(connection, "remove_sessions_of")?.execute([account.0])?)
}

pub(crate) fn remove_expired(connection: &Connection, now: Timestamp) -> Result<usize, Problem> {
    Ok(statement(connection, "remove_expired_sessions")?.execute([now.0])?)
}

pub(crate) fn one_link(connection: &Connection, token_hash: &str) -> Result<Option<SignInLink>, Problem> {
    sql::one(connection, "sign_in_link", [token_hash], link)
}

pub(crate) fn add_link(connection: &Connection, new: &SignInLink) -> Result<(), Problem> {
    statement(connection, "add_link")?.execute(params![
        new.token_hash.as_str(),
        new.account.0,
        new.purpose.as_str(),
        new.expires_at.0,
        new.used_at.map(|at| at.0),
    ])?;
    Ok(())
}

/// The link, when it works now; it does not work again.
pub(crate) fn use_link(
    connection: &Connection,
    token_hash: &str,
    at: Timestamp,
) -> Result<Option<SignInLink>, Problem> {
    let changed = statement(connection, "use_link")?.execute((token_hash, at.0))?;
    if changed == 1 { one_link(connection, token_hash) } else { Ok(None) }
}
