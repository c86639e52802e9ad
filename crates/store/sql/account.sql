-- name: accounts
-- Everybody who may sign in, or once might, in order of number.
select
    account_id, email, name, role, provider_id, password_hash, totp_secret, totp_last_step, created_at,
    disabled_at
from account
order by account_id;

-- name: account
-- One account by its number.
select
    account_id, email, name, role, provider_id, password_hash, totp_secret, totp_last_step, created_at,
    disabled_at
from account
where account_id = ?1;

-- name: account_by_email
-- One account by its address, which is stored in lower case.
select
    account_id, email, name, role, provider_id, password_hash, totp_secret, totp_last_step, created_at,
    disabled_at
from account
where email = ?1;

-- name: last_account
-- The highest number given; the next account gets the one after it.
select coalesce(max(account_id), 0) from account;

-- name: save_account
-- Adds an account, or replaces everything about it but its number.
insert into account (
    account_id, email, name, role, provider_id, password_hash, totp_secret, totp_last_step, created_at,
    disabled_at
) values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
)
on conflict (account_id) do update set
    email = excluded.email, name = excluded.name, role = excluded.role, provider_id = excluded.provider_id,
    password_hash = excluded.password_hash, totp_secret = excluded.totp_secret,
    totp_last_step = excluded.totp_last_step, created_at = excluded.created_at,
    disabled_at = excluded.disabled_at;

-- name: use_totp_step
-- Remembers the step of a code that was used; changes nothing when it or a later one was used before.
update account set totp_last_step = ?2
where account_id = ?1 and (totp_last_step is null or totp_last_step < ?2);

-- name: session
-- The session behind a token.
select token_hash, account_id, created_at, seen_at, expires_at, is_complete, csrf from session
where token_hash = ?1;

-- name: sessions_of
-- The sessions of one account, the last one seen first.
select token_hash, account_id, created_at, seen_at, expires_at, is_complete, csrf from session
where account_id = ?1
order by seen_at desc, token_hash;

-- name: add_session
-- A browser begins to sign in.
insert into session (token_hash, account_id, created_at, seen_at, expires_at, is_complete, csrf)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: touch_session
-- A session was used.
update session set seen_at = ?2, expires_at = ?3 where token_hash = ?1;

-- name: complete_session
-- The second factor was given.
update session set is_complete = true where token_hash = ?1;

-- name: remove_session
-- A browser signs out.
delete from session where token_hash = ?1;

-- name: remove_sessions_of
-- Every browser of an account is signed out.
delete from session where account_id = ?1;

-- name: remove_expired_sessions
-- What nobody can use any more goes.
delete from session where expires_at <= ?1;

-- name: sign_in_link
-- The link behind a token.
select token_hash, account_id, purpose, expires_at, used_at from sign_in_link where token_hash = ?1;

-- name: add_link
-- A link is handed out.
insert into sign_in_link (token_hash, account_id, purpose, expires_at, used_at) values (?1, ?2, ?3, ?4, ?5);

-- name: use_link
-- A link works once, and not after its end.
update sign_in_link set used_at = ?2 where token_hash = ?1 and used_at is null and expires_at > ?2;
