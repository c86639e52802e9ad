//! Who may sign in.

use crate::column::take;
use crate::error::Problem;
use crate::id::AccountId;
use crate::sql::{self, statement};
use book::{ProviderId, Text, Timestamp};
use rusqlite::{Connection, Row, params};
use std::fmt;

/// Somebody who may sign in, or once might.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// Address, in lower case; no two accounts share one.
    pub email: Text,
    /// Name, as other people read it.
    pub name: Text,
    /// What the account may do, as a word; what it means is not for this room to say.
    pub role: Text,
    /// The provider that this person is, if any.
    pub provider: Option<ProviderId>,
    /// Hash of the password; `None` until one is chosen.
    pub password_hash: Option<Text>,
    /// Secret of the second factor; `None` when there is none.
    pub totp_secret: Option<Text>,
    /// Step of the code used last, so that none works twice.
    pub totp_last_step: Option<i64>,
    /// When it was added.
    pub created_at: Timestamp,
    /// Since when nobody may sign in with it.
    pub disabled_at: Option<Timestamp>,
}

/// Without hash and secret, which must not reach a log.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Account { id, role, provider, disabled_at, .. } = self;
        write!(f, "Account {{ {id:?}, {role:?}, {provider:?}, disabled_at: {disabled_at:?}, .. }}")
    }
}

/// What a new account begins with.
#[derive(Clone)]
pub struct NewAccount {
    /// Address; stored in lower case and without surrounding space.
    pub email: Text,
    /// Name.
    pub name: Text,
    /// Role, as a word.
    pub role: Text,
    /// The provider that this person is, if any.
    pub provider: Option<ProviderId>,
    /// Hash of the password; `None` for one who is invited and still has to choose.
    pub password_hash: Option<Text>,
    /// When it is added.
    pub created_at: Timestamp,
}

/// An address as it is stored and looked up.
fn address(email: &str) -> Text {
    email.trim().to_lowercase().into()
}

fn account(row: &Row<'_>) -> Result<Account, Problem> {
    Ok(Account {
        id: take(row, 0)?,
        email: take(row, 1)?,
        name: take(row, 2)?,
        role: take(row, 3)?,
        provider: take(row, 4)?,
        password_hash: take(row, 5)?,
        totp_secret: take(row, 6)?,
        totp_last_step: take(row, 7)?,
        created_at: take(row, 8)?,
        disabled_at: take(row, 9)?,
    })
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<Account>, Problem> {
    sql::all(connection, "accounts", [], account)
}

pub(crate) fn one(connection: &Connection, id: AccountId) -> Result<Option<Account>, Problem> {
    sql::one(connection, "account", [id.0], account)
}

pub(crate) fn by_email(connection: &Connection, email: &str) -> Result<Option<Account>, Problem> {
    sql::one(connection, "account_by_email", [address(email).as_str()], account)
}

pub(crate) fn add(connection: &Connection, new: &NewAccount) -> Result<AccountId, Problem> {
    let id = AccountId(sql::next(connection, "last_account")?);
    let account = Account {
        id,
        email: new.email.clone(),
        name: new.name.clone(),
        role: new.role.clone(),
        provider: new.provider,
        password_hash: new.password_hash.clone(),
        totp_secret: None,
        totp_last_step: None,
        created_at: new.created_at,
        disabled_at: None,
    };
    save(connection, &account)?;
    Ok(id)
}

/// Replaces an account; returns it as it was.
pub(crate) fn update(connection: &Connection, changed: &Account) -> Result<Account, Problem> {
    let id = changed.id;
    let before = one(connection, id)?.ok_or(Problem::Unknown { what: "account", id: id.0.into() })?;
    save(connection, changed)?;
    Ok(before)
}

fn save(connection: &Connection, account: &Account) -> Result<(), Problem> {
    let email = address(&account.email);
    if by_email(connection, &email)?.is_some_and(|other| other.id != account.id) {
        return Err(Problem::Taken { what: "an account with the address", name: email });
    }
    statement(connection, "save_account")?.execute(params![
        account.id.0,
        email.as_str(),
        account.name.as_str(),
        account.role.as_str(),
        account.provider.map(|provider| provider.0),
        account.password_hash.as_deref(),
        account.totp_secret.as_deref(),
        account.totp_last_step,
        account.created_at.0,
        account.disabled_at.map(|at| at.0),
    ])?;
    Ok(())
}

/// True when the step was not used before; it is used now.
pub(crate) fn use_totp_step(connection: &Connection, id: AccountId, step: i64) -> Result<bool, Problem> {
    Ok(statement(connection, "use_totp_step")?.execute((id.0, step))? == 1)
}
