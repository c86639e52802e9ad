-- name: act
-- One act by its number.
select
    act_id, at, account_id, verb, customer_id, provider_id, sentence, undo, undone_at, undone_by
from act
where act_id = ?1;

-- name: acts
-- Acts of anybody about anybody, newest first: before act ?1, with verb ?2, from ?3 on and before ?4, at most
-- ?5.
select
    act_id, at, account_id, verb, customer_id, provider_id, sentence, undo, undone_at, undone_by
from act
where act_id < ?1 and (?2 is null or verb = ?2) and at >= ?3 and at < ?4
order by act_id desc
limit ?5;

-- name: acts_of_account
-- The same, of account ?6.
select
    act_id, at, account_id, verb, customer_id, provider_id, sentence, undo, undone_at, undone_by
from act
where account_id = ?6 and act_id < ?1 and (?2 is null or verb = ?2) and at >= ?3 and at < ?4
order by act_id desc
limit ?5;

-- name: acts_of_customer
-- The same, about customer ?6 and, unless that is null, of account ?7.
select
    act_id, at, account_id, verb, customer_id, provider_id, sentence, undo, undone_at, undone_by
from act
where
    customer_id = ?6 and act_id < ?1 and (?2 is null or verb = ?2) and at >= ?3 and at < ?4
    and (?7 is null or account_id = ?7)
order by act_id desc
limit ?5;

-- name: last_act
-- The highest number given; the next act gets the one after it.
select coalesce(max(act_id), 0) from act;

-- name: record_act
-- Somebody did something.
insert into act (act_id, at, account_id, verb, customer_id, provider_id, sentence, undo)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: mark_undone
-- An act was undone; one that was undone before stays as it is.
update act set undone_at = ?2, undone_by = ?3 where act_id = ?1 and undone_at is null;

-- name: standing_act_of
-- One act about a customer that was not undone: what stands in the way of removing the customer. Having
-- undone something leaves nothing behind.
select 1 from act where customer_id = ?1 and undone_at is null and verb <> 'undo' limit 1;

-- name: forget_customer_of_acts
-- A customer is removed, and its number may be given again: undone acts keep their sentence and no number.
update act set customer_id = null where customer_id = ?1;

-- name: standing_act_on_provider
-- One act about a provider that was not undone: what stands in the way of removing the provider.
select 1 from act where provider_id = ?1 and undone_at is null and verb <> 'undo' limit 1;

-- name: forget_provider_of_acts
-- A provider is removed, and its number may be given again.
update act set provider_id = null where provider_id = ?1;
