//! Accounts: signing in and out, second factor, links that let one person in, and who may do what.

use crate::error::{FieldError, OfficeError, OfficeResult};
use crate::record::{Draft, Effect, Receipt};
use crate::sessions::session_row;
pub use crate::sessions::{Session, SignIn};
use crate::state::Office;
use crate::writer::Step;
use book::{ProviderId, Text, Timestamp};
use guard::{Actor, Administer, Role};
use signin::{LinkPurpose, SecretText, Token, TotpSecret};
pub use store::{Account, AccountId};
use store::{NewAccount, SignInLink, Tx};

/// What was done is said on the page that follows, and for an hour after.
const FLASH_MICROS: i64 = 3_600_000_000;

/// A link handed out by an administrator.
#[derive(Debug, Clone)]
pub struct Link {
    /// Its local path; the token is in it, so it is shown once.
    pub path: String,
    /// Until when it may be used.
    pub expires_at: Timestamp,
}

/// What was just done, as the next page says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// "Logged a call with Ana Ruiz."
    pub sentence: String,
    /// The act to undo, where it can be.
    pub undo: Option<u64>,
}

/// What a new account says.
#[derive(Debug, Clone)]
pub struct AccountForm {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Whom of those who serve customers this is.
    pub provider: Option<ProviderId>,
}

impl AccountForm {
    fn problems(&self) -> Vec<FieldError> {
        let mut problems = Vec::new();
        if self.name.trim().is_empty() {
            problems.push(FieldError::new("name", "Type a name, so that others know who did what."));
        }
        let is_address = self.email.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && !host.is_empty() && !self.email.contains(char::is_whitespace)
        });
        if !is_address {
            problems.push(FieldError::new("email", "Type an e-mail address, such as ana@example.com."));
        }
        if self.role == Role::Provider && self.provider.is_none() {
            let message = "Choose which of those who serve customers this is, or another role.";
            problems.push(FieldError::new("provider", message));
        }
        problems
    }
}

pub(crate) fn actor(account: &Account) -> Actor {
    Actor {
        account: account.id.0,
        name: account.name.to_string(),
        // A role this version does not know may do least.
        role: Role::parse(&account.role).unwrap_or(Role::Viewer),
        provider: account.provider,
    }
}

impl Office {
    /// Whether nobody has an account yet.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn is_first_run(&self) -> OfficeResult<bool> {
        Ok(self.read()?.accounts()?.is_empty())
    }

    /// Creates the first account, an administrator, and signs it in. Works only while there is none.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`], or [`OfficeError::Conflict`] when somebody was faster.
    pub async fn create_first_account(
        &self,
        form: AccountForm,
        password: SecretText,
    ) -> OfficeResult<String> {
        let form = AccountForm { role: Role::Administrator, ..form };
        let hash = self.checked_password(&form, password).await?;
        let (token, csrf, now) = (self.new_token(), self.new_token().plain().to_owned(), self.now());
        let token_hash = token.hash();
        let step = move |tx: &mut Tx<'_>| {
            if !tx.accounts()?.is_empty() {
                return Err(OfficeError::Conflict("The first account exists already: sign in.".into()));
            }
            let new = NewAccount {
                email: form.email.as_str().into(),
                name: form.name.trim().into(),
                role: Role::Administrator.word().into(),
                provider: None,
                password_hash: Some(hash.as_str().into()),
                created_at: now,
            };
            let account = tx.add_account(&new)?;
            tx.add_session(&session_row(&token_hash, account, &csrf, now, true))?;
            Ok(Step { value: (), after: None })
        };
        self.inner.writer.step(step).await?;
        Ok(token.plain().to_owned())
    }

    /// Checks address and password, at equal cost whether or not the account exists. Slow on purpose.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub async fn check_password(&self, email: &str, password: SecretText) -> OfficeResult<Option<AccountId>> {
        let account = self.read()?.account_by_email(email)?;
        let known = account.as_ref().and_then(|account| account.password_hash.clone());
        let is_right = self.is_password(known, password).await?;
        let usable =
            account.filter(|account| account.password_hash.is_some() && account.disabled_at.is_none());
        Ok(usable.filter(|_| is_right).map(|account| account.id))
    }

    /// All accounts.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn accounts(&self, _permit: &Administer) -> OfficeResult<Vec<Account>> {
        Ok(self.read()?.accounts()?)
    }

    /// The account of who asks.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when it is gone.
    pub fn own_account(&self, actor: &Actor) -> OfficeResult<Account> {
        self.read()?.account(AccountId(actor.account))?.ok_or(OfficeError::Missing("this account"))
    }

    /// Creates an account without a password, and the link by which its owner sets one.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] when a field is not as it must be or the address is taken.
    pub async fn invite(&self, permit: &Administer, form: AccountForm) -> OfficeResult<(Link, Receipt)> {
        let problems = form.problems();
        if !problems.is_empty() {
            return Err(OfficeError::Invalid(problems));
        }
        let token = self.new_token();
        let hash = token.hash();
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "invite",
            customer: None,
            provider: form.provider,
            sentence: format!("Invited {} as {}.", form.name.trim(), form.role.word()),
        };
        let (expires_at, receipt) = self
            .record(draft, move |tx, moment| {
                if tx.account_by_email(&form.email)?.is_some() {
                    let message = "Somebody with this address has an account already.";
                    return Err(OfficeError::field("email", message));
                }
                let account = tx.add_account(&NewAccount {
                    email: form.email.as_str().into(),
                    name: form.name.trim().into(),
                    role: form.role.word().into(),
                    provider: form.provider,
                    password_hash: None,
                    created_at: moment.now,
                })?;
                let expires_at = add_link(tx, &hash, account, LinkPurpose::Invite, moment.now)?;
                Ok(Effect { value: expires_at, undo: Vec::new(), touched: Vec::new() })
            })
            .await?;
        Ok((Link { path: format!("/link/{}", token.plain()), expires_at }, receipt))
    }

    /// A link by which somebody sets a new password. Handed out by an administrator; nothing is mailed.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when there is no such account.
    pub async fn reset_link(&self, permit: &Administer, account: AccountId) -> OfficeResult<Link> {
        let token = self.new_token();
        let hash = token.hash();
        let name = self.read()?.account(account)?.ok_or(OfficeError::Missing("this account"))?.name;
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "reset_link",
            customer: None,
            provider: None,
            sentence: format!("Made a link for a new password of {name}."),
        };
        let made = self.record(draft, move |tx, moment| {
            let expires_at = add_link(tx, &hash, account, LinkPurpose::Reset, moment.now)?;
            Ok(Effect { value: expires_at, undo: Vec::new(), touched: Vec::new() })
        });
        let (expires_at, _) = made.await?;
        Ok(Link { path: format!("/link/{}", token.plain()), expires_at })
    }

    /// Whose link this is, while it can be used.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn link(&self, token: &str) -> OfficeResult<Option<Account>> {
        let book = self.read()?;
        let link = book.sign_in_link(&signin::token_hash(token))?;
        let now = self.now();
        let usable = link.filter(|link| link.used_at.is_none() && link.expires_at > now);
        let account = usable.map(|link| book.account(link.account)).transpose()?.flatten();
        Ok(account.filter(|account| account.disabled_at.is_none()))
    }

    /// Uses a link once: sets the password, ends every session of the account, and takes a lost second factor
    /// away only if the link is a reset.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when the link is used up; [`OfficeError::Invalid`] for a weak password.
    pub async fn use_link(&self, token: &str, password: SecretText) -> OfficeResult<AccountId> {
        let account = self.link(token)?.ok_or(OfficeError::Missing("this link"))?;
        let form = AccountForm {
            name: account.name.to_string(),
            email: account.email.to_string(),
            role: Role::Administrator,
            provider: None,
        };
        let hash = self.checked_password(&form, password).await?;
        let (token_hash, now) = (signin::token_hash(token), self.now());
        let step = move |tx: &mut Tx<'_>| {
            let link = tx.use_link(&token_hash, now)?.ok_or(OfficeError::Missing("this link"))?;
            let mut account = tx.account(link.account)?.ok_or(OfficeError::Missing("this account"))?;
            account.password_hash = Some(hash.as_str().into());
            if link.purpose == LinkPurpose::Reset.word() {
                account.totp_secret = None;
                account.totp_last_step = None;
            }
            let id = account.id;
            tx.update_account(&account)?;
            tx.remove_sessions_of(id)?;
            Ok(Step { value: id, after: None })
        };
        self.inner.writer.step(step).await
    }

    /// Sets another password for oneself; other sessions end.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] when the old one is wrong or the new one weak.
    pub async fn change_password(&self, who: &Actor, old: SecretText, new: SecretText) -> OfficeResult<()> {
        let mut account = self.own_account(who)?;
        if !self.is_password(account.password_hash.clone(), old).await? {
            return Err(OfficeError::field("old", "That is not your password."));
        }
        let form = AccountForm {
            name: account.name.to_string(),
            email: account.email.to_string(),
            role: who.role,
            provider: account.provider.or(Some(ProviderId(0))),
        };
        account.password_hash = Some(self.checked_password(&form, new).await?.as_str().into());
        self.change_own(who, "change_password", "Changed the own password.", account, true).await
    }

    /// Turns the second factor on, after its first six digits were right, or off.
    ///
    /// # Errors
    /// [`OfficeError::Invalid`] when the digits are wrong.
    pub async fn set_second_factor(
        &self,
        who: &Actor,
        secret: Option<&str>,
        digits: &str,
    ) -> OfficeResult<()> {
        let mut account = self.own_account(who)?;
        let now = self.now().0;
        let checked = secret.or(account.totp_secret.as_deref()).and_then(TotpSecret::from_base32);
        let used = checked.and_then(|totp| totp.verify(digits, now, None));
        let Some(used) = used else {
            let message = "These are not the six digits that the app shows now.";
            return Err(OfficeError::field("digits", message));
        };
        account.totp_secret = secret.map(Into::into);
        account.totp_last_step = secret.map(|_| used);
        let sentence =
            if secret.is_some() { "Turned the second factor on." } else { "Turned the second factor off." };
        self.change_own(who, "second_factor", sentence, account, false).await
    }

    async fn change_own(
        &self,
        who: &Actor,
        verb: &'static str,
        sentence: &str,
        account: Account,
        ends_sessions: bool,
    ) -> OfficeResult<()> {
        let draft =
            Draft { actor: who.clone(), verb, customer: None, provider: None, sentence: sentence.to_owned() };
        let change = move |tx: &mut Tx<'_>, _: &crate::record::Moment| {
            tx.update_account(&account)?;
            if ends_sessions {
                tx.remove_sessions_of(account.id)?;
            }
            Ok(Effect::default())
        };
        self.act(draft, change).await.map(drop)
    }

    /// Changes role or provider of an account, closes it, or opens it again; its sessions end.
    ///
    /// # Errors
    /// [`OfficeError::Conflict`] when nobody would be left who may administer.
    pub async fn change_account(
        &self,
        permit: &Administer,
        account: AccountId,
        form: AccountForm,
        is_closed: bool,
    ) -> OfficeResult<Receipt> {
        let problems = form.problems();
        if !problems.is_empty() {
            return Err(OfficeError::Invalid(problems));
        }
        let state = if is_closed { "closed" } else { "open" };
        let draft = Draft {
            actor: permit.actor().clone(),
            verb: "change_account",
            customer: None,
            provider: form.provider,
            sentence: format!("Set the account of {} to {}, {state}.", form.name.trim(), form.role.word()),
        };
        let change = move |tx: &mut Tx<'_>, moment: &crate::record::Moment| {
            let mut changed = tx.account(account)?.ok_or(OfficeError::Missing("this account"))?;
            changed.name = form.name.trim().into();
            changed.email = form.email.as_str().into();
            changed.role = form.role.word().into();
            changed.provider = form.provider;
            changed.disabled_at = is_closed.then(|| changed.disabled_at.unwrap_or(moment.now));
            tx.update_account(&changed)?;
            let administers = |account: &Account| {
                account.disabled_at.is_none() && account.role == Role::Administrator.word()
            };
            if !tx.accounts()?.iter().any(administers) {
                let message = "Somebody must be left who may administer. Make another administrator first.";
                return Err(OfficeError::Conflict(message.into()));
            }
            tx.remove_sessions_of(account)?;
            Ok(Effect::default())
        };
        self.act(draft, change).await
    }

    /// What an act was, for the page that follows it: only to who did it, and only for an hour.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn flash(&self, who: &Actor, act: u64) -> OfficeResult<Option<Flash>> {
        let Ok(number) = u32::try_from(act) else { return Ok(None) };
        let found = self.read()?.act(store::ActId(number))?;
        let now = self.now();
        let own = found.filter(|act| act.account.0 == who.account && now.0 - act.at.0 < FLASH_MICROS);
        Ok(own.map(|found| Flash {
            sentence: found.sentence.to_string(),
            undo: (found.undo.is_some() && found.undone_at.is_none()).then_some(act),
        }))
    }

    /// Whether it is the password; an account that does not exist costs the same work, so that the time tells
    /// nothing.
    async fn is_password(&self, known: Option<Text>, password: SecretText) -> OfficeResult<bool> {
        self.hashing(move || match known {
            Some(hash) => signin::verify_password(&password, &hash),
            None => signin::verify_nobody(&password),
        })
        .await
    }

    /// Hashes on a thread that may be kept busy, two at a time: each takes 19 MB and 50 ms on purpose.
    async fn hashing<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> OfficeResult<T> {
        let ended = || OfficeError::NotSaved("the program is ending".into());
        let place = self.inner.hashing.acquire().await.map_err(|_| ended())?;
        let done = tokio::task::spawn_blocking(work).await.map_err(|_| ended());
        drop(place);
        done
    }

    async fn checked_password(&self, form: &AccountForm, password: SecretText) -> OfficeResult<String> {
        let mut problems = form.problems();
        let weak = signin::password_problems(password.expose(), &form.name, &form.email);
        problems.extend(weak.into_iter().map(|message| FieldError::new("password", message)));
        if problems.is_empty() {
            let salt = self.random();
            self.hashing(move || signin::hash_password(&password, salt)).await
        } else {
            Err(OfficeError::Invalid(problems))
        }
    }

    pub(crate) fn new_token(&self) -> Token {
        Token::from_bytes(self.random())
    }
}

fn add_link(
    tx: &mut Tx<'_>,
    hash: &str,
    account: AccountId,
    purpose: LinkPurpose,
    now: Timestamp,
) -> OfficeResult<Timestamp> {
    let expires_at = Timestamp(purpose.expires_micros(now.0));
    let purpose = purpose.word().into();
    let link = SignInLink { token_hash: hash.into(), account, purpose, expires_at, used_at: None };
    tx.add_link(&link)?;
    Ok(expires_at)
}
